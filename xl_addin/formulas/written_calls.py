"""The calls of ours in one formula, with each argument as written and the value that stands behind it.

Constants, references and defined names are read from the workbook's stored values, the same on every host; what has
to be calculated first is left to the host's own evaluator, if it has one, and else has no value here. Nothing guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.formulas.our_calls import call_name
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid, CellValue, SheetGrid, parse_address
from xl_addin.values.errors import InputError

Argument = CellValue | list[list[CellValue]]
Evaluate = Callable[[str, str, str], Argument]
"""A host's evaluator: sheet, cell, text of an argument; raises InputError where there is no value."""

_SHEET: Final = r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<plain>[\w.]+)!)?"
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_REFERENCE: Final = re.compile(
    rf"{_SHEET}(?:(?P<first>{_CELL})(?::(?P<last>{_CELL}))?|(?P<left>\$?[A-Za-z]{{1,3}}):(?P<right>\$?[A-Za-z]{{1,3}}))"
)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)%?")
_NAMES_DEEP: Final = 5


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """A call of ours as it stands in a formula."""

    name: str
    arguments: tuple[str, ...]


def written_calls(text: str) -> list[WrittenCall]:
    """Find every call of ours in a formula, outer ones first.

    >>> written_calls('ROUND([1]!经济补偿金(B2,"2011-09-28",,SUM(D2,E2)),0)')
    [WrittenCall(name='SOE_SEVERANCE', arguments=('B2', '"2011-09-28"', '', 'SUM(D2,E2)'))]
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        items = Tokenizer("=" + text).items
    except TokenizerError:  # no host would calculate it either
        return []
    found: list[tuple[int, WrittenCall]] = []
    open_calls: list[tuple[int, str, list[str]]] = []
    for place, token in enumerate(items):
        closes = token.type == Token.FUNC and token.subtype == Token.CLOSE
        if closes and open_calls:
            start, function, arguments = open_calls.pop()
            name = call_name(function)
            written = tuple(argument.strip() for argument in arguments)
            if name:
                found.append((start, WrittenCall(name, () if written == ("",) else written)))
            _write(open_calls, ",".join(arguments) + ")")
        elif token.type == Token.FUNC and token.subtype == Token.OPEN:
            _write(open_calls, token.value)
            open_calls.append((place, token.value.rpartition("!")[2][:-1].strip(), [""]))
        elif token.type == Token.SEP and token.subtype == Token.ARG and open_calls:
            open_calls[-1][2].append("")
        else:
            _write(open_calls, token.value)
    return [call for _, call in sorted(found, key=lambda one: one[0])]


def _write(open_calls: list[tuple[int, str, list[str]]], text: str) -> None:
    if open_calls:
        open_calls[-1][2][-1] += text


def read_argument(book: BookGrid, sheet: str, cell: str, text: str, evaluate: Evaluate | None) -> Argument:
    """Give the value behind an argument; raises InputError where it cannot be told here.

    >>> from pathlib import Path
    >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [["工资", 1600], ["月", 12]])])
    >>> read_argument(book, "表", "D1", "$B$1", None), read_argument(book, "表", "D1", "A1:B2", None)
    (1600, [['工资', 1600], ['月', 12]])
    """
    known = _constant(text)
    if known is not None or not text:
        return known[0] if known else None
    for grid, found in _references(book, sheet, text):
        return _area(grid, found)
    if evaluate is None:
        raise InputError("是算式或名称，要由表格程序计算，这里没有它的值")
    return evaluate(sheet, cell, text)


def _constant(text: str) -> tuple[CellValue] | None:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return (text[1:-1].replace('""', '"'),)
    if text.upper() in ("TRUE", "FALSE"):
        return (text.upper() == "TRUE",)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return (int(number) if number.is_integer() else number,)


def _references(book: BookGrid, sheet: str, text: str) -> Iterator[tuple[SheetGrid, tuple[int, int, int, int]]]:
    """Give the sheet and bounds that a text refers to, defined names resolved; nothing for anything else."""
    names = {name.casefold(): meant for name, meant in book.defined_names.items()}
    for _ in range(_NAMES_DEEP):
        match = _REFERENCE.fullmatch(text)
        if match is not None:
            wanted = (match["quoted"] or "").replace("''", "'") or match["plain"] or sheet
            grid = next((one for one in book.sheets if one.name.casefold() == wanted.casefold()), None)
            bounds = _bounds(match)
            if grid is not None and bounds is not None:
                yield grid, bounds
            return
        meant = names.get(f"{sheet}!{text}".casefold()) or names.get(text.casefold())
        if meant is None:
            return
        text = meant.removeprefix("=").strip()


def _bounds(match: re.Match[str]) -> tuple[int, int, int, int] | None:
    try:
        if match["left"]:
            left, right = (parse_address(f"{match[side].replace('$', '')}1")[1] for side in ("left", "right"))
            return 1, min(left, right), MAX_ROW, max(left, right)
        first = parse_address(match["first"])
        last = parse_address(match["last"]) if match["last"] else first
    except ValueError:
        return None
    rows, cols = sorted((first[0], last[0])), sorted((first[1], min(last[1], MAX_COL)))
    return rows[0], cols[0], rows[1], cols[1]


def _area(grid: SheetGrid, bounds: tuple[int, int, int, int]) -> Argument:
    top, left, bottom, right = bounds
    if (top, left) == (bottom, right):
        return grid.value(top, left)
    bottom = max(top, min(bottom, len(grid.rows)))
    return [[grid.value(row, col) for col in range(left, right + 1)] for row in range(top, bottom + 1)]

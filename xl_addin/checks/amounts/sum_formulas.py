"""What the formula of a sum says it adds up: the rows of its own column. Others than plain sums are not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.grid import GridTable, area_bounds

_ROUND: Final = re.compile(r"ROUND\((.*),[02]\)")
_TERM: Final = re.compile(
    r"(?P<function>SUM|SUBTOTAL)\((?:(?P<number>\d+),)?(?P<areas>[^()]*)\)|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})"
)
_COLUMN: Final = re.compile(r"[^\[\]]*\[(?:\[#[^\]]*\],)?\[?(?P<name>[^\[\]]+)\]?\]")
_HIDDEN_TOO: Final = 100
"""SUBTOTAL numbers above leave out hidden rows, those below only filtered ones."""


@dataclass(frozen=True, slots=True)
class SumFormula:
    """Rows of the sum's own column that are added, each as often as it is added."""

    rows: tuple[int, ...]
    subtotal: bool
    """SUBTOTAL: cells that are subtotals themselves, and filtered or hidden rows, do not count."""
    skips_hidden: bool
    """Rows hidden by hand do not count either."""
    picked: bool
    """Single cells joined by +, which also read numbers stored as text."""
    shown: str


def read_sum_formula(text: str, col: int, sheet: str = "", tables: Iterable[GridTable] = ()) -> SumFormula | None:
    """Read a formula of a sheet; None for one that adds up something else, or more than its own column.

    >>> read_sum_formula("SUM(K2:K3,K5)", 11).rows, read_sum_formula("K4+K7", 11).picked
    ((2, 3, 5), True)
    >>> read_sum_formula("SUBTOTAL(109,K2:K4)", 11).skips_hidden, read_sum_formula("SUMIF(B:B,B1,K:K)", 11)
    (True, None)
    """
    bare = "".join(text.split()).upper().lstrip("=+").replace("_XLFN.", "")
    for own in (f"'{sheet.upper()}'!", f"{sheet.upper()}!"):
        bare = bare.replace(own, "") if sheet else bare
    rounded = _ROUND.fullmatch(bare)
    bare = rounded[1] if rounded else bare
    rows: list[int] = []
    functions: set[str] = set()
    numbers: set[int] = set()
    place = 0
    while place < len(bare):
        term = _TERM.match(bare, place)
        if term is None:
            return None
        found = _term_rows(term, col, tables)
        if found is None:
            return None
        rows += found
        functions.add(term["function"] or "+")
        if term["number"]:
            numbers.add(int(term["number"]))
        place = term.end()
        if place < len(bare):
            if bare[place] != "+":
                return None
            place += 1
    if not rows or (numbers and not numbers <= {9, 109}) or ("SUBTOTAL" in functions) != bool(numbers):
        return None
    hides = any(number > _HIDDEN_TOO for number in numbers)
    return SumFormula(tuple(rows), "SUBTOTAL" in functions, hides, functions == {"+"}, "=" + "".join(text.split()))


def _term_rows(term: re.Match[str], col: int, tables: Iterable[GridTable]) -> list[int] | None:
    rows: list[int] = []
    for area in (term["cell"] or term["areas"]).split(","):
        bounds = _bounds(area, col, tables)
        if bounds is None or not bounds[1] <= col <= bounds[3] or bounds[1] != bounds[3]:
            return None
        rows += range(bounds[0], bounds[2] + 1)
        if len(rows) > 1_000_000:
            return None
    return rows


def _bounds(area: str, col: int, tables: Iterable[GridTable]) -> tuple[int, int, int, int] | None:
    column = _COLUMN.fullmatch(area)
    if column is None:
        return area_bounds(area)
    for table in tables:
        top, left, bottom, _ = table.bounds
        names = ["".join(name.split()).upper() for name in table.columns]
        if column["name"] in names and left + names.index(column["name"]) == col:
            return top + table.header_rows, col, bottom - table.total_rows, col
    return None

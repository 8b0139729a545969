"""Formula text to syntax tree: openpyxl's tokenizer, then precedence climbing.

Ten thousand rows of a staff sheet hold the same few formulas with other addresses. So a text is first split into its
addresses and the shape that remains; a shape is tokenised and parsed once, and each cell is a shape with a list of
addresses. What the tree cannot express (unions, array constants, ranges built by functions) becomes
:class:`Unsupported` and is never guessed at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from xl_addin.formulas.syntax import (
    Address,
    Binary,
    Call,
    Formula,
    Literal,
    Missing,
    Name,
    Node,
    Ref,
    Shape,
    Unary,
    Unsupported,
    walk,
)
from xl_addin.tables.grid import MAX_COL, MAX_ROW
from xl_addin.values.errors import CODES, CellError
from xl_addin.values.memory import remembered

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""What stands around the number of an address in a shape: characters that no text may hold, by Unicode's word."""
LONGEST: Final = 8_192
"""Characters of a formula; no host takes a longer one."""
_MOST_BRACKETS: Final = 200
"""Brackets of a formula: the tokenizer looks through the rest of the text at each."""
_BRACKETS: Final = r"\[(?:[^\[\]]|\[(?:'.|[^\[\]'])*+\])*\]"
"""What follows the name of a table. Patterns here take time that grows as the text does, whatever stands in it."""
_PLACE: Final = re.compile(f"^{_OPEN}([0-9]+){_CLOSE}$")
_CELL: Final = r"(\$?[A-Za-z]{1,3})(\$?[0-9]{1,7})"
_PARTS: Final = (
    r'"(?:[^"]|"")*"'
    r"|\#[A-Z]+[/!?A-Z0-9]*"
    r"|(?P<sheet>'(?:[^']|'')+'!|(?:\[[0-9]+\])?[\w.]+(?::[\w.]+)?!)?"
    rf"(?:{_CELL}(?::(?:(?P=sheet))?{_CELL})?|(\$?[A-Za-z]{{1,3}}):(\$?[A-Za-z]{{1,3}})|(\$?[0-9]{{1,7}}):(\$?[0-9]{{1,7}}))"
    r"(?![\w.(!\[#:])"
    r"|'(?:[^']|'')*'!?|[\w.]+"
)
_SPLIT: Final = re.compile(f"{_PARTS}|{_BRACKETS}")
_SPLIT_MANY: Final = re.compile(_PARTS)
"""For a text with too many brackets: what closes each is not looked for."""


_ROW_GROUPS: Final = (3, 5, 8, 9)
"""Groups of the patterns that hold a row."""


def _has_many_brackets(text: str) -> bool:
    return text.count("[") > _MOST_BRACKETS


def _splitting(text: str) -> re.Pattern[str]:
    return _SPLIT_MANY if _has_many_brackets(text) else _SPLIT


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.lstrip("$").upper():
        number = number * 26 + ord(letter) - 64
    return number


@remembered(2_000)
def sheet_prefix(prefix: str | None) -> tuple[str | None, str | None, bool]:
    """First and last sheet that stand before an address or name, and whether they are in another workbook.

    >>> sheet_prefix("'it''s'!"), sheet_prefix("[1]表:末!"), sheet_prefix("[0]!"), sheet_prefix(None)
    (("it's", None, False), ('[1]表', '末', True), ('', None, False), (None, None, False))
    """
    if not prefix:
        return None, None, False
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    name = name.removeprefix("[0]")  # link number 0 is the workbook itself
    first, _, last = name.partition(":")
    return first, last or None, "[" in name or "\\" in name


def _address(match: re.Match[str]) -> Address | None:
    prefix, col, row, col2, row2, left, right, top, bottom = match.groups()
    if col:
        row1, col1 = int(row.lstrip("$")), _column(col)
        row9, col9 = (int(row2.lstrip("$")), _column(col2)) if col2 else (row1, col1)
    elif left:
        row1, col1, row9, col9 = 1, _column(left), MAX_ROW, _column(right)
    elif top:
        row1, col1, row9, col9 = int(top.lstrip("$")), 1, int(bottom.lstrip("$")), MAX_COL
    else:
        return None
    if row1 > row9:
        row1, row9 = row9, row1
    if col1 > col9:
        col1, col9 = col9, col1
    if row1 < 1 or row9 > MAX_ROW or col9 > MAX_COL:
        return None
    sheet, last_sheet, outside = sheet_prefix(prefix) if prefix else (None, None, False)
    return Address(sheet, row1, col1, row9, col9, last_sheet, outside)


def parse(text: str) -> Formula:
    """Parse a formula text without its leading ``=``; never raises.

    >>> formula = parse("IF($A2>0,经济补偿金(B2,'二月 表'!C2,,政策!$A:$B),0)")
    >>> formula.addresses[0][1:5], formula.addresses[2].sheet, formula.addresses[3][1:5]
    ((2, 1, 2, 1), '二月 表', (1, 1, 1048576, 2))
    >>> formula.tree.arguments[1].arguments[2]
    Missing()
    """
    if _OPEN in text or _CLOSE in text:  # they would be taken for ours
        text = text.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
    addresses: list[Address] = []

    def take(match: re.Match[str]) -> str:
        address = _address(match) if match.lastindex else None
        if address is None:
            return match[0]
        addresses.append(address)
        return f"{_OPEN}{len(addresses) - 1}{_CLOSE}"

    return Formula(_shape(_splitting(text).sub(take, text)), tuple(addresses))


def address_rows(text: str) -> Iterator[list[tuple[int, int]]]:
    """Where the rows of each address of a formula text stand in it: one for a cell, two for a range, else none.

    >>> list(address_rows("SUM(B$2:B13)+表!C4*2+D:D"))
    [[(6, 7), (9, 11)], [(16, 17)], []]
    """
    for match in _splitting(text).finditer(text):
        if match.lastindex and _address(match) is not None:
            yield [
                (match.end(group) - len(match[group].lstrip("$")), match.end(group))
                for group in _ROW_GROUPS
                if match[group]
            ]


def parse_name(text: str) -> Formula:
    """Parse the text of a defined name; relative addresses in it depend on the cell that uses it: unsupported."""
    formula = parse(text)
    relative = any(
        part and not part.startswith("$")
        for match in _splitting(text).finditer(text)
        if _address(match) is not None
        for part in match.groups()[1:]
    )
    if not relative:
        return formula
    refused = Unsupported("名称里用了相对引用", formula.shape.calls, loose=True)
    return Formula(Shape(refused, formula.shape.calls, (refused, *formula.shape.reaching)), formula.addresses)


@remembered(10_000)
def _shape(text: str) -> Shape:
    tree = _tree(text)
    nodes = list(walk(tree))
    calls = [name for n in nodes for name in ((n.name,) if isinstance(n, Call) else getattr(n, "calls", ()))]
    return Shape(tree, tuple(calls), tuple(n for n in nodes if isinstance(n, Name | Call | Unsupported)))


Token = tuple[str, str, str]
"""Text, kind and position (``OPEN``, ``CLOSE`` …) as openpyxl names them."""


def tokens(text: str) -> list[Token]:
    """Pieces of a formula text, spaces included; ValueError where no host would take it."""
    if len(text) > LONGEST or _has_many_brackets(text):
        raise ValueError(text[:80])
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    try:
        return [(token.value, token.type, token.subtype) for token in Tokenizer("=" + text).items]
    except (TokenizerError, IndexError) as error:
        raise ValueError(text) from error


def _tree(shape: str) -> Node:
    try:
        return _Parser([token for token in tokens(shape) if token[1] != "WHITE-SPACE"]).whole()
    except (IndexError, ValueError, RecursionError):
        return _unsupported(shape)


_LINK: Final = r"(?<!')'(?:[^']|'')*'!|\[[0-9]+\]!"
_NO_CODE: Final = re.compile(r'"(?:[^"]|"")*"|\#[A-Z]+[/!?A-Z0-9]*')
_CALLED: Final = re.compile(rf"((?:{_LINK}|(?<![\w.]))[\w.]++)\s*+\(")
_NAME: Final = rf"(?:{_LINK}|(?<![\w.])(?:[\w.]++!)?)[^\W\d][\w.]*+"
_NAMED: Final = re.compile(rf"{_NAME}(?:{_BRACKETS})?(?![\w.(])")
_NAMED_MANY: Final = re.compile(rf"{_NAME}(?![\w.(])")


def _unsupported(shape: str) -> Unsupported:
    """Whatever the text is, the calls and names inside it must still be seen."""
    bare = _NO_CODE.sub("0", shape)
    named = _NAMED_MANY if _has_many_brackets(shape) else _NAMED
    calls, names = tuple(_CALLED.findall(bare)), tuple(named.findall(bare))
    return Unsupported("公式中有不支持的写法（数组常量、联合或交叉引用等）", calls, names, ":" in bare or "#" in bare)


class _SyntaxError(ValueError):
    pass


_BINDING: Final = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_END: Final = ("", "END", "")


class _Parser:
    """Precedence climbing over tokens; a minus sign in front binds tighter than ``^``, as in every spreadsheet."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def take(self) -> Token:
        token = self.peek()
        self.position += 1
        return token

    def whole(self) -> Node:
        node = self.expression(0)
        if self.peek() is not _END:
            raise _SyntaxError(self.peek()[0])
        return node

    def expression(self, binding: int) -> Node:
        left = self.operand()
        while True:
            value, kind, _ = self.peek()
            if kind == "OPERATOR-POSTFIX":
                self.take()
                left = Unary("%", left)
            elif kind == "OPERATOR-INFIX" and value in _BINDING and _BINDING[value] > binding:
                self.take()
                left = Binary(value, left, self.expression(_BINDING[value]))
            else:
                return left

    def operand(self) -> Node:
        value, kind, subtype = self.take()
        if kind == "OPERATOR-PREFIX":
            return Unary(value, self._tight())
        if kind == "PAREN" and subtype == "OPEN":
            node = self.expression(0)
            if self.take()[1:] != ("PAREN", "CLOSE"):
                raise _SyntaxError("parenthesis")
            return node
        if kind == "FUNC" and subtype == "OPEN":
            return Call(value[:-1], self._arguments())
        if kind == "OPERAND":
            return _operand(value, subtype)
        raise _SyntaxError(value)

    def _tight(self) -> Node:
        node = self.operand()
        while self.peek()[1] == "OPERATOR-POSTFIX":
            self.take()
            node = Unary("%", node)
        return node

    def _arguments(self) -> tuple[Node, ...]:
        arguments: list[Node] = []
        if self.peek()[1:] == ("FUNC", "CLOSE"):
            self.take()
            return ()
        while True:
            empty = self.peek()[1] == "SEP" or self.peek()[1:] == ("FUNC", "CLOSE")
            arguments.append(Missing() if empty else self.expression(0))
            _, kind, subtype = self.take()
            if (kind, subtype) == ("FUNC", "CLOSE"):
                return tuple(arguments)
            if kind != "SEP":
                raise _SyntaxError("argument")


def _operand(value: str, subtype: str) -> Node:
    if subtype == "NUMBER":
        number = float(value)
        if math.isinf(number):
            raise _SyntaxError(value)
        return Literal(number)
    if subtype == "TEXT":
        return Literal(value[1:-1].replace('""', '"'))
    if value.upper() in ("TRUE", "FALSE"):
        return Literal(value.upper() == "TRUE")
    if subtype == "ERROR":
        return Literal(CellError(value, "")) if value in CODES else Literal(CellError("#REF!", ""))
    place = _PLACE.match(value)
    if place:
        return Ref(int(place[1]))
    if _OPEN in value or ":" in value.split("[")[0] or value.startswith("@"):
        raise _SyntaxError(value)
    return Name(value)

"""Where the addresses, defined names and table references of a formula lie in the workbook.

Leaves out values: a place is a rectangle on a sheet. Names that stand for more than one rectangle (formulas such as
``OFFSET``) are given as their own syntax tree, so that whoever evaluates can refuse them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xl_addin.hosts.file.formulas import parse, parse_name
from xl_addin.hosts.file.names import native_name
from xl_addin.hosts.file.structured import Table, hidden_rows, read_tables, table_columns
from xl_addin.hosts.file.syntax import (
    Address,
    Call,
    Formula,
    Literal,
    Missing,
    Name,
    Node,
    Ref,
    Unary,
    Unsupported,
    walk,
)
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid


class Area(NamedTuple):
    """A rectangle on a sheet; bounds are 1-based and inclusive."""

    sheet: int
    first_row: int
    first_col: int
    last_row: int
    last_col: int

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.first_row == self.last_row and self.first_col == self.last_col


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell that a formula stands in."""

    sheet: int
    row: int
    col: int


_MOST_NAMES_DEEP: Final = 20


@dataclass(slots=True)
class Places:
    """Resolves what formulas of one workbook refer to."""

    book: BookGrid
    _sheets: dict[str, int] = field(init=False)
    _names: dict[str, str] = field(init=False)
    _parsed: dict[str, Formula] = field(init=False, default_factory=dict)
    _hidden: dict[int, bool] = field(init=False, default_factory=dict)
    _tables: dict[str, Table] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._sheets = {sheet.name.casefold(): index for index, sheet in enumerate(self.book.sheets)}
        self._names = {name.casefold(): text.removeprefix("=") for name, text in self.book.defined_names.items()}

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by lower-cased name; read from the file when a formula first needs one."""
        if self._tables is None:
            self._tables = read_tables(self.book)
        return self._tables

    def has_hidden_rows(self, sheet: int) -> bool:
        """Whether rows of a sheet are hidden, by hand or by a filter; unknown counts as yes."""
        if sheet >= len(self.book.sheets):
            return False
        if sheet not in self._hidden:
            self._hidden[sheet] = hidden_rows(self.book, sheet)
        return self._hidden[sheet]

    def everything(self) -> list[Area]:
        """The whole of every sheet."""
        return [Area(index, 1, 1, MAX_ROW, MAX_COL) for index in range(len(self.book.sheets))]

    def areas_of(self, address: Address, spot: Spot) -> list[Area]:
        """Rectangles of an address: one, several for a reference through sheets, none outside this workbook."""
        if address.outside:
            return []
        bounds = address[1:5]
        if address.sheet is None:
            return [Area(spot.sheet, *bounds)]
        first = self._sheets.get(address.sheet.casefold())
        if first is None:
            return []
        last = first if address.last_sheet is None else self._sheets.get(address.last_sheet.casefold(), first)
        return [Area(sheet, *bounds) for sheet in range(min(first, last), max(first, last) + 1)]

    def defined(self, text: str, spot: Spot) -> Formula | None:
        """The parsed text of a defined name, of the formula's own sheet first; None if there is no such name."""
        name = text.casefold().replace("'", "")
        own = f"{self.book.sheets[spot.sheet].name}!{name}".casefold()
        for key in (own, name, name.rpartition("!")[2]):
            if key in self._names:
                if key not in self._parsed:
                    self._parsed[key] = parse_name(self._names[key])
                return self._parsed[key]
        return None

    def is_lambda(self, name: str) -> bool:
        """Whether the workbook itself defines a function of that name."""
        return "LAMBDA(" in self._names.get(name.casefold(), "").upper()

    def table_area(self, text: str, spot: Spot) -> Area | None:
        """Rectangle of a structured reference such as ``表1[[#This Row],[工资]]``; None if it cannot be told."""
        name, bracket, inner = text.partition("[")
        if not bracket and name.casefold() not in self._names and name.casefold() in self.tables:
            inner = "#Data]"
        elif not bracket:
            return None
        table = self.tables.get(name.strip().casefold())
        bounds = table and table_columns(table, inner[:-1], spot.row)
        return Area(table.sheet, *bounds) if table and bounds else None

    def resolve(self, formula: Formula, node: Node, spot: Spot) -> tuple[Formula, Node] | Area | None:
        """Follow a Ref or Name to its rectangle, or to the tree of a name that is no plain reference."""
        for _ in range(_MOST_NAMES_DEEP):
            if isinstance(node, Ref):
                areas = self.areas_of(formula.addresses[node.index], spot)
                return areas[0] if len(areas) == 1 else None
            if not isinstance(node, Name):
                return formula, node
            area = self.table_area(node.text, spot)
            if area is not None:
                return area
            named = self.defined(node.text, spot)
            if named is None:
                return None
            formula, node = named, named.tree
        return None

    def precedents(self, formula: Formula, spot: Spot, deep: int = 0) -> Iterator[Area]:
        """Every rectangle that a formula may read; more than it does read where that depends on values."""
        for address in formula.addresses:
            yield from self.areas_of(address, spot)
        for node in formula.shape.reaching:
            if isinstance(node, Name):
                yield from self._of_name(node.text, spot, deep)
            elif isinstance(node, Call):
                yield from self._of_call(node, formula, spot)
            elif isinstance(node, Unsupported):
                for name in node.names:
                    yield from self._of_name(name, spot, deep)
                if node.loose:
                    yield from self._sheets_named(formula, spot)

    def _of_name(self, text: str, spot: Spot, deep: int) -> Iterator[Area]:
        area = self.table_area(text, spot)
        named = self.defined(text, spot) if area is None else None
        if area is not None:
            yield area
        elif named is not None and deep < _MOST_NAMES_DEEP:
            yield from self.precedents(named, spot, deep + 1)
        elif "[" in text:
            yield from self.everything()

    def _sheets_named(self, formula: Formula, spot: Spot) -> Iterator[Area]:
        yield Area(spot.sheet, 1, 1, MAX_ROW, MAX_COL)
        for address in formula.addresses:
            yield from (Area(a.sheet, 1, 1, MAX_ROW, MAX_COL) for a in self.areas_of(address, spot))

    def _of_call(self, call: Call, formula: Formula, spot: Spot) -> Iterator[Area]:
        name = native_name(call.name)
        if ":" in name.rpartition("!")[2]:
            yield from self._sheets_named(formula, spot)
        elif name == "OFFSET" and len(call.arguments) >= 3:
            yield from self._of_offset(call, formula, spot)
        elif name == "INDIRECT" and call.arguments:
            yield from self._of_indirect(call.arguments[0], spot)

    def _of_offset(self, call: Call, formula: Formula, spot: Spot) -> Iterator[Area]:
        base = self.resolve(formula, call.arguments[0], spot)
        if not isinstance(base, Area):
            yield from self.everything()
            return
        numbers = [_whole(argument) for argument in call.arguments[1:]]
        numbers += [None if len(call.arguments) > 5 else -1] * (4 - len(numbers))
        rows, cols, height, width = numbers[:4]
        tall = base.last_row - base.first_row + 1 if height == -1 else height
        wide = base.last_col - base.first_col + 1 if width == -1 else width
        first_row, last_row, first_col, last_col = 1, MAX_ROW, 1, MAX_COL
        if rows is not None and tall:
            first_row, last_row = base.first_row + rows, base.first_row + rows + tall - 1
        if cols is not None and wide:
            first_col, last_col = base.first_col + cols, base.first_col + cols + wide - 1
        yield Area(base.sheet, max(first_row, 1), max(first_col, 1), last_row, last_col)

    def _of_indirect(self, argument: Node, spot: Spot) -> Iterator[Area]:
        pieces = [node.value for node in walk(argument) if isinstance(node, Literal) and isinstance(node.value, str)]
        if isinstance(argument, Literal) and pieces:
            yield from self.precedents(parse(pieces[0]), spot)
        elif any("!" in piece for piece in pieces) or any(isinstance(node, Ref) for node in walk(argument)):
            yield from self.everything()
        else:
            yield Area(spot.sheet, 1, 1, MAX_ROW, MAX_COL)


def _whole(node: Node) -> int | None:
    """Value of a literal whole number, with or without a sign; 0 for an empty argument; else None."""
    if isinstance(node, Missing):
        return 0
    if isinstance(node, Unary) and node.operator in "+-":
        inner = _whole(node.operand)
        return inner if inner is None or node.operator == "+" else -inner
    if isinstance(node, Literal) and isinstance(node.value, float) and node.value.is_integer():
        return int(node.value)
    return None

"""Where the addresses, defined names and table references of a formula lie in the workbook.

The one place that knows how names are looked up: letter case does not matter, a name of the formula's own sheet comes
before one of the whole book. Leaves out values, and what else a formula may read (:mod:`precedents`): a place is a
rectangle on a sheet. Names that stand for more than one rectangle (formulas such as ``OFFSET``) are given as their own
syntax tree, so that whoever evaluates can refuse them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xl_addin.formulas.names import native_name
from xl_addin.formulas.parsing import parse_name, sheet_prefix
from xl_addin.formulas.structured import table_columns
from xl_addin.formulas.syntax import Address, Formula, Name, Node, Ref, Shape, Unsupported
from xl_addin.tables.grid import BookGrid, GridTable


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
MOST_NAMES: Final = 100
"""Defined names that a formula may use, itself and through one another; beyond that it is not computed here."""
_MOST_PIECES: Final = 2_000
"""Words and addresses in the names that a name uses."""
_ANYTHING: Final = Unsupported("公式经过的名称太多", ("INDIRECT",), loose=True)
_BEYOND: Final = Formula(Shape(_ANYTHING, _ANYTHING.calls, (_ANYTHING,)), ())


@dataclass(slots=True)
class Places:
    """Resolves what formulas of one workbook refer to.

    >>> from pathlib import Path
    >>> from xl_addin.tables.grid import SheetGrid
    >>> names = {"名单": "表!$A:$A", "表!名单": "表!$B:$B"}
    >>> places = Places(BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [])], defined_names=names))
    >>> [places.stated(parse_name(text), Spot(0, 1, 1))[0].first_col for text in ("名单", "表!名单", "[0]!名单")]
    [2, 2, 1]
    """

    book: BookGrid
    _sheets: dict[str, int] = field(init=False)
    _names: dict[str, str] = field(init=False)
    _tables: dict[str, tuple[int, GridTable]] = field(init=False)
    _parsed: dict[str, Formula] = field(init=False, default_factory=dict)
    _meant: dict[tuple[str, int], Formula | None] = field(init=False, default_factory=dict)
    _named: dict[tuple[Shape, int], tuple[Formula, ...]] = field(init=False, default_factory=dict)
    _through: dict[tuple[Formula, int], tuple[Formula, ...]] = field(init=False, default_factory=dict)
    _all_calls: tuple[str, ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._sheets = {sheet.name.casefold(): index for index, sheet in enumerate(self.book.sheets)}
        self._names = {name.casefold(): text.removeprefix("=") for name, text in self.book.defined_names.items()}
        self._tables = {
            name.casefold(): (index, table)
            for index, sheet in enumerate(self.book.sheets)
            for table in sheet.tables
            for name in table.names
        }

    def sheet(self, name: str) -> int:
        """Number of a sheet; -1 for one that is not there, on which only names of the whole book are known."""
        return self._sheets.get(name.casefold(), -1)

    def has_hidden_rows(self, sheet: int) -> bool:
        """Whether rows of a sheet are hidden; unknown counts as yes."""
        return sheet < len(self.book.sheets) and self.book.sheets[sheet].may_hide_rows

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

    def defined(self, text: str, sheet: int) -> Formula | None:
        """The parsed text of the defined name that a word means on a sheet; None if it is none of this workbook."""
        if not self._names:
            return None
        if (text, sheet) not in self._meant:
            self._meant[text, sheet] = self._look_up(text, sheet)
        return self._meant[text, sheet]

    def _look_up(self, text: str, sheet: int) -> Formula | None:
        prefix, mark, name = text.casefold().rpartition("!")
        owner, _, outside = sheet_prefix(prefix + mark)
        if owner is None and sheet >= 0:
            owner = self.book.sheets[sheet].name.casefold()
        key = next((key for key in (f"{owner}!{name}", name) if key in self._names), None)
        if outside or key is None:
            return None
        return self._text_of(key)

    def _text_of(self, key: str) -> Formula:
        if key not in self._parsed:
            self._parsed[key] = parse_name(self._names[key])
        return self._parsed[key]

    def is_lambda(self, name: str, sheet: int) -> bool:
        """Whether the workbook itself defines a function of that name."""
        named = self.defined(name, sheet)
        return named is not None and any(native_name(call) == "LAMBDA" for call in named.shape.calls)

    def named(self, shape: Shape, sheet: int) -> tuple[Formula, ...]:
        """Formulas of the defined names (plain ones and LAMBDA functions) that a formula uses, each once.

        Those of too many names end with one that may read and call anything: chains of names cost no more time.
        """
        if not self._names:
            return ()
        if (shape, sheet) not in self._named:
            direct = filter(None, (self.defined(word, sheet) for word in dict.fromkeys(shape.words)))
            found = {id(formula): formula for formula in direct}
            for formula in list(found.values()):
                if len(found) > MOST_NAMES:
                    found[id(_BEYOND)] = _BEYOND
                    break
                found |= {id(each): each for each in self._reached(formula, sheet)}
            self._named[shape, sheet] = tuple(found.values())
        return self._named[shape, sheet]

    def _reached(self, name: Formula, sheet: int) -> tuple[Formula, ...]:
        """A defined name and those that it uses, as far as they are followed."""
        if (name, sheet) not in self._through:
            found = {id(name): name}
            waiting, room = [name], _MOST_PIECES
            while waiting and room > 0:
                last = waiting.pop()
                words = list(last.shape.words)
                room -= len(words) + len(last.written)
                for formula in (self.defined(word, sheet) for word in words[: max(room, 0)]):
                    if formula is not None and id(formula) not in found:
                        found[id(formula)] = formula
                        waiting.append(formula)
                if len(found) > MOST_NAMES:
                    room = 0
            kept = list(found.values())[:MOST_NAMES]
            self._through[name, sheet] = (*kept, _BEYOND) if room <= 0 else tuple(kept)
        return self._through[name, sheet]

    def called(self, shape: Shape, sheet: int) -> Iterator[str]:
        """Stored names of the functions that a formula calls, itself or through the defined names it uses.

        Where it uses too many names, those that any name of the workbook calls.
        """
        yield from shape.calls
        named = self.named(shape, sheet)
        if _BEYOND in named:
            yield from self._called_by_any_name()
            return
        for formula in named:
            yield from formula.shape.calls

    def _called_by_any_name(self) -> tuple[str, ...]:
        if self._all_calls is None:
            calls = (call for key in self._names for call in self._text_of(key).shape.calls)
            self._all_calls = tuple(dict.fromkeys(calls))
        return self._all_calls

    def stated(self, formula: Formula, spot: Spot) -> list[Area]:
        """Rectangles that a formula and the names it uses are sure to mean; not those that it computes first."""
        found: list[Area] = []
        for each in (formula, *self.named(formula.shape, spot.sheet)):
            if each is formula or not (isinstance(each.tree, Unsupported) and each.tree.loose):
                found += [area for address in each.addresses for area in self.areas_of(address, spot)]
            names = (node.text for node in each.shape.reaching if isinstance(node, Name))
            found += filter(None, (self.table_area(name, spot) for name in names))
        return found

    def table_area(self, text: str, spot: Spot) -> Area | None:
        """Rectangle of a structured reference such as ``表1[[#This Row],[工资]]``; None if it cannot be told."""
        name, bracket, inner = text.partition("[")
        if name.strip().casefold() not in self._tables or (not bracket and name.casefold() in self._names):
            return None
        sheet, table = self._tables[name.strip().casefold()]
        bounds = table_columns(table, inner[:-1] if bracket else "#Data", spot.row)
        return Area(sheet, *bounds) if bounds else None

    def resolve(self, formula: Formula, node: Node, spot: Spot) -> tuple[Formula, Node] | Area | None:
        """Follow a Ref or Name to its rectangle, or to the tree of a name that is no plain reference."""
        for _ in range(_MOST_NAMES_DEEP):
            if isinstance(node, Ref):
                areas = self.areas_of(formula.address(node.index), spot)
                return areas[0] if len(areas) == 1 else None
            if not isinstance(node, Name):
                return formula, node
            area = self.table_area(node.text, spot)
            if area is not None:
                return area
            named = self.defined(node.text, spot.sheet)
            if named is None:
                return None
            formula, node = named, named.tree
        return None

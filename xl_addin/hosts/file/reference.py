"""LibreOffice as a second opinion: native formulas computed there, and where it says otherwise than the file or we do.

It does not know our functions, so that it gets a private copy in which they are values. What it alone can compute is
taken from it where no call of ours is left open; our own functions are never asked of it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.leftovers import private_folder
from xl_addin.files.office import convert, office_program
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.hosts.file.calc_ways import reason_of
from xl_addin.tables.grid import BookGrid, CellValue, Remove, SheetGrid, address
from xl_addin.values.errors import NAME, NUM, REF, VALUE, CellError, InputError
from xl_addin.values.serials import serial_of

_TO: Final = "xlsx:Calc MS Excel 2007 XML"
Place = tuple[int, int]
Filled = Mapping[str, Mapping[Place, CellValue]]
_NOTHING: Final[Filled] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """A native formula for which LibreOffice gives another value than stands in the copy."""

    sheet: str
    cell: str
    ours: CellValue
    theirs: CellValue
    reason: str = ""
    """A way of LibreOffice's that may be all there is to it: :data:`xl_addin.hosts.file.calc_ways.CALC_WAYS`."""

    @property
    def line(self) -> str:
        """What the user reads.

        >>> Difference("汇总", "B3", 1.5, 1.25).line
        '汇总!B3：本次为 1.5，LibreOffice 算得 1.25'
        """
        why = f"（或因{self.reason}）" if self.reason else ""
        return f"{self.sheet}!{self.cell}：本次为 {_shown(self.ours)}，LibreOffice 算得 {_shown(self.theirs)}{why}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What LibreOffice says: formulas compared, those that differ, and values of formulas that had none."""

    compared: int = 0
    differences: tuple[Difference, ...] = ()
    settled: dict[str, dict[Place, CellValue]] = field(default_factory=dict)
    unknown: int = 0
    """Formulas with functions that it does not have, and those that depend on them."""


def ask_reference(path: Path, book: BookGrid, recalculation: Recalculation) -> Reference:
    """Have LibreOffice compute the native formulas of an .xlsx; InputError where it is not installed or fails."""
    office = office_program()
    if not office:
        raise InputError("没有找到 LibreOffice，不能复算；请先安装，或去掉 --reference")
    with private_folder() as folder:
        stand_in = folder / "stand-in.xlsx"
        places = own_places(book)
        freezing = Freezing(places, OurCalls(book).is_ours)
        write_patched(path, stand_in, BookPatch(recalculation.values, freezing=freezing))
        made = folder / "made"
        made.mkdir()
        result = convert(stand_in, _TO, made, office, afresh=True)
        if result is None:
            raise InputError("LibreOffice 没有算出这个工作簿，没有复算；请去掉 --reference")
        ours, theirs = open_book(stand_in), open_book(result)
        return compare(ours, theirs, filled=recalculation.filled, open_ends=_open_ends(places, recalculation))


def own_places(book: BookGrid) -> dict[str, frozenset[Place]]:
    """Cells whose formula calls a function of ours."""
    calls = OurCalls(book)
    return {
        sheet.name: frozenset(place for place, cell in sheet.formulas.items() if calls.called(cell.text, sheet.name))
        for sheet in book.sheets
    }


def _open_ends(places: dict[str, frozenset[Place]], recalculation: Recalculation) -> bool:
    """Whether a call of ours has no value, so that what depends on it would be computed from nothing."""
    return any(
        isinstance(value, Remove) and place in places.get(sheet, ())
        for sheet, cells in recalculation.values.items()
        for place, value in cells.items()
    )


def compare(ours: BookGrid, theirs: BookGrid, *, filled: Filled = _NOTHING, open_ends: bool = False) -> Reference:
    """Compare the values of native formulas in two readings of one book, by the names of its sheets.

    ``filled`` holds what was computed for formulas that have no value in the first one; ``open_ends`` settles none.
    """
    compared, unknown, differences = 0, 0, []
    settled: dict[str, dict[Place, CellValue]] = {}
    for sheet, place, stored, other in _pairs(ours, theirs):
        mine = filled.get(sheet.name, {}).get(place) if stored is None else stored
        if _is_name_error(other) and not _is_name_error(mine):
            unknown += 1
            continue
        same = mine is None or same_value(mine, other, ours.date1904)
        compared += mine is not None
        if not same:
            why = reason_of(sheet.formulas[place].text)
            differences.append(Difference(sheet.name, address(*place), mine, other, why))
        elif stored is None and not open_ends and other is not None and not isinstance(other, CellError):
            settled.setdefault(sheet.name, {})[place] = other
    return Reference(compared, tuple(differences), settled, unknown)


def _pairs(ours: BookGrid, theirs: BookGrid) -> Iterator[tuple[SheetGrid, Place, CellValue, CellValue]]:
    known = {sheet.name: sheet for sheet in theirs.sheets}
    for mine in ours.sheets:
        other = known.get(mine.name)
        if other is not None and not mine.ours:
            for place in sorted(mine.formulas):
                yield mine, place, mine.value(*place), other.value(*place)


def _is_name_error(value: CellValue) -> bool:
    return isinstance(value, CellError) and value.code == NAME


def same_value(mine: CellValue, other: CellValue, date1904: bool = False) -> bool:
    """Whether a value is what LibreOffice gives.

    It has no logicals, shows a number as a date where one was computed with, and stores what is an error of its own
    as ``#VALUE!``.

    >>> same_value(True, 1), same_value(31, dt.date(1900, 1, 31)), same_value(0, ""), same_value(None, "")
    (True, True, False, True)
    """
    mine, other = (serial_of(one, date1904) if isinstance(one, dt.date) else one for one in (mine, other))
    if isinstance(mine, CellError) and isinstance(other, CellError):
        return mine.code == other.code or (other.code == VALUE and mine.code in (NUM, REF))
    if isinstance(mine, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(mine, other, rel_tol=1e-12, abs_tol=1e-9)
    return mine == other or (mine in (None, "") and other in (None, ""))


def _shown(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.code
    return "空" if value in (None, "") else f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else str(value)

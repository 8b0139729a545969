"""LibreOffice as a second opinion: native formulas computed there, and where it says otherwise than the file or we do.

It does not know our functions, so that it gets a private copy in which they are values. What it alone can compute is
taken from it where no call of ours is left open; our own functions are never asked of it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
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
from xl_addin.tables.grid import BookGrid, CellValue, Remove, address
from xl_addin.values.errors import CellError, InputError

_TO: Final = "xlsx:Calc MS Excel 2007 XML"
_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""Compute every formula when a file is opened, whatever it remembers."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A native formula for which LibreOffice gives another value than stands in the copy."""

    sheet: str
    cell: str
    ours: CellValue
    theirs: CellValue

    @property
    def line(self) -> str:
        """What the user reads.

        >>> Difference("汇总", "B3", 1.5, 1.25).line
        '汇总!B3：本次为 1.5，LibreOffice 算得 1.25'
        """
        return f"{self.sheet}!{self.cell}：本次为 {_shown(self.ours)}，LibreOffice 算得 {_shown(self.theirs)}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What LibreOffice says: formulas compared, those that differ, and values that only it could compute."""

    compared: int = 0
    differences: tuple[Difference, ...] = ()
    settled: dict[str, dict[Place, CellValue]] = field(default_factory=dict)


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
        computed_always(made)
        result = convert(stand_in, _TO, made, office)
        if result is None:
            raise InputError("LibreOffice 没有算出这个工作簿，没有复算；请去掉 --reference")
        return compare(open_book(stand_in), open_book(result), open_ends=_open_ends(places, recalculation))


def computed_always(folder: Path) -> None:
    """Have a LibreOffice that takes its profile from this folder compute every formula it opens."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")


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


def compare(ours: BookGrid, theirs: BookGrid, *, open_ends: bool = False) -> Reference:
    """Compare the values of native formulas in two readings of one book; ``open_ends`` leaves out what has none."""
    compared, differences = 0, []
    settled: dict[str, dict[Place, CellValue]] = {}
    for sheet, place, mine, other in _pairs(ours, theirs):
        if mine is None:
            if not open_ends and other is not None and not isinstance(other, CellError):
                settled.setdefault(sheet, {})[place] = other
            continue
        compared += 1
        if not _same(mine, other):
            differences.append(Difference(sheet, address(*place), mine, other))
    return Reference(compared, tuple(differences), settled)


def _pairs(ours: BookGrid, theirs: BookGrid) -> Iterator[tuple[str, Place, CellValue, CellValue]]:
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        if not mine.ours:
            for place in sorted(mine.formulas):
                yield mine.name, place, mine.value(*place), other.value(*place)


def _same(mine: CellValue, other: CellValue) -> bool:
    if isinstance(mine, CellError) or isinstance(other, CellError):  # it tells fewer kinds of errors apart
        return isinstance(mine, CellError) and isinstance(other, CellError)
    if isinstance(mine, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(mine, other, rel_tol=1e-12, abs_tol=1e-9)
    return mine == other or (mine in (None, "") and other in (None, ""))


def _shown(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.code
    return "空" if value in (None, "") else f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else str(value)

"""A workbook of another format made an .xlsx by LibreOffice, and compared cell by cell with what was read of it.

Where the formula of a cell means nothing to LibreOffice, the value that was read takes its place. Any other
difference, and the conversion is not used.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.office import MEMORY, convert, office_program
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.stages import CONVERTING, tell

_FILTER: Final = "xlsx:Calc MS Excel 2007 XML"
_EXACT: Final = 1e-13
"""LibreOffice writes 15 digits."""
Place = tuple[int, int]


def by_office(path: Path, read: BookGrid, folder: Path) -> tuple[Path | None, str]:
    """Give the converted file and a line for the user; None, and why, where it cannot be used."""
    office = office_program()
    if not office:
        return None, "没有装 LibreOffice"
    tell(CONVERTING)
    try:
        made = convert(path, _FILTER, folder, office, memory=MEMORY)
        book = open_book(made) if made else None
    except InputError:
        made, book = None, None
    if made is None or book is None:
        return None, "LibreOffice 没有转出文件"
    other = differences(read, book)
    if other is None:
        return None, "LibreOffice 转出的工作表与读到的不同"
    typed = next((f"{name}!{address(*place)}" for name, place in _typed(other, book)), "")
    if typed:
        return None, f"LibreOffice 转出的 {typed} 与读到的不同"
    line = "已用 LibreOffice 转成 .xlsx，逐格核对与读到的一致，公式和格式保留"
    number = sum(map(len, other.values()))
    if not number:
        return made, line
    fixed = folder / f"fixed-{made.name}"
    _put_values(made, fixed, read, other)
    if any(map(any, (differences(read, open_book(fixed)) or {"": [(1, 1)]}).values())):
        return None, "LibreOffice 转出的值改不回来"
    return fixed, f"{line}；其中 {number} 个公式 LibreOffice 算得与保存的值不同，已改为保存的值"


def differences(read: BookGrid, converted: BookGrid) -> dict[str, list[Place]] | None:
    """The cells of each sheet that two readings of one workbook do not agree on; None where the sheets are others."""
    if [sheet.name for sheet in read.sheets] != [sheet.name for sheet in converted.sheets]:
        return None
    return {one.name: list(_different(one, other)) for one, other in zip(read.sheets, converted.sheets, strict=True)}


def _typed(other: dict[str, list[Place]], book: BookGrid) -> Iterator[tuple[str, Place]]:
    """The cells among them that hold no formula."""
    for name, places in other.items():
        formulas = book.sheet(name).formulas
        yield from ((name, place) for place in places if place not in formulas)


def _put_values(made: Path, fixed: Path, read: BookGrid, other: dict[str, list[Place]]) -> None:
    """Write a copy in which the given cells hold what was read instead of a formula."""
    values = {name: {place: read.sheet(name).value(*place) for place in places} for name, places in other.items()}
    freezing = Freezing({name: frozenset(places) for name, places in other.items()}, _nothing)
    write_patched(made, fixed, BookPatch(values, freezing=freezing))


def _nothing(formula: str) -> bool:
    return False


def _different(one: SheetGrid, other: SheetGrid) -> Iterator[Place]:
    for row in range(1, max(len(one.rows), len(other.rows)) + 1):
        left = one.rows[row - 1] if row <= len(one.rows) else []
        right = other.rows[row - 1] if row <= len(other.rows) else []
        if left == right:
            continue
        for col in range(1, max(len(left), len(right)) + 1):
            if not same(left[col - 1] if col <= len(left) else None, right[col - 1] if col <= len(right) else None):
                yield row, col


def same(one: CellValue, other: CellValue) -> bool:
    """Tell two values that only their writing keeps apart.

    >>> same(0.1 + 0.2, 0.3), same(None, ""), same(dt.date(2011, 9, 28), dt.date(2011, 9, 27)), same(True, 1)
    (True, True, False, True)
    """
    if one == other:
        return True
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_EXACT, abs_tol=1e-9)
    if isinstance(one, CellError) and isinstance(other, CellError):
        return one.code == other.code
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return abs(one - other) < dt.timedelta(seconds=1)
    return not _is_seen(one) and not _is_seen(other)


def _is_seen(value: CellValue) -> bool:
    return not (value is None or (isinstance(value, str) and not value.strip()))

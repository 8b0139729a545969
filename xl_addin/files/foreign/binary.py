""".xls, .xlsb and .ods through python-calamine: stored values, dates, sheet names.

calamine shows an error value as an empty text and knows no formulas; a witness of each format
(:mod:`~xl_addin.files.foreign.biff`, :mod:`~xl_addin.files.foreign.xlsb`, :mod:`~xl_addin.files.foreign.ods`) says
where they stand.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from xl_addin.files.foreign import biff, ods, xlsb
from xl_addin.files.foreign.sheets import ForeignSheet
from xl_addin.files.foreign.witness import Witness
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.tables.grid import MAX_COL, MAX_ROW, CellValue
from xl_addin.values.errors import InputError

_WITNESSES: Final[Mapping[str, Callable[[Path], list[Witness]]]] = {
    "xls": biff.witnesses,
    "xlsb": xlsb.witnesses,
    "ods": ods.witnesses,
}
_EXACT: Final = 1e15


def read_binary(path: Path, kind: str) -> list[ForeignSheet]:
    """Read every worksheet; InputError if the file is no workbook of this kind, or too big."""
    import python_calamine

    witnesses = {witness.name: witness for witness in _WITNESSES[kind](path)}
    try:
        # Given a path, calamine goes by the extension, which may be any.
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        entries = [entry for entry in book.sheets_metadata if entry.typ == python_calamine.SheetTypeEnum.WorkSheet]
        refuse_many_sheets(len(entries))
        room = Room()
        return [
            _sheet(book, entry.name, entry.visible, witnesses.get(entry.name) or Witness(entry.name), room)
            for entry in entries
        ]
    except python_calamine.CalamineError as error:
        raise InputError(str(error.__class__.__name__)) from error


def _sheet(book: Any, name: str, visible: Any, witness: Witness, room: Room) -> ForeignSheet:
    sheet = book.get_sheet_by_name(name)
    found = ForeignSheet(name, [], _state(visible))
    Room().take(f"工作表“{name}”", sheet.total_height * sheet.total_width, 0)  # before calamine makes its rows
    rows = found.rows
    for row in sheet.to_python(skip_empty_area=False):
        found.add(room, [_value(cell) for cell in row])
    for (row, col), code in witness.errors.items():
        if row > MAX_ROW or col > MAX_COL:
            raise InputError("broken")
        found.reach(room, row)
        line = rows[row - 1]
        line.extend([None] * (col - len(line)))
        line[col - 1] = code
    merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in _ranges(sheet)]
    found.merged, found.formulas = merged or witness.merged, witness.formulas
    found.trim(room)
    return found


def _ranges(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(sheet.merged_cell_ranges or [])


def _state(visible: Any) -> str:
    return {"Hidden": "hidden", "VeryHidden": "veryHidden"}.get(str(visible).rpartition(".")[2], "visible")


def _value(cell: Any) -> CellValue:
    """A cell of calamine as a cell of a grid: whole numbers whole, a time alone as a fraction of a day."""
    if cell == "" or cell is None:
        return None
    if cell.__class__ is float:
        return int(cell) if cell.is_integer() and abs(cell) < _EXACT else cell
    if cell.__class__ in (str, bool, int):
        return cell
    if isinstance(cell, dt.datetime):
        return cell.date() if cell.time() == dt.time() else cell
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, dt.time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6) / 86_400
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds() / 86_400
    return str(cell)

"""Sheets of a foreign file on their way from the child process: values, places of formulas, merged ranges, as JSON.

Only data crosses: whatever a broken file does to the child, the parent reads nothing but numbers and texts. A line is
a sheet or a row, so that neither process holds the whole text. All sheets share the room that those of an .xlsx do.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from xl_addin.files.scan.room import FORMULA_WEIGHT, Room, TooMuch
from xl_addin.tables.grid import MAX_ROW, Bounds, CellValue
from xl_addin.values.errors import CellError

BEYOND: Final = 200
"""Rows and columns beyond those in use that a merged range may still reach over."""
Place = tuple[int, int]


@dataclass(slots=True)
class ForeignSheet:
    """One sheet: ragged rows of values, and where something stands that was not read."""

    name: str
    rows: list[list[CellValue]]
    state: str = "visible"
    merged: list[Bounds] = field(default_factory=list)
    formulas: list[Place] = field(default_factory=list)
    """Cells whose value is the stored result of a formula."""
    odd: dict[str, list[Place]] = field(default_factory=dict)
    """Cells with something odd, by the kind of repair."""
    height: int = field(default=0, compare=False)
    """Rows that were read, empty ones included."""

    def add(self, room: Room, line: list[CellValue], row: int = 0) -> None:
        """Count a row and keep it at its place, else below those before it; InputError once there is no room.

        Empty rows are made when one below them holds something.
        """
        self.height = row = row or self.height + 1
        what = f"工作表“{self.name}”"
        if row > MAX_ROW:
            raise TooMuch(f"{what} 超过 {MAX_ROW} 行（含空行），表格程序装不下，请删除多余的行或拆分成几个文件后再试")
        room.take(what, len(line), filled := len(line) - line.count(None))
        if filled:
            self.reach(room, row)
            self.rows[row - 1] = line

    def reach(self, room: Room, row: int) -> None:
        """Make the empty rows down to this one, which are counted but for this one."""
        room.gap(f"工作表“{self.name}”", row - 1 - len(self.rows))
        while len(self.rows) < row:
            self.rows.append([])

    def trim(self, room: Room) -> None:
        """Cut empty cells at the ends of rows, empty rows at the end, and merged ranges where nothing is in use."""
        self._cut()
        what = f"工作表“{self.name}”"
        room.take(what, 0, (FORMULA_WEIGHT - 1) * len(self.formulas))
        height, width = len(self.rows) + BEYOND, max(map(len, self.rows), default=0) + BEYOND
        self.merged = [
            (top, left, max(top, min(bottom, height)), max(left, min(right, width)))
            for top, left, bottom, right in self.merged
        ]
        for top, left, bottom, right in self.merged:
            room.merge(what, (bottom - top + 1) * (right - left + 1))

    def _cut(self) -> None:
        for row in self.rows:
            while row and row[-1] is None:
                row.pop()
        while self.rows and not self.rows[-1]:
            self.rows.pop()


def dumped(sheets: Iterable[ForeignSheet]) -> Iterator[bytes]:
    """The lines that :func:`loaded` reads.

    >>> sheet = ForeignSheet("一", [[dt.date(2011, 9, 28), CellError("#N/A", ""), True, None, 2.5, "x"]])
    >>> loaded(dumped([sheet])) == [sheet]
    True
    """
    for sheet in sheets:
        yield _line(
            {
                "name": sheet.name,
                "state": sheet.state,
                "merged": sheet.merged,
                "formulas": sheet.formulas,
                "odd": sheet.odd,
            }
        )
        for row in sheet.rows:
            yield _line([_coded(value) for value in row])


def _line(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def loaded(lines: Iterable[bytes]) -> list[ForeignSheet]:
    """Read what the child wrote; ValueError, KeyError, IndexError or TypeError for anything else."""
    sheets: list[ForeignSheet] = []
    for line in lines:
        one = json.loads(line)
        if one.__class__ is list:
            sheets[-1].rows.append([_decoded(value) for value in one])
            continue
        sheet = ForeignSheet(
            str(one["name"]),
            [],
            str(one["state"]),
            [_bounds(area) for area in one["merged"]],
            [_place(place) for place in one["formulas"]],
            {str(kind): [_place(place) for place in places] for kind, places in one["odd"].items()},
        )
        sheets.append(sheet)
    return sheets


def _place(place: Any) -> Place:
    row, col = place
    return int(row), int(col)


def _bounds(area: Any) -> Bounds:
    top, left, bottom, right = area
    return int(top), int(left), int(bottom), int(right)


def _coded(value: CellValue) -> Any:
    if value.__class__ in (str, int, float, bool) or value is None:
        return value
    if isinstance(value, CellError):
        return ["e", value.code]
    if isinstance(value, dt.datetime):
        return ["t", value.isoformat()]
    if isinstance(value, dt.date):
        return ["d", value.isoformat()]
    raise TypeError(f"no cell value: {value.__class__.__name__}")


def _decoded(value: Any) -> CellValue:
    if value.__class__ is not list:
        if value is None or isinstance(value, str | int | float):
            return value
        raise TypeError("no cell value")
    kind, text = value
    if kind == "e":
        return CellError(str(text), "")
    return dt.datetime.fromisoformat(text) if kind == "t" else dt.date.fromisoformat(text)

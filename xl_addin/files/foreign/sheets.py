"""Sheets of a foreign file on their way from the child process: values, places of formulas, merged ranges, as JSON.

Only data crosses: whatever a broken file does to the child, the parent reads nothing but numbers and texts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from xl_addin.tables.grid import Bounds, CellValue
from xl_addin.values.errors import CellError

MAX_CELLS: Final = 10_000_000
"""Slots of all rows of a sheet, gaps included."""
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

    def trim(self) -> None:
        """Cut empty cells at the ends of rows, and empty rows at the end."""
        for row in self.rows:
            while row and row[-1] is None:
                row.pop()
        while self.rows and not self.rows[-1]:
            self.rows.pop()


def dumped(sheets: Iterable[ForeignSheet]) -> bytes:
    """Write sheets for :func:`loaded`.

    >>> sheet = ForeignSheet("一", [[dt.date(2011, 9, 28), CellError("#N/A", ""), True, None, 2.5, "x"]])
    >>> loaded(dumped([sheet])) == [sheet]
    True
    """
    found = [
        {
            "name": sheet.name,
            "state": sheet.state,
            "rows": [[_coded(value) for value in row] for row in sheet.rows],
            "merged": sheet.merged,
            "formulas": sheet.formulas,
            "odd": sheet.odd,
        }
        for sheet in sheets
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def loaded(data: bytes) -> list[ForeignSheet]:
    """Read what the child wrote; ValueError, KeyError or TypeError for anything else."""
    return [
        ForeignSheet(
            str(one["name"]),
            [[_decoded(value) for value in row] for row in one["rows"]],
            str(one["state"]),
            [_bounds(area) for area in one["merged"]],
            [_place(place) for place in one["formulas"]],
            {str(kind): [_place(place) for place in places] for kind, places in one["odd"].items()},
        )
        for one in json.loads(data)
    ]


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

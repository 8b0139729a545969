"""Which cells of a sheet show ID numbers, what stands there instead, and which formulas read them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from xl_addin.files.edits.formulas import Place
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layouts
from xl_addin.values.persons import mask_id, mask_text

_FIRST: Final = "身"
"""In every heading of a column of ID numbers."""
_SPACES: Final = re.compile(r"[\s'‘’\-]")
_DIGITS: Final = re.compile(r"\d{6}")
_STORED: Final = re.compile(r"[1-9]\d{5}(?:(?:19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,4}")
"""An ID number stored as a number: 15 digits, or 18 whose last ones were lost."""
_NUMBERS: Final = (10**14, 10**18)


@cache
def _id_headings() -> frozenset[str]:
    """Heading keys of the columns that hold ID numbers."""
    return frozenset(
        key for layout in layouts() for key, role in layout.aliases.items() if layout.columns[role].type == "id"
    ) | frozenset(key for layout in layouts() for key in layout.aliases if "身份证" in key)


def masked_cells(sheet: SheetGrid) -> dict[Place, CellValue]:
    """What stands instead of each ID number: of every column headed as one, and of any other cell that shows one.

    >>> sheet = SheetGrid("表", "", [["身份证号", "备注"], ["11010519491231002X", "与 110105491231002 同一人"], [1101]])
    >>> masked_cells(sheet)
    {(2, 1): '110105********002X', (2, 2): '与 110105********1002 同一人'}
    """
    columns: set[int] = set()
    found: dict[Place, CellValue] = {}
    for row, cells in enumerate(sheet.rows, 1):
        for col, value in enumerate(cells, 1):
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                continue
            if isinstance(value, str) and _FIRST in value and heading(value).key in _id_headings():
                columns.add(col)
                continue
            new = _masked_id(value) if col in columns else _masked_elsewhere(value)
            if new is not None and new != value:
                found[row, col] = new
    return found


def _masked_id(value: str | float) -> str | None:
    """The masked form of a cell below the heading; what holds no six digits in a row is no number of a person."""
    text = str(int(value)) if isinstance(value, int | float) and value == value // 1 else str(value)
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    if not _DIGITS.search(plain):
        return None
    return mask_id(plain) if len(plain) <= 20 else mask_text(_DIGITS.sub("******", plain))


def _masked_elsewhere(value: str | float) -> str | None:
    if isinstance(value, str):
        return mask_text(value) if _DIGITS.search(value) else None
    if _NUMBERS[0] <= value < _NUMBERS[1] and value == value // 1 and _STORED.fullmatch(str(int(value))):
        return mask_id(str(int(value)))
    return None

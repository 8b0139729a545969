"""Columns of a batch as numbers that the rules take; what must be looked at more closely is marked.

Values that are alike are read once for the whole file, by the readers of cells: dates as anybody types them, wages with
commas or 元, words of grounds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.foreign.plain_values import plain_value
from xl_addin.hosts.table.arrow import arrow, is_text
from xl_addin.rules.severance.wages import OMITTED
from xl_addin.sheets.service_text import is_service_text
from xl_addin.sheets.severance_cells import FIRST_SERVICE_DAY
from xl_addin.tables.cleaning import LAST_DAY
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import LIMIT_YUAN, Int64, floats_to_micro

Mask = NDArray[np.bool_]
FAULT: Final = -(2**62)
"""What stands for a cell that cannot be read."""
_MOST_KNOWN: Final = 400_000
_LONGEST_KNOWN: Final = 200
_PLAIN_NUMBER: Final = r"^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?$"
_WITH_COMMAS: Final = r"^[¥￥]?(?:[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,6})?元?$"
"""As :func:`xl_addin.tables.cleaning.clean_number` takes them: 1,600.50, ￥1600元."""


def cells_of(column: Any, texts_only: bool) -> list[CellValue]:
    """The cells of a column as Python values; an empty one is None."""
    try:
        values = column.to_pylist()
    except (ValueError, OverflowError, LookupError) as error:  # a day or a time zone that Python does not know
        raise InputError(f"有的单元格（{column.type}）读不出，请把这一列改为文字后重新导出") from error
    if texts_only:
        return [None if text is None else plain_value(text) for text in values]
    return [None if value != value else value for value in values]


class Known:
    """What cells of a column come to, equal ones read once."""

    def __init__(self, read: Callable[[Any], int], texts_only: bool = False) -> None:
        self._read = read
        self._texts_only = texts_only
        self._known: dict[tuple[type, Any], int] = {}

    def of(self, column: Any) -> Int64:
        """What each cell comes to, FAULT where it cannot be read."""
        encoded = arrow("compute").dictionary_encode(column, null_encoding="encode")
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found = [self._recall(cell) for cell in cells_of(encoded.dictionary, self._texts_only)]
        values: Int64 = np.array(found, dtype=np.int64)[encoded.indices.to_numpy(zero_copy_only=False)]
        return values

    def _recall(self, cell: Any) -> int:
        if isinstance(cell, str) and len(cell) > _LONGEST_KNOWN:
            return self._caught(cell)
        key = (type(cell), cell)
        try:
            return self._known[key]
        except KeyError:
            self._known[key] = found = self._caught(cell)
            return found
        except TypeError:  # a list or a structure in the cell
            return FAULT

    def _caught(self, cell: Any) -> int:
        if isinstance(cell, CellError) or is_service_text(cell):
            return FAULT
        try:
            return self._read(cell)
        except InputError:
            return FAULT


def days_of(column: Any, known: Known) -> Int64:
    """Day numbers, FAULT where the cell says none, or one that no service has."""
    types = arrow().types
    if types.is_timestamp(column.type) and column.type.tz is None:
        dates = column.cast(arrow().date32(), safe=False)
        whole = arrow("compute").equal(dates.cast(column.type), column)
        column = arrow("compute").if_else(whole, dates, None)
    if not types.is_date(column.type):
        return known.of(column)
    numbers = column.cast(arrow().date32()).cast(arrow().int32()).fill_null(np.iinfo(np.int32).min)
    days = numbers.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where((days >= FIRST_SERVICE_DAY) & (days <= LAST_DAY), days, FAULT)


def wages_of(column: Any, least: int, known: Known) -> Int64:
    """Micro yuan, FAULT where the cell says no wage; ``least`` is 1 for averages, which may be left out."""
    types = arrow().types
    if is_text(column):
        return _written_wages(column, least, known)
    if not (types.is_integer(column.type) or types.is_floating(column.type)):
        return known.of(column)
    return _true_wages(column.cast(arrow().float64(), safe=False), least)


def _true_wages(column: Any, least: int) -> Int64:
    numbers = column.to_numpy(zero_copy_only=False)  # NaN for nothing
    sound = np.abs(numbers) < LIMIT_YUAN
    micro = floats_to_micro(numbers if sound.all() else np.where(sound, numbers, 0.0))
    micro = np.where(sound & (micro >= least), micro, FAULT)
    return np.where(np.isnan(numbers), OMITTED if least else FAULT, micro)


def _written_wages(column: Any, least: int, known: Known) -> Int64:
    compute = arrow("compute")
    commas = compute.match_substring_regex(column, _WITH_COMMAS).fill_null(False)
    column = compute.if_else(commas, compute.replace_substring_regex(column, "[,¥￥元]", ""), column)
    plain = compute.match_substring_regex(column, _PLAIN_NUMBER).fill_null(False)
    micro = _true_wages(compute.if_else(plain, column, None).cast(arrow().float64()), least)
    others = ~plain.to_numpy(zero_copy_only=False)
    if others.any():
        micro[others] = known.of(column.filter(arrow().array(others)))
    return micro

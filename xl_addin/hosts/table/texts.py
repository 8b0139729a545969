"""Texts of a roster as they go into a file that leaves the office: ID numbers masked, signs that steer a screen shown.

Most texts of a column are plain, and the others come many times: each of these is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, Final

from xl_addin.hosts.table.arrow import arrow, is_text
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.persons import id_text, known_ids, mask_text
from xl_addin.values.shown_texts import FORMULA_SIGNS, csv_cell, shown

_PLAIN: Final = r"^[一-鿿A-Za-z0-9()（）·.\- ]{0,14}$"
"""Too short for an ID number, and without any sign that steers."""
_FORMULA: Final = "^[" + FORMULA_SIGNS.replace("-", r"\-") + "]"
_MANY_DIGITS: Final = re.compile(r"(?:\d\D{0,9}){15}")
_REMEMBERED: Final = 200
"""Longer texts are not kept: a file may hold very many."""


def shown_once(text: str) -> str:
    """A text with ID numbers masked and steering signs written out."""
    return _shown(text) if len(text) <= _REMEMBERED else shown(text)


class Numbers:
    """What stands in the ID column of a batch: a mistyped number is known by that alone, wherever it stands again."""

    def __init__(self, column: Any = None) -> None:
        self._column = column

    @cached_property
    def known(self) -> frozenset[str]:
        """The numbers; looked up only when a text is met that may hold one."""
        return frozenset() if self._column is None else known_ids(map(id_text, self._column.to_pylist()))

    def hidden(self, text: str) -> str:
        """A text as :func:`shown_once` gives it, these numbers masked as well."""
        found = shown_once(text)
        return mask_text(found, self.known) if _MANY_DIGITS.search(found) else found


@lru_cache(maxsize=100_000)
def _shown(text: str) -> str:
    return shown(text)


def shown_texts(column: Any, numbers: Numbers) -> Any:
    """A column of names as the table of a function shows them, without ID numbers."""
    if not is_text(column):
        column = arrow().array([clean_text(cell) for cell in column.to_pylist()], arrow().string())
    trimmed = arrow("compute").utf8_trim_whitespace(column.fill_null(""))
    return _replaced(trimmed, _PLAIN, numbers.hidden, matching=False)


def csv_texts(table: Any) -> Any:
    """A table whose texts no spreadsheet program takes for formulas."""
    for place, field in enumerate(table.schema):
        if arrow().types.is_string(field.type):
            column = _replaced(table.column(place).combine_chunks(), _FORMULA, csv_cell, matching=True)
            table = table.set_column(place, field, column)
    return table


def _replaced(column: Any, pattern: str, change: Callable[[str], str], *, matching: bool) -> Any:
    """The column with the texts that match a pattern, or do not, changed; equal ones once."""
    compute = arrow("compute")
    found = compute.match_substring_regex(column, pattern).fill_null(False)
    found = found if matching else compute.invert(found)
    if not compute.any(found, min_count=0).as_py():
        return column
    encoded = column.filter(found).dictionary_encode()
    if isinstance(encoded, arrow().ChunkedArray):
        encoded = encoded.combine_chunks()
    changed = arrow().array([change(text) for text in encoded.dictionary.to_pylist()], arrow().string())
    return compute.replace_with_mask(column, found, changed.take(encoded.indices))

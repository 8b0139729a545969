"""The policies that rows of a 一补二险测算表 go by: another 政策 sheet, or a profile, that formulas name (L-10).

A row whose formulas name none, or the book's own, is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_calls import RowPolicy, book_policy_of, sheet_policies
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_SHEET: Final = re.compile(r"(?:(?<!')'((?:[^']|'')+)'|(?<![^\s'!,;()=+*/&<>-])([^\s'!,;()=+*/&<>-]+))!")
_WORD: Final = re.compile(r'"([^"]+)"\s*\)')
"""The last argument of a call, where it is a word."""


def package_policies(table: SheetTable, book: SheetBook) -> dict[int, RowPolicy]:
    """The policies of a 一补二险测算表 that are not the book's own, by record; of formulas that name several, none."""
    if table.kind != "arrears":
        return {}
    own = book_policy_of(book)
    sheets = {name: one for name, one in book.gather(sheet_policies).items() if name != book.stated.sheet}
    read: dict[str, RowPolicy | None] = {}
    found: dict[int, RowPolicy] = {}
    for i in range(len(table)):
        named = {one.policy.version: one for text in table.formulas_of(i) for one in _named(text, sheets, read)}
        named.pop(own.policy.version, None)
        if len(named) == 1:
            found[i] = next(iter(named.values()))
    return found


def _named(text: str, sheets: dict[str, RowPolicy], read: dict[str, RowPolicy | None]) -> Iterator[RowPolicy]:
    if "!" in text and sheets:
        quoted = {first.replace("''", "'") or second for first, second in _SHEET.findall(text)}
        yield from (sheets[name] for name in quoted & sheets.keys())
    for word in _WORD.findall(text) if '"' in text else ():
        if word not in read:
            read[word] = _profile(word)
        if (one := read[word]) is not None:
            yield one


def _profile(word: str) -> RowPolicy | None:
    try:
        return RowPolicy(read_policy(word), "", word)
    except InputError:
        return None

"""A ledger range as the columns that the fund's functions add up, read once per text.

Rows and amounts are those of :mod:`xl_addin.sheets.ledger`; whatever cannot be read is an error that names its
row, never a sum without it.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from xl_addin.rules.fund.ledger import BEFORE_ALL, NO_ACCOUNT, NOBODY, Codes, Ledger
from xl_addin.sheets.ledger_columns import settled
from xl_addin.sheets.ledger_entries import counted_entries
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import layout
from xl_addin.tables.ranges import SharedRange, data_rows, is_range
from xl_addin.tables.recognition import read_range
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_MEMO_SIZE: Final = 8
_memo: OrderedDict[bytes, SheetLedger] = OrderedDict()


@dataclass(slots=True)
class Names:
    """Names in order of first appearance; spellings that differ in width or spaces are one."""

    labels: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)

    def place(self, value: Any) -> int:
        """Give the place of a name, a new one if it was not met before; NOBODY for a blank."""
        if value is None:
            return NOBODY
        if value.__class__ is str and (known := self.met.get(value)) is not None:
            return known
        place = self._place(value)
        if value.__class__ is str:
            self.met[value] = place
        return place

    def _place(self, value: Any) -> int:
        label = clean_text(value)
        place = self.spellings.get(label)
        if place is None:
            key = plain(label)
            place = self.places.setdefault(key, len(self.labels)) if key else NOBODY
            if place == len(self.labels):
                self.labels.append(label)
            self.spellings[label] = place
        return place

    def find(self, value: Any) -> int:
        """Give the place of a known name, or NOBODY."""
        return self.places.get(plain(clean_text(value)), NOBODY)


@dataclass(frozen=True, slots=True)
class SheetLedger:
    """A ledger range: its entries, the enterprise codes of the entries, and every name that stands in it."""

    entries: Ledger
    numbers: Codes
    enterprises: Names
    systems: Names
    codes: Names
    columns: frozenset[str]


def read_ledger(value: Any) -> SheetLedger:
    """Read a ledger range; raises InputError for a missing column and for the first row that cannot be read.

    >>> rows = [["日期", "企业名称", "科目", "收入金额", "支出金额"], ["2011.03", "甲厂", "产权变现", "1,200", None]]
    >>> int(read_ledger(rows).entries.income_fen[0])
    120000
    """
    return value.once(_read_whole) if isinstance(value, SharedRange) else _read_whole(value)


def _read_whole(value: Any) -> SheetLedger:
    rows = data_rows(value) if is_range(value) else []
    if not rows:
        raise InputError("台账要选带标题行的区域，不能为空")
    # Many cells of a workbook read one ledger: its text is compared, which is ten times faster than reading it.
    key = hashlib.blake2b(pickle.dumps(rows, protocol=5)).digest()
    if key not in _memo:
        _memo[key] = _read_rows(rows)
        if len(_memo) > _MEMO_SIZE:
            _memo.popitem(last=False)
    return _memo[key]


def _read_rows(rows: list[list[Any]]) -> SheetLedger:
    tables = settled(read_range(rows, layout("ledger")))
    enterprises, systems, codes = Names(), Names(), Names()
    found: list[tuple[int, int, int, int, bool, int, int, int]] = []
    for table in tables:
        entries = counted_entries(table)
        firms, places, numbers = map(table.column, ("enterprise", "system", "enterprise_code"))
        if table.enterprise and not table.has("enterprise"):  # the title names whose book it is
            firms = [table.enterprise] * len(table)
        for i, (income, expense) in enumerate(zip(entries.income, entries.expense, strict=True)):
            span, opening, account = entries.span[i], entries.opening[i], entries.account[i]
            if not (income or expense or opening or span):
                continue  # a signature line names no enterprise
            named = enterprises.place(firms[i]), systems.place(places[i]), codes.place(numbers[i])
            if income or expense:
                day = span.first if span else BEFORE_ALL
                found.append((day, account.code if account else NO_ACCOUNT, income, expense, opening, *named))
    return SheetLedger(*_columns(found, enterprises, systems), enterprises, systems, codes, _known_columns(tables))


def _known_columns(tables: list[SheetTable]) -> frozenset[str]:
    """The columns of the first table, and the enterprise where title lines name it."""
    named = {"enterprise"} if any(table.enterprise for table in tables) else set()
    return frozenset(tables[0].header.columns) | named


def _columns(
    found: list[tuple[int, int, int, int, bool, int, int, int]], enterprises: Names, systems: Names
) -> tuple[Ledger, Codes]:
    data = np.array(found, dtype=np.int64).reshape(len(found), 8)
    codes = [data[:, column].astype(np.int32) for column in range(8)]
    entries = Ledger(
        codes[0], codes[1], data[:, 2].copy(), data[:, 3].copy(), data[:, 4].astype(np.bool_), codes[5], codes[6],
        tuple(enterprises.labels), tuple(systems.labels),
    )  # fmt: skip
    return entries, codes[7]

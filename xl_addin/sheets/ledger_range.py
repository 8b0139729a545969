"""The ledger range as staff keep it (资金收支台账), read into columns once per call.

Titles above, headings of one or two levels in any order, 收入/支出 in two columns or 收支方向 with 金额, rows of sums,
opening rows, blank rows and repeated headings are understood; whatever cannot be read is an error that names its row,
never a sum without it. 余额 is never read (F-50). A heading or title that states 万元 is multiplied out.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

import numpy as np

from xl_addin.policy.fund import BANK_WORDS, EXPENSE, INCOME, SIDES, find_account, names_side
from xl_addin.rules.fund.ledger import BEFORE_ALL, NO_ACCOUNT, NOBODY, Codes, Ledger
from xl_addin.sheets.ledger_heading import LedgerHeading, find_ledger_heading
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_text, is_blank
from xl_addin.tables.labels import heading, is_opening, is_percent, is_sum, plain
from xl_addin.tables.ranges import data_rows, is_range
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, round_half_up

_SUM: Final = "sum"
_OPENING: Final = "opening"
_ROLES: Final = ("date", "subject", "enterprise", "enterprise_code", "system", "direction", "balance")
_TITLES: Final = {"income": "收入金额", "expense": "支出金额", "amount": "金额"}
_LABEL_MARKS: Final = frozenset("计结余额页期初数")
"""Every label of a sum or an opening holds one of these; texts without them need no closer look."""
_QUICK_YUAN: Final = 2.0**31
"""Below this a float is k/100 exactly when round(100 x)/100 gives it back."""
_MEMO_SIZE: Final = 8
_memo: OrderedDict[bytes, SheetLedger] = OrderedDict()


@dataclass(slots=True)
class Names:
    """Names in order of first appearance; spellings that differ in width or spaces are one."""

    labels: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)

    def place(self, value: Any) -> int:
        """Give the place of a name, a new one if it was not met before; NOBODY for a blank."""
        if value is None:
            return NOBODY
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


def _read_rows(rows: Sequence[Sequence[Any]]) -> SheetLedger:
    reader = _Reader(find_ledger_heading(rows))
    start = reader.heading.body
    for number, row in enumerate(rows[start:], start=start + 1):
        try:
            reader.read(row)
        except InputError as error:
            raise InputError(f"台账第{number}行：{error.message}", error.code) from None
    return reader.result()


@lru_cache(maxsize=65536)
def _label(text: str) -> str:
    """Tell what a text makes of its row: a sum, an opening balance, or nothing special."""
    if len(text) > 20 or _LABEL_MARKS.isdisjoint(text):
        return ""
    if is_opening(text):
        return _OPENING
    return _SUM if is_sum(text) else ""


def _amount(value: Any, factor: int, name: str) -> int:
    """Read an amount of the ledger into fen; blank is 0."""
    if factor == 1 and value.__class__ is int and abs(value) < _QUICK_YUAN:
        return int(value) * FEN_PER_YUAN
    if factor == 1 and value.__class__ is float and abs(value) < _QUICK_YUAN:
        fen = round(value * FEN_PER_YUAN)
        if fen / FEN_PER_YUAN == value:
            return fen
    if is_blank(value):
        return 0
    number = Fraction(clean_number(value, name)) * factor
    if is_percent(value):
        raise InputError(f"{name}是金额，不能写成百分数“{value}”")
    if abs(number) >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对单位", NUM)
    return round_half_up(number * FEN_PER_YUAN)


class _Reader:
    """Collects the entries row by row."""

    def __init__(self, found: LedgerHeading) -> None:
        self.heading = found
        self.width = max(found.columns.values()) + 1
        # A role without a column reads the None that every padded row ends with.
        self.take = itemgetter(*(found.columns.get(role, self.width) for role in (*_ROLES, *found.amounts)))
        self.enterprises, self.systems, self.codes = Names(), Names(), Names()
        self.entries: list[tuple[int, int, int, int, bool, int, int, int]] = []

    def read(self, row: Sequence[Any]) -> None:
        """Read one row into an entry, unless it is blank, a sum, a note or a repeated heading."""
        labels = {_label(text) for text in row if text.__class__ is str}
        if _SUM in labels:
            return
        padded = [*row[: self.width], *[None] * (self.width + 1 - min(len(row), self.width))]
        day, subject, firm, number, system, direction, balance, *amounts = self.take(padded)
        opening = _OPENING in labels
        if isinstance(day, str) and is_opening(day):
            day = None
        blank = all(is_blank(amount) for amount in amounts)
        if (blank and not opening and not _is_date(day)) or self._repeats_heading(amounts):
            return
        places = self.enterprises.place(firm), self.systems.place(system), self.codes.place(number)
        income, expense = self._amounts(amounts, direction, subject, opening)
        if income or expense:
            account = _account(subject, INCOME if income else EXPENSE, opening)
            self.entries.append((_day(day, opening), account, income, expense, opening, *places))
        elif opening and blank and not is_blank(balance) and balance != 0:
            raise InputError("上年结转的金额只写在余额列，余额列不参与计算；请把它填在收入金额列")

    def _amounts(self, cells: Sequence[Any], direction: Any, subject: Any, opening: bool) -> tuple[int, int]:
        """Read what came in and what went out in fen; one column of amounts needs the direction."""
        found = self.heading
        fen = [
            _amount(cell, found.factors[role], _TITLES[role]) for role, cell in zip(found.amounts, cells, strict=True)
        ]
        if len(fen) == 2:
            return fen[0], fen[1]
        if not fen[0]:
            return 0, 0
        word = plain(clean_text(direction))
        if word not in SIDES:
            raise InputError(f"收支方向要填 收入 或 支出，现为“{word}”")
        if word in BANK_WORDS and not opening and not names_side(clean_text(subject), SIDES[word]):
            raise InputError(
                f"收支方向“{word}”与科目“{clean_text(subject)}”矛盾：专户账借方为收入、贷方为支出"
                "（银行对账单相反），请核对或改填 收入、支出"
            )
        return (fen[0], 0) if SIDES[word] == INCOME else (0, fen[0])

    def _repeats_heading(self, amounts: Sequence[Any]) -> bool:
        """Tell whether a row is the heading again, as at the top of each printed page."""
        texts = [text for text in amounts if isinstance(text, str) and not is_blank(text)]
        filled = [amount for amount in amounts if not is_blank(amount)]
        return (
            bool(texts) and len(texts) == len(filled) and all(heading(text).key in self.heading.keys for text in texts)
        )

    def result(self) -> SheetLedger:
        """Give the columns."""
        data = np.array(self.entries, dtype=np.int64).reshape(len(self.entries), 8)
        codes = [data[:, column].astype(np.int32) for column in range(8)]
        entries = Ledger(
            codes[0], codes[1], data[:, 2].copy(), data[:, 3].copy(), data[:, 4].astype(np.bool_), codes[5], codes[6],
            tuple(self.enterprises.labels), tuple(self.systems.labels),
        )  # fmt: skip
        columns = frozenset(self.heading.columns)
        return SheetLedger(entries, codes[7], self.enterprises, self.systems, self.codes, columns)


def _day(value: Any, opening: bool) -> int:
    if is_blank(value):
        if opening:
            return BEFORE_ALL
        raise InputError("有金额没有日期，请补上日期")
    return clean_date(value, "日期", MonthDay.FIRST)


def _is_date(value: Any) -> bool:
    """Tell an entry that is still without amounts from notes and signature lines."""
    try:
        clean_date(value, "日期", MonthDay.FIRST)
    except InputError:
        return False
    return True


def _account(value: Any, side: str, opening: bool) -> int:
    """Read the account; an opening row may name none."""
    try:
        return find_account(clean_text(value), side)
    except InputError:
        if opening:
            return NO_ACCOUNT
        raise

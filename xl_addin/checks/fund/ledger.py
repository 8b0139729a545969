"""Checks of the rows of 资金收支台账 one by one: amounts, sides, accounts, days, vouchers (C2 30, C4 64).

What a ledger leaves open as a whole is :mod:`xl_addin.checks.fund.ledger_doubts`, balances and sums are
:mod:`xl_addin.checks.fund.balances`, debts and pairs :mod:`xl_addin.checks.fund.debts`, uses
:mod:`xl_addin.checks.fund.uses`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.remarks import BOOKED_LATER
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, INCOME
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_text, texts
from xl_addin.sheets.ledger import LedgerRows, amount_at, ledger_rows, typed_sides
from xl_addin.sheets.ledger_dates import YEAR_UNKNOWN
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.ledger_sides import SIDES_CONTRADICTED
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_LEDGER: Final = frozenset({"ledger"})
_AMOUNTS: Final = ("income", "expense", "amount")


def unreadable_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts that are no numbers."""
    for role in filter(table.has, (*_AMOUNTS, "balance")):
        for i, value in enumerate(table.column(role)):
            if not is_empty(value) and not isinstance(value, CellError) and amount_at(value, "元") is None:
                typed = clean_text(value)
                yield Fault(table.cell(role, i), typed, "", {"name": table.label(role), "typed": typed})


def both_sides(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows with income and expense at once."""
    rows = book.derive(ledger_rows, table)
    for i in range(len(table)):
        if rows.has_income[i] and rows.has_expense[i] and not rows.opening[i]:
            yield Fault(table.cell("expense", i), clean_text(table.column("expense")[i]), "空")


def empty_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows without any amount."""
    rows = book.derive(ledger_rows, table)
    for i in range(len(table)):
        cells = [table.column(role)[i] for role in _AMOUNTS]
        if all(map(is_empty, cells)) and not rows.opening[i]:
            account = rows.account[i]
            role = money_role(table, account.side if account else INCOME)
            if not table.awaits_calculation(role, i):
                yield Fault(table.cell(role, i), "空", "", {"name": table.label(role)})


def wrong_directions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows whose 收支方向 contradicts the filled amount column (C4 64), or says neither side where it has to."""
    yield from _unknown_directions(table, book)
    rows = book.derive(ledger_rows, table)
    words = texts(table, "direction")
    for i, side in enumerate(typed_sides(table)):
        text, filled = words[i], _filled_side(rows, i)
        if side and filled and side != filled and not rows.opening[i]:
            detail = {"typed": text, "why": f"金额却填在“{table.label(money_role(table, filled))}”栏"}
            yield Fault(table.cell("direction", i), text, "收" if filled == INCOME else "支", detail)


def _unknown_directions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Words under 收支方向 that are neither side, on a ledger with one column of amounts: the side is a guess."""
    if table.has("income") or table.has("expense") or not table.has("direction"):
        return
    opening = book.derive(ledger_rows, table).opening
    for i, (text, side) in enumerate(zip(texts(table, "direction"), typed_sides(table), strict=True)):
        if text and not side and not opening[i] and not isinstance(table.column("direction")[i], CellError):
            yield Fault(
                table.cell("direction", i), mask_text(text), "收或支", {"typed": text, "why": "既不是收也不是支"}
            )


def wrong_accounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Sources of money booked as expense, uses booked as income."""
    if SIDES_CONTRADICTED in table.doubts:
        return
    rows = book.derive(ledger_rows, table)
    for i, account in enumerate(rows.account):
        filled = _filled_side(rows, i)
        if account and filled and account.side != filled:
            detail = {"account": account.name, "name": table.label(money_role(table, filled))}
            yield Fault(table.cell("subject", i), clean_text(table.column("subject")[i]), "", detail)


def _filled_side(rows: LedgerRows, i: int) -> str:
    """The side whose amount is filled in, '' for none or both."""
    if rows.has_income[i] == rows.has_expense[i]:
        return ""
    return INCOME if rows.has_income[i] else EXPENSE


def unknown_accounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Accounts that name no known source or use."""
    rows = book.derive(ledger_rows, table)
    for i, text in enumerate(texts(table, "subject")):
        if text and rows.account[i] is None and not rows.opening[i]:
            yield Fault(table.cell("subject", i), text, "", {"typed": text})


def empty_cells(role: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty cells of a column that every entry needs; an opening row needs none of them."""
    if table.has(role) and not (role == "date" and YEAR_UNKNOWN in table.doubts):
        opening = book.derive(ledger_rows, table).opening
        for i, value in enumerate(table.column(role)):
            if is_empty(value) and not opening[i] and not table.awaits_calculation(role, i):
                yield Fault(table.cell(role, i), "空", "", {"name": table.label(role)})


def empty_directions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty 收支方向 on a ledger with one column of amounts."""
    if not (table.has("income") or table.has("expense")):
        yield from empty_cells("direction", table, book)


def days_out_of_order(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows that stand out of the order of days: the fewest whose absence leaves the rest in order."""
    rows = book.derive(ledger_rows, table)
    dated = [(i, day.span.first) for i, day in enumerate(rows.day) if day is not None]
    kept = _longest_rising([day for _, day in dated])
    for place, (i, _) in enumerate(dated):
        day = rows.day[i]
        if place not in kept and day is not None:
            yield Fault(day.cell, day_text(day), "", {"day": day_text(day)})


def _longest_rising(days: list[int]) -> frozenset[int]:
    """Places of a longest part that never falls; of equal ones the earlier rows are kept."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, day in enumerate(days):
        length = bisect_right(tails, day)
        before.append(ends[length - 1] if length else -1)
        tails[length:length] = []
        if length == len(tails):
            tails.append(day)
            ends.append(place)
        else:
            tails[length] = day
            ends[length] = place
    kept, place = set(), ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return frozenset(kept)


def _missing(code: str, title: str, role: str, remedy: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="“{name}”未填",
        remedy=remedy,
        citation=_BOOKS,
        run=partial(empty_cells, role),
    )


_BOOKS: Final = "专项调剂基金专户台账登记要求（专款专用）"


LEDGER_CHECKS: Final = (
    Check(
        code="LEDGER_AMOUNT",
        title="台账金额无法识别",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{name}”的“{typed}”不是金额",
        remedy="按凭证改成数字，单位写在表头",
        citation="金额不明的不猜测",
        run=unreadable_amounts,
        blocks="金额无法识别，余额和合计未校验",
    ),
    Check(
        code="LEDGER_BOTH_SIDES",
        title="收支同时填写",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="同一行既有收入又有支出",
        remedy="按凭证分成两行登记",
        citation=_BOOKS,
        run=both_sides,
    ),
    Check(
        code="LEDGER_DIRECTION",
        title="收支方向与金额栏不符",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="收支方向为“{typed}”，{why}",
        remedy="按凭证改正收支方向或金额栏",
        citation=_BOOKS,
        run=wrong_directions,
    ),
    Check(
        code="LEDGER_ACCOUNT_SIDE",
        title="科目与金额栏不符",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="科目“{account}”的金额填在“{name}”栏",
        remedy="按凭证核对；冲销的用红字（负数）登记在原栏",
        citation=_BOOKS,
        run=wrong_accounts,
    ),
    Check(
        code="LEDGER_ACCOUNT_UNKNOWN",
        title="科目未识别",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="科目“{typed}”未识别，垫付、暂挂、使用顺序的校验不含本行",
        remedy="改用标准科目（如产权变现、经济补偿、归还垫付），具体内容写在摘要",
        citation=_BOOKS,
        run=unknown_accounts,
    ),
    _missing("LEDGER_DATE_MISSING", "台账日期未填", "date", "按凭证补填日期"),
    _missing("LEDGER_VOUCHER_MISSING", "凭证号未填", "voucher", "按凭证补填编号"),
    Check(
        code="LEDGER_DIRECTION_MISSING",
        title="收支方向未填",
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="“{name}”未填，只有一栏金额时不能分清收支",
        remedy="按凭证补填 收 或 支",
        citation=_BOOKS,
        run=empty_directions,
    ),
    _missing("LEDGER_ACCOUNT_MISSING", "科目未填", "subject", "按凭证补填科目"),
    Check(
        code="LEDGER_AMOUNT_MISSING",
        title="台账金额未填",
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="本行没有金额（“{name}”未填）",
        remedy="按凭证补填金额",
        citation=_BOOKS,
        run=empty_amounts,
    ),
    Check(
        code="LEDGER_DAY_ORDER",
        title="日期不按先后",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="日期{day}与前后各行的先后不合",
        remedy="核对凭证日期；补记的在备注中说明",
        citation=_BOOKS,
        cleared_by=BOOKED_LATER,
        run=days_out_of_order,
    ),
)

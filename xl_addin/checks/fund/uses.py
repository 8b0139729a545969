"""Checks of what the fund pays for: order of tiers, approval, persons (C-6, C-7).

Whether an approved sum itself is right is for the checks of amounts (C4 58–62).
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 五、六.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.fund.corrections import above
from xl_addin.checks.fund.payments import EXPLAINED, pays_severance
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, fund_policy
from xl_addin.policy.fund_tiers import SEVERANCE, FundTiers, fund_tiers
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.approved import approval_days, approved_sums, need_of, person_keys, sure_need_of
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_at, day_text, fen_column, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.contradictions import uncertain_of
from xl_addin.sheets.ledger import LedgerRows, ledger_rows, ledgers
from xl_addin.sheets.ledger_money import money_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_SIX: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六"
_SEVERANCE_ACCOUNTS: Final = frozenset({"经济补偿", "安置费"})
"""Accounts that the severance sheet approves."""
_PERIOD: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月|第[一二三四五六七八九十\d]+[期次批]|[一二三四1-4]季度")


def _pays_severance(rows: LedgerRows, i: int) -> bool:
    account = rows.account[i]
    return account is not None and account.name in _SEVERANCE_ACCOUNTS


def _first_tier() -> int:
    return min(tier.number for tier in fund_policy().tiers if tier.in_use)


def _is_lower(rows: LedgerRows, i: int, tiers: FundTiers) -> bool:
    """Tell whether a row pays for something after workers; a transfer to another enterprise is judged elsewhere."""
    account = rows.account[i]
    if account is None or account.side != EXPENSE or account.transfer:
        return False
    return tiers.of(account) > tiers.severance


def lower_tiers_first(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments of a lower tier on a day when the severance of their enterprise was not yet paid in full."""
    rows = book.derive(ledger_rows, table)
    paid, tiers = _severance_paid(book), fund_tiers(book.policy.facts)
    for i, firm in enumerate(rows.enterprise):
        if not firm or not _is_lower(rows, i, tiers) or rows.net(i) >= 0:
            continue
        need = need_of(firm, rows.enterprise, book)
        if need is None:
            _say_unchecked(book, table, firm)
            continue
        day = rows.day[i]
        before = sum(
            fen
            for where, record, first, fen in paid.get(firm, [])
            # Days decide; the order of the rows only where one of them is not known.
            if (first <= day.span.last if day and first is not None else where == id(table) and record < i)
        )
        too_high, place = above(book, firm, SEVERANCE)
        if before < need and before >= sure_need_of(firm, need, book) - too_high:
            _say_uncertain(book, table, firm, place)
        elif before < need:
            account = rows.account[i]
            detail = {
                "account": account.name if account else "",
                "need": amount_text(need),
                "paid": amount_text(before),
                "left": amount_text(need - before),
            }
            yield Fault(table.cell(money_role(table, EXPENSE), i), amount_text(-rows.net(i)), "0", detail)


def _severance_paid(book: SheetBook) -> dict[str, list[tuple[int, int, int | None, int]]]:
    """For each enterprise its payments of severance: ledger, record, first possible day, fen."""
    paid: dict[str, list[tuple[int, int, int | None, int]]] = {}
    for table in book.gather(ledgers):
        rows = book.derive(ledger_rows, table)
        for i, firm in enumerate(rows.enterprise):
            if _pays_severance(rows, i):
                day = rows.day[i]
                paid.setdefault(firm, []).append((id(table), i, day.span.first if day else None, -rows.net(i)))
    return paid


def _say_uncertain(book: SheetBook, table: SheetTable, firm: str, place: str) -> None:
    doubted = uncertain_of(book, firm)
    where = doubted.place if doubted else place
    line = f"工作表“{table.sheet}”：{firm}有职工的数据待核（如{where}），“是否先付清职工补偿”未校验，改正后再查"
    if line not in book.not_checked:
        book.not_checked.append(line)


def _say_unchecked(book: SheetBook, table: SheetTable, firm: str) -> None:
    line = f"工作表“{table.sheet}”：没有{firm}的经济补偿金测算表，“是否先付清职工补偿”未校验"
    if line not in book.not_checked:
        book.not_checked.append(line)


def paid_before_approval(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments of the first tier dated before the approval of their enterprise (C4 61)."""
    rows = book.derive(ledger_rows, table)
    approvals = book.gather(approval_days)
    for i, firm in enumerate(rows.enterprise):
        day, approved = rows.day[i], approvals.get(firm)
        if rows.tier(i) == _first_tier() and day and approved and is_out_of_order(approved.span, day.span):
            account = rows.account[i]
            detail = {"account": account.name if account else "", "day": day_text(day), "approved": day_text(approved)}
            yield Fault(day.cell, day_text(day), f"不早于 {day_text(approved)}", detail)


def paid_over_approved(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows with which a person's severance goes above the approved sum (C4 59)."""
    approved = book.gather(approved_sums).by_person
    for record, person, paid in _running_sums(table, book):
        if paid > approved[person]:
            detail = {"paid": amount_text(paid), "approved": amount_text(approved[person])}
            yield Fault(
                table.cell(money_role(table, EXPENSE), record), amount_text(paid), amount_text(approved[person]), detail
            )


def _running_sums(table: SheetTable, book: SheetBook) -> Iterator[tuple[int, str, int]]:
    """Each payment of severance to a person with an approved sum, and what that person has got with it."""
    rows = book.derive(ledger_rows, table)
    approved = book.gather(approved_sums).by_person
    paid: dict[str, int] = {}
    once = book.gather(ledgers)
    if not any(one is table for one in once):  # a copy: what it pays has been looked at
        return
    for other in once:
        if other is table:
            break
        for _, person, fen in _person_payments(book.derive(ledger_rows, other), other, book):
            paid[person] = paid.get(person, 0) + fen
    for i, person, fen in _person_payments(rows, table, book):
        if person in approved and fen > 0:
            paid[person] = paid.get(person, 0) + fen
            yield i, person, paid[person]
        else:
            paid[person] = paid.get(person, 0) + fen


def _person_payments(rows: LedgerRows, table: SheetTable, book: SheetBook) -> Iterator[tuple[int, str, int]]:
    for i, person in enumerate(book.derive(ledger_persons, table)):
        if person and _pays_severance(rows, i):
            yield i, person, -rows.net(i)


def ledger_persons(table: SheetTable, book: SheetBook) -> list[str]:
    """Who each row of a ledger is about."""
    return person_keys(table.column("person"), book.derive(ledger_rows, table).enterprise, book)


def paid_twice(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Second payments of the same amount to the same person for the same use, where nothing is approved by name."""
    if table.kind == "payments":
        yield from payments_twice(table, book)
        return
    rows = book.derive(ledger_rows, table)
    approved = book.gather(approved_sums).by_person
    first: dict[tuple[str, str, int, tuple[str, ...]], int] = {}
    periods = texts(table, "summary")
    for i, person in enumerate(book.derive(ledger_persons, table)):
        account = rows.account[i]
        if not person or account is None or rows.tier(i) is None or rows.net(i) >= 0:
            continue
        if _pays_severance(rows, i) and person in approved:
            continue
        # The allowance of another month is no second payment.
        key = (person, account.name, rows.net(i), tuple(_PERIOD.findall(periods[i])))
        earlier = first.setdefault(key, i)
        if earlier != i:
            detail = {"account": account.name, "cell": table.cell(money_role(table, EXPENSE), earlier)}
            yield Fault(table.cell(money_role(table, EXPENSE), i), amount_text(-rows.net(i)), "", detail)


def payments_twice(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of a 发放表 that pay what an earlier row of it already paid."""
    if not table.has("id"):
        return
    approved = book.gather(approved_sums).by_person
    severance, items, notes = pays_severance(table), texts(table, "item"), texts(table, "note")
    paid = fen_column(table, "paid")
    first: dict[tuple[object, ...], int] = {}
    for i, person in enumerate(book.derive(sound_ids, table)):
        explained = any(word in notes[i] for word in EXPLAINED)
        if not person or not paid[i] or explained or (severance[i] and person in approved):
            continue
        day = day_at(table, "paid_date", i)
        when = "" if severance[i] or day is None else day_text(day)
        earlier = first.setdefault((person, items[i], paid[i], when, *_PERIOD.findall(notes[i])), i)
        if earlier != i:
            detail = {"account": items[i] or "补偿", "cell": table.cell("paid", earlier)}
            yield Fault(table.cell("paid", i), amount_text(paid[i] or 0), "", detail)


FUND_USE_CHECKS: Final = (
    Check(
        code="TIER_ORDER",
        title="未付清职工补偿先付其他",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="支付“{account}”时，职工经济补偿应付{need}元、已付{paid}元，尚欠{left}元；安置职工的费用必须优先支付",
        remedy="核对日期和企业；属实的停止支付，先付清职工补偿",
        citation=_SIX,
        run=lower_tiers_first,
    ),
    Check(
        code="PAID_BEFORE_APPROVAL",
        title="批复前付款",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{account}”于{day}支付，早于改制方案批复（{approved}）",
        remedy="核对凭证和批复的日期；属实的说明情况报批准机关",
        citation="丰城市2011年做法五（报上级审核后方可实施）",
        run=paid_before_approval,
    ),
    Check(
        code="PAID_OVER_APPROVED",
        title="发放超过核定金额",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="连同本行已付此人{paid}元，超过核定的合计{approved}元（重复发放或多付）",
        remedy="核对发放凭证和测算表；多付的追回",
        citation=_SIX,
        run=paid_over_approved,
    ),
    Check(
        code="PAID_TWICE",
        title="疑为重复发放",
        severity=Severity.ERROR,
        kinds=_LEDGER | {"payments"},
        message="同一人、同一科目“{account}”、同一金额已在 {cell} 支付，重复发放",
        remedy="核对两张凭证；确属两次应付的，在测算表登记核定金额",
        citation=_SIX,
        run=paid_twice,
    ),
)

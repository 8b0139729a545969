"""Checks of entries that stand in the ledger twice: payments, receipts, and numbers of vouchers (L-13).

An equal payment for the same item to the same payee within a year is a notice, with the same voucher an error; so is a
receipt. Instalments within an approved sum, allowances of other months, entries about other persons or batches and
pairs that red ink or a refund took back are in order. One voucher may have several lines of one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from xl_addin.checks.fund.overpaid import excesses, paid_cell, said_of_persons, spot
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import INCOME
from xl_addin.policy.fund_items import item_of
from xl_addin.policy.fund_purposes import purposes
from xl_addin.sheets.approved_items import approvals
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, amount_text, enterprise_key, texts
from xl_addin.sheets.ledger import LedgerRows, ledger_rows, ledgers
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.outlays import Outlay, outlays
from xl_addin.sheets.sales import prices, sales
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_SIX: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六"
_PERIOD: Final = re.compile(
    r"(?:\d{4}年?)?(?:\d{1,2}|十?[一二三四五六七八九]|十)月|第?(?<![一二三四五六七八九十\d])[一二三四五六七八九十\d]+(?:期|次|批|笔|季度|年)|[上下]半年|\d{4}年"
)
_FILLERS: Final = re.compile(r"再次|重新|发放|支付|补发|拨付|付给|转付|付|发|给|款|费|金|的|元|[\d.,，、;；()（）\s-]+")
_ROUND: Final = 100_000
"""Fen: an equal round sum without a word about whose it is says little."""
_TOLD: Final = 4
"""A text that is shorter does not say whose an entry is."""
_SERIES: Final = 3
_WEEK: Final = 5
_SALE: Final = "产权变现"


def _alike(one: str, other: str) -> bool:
    """Tell two texts of entries that may be about the same thing: alike but for words such as 发放 and 再次."""
    if _PERIOD.findall(one) != _PERIOD.findall(other):
        return False
    first, second = (_FILLERS.sub("", text) for text in (one, other))
    return not one or not other or first == second


def _same(one: Outlay, other: Outlay) -> bool:
    """Tell two payments of the same item and amount that may be one: payee, person and text do not part them."""
    if one.payee != other.payee or one.person != other.person or not _alike(one.summary, other.summary):
        return False
    told = min(len(one.summary), len(other.summary)) >= _TOLD
    return bool(one.payee or one.person) or (told and one.fen % _ROUND != 0)


def pairs(book: SheetBook) -> list[tuple[Outlay, Outlay, bool]]:
    """Payments that an earlier one already made, with it, and whether both have one voucher."""
    found: list[tuple[Outlay, Outlay, bool]] = []
    for payments in _equal_payments(book):
        left = _not_taken_back(payments, book)
        for k, later in enumerate(left):
            earlier = [one for one in left[:k] if _same(one, later)]
            twin = next((one for one in earlier if _one_voucher(one, later)), None)
            if twin is not None:
                found.append((later, twin, True))
            elif earlier and _near(earlier[-1], later) and not _regular(left, later):
                found.append((later, earlier[-1], False))
    return found


def _equal_payments(book: SheetBook) -> Iterator[list[Outlay]]:
    groups: dict[tuple[str, str, int], list[Outlay]] = {}
    for one in book.gather(outlays):
        if one.account and one.fen > 0:
            groups.setdefault((one.firm, one.account, one.fen), []).append(one)
    return (group for group in groups.values() if len(group) > 1)


def _not_taken_back(payments: list[Outlay], book: SheetBook) -> list[Outlay]:
    """The payments without those that red ink or a refund of the same amount took back."""
    first = payments[0]
    back = sum(
        one.fen == -first.fen and one.firm == first.firm and one.account == first.account
        for one in book.gather(outlays)
    )
    return payments[: len(payments) - back] if back else payments


def _one_voucher(one: Outlay, other: Outlay) -> bool:
    return _is_number(one.voucher) and one.voucher == other.voucher and _one_month(one.day, other.day)


def _is_number(voucher: str) -> bool:
    return any(map(str.isdigit, voucher))


def _one_month(one: Day | None, other: Day | None) -> bool:
    """Tell days of one month, or of one week: numbers of vouchers may begin anew every month."""
    if one is None or other is None:
        return True
    first, second = to_date(one.span.first), to_date(other.span.first)
    return (first.year, first.month) == (second.year, second.month) or abs((first - second).days) <= _WEEK


def _near(one: Outlay, other: Outlay) -> bool:
    if one.day is None or other.day is None:
        return True
    return other.day.span.first - one.day.span.last <= purposes().repeat_days


def _regular(payments: Sequence[Outlay], later: Outlay) -> bool:
    """Tell an allowance that is paid month by month: of its nature, or because the same was paid in several months."""
    alike = [one for one in payments if _same(one, later)]
    months = {one.day.span.first // 28 for one in alike if one.day is not None}
    apart = len(months) == len(alike)
    periodic = later.account in purposes().words["periodic"] and "一次性" not in later.summary
    return apart and (periodic or len(alike) > _SERIES)


def paid_again(by_voucher: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments that an earlier one already made: those of one voucher, or the others."""
    approved = book.gather(approvals)
    over = {spot(one.outlay) for one in book.gather(excesses)} | book.gather(said_of_persons)
    for later, twin, same in book.gather(pairs):
        if later.table is not table or same != by_voucher or spot(later) in over:
            continue
        if not same and (later.person or _approves(approved, later)):
            continue  # a person's payments, and sums that are approved, are judged by that
        where = paid_cell(twin) if twin.table is table else f"“{twin.table.sheet}”{paid_cell(twin)}"
        detail = {"account": later.account, "cell": where, "voucher": later.voucher, "payee": later.payee or "同一对象"}
        yield Fault(paid_cell(later), amount_text(later.fen), "", detail)


def _approves(approved: Mapping[tuple[str, str], object], later: Outlay) -> bool:
    item = item_of(later.account)
    return (later.firm, item) in approved or ("", item) in approved


def receipts_again(by_voucher: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Receipts of one source, amount and payer that stand twice: under one voucher, or on one day."""
    if table.doubts:
        return
    rows = book.derive(ledger_rows, table)
    vouchers, payers, notes = (texts(table, role) for role in ("voucher", "counterparty", "summary"))
    above = book.gather(_above_price)
    seen: dict[tuple[object, ...], list[int]] = {}
    for i in _receipts(rows):
        account = rows.account[i]
        key = (rows.enterprise[i], account.name if account else "", rows.net(i), payers[i])
        for k in seen.get(key, []):
            if not _alike(notes[k], notes[i]) or _taken_back(rows, i):
                continue
            day, before = rows.day[i], rows.day[k]
            one_day = day is not None and before is not None and day.span == before.span
            voucher = _is_number(vouchers[i]) and vouchers[i] == vouchers[k] and _one_month(before, day)
            twice = one_day or (above.get(rows.enterprise[i], 0) == rows.net(i) and key[1] == _SALE)
            if voucher if by_voucher else (twice and not voucher):
                role = money_role(table, INCOME)
                detail = {"account": key[1], "cell": table.cell(role, k), "voucher": vouchers[i]}
                yield Fault(table.cell(role, i), amount_text(rows.net(i)), "", detail)
                break
        seen.setdefault(key, []).append(i)


def _receipts(rows: LedgerRows) -> Iterator[int]:
    for i, account in enumerate(rows.account):
        sourced = account is not None and account.side == INCOME and not account.transfer
        if sourced and rows.net(i) > 0 and not rows.opening[i] and not rows.doubtful[i]:
            yield i


def _taken_back(rows: LedgerRows, i: int) -> bool:
    return any(
        rows.net(k) == -rows.net(i) and rows.enterprise[k] == rows.enterprise[i] and rows.account[k] == rows.account[i]
        for k in range(len(rows.account))
    )


def _above_price(book: SheetBook) -> dict[str, int]:
    """By how much the proceeds in the ledgers are above the price of the sale, by enterprise."""
    income: dict[str, int] = {}
    for table in book.gather(ledgers):
        rows = book.derive(ledger_rows, table)
        for i, account in enumerate(rows.account):
            if account is not None and account.name == _SALE:
                income[rows.enterprise[i]] = income.get(rows.enterprise[i], 0) + rows.net(i)
    found: dict[str, int] = {}
    for table in book.of_kind("progress"):
        for sale, price in zip(book.derive(sales, table), book.derive(prices, table), strict=True):
            firm = enterprise_key(sale.enterprise)
            if price.deal and income.get(firm, 0) > price.deal:
                found[firm] = income[firm] - price.deal
    return found


def told_twice(book: SheetBook) -> frozenset[tuple[int, int]]:
    """Entries that are said to stand twice, or to be too much: their voucher's number is no matter of its own."""
    paid = {spot(later) for later, _, _ in book.gather(pairs)}
    over = {spot(one.outlay) for one in book.gather(excesses)}
    return frozenset(paid | over | book.gather(said_of_persons))


def _again(by_voucher: bool) -> Check:
    words = "同一凭证（{voucher}）" if by_voucher else "一年之内"
    return Check(
        code="PAID_SAME_VOUCHER" if by_voucher else "PAID_AGAIN",
        title="同一凭证重复登记支付" if by_voucher else "同额同项再次支付",
        severity=Severity.ERROR if by_voucher else Severity.NOTICE,
        kinds=_LEDGER,
        message=f"{words}、同一科目“{{account}}”、同一收款方（{{payee}}）、同一金额已在 {{cell}} 支付，请核对是否重复",
        remedy="核对两张凭证；重复的收回或冲销，确属两次应付的在摘要中写明期次、批次或人员",
        citation=_SIX,
        run=partial(paid_again, by_voucher),
    )


def _receipt(by_voucher: bool) -> Check:
    words = "同一凭证（{voucher}）、" if by_voucher else ""
    return Check(
        code="RECEIPT_SAME_VOUCHER" if by_voucher else "RECEIPT_TWICE",
        title="同一凭证重复登记收入" if by_voucher else "收入可能重复登记",
        severity=Severity.ERROR if by_voucher else Severity.NOTICE,
        kinds=_LEDGER,
        message=f"{words}同一来源“{{account}}”、同一付款方、同一金额的收入已登记在 {{cell}}，请核对是否重复",
        remedy="核对进账单；重复登记的冲销，确属两笔的在摘要中写明",
        citation=_SIX,
        run=partial(receipts_again, by_voucher),
    )


REPEAT_CHECKS: Final = (_again(True), _again(False), _receipt(True), _receipt(False))

"""Checks of what the fund's ledger owes and moves: advances, deferrals, transfers between enterprises.

Debts are kept for each enterprise in the order of rows; nothing open counts as 0 (C-2, C-3; C2 32, 33, C4 57, 63).
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 七.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.fund.advances import closed_days
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import ADVANCE, DEFERRAL, EXPENSE, INCOME
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.deadlines import is_late_by_days
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_text, enterprise_key, texts
from xl_addin.sheets.ledger import LedgerRows, debt_change, ledger_rows
from xl_addin.sheets.ledger_before import brought_forward
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.sales import first_step_days, sales
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_SEVEN: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）七"


def _debt(rows: LedgerRows, i: int, liability: str, side: str) -> bool:
    account = rows.account[i]
    return account is not None and account.liability == liability and account.side == side


def repaid_too_much(liability: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Repayments above what is still open of an enterprise's advances or deferrals."""
    rows = book.derive(ledger_rows, table)
    left = book.derive(brought_forward, table).open_of(liability)
    for i in range(len(table)):
        firm = rows.enterprise[i]
        if _debt(rows, i, liability, INCOME):
            left[firm] = left.get(firm, 0) + debt_change(rows, i)
        elif _debt(rows, i, liability, EXPENSE):
            paid = -debt_change(rows, i)
            if paid > left.get(firm, 0):
                most = amount_text(left.get(firm, 0), table.money_unit(money_role(table, EXPENSE)))
                detail = {"open": amount_text(left.get(firm, 0)), "firm": firm or "全市"}
                yield Fault(
                    table.cell(money_role(table, EXPENSE), i),
                    amount_text(paid, table.money_unit(money_role(table, EXPENSE))),
                    most,
                    detail,
                )
            left[firm] = max(left.get(firm, 0) - paid, 0)


def unapproved_advances(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Advances of the land reserve without 审批文号."""
    if table.has("approval_no"):
        rows = book.derive(ledger_rows, table)
        for i in range(len(table)):
            if _debt(rows, i, ADVANCE, INCOME) and not rows.approved[i]:
                yield Fault(table.cell("approval_no", i), "空", "", {"name": table.label("approval_no")})


def advances_before_review(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Advances paid before the joint review that must allow them had even begun."""
    rows = book.derive(ledger_rows, table)
    reviewed = first_step_days(book, "D21")
    for i in range(len(table)):
        day, review = rows.day[i], reviewed.get(rows.enterprise[i])
        if _debt(rows, i, ADVANCE, INCOME) and day and review and is_out_of_order(review.span, day.span):
            yield Fault(day.cell, day_text(day), f"不早于 {day_text(review)}", {"review": day_text(review)})


def deferrals_left_open(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Deferrals still open some days after the proceeds came in: by the ledger's last day, or the closing (D29)."""
    rows = book.derive(ledger_rows, table)
    days = [day for day in rows.day if day is not None]
    if not days:
        return
    end, closed = max(days, key=lambda day: day.span), closed_days(rows, book)
    received = {
        enterprise_key(sale.enterprise): sale.deposited
        for other in book.of_kind("progress")
        for sale in book.derive(sales, other)
        if sale.deposited
    }
    what = limit("repayment_days")
    left = book.derive(brought_forward, table).open_of(DEFERRAL)
    place: dict[str, int] = {}
    for i, firm in enumerate(rows.enterprise):
        if _debt(rows, i, DEFERRAL, INCOME):
            place.setdefault(firm, i)
        elif not _debt(rows, i, DEFERRAL, EXPENSE):
            continue
        left[firm] = left.get(firm, 0) + debt_change(rows, i)
    for firm, fen in left.items():
        day, last = received.get(firm), max(end, closed.get(firm, end), key=lambda day: day.span)
        if fen > 0 and firm in place and day and is_late_by_days(day.span, last.span, what.count):
            detail = {"firm": firm, "open": amount_text(fen), "received": day_text(day), "limit": what.text}
            yield Fault(table.cell("subject", place[firm]), f"未还{amount_text(fen)}元", "0", detail)


def unpaired_transfers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Transfers without exactly one other end of the same amount under their 对冲单号."""
    rows = book.derive(ledger_rows, table)
    for number, ends in _transfers(table, rows).items():
        out = [i for i in ends if _is_end(rows, i, EXPENSE)]
        into = [i for i in ends if _is_end(rows, i, INCOME)]
        amounts = {abs(rows.net(i)) for i in ends}
        if len(out) == len(into) == 1 and len(amounts) == 1:
            continue
        if len(out) == len(into) == 1:
            sent, got = (amount_text(abs(rows.net(i))) for i in (out[0], into[0]))
            why = f"系统调出{sent}元、系统调入{got}元，金额不等"
        else:
            why = f"有{len(out)}笔系统调出、{len(into)}笔系统调入，应各有一笔"
        record = ends[-1] if len(ends) > 1 else ends[0]
        yield Fault(table.cell("pair", record), number, "", {"number": number, "why": why})


def _is_end(rows: LedgerRows, i: int, side: str) -> bool:
    account = rows.account[i]
    return account is not None and account.transfer and account.side == side


def _transfers(table: SheetTable, rows: LedgerRows) -> dict[str, list[int]]:
    """The rows of each 对冲单号."""
    found: dict[str, list[int]] = {}
    for i, number in enumerate(texts(table, "pair")):
        account = rows.account[i]
        if number and account is not None and account.transfer:
            found.setdefault(number, []).append(i)
    return found


def transfers_without_number(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Transfers whose 对冲单号 is empty: their other end cannot be found."""
    if table.has("pair"):
        rows = book.derive(ledger_rows, table)
        for i, number in enumerate(texts(table, "pair")):
            account = rows.account[i]
            if not number and account is not None and account.transfer:
                yield Fault(table.cell("pair", i), "空", "", {"name": table.label("pair")})


def unequal_transfers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """All transfers out against all transfers in, on a ledger that has no 对冲单号."""
    if table.has("pair"):
        return
    rows = book.derive(ledger_rows, table)
    ends = [i for i, account in enumerate(rows.account) if account is not None and account.transfer]
    out = -sum(rows.net(i) for i in ends if _is_end(rows, i, EXPENSE))
    into = sum(rows.net(i) for i in ends if _is_end(rows, i, INCOME))
    if out != into and ends:
        detail = {"out": amount_text(out), "into": amount_text(into)}
        yield Fault(table.cell("subject", ends[-1]), f"调出{amount_text(out)}，调入{amount_text(into)}", "", detail)


def transfers_across_systems(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Pairs of transfers between two systems of which neither end names an approval."""
    rows = book.derive(ledger_rows, table)
    homes = _home_systems(book)
    for ends in _transfers(table, rows).values():
        if len(ends) != 2 or any(rows.approved[i] for i in ends):
            continue
        first, second = (rows.system[i] or homes.get(rows.enterprise[i], "") for i in ends)
        if first and second and first != second:
            role = "approval_no" if table.has("approval_no") else "subject"
            yield Fault(table.cell(role, ends[0]), "空", "审批文号", {"first": first, "second": second})


def _home_systems(book: SheetBook) -> dict[str, str]:
    """The system of each enterprise by the progress sheet."""
    return {
        enterprise_key(name): system
        for table in book.of_kind("progress")
        for name, system in zip(enterprise_names(table), texts(table, "system"), strict=True)
        if system
    }


def _overpaid(code: str, liability: str) -> Check:
    return Check(
        code=code,
        title=f"归还{liability}超过未还数",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message=f"归还{liability}超过{{firm}}未还的{liability}（{{open}}元）",
        remedy=f"核对{liability}和归还的凭证、企业和金额",
        citation=_SEVEN,
        run=partial(repaid_too_much, liability),
    )


FUND_DEBT_CHECKS: Final = (
    _overpaid("ADVANCE_OVERPAID", ADVANCE),
    _overpaid("DEFERRAL_OVERPAID", DEFERRAL),
    Check(
        code="ADVANCE_APPROVAL_MISSING",
        title="垫付无审批文号",
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="土地储备垫付的“{name}”未填，垫付须经联合审查组审查",
        remedy="补填联合审查意见的文号",
        citation=_SEVEN,
        run=unapproved_advances,
    ),
    Check(
        code="ADVANCE_BEFORE_REVIEW",
        title="先垫付后审查",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="垫付早于联合审查（D21，{review}）",
        remedy="核对审查意见和垫付凭证的日期",
        citation=_SEVEN,
        run=advances_before_review,
    ),
    Check(
        code="DEFERRAL_OPEN",
        title="暂挂未归还",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="{firm}的变现收入已于{received}到账，暂挂{open}元超过{limit}仍未归还",
        remedy="已归还的补登台账；未归还的按还款计划归还，或与社保经办机构重订计划",
        citation=limit("repayment_days").citation,
        run=deferrals_left_open,
    ),
    Check(
        code="TRANSFER_NUMBER_MISSING",
        title="系统调剂无对冲单号",
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="系统调出、调入的“{name}”未填，无法核对另一方",
        remedy="按调剂单补填，调出、调入用同一编号",
        citation=_SEVEN,
        run=transfers_without_number,
    ),
    Check(
        code="TRANSFER_UNPAIRED",
        title="系统调剂不成对",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="对冲单号“{number}”{why}",
        remedy="核对系统内调剂单，调出、调入各登一行且金额相等",
        citation=_SEVEN,
        run=unpaired_transfers,
    ),
    Check(
        code="TRANSFER_UNEQUAL",
        title="系统调出与调入不等",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="系统调出合计{out}元，系统调入合计{into}元，两者应相等",
        remedy="逐笔核对调剂单，并增设“对冲单号”栏",
        citation=_SEVEN,
        run=unequal_transfers,
    ),
    Check(
        code="TRANSFER_ACROSS_SYSTEMS",
        title="跨系统调剂无批准",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="资金在“{first}”和“{second}”两个系统之间调剂，没有审批文号；调剂限于系统内",
        remedy="补办批准并填审批文号；误调的退回",
        citation=_SEVEN,
        run=transfers_across_systems,
    ),
)

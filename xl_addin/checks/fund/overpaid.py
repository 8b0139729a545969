"""Checks of what was paid against what is approved, by enterprise and item, also without numbers of persons (L-13).

Approved is what the sheets say of the item (:mod:`xl_addin.sheets.approved_items`); where two differ, the larger one.
Instalments within it, red ink and refunds are in order. What is wrong for one person (C4 59) is said of that person.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.fund.corrections import lacking
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_items import accounts_of, item_of
from xl_addin.policy.fund_purposes import purposes
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.sheets.approved import approved_sums
from xl_addin.sheets.approved_items import Approval, approvals
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text
from xl_addin.sheets.contradictions import is_doubtful
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.low_wages import low_wage_firms
from xl_addin.sheets.outlays import Outlay, outlays
from xl_addin.sheets.persons import post_status, roster_index
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_SIX: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六"
_RETIRED: Final = "离退休"
_RESERVE: Final = ("医", "预留")
_WORKERS_TIER: Final = 1


@dataclass(frozen=True, slots=True)
class Excess:
    """The payment with which an item of an enterprise goes above what is approved."""

    outlay: Outlay
    item: str
    paid: int
    approval: Approval
    twin: Outlay | None
    """An earlier payment of the same amount."""


def spot(one: Outlay) -> tuple[int, int]:
    """What tells one entry from every other."""
    return id(one.table), one.record


def paid_cell(one: Outlay) -> str:
    """The cell of the amount of an entry."""
    return one.table.cell(money_role(one.table, EXPENSE), one.record)


def payments_by_item(book: SheetBook) -> dict[tuple[str, str], list[Outlay]]:
    """Every payment of an item of the workers by enterprise; entries that no list of arrears approves are left out."""
    found: dict[tuple[str, str], list[Outlay]] = {}
    for one in book.gather(outlays):
        if one.account and _is_workers(one.account) and not _beside(one):
            found.setdefault((one.firm, item_of(one.account)), []).append(one)
    return found


def _is_workers(account: str) -> bool:
    try:
        return fund_policy().accounts[find_account(account, EXPENSE)].tier == _WORKERS_TIER
    except InputError:
        return False


def _beside(one: Outlay) -> bool:
    """Tell a payment that the approved sum of its item does not hold: late fees, coming months, care of the retired."""
    if one.account == _RETIRED and one.summary and not any(word in one.summary for word in _RESERVE):
        return True
    return item_of(one.account) != SEVERANCE and purposes().says("beside", one.summary)


def excesses(book: SheetBook) -> list[Excess]:
    """Every item of every enterprise of which more was paid than is approved."""
    paid, found = book.gather(payments_by_item), []
    said = book.gather(said_of_persons)
    for item, groups in _comparable(paid, book.gather(approvals)).items():
        for payments, approved in groups:
            counted = [one for one in payments if spot(one) not in said]
            for part in _parts(item, counted, book):
                most = max(approved, key=lambda one: one.fen)
                excess = _excess(part, item, most, lacking(book, most.firm, item))
                # What follows from an input that is doubtful, or that two sheets tell differently, is no second fault.
                if excess is not None and not (item == SEVERANCE and _waits(book, excess.outlay.firm)):
                    found.append(excess)
    return found


def _waits(book: SheetBook, firm: str) -> bool:
    low = book.gather(low_wage_firms)
    return is_doubtful(book, firm) or firm in low or (bool(low) and ("" in low or not firm))


def _comparable(
    paid: dict[tuple[str, str], list[Outlay]], approved: dict[tuple[str, str], list[Approval]]
) -> dict[str, list[tuple[list[Outlay], list[Approval]]]]:
    """Payments of an item beside what approves them, enterprise by enterprise.

    A sheet that names nobody speaks for the only enterprise, and entries that name nobody are those of the only one.
    """
    found: dict[str, list[tuple[list[Outlay], list[Approval]]]] = {}
    named = {firm for firm, _ in paid} - {""}
    for item in dict.fromkeys(item for _, item in paid):
        ours = {firm: own for (firm, kind), own in paid.items() if kind == item}
        theirs = {firm: own for (firm, kind), own in approved.items() if kind == item}
        if len(named | (set(theirs) - {""})) <= 1:
            every = [one for own in theirs.values() for one in own]
            payments = sorted((one for own in ours.values() for one in own), key=lambda one: one.order)
            groups = [(payments, every)] if every else []
        elif "" in ours or "" in theirs:
            groups = []  # whose the entries without an enterprise are is not known
        else:
            groups = [(ours[firm], theirs[firm]) for firm in ours if firm in theirs]
        found[item] = groups
    return found


def _parts(item: str, payments: list[Outlay], book: SheetBook) -> Iterator[list[Outlay]]:
    """The payments together; 安置费 and 经济补偿 apart where the severance sheet has no column for the one."""
    tables = book.of_kind("severance")
    joined = any(table.has(role) for table in tables for role in ("settlement", "other", "total"))
    accounts = {one.account for one in payments}
    if item == SEVERANCE and len(accounts) > 1 and not joined and tables:
        for account in accounts_of(item):
            yield [one for one in payments if one.account == account]
    else:
        yield payments


def _excess(payments: list[Outlay], item: str, approval: Approval, lacks: int) -> Excess | None:
    """The last payment that crosses the line, where the sum stays above it.

    ``lacks`` is what wrong amounts of the list make the line too low: they are found at their cells.
    """
    if sum(one.fen for one in payments) <= approval.fen + lacks:
        return None
    total, crossing = 0, (payments[0], 0)
    for one in payments:
        before, total = total, total + one.fen
        if before <= approval.fen < total:
            crossing = (one, total)
    last, paid = crossing
    earlier = [one for one in payments if one.order < last.order and one.fen == last.fen > 0]
    return Excess(last, item, paid, approval, earlier[-1] if earlier else None)


def overpaid(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments with which an item of an enterprise goes above what is approved."""
    for one in book.gather(excesses):
        if one.outlay.table is table:
            twin = f"；与{_where(one.twin, table)}金额相同，可能重复支付" if one.twin else ""
            approved = amount_text(one.approval.fen)
            detail = {
                "item": one.item,
                "firm": one.outlay.firm or "本户",
                "paid": amount_text(one.paid),
                "sheet": one.approval.sheet,
                "approved": approved,
                "over": amount_text(one.paid - one.approval.fen),
                "twin": twin,
            }
            yield Fault(paid_cell(one.outlay), amount_text(one.paid), approved, detail)


def _where(one: Outlay, table: SheetTable) -> str:
    return paid_cell(one) if one.table is table else f"“{one.table.sheet}”{paid_cell(one)}"


def said_of_persons(book: SheetBook) -> frozenset[tuple[int, int]]:
    """Entries of severance of which something is said by person: not due, or above the person's own approved sum."""
    approved = book.gather(approved_sums).by_person
    paid: dict[str, int] = {}
    found = {spot(one) for one, _ in book.gather(not_due)}
    for one in _severance_of_persons(book):
        paid[one.person] = paid.get(one.person, 0) + one.fen
        if one.fen > 0 and one.person in approved and paid[one.person] > approved[one.person]:
            found.add(spot(one))
    return frozenset(found)


def _severance_of_persons(book: SheetBook) -> Iterable[Outlay]:
    return (one for one in book.gather(outlays) if one.person and item_of(one.account) == SEVERANCE)


def not_due(book: SheetBook) -> list[tuple[Outlay, str]]:
    """Payments of severance to persons who get none by the roster and the severance sheet, with their 在岗状态."""
    approved = book.gather(approved_sums).by_person
    index, sums, found = book.gather(roster_index), dict[str, int](), []
    for one in _severance_of_persons(book):
        place = index.by_id.get(one.person)
        settled = book.derive(post_status, place.table)[place.record] if place else ""
        sums[one.person] = sums.get(one.person, 0) + one.fen
        if settled and one.account == SEVERANCE and one.fen > 0 and not approved.get(one.person):
            found.append((one, settled))
    return [(one, settled) for one, settled in found if sums[one.person] > 0]


def paid_without_claim(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Severance that the ledger pays to a person in 内退, 退休 and the like."""
    for one, settled in book.gather(not_due):
        if one.table is table:
            yield Fault(paid_cell(one), amount_text(one.fen), "0", {"status": settled, "paid": amount_text(one.fen)})


OVERPAID_CHECKS: Final = (
    Check(
        code="PAID_NOT_DUE",
        title="向不计补偿的人员支付经济补偿",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“关联人员编号”所指的人在花名册上是“{status}”，不计经济补偿金，却支付了{paid}元",
        remedy="核对人员编号和在岗状态：编号有误的改正；内退生活费等应记入相应科目；不应支付的收回",
        citation=_SIX,
        run=paid_without_claim,
    ),
    Check(
        code="OVERPAID",
        title="已付超过核定数",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="{firm}的“{item}”连同本行已付{paid}元，超过“{sheet}”核定的{approved}元，多{over}元{twin}",
        remedy="核对凭证、金额和测算表：多付或重复支付的收回并登记退款；核定数有变动的先改测算表",
        citation=_SIX,
        run=overpaid,
    ),
)

"""Checks of debts against what comes before them: advances and their review, and workers' money while debts are repaid.

An advance may be drawn when its joint review is done, and is repaid when the proceeds are in; debts are repaid after
what the workers are owed. Sources: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六、七. Severance that is not
paid in full is :mod:`xl_addin.checks.fund.uses`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import ADVANCE, EXPENSE, INCOME
from xl_addin.policy.fund_items import accounts_of
from xl_addin.policy.fund_tiers import SEVERANCE, fund_tiers
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.deadlines import is_late_by_days
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.approved_items import Approval, cost_owed, list_owed
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, amount_text, day_text
from xl_addin.sheets.ledger import LedgerRows, ledger_rows
from xl_addin.sheets.ledger_before import brought_forward
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.outlays import outlays
from xl_addin.sheets.sales import earliest_step_days, first_step_days
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_SIX: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六"
_SEVEN: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）七"
_PROCEEDS: Final = frozenset({"产权变现", "土地出让/收储补偿"})
_INSURED: Final = frozenset({SEVERANCE, "养老", "医疗", "失业"})
"""Severance has its own check, insurance may be deferred."""


def _is_advance(rows: LedgerRows, i: int, side: str) -> bool:
    account = rows.account[i]
    return account is not None and account.liability == ADVANCE and account.side == side


def advances_during_review(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Advances drawn after the joint review had begun and before it was done."""
    rows = book.derive(ledger_rows, table)
    begun, done = first_step_days(book, "D21"), earliest_step_days(book, "D21")
    for i, firm in enumerate(rows.enterprise):
        day, first, last = rows.day[i], begun.get(firm), done.get(firm)
        if not (_is_advance(rows, i, INCOME) and rows.net(i) > 0 and day and last):
            continue
        before = first is not None and is_out_of_order(first.span, day.span)
        if not before and is_out_of_order(last.span, day.span):
            yield Fault(day.cell, day_text(day), f"不早于 {day_text(last)}", {"review": day_text(last)})


def advances_left_open(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Advances still open some days after the proceeds came in: by the ledger's last day, or the closing (D29)."""
    rows = book.derive(ledger_rows, table)
    days = [day for day in rows.day if day is not None]
    if not days or table.doubts:
        return
    end, what = max(days, key=lambda day: day.span), limit("repayment_days", policy=book.policy)
    closed = closed_days(rows, book)
    left = book.derive(brought_forward, table).open_of(ADVANCE)
    place: dict[str, int] = {}
    since: dict[str, Day] = {}
    sold: set[str] = set()
    for i, firm in enumerate(rows.enterprise):
        account, day = rows.account[i], rows.day[i]
        income = account is not None and account.name in _PROCEEDS and rows.net(i) > 0
        if _is_advance(rows, i, INCOME):
            left[firm] = left.get(firm, 0) + rows.net(i)
            place.setdefault(firm, i)
        elif _is_advance(rows, i, EXPENSE):
            left[firm] = left.get(firm, 0) + rows.net(i)
        elif not income:
            continue
        if income:
            sold.add(firm)
        if day is not None and (income or _is_advance(rows, i, INCOME)):
            since[firm] = max(since.get(firm, day), day, key=lambda one: one.span)
    for firm, fen in left.items():
        last = max(end, closed.get(firm, end), key=lambda day: day.span)
        if fen > 0 and firm in place and firm in sold and is_late_by_days(since[firm].span, last.span, what.count):
            detail = {"open": amount_text(fen), "since": day_text(since[firm]), "limit": what.text, "firm": firm}
            detail["last"] = f"{day_text(last)}{'（验收办结）' if last is not end else ''}"
            yield Fault(table.cell("subject", place[firm]), f"未还{amount_text(fen)}元", "0", detail)


def closed_days(rows: LedgerRows, book: SheetBook) -> dict[str, Day]:
    """The closing (D29) of the enterprises for which the ledger shows payments: of others it is not kept so far."""
    paying = {firm for i, firm in enumerate(rows.enterprise) if rows.net(i) < 0}
    return {firm: day for firm, day in earliest_step_days(book, "D29").items() if firm in paying}


def unpaid_before_debts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first repayment of a debt of each enterprise that still owes its workers something on its lists."""
    if table.doubts:
        return
    rows = book.derive(ledger_rows, table)
    tiers, owing, told = fund_tiers(book.policy.facts), _owing(book), set[str]()
    for i, firm in enumerate(rows.enterprise):
        account = rows.account[i]
        own = owing.get(firm)
        if account is None or own is None or firm in told or rows.net(i) >= 0 or account.side != EXPENSE:
            continue
        if (account.liability or account.transfer) and tiers.of(account) > tiers.severance:
            told.add(firm)
            items = "、".join(f"{item}{amount_text(fen)}元" for item, fen in own.items())
            detail = {"account": account.name, "items": items, "firm": firm}
            yield Fault(table.cell(money_role(table, EXPENSE), i), amount_text(-rows.net(i)), "", detail)


def _owing(book: SheetBook) -> dict[str, dict[str, int]]:
    """What each enterprise still owes by item, after all that its ledgers paid."""
    paid: dict[tuple[str, str], int] = {}
    for entry in book.gather(outlays):
        paid[entry.firm, entry.account] = paid.get((entry.firm, entry.account), 0) + entry.fen
    named = {firm for firm, _ in paid} - {""}
    only = next(iter(named)) if len(named) == 1 else ""
    approved: dict[tuple[str, str], Approval] = {}
    for one in (*book.gather(list_owed), *book.gather(cost_owed)):
        key = (one.firm or only, one.item)
        if one.item not in _INSURED and one.fen > (approved[key].fen if key in approved else 0):
            approved[key] = one
    found: dict[str, dict[str, int]] = {}
    for (firm, item), one in approved.items():
        left = one.fen - max(one.paid, sum(paid.get((firm, account), 0) for account in accounts_of(item)))
        if left > 0 and firm and _is_workers(item):
            found.setdefault(firm, {})[item] = left
    return found


def _is_workers(item: str) -> bool:
    tiers = fund_tiers({})
    return tiers.tiers.get(item) == tiers.severance


ADVANCE_CHECKS: Final = (
    Check(
        code="ADVANCE_DURING_REVIEW",
        title="审查未完成先垫付",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="垫付早于联合审查完成（D21，{review}）",
        remedy="核对审查意见和垫付凭证的日期；审查完成后再付款的，改正登记日期",
        citation=_SEVEN,
        run=advances_during_review,
    ),
    Check(
        code="ADVANCE_OPEN",
        title="垫付未归还",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="{firm}的变现收入已于{since}入账，到{last}，台账上土地储备垫付还有{open}元超过{limit}未归还",
        remedy="已归还的补登台账；未归还的按垫付协议归还，或与土地储备中心重订归还日期",
        citation=limit("repayment_days").citation,
        run=advances_left_open,
    ),
    Check(
        code="UNPAID_BEFORE_DEBTS",
        title="职工款项未付清先还债",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="支付“{account}”，而{firm}所欠职工的款项到台账末日仍未付清：{items}；职工的款项应优先支付",
        remedy="核对欠款清单和付款凭证：已付的补登台账，未付的先付清再还债",
        citation=_SIX,
        run=unpaid_before_debts,
    ),
)

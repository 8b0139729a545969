"""Checks of 暂挂还款计划表 against the ledger: instalments missed or late, a plan that is not the debt (C-4).

A plan's instalments are judged in order of their days by what 归还暂挂 has repaid in all; interest is no repayment of
the debt. Days after the ledger's last one are not judged. A plan that names nobody speaks for the only debtor.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 七: 缴费暂挂、逐年支付.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.remarks import LATE
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import DEFERRAL, EXPENSE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, amount_text, day_at, day_text, enterprise_key, fen_column, texts
from xl_addin.sheets.ledger import ledger_rows, ledgers
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Severity

_PLAN: Final = frozenset({"repayment"})
_SEVEN: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）七：缴费暂挂、逐年支付"


@dataclass(frozen=True, slots=True)
class Debt:
    """Deferrals of one enterprise by the ledgers: raised in all, and repayments (first and last possible day, fen)."""

    raised: int
    repaid: list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """One instalment: its record, day and principal in fen."""

    record: int
    day: Day
    fen: int


def deferral_debts(book: SheetBook) -> tuple[dict[str, Debt], int | None]:
    """Debts by enterprise, and the last day of the ledgers (the last possible one, where only a month is known)."""
    raised: dict[str, int] = {}
    repaid: dict[str, list[tuple[int, int, int]]] = {}
    last: int | None = None
    for table in book.gather(ledgers):
        rows = book.derive(ledger_rows, table)
        for i, firm in enumerate(rows.enterprise):
            account, day = rows.account[i], rows.day[i]
            if day is not None:
                last = max(day.span.last, last if last is not None else day.span.last)
            if account is None or account.liability != DEFERRAL or day is None:
                continue
            if account.side == EXPENSE:
                repaid.setdefault(firm, []).append((day.span.first, day.span.last, -rows.net(i)))
            else:
                raised[firm] = raised.get(firm, 0) + rows.income[i] + rows.expense[i]
    return {firm: Debt(fen, sorted(repaid.get(firm, []))) for firm, fen in raised.items()}, last


def plans(table: SheetTable, book: SheetBook) -> dict[str, list[Planned]]:
    """Instalments of each debtor in order of their days; rows without a day or an amount are left out."""
    debts, _ = book.gather(deferral_debts)
    amounts, interest = fen_column(table, "planned"), fen_column(table, "interest")
    principal = fen_column(table, "principal")
    firms = _debtors(table, list(debts))
    found: dict[str, list[Planned]] = {}
    for i, amount in enumerate(amounts):
        day, own = day_at(table, "due", i), principal[i]
        fen = own if own is not None else None if amount is None else amount - (interest[i] or 0)
        if fen is None or day is None:
            continue
        if firms[i] in debts:
            found.setdefault(firms[i], []).append(Planned(i, day, fen))
        else:
            _say_unchecked(book, table, firms[i])
    return {firm: sorted(rows, key=lambda row: row.day.span.last) for firm, rows in found.items()}


def _debtors(table: SheetTable, debtors: list[str]) -> list[str]:
    """Key of the enterprise that each row means."""
    alone = debtors[0] if len(debtors) == 1 else ""
    first = "" if table.has("enterprise") else enterprise_key(table.enterprise)
    return [firm or alone for firm in carried_firms(table, first)]


def carried_firms(table: SheetTable, first: str) -> list[str]:
    """Key of the enterprise of each row; one that is not written again is that of the row above, ``first`` at first."""
    keys, current = [], first
    for text in texts(table, "enterprise"):
        current = enterprise_key(text) or current
        keys.append(current)
    return keys


def _say_unchecked(book: SheetBook, table: SheetTable, firm: str) -> None:
    whose = f"{firm}在台账中没有社保暂挂" if firm else "计划没有写明是哪一户企业"
    line = f"工作表“{table.sheet}”：{whose}，还款计划未与台账核对"
    if line not in book.not_checked:
        book.not_checked.append(line)


def _before_plan(debt: Debt, rows: list[Planned]) -> int:
    """Repayments before a plan that was made for the rest of a debt: the earliest ones that leave what it plans."""
    rest = debt.raised - sum(row.fen for row in rows)
    early = 0
    for _, last, fen in debt.repaid:
        if early >= rest or last >= rows[0].day.span.first:
            break
        early += fen
    return early if early == rest else 0


def instalments_missed(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Instalments that were due by the ledger's last day and are not repaid in full."""
    debts, today = book.gather(deferral_debts)
    for firm, rows in book.derive(plans, table).items():
        debt = debts[firm]
        left = sum(fen for _, _, fen in debt.repaid) - _before_plan(debt, rows)
        for row in rows:
            paid = max(min(row.fen, left), 0)
            left -= row.fen
            if today is not None and row.day.span.last < today and paid < row.fen:
                short = row.fen - paid
                detail = {
                    "firm": firm or "全市", "due": day_text(row.day), "right": amount_text(row.fen),
                    "today": to_date(today).isoformat(), "short": amount_text(short),
                }  # fmt: skip
                yield Fault(_cell(table, row), f"已还{amount_text(paid)}元", amount_text(row.fen), detail)


def instalments_late(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Instalments that were repaid in full, but after their day."""
    debts, _ = book.gather(deferral_debts)
    for firm, rows in book.derive(plans, table).items():
        debt, due = debts[firm], _before_plan(debts[firm], rows)
        for row in rows:
            due += row.fen
            settled = _settled(debt, due)
            if settled is not None and settled > row.day.span.last and row.fen > 0:
                detail = {
                    "firm": firm or "全市", "due": day_text(row.day), "settled": to_date(settled).isoformat(),
                    "days": settled - row.day.span.last,
                }  # fmt: skip
                yield Fault(_cell(table, row), to_date(settled).isoformat(), day_text(row.day), detail)


def _settled(debt: Debt, fen: int) -> int | None:
    """First possible day on which the repayments reach an amount."""
    total = 0
    for first, _, paid in debt.repaid:
        total += paid
        if total >= fen:
            return first
    return None


def plan_is_not_the_debt(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Plans whose principal is neither the deferred sum nor what was left of it when the plan began."""
    debts, _ = book.gather(deferral_debts)
    for firm, rows in book.derive(plans, table).items():
        total, debt = sum(row.fen for row in rows), debts[firm]
        if total == debt.raised or _before_plan(debt, rows):
            continue
        detail = {"firm": firm or "全市", "total": amount_text(total), "raised": amount_text(debt.raised)}
        yield Fault(_cell(table, rows[-1]), amount_text(total), amount_text(debt.raised), detail)


def _cell(table: SheetTable, row: Planned) -> str:
    """The cell of an instalment's amount."""
    return table.cell("planned", row.record)


DEFERRAL_CHECKS: Final = (
    Check(
        code="DEFERRAL_MISSED",
        title="暂挂未按计划归还",
        severity=Severity.NOTICE,
        kinds=_PLAN,
        message="{firm}的暂挂应于{due}前归还{right}元，到{today}尚欠{short}元",
        remedy="按还款计划归还并登记台账，或与社保经办机构重订计划",
        citation=_SEVEN,
        run=instalments_missed,
    ),
    Check(
        code="DEFERRAL_LATE",
        title="暂挂迟还",
        severity=Severity.NOTICE,
        kinds=_PLAN,
        message="{firm}的暂挂应于{due}前归还，到{settled}才还足，迟了{days}天",
        remedy="核对还款凭证的日期；确实迟还的在备注中说明",
        citation=_SEVEN,
        cleared_by=LATE,
        run=instalments_late,
    ),
    Check(
        code="DEFERRAL_PLAN_SUM",
        title="还款计划与暂挂本金不符",
        severity=Severity.ERROR,
        kinds=_PLAN,
        message="{firm}还款计划的本金合计{total}元，与台账社保暂挂{raised}元不符",
        remedy="核对计划各期本金（还款额减利息）和台账的社保暂挂、归还暂挂，使计划还清全部暂挂",
        citation=_SEVEN,
        run=plan_is_not_the_debt,
    ),
)

"""Checks of the sums of 资金收支台账: running balance, balance of each enterprise, rows of 本月合计 and 累计.

A typed balance is judged from the one typed before it, and after a false one also from the right one, so that one
false figure is one finding (C-1; C3 52, C4 54–56). Deferrals move no cash. Leaves out debts and uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_text, fen_of
from xl_addin.sheets.ledger import LedgerRows, ledger_rows
from xl_addin.sheets.ledger_entries import money_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_MONTH: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")


def balance_breaks(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Typed balances that do not follow from the row before (C4 54)."""
    if not table.has("balance"):
        return
    rows = book.derive(ledger_rows, table)
    unit = table.money_unit("balance")
    # What the balance may have been before the row: as typed, and as it should have been; empty = not known.
    before = [0]
    for i, balance in enumerate(rows.balance):
        if rows.opening[i] or rows.doubtful[i]:
            before = [balance] if balance is not None else [rows.net(i)] if rows.opening[i] else []
            continue
        change = rows.net(i) if rows.cash(i) else 0
        after = [value + change for value in before]
        if balance is None:
            before = after
        elif balance in after or not after:
            before = [balance]
        else:
            shown = amount_text(after[0], unit)
            yield Fault(table.cell("balance", i), amount_text(balance, unit), shown, {"right": shown})
            before = [balance, after[0]]


def negative_balances(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first row with which an enterprise, or the whole account, has paid more than it had (C-1)."""
    rows = book.derive(ledger_rows, table)
    total, spoiled = 0, False
    own: dict[str, int] = {}
    reported: set[str] = set()
    for i in range(len(table)):
        if rows.opening[i]:
            total = _opening_balance(rows, i)
            continue
        if not rows.cash(i):
            continue
        firm = rows.enterprise[i]
        if rows.doubtful[i]:
            spoiled = True
            reported.add(firm)
            continue
        total += rows.net(i)
        own[firm] = own.get(firm, 0) + rows.net(i)
        cell = table.cell(money_role(table, EXPENSE), i)
        if firm and own[firm] < 0 and firm not in reported:
            reported.add(firm)
            yield _negative(cell, f"企业“{firm}”", own[firm])
        elif total < 0 and not spoiled:
            spoiled = True
            yield _negative(cell, "专户", total)


def _opening_balance(rows: LedgerRows, i: int) -> int:
    balance = rows.balance[i]
    return balance if balance is not None else rows.net(i)


def _negative(cell: str, whose: str, fen: int) -> Fault:
    short = amount_text(-fen)
    return Fault(cell, amount_text(fen), "0以上", {"whose": whose, "short": short})


def sum_row_faults(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Sums of income and expense that the rows above do not give: of the month, of the page, or since the beginning."""
    rows = book.derive(ledger_rows, table)
    starts: dict[str, int] = {}
    for index, sum_row in enumerate(table.sum_rows):
        label = table.sum_label(index).rstrip(":：")
        end = sum(row < sum_row for row in table.row_numbers)
        span = _summed(label, starts, end)
        starts[_family(label)] = end
        if span is None or any(rows.doubtful[i] for i in span):
            continue
        for role in ("income", "expense"):
            if not table.has(role):
                continue
            unit = table.money_unit(role)
            typed = fen_of(table.sum_column(role)[index], unit)
            amounts = rows.income if role == "income" else rows.expense
            right = _allowed_sums(rows, amounts, span, label)
            if typed is not None and typed not in right:
                shown = amount_text(right[0], unit)
                cell = table.sum_cell(role, index)
                yield Fault(cell, amount_text(typed, unit), shown, {"label": label, "right": shown})


def _family(label: str) -> str:
    if "本月" in label or _MONTH.match(label):
        return "本月"
    return "本页" if "本页" in label else "小计" if label.endswith("小计") else ""


def _summed(label: str, starts: dict[str, int], end: int) -> range | None:
    """The records that a row of sums adds up; None where its label does not say."""
    if "季" in label or "半年" in label or "全市" in label or "系统" in label or "部门" in label:
        return None
    family = _family(label)
    return range(starts.get(family, 0) if family else 0, end)


def _allowed_sums(rows: LedgerRows, amounts: list[int], span: range, label: str) -> list[int]:
    """The sum without openings; entries without cash and earlier years may be left out as well."""
    counted = [i for i in span if not rows.opening[i]]
    sums = [sum(amounts[i] for i in counted), sum(amounts[i] for i in counted if rows.cash(i))]
    days = [day.span.first for i in counted if (day := rows.day[i]) is not None]
    if "本年" in label and days:
        year = _last_year(rows, counted)
        this_year = [i for i in counted if (day := rows.day[i]) is not None and day_text(day)[:4] == year]
        sums += [sum(amounts[i] for i in this_year), sum(amounts[i] for i in this_year if rows.cash(i))]
    return sums


def _last_year(rows: LedgerRows, counted: list[int]) -> str:
    """The year of the last dated record."""
    return next(day_text(day)[:4] for i in reversed(counted) if (day := rows.day[i]) is not None)


_IDENTITY: Final = "专户资金平衡：期末余额＝期初余额＋收入－支出"

LEDGER_BALANCE_CHECKS: Final = (
    Check(
        code="LEDGER_BALANCE",
        title="台账余额不符",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="余额与上一行余额加收入减支出不符，应为{right}（社保暂挂不动现金）",
        remedy="核对本行收入、支出和余额",
        citation=_IDENTITY,
        run=balance_breaks,
    ),
    Check(
        code="LEDGER_NEGATIVE",
        title="余额不足",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="{whose}付出本行后余额为负，资金不足，差{short}元",
        remedy="核对金额和企业；属实的先落实资金来源（系统调入、垫付须登记）",
        citation=_IDENTITY,
        run=negative_balances,
    ),
    Check(
        code="LEDGER_SUM",
        title="台账合计不符",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{label}”与上面各行之和不符，应为{right}（不含上年结转）",
        remedy="核对各行金额和合计公式的范围",
        citation=_IDENTITY,
        run=sum_row_faults,
    ),
)

"""Checks of the balances of 资金收支台账: the running one, and that of each enterprise.

A typed balance is judged from the one typed before it, and after a false one also from the right one, so that one
false figure is one finding (C-1; C4 54–56). Deferrals move no cash. Sums and closings are
:mod:`xl_addin.checks.fund.ledger_sums`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EVEN, EXPENSE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, texts
from xl_addin.sheets.ledger import ledger_rows, running
from xl_addin.sheets.ledger_before import brought_forward
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.ledger_sides import SIDES_CONTRADICTED
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})


def balance_breaks(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Typed balances that do not follow from the row before (C4 54), also where a later page repeats it."""
    if not table.has("balance") or SIDES_CONTRADICTED in table.doubts:
        return
    rows = book.derive(ledger_rows, table)
    unit = table.money_unit("balance")
    sides = texts(table, "balance_side")
    for i, (balance, right) in enumerate(zip(rows.balance, book.derive(running, table).right, strict=True)):
        if balance is None or not right or (balance in right and (sides[i] != EVEN or balance == 0)):
            continue
        shown = amount_text(right[0], unit)
        yield Fault(table.cell("balance", i), amount_text(balance, unit), shown, {"right": shown})


def negative_balances(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first row with which an enterprise, or the whole account, has paid more than it had (C-1)."""
    if SIDES_CONTRADICTED in table.doubts:
        return
    rows, begun = book.derive(ledger_rows, table), book.derive(brought_forward, table).balance
    total, spoiled = 0, False
    own = dict(begun)
    reported: set[str] = set()
    for i in range(len(table)):
        if rows.opening[i]:
            total = total + rows.moved[i] if rows.restated[i] or rows.balance[i] is None else rows.balance[i] or 0
            if rows.enterprise[i] or not begun:  # else the ledger before says whose it is
                own[rows.enterprise[i]] = own.get(rows.enterprise[i], 0) + rows.moved[i]
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


def _negative(cell: str, whose: str, fen: int) -> Fault:
    short = amount_text(-fen)
    return Fault(cell, amount_text(fen), "0以上", {"whose": whose, "short": short})


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
)

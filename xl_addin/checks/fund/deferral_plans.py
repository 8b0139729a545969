"""Checks of 暂挂还款计划表 by itself: each row works out and goes on from the one before, the last one ends the debt.

A row is opening + interest - payment = closing. Against the ledger: :mod:`xl_addin.checks.fund.deferral`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.fund.deferral import carried_firms, deferral_debts
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, enterprise_key, fen_column
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_PLAN: Final = frozenset({"repayment"})
_BALANCES: Final = ("opening", "planned", "closing")


def wrong_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Closing balances that are not opening + interest - payment."""
    if not all(map(table.has, _BALANCES)):
        return
    openings, payments, closings = (fen_column(table, role) for role in _BALANCES)
    interest = fen_column(table, "interest")
    for i, (opening, paid, closing) in enumerate(zip(openings, payments, closings, strict=True)):
        if opening is None or paid is None or closing is None:
            continue
        right = opening + (interest[i] or 0) - paid
        if closing != right:
            shown = amount_text(right, table.money_unit("closing"))
            typed = amount_text(closing, table.money_unit("closing"))
            yield Fault(table.cell("closing", i), typed, shown, {"right": shown})


def broken_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Openings that are not what the row before of the same enterprise left."""
    if not (table.has("opening") and table.has("closing")):
        return
    left: dict[str, tuple[int, str]] = {}
    openings, closings = fen_column(table, "opening"), fen_column(table, "closing")
    for i, firm in enumerate(carried_firms(table, enterprise_key(table.enterprise))):
        opening, closing = openings[i], closings[i]
        if firm in left and opening is not None and opening != left[firm][0]:
            fen, cell = left[firm]
            shown = amount_text(fen, table.money_unit("opening"))
            typed = amount_text(opening, table.money_unit("opening"))
            yield Fault(table.cell("opening", i), typed, shown, {"right": shown, "cell": cell})
        if closing is None:
            left.pop(firm, None)
        else:
            left[firm] = closing, table.cell("closing", i)


def open_ends(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Plans whose last row still leaves a debt; of a debtor in a ledger the sum of the plan says so."""
    if not table.has("closing"):
        return
    debts, _ = book.gather(deferral_debts)
    firms = carried_firms(table, enterprise_key(table.enterprise))
    last = {firm: i for i, firm in enumerate(firms) if firm not in debts and (firm or len(debts) != 1)}
    closings = fen_column(table, "closing")
    for i in last.values():
        fen = closings[i]
        if fen is not None and fen > 0:
            shown = amount_text(fen, table.money_unit("closing"))
            yield Fault(table.cell("closing", i), shown, "0", {"left": shown})


_SEVEN: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）七：缴费暂挂、逐年支付"

DEFERRAL_PLAN_CHECKS: Final = (
    Check(
        code="DEFERRAL_PLAN_ROW",
        title="还款计划一期不平",
        severity=Severity.ERROR,
        kinds=_PLAN,
        message="期末余额应为{right}（期初余额＋利息－还款额）",
        remedy="核对本期的期初余额、利息和还款额",
        citation=_SEVEN,
        run=wrong_rows,
    ),
    Check(
        code="DEFERRAL_PLAN_BROKEN",
        title="还款计划前后期不接",
        severity=Severity.ERROR,
        kinds=_PLAN,
        message="期初余额应为上一期的期末余额{right}（{cell}）",
        remedy="核对上一期的期末余额",
        citation=_SEVEN,
        run=broken_rows,
    ),
    Check(
        code="DEFERRAL_PLAN_OPEN",
        title="还款计划没有还清",
        severity=Severity.NOTICE,
        kinds=_PLAN,
        message="最后一期以后仍欠{left}",
        remedy="提高每年还本，或续排以后各期",
        citation=_SEVEN,
        run=open_ends,
    ),
)

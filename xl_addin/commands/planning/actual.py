"""Plan against actual on 收支计划: what should have come and been paid by the sheets, beside what the ledger says.

Values of the day; the balance of every month stands in 余额走势 of 资金平衡表. The plan of a past month is the price on
the day of the deal, and what workers were owed on the day they left; both cumulated, so that a delay shows as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.commands.fund.lines import pays_workers
from xl_addin.commands.fund.plan_data import SALE
from xl_addin.commands.planning.inputs import LAND, PlanningInputs
from xl_addin.commands.planning.schedule import month_of
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.values.money import fen_to_yuan

_MOST: Final = 24
_COLUMNS: Final = columns(
    "截至月末:date 应收变现款(元):money 实收变现、土地(元):money 差额(元):signed 应付职工(元):money "
    "实付职工(元):money 差额(元):signed 专户余额(元):money"
)


def write_actual(draft: SheetDraft, inputs: PlanningInputs) -> None:
    """Write the months of the ledger, the last of them where there are many."""
    day = inputs.day.isoformat()
    draft.section(f"五、计划与实际（累计，截至 {day} 台账的数值；应收按成交日，应付按解除日；差额＝实际－计划）")
    draft.table(_COLUMNS, list(_lines(inputs))[-_MOST:], nothing="本簿没有资金收支台账", head_height=30)
    draft.add()


def _lines(inputs: PlanningInputs) -> Iterator[Sequence[Content]]:
    if inputs.ledger is None:
        return
    entries = sorted(inputs.ledger.entries, key=lambda entry: entry.day)
    sales = [(firm.sale_day, firm.price) for firm in inputs.firms if firm.sale_day and firm.price_from == "成交价"]
    dues = [(firm.pay_day, firm.due) for firm in inputs.firms if firm.pay_day]
    month, last = month_of(entries[0].day), month_of(entries[-1].day)
    while month <= last:
        after = month_of(month, 1)
        past = [entry for entry in entries if entry.day < after]
        got = sum(entry.income for entry in past if entry.account in (SALE, LAND))
        paid = sum(entry.expense for entry in past if pays_workers(entry.account))
        balance = sum(entry.opening + entry.income - entry.expense for entry in past)
        due_in = sum(fen for day, fen in sales if day < after)
        due_out = sum(fen for day, fen in dues if day < after)
        end = after - dt.timedelta(days=1)
        yield end, *map(fen_to_yuan, (due_in, got, got - due_in, due_out, paid, paid - due_out, balance))
        month = after

"""Checks of what lists of debts work out: months of a period, months × monthly standard, cost of 内退 to retirement.

What was owed may be less than months × standard where part of it was paid in between: that is asked, not called wrong.
The cost of 内退 is what SOE_INTERNAL_RETIREMENT gives for the columns of the row (I-06, I-11).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.retirement import find_retirement_category, stated_ages
from xl_addin.rules.insurance.internal_retirement import internal_retirement_fen
from xl_addin.rules.insurance.retirement import months_to_retirement
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, fen_column
from xl_addin.sheets.columns import days, numbers
from xl_addin.sheets.owed import owed_columns
from xl_addin.sheets.units import scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import month_number
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, MICRO_PER_FEN, Int64, decimal_text, round_half_up

_OWED: Final = frozenset({"owed"})
_INTERNAL: Final = ("base_date", "standard", "contribution_base", "pension_rate", "medical_rate")


def _period_months(table: SheetTable, book: SheetBook) -> Int64:
    """Months of each row's period, both ends counted; 0 where they are not known or run backwards."""
    if not (table.has("from") and table.has("to")):
        return np.zeros(len(table), dtype=np.int64)
    first, last = (book.derive(days, table, role) for role in ("from", "to"))
    both = first.known & last.known
    count = month_number(np.where(both, last.last, 0)) - month_number(np.where(both, first.first, 0)) + 1
    return np.where(both & (count > 0), count, 0).astype(np.int64)


def _months(table: SheetTable, book: SheetBook) -> Int64:
    """Months of each row in micro units: those typed, else those of its period; 0 where neither is known."""
    period = book.derive(_period_months, table) * MICRO
    if not table.has("month_count"):
        return period
    typed = book.derive(numbers, table, "month_count")
    return np.where(typed.known & (typed.micro > 0), typed.micro, period)


def wrong_months(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Numbers of months that the period does not have."""
    if not table.has("month_count"):
        return
    typed, count = book.derive(numbers, table, "month_count"), book.derive(_period_months, table)
    for i in np.flatnonzero((count > 0) & typed.known & (typed.micro != count * MICRO)).tolist():
        shown = decimal_text(int(typed.micro[i]), MICRO)
        yield Fault(table.cell("month_count", i), shown, str(count[i]), {"right": int(count[i])})


def wrong_products(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts that are not months × monthly standard, where the list has one amount a row."""
    roles = [role for role in owed_columns(table) if "一次性" not in table.label(role)]
    if len(roles) != 1 or not table.has("standard") or is_internal_list(table):
        return
    months, standard = book.derive(_months, table), book.derive(numbers, table, "standard")
    factor, unit = scale(table, book, "standard").actual, table.money_unit(roles[0])
    for i, typed in enumerate(fen_column(table, roles[0])):
        if typed is None or not (months[i] and standard.known[i]):
            continue
        parts = int(months[i]), int(standard.micro[i]) * factor
        right = round_half_up(Fraction(parts[0] * parts[1], MICRO * MICRO_PER_FEN))
        if typed != right:
            how = "个月×".join(decimal_text(part, MICRO) for part in parts) + "元"
            detail = {"right": amount_text(right, unit), "how": how}
            yield Fault(table.cell(roles[0], i), amount_text(typed, unit), amount_text(right, unit), detail)


def is_internal_list(table: SheetTable) -> bool:
    """Tell a list of 内退 that has every column from which the cost is worked out, and one cost a row."""
    return all(map(table.has, (*_INTERNAL, "birth", "sex"))) and len(owed_columns(table)) == 1


def wrong_internal_retirement(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Costs of 内退 that are not what the columns of the row come to."""
    if not is_internal_list(table):
        return
    role = owed_columns(table)[0]
    unit = table.money_unit(role)
    for i, typed in enumerate(fen_column(table, role)):
        found = internal_cost(table, book, i) if typed is not None else None
        if found is not None and found[1] != typed:
            months, right = found
            shown = amount_text(right, unit)
            yield Fault(table.cell(role, i), amount_text(typed or 0, unit), shown, {"months": months, "right": shown})


def internal_cost(table: SheetTable, book: SheetBook, i: int) -> tuple[int, int] | None:
    """Months to retirement and the cost in fen; None where a cell of the row cannot be used."""
    born, base = book.derive(days, table, "birth"), book.derive(days, table, "base_date")
    columns = {role: book.derive(numbers, table, role) for role in _INTERNAL[1:]}
    if not (born.known[i] and base.known[i] and all(column.known[i] for column in columns.values())):
        return None
    try:
        kind = np.array([find_retirement_category(clean_text(table.column("sex")[i]))], dtype=np.int8)
        day = base.last[i : i + 1].astype(np.int32)
        ages = stated_ages(kind, day, book.policy)
    except InputError:
        return None
    count = int(months_to_retirement(born.first[i : i + 1].astype(np.int32), kind, day, ages)[0])
    living, paid, *rates = (int(column.micro[i]) for column in columns.values())
    living, paid = (one * scale(table, book, role).actual for one, role in ((living, "standard"), (paid, _INTERNAL[2])))
    return count, internal_retirement_fen(count, living, paid, rates)


OWED_PRODUCT_CHECKS: Final = (
    Check(
        code="OWED_MONTHS",
        title="欠发月数不符",
        severity=Severity.ERROR,
        kinds=_OWED,
        message="起止年月之间（含首尾两月）应为{right}个月",
        remedy="核对起止年月，改正月数，再核对金额",
        citation="按月计算，首尾两月计入",
        run=wrong_months,
    ),
    Check(
        code="OWED_PRODUCT",
        title="金额与月数乘月标准不符",
        severity=Severity.NOTICE,
        kinds=_OWED,
        message="月数×月标准为{right}元（{how}），与所填金额不同",
        remedy="核对月数、月标准和金额；其中有已发部分的，填在已付金额栏",
        citation="金额=月数×月标准",
        run=wrong_products,
    ),
    Check(
        code="INTERNAL_RETIREMENT_WRONG",
        title="内退费用不符",
        severity=Severity.ERROR,
        kinds=_OWED,
        message="从基准日次月到退休当月共{months}个月，内退费用应为{right}元",
        remedy="核对出生年月、性别、基准日、生活费、缴费基数和费率；输入无误的，改为应有金额",
        citation="国有企业富余职工安置规定第九条；国发〔1978〕104号",
        run=wrong_internal_retirement,
    ),
)

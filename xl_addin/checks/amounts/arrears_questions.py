"""Periods of arrears that raise a question: months that have not come yet, and months of the relief of 2020.

Nothing is computed otherwise: a month to come is no debt, and who had which relief only the office knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from xl_addin.checks.amounts.insurance import INSURED, in_parts
from xl_addin.checks.remarks import FORECAST
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.relief import asked_relief
from xl_addin.sheets.arrears import insurance_named
from xl_addin.sheets.arrears_period import arrears_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import FIRST_YEAR, day_number, month_number, to_date
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text


def months_to_come(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period that ends after the month of the check."""
    last = book.derive(arrears_period, table)[1]
    role = "arrears_to" if table.has("arrears_to") else "arrears_period"
    if not table.has(role):
        return
    this_month = int(month_number(np.array([day_number(book.today)], dtype=np.int32))[0])
    months = month_number(np.where(last.known, last.first, 0))
    for i in np.flatnonzero(last.known & (months > this_month)).tolist():
        shown = mask_text(clean_text(table.column(role)[i]))
        end = int(months[i])
        detail = {"end": f"{end // 12 + FIRST_YEAR}年{end % 12 + 1}月", "today": book.today.isoformat()}
        yield Fault(table.cell(role, i), shown, "", detail)


def months_of_relief(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period with months in which the unit's share was waived or halved, unless the unit owes nothing."""
    first, last = book.derive(arrears_period, table)
    role = "arrears_from" if table.has("arrears_from") else "arrears_period"
    if not table.has(role):
        return
    insurance = insurance_named(table)
    for i in np.flatnonzero(first.known & last.known).tolist():
        relief = asked_relief(insurance, int(first.first[i]), int(last.last[i]), book.policy)
        if relief is None or to_date(int(last.last[i])) < to_date(int(first.first[i])) or _owes_nothing(table, book, i):
            continue
        shown = mask_text(clean_text(table.column(role)[i]))
        yield Fault(table.cell(role, i), shown, "", {"text": relief.text}, citation=relief.source)


def _owes_nothing(table: SheetTable, book: SheetBook, record: int) -> bool:
    """Tell a row whose unit's share is typed as 0."""
    if not table.has("unit_arrears") or is_empty(table.column("unit_arrears")[record]):
        return False
    typed = book.derive(numbers, table, "unit_arrears")
    return bool(typed.known[record] and typed.micro[record] == 0)


ARREARS_QUESTION_CHECKS: Final = (
    Check(
        code="ARREARS_FUTURE",
        title="欠费期晚于校验日期",
        severity=Severity.NOTICE,
        kinds=INSURED,
        message="欠费止于{end}，晚于校验日期{today}：还没有发生的月份不是欠费",
        remedy="核对欠费清单；以后各月要一次预缴的，另列预缴（函数“预缴保险费”），已经按基准日预测的在备注中说明",
        citation="欠费是已到期未缴的保险费",
        run=in_parts(months_to_come),
        cleared_by=FORECAST,
    ),
    Check(
        code="ARREARS_RELIEF",
        title="欠费期含阶段性减免月份",
        severity=Severity.NOTICE,
        kinds=INSURED,
        message="欠费期含减免月份：{text}。这些月份的单位部分是否仍欠，请核对",
        remedy="向社保经办机构核对本企业当时享受的减免；免征、减征的，从单位欠缴中扣除",
        citation="",
        run=in_parts(months_of_relief),
    ),
)

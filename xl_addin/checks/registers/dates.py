"""Checks of the date cells of lists (ledger, petitions, publications, payments, certificates) and procedure sheets.

The same judgement as on rosters; only the words say that a record, not a person's service, stays unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.date_cells import absurd_dates, date_faults, error_cells
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.not_applicable import means_not_applicable
from xl_addin.sheets.periods import PERIODS, both_days
from xl_addin.sheets.steps import is_waived, step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.date_text import chinese_digits
from xl_addin.tables.labels import is_opening
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.persons import known_ids
from xl_addin.values.shown_texts import mask_beginning

_LISTS: Final = frozenset({"ledger", "petitions", "publicity", "payments", "reemployment", "procedure", "progress"})
_NEW_LISTS: Final = frozenset({"publicity", "payments", "reemployment", "sources"})


def record_date_faults(ask: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Date cells that can be read two ways (``ask``) or not at all; 上年结转 in such a column is a label.

    不适用 in the row of a step that may be left out is a remark, and both days of a period may stand in one cell.
    """
    waived = set(_waived_dates(table, book)) if table.kind == "procedure" else set()
    waived |= (
        {day.cell for i in range(len(table)) for day in both_days(table, i) if day} if table.kind in PERIODS else set()
    )
    faults = date_faults(ask, table, book)
    return (fault for fault in faults if not is_opening(fault.observed) and fault.cell not in waived)


def unread_periods(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Texts in a column for periods of which the two days cannot be told."""
    role = PERIODS[table.kind].whole
    for i, value in enumerate(table.column(role) if table.has(role) else ()):
        said = clean_text(value)
        if any(letter.isdecimal() for letter in chinese_digits(said)) and not all(both_days(table, i)):
            yield Fault(table.cell(role, i), mask_beginning(said, known_ids([said])), "", {"name": table.label(role)})


def _waived_dates(table: SheetTable, book: SheetBook) -> Iterator[str]:
    for row in book.derive(step_rows, table):
        if is_waived(row, book):
            for role in filter(table.has, ("started", "finished")):
                if means_not_applicable(clean_text(table.column(role)[row.record]), row.step):
                    yield table.cell(role, row.record)


RECORD_DATE_CHECKS: Final = (
    Check(
        code="RECORD_DATE_AMBIGUOUS",
        title="登记日期有两种读法",
        severity=Severity.ERROR,
        kinds=_LISTS,
        message="{why}",
        remedy="按凭证核对后写明年、月、日，如“2010年10月8日”",
        citation="日期不明的不猜测",
        run=partial(record_date_faults, True),
        blocks="日期读法不明，该行的期限和先后未校验",
    ),
    Check(
        code="RECORD_DATE_UNREADABLE",
        title="登记日期无法识别",
        severity=Severity.ERROR,
        kinds=_LISTS,
        message="{why}",
        remedy="按凭证改写为 2010-10-08 或 2010年10月8日",
        citation="日期不明的不猜测",
        run=partial(record_date_faults, False),
        blocks="日期无法识别，该行的期限和先后未校验",
    ),
    Check(
        code="RECORD_PERIOD_UNREAD",
        title="起止两天读不出",
        severity=Severity.MISSING,
        kinds=frozenset({"publicity", "progress"}),
        message="“{name}”读不出开始和结束两天",
        remedy="写明起止两天和年份，如“2010-10-08至2010-10-14”",
        citation="日期不明的不猜测",
        run=unread_periods,
    ),
    Check(
        code="RECORD_DATE_OUT_OF_RANGE",
        title="登记日期超出范围",
        severity=Severity.ERROR,
        kinds=_LISTS,
        message="“{name}”不在1900年至2100年之间",
        remedy="按凭证核对年份",
        citation="日期不明的不猜测",
        run=absurd_dates,
        blocks="日期超出范围，该行的期限和先后未校验",
    ),
    Check(
        code="RECORD_ERROR_VALUE",
        title="登记表中的错误值",
        severity=Severity.ERROR,
        kinds=_NEW_LISTS,
        message="“{name}”单元格是错误值 {code}",
        remedy="查看公式引用的单元格，改正后重算；不能用空白或0代替",
        citation="错误值不参与计算",
        run=error_cells,
        blocks="含错误值，该行未校验",
    ),
)

"""Checks of the date cells of lists: ledger, petitions, publications, payments, certificates.

The same judgement as on rosters; only the words say that a record, not a person's service, stays unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.people import absurd_dates
from xl_addin.checks.roster import date_faults, error_cells
from xl_addin.checks.spec import Check, CheckedBook, Fault
from xl_addin.tables.labels import is_opening
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LISTS: Final = frozenset({"ledger", "petitions", "publicity", "payments", "reemployment"})
_NEW_LISTS: Final = _LISTS - {"ledger", "petitions"} | {"sources"}


def record_date_faults(ask: bool, table: SheetTable, book: CheckedBook) -> Iterator[Fault]:
    """Date cells that can be read two ways (``ask``) or not at all; 上年结转 in such a column is a label."""
    return (fault for fault in date_faults(ask, table, book) if not is_opening(fault.observed))


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

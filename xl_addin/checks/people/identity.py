"""Checks of sheets with a row per person: ID numbers, needed cells, dates, error values.

Work goes by columns: a column without a fault is passed over in a few operations on the whole
of it, and only faulty cells are looked at one by one. Leaves out amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.date_cells import date_faults, error_cells
from xl_addin.checks.people.duplicates import DUPLICATE_CHECK
from xl_addin.checks.remarks import says_lacking
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import IDENTIFIED, PERSONS, judged
from xl_addin.sheets.persons import post_status
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.persons import (
    TEXTS,
    IdFault,
    check_digit,
    id_text,
    mask_id,
)

_BLANKS: Final[frozenset[CellValue]] = frozenset({None, "", *(space * n for space in " 　" for n in range(1, 9))})
_EMPTY: Final[frozenset[CellValue]] = _BLANKS | {"-", "--", "—", "——", "－", "－－", "–", "/", "／", "无", "\\"}
_BROKEN: Final = frozenset({IdFault.LENGTH, IdFault.LETTERS})
_GB: Final = "GB 11643—1999《公民身份号码》"


def id_faults(wanted: frozenset[IdFault], table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every ID cell with one of the wanted faults, masked."""
    if not table.has("id"):
        return
    verdicts = book.derive(judged, table)
    values = table.column("id")
    for i in verdicts.faults.nonzero()[0].tolist():
        fault = IdFault(verdicts.faults[i])
        if fault in wanted and not is_empty(values[i]):
            text = id_text(values[i])
            right = mask_id(text[:17] + check_digit(text[:17])) if fault is IdFault.CHECK_DIGIT else ""
            yield Fault(table.cell("id", i), mask_id(text), right, {"fault": TEXTS[fault], "digit": right[-1:]})


def broken_ids(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every ID cell with a wrong length or character; says how many of the sheet were masked and cannot be judged."""
    tables = [other for other in book.of_kind(*IDENTIFIED) if other.sheet == table.sheet and other.has("id")]
    if tables and table is tables[0]:
        count = sum(int((book.derive(judged, other).faults == IdFault.MASKED).sum()) for other in tables)
        if count:
            book.not_checked.append(f"工作表“{table.sheet}”：{count}个身份证号已脱敏，未校验")
    return id_faults(_BROKEN, table, book)


def old_ids(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """One fault for all the sound 15-digit numbers of a sheet, at the heading."""
    if table.has("id"):
        count = int((book.derive(judged, table).faults == IdFault.OLD).sum())
        if count:
            yield Fault(table.header_cell("id"), f"{count}个15位号码", "18位号码", {"count": count})


def missing_cells(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every empty cell of a needed column of the sheet."""
    for spec in table.specs():
        values = table.column(spec.role)
        if not spec.needed or _EMPTY.isdisjoint(values):
            continue
        # An office that keeps only the other start column leaves this one empty throughout.
        other_start = spec.role == "start" and all(map(is_empty, values))
        for i, value in enumerate(values):
            if other_start and not is_empty(table.column("entry")[i]):
                continue
            if is_empty(value) and not (_excused(table, book, spec.role, i) or table.awaits_calculation(spec.role, i)):
                yield Fault(
                    table.cell(spec.role, i), "空", "", {"name": table.label(spec.role)}, variant=spec.role.upper()
                )


def _excused(table: SheetTable, book: SheetBook, role: str, record: int) -> bool:
    """Who is not severed needs no wage, nor the dates that it is paid for."""
    return role in ("wage", "end", "start") and bool(book.derive(post_status, table)[record])


_DATE: Final = frozenset({IdFault.DATE, IdFault.FUTURE})

PERSON_CHECKS: Final = (
    Check(
        code="CELL_ERROR",
        title="错误值",
        severity=Severity.ERROR,
        kinds=PERSONS | {"procedure", "progress", "ledger", "petitions"},
        message="“{name}”单元格是错误值 {code}",
        remedy="查看公式引用的单元格，改正后重算；不能用空白或0代替",
        citation="错误值不参与计算",
        run=error_cells,
        blocks="含错误值，该行的计算未校验",
    ),
    Check(
        code="CELL_MISSING",
        title="必填项为空",
        severity=Severity.MISSING,
        kinds=PERSONS,
        message="“{name}”未填",
        remedy="按档案或原始凭证补填；确实没有的在备注中说明",
        citation="测算表必填项目",
        cleared_by=says_lacking,
        run=missing_cells,
    ),
    Check(
        code="ID_LOST_DIGITS",
        title="身份证号丢失末位",
        severity=Severity.ERROR,
        kinds=IDENTIFIED,
        message="{fault}",
        remedy="先把单元格格式设为“文本”，再按身份证原件重新录入18位号码",
        citation=_GB,
        run=partial(id_faults, frozenset({IdFault.LOST_DIGITS})),
    ),
    Check(
        code="ID_FORMAT",
        title="身份证号位数或字符",
        severity=Severity.ERROR,
        kinds=IDENTIFIED,
        message="{fault}",
        remedy="按身份证原件重新录入18位号码",
        citation=_GB,
        run=broken_ids,
    ),
    Check(
        code="ID_DATE",
        title="身份证号中的出生日期",
        severity=Severity.ERROR,
        kinds=IDENTIFIED,
        message="{fault}",
        remedy="按身份证原件核对第7至14位",
        citation=_GB,
        run=partial(id_faults, _DATE),
    ),
    Check(
        code="ID_CHECK_DIGIT",
        title="身份证号校验码",
        severity=Severity.ERROR,
        kinds=IDENTIFIED,
        message="{fault}：若前17位无误，末位应为{digit}",
        remedy="按身份证原件逐位核对，不要只改末位",
        citation=_GB,
        run=partial(id_faults, frozenset({IdFault.CHECK_DIGIT})),
    ),
    DUPLICATE_CHECK,
    Check(
        code="ID_OLD_FORM",
        title="15位旧身份证号",
        severity=Severity.NOTICE,
        kinds=PERSONS,
        message="本表有{count}个15位旧身份证号，比对时已按18位换算",
        remedy="用函数“身份证校验”取得18位号码，核对后更新",
        citation=_GB,
        run=old_ids,
    ),
    Check(
        code="DATE_AMBIGUOUS",
        title="日期有两种读法",
        severity=Severity.ERROR,
        kinds=PERSONS,
        message="{why}",
        remedy="按档案核对后写明四位年份和月份，如“1985年10月”或“1985-10-08”，不写时间",
        citation="日期不明的不猜测",
        run=partial(date_faults, True),
        blocks="日期读法不明，该行的工龄和金额未校验",
    ),
    Check(
        code="DATE_UNREADABLE",
        title="日期无法识别",
        severity=Severity.ERROR,
        kinds=PERSONS,
        message="{why}",
        remedy="按档案改写为 1985-07-01 或 1985年7月",
        citation="日期不明的不猜测",
        run=partial(date_faults, False),
        blocks="日期无法识别，该行的工龄和金额未校验",
    ),
)

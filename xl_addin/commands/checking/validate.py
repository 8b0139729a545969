"""The 校验 commands: findings become marks on the cells, the sheet 校验结果 by cause, and 校验明细.

Pure data in and out; texts of findings come from the checks, headings and legends stand here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from xl_addin.checks.registry import CHECKS, PROCEDURE_KINDS, PROCEDURE_SUITE
from xl_addin.checks.run import CheckResult
from xl_addin.checks.spec import Check
from xl_addin.commands.checking.details import WHOLE_SHEET, details
from xl_addin.commands.checking.examination import examine, refuse_strange_book
from xl_addin.commands.checking.progress import progress_of, write_progress
from xl_addin.commands.checking.summary import NOTHING_FILLED, counts_text, is_blank_book, write_summary
from xl_addin.commands.plan import SheetPlan, masked_sheet
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.looks import Mark
from xl_addin.files.report_sign import REPORT_HEADINGS, REPORT_TITLE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import sheet_readings
from xl_addin.values.causes import Cause
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable, Severity

TITLE: Final = REPORT_TITLE
COLUMNS: Final = (*REPORT_HEADINGS, "姓名", "企业名称", "问题", "现值", "应为", "怎么改", "依据", "代码")
WIDTHS: Final = (6.0, 12.0, 8.0, 9.0, 14.0, 46.0, 13.0, 13.0, 30.0, 18.0, 9.0)
_STYLES: Final = ("report_text",) * 9 + ("report_small",) * 2
_NO_FINDING: Final = "未发现问题（未校验的内容见上）"
LEGEND: Final = {
    Severity.ERROR: "违反规定，或数据无法使用，必须改正",
    Severity.MISSING: "应填的内容或应有的步骤空缺，须补齐",
    Severity.NOTICE: "提请核对，不一定有错",
}


def report(
    result: CheckResult, book: SheetBook, time: dt.datetime, checks: Sequence[Check] = CHECKS, only: str = ""
) -> tuple[list[Mark], tuple[NewSheet, ...]]:
    """Turn what was found in a workbook into marks and the sheets 校验结果 and 校验明细.

    ``checks`` are those that were run. ``only`` is the sheet that the result is about, '' for all.
    """
    causes = result.findings.causes()
    every = [one for cause in causes for one in cause.findings]
    marks = [Mark(one.sheet, one.cell, one.severity.value) for one in every if one.cell and only in ("", one.sheet)]
    readings = [one for one in book.gather(sheet_readings) if only in ("", one.sheet)]
    draft = SheetDraft(TITLE, WIDTHS, head="report_head")
    draft.add([NewCell(TITLE, "report_title")])
    write_summary(draft, result, book, readings, time)
    heads = list(map(Column, COLUMNS, _STYLES))
    first, last = draft.table(heads, [_cause_row(cause) for cause in causes] or [_no_finding(book)])
    write_progress(draft, progress_of(book.part(result.tables)))
    _write_legend(draft)
    sheet = draft.report(first, last)
    sheet = replace(sheet, printing=replace(sheet.printing, frozen=False))
    return marks, tuple(map(masked_sheet, (sheet, details(result, book, readings, checks))))


def plan_book_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验整簿: every check on every sheet. Raises InputError where the book holds nothing of ours."""
    refuse_strange_book(book)
    return _plan(examine(book, calls=book.recalculation), book, context, CHECKS)


def plan_sheet_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验当前表: every check, with the whole book at hand, but only findings of the sheet in front."""
    result = examine(book, calls=book.recalculation)
    own = _of_sheet(result.findings, context.sheet)
    tables = [table for table in result.tables if table.sheet == context.sheet]
    return _plan(CheckResult(own, tables), book, context, CHECKS, context.sheet)


def plan_procedure_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """程序核查: every check of the two procedure sheets, as ``=程序核查()`` runs them, and of the 政策 sheet.

    Raises InputError where there is no sheet of steps: "no faults" would pass for an orderly procedure.
    """
    result = examine(book, PROCEDURE_SUITE)
    if not any(table.kind in PROCEDURE_KINDS for table in result.tables):
        raise InputError(
            "工作簿里没有找到改制程序核查表或改制工作进度表（要有步骤、完成日期、文号等标题），没有核查；"
            "可用“新建模板”生成空白表，把各步骤填好后再点"
        )
    return _plan(result, book, context, PROCEDURE_SUITE)


def _plan(
    result: CheckResult, book: CommandBook, context: CommandContext, checks: Sequence[Check], only: str = ""
) -> SheetPlan:
    marks, sheets = report(result, book, context.time, checks, only)
    faults = result.findings.counts()[Severity.ERROR.value]
    return SheetPlan(tuple(marks), sheets, counts_text(result.findings), faults, result.findings)


def _of_sheet(findings: FindingTable, sheet: str) -> FindingTable:
    """The findings of one sheet, and those elsewhere that they hang on: what is to be put right is not always here."""
    causes = {finding.cause for finding in findings if finding.sheet == sheet}
    roots = {cause.root for cause in findings.causes() if cause.id in causes}
    own = FindingTable(finding for finding in findings if finding.sheet == sheet or finding in roots)
    own.hanging = {name: hanging for name, hanging in findings.hanging.items() if name in causes}
    own.not_checked.extend(line for line in findings.not_checked if f"“{sheet}”" in line)
    return own


def _no_finding(book: SheetBook) -> Sequence[Content]:
    return (*[""] * 5, NOTHING_FILLED if is_blank_book(book) else _NO_FINDING, *[""] * 5)


def _cause_row(cause: Cause) -> Sequence[Content]:
    root = cause.root
    return (
        NewCell(cause.severity.label, cause.severity.value),
        root.sheet,
        NewCell(root.cell or WHOLE_SHEET, "report_link", link=(root.sheet, root.cell or "A1")),
        cause.hanging.name,
        cause.hanging.enterprise,
        "\n".join(filter(None, (root.message, cause.text()))),
        root.observed,
        root.expected,
        root.remedy,
        root.citation,
        root.code,
    )


def _write_legend(draft: SheetDraft) -> None:
    heads = columns("级别:report_text 含义:report_note")
    rows = [(NewCell(severity.label, severity.value), LEGEND[severity]) for severity in Severity]
    draft.add()
    draft.add([NewCell("图例（标记不改动原有格式，“清除标记”可全部去掉）", "report_section")])
    draft.table(heads, rows)

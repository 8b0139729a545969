"""The 校验 commands: findings become marks on the cells and the 校验结果 sheet.

Pure data in and out; texts of findings come from the checks, headings and legends stand here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from xl_addin.checks.reconcile import Reconciliation, reconcile
from xl_addin.checks.registry import CHECKS, PROCEDURE_KINDS, PROCEDURE_SUITE, SAID_BESIDE
from xl_addin.checks.run import CheckResult
from xl_addin.checks.spec import Check
from xl_addin.commands.checking.examination import examine, refuse_strange_book
from xl_addin.commands.checking.progress import progress_of, write_progress
from xl_addin.commands.plan import SheetPlan, masked_sheet
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.looks import Mark
from xl_addin.files.report_sign import REPORT_HEADINGS, REPORT_TITLE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policies_used import versions
from xl_addin.sheets.readings import SILENT_KINDS, SheetReading, sheet_readings
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Finding, FindingTable, Severity

TITLE: Final = REPORT_TITLE
COLUMNS: Final = (*REPORT_HEADINGS, "问题", "现值", "应为", "怎么改", "依据", "代码")
WIDTHS: Final = (7.0, 14.0, 9.0, 42.0, 20.0, 20.0, 38.0, 28.0, 30.0)
_NO_FINDING: Final = ("", "", "", "未发现问题（未校验的内容见下）", *[""] * 5)
LEGEND: Final = {
    Severity.ERROR: "违反规定，或数据无法使用，必须改正",
    Severity.MISSING: "应填的内容或应有的步骤空缺，须补齐",
    Severity.NOTICE: "提请核对，不一定有错",
}
_SHOWN_ROWS: Final = 20
_WHOLE_SHEET: Final = "整表"
_OWN_CITATION: Final = "见各条"


def report(
    result: CheckResult, book: SheetBook, time: dt.datetime, checks: Sequence[Check] = CHECKS, only: str = ""
) -> tuple[list[Mark], NewSheet]:
    """Turn what was found in a workbook into marks and the 校验结果 sheet; ``checks`` are those that were run.

    ``only`` is the sheet that the result is about, '' for all.
    """
    findings = result.findings
    ordered = _in_reading_order(findings, book.grid)
    marks = [Mark(f.sheet, f.cell, f.severity.value) for f in ordered if f.cell is not None]
    draft = SheetDraft(TITLE, WIDTHS, head="report_head")
    _write_head(draft, findings, book.gather(versions), time)
    lines = [_finding_row(finding) for finding in ordered] or [_NO_FINDING]
    first, last = draft.table([Column(name, "report_text") for name in COLUMNS], lines)
    _write_not_checked(draft, findings)
    _write_readings(draft, [one for one in book.gather(sheet_readings) if only in ("", one.sheet)])
    _write_reconciliation(draft, [book.derive(reconcile, table) for table in result.tables])
    write_progress(draft, progress_of(book.part(result.tables)))
    _write_checks(draft, findings, checks)
    _write_legend(draft)
    return marks, masked_sheet(draft.report(first, last))


def plan_book_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验整簿: every check on every sheet. Raises InputError where the book holds nothing of ours."""
    refuse_strange_book(book)
    return _plan(examine(book, calls=book.recalculation), book, context, CHECKS)


def plan_sheet_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验当前表: every check, with the whole book at hand, but only findings of the sheet in front."""
    result = examine(book, calls=book.recalculation)
    own = FindingTable(finding for finding in result.findings if finding.sheet == context.sheet)
    own.not_checked.extend(line for line in result.findings.not_checked if f"“{context.sheet}”" in line)
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
    marks, sheet = report(result, book, context.time, checks, only)
    faults = result.findings.counts()[Severity.ERROR.value]
    return SheetPlan(tuple(marks), (sheet,), _counts_text(result.findings), faults)


def _in_reading_order(findings: FindingTable, book: BookGrid) -> list[Finding]:
    """Gravest first, then by sheet and from the top; findings of a whole sheet before its cells."""
    sheets = {sheet.name: i for i, sheet in enumerate(book.sheets)}
    gravity = {severity: i for i, severity in enumerate(Severity)}

    def key(finding: Finding) -> tuple[int, int, tuple[int, int], str]:
        place = parse_address(finding.cell.split(":")[0]) if finding.cell else (0, 0)
        return gravity[finding.severity], sheets.get(finding.sheet, len(sheets)), place, finding.code

    return sorted(findings, key=key)


def _counts_text(findings: FindingTable) -> str:
    counts = findings.counts()
    parts = [f"{severity.label} {counts[severity.value]} 处" for severity in Severity]
    return "，".join([*parts, f"未校验 {len(findings.not_checked)} 项"])


def _write_head(draft: SheetDraft, findings: FindingTable, policy: str, time: dt.datetime) -> None:
    draft.add([NewCell(TITLE, "report_title")])
    draft.add([NewCell(_counts_text(findings), "report_note")])
    line = f"政策版本：{policy}　　校验时间：{time:%Y-%m-%d %H:%M}　　身份证号已脱敏，点“单元格”一栏可跳到原处"
    draft.add([NewCell(line, "report_note")])


def _finding_row(finding: Finding) -> Sequence[Content]:
    return (
        NewCell(finding.severity.label, finding.severity.value),
        finding.sheet,
        NewCell(finding.cell or _WHOLE_SHEET, "report_link", link=(finding.sheet, finding.cell or "A1")),
        finding.message,
        finding.observed,
        finding.expected,
        finding.remedy,
        finding.citation,
        finding.code,
    )


def _section(draft: SheetDraft, title: str, heads: Sequence[Column], rows: Iterable[Sequence[Content]]) -> None:
    draft.add()
    draft.add([NewCell(title, "report_title")])
    draft.table(heads, rows)


def _write_not_checked(draft: SheetDraft, findings: FindingTable) -> None:
    heads = columns("序号:report_number 说明:report_note")
    _section(draft, "未校验（不等于通过）", heads, enumerate(findings.not_checked or ["无"], start=1))


def _write_readings(draft: SheetDraft, readings: Sequence[SheetReading]) -> None:
    """What was recognised, which column was read as what, and which filled columns and rows were not read."""
    lines = [_reading_row(reading) for reading in readings if reading.kind not in SILENT_KINDS]
    heads = [
        Column(name, "report_text") for name in ("工作表", "读作", "表头", "栏（表头→读作）", "没有读的栏", "各行")
    ]
    _section(draft, "怎样读的这张表", heads, lines or [("", "没有表", "", "", "", "")])


def _reading_row(reading: SheetReading) -> Sequence[Content]:
    if reading.kind is None:
        return (reading.sheet, "没有读", "", reading.why, "", "")
    first, last = _ends(reading)
    columns = "；".join(one if one == name else f"{one}→{name}" for one, name in reading.names.items())
    skipped = [f"第{row}行：{why}" for row, why in reading.skipped]
    more = [f"……共{len(skipped)}行没有计入"] if len(skipped) > _SHOWN_ROWS else []
    rows = [f"记录{reading.persons}行，合计{len(reading.sums)}行", *skipped[:_SHOWN_ROWS], *more]
    head = f"第{first}行" if first == last else f"第{first}—{last}行"
    return (reading.sheet, reading.title, head, columns, "、".join(reading.unread) or "无", "；".join(rows))


def _ends(reading: SheetReading) -> tuple[int, int]:
    return reading.header_rows[0], reading.header_rows[-1]


def _write_reconciliation(draft: SheetDraft, reconciled: Sequence[Reconciliation]) -> None:
    rows: list[Sequence[Content]] = []
    for item in reconciled:
        verdict: Content = NewCell("不符", Severity.NOTICE.value) if item.unaccounted else "相符"
        rows.append((verdict, item.sheet, item.rows_read, f"{item.title}：{item.shares}"))
        for total in item.totals:
            verdict = NewCell("不符", Severity.NOTICE.value) if total.difference else "相符"
            text = f"“{total.label}”明细合计 {total.computed:,}，表列合计 {total.stated:,}，相差 {total.difference:,}"
            rows.append((verdict, item.sheet, NewCell(total.cell, "report_link", link=(item.sheet, total.cell)), text))
    title = "读入核对（读入行数 = 记录 + 合计行 + 跳过）"
    names = ("结论", "工作表", "读入行数", "记录 + 合计行 + 跳过；列合计")
    styles = ("report_text", "report_text", "report_number", "report_text")
    _section(draft, title, list(map(Column, names, styles)), rows)


def _write_checks(draft: SheetDraft, findings: FindingTable, checks: Sequence[Check]) -> None:
    """Every check with its number of findings, those that found something first; a reader sees what was looked at."""
    codes = findings.column("code")
    gravity = {severity: place for place, severity in enumerate(Severity, start=-len(Severity))}
    counted = [(sum(code == c.code or code.startswith(c.code + "_") for code in codes), c) for c in checks]
    lines = [
        (check.severity.label, count, check.title, check.citation or _OWN_CITATION)
        for count, check in sorted(counted, key=lambda pair: gravity[pair[1].severity] if pair[0] else 0)
    ]
    for code, title in SAID_BESIDE.items():
        if code in codes:
            lines.insert(0, (Severity.ERROR.label, codes.count(code), title, ""))
    wide = (Column("检查", "report_text", 2), Column("依据", "report_text", 2))
    _section(draft, "各项检查（有问题的在前）", [*columns("级别:report_text 处数:report_number"), *wide], lines)


def _write_legend(draft: SheetDraft) -> None:
    heads = columns("级别:report_text 含义:report_note")
    rows = [(NewCell(severity.label, severity.value), LEGEND[severity]) for severity in Severity]
    _section(draft, "图例（标记不改动原有格式，“清除标记”可全部去掉）", heads, rows)

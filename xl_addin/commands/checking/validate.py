"""The 校验 commands: findings become marks on the cells and the 校验结果 sheet.

Pure data in and out; texts of findings come from the checks, headings and legends stand here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from xl_addin.checks.procedure.steps import PROCEDURE_CHECKS
from xl_addin.checks.reconcile import Reconciliation, reconcile
from xl_addin.checks.registry import CHECKS, FAILED
from xl_addin.checks.run import CheckResult
from xl_addin.checks.spec import Check
from xl_addin.commands.book import CommandBook
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.checking.progress import progress_chart, progress_of, progress_section
from xl_addin.commands.plan import SheetPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.files.report import Mark, ReportCell, ReportSheet
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Finding, FindingTable, Severity

TITLE: Final = "校验结果"
COLUMNS: Final = ("级别", "工作表", "单元格", "问题", "现值", "应为", "怎么改", "依据", "代码")
WIDTHS: Final = (7.0, 14.0, 9.0, 42.0, 20.0, 20.0, 38.0, 28.0, 30.0)
LEGEND: Final = {
    Severity.ERROR: "违反规定，或数据无法使用，必须改正",
    Severity.MISSING: "应填的内容或应有的步骤空缺，须补齐",
    Severity.NOTICE: "提请核对，不一定有错",
}
_WHOLE_SHEET: Final = "整表"
_PROCEDURE_SHEETS: Final = frozenset({"procedure", "progress"})
_OWN_CITATION: Final = "见各条"


def report(
    result: CheckResult, book: SheetBook, time: dt.datetime, checks: Sequence[Check] = CHECKS
) -> tuple[list[Mark], ReportSheet]:
    """Turn what was found in a workbook into marks and the 校验结果 sheet; ``checks`` are those that were run."""
    findings = result.findings
    ordered = _in_reading_order(findings, book.grid)
    marks = [Mark(f.sheet, f.cell, f.severity.value) for f in ordered if f.cell is not None]
    head = _head(findings, book.policy.version, time)
    body = [_finding_row(finding) for finding in ordered] or [_row("", "", "", "未发现问题（未校验的内容见下）")]
    header_row = len(head) + 1
    rows = [
        *head,
        [ReportCell(name, "header") for name in COLUMNS],
        *body,
        *_not_checked_section(findings),
        *_reconciliation_section([reconcile(table) for table in result.tables]),
    ]
    progress = progress_of(book.part(result.tables))
    charts = progress_chart(progress, len(rows) + 1)
    rows += progress_section(progress)
    # The chart stands beside these sections, which leave its columns free.
    every = _check_section(findings, checks)
    merges = _check_merges(len(rows) + 1, len(every))
    rows += [*every, *_legend_section()]
    return marks, ReportSheet(
        title=TITLE,
        rows=rows,
        widths=list(WIDTHS),
        freeze_row=header_row,
        filter_ref=f"A{header_row}:I{header_row + len(body)}",
        merges=merges,
        landscape=True,
        repeat_row=header_row,
        charts=charts,
    )


def plan_book_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验整簿: every check on every sheet."""
    return _plan(examine(book, calls=book.calls), book, context, CHECKS)


def plan_sheet_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """校验当前表: every check, with the whole book at hand, but only findings of the sheet in front."""
    result = examine(book, calls=book.calls)
    own = FindingTable(finding for finding in result.findings if finding.sheet == context.sheet)
    own.not_checked.extend(line for line in result.findings.not_checked if f"“{context.sheet}”" in line)
    tables = [table for table in result.tables if table.sheet == context.sheet]
    return _plan(CheckResult(own, tables), book, context, CHECKS)


def plan_procedure_check(book: CommandBook, context: CommandContext) -> SheetPlan:
    """程序核查: only the checks of procedure steps, and of the 政策 sheet with the office's own limits.

    Raises InputError where there is no sheet of steps: "no faults" would pass for an orderly procedure.
    """
    result = examine(book, PROCEDURE_CHECKS)
    if not any(table.kind in _PROCEDURE_SHEETS for table in result.tables):
        raise InputError(
            "工作簿里没有找到改制程序核查表或改制工作进度表（要有步骤、完成日期、文号等标题），没有核查；"
            "可用“新建模板”生成空白表，把各步骤填好后再点"
        )
    return _plan(result, book, context, PROCEDURE_CHECKS)


def _plan(result: CheckResult, book: CommandBook, context: CommandContext, checks: Sequence[Check]) -> SheetPlan:
    marks, sheet = report(result, book, context.time, checks)
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


def _head(findings: FindingTable, policy: str, time: dt.datetime) -> list[list[ReportCell]]:
    line = f"政策版本：{policy}　　校验时间：{time:%Y-%m-%d %H:%M}　　身份证号已脱敏，点“单元格”一栏可跳到原处"
    return [
        [ReportCell(TITLE, "title")],
        [ReportCell(_counts_text(findings), "note")],
        [ReportCell(line, "note")],
    ]


def _legend_section() -> list[list[ReportCell]]:
    rows = _section("图例（标记不改动原有格式，“清除标记”可全部去掉）", "级别", "含义")
    return rows + [[ReportCell(s.label, s.value), ReportCell(LEGEND[s], "note")] for s in Severity]


def _row(*values: str, style: str = "text") -> list[ReportCell]:
    return [ReportCell(value, style) for value in (*values, *[""] * (len(COLUMNS) - len(values)))]


def _finding_row(finding: Finding) -> list[ReportCell]:
    cells = _row(
        finding.severity.label,
        finding.sheet,
        finding.cell or _WHOLE_SHEET,
        finding.message,
        finding.observed,
        finding.expected,
        finding.remedy,
        finding.citation,
        finding.code,
    )
    cells[0] = ReportCell(finding.severity.label, finding.severity.value)
    cells[2] = ReportCell(finding.cell or _WHOLE_SHEET, "link", (finding.sheet, finding.cell or "A1"))
    return cells


def _section(title: str, *headings: str) -> list[list[ReportCell]]:
    return [[], [ReportCell(title, "title")], [ReportCell(heading, "header") for heading in headings]]


def _not_checked_section(findings: FindingTable) -> list[list[ReportCell]]:
    lines = findings.not_checked or ["无"]
    heading = _section("未校验（不等于通过）", "序号", "说明")
    return [*heading, *([ReportCell(i, "number"), ReportCell(line, "note")] for i, line in enumerate(lines, start=1))]


def _reconciliation_section(reconciled: Sequence[Reconciliation]) -> list[list[ReportCell]]:
    rows = _section(
        "读入核对（读入行数 = 记录 + 合计行 + 跳过）", "结论", "工作表", "读入行数", "记录 + 合计行 + 跳过；列合计"
    )
    for item in reconciled:
        shares = f"{item.title}：记录 {item.records} + 合计行 {item.sums} + 跳过 {item.skipped}"
        rows.append(
            [
                ReportCell("相符", "text"),
                ReportCell(item.sheet, "text"),
                ReportCell(item.rows_read, "number"),
                ReportCell(shares, "text"),
            ]
        )
        for total in item.totals:
            verdict = "相符" if not total.difference else "不符"
            text = f"“{total.label}”明细合计 {total.computed:,}，表列合计 {total.stated:,}，相差 {total.difference:,}"
            rows.append(
                [
                    ReportCell(verdict, "text" if verdict == "相符" else Severity.NOTICE.value),
                    ReportCell(item.sheet, "text"),
                    ReportCell(total.cell, "link", (item.sheet, total.cell)),
                    ReportCell(text, "text"),
                ]
            )
    return rows


def _check_section(findings: FindingTable, checks: Sequence[Check]) -> list[list[ReportCell]]:
    """Every check with its number of findings, those that found something first; a reader sees what was looked at."""
    codes = findings.column("code")
    gravity = {severity: place for place, severity in enumerate(Severity, start=-len(Severity))}
    counted = [(sum(code == c.code or code.startswith(c.code + "_") for code in codes), c) for c in checks]
    lines = [
        (check.severity.label, count, check.title, check.citation or _OWN_CITATION)
        for count, check in sorted(counted, key=lambda pair: gravity[pair[1].severity] if pair[0] else 0)
    ]
    if FAILED in codes:
        lines.insert(0, (Severity.ERROR.label, codes.count(FAILED), "检查未完成", ""))
    rows = _section("各项检查（有问题的在前）", "级别", "处数", "检查", "", "依据", "")
    for level, count, title, citation in lines:
        texts = [ReportCell(text, "text") for text in (title, "", citation, "")]
        rows.append([ReportCell(level, "text"), ReportCell(count, "number"), *texts])
    return rows


def _check_merges(first_row: int, rows: int) -> list[str]:
    """Ranges over which titles and citations of the checks are spread; the section's blank line is ``first_row``."""
    lines = range(first_row + 2, first_row + rows)
    return [f"{columns[0]}{row}:{columns[1]}{row}" for row in lines for columns in ("CD", "EF")]

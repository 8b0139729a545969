"""校验明细: every list in full, for whoever wants to look something up; it does not come out with a printed book.

Every finding a row, with the place of its cause; what was not checked; how each sheet was read and what its rows come
to; and every check, also those that found nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from xl_addin.checks.reconcile import Reconciliation, reconcile
from xl_addin.checks.registry import SAID_BESIDE
from xl_addin.checks.run import CheckResult
from xl_addin.checks.spec import Check
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.report_sign import REPORT_HEADINGS, REPORT_TITLE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import SILENT_KINDS, SheetReading
from xl_addin.values.findings import Finding, FindingTable, Severity

TITLE: Final = "校验明细"
COLUMNS: Final = (*REPORT_HEADINGS, "问题", "现值", "应为", "原因在", "依据", "代码")
WIDTHS: Final = (7.0, 14.0, 9.0, 42.0, 20.0, 20.0, 24.0, 28.0, 24.0)
_NOTE: Final = "明细：每条发现一行；各项检查、读法和核对都列在下面。打印整个工作簿时不打印本表"
_NO_FINDING: Final = ("", "", "", "未发现问题", *[""] * 5)
_SHOWN_ROWS: Final = 20
WHOLE_SHEET: Final = "整表"
_OWN_CITATION: Final = "见各条"


def details(
    result: CheckResult, book: SheetBook, readings: Sequence[SheetReading], checks: Sequence[Check]
) -> NewSheet:
    """Write the sheet; ``checks`` are those that were run."""
    findings = result.findings
    draft = SheetDraft(TITLE, WIDTHS, head="report_head")
    draft.add([NewCell(REPORT_TITLE, "report_title")])
    draft.add([NewCell(_NOTE, "report_note")])
    places = {cause.id: f"{cause.root.sheet}!{cause.root.cell or ''}".rstrip("!") for cause in findings.causes()}
    ordered = [one for cause in findings.causes() for one in cause.findings]
    lines = [finding_row(one, places.get(one.cause, "")) for one in ordered] or [_NO_FINDING]
    first, last = draft.table([Column(name, "report_text") for name in COLUMNS], lines)
    _write_not_checked(draft, findings)
    _write_readings(draft, readings)
    _write_reconciliation(draft, [book.derive(reconcile, table) for table in result.tables])
    _write_checks(draft, findings, checks)
    sheet = draft.report(first, last)
    return replace(sheet, printing=replace(sheet.printing, printed=False))


def finding_row(finding: Finding, cause: str) -> Sequence[Content]:
    """The row of a finding."""
    return (
        NewCell(finding.severity.label, finding.severity.value),
        finding.sheet,
        NewCell(finding.cell or WHOLE_SHEET, "report_link", link=(finding.sheet, finding.cell or "A1")),
        finding.message,
        finding.observed,
        finding.expected,
        cause,
        finding.citation,
        finding.code,
    )


def _section(draft: SheetDraft, title: str, heads: Sequence[Column], rows: Iterable[Sequence[Content]]) -> None:
    draft.add()
    draft.add([NewCell(title, "report_section")])
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
    times = Counter(codes).items()
    counted = [(sum(n for code, n in times if code == c.code or code.startswith(c.code + "_")), c) for c in checks]
    lines = [
        (check.severity.label, count, check.title, check.citation or _OWN_CITATION)
        for count, check in sorted(counted, key=lambda pair: gravity[pair[1].severity] if pair[0] else 0)
    ]
    for code, title in SAID_BESIDE.items():
        if code in codes:
            lines.insert(0, (Severity.ERROR.label, codes.count(code), title, ""))
    wide = (Column("检查", "report_text", 2), Column("依据", "report_text", 2))
    _section(draft, "各项检查（有问题的在前）", [*columns("级别:report_text 处数:report_number"), *wide], lines)

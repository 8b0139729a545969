"""Running the checks on a workbook: tables in, findings out, and what was not checked.

A check that crashes never marks data bad: it becomes one CHECK_FAILED finding, and the rows that
it should have looked at are listed as not checked. The day of the check is an argument, so
that the same book gives the same findings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from xl_addin.checks.coverage import partly_checked
from xl_addin.checks.fund.unread_ledgers import unread_ledgers
from xl_addin.checks.policy_rows import unread_policy_rows
from xl_addin.checks.registry import CHECKS, FAILED, PARTLY_CHECKED
from xl_addin.checks.remarks import answered
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policies_used import rows_text
from xl_addin.sheets.readings import why_unknown
from xl_addin.sheets.severance_calls import pieces_sheets
from xl_addin.sheets.steps import unrecognised_steps
from xl_addin.sheets.untouched import is_untouched, untouched_policy, untouched_sheets
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.tables.record_rows import LOOSE
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Finding, FindingTable, Severity
from xl_addin.values.shown_texts import mask_beginning
from xl_addin.values.stages import CHECKING, counted
from xl_addin.values.unchecked import untouched_line


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Findings of a workbook and the tables that they are about."""

    findings: FindingTable
    tables: list[SheetTable]


def check_book(book: BookGrid, today: dt.date | None = None, policy: Policy | None = None) -> FindingTable:
    """Run every check on a workbook that has been read.

    ``today`` (default: now) bounds dates; amounts are recomputed by ``policy`` (default: the shipped SEG2008).
    """
    return inspect_book(SheetBook(book, today or dt.date.today(), policy or shipped_policy())).findings


def inspect_book(book: SheetBook, checks: Sequence[Check] = CHECKS) -> CheckResult:
    """Run the given checks in their order and keep the tables, for a report that reconciles them."""
    findings = FindingTable()
    for check in counted(CHECKING, checks, len(checks)):
        _run_check(check, book, findings)
    if checks is CHECKS:
        for finding in chain(unread_ledgers(book), unread_policy_rows(book)):
            findings.add(finding)
    findings.not_checked.extend(book.not_checked)
    findings.not_checked.extend(_unchecked_sheets(book))
    return CheckResult(findings, book.tables)


def _run_check(check: Check, book: SheetBook, findings: FindingTable) -> None:
    crashes: list[tuple[SheetTable, Exception]] = []
    seen: set[tuple[str, str | None, str]] = set()
    for table in book.tables:
        if table.kind not in check.kinds or (check.severity == Severity.MISSING and book.derive(is_untouched, table)):
            continue
        try:
            faults = [fault for fault in check.run(table, book) if not _is_answered(check, table, fault)]
            found = [_finding(check, table, fault) for fault in faults]
        except Exception as error:  # a broken rule is not bad data: whatever it raises, the other checks go on
            crashes.append((table, error))
            continue
        for finding in found:
            key = (finding.sheet, finding.cell, finding.code)
            if key not in seen:
                seen.add(key)
                findings.add(finding)
        if check.blocks:
            findings.not_checked.extend(_blocked_rows(check, found))
    if crashes:
        findings.add(_crash_finding(check, crashes))
        findings.not_checked.extend(
            f"工作表“{table.sheet}”{_row_range(table)}：检查“{check.title}”未完成" for table, _ in crashes
        )


def _is_answered(check: Check, table: SheetTable, fault: Fault) -> bool:
    return check.cleared_by is not None and answered(check.cleared_by, table, fault)


def _finding(check: Check, table: SheetTable, fault: Fault) -> Finding:
    return Finding(
        code=f"{check.code}_{fault.variant}" if fault.variant else check.code,
        severity=check.severity,
        sheet=table.sheet,
        cell=fault.cell,
        observed=fault.observed,
        expected=fault.expected,
        # A clerk may have typed an ID number into any cell that a message quotes.
        message=mask_beginning(check.message.format(**fault.detail)),
        remedy=check.remedy.format(**fault.detail),
        citation="；".join(filter(None, (fault.citation, check.citation))),
    )


def _crash_finding(check: Check, crashes: Sequence[tuple[SheetTable, Exception]]) -> Finding:
    sheets = "、".join(dict.fromkeys(table.sheet for table, _ in crashes))
    # Only the kind of error: its text could hold a name or an ID number.
    kind = type(crashes[0][1]).__name__
    return Finding(
        code=FAILED,
        severity=Severity.ERROR,
        sheet=crashes[0][0].sheet,
        cell=None,
        observed="",
        expected="",
        message=f"检查“{check.title}”（{check.code}）在工作表“{sheets}”上未能完成（{kind}），这些行未校验，不表示数据有错",
        remedy="把“关于与诊断”的内容发给维护人员；数据不必修改",
        citation="",
    )


def blocked_line(finding: Finding, blocks: str) -> str:
    """What is said of the row of a finding that keeps something from being checked; '' for one that has no row."""
    return row_line(finding.sheet, parse_address(finding.cell)[0], blocks) if finding.cell else ""


def row_line(sheet: str, row: int, blocks: str) -> str:
    """What is said of a row of which something was not checked.

    >>> row_line("花名册", 7, "日期无法识别，该行的工龄和金额未校验")
    '工作表“花名册”第7行：日期无法识别，该行的工龄和金额未校验'
    """
    return f"工作表“{sheet}”第{row}行：{blocks}"


def _blocked_rows(check: Check, found: Iterable[Finding]) -> Iterable[str]:
    return dict.fromkeys(filter(None, (blocked_line(finding, check.blocks) for finding in found)))


def _row_range(table: SheetTable) -> str:
    if not table.row_numbers:
        return ""
    return f"第{table.row_numbers[0]}—{table.row_numbers[-1]}行"


def _unchecked_sheets(book: SheetBook) -> Iterable[str]:
    tables = book.tables
    recognised = {table.sheet for table in tables}
    untouched = untouched_sheets(book)
    for sheet in book.grid.sheets:
        if not sheet.ours and sheet.name not in recognised and any(v is not None for row in sheet.rows for v in row):
            if sheet.name in book.gather(pieces_sheets):
                yield f"工作表“{sheet.name}”：是金额公式引用的工龄分段，随各行金额核对，本表另不校验"
                continue
            yield f"工作表“{sheet.name}”：表头未识别，整表未校验（{book.gather(why_unknown)[sheet.name]}）"
        unknown = sum(sheet.value(row, col) is None for row, col in sheet.formulas) if sheet.name in recognised else 0
        if unknown and sheet.name not in untouched:
            yield f"工作表“{sheet.name}”：{unknown}个公式没有保存结果，相关单元格未校验（先用“重算”，或打开后保存一次）"
    yield from (untouched_line(name) for name in [*untouched, *untouched_policy(book)])
    yield from partly_checked(book)
    for table in tables:
        if loose := [row for row, why in table.skipped.items() if why == LOOSE]:
            yield f"工作表“{table.sheet}”：{rows_text(loose)}{LOOSE}，未校验，请补全或删去"
        if table.kind in PARTLY_CHECKED:
            yield f"工作表“{table.sheet}”：已识别为{table.layout.title}，本版本{PARTLY_CHECKED[table.kind]}"
        if table.kind == "procedure":
            for cell in unrecognised_steps(table):
                yield f"工作表“{table.sheet}”{cell}：步骤名称未识别，该行未校验（可在“步骤编号”栏填 D01—D29）"

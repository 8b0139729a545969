"""Checks of what one row of 改制程序核查表 says of its own step: how long it took, how the vote was taken.

A dated step whose period cannot be counted, for want of the day from which it runs, is missing that day.

Petitions in a row of steps are judged like those of 信访台账. Intervals between steps are
:mod:`xl_addin.checks.procedure.intervals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.remarks import gives_reason, is_explained
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure import procedure
from xl_addin.policy.procedure_limits import Limit, limit
from xl_addin.rules.procedure.deadlines import is_late_by_days, longest_days
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_text, enterprise_key
from xl_addin.sheets.endings import hands_over_papers, last_ending
from xl_addin.sheets.petitions import granted_days, petitions_of, says_extended
from xl_addin.sheets.sales import sales
from xl_addin.sheets.steps import PETITION_STEPS, StepRow, covers_several, enterprise_rows, step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_PROCEDURE: Final = frozenset({"procedure"})
_PERIODS: Final = {
    "D13": "publicity_days",
    "D17": "listing_workdays",
    "D24": "files_days",
    "D26": "petition_accept_days",
    "D27": "petition_handle_days",
    "D28": "petition_review_days",
}
"""Steps whose own row tells how long they took, and the limit for it."""
_OPEN_VOTE: Final = re.compile(r"举手|鼓掌|口头表决|公开表决")
_SECRET: Final = re.compile(r"无记名|不记名|票决|秘密")


def late_step_rows(step: str, name: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of one step that took longer than its period in calendar days."""
    for row, begun, done in _intervals(step, table, book):
        what = limit(name, begun.span.first)
        # Where it is known when contracts ended, papers are judged from that day (PAPERS_STEP_LATE).
        if step in PETITION_STEPS and _stands_for_several(row, table, book):
            continue
        if step == "D24" and hands_over_papers(table, row) and last_ending(enterprise_key(row.enterprise), book):
            continue
        if step == "D27" and _is_extended(table, row.record):
            what = limit("petition_longest_days", begun.span.first)
        if is_late_by_days(begun.span, done.span, what.count):
            detail = {"start": day_text(begun), "end": day_text(done), "limit": what.text, "cell": begun.cell}
            yield Fault(done.cell, day_text(done), f"{day_text(begun)} 后{what.text}内", detail, citation=what.citation)


def _stands_for_several(row: StepRow, table: SheetTable, book: SheetBook) -> bool:
    """Tell whether a row is about several petitions, each of which is judged in 信访台账; said where there is none."""
    registered = petitions_of(row.enterprise, book)
    several = covers_several(table, row, book)
    if several and not registered:
        line = f"工作表“{table.sheet}”{row.cell}：一行写了多件信访，没有这家企业的信访台账，各件的期限未逐件校验"
        if line not in book.not_checked:
            book.not_checked.append(line)
    return several


def late_step_extensions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows on one petition whose words date its extension after the period that it extends."""
    for row in book.derive(step_rows, table):
        if row.step != "D27" or row.begun is None or covers_several(table, row, book):
            continue
        what = limit("petition_handle_days", row.begun.span.first)
        for role in ("note", "document"):
            for span in granted_days(clean_text(table.column(role)[row.record])):
                if is_late_by_days(row.begun.span, span, what.count):
                    approved = Day(span, table.cell(role, row.record))
                    detail = {"start": day_text(row.begun), "day": day_text(approved), "limit": what.text}
                    detail["cell"] = row.begun.cell
                    expected = f"{day_text(row.begun)} 后{what.text}内"
                    yield Fault(approved.cell, day_text(approved), expected, detail, citation=what.citation)


def short_publicity_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of the publication that lasted fewer days than the office asks for."""
    what = limit("publicity_days", policy=book.policy)
    for row, begun, done in _intervals("D13", table, book):
        days = longest_days(begun.span, done.span)
        if 0 < days < what.count and not is_explained(table, row.record):
            detail = {"days": days, "limit": what.text}
            yield Fault(done.cell, f"{day_text(begun)} 至 {day_text(done)}，{days}日", f"不少于{what.text}", detail)


def _intervals(step: str, table: SheetTable, book: SheetBook) -> Iterator[tuple[StepRow, Day, Day]]:
    for row in book.derive(step_rows, table):
        if row.step == step and row.begun and row.done and row.begun is not row.done:
            yield row, row.begun, row.done


def _is_extended(table: SheetTable, record: int) -> bool:
    return any(says_extended(clean_text(table.column(role)[record])) for role in ("note", "document", "step"))


def open_votes(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Votes that the sheet itself says were not secret."""
    for row in book.derive(step_rows, table):
        if row.step != "D12":
            continue
        for role in ("note", "document", "step"):
            text = clean_text(table.column(role)[row.record])
            found = _OPEN_VOTE.search(text)
            if found and not _SECRET.search(text):
                yield Fault(table.cell(role, row.record), found[0], "无记名投票", {"how": found[0]})


def empty_starts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Dated steps with a period of their own that say nowhere on which day it began."""
    if not (table.has("started") and table.has("finished")):
        return
    starts = table.column("started")
    for rows in enterprise_rows(book.derive(step_rows, table)).values():
        for step, name in _PERIODS.items():
            dated = [row for row in rows if row.step == step and row.done]
            if dated and all(is_empty(starts[row.record]) and row.begun is None for row in dated):
                detail = _period_detail(step, table.label("started"), limit(name, policy=book.policy))
                yield Fault(table.cell("started", dated[0].record), "空", "", detail, step)


def empty_base_dates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Dated appraisals whose remark says no 基准日, unless a 改制工作进度表 of the workbook does."""
    if not table.has("note"):
        return
    known = {
        enterprise_key(sale.enterprise)
        for other in book.of_kind("progress")
        for sale in book.derive(sales, other)
        if sale.appraisal_base
    }
    for sale in book.derive(sales, table):
        if sale.appraised and not sale.appraisal_base and enterprise_key(sale.enterprise) not in known:
            row = next(r for r in book.derive(step_rows, table) if r.step == "D09" and r.done == sale.appraised)
            detail = _period_detail("D09", "评估基准日", limit("appraisal_months"))
            note = clean_text(table.column("note")[row.record])
            yield Fault(table.cell("note", row.record), note or "空", "", detail, "D09")


def _period_detail(step: str, name: str, what: Limit) -> dict[str, object]:
    title = f"{step} {procedure().steps[step].title}"
    return {"step": title, "name": name, "limit": f"{what.name}（{what.text}）"}


def _late_row(code: str, title: str, step: str, name: str, severity: Severity, citation: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=severity,
        kinds=_PROCEDURE,
        message=title + "：{start}（{cell}）起，{end}止，超过{limit}",
        remedy="核对开始、完成日期的原件；属实的补办手续并说明原因",
        citation=citation,
        run=partial(late_step_rows, step, name),
    )


STEP_PERIOD_CHECKS: Final = (
    Check(
        code="STEP_START_MISSING",
        title="步骤开始日期未填",
        severity=Severity.MISSING,
        kinds=_PROCEDURE,
        message="步骤“{step}”的“{name}”未填，{limit}无法核对",
        remedy="按原件补填开始日期，期限从这一天起数",
        citation="改制程序资料须齐全",
        run=empty_starts,
    ),
    # The remark is no required cell, and without the day the completion of the appraisal is gone by: a notice.
    Check(
        code="APPRAISAL_BASE_UNSTATED",
        title="没有写明评估基准日",
        severity=Severity.NOTICE,
        kinds=_PROCEDURE,
        message="步骤“{step}”没有写明“{name}”，{limit}只能从完成日期起核对",
        remedy="在备注栏按评估报告写明，如“基准日2010-12-31”，有效期从基准日起数",
        citation=limit("appraisal_months").citation,
        run=empty_base_dates,
    ),
    Check(
        code="PUBLICITY_STEP_SHORT",
        title="公示天数偏少",
        severity=Severity.NOTICE,
        kinds=_PROCEDURE,
        message="公示{days}日，少于{limit}",
        remedy="核对公示起止日期；本单位规定不同的，在备注中说明依据",
        citation=limit("publicity_days").citation,
        cleared_by=gives_reason,
        run=short_publicity_rows,
    ),
    _late_row("FILES_STEP_LATE", "解除到移交档案", "D24", "files_days", Severity.NOTICE, limit("files_days").citation),
    _late_row("PETITION_ACCEPT_STEP_LATE", "信访受理告知", "D26", "petition_accept_days", Severity.ERROR, ""),
    _late_row("PETITION_HANDLE_STEP_LATE", "信访办理答复", "D27", "petition_handle_days", Severity.ERROR, ""),
    _late_row("PETITION_REVIEW_STEP_LATE", "信访复查复核", "D28", "petition_review_days", Severity.ERROR, ""),
    Check(
        code="EXTENSION_STEP_LATE",
        title="期满后才批准延期",
        severity=Severity.ERROR,
        kinds=_PROCEDURE,
        message="信访办理{start}（{cell}）起，{day}才批准延期，已过{limit}的办理期限；延期应在期满前批准",
        remedy="核对受理时间和延期批准文件的原件；属实的按未延期处理，向信访人说明并记录原因",
        citation="",
        run=late_step_extensions,
    ),
    Check(
        code="VOTE_NOT_SECRET",
        title="表决未用无记名方式",
        severity=Severity.NOTICE,
        kinds=_PROCEDURE,
        message="职代会表决方式为“{how}”，应采用无记名投票",
        remedy="核对会议记录和计票单；确未采用无记名投票的，应重新表决",
        citation="企业民主管理规定（职代会表决采用无记名投票）",
        run=open_votes,
    ),
)

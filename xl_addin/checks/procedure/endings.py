"""Checks of what must come before and after the end of contracts: approval before it; papers and pay soon after it.

Sources: 企业国有资产法 art 34, 53 and 丰城市 2011 (报上级审核后方可实施); 劳动合同法 art 50: certificate at the end,
files and insurance within fifteen days, severance when the work is handed over. Where the endings themselves lie before
the approval, nothing is counted from them as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import gives_reason, is_explained
from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.policy.grounds import grounds
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.deadlines import days_between, is_late_by_days
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.rules.severance.service import split_day
from xl_addin.sheets.approved import approval_days
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, day_text, enterprise_key, texts
from xl_addin.sheets.endings import (
    Ending,
    all_endings,
    endings,
    endings_of,
    hands_over_papers,
    is_year_slip,
    last_ending,
    usual_ending,
)
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.sheets.persons import severance_places
from xl_addin.sheets.severance import ground_codes
from xl_addin.sheets.steps import step_rows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_SEVERANCE: Final = frozenset({"severance"})
_PROCEDURE: Final = frozenset({"procedure"})
_BY_ITSELF: Final = "期满"
"""The ground with which a contract ends on its own day, whatever is approved."""
_SEVERANCE_ACCOUNTS: Final = frozenset({"经济补偿"})
_PARTS: Final = ("分期", "分次", "分批", "首期", "余款", "第二", "续发", "补发", "未领")


def _approved(firm: str, book: SheetBook) -> Day | None:
    return book.gather(approval_days).get(firm)


def ended_before_approval(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every contract that ended before the plan of its enterprise was approved; a person on two sheets once."""
    first = book.gather(_first_places)
    codes = book.derive(ground_codes, table)
    for one in book.derive(endings, table):
        approved = _approved(one.enterprise, book)
        if approved is None or (one.sheet, one.day.cell) not in first:
            continue
        code = int(codes[one.record])
        by_itself = code >= 0 and grounds()[code].label == _BY_ITSELF
        if is_out_of_order(approved.span, one.day.span) and not by_itself and not _is_slip(one, book):
            detail = {"day": day_text(one.day), "approved": day_text(approved), "place": _place(approved, book)}
            yield Fault(one.day.cell, day_text(one.day), f"不早于 {day_text(approved)}", detail)


def _first_places(book: SheetBook) -> set[tuple[str, str]]:
    """Where each ending is told first: sheet and cell."""
    return {(one.sheet, one.day.cell) for one in book.gather(all_endings)}


def _place(approved: Day, book: SheetBook) -> str:
    """Where a day of approval is written."""
    for table in book.of_kind("progress", "procedure"):
        if any(row.step == "D16" and row.done == approved for row in book.derive(step_rows, table)):
            return f"“{table.sheet}”{approved.cell}"
    return approved.cell


def _is_slip(one: Ending, book: SheetBook) -> bool:
    return is_year_slip(one.day.span, usual_ending(endings_of(one.enterprise, book)))


def counted_ending(firm: str, book: SheetBook) -> Day | None:
    """The last ending of an enterprise, from which to count; None where it lies before the approval itself."""
    ended, approved = last_ending(firm, book), _approved(firm, book)
    doubtful = ended is not None and approved is not None and is_out_of_order(approved.span, ended.span)
    return None if doubtful else ended


def late_paper_steps(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows in which the papers of an enterprise were finished after the lawful days from the last ending."""
    what = limit("files_days")
    for row in book.derive(step_rows, table):
        if row.step != "D24" or row.done is None or not hands_over_papers(table, row):
            continue
        ended = counted_ending(enterprise_key(row.enterprise), book)
        if ended and ended.span.last >= split_day() and is_late_by_days(ended.span, row.done.span, what.count):
            days = days_between(ended.span, row.done.span)
            detail = {"ended": day_text(ended), "done": day_text(row.done), "days": days, "limit": what.text}
            yield Fault(row.done.cell, day_text(row.done), f"{day_text(ended)} 后{what.text}内", detail)


def late_pay_steps(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows in which severance was paid later than the office allows after the last ending."""
    what = limit("pay_days", policy=book.policy)
    for row in book.derive(step_rows, table):
        if row.step == "D23" and row.done and not is_explained(table, row.record):
            ended = counted_ending(enterprise_key(row.enterprise), book)
            if ended and is_late_by_days(ended.span, row.done.span, what.count):
                detail = {"ended": day_text(ended), "day": day_text(row.done), "limit": what.text}
                yield Fault(row.done.cell, day_text(row.done), f"{day_text(ended)} 后{what.text}内", detail)


def late_pay_entries(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first payment of severance of each enterprise where it is late, and nothing else tells when pay began."""
    if book.of_kind("payments"):
        return
    what = limit("pay_days", policy=book.policy)
    rows, notes, said = book.derive(ledger_rows, table), texts(table, "note"), texts(table, "summary")
    first: dict[str, tuple[int, Day]] = {}
    for i, (firm, day) in enumerate(zip(rows.enterprise, rows.day, strict=True)):
        account = rows.account[i]
        if firm and day and account is not None and account.name in _SEVERANCE_ACCOUNTS:
            known = first.get(firm)
            first[firm] = (i, day) if known is None or day.span < known[1].span else known
    for firm in first.keys() - set(book.gather(paying_firms)):
        record, day = first[firm]
        explained = is_explained(table, record) or any(word in notes[record] + said[record] for word in _PARTS)
        ended = None if explained else counted_ending(firm, book)
        if ended and is_late_by_days(ended.span, day.span, what.count):
            detail = {"ended": day_text(ended), "day": day_text(day), "limit": what.text}
            yield Fault(day.cell, day_text(day), f"{day_text(ended)} 后{what.text}内", detail)


def paying_firms(book: SheetBook) -> list[str]:
    """Enterprises whose pay stands with its day on a sheet of steps."""
    found: list[str] = []
    for table in book.of_kind("procedure"):
        rows = book.derive(step_rows, table)
        found.extend(enterprise_key(row.enterprise) for row in rows if row.step == "D23" and row.done)
    return found


def late_certificates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Certificates for the unemployed given out later than the office allows after the contract ended."""
    what = limit("certificate_days", policy=book.policy)
    for i, place in enumerate(book.derive(severance_places, table)):
        issued, ended = day_at(table, "certificate_issued", i), day_at(table, "end", i)
        if ended is None and place is not None:
            ended = day_at(place.table, "end", place.record)
        if issued and ended and is_late_by_days(ended.span, issued.span, what.count) and not is_explained(table, i):
            detail = {"ended": day_text(ended), "day": day_text(issued), "limit": what.text}
            yield Fault(issued.cell, day_text(issued), f"{day_text(ended)} 后{what.text}内", detail)


def _late_notice(code: str, title: str, kind: str, message: str, name: str, run: CheckFunction, remedy: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=Severity.NOTICE,
        kinds=frozenset({kind}),
        message=message,
        remedy=remedy + "；确有原因的在备注中说明，说明后不再提示",
        citation=limit(name).citation,
        cleared_by=gives_reason,
        run=run,
    )


_PAY_MESSAGE: Final = "{ended}解除劳动合同，经济补偿金{day}才发放，超过{limit}"
_PAY_REMEDY: Final = "核对两个日期；经济补偿金应在办结工作交接时支付"
ENDING_CHECKS: Final = (
    Check(
        code="ENDED_BEFORE_APPROVAL",
        title="批复前解除劳动合同",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="解除时间{day}早于改制方案批复时间（{approved}，{place}）；批复后方可解除劳动合同",
        remedy="核对解除时间和批复时间的原件；日期无误的，报批准机关处理",
        citation="企业国有资产法第三十四条、第五十三条；丰城市2011年做法五（报上级审核后方可实施）",
        run=ended_before_approval,
    ),
    Check(
        code="PAPERS_STEP_LATE",
        title="出具证明、移交档案超过15日",
        severity=Severity.ERROR,
        kinds=_PROCEDURE,
        message="{ended}解除劳动合同，{done}才办完证明、档案和社保关系转移，共{days}日，超过{limit}",
        remedy="核对解除时间和移交单；未办完的尽快办理，已超期的说明原因",
        citation=limit("files_days").citation,
        run=late_paper_steps,
    ),
    _late_notice("PAY_STEP_LATE", "解除后久未发放", "procedure", _PAY_MESSAGE, "pay_days", late_pay_steps, _PAY_REMEDY),
    _late_notice(
        "SEVERANCE_PAID_LATE", "解除后久未发放", "ledger", _PAY_MESSAGE, "pay_days", late_pay_entries, _PAY_REMEDY
    ),
    _late_notice(
        "CERTIFICATE_ISSUED_LATE",
        "优惠证办理偏迟",
        "reemployment",
        "{ended}解除劳动合同，优惠证{day}才发，超过{limit}",
        "certificate_days",
        late_certificates,
        "核对解除时间和证件；本单位规定不同的，在政策表“办理优惠证天数”一栏填写",
    ),
)

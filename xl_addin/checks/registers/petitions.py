"""Checks of 信访台账: acceptance, handling, extension, review, by the text in force on the day.

Calendar days, counted as the difference of dates. The 2005 text holds until 2022-04-30, the 2022 text from 2022-05-01
(policy data). Leaves out what a petition is about, and open petitions
(:mod:`xl_addin.checks.registers.petition_cases`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import HEARING
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import Limit, limit
from xl_addin.rules.procedure.deadlines import days_between, is_late_by_days
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, day_text, days_in_text, text_at
from xl_addin.sheets.petitions import says_extended
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_PETITIONS: Final = frozenset({"petitions"})
_YES: Final = frozenset({"是", "已化解", "化解", "已结", "办结", "已办结", "√", "Y", "YES"})
_NO_EXTENSION: Final = re.compile(r"(?:未|没有|无|不)(?:经|需|予|批准|办理|申请)*延期|^(?:否|无|未)$")
_HEARD: Final = re.compile(r"(?<![未不无没需])(?:举行|组织|召开|进行|经过|经|有|已|含)?听证(?!申请)")
_REVIEWS: Final = (
    ("answered", "review_requested", "request"),
    ("review_requested", "review_answered", "answer"),
    ("review_answered", "recheck_requested", "request"),
    ("recheck_requested", "recheck_answered", "answer"),
)
"""Earlier and later column of each period of review, and what the later one is."""
_REVIEW_WORDS: Final = {"request": "申请", "answer": "作出答复"}


def is_closed(table: SheetTable, record: int) -> bool:
    """Tell whether 是否化解 says that a case needs no further answer."""
    return text_at(table, "resolved", record).upper() in _YES


def late_acceptances(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Petitions accepted, or the petitioner told so, too late."""
    for i in range(len(table)):
        registered, accepted = day_at(table, "registered", i), day_at(table, "accepted", i)
        if registered and accepted:
            yield from _late(registered, accepted, limit("petition_accept_days", registered.span.first))


def late_answers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Petitions answered after their period, extended where an extension was approved."""
    for i in range(len(table)):
        accepted, answered = day_at(table, "accepted", i), day_at(table, "answered", i)
        if accepted and answered:
            extended = is_extended(table, i)
            name = "petition_longest_days" if extended else "petition_handle_days"
            what, longest = (limit(n, accepted.span.first) for n in (name, "petition_longest_days"))
            days = days_between(accepted.span, answered.span)
            why = "，已经延期批准" if extended else "，没有延期批准"
            if days > longest.count and not extended:
                why = f"，没有延期批准，且超过延期后的{longest.text}"
            yield from _late(accepted, answered, what, why)


def is_extended(table: SheetTable, record: int) -> bool:
    """Tell whether an extension was approved: its own column, or the word in 办理情况 or 备注 (C2 34)."""
    own = text_at(table, "extension", record)
    if own and not _NO_EXTENSION.search(own):
        return True
    return any(says_extended(text_at(table, role, record)) for role in ("handling", "note"))


def late_reviews(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Reviews requested or answered too late, from their own columns or the two dates of 复查/复核."""
    for i in range(len(table)):
        # Days of a hearing do not count, and how many they were is in no column: not judged.
        if any(_HEARD.search(text_at(table, role, i)) for role in ("review", "handling", "note")):
            continue
        for start, end, what in _review_periods(table, i):
            period = limit("petition_review_days", start.span.first)
            yield from _late(start, end, period, f"（{_REVIEW_WORDS[what]}）")


def _review_periods(table: SheetTable, record: int) -> Iterator[tuple[Day, Day, str]]:
    for first, second, what in _REVIEWS:
        start, end = day_at(table, first, record), day_at(table, second, record)
        if start and end:
            yield start, end, what
    if table.has("review") and not is_empty(table.column("review")[record]):
        spans = days_in_text(clean_text(table.column("review")[record]))
        if len(spans) == 2:
            cell = table.cell("review", record)
            answered = day_at(table, "answered", record)
            requested, replied = (Day(span, cell) for span in spans)
            if answered:
                yield answered, requested, "request"
            yield requested, replied, "answer"


def _late(start: Day, end: Day, what: Limit, why: str = "") -> Iterator[Fault]:
    if is_late_by_days(start.span, end.span, what.count):
        days = days_between(start.span, end.span)
        detail = {
            "start": day_text(start),
            "cell": start.cell,
            "end": day_text(end),
            "days": days,
            "limit": what.text,
            "why": why,
        }
        yield Fault(end.cell, f"{day_text(end)}（第{days}日）", f"{what.text}内", detail, citation=what.citation)


def unregistered(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Petitions without a day of registration."""
    if table.has("registered"):
        for i, value in enumerate(table.column("registered")):
            if is_empty(value):
                yield Fault(table.cell("registered", i), "空", "", {"name": table.label("registered")})


PETITION_CHECKS: Final = (
    Check(
        code="PETITION_REGISTRATION_MISSING",
        title="信访登记时间未填",
        severity=Severity.MISSING,
        kinds=_PETITIONS,
        message="“{name}”未填，受理期限无法校验",
        remedy="按登记簿补填",
        citation=limit("petition_accept_days").citation,
        run=unregistered,
    ),
    Check(
        code="PETITION_ACCEPT_LATE",
        title="信访受理告知超期",
        severity=Severity.ERROR,
        kinds=_PETITIONS,
        message="{start}（{cell}）登记，{end}受理，共{days}日，超过{limit}",
        remedy="核对登记簿和受理告知书；属实的向信访人说明并记录原因",
        citation="",
        run=late_acceptances,
    ),
    Check(
        code="PETITION_HANDLE_LATE",
        title="信访办理超期",
        severity=Severity.ERROR,
        kinds=_PETITIONS,
        message="{start}（{cell}）受理，{end}答复，共{days}日，超过{limit}{why}",
        remedy="核对受理告知书和处理意见书；有延期批准的填入“延期审批”",
        citation="",
        run=late_answers,
    ),
    Check(
        code="PETITION_REVIEW_LATE",
        title="信访复查、复核超期",
        severity=Severity.ERROR,
        kinds=_PETITIONS,
        message="复查、复核：{start}（{cell}）起，{end}{why}，共{days}日，超过{limit}",
        remedy="核对申请书和复查、复核意见书；听证时间不计入，有听证的在备注中说明",
        citation="",
        cleared_by=HEARING,
        run=late_reviews,
    ),
)

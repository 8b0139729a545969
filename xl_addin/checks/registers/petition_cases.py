"""Checks of what 信访台账 says of each case beside its periods: who answers for it, who speaks for it, what is open.

An open case is an unfilled cell, with its days and its last day told against the day of the check; whether that day is
past is said, and is no error of the sheet. An extension must be approved before the period that it extends is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from xl_addin.checks.registers.petitions import is_closed, is_extended
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import Limit, limit
from xl_addin.rules.procedure.deadlines import days_between, is_late_by_days
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, day_text, text_at
from xl_addin.sheets.petitions import extension_days
from xl_addin.tables.cleaning import clean_text, clean_whole
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.sum_cells import formulas_in
from xl_addin.values.dates import day_number, to_date
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_PETITIONS: Final = frozenset({"petitions"})
_OTHER_FORMS: Final = re.compile(r"信[^访]|信$|函|电|网|邮|传真|微信|短信|转办|交办|督办")
_VISIT: Final = re.compile(r"访|上门|面谈|集体")
_SPEAKS: Final = re.compile(r"代表")
_NOBODY: Final = re.compile(r"(?:未|没有|无|不)[^,。;]{0,4}代表|^(?:无|否|没有)$")
_COUNTED: Final = re.compile(r"代表[^,。;\d]{0,4}(\d+)|(?<!\d)(\d+)[名位个人]{1,2}[^,。;\d]{0,4}代表")


def unanswered(role: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Petitions not accepted, or not answered and not closed, with their days up to the day of the check."""
    if not table.has(role):
        return
    for i, value in enumerate(table.column(role)):
        if is_empty(value) and not (role == "answered" and is_closed(table, i)):
            why = _words(standing(role, table, i, book), not_begun(role, table, i, book), book)
            yield Fault(table.cell(role, i), "空", "", {"name": table.label(role), "why": why})


def _since(role: str, table: SheetTable, record: int) -> Day | None:
    """The day from which a case waits; the answer to a case that was not yet accepted waits for that first."""
    return day_at(table, "accepted" if role == "answered" else "registered", record)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open case stands: since when it waits, for what, and the last day for that (day numbers)."""

    role: str
    """``accepted`` while the petitioner waits to be told, else ``answered``."""
    since: Day
    begun: int
    last: int
    limit: Limit


def standing(role: str, table: SheetTable, record: int, book: SheetBook) -> Standing | None:
    """How a case stands that waits to be accepted or answered; None where its day is not known or is still to come."""
    since = _since(role, table, record)
    if since is None or day_number(book.today) < since.span.first:
        return None
    name = "petition_accept_days" if role == "accepted" else ""
    name = name or ("petition_longest_days" if is_extended(table, record) else "petition_handle_days")
    what = limit(name, since.span.first)
    return Standing(role, since, since.span.last, since.span.last + what.count, what)


def not_begun(role: str, table: SheetTable, record: int, book: SheetBook) -> str:
    """Which day of a case is still to come on the day of the check, so that no period runs yet; '' for none."""
    today, words = day_number(book.today), {"registered": "登记", "accepted": "受理"}
    days = {name: day_at(table, name, record) for name in words}
    since = _since(role, table, record)
    if since is not None and since.span.first <= today:
        return ""
    ahead = [words[name] for name, day in days.items() if day is not None and today < day.span.first]
    return f"{ahead[0]}在核对日之后" if ahead else ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is neither answered nor closed, and how it stands, if that can be told; else why not."""

    record: int
    standing: Standing | None
    ahead: str
    """登记在核对日之后 where the case begins later than the day of the check."""
    role: str
    """What it waits for, as in :class:`Standing`."""

    @property
    def stage(self) -> str:
        """What the case waits for, or why that has no day."""
        if self.standing is None:
            return self.ahead or ("登记日期不明" if self.role == "accepted" else "受理日期不明")
        return "待告知受理" if self.role == "accepted" else "待答复"


def open_cases(table: SheetTable, book: SheetBook) -> list[OpenCase]:
    """Every open case of a register."""
    found = []
    for i in range(len(table)):
        if is_closed(table, i) or (table.has("answered") and not is_empty(table.column("answered")[i])):
            continue
        role = "accepted" if table.has("accepted") and is_empty(table.column("accepted")[i]) else "answered"
        ahead = not_begun(role, table, i, book)
        found.append(OpenCase(i, None if ahead else standing(role, table, i, book), ahead, role))
    return found


def _words(one: Standing | None, ahead: str, book: SheetBook) -> str:
    """How long a case is open, its last day, and whether that is past; or that it begins later than today."""
    if ahead:
        return f"：{ahead}（核对日 {book.today.isoformat()}），期限还没有起算"
    if one is None:
        return ""
    today = day_number(book.today)
    word = "登记" if one.role == "accepted" else "受理"
    left = f"已超过{today - one.last}日" if today > one.last else f"还有{one.last - today}日"
    done = "告知受理" if one.role == "accepted" else "办结"
    end = f"{done}的最后一日是{to_date(one.last).isoformat()}（{one.limit.text}）"
    return f"：{day_text(one.since)}{word}，到{book.today.isoformat()}是第{today - one.begun}日，{end}，{left}"


def without_body(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Petitions for which no unit answers."""
    if table.has("responsible"):
        for i, value in enumerate(table.column("responsible")):
            if is_empty(value):
                yield Fault(table.cell("responsible", i), "空", "", {"name": table.label("responsible")})


def without_representatives(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Visits of a group for which nobody is said to speak, or more than may."""
    if not table.has("persons"):
        return
    for i, value in enumerate(table.column("persons")):
        count = _count(value)
        day = day_at(table, "registered", i) or day_at(table, "accepted", i)
        what = limit("petition_group", day.span.first if day else day_number(book.today))
        if count is None or count < what.count or not _may_be_visit(table, i):
            continue
        speaking = _representatives(table, i)
        if speaking is None or speaking > what.count:
            said = "没有写明推选了代表" if speaking is None else f"写明的代表有{speaking}人"
            how = "共同走访" if _VISIT.search(text_at(table, "petition_form", i)) else "共同信访（没有写明是否走访）"
            detail = {"count": count, "limit": what.text, "said": said, "how": how}
            yield Fault(table.cell("persons", i), str(count), f"代表不超过{what.text}", detail, citation=what.citation)


def _count(value: object) -> int | None:
    text = clean_text(value).rstrip("人名余 ") if isinstance(value, str) else value
    try:
        return clean_whole(text, "人数")
    except (InputError, TypeError):
        return None


def _may_be_visit(table: SheetTable, record: int) -> bool:
    """Letters, calls and messages need no representatives; what is not said may be a visit."""
    form = text_at(table, "petition_form", record)
    return bool(_VISIT.search(form)) or not _OTHER_FORMS.search(form)


def _representatives(table: SheetTable, record: int) -> int | None:
    """How many speak for a group; None where nobody is said to, 1 where the number is not told."""
    own = text_at(table, "representatives", record)
    if own and not _NOBODY.search(own):
        names = [part for part in re.split(r"[、,;/]|和|及", own) if part]
        return _count(own) or len(names)
    roles = ("petitioner", "matter", "handling", "stabilising", "note")
    words = [text for text in (text_at(table, role, record) for role in roles) if _SPEAKS.search(text)]
    if not words or any(map(_NOBODY.search, words)):
        return None
    counted = [int(found[1] or found[2]) for text in words if (found := _COUNTED.search(text))]
    return max(counted, default=1)


def late_extensions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Extensions approved after the period that they extend was over."""
    for i in range(len(table)):
        accepted = day_at(table, "accepted", i)
        if accepted is None:
            continue
        what = limit("petition_handle_days", accepted.span.first)
        for role in ("extension", "handling", "note"):
            for span in extension_days(table, role, i):
                if is_late_by_days(accepted.span, span, what.count):
                    yield _late_extension(accepted, Day(span, table.cell(role, i)), what)


def _late_extension(accepted: Day, approved: Day, what: Limit) -> Fault:
    days = days_between(accepted.span, approved.span)
    last = to_date(accepted.span.last + what.count).isoformat()
    detail = {"start": day_text(accepted), "day": day_text(approved), "days": days, "limit": what.text, "last": last}
    return Fault(approved.cell, day_text(approved), f"不晚于 {last}", detail, citation=what.citation)


def blank_deadlines(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Cells of 办结时限 left empty beside a day of acceptance that is written as text, where other rows have theirs."""
    if not (table.has("deadline") and table.has("accepted")):
        return
    deadlines, accepted = table.column("deadline"), table.column("accepted")
    formulas = formulas_in(table, "deadline", table.row_numbers)
    in_use = any(not is_empty(value) for value in deadlines)
    for i, (value, typed) in enumerate(zip(deadlines, accepted, strict=True)):
        day = day_at(table, "accepted", i)
        formula = formulas.get(table.row_numbers[i], "")
        blank = "ISNUMBER" in formula.upper() if table.awaits_calculation("deadline", i) else bool(formula) or in_use
        if is_empty(value) and isinstance(typed, str) and day and blank:
            what = limit("petition_longest_days" if is_extended(table, i) else "petition_handle_days", day.span.first)
            last = to_date(day.span.last + what.count).isoformat()
            detail = {"day": day_text(day), "cell": day.cell, "limit": what.text, "last": last}
            yield Fault(table.cell("deadline", i), "空", last, detail)


_LATE_REMEDY: Final = "核对受理时间和延期批准文件的原件；属实的按未延期处理，向信访人说明并记录原因"
PETITION_CASE_CHECKS: Final = (
    Check(
        code="PETITION_ACCEPTANCE_MISSING",
        title="信访受理时间未填",
        severity=Severity.MISSING,
        kinds=_PETITIONS,
        message="“{name}”未填，办理期限无法校验{why}",
        remedy="按受理告知书补填；尚未受理的抓紧受理并书面告知",
        citation=limit("petition_accept_days").citation,
        run=partial(unanswered, "accepted"),
    ),
    Check(
        code="PETITION_ANSWER_MISSING",
        title="信访事项未答复",
        severity=Severity.MISSING,
        kinds=_PETITIONS,
        message="“{name}”未填，也未注明已化解{why}",
        remedy="按处理意见书补填；尚未答复的抓紧办理，需要延期的在期满前报批",
        citation=limit("petition_handle_days").citation,
        run=partial(unanswered, "answered"),
    ),
    Check(
        code="PETITION_BODY_MISSING",
        title="信访责任单位未填",
        severity=Severity.MISSING,
        kinds=_PETITIONS,
        message="“{name}”未填，不知道由谁办理、答复",
        remedy="按转送、交办单补填责任单位",
        citation="信访条例（2005）第二十一条、第二十二条；信访工作条例（2022）第二十二条、第二十三条",
        run=without_body,
    ),
    Check(
        code="PETITION_REPRESENTATIVES",
        title="多人走访没有写明代表",
        severity=Severity.NOTICE,
        kinds=_PETITIONS,
        message="{count}人{how}，{said}；多人走访应推选代表，代表不超过{limit}",
        remedy="核对来访登记，在备注中写明推选的代表及人数，如“推选代表3人”；不是走访的，填写信访形式",
        citation="",
        run=without_representatives,
    ),
    Check(
        code="EXTENSION_LATE",
        title="期满后才批准延期",
        severity=Severity.ERROR,
        kinds=_PETITIONS,
        message="{start}受理，{day}才批准延期，是第{days}日，已过{limit}的办理期限（最后一日{last}）；延期应在期满前批准",
        remedy=_LATE_REMEDY,
        citation="",
        run=late_extensions,
    ),
    Check(
        code="PETITION_DEADLINE_BLANK",
        title="办结时限没有算出",
        severity=Severity.NOTICE,
        kinds=_PETITIONS,
        message="受理时间（{cell}）是文本，办结时限没有算出；按{day}受理，{limit}的最后一日是{last}",
        remedy="把受理时间改为日期格式，或在办结时限一栏直接填写",
        citation=limit("petition_handle_days").citation,
        run=blank_deadlines,
    ),
)

"""Checks of 公示情况表: how long something was posted, where, and whether objections were answered.

No national rule fixes the number of days; it is a figure of the office, both days counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import gives_reason, is_explained
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.deadlines import longest_days
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_text, texts
from xl_addin.sheets.periods import PERIODS, both_days
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_PUBLICITY: Final = frozenset({"publicity"})
_NO_OBJECTION: Final = re.compile(
    r"(?:无|没有|未)(?:人|收到|提出|有|接到)*(?:任何|职工|书面)*(?:异议|意见|反映)?[。.]?|0(?:条|件|人|起)?|否"
)


def short_postings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Postings of fewer days than the office asks for."""
    what = limit("publicity_days", policy=book.policy)
    for i in range(len(table)):
        start, end = both_days(table, i)
        days = longest_days(start.span, end.span) if start and end else 0
        if start and end and 0 < days < what.count and not is_explained(table, i):
            shown = f"{day_text(start)} 至 {day_text(end)}，{days}日"
            yield Fault(end.cell, shown, f"不少于{what.text}", {"days": days, "limit": what.text})


def wrong_day_counts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Typed numbers of days that the two dates do not give, counted with both days or with one of them."""
    for i, value in enumerate(table.column("posted_days") if table.has("posted_days") else ()):
        start, end = both_days(table, i)
        typed = clean_text(value).rstrip("天日 ")
        if start and end and typed.isdecimal() and start.span.first == start.span.last:
            days = longest_days(start.span, end.span)
            if days > 0 and int(typed) not in (days, days - 1):
                yield Fault(table.cell("posted_days", i), typed, str(days), {"days": days, "typed": typed})


def unanswered_objections(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Objections whose answer and day of answer are both empty."""
    roles = [role for role in ("answer", "answered") if table.has(role)]
    for i, objection in enumerate(texts(table, "objection")):
        if objection and not _NO_OBJECTION.fullmatch(objection) and all(is_empty(table.column(r)[i]) for r in roles):
            cell = table.cell(roles[0] if roles else "objection", i)
            yield Fault(cell, "空", "", {"cell": table.cell("objection", i)})


def empty_postings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty cells that a posting needs: what, where, from when, until when; a day that another cell tells is none."""
    period = PERIODS[table.kind]
    days = [both_days(table, i) for i in range(len(table))]
    told = {period.first: [start for start, _ in days], period.last: [end for _, end in days]}
    if not (table.has(period.first) or table.has(period.last)):
        told[period.whole] = told[period.last]
    for spec in table.specs():
        if spec.needed or spec.role in told:
            known = told.get(spec.role, [None] * len(table))
            for i, value in enumerate(table.column(spec.role)):
                if is_empty(value) and known[i] is None:
                    yield Fault(
                        table.cell(spec.role, i), "空", "", {"name": table.label(spec.role)}, variant=spec.role.upper()
                    )


PUBLICITY_CHECKS: Final = (
    Check(
        code="PUBLICITY_MISSING",
        title="公示登记不全",
        severity=Severity.MISSING,
        kinds=_PUBLICITY,
        message="公示的“{name}”未填",
        remedy="按张榜照片和公示记录补填",
        citation="国办发〔2005〕60号",
        run=empty_postings,
    ),
    Check(
        code="PUBLICITY_SHORT",
        title="公示天数偏少",
        severity=Severity.NOTICE,
        kinds=_PUBLICITY,
        message="公示{days}日，少于{limit}",
        remedy="核对公示起止日期；本单位规定不同的，在备注中说明依据",
        citation=limit("publicity_days").citation,
        cleared_by=gives_reason,
        run=short_postings,
    ),
    Check(
        code="PUBLICITY_DAY_COUNT",
        title="公示天数与起止日期不符",
        severity=Severity.ERROR,
        kinds=_PUBLICITY,
        message="公示天数填{typed}，按起止日期为{days}",
        remedy="核对公示起止日期",
        citation="数字前后不合",
        run=wrong_day_counts,
    ),
    Check(
        code="OBJECTION_UNANSWERED",
        title="公示异议未答复",
        severity=Severity.MISSING,
        kinds=_PUBLICITY,
        message="公示期间有异议（{cell}），没有答复",
        remedy="答复后填写答复情况和时间；已答复的补填",
        citation="丰城市2011年做法五（公开公示，接受职工监督）",
        run=unanswered_objections,
    ),
)

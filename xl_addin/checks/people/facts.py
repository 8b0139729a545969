"""Checks of a person's facts against each other: birth and sex against the ID number, ages, order of dates.

A date known only to the month is judged by the day that suits it best: a fault is said only
where every reading is at fault. Only sound ID numbers are compared with. Source of the ages:
``policy/data/limits.toml``; the archive may prevail over the ID number, so that is a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.insurance import INSURED, in_parts, period_order
from xl_addin.checks.date_cells import absurd_dates, cell_fault
from xl_addin.checks.remarks import ARCHIVE, YOUNG
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.limits import limit, limits
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import (
    NO_SEX,
    PERSONS,
    UNKNOWN,
    births,
    days,
    id_births,
    id_sexes,
    service_start,
    typed_sexes,
)
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, add_months, day_number, to_date
from xl_addin.values.findings import Severity

_ROSTERS: Final = frozenset({"roster", "severance"})
_STARTS: Final = ("start", "entry")


def birth_against_id(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every birth date that differs from the one in the ID number; month-only dates by month."""
    if not (table.has("birth") and table.has("id")):
        return
    typed, own = book.derive(days, table, "birth"), book.derive(id_births, table)
    both = typed.known & (own != UNKNOWN)
    for i in np.flatnonzero(both & ((own < typed.first) | (own > typed.last))).tolist():
        right = to_date(own[i])
        shown = f"{right.year}年{right.month}月" if typed.first[i] != typed.last[i] else right.isoformat()
        yield cell_fault(table, "birth", i, shown, {"right": shown})


def sex_against_id(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every sex that differs from the one in the ID number."""
    if not (table.has("sex") and table.has("id")):
        return
    typed, own = book.derive(typed_sexes, table), book.derive(id_sexes, table)
    for i in np.flatnonzero((typed != own) & (typed != NO_SEX) & (own != NO_SEX)).tolist():
        yield cell_fault(table, "sex", i, "女男"[own[i]], {"right": "女男"[own[i]]})


def young_starts(least: str, above: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every start of work under one age and not under a lower one; ``above`` is '' for no lower one."""
    known_birth = table.has("birth") or table.has("id")
    for role in _STARTS if known_birth else ():
        if not table.has(role):
            continue
        start, birth = book.derive(days, table, role), book.derive(births, table)
        both = start.known & birth.known
        young = both & _before_age(start.last, birth.first, least, both)
        if above:
            young &= ~_before_age(start.last, birth.first, above, both)
        for i in np.flatnonzero(young).tolist():
            years = _years(int(birth.first[i]), int(start.last[i]))
            yield cell_fault(table, role, i, "", {"name": table.label(role), "years": years})


def _before_age(day: Days, birth: Days, age: str, both: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a day lies before a birthday; anything where not both are known."""
    months = np.full(len(day), limit(age), dtype=np.int32)
    return both & (day < add_months(np.where(both, birth, 0), months))


def _years(birth: int, day: int) -> int:
    born, then = to_date(birth), to_date(day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def entry_before_start(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every 进厂时间 before 参加工作时间."""
    if table.has("start") and table.has("entry"):
        start, entry = book.derive(days, table, "start"), book.derive(days, table, "entry")
        for i in np.flatnonzero(start.known & entry.known & (entry.last < start.first)).tolist():
            yield cell_fault(table, "entry", i, "", {"start": table.cell("start", i)})


def end_before_start(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every end of contract before the start of work."""
    table = table.row_by_row
    if table.has("end") and (table.has("start") or table.has("entry")):
        start, end = book.derive(service_start, table), book.derive(days, table, "end")
        for i in np.flatnonzero(start.known & end.known & (end.last < start.first)).tolist():
            role = "start" if table.has("start") and start.first[i] == _first(table, book, "start", i) else "entry"
            yield cell_fault(table, "end", i, "", {"start": table.cell(role, i)})


def _first(table: SheetTable, book: SheetBook, role: str, i: int) -> int:
    return int(book.derive(days, table, role).first[i])


def future_dates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every birth, start or end after the day of the check."""
    today = day_number(book.today)
    for role in ("birth", *_STARTS, "end"):
        if table.has(role):
            column = book.derive(days, table, role)
            for i in np.flatnonzero(column.known & (column.first > today)).tolist():
                yield cell_fault(table, role, i, "", {"name": table.label(role), "today": book.today.isoformat()})


PEOPLE_CHECKS: Final = (
    Check(
        code="BIRTH_DIFFERS",
        title="出生日期与身份证号不一致",
        severity=Severity.NOTICE,
        kinds=_ROSTERS,
        message="出生日期与身份证号不一致，身份证号为{right}",
        remedy="核对档案和身份证原件；以档案为准的在备注中说明",
        citation="GB 11643—1999；档案最早记载的出生时间可以优先",
        cleared_by=ARCHIVE,
        run=birth_against_id,
    ),
    Check(
        code="SEX_DIFFERS",
        title="性别与身份证号不一致",
        severity=Severity.NOTICE,
        kinds=_ROSTERS,
        message="性别与身份证号不一致，身份证号第17位表示{right}",
        remedy="核对身份证原件，改正性别或号码",
        citation="GB 11643—1999",
        run=sex_against_id,
    ),
    Check(
        code="START_UNDER_14",
        title="参加工作时未满14周岁",
        severity=Severity.ERROR,
        kinds=_ROSTERS,
        message="{name}时只有{years}周岁，未满14周岁",
        remedy="按档案核对出生日期和参加工作时间",
        citation=limits()["child_months"].citation,
        run=partial(young_starts, "child_months", ""),
    ),
    Check(
        code="START_UNDER_16",
        title="参加工作时未满16周岁",
        severity=Severity.NOTICE,
        kinds=_ROSTERS,
        message="{name}时{years}周岁，未满16周岁",
        remedy="按档案核对；确属知青、艺徒、特招的在备注中说明",
        citation=limits()["minor_months"].citation,
        cleared_by=YOUNG,
        run=partial(young_starts, "minor_months", "child_months"),
    ),
    Check(
        code="DATE_OUT_OF_RANGE",
        title="日期超出范围",
        severity=Severity.ERROR,
        kinds=PERSONS,
        message="“{name}”不在1900年至2100年之间",
        remedy="按档案核对年份",
        citation="日期不明的不猜测",
        run=absurd_dates,
        blocks="日期超出范围，该行的工龄和金额未校验",
    ),
    Check(
        code="ENTRY_BEFORE_START",
        title="进厂时间早于参加工作时间",
        severity=Severity.NOTICE,
        kinds=_ROSTERS,
        message="进厂时间早于参加工作时间（{start}）",
        remedy="按档案核对两个时间，参加工作时间应是最早的一个",
        citation="日期先后不合",
        run=entry_before_start,
    ),
    Check(
        code="END_BEFORE_START",
        title="解除时间早于参加工作时间",
        severity=Severity.ERROR,
        kinds=frozenset({"severance"}),
        message="解除时间早于参加工作时间（{start}）",
        remedy="按档案和解除证明核对两个日期",
        citation="日期先后不合",
        run=end_before_start,
        blocks="解除时间早于参加工作时间，工龄和金额未校验",
    ),
    Check(
        code="PERIOD_ORDER",
        title="欠费止月早于起月",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="欠费止月早于起月（{start}）",
        remedy="按社保经办机构的欠费清单核对起止年月",
        citation="日期先后不合",
        run=in_parts(period_order),
        blocks="起止年月不合，月数未校验",
    ),
    Check(
        code="DATE_FUTURE",
        title="日期晚于今天",
        severity=Severity.NOTICE,
        kinds=_ROSTERS,
        message="“{name}”晚于今天（{today}）",
        remedy="核对年份；测算用的基准日可以晚于今天",
        citation="日期先后不合",
        run=future_dates,
    ),
)

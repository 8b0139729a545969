"""Who had reached the age of retirement when the contract ended: one reading for functions, checks and pages (L-07).

Reaching the age ends the contract (劳动合同法 44 (2); 实施条例 21): whoever ended before that day is severed, whoever
ended on it or later is not. Every reading of birth, sex and 身份 that the workbook has must say so; a birth or an end
known only to the month is compared by the month. What a 政策 sheet states of the ages goes before the law's. Judges
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.procedure_limits import stated_limit
from xl_addin.policy.retirement import MONTHS_PER_YEAR, age_text, find_retirement_category, retirement_ages, stated_ages
from xl_addin.rules.insurance.retirement import retirement_months
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import NO_SEX, UNKNOWN, DayColumn, days, id_births, id_sexes, typed_sexes
from xl_addin.sheets.persons import Place, roster_places, severance_places, status
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.layouts import layout
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import MONTH_START, Counts, Days, add_months, month_number, to_date
from xl_addin.values.errors import InputError

MAN, OFFICIAL, WORKER = (find_retirement_category(word) for word in ("男", "女干部", "女工人"))
_SHOWN: Final = {MAN: "男", OFFICIAL: "女，管理技术岗位（干部）", WORKER: "女，工人"}
_OFFICIAL: Final = re.compile(r"(?<!非)(?<!不是)(?<!以工代)干部|管理|技术|职员")
_WORKER: Final = re.compile(r"工人|非干部|不是干部|工勤|操作|普工|技工|生产")
_SPECIAL: Final = "特殊工种"
_NOT_SPECIAL: Final = re.compile(r"(?:非|无|不是|没有)特殊工种|^(?:否|无|0|0年|-|—|/|×)$")
_LEAST_DAYS: Final = 44 * 365
"""Nobody retires younger than this."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The age that somebody had reached by the end of the contract."""

    born: str
    source: str
    """Where the birth is written, in words."""
    who: str
    age: str
    reached: str
    ended: str
    certain: bool
    """False where it holds only for a woman worker and 身份 is not known."""

    @property
    def remark(self) -> str:
        """The remark on a list: short, without data of the person that need not be posted."""
        return "已过法定退休年龄，待核" if self.certain else "身份待核（是否已到退休年龄）"

    @property
    def note(self) -> str:
        """The remark beside an amount, for who works with it."""
        if not self.certain:
            return f"{self.reached}满{self.age}，是工人身份的解除时已到法定退休年龄，请核对岗位"
        return f"{self.reached}满{self.age}（{self.who}），解除时已到法定退休年龄，不应计发，金额仅供核对"


@dataclass(frozen=True, slots=True)
class Births:
    """What is known of the births of a sheet's persons: the days that every reading allows, and whose word it is."""

    first: Days
    last: Days
    readings: Sequence[tuple[str, DayColumn]]

    def shown(self, i: int) -> tuple[str, str]:
        """The birth of a record, and where it is written."""
        label, column = next((label, column) for label, column in self.readings if column.first[i] != UNKNOWN)
        return day_words(int(column.first[i]), int(column.last[i])), label


def day_words(first: int, last: int) -> str:
    """Write a day, or the month of which only that much is known."""
    day = to_date(first)
    return day.isoformat() if first == last else f"{day.year}年{day.month}月"


def as_roster(table: SheetTable, book: SheetBook) -> SheetTable:
    """The rows of any list of persons with the columns of a roster: birth, sex, 身份, 用工性质, 特殊工种."""
    return table if table.kind == "roster" else table.as_kind(layout("roster"))


def _as_severance(table: SheetTable, book: SheetBook) -> SheetTable:
    return table if table.kind == "severance" else table.as_kind(layout("severance"))


def ends(table: SheetTable, book: SheetBook) -> DayColumn:
    """The end of each person's contract: by a column of the sheet, else by the severance sheet."""
    own = book.derive(days, book.derive(_as_severance, table), "end")
    if table.kind == "severance":
        return own
    first, last = own.first.copy(), own.last.copy()
    for i, place in enumerate(book.derive(severance_places, table)):
        if first[i] == UNKNOWN and place is not None:
            other = book.derive(days, place.table, "end")
            first[i], last[i] = other.first[place.record], other.last[place.record]
    return DayColumn(first, last)


def known_births(table: SheetTable, book: SheetBook) -> Births:
    """The births of each person: the own column, the ID number, then the roster."""
    typed = book.derive(days, book.derive(as_roster, table), "birth")
    number = book.derive(id_births, table)
    readings = [("出生年月栏", typed), ("身份证号", DayColumn(number, number))]
    for places in book.derive(elsewhere, table):
        shown = next((place.table.layout.title for place in places if place is not None), "")
        readings.append((shown, _births_at(places, book)))
    low, high = (np.full(len(table), UNKNOWN, dtype=np.int32) for _ in range(2))
    for _, column in readings:
        both, alone = column.known & (low != UNKNOWN), column.known & (low == UNKNOWN)
        first, last = np.maximum(low, column.first), np.minimum(high, column.last)
        agree = first <= last
        low[both] = np.where(agree, first, np.minimum(low, column.first))[both]
        high[both] = np.where(agree, last, np.maximum(high, column.last))[both]
        low[alone], high[alone] = column.first[alone], column.last[alone]
    return Births(low, high, readings)


def elsewhere(table: SheetTable, book: SheetBook) -> list[list[Place | None]]:
    """Where else the workbook speaks of each person: the rosters, then the severance sheets, a list for each."""
    found = []
    if table.kind != "roster" and book.rosters:
        found.append(book.derive(roster_places, table))
    if table.kind not in ("roster", "severance") and book.of_kind("severance"):
        found.append(book.derive(severance_places, table))
    return found


def _births_at(places: Sequence[Place | None], book: SheetBook) -> DayColumn:
    first, last = (np.full(len(places), UNKNOWN, dtype=np.int32) for _ in range(2))
    for i, place in enumerate(places):
        if place is not None:
            typed = book.derive(days, book.derive(as_roster, place.table), "birth")
            number = book.derive(id_births, place.table)
            own = typed if typed.known[place.record] else DayColumn(number, number)
            first[i], last[i] = own.first[place.record], own.last[place.record]
    return DayColumn(first, last)


def first_births(table: SheetTable, book: SheetBook) -> DayColumn:
    """The birth of each person by the ID number, else by the own column, else by another sheet."""
    typed, number = book.derive(days, book.derive(as_roster, table), "birth"), book.derive(id_births, table)
    found = DayColumn(number, number)
    for other in (typed, *(_births_at(places, book) for places in book.derive(elsewhere, table))):
        absent = ~found.known
        found = DayColumn(
            np.where(absent, other.first, found.first).astype(np.int32),
            np.where(absent, other.last, found.last).astype(np.int32),
        )
    return found


def first_sexes(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """The sex of each person by the ID number, else by the own column, else by another sheet; NO_SEX if none tells."""
    number, typed = book.derive(id_sexes, table), book.derive(typed_sexes, book.derive(as_roster, table))
    found: NDArray[np.int8] = np.where(number == NO_SEX, typed, number)
    for places in book.derive(elsewhere, table):
        for i, place in enumerate(places):
            if place is not None and found[i] == NO_SEX:
                found[i] = book.derive(first_sexes, place.table)[place.record]
    return found


def _sexes(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """1 for a man by any reading, 0 for a woman by all there are, else NO_SEX."""
    readings = [book.derive(id_sexes, table), book.derive(typed_sexes, book.derive(as_roster, table))]
    found: NDArray[np.int8] = np.maximum(*readings)
    for places in book.derive(elsewhere, table):
        for i, place in enumerate(places):
            if place is not None:
                found[i] = max(found[i], book.derive(_sexes, place.table)[place.record])
    return found


def said_of(role: str, table: SheetTable, book: SheetBook, i: int) -> str:
    """What a person's own row says under a heading of rosters, else the roster, else the severance sheet."""
    own = book.derive(as_roster, table).column(role)[i]
    for places in book.derive(elsewhere, table) if is_empty(own) else ():
        place = places[i]
        if is_empty(own) and place is not None:
            own = book.derive(as_roster, place.table).column(role)[place.record]
    return "" if is_empty(own) else clean_text(own)


def categories(table: SheetTable, book: SheetBook, sure: bool, records: NDArray[np.int64]) -> NDArray[np.int8]:
    """The category of the law of some records; an open one is that of the latest age (``sure``) or of the earliest."""
    sexes = book.derive(_sexes, table)[records]
    found = np.where(sexes == 0, OFFICIAL, MAN).astype(np.int8)
    stated = retirement_ages().categories[WORKER].parameter in book.policy.local
    for k in np.flatnonzero(sexes == 0).tolist():
        said = said_of("identity", table, book, int(records[k]))
        worker = _WORKER.search(said) is not None
        official = _OFFICIAL.search(said) is not None
        # The post decides, not the word: a worker in charge retires later, unless the office says how it goes.
        if (not official and (not sure or (worker and stated))) or (official and worker and not sure):
            found[k] = WORKER
    return found


def passed(table: SheetTable, book: SheetBook) -> dict[int, Passed]:
    """Everybody who had reached the age by the end, of those who are severed at all (L-06)."""
    birth = book.derive(known_births, table)
    if (birth.last == UNKNOWN).all():
        return {}
    end = book.derive(ends, table)
    old = end.known & (birth.last != UNKNOWN)
    old &= np.where(old, end.last.astype(np.int64) - birth.first, 0) >= _LEAST_DAYS
    if old.any():
        old &= np.array([not (one.settled or one.question) for one in book.derive(status, table)], dtype=np.bool_)
    records = np.flatnonzero(old)
    found: dict[int, Passed] = {}
    if not len(records):
        return found
    both = [categories(table, book, sure, records) for sure in (True, False)]
    for sure, kinds in zip((True, False), both, strict=True):
        reached = reached_months(table, book, kinds, records, end.last[records])
        born, last = birth.last[records], end.last[records]
        day = add_months(born, reached - month_number(born))
        exact = birth.first[records] == born
        late = np.where(exact, end.first[records] >= day, month_number(end.first[records]) > reached)
        for k in np.flatnonzero(late).tolist():
            i = int(records[k])
            months = int(reached[k] - month_number(born[k : k + 1])[0])
            when = day_words(int(day[k]), int(day[k])) if exact[k] else day_words(*_month(int(reached[k])))
            ended = day_words(int(end.first[i]), int(last[k]))
            who = "女" if both[0][k] != both[1][k] else _SHOWN[int(kinds[k])]
            one = Passed(*birth.shown(i), who, age_text(months, "岁"), when, ended, sure)
            found.setdefault(i, one)
    return found


def _month(number: int) -> tuple[int, int]:
    return int(MONTH_START[number]), int(MONTH_START[number + 1]) - 1


def reached_months(
    table: SheetTable, book: SheetBook, kinds: NDArray[np.int8], records: NDArray[np.int64], on: Days
) -> NDArray[np.int32]:
    """The number of the month in which some records reach the age by what is law ``on`` days, at the latest birth."""
    birth = book.derive(known_births, table).last[records]
    reached = retirement_months(birth, kinds, on, office_ages(kinds, on, book))
    special = [stated_limit(f"special_post_age_{name}", book.policy) for name in ("man", "woman")]
    if any(special):
        for k, i in enumerate(records.tolist()):
            own = special[int(kinds[k] != MAN)]
            if own is not None and is_special(table, book, i):
                reached[k] = int(month_number(birth[k : k + 1])[0]) + own.count * MONTHS_PER_YEAR
    return reached


def office_ages(kinds: NDArray[np.int8], on: Days, book: SheetBook) -> Counts | None:
    """The ages of the 政策 sheet; None, which is the law's, where they cannot be used: that is found on the sheet."""
    try:
        return stated_ages(kinds, on, book.policy)
    except InputError:
        return None


def rise_question(base: int, reached: int) -> str:
    """Ask about who reaches the old age only when it has risen, although the base date could not know of it (L-05)."""
    ages = retirement_ages()
    if base >= ages.decided or reached < ages.rise_from:
        return ""
    return f"；{to_date(ages.rise_from).year}年起退休年龄逐步延迟，此人实际退休时间请另核"


def is_special(table: SheetTable, book: SheetBook, i: int) -> bool:
    """Tell whether the sheet or the roster says that a person works in a special post (特殊工种)."""
    years, post = (said_of(role, table, book, i) for role in ("special_post", "post"))
    named = _SPECIAL in post and not _NOT_SPECIAL.search(post)
    return named or bool(years and not _NOT_SPECIAL.search(years))

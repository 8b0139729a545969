"""Where one enterprise stands: steps, workers, money, petitions, the next lawful day, errors; one row of 全市进度表.

Each number is that of the sheet or check that tells it elsewhere: 改制进度 of 校验结果, 应付未付 of 资金平衡表,
信访督办, the counts of 校验. What the workbook does not tell is None and named in ``lacking``; nothing is judged anew.
A row is plain data, so that many workbooks can be put together (``xl-addin batch --panel``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xl_addin.checks.procedure.open_periods import open_periods
from xl_addin.commands.checking.progress import Progress, progress_of
from xl_addin.commands.checking.rows import Rows
from xl_addin.commands.city.money import FirmMoney, city_money
from xl_addin.commands.registers.petitions import RegisterRow, register_rows
from xl_addin.policy.procedure import procedure
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.enterprise_totals import EnterpriseTotal, enterprise_totals, stated_headcounts
from xl_addin.sheets.package_sheet import severance_lists
from xl_addin.values.dates import day_number, to_date
from xl_addin.values.findings import FindingTable, Severity

_LAST: Final = "D29"
NO_STEPS: Final = "未提供程序核查表、进度表"
NO_PERSONS: Final = "未提供花名册、测算表"
STATED_PERSONS: Final = "职工人数取自进度表，未提供花名册、测算表"
NO_AMOUNTS: Final = "未提供有金额的测算表"
NO_REGISTER: Final = "未提供信访台账"
NO_HOLIDAYS: Final = "首付款期限不在节假日表年份内，没有算出"
NOBODY_ANSWERS: Final = "未填责任单位"
PETITION_STAGES: Final = {"accepted": "信访告知", "answered": "信访答复"}
"""What an open petition waits for, in the words of the column of days."""


@dataclass(frozen=True, slots=True)
class CityRow:
    """One enterprise; money in fen, days in ISO. ``name`` is '' for what belongs to no enterprise that is named."""

    name: str
    done: int | None = None
    required: int | None = None
    next_step: str = ""
    persons: int | None = None
    counted: int | None = None
    """Persons whose severance has an amount."""
    paid_off: int | None = None
    income: int | None = None
    expense: int | None = None
    balance: int | None = None
    due: int | None = None
    owed: int | None = None
    errors: int = 0
    open_cases: int | None = None
    overdue: int | None = None
    undated: int = 0
    """Open petitions whose last day cannot be told."""
    ahead: int = 0
    """Open petitions registered or accepted later than the day of the page."""
    units: tuple[tuple[str, int], ...] = ()
    """Overdue petitions by the unit that answers for them."""
    period: str = ""
    """What the first of all lawful days is for, past or to come."""
    last_day: str = ""
    late_periods: int = 0
    """Lawful days that are past, petitions among them."""
    unread: bool = False
    """Not everything that is due could be read."""
    ledger_day: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def tells_anything(self) -> bool:
        """Whether there is a number in it."""
        numbers = (self.done, self.persons, self.balance, self.due, self.open_cases)
        return self.errors > 0 or any(number is not None for number in numbers)


def row_of(told: Mapping[str, Any]) -> CityRow:
    """A row from its fields as JSON holds them: lists in place of tuples."""
    units = tuple((str(unit), int(number)) for unit, number in told["units"])
    return CityRow(**{**told, "units": units, "lacking": tuple(told["lacking"])})


@dataclass(slots=True)
class _Facts:
    """What is gathered of a workbook, by the key of the enterprise."""

    names: dict[str, str] = field(default_factory=dict)
    steps: dict[str, Progress] = field(default_factory=dict)
    people: dict[str, EnterpriseTotal] = field(default_factory=dict)
    stated: Mapping[str, int] = field(default_factory=dict)
    """职工人数 of 改制工作进度表."""
    money: Mapping[str, FirmMoney] = field(default_factory=dict)
    ledger_day: str = ""
    cases: dict[str, list[RegisterRow]] = field(default_factory=dict)
    has_register: bool = False
    priced: bool = False
    """Whether a list that tells severance has a column of amounts."""
    periods: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    uncounted: set[str] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)


def city_rows(book: SheetBook, findings: FindingTable, sheet: str = "") -> list[CityRow]:
    """A row for every enterprise of a checked workbook, and a last one for what belongs to none of them.

    ``findings`` are those of 校验整簿; ``sheet`` is the ledger's where the workbook has several.
    """
    facts = _Facts(has_register=bool(rows := register_rows(book)))
    facts.stated = book.gather(stated_headcounts)
    facts.priced = any(table.has("amount") and len(table) for table in severance_lists(book))
    steps, people = progress_of(book), book.gather(enterprise_totals)
    named = [*(one.enterprise for one in steps), *(one.enterprise for one in people)]
    for name in (*named, *(row.firm for row in rows)):
        if name:
            facts.names.setdefault(enterprise_key(name), name)
    money = city_money(book, sheet, facts.names)
    facts.money, facts.ledger_day = money.firms, money.ledger_day
    for key, name in money.names.items():
        facts.names.setdefault(key, name)
    only = next(iter(facts.names)) if len(facts.names) == 1 else ""
    for one in steps:
        key = enterprise_key(one.enterprise) or only
        facts.steps[key] = one if key not in facts.steps else one.joined(facts.steps[key])
    _take_people(facts, people, only)
    for row in rows:
        if row.case:
            facts.cases.setdefault(enterprise_key(row.firm) or only, []).append(row)
    _take_periods(facts, book, only)
    _take_errors(facts, book, findings, only)
    found = [_row(key, name, facts, day_number(book.today)) for key, name in facts.names.items()]
    rest = _row("", "", facts, day_number(book.today))
    return [*found, *([rest] if rest.tells_anything else [])]


def _take_people(facts: _Facts, people: Iterable[EnterpriseTotal], only: str) -> None:
    for total in people:
        key = enterprise_key(total.enterprise) or only
        facts.people[key] = _joined(facts.people[key], total) if key in facts.people else total


def _joined(one: EnterpriseTotal, other: EnterpriseTotal) -> EnterpriseTotal:
    """Those of an enterprise with those of its sheets that name none: nobody is in both."""
    sums = (one.persons + other.persons, one.counted + other.counted, one.differing + other.differing)
    return EnterpriseTotal(one.enterprise or other.enterprise, one.system or other.system, *sums, one.fen + other.fen)


def _take_periods(facts: _Facts, book: SheetBook, only: str) -> None:
    for one in open_periods(book):
        key = enterprise_key(one.enterprise) or only
        if one.last is None:
            facts.uncounted.add(key)
        else:
            facts.periods.setdefault(key, []).append((one.last, one.name))


def _take_errors(facts: _Facts, book: SheetBook, findings: FindingTable, only: str) -> None:
    """Errors by the row that they stand in; those of no row belong to the only enterprise."""
    rows = Rows(book)
    for finding in findings:
        if finding.severity == Severity.ERROR:
            key = enterprise_key(rows.of(finding).enterprise)
            facts.errors[key if key in facts.names else only] += 1


def _row(key: str, name: str, facts: _Facts, today: int) -> CityRow:
    steps, people = facts.steps.get(key), facts.people.get(key)
    money = facts.money.get(key, FirmMoney())
    cases = facts.cases.get(key, [])
    registered = facts.has_register and (bool(name) or bool(cases))
    late = [one for one in cases if one.standing and one.standing.last < today]
    waits = [(one.standing.last, PETITION_STAGES[one.standing.role]) for one in cases if one.standing]
    periods = [*facts.periods.get(key, ()), *waits]
    last, period = min(periods, default=(None, ""))
    return CityRow(
        name=name,
        done=len(steps.done) if steps else None,
        required=len(steps.required) if steps else None,
        next_step=_next(steps),
        persons=people.persons if people else facts.stated.get(key),
        counted=people.counted if people and facts.priced else None,
        paid_off=money.paid_off,
        income=money.income,
        expense=money.expense,
        balance=money.balance,
        due=money.due,
        owed=money.owed,
        errors=facts.errors[key],
        open_cases=len(cases) if registered else None,
        overdue=len(late) if registered else None,
        undated=sum(one.case is not None and not (one.standing or one.case.ahead) for one in cases),
        ahead=sum(one.case is not None and bool(one.case.ahead) for one in cases),
        units=_units(late),
        period=period,
        last_day=_iso(last),
        late_periods=sum(day < today for day, _ in periods),
        unread=money.unread,
        ledger_day=facts.ledger_day if money.balance is not None else "",
        lacking=tuple(_lacking(key, facts)) if name else (),
    )


def _lacking(key: str, facts: _Facts) -> Iterable[str]:
    """What the workbook does not tell of an enterprise, a sentence each."""
    if key not in facts.steps:
        yield NO_STEPS
    if key not in facts.people:
        yield STATED_PERSONS if key in facts.stated else NO_PERSONS
    elif not facts.priced:
        yield NO_AMOUNTS
    yield from facts.money[key].lacking if key in facts.money else ()
    if not facts.has_register:
        yield NO_REGISTER
    if key in facts.uncounted:
        yield NO_HOLIDAYS


def _next(steps: Progress | None) -> str:
    """The first step that is required and not done, by its name; only the last of all steps ends the procedure."""
    if steps is None:
        return ""
    known = procedure().steps
    if steps.missing:
        return known[steps.missing[0]].title.partition("、")[0].partition("（")[0]
    return "已办完" if _LAST in steps.done else "表上所列已办"


def _units(late: Iterable[RegisterRow]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(one.text("responsible") or NOBODY_ANSWERS for one in late).most_common())


def _iso(day: int | None) -> str:
    return "" if day is None else to_date(day).isoformat()

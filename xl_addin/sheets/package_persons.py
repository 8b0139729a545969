"""Everybody whom a workbook's rosters and calculation sheets name, with the input cells of 一补二险 (T-07).

The sheet in front is taken alone if it lists persons. Otherwise a roster says who there is, and severance and arrears
sheets fill in what it lacks; who stands only on those is added. What a calculation sheet states goes before the roster,
readable or not, as it does wherever that sheet itself is computed. Rows are the same person where number and name agree
and nobody else on either sheet bears both: two persons are never made one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from xl_addin.policy.package import insurances
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.namesakes import has_sound_id, why_apart
from xl_addin.sheets.own_calls import OwnCall
from xl_addin.sheets.package_columns import PACKAGE_INPUTS, package_roles, package_view, period_roles
from xl_addin.sheets.package_policies import package_policies
from xl_addin.sheets.persons import enterprises, status, status_words
from xl_addin.sheets.policies_used import policy_text
from xl_addin.sheets.retirement import Passed, passed
from xl_addin.sheets.service_text import service_text
from xl_addin.sheets.severance import going_by
from xl_addin.sheets.severance_calls import RowPolicy, row_calls
from xl_addin.sheets.severance_inputs import INPUTS, start_of, typed_cells
from xl_addin.sheets.severance_persons import own_inputs, refusal_of
from xl_addin.sheets.status import ROLE, status_of, tells_status
from xl_addin.sheets.subjects import subjects
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import CellValue
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import refuse_questions
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.persons import clean_id, clean_name

_KINDS: Final = ("roster", "severance", "arrears")
"""Who there is, before what fills it in."""
_ARREARS: Final = frozenset({"unit_arrears", "person_arrears", "principal", "arrears_period", "arrears_from"})
_RESERVE: Final = ("annual_standard", "reserve_years")

_PERIODS: Final = frozenset(role for insurance in insurances() for role in period_roles(insurance))

Key = tuple[str, str]


@dataclass(slots=True)
class PackagePerson:
    """One person: where the first row about it stands, and its cells by role."""

    sheet: str
    row: int
    enterprise: str
    name: str
    id: CellValue
    cells: dict[str, CellValue] = field(default_factory=dict)
    passed: Passed | None = None
    """The age of retirement that the person had reached by the end: the amount is computed, and this said (L-07)."""
    further: list[int] = field(default_factory=list)
    """Other rows of the same sheet that say more of the same person."""
    own: dict[str, CellValue] = field(default_factory=dict)
    """Inputs that the formula of the severance sheet takes instead of what columns say (L-10)."""
    policy: RowPolicy | None = None
    """What that formula goes by; None for the book's own policy."""
    refusal: str = ""
    """Why the calculation that the severance sheet states cannot be taken over, else ''."""
    subject: str = ""
    """The person's key across the workbook, '' where it cannot be told who it is."""
    merged: bool = False
    """Whether another sheet's row was found to be the same person's."""
    apart: str = ""
    """Why a row of another sheet with the same name was not taken for the same person's, else ''."""
    listed: bool = False
    """Whether the row is of a roster."""
    rostered: set[str] = field(default_factory=set)
    """Roles that only a roster has told so far; a calculation sheet knows better."""
    by_entry: bool = False
    """Whether the start is 进厂时间, which is none where another sheet tells 参加工作时间."""

    def stands_on(self, sheet: str, row: int) -> bool:
        """Tell whether a row is about this person."""
        return self.sheet == sheet and row in (self.row, *self.further)

    def fill(self, other: PackagePerson, *, without: Collection[str] = ()) -> None:
        """Take over what is blank; 在岗状态 also where only the other row settles the person or is asked about."""
        self.passed = self.passed or other.passed
        for role, value in other.cells.items():
            if role in without or role in self.own:
                continue
            own = None if role in self._outranked(other) else self.cells.get(role)
            if is_blank(own) and is_blank(value):
                continue
            if is_blank(own) or (role == ROLE and not _acts(own) and _acts(value)):
                self.cells[role] = value

    def _outranked(self, other: PackagePerson) -> set[str]:
        """Roles for which the other sheet's word goes before the own one, if it has any."""
        return set() if other.listed else self.rostered - ({"start"} if other.by_entry else set())

    def take(self, other: PackagePerson) -> None:
        """Take over what another sheet adds, and the calculation that a severance sheet states."""
        self.fill(other)
        self.merged = True
        if not other.listed:
            self.rostered -= {role for role, value in other.cells.items() if not is_blank(value)}
        self.enterprise = self.enterprise or other.enterprise
        if other.policy is not None and self.policy is None:
            self.cells |= other.own
            self.own, self.policy = other.own, other.policy
        elif other.policy is not None and self.policy is not None:
            self.refusal = self.refusal or _two_policies(self.policy, other.policy, other.sheet, other.row)
        self.refusal = self.refusal or other.refusal


def listing_tables(book: SheetBook, sheet: str) -> list[SheetTable]:
    """The lists of persons that are read: the sheet in front alone if it is one, else all."""
    usable = [table for kind in _KINDS for table in book.of_kind(kind) if len(table) and _inputs(table)]
    return [table for table in usable if table.sheet == sheet] or usable


def read_package_persons(
    book: SheetBook, sheet: str, passed_over: Collection[tuple[str, int, str]] = ()
) -> list[PackagePerson]:
    """Give everybody in the order of the sheets; ``sheet`` is the one in front, '' for none.

    ``passed_over`` are cells (sheet, row, role) that another sheet contradicts and that are not to be used.

    Raises InputError where no sheet lists persons, or where a column of money is not in yuan.
    """
    tables = listing_tables(book, sheet)
    if not tables:
        raise InputError(
            "没有找到职工名单：需要职工花名册、经济补偿金测算表或养老/医疗测算表，表头要有 姓名 和 身份证号"
        )
    listed = [
        _with_periods(_records(book, table)) if table.kind == "arrears" else _records(book, table) for table in tables
    ]
    for person in (one for others in listed for one in others):
        for role in [role for role in person.cells if (person.sheet, person.row, role) in passed_over]:
            person.cells[role] = None
    people = list(listed[0])
    for others in listed[1:]:
        _join(people, others)
    for i, why in why_apart(people).items():
        people[i].apart = why
        if people[i].listed and not has_sound_id(people[i]):
            people[i].refusal = people[i].refusal or why
    for person in people:
        if "entry" in person.cells:  # only now: another sheet may know when the person began to work
            person.cells["start"] = start_of(person.cells.get("start"), person.cells.pop("entry"))
    return people


def _inputs(table: SheetTable) -> bool:
    """Tell a list of persons from a sheet that only shows results, such as the output of a table function."""
    if table.kind == "arrears" and table.has("compensation"):
        view = package_roles(table)
        return table.has("name") and any(view.has(role) for role in PACKAGE_INPUTS if role != ROLE)
    return table.has("name") and (any(map(table.has, ("id", "start", "entry"))) or bool(table.header.groups))


def _join(people: list[PackagePerson], others: Sequence[PackagePerson]) -> None:
    """Fill in persons from another sheet; whoever is not among them, or not certainly, is added."""
    known, found = _by_key(people), _by_key(others)
    for other in others:
        key = _key(other)
        person = known.get(key) if key in found else None
        if person is None:
            people.append(other)
        else:
            person.take(other)


def _with_periods(people: Sequence[PackagePerson]) -> list[PackagePerson]:
    """Each person of a list of arrears once: the periods of several rows stand in one cell, one after the other."""
    rows: dict[object, list[PackagePerson]] = {}
    for person in people:
        number, name = _key(person)
        rows.setdefault((number, name) if number and name else id(person), []).append(person)
    for first, *others in rows.values():
        if others:
            _add_periods(first, others)
    return [own[0] for own in rows.values()]


def _add_periods(first: PackagePerson, others: Sequence[PackagePerson]) -> None:
    every = [first, *others]
    first.further += [one.row for one in others]
    for insurance in insurances():
        start, end = period_roles(insurance)
        owing = [one for one in every if not (is_blank(one.cells.get(start)) and is_blank(one.cells.get(end)))]
        spans = [(one.cells.get(start), one.cells.get(end)) for one in owing]
        faults = [cell for span in spans for cell in span if isinstance(cell, CellError)]
        if len(owing) > 1:
            first.cells[start] = faults[0] if faults else service_text(spans)
            first.cells[end] = None
            for role in ("contribution_wage", "average_wage"):
                first.cells[role] = _one_each([one.cells.get(role) for one in owing])
    for other in others:
        first.fill(other, without=_PERIODS)


def _one_each(cells: Sequence[CellValue]) -> CellValue:
    """One number for all periods, or one for each; an error value stands for all."""
    fault = next((cell for cell in cells if isinstance(cell, CellError)), None)
    texts = list(map(clean_text, cells))
    return fault or (cells[0] if len(set(texts)) == 1 else "；".join(texts))


def _acts(word: CellValue) -> bool:
    """Tell a word of 在岗状态 by which nothing, or nothing yet, is due."""
    said = status_of(word)
    return bool(said.settled or said.question)


def _by_key(people: Sequence[PackagePerson]) -> dict[Key, PackagePerson]:
    counts = Counter(map(_key, people))
    return {_key(person): person for person in people if counts[_key(person)] == 1}


def _key(person: PackagePerson) -> Key:
    number = clean_id(clean_text(person.id)) if not isinstance(person.id, CellError) else ""
    return person.subject or number, person.name


def _records(book: SheetBook, table: SheetTable) -> list[PackagePerson]:
    companies = book.derive(enterprises, table)
    names, ids = table.column("name"), table.column("id")
    if table.kind == "severance":
        refuse_questions(table, *INPUTS)
    cells = typed_cells(package_view(table), *PACKAGE_INPUTS)
    words = book.derive(status_words, table)
    if tells_status(table) or any(word is not None for word in words):
        cells[ROLE] = words
    late = book.derive(passed, table)
    who = book.derive(subjects, table)
    by_entry = not package_view(table).has("start")
    people = [
        PackagePerson(
            sheet=table.sheet,
            row=table.row_numbers[i],
            enterprise=companies[i],
            name=clean_name(clean_text(names[i])) if not isinstance(names[i], CellError) else "",
            id=ids[i],
            cells={role: column[i] for role, column in cells.items()},
            passed=late.get(i),
            listed=table.kind == "roster",
            rostered=set(cells) - {ROLE} if table.kind == "roster" else set(),
            by_entry=by_entry,
            subject=who[i],
        )
        for i in range(len(table))
    ]
    if table.kind == "severance":
        _state_own(book, table, people)
    for i, policy in book.derive(package_policies, table).items():
        people[i].policy = policy
    return people


def _state_own(book: SheetBook, table: SheetTable, people: Sequence[PackagePerson]) -> None:
    """Note the calculation that each row of a severance sheet states; whoever gets none has none to state."""
    calls, policies = book.derive(row_calls, table), book.derive(going_by, table)
    for i, person in enumerate(people):
        person.policy = policies[i]
        if i in calls and not book.derive(status, table)[i].settled:
            person.own = own_inputs(calls[i])
            person.cells |= person.own
            person.refusal = refusal_of(table, book, i) or _not_in_columns(calls[i].call)


def _two_policies(own: RowPolicy, other: RowPolicy, sheet: str, row: int) -> str:
    """Why somebody whom two sheets compute by two policies is not taken over, '' where they are one."""
    if own.policy.version == other.policy.version:
        return ""
    return f"经济补偿金按{policy_text(own)}计算，工作表“{sheet}”第{row}行按{policy_text(other)}计算，请先统一口径"


def _not_in_columns(call: OwnCall) -> str:
    """Why the columns of 一补二险 cannot hold what a formula states, '' where they can."""
    if call.months is not None:
        return "按审定工龄（函数“按工龄补偿”）计算，本表没有这一栏"
    last = max(call.pieces, key=lambda piece: piece.start, default=None)
    exclusive = call.policy is not None and call.policy.options.end_date == "exclusive"
    if last is not None and exclusive and (not last.counts or last.paid_before):
        return "最后一段工龄不计，而口径不计截止日，本表的栏不能表示"
    return ""


def tells_arrears(table: SheetTable) -> bool:
    """Tell a list of persons with a period of arrears by insurance, as a 一补二险测算表 has."""
    return any(package_view(table).has(role) for name in insurances() for role in period_roles(name))


def sheets_left_out(book: SheetBook, sheet: str) -> list[str]:
    """Sheets that list arrears or reserves that were not taken over: their money is in no part of the package."""
    tables = [table for table in book.of_kind("arrears") if len(table)]
    tables = [table for table in tables if table.sheet == sheet] or tables
    owed = [table for table in tables if not _ARREARS.isdisjoint(map(base_role, table.header.columns))]
    left = [table for table in owed if not tells_arrears(table)]
    # Whoever stands on a list of reserves without ID numbers cannot be found among the others.
    left += [table for table in tables if table not in owed and any(map(table.has, _RESERVE)) and not _inputs(table)]
    return [table.sheet for table in left]

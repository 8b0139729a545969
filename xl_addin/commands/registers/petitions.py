"""信访督办表: the open cases of 信访台账 on a day, overdue ones first; by unit and leader; who comes again.

A case stands as the checks say it does (:mod:`xl_addin.checks.registers.petition_cases`). A petitioner who is one
worker of the severance sheets, by enterprise and name, is linked to the derivation of the own amount; of several
workers with one name none is chosen. For the office only: the list names petitioners.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xl_addin.checks.registers.petition_cases import OpenCase, Standing, open_cases
from xl_addin.commands.explaining.row import explain_person
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.registers.petition_sheets import (
    NEVER,
    Explained,
    Line,
    cases_sheet,
    explained_sheet,
    repeats_sheet,
    sums_sheet,
)
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewBook, NewSheet
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_at, enterprise_key, text_at
from xl_addin.sheets.persons import same_enterprise
from xl_addin.sheets.severance_persons import Person, read_persons, told_again
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number, to_date
from xl_addin.values.errors import InputError
from xl_addin.values.persons import clean_name

TITLE: Final = "信访督办表"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register, open or not."""

    table: SheetTable
    record: int
    case: OpenCase | None
    """How the case stands; None for a closed one."""

    def text(self, role: str) -> str:
        """A cell of the row."""
        return text_at(self.table, role, self.record)

    @property
    def firm(self) -> str:
        """The enterprise of the row, else that of the sheet."""
        return self.text("enterprise") or self.table.enterprise

    @property
    def content(self) -> tuple[object, ...]:
        """All that the row says; a row that says nothing of a petitioner or a matter is like no other."""
        roles = ("seq", "registered", "petitioner", "enterprise", "matter", "accepted", "responsible", "answered")
        said = tuple(self.text(role) for role in roles)
        return said if any(said[2:]) else (*said, self.table.sheet, self.record)

    @property
    def standing(self) -> Standing | None:
        """How an open case stands, if that can be told."""
        return self.case.standing if self.case else None

    @property
    def person(self) -> tuple[str, str]:
        """The key of who petitions."""
        return enterprise_key(self.firm), clean_name(self.text("petitioner"))


def plan_petitions(book: CommandBook, context: CommandContext) -> BookPlan:
    """信访督办表 of every register of the workbook; InputError where there is none, or nothing is open or repeated."""
    rows = register_rows(book)
    if not rows:
        raise InputError("工作簿里没有填写了的信访台账；空白台账用“新建模板”")
    cases = sorted((row for row in rows if row.case), key=_order)
    repeats = _repeats(rows)
    if not cases and not repeats:
        raise InputError("信访台账里没有在办的信访件，也没有重复信访")
    explained, notes = _explained(cases, book, context)
    lines = [_line(row, book, explained.get(row.person), notes.get(row.person, "")) for row in cases]
    sheets: list[NewSheet] = [cases_sheet(TITLE, lines, book.today), sums_sheet(lines, book.today)]
    if repeats:
        sheets.append(repeats_sheet([_repeat(group) for group in repeats], book.today))
    people = list({one.order: one for one in explained.values()}.values())
    if people:
        sheets.append(explained_sheet(people))
    return BookPlan(NewBook(TITLE, sheets), _summary(lines, len(repeats), len(people)), "-信访督办")


def register_rows(book: SheetBook) -> list[RegisterRow]:
    """Every row of every register that somebody has filled in; what a copy of a register says again counts once."""
    found: list[RegisterRow] = []
    told: dict[tuple[object, ...], str] = {}
    for table in book.of_kind("petitions"):
        waiting = {one.record: one for one in open_cases(table, book)}
        for row in (RegisterRow(table, i, waiting.get(i)) for i in range(len(table))):
            if told.setdefault(row.content, table.sheet) == table.sheet:
                found.append(row)
    return found


def _order(row: RegisterRow) -> tuple[int, int]:
    """Overdue ones first, the longest overdue before; then those that are due soonest, then those without a day."""
    return (0, row.standing.last) if row.standing else (1, 0)


def _line(row: RegisterRow, book: CommandBook, own: Explained | None, note: str) -> Line:
    one, today = row.standing, day_number(book.today)
    registered = day_at(row.table, "registered", row.record)
    return Line(
        seq=row.text("seq"),
        petitioner=row.text("petitioner"),
        matter=row.text("matter"),
        responsible=row.text("responsible"),
        leader=row.text("leader"),
        handling=row.text("handling"),
        firm=row.firm,
        registered=to_date(registered.span.last) if registered else None,
        stage=row.case.stage if row.case else "",
        ahead=bool(row.case and row.case.ahead),
        days=today - one.begun if one else None,
        last=to_date(one.last) if one else None,
        left=one.last - today if one else None,
        place=f"{row.table.sheet}第{row.table.row_numbers[row.record]}行",
        own=own,
        note=note,
    )


def _repeats(rows: Iterable[RegisterRow]) -> list[list[RegisterRow]]:
    """Petitions of one person of one enterprise that stand more than once, most often first.

    A row without an enterprise belongs to the only one of the name; a short name of an enterprise means the long one.
    """
    named: dict[str, list[RegisterRow]] = {}
    for row in rows:
        if row.text("petitioner"):
            named.setdefault(row.person[1], []).append(row)
    groups: list[list[RegisterRow]] = []
    for alike in named.values():
        own: list[list[RegisterRow]] = []
        for row in sorted(alike, key=lambda one: -len(one.person[0])):  # the longest name of an enterprise first
            near = [group for group in own if same_enterprise(group[0].person[0], row.person[0])]
            if len(near) == 1:
                near[0].append(row)
            else:
                own.append([row])
        groups += own
    return sorted((group for group in groups if len(group) > 1), key=lambda group: -len(group))


def _repeat(group: Sequence[RegisterRow]) -> tuple[str, str, int, str, str, int]:
    group = sorted(group, key=lambda row: (row.table.sheet, row.record))
    days = [day_at(row.table, "registered", row.record) for row in group]
    shown = "、".join(to_date(day.span.last).isoformat() if day else NEVER for day in days)
    matters = "；".join(dict.fromkeys(filter(None, (row.text("matter") for row in group))))
    first, firm = group[0], max((row.firm for row in group), key=len)
    return first.text("petitioner"), firm, len(group), shown, matters, sum(row.case is not None for row in group)


def _explained(
    cases: Iterable[RegisterRow], book: CommandBook, context: CommandContext
) -> tuple[dict[tuple[str, str], Explained], dict[tuple[str, str], str]]:
    """The derivation of each petitioner who is one worker, and why another one has none."""
    workers = _workers(book)
    found: dict[tuple[str, str], Explained] = {}
    made: dict[str, Explained] = {}
    notes: dict[tuple[str, str], str] = {}
    for row in cases:
        key = row.person
        same = [one for one in workers.get(key[1], ()) if same_enterprise(enterprise_key(one.enterprise), key[0])]
        if key in found or key in notes or not key[1]:
            continue
        if len(same) == 1:
            one = same[0]
            place = f"{one.sheet}第{one.row}行"
            if place not in made:
                text = explain_person(book, replace(context, sheet=one.sheet), one.row)
                made[place] = Explained(one.name, one.enterprise, place, text, len(made))
            found[key] = made[place]
        elif same:
            notes[key] = f"测算表上有{len(same)}名同名职工"
    return found, notes


def _workers(book: CommandBook) -> Mapping[str, Sequence[Person]]:
    """The workers of the severance sheets by name, each once."""
    try:
        persons = read_persons(book, "")
    except InputError:
        return {}
    found: dict[str, list[Person]] = {}
    again = told_again(persons, book)
    for one in (one for one in persons if (one.sheet, one.row) not in again):
        found.setdefault(clean_name(one.name), []).append(one)
    return found


def _summary(lines: Sequence[Line], repeats: int, explained: int) -> str:
    late = sum(line.left is not None and line.left < 0 for line in lines)
    ahead = sum(line.ahead for line in lines)
    unknown = sum(line.left is None for line in lines) - ahead
    parts = [f"信访督办表：在办 {len(lines)} 件，其中超期 {late} 件"]
    parts += [f"{unknown} 件没有可用的日期，期限算不出"] if unknown else []
    parts += [f"{ahead} 件登记（受理）在核对日之后，期限还没有起算"] if ahead else []
    parts += [f"重复信访 {repeats} 人"] if repeats else []
    parts += [f"{explained} 人附本人测算说明"] if explained else []
    return "；".join([*parts, "含信访人姓名，只供内部督办"])

"""公示表: the list that is put up on the wall: names, masked ID numbers, service, months and amounts.

A name is the purpose of a posting and stays; ID numbers are always masked, and wages are left out, because no
document asks to post them: each worker has them on the own 职工确认单. Amounts are computed anew, one calculation for
all. Who cannot be computed stands in the list as 待核, outside the total. The file holds nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.commands.choosing import chosen_persons
from xl_addin.commands.plan import BookPlan, masked_book
from xl_addin.commands.severance.amounts import Amounts, Line, compute, fen_of, past_age, past_age_words, versions_text
from xl_addin.commands.severance.posting_sheet import Entry, posting_sheet
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewBook, NewSheet
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.severance.row import months_text, row_of, span_text
from xl_addin.sheets.retirement import Passed
from xl_addin.sheets.service_text import first_of
from xl_addin.sheets.severance_persons import Person
from xl_addin.tables.cleaning import read_date
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_id, mask_text

TITLE: Final = "经济补偿金公示表"
_PENDING: Final = "待核"


def plan_posting(book: CommandBook, context: CommandContext) -> BookPlan:
    """公示表 of the persons of the severance sheets, a sheet for each enterprise."""
    found = book.usable_policy()
    persons, choice = chosen_persons(book, context)
    amounts = compute(persons)
    firms: dict[str, list[int]] = {}
    for i, person in enumerate(persons):
        firms.setdefault(person.enterprise, []).append(i)
    days = limit("publicity_days", policy=found.policy).count
    sheets: list[NewSheet] = []
    for firm, numbers in firms.items():
        entries = [entry_of(persons[i], amounts, i) for i in numbers]
        titles = {sheet.title.casefold() for sheet in sheets}
        sheets.append(posting_sheet(mask_text(firm), entries, found.policy, days, context.time.date(), titles))
    fen = fen_of(amounts)
    pending = sum(amount is None and not person.settled for person, amount in zip(persons, fen, strict=True))
    differing = sum(amount is not None and person.differs(amount) for person, amount in zip(persons, fen, strict=True))
    late = past_age(persons, fen)
    return BookPlan(
        masked_book(NewBook(TITLE, sheets)),
        _summary(persons, len(sheets), pending, differing, late, choice.note, versions_text(persons, found.policy)),
        "-公示表",
        pending + differing + len(late),
        masked=True,
    )


def _summary(
    persons: Sequence[Person],
    sheets: int,
    pending: int,
    differing: int,
    late: Sequence[Passed],
    choice: str,
    versions: str,
) -> str:
    parts = [f"公示表 {sheets} 张，{len(persons)} 人，身份证号已脱敏"]
    if pending:
        parts.append(f"{pending} 人不能计算，列为“{_PENDING}”，原因见“校验整簿”")
    if differing:
        parts.append(f"{differing} 人与测算表所列金额不一致，请查清后再张贴")
    if late:
        parts.append(f"{past_age_words(late)}，查清后再张贴")
    if choice:
        parts.append(f"{choice}，请查清后再张贴")
    return "；".join([*parts, versions])


def entry_of(person: Person, amounts: Amounts, i: int) -> Entry:
    """One line of the list, with a masked ID number; papers of the same data say what it says."""
    line = amounts[i]
    start = _start(person)
    number = mask_id(person.id)
    if isinstance(line, Line):
        return Entry(
            person.name or "（未填）",
            number,
            start,
            span_text(row_of(line.table, line.row).whole),
            months_text(line.months),
            line.fen,
            person.passed.remark if person.passed else "",
            line.table.policy,
        )
    if person.settled:
        return Entry(person.name or "（未填）", number, start, "", "", "—", f"{person.settled}，不计经济补偿金")
    return Entry(person.name or "（未填）", number, start, "", "", _PENDING, "核实后另行公示")


def _start(person: Person) -> str:
    """The start of work as far as it is known: a day, a month, or nothing."""
    try:
        start = first_of(person.cells["start"])
        reading = read_date(start, "", person.policy.policy.options.month_decimal, shifted_midnight)
    except InputError:
        return ""
    date = to_date(reading.day)
    return f"{date.year}年{date.month}月" if reading.month_only else date.isoformat()

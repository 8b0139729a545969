"""What papers say of each person's insurances: the amounts of 养老/医疗测算表 and 一补二险测算表, cell by cell.

The first sheet that lists a person's insurance is taken, as for the dues of the fund; another sheet with another amount
makes it a blank. Several periods of one sheet add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.papers.workers import known
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import Fact, blank
from xl_addin.policy.fund_items import MEDICAL
from xl_addin.sheets.approved_items import arrears_item
from xl_addin.sheets.arrears import insurance_parts, owed_roles
from xl_addin.sheets.cells import fen_of
from xl_addin.sheets.owed import row_people
from xl_addin.sheets.persons import enterprises, names
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import yuan_text
from xl_addin.values.persons import clean_id, mask_id

SHOWN = ("养老", MEDICAL)
"""The two insurances, in the order of the columns; others stand together."""


@dataclass(slots=True)
class _Amount:
    """What one sheet says of one insurance of one person; fen None where a cell cannot be read."""

    sheet: str
    fen: int | None = 0
    cells: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Insured:
    """One person with the amounts of every sheet by insurance."""

    enterprise: str
    name: str
    id: str
    name_cell: str
    id_cell: str
    amounts: dict[str, dict[str, _Amount]] = field(default_factory=dict)


def read_insured(book: CommandBook) -> tuple[list[Insured], list[str]]:
    """Everybody with an amount of an insurance, and sentences about what could not be read."""
    people: dict[str, Insured] = {}
    notes: list[str] = []
    for table in book.of_kind("arrears"):
        for part in book.derive(insurance_parts, table):
            _read(book, table, part, people, notes)
    return list(people.values()), list(dict.fromkeys(notes))


def _read(book: CommandBook, table: SheetTable, part: SheetTable, people: dict[str, Insured], notes: list[str]) -> None:
    item, roles = arrears_item(part), owed_roles(part)
    if not len(table):
        return
    if not item or not roles:
        notes.append(f"工作表“{table.sheet}”没有写明是哪一种保险，或没有金额，未列入")
        return
    keys, firms, own = book.derive(row_people, table), book.derive(enterprises, table), book.derive(names, table)
    for i, key in enumerate(keys):
        values = [part.column(role)[i] for role in roles]
        if all(map(is_empty, values)):
            continue
        person = people.get(key)
        if person is None:
            number = clean_id(clean_text(table.column("id")[i])) if table.has("id") else ""
            name_cell, id_cell = (
                f"{table.sheet}!{table.cell(role, i)}" if table.has(role) else "" for role in ("name", "id")
            )
            person = people.setdefault(key, Insured(firms[i], own[i], number, name_cell, id_cell))
        amount = person.amounts.setdefault(item, {}).setdefault(table.sheet, _Amount(table.sheet))
        for role, value in zip(roles, values, strict=True):
            if is_empty(value):
                continue
            fen = fen_of(value, part.money_unit(role))
            amount.fen = None if fen is None or amount.fen is None else amount.fen + fen
            amount.cells.append(part.cell(role, i))


def insured_row(person: Insured, number: int, masked: bool) -> dict[str, Fact]:
    """All facts of a person, the ``number``-th of the paper."""
    facts = {
        "序号": Fact(str(number)),
        "姓名": known(person.name, person.name_cell, "测算表没有姓名，按职工档案填写", secret=True),
        "身份证号": known(
            mask_id(person.id) if masked else person.id,
            person.id_cell,
            "测算表没有身份证号，按身份证填写",
            secret=True,
        ),
    }
    parts = {item: _fact(item, person.amounts[item]) for item in person.amounts}
    others = [fact for item, fact in parts.items() if item not in SHOWN]
    named = {"养老": "养老保险费", MEDICAL: "医疗保险费"}
    facts |= {named[item]: parts.get(item, Fact("—")) for item in SHOWN}
    facts["其他保险费"] = added(others) if others else Fact("—")
    facts["两险合计"] = added(list(parts.values()))
    return facts


def _fact(item: str, sheets: dict[str, _Amount]) -> Fact:
    first, *others = sheets.values()
    source = "+".join([f"{first.sheet}!{first.cells[0]}", *first.cells[1:]])
    if first.fen is None:
        return blank(f"{source} 的{item}金额不能读出")
    other = next((one for one in others if one.fen != first.fen), None)
    if other is not None:
        shown = "不能读出" if other.fen is None else yuan_text(other.fen)
        return blank(
            f"{source} 的{item}是 {yuan_text(first.fen)}，{other.sheet}!{other.cells[0]} 是 {shown}，查清后重新生成"
        )
    return Fact(yuan_text(first.fen), source)


def added(facts: Sequence[Fact]) -> Fact:
    """The sum of amounts that stand as texts of ours; a blank where one of them is."""
    if any(fact.is_blank for fact in facts):
        return blank("有金额待查清，查清后重新生成")
    if not facts:
        return Fact("—")
    return Fact(yuan_text(sum(amounts_of(facts))), span_of_sources([fact.source for fact in facts]))


def amounts_of(facts: Iterable[Fact]) -> Iterator[int]:
    """The fen that facts state; those that state none are left out.

    >>> list(amounts_of([Fact("1,234.05"), Fact("—"), Fact("____")]))
    [123405]
    """
    for fact in facts:
        digits = fact.text.replace(",", "").replace(".", "")
        if digits.lstrip("-").isdigit() and "." in fact.text:
            yield int(digits)

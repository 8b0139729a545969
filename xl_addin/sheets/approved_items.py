"""What is approved, and so owed, of each enterprise by item: as typed on lists of persons, lists of debts and costs.

A list of persons goes before 费用和资金来源表; where they differ both are kept, so that nobody is told that more was
paid than was approved, or that money is free, on the word of one of them. Whether a figure is right is another
check's matter (C4 58, 60).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xl_addin.policy.fund_items import MEDICAL, account_in, item_of
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.policy.package import insurances
from xl_addin.sheets.approved import complete_sums
from xl_addin.sheets.arrears import arrears_roles, insurance_named, insurance_parts, owed_roles
from xl_addin.sheets.arrears_period import arrears_spans
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_of
from xl_addin.sheets.columns import numbers, sound_ids
from xl_addin.sheets.costs import Costs, firm_costs
from xl_addin.sheets.owed import OwedList, owed_list, row_people
from xl_addin.sheets.person_sums import PersonDue, told_once
from xl_addin.sheets.persons import enterprises, names
from xl_addin.sheets.restated import claims
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

PART_ACCOUNT: Final = {"生育": MEDICAL}
"""Parts that the ledger has no account for."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What one sheet says of one item of one enterprise."""

    firm: str
    item: str
    fen: int
    paid: int
    """What a list of debts says was paid of it."""
    sheet: str
    by_person: bool


def list_owed(book: SheetBook) -> list[Approval]:
    """What lists of debts say by enterprise and item: a person who stands on several counts once, by the larger sum."""
    people: dict[tuple[str, str], dict[str, dict[str, tuple[int, int]]]] = {}
    for table in book.of_kind("owed"):
        for line in book.derive(owed_list, table).lines:
            sheets = people.setdefault((line.firm, line.item), {}).setdefault(line.person, {})
            gross, paid = sheets.get(table.sheet, (0, 0))
            sheets[table.sheet] = (gross + line.gross, paid + line.paid)
    found = []
    for (firm, item), persons in people.items():
        most = [max(sheets.values()) for sheets in persons.values()]
        names = "、".join(dict.fromkeys(sheet for sheets in persons.values() for sheet in sheets))
        found.append(Approval(firm, item, sum(one for one, _ in most), sum(one for _, one in most), names, True))
    return found


def cost_owed(book: SheetBook) -> list[Approval]:
    """What 费用和资金来源表 says by enterprise and item; of several sheets the one that says most."""
    found: dict[tuple[str, str], Approval] = {}
    for costs, firm in _costs(book):
        for item, fen in costs.items.items():
            one = Approval(firm, item, fen, 0, costs.sheet, False)
            if fen > found.get((firm, item), one).fen or (firm, item) not in found:
                found[firm, item] = one
    return list(found.values())


def _costs(book: SheetBook) -> Iterator[tuple[Costs, str]]:
    for table in book.of_kind("sources"):
        for firm, costs in book.derive(firm_costs, table).items():
            yield costs, firm


def cost_lumps(book: SheetBook) -> dict[str, Costs]:
    """The sheet of costs of each enterprise that says most of all its costs together."""
    found: dict[str, Costs] = {}
    for costs, firm in _costs(book):
        if max(costs.lump, costs.total) > (max(found[firm].lump, found[firm].total) if firm in found else 0):
            found[firm] = costs
    return found


def unread_owed(book: SheetBook) -> list[tuple[str, str, frozenset[str]]]:
    """Sheet, what could not be read of it, and the enterprises (keys) to which that may belong."""
    found: list[tuple[str, str, frozenset[str]]] = []
    for table in book.of_kind("owed"):
        read: OwedList = book.derive(owed_list, table)
        found += [(table.sheet, text, read.firms) for text in read.unread]
    found += [(costs.sheet, text, frozenset({firm})) for costs, firm in _costs(book) for text in costs.unread]
    return found


def approvals(book: SheetBook) -> dict[tuple[str, str], list[Approval]]:
    """Everything that is typed, by enterprise and item; sheets of persons first."""
    found: dict[tuple[str, str], list[Approval]] = {}
    for one in (*_severance(book), *_insurance(book), *book.gather(list_owed), *book.gather(cost_owed)):
        found.setdefault((one.firm, one.item), []).append(one)
    return found


def _severance(book: SheetBook) -> Iterator[Approval]:
    sums = book.gather(complete_sums)
    names = "、".join(book.gather(claims).sheets)
    for firm, fen in sums.items():
        if fen:
            yield Approval(firm, SEVERANCE, fen, 0, names, True)
    for table in book.of_kind("arrears"):
        if table.has("compensation"):
            typed = _typed(table, table, book, ("compensation",))
            waits = any(one.waits for one in typed.values())
            found = [(firm, one.fen) for firm, one in typed.items() if one.fen and not waits]
            yield from (Approval(firm, SEVERANCE, fen, 0, table.sheet, True) for firm, fen in found)


def arrears_item(part: SheetTable) -> str:
    """The item of a sheet of arrears, or of a part of it: an insurance, or 公积金 by the title; '' for none.

    >>> from xl_addin.tables.grid import SheetGrid
    >>> from xl_addin.tables.recognition import read_sheet
    >>> rows = [["姓名", "欠缴起", "欠缴止", "单位欠缴"], ["王三", "2006.01", "2008.12", 8640]]
    >>> [arrears_item(read_sheet(SheetGrid(name, "", rows))[0]) for name in ("养老欠费", "住房公积金欠缴表", "表一")]
    ['养老', '公积金', '']
    """
    name = insurance_named(part)
    if name:
        return item_of(PART_ACCOUNT.get(name, name))
    if part.header.groups:
        return ""
    named = (account_in(plain(text)) for text in (part.sheet, part.title))
    found = next((account.name for account in named if account is not None), "")
    return found if found and not any(word in plain(part.sheet + part.title) for word in insurances()) else ""


@dataclass(slots=True)
class _Typed:
    """The sum of one sheet for one enterprise and insurance, and whom it lists."""

    sheet: str
    fen: int = 0
    people: set[str] = field(default_factory=set)
    rows: list[PersonDue] = field(default_factory=list)
    waits: bool = False


def _insurance(book: SheetBook) -> Iterator[Approval]:
    """Typed sums of every insurance: sheets of other persons add up, those of the same ones stand beside their sum."""
    found: dict[tuple[str, str], list[_Typed]] = {}
    for table in book.of_kind("arrears"):
        for part in book.derive(insurance_parts, table):
            item = arrears_item(part)
            roles = owed_roles(part)
            if item and roles:
                for firm, one in _typed(part, table, book, roles, arrears_roles(part)).items():
                    found.setdefault((firm, item), []).append(one)
    for (firm, item), sheets in found.items():
        sheets = [] if any(one.waits for one in sheets) else sheets
        apart = sum(len(one.people) for one in sheets) == len(set[str]().union(*(one.people for one in sheets)))
        if sheets:
            told = "、".join(dict.fromkeys(one.sheet for one in sheets))
            rows, _ = told_once(row for one in sheets for row in one.rows)
            sheets = [*(sheets if not apart else ()), _Typed(told, sum(row.fen for row in rows))]
        yield from (Approval(firm, item, one.fen, 0, one.sheet, True) for one in sheets if one.fen)


def _is_unknown(part: SheetTable, book: SheetBook, role: str, i: int) -> bool:
    """Tell a cell that waits for its calculation, or holds no number: an error value is found there, and is no 0."""
    column = book.derive(numbers, part, role)
    return part.awaits_calculation(role, i) or not (column.known[i] or column.blank[i])


def _typed(
    part: SheetTable, table: SheetTable, book: SheetBook, roles: tuple[str, ...], shares: tuple[str, ...] = ()
) -> dict[str, _Typed]:
    """Sums by enterprise; where a total is not the sum of its shares, the larger one: which is right is not known."""
    sums: dict[str, _Typed] = {}
    people, called, spans = book.derive(row_people, table), book.derive(names, table), book.derive(arrears_spans, part)
    numbers_of = book.derive(sound_ids, table)
    for i, firm in enumerate(map(enterprise_key, book.derive(enterprises, table))):
        own = sums.setdefault(firm, _Typed(table.sheet))
        amounts = [fen_of(part.column(role)[i], part.money_unit(role)) for role in roles]
        own.waits = own.waits or any(_is_unknown(part, book, role, i) for role in roles)
        apart = [fen_of(part.column(role)[i], part.money_unit(role)) for role in shares]
        most = max(sum(fen or 0 for fen in amounts), sum(fen or 0 for fen in apart))
        own.fen += most
        own.rows.append(PersonDue(firm, "", most, table.sheet, numbers_of[i], called[i], spans[i]))
        if any(amounts):
            own.people.add(people[i])
    return sums

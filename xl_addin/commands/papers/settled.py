"""Who is 内退 or retired: by 在岗状态 of a list of persons, and everybody on a list of 内退费用, with all the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xl_addin.commands.papers.workers import NONE
from xl_addin.files.papers.model import Fact
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import LISTS
from xl_addin.sheets.owed import owed_columns, row_people
from xl_addin.sheets.persons import Place, enterprises, names, person_keys, status, status_words
from xl_addin.sheets.status import INTERNAL, RETIRED, tells_status
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

INTERNAL_GROUP: Final = "内退"
RETIRED_GROUP: Final = "退休"


@dataclass(slots=True)
class Settled:
    """One person who is 内退 or retired, with every row of the workbook that speaks of them."""

    firm: str
    said: str = ""
    """内退 or 退休 by 在岗状态; '' for who stands on a list of 内退费用 alone."""
    other: str = ""
    """A cell that says something else of who stands on a list of 内退费用."""
    word: Fact = NONE
    lists: list[Place] = field(default_factory=list)
    costs: list[Place] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The group of papers to which the person belongs."""
        return INTERNAL_GROUP if self.costs or self.said == INTERNAL else RETIRED_GROUP


def settled_people(book: SheetBook) -> dict[str, Settled]:
    """Everybody who is 内退 or retired, by the key of the person, in the order of the sheets."""
    people: dict[str, Settled] = {}
    by_name: dict[str, set[str]] = {}
    rows = list(list_rows(book))
    for key, place, firm in rows:
        by_name.setdefault(_named(book, place, firm), set()).add(key)
        read = book.derive(status, place.table)[place.record]
        if read.settled in (INTERNAL, RETIRED):
            one = people.setdefault(key, Settled(firm))
            one.said = one.said or read.settled
            if one.word is NONE:
                one.word = Fact(clean_text(book.derive(status_words, place.table)[place.record]), name_cell(place))
    for table in filter(_lists_internal, book.of_kind("owed")):
        firms = book.derive(enterprises, table)
        for i, key in enumerate(book.derive(row_people, table)):
            same = by_name.get(_named(book, Place(table, i), firms[i]), set())
            own = next(iter(same)) if len(same) == 1 and not _has_id(table, i) else key
            people.setdefault(own, Settled(firms[i])).costs.append(Place(table, i))
    for key, place, _ in rows:
        if key in people:
            one = people[key]
            one.lists.append(place)
            read = book.derive(status, place.table)[place.record]
            if one.costs and read.settled != INTERNAL and place.table.kind == "roster" and tells_status(place.table):
                one.other = one.other or name_cell(place)
    return people


def _lists_internal(table: SheetTable) -> bool:
    return table.has("base_date") and bool(owed_columns(table))


def _has_id(table: SheetTable, record: int) -> bool:
    return table.has("id") and not is_empty(table.column("id")[record])


def list_rows(book: SheetBook) -> Iterator[tuple[str, Place, str]]:
    """Key, row and enterprise of everybody on the lists of persons, the rosters first."""
    keys = book.gather(person_keys)
    for kind in (one for one in LISTS if one != "reemployment"):
        for table in book.of_kind(kind):
            own, firms = keys.get(id(table)) or [""] * len(table), book.derive(enterprises, table)
            for i, firm in enumerate(firms):
                place = Place(table, i)
                yield own[i] or _named(book, place, firm), place, firm


def _named(book: SheetBook, place: Place, firm: str) -> str:
    return f"{enterprise_key(firm)}/{book.derive(names, place.table)[place.record]}"


def name_cell(place: Place) -> str:
    """The cell of a person's name."""
    return f"{place.table.sheet}!{place.table.cell('name', place.record)}"

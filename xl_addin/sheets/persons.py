"""Who is who across sheets: the persons of the rosters by ID number, their state, start and enterprise.

Persons are keyed by a sound ID number; by name only where a row has none and the name is borne by one person alone
(:mod:`xl_addin.sheets.identities`). Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import LISTS, UNKNOWN, service_start, sound_ids
from xl_addin.sheets.identities import Row, joined
from xl_addin.sheets.status import Status, status_cells, statuses
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.firm_names import title_enterprise, titled_firm
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.title_lines import Titles
from xl_addin.values.persons import clean_name, id_text

_DITTO: Final = re.compile(r"[〃″′\"”]+|同上|''")
_OFFICE: Final = re.compile(r".*(?:办|办公室|局|委|委员会|政府|小组|厅|中心)")
"""Who fills in a sheet for many enterprises: 填报单位：市企改办 names no enterprise."""

_FIRM_GROUP: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.:,]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.)])?"
    r"(\S{1,30}(?:公司|厂|供销社|联社|合作社|矿|商店|商场|集团|企业|门市部|粮站))(?:[(].*[)])?:?"
)
"""A group heading that names an enterprise."""


@dataclass(frozen=True, slots=True)
class Place:
    """One person's row."""

    table: SheetTable
    record: int


@dataclass(frozen=True, slots=True)
class PersonIndex:
    """Rows of persons by their key, and by name where one person alone bears it."""

    by_id: dict[str, Place]
    by_name: dict[str, Place | None]

    def find(self, key: str, name: str, keyed: bool) -> Place | None:
        """Find a person by key; by name only where the asking sheet has no ID column."""
        place = self.by_id.get(key) if key else None
        return place if place or keyed else self.by_name.get(name)


def names(table: SheetTable, book: SheetBook) -> list[str]:
    """Names of a table in one form."""
    return [clean_name(clean_text(value)) for value in table.column("name")]


def person_keys(book: SheetBook) -> dict[int, list[str]]:
    """One key for every person of the lists, by table: the ID number, or what stands for it; '' who cannot be told."""
    tables = list({id(table): table for table in [*book.rosters, *book.of_kind(*LISTS)]}.values())
    found = {id(table): list(book.derive(sound_ids, table)) for table in tables}
    if all(map(all, found.values())):
        return found
    rows = (row for k, table in enumerate(tables) for row in _rows(k, table, book))
    for (k, record), key in joined(rows, same_enterprise).items():
        found[id(tables[k])][record] = key
    return found


def _rows(number: int, table: SheetTable, book: SheetBook) -> Iterator[Row]:
    called, firms, keys = book.derive(names, table), book.derive(enterprises, table), book.derive(sound_ids, table)
    cells = enumerate(zip(called, firms, keys, table.column("id"), strict=True))
    return (Row(number, i, name, firm, key, id_text(cell)) for i, (name, firm, key, cell) in cells)


def _keys(table: SheetTable, book: SheetBook) -> list[str]:
    """The keys of any table with persons; of sheets that are no lists by number alone."""
    return book.gather(person_keys).get(id(table)) or book.derive(sound_ids, table)


def _index(book: SheetBook, tables: Sequence[SheetTable]) -> PersonIndex:
    index = PersonIndex({}, {})
    for table in tables:
        for i, (key, name) in enumerate(zip(_keys(table, book), book.derive(names, table), strict=True)):
            place = Place(table, i)
            if key:
                index.by_id.setdefault(key, place)
            if name:
                index.by_name[name] = None if name in index.by_name else place
    return index


def roster_index(book: SheetBook) -> PersonIndex:
    """Persons of every roster."""
    return _index(book, book.rosters)


def severance_index(book: SheetBook) -> PersonIndex:
    """Persons of every severance sheet."""
    return _index(book, book.of_kind("severance"))


def roster_places(table: SheetTable, book: SheetBook) -> list[Place | None]:
    """The roster row of each person of another sheet."""
    return _places(table, book, book.gather(roster_index))


def severance_places(table: SheetTable, book: SheetBook) -> list[Place | None]:
    """The severance row of each person of another sheet."""
    return _places(table, book, book.gather(severance_index))


def _places(table: SheetTable, book: SheetBook, index: PersonIndex) -> list[Place | None]:
    keyed = table.has("id")
    pairs = zip(_keys(table, book), book.derive(names, table), strict=True)
    return [index.find(key, name, keyed) for key, name in pairs]


def own_status(table: SheetTable, book: SheetBook) -> list[Status]:
    """The status of each row by its own columns."""
    return statuses(table)


def status(table: SheetTable, book: SheetBook) -> list[Status]:
    """The status of each row: its own columns, else the roster; what is asked about is asked on its own sheet."""
    own = book.derive(own_status, table)
    if table.kind == "roster" or not book.rosters:
        return own
    return [
        one if one.settled or one.question else book.derive(own_status, place.table)[place.record] if place else one
        for one, place in zip(own, book.derive(roster_places, table), strict=True)
    ]


def status_words(table: SheetTable, book: SheetBook) -> list[CellValue]:
    """The word of 在岗状态 that each row goes by, as :func:`status` reads it: its own, or the one of the roster."""
    words, read = status_cells(table), book.derive(own_status, table)
    if table.kind == "roster" or not book.rosters:
        return words
    for i, place in enumerate(book.derive(roster_places, table)):
        if place is not None and not (read[i].settled or read[i].question):
            other = book.derive(own_status, place.table)[place.record]
            if words[i] is None or other.settled or other.question:
                words[i] = status_cells(place.table)[place.record]
    return words


def post_status(table: SheetTable, book: SheetBook) -> list[str]:
    """内退, 退休 or another group without severance of each row, else ''."""
    return [one.settled for one in book.derive(status, table)]


def start_elsewhere(table: SheetTable, book: SheetBook) -> list[tuple[int, Place | None]]:
    """Start of work of each row by its own column, the severance sheet or the roster, with its row; else UNKNOWN."""
    own = book.derive(service_start, table)
    found: list[tuple[int, Place | None]] = []
    others = zip(book.derive(severance_places, table), book.derive(roster_places, table), strict=True)
    for i, places in enumerate(others):
        start, where = int(own.first[i]), None
        for place in places:
            if start == UNKNOWN and place is not None:
                start, where = int(book.derive(service_start, place.table).first[place.record]), place
        found.append((start, where))
    return found


def enterprises(table: SheetTable, book: SheetBook) -> list[str]:
    """Enterprise of each row: its column (an empty cell continues the block above), a group heading, or the title."""
    defaults = [_titled_firm(titles) for titles in table.titles()]
    if not table.has("enterprise"):
        return [_group_firm(table, row) or firm for row, firm in zip(table.row_numbers, defaults, strict=True)]
    found: list[str] = []
    current = before = ""
    for value, firm in zip(table.column("enterprise"), defaults, strict=True):
        current, before = (firm, firm) if firm != before else (current, before)
        text = plain(clean_text(value))
        current = current if _DITTO.fullmatch(text) else text or current
        found.append(current)
    return found


def same_enterprise(left: str, right: str) -> bool:
    """Tell whether two names can mean one enterprise: 丰城市机械厂 and 机械厂 do.

    >>> same_enterprise("丰城市机械厂", "机械厂"), same_enterprise("甲厂", "乙厂")
    (True, False)
    """
    return left in right or right in left


def _titled_firm(titles: Titles) -> str:
    """The enterprise that the lines over a block name: by a label, or before the kind of sheet."""
    current = plain(titles.enterprise) or titled_firm(titles.title)
    return "" if _OFFICE.fullmatch(current) else current


def _group_firm(table: SheetTable, row: int) -> str:
    """The enterprise that the nearest group heading over a row names, '' if it names none."""
    over = [start for start in table.groups if start < row]
    if not over:
        return ""
    text = table.groups[max(over)]
    if named := title_enterprise(text):  # 单位名称：甲厂
        return "" if _OFFICE.fullmatch(named) else named
    found = _FIRM_GROUP.fullmatch(plain(text))
    return found[1] if found else ""

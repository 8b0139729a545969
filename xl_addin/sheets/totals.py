"""Persons and money of a list added up: one way to count for every summary.

Who is counted is whose amount is in the sum; the others are said beside it, never in both. Amounts are in the unit
that their numbers show (万元 is not 元), whatever a title claims. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import fen_of
from xl_addin.sheets.persons import names
from xl_addin.sheets.scales import NAMES
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.persons import clean_id


@dataclass(frozen=True, slots=True)
class MoneySum:
    """A sum in fen, the persons whose amounts it holds, and those who have none."""

    fen: int
    counted: int
    without: int

    @property
    def people(self) -> str:
        """Both numbers for people.

        >>> money_sum([100, None, 200]).people, money_sum([100]).people
        ('2 人，另有 1 人没有金额', '1 人')
        """
        return people_text(self.counted, self.without, "没有金额")


def people_text(counted: int, without: int, why: str) -> str:
    """Say who is in a sum and who is not: the two numbers together are all persons.

    >>> people_text(8, 2, "不能计算"), people_text(8, 0, "不能计算")
    ('8 人，另有 2 人不能计算', '8 人')
    """
    return f"{counted} 人，另有 {without} 人{why}" if without else f"{counted} 人"


def money_sum(amounts: Iterable[int | None]) -> MoneySum:
    """Add up amounts in fen; None is a person without one.

    >>> money_sum([100, None, 200])
    MoneySum(fen=300, counted=2, without=1)
    """
    listed = list(amounts)
    known = [fen for fen in listed if fen is not None]
    return MoneySum(sum(known), len(known), len(listed) - len(known))


def fen_amounts(table: SheetTable, book: SheetBook, role: str) -> list[int | None]:
    """A column of money in fen; None where a cell is empty or no number. A unit in a cell goes before its column's."""
    unit = NAMES[scale(table, book, role).actual] if table.kind in PAID else table.money_unit(role)
    return [None if isinstance(value, CellError) else fen_of(value, unit) for value in table.column(role)]


def count_persons(tables: Iterable[SheetTable], book: SheetBook) -> int:
    """How many different persons some lists hold: by ID number, by name where none is written."""
    found: set[object] = set()
    for table in tables:
        ids = [clean_id(clean_text(value)) for value in table.column("id")]
        for i, (number, name) in enumerate(zip(ids, book.derive(names, table), strict=True)):
            found.add(number or name or (table.sheet, table.row_numbers[i]))
    return len(found)

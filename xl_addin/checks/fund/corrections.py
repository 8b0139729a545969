"""What approved sums lack, or have too much, because single amounts on the lists are wrong.

A wrong amount is one fault, at its cell: that more was paid than it says, or less, is no second one. Whether an amount
is wrong is for the checks of amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from xl_addin.checks.amounts.package import wrong_parts
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.sheets.approved_items import arrears_item
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, to_fen
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.severance import severance_rows
from xl_addin.sheets.severance_mismatch import mismatches
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.sheet_table import SheetTable


@dataclass(frozen=True, slots=True)
class Correction:
    """A wrong amount: whose, of which item, where, and what it lacks (negative: has too much) in fen."""

    firm: str
    item: str
    place: str
    fen: int


def corrections(book: SheetBook) -> list[Correction]:
    """Every wrong amount of the lists of persons."""
    severance = (one for table in book.of_kind("severance") for one in _severance(table, book))
    return [*severance, *(one for table in book.of_kind("arrears") for one in _insurance(table, book))]


def _severance(table: SheetTable, book: SheetBook) -> Iterator[Correction]:
    rows = book.derive(severance_rows, table)
    if rows is None or not table.has("amount"):
        return
    typed, factor = book.derive(numbers, table, "amount"), book.derive(amount_scale, table).actual
    fen = to_fen(typed.micro[rows.records], factor)
    judged = rows.ok & typed.known[rows.records] & ~np.isin(rows.records, list(book.derive(mismatches, table)))
    for k in np.flatnonzero(judged & (fen != rows.amount_fen)).tolist():
        i, right = int(rows.records[k]), int(rows.amount_fen[k])
        if not any(agrees(int(typed.micro[i]), one, factor) for one in (right, *rows.otherwise.get(k, ()))):
            yield _of(table, book, SEVERANCE, "amount", i, right - int(fen[k]))


def _insurance(table: SheetTable, book: SheetBook) -> Iterator[Correction]:
    for part, role, i, short in book.derive(wrong_parts, table):
        yield _of(part, book, arrears_item(part), role, i, short)


def _of(table: SheetTable, book: SheetBook, item: str, role: str, i: int, fen: int) -> Correction:
    firm = enterprise_key(book.derive(enterprises, table)[i])
    return Correction(firm, item, f"“{table.sheet}”{table.cell(role, i)}", fen)


def lacking(book: SheetBook, firm: str, item: str) -> int:
    """What the approved sum of an item lacks where the amounts of the lists are too low, in fen."""
    return sum(one.fen for one in book.gather(corrections) if one.fen > 0 and _is(one, firm, item))


def above(book: SheetBook, firm: str, item: str) -> tuple[int, str]:
    """What an approved sum has too much where amounts are too high, in fen, and the first such cell."""
    found = [one for one in book.gather(corrections) if one.fen < 0 and _is(one, firm, item)]
    return -sum(one.fen for one in found), found[0].place if found else ""


def _is(one: Correction, firm: str, item: str) -> bool:
    return one.item == item and (not one.firm or not firm or one.firm == firm)

"""What a row of a severance sheet comes to: its 合计, else its amount and other subsidies (C4 58)."""

from __future__ import annotations

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import to_fen
from xl_addin.sheets.service_pieces import shared_amounts
from xl_addin.sheets.units import exact_amounts, scale
from xl_addin.tables.sheet_table import SheetTable


def row_sums(table: SheetTable, book: SheetBook) -> list[int | None]:
    """What each row comes to in fen; None for a row without a sum."""
    known = {
        role: book.derive(numbers, table, role)
        for role in ("total", "amount", "settlement", "other")
        if table.has(role)
    }
    fen = {role: to_fen(column.micro, scale(table, book, role).actual) for role, column in known.items()}
    # An amount in 万元 is rounded: what is owed is what it was rounded from.
    for i, exact in book.derive(exact_amounts, table).items() if "amount" in known else ():
        short = exact - int(fen["amount"][i])
        for role in ("amount", "total"):
            if short and role in fen:
                fen[role][i] += short
    sums: list[int | None] = []
    shared = shared_amounts(table)
    for i in range(len(table)):
        if shared.get(i, [i])[0] != i:
            sums.append(None)  # one amount over several workers counts once
        elif "total" in known and known["total"].known[i]:
            sums.append(int(fen["total"][i]))
        elif "amount" in known and known["amount"].known[i]:
            more = [int(fen[role][i]) for role in ("settlement", "other") if role in known and known[role].known[i]]
            sums.append(int(fen["amount"][i]) + sum(more))
        else:
            sums.append(None)
    return sums

"""Severance sheets without dates or wages: the typed amount against typed 计发年限 × 计发基数 (or 标准).

Nothing else can be judged there; whether months and base are right themselves is said to be unchecked. A year of
service earns one month's base, so years and months are the same number. One rounding, to the fen (S-16).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from xl_addin.checks.spec import Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen
from xl_addin.sheets.scales import amount_by_size, monthly_scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import FEN_PER_YUAN, MICRO, decimal_text, round_half_up
from xl_addin.values.persons import mask_text

_BASES: Final = ("base", "standard")


def amounts_against_months(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed amount that neither its base nor its standard gives, times its months."""
    bases = [role for role in _BASES if table.has(role)]
    if not bases or not (table.has("amount") and table.has("months")):
        return
    months, typed = (book.derive(numbers, table, role) for role in ("months", "amount"))
    factor = book.derive(amount_by_size, table, "amount").actual
    columns = [(book.derive(numbers, table, role), book.derive(monthly_scale, table, role).actual) for role in bases]
    times = book.policy.options.multiplier * FEN_PER_YUAN
    for i in np.flatnonzero(months.known & typed.known).tolist():
        count = int(months.micro[i])
        known = [int(column.micro[i]) * unit for column, unit in columns if column.known[i]]
        rights = [round_half_up(count * base * times / MICRO**2) for base in known]
        if not rights or any(agrees(int(typed.micro[i]), right, factor) for right in rights):
            continue
        how = f"{decimal_text(count, MICRO)}×{decimal_text(known[0], MICRO)}元（本表没有起止时间或工资，只核对乘积）"
        detail = {"right": plain_fen(rights[0]), "how": how}
        shown = mask_text(clean_text(table.column("amount")[i]))
        yield Fault(table.cell("amount", i), shown, in_unit(rights[0], factor), detail)

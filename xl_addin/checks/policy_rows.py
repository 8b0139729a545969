"""Rows of the 政策 sheet that look as if they governed an amount and reach none.

A local average wage or a minimum wage comes into a calculation only where a cell fetches it (=政策参数, a reference) or
an option or a column repeats it. Leaves out every row that some calculation reads by itself, such as rates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xl_addin.policy.options import find_option
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.low_wages import MINIMUM_WAGE
from xl_addin.sheets.policy_range import row_name
from xl_addin.tables.cleaning import clean_money, clean_text, is_blank
from xl_addin.tables.grid import CellValue, address
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Finding, Severity
from xl_addin.values.persons import mask_text

CODE: Final = "POLICY_ROW_UNREAD"
TITLE: Final = "政策表的这一行没有用到"
_ADVICE: Final = {
    "最低工资": "要按它保底的，在“当地最低工资保底（元/月）”填数，并选“当地最低工资保底的范围”；只作校验对照的不必改",
    "职工月平均工资": "要用它的，在测算表“当地月平均工资”栏填数，或用函数“政策参数”取数；只作备查的不必改",
}
"""What to do about a row that nothing reads, by its name."""
_AVERAGES: Final = ("local_wage", "average_wage")
"""Columns of persons that repeat a local average wage."""
_FETCH: Final = re.compile(r"SOE_RATE\s*\(|政策参数\s*\(", re.IGNORECASE)
_OURS: Final = re.compile(r"SOE_[A-Z_]+|(?<![一-鿿])[一-鿿]+(?=\()", re.IGNORECASE)


def unread_policy_rows(book: SheetBook) -> Iterator[Finding]:
    """One finding for each name whose values no formula, option or column of the workbook takes."""
    if not book.stated.sheet:
        return
    sheet = book.grid.sheet(book.stated.sheet)
    stated = [
        (number, row_name(sheet.value(number, 1)), sheet.value(number, 2)) for number in range(1, len(sheet.rows) + 1)
    ]
    floors = {_micro(value) for _, name, value in stated if find_option(name) == "local_floor"}
    for name, advice in _ADVICE.items():
        filled = {number: value for number, one, value in stated if one == name and not is_blank(value)}
        amounts = {_micro(value) for value in filled.values()} - {None}
        repeated = floors if name == MINIMUM_WAGE else book.gather(_averages)
        if amounts and not amounts & repeated and not _is_fetched(name, filled, sheet.name, book):
            yield _finding(sheet.name, name, filled, advice)


def _finding(sheet: str, name: str, filled: Mapping[int, CellValue], advice: str) -> Finding:
    rows = f"（共{len(filled)}行）" if len(filled) > 1 else ""
    return Finding(
        code=CODE,
        severity=Severity.NOTICE,
        sheet=sheet,
        cell=address(min(filled), 2),
        observed="、".join(mask_text(clean_text(value)) for value in list(filled.values())[:3]),
        expected="",
        message=f"政策表“{name}”{rows}填了数，但本簿没有公式、选项或测算栏用到，它不影响任何金额",
        remedy=advice,
        citation="金额只按函数的参数和政策表的选项计算",
    )


def _micro(value: object) -> int | None:
    try:
        return clean_money(value, "")
    except InputError:
        return None


def _is_fetched(name: str, rows: Iterable[int], policy_sheet: str, book: SheetBook) -> bool:
    """Tell whether a formula fetches the parameter, points at one of its cells, or looks it up on the sheet."""
    singles = "|".join(map(str, rows))
    single = re.compile(rf"{re.escape(policy_sheet)}'?!\$?B\$?(?:{singles})(?![\d:])")
    for text in book.gather(_formulas):
        if _FETCH.search(text) and (f'"{name}"' in text or '"' not in text):
            return True
        if single.search(text) or (f"{policy_sheet}!" in text.replace("'", "") and not _OURS.search(text)):
            return True
    return any(single.search(text) for text in book.grid.defined_names.values())


def _formulas(book: SheetBook) -> frozenset[str]:
    """The texts of all formulas of the user's sheets, each once."""
    return frozenset(cell.text for sheet in book.grid.sheets if not sheet.ours for cell in sheet.formulas.values())


def _averages(book: SheetBook) -> frozenset[int | None]:
    """Every number in a column of local average wages, in micro yuan."""
    found: set[int | None] = set()
    for table in book.tables:
        for role in filter(table.has, _AVERAGES):
            column = book.derive(numbers, table, role)
            found.update(column.micro[column.known].tolist())
    return frozenset(found)

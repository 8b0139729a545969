"""Rows of the 政策 sheet that look as if they governed an amount and reach none.

A local average wage or a minimum wage comes into a calculation only where a cell fetches it (=政策参数, a reference) or
an option or a column repeats it. Leaves out every row that some calculation reads by itself, such as rates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.options import find_option
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.policy_range import row_name
from xl_addin.tables.cleaning import clean_money, clean_text, is_blank
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_ADVICE: Final = {
    "最低工资": "要按它保底的，在“当地最低工资保底（元/月）”填数，并选“当地最低工资保底的范围”；只作校验对照的不必改",
    "职工月平均工资": "要用它的，在测算表“当地月平均工资”栏填数，或用函数“政策参数”取数；只作备查的不必改",
}
"""What to do about a row that nothing reads, by its name."""
_AVERAGES: Final = ("local_wage", "average_wage")
"""Columns of persons that repeat a local average wage."""
_FETCH: Final = re.compile(r"SOE_RATE\s*\(|政策参数\s*\(", re.IGNORECASE)
_OURS: Final = re.compile(r"SOE_[A-Z_]+|[一-鿿]+(?=\()", re.IGNORECASE)


def unread_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """One fault for each name whose values no formula, option or column of the workbook takes."""
    if table.sheet != book.stated.sheet:
        return
    names, values = [row_name(cell) for cell in table.column("item")], table.column("value")
    for name, advice in _ADVICE.items():
        filled = [i for i, one in enumerate(names) if one == name and not is_blank(values[i])]
        amounts = {_micro(values[i]) for i in filled} - {None}
        if not amounts or _is_repeated(name, amounts, table, book):
            continue
        cells = [table.cell("value", i) for i in filled]
        if _is_fetched(name, cells, table.sheet, book):
            continue
        shown = "、".join(mask_text(clean_text(values[i])) for i in filled[:3])
        rows = f"（共{len(filled)}行）" if len(filled) > 1 else ""
        yield Fault(cells[0], shown, "", {"name": name, "rows": rows, "advice": advice})


def _micro(value: object) -> int | None:
    try:
        return clean_money(value, "")
    except InputError:
        return None


def _is_fetched(name: str, cells: Iterable[str], policy_sheet: str, book: SheetBook) -> bool:
    """Tell whether a formula fetches the parameter, points at one of its cells, or looks it up on the sheet."""
    columns = [re.sub(r"\d+", "", cell) for cell in cells]
    singles = "|".join(
        rf"\$?{col}\$?{cell.removeprefix(col)}(?![\d:])" for col, cell in zip(columns, cells, strict=True)
    )
    single = re.compile(rf"{re.escape(policy_sheet)}'?!(?:{singles})")
    for text in book.gather(_formulas):
        if _FETCH.search(text) and (f'"{name}"' in text or '"' not in text):
            return True
        if single.search(text) or (f"{policy_sheet}!" in text.replace("'", "") and not _OURS.search(text)):
            return True
    return any(single.search(text) for text in book.grid.defined_names.values())


def _formulas(book: SheetBook) -> frozenset[str]:
    """The texts of all formulas of the user's sheets, each once."""
    return frozenset(cell.text for sheet in book.grid.sheets if not sheet.ours for cell in sheet.formulas.values())


def _is_repeated(name: str, amounts: set[int | None], table: SheetTable, book: SheetBook) -> bool:
    """Tell whether an option of the sheet or a column of persons holds one of the values."""
    options = zip(table.column("item"), table.column("value"), strict=True)
    if any(_micro(value) in amounts for item, value in options if find_option(clean_text(item)) == "local_floor"):
        return True
    if name == "最低工资":
        return False
    for other in book.tables:
        for role in filter(other.has, _AVERAGES):
            found = book.derive(numbers, other, role)
            if amounts & set(found.micro[found.known].tolist()):
                return True
    return False


POLICY_ROW_CHECKS: Final = (
    Check(
        code="POLICY_ROW_UNREAD",
        title="政策表的这一行没有用到",
        severity=Severity.NOTICE,
        kinds=frozenset({"policy"}),
        message="政策表“{name}”{rows}填了数，但本簿没有公式、选项或测算栏用到，它不影响任何金额",
        remedy="{advice}",
        citation="金额只按函数的参数和政策表的选项计算",
        run=unread_rows,
    ),
)

"""Everybody whom a workbook's rosters and calculation sheets name, with the input cells of 一补二险 (T-07).

The sheet in front is taken alone if it lists persons. Otherwise a roster says who there is, and severance and arrears
sheets fill in what it lacks; who stands only on those is added. Rows are the same person where number and name agree
and nobody else on either sheet bears both: two persons are never made one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from xl_addin.policy.package import insurances
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_columns import ONE_COLUMN, package_aliases, period_roles, title
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.units import refuse_other_span
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import CellValue, address
from xl_addin.tables.labels import heading, plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import NA, CellError, InputError
from xl_addin.values.persons import clean_id, clean_name

_KINDS: Final = ("roster", "severance", "arrears")
"""Who there is, before what fills it in."""
_MONEY: Final = ("wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "annual_standard")
_ARREARS: Final = ("unit_arrears", "person_arrears", "arrears_period", "arrears_from")
_LARGE_UNITS: Final = ("百", "千", "万", "亿")
_AWAITING: Final = CellError(NA, "公式还没有计算结果，请用表格软件打开、重算并保存后再试")

Key = tuple[str, str]


@dataclass(slots=True)
class PackagePerson:
    """One person: where the first row about it stands, and its cells by role."""

    sheet: str
    row: int
    enterprise: str
    name: str
    id: CellValue
    cells: dict[str, CellValue] = field(default_factory=dict)

    def fill(self, cells: Mapping[str, CellValue]) -> None:
        """Take over what is still blank."""
        for role, value in cells.items():
            if is_blank(self.cells.get(role)):
                self.cells[role] = value


def read_package_persons(book: SheetBook, sheet: str) -> list[PackagePerson]:
    """Give everybody in the order of the sheets; ``sheet`` is the one in front, '' for none.

    Raises InputError where no sheet lists persons, or where a column of money is not in yuan.
    """
    usable = [table for kind in _KINDS for table in book.of_kind(kind) if len(table) and _inputs(table)]
    tables = [table for table in usable if table.sheet == sheet] or usable
    if not tables:
        raise InputError(
            "没有找到职工名单：需要职工花名册、经济补偿金测算表或养老/医疗测算表，表头要有 姓名 和 身份证号"
        )
    listed = [_records(book, table) for table in tables]
    people = list(listed[0])
    for others in listed[1:]:
        _join(people, others)
    return people


def _inputs(table: SheetTable) -> bool:
    """Tell a list of persons from a sheet that only shows results, such as the output of a table function."""
    return table.has("name") and any(
        table.has(role) for role in ("id", "start", "entry", "pension_from", "medical_from")
    )


def _join(people: list[PackagePerson], others: Sequence[PackagePerson]) -> None:
    """Fill in persons from another sheet; whoever is not among them, or not certainly, is added."""
    known, found = _by_key(people), _by_key(others)
    for other in others:
        key = _key(other)
        person = known.get(key) if key in found else None
        if person is None:
            people.append(other)
        else:
            person.fill(other.cells)
            person.enterprise = person.enterprise or other.enterprise


def _by_key(people: Sequence[PackagePerson]) -> dict[Key, PackagePerson]:
    counts = Counter(map(_key, people))
    return {_key(person): person for person in people if counts[_key(person)] == 1}


def _key(person: PackagePerson) -> Key:
    return clean_id(clean_text(person.id)) if not isinstance(person.id, CellError) else "", person.name


def _records(book: SheetBook, table: SheetTable) -> list[PackagePerson]:
    columns = package_columns(book, table)
    companies = book.derive(enterprises, table)
    names, ids = table.column("name"), table.column("id")
    cells = {role: _column(book, table, role, col) for role, col in columns.items()}
    return [
        PackagePerson(
            sheet=table.sheet,
            row=table.row_numbers[i],
            enterprise=companies[i],
            name=clean_name(clean_text(names[i])) if not isinstance(names[i], CellError) else "",
            id=ids[i],
            cells={role: values[i] for role, values in cells.items()},
        )
        for i in range(len(table))
    ]


def _column(book: SheetBook, table: SheetTable, role: str, col: int) -> list[CellValue]:
    """Cells of a column; merged ones filled down if the sheet's contract knows the column."""
    own = next((name for name, place in table.header.columns.items() if place == col), None)
    grid = book.grid.sheet(table.sheet)
    values = table.column(own) if own else [grid.value(row, col) for row in table.row_numbers]
    return [
        _AWAITING if value is None and (row, col) in grid.formulas else value
        for row, value in zip(table.row_numbers, values, strict=True)
    ]


def package_columns(book: SheetBook, table: SheetTable) -> dict[str, int]:
    """Find the column of each input of 一补二险, also on a sheet whose kind does not have it."""
    grid, header = book.grid.sheet(table.sheet), table.header
    found: dict[str, int] = {}
    top = ""
    for col in range(header.first_col, header.last_col + 1):
        levels = [grid.value(row, col) for row in range(header.first_row, header.last_row + 1)]
        texts = [value for value in levels if isinstance(value, str) and value.strip()]
        top = texts[0] if len(texts) == len(levels) and texts else top if not isinstance(levels[0], str) else ""
        keys = [heading(top).key + heading(texts[-1]).key, *(heading(text).key for text in texts)] if texts else []
        role = next((package_aliases()[key] for key in keys if key in package_aliases()), None)
        if role and role != "seq":
            cell = address(header.last_row, col)
            if found.setdefault(role, col) != col and role in ONE_COLUMN:
                first = address(header.last_row, found[role])
                raise InputError(
                    f"{table.sheet}!{cell}与{first}都是“{title(role)}”，不知道按哪一列算，请改掉一列的标题"
                )
            if role in _MONEY:
                _refuse_large_unit(table, texts, cell)
                for text in texts:
                    refuse_other_span(text, role, f"{table.sheet}!{cell}")
    for role, own in (_contract_roles() | _titled_roles(table)).items():
        if table.has(own):
            found.setdefault(role, table.header.columns[own])
    entry = found.pop("entry", None)
    if entry is not None:
        found.setdefault("start", entry)
    found.pop("name", None)
    return found


def _contract_roles() -> dict[str, str]:
    """Periods of arrears as the arrears sheet's contract names them."""
    pension, medical = (period_roles(name) for name in insurances()[:2])
    return dict(zip((*pension, *medical), ("pension_from", "pension_to", "medical_from", "medical_to"), strict=True))


def _titled_roles(table: SheetTable) -> dict[str, str]:
    """The period of a sheet of arrears whose title or name says which one insurance it is about: 养老保险欠费测算表."""
    named = [name for name in insurances() if name in plain(table.title) or name in plain(table.sheet)]
    if table.kind != "arrears" or len(named) != 1:
        return {}
    return dict(zip(period_roles(named[0]), ("arrears_from", "arrears_to"), strict=True))


def sheets_left_out(book: SheetBook, sheet: str) -> list[str]:
    """Sheets that list arrears whose period was not taken over: their money is in no part of the package."""
    tables = [table for table in book.of_kind("arrears") if len(table)]
    tables = [table for table in tables if table.sheet == sheet] or tables
    periods = {role for name in insurances() for role in period_roles(name)}
    return [
        table.sheet
        for table in tables
        if any(map(table.has, _ARREARS)) and periods.isdisjoint(package_columns(book, table))
    ]


def _refuse_large_unit(table: SheetTable, texts: Sequence[str], cell: str) -> None:
    unit = next((heading(text).unit for text in texts if heading(text).unit), table.unit)
    if unit.startswith(_LARGE_UNITS):
        raise InputError(f"{table.sheet}!{cell}“{texts[-1].strip()}”的单位是{unit}，请换算成元，并在标题里写明（元）")

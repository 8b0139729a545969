"""SOE_PACKAGE and SOE_PACKAGE_TABLE: 一补二险 of a row or a roster, from the user's own columns (T-07, T-08).

What each part is and how it comes about stands in :mod:`xl_addin.functions.insurance.package_parts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from xl_addin.functions.insurance.package_parts import Computed, compute_item, parts_of, required_roles
from xl_addin.functions.spec import Scalar
from xl_addin.policy.package import (
    PackageGroup,
    find_entry,
    find_item,
    insurances,
    package_policy,
    read_contents,
    split_payer,
)
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.package import NOTHING, PackagePart, package_total
from xl_addin.sheets.package_columns import PACKAGE_INPUTS, package_layout, package_view, period_roles, title
from xl_addin.sheets.package_parts import Cells, Part, read_groups
from xl_addin.sheets.person_cells import error_values, joined
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.sheets.severance_inputs import input_cells
from xl_addin.sheets.status import ROLE, status_cells, tells_status
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.ranges import data_rows
from xl_addin.tables.recognition import header_of, read_excerpt, read_range
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import fen_to_yuan

TOTAL: Final = "合计"
Parts = dict[str, Part]


def package_contents(policy: Policy) -> tuple[str, ...]:
    """Give the parts of 一补二险 under a policy: its own row on the 政策 sheet, else the shipped three.

    >>> from xl_addin.sheets.policy_range import read_policy
    >>> package_contents(read_policy([["一补二险", "经济补偿、养老单位、养老个人、失业"]]))
    ('经济补偿', '养老', '失业')
    """
    return tuple(dict.fromkeys(find_entry(label).item for label in package_labels(policy)))


def package_labels(policy: Policy) -> tuple[str, ...]:
    """Give the headings of the parts: as the contents, but by payer where the 政策 sheet lists them so.

    >>> from xl_addin.sheets.policy_range import read_policy
    >>> package_labels(read_policy([["一补二险", "经济补偿、养老单位、养老个人、失业"]]))
    ('经济补偿', '养老单位', '养老个人', '失业')
    """
    return read_contents(policy.facts.get(package_policy().settings["contents"], ""))


def compute_package(cells: Cells, contents: Sequence[str], policy: Policy) -> list[Parts]:
    """Compute the wanted parts, in whole or by payer, of many persons; a missing column is one error naming it (T-06).

    Each person gives a mapping of part to amounts or error, in the order of ``contents``.
    """
    return compute_with_columns(cells, contents, policy)[0]


def compute_with_columns(
    cells: Cells, contents: Sequence[str], policy: Policy
) -> tuple[list[Parts], dict[str, list[Computed]]]:
    """Compute the wanted parts and keep, for each item (养老, whoever pays), the columns that its amounts come from."""
    entries = {label: find_entry(label) for label in contents}
    items = dict.fromkeys(entry.item for entry in entries.values())
    groups = read_groups(cells)
    needed = dict.fromkeys(role for item in items for role in required_roles(item, groups, cells))
    missing = [title(role) for role in needed if role not in cells]
    if missing:
        raise InputError(f"表中缺少列：{'、'.join(missing)}，请补上标题后重算")
    result: list[Parts] = [
        dict.fromkeys(contents, NOTHING if isinstance(group, PackageGroup) else group) for group in groups
    ]
    kept = {item: list(compute_item(item, cells, groups, policy)) for item in items}
    for label, entry in entries.items():
        for computed in kept[entry.item]:
            for i, part in zip(computed.members, parts_of(computed, entry.payer, policy), strict=True):
                result[i][label] = part
    return result, kept


def _value(part: Part) -> float | CellError:
    return fen_to_yuan(part.total_fen) if isinstance(part, PackagePart) else part.cell_error()


def read_row(headers: object, row: object, header: HeaderMatch | None = None) -> Cells:
    """Read a row of the user's sheet under its heading row (T-08); ``header`` is what was made of that one before."""
    titles, values = _one_row(headers, "标题行"), _one_row(row, "数据行")
    if len(titles) != len(values):
        raise InputError(f"标题行有 {len(titles)} 格，数据行有 {len(values)} 格，两个区域要一样宽")
    return Cells(_cells(read_excerpt(titles, values, header or header_of(titles, package_layout()))), 1)


def excerpt_header(headers: object) -> HeaderMatch:
    """Which column is which by a heading row."""
    return header_of(_one_row(headers, "标题行"), package_layout())


def _cells(table: SheetTable) -> dict[str, list[CellValue]]:
    view = package_view(table)
    cells = input_cells(view, "name", *PACKAGE_INPUTS)
    if tells_status(view):
        cells[ROLE] = status_cells(view)
    return cells


def package_amount(policy: Policy, headers: object, row: object, item: str) -> float:
    """Give one part, or the total, of one row in yuan (T-08)."""
    cells = read_row(headers, row)
    wanted = wanted_labels(item, package_labels(policy))
    part = package_total(compute_package(cells, wanted, policy)[0].values())
    if not isinstance(part, PackagePart):
        raise part
    return fen_to_yuan(part.total_fen)


def wanted_labels(word: str, contents: Sequence[str]) -> tuple[str, ...]:
    """Choose the parts that a word asks for: one or all, of one payer or both, who rank differently (B-10, B-11).

    >>> wanted_labels("养老个人", ("经济补偿", "养老")), wanted_labels("养老", ("养老单位", "养老个人"))
    (('养老个人',), ('养老单位', '养老个人'))
    >>> wanted_labels("单位", ("经济补偿", "养老")), wanted_labels("", ("经济补偿", "养老"))
    (('经济补偿单位', '养老单位'), ('经济补偿', '养老'))
    """
    part, payer = split_payer(word)
    item = "" if part in ("", TOTAL) else find_item(part)
    entries = [entry for entry in map(find_entry, contents) if item in ("", entry.item)]
    shares = [replace(entry, payer=payer) for entry in entries if entry.payer in ("", payer)] if payer else entries
    if item and not shares:
        absent = item + payer if entries else item
        raise InputError(f"本口径的一补二险不含“{absent}”，只有：{'、'.join(contents)}；可在政策表中改")
    return tuple(entry.label for entry in shares)


def _one_row(value: object, name: str) -> list[CellValue]:
    rows = data_rows(value)
    if len(rows) != 1:
        raise InputError(f"{name}要选一行，现为 {len(rows)} 行有内容；整张表请用 一补二险表")
    return rows[0]


def package_tables(roster: Sequence[list[CellValue]]) -> list[SheetTable]:
    """Find the rosters of a range, one record a person (T-04, T-06)."""
    tables = [one_record_a_worker(table) for table in read_range(roster, package_layout())]
    if not tables[0].has("name"):
        raise InputError("表中缺少列：姓名，请补上标题后重算")
    return tables


def package_cells(roster: Sequence[list[CellValue]]) -> Cells:
    """Find the persons of a roster and their cells (T-04, T-06)."""
    return _cells_of(package_tables(roster))


def _cells_of(tables: Sequence[SheetTable]) -> Cells:
    return Cells(joined(list(map(_cells, tables))), sum(map(len, tables)))


def package_table(policy: Policy, roster: Sequence[list[CellValue]]) -> list[list[Scalar]]:
    """Give one row a person: name, each part of the package, total (T-07)."""
    return package_of(policy, package_tables(roster))


def package_of(policy: Policy, tables: Sequence[SheetTable]) -> list[list[Scalar]]:
    """Give the package of every person of some rosters, below a row of headings."""
    contents, labels = package_contents(policy), package_labels(policy)
    cells = _cells_of(tables)
    unused = {role for item in insurances() if item not in contents for role in period_roles(item)}
    read = {role: column for role, column in cells.columns.items() if role not in unused}
    errors = error_values(read, package_layout())
    result: list[list[Scalar]] = [["姓名", *labels, TOTAL]]
    for i, (name, parts) in enumerate(zip(cells.column("name"), compute_package(cells, labels, policy), strict=True)):
        shown = name if isinstance(name, CellError) else clean_text(name)
        total = errors.get(i) or package_total(parts.values())
        result.append([shown, *(_value(part) for part in parts.values()), _value(total)])
    return result

"""SOE_PACKAGE and SOE_PACKAGE_TABLE: 一补二险 of a row or a roster, from the user's own columns (T-07, T-08).

Each part is what its own function gives: 经济补偿金, 欠缴保险费 (合计), 退休医疗预留. All rows are computed in one
call for each part; a bad cell spoils only its own row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from xl_addin.functions.insurance import WAGE, read_amount, read_average_wage, read_period, reserve_fen
from xl_addin.functions.package_columns import (
    REQUIRED_FOR_SEVERANCE,
    SEVERANCE_ROLES,
    Columns,
    Row,
    cell_of,
    columns_of,
    find_headings,
    period_roles,
    title,
)
from xl_addin.functions.policy_range import read_policy
from xl_addin.functions.roster import compute_roster, person_rows
from xl_addin.functions.shapes import data_rows, is_range, one_cell
from xl_addin.functions.workers import status_error
from xl_addin.policy.package import PackageGroup, find_group, find_item, insurances, package_policy, read_contents
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance import arrears, arrears_gap, steady
from xl_addin.rules.package import NOTHING, Fault, PackagePart, package_total
from xl_addin.rules.severance import Status
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import fen_to_yuan

TOTAL: Final = "合计"
_MEDICAL: Final = "医疗"
Part = PackagePart | Fault
_Members = list[int]


def package_contents(policy: Policy) -> tuple[str, ...]:
    """Give the parts of 一补二险 under a policy: its own row on the 政策 sheet, else the shipped three.

    >>> package_contents(read_policy([["一补二险", "经济补偿、养老、医疗、失业"]]))
    ('经济补偿', '养老', '医疗', '失业')
    """
    return read_contents(policy.facts.get(package_policy().settings["contents"], ""))


def _reserves(item: str, group: PackageGroup) -> bool:
    return item == _MEDICAL and group.reserve


def _gets(item: str, group: PackageGroup) -> bool:
    """Tell whether a group gets a part at all."""
    return group.arrears if item in insurances() else group.severance


def required_roles(item: str, rows: Sequence[tuple[Row, PackageGroup]], columns: Columns) -> list[str]:
    """List the columns without which some row's part cannot be computed, each once, in sheet order."""
    roles: list[str] = []
    for row, group in rows:
        if not _gets(item, group):
            continue
        if item not in insurances():
            return list(REQUIRED_FOR_SEVERANCE)
        if _reserves(item, group):
            roles += ["age", "annual_standard"]
            continue
        period = period_roles(item)
        roles += period
        if any(role in columns and not is_blank(_raw(row, columns[role])) for role in period):
            roles += ["contribution_wage", "average_wage"]
    return list(dict.fromkeys(roles))


def _raw(row: Row, column: int) -> Any:
    return row[column] if column < len(row) else None


def _severance_parts(rows: Sequence[Row], members: _Members, columns: Columns, policy: Policy) -> list[Part]:
    own = {role: columns[role] for role in SEVERANCE_ROLES if role in columns}
    table, where = compute_roster([rows[i] for i in members], own, policy)
    parts: list[Part] = []
    for place in where:
        if isinstance(place, InputError):
            parts.append(place)
        elif table.status[place] != Status.OK:
            parts.append(status_error(int(table.status[place])))
        else:
            parts.append(PackagePart(int(table.amount_fen[place])))
    return parts


def _arrears_parts(item: str, rows: Sequence[Row], members: _Members, columns: Columns, policy: Policy) -> list[Part]:
    parts: list[Part] = []
    read: list[tuple[int, int, int, int]] = []
    places: list[int] = []
    for i in members:
        try:
            period = _period(item, rows[i], columns, policy)
            if period is not None:
                wage = read_amount(cell_of(rows[i], columns, "contribution_wage"), WAGE)
                read.append((*period, wage, read_average_wage(cell_of(rows[i], columns, "average_wage"))))
                places.append(len(parts))
            parts.append(NOTHING)
        except InputError as error:
            parts.append(error)
    data = np.array(read, dtype=np.int64).reshape(len(read), 4)
    first, last = data[:, 0].astype(np.int32), data[:, 1].astype(np.int32)
    table = arrears(item, first, last, steady(data[:, 2]), steady(data[:, 3]), policy)
    for i, place in enumerate(places):
        gap = arrears_gap(table, i, table.unit_gap, policy) or arrears_gap(table, i, table.person_gap, policy)
        parts[place] = gap or PackagePart(int(table.unit_fen[i]), int(table.person_fen[i]))
    return parts


def _period(item: str, row: Row, columns: Columns, policy: Policy) -> tuple[int, int] | None:
    """Read a period of arrears: both ends blank is none, one blank is an error."""
    first, last = (cell_of(row, columns, role) for role in period_roles(item))
    if is_blank(first) and is_blank(last):
        return None
    for value, role in zip((first, last), period_roles(item), strict=True):
        if is_blank(value):
            raise InputError(f"{role}不能为空：欠缴的起止要么都填，要么都不填")
    return read_period(first, last, f"{item}欠缴", policy)


def _reserve_parts(rows: Sequence[Row], members: _Members, columns: Columns, policy: Policy) -> list[Part]:
    settings = package_policy().settings
    limits = [policy.facts.get(settings[name], "") for name in ("cutoff_age", "minimum_years")]
    parts: list[Part] = []
    for i in members:
        try:
            age, standard = (cell_of(rows[i], columns, role) for role in ("age", "annual_standard"))
            parts.append(PackagePart(reserve_fen(age, standard, *limits)))
        except InputError as error:
            parts.append(error)
    return parts


def _groups(rows: Sequence[Row], columns: Columns) -> list[PackageGroup | InputError]:
    found: list[PackageGroup | InputError] = []
    for row in rows:
        try:
            found.append(find_group(clean_text(cell_of(row, columns, "post_status"))))
        except InputError as error:
            found.append(error)
    return found


def compute_package(
    rows: Sequence[Row], columns: Columns, contents: Sequence[str], policy: Policy
) -> list[dict[str, Part]]:
    """Compute the wanted parts of many persons; a missing column is one error naming it (T-06).

    Each person gives a mapping of part to amounts or error, in the order of ``contents``.
    """
    groups = _groups(rows, columns)
    known = [(row, group) for row, group in zip(rows, groups, strict=True) if isinstance(group, PackageGroup)]
    needed = dict.fromkeys(role for item in contents for role in required_roles(item, known, columns))
    missing = [title(role) for role in needed if role not in columns]
    if missing:
        raise InputError(f"表中缺少列：{'、'.join(missing)}，请补上标题后重算")
    result: list[dict[str, Part]] = [{} for _ in rows]
    for item in contents:
        for i, group in enumerate(groups):
            result[i][item] = NOTHING if isinstance(group, PackageGroup) else group
        for members, parts in _computed(item, rows, groups, columns, policy):
            for i, part in zip(members, parts, strict=True):
                result[i][item] = part
    return result


def _computed(
    item: str, rows: Sequence[Row], groups: Sequence[PackageGroup | InputError], columns: Columns, policy: Policy
) -> list[tuple[_Members, list[Part]]]:
    def members(wanted: Callable[[PackageGroup], bool]) -> _Members:
        return [i for i, group in enumerate(groups) if isinstance(group, PackageGroup) and wanted(group)]

    getting = members(lambda group: _gets(item, group) and not _reserves(item, group))
    if item not in insurances():
        return [(getting, _severance_parts(rows, getting, columns, policy))]
    reserving = members(lambda group: _gets(item, group) and _reserves(item, group))
    return [
        (getting, _arrears_parts(item, rows, getting, columns, policy)),
        (reserving, _reserve_parts(rows, reserving, columns, policy)),
    ]


def _value(part: Part) -> float | CellError:
    return fen_to_yuan(part.total_fen) if isinstance(part, PackagePart) else part.cell_error()


def _row_error(row: Row, columns: Columns, contents: Sequence[str]) -> InputError | None:
    """Find the leftmost error value in a column that the package reads, needed by this person or not (G-03)."""
    others = {role for item in insurances() if item not in contents for role in period_roles(item)}
    for role in sorted(set(columns) - others - {"seq"}, key=lambda role: columns[role]):
        try:
            cell_of(row, columns, role)
        except InputError as error:
            return error
    return None


def package_amount(headers: Any, row: Any, item: Any, policy: Any) -> float:
    """Give one part, or the total, of one row in yuan (T-08)."""
    chosen = read_policy(policy)
    contents = package_contents(chosen)
    titles, values = _one_row(headers, "标题行"), _one_row(row, "数据行")
    if len(titles) != len(values):
        raise InputError(f"标题行有 {len(titles)} 格，数据行有 {len(values)} 格，两个区域要一样宽")
    word = clean_text(one_cell(item, "项目")) or TOTAL
    wanted = contents if word == TOTAL else (find_item(word),)
    if not set(wanted) <= set(contents):
        raise InputError(f"本口径的一补二险不含“{wanted[0]}”，只有：{'、'.join(contents)}；可在政策表中改")
    part = package_total(compute_package([values], columns_of(titles), wanted, chosen)[0].values())
    if not isinstance(part, PackagePart):
        raise part
    return fen_to_yuan(part.total_fen)


def _one_row(value: Any, name: str) -> Row:
    rows = data_rows(value)
    if len(rows) != 1:
        raise InputError(f"{name}要选一行，现为 {len(rows)} 行有内容；整张表请用 一补二险表")
    return rows[0]


def package_table(roster: Any, policy: Any) -> list[list[Any]]:
    """Give one row a person: name, each part of the package, total (T-07)."""
    if not is_range(roster):
        raise InputError("职工表要选带标题行的区域")
    chosen = read_policy(policy)
    contents = package_contents(chosen)
    rows = data_rows(roster)
    number = find_headings(rows)
    columns = columns_of(rows[number], rows[:number]) if rows else {}
    if "name" not in columns:
        raise InputError("表中缺少列：姓名，请补上标题后重算")
    persons = person_rows(rows[number + 1 :], columns)
    result: list[list[Any]] = [["姓名", *contents, TOTAL]]
    for row, parts in zip(persons, compute_package(persons, columns, contents, chosen), strict=True):
        total = _row_error(row, columns, contents) or package_total(parts.values())
        name = _raw(row, columns["name"])
        shown = name if isinstance(name, CellError) else clean_text(name)
        result.append([shown, *(_value(part) for part in parts.values()), _value(total)])
    return result

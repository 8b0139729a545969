"""The insurances of 一补二险 for many persons at once: arrears by payer or a reserve, with the columns they come from.

Every part is what its own function gives: 欠缴保险费 (合计), 退休医疗预留. All persons are computed in one
call; a bad cell spoils only its own person. Who gets what is policy data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from xl_addin.policy.groups import find_group
from xl_addin.policy.package import PAYERS, PackageGroup, insurances, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import PERSON, UNIT, ArrearsTable, arrears, arrears_gap, steady
from xl_addin.rules.insurance.package import NOTHING, Fault, PackagePart
from xl_addin.rules.insurance.reserve import reserve_fen, reserve_limits
from xl_addin.sheets.input_cells import read_average, read_money, read_period, read_years
from xl_addin.sheets.package_columns import period_roles, title
from xl_addin.sheets.service_text import is_service_text, periods_of
from xl_addin.tables.cleaning import clean_text, is_blank, remembering
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NUM, CellError, InputError
from xl_addin.values.money import Int64

MEDICAL: Final = "医疗"
Part = PackagePart | Fault
Group = PackageGroup | InputError


@dataclass(frozen=True, slots=True)
class ArrearsPart:
    """Arrears of one insurance; ``wages`` and ``averages`` are micro yuan, a row for each row of ``table``.

    ``places`` holds the rows of each member, one for each period of arrears; none where nothing is owed.
    """

    insurance: str
    members: Sequence[int]
    parts: Sequence[Part]
    places: Sequence[tuple[int, ...]]
    table: ArrearsTable
    wages: Int64
    averages: Int64


@dataclass(frozen=True, slots=True)
class Reserve:
    """What a reserve was made of: whole years of age, the rule's two figures, and yuan × 1,000,000 a year."""

    age: int
    cutoff_age: int
    minimum_years: int
    annual_micro: int


@dataclass(frozen=True, slots=True)
class ReservePart:
    """Medical reserves of retired persons; None where a cell cannot be used."""

    members: Sequence[int]
    parts: Sequence[Part]
    reserves: Sequence[Reserve | None]


class Cells:
    """The cells of some persons by role, columns from left to right; an absent column is empty."""

    def __init__(self, columns: Mapping[str, Sequence[CellValue]], size: int) -> None:
        self.columns = columns
        self._absent: Sequence[CellValue] = [None] * size

    def column(self, role: str) -> Sequence[CellValue]:
        """One column as it stands, None where the sheet has no such column."""
        return self.columns.get(role, self._absent)

    def __contains__(self, role: str) -> bool:
        return role in self.columns


def sound(cell: Any, role: str) -> Any:
    """Give a cell back unless it is an error value, which comes out (G-03)."""
    if isinstance(cell, CellError):
        raise InputError(cell.message or f"{title(role)}单元格是错误值 {cell.code}", cell.code)
    return cell


def read_groups(cells: Cells) -> list[Group]:
    """Read everybody's group from 在岗状态; a word that is not known is that person's error."""

    def read(cell: Any) -> Group:
        try:
            return find_group(clean_text(sound(cell, "post_status")))
        except InputError as error:
            return error

    return list(map(remembering(read), cells.column("post_status")))


def reserves(item: str, group: PackageGroup) -> bool:
    """Tell whether a group's part is the reserve for retired persons instead of arrears."""
    return item == MEDICAL and group.reserve


def gets(item: str, group: PackageGroup) -> bool:
    """Tell whether a group gets a part at all."""
    return group.arrears if item in insurances() else group.severance


def members_of(groups: Sequence[Group], wanted: Callable[[PackageGroup], bool]) -> list[int]:
    """Places of the persons whose group is known and wanted."""
    return [i for i, group in enumerate(groups) if isinstance(group, PackageGroup) and wanted(group)]


def compute_insurance(
    item: str, cells: Cells, groups: Sequence[Group], policy: Policy
) -> tuple[ArrearsPart, ReservePart]:
    """Compute an insurance of everybody who gets it: arrears, and reserves for the groups that have these instead."""
    owing = members_of(groups, lambda group: gets(item, group) and not reserves(item, group))
    reserving = members_of(groups, lambda group: gets(item, group) and reserves(item, group))
    return _arrears(item, cells, owing, policy), _reserves(cells, reserving, policy)


def shares_of(computed: ArrearsPart | ReservePart, payer: str, policy: Policy) -> Sequence[Part]:
    """Give everybody's share of one payer, '' for both; what the other payer's share lacks does not matter to it.

    The medical reserve is the unit's alone.
    """
    if not payer:
        return computed.parts
    if isinstance(computed, ArrearsPart):
        parts = list(computed.parts)
        _fill(parts, computed.places, computed.table, policy, (payer,))
        return parts
    return computed.parts if payer == UNIT else [_none_of(part) for part in computed.parts]


def _none_of(part: Part) -> Part:
    return NOTHING if isinstance(part, PackagePart) else part


def _arrears(item: str, cells: Cells, members: list[int], policy: Policy) -> ArrearsPart:
    parts: list[Part] = []
    places: list[tuple[int, ...]] = []
    read: list[tuple[int, int, int, int]] = []
    first, last = map(cells.column, period_roles(item))
    wages, averages = cells.column("contribution_wage"), cells.column("average_wage")
    # Types are part of the key: TRUE and 1 are equal, but only one of them is a month.
    period = remembering(lambda ends: _periods(item, ends[0], ends[1], policy))
    wage = remembering(lambda cell: read_money(sound(cell, "contribution_wage"), "缴费工资"))
    average = remembering(lambda cell: read_average(sound(cell, "average_wage"), "缴费平均工资"))
    for i in members:
        before = len(read)
        try:
            spans = period((first[i], last[i], type(first[i]), type(last[i])))
            if spans:
                money = _each(wages[i], wage, len(spans)), _each(averages[i], average, len(spans))
                read += [(*span, *pay) for span, pay in zip(spans, zip(*money, strict=True), strict=True)]
            parts.append(NOTHING)
        except InputError as error:
            parts.append(error)
        places.append(tuple(range(before, len(read))))
    data = np.array(read, dtype=np.int64).reshape(len(read), 4)
    span = data[:, :2].astype(np.int32)
    table = arrears(item, span[:, 0], span[:, 1], steady(data[:, 2]), steady(data[:, 3]), policy)
    _fill(parts, places, table, policy)
    return ArrearsPart(item, members, parts, places, table, data[:, 2], data[:, 3])


def _each(cell: CellValue, read: Callable[[CellValue], int], count: int) -> list[int]:
    """Read a cell that holds for every period, or says one number for each of several: 1200；1500."""
    texts = cell.split("；") if isinstance(cell, str) else [cell]
    if len(texts) == 1:
        return [read(cell)] * count
    if len(texts) != count:
        raise InputError(f"“{cell}”写了{len(texts)}个数，欠缴却是{count}段，请每段写一个数或只写一个数")
    return [read(text) for text in texts]


def _periods(item: str, first: Any, last: Any, policy: Policy) -> list[tuple[int, int]]:
    """Read the periods of arrears: both ends blank is none, one blank is an error; one cell may say several."""
    roles = period_roles(item)
    ends = tuple(zip((first, last), roles, strict=True))
    for cell, role in ends:
        sound(cell, role)
    if is_blank(first) and is_blank(last):
        return []
    if is_service_text(first):
        return _several(str(first), last, roles, policy)
    for cell, role in ends:
        if is_blank(cell):
            raise InputError(f"{role}不能为空：欠缴的起止要么都填，要么都不填")
    return [read_period(first, last, roles, policy)]


def _several(text: str, last: Any, roles: Sequence[str], policy: Policy) -> list[tuple[int, int]]:
    """Read periods such as 2006.01至2006.12；2008.01至2008.12, which must not share a month."""
    spans = [read_period(*pair, roles, policy) for pair in periods_of(text) or ()]
    for earlier, later in pairwise(sorted(spans)):
        if later[0] <= earlier[1]:
            raise InputError(f"{roles[0]}“{text}”的各段有重叠的月份，请核对", NUM)
    latest = max(spans, key=lambda span: span[1])
    if not is_blank(last) and read_period(last, last, roles, policy)[1] != latest[1]:
        raise InputError(f"{roles[1]}与{roles[0]}“{text}”的最后一段不一致，请核对")
    return spans


def _fill(
    parts: list[Part],
    places: Sequence[tuple[int, ...]],
    table: ArrearsTable,
    policy: Policy,
    payers: Sequence[str] = PAYERS,
) -> None:
    """Put the payers' computed shares, or the gap that kept them from being computed, into the parts of who owes."""
    shares = {UNIT: table.unit_fen.tolist(), PERSON: table.person_fen.tolist()}
    gaps = [table.unit_gap if payer == UNIT else table.person_gap for payer in payers]
    lacking = np.logical_or.reduce([gap.kind != 0 for gap in gaps]).tolist()
    unit, person = (shares[payer] if payer in payers else [0] * len(table.unit_fen) for payer in PAYERS)
    for i, own in enumerate(places):
        if not own:
            continue
        faults = [arrears_gap(table, place, gap, policy) for place in own if lacking[place] for gap in gaps]
        total = PackagePart(sum(unit[place] for place in own), sum(person[place] for place in own))
        parts[i] = next((fault for fault in faults if fault), total)


def _reserves(cells: Cells, members: list[int], policy: Policy) -> ReservePart:
    ages, standards = cells.column("age"), cells.column("annual_standard")
    parts: list[Part] = []
    made: list[Reserve | None] = []
    for i in members:
        try:
            cells_of_one = sound(ages[i], "age"), sound(standards[i], "annual_standard")
            limits = _reserve_limits(policy)
            age, standard = read_years(cells_of_one[0], "年龄"), read_money(cells_of_one[1], "医疗年标准")
            parts.append(PackagePart(reserve_fen(age, standard, limits)))
            made.append(Reserve(age, *limits, standard))
        except InputError as error:
            parts.append(error)
            made.append(None)
    return ReservePart(members, parts, made)


def _reserve_limits(policy: Policy) -> tuple[int, int]:
    """The cut-off age and the least years: those of the 政策 sheet, else the shipped ones."""
    names = [package_policy().settings[key] for key in ("cutoff_age", "minimum_years")]
    stated = [read_years(policy.facts[name], f"政策表“{name}”") if policy.facts.get(name) else None for name in names]
    return reserve_limits(*stated)

"""Columns that repeat under each insurance or year of one sheet: which group each is of, and which role it has there.

养老保险 | 医疗保险 over 欠缴起, 欠缴止, 月数, 单位, 个人, 小计; merged or not, in up to three levels, in any order.
The insurance may also stand in each heading (养老单位欠缴), or only in the first one of each group. A column of a group
has a role such as ``unit_arrears@养老``; where a sheet of arrears has one group only, roles stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple, Protocol

from xl_addin.tables.heading_roles import role_of
from xl_addin.tables.labels import heading, is_bare_unit, plain
from xl_addin.tables.layouts import ColumnSpec, Layout, layout

MARK: Final = "@"
INSURANCES: Final = ("养老", "医疗", "失业", "工伤", "生育")
_CONTRACT: Final = "arrears"
_WITHOUT: Final = frozenset(
    {"seq", "enterprise", "name", "id", "person_no", "post_status", "insurance", "start", "entry", "age", "note"}
    | {"compensation"}
)
"""Roles that say who somebody is, or that no insurance has: they never repeat."""
ADDED: Final = frozenset({"unit_arrears", "person_arrears", "principal", "interest", "late_fee", "amount", "total"})
"""Roles of money that a sum adds up: a column of them belongs to one group alone, or to all together."""
_MAIN: Final = ADDED | {"arrears_from", "arrears_period", "annual_standard"}
"""A group has one of these."""
_FOR_ALL: Final = frozenset({"interest", "late_fee"})
_PERIOD: Final = frozenset({"arrears_from", "arrears_to"})
GROUPED_KINDS: Final = frozenset({"arrears", "severance"})
"""Kinds of sheet whose tables have the columns of groups; other lists only know that these are no columns of theirs."""
_LISTS: Final = GROUPED_KINDS | {"package", "roster"}
_NAME: Final = (
    r"(?:城镇|企业|职工|基本|社会|参加){0,8}((?:补充|大病|大额)?(?:养老|医疗|失业|工伤|生育))(?:保险|统筹)?"
    r"(?:费用|费(?!率)|金(?!额))?"
)
_OWED: Final = (
    r"拖欠|欠缴|欠费|欠|应补缴|应补|补缴|应缴|缴纳|缴费|预留|预提|计提|退休人员|离退休|退休|在职职工|在职人员|在职"
)
_TOP: Final = re.compile(rf"(?:{_OWED})*{_NAME}(?:{_OWED}|部分|情况|金额|明细|测算|计算|小项|项目)*")
_ANYWHERE: Final = re.compile(rf"(?:基本)?{_NAME}")
_PART: Final = re.compile(r"(?P<retired>退休|预留|预提|计提)|(?P<serving>在职)")
_PART_ALONE: Final = re.compile(r"(?:在职|离?退休)(?:人员|职工)?(?:部分)?")
_LAST_SUM: Final = re.compile(r".*(?:合计|总计|共计|总额).*")


class Labelled(Protocol):
    """A column of a header: its number and its texts from the top level down."""

    @property
    def col(self) -> int:
        """Its number, from 1."""

    @property
    def levels(self) -> tuple[str, ...]:
        """Its texts."""


class Member(NamedTuple):
    """A column of a group: its role there, and the heading key by which the contract knows it."""

    role: str
    group: str
    key: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one heading says: insurance ('' if none), role, key, and levels that mean nothing to the contract."""

    col: int
    insurance: str
    role: str
    key: str
    extra: str
    levels: int
    bare: bool = False


def base_role(role: str) -> str:
    """Give a role without its group.

    >>> base_role("unit_arrears@养老"), base_role("name")
    ('unit_arrears', 'name')
    """
    return role.partition(MARK)[0]


def group_of(role: str) -> str:
    """Give the group of a role, '' for a column that all groups share.

    >>> group_of("unit_arrears@养老"), group_of("name")
    ('养老', '')
    """
    return role.partition(MARK)[2]


def insurance_of(group: str) -> str:
    """Give the insurance that a group is about, '' for none (a year, 住房公积金).

    >>> insurance_of("退休医疗"), insurance_of("2006年")
    ('医疗', '')
    """
    return next((name for name in INSURANCES if name in group), "")


def is_shared(role: str) -> bool:
    """Tell a role that says who somebody is, which no group has."""
    return role in _WITHOUT


def names_insurance(text: str) -> bool:
    """Tell whether a heading speaks of an insurance.

    >>> names_insurance("养老欠缴起"), names_insurance("单位")
    (True, False)
    """
    return any(name in text for name in INSURANCES)


def breadth(roles: Iterable[str], kind: str) -> int:
    """Number of columns that a kind of sheet knows of; what repeats counts once, but periods of arrears one by one.

    A sheet with amounts of severance and of arrears is one of severance; a list of the inputs of 一补二险 is not.

    >>> breadth(["name", "arrears_from@养老", "arrears_from@医疗", "unit_arrears@养老", "unit_arrears@医疗"], "arrears")
    4
    """
    roles = list(roles)
    owed = any(group_of(role) and base_role(role) in ADDED for role in roles)
    counted = kind == _CONTRACT or ("amount" in roles and owed)
    periods = [role for role in roles if group_of(role) and base_role(role) in _PERIOD]
    others = {base_role(role) for role in roles if role not in periods}
    return len(others) + (len(periods) if counted else 0)


def repeated_columns(labels: Sequence[Labelled], kind: str) -> Mapping[int, Member]:
    """Say which columns of a header are of which group; nothing for kinds of sheet that list no persons.

    >>> class Heading(NamedTuple):
    ...     col: int
    ...     levels: tuple[str, ...]
    >>> tops = {1: ("姓名",), 2: ("养老保险", "单位"), 3: ("医疗保险", "单位"), 4: ("合计",)}
    >>> found = repeated_columns([Heading(*one) for one in tops.items()], "arrears")
    >>> [(col, one.role, one.group) for col, one in found.items()]
    [(2, 'unit_arrears', '养老'), (3, 'unit_arrears', '医疗')]
    """
    if kind not in _LISTS or not may_repeat(labels):
        return {}
    own = layout("severance" if kind == "package" else kind)
    unnamed = [one for one in labels if len(one.levels) > 1 and not any(map(names_insurance, one.levels))]
    told = {one.col for one in unnamed if role_of(own, "".join(heading(text).key for text in one.levels))}
    readings = [one for label in labels if label.col not in told and (one := _read(label)) is not None]
    groups = _groups(readings)
    if kind != _CONTRACT:  # elsewhere 养老保险 alone may be anything, e.g. whether somebody is insured
        groups = {col: group for col, group in groups.items() if not _reading_at(readings, col).bare}
    _leave_whole_sum(readings, groups)
    main = {groups[one.col] for one in readings if one.col in groups and one.role in _MAIN}
    return {
        one.col: Member(one.role, groups[one.col], one.key)
        for one in readings
        if one.col in groups and groups[one.col] in main
    }


def _reading_at(readings: Iterable[_Reading], col: int) -> _Reading:
    return next(one for one in readings if one.col == col)


def may_repeat(labels: Sequence[Labelled]) -> bool:
    """Tell a header that names an insurance, or repeats a lower heading: others need no closer look."""
    if any(names_insurance(text) for label in labels for text in label.levels):
        return True
    lower = [label.levels[-1] for label in labels if len(label.levels) > 1]
    return len(set(lower)) < len(lower)


def _read(label: Labelled) -> _Reading | None:
    """Read one heading; None for a column that no group has."""
    contract = layout(_CONTRACT)
    keys = [heading(text).key for text in label.levels]
    if len(keys) == 1 and names_insurance(keys[0]) and keys[0] in contract.aliases:
        return None  # 医疗年标准
    insurance, rest = _split(label.levels, keys)
    rest = [key for key in rest if key and not is_bare_unit(key)]
    if insurance and not rest:
        return _Reading(label.col, insurance, "total", "小计", "", len(keys), bare=True)
    found = _find_role(rest)
    if found is None:
        return None
    role, key, extra = found
    return _Reading(label.col, insurance, role, key, extra, len(keys))


def _split(texts: Sequence[str], keys: Sequence[str]) -> tuple[str, list[str]]:
    """The insurance that a heading names, with 退休 before it for a reserve, and the levels without it."""
    place = next((i for i, key in enumerate(keys) if _TOP.fullmatch(key)), None)
    if place is not None:
        found = _TOP.fullmatch(keys[place])
        rest = [key for i, key in enumerate(keys) if i != place]
    else:
        place = next((i for i, key in enumerate(keys) if _ANYWHERE.search(key)), None)
        if place is None:
            return "", list(keys)
        found = _ANYWHERE.search(keys[place])
        rest = [_ANYWHERE.sub("", key, count=1) if i == place else key for i, key in enumerate(keys)]
    assert found is not None
    above = "".join(plain(text) for i, text in enumerate(texts) if i == place or i < len(texts) - 1)
    part = _PART.search(above)
    before = "" if part is None else "退休" if part["retired"] else "在职"
    return before + found[1], [key for key in rest if not _PART_ALONE.fullmatch(key)]


def _find_role(levels: Sequence[str]) -> tuple[str, str, str] | None:
    """Role and key of what a heading says beside its insurance, and the upper levels that say nothing known."""
    contract = layout(_CONTRACT)
    tails = [("".join(levels[i:]), "".join(levels[:i])) for i in range(len(levels))]
    if len(levels) > 2:
        tails.insert(1, (levels[0] + levels[-1], "".join(levels[1:-1])))
    for word in ("", "欠缴"):
        for tail, extra in tails:
            role = role_of(contract, word + tail)
            if role and role not in _WITHOUT:
                return role, word + tail, extra
    return None


def _groups(readings: Sequence[_Reading]) -> dict[int, str]:
    """The group of each column that has one."""
    groups: dict[int, str] = {}
    for insurance in dict.fromkeys(one.insurance for one in readings):
        mine = [one for one in readings if one.insurance == insurance and one.role]
        years = _repeating_extras(mine)
        for one in mine:
            group = insurance + (one.extra if one.extra in years else "")
            if group:
                groups[one.col] = group
    return _with_followers(readings, groups)


def _repeating_extras(readings: Sequence[_Reading]) -> set[str]:
    """Upper headings under which one and the same role stands: 2006年 | 2007年 over 单位, 个人."""
    under: dict[str, set[str]] = defaultdict(set)
    for one in readings:
        if one.extra:
            under[one.role].add(one.extra)
    return {extra for extras in under.values() if len(extras) > 1 for extra in extras}


def _with_followers(readings: Sequence[_Reading], groups: dict[int, str]) -> dict[int, str]:
    """Give what repeats without a name to the group that begins on its left: 养老欠缴起 | 单位 | 医疗欠缴起 | 单位."""
    heads = sorted(groups)
    if len(set(groups.values())) < 2:
        return groups
    loose: dict[str, list[int]] = defaultdict(list)
    for one in readings:
        if one.col not in groups and one.levels == 1:
            loose[one.role].append(one.col)
    found = dict(groups)
    for columns in loose.values():
        left = [max((col for col in heads if col < column), default=0) for column in columns]
        owners = [groups.get(col, "") for col in left]
        if len(columns) > 1 and all(owners) and len(set(owners)) > 1:
            found.update(zip(columns, owners, strict=True))
    return found


def _leave_whole_sum(readings: Sequence[_Reading], groups: dict[int, str]) -> None:
    """Take what is of all groups out of the last one: an unmerged heading reaches as far as the right end.

    That is the last 合计 where the group has a sum more than the others, and 滞纳金 that no other group has before it.
    """
    if len(set(groups.values())) < 2:
        return
    sums = [one for one in readings if one.col in groups and one.role == "total" and not one.bare]
    last, own = max(sums, key=lambda one: one.col, default=None), groups[max(groups)]
    counts = Counter(groups[one.col] for one in sums)
    most = max(counts[group] for group in set(groups.values()) if group != own)
    named = last is not None and last.levels == 1 and last.insurance  # 医疗合计
    spare = last is not None and last.col == max(groups) and not named and counts[own] > most
    if last is not None and spare and _LAST_SUM.fullmatch(last.key):
        del groups[last.col]
    end = max((one.col for one in sums if groups.get(one.col) == own), default=0)
    elsewhere = {one.role for one in readings if groups.get(one.col, own) != own}
    for one in sorted((one for one in readings if one.col in groups), key=lambda one: -one.col):
        alone = groups[one.col] == own and one.role in _FOR_ALL and one.role not in elsewhere and one.levels > 1
        if not alone or one.col < end:
            break
        del groups[one.col]


@cache
def grouped_layout(kind: str, groups: tuple[str, ...]) -> Layout:
    """The contract of a kind with the columns of its groups.

    >>> grouped_layout("severance", ("养老",)).columns["unit_arrears@养老"].name
    '养老单位欠缴'
    """
    own = layout(kind)
    more = {
        f"{role}{MARK}{group}": ColumnSpec(f"{role}{MARK}{group}", group + spec.name, spec.type, False)
        for group in groups
        for role, spec in layout(_CONTRACT).columns.items()
        if role not in _WITHOUT
    }
    return replace(own, columns={**own.columns, **more})

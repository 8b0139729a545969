"""Where the inputs of 一补二险 stand on a sheet or in a range of persons (T-07).

Headings of severance and of arrears come from the sheet contracts; those of each insurance's period of arrears
follow one pattern. Columns that no part of the package needs are ignored (G-14).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import Final

from xl_addin.policy.package import insurances
from xl_addin.sheets.arrears import repeated_groups
from xl_addin.sheets.person_cells import refuse_other_units
from xl_addin.sheets.severance_inputs import INPUTS, WAGES
from xl_addin.sheets.status import INJURY
from xl_addin.tables.grid import address
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import ColumnSpec, Layout, layout
from xl_addin.tables.repeated_groups import insurance_of
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_WHO: Final = ("seq", "enterprise", "name", "id")
_FROM_SEVERANCE: Final = (*_WHO, "entry", "post_status", *INPUTS)
_FROM_ARREARS: Final = ("contribution_wage", "average_wage", "age", "annual_standard")
_MONEY: Final = (*WAGES, "contribution_wage", "average_wage", "annual_standard")
_FIRST: Final = ("起", "起始", "开始", "起月", "起始年月", "起始月", "起始时间", "开始年月", "开始月份", "开始时间")
_LAST: Final = (
    "止",
    "截止",
    "结束",
    "止月",
    "截止年月",
    "截止月",
    "截止时间",
    "截止月份",
    "结束年月",
    "终止年月",
    "终止时间",
)
_PERIOD: Final = ("arrears_from", "arrears_to")
_SPANS: Final = ("", "起止年月", "起止时间", "起止日期", "起止", "年月", "时间", "期间")
"""What may stand above 起 and 止 in a heading of two levels."""


def period_roles(insurance: str) -> tuple[str, str]:
    """Give the roles, which are also the names, of an insurance's period of arrears.

    >>> period_roles("养老")
    ('养老欠缴起', '养老欠缴止')
    """
    return f"{insurance}欠缴起", f"{insurance}欠缴止"


_PERIODS: Final = tuple(role for insurance in insurances() for role in period_roles(insurance))
PACKAGE_INPUTS: Final = ("post_status", *INPUTS, *_FROM_ARREARS, *_PERIODS)
"""Roles of the cells that 一补二险 is computed from."""


@cache
def package_layout() -> Layout:
    """The contract of any sheet that lists persons, whatever else it is for.

    >>> aliases = package_layout().aliases
    >>> aliases["基本养老保险欠费起"], aliases["医疗欠缴截止年月"], aliases["缴费工资"]
    ('养老欠缴起', '医疗欠缴止', 'contribution_wage')
    """
    severance, arrears = layout("severance"), layout("arrears")
    columns = {role: severance.columns[role] for role in _FROM_SEVERANCE}
    columns |= {role: arrears.columns[role] for role in _FROM_ARREARS}
    columns[INJURY] = severance.columns[INJURY]
    columns |= {role: ColumnSpec(role, role, "month", False) for role in _PERIODS}
    columns["annual_standard"] = replace(columns["annual_standard"], name="医疗年标准")
    aliases = {key: role for key, role in arrears.aliases.items() if role in _FROM_ARREARS}
    aliases |= {key: role for key, role in severance.aliases.items() if role in (*_FROM_SEVERANCE, INJURY)}
    for insurance in insurances():
        for role, ends in zip(period_roles(insurance), (_FIRST, _LAST), strict=True):
            written = [*ends, *(span + ends[0] for span in _SPANS)]
            for before, after, word, end in product(("", "基本"), ("", "保险", "保险费"), ("欠缴", "欠费"), written):
                aliases[f"{before}{insurance}{after}{word}{end}"] = role
    tops = {word + owed for word, owed in product(insurances(), ("欠缴", "欠费"))}
    words = severance.words | arrears.words | aliases.keys() | tops
    required = (("name",), PACKAGE_INPUTS)
    return Layout("package", "一补二险测算表", required, ("name", "id"), columns, aliases, words, severance.general)


def title(role: str) -> str:
    """Give the name of a column for messages.

    >>> title("contribution_wage"), title("start"), title("医疗欠缴起")
    ('缴费工资', '参加工作时间', '医疗欠缴起')
    """
    return package_layout().columns[role].name


def package_view(table: SheetTable) -> SheetTable:
    """The rows of a list of persons with the columns of 一补二险, also of a kind of sheet that does not have them.

    Raises InputError where two columns hold one input of the insurances, or money is not in yuan.
    """
    view = package_roles(table)
    for role, columns in view.header.spare.items():
        if role in (*_FROM_ARREARS, *_PERIODS):
            _refuse_second_column(view, role, columns[0])
    refuse_other_units(view, _MONEY)
    return view


def package_roles(table: SheetTable) -> SheetTable:
    """The same view of any list of persons, whatever stands in its columns: for who only compares cells."""
    view = table if table.layout is package_layout() else table.as_kind(package_layout())
    for role, own in _titled_roles(table).items():
        if table.has(own) and not view.has(role):
            view.header.columns[role] = table.header.columns[own]
            view.header.labels[role] = table.header.labels[own]
    return view


def _titled_roles(table: SheetTable) -> dict[str, str]:
    """The periods of a sheet by insurance: of each group of columns, or of the one that title or name says."""
    groups = {group: insurance_of(group) for group in repeated_groups(table)}
    found = {
        role: f"{own}@{group}"
        for group, name in groups.items()
        if list(groups.values()).count(name) == 1 and name in insurances()
        for role, own in zip(period_roles(name), _PERIOD, strict=True)
        if table.has(f"{own}@{group}")
    }
    named = [name for name in insurances() if name in plain(table.title) or name in plain(table.sheet)]
    named = [insurance_of(table.header.groups[0])] if len(table.header.groups) == 1 else named
    if groups or table.kind != "arrears" or len(named) != 1 or named[0] not in insurances():
        return found
    return dict(zip(period_roles(named[0]), _PERIOD, strict=True))


def _refuse_second_column(view: SheetTable, role: str, second: int) -> None:
    """Refuse a second column for one input of the insurances: which of the two holds cannot be told."""
    first, row = view.header.columns[role], view.header.last_row
    if view.sheet:
        raise InputError(
            f"{view.sheet}!{address(row, second)}与{address(row, first)}都是“{title(role)}”，不知道按哪一列算，"
            "请改掉一列的标题"
        )
    raise InputError(
        f"“{title(role)}”有两列（第{first}列和第{second}列），不知道按哪一列算，请只留一列，或把另一列的标题改掉"
    )

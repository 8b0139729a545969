"""Where the columns of 一补二险 stand in a user's own sheet: headings found by their aliases (T-07).

Headings of severance and of arrears come from the sheet contracts; those of each insurance's period of arrears
follow one pattern. Columns that no part of the package needs are ignored (G-14).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, Final

from xl_addin.policy.package import insurances
from xl_addin.sheets.roster_range import find_columns
from xl_addin.sheets.units import refuse_other_spans, refuse_other_units
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layout
from xl_addin.values.errors import CellError, InputError

Columns = Mapping[str, int]
Row = Sequence[Any]

SEVERANCE_ROLES: Final = ("start", "end", "wage", "enterprise_wage", "local_wage", "ground")
REQUIRED_FOR_SEVERANCE: Final = ("start", "end", "wage")
_FROM_SEVERANCE: Final = frozenset({"seq", "name", "entry", "post_status", *SEVERANCE_ROLES})
_FROM_ARREARS: Final = frozenset({"contribution_wage", "average_wage", "age", "annual_standard"})
_FIRST: Final = ("起", "起始", "开始", "起月", "起始年月", "起始月", "开始年月")
_LAST: Final = ("止", "截止", "结束", "止月", "截止年月", "截止月", "结束年月")
_SPANS: Final = ("", "起止年月", "起止时间", "起止日期", "起止", "年月", "时间", "期间")
"""What may stand above 起 and 止 in a heading of two levels."""
_MONEY: Final = frozenset(
    {"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "annual_standard"}
)


def period_roles(insurance: str) -> tuple[str, str]:
    """Give the roles, which are also the names, of an insurance's period of arrears.

    >>> period_roles("养老")
    ('养老欠缴起', '养老欠缴止')
    """
    return f"{insurance}欠缴起", f"{insurance}欠缴止"


ONE_COLUMN: Final = _FROM_ARREARS.union(*map(period_roles, insurances()))
"""Inputs of the insurances, for which a second column is a question."""


@cache
def _names() -> Mapping[str, str]:
    """Name each role for users."""
    names = {role: column.name for role, column in layout("arrears").columns.items() if role in _FROM_ARREARS}
    names |= {role: column.name for role, column in layout("severance").columns.items() if role in _FROM_SEVERANCE}
    names |= {role: role for insurance in insurances() for role in period_roles(insurance)}
    return names | {"annual_standard": "医疗年标准"}


def title(role: str) -> str:
    """Give the name of a column for messages.

    >>> title("contribution_wage"), title("start"), title("医疗欠缴起")
    ('缴费工资', '参加工作时间', '医疗欠缴起')
    """
    return _names()[role]


@cache
def package_aliases() -> Mapping[str, str]:
    """Map heading keys to roles.

    >>> aliases = package_aliases()
    >>> aliases["基本养老保险欠费起"], aliases["医疗欠缴截止年月"], aliases["缴费工资"]
    ('养老欠缴起', '医疗欠缴止', 'contribution_wage')
    """
    aliases = {key: role for key, role in layout("arrears").aliases.items() if role in _FROM_ARREARS}
    aliases |= {key: role for key, role in layout("severance").aliases.items() if role in _FROM_SEVERANCE}
    for insurance in insurances():
        for role, ends in zip(period_roles(insurance), (_FIRST, _LAST), strict=True):
            written = [*ends, *(span + ends[0] for span in _SPANS)]
            for before, after, word, end in product(("", "基本"), ("", "保险", "保险费"), ("欠缴", "欠费"), written):
                aliases[f"{before}{insurance}{after}{word}{end}"] = role
    return aliases


def find_package_columns(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Find the heading row of a roster and the column of each role; 参加工作时间 comes before 进厂时间 (T-02).

    Titles may stand above and may state the unit of money; headings may have two levels.

    >>> find_package_columns([["一补二险测算"], ["姓 名", "养老欠缴", None], [None, "起", "止"]])
    (2, {'name': 0, '养老欠缴起': 1, '养老欠缴止': 2})
    """
    number, found = find_columns(rows, package_aliases())
    entry = found.pop("entry", None)
    if entry is not None:
        found.setdefault("start", entry)
    refuse_other_units(rows[: number + 1], found, sorted(_MONEY))
    refuse_other_spans(rows[: number + 1], found, sorted(_MONEY))
    _refuse_two_columns(rows[number] if rows else [], found)
    return number, found


def _refuse_two_columns(headings: Row, found: Columns) -> None:
    """Refuse a second column for one input of the insurances: which of the two holds cannot be told."""
    for column, text in enumerate(headings):
        role = package_aliases().get(heading(text).key) if isinstance(text, str) else None
        if role in ONE_COLUMN and found.get(role, column) != column:
            raise InputError(
                f"“{title(role)}”有两列（第{found[role] + 1}列和第{column + 1}列），不知道按哪一列算，请只留一列，"
                "或把另一列的标题改掉"
            )


def columns_of(headers: Row) -> dict[str, int]:
    """Find the column of each role in one row of headings.

    >>> columns_of(["姓 名", "备注", "进厂时间", "医疗年标准（元/年）"])
    {'name': 0, 'annual_standard': 3, 'start': 2}
    """
    return find_package_columns([headers])[1]


def cell_of(row: Row, columns: Columns, role: str) -> Any:
    """Give a person's cell, None where there is no such column; an error value in it comes out (G-03)."""
    column = columns.get(role, -1)
    value = row[column] if 0 <= column < len(row) else None
    if isinstance(value, CellError):
        raise InputError(value.message or f"{title(role)}单元格是错误值 {value.code}", value.code)
    return value

"""Where the columns of 一补二险 stand in a user's own sheet: headings found by their aliases (T-07).

Headings of severance and of arrears come from the sheet contracts; those of each insurance's period of arrears
follow one pattern. Columns that no part of the package needs are ignored (G-14).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, Final

from xl_addin.functions.units import refuse_other_units
from xl_addin.policy.package import insurances
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
_HEADER_SEARCH: Final = 10
_MONEY: Final = frozenset(
    {"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "annual_standard"}
)


def period_roles(insurance: str) -> tuple[str, str]:
    """Give the roles, which are also the names, of an insurance's period of arrears.

    >>> period_roles("养老")
    ('养老欠缴起', '养老欠缴止')
    """
    return f"{insurance}欠缴起", f"{insurance}欠缴止"


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
            for before, after, word, end in product(("", "基本"), ("", "保险", "保险费"), ("欠缴", "欠费"), ends):
                aliases[f"{before}{insurance}{after}{word}{end}"] = role
    return aliases


def columns_of(headers: Row, titles: Sequence[Row] = ()) -> dict[str, int]:
    """Find the column of each role in one row of headings; 参加工作时间 comes before 进厂时间 (T-02).

    ``titles`` are the lines above, which may state the unit of money.

    >>> columns_of(["姓 名", "备注", "进厂时间", "医疗年标准（元/年）"])
    {'name': 0, 'annual_standard': 3, 'start': 2}
    """
    aliases = package_aliases()
    found: dict[str, int] = {}
    for column, text in enumerate(headers):
        role = aliases.get(heading(text).key) if isinstance(text, str) else None
        if role:
            found.setdefault(role, column)
    entry = found.pop("entry", None)
    if entry is not None:
        found.setdefault("start", entry)
    refuse_other_units([*titles, headers], found, sorted(_MONEY))
    return found


def find_headings(rows: Sequence[Row]) -> int:
    """Find the heading row of a roster; titles may stand above it.

    >>> find_headings([["一补二险测算"], ["姓名", "养老欠缴起", "养老欠缴止"]])
    1
    """
    aliases = package_aliases()
    known = [
        sum(isinstance(cell, str) and heading(cell).key in aliases for cell in row) for row in rows[:_HEADER_SEARCH]
    ]
    return known.index(max(known)) if known else 0


def cell_of(row: Row, columns: Columns, role: str) -> Any:
    """Give a person's cell, None where there is no such column; an error value in it comes out (G-03)."""
    column = columns.get(role, -1)
    value = row[column] if 0 <= column < len(row) else None
    if isinstance(value, CellError):
        raise InputError(value.message or f"{title(role)}单元格是错误值 {value.code}", value.code)
    return value

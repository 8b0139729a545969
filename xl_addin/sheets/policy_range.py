"""The ``policy`` argument: a profile id, or the range of the workbook's 政策 sheet.

Columns are 项目, 值[, 起[, 止[, 地区[, 文号]]]]; two suffice for options. The first row may name the
profile. Rows named like a parameter add or replace dated values for a place; rows that state facts
of the local document (文号, 状态 …) or what 一补二险 contains are kept as they stand (S-02, P-05, I-13).
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from typing import Any, Final

from xl_addin.policy.local import STATUSES
from xl_addin.policy.options import closest, find_option, find_word, option_specs, with_options
from xl_addin.policy.profiles import DEFAULT_PROFILE, Policy, find_profile, shipped_policy
from xl_addin.policy.schema import OPEN_END, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.tables.cleaning import (
    MonthDay,
    clean_date,
    clean_money,
    clean_number,
    clean_rate,
    clean_text,
    is_blank,
)
from xl_addin.tables.labels import plain as folded_text
from xl_addin.tables.ranges import cell_key, data_rows, is_range, plain
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NUM, InputError

PROFILE_NAMES: Final = frozenset({"profile", "口径", "政策口径"})
FACT_NAMES: Final = {
    **{name: name for name in ("标题", "文号", "发文机关", "适用系统", "施行日期", "失效日期", "状态", "说明")},
    "文件标题": "标题",
    "status": "状态",
    "确认状态": "状态",
    "口径状态": "状态",
    "有效期起": "施行日期",
    "有效期止": "失效日期",
}
"""Names of facts about the local document, as offices write them."""
_HEADINGS: Final = frozenset({"项目", "参数", "选项", "名称"})
_WIDTH: Final = 6
_MEMO_SIZE: Final = 64
_memo: OrderedDict[Any, Policy] = OrderedDict()


def read_policy(value: Any) -> Policy:
    """Read the argument; blank is the default profile. A range is read once and remembered.

    >>> read_policy("r481").profile.id
    'R481'
    >>> read_policy([["profile", "SEG2008"], ["fraction", "half_year"]]).options.fraction
    'half_year'
    """
    if not is_range(value):
        if is_blank(value):
            return shipped_policy(DEFAULT_PROFILE)
        if not isinstance(value, str):
            raise InputError(f"口径要填名称（如 SEG2008）或政策表的区域，现为“{value}”")
        return shipped_policy(find_profile(value).id)
    key = cell_key(value)
    if key not in _memo:
        _memo[key] = _read_range(value)
        if len(_memo) > _MEMO_SIZE:
            _memo.popitem(last=False)
    return _memo[key]


def row_name(cell: Any) -> str:
    """Bring the name of a row to the form in which it is known: full-width letters and inner spaces are no part of it.

    >>> row_name(" 口　径"), row_name("ＰＲＯＦＩＬＥ"), row_name("伤残就业补助金月数 5 级")
    ('口径', 'profile', '伤残就业补助金月数5级')
    """
    return folded_text(clean_text(cell)).lower()


def _read_range(value: Any) -> Policy:
    from xl_addin.sheets import policy_settings  # a cell without a 政策 sheet does not wait for it

    filled = [row[:_WIDTH] for row in data_rows(value) if not all(is_blank(cell) for cell in row[:_WIDTH])]
    rows = [[*(plain(cell) for cell in row), *[None] * (_WIDTH - len(row))] for row in filled]
    if rows and row_name(rows[0][0]) in _HEADINGS:
        rows = rows[1:]
    profile = find_profile(DEFAULT_PROFILE)
    if rows and row_name(rows[0][0]) in PROFILE_NAMES:
        if not is_blank(rows[0][1]):
            profile = find_profile(clean_text(rows[0][1]))
        rows = rows[1:]
    options: dict[str, object] = {}
    seen: set[str] = set()
    facts: dict[str, str] = {}
    local: dict[str, list[DatedValue]] = {}
    for row in rows:
        name = clean_text(row[0])
        folded = row_name(row[0])
        if folded in national().parameters:
            if not is_blank(row[1]):
                local.setdefault(folded, []).append(_read_value(national().parameters[folded], row))
        elif folded in FACT_NAMES:
            fact = FACT_NAMES[folded]
            if not is_blank(row[1]):
                facts[fact] = _read_fact(fact, row[1])
        elif (setting := policy_settings.setting_name(name)) is not None:
            if setting in seen:
                raise InputError(f"政策表中“{setting}”写了两次，请只留一行")
            seen.add(setting)
            if text := policy_settings.setting_text(setting, row[1]):
                facts[setting] = text
        else:
            option = _option_name(name, policy_settings.setting_names())
            if option in seen:
                raise InputError(f"政策表中选项“{name}”写了两次，请只留一行")
            seen.add(option)
            if not is_blank(row[1]):
                options[option] = _option_value(option, row[1])
    for name, values in local.items():
        _refuse_overlap(name, values)
    chosen = with_options(profile.options, options)
    return Policy(profile, chosen, {name: tuple(values) for name, values in local.items()}, facts)


def _option_value(option: str, value: Any) -> Any:
    """Read number texts (￥1,500元) as everywhere else; words are left to the option."""
    spec = option_specs()[option]
    if spec.kind == "choice" or not isinstance(value, str) or find_word(value, spec.values):
        return value
    return clean_number(value, f"选项 {option}（{spec.label}）")


def _read_fact(name: str, value: Any) -> str:
    """Read a fact of the local document: dates become ISO text, the status must be a known word."""
    if is_blank(value):
        return ""
    if name in ("施行日期", "失效日期"):
        role = MonthDay.FIRST if name == "施行日期" else MonthDay.LAST
        return to_date(clean_date(value, f"政策表“{name}”", role)).isoformat()
    text = clean_text(value)
    if name == "状态" and (text := folded_text(text)) not in STATUSES:
        raise InputError(f"政策表的状态只能是 {' 或 '.join(STATUSES)}，现为“{clean_text(value)}”")
    return text


def _option_name(name: str, settings: list[str]) -> str:
    if option := find_option(name):
        return option
    if row_name(name) in PROFILE_NAMES:
        raise InputError(f"政策表中“{name}”（口径）只能写在第一行")
    if not name:
        raise InputError("政策表有一行没有写项目名称，请补上或删去该行")
    labels = [spec.label for spec in option_specs().values()]
    known = [*option_specs(), *labels, *national().parameters, *FACT_NAMES, *settings]
    raise InputError(f"政策表中没有名为“{name}”的项目{closest(name, known)}")


def _read_value(parameter: Parameter, row: list[Any]) -> DatedValue:
    """Read one dated local value; a blank start or end leaves that side open."""
    name = f"政策表“{parameter.name}”"
    read = clean_rate if parameter.unit == "ratio" else clean_money
    micro = read(row[1], f"{name}的值")
    if micro < 0:
        raise InputError(f"{name}的值不能为负数", NUM)
    first = -OPEN_END if is_blank(row[2]) else clean_date(row[2], f"{name}的起始日期", MonthDay.FIRST)
    last = OPEN_END if is_blank(row[3]) else clean_date(row[3], f"{name}的截止日期", MonthDay.LAST)
    if last < first:
        raise InputError(f"{name}的截止日期早于起始日期", NUM)
    document = f"{clean_text(row[5])}（本单位政策表填列）" if clean_text(row[5]) else "本单位政策表"
    return DatedValue(first, last, clean_text(row[4]), micro, document, "", "", "local")


def _refuse_overlap(name: str, values: list[DatedValue]) -> None:
    ordered = sorted(values, key=lambda value: (value.place, value.first_day))
    for earlier, later in pairwise(ordered):
        if earlier.place == later.place and later.first_day <= earlier.last_day:
            where = earlier.place or "不分地区"
            raise InputError(f"政策表“{name}”（{where}）有两行的日期重叠，请调整起止日期")

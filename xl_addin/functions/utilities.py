"""Worksheet functions that serve the others: dates as clerks type them, and the law's parameters."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from xl_addin.functions.policy_range import read_policy
from xl_addin.functions.shapes import one_cell
from xl_addin.policy.lookup import interval_text, value_on
from xl_addin.policy.options import closest, option_specs, read_option
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, UNITS, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, is_blank
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO, decimal_text

MONTH_DECIMAL: Final = "month_decimal"


def date_of(text: Any, month_decimal: Any) -> dt.date:
    """A date from what a clerk typed; a month gives its first day (D-03)."""
    choice = one_cell(month_decimal, MONTH_DECIMAL)
    rule = option_specs()[MONTH_DECIMAL].default if is_blank(choice) else str(read_option(MONTH_DECIMAL, choice))
    return to_date(clean_date(one_cell(text, "日期文字"), "日期文字", MonthDay.FIRST, rule))


def _find(parameter: Any, date: Any, place: Any, policy: Any) -> tuple[Parameter, DatedValue, Policy]:
    name = clean_text(one_cell(parameter, "参数"))
    known = national().parameters
    if not name:
        raise InputError("参数不能为空")
    if name not in known:
        raise InputError(f"没有名为“{name}”的政策参数{closest(name, known)}")
    day = clean_date(one_cell(date, "日期"), "日期", MonthDay.FIRST)
    where = clean_text(one_cell(place, "地区"))
    chosen = read_policy(policy)
    return known[name], value_on(known[name], day, where, chosen.local.get(name, ())), chosen


def rate(parameter: Any, date: Any, place: Any, policy: Any) -> int | float:
    """Value of a parameter on a date at a place; a gap is ``#N/A``."""
    _, value, _ = _find(parameter, date, place, policy)
    return value.micro // MICRO if value.micro % MICRO == 0 else value.micro / MICRO


def rate_source(parameter: Any, date: Any, place: Any, policy: Any) -> str:
    """Citation of a parameter's value: figure, days in force, document, article, words, certainty."""
    found, value, _ = _find(parameter, date, place, policy)
    figure = f"{found.name}＝{decimal_text(value.micro, MICRO)}（{UNITS[found.unit]}），{interval_text(value)}"
    document = national().documents.get(value.document)
    if document is None:
        return f"{figure}；依据：{value.document}（本单位政策表填列）"
    return f"{figure}；依据：{document.name}{value.article}：“{value.quote}”（{CERTAINTIES[value.certainty]}）"

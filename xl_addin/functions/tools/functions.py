"""Worksheet functions that serve the others, and what they read: dates as clerks type them, the law's parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from xl_addin.policy.lookup import interval_text, value_on
from xl_addin.policy.options import closest, option_specs, read_option
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, UNITS, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.rules.procedure.calendar import LONGEST, count_workdays, deadline_months, deadline_workdays
from xl_addin.rules.procedure.votes import vote_result
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_text, is_blank
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.values import dates
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, MICRO, decimal_text, round_half_up
from xl_addin.values.persons import describe_id, id_text, mask_id
from xl_addin.values.rmb import rmb_upper

MONTH_DECIMAL: Final = "month_decimal"
TIME_UNITS: Final = ("工作日", "日", "月")


def read_parameter(value: object, name: str) -> Parameter:
    """Read the name of a parameter of the law."""
    word = clean_text(value)
    known = national().parameters
    if word not in known:
        raise InputError(f"没有名为“{word}”的政策{name}{closest(word, known)}")
    return known[word]


def read_typed_date(value: object, month_decimal: object, names: Sequence[str]) -> int:
    """Read what a clerk typed for a date, by how months are written; a month gives its first day (D-03)."""
    choice = option_specs()[MONTH_DECIMAL].default if is_blank(month_decimal) else month_decimal
    return clean_date(value, names[0], MonthDay.FIRST, str(read_option(MONTH_DECIMAL, choice)), shifted_midnight)


def read_figure(value: object, name: str) -> Decimal:
    """Read yuan exactly as written."""
    number = clean_number(value, name)
    if abs(number) >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对", NUM)
    return number


def read_time_unit(value: object, name: str, default: str) -> str:
    """Read the unit of a period; blank is the default."""
    unit = clean_text(value) or default
    if unit not in TIME_UNITS:
        raise InputError(f"期限的{name}只能是 {'、'.join(TIME_UNITS)}，现为“{unit}”")
    return unit


def date_of(typed_date: int) -> dt.date:
    """A date from what a clerk typed."""
    return dates.to_date(typed_date)


def _value(parameter: Parameter, on_date: int, place: str, policy: Policy) -> DatedValue:
    return value_on(parameter, on_date, place, policy.local.get(parameter.name, ()))


def rate(parameter: Parameter, on_date: int, place: str, policy: Policy) -> int | float:
    """Value of a parameter on a date at a place; a gap is ``#N/A``."""
    value = _value(parameter, on_date, place, policy)
    return value.micro // MICRO if value.micro % MICRO == 0 else value.micro / MICRO


def rate_source(parameter: Parameter, on_date: int, place: str, policy: Policy) -> str:
    """Citation of a parameter's value: figure, days in force, document, article, words, certainty."""
    value = _value(parameter, on_date, place, policy)
    figure = f"{parameter.name}＝{decimal_text(value.micro, MICRO)}（{UNITS[parameter.unit]}），{interval_text(value)}"
    document = national().documents.get(value.document)
    if document is None:
        return f"{figure}；依据：{value.document}"
    certainty = CERTAINTIES[value.certainty]
    if parameter.scope == "typical":
        certainty = f"{certainty.removesuffix('待确认').rstrip('，')}；全国参考值，各地不同，待确认".lstrip("；")
    return f"{figure}；依据：{document.name}{value.article}：“{value.quote}”（{certainty}）"


def policy_version(policy: Policy) -> str:
    """Profile, status and content hash of a policy (P-09)."""
    return policy.version


def rmb_capitals(amount: Decimal) -> str:
    """An amount in Chinese capitals; more than two decimals are rounded half-up first (P-08)."""
    return rmb_upper(round_half_up(amount * FEN_PER_YUAN))


def id_check(id_number: object) -> str:
    """正确, or what is wrong with an ID number (P-06)."""
    return describe_id(id_number, dt.date.today())


def id_mask(id_number: object) -> str:
    """An ID number with its middle hidden (P-07)."""
    return mask_id(id_text(id_number))


def vote(delegates: int, attended: int, in_favour: int) -> str:
    """通过, 不足三分之二 or 未过半数; the quorum is judged first, the vote against all delegates (P-01)."""
    return vote_result(delegates, attended, in_favour)


def workdays(from_date: int, to_date: int) -> int:
    """Working days between two days, both counted (P-02)."""
    return count_workdays(from_date, to_date)


def deadline(start_date: int, n: int, unit: str) -> dt.date:
    """The last day of a period that begins the day after ``start_date`` (P-04)."""
    if unit == "工作日":
        return dates.to_date(deadline_workdays(start_date, n))
    if unit == "月":
        return dates.to_date(deadline_months(start_date, n))
    if n > LONGEST:
        raise InputError(f"期限太长（{n} 日），请核对", NUM)
    return dates.to_date(start_date + n)

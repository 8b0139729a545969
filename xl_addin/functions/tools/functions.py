"""Worksheet functions that serve the others: dates as clerks type them, and the law's parameters."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from xl_addin.policy.lookup import interval_text, value_on
from xl_addin.policy.options import closest, option_specs, read_option
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, UNITS, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.rules.procedure.calendar import LONGEST, count_workdays, deadline_months, deadline_workdays
from xl_addin.rules.procedure.votes import vote_result
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_text, clean_whole, is_blank
from xl_addin.tables.ranges import one_cell
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, MICRO, decimal_text, round_half_up
from xl_addin.values.persons import describe_id, id_text, mask_id
from xl_addin.values.rmb import rmb_upper

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
        return f"{figure}；依据：{value.document}"
    certainty = CERTAINTIES[value.certainty]
    if found.scope == "typical":
        certainty = f"{certainty.removesuffix('待确认').rstrip('，')}；全国参考值，各地不同，待确认".lstrip("；")
    return f"{figure}；依据：{document.name}{value.article}：“{value.quote}”（{certainty}）"


def policy_version(policy: Any) -> str:
    """Profile, status and content hash of a policy (P-09)."""
    return read_policy(policy).version


def rmb_capitals(amount: Any) -> str:
    """An amount in Chinese capitals; more than two decimals are rounded half-up first (P-08)."""
    number = clean_number(one_cell(amount, "金额"), "金额")
    if abs(number) >= LIMIT_YUAN:
        raise InputError(f"金额数值过大（{amount}），请核对", NUM)
    return rmb_upper(round_half_up(number * FEN_PER_YUAN))


def id_check(number: Any) -> str:
    """正确, or what is wrong with an ID number (P-06)."""
    return describe_id(one_cell(number, "身份证号"), dt.date.today())


def id_mask(number: Any) -> str:
    """An ID number with its middle hidden (P-07)."""
    cell = one_cell(number, "身份证号")
    if is_blank(cell):
        raise InputError("身份证号不能为空")
    return mask_id(id_text(cell))


def vote(delegates: Any, attended: Any, in_favour: Any) -> str:
    """通过, 不足三分之二 or 未过半数; the quorum is judged first, the vote against all delegates (P-01)."""
    counts = (
        clean_whole(one_cell(value, name), name)
        for value, name in ((delegates, "应到人数"), (attended, "实到人数"), (in_favour, "同意人数"))
    )
    return vote_result(*counts)


def workdays(from_date: Any, to_date_: Any) -> int:
    """Working days between two days, both counted (P-02)."""
    first = clean_date(one_cell(from_date, "开始日期"), "开始日期", MonthDay.FIRST)
    return count_workdays(first, clean_date(one_cell(to_date_, "结束日期"), "结束日期", MonthDay.LAST))


def deadline(start_date: Any, n: Any, unit: Any) -> dt.date:
    """The last day of a period that begins the day after ``start_date`` (P-04)."""
    start = clean_date(one_cell(start_date, "起算日"), "起算日", MonthDay.LAST)
    count = clean_whole(one_cell(n, "期限"), "期限")
    if count < 0:
        raise InputError(f"期限不能为负数，现为 {n}", NUM)
    word = clean_text(one_cell(unit, "单位")) or "工作日"
    if word not in ("工作日", "日", "月"):
        raise InputError(f"期限的单位只能是 工作日、日、月，现为“{word}”")
    if word == "工作日":
        return to_date(deadline_workdays(start, count))
    if word == "月":
        return to_date(deadline_months(start, count))
    if count > LONGEST:
        raise InputError(f"期限太长（{count} 日），请核对", NUM)
    return to_date(start + count)

"""A worker's arguments, cleaned: dates, segments of service, wages and ground.

Shared by the severance functions. Reasons name the argument in Chinese. Law stays in ``rules``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Final

from xl_addin.policy.grounds import find_ground
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.service import Piece
from xl_addin.rules.severance.wages import OMITTED
from xl_addin.rules.severance.worker import Worker
from xl_addin.tables.cleaning import (
    MonthDay,
    clean_date,
    clean_money,
    clean_number,
    clean_text,
    is_blank,
)
from xl_addin.tables.labels import heading
from xl_addin.tables.ranges import data_rows, is_range, one_cell
from xl_addin.values.dates import day_number
from xl_addin.values.errors import NA, NUM, InputError

FIRST_SERVICE_DAY: Final = day_number(dt.date(1949, 1, 1))
_SERVICE_TEXT: Final = re.compile(r"(?:(\d+)年(半)?)?(?:零)?(?:(\d+)个?月)?")

HEADING_WORDS: Final = frozenset(
    f"{word}{suffix}"
    for word in (
        "起",
        "止",
        "开始",
        "结束",
        "起始",
        "截止",
        "终止",
        "自",
        "至",
        "参加工作",
        "解除",
        "进厂",
        "工龄起",
        "工龄止",
    )
    for suffix in ("", "日", "日期", "时间", "年月", "点")
) | {"start", "end", "start_date", "end_date"}
"""Headings that may stand above the segments of a service."""

STATUS_MESSAGES: Final = {
    Status.END_BEFORE_START: (NUM, "解除时间早于参加工作时间，请核对两个日期"),
    Status.NO_SERVICE_FROM_2008: (NA, "口径 RLCL 只计2008年1月1日起的工龄，此人没有；请改用分段口径 SEG2008"),
    Status.ENTERPRISE_WAGE_MISSING: ("#VALUE!", "改制口径 RGZ 需要企业月平均工资，请填写"),
    Status.LOCAL_WAGE_MISSING: ("#VALUE!", "本口径需要当地月平均工资，请填写"),
}
"""Code and reason for each row that the rules cannot compute."""


def status_error(status: int) -> InputError:
    """Give the error of a row that the rules could not compute."""
    code, message = STATUS_MESSAGES[Status(status)]
    return InputError(message, code)


def service_day(value: Any, name: str, month_day: MonthDay, policy: Policy) -> int:
    """Read a day of service; before 1949 there was no continuous service to count."""
    day = clean_date(value, name, month_day, policy.options.month_decimal)
    if day < FIRST_SERVICE_DAY:
        raise InputError(f"{name}早于1949年，请核对", NUM)
    return day


def read_service(start: Any, end: Any, policy: Policy, end_name: str = "解除时间") -> tuple[Piece, ...]:
    """Read start and end, or a range of segments with the end left empty (S-30).

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> read_service("2008-01-01", "2008-06-30", shipped_policy())[0].end
    14060
    """
    if is_range(start):
        if not is_blank(end):
            raise InputError(f"参加工作时间给了多段工龄时，{end_name}要留空")
        return read_segments(start, policy)
    first = service_day(start, "参加工作时间", MonthDay.FIRST, policy)
    last = service_day(one_cell(end, end_name), end_name, MonthDay.LAST, policy)
    if last < first:
        raise status_error(Status.END_BEFORE_START)
    return (Piece(first, last),)


def read_segments(value: Any, policy: Policy) -> tuple[Piece, ...]:
    """Read rows of start, end[, kind[, counts[, paid_before]]]; a heading row and blank rows are skipped."""
    pieces = []
    rows = [row for row in data_rows(value) if not all(is_blank(cell) for cell in row)]
    if rows and _is_heading(rows[0]):
        rows = rows[1:]
    for number, row in enumerate(rows, start=1):
        start, end, kind, counts, paid = (list(row) + [None] * 5)[:5]
        name = f"第{number}段工龄的"
        first = service_day(start, name + "起日", MonthDay.FIRST, policy)
        last = service_day(end, name + "止日", MonthDay.LAST, policy)
        if last < first:
            raise InputError(f"第{number}段工龄的止日早于起日，请核对", NUM)
        piece = Piece(
            first, last, clean_text(kind), _yes(counts, name + "是否计算"), _yes(paid, name + "已补偿", False)
        )
        pieces.append(piece)
    if not pieces:
        raise InputError("参加工作时间不能为空")
    return tuple(pieces)


def _is_heading(row: list[Any]) -> bool:
    """Tell a heading row by its words; anything else that is no date is an error, never dropped."""
    return all(isinstance(cell, str) and heading(cell).key in HEADING_WORDS for cell in row[:2]) and len(row) > 1


def _yes(value: Any, name: str, default: bool = True) -> bool:
    if is_blank(value):
        return default
    word = clean_text(value)
    if word not in ("是", "否"):
        raise InputError(f"{name}要填 是 或 否，现为“{word}”")
    return word == "是"


def read_wage(value: Any, name: str = "月平均工资") -> int:
    """Read the worker's own average monthly wage: 0 is real, blank and negative are errors (S-23).

    >>> read_wage("1,600")
    1600000000
    """
    wage = clean_money(one_cell(value, name), name)
    if wage < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return wage


def read_average(value: Any, name: str) -> int:
    """Read an enterprise or local average: blank is OMITTED, zero and negative are errors."""
    value = one_cell(value, name)
    if is_blank(value):
        return OMITTED
    wage = clean_money(value, name)
    if wage <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}；没有就留空", NUM)
    return wage


def read_ground(value: Any) -> int:
    """Read a ground (解除事由); blank is the default."""
    return find_ground(clean_text(one_cell(value, "解除事由")))


def read_worker(
    start: Any, end: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Policy
) -> Worker:
    """Read the arguments that every severance function shares."""
    return Worker(
        own=read_wage(wage),
        enterprise=read_average(enterprise_wage, "企业月平均工资"),
        local=read_average(local_wage, "当地月平均工资"),
        ground=read_ground(ground),
        pieces=read_service(start, end, policy),
    )


def read_service_months(value: Any, name: str) -> int | None:
    """Read approved service: whole months, or a text such as 18年7个月 or 18年半; 18.7 is asked (S-36).

    >>> [read_service_months(v, "2008年前") for v in ("18年7个月", "18年半", 222, None)]
    [223, 222, 222, None]
    """
    value = one_cell(value, name)
    if is_blank(value):
        return None
    if isinstance(value, str):
        folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
        match = _SERVICE_TEXT.fullmatch(folded)
        if match and any(match.groups()):
            years, half, months = match.groups()
            if half and months:
                raise InputError(f"{name}“{value}”不能同时写“半”和月数")
            return int(years or 0) * 12 + (6 if half else 0) + int(months or 0)
    number = clean_number(value, name)
    if number < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    if number != number.to_integral_value():
        whole, _, rest = str(number).partition(".")
        raise InputError(
            f"{name}“{value}”是{whole}年{rest}个月还是{number}年？请写成“{whole}年{rest}个月”或填总月数", NA
        )
    if number > 1200:
        raise InputError(f"{name}超过一百年（{value} 个月），请核对", NUM)
    return int(number)

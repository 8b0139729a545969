"""One cell of a severance calculation read as its column means it: days of service, wages; and what rules refuse.

The same for the arguments of a function, the cells of a range and those of a sheet. Reasons name the input in Chinese.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.wages import OMITTED
from xl_addin.tables.amounts import Number, cell_amount
from xl_addin.tables.cleaning import MonthDay, clean_date
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.values.dates import day_number
from xl_addin.values.errors import NA, NUM, InputError
from xl_addin.values.money import to_micro

if TYPE_CHECKING:
    from xl_addin.policy.profiles import Policy
    from xl_addin.tables.grid import CellValue

FIRST_SERVICE_DAY: Final = day_number(dt.date(1949, 1, 1))
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


def service_day(value: object, name: str, month_day: MonthDay, policy: Policy) -> int:
    """Read a day of service; before 1949 there was no continuous service to count."""
    day = clean_date(value, name, month_day, policy.options.month_decimal, shifted_midnight)
    if day < FIRST_SERVICE_DAY:
        raise InputError(f"{name}早于1949年，请核对", NUM)
    return day


def own_wage(value: CellValue, name: str, number: Number = cell_amount) -> int:
    """Read the worker's own average monthly wage: 0 is real, blank and negative are errors (S-23).

    >>> own_wage("1,600", "月平均工资")
    1600000000
    """
    amount = number(value, name)
    if amount is None:
        raise InputError(f"{name}不能为空")
    wage = to_micro(amount)
    if wage < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return wage


def average_wage(value: CellValue, name: str, number: Number = cell_amount) -> int:
    """Read an enterprise or local average: blank is OMITTED, zero and negative are errors."""
    amount = number(value, name)
    if amount is None:
        return OMITTED
    wage = to_micro(amount)
    if wage <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}；没有就留空", NUM)
    return wage

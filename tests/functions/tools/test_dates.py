"""Dates as clerks write them (D-01 to D-04, G-11, G-12), read the same in every cell; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.functions import call
from xl_addin.values.errors import CellError

READINGS = {
    # months
    "1985.07": "1985-07-01",
    "1985.7": "1985-07-01",
    "1985.10": "1985-10-01",
    "1985.01": "1985-01-01",
    "1985.12": "1985-12-01",
    "85.7": "1985-07-01",
    "85.07": "1985-07-01",
    "85年7月": "1985-07-01",
    "1985年7月": "1985-07-01",
    "1985年7月份": "1985-07-01",
    "1985年07月": "1985-07-01",
    "1985/07": "1985-07-01",
    "1985/1": "1985-01-01",
    "1985-1": "1985-01-01",
    "1985年1月": "1985-01-01",
    "198507": "1985-07-01",
    "八五年七月": "1985-07-01",
    "一九八五年七月": "1985-07-01",
    "二〇〇五年十二月": "2005-12-01",
    "二○○五年十一月": "2005-11-01",
    "二零零五年十月": "2005-10-01",
    "１９８５．０７": "1985-07-01",
    "９５年６月": "1995-06-01",
    " 1985 年 7 月 ": "1985-07-01",
    "06.7": "2006-07-01",
    # days
    "1985-07-01": "1985-07-01",
    "1985.07.01": "1985-07-01",
    "1985.7.1": "1985-07-01",
    "1985/7/1": "1985-07-01",
    "19850701": "1985-07-01",
    "1985年7月1日": "1985-07-01",
    "1985年7月1号": "1985-07-01",
    "一九八五年七月三十一日": "1985-07-31",
    "二〇〇七年十二月二十一日": "2007-12-21",
    "’85.7.1": "1985-07-01",
    "'85.7.1": "1985-07-01",
    "85-7-1": "1985-07-01",
    "1985.1.1": "1985-01-01",
    "1985-07-01 00:00:00": "1985-07-01",
    "1985-07-01T08:30:00": "1985-07-01",
    "2008-02-29": "2008-02-29",
    "1985、7、1": "1985-07-01",
    "1985，07，01": "1985-07-01",
    "1985 7 1": "1985-07-01",
    "1985·7·1": "1985-07-01",
    "1985—07—01": "1985-07-01",
    "1985年7月1日 星期一": "1985-07-01",
    "1985-07-01（周一）": "1985-07-01",
    "一九八五年七月一日星期一": "1985-07-01",
    "1985年7月1日 上午8时30分": "1985-07-01",
    "1985-07-01 8:30:00 PM": "1985-07-01",
    "\u200b1985-07\u00ad-01\ufeff": "1985-07-01",
    "\u202d1985年7月1日\u202c": "1985-07-01",
    # two-digit years: 49-99 and 00-11
    "49.7": "1949-07-01",
    "99年12月": "1999-12-01",
    "00年1月": "2000-01-01",
    "11.7": "2011-07-01",
}
NUMBERS = [
    (31229, "1985-07-01"),
    (31229.75, "1985-07-01"),
    (31229.0, "1985-07-01"),
    ("31229", "1985-07-01"),
    (198507, "1985-07-01"),
    (19850701, "1985-07-01"),
    (19850701.0, "1985-07-01"),
    (1985.07, "1985-07-01"),
    (1985.7, "1985-07-01"),
    (1985.11, "1985-11-01"),
    (1985.12, "1985-12-01"),
    (1985.02, "1985-02-01"),
    (1985.2, "1985-02-01"),
    (39448, "2008-01-01"),
    (10000, "1927-05-18"),
]
QUESTIONS = ["1985.1", 1985.1, "85.1", "１９８５．１", "1985。1", "12.7", "48.7", "12年7月", "48-7-1", "三五年七月"]
YEARS = ["1985", 1985, 1985.0, "1985年", "85年", "一九八五年"]
NO_DATES = [
    "1985.13", 1985.13, "1985.0", "1985.00", "1985年13月", "1985-02-30", "1985.2.30", "19850230", "19851301", "198513",
    "2007-02-29", "1985.07.32", "1985.13.05", "不详", "待查", "至今", "abc", "1985.7-1986.8", "1985.123", 1985.123,
    "7月", "01/07/1985", "31229x", "民国74年7月", "0", 0, 1, 60, 999, 12345678901, "00000000", -31229, -1985.07,
    "-1985.07",
    True, False, float("nan"), float("inf"), dt.time(8), "1985-07-01-02", "1985.1.2.3", ".", "年",
    "年月日",
]  # fmt: skip


def reading(cell: Any) -> Any:
    return call("SOE_DATE", cell)


def code_of(cell: Any) -> str:
    result = reading(cell)
    assert isinstance(result, CellError), result
    assert "内部出错" not in result.message
    return result.code


@pytest.mark.parametrize(("text", "day"), READINGS.items())
def test_dates_as_clerks_write_them(text: str, day: str) -> None:
    assert reading(text) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(("number", "day"), NUMBERS)
def test_numbers_are_serials_or_digits_of_a_date_by_their_length(number: Any, day: str) -> None:
    assert reading(number) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("cell", [dt.date(1985, 7, 1), dt.datetime(1985, 7, 1, 22, 59), dt.datetime(1985, 7, 1, 8)])
def test_a_real_date_stays_and_loses_its_time(cell: Any) -> None:
    assert reading(cell) == dt.date(1985, 7, 1)
    assert type(reading(cell)) is dt.date


@pytest.mark.parametrize("cell", QUESTIONS)
def test_what_can_be_read_two_ways_is_a_question(cell: Any) -> None:
    assert code_of(cell) == "#N/A"
    assert "？" in reading(cell).message
    assert "还是" in reading(cell).message


def test_the_question_about_a_lost_zero_names_both_months() -> None:
    message = reading(1985.1).message
    assert "1985年1月" in message
    assert "1985年10月" in message


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        (dt.datetime(2007, 12, 31, 23, 59, 17), ("2007-12-31", "2008-01-01")),
        (dt.datetime(2007, 12, 31, 23), ("2007-12-31", "2008-01-01")),
        (dt.datetime(2008, 1, 1, 1), ("2007-12-31", "2008-01-01")),
        (dt.datetime(2008, 1, 1, 0, 0, 0, 500), ("2007-12-31", "2008-01-01")),
        (dt.datetime(2007, 12, 31, 16), ("2007-12-31", "2008-01-01")),
        (dt.datetime(1986, 6, 30, 15), ("1986-06-30", "1986-07-01")),
        (dt.datetime(2007, 12, 31, 16, tzinfo=dt.UTC), ("2007-12-31", "2008-01-01")),
        (dt.datetime(2008, 1, 1, 10, tzinfo=dt.UTC), ("2008-01-01",)),
        (36526.9997, ("2000-01-01", "2000-01-02")),
        ("2007-12-31 23:59:17", ("2007-12-31", "2008-01-01")),
        ("2007-12-31 24:00", ("2007-12-31", "2008-01-01")),
        ("2007年12月31日 晚上11点30分", ("2007-12-31", "2008-01-01")),
        ("2007-12-31T16:00:00.000Z", ("2007-12-31", "2008-01-01")),
        ("2008-01-01T00:00:00+08:00", ("2007-12-31", "2008-01-01")),
        ("2008-01-01 00:00:00 UTC", ("2008-01-01",)),
        ("2008-01-01 GMT+8", ("2007-12-31", "2008-01-01")),
        ("2008-01-01Z", ("2008-01-01",)),
        ("20071231T160000Z", ("2007-12-31", "2008-01-01")),
    ],
)
def test_a_time_near_midnight_and_a_zone_are_asked_with_the_days_that_may_be_meant(
    cell: Any, days: tuple[str, ...]
) -> None:
    """L-11: a program's shift must never make a day early."""
    assert code_of(cell) == "#N/A"
    message = reading(cell).message
    assert "？" in message
    assert tuple(re.findall(r"“(\d{4}-\d\d-\d\d)”", message))[-len(days) :] == days


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime(2008, 1, 1, 8, 30), dt.datetime(2008, 1, 1, 22, 59, 59), dt.datetime(2008, 1, 1, 1, 0, 1),
        dt.datetime(2008, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))), 39448.5, 39448.0000000001,
        "2008-01-01 13:00",
    ],
)  # fmt: skip
def test_other_times_are_cut(cell: Any) -> None:
    assert reading(cell) == dt.date(2008, 1, 1)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2011-9-31", "9月31日不存在"),
        ("20110931", "9月31日不存在"),
        ("1985-02-29", "1985年2月只有28天"),
        ("2004-02-30", "2004年2月只有29天"),
        ("1985.13", "没有13月"),
        ("1985-07-32", "没有32日"),
        ("8507", "是1985年7月吗"),
        (8507, "是1985年7月吗"),
        ("850701", "是1985年7月1日吗"),
        ("120701", "是1912年7月1日还是2012年7月1日"),
        ("1985701", "有7位数字"),
        ("85701", "作为日期序号是2134年8月21日"),
        ("7/1/1985", "把年份写在前面"),
        ("1985.7-8", "是1985年7月8日还是1985年7月至8月"),
        ("1985年7月1日 星期二", "是星期一，不是星期二"),
        ("1985年7月1日入厂", "还有“入厂”"),
        ("1985.7-1986.8", "不止一个日期"),
    ],
)
def test_messages_name_what_is_wrong(cell: Any, words: str) -> None:
    message = reading(cell).message
    assert words in message
    assert "日期文字日期" not in message
    assert "8507年" not in message


@pytest.mark.parametrize("cell", YEARS)
def test_a_bare_year_asks_for_the_month(cell: Any) -> None:
    assert code_of(cell) == "#N/A"
    assert "月份" in reading(cell).message


@pytest.mark.parametrize("cell", NO_DATES)
def test_what_is_no_date_is_value_or_num(cell: Any) -> None:
    assert code_of(cell) in ("#VALUE!", "#NUM!")


@pytest.mark.parametrize("cell", [None, "", "　", [[None]]])
def test_a_blank_is_value(cell: Any) -> None:
    assert code_of(cell) == "#VALUE!"


@pytest.mark.parametrize("cell", ["1985年7月0日", "1985-07-00", "1985.7.0", "19850700", 19850700])
def test_a_day_nought_is_no_day(cell: Any) -> None:
    """Exports write 00 for an unknown day: it is neither the first nor the last (D-02)."""
    assert code_of(cell) in ("#VALUE!", "#N/A")


@pytest.mark.parametrize(
    ("cell", "day"), [("1985 7", "1985-07-01"), ("1985 1 1", "1985-01-01"), ("1985 7 1", "1985-07-01")]
)
def test_numbers_apart_are_never_glued_into_another_date(cell: str, day: str) -> None:
    """`1985 7` is no serial 19857 of May 1954, and `1985 1 1` no November: read or refused, never another day."""
    result = reading(cell)
    assert isinstance(result, CellError) or result == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("name", "arguments", "word"),
    [
        ("SOE_SEVERANCE", ("不详", "2011-09-28", 1600), "参加工作时间"),
        ("SOE_SEVERANCE", ("1985-07-01", "不详", 1600), "解除时间"),
        ("SOE_SEVERANCE", ([["1985-07-01", "1990-06-30"], ["1995-01-01", "不详"]], None, 1600), "第2段"),
    ],
)
def test_the_argument_with_the_unreadable_date_is_named(name: str, arguments: tuple[Any, ...], word: str) -> None:
    assert word in call(name, *arguments).message


@pytest.mark.parametrize(("cell", "day"), [("1985.1", 10), (1985.1, 10), ("85.1", 10), ("1985.01", 1), (1985.01, 1)])
def test_a_column_of_two_digit_months_reads_a_lone_one_as_october(cell: Any, day: int) -> None:
    assert call("SOE_DATE", cell, "month_two_digits") == dt.date(1985, day, 1)
    assert call("SOE_DATE", cell, "MONTH_TWO_DIGITS ") == dt.date(1985, day, 1)


def test_the_way_of_writing_months_is_ask_unless_said() -> None:
    for blank in ("ask", None, "", "ASK"):
        assert call("SOE_DATE", "1985.1", blank).code == "#N/A"
    assert call("SOE_DATE", "1985.1", "two_digits").code == "#VALUE!"


def test_the_policy_sheet_says_how_a_column_writes_months() -> None:
    policy = [["month_decimal", "month_two_digits"], [None, None]]
    assert call("SOE_SERVICE_MONTHS", 1985.1, "1985-12-31", None, policy) == 3
    assert call("SOE_SERVICE_MONTHS", 1985.1, "1985-12-31").code == "#N/A"


def test_a_month_means_its_first_day_as_a_start_and_its_last_as_an_end() -> None:
    """1985年7月 to 2004年2月 is from 1 July to 29 February (G-11)."""
    assert call("SOE_SERVICE_MONTHS", "1985年7月", "2004年2月") == call(
        "SOE_SERVICE_MONTHS", "1985-07-01", "2004-02-29"
    )
    assert call("SOE_SEVERANCE", "2008.01", "2008.06", 1000) == 1000.0
    assert call("SOE_SEVERANCE", 200801, 200806, 1000) == 1000.0
    assert call("SOE_SERVICE_MONTHS", [["1985年7月", "1985年9月"], ["1986.01", "1986.02"]]) == 5


@given(st.dates(dt.date(1949, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_full_spelling(day: dt.date) -> None:
    year, month, number = day.year, day.month, day.day
    serial = (day - dt.date(1899, 12, 30)).days
    for cell in (
        day.isoformat(),
        f"{year}.{month}.{number}",
        f"{year}/{month:02d}/{number:02d}",
        f"{year}年{month}月{number}日",
        f"{year}{month:02d}{number:02d}",
        year * 10000 + month * 100 + number,
        serial,
        float(serial) + 0.25,
    ):
        assert reading(cell) == day, cell


@given(st.integers(1949, 2099), st.integers(1, 12))
def test_every_month_is_read_back_from_every_spelling_of_a_month(year: int, month: int) -> None:
    day = dt.date(year, month, 1)
    for cell in (f"{year}.{month:02d}", f"{year}年{month}月", f"{year}-{month}", f"{year}/{month}", year * 100 + month):
        assert reading(cell) == day, cell
    if month not in (1, 10):
        assert reading(float(f"{year}.{month:02d}")) == day
        assert reading(f"{year}.{month}") == day


@given(st.text(alphabet="0123456789年月日.-/ 一二十〇", max_size=12))
def test_no_text_is_read_as_a_date_before_1900_or_after_2100(text: str) -> None:
    result = reading(text)
    assert isinstance(result, CellError) or dt.date(1900, 1, 1) <= result <= dt.date(2100, 12, 31)


@pytest.mark.parametrize("cell", ["1899-12-31", "2101.01", "2101-01-01", 99999, "99999", dt.date(1850, 1, 1)])
def test_years_no_workbook_means_are_num(cell: Any) -> None:
    assert code_of(cell) == "#NUM!"

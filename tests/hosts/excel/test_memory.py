"""Equal calls are answered from memory, and only equal ones; executed."""

import datetime as dt
import itertools
import random

import pytest
from pyopenvba.interpreter import MISSING, VBADate, VBAErrorValue

from tests.hosts.excel.vba_excel import VbaExcel
from xl_addin.functions import call

SAMPLE = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)


@pytest.fixture
def excel():
    found = VbaExcel()
    found.excel.freeze_clock(dt.datetime(2026, 11, 23, 9, 0, 0))
    return found


def asked(excel):
    return len(excel.server.calls)


def test_the_same_call_is_asked_once_and_answered_alike(excel):
    policy = excel.cells("A1:B2", [["项目", "值"], ["口径", "R481"]])
    values = [excel.call("SOE_SEVERANCE", *SAMPLE, MISSING, policy) for _ in range(4)]
    assert len(set(values)) == 1
    assert asked(excel) == 1
    for _ in range(2):
        assert excel.call("SOE_DATE", "1985年7月1日") == dt.datetime(1985, 7, 1)
    assert asked(excel) == 2


def test_a_table_comes_from_memory_as_it_came_first(excel):
    owed = excel.cells("A1:B1", [["经济补偿金", 100.0]])
    first, again = (excel.call("SOE_WATERFALL", 100.0, owed) for _ in range(2))
    assert first == again
    assert len(first) > 1
    assert asked(excel) == 1


ONE_AND_OTHER = [
    ("a", "A"), ("1985", 1985.0), ("甲", "甲 "), (0.1 + 0.2, 0.3), (1.0, True), (None, ""), (None, 0.0),
    (VBAErrorValue(2042), VBAErrorValue(2015)), (VBADate(31229.0), 31229.0), (VBADate(31229.0), VBADate(31230.0)),
    (1e15, 1e15 + 1), ("甲", "乙"), (-1.0, 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_AND_OTHER)
def test_values_that_differ_at_all_are_asked_for_themselves(excel, one, other):
    for value in (one, other):
        excel.call("SOE_DATE", value)
    assert asked(excel) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [pair for pair in ONE_AND_OTHER if not {type(pair[0]), type(pair[1])} & {VBADate} and pair[1] not in ("", 1985.0)],
)
def test_cells_of_a_range_that_differ_at_all_are_asked_for_themselves(excel, one, other):
    for column, value in (("A", one), ("B", other)):
        if value is not None:
            excel.cells(f"{column}2").vba_set("Value", value)
        excel.cells(f"{column}1").vba_set("Value", "收入")
    for column in "AB":
        excel.call("SOE_FUND_BALANCE", excel.cells(f"{column}1:{column}2"))
    assert asked(excel) == 2


def test_random_calls_are_answered_as_without_memory(excel):
    rng = random.Random(20261129)
    days = [dt.date(1985, 7, 1), "1985-07-01", 31229.0, "1985年7月", None]
    wages = [1600.0, "1600", 1600.004, None, 0.0]
    calls = list(itertools.product(days, ["2011-09-28", 40814.0], wages))
    for start, end, wage in rng.choices(calls, k=200):
        plain = call("SOE_SEVERANCE", start, end, wage, 1500.0, 2300.0)
        given = VBADate.from_datetime(dt.datetime.combine(start, dt.time())) if isinstance(start, dt.date) else start
        got = excel.call("SOE_SEVERANCE", given, end, wage, 1500.0, 2300.0)
        assert got == (plain if isinstance(plain, (int, float)) else got)
        assert isinstance(got, float) is isinstance(plain, (int, float))
    assert asked(excel) < 200


def test_a_new_day_a_new_python_and_a_failure_are_asked_again(excel):
    excel.call("SOE_DATE", "1985-07-01")
    excel.excel.freeze_clock(dt.datetime(2026, 11, 24, 9, 0, 0))
    excel.call("SOE_DATE", "1985-07-01")
    assert asked(excel) == 2
    excel.run("StopPython")
    excel.call("SOE_DATE", "1985-07-01")
    assert asked(excel) == 3
    excel.server.failures = [(-2147352567, "TypeError: bad")]
    assert excel.call("SOE_DATE", "1985-07-02") == "#2015"
    assert excel.call("SOE_DATE", "1985-07-02") == dt.datetime(1985, 7, 2)


def test_large_ranges_are_not_remembered(excel):
    rows = excel.cells("A1:B40", [["收入", 1.0]] * 40)
    for _ in range(2):
        excel.call("SOE_FUND_BALANCE", rows)
    assert asked(excel) == 2

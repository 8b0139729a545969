"""Calls go through xlwings' own ``call_udf``, as its COM server makes them for the values that VBA hands over.

Run as a program, this file makes the calls and prints the results: xlwings must believe it has pywin32, which
belongs in a process of its own.
"""

import datetime as dt
import json
import subprocess
import sys
import types
from pathlib import Path

import pytest

UDF_MODULE = "xl_addin.hosts.excel.udfs"
MISSING = -2147352572
NA, NUM, VALUE = -2146826246, -2146826252, -2146826273


START = dt.datetime(1985, 7, 1, tzinfo=dt.UTC)
END = dt.datetime(2011, 9, 28, tzinfo=dt.UTC)
ROSTER = (
    ("姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资"),
    ("张甲", 31229.0, 40814.0, 1600.0, 1500.0, 2300.0),
    ("李乙", NA, 40814.0, 1600.0, None, None),
    (None,) * 6,
)
POLICY = (("profile", "R481"),)
CASES = {
    "cells with dates and numbers": (
        "SOE_SEVERANCE", [START, END, 1600.0, 1500.0, 2300.0, MISSING, MISSING], [[43200.0]],
    ),
    "the Chinese name": (
        "经济补偿金", ["1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0, MISSING, MISSING], [[43200.0]],
    ),
    "empty cells for optional arguments": (
        "SOE_SEVERANCE_MONTHS",
        [START, END, 1600.0, None, None, "", MISSING],
        [[27.0]],
    ),
    "an empty cell for a required argument": (
        "SOE_SEVERANCE", [START, END, None, MISSING, MISSING, MISSING, MISSING], [[VALUE]],
    ),
    "a required argument skipped by two commas": (
        "SOE_SEVERANCE", [START, MISSING, 1600.0, MISSING, MISSING, MISSING, MISSING], [[VALUE]],
    ),
    "an error value in a cell": (
        "SOE_SEVERANCE", [START, END, NA, MISSING, MISSING, MISSING, MISSING], [[NA]],
    ),
    "an error value typed into the formula": ("SOE_DATE", [NUM, MISSING], [[NUM]]),
    "the text of an error, which is no error": ("SOE_DATE", ["#N/A", MISSING], [[VALUE]]),
    "impossible dates": ("SOE_SEVERANCE", [END, START, 1600.0, MISSING, MISSING, MISSING, MISSING], [[NUM]]),
    "a policy range of one row": (
        "SOE_SEVERANCE", ["1985-07-01", "2007-12-31", 1000.0, MISSING, MISSING, MISSING, POLICY], [[23000.0]],
    ),
    "a policy as an array constant": (
        "SOE_SEVERANCE", ["1985-07-01", "2007-12-31", 1000.0, MISSING, MISSING, MISSING, ("profile", "R481")],
        [[23000.0]],
    ),
    "a date result": ("规范日期", ["85年7月", MISSING], [["1985-07-01T00:00:00+00:00"]]),
    "a date question": ("规范日期", [1985.1, MISSING], [[NA]]),
}  # fmt: skip


def desktop_xlwings():
    """Give ``xlwings.udfs`` with its decorators in force, as where pywin32 is installed."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        sys.modules[name] = types.ModuleType(name)
    vars(sys.modules["pythoncom"])["CoInitialize"] = lambda: None
    vars(sys.modules["pywintypes"])["com_error"] = type("com_error", (Exception,), {})
    vars(sys.modules["win32com.client"])["Dispatch"] = lambda dispatched: dispatched
    import xlwings
    import xlwings.udfs as desktop

    vars(xlwings).update(func=desktop.xlfunc, arg=desktop.xlarg, ret=desktop.xlret)
    windows = types.ModuleType("xlwings._xlwindows")
    windows.Range = lambda xl: types.SimpleNamespace(api=xl)
    windows.is_range_instance = lambda value: False
    server = types.ModuleType("xlwings.com_server")
    server.loop = None
    sys.modules.update({"xlwings._xlwindows": windows, "xlwings.com_server": server})
    xlwings._xlwindows = windows
    xlwings.engines.add(xlwings.main.Engine(impl=types.SimpleNamespace(name="excel", type="desktop")))
    return desktop


def make_calls():
    """Make every call in this process and print the results."""
    desktop = desktop_xlwings()
    calls = {case: (name, arguments) for case, (name, arguments, _) in CASES.items()}
    calls["roster"] = ("经济补偿金表", [ROSTER, MISSING])
    results = {case: desktop.call_udf(UDF_MODULE, name, tuple(given)) for case, (name, given) in calls.items()}
    print(json.dumps(results, default=dt.datetime.isoformat))


@pytest.fixture(scope="module")
def results():
    child = subprocess.run([sys.executable, Path(__file__)], capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)


@pytest.mark.parametrize("case", CASES)
def test_excel_receives(results, case):
    assert results[case] == CASES[case][2]


def test_excel_receives_a_table_whose_error_stands_in_its_own_row(results):
    headings, good, bad = results["roster"]
    amount = headings.index("补偿金额")
    assert (good[0], good[amount]) == ("张甲", 43200.0)
    assert (bad[0], bad[amount]) == ("李乙", NA)
    assert {len(row) for row in results["roster"]} == {len(headings)}
    assert None not in bad


if __name__ == "__main__":
    make_calls()

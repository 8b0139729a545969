"""The VBA that meets a Python which is not there, executed: cells show errors, the user is told once."""

import datetime as dt

import pytest
from pyopenvba.interpreter import VBAErrorValue

from tests.hosts.excel.com_values import com, vba
from tests.hosts.excel.vba_excel import EXCEPTION, RPC_UNAVAILABLE, VbaExcel
from xl_addin.hosts.excel.resident import CLASS_ID
from xl_addin.hosts.excel.sources import PYTHON_COMMAND
from xl_addin.hosts.openbook.com_values import from_excel

VALUE = "#2015"
FIRST, SECOND = (f"{PYTHON_COMMAND} {number}" for number in (1, 2))
SAMPLE = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)


@pytest.fixture
def excel():
    return VbaExcel()


def test_python_is_started_once_and_held(excel):
    for _ in range(3):
        excel.call("SOE_SEVERANCE", *SAMPLE)
    assert excel.server.starts == [(FIRST, 1)]


def test_a_python_that_has_died_is_started_again_without_a_word(excel):
    excel.call("SOE_POLICY_VERSION")
    excel.server.alive = False
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0
    assert excel.server.starts == [(FIRST, 1), (FIRST, -1), (SECOND, 1)]
    assert excel.messages == []


def test_a_python_that_dies_at_each_call_is_left_alone_for_a_while_and_told_once(excel):
    excel.excel.freeze_clock(dt.datetime(2026, 11, 23, 9, 0, 0))
    excel.server.failures = [(RPC_UNAVAILABLE, "gone")] * 2
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == VALUE
    tried = len(excel.server.starts)
    assert [excel.call("SOE_SEVERANCE", *SAMPLE) for _ in range(50)] == [VALUE] * 50
    assert len(excel.server.starts) == tried
    [message] = excel.messages
    assert "意外退出" in message
    assert "#VALUE!" in message
    excel.excel.freeze_clock(dt.datetime(2026, 11, 23, 9, 0, 31))
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0


@pytest.mark.parametrize(
    ("number", "words"),
    [(53, "找不到"), (48, "连接库"), (1000, "安装.cmd"), (-2147220504, "ModuleNotFoundError: xlwings")],
)
def test_a_python_that_cannot_be_started_is_told_once_in_chinese_and_cells_show_an_error(excel, number, words):
    excel.server.refuses_to_start = (number, "Traceback\n  File\nModuleNotFoundError: xlwings\n")
    assert [excel.call("SOE_SEVERANCE", *SAMPLE) for _ in range(20)] == [VALUE] * 20
    assert len(excel.server.starts) == 1
    [message] = excel.messages
    assert words in message
    assert "File" not in message


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("Could not create Python process.\r\nError message: 拒绝访问。", ("禁止 Office 启动子进程", "拒绝访问")),
        ("Python process exited before it was possible to create the interface object.", ("安装.cmd", "exited before")),
    ],
)
def test_the_cause_that_the_library_gives_is_told_and_not_where_it_started(excel, cause, words):
    tail = '\r\nCommand: "C:\\ProgramData\\xl_addin\\python\\pythonw.exe" -I\r\nWorking Dir: <unspecified>'
    excel.server.refuses_to_start = (-2147220504, cause + tail)
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == VALUE
    [message] = excel.messages
    assert all(word in message for word in words)
    assert "Working Dir" not in message
    assert "Command:" not in message


BLOCKED = (
    "Could not create Python process.\nError message: 拒绝访问。\nCommand: C:\\a\\pythonw.exe -I\nWorking Dir: C:\\"
)
NOT_SERVED = "No command specified in the configuration, cannot autostart server"
PROGRAM = PYTHON_COMMAND.partition(" ")[0]


def test_where_excel_may_start_nothing_one_that_the_user_has_started_answers_without_a_word(excel):
    excel.server.refusals = {PROGRAM: BLOCKED}
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0
    assert excel.server.starts == [(FIRST, 1), (CLASS_ID, 1)]
    excel.run("StopPython")
    assert excel.server.starts[2:] == [(CLASS_ID, -1)]
    assert excel.messages == []


def test_where_nobody_has_started_one_the_reason_of_the_first_way_is_told_with_what_to_do(excel):
    excel.server.refusals = {PROGRAM: BLOCKED, CLASS_ID: NOT_SERVED}
    assert [excel.call("SOE_SEVERANCE", *SAMPLE) for _ in range(20)] == [VALUE] * 20
    assert excel.server.starts == [(FIRST, 1), (CLASS_ID, 1)]
    [message] = excel.messages
    assert "启动后台程序" in message
    assert "拒绝访问" in message
    assert "No command" not in message


TRACE = ['  File "udfs.py", line 61, in compute', "    return call(spec.name, *cell_values)"]


@pytest.mark.parametrize(
    "report",
    [
        ["Traceback (most recent call last):", *TRACE, "TypeError: bad"],
        ["Unexpected Python Error: Traceback (most recent call last):", *TRACE, "TypeError: bad", ""],
        ["TypeError: bad", *reversed(TRACE)],  # as the library turns it round
        ["TypeError: bad", *reversed(TRACE), "Traceback (most recent call last):"],
        ["Unexpected Python Error: TypeError: bad", *reversed(TRACE)],
        ["Unexpected Python Error:", "TypeError: bad", *reversed(TRACE)],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_a_report_by_python_the_cause_is_told_whichever_way_it_is_turned(excel, report, end):
    excel.server.failures = [(EXCEPTION, end.join(report))]
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == VALUE
    [message] = excel.messages
    assert f"\nTypeError: bad（{EXCEPTION}）" in message
    assert "udfs.py" not in message


def test_a_failure_of_one_call_does_not_stop_the_others(excel):
    excel.call("SOE_POLICY_VERSION")
    excel.server.failures = [(EXCEPTION, "TypeError: bad")]
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == VALUE
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0
    assert len(excel.messages) == 1


def test_no_box_is_shown_in_an_excel_that_nobody_sees(excel):
    excel.application.is_visible = False
    excel.server.refuses_to_start = (53, "File not found")
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == VALUE
    assert excel.messages == []


def test_what_the_stand_in_server_hands_over_is_what_pywin32_hands_over():
    assert com(vba([[1.0, "甲"], [None, True]])) == ((1.0, "甲"), (None, True))
    assert from_excel(com(VBAErrorValue(2042))).code == "#N/A"

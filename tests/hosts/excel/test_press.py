"""The VBA behind the buttons, executed: what Python is handed, and what the user is shown."""

import contextlib
import dataclasses

import pytest
from pyopenvba.apps.excel._model import Range
from pyopenvba.interpreter import NOTHING, VBAObject, member

from tests.hosts.excel.vba_excel import RPC_UNAVAILABLE, Server, VbaExcel
from xl_addin.commands.catalog import COMMANDS
from xl_addin.hosts.excel.sources import modules

INFORMATION, EXCLAMATION, CRITICAL = 64, 48, 16
YES, NO, CANCEL = 6, 7, 2
AUTOMATIC, MANUAL = -4105, -4135


class Control(VBAObject):
    """A button of the ribbon."""

    def __init__(self, identity):
        self.identity = identity

    @member
    def Id(self):
        return self.identity


@pytest.fixture
def excel():
    return VbaExcel()


def press(excel, identity="cmd_check_book"):
    excel.run("OnCommand", Control(identity))


def boxes(excel):
    """Text and picture of each message box."""
    return [(text, style & 0x70) for _, text, _, style in excel.excel.dialogs]


@pytest.mark.parametrize("command", COMMANDS, ids=[command.id for command in COMMANDS])
def test_a_button_hands_its_command_the_open_book_and_what_is_in_front_to_python(excel, command):
    excel.cells("D7").vba_get("Select")
    excel.excel.answer_dialogs(NO)
    press(excel, f"cmd_{command.id}")
    [(module, function, arguments)] = excel.server.presses
    assert (module, function) == ("xl_addin.hosts.excel.buttons", "press")
    assert arguments == (command.id, excel.book, excel.sheet.vba_get("Name"), "D7")


@pytest.mark.parametrize("command", [spec for spec in COMMANDS if spec.can_mask], ids=lambda spec: spec.id)
@pytest.mark.parametrize(("choice", "sent"), [(YES, [":masked"]), (NO, [""]), (CANCEL, [])])
def test_a_button_that_can_mask_asks_first(excel, command, choice, sent):
    excel.excel.answer_dialogs(choice)
    press(excel, f"cmd_{command.id}")
    assert [arguments[0] for _, _, arguments in excel.server.presses] == [command.id + each for each in sent]
    assert "脱敏" in excel.excel.dialogs[0][1]


@pytest.mark.parametrize(
    ("answer", "style"), [("i没有发现问题", INFORMATION), ("!发现 3 处问题", EXCLAMATION), ("x没有完成", CRITICAL)]
)
def test_the_first_character_of_the_answer_chooses_the_picture(excel, answer, style):
    excel.server.answer = answer
    press(excel)
    assert boxes(excel) == [(answer[1:], style)]


def test_the_status_bar_tells_that_a_command_runs_and_is_given_back(excel):
    excel.application.history.clear()
    press(excel)
    assert [kind for kind, _ in excel.application.history] == ["status", "cursor", "cursor", "status"]
    assert "正在运行" in excel.application.history[0][1]
    assert excel.application.status_bar is False
    assert excel.application.cursor == -4143


def test_buttons_use_the_python_that_computes_the_cells(excel):
    excel.call("SOE_POLICY_VERSION")
    press(excel)
    assert len(excel.server.starts) == 1


def test_a_python_that_has_died_is_started_again_before_the_command_is_sent(excel):
    excel.call("SOE_POLICY_VERSION")
    excel.server.alive = False
    press(excel)
    assert len(excel.server.presses) == 1
    assert boxes(excel) == [("完成", INFORMATION)]


def test_a_command_that_was_sent_is_never_sent_twice(excel):
    excel.call("SOE_POLICY_VERSION")
    # The question, the module and the arguments are answered; the command itself kills Python.
    sent = []

    def dying(server, *arguments):
        sent.append(arguments)
        server.failures = [(RPC_UNAVAILABLE, "gone")]
        return Server.Call(server, *arguments)

    spec = excel.server._vba_members["call"]
    excel.server.__class__ = type("Dying", (Server,), {})
    excel.server.__class__._vba_members["call"] = dataclasses.replace(spec, getter=dying)
    press(excel)
    assert len(sent) == 1
    [(text, style)] = boxes(excel)
    assert "意外退出" in text
    assert style == CRITICAL


def test_python_is_not_asked_for_cells_of_a_book_that_its_own_command_opens(excel):
    """Python is at work then: the formulas of the new book are bound when it has answered."""
    result = excel.new_book("结果.xlsx", "D:\\改制")
    cell = excel.cells("B2", sheet=result.sheets_[0])
    cell.vba_set("Formula", "=SOE_DATE(A1)")
    entered = []

    def opening(server, *arguments):
        before = len(server.calls)
        excel.run("ThisWorkbook.host_WorkbookOpen", result)
        entered.append(len(server.calls) - before)
        return Server.Call(server, *arguments)

    spec = excel.server._vba_members["call"]
    excel.server.__class__ = type("Opening", (Server,), {})
    excel.server.__class__._vba_members["call"] = dataclasses.replace(spec, getter=opening)
    with log_of_entries() as cells:
        press(excel)
    assert entered == [0]
    assert cells == ["B2"]


@contextlib.contextmanager
def log_of_entries():
    """Cells whose formula is entered again."""
    cells, members = [], {name: Range._vba_members[name] for name in ("formula", "formula2")}

    def logged(member):
        def enter(area, value):
            cells.append(area.vba_get("Address", [False, False]))
            member.setter(area, value)

        return dataclasses.replace(member, setter=enter)

    try:
        Range._vba_members.update({name: logged(member) for name, member in members.items()})
        yield cells
    finally:
        Range._vba_members.update(members)


def test_what_a_python_that_died_half_way_left_switched_off_is_switched_on_again(excel):
    application = excel.application
    seen = []

    def dying(server, *arguments):
        seen.append(application.display_alerts)
        application.calculation, application.enable_events = MANUAL, False
        application.screen_updating = application.display_alerts = False
        server.failures = [(RPC_UNAVAILABLE, "gone")]
        return Server.Call(server, *arguments)

    spec = excel.server._vba_members["call"]
    excel.server.__class__ = type("Dying", (Server,), {})
    excel.server.__class__._vba_members["call"] = dataclasses.replace(spec, getter=dying)
    press(excel)
    assert seen == [False]  # or Excel would ask about the program that it waits for
    assert (application.calculation, application.enable_events) == (AUTOMATIC, True)
    assert application.screen_updating is True
    assert application.display_alerts is True


def test_a_long_answer_with_rare_characters_is_shown_whole(excel):
    excel.server.answer = "i" + "䶮" * 900
    press(excel)
    assert boxes(excel) == [("䶮" * 900, INFORMATION)]


def test_every_message_goes_through_the_box_that_cuts_no_chinese_text():
    for module in modules():
        assert "MsgBox " not in module.source.replace("as MsgBox", ""), module.name
        assert "MsgBox(" not in module.source, module.name


def test_a_python_that_cannot_be_started_is_told_at_each_click(excel):
    excel.server.refuses_to_start = (53, "File not found")
    for _ in range(2):
        press(excel)
    assert [style for _, style in boxes(excel)] == [CRITICAL, CRITICAL]
    assert "安装.cmd" in boxes(excel)[0][0]
    assert excel.application.status_bar is False


def test_without_a_workbook_the_user_is_asked_to_open_one(excel):
    excel.application.active_book = None
    press(excel)
    [(text, style)] = boxes(excel)
    assert "先打开" in text
    assert style == EXCLAMATION
    assert excel.server.starts == []


def test_in_protected_view_the_user_is_told_to_enable_editing(excel):
    excel.application.active_book = None
    excel.application.protected_view = excel.book
    press(excel)
    assert "启用编辑" in boxes(excel)[0][0]
    assert excel.server.starts == []


def test_no_window_of_protected_view_is_no_obstacle(excel):
    excel.application.protected_view = NOTHING
    press(excel)
    assert len(excel.server.presses) == 1

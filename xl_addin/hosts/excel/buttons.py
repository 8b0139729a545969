"""What the ribbon of Excel calls: a command on the workbook in front, answered with the text of a message box.

The add-in's VBA hands over the workbook as an automation object and shows what comes back; the Python that computes
cells also runs the buttons, so that a click starts nothing.
"""

from __future__ import annotations

import datetime as dt
import gc
import importlib
from typing import Any, Final

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.log import log_failure, shown_path
from xl_addin.hosts.openbook.refusals import is_refusal, passing_over_refusals
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.shown_texts import shown

INFORMATION, FAULTS, FAILURE = "i", "!", "x"
"""First character of the answer: the picture of the message box."""
MASKED: Final = ":masked"
"""Added to a command's id to ask for a copy that can be posted."""
_LONGEST: Final = 1000
_MOST_LINES: Final = 40
"""A message box grows with its text; past this its button would leave a small screen."""


def press(command_id: str, workbook: Any, sheet: str, cell: str) -> str:
    """Run a command on an open workbook (a COM object); never raises.

    ``sheet`` and ``cell`` tell what is in front: a name and an address such as ``$D$7``. The answer begins with one
    of :data:`INFORMATION`, :data:`FAULTS`, :data:`FAILURE`; the rest is Chinese for the user. Of the workbook
    nothing is held when this returns: an Excel of which Python holds an object stays in memory, unseen, when the user
    has closed it.
    """
    answer = _pressed(command_id, workbook, sheet, cell)
    gc.collect()  # objects that know each other, and those in the tracebacks of refusals
    return answer


def _pressed(command_id: str, workbook: Any, sheet: str, cell: str) -> str:
    try:
        return _press(command_id, workbook, sheet, cell)
    except (InputError, PolicyGap) as error:
        return _answer(FAILURE, error.message)
    except Exception as error:  # the user gets a message, never a traceback
        log_failure(command_id, error)
        return _answer(FAILURE, _unexpected(error))


def _press(command_id: str, workbook: Any, sheet: str, cell: str) -> str:
    import xlwings

    from xl_addin.commands.catalog import COMMANDS
    from xl_addin.commands.spec import Wish
    from xl_addin.hosts.openbook.pressing import press_open

    plain_id = command_id.removesuffix(MASKED)
    spec = next((each for each in COMMANDS if each.id == plain_id), None)
    if spec is None:
        raise InputError(f"没有名为“{plain_id}”的命令；功能区和程序的版本不一致，请重新安装")
    desktop = importlib.import_module("xlwings._xlwindows")
    book = xlwings.Book(impl=desktop.Book(xl=workbook))
    wish = Wish(sheet=sheet, masked=command_id.endswith(MASKED), cell=cell.replace("$", "").partition(":")[0])
    with passing_over_refusals():  # a busy Excel refuses; the command is not worth less for it
        book.app.status_bar = f"改制测算：正在{spec.name}……"
    try:
        told = press_open(spec, book, wish, dt.datetime.now())
    finally:
        with passing_over_refusals():
            book.app.status_bar = False
    text = f"{_reported(told.report, workbook)}\n{_way()}\n\n{told.text}" if told.report else told.text
    return _answer(FAULTS if told.faults else INFORMATION, text)


def _way() -> str:
    started = "登录时或由开始菜单启动（Excel 没能自己启动它）" if resident.is_this() else "由 Excel 启动"
    return f"后台程序：{started}"


def _reported(report: str, workbook: Any) -> str:
    """Write what maintainers need to one file; give the line that says where it is."""
    from xl_addin.hosts.excel.report import about_excel, findings, write_report

    try:
        return write_report([report, "", *about_excel(workbook.Application), _way(), "", *findings()])
    except Exception as error:  # the text on the screen is not worth less for it
        log_failure("report", error)
        return "没有写出诊断文件（桌面不可写），请复制下面的文字"


def _unexpected(error: Exception) -> str:
    """Text for an error that no one foresaw; Excel's refusals are told apart, because the user can end them."""
    if is_refusal(error):
        return (
            "Excel 拒绝了这一步。请先按 Esc 结束单元格编辑，关闭其他对话框，撤销工作表或工作簿保护后再点一次。"
            f"仍不行，请把日志发给维护人员：{shown_path()}"
        )
    return f"内部出错（{type(error).__name__}），工作簿没有因此丢失内容。请把日志发给维护人员：{shown_path()}"


def _answer(kind: str, text: str) -> str:
    text = shown(text)
    cut = "\n".join(text[:_LONGEST].split("\n")[:_MOST_LINES])
    return kind + (text if cut == text else cut + "……")

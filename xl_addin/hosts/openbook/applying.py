"""Apply what a command planned to an open workbook.

The user finds the program as it was: the same sheet in front, the same selection, calculation mode and filters.
Only marks and report sheets of ours change, so that 清除标记 is the exact inverse although macros erase Excel's undo.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from xl_addin.commands.plan import FillPlan, SheetPlan
from xl_addin.hosts.openbook.marks import add_marks, by_sheet, clear_marks
from xl_addin.hosts.openbook.refusals import is_refusal, passing_over_refusals
from xl_addin.hosts.openbook.report import add_report, remove_reports
from xl_addin.values.errors import InputError

_FORMULA_LIMIT: Final = 255
"""Excel's automation takes array formulas of 255 characters."""


@contextmanager
def undisturbed(app: Any) -> Iterator[None]:
    """Keep screen, events, alerts and calculation still for a while, then put everything back as it was."""
    settings = ("calculation", "enable_events", "display_alerts", "screen_updating")
    before = {}
    for setting in settings:
        with passing_over_refusals():  # the web has only some of them; a busy program refuses to tell
            before[setting] = getattr(app, setting)
    quiet = {"calculation": "manual", "enable_events": False, "display_alerts": False, "screen_updating": False}
    try:
        for setting in before:
            with passing_over_refusals():
                setattr(app, setting, quiet[setting])
        yield
    finally:
        for setting, value in before.items():
            with passing_over_refusals():
                setattr(app, setting, value)


@contextmanager
def same_view(book: Any) -> Iterator[None]:
    """Give the user the sheet and the selection back that were in front; a deleted report leaves its neighbour."""
    sheet = book.sheets.active.name
    chosen = None
    with passing_over_refusals():
        chosen = book.app.selection.address
    try:
        yield
    finally:
        with passing_over_refusals():
            front = book.sheets[sheet]
            native = getattr(front, "api", None)
            # xlwings would also bring its idea of the active program to the front; the user's is in front already.
            (front.activate if native is None else native.Activate)()
            if chosen:
                front.range(chosen).select()


def apply_sheet_plan(book: Any, plan: SheetPlan) -> tuple[str, ...]:
    """Replace our marks and report sheets by those of the plan; gives Chinese lines on what could not be done.

    Raises InputError if the structure of the workbook is protected, before anything has changed.
    """
    native = getattr(book, "api", None)
    if native is not None and native.ProtectStructure:
        raise InputError("工作簿的结构受保护，不能增删“校验结果”表；请先在“审阅”里撤销工作簿保护，再点一次")
    refused: list[str] = []
    with undisturbed(book.app), same_view(book):
        remove_reports(book)
        marks = by_sheet(plan.marks)
        for sheet in book.sheets:
            try:
                clear_marks(sheet)
                if sheet.name in marks:
                    add_marks(sheet, marks[sheet.name])
            except Exception as error:  # a protected sheet refuses; its findings are in the report all the same
                if not is_refusal(error):
                    raise
                refused.append(sheet.name)
        for number, report in enumerate(plan.reports, 1):
            add_report(book, report, number)
    if not refused:
        return ()
    return (f"工作表“{'、'.join(refused)}”受保护，没有改动其中的标记；结果都列在“校验结果”表里",)


def apply_fill_plan(book: Any, plan: FillPlan) -> None:
    """Enter the formula of a cell as one array formula over the cells of its result.

    Raises InputError if Excel does not take the formula; the cell then keeps what it had.
    """
    sheet = book.sheets[plan.sheet]
    formula = sheet.range(plan.cell).formula
    if len(formula) > _FORMULA_LIMIT:
        raise InputError(
            f"{plan.sheet}!{plan.cell} 的公式超过 {_FORMULA_LIMIT} 个字符，Excel 不能由按钮填充；"
            f"请选中 {plan.ref}，在编辑栏里按 Ctrl+Shift+Enter"
        )
    with undisturbed(book.app):
        sheet.range(plan.ref).formula_array = formula

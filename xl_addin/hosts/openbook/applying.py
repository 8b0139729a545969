"""Apply what a command planned to an open workbook: marks, report sheets, array formulas over their whole result.

The user finds the program as it was: the same sheet in front, the same selection, calculation mode and filters.
Only marks and report sheets of ours change, so that 清除标记 is the exact inverse although macros erase Excel's undo.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from xl_addin.commands.plan import FillPlan, SheetPlan
from xl_addin.files.patching import marks_by_sheet
from xl_addin.hosts.openbook.marks import add_marks, clear_marks
from xl_addin.hosts.openbook.refusals import is_refusal, passing_over_refusals
from xl_addin.hosts.openbook.report import add_report, remove_reports
from xl_addin.values.errors import InputError

_QUIET: Final = {"calculation": "manual", "enable_events": False, "display_alerts": False, "screen_updating": False}


@contextmanager
def undisturbed(app: Any) -> Iterator[None]:
    """Keep screen, events, alerts and calculation still for a while, then put everything back as it was."""
    with _set(app, _QUIET):
        yield


@contextmanager
def unnoticed(app: Any) -> Iterator[None]:
    """Keep events and alerts still for a while. Not the calculation: a file saved meanwhile would remember "manual"."""
    with _set(app, {name: _QUIET[name] for name in ("enable_events", "display_alerts")}):
        yield


@contextmanager
def _set(app: Any, quiet: dict[str, Any]) -> Iterator[None]:
    before = {}
    for setting in quiet:
        with passing_over_refusals():  # the web has only some of them; a busy program refuses to tell
            before[setting] = getattr(app, setting)
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
    native = getattr(book, "api", None)
    if native is None:
        with _same_sheet(book):
            yield
        return
    # Excel's own objects: in front may be a chart sheet, selected a picture or more areas than an address can tell.
    app, front = native.Application, native.ActiveSheet
    chosen, cell, group = _native(app, "Selection"), _native(app, "ActiveCell"), _group(app)
    if len(group) > 1:
        with passing_over_refusals():  # in a group of sheets a new one comes as often as sheets are selected
            front.Select()
    try:
        yield
    finally:
        if len(group) > 1:
            with passing_over_refusals():
                native.Sheets(group).Select()
        with passing_over_refusals():
            front.Activate()
            if hasattr(chosen, "Select"):
                chosen.Select()
            if cell is not None and hasattr(
                chosen, "Areas"
            ):  # the cell of a picture's sheet would unselect the picture
                cell.Activate()


@contextmanager
def _same_sheet(book: Any) -> Iterator[None]:
    sheet, chosen = book.sheets.active.name, None
    with passing_over_refusals():
        chosen = book.app.selection
    address = None if chosen is None else chosen.address
    try:
        yield
    finally:
        with passing_over_refusals():
            book.sheets[sheet].activate()
            if address:
                book.sheets[sheet].range(address).select()


def _native(app: Any, name: str) -> Any:
    """What Excel calls by this name; None where there is none, as a cell in a chart sheet."""
    with passing_over_refusals():
        return getattr(app, name)
    return None


def _group(app: Any) -> list[str]:
    """Names of the sheets that are selected together."""
    with passing_over_refusals():
        return [sheet.Name for sheet in app.ActiveWindow.SelectedSheets]
    return []


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
        marks = marks_by_sheet(plan.marks)
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


_FORMULA_LIMIT: Final = 255
"""Excel's automation takes array formulas of 255 characters."""


def apply_fill_plan(book: Any, plan: FillPlan) -> None:
    """Enter the formula of a cell as one array formula over the cells of its result.

    Raises InputError if Excel cannot take the formula. The cells keep what they had then, and if Excel refuses.
    """
    sheet = book.sheets[plan.sheet]
    formula = sheet.range(plan.cell).formula
    if len(formula) > _FORMULA_LIMIT:
        raise InputError(
            f"{plan.sheet}!{plan.cell} 的公式超过 {_FORMULA_LIMIT} 个字符，Excel 不能由按钮填充；"
            f"请选中 {plan.ref}，在编辑栏里按 Ctrl+Shift+Enter"
        )
    with undisturbed(book.app):
        earlier = None if getattr(book, "api", None) is None else _earlier_array(sheet.range(plan.cell).api)
        # Excel refuses an array on a part of another one: a result that has shrunk needs the cells to be free.
        if earlier is not None:
            earlier.ClearContents()
        try:
            sheet.range(plan.ref).formula_array = formula
        except Exception:
            if earlier is not None:
                earlier.FormulaArray = formula
            raise


def _earlier_array(cell: Any) -> Any:
    """The range of the array formula that a cell of Excel's belongs to; None if it belongs to none."""
    return cell.CurrentArray if cell.HasArray else None

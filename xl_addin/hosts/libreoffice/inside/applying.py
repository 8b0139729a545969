"""Carry out what was planned; whatever fails, the document is as it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .areas import cell_range
from .marks import set_marks
from .reports import add_report, freeze, name_report, remove_reports
from .styles import drop_styles
from .undoing import OneStep, has_window

Orders = Mapping[str, Any]


class Refused(Exception):
    """What cannot be done, and why: one Chinese line."""


def apply(document: Any, orders: Orders) -> tuple[str, ...]:
    """Carry out orders; gives Chinese lines on what was left as it is. Refused if nothing can be done."""
    return _KINDS[orders["do"]](document, orders)


def desktop_of(document: Any) -> Any:
    """The program's desktop: what made the frame that the document stands in."""
    controller = document.getCurrentController()
    if controller is not None:
        return controller.getFrame().getCreator()
    import uno

    return uno.getComponentContext().ServiceManager.createInstance("com.sun.star.frame.Desktop")


def _sheets(document: Any, orders: Orders) -> tuple[str, ...]:
    """Replace our marks and reports. All that is new is made first: it is what may fail."""
    if document.isProtected():
        raise Refused("工作簿的结构受保护，不能增删“校验结果”表；请先在“工具”里取消保护工作簿结构，再点一次")
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.getCount())]
    old = [sheets[number].Name for number in orders["old_reports"]]
    users = {number: sheet for number, sheet in enumerate(sheets) if number not in orders["old_reports"]}
    locked = [sheet.Name for sheet in users.values() if sheet.isProtected()]
    new = {one["sheet"]: one["styles"] for one in orders["marks"]}
    with OneStep(document, orders["title"]) as step:
        made, covered = [], 0
        for report in orders["reports"]:
            made.append((report, _free_title(document, report["title"])))
            add_report(step, *made[-1])
        for number, sheet in users.items():
            if sheet.Name not in locked:
                covered += set_marks(step, sheet, new.get(number, ()), orders["signature"])
        if not locked:
            drop_styles(step, orders["signature"], {style["style"] for styles in new.values() for style in styles})
        remove_reports(step, old, orders["old_names"])
        for report, name in made:
            name_report(step, report, name)
    if has_window(document):  # not within the step: going back would stop at it
        for report in orders["reports"]:
            freeze(document, report["title"], report["frozen"])
    return _left(locked, covered)


def _left(locked: Sequence[str], covered: int) -> tuple[str, ...]:
    """Chinese lines on what is not marked, or may not be seen to be."""
    lines = []
    if locked:
        lines.append(f"工作表“{'、'.join(locked)}”受保护，没有改动其中的标记；结果都列在“校验结果”表里")
    if covered:
        lines.append(
            f"有 {covered} 个标记的单元格另有您自己的条件格式，标记的颜色现在看不到，存盘后重新打开才显示，"
            "您的条件成立时仍显示您的颜色；结果都列在“校验结果”表里"
        )
    return tuple(lines)


def _free_title(document: Any, wanted: str) -> str:
    title, number = wanted, 2
    while document.Sheets.hasByName(title):
        title, number = f"{wanted}{number}", number + 1
    return title


def _fill(document: Any, orders: Orders) -> tuple[str, ...]:
    """Enter the formula of a cell as one array formula over its whole result."""
    sheet = document.Sheets.getByIndex(orders["sheet"])
    if sheet.isProtected():
        raise Refused(f"工作表“{sheet.Name}”受保护，不能填充；请先取消保护，再点一次")
    cell = cell_range(sheet, orders["cell"])
    array = cell.getArrayFormula()
    formula = (array or cell.getCellByPosition(0, 0).getFormula()).strip("{}")
    with OneStep(document, orders["title"]) as step:
        if array:
            cursor = sheet.createCursorByRange(cell)
            cursor.collapseToCurrentArray()
            earlier = cursor.getRangeAddress()
            cursor.setArrayFormula("")
            bounds = [earlier.StartRow, earlier.StartColumn, earlier.EndRow, earlier.EndColumn]
            step.native(lambda: cell_range(sheet, bounds).setArrayFormula(formula))
        area = cell_range(sheet, orders["area"])
        area.setArrayFormula(formula)
        step.native(lambda: area.setArrayFormula(""))
    return ()


def _calculate(document: Any, orders: Orders) -> tuple[str, ...]:
    document.calculateAll()
    return ()


def _open(document: Any, orders: Orders) -> tuple[str, ...]:
    """Open a workbook that was written, before the user's eyes if the document is."""
    import uno

    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", not has_window(document)
    desktop_of(document).loadComponentFromURL(uno.systemPathToFileUrl(orders["path"]), "_blank", 0, (hidden,))
    return ()


def _nothing(document: Any, orders: Orders) -> tuple[str, ...]:
    return ()


_KINDS: dict[str, Callable[[Any, Orders], tuple[str, ...]]] = {
    "sheets": _sheets,
    "fill": _fill,
    "calculate": _calculate,
    "open": _open,
    "nothing": _nothing,
    "tell": _nothing,
}

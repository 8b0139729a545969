"""Runs inside LibreOffice: presses buttons as the extension does, and tells what a document holds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from xl_addin.files.edits.marks import SIGNATURE
from xl_addin.hosts.libreoffice.commands import answer
from xl_addin.hosts.libreoffice.commands import press as press_button
from xl_addin.hosts.libreoffice.inside import applying, pressing, reports
from xl_addin.tables.grid import address

pressing._show = lambda document, told: None  # nobody is there to close a message box


def press(document: Any, command: str, sheet: str = "", cell: str = "A1") -> str:
    if sheet:
        front = document.Sheets.getByName(sheet)
        document.getCurrentController().setActiveSheet(front)
        document.getCurrentController().select(front.getCellRangeByName(cell))
    return press_button(document, command)


def press_failing(document: Any, command: str, module: str, function: str) -> str:
    """Press while one step of carrying the orders out goes wrong, after it has done its work."""
    owner = {"applying": applying, "reports": reports}[module]
    whole = getattr(owner, function)

    def fails(*arguments: Any) -> None:
        whole(*arguments)
        raise ArithmeticError("made to fail")

    setattr(owner, function, fails)
    try:
        return press_button(document, command)
    finally:
        setattr(owner, function, whole)


def press_slowly(document: Any, command: str, sign: str) -> str:
    """Press, tell by a file that the orders are there, and never come to carry them out."""

    def waiting(request: dict[str, Any]) -> dict[str, Any]:
        orders = answer(request)
        if request["do"] == "press":
            Path(sign).write_text(request["folder"], encoding="utf-8")
            time.sleep(600)
        return orders

    return pressing.press(document, command, waiting)


def _expression() -> int:
    """The number of a condition that is a formula, as LibreOffice itself names it."""
    import uno

    return int(uno.getConstantByName("com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"))


def marked(document: Any) -> dict[str, list[list[str]]]:
    """Cells and severities of our conditions, by sheet."""
    found = {}
    for sheet in (document.Sheets.getByIndex(number) for number in range(document.Sheets.getCount())):
        cells = {
            (address(row + 1, col + 1), entry.Formula1.split(SIGNATURE)[1].split('"')[0])
            for one in sheet.ConditionalFormats.getConditionalFormats()
            for entry in (one.getByIndex(place) for place in range(one.getCount()))
            if entry.getType() == 0 and SIGNATURE in entry.Formula1 and entry.Operator == _expression()
            for area in one.Range.getRangeAddresses()
            for row in range(area.StartRow, area.EndRow + 1)
            for col in range(area.StartColumn, area.EndColumn + 1)
        }
        if cells:
            found[sheet.Name] = sorted(map(list, cells))
    return found


def state(document: Any) -> dict[str, Any]:
    """All that a command may change: sheets with formulas and formats, names, our styles."""
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.getCount())]
    return {
        "sheets": [[sheet.Name, cells(document, sheet.Name), _conditions(sheet)] for sheet in sheets],
        "names": sorted(document.NamedRanges.getElementNames()),
        "styles": sorted(
            name for name in document.StyleFamilies.getByName("CellStyles").getElementNames() if SIGNATURE in name
        ),
    }


def _conditions(sheet: Any) -> list[Any]:
    """The user's formats one by one; of ours, which may be joined and parted, what each cell has."""
    users: list[Any] = []
    ours: dict[str, list[list[int]]] = {}
    for one in sheet.ConditionalFormats.getConditionalFormats():
        entries = [one.getByIndex(place) for place in range(one.getCount())]
        formulas = [entry.Formula1 for entry in entries if entry.getType() == 0]
        cells = [
            [row, col]
            for area in one.Range.getRangeAddresses()
            for row in range(area.StartRow, area.EndRow + 1)
            for col in range(area.StartColumn, area.EndColumn + 1)
        ]
        if len(formulas) == 1 and SIGNATURE in formulas[0]:
            key = f"{formulas[0]} {entries[0].StyleName} {entries[0].Operator}"
            ours[key] = ours.get(key, []) + cells
        else:
            users.append([sorted(cells), formulas])
    return [sorted(users), sorted([key, sorted(cells)] for key, cells in ours.items())]


def cells(document: Any, sheet: str) -> list[list[str]]:
    """Formulas and texts of a sheet."""
    found = document.Sheets.getByName(sheet)
    cursor = found.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    used = found.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [list(row) for row in used.getFormulaArray()]


def step_back(document: Any) -> list[str]:
    document.getUndoManager().undo()
    return list(document.getUndoManager().getAllUndoActionTitles())


def step_again(document: Any) -> list[str]:
    document.getUndoManager().redo()
    return list(document.getUndoManager().getAllUndoActionTitles())

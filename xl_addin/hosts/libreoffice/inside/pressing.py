"""A button, pressed: a private copy is stored, our Python asked, its orders carried out, and the user told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .applying import Refused, apply, desktop_of
from .undoing import has_window, unsaid

Ask = Callable[[dict[str, Any]], dict[str, Any]]
TITLE = "改制测算"
_FILTER = "Calc MS Excel 2007 XML"
_BOXES = {"i": "INFOBOX", "!": "WARNINGBOX", "x": "ERRORBOX"}
_WHOLE = "工作簿没有改动；请结束单元格编辑、关闭其他对话框后再点一次"
_HALF = "已做的改动没有能全部撤回；请不要保存，关闭工作簿重新打开"
_MOST_CHARACTERS, _MOST_LINES = 1_000, 40
"""A message box grows with its text; past this its button would leave a small screen."""


def press(document: Any, command: str, ask: Ask) -> str:
    """Run a command (its id) on a document and tell the user; never raises.

    ``ask`` hands plain data to our Python and gives its answer.
    The first character of what comes back is one of ``i``, ``!`` and ``x``; the rest is what the user was told.
    """
    earlier = unsaid()
    try:
        told = _pressed(document, command, ask)
    except Refused as refused:
        told = "x" + str(refused)
    except Exception as error:  # the user gets a message, never a traceback
        told = f"x没有做成（{type(error).__name__}），" + (_HALF if unsaid() else _WHOLE)
    if earlier:
        told = f"{_graver(told[0])}{told[1:]}\n{earlier}"
    _show(document, told)
    return told


def _graver(kind: str) -> str:
    return "!" if kind == "i" else kind


def _pressed(document: Any, command: str, ask: Ask) -> str:
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        raise Refused("这个文档不是电子表格；请先打开要处理的工作簿")
    if document.isReadonly():
        raise Refused("工作簿以只读方式打开；请先点“编辑文档”，或另存一份再处理")
    room = ask({"do": "room"})
    if room["do"] != "room":
        return str(room["text"])
    try:
        request = _request(document, command, room["folder"])
        document.storeToURL(_url(request["copy"]), (_property("FilterName", _FILTER), _property("Overwrite", True)))
        orders = ask(request)
    finally:
        ask({"do": "leave", "folder": room["folder"]})
    told = str(orders["text"])
    return "\n".join((told, *apply(document, orders)))


def _request(document: Any, command: str, folder: str) -> dict[str, Any]:
    import uno

    path = uno.fileUrlToSystemPath(document.getURL()) if document.getURL().startswith("file:") else ""
    name = Path(path).name or document.Title
    sheet, cell = _front(document)
    return {
        "do": "press",
        "command": command,
        "folder": folder,
        "copy": str(Path(folder, f"{Path(name.replace('/', '')).stem}.xlsx")),
        "path": path,
        "name": name,
        "modified": document.isModified(),
        "titles": list(document.Sheets.getElementNames()),
        "open": _open_names(document),
        "sheet": sheet,
        "cell": cell,
    }


def _front(document: Any) -> tuple[int, str]:
    """Place of the sheet in front and the first chosen cell; -1 and '' where there is none."""
    controller = document.getCurrentController()
    if controller is None:
        return -1, ""
    sheet = controller.getActiveSheet().getRangeAddress().Sheet
    chosen = document.getCurrentSelection()
    if hasattr(chosen, "getRangeAddresses"):
        address = next(iter(chosen.getRangeAddresses()), None)
    else:  # a picture has none
        address = chosen.getRangeAddress() if hasattr(chosen, "getRangeAddress") else None
    if address is None:
        return sheet, ""
    column = controller.getActiveSheet().Columns.getByIndex(address.StartColumn).Name
    return sheet, f"{column}{address.StartRow + 1}"


def _open_names(document: Any) -> list[str]:
    """Names of the files that are open."""
    import uno

    found, names = desktop_of(document).getComponents().createEnumeration(), []
    while found.hasMoreElements():
        url = getattr(found.nextElement(), "URL", "")
        if url.startswith("file:"):
            names.append(Path(uno.fileUrlToSystemPath(url)).name)
    return names


def _show(document: Any, told: str) -> None:
    """Show what was done; nothing where there is no window."""
    try:
        if document is None or not has_window(document):
            return
        import uno

        text = told[1:]
        cut = "\n".join(text[:_MOST_CHARACTERS].split("\n")[:_MOST_LINES])
        window = document.getCurrentController().getFrame().getContainerWindow()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", _BOXES[told[0]])
        box = window.getToolkit().createMessageBox(window, kind, 1, TITLE, cut if cut == text else cut + "……")
        box.execute()
        box.dispose()
    except Exception:  # a message that cannot be shown undoes nothing
        return


def _url(path: str) -> str:
    import uno

    return str(uno.systemPathToFileUrl(path))


def _property(name: str, value: Any) -> Any:
    import uno

    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made

"""A button of LibreOffice, answered: what is asked with plain data is planned on a private copy of the document.

The copy is an .xlsx that LibreOffice has stored, read by the reader of files, so that the findings are those of the
file host. What Calc is to do comes back as orders (:mod:`xl_addin.hosts.libreoffice.orders`).
"""

from __future__ import annotations

import datetime as dt
import traceback
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.plan import BookPlan, CopyPlan, FillPlan, MessagePlan, RecalculationPlan, SheetPlan
from xl_addin.commands.spec import CommandSpec, Wish, planned
from xl_addin.files.leftovers import private_folder
from xl_addin.files.reading import open_book
from xl_addin.files.zone import keep_mark
from xl_addin.hosts.file.buttons import press as press_file
from xl_addin.hosts.file.buttons import write_new
from xl_addin.hosts.file.workfile import OWN_SUFFIXES
from xl_addin.hosts.libreoffice.inside import pressing
from xl_addin.hosts.libreoffice.orders import Orders, sheet_orders
from xl_addin.hosts.openbook.pressing import folder_of, free_file, refuse_front
from xl_addin.tables.grid import BookGrid, corners
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.shown_texts import shown

MASKED: Final = ":masked"
"""Added to a command's id to ask for a copy that can be posted."""
INFORMATION, FAULTS, FAILURE = "i", "!", "x"
"""First character of what the user is told: the picture of the message box."""
_rooms: Final[dict[str, ExitStack]] = {}
"""Private folders that are waiting for their copy."""


def press(document: Any, command_name: str) -> str:
    """Run a command, by its Chinese name or its id, on a document of Calc in this process; never raises."""
    spec = BY_NAME.get(command_name)
    return str(pressing.press(document, spec.id if spec else command_name, answer))


def answer(request: Orders) -> Orders:
    """Answer a request of the code inside LibreOffice; never raises.

    ``room`` gives a private folder for the copy, ``press`` plans on it, ``leave`` gives the folder up.
    """
    try:
        if request["do"] == "room":
            return _room()
        if request["do"] == "press":
            return _pressed(request)
        _rooms.pop(request.get("folder", ""), ExitStack()).close()
        return {"do": "nothing"}
    except (InputError, PolicyGap) as error:
        return _told(FAILURE, error.message)
    except Exception as error:  # the user gets a message, never a traceback
        return _told(FAILURE, _unexpected(error))


def _room() -> Orders:
    stack = ExitStack()
    folder = str(stack.enter_context(private_folder()))
    _rooms[folder] = stack
    return {"do": "room", "folder": folder}


def _told(kind: str, text: str) -> Orders:
    return {"do": "tell", "text": kind + shown(text)}


def _unexpected(error: Exception) -> str:
    """Text for an error that no one foresaw, with the place in our code and without a word of the user's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}，{Path(last.filename).name} 第 {last.lineno} 行"
    return f"内部出错（{place}），工作簿没有改动。请把这一句发给维护人员"


def _pressed(request: Orders) -> Orders:
    with _rooms.pop(request["folder"]):
        plain = request["command"].removesuffix(MASKED)
        spec = next((each for each in COMMANDS if each.id == plain), None)
        if spec is None:
            raise InputError(f"没有名为“{plain}”的命令；扩展和程序的版本不一致，请重新安装")
        return {"title": spec.name} | _planned(spec, request)


def _planned(spec: CommandSpec, request: Orders) -> Orders:
    copy, now = Path(request["copy"]), dt.datetime.now()
    grid = replace(open_book(copy), path=_place(request))
    front = grid.sheets[request["sheet"]].name if request["sheet"] >= 0 else ""
    wish = Wish(sheet=front, cell=request["cell"], masked=request["command"].endswith(MASKED))
    refuse_front(spec, grid, wish)
    plan, _ = planned(spec, grid, wish, now)
    if isinstance(plan, SheetPlan):
        return _kept(plan.summary, plan.faults) | sheet_orders(plan, grid, request["titles"])
    if isinstance(plan, BookPlan):
        return _new_book(plan, request)
    if isinstance(plan, CopyPlan):
        return _handed_over(spec, grid, request, wish, plan.suffix)
    if isinstance(plan, FillPlan):
        areas = [[bound - 1 for bound in corners(ref)] for ref in (plan.cell, plan.ref)]
        sheet = [sheet.name for sheet in grid.sheets].index(plan.sheet)
        return _kept(plan.summary, 0) | {"do": "fill", "sheet": sheet, "cell": areas[0], "area": areas[1]}
    if isinstance(plan, RecalculationPlan):
        return _kept("已重算本工作簿中的公式", 0) | {"do": "calculate"}
    assert isinstance(plan, MessagePlan)
    return _told(INFORMATION, f"{plan.title}\n\n{plan.text}")


def _kept(text: str, faults: int) -> Orders:
    """What the user is told when the orders are carried out."""
    return {"text": (FAULTS if faults else INFORMATION) + shown(text)}


def _place(request: Orders) -> Path:
    """Path of the document; its bare name if it has not been stored or lies on a server."""
    return Path(request["path"] or request["name"])


def _new_book(plan: BookPlan, request: Orders) -> Orders:
    place = _place(request)
    beside = folder_of(place) / f"{place.stem}.xlsx"
    target = free_file(beside, plan.suffix, request["open"], masked=plan.masked)
    write_new(plan, target, False, place if place.exists() else Path(request["copy"]))
    text = f"{plan.summary}\n已另存为：{_name(target, place)}（已打开）"
    return _kept(text, plan.faults) | {"do": "open", "path": str(target)}


def _name(target: Path, place: Path) -> str:
    """Name of a new file, with its folder where that is not the one of the user's workbook."""
    return target.name if target.parent == place.parent else str(target)


def _handed_over(spec: CommandSpec, grid: BookGrid, request: Orders, wish: Wish, suffix: str) -> Orders:
    """Make the copy of the file where it says what is open: there everything else is kept as it is."""
    place, source, note = _place(request), Path(request["copy"]), ""
    own = place.suffix if place.suffix.lower() in OWN_SUFFIXES else source.suffix
    if not request["modified"] and place.is_file() and own == place.suffix and _says(place, grid):
        source = place
    else:
        keep_mark(place, source)
        own, note = source.suffix, "\n副本由 LibreOffice 另存的内容做成，先保存再做，可保留原文件的全部格式"
    beside = folder_of(place) / f"{place.stem}{own}"
    target = free_file(beside, suffix, request["open"], masked=wish.masked)
    # The copy is of the whole book, whatever sheet and cell are in front.
    done = press_file(spec, source, target, replace(wish, sheet="", cell=""), dt.datetime.now())
    text = f"{done.summary}{note}\n已写出：{_name(target, place)}"
    return _kept(text, done.faults) | {"do": "nothing"}


def _says(place: Path, grid: BookGrid) -> bool:
    """Whether a file says in its cells what is open; another program may have written it since."""
    try:
        book = open_book(place)
    except InputError:
        return False  # a password, or gone
    return [_contents(sheet) for sheet in book.sheets] == [_contents(sheet) for sheet in grid.sheets]


def _contents(sheet: Any) -> dict[tuple[int, int], Any]:
    """What users have typed into a sheet; what formulas give is computed anew anyhow."""
    return {
        (row, col): value
        for row, cells in enumerate(sheet.rows, 1)
        for col, value in enumerate(cells, 1)
        if value not in (None, "") and (row, col) not in sheet.formulas
    }

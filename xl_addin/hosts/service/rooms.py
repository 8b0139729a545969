"""For a spreadsheet program on this computer: it saves a copy of its workbook into our folder, gets results beside it.

The program names neither the file that is read nor the one that is written: the copy has its place in the service's own
folder, and a result goes next to a workbook that is there, under a name that is free.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request

from xl_addin.files.atomic import replacing
from xl_addin.hosts.service.guard import Sizes
from xl_addin.hosts.service.refusals import Refused
from xl_addin.hosts.service.shelf import Book, Shelf, Unknown
from xl_addin.values.errors import InputError

_MOST_NAMES: Final = 1000
_LONGEST_PATH: Final = 1000


def refuse_far(request: Request) -> None:
    """Refused for whoever may sit at another computer: folders of this one are none of his business."""
    if request.scope["owner"]:
        raise Refused(403, "这一地址只供本机的程序使用")


def offer(shelf: Shelf, name: str) -> dict[str, Any]:
    """Make room for a copy that a program of this computer will save itself; tell where."""
    book = shelf.begin(name)
    return {"book": book.id, "name": book.name, "path": str(book.source)}


def arrived(shelf: Shelf, book: Book) -> None:
    """Count a copy that has been saved. InputError if there is none, or it is too large."""
    try:
        size = book.source.stat().st_size
    except OSError:
        raise InputError("没有收到工作簿的副本：请结束单元格编辑，保存工作簿后再点一次") from None
    if size > Sizes().book:
        raise InputError("工作簿太大，没有处理；请删去不用的工作表或图片后再试")
    shelf.take(book, size - book.size)


def place(book: Book, number: str, beside: str) -> dict[str, str]:
    """Put a result beside the workbook ``beside``, as private as that one; tell the path. Nothing is replaced."""
    source = book.files.get(number)
    if source is None or not source.is_file():
        raise Unknown(number)
    if not 0 < len(beside) <= _LONGEST_PATH or "\0" in beside:
        raise InputError('请求要写成 {"beside": 工作簿的完整路径}')
    original = Path(beside)
    if not original.is_absolute() or not original.is_file():
        raise InputError("工作簿不在本机的文件夹里（可能是云文档）：请另存到本机文件夹后再试")
    target = _free(original.parent, source)
    with replacing(target, original) as stream, source.open("rb") as content:
        shutil.copyfileobj(content, stream)
    return {"path": str(target)}


def _free(folder: Path, source: Path) -> Path:
    """A name that nothing has yet: the result's own, else with a number."""
    names = (source.name, *(f"{source.stem}({number}){source.suffix}" for number in range(2, _MOST_NAMES)))
    found = next((folder / name for name in names if not os.path.lexists(folder / name)), None)
    if found is None:
        raise InputError(f"“{source.name}”已有太多份，请先移走一些")
    return found

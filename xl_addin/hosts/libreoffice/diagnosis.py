"""``xl-addin libreoffice doctor``: each thing that must be right for cells and buttons in Calc, and what to do.

Says nothing about the user or the user's workbooks, so that the answer can be sent to whoever helps.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.libreoffice.installing import is_root, listed
from xl_addin.hosts.libreoffice.names import MODULE
from xl_addin.hosts.libreoffice.program import clean_environment, find_program, strange_python
from xl_addin.hosts.openbook.diagnosis import Item, looked
from xl_addin.version import __version__

_AGAIN: Final = "请运行 xl-addin libreoffice install，再重新打开 LibreOffice"
_FORMULA: Final = 'SOE_SEVERANCE("1985-07-01","2011-09-28",1600,1500,2300)'
_EXPECTED: Final = 43200.0
"""The worked example of the manual."""
_SECONDS: Final = 180


def diagnose() -> list[Item]:
    """Look at everything; a look that fails is itself a problem, and the others go on."""
    return looked((_program, _search_path, _extension, _example), _AGAIN, "检查不了")


def heading() -> str:
    """Give the first line: versions only, no names."""
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"{sys.platform}，Python {version}"
    return f"改制测算 LibreOffice 扩展 {__version__} 诊断（{where}；不含个人信息，可以发给维护人员）"


def _program() -> Iterator[Item]:
    """LibreOffice。"""
    yield Item("LibreOffice", f"在 {find_program().folder}，能运行 Python 扩展")


def _search_path() -> Iterator[Item]:
    """搜索路径。"""
    strange = strange_python()
    if strange:
        remedy = "从菜单打开 LibreOffice 不受影响；在终端里请用 env PATH=/usr/bin:/bin soffice 打开"
        yield Item("搜索路径", f"{strange} 排在系统的 Python 前面，LibreOffice 会取错部件", remedy)
    else:
        yield Item("搜索路径", "系统的 Python 在最前")


def _extension() -> Iterator[Item]:
    """扩展。"""
    program = find_program()
    places = {"本用户": False, "全部用户": True} if not is_root() else {"全部用户": True}
    found = [place for place, for_all in places.items() if MODULE in listed(program, for_all=for_all)]
    if found:
        yield Item("扩展", f"已为{'、'.join(found)}安装")
    else:
        yield Item("扩展", "没有安装", _AGAIN)


def _example() -> Iterator[Item]:
    """示例计算。"""
    program = find_program()
    with private_folder() as folder:
        source = folder / "example.xlsx"
        cell = NewCell("没有重算", formula=f'TEXT({_FORMULA},"0.00")')
        source.write_bytes(book_bytes(NewBook("a", [NewSheet("a", [[cell]], [20])])))
        command = [str(program.soffice), "--headless", "--norestore", "--nologo", "--convert-to", "csv"]
        for _ in range(2):  # with an extension that is new, LibreOffice wants to be started again first
            subprocess.run(
                [*command, "--outdir", str(folder), str(source)],
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
            if (folder / "example.csv").exists():
                break
        said = _first_cell(folder / "example.csv")
    if said == f"{_EXPECTED:.2f}":
        yield Item("示例计算", f"算得 {_EXPECTED:.2f} 元，正确")
    else:
        yield Item("示例计算", f"没有算出 {_EXPECTED:.2f} 元（{said or '没有结果'}）", _AGAIN)


def _first_cell(path: Path) -> str:
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream), [""])[0][:40]

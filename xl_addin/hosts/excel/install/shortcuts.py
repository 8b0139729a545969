"""The icons by which files reach the file host: 发送到, desktop, start menu."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install.places import HOME


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What an icon starts and what it says of itself."""

    program: Path
    arguments: str
    description: str


_PYTHON = HOME / "python" / "python.exe"
_STARTING = HOME / "python" / "Lib" / "site-packages" / "xl_addin" / "hosts" / "excel" / "starting.py"
RESIDENT_PROGRAM, RESIDENT_SCRIPT = HOME / "python" / "pythonw.exe", _STARTING
RESIDENT = Shortcut(
    RESIDENT_PROGRAM,
    f'{" ".join(resident.OPTIONS)} "{RESIDENT_SCRIPT}" {resident.MODULE}',
    "Excel 不能自己启动后台程序时，由它来算",
)
_FILE_HOST = Shortcut(_PYTHON, f'"{_STARTING}" xl_addin drop', "把工作簿拖到这里：重算、校验，打开结果（原文件不动）")
_PAGE = Shortcut(
    _PYTHON,
    f'"{_STARTING}" xl_addin serve',
    "在浏览器里放入工作簿：校验、测算、出资料；关闭黑色窗口即停止",
)
SHORTCUTS = {
    "发送到": _FILE_HOST,
    "桌面": _FILE_HOST,
    "开始菜单": _FILE_HOST,
    "桌面网页": _PAGE,
    "开始菜单网页": _PAGE,
    "开始菜单诊断": Shortcut(_PYTHON, "-m xl_addin doctor --wait", "检查改制测算插件是否正常"),
    "开始菜单WPS": Shortcut(_PYTHON, "-m xl_addin wps install --wait", "在 WPS 表格里用改制测算的函数和按钮"),
    "开始菜单后台程序": RESIDENT,
    "开始菜单卸载": Shortcut(HOME / "卸载.cmd", "", "卸载改制测算插件"),
}
"""By the names of :func:`xl_addin.hosts.excel.install.places.shortcut_paths`."""


def write_shortcut(path: Path, shortcut: Shortcut) -> None:
    """Make or replace a .lnk file. Raises OSError if the folder cannot be written."""
    com, shell = import_module("pythoncom"), import_module("win32com.shell.shell")
    link = com.CoCreateInstance(shell.CLSID_ShellLink, None, com.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
    link.SetPath(str(shortcut.program))
    link.SetArguments(shortcut.arguments)
    link.SetDescription(shortcut.description)
    link.SetWorkingDirectory(str(HOME))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.QueryInterface(com.IID_IPersistFile).Save(str(path), True)
    except com.com_error as error:
        raise OSError(f"cannot write {path.name}") from error


def target_of(path: Path) -> Path | None:
    """Give the program that a .lnk file starts; None if it cannot be read."""
    com, shell = import_module("pythoncom"), import_module("win32com.shell.shell")
    link = com.CoCreateInstance(shell.CLSID_ShellLink, None, com.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
    try:
        link.QueryInterface(com.IID_IPersistFile).Load(str(path))
    except com.com_error:
        return None
    return Path(link.GetPath(0)[0])

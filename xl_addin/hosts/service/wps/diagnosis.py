"""``xl-addin wps doctor``: each thing that must be right for cells and buttons of WPS, and what to do where it is not.

Says nothing about the user or the user's workbooks, so that the answer can be sent to whoever helps.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.openbook.diagnosis import Item, looked
from xl_addin.hosts.openbook.wps import has_wps
from xl_addin.hosts.service.callers import Caller, callers
from xl_addin.hosts.service.wps import logon
from xl_addin.hosts.service.wps.addin import CONNECTION, FOLDER, NAME, damaged, read_connection
from xl_addin.hosts.service.wps.installing import CALLER
from xl_addin.hosts.service.wps.places import CONSENT, LIST, addins_folder
from xl_addin.hosts.service.wps.publish import has_entry
from xl_addin.hosts.service.wps.reaching import ask, proves
from xl_addin.version import __version__

_AGAIN: Final = "请运行 xl-addin wps install，再重新打开 WPS"
_EXAMPLE: Final = ("经济补偿金", 31229, 40814, 1600, 1500, 2300)
_EXPECTED: Final = 43200.0
"""The worked example of the manual."""
_LOGON: Final = "请重新登录电脑，或打开“改制测算”"
_MOST_DEPTH: Final = 6


def diagnose() -> list[Item]:
    """Look at everything; a look that fails is itself a problem, and the others go on."""
    return looked((_program, _files, _listed, _consent, _at_logon, _service), _AGAIN)


def heading() -> str:
    """Give the first line: versions only, no names."""
    return f"改制测算 WPS 加载项 {__version__} 诊断（{sys.platform}；不含个人信息，可以发给维护人员）"


def _program() -> Iterator[Item]:
    """WPS 表格。"""
    if has_wps():
        yield Item("WPS 表格", "已安装；自定义函数要 12.1.0.20540 以上，版本见 WPS 里的“关于与诊断”")
    else:
        yield Item("WPS 表格", "没有找到", "请先安装 WPS Office；装在别处的不影响使用")


def _files() -> Iterator[Item]:
    """加载项文件。"""
    folder = addins_folder() / FOLDER
    if not folder.is_dir():
        yield Item("加载项文件", "没有安装", _AGAIN)
        return
    wrong = damaged(folder)
    if wrong:
        yield Item("加载项文件", f"{len(wrong)} 个文件缺少或被改动（如 {wrong[0]}）", _AGAIN)
    else:
        yield Item("加载项文件", f"版本 {__version__}，与清单一致")
    if sys.platform != "win32" and (folder / CONNECTION).stat().st_mode & 0o077:
        yield Item("加载项口令", "别的用户也能读", _AGAIN)


def _listed() -> Iterator[Item]:
    """WPS 的加载项列表。"""
    path = addins_folder() / LIST
    if path.is_file() and has_entry(path.read_bytes(), NAME, FOLDER):
        yield Item("WPS 的加载项列表", f"{LIST} 里已登记")
    else:
        yield Item("WPS 的加载项列表", f"{LIST} 里没有登记本加载项", _AGAIN)


def _consent() -> Iterator[Item]:
    """WPS 的许可。"""
    path = addins_folder() / CONSENT
    if not path.is_file():
        yield Item("WPS 的许可", "WPS 还没有问过是否允许加载项，或本版 WPS 不问")
        return
    try:
        found = list(_answers(json.loads(path.read_bytes()), "", 0))
    except (OSError, ValueError):
        yield Item("WPS 的许可", f"{CONSENT} 读不出来", "请在 WPS 的“加载项管理”里查看是否已启用")
        return
    refused = [one for one in found if not all(one.values())]
    if refused:
        said = "、".join(f"{key}={_said(value)}" for key, value in refused[0].items())
        remedy = "请在 WPS 的“开发工具→加载项管理”里启用“XlAddin”，再重新打开 WPS"
        yield Item("WPS 的许可", f"没有允许本加载项（{said}）", remedy)
    elif found:
        yield Item("WPS 的许可", "已允许")
    else:
        yield Item("WPS 的许可", "WPS 还没有问过是否允许本加载项")


def _answers(told: Any, name: str, depth: int) -> Iterator[dict[str, Any]]:
    """What the file says of our add-in, wherever in it that stands."""
    if depth > _MOST_DEPTH or not isinstance(told, (dict, list)):
        return
    pairs = told.items() if isinstance(told, dict) else ((name, one) for one in told)
    if isinstance(told, dict):
        said = {key: told[key] for key in ("enable", "isload") if key in told}
        names = [name, *(str(told.get(key, "")) for key in ("name", "path", "url"))]
        if said and any(NAME.lower() in one.lower() for one in names):
            yield said
    for key, one in pairs:
        yield from _answers(one, str(key), depth + 1)


def _said(value: Any) -> str:
    return "是" if value is True else "否" if value is False else str(value)[:20]


def _at_logon() -> Iterator[Item]:
    """登录时启动。"""
    if logon.is_registered():
        yield Item("登录时启动", "已设好")
    else:
        yield Item("登录时启动", "没有设好", f"{_AGAIN}；设不成的，用 WPS 前先打开“改制测算”")


def _service() -> Iterator[Item]:
    """改制测算服务。"""
    caller = next((one for one in callers() if one.name == CALLER), None)
    if caller is None:
        yield Item("改制测算服务", "没有给加载项的口令", _AGAIN)
        return
    said = _connection(addins_folder() / FOLDER / CONNECTION)
    if said != (caller.port, caller.token):
        yield Item("加载项口令", "与服务的不一致", _AGAIN)
    yield from _reached(caller)


def _connection(path: Path) -> tuple[object, object]:
    try:
        found = read_connection(path.read_bytes())
    except OSError:
        return None, None
    return found.get("port"), found.get("token")


def _reached(caller: Caller) -> Iterator[Item]:
    if not proves(caller.port, caller.token):
        yield Item("改制测算服务", f"端口 {caller.port} 上没有应答，或不是本用户的服务", _LOGON)
        return
    found = ask(caller.port, caller.token, *_EXAMPLE)
    if found == _EXPECTED:
        yield Item("改制测算服务", f"端口 {caller.port}，示例算得 {_EXPECTED:.2f} 元，正确")
    else:
        yield Item("改制测算服务", "示例没有算出 43200.00 元", _AGAIN)

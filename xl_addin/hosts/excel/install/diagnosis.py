"""``xl-addin doctor``: each thing that must be right for cells and icons to work, and what to do where it is not.

Says nothing about the user or the user's workbooks, so that the answer can be sent to whoever helps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install import registry
from xl_addin.hosts.excel.install.access import rights_of, trusted_owners
from xl_addin.hosts.excel.install.contents import damaged, read_contents
from xl_addin.hosts.excel.install.executed import library, open_to_strangers, strange
from xl_addin.hosts.excel.install.machine import Excel, excels, is_from_store
from xl_addin.hosts.excel.install.open_entries import OURS, names_our_addin
from xl_addin.hosts.excel.install.places import (
    ADDIN,
    ADDIN_NAME,
    HOME,
    manager_key,
    options_key,
    shortcut_paths,
    trusted_key,
)
from xl_addin.hosts.excel.install.registration import disabled_items
from xl_addin.hosts.excel.install.restrictions import may_start_nothing, restrictions
from xl_addin.hosts.excel.install.shortcuts import SHORTCUTS, target_of
from xl_addin.hosts.excel.starting import PackedModules
from xl_addin.hosts.openbook.diagnosis import Item, looked
from xl_addin.hosts.openbook.wps import has_wps
from xl_addin.version import __version__

_REINSTALL: Final = "请关闭 Excel，重新双击“安装.cmd”"
_EXAMPLE: Final = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)
_EXPECTED: Final = 43200.0
"""The worked example of the manual."""


def diagnose() -> list[Item]:
    """Look at everything; a look that fails is itself a problem, and the others go on."""
    return looked(_LOOKS, _REINSTALL)


def diagnose_quickly() -> list[Item]:
    """Look at what takes no more than a moment, while Excel waits."""
    return looked(_QUICK_LOOKS, _REINSTALL)


def _files() -> Iterator[Item]:
    """程序文件。"""
    contents = read_contents(HOME)
    if contents is None:
        yield Item("程序文件", f"{HOME} 里没有安装", "请双击安装包里的“安装.cmd”")
        return
    wrong = damaged(HOME, contents)
    if wrong:
        yield Item("程序文件", f"{len(wrong)} 个文件缺少或被改动（如 {wrong[0]}）", _REINSTALL)
    else:
        yield Item("程序文件", f"版本 {contents.version}，{len(contents.digests)} 个文件与清单一致")


def _executed() -> Iterator[Item]:
    """执行的代码。"""
    contents = read_contents(HOME)
    if contents is None or damaged(HOME, contents):
        return
    found = strange(HOME, contents)
    if found:
        yield Item("执行的代码", f"{len(found)} 个文件不是安装写入的，或与源代码不符（如 {found[0]}）", _REINSTALL)
        return
    yield Item("执行的代码", "字节码和启动文件与源代码一致，没有多余的文件")


def _pack() -> Iterator[Item]:
    """启动文件。"""
    if read_contents(HOME) is None:
        return
    try:
        modules = PackedModules(str(HOME / "python"))
    except (OSError, ValueError):
        yield Item("启动文件", "缺少或已失效，第一个值会慢一倍", _REINSTALL)
        return
    broken = len(modules.damaged())
    if broken:
        yield Item("启动文件", f"{broken} 个模块已损坏，改从各自的文件启动，会慢一些", _REINSTALL)
    else:
        yield Item("启动文件", f"{len(modules)} 个模块")


def _rights() -> Iterator[Item]:
    """文件夹权限。"""
    if not HOME.exists():
        return
    found = open_to_strangers(HOME)
    if found:
        yield Item("文件夹权限", f"{len(found)} 处的所有者不对，或其他用户可以改动（如 {found[0]}）", _REINSTALL)
    elif rights_of(HOME).owner not in trusted_owners():
        yield Item("文件夹权限", "由本机另一个用户安装，只有他、管理员和系统能改动")
    else:
        yield Item("文件夹权限", "只有安装人、管理员和系统能改动")


def _mark_of_the_web() -> Iterator[Item]:
    """下载标记。"""
    if not (HOME / ADDIN_NAME).exists():
        return
    try:
        marked = Path(f"{ADDIN}:Zone.Identifier").read_bytes() != b""
    except OSError:
        marked = False
    if marked:
        yield Item("下载标记", "插件文件带有“来自互联网”标记，Excel 会禁止它", _REINSTALL)
    else:
        yield Item("下载标记", "没有")


def _python() -> Iterator[Item]:
    """Python 和库。"""
    import formualizer
    import lxml.etree  # noqa: F401
    import numpy
    import openpyxl
    import xlwings

    versions = f"Python {sys.version.split()[0]}，numpy {numpy.__version__}，xlwings {xlwings.__version__}"
    del formualizer, openpyxl
    yield Item("Python 和库", versions)


def _first_value() -> Iterator[Item]:
    """第一个函数值。"""
    from xl_addin.functions import call

    value = call("SOE_SEVERANCE", *_EXAMPLE)
    if value != _EXPECTED:
        yield Item("第一个函数值", f"经济补偿金算例应为 {_EXPECTED:.0f}，得到 {value}", _REINSTALL)
    else:
        yield Item("第一个函数值", f"经济补偿金算例得 {_EXPECTED:.0f}")


def _excel_route() -> Iterator[Item]:
    """Excel 连接通路。"""
    from xl_addin.hosts.excel.install.route import Route

    contents = read_contents(HOME)
    if contents is None:
        return
    dll = library(HOME, contents)
    if dll is None or dll.relative_to(HOME).as_posix() in damaged(HOME, contents):
        yield Item("Excel 连接通路", "连接库缺少或被改动，没有运行它", _REINSTALL)
        return
    route = Route(HOME / "python", library=dll)
    try:
        value = route.call("经济补偿金", *_EXAMPLE)
    finally:
        route.close()
    if value != _EXPECTED:
        yield Item("Excel 连接通路", "经连接库算出的值不对", _REINSTALL)
    else:
        second = "（经登录时启动的后台程序）" if route.is_second else ""
        yield Item("Excel 连接通路", f"连接库、Python、函数都通{second}")


def _second_way() -> Iterator[Item]:
    """后台程序。"""
    if not may_start_nothing():
        also = "；开始菜单启动的也在运行" if resident.is_running() else ""
        yield Item("后台程序", f"由 Excel 启动{also}")
    elif resident.is_running():
        yield Item("后台程序", "本机不许 Excel 启动程序，改用登录时启动的，正在运行")
    else:
        yield Item("后台程序", "本机不许 Excel 启动程序，登录时启动的没有运行", "请点开始菜单“改制测算→启动后台程序”")


def _excel() -> Iterator[Item]:
    """Excel。"""
    found = excels()
    if not found and is_from_store():
        yield Item(
            "Excel",
            "是微软应用商店版，不能载入登记在别处的加载项，单元格函数和功能区用不了；文件方式可以用",
            "请单位的电脑管理员换装桌面版 Office（Microsoft 365 或批量授权版）",
        )
    elif not found:
        yield Item("Excel", "没有找到；把工作簿拖到桌面图标“改制测算”上可以重算、校验")
    for excel in found:
        yield from _one_excel(excel)


def _one_excel(excel: Excel) -> Iterator[Item]:
    options = registry.values(options_key(excel.version))
    entries = [str(data) for name, data in options.items() if name.upper().startswith("OPEN")]
    elsewhere = [data for data in entries if names_our_addin(data) and data != OURS]
    off = any(names_our_addin(name) for name in registry.values(manager_key(excel.version)))
    trusted = registry.values(trusted_key(excel.version)).get("Path") == f"{HOME}\\"
    faults = [
        (OURS not in entries and not off, "没有登记本插件", _REINSTALL),
        (off, "本插件在加载项对话框里被取消勾选", "请在 Excel 的“文件-选项-加载项-转到”里勾选 Xl_Addin"),
        (bool(elsewhere), "还登记着别处的旧插件", _REINSTALL),
        (not trusted, "插件文件夹不是受信任位置", _REINSTALL),
        (bool(disabled_items(excel.version)), "本插件被 Excel 禁用", _REINSTALL),
        *((True, each.state, each.remedy) for each in restrictions(excel.version)),
    ]
    wrong = [(state, remedy) for is_wrong, state, remedy in faults if is_wrong]
    for state, remedy in wrong:
        yield Item(excel.label, state, remedy)
    if not wrong:
        yield Item(excel.label, "已登记，位置受信任")


def _wps() -> Iterator[Item]:
    """WPS。"""
    if has_wps():
        yield Item("WPS 表格", "已安装；它的加载项用 xl-addin wps doctor 检查，文件方式不用加载项")
    else:
        yield Item("WPS 表格", "没有安装")


def _icons() -> Iterator[Item]:
    """图标。"""
    wrong = [name for name, path in shortcut_paths().items() if target_of(path) != SHORTCUTS[name].program]
    if wrong:
        yield Item("图标", f"缺少或指向别处：{'、'.join(wrong)}", _REINSTALL)
    else:
        yield Item("图标", "发送到、桌面、开始菜单都在")


_LOOKS: Final = (
    _files,
    _executed,
    _pack,
    _rights,
    _mark_of_the_web,
    _python,
    _first_value,
    _excel_route,
    _second_way,
    _excel,
    _wps,
    _icons,
)
_QUICK_LOOKS: Final = (_pack, _mark_of_the_web, _python, _first_value, _second_way, _excel, _wps, _icons)


def heading() -> str:
    """Give the first line: versions only, no names."""
    return f"改制测算插件 {__version__} 诊断（不含个人信息，可以发给维护人员）"

"""``xl-addin install`` and ``uninstall``: the steps in order, and what to tell the user about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install.access import may_change
from xl_addin.hosts.excel.install.contents import Contents, damaged, read_contents
from xl_addin.hosts.excel.install.executed import open_to_strangers, strange
from xl_addin.hosts.excel.install.machine import excel_is_running, excels
from xl_addin.hosts.excel.install.places import HOME, log_folder, program_folder
from xl_addin.hosts.excel.install.program import (
    put_in_place,
    refuse_if_in_use,
    remove_python_later,
    sweep,
    take_away,
)
from xl_addin.hosts.excel.install.registration import (
    forget_logon,
    is_registered,
    register_at_logon,
    register_in_excel,
    register_in_windows,
    unregister,
)
from xl_addin.hosts.excel.install.restrictions import may_start_nothing
from xl_addin.hosts.openbook.wps import has_wps
from xl_addin.values.errors import InputError

_SECOND_WAY: Final = "本机不许 Excel 启动程序：后台程序改在登录 Windows 时启动，Excel 会自动用它"
_NO_SECOND_WAY: Final = (
    "本机不许 Excel 启动程序，登录时启动也没有设成：每次先点开始菜单“改制测算→启动后台程序”，再用 Excel"
)


def _nothing() -> None:
    """What else is ended where nothing else runs."""


def install(release: Callable[[], object] = _nothing) -> list[str]:
    """Install for this user from the folder that the running Python belongs to; give lines for the user.

    ``release`` ends what else of ours may run from the files. Running it again repairs. Raises InputError with one
    Chinese line if it cannot be done; nothing is changed then.
    """
    source = program_folder()
    contents = read_contents(source)
    if contents is None:
        raise InputError("请先解压整个安装包，再双击其中的“安装.cmd”")
    if excel_is_running():
        raise InputError("Excel 正在运行，请保存工作簿并关闭 Excel，再重新安装")
    resident.stop()  # its files are replaced
    release()
    told = _place_files(source, contents)
    told += [_offer_to_excel(found.version, found.label) for found in excels()] or [
        "没有找到 Excel：单元格函数和功能区用不了；可以把工作簿拖到桌面图标“改制测算”上重算、校验"
    ]
    failed = register_in_windows()
    if failed:
        told.append(f"这些图标没有建成：{'、'.join(failed)}（可能被单位的电脑管理策略禁止），不影响其他功能")
    if may_start_nothing():
        told.append(_SECOND_WAY if register_at_logon() else _NO_SECOND_WAY)
    else:
        forget_logon()
    if has_wps():
        told.append(
            "找到 WPS 表格：它的加载项要另装，请点开始菜单“改制测算→安装 WPS 加载项”；"
            "也可以把工作簿拖到桌面图标“改制测算”上，或右键“发送到”"
        )
    return [*told, f"改制测算插件 {contents.version} 已装好"]


def _place_files(source: Path, contents: Contents) -> list[str]:
    if source == HOME:
        return ["程序文件已在安装位置，只重新登记"]
    present = read_contents(HOME)
    if HOME.exists() and present is None and any(HOME.iterdir()):
        raise InputError(f"文件夹 {HOME} 里有不是本插件的文件，请管理员查看并移走后再装")
    if HOME.exists() and not may_change(HOME):
        return _share(contents, present)
    put_in_place(source, contents)
    earlier = f"（原有版本 {present.version}）" if present and present.version != contents.version else ""
    return [f"程序文件已写到 {HOME}{earlier}"]


def _share(contents: Contents, present: Contents | None) -> list[str]:
    """Use the files that somebody else has installed on this PC, if they are the same version and whole."""
    if present != contents:
        version = present.version if present else "不明"
        raise InputError(f"本机另一个用户或管理员已装了版本 {version}，请由其升级到 {contents.version}")
    if damaged(HOME, present):
        raise InputError(f"本机另一个用户或管理员装的程序文件已损坏，请由其重新安装，或请管理员删除 {HOME}")
    foreign = strange(HOME, present) or open_to_strangers(HOME)
    if foreign:
        raise InputError(f"{HOME} 里的 {foreign[0]} 不是安装写入的，或别人可以改动；请管理员删除 {HOME} 后再装")
    return ["程序文件由本机另一个用户或管理员安装，版本相同，核对无误，直接使用"]


def _offer_to_excel(version: str, label: str) -> str:
    register_in_excel(version)
    return f"{label}：已登记，打开 Excel 就能用 =经济补偿金(…) 和“改制测算”选项卡"


def uninstall(also: Callable[[], list[str]] = list) -> list[str]:
    """Take away what was installed for this user; give lines for the user.

    ``also`` takes away what else uses the files, before they go, and gives lines of its own.

    The program's files go too if this user put them there; the installed Python, if it is the one that runs, goes
    some seconds after it has ended.
    """
    if excel_is_running():
        raise InputError("Excel 正在运行，请保存工作簿并关闭 Excel，再卸载")
    if not is_registered() and read_contents(HOME) is None:
        return ["没有安装改制测算插件，不需要卸载"]
    resident.stop()
    others = also()
    running = program_folder() == HOME
    shared = HOME.exists() and not may_change(HOME)
    if HOME.exists() and not running and not shared:
        refuse_if_in_use()
    unregister()
    _remove_logs()
    if shared:
        return [*others, "已取消本用户的登记；程序文件由本机另一个用户或管理员安装，没有删除"]
    left = take_away(keep="python/" if running else "")
    if running:
        remove_python_later()
    sweep()
    told = [*others, "改制测算插件已卸载；本机其他用户如果也在用，要重新安装"]
    if left:
        told.append(f"{HOME} 里有 {len(left)} 个不是本插件的文件，没有删除")
    return told


def _remove_logs() -> None:
    folder = log_folder()
    for path in folder.glob("xl_addin.log*") if folder.is_dir() else ():
        path.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()

"""``xl-addin install``, ``uninstall``, ``doctor``: the add-in on a Windows PC.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from xl_addin.cli.shown import pause, say, say_diagnosis
from xl_addin.values.errors import InputError

Wait = Annotated[bool, typer.Option("--wait", help="结束后等待按回车，窗口不立即关闭")]


def _refuse_elsewhere() -> None:
    if sys.platform != "win32":
        raise InputError("本命令用于 Windows 上的 Excel；在本系统请用 xl-addin run 处理工作簿文件")


def install() -> None:
    """在本机安装 Excel 插件（Windows，当前用户，不需要管理员权限）。"""
    _refuse_elsewhere()
    from xl_addin.hosts.excel.install import installing

    typer.echo("正在安装，大约需要半分钟，请不要关闭窗口……")
    for line in installing.install(_stop_service):
        say(line)
    for line in _renewed_wps():
        say(line)


def uninstall() -> None:
    """卸载 Excel 插件，只删除安装时写入的内容（Windows）。"""
    _refuse_elsewhere()
    from xl_addin.hosts.excel.install import installing

    for line in installing.uninstall(_without_wps):
        say(line)


def _stop_service() -> bool:
    """The service starts at logon, with no window to close, from the files that are replaced or removed."""
    from xl_addin.hosts.service.instance import stop_running
    from xl_addin.hosts.service.places import private_place

    return stop_running(private_place())


def _without_wps() -> list[str]:
    """The add-in of WPS is nothing without the program; with it goes what the service leaves for its next start."""
    from xl_addin.hosts.service.places import LOCK, private_place
    from xl_addin.hosts.service.wps import installing

    told = installing.uninstall() if installing.is_installed() else []
    _stop_service()
    (private_place() / LOCK).unlink(missing_ok=True)
    return told


def _renewed_wps() -> list[str]:
    """The add-in of WPS, where this user has it, by the Python that is installed now: of one version with the rest."""
    from xl_addin.hosts.excel.install.places import HOME
    from xl_addin.hosts.service.wps import installing

    if not installing.is_installed():
        return []
    python = HOME / "python" / "python.exe"
    command = [str(python), "-I", "-X", "utf8", "-m", "xl_addin", "wps", "install"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return (done.stdout if done.returncode == 0 else done.stderr).splitlines()


def doctor(wait: Wait = False) -> None:
    """逐项检查 Excel 插件是否正常，并说明怎么处理（Windows）。"""
    _refuse_elsewhere()
    from xl_addin.hosts.excel.install.diagnosis import diagnose, heading
    from xl_addin.hosts.excel.report import write_report

    say(heading())
    items = diagnose()
    status = say_diagnosis(items)
    if wait:  # started by the icon: somebody may want to send it
        say(write_report([heading(), *(item.line for item in items)]))
        pause()
    raise typer.Exit(status)

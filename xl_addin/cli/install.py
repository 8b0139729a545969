"""``xl-addin install``, ``uninstall``, ``doctor``: the add-in on a Windows PC.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from xl_addin.cli.shown import say, say_diagnosis
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
    for line in installing.install():
        say(line)


def uninstall() -> None:
    """卸载 Excel 插件，只删除安装时写入的内容（Windows）。"""
    _refuse_elsewhere()
    from xl_addin.hosts.excel.install import installing

    for line in installing.uninstall():
        say(line)


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
        typer.prompt("按回车键关闭", default="", show_default=False, prompt_suffix="")
    raise typer.Exit(status)

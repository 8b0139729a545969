"""``xl-addin libreoffice``: the extension for LibreOffice Calc on this computer.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import typer

from xl_addin.cli.help_page import ChineseCommand, ChineseGroup
from xl_addin.cli.shown import say, say_diagnosis

libreoffice_app = typer.Typer(
    cls=ChineseGroup, help="LibreOffice Calc 的扩展：安装、卸载、检查。", rich_markup_mode=None
)


@libreoffice_app.command("install", cls=ChineseCommand)
def install() -> None:
    """装 LibreOffice 扩展：函数、菜单和工具栏；普通用户为自己装，root 为全部用户装；再运行一次即修复。"""
    from xl_addin.hosts.libreoffice import installing

    for line in installing.install():
        say(line)


@libreoffice_app.command("uninstall", cls=ChineseCommand)
def uninstall() -> None:
    """卸载 LibreOffice 扩展，别的扩展不动。"""
    from xl_addin.hosts.libreoffice import installing

    for line in installing.uninstall():
        say(line)


@libreoffice_app.command("doctor", cls=ChineseCommand)
def doctor() -> None:
    """逐项检查 LibreOffice 扩展是否正常，并说明怎么处理。"""
    from xl_addin.hosts.libreoffice.diagnosis import diagnose, heading

    say(heading())
    raise typer.Exit(say_diagnosis(diagnose()))

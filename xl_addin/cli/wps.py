"""``xl-addin wps``: the add-in for WPS Office on this computer, for this user.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.help_page import ChineseCommand, ChineseGroup
from xl_addin.cli.shown import pause, say, say_diagnosis
from xl_addin.values.errors import InputError

wps_app = typer.Typer(cls=ChineseGroup, help="WPS 表格的加载项：安装、卸载、检查。", rich_markup_mode=None)

From = Annotated[
    Path | None,
    typer.Option("--from", help="加载项所在的文件夹，默认本程序自带的", metavar="文件夹", show_default=False),
]
Wait = Annotated[bool, typer.Option("--wait", help="结束后等待按回车，窗口不立即关闭")]


@wps_app.command("install", cls=ChineseCommand)
def install(source: From = None, wait: Wait = False) -> None:
    """给本用户装 WPS 加载项：=改制.经济补偿金(…) 和“改制测算”选项卡；再运行一次即修复。"""
    from xl_addin.hosts.service.wps import installing

    try:
        for line in installing.install(source):
            say(line)
    except InputError as error:
        if not wait:
            raise
        say(error.message)
        pause()
        raise typer.Exit(2) from None
    if wait:  # started by the icon: the window is to be read
        pause()


@wps_app.command("uninstall", cls=ChineseCommand)
def uninstall() -> None:
    """卸载 WPS 加载项，只删除安装时写入的内容，别的加载项不动。"""
    from xl_addin.hosts.service.wps import installing

    for line in installing.uninstall():
        say(line)


@wps_app.command("doctor", cls=ChineseCommand)
def doctor() -> None:
    """逐项检查 WPS 加载项是否正常，并说明怎么处理。"""
    from xl_addin.hosts.service.wps.diagnosis import diagnose, heading

    say(heading())
    raise typer.Exit(say_diagnosis(diagnose()))

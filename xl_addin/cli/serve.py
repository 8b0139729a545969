"""``xl-addin serve``: the page to drop workbooks on, and what other programs of this computer call.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from xl_addin.cli.shown import say, say_file
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

_LEADS: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>改制测算</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><p><a href="{0}">打开改制测算</a></p></html>\n'
)
Port = Annotated[int, typer.Option("--port", help="端口，默认任选空闲的", metavar="端口号", show_default=False, min=0)]
Icon = Annotated[bool, typer.Option("--icon", help="在桌面和应用菜单放上图标，双击打开（Linux；Windows 安装时已放好）")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只显示网址")]


Stop = Annotated[bool, typer.Option("--stop", help="停止正在运行的改制测算，包括登录时在后台启动的")]


def serve(port: Port = 0, no_browser: NoBrowser = False, icon: Icon = False, stop: Stop = False) -> None:
    """打开改制测算页面：把工作簿拖进网页就能校验、测算；只在本机，不联网。按 Ctrl+C 停止。"""
    if port > 65535 or 0 < port < 1024:
        raise InputError(f"--port 要在 1024 到 65535 之间，现为 {port}")
    if icon:
        from xl_addin.hosts.service.desktop import put_icons

        for path in put_icons():
            say_file("已放上图标：", path)
        return
    from xl_addin.hosts.service.instance import alone, page_address, running_one, stop_running
    from xl_addin.hosts.service.places import LOCK, private_place

    if stop:
        say("改制测算已停止" if stop_running(private_place()) else "改制测算没有运行，不需要停止")
        return

    def opened(address: str) -> None:
        say(f"改制测算页面：{address}")
        say("网址只供本机本用户使用，不要转发；按 Ctrl+C 停止")
        sys.stdout.flush()
        if not no_browser and not open_browser(address, place):
            say("没有找到浏览器，请把上面的网址复制到浏览器里打开")

    place = private_place()
    with alone(place / LOCK) as only:
        if not only:
            state = running_one(place)
            opened(page_address(state))
            say("改制测算已在运行，已打开它的页面")
            if state.get("version") != __version__:
                say(f"正在运行的是版本 {state.get('version')}，本程序是 {__version__}")
                say("请先运行 xl-addin serve --stop，再打开")
            return
        from xl_addin.hosts.service.running import serve as run

        run(place, opened, port)
    say("改制测算已停止，临时文件已清除")


def open_browser(address: str, place: Path) -> bool:
    """Open an address in the user's own browser; tell whether there is one.

    Every user of a Linux computer sees with what words programs were started: the browser is told of a file that only
    this user can read, and that leads to the address.
    """
    import webbrowser

    from xl_addin.hosts.service.places import PAGE_FILE, write_private_bytes

    try:
        if sys.platform != "win32":
            write_private_bytes(place / PAGE_FILE, _LEADS.format(address).encode())
            address = (place / PAGE_FILE).as_uri()
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False

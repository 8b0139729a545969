"""``xl-addin serve``: the page to drop workbooks on, and what other programs of this computer call.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from xl_addin.cli.shown import say, say_file
from xl_addin.values.errors import InputError

Port = Annotated[int, typer.Option("--port", help="端口，默认任选空闲的", metavar="PORT", show_default=False, min=0)]
Icon = Annotated[bool, typer.Option("--icon", help="在桌面和应用菜单放上图标，双击打开（Linux；Windows 安装时已放好）")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只显示网址")]


def serve(port: Port = 0, no_browser: NoBrowser = False, icon: Icon = False) -> None:
    """打开改制测算页面：把工作簿拖进网页就能校验、测算；只在本机，不联网。按 Ctrl+C 停止。"""
    if port > 65535 or 0 < port < 1024:
        raise InputError(f"--port 要在 1024 到 65535 之间，现为 {port}")
    if icon:
        from xl_addin.hosts.service.desktop import put_icons

        for path in put_icons():
            say_file("已放上图标：", path)
        return
    from xl_addin.hosts.service.instance import alone, page_address, running_one
    from xl_addin.hosts.service.places import LOCK, private_place

    def opened(address: str) -> None:
        say(f"改制测算页面：{address}")
        say("网址只供本机本用户使用，不要转发；按 Ctrl+C 停止")
        sys.stdout.flush()
        if not no_browser and not open_browser(address):
            say("没有找到浏览器，请把上面的网址复制到浏览器里打开")

    place = private_place()
    with alone(place / LOCK) as only:
        if not only:
            opened(page_address(running_one(place)))
            say("改制测算已在运行，已打开它的页面")
            return
        from xl_addin.hosts.service.running import serve as run

        run(place, opened, port)
    say("改制测算已停止，临时文件已清除")


def open_browser(address: str) -> bool:
    """Open an address in the user's own browser; tell whether there is one."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False

"""``xl-addin serve``: the page to drop workbooks on, and what other programs of this computer call.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xl_addin.cli.shown import say, say_file
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

if TYPE_CHECKING:
    from xl_addin.hosts.service.office.opening import Asked, Office

_LEADS: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>改制测算</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><p><a href="{0}">打开改制测算</a></p></html>\n'
)
_WORD: Final = "口令（加载项窗格第一次打开时填写，以后不变，不要告诉别人）："
Port = Annotated[
    int,
    typer.Option(
        "--port", help="端口，默认任选空闲的；有 --office 时默认 8443", metavar="端口号", show_default=False, min=0
    ),
]
Icon = Annotated[bool, typer.Option("--icon", help="在桌面和应用菜单放上图标，双击打开（Linux；Windows 安装时已放好）")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只显示网址")]
Stop = Annotated[bool, typer.Option("--stop", help="停止正在运行的改制测算，包括登录时在后台启动的")]
ForOffice = Annotated[bool, typer.Option("--office", help="另为 Excel 365 和网页版 Excel 开一个 HTTPS 入口")]
Address = Annotated[
    str,
    typer.Option("--address", help="Excel 访问的网址，如 https://xl.example.cn", metavar="网址", show_default=False),
]
CertificateFile = Annotated[
    Path | None,
    typer.Option("--certificate", help="单位自己的证书（PEM），与 --key 一起给", metavar="文件", show_default=False),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key", help="证书的私钥（PEM，不带密码）", metavar="文件", show_default=False)
]
BehindProxy = Annotated[
    bool, typer.Option("--behind-proxy", help="前面有代理负责 HTTPS，本程序只在本机用 http；要给 --address")
]
Words = Annotated[
    Path | None,
    typer.Option("--words", help="多人使用：口令文件，每行“名字 口令”", metavar="文件", show_default=False),
]
NewWord = Annotated[
    str,
    typer.Option(
        "--new-word", help="给一个人生成口令，写入 --words 的文件，然后结束", metavar="名字", show_default=False
    ),
]
Host = Annotated[
    str,
    typer.Option(
        "--host", help="监听的地址，默认只在本机；向网络开放要有口令文件和证书", metavar="IP地址", show_default=False
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers", help="同时计算的进程数，默认按处理器数，最多 4", metavar="个数", show_default=False, min=0, max=64
    ),
]


def serve(
    port: Port = 0,
    no_browser: NoBrowser = False,
    icon: Icon = False,
    stop: Stop = False,
    office: ForOffice = False,
    address: Address = "",
    certificate: CertificateFile = None,
    key: KeyFile = None,
    behind_proxy: BehindProxy = False,
    words: Words = None,
    new_word: NewWord = "",
    host: Host = "",
    workers: Workers = 0,
) -> None:
    """打开改制测算页面：把工作簿拖进网页就能校验、测算；只在本机，不联网。按 Ctrl+C 停止。"""
    if port > 65535 or 0 < port < 1024:
        raise InputError(f"--port 要在 1024 到 65535 之间，现为 {port}")
    if icon:
        from xl_addin.hosts.service.desktop import put_icons

        for path in put_icons():
            say_file("已放上图标：", path)
        return
    if new_word:
        _give_word(words, new_word)
        return
    wishes = (host, address, certificate, key, behind_proxy, words, workers)
    if not office and any(wishes):
        raise InputError(
            "--address、--certificate、--key、--behind-proxy、--words、--host、--workers 要和 --office 一起用"
        )
    from xl_addin.hosts.service.instance import stop_running
    from xl_addin.hosts.service.places import private_place

    place = private_place()
    if stop:
        say("改制测算已停止" if stop_running(place) else "改制测算没有运行，不需要停止")
    elif office:
        from xl_addin.hosts.service.office.opening import Asked

        _serve_office(Asked(port, *wishes), place)
    else:
        _serve_page(port, place, no_browser)


def _serve_page(port: int, place: Path, no_browser: bool) -> None:
    from xl_addin.hosts.service.instance import alone, page_address, running_one
    from xl_addin.hosts.service.places import LOCK

    def opened(address: str) -> None:
        say(f"改制测算页面：{address}")
        say("网址只供本机本用户使用，不要转发；按 Ctrl+C 停止")
        sys.stdout.flush()
        if not no_browser and not open_browser(address, place):
            say("没有找到浏览器，请把上面的网址复制到浏览器里打开")

    with alone(place / LOCK) as only:
        if not only:
            state = running_one(place)
            opened(page_address(state))
            say("改制测算已在运行，已打开它的页面")
            _say_version(state)
            return
        from xl_addin.hosts.service.running import serve as run

        run(place, opened, port)
    say("改制测算已停止，临时文件已清除")


def _serve_office(asked: Asked, place: Path) -> None:
    """The same with the door for Excel 365; no browser is opened."""
    import datetime as dt

    from xl_addin.hosts.service.instance import alone, running_one
    from xl_addin.hosts.service.office.opening import opening
    from xl_addin.hosts.service.office.words import own_word
    from xl_addin.hosts.service.places import LOCK

    with alone(place / LOCK) as only:
        if not only:
            state = running_one(place)
            if "office" not in state:
                raise InputError("改制测算已在运行，但没有为 Excel 365 打开：请先运行 xl-addin serve --stop，再打开")
            say(f"改制测算已在运行，Excel 365 用的网址：{state['office']}")
            if not state.get("words"):
                say(f"{_WORD}{own_word(place)}")
            _say_version(state)
            return
        from xl_addin.hosts.service.running import serve as run

        office = opening(asked, place, dt.datetime.now(dt.UTC))

        def opened(address: str) -> None:
            say(f"改制测算页面：{address}")
            _say_office(office)
            sys.stdout.flush()

        run(place, opened, office=office)
    say("改制测算已停止，临时文件已清除")


def _say_office(office: Office) -> None:
    """The address for Excel, the word or how many there are, and what is to be done once for the certificate."""
    say(f"Excel 365 用的网址：{office.address}（加载项清单：xl-addin build office --address {office.address}）")
    if office.word:
        say(f"{_WORD}{office.word}")
    else:
        say(f"口令文件里有 {office.users} 个用户；改了文件要重新启动本程序")
    certificate = office.certificate
    if certificate is None:
        say(f"代理要转到 http://{office.host}:{office.port}，保留原来的 Host，")
        say("并把访问者的地址加在 X-Forwarded-For 的末尾")
    elif certificate.file is not None:
        from xl_addin.hosts.service.office.certificate import trusting

        for line in trusting(certificate):
            say(line)
    say("按 Ctrl+C 停止")


def _give_word(words: Path | None, name: str) -> None:
    from xl_addin.hosts.service.office.words import new_word

    if words is None:
        raise InputError("--new-word 要用 --words 写明口令文件")
    say(f"“{name.strip()}”的口令（请当面或用安全的办法交给本人，只显示这一次）：{new_word(words, name)}")
    say("已写入口令文件；正在运行的服务要重新启动才认得它")


def _say_version(state: dict[str, Any]) -> None:
    if state.get("version") != __version__:
        say(f"正在运行的是版本 {state.get('version')}，本程序是 {__version__}")
        say("请先运行 xl-addin serve --stop，再打开")


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

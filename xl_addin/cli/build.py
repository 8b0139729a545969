"""``xl-addin build``: the files that are handed out, made from the source tree.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.help_page import ChineseCommand, ChineseGroup
from xl_addin.cli.progress import busy_bar
from xl_addin.cli.shown import Out, say
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import one_line

build_app = typer.Typer(cls=ChineseGroup, help="由源代码目录生成插件文件和安装包。", rich_markup_mode=None)


@build_app.command("xlam", cls=ChineseCommand)
def build_xlam(output: Out = None) -> None:
    """生成 Excel 插件文件 xl_addin.xlam（不需要 Excel；同样的源代码每次得到同样的文件）。"""
    from xl_addin.files.atomic import replacing
    from xl_addin.hosts.excel.addin import build_addin

    target = output or Path("xl_addin.xlam")
    _refuse_suffix(target, ".xlam")
    with busy_bar("生成插件"):
        content = build_addin()
    with replacing(target) as stream:
        stream.write(content)
    _report(target)


@build_app.command("bundle", cls=ChineseCommand)
def build_bundle(output: Out = None) -> None:
    """生成离线安装包（.zip）：插件文件、Python 和全部依赖，解压后双击“安装.cmd”。"""
    try:
        from xl_addin.hosts.excel.bundle import build, layout
    except ModuleNotFoundError as error:  # what the bundle itself installs leaves its builder out
        raise InputError("生成安装包需要完整的源代码目录，本机安装的程序里没有") from error
    target = output or Path(f"{layout.FOLDER}.zip")
    _refuse_suffix(target, ".zip")
    from xl_addin.hosts.service.wps.addin import FOLDER, addin_files

    others = {f"wps/{FOLDER}/{name}": content for name, content in addin_files().items()}
    with busy_bar("下载、生成安装包"):
        made = build.build_bundle(target, others=others)
    _report(made)


@build_app.command("wps", cls=ChineseCommand)
def build_wps(output: Out = None) -> None:
    """生成 WPS 加载项的文件夹；在本机用 xl-addin wps install --from 装它。"""
    from xl_addin.hosts.service.wps.addin import FOLDER, addin_files

    _write_folder(output or Path(FOLDER), addin_files())


@build_app.command("office", cls=ChineseCommand)
def build_office(
    address: Annotated[
        str, typer.Option("--address", help="服务的网址，Excel 由它取函数和按钮", metavar="网址")
    ] = "https://localhost:8443",
    output: Out = None,
) -> None:
    """生成 Excel 365（含网页版）加载项的清单：manifest.xml，和管理中心用的统一清单包。"""
    from xl_addin.hosts.service.office.package import FOLDER, introductions

    _write_folder(output or Path(FOLDER), introductions(address))


@build_app.command("oxt", cls=ChineseCommand)
def build_oxt(output: Out = None) -> None:
    """生成 LibreOffice 扩展 xl_addin.oxt；装到本机请直接用 xl-addin libreoffice install。"""
    from xl_addin.files.atomic import replacing
    from xl_addin.hosts.libreoffice.extension.build import build_extension

    target = output or Path("xl_addin.oxt")
    _refuse_suffix(target, ".oxt")
    content = build_extension()
    with replacing(target) as stream:
        stream.write(content)
    _report(target)


def _refuse_suffix(target: Path, suffix: str) -> None:
    if target.suffix.lower() != suffix:
        raise InputError(f"输出文件名要以 {suffix} 结尾，现为“{target.name}”")


def _report(target: Path) -> None:
    content = target.read_bytes()
    say(f"已写出：{one_line(str(target))}（{len(content):,} 字节）")
    typer.echo(f"SHA-256：{hashlib.sha256(content).hexdigest()}")


def _write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    from xl_addin.files.atomic import replacing

    if target.exists() and not target.is_dir():
        raise InputError(f"“{target.name}”是文件，请给出文件夹名")
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        with replacing(target / name) as stream:
            stream.write(content)
    say(f"已写出：{one_line(str(target))}（{len(files)} 个文件）")

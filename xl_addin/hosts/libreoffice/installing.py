"""``xl-addin libreoffice install`` and ``uninstall``: the extension for this user, or by root for all users."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.libreoffice.extension.build import build_extension
from xl_addin.hosts.libreoffice.extension.declarations import BASIC_MODULE
from xl_addin.hosts.libreoffice.names import MODULE
from xl_addin.hosts.libreoffice.program import Program, clean_environment, find_program
from xl_addin.values.errors import InputError

_SECONDS: Final = 300
_NEEDED: Final = ("xl_addin", "numpy")
FILE: Final = "xl_addin.oxt"


def reach() -> dict[str, Any]:
    """What the extension is told of this program: its Python, the version, the folders with its packages."""
    folders: list[str] = []
    for name in _NEEDED:
        found = find_spec(name)
        if found is None or not found.origin:
            raise InputError(f"本程序的 Python 缺少 {name}，请重新安装 xl_addin")
        folder = str(Path(found.origin).parent.parent)
        if folder not in folders:
            folders.append(folder)
    return {"python": sys.executable, "version": list(sys.version_info[:2]), "sites": folders}


def install() -> list[str]:
    """Install, or put right what is installed; give lines for the user. Raises InputError."""
    program = find_program()
    for_all = is_root()
    with private_folder() as folder:
        path = folder / FILE
        path.write_bytes(build_extension(reach()))
        path.chmod(0o644)
        _unopkg(program, "add", "--force", "--suppress-license", *_shared(for_all), str(path))
    whom = "全部用户" if for_all else "本用户"
    told = [f"LibreOffice 扩展“改制测算”已为{whom}安装"]
    if for_all and not _readable_by_all(reach()["sites"]):
        told.append("别的用户读不到本程序所在的文件夹，他们的单元格会显示错误：请把本程序装到大家都能读的文件夹")
    return [*told, "请退出并重新打开 LibreOffice，然后写 =经济补偿金(…) 或用“改制测算”菜单、工具栏"]


def uninstall() -> list[str]:
    """Take the extension away; give lines for the user. Raises InputError."""
    program = find_program()
    for_all = is_root()
    if MODULE not in listed(program, for_all=for_all):
        return ["没有安装 LibreOffice 扩展，不需要卸载"]
    _unopkg(program, "remove", *_shared(for_all), MODULE)
    remove_basic(_user_basic())
    return ["LibreOffice 扩展“改制测算”已卸载；正在运行的 LibreOffice 要退出后再打开"]


def _user_basic() -> Path:
    """The folder of the user's own Basic library."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "LibreOffice" / "4" / "user" / "basic" / "Standard"
    return Path.home() / ".config" / "libreoffice" / "4" / "user" / "basic" / "Standard"


def remove_basic(library: Path) -> bool:
    """Take the Basic functions that the extension wrote out of a library; give whether they were there."""
    listing = library / "script.xlb"
    try:
        before = listing.read_bytes()
    except OSError:
        return False
    after = re.sub(rb'(?<!\s)\s*<library:element library:name="%s"/>' % BASIC_MODULE.encode(), b"", before)
    if after == before:
        return False
    with replacing(listing, listing) as stream:
        stream.write(after)
    (library / f"{BASIC_MODULE}.xba").unlink(missing_ok=True)
    return True


def listed(program: Program, *, for_all: bool) -> str:
    """What LibreOffice says is installed."""
    return _unopkg(program, "list", *_shared(for_all))


def is_root() -> bool:
    """Whether root runs this: LibreOffice then installs for all users only."""
    return sys.platform != "win32" and os.geteuid() == 0


def _shared(for_all: bool) -> list[str]:
    return ["--shared"] if for_all else []


def _unopkg(program: Program, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [str(program.unopkg), *arguments],
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except OSError as error:
        raise InputError(
            f"LibreOffice 的 unopkg 不能启动（{error.strerror or '出错'}），请重新安装 LibreOffice"
        ) from None
    except subprocess.TimeoutExpired:
        raise InputError("LibreOffice 超过 5 分钟没有装完，请先退出 LibreOffice 再试") from None
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode:
        last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "没有说明原因")
        raise InputError(f"LibreOffice 没有装上扩展（{last[:120]}）；请退出 LibreOffice 后再试")
    return said


def _readable_by_all(folders: list[str]) -> bool:
    return all((one.stat().st_mode & 0o005) == 0o005 for text in folders for one in (Path(text), *Path(text).parents))

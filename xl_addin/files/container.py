"""The zip container of a workbook: opened only when it is safe and whole.

Everything is decided before any part is parsed: kind of file, number and size of parts, checksums, DTDs.
A name is looked up as Office does: letter case, backslashes and a leading slash do not matter.
What it leaves out: the meaning of parts, and writing (:mod:`xl_addin.files.edits.zip`).
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from xl_addin.files import markup
from xl_addin.values.errors import InputError

CONTENT_TYPES: Final = "[Content_Types].xml"
MAX_ENTRIES: Final = 20_000
MAX_PART_BYTES: Final = 200_000_000
MAX_TOTAL_BYTES: Final = 300_000_000
"""A staff file of 100,000 rows and 25 columns expands to about 110 MB (C5 86)."""

_OLE2: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKS: Final = ("~$", ".~lock.")
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
_CHUNK: Final = 1 << 20
_BIG: Final = 1 << 20
_READ_LATER: Final = ("xl/worksheets/", "xl/sharedstrings")
_REPAIR: Final = "请重新取得文件，或用 Excel、WPS 修复后另存为 .xlsx 再试"
SAVE_AS: Final = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One line of a ``.rels`` part; ``target`` is the path of a part, or the raw text if ``external``."""

    id: str
    kind: str
    """Last word of the type address: ``worksheet``, ``styles``, ``sharedStrings`` …"""
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An opened workbook file whose parts passed the safety checks; use :func:`open_package`."""

    path: Path
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    """Canonical name (lower case, forward slashes) to zip entry, in the order of the file."""
    fresh: dict[str, bytes] = field(default_factory=dict)
    """Big parts that the safety checks expanded, kept until they are first read."""

    def find(self, part: str) -> zipfile.ZipInfo | None:
        """Give the entry of a part whatever its spelling; None if absent."""
        return self.entries.get(canonical(part)) or self.entries.get(canonical(unquote(part)))

    def read(self, part: str) -> bytes:
        """Give the expanded bytes of a part; InputError if it is absent."""
        info = self.find(part)
        if info is None:
            raise InputError(f"“{self.path.name}”缺少部件 {part}，文件不完整，{SAVE_AS}")
        return self.fresh.pop(info.filename, None) or self.archive.read(info)

    def tree(self, part: str) -> etree._Element:
        """Parse a small XML part; InputError if it is absent, not well-formed or has a DTD."""
        return markup.parse(self.read(part), f"“{self.path.name}”的部件 {part}")

    def relationships(self, part: str) -> list[Relationship]:
        """Relationships of a part ("" for the package itself), targets resolved; empty if it has none."""
        rels = rels_part(part)
        if self.find(rels) is None:
            return []
        base = posixpath.dirname(part)
        return [_relationship(node, base) for node in self.tree(rels) if isinstance(node.tag, str)]


def canonical(part: str) -> str:
    """Spelling under which a part is looked up.

    >>> canonical("/XL\\\\Worksheets/Sheet1.xml")
    'xl/worksheets/sheet1.xml'
    """
    return part.replace("\\", "/").lstrip("/").lower()


def rels_part(part: str) -> str:
    """Path of the part that holds the relationships of a part.

    >>> rels_part("xl/workbook.xml"), rels_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relationship(node: etree._Element, base: str) -> Relationship:
    target = (node.get("Target") or "").replace("\\", "/")
    external = node.get("TargetMode") == "External"
    if not external:
        path = target if target.startswith("/") else posixpath.join("/", base, target)
        target = posixpath.normpath(path).lstrip("/")
    return Relationship(node.get("Id") or "", (node.get("Type") or "").rpartition("/")[2], target, external)


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a workbook file for reading and check it; InputError with one Chinese line if it cannot be used."""
    _check_kind(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(f"无法读取“{path.name}”，请检查文件权限，或先关闭正在使用它的程序") from error
    with stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise InputError(f"“{path.name}”已损坏，不能作为工作簿打开，{_REPAIR}") from error
        with archive:
            package = Package(path, archive, _index(path, archive))
            _check_parts(package)
            package.read(CONTENT_TYPES)  # without it no program opens the file
            yield package


def _check_kind(path: Path) -> None:
    """Refuse what is no zip before the zip library sees it."""
    try:
        if path.is_dir():
            raise IsADirectoryError(path)
        head = b""
        if path.is_file() or not path.exists():  # opening a pipe would wait for ever
            with path.open("rb") as stream:
                head = stream.read(8)
    except FileNotFoundError as error:
        raise InputError(f"找不到工作簿“{path}”，请核对文件名和路径") from error
    except IsADirectoryError as error:
        raise InputError(f"“{path}”是文件夹，请给出一个 .xlsx 工作簿") from error
    except (OSError, ValueError) as error:
        raise InputError(f"无法读取“{path.name[:80]}”，请检查文件权限，或先关闭正在使用它的程序") from error
    if head == _OLE2:
        raise InputError(f"“{path.name}”已加密，或是旧版 .xls 文件，请取消打开密码并另存为 .xlsx 再试")
    if not head.startswith(b"PK") and path.name.startswith(_LOCKS):
        own = path.name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")
        raise InputError(
            f"“{path.name}”是表格软件打开工作簿时留下的锁文件，不是工作簿；请选“{own}”，并先在表格软件里关闭它"
        )
    if not head.startswith(b"PK"):
        raise InputError(f"“{path.name}”不是 .xlsx 工作簿（可能是改了扩展名的 CSV 等文件），{SAVE_AS}")


def _index(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Look-up table of the parts, after the limits on number and size; folders are left out."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise InputError(f"“{path.name}”内含 {len(infos)} 个部件，超过上限 {MAX_ENTRIES}，已拒绝读取，{SAVE_AS}")
    entries: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        total += info.file_size
        if info.file_size > MAX_PART_BYTES or total > MAX_TOTAL_BYTES:
            raise InputError(
                f"“{path.name}”展开后过大（单个部件上限 {MAX_PART_BYTES // 10**6} MB，合计上限 "
                f"{MAX_TOTAL_BYTES // 10**6} MB），已拒绝读取，请拆分工作簿后再试"
            )
        if info.flag_bits & 0x1:
            raise InputError(f"“{path.name}”已加密，请取消密码并另存为 .xlsx 再试")
        name = canonical(info.filename)
        if name.endswith("/"):
            continue
        if name in entries:
            raise InputError(f"“{path.name}”内有两个同名部件 {info.filename}，内容不明确，{SAVE_AS}")
        entries[name] = info
    return entries


def _check_parts(package: Package) -> None:
    """Read every part once: checksums must hold, and no XML part may have a DTD (C5 84–86)."""
    for name, info in package.entries.items():
        try:
            if name.endswith((".xml", ".rels", ".vml")):
                data = package.archive.read(info)
                dtd = markup.mentions_dtd(data)
                if len(data) >= _BIG and name.startswith(_READ_LATER):
                    package.fresh[info.filename] = data
            else:
                dtd = False
                with package.archive.open(info) as stream:
                    while stream.read(_CHUNK):
                        pass
        except _DAMAGE as error:
            raise InputError(f"“{package.path.name}”已损坏（部件 {info.filename} 校验不符），{_REPAIR}") from error
        if dtd:
            raise InputError(
                f"“{package.path.name}”的部件 {info.filename} 含有 DTD 声明，存在安全风险，已拒绝读取，{SAVE_AS}"
            )

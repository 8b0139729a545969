"""The zip container of a workbook: opened only when it is safe and whole.

Everything is decided before any part is parsed: kind of file, number and size of parts, checksums, DTDs.
A name is looked up as Office does: letter case, backslashes and a leading slash do not matter.
What it leaves out: the meaning of parts, and writing (:mod:`xl_addin.files.edits.zip`).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.acceptance import file_kinds, refused
from xl_addin.files.entries import DAMAGE, check_layout, expanded, open_zip, pieces
from xl_addin.files.kinds import kind_of
from xl_addin.values.errors import InputError

CONTENT_TYPES: Final = "[Content_Types].xml"
MAX_ENTRIES: Final = 20_000
MAX_PART_BYTES: Final = 200_000_000
MAX_TOTAL_BYTES: Final = 300_000_000
"""A staff file of 100,000 rows and 25 columns expands to about 110 MB (C5 86)."""

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

    def find(self, part: str) -> zipfile.ZipInfo | None:
        """Give the entry of a part whatever its spelling; None if absent."""
        return self.entries.get(canonical(part)) or self.entries.get(canonical(unquote(part)))

    def key(self, part: str) -> str:
        """The name under which a part stands in ``entries``, however a relationship spells it."""
        info = self.find(part)
        return canonical(info.filename if info else part)

    def read(self, part: str) -> bytes:
        """Give the expanded bytes of a part; InputError if it is absent."""
        return expanded(self.archive, self._entry(part))

    def pieces(self, part: str) -> Iterator[bytes]:
        """Give the expanded bytes of a part piece by piece, for one that is too large to be held; else as ``read``."""
        return pieces(self.archive, self._entry(part))

    def _entry(self, part: str) -> zipfile.ZipInfo:
        info = self.find(part)
        if info is None:
            raise InputError(f"“{self.path.name}”缺少部件 {part}，文件不完整，{SAVE_AS}")
        return info

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
    kind = kind_of(path)
    if kind != "xlsx":
        raise refused(kind, path.name) if file_kinds()[kind].refusal else _foreign(path, kind)
    with ExitStack() as exits:
        try:
            archive = exits.enter_context(open_zip(path))
            check_layout(archive)
        except PermissionError as error:
            raise InputError(f"无法读取“{path.name}”，请检查文件权限，或先关闭正在使用它的程序") from error
        except DAMAGE as error:
            raise InputError(f"“{path.name}”已损坏，不能作为工作簿打开，{_REPAIR}") from error
        package = Package(path, archive, _index(path, archive))
        _check_parts(package)
        package.read(CONTENT_TYPES)  # without it no program opens the file
        yield package


def _foreign(path: Path, kind: str) -> InputError:
    return InputError(f"“{path.name}”是{file_kinds()[kind].title}，不能在原文件上写结果，请另存为 .xlsx 再试")


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
            if info.file_size:  # nobody looks into it, and a copy would hand it on
                raise InputError(f"“{path.name}”的文件夹项 {info.filename} 里写有内容，文件内容矛盾，{SAVE_AS}")
            continue
        if name in entries:
            raise InputError(f"“{path.name}”内有两个同名部件 {info.filename}，内容不明确，{SAVE_AS}")
        entries[name] = info
    return entries


def _check_parts(package: Package) -> None:
    """Read every part once: checksums must hold, and no XML part may have a DTD (C5 84–86)."""
    for name, info in package.entries.items():
        try:
            dtd = markup.mentions_dtd(pieces(package.archive, info))
        except DAMAGE as error:
            raise InputError(f"“{package.path.name}”已损坏（部件 {info.filename} 校验不符），{_REPAIR}") from error
        if dtd and name.endswith((".xml", ".rels", ".vml")):
            raise InputError(
                f"“{package.path.name}”的部件 {info.filename} 含有 DTD 声明，存在安全风险，已拒绝读取，{SAVE_AS}"
            )

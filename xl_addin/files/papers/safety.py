"""Documents of Word that are safe to open, and templates that show no ID number.

A document is looked at as a zip first: sizes, checksums, tags, no DTD. What a template may bring along is judged by
:mod:`xl_addin.files.papers.acting`.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final
from urllib.parse import unquote

from xl_addin.files import markup
from xl_addin.files.entries import DAMAGE, check_layout, open_stream, pieces
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.values.errors import InputError
from xl_addin.values.memory import remembered_of_bytes
from xl_addin.values.persons import mask_text

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_FILE: Final = 50_000_000
_MOST_ENTRIES: Final = 5_000
_MOST_BYTES: Final = 100_000_000
_MOST_NODES: Final = markup.MOST_NODES
_SHOWN: Final = 60
_HEAD: Final = 64
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def refuse_unsafe(data: bytes, name: str) -> None:
    """Raise InputError for what is no whole zip, is too large when expanded, or has a DTD."""
    if len(data) > MOST_FILE:
        raise InputError(f"“{name}”超过 {MOST_FILE // 10**6} MB，已拒绝读取")
    try:
        with open_stream(io.BytesIO(data)) as archive:
            check_layout(archive)
            infos = archive.infolist()
            if len(infos) > _MOST_ENTRIES or sum(info.file_size for info in infos) > _MOST_BYTES:
                raise InputError(f"“{name}”展开后过大（上限 {_MOST_BYTES // 10**6} MB），已拒绝读取")
            if sum(_nodes(archive, info, name) for info in infos) > _MOST_NODES:
                raise InputError(f"“{name}”的内容过多（超过 {_MOST_NODES // 10**4} 万个元素和属性），已拒绝读取")
    except DAMAGE as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"“{name}”不是 Word 文档（.docx）或已损坏，请用 Word 或 WPS 另存为 .docx 再试") from error


def _nodes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> int:
    """Tags and twice the attributes of a part that looks like markup, whatever it is called; 0 for any other."""
    count, head = 0, b""

    def counted() -> Any:
        nonlocal count, head
        for piece in pieces(archive, info):
            head = head or piece[:_HEAD].lstrip(_BEFORE_MARKUP) or b" "
            if head.startswith(b"<"):
                count += piece.count(b"<") + 2 * piece.count(b"=")
            yield piece

    dtd = markup.mentions_dtd(counted())
    marked = head.startswith(b"<") or info.filename.lower().endswith((".xml", ".rels"))
    if head.startswith(_EBCDIC) or (dtd and marked):
        part = mask_text(info.filename)[:_SHOWN]
        raise InputError(f"“{name}”的部件 {part} 含有 DTD 声明或少见编码，存在安全风险，已拒绝读取")
    return count


def refuse_numbers(document: Any, name: str) -> None:
    """Raise InputError for a template that shows an ID number somewhere: no masked paper comes of it."""
    package = document.part.package
    places = [("_rels/.rels", _relations(package))]
    for part in package.iter_parts():
        kinds = f"{part.partname}\n{part.content_type}\n".encode("utf-8", "replace")
        places += [(part.partname, part.blob), (f"{part.partname} 的链接", kinds + _relations(part))]
    for where, data in places:
        if _shows_number(data):
            told = f"{mask_text(name)}”里有完整的身份证号（{mask_text(where)}）"
            raise InputError(f"模板“{told}，请先删去，再写脱敏的文书")


def _relations(source: Any) -> bytes:
    """All that a paper keeps of relations: their names, kinds, and where links lead, as written and as meant."""
    told = []
    for key, relation in source.rels.items():
        target = relation.target_ref if relation.is_external else ""
        told += [key, relation.reltype, target, unquote(target)]
    return "\n".join(told).encode("utf-8", "replace")


@remembered_of_bytes(300)
def _shows_number(blob: bytes) -> bool:
    """A template is looked at for each of its papers, and an office may have hundreds."""
    return holds_id(blob)

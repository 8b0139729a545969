"""The library for Word documents, which is an extra, and documents that are opened only when they are safe.

Opened with python-docx (docs/adr/0017-papers.md). A document is looked at as a zip first: sizes, checksums, no DTD.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.entries import DAMAGE, check_layout, open_stream, pieces
from xl_addin.values.errors import InputError

INSTALL: Final = "写文书和核对文书要用 python-docx（约 0.3 MB，开源），请先运行 pip install python-docx 再做一次"
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_ENTRIES: Final = 5_000
_MOST_BYTES: Final = 100_000_000
_MOST_FILE: Final = 50_000_000


def docx_library() -> Any:
    """Give the module ``docx``; InputError that says what to install where it is missing."""
    try:
        import docx
    except ImportError:
        raise InputError(INSTALL) from None
    return docx


def open_document(path: Path) -> Any:
    """Open a .docx file; InputError with one Chinese line if it cannot be used."""
    library = docx_library()
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_FILE + 1)
    except OSError as error:
        raise InputError(f"无法读取“{path.name}”，请检查文件名和权限，或先关闭正在使用它的程序") from error
    refuse_unsafe(data, path.name)
    try:
        return library.Document(io.BytesIO(data))
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError, *DAMAGE) as error:
        raise InputError(f"“{path.name}”不是能用的 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx 再试") from error


def refuse_unsafe(data: bytes, name: str) -> None:
    """Raise InputError for what is no whole zip, is too large when expanded, or has a DTD."""
    if len(data) > _MOST_FILE:
        raise InputError(f"“{name}”超过 {_MOST_FILE // 10**6} MB，已拒绝读取")
    try:
        with open_stream(io.BytesIO(data)) as archive:
            check_layout(archive)
            infos = archive.infolist()
            if len(infos) > _MOST_ENTRIES or sum(info.file_size for info in infos) > _MOST_BYTES:
                raise InputError(f"“{name}”展开后过大（上限 {_MOST_BYTES // 10**6} MB），已拒绝读取")
            for info in infos:
                if markup.mentions_dtd(pieces(archive, info)) and info.filename.lower().endswith((".xml", ".rels")):
                    raise InputError(f"“{name}”的部件 {info.filename} 含有 DTD 声明，存在安全风险，已拒绝读取")
    except DAMAGE as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"“{name}”不是 Word 文档（.docx）或已损坏，请用 Word 或 WPS 另存为 .docx 再试") from error


def saved(document: Any) -> bytes:
    """The document as the bytes of its file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def stories(document: Any) -> Iterator[etree._Element]:
    """The roots of everything that a reader sees: the body, and each header and footer of its own."""
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        ):
            if not part.is_linked_to_previous:
                yield part._element

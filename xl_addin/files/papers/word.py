"""The library for Word documents, which is an extra, and documents that are opened only when they are safe.

Opened with python-docx (docs/adr/0017-papers.md), once :mod:`xl_addin.files.papers.safety` has looked at them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from xl_addin.files.entries import DAMAGE
from xl_addin.files.papers.safety import MOST_FILE, W, refuse_unsafe
from xl_addin.values.errors import InputError

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
INSTALL: Final = "写文书和核对文书要用 python-docx（约 0.3 MB，开源），请先运行 pip install python-docx 再做一次"

_BROKEN: Final = (KeyError, TypeError, IndexError, RecursionError, AttributeError, etree.XMLSyntaxError, *DAMAGE)
"""What python-docx may raise on a document that is none."""


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
        if not path.is_file():  # a pipe would never end
            raise OSError
        with path.open("rb") as stream:
            data = stream.read(MOST_FILE + 1)
    except OSError as error:
        raise InputError(f"无法读取“{path.name}”，请检查文件名和权限，或先关闭正在使用它的程序") from error
    refuse_unsafe(data, path.name)
    try:
        document = library.Document(io.BytesIO(data))
        list(stories(document))  # a header that is none shows here
        return document
    except _BROKEN as error:
        raise InputError(f"“{path.name}”不是能用的 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx 再试") from error


def saved(document: Any) -> bytes:
    """The document as the bytes of its file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def stories(document: Any) -> Iterator[etree._Element]:
    """The roots of everything that a reader sees: the body, and each header and footer of its own, once."""
    yield document.element.body
    seen: set[int] = set()
    parts = document.part.rels
    for node in document.element.body.iter(f"{W}headerReference", f"{W}footerReference"):
        part = parts[node.get(_RELATION)].target_part
        if id(part) not in seen:
            seen.add(id(part))
            yield part.element

"""Tell what a file is by its content; its name counts only where the content leaves it open.

Offices' portals give HTML and XML the name .xls, and anything may be called .csv. Leaves out whether the content is
sound: that is for the reader of its kind.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from xl_addin.files.entries import DAMAGE, expanded, open_zip
from xl_addin.values.errors import InputError

HEAD: Final = 4096
_OLE2: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_MIME: Final = "application/vnd.oasis.opendocument."
_ANCIENT: Final = tuple(bytes((9, version)) for version in (0, 2, 4))
"""BOF records of BIFF 2 to 4; what follows is the length of the record."""
_MAGIC: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"{\\rtf", "word"),
)
_STREAMS: Final = (
    ("encryptedpackage", "encrypted"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("worddocument", "word"),
    ("powerpoint document", "slides"),
)
_PROTECTED: Final = "\x06DataSpaces/TransformInfo/DRMEncryptedTransform"
_PARTS: Final = (("word/", "word"), ("ppt/", "slides"), ("index/document.iwa", "numbers"), ("index.zip", "numbers"))
_SPREADSHEET: Final = re.compile(r"<(?:[\w.-]+:)?workbook[\s>][^<>]*urn:schemas-microsoft-com:office:spreadsheet", re.I)
_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|meta|style|script|title|center|div|form)[\s>]", re.IGNORECASE
)
_GNUMERIC: Final = re.compile(r"<gnm:workbook|gnumeric", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """Key of ``acceptance.toml`` for a file; InputError if it cannot be opened.

    What looks like text is ``csv``; whether it is a table is for its reader.
    """
    head = _head(path)
    if path.name.startswith(("~$", ".~lock.")) and len(head) < 1024:
        return "lock"
    if not head:
        return "empty"
    if head.startswith(_OLE2):
        return _ole_kind(path)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if found:
        return found
    if head.startswith(b"\x1f\x8b"):
        return _packed_kind(head)
    if head[:2] in _ANCIENT and len(head) > 3 and head[2] < 32 and head[3] == 0:
        return "ancient"
    return _text_kind(path, head)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise IsADirectoryError(path)
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise InputError(f"“{path.name}”是设备或管道，不是工作簿，请核对文件名")
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except FileNotFoundError as error:
        raise InputError(f"找不到工作簿“{path}”，请核对文件名和路径") from error
    except IsADirectoryError as error:
        raise InputError(f"“{path}”是文件夹，请给出一个工作簿") from error
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise InputError(f"无法读取“{path.name[:80]}”，请检查文件权限，或先关闭正在使用它的程序") from error


def _ole_kind(path: Path) -> str:
    """What a compound file holds: told by the streams at its top, so that an embedded document does not count."""
    import olefile

    try:
        with olefile.OleFileIO(path) as storage:
            names = {entry[0].lower() for entry in storage.listdir(streams=True, storages=False) if len(entry) == 1}
            if storage.exists(_PROTECTED):
                return "protected"
    except Exception:  # whatever a damaged directory raises
        return "broken"
    return next((kind for stream, kind in _STREAMS if stream in names), "unknown")


def _zip_kind(path: Path) -> str:
    try:
        with open_zip(path) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
            if "mimetype" in names:
                return _opendocument_kind(archive)
    except DAMAGE:
        return "xlsx"  # broken: the container says how
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
        return "xlsb"
    found = next((kind for start, kind in _PARTS if any(name.startswith(start) for name in names)), "")
    if "[content_types].xml" in names:
        return found if found and not any(name.startswith("xl/") for name in names) else "xlsx"
    return found or ("xlsx" if any(name.startswith("xl/") for name in names) else "archive")


def _opendocument_kind(archive: zipfile.ZipFile) -> str:
    name = next(one for one in archive.namelist() if one.lower() == "mimetype")
    info = archive.getinfo(name)
    kind = expanded(archive, info).decode("ascii", "replace").strip() if info.file_size < HEAD else ""
    if kind.startswith(f"{_MIME}spreadsheet"):
        return "ods"
    return "opendocument" if kind.startswith(_MIME) else "archive"


def _packed_kind(head: bytes) -> str:
    try:
        text = zlib.decompressobj(31).decompress(head, HEAD).decode("utf-8", "replace")
    except zlib.error:
        return "archive"
    return "gnumeric" if _GNUMERIC.search(text) else "archive"


def _text_kind(path: Path, head: bytes) -> str:
    text = decoded_head(head)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<") or start[:13].lower() == "mime-version:":
        if _SPREADSHEET.search(text) or "mso-application" in text[:400]:
            return "xml2003"
        if _GNUMERIC.search(text):
            return "gnumeric"
        return "html" if _HTML.search(text) or start[0] != "<" else "unknown"
    if path.suffix.lower() == ".dbf" and head[0] in (3, 48, 49, 131, 139, 245):
        return "dbf"
    return "unknown" if _is_binary(head) else "csv"


def decoded_head(head: bytes) -> str:
    """The beginning of a text file, only to recognise what it is."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2 : len(head) - len(head) % 2].decode(codec, "replace")
    return head.decode("utf-8", "replace")


def _is_binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if b"\0" in head:
        return not looks_utf16(head)
    odd = sum(byte < 32 and byte not in b"\t\r\n\x0c\x1a" for byte in head)
    return odd * 50 > len(head)


def looks_utf16(data: bytes) -> bool:
    """Tell UTF-16 without its mark: every second byte of separators and line ends is NUL."""
    return max(_halves(data)) * 20 > len(data) and b"\0\0" not in {data[i : i + 2] for i in range(0, len(data) - 1, 2)}


def utf16_order(data: bytes) -> str:
    """The codec of UTF-16 without its mark.

    >>> [utf16_order("姓名\\t工龄\\n".encode(codec)) for codec in ("utf-16-le", "utf-16-be")]
    ['utf-16-le', 'utf-16-be']
    """
    little, big = _halves(data)
    return "utf-16-be" if big > little else "utf-16-le"


def _halves(data: bytes) -> tuple[int, int]:
    """How many characters of every file of columns there are in either order of bytes."""
    pairs = [data[i : i + 2] for i in range(0, len(data) - 1, 2)]
    little = sum(pair[1] == 0 and pair[0] in b",\t;|\r\n0123456789 " for pair in pairs)
    big = sum(pair[0] == 0 and pair[1] in b",\t;|\r\n0123456789 " for pair in pairs)
    return little, big

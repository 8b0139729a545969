"""Documents of Word that are safe to open, and templates whose papers bring nothing along.

A document is looked at as a zip first: sizes, checksums, tags, no DTD. A template is refused for what would act when
somebody opens its paper (macros, controls, fields that fetch or start something) or would be fetched from elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.entries import DAMAGE, check_layout, open_stream, pieces
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.values.errors import InputError
from xl_addin.values.memory import remembered
from xl_addin.values.persons import mask_text

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_FILE: Final = 50_000_000
_MOST_ENTRIES: Final = 5_000
_MOST_BYTES: Final = 100_000_000
_MOST_NODES: Final = markup.MOST_NODES
_REMEMBERED_BYTES: Final = 1_000_000
_SHOWN: Final = 60
_HEAD: Final = 64
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_ACTIVE: Final = ("vbaproject", "vbadata", "control", "activexcontrolbinary", "afchunk", "subdocument", "oleobject")
"""The ends of kinds of relations to what acts or is put in when a document is opened."""
_FETCHING: Final = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b", re.I
)


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


def refuse_acting(document: Any, name: str) -> None:
    """Raise InputError for a template whose paper would act or fetch; a far template of its own is taken off."""
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            kind = relation.reltype.rpartition("/")[2]
            if kind == "attachedTemplate":  # Word writes it into every document that is made from another template
                del part.rels[key]
                _take_off(part)
            elif kind.lower() in _ACTIVE:
                told = f"含有宏、控件或嵌入的对象（{kind}），打开文书时会运行"
                raise InputError(f"模板“{name}”{told}，请在 Word 里删去后再用")
            elif relation.is_external and kind != "hyperlink":
                raise InputError(f"模板“{name}”引用了外部文件（{kind}），请在 Word 里改为嵌入或删去后再用")
        root = getattr(part, "element", None)
        if root is not None and (field := _fetching(root)):
            raise InputError(f"模板“{name}”含有会读取或启动其他内容的域（{field}），请在 Word 里删去后再用")


def refuse_numbers(document: Any, name: str) -> None:
    """Raise InputError for a template that shows an ID number somewhere: no masked paper comes of it."""
    for part in document.part.package.iter_parts():
        if _shows_number(part.blob) or mask_text(part.partname) != part.partname:
            where = mask_text(part.partname)
            raise InputError(f"模板“{mask_text(name)}”里有完整的身份证号（{where}），请先删去，再写脱敏的文书")


def _shows_number(blob: bytes) -> bool:
    """A template is looked at for each of its papers, and an office may have hundreds."""
    return _shown_before(blob) if len(blob) <= _REMEMBERED_BYTES else holds_id(blob)


@remembered(300)
def _shown_before(blob: bytes) -> bool:
    return holds_id(blob)


def _take_off(part: Any) -> None:
    if (root := getattr(part, "element", None)) is None:
        return
    for node in list(root.iter(f"{W}attachedTemplate")):
        node.getparent().remove(node)


def _fetching(root: etree._Element) -> str:
    """The name of a field that fetches or starts something, wherever runs cut its text; '' where there is none."""
    texts = [node.get(f"{W}instr") or "" for node in root.iter(f"{W}fldSimple")]
    for paragraph in root.iter(f"{W}p"):
        own = [""]
        for node in paragraph.iter(f"{W}instrText", f"{W}fldChar"):
            if node.tag == f"{W}instrText":
                own[-1] += node.text or ""
            else:
                own.append("")
        texts += own
    return next((match[1].upper() for text in texts if (match := _FETCHING.match(text))), "")

"""XML of workbook parts, read defensively: encodings, DTDs, well-formedness, text escapes.

Big parts (worksheets, shared strings) are scanned as bytes by :mod:`xl_addin.files.sheet_xml`; only small parts
become trees. Bytes are always UTF-8 after :func:`decode`, so offsets found in them are good for splicing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from lxml import etree

from xl_addin.values.errors import InputError

MAIN_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # strict
)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
MOST_NODES: Final = 3_000_000
"""Tags of a part that becomes a tree, and twice its attributes; each takes 120 bytes there."""
LEANER: Final = "请删除多余的样式、名称和数据透视缓存，或把数据复制到新工作簿后再试"
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
HEAD: Final = 200
"""Bytes at the beginning of a part that tell its encoding."""
_CODECS: Final = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "iso-8859-1"}
_CODECS_GB: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"}  # not allowed, but met in the wild
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOISE: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>|(?P<open><(?:!--|!\[CDATA\[|\?).*)", re.DOTALL)
_REFERENCE: Final = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def mentions_dtd(pieces: Iterable[bytes]) -> bool:
    """Tell whether a part, given in pieces, declares a DTD in any encoding that a parser would accept.

    >>> mentions_dtd(["<!DOCTYPE a>".encode("utf-16")]), mentions_dtd([b"<!DOC", b"TYPE a>"]), mentions_dtd([b"<a/>"])
    (True, True, False)
    """
    found, end = False, b""
    for piece in pieces:  # to the last, even if it was found: the checksum is told there
        data = end + piece
        # bytes without NUL are no UTF-16: that is told much sooner than the absence of two long words
        found = found or any(mark in data for mark in (_DOCTYPES if b"\0" in data else _DOCTYPES[:1]))
        end = data[-max(map(len, _DOCTYPES)) :]
    return found


def decode(data: bytes) -> tuple[bytes, str]:
    """Give the part as UTF-8 and the codec that brings it back; ValueError if the bytes are not in their encoding.

    >>> decode("<a>改制</a>".encode("utf-16"))[1], decode(b"<a/>")
    ('utf-16-le', (b'<a/>', 'utf-8'))
    """
    codec = codec_of(data)
    return (data if codec == "utf-8" else data.decode(codec).encode("utf-8")), codec


def codec_of(data: bytes) -> str:
    """The encoding that a part states in its first bytes; ValueError for one that is not known."""
    codec = next((codec for bom, codec in _BOMS if data.startswith(bom)), "")
    if not codec and data[:4] in (b"<\0?\0", b"\0<\0?"):
        codec = "utf-16-le" if data[:1] == b"<" else "utf-16-be"
    if not codec:
        declared = _DECLARED.match(data[:HEAD])
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        codec = (_CODECS | _CODECS_GB).get(name, "")
        if not codec:
            raise ValueError(f"unknown encoding {name}")
    return codec


def readable(data: bytes) -> bytes | None:
    """Give a part of any kind as UTF-8; None where it is in no encoding that is known, or not in the one it states.

    >>> (readable("<a>改</a>".encode("utf-16")) or b"").decode("utf-8-sig"), readable(b"<a>\\xff</a>")
    ('<a>改</a>', None)
    """
    try:
        text, codec = decode(data)
        if codec == "utf-8":
            text.decode("utf-8")
    except ValueError:
        return None
    return text


def check(data: bytes) -> None:
    """Raise ValueError unless UTF-8 bytes are one well-formed XML document without a DTD."""
    parser = expat.ParserCreate("utf-8")

    def refuse(*_: object) -> None:
        raise ValueError("DTD")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def usable(data: bytes, what: str) -> tuple[bytes, str]:
    """Decode and check a part; InputError naming ``what`` (a Chinese phrase) if it is broken."""
    try:
        text, codec = decode(data)
        check(text)
    except ValueError as error:
        raise InputError(f"{what} 内容已损坏或不安全，请用 Excel 或 WPS 打开后另存为 .xlsx 再试") from error
    return text, codec


def parse(data: bytes, what: str) -> etree._Element:
    """Parse a small part to a tree; entities, DTDs and the network are never followed."""
    text, _ = usable(data, what)
    if text.count(b"<") + 2 * text.count(b"=") > MOST_NODES:
        raise InputError(f"{what} 的内容过多（超过 {MOST_NODES // 10_000} 万个元素和属性），已拒绝读取，{LEANER}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{what} 内容已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再试") from error


def encoded(data: bytes, original: bytes) -> bytes:
    """Bring a part given as UTF-8 into the encoding of its original bytes (of which the first :data:`HEAD` do).

    Letters that it lacks become references.

    >>> encoded("<a>改</a>".encode(), b'<?xml version="1.0" encoding="us-ascii"?><a/>')
    b'<a>&#25913;</a>'
    """
    if is_utf8(original):
        return data
    codec = codec_of(original)
    return data.decode("utf-8").encode("ascii" if codec == "utf-8" else codec, "xmlcharrefreplace")


def is_utf8(original: bytes) -> bool:
    """Whether a part says in its first bytes that it is in UTF-8, and not in that part of it that is ASCII."""
    declared = _DECLARED.match(original[:HEAD])
    return codec_of(original) == "utf-8" and not (declared and declared[1].lower() in (b"us-ascii", b"ascii"))


def dump(root: etree._Element) -> bytes:
    """Serialise a new tree as UTF-8."""
    body: bytes = etree.tostring(root.getroottree().getroot(), encoding="UTF-8", with_tail=False)
    return _DECLARATION + body.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n")


def without_noise(data: bytes) -> bytes:
    """Drop comments and processing instructions and make CDATA plain text, so that a scan by pattern is right.

    >>> without_noise(b"<v>1<!-- <v>2 --><![CDATA[<3]]></v>")
    b'<v>1&lt;3</v>'
    """
    if b"<!" not in data and data.find(b"<?", 5) < 0:
        return data
    return _NOISE.sub(_as_text, data)


def masked(data: bytes) -> bytes:
    """Blank out the same constructs at equal length, so that offsets found in the result hold in ``data``.

    >>> masked(b"<a><!--<b>--></a>")
    b'<a>          </a>'
    """
    if b"<!" not in data and data.find(b"<?", 5) < 0:
        return data
    return _NOISE.sub(lambda m: m["open"] or b" " * len(m[0]), data)


def _as_text(noise: re.Match[bytes]) -> bytes:
    return noise["open"] or (noise[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def text_of(data: bytes) -> str:
    """Characters of an XML text node given as UTF-8 bytes, Office's ``_x000D_`` escapes included.

    >>> text_of(b"a&lt;b&#10;_x000B__x005F_x0041_")
    'a<b\\n\\x0b_x0041_'
    """
    text = data.decode("utf-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _REFERENCE.sub(_referenced, text)
    if "_x" in text and _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
        # halves of a surrogate pair become their character, a lone half the replacement character
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def texts_of(texts: list[bytes]) -> list[str]:
    """Characters of many XML text nodes, as :func:`text_of` gives those of one.

    >>> texts_of([b"A1+B1", b"A1&gt;0"])
    ['A1+B1', 'A1>0']
    """
    joined = b"<".join(texts)  # which stands in no text
    if any(mark in joined for mark in (b"&", b"_x", b"\r")):
        return list(map(text_of, texts))
    return joined.decode("utf-8").split("<") if texts else []


def whole_number(text: str | bytes | None, default: int) -> int:
    """Give the number of an attribute; the default if it is absent, or no number of up to nine digits.

    >>> whole_number("12", 0), whole_number(b"x", 3), whole_number(None, -1)
    (12, 3, -1)
    """
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else default


def _referenced(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _NAMED[name]
    return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))


def escaped(text: str) -> str:
    """Write text for an XML text node; control characters and lone surrogates in Office's ``_x000B_`` form.

    >>> escaped("a<b\\x0b_x0041_")
    'a&lt;b_x000B__x005F_x0041_'
    """
    text = _UNSAFE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Write text for the value of an XML attribute.

    >>> attribute('职工"表" & <1>')
    '职工&quot;表&quot; &amp; &lt;1&gt;'
    """
    return escaped(text).replace('"', "&quot;")

"""Mask ID numbers in the XML parts of a workbook, wherever a text can stand: texts, attributes, comments, formulas.

What cells of a worksheet store is :mod:`xl_addin.files.handover.masking_cells`. What counts as an ID number in a text
is for :func:`xl_addin.values.persons.mask_text` to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from xl_addin.files import markup
from xl_addin.files.handover.link_numbers import with_changed_formulas
from xl_addin.files.handover.masking_cells import FIGURE, masked_figure, masked_value
from xl_addin.files.handover.masking_formulas import masked_formula, masked_name
from xl_addin.values.id_shapes import NINETEEN
from xl_addin.values.persons import mask_text

_WITHIN: Final = rb"[^<]*+(?:<(?!/?(?:[\w.-]+:)?(?:%s)[\s/>])[^<]*+)*+"
"""What stands in an element up to its end or to the next of its kind: broken parts take no longer than sound ones."""
_STRING: Final = re.compile(rb"<((?:[\w.-]+:)?si)(?:\s[^<>]*)?>(%s)</\1\s*>" % (_WITHIN % b"si"))
_TEXT: Final = re.compile(rb"<((?:[\w.-]+:)?t)(?:\s[^<>]*)?(?<!/)>([^<]*)</\1\s*>")
_PHONETIC: Final = re.compile(rb"<((?:[\w.-]+:)?rPh)\s%s</\1\s*>" % (_WITHIN % b"rPh"))
_PASSAGE: Final = re.compile(
    rb"<((?:[\w.-]+:)?(?:text|is|p|div))(?:\s[^<>]*)?(?<!/)>(%s)</\1\s*>" % (_WITHIN % b"text|is|p|div")
)
"""A comment, a cell's own text, a paragraph of a drawing: their text may stand in pieces of different looks."""
_PIECE: Final = re.compile(rb"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)")
_NODE: Final = re.compile(rb"(?<=>)[^<>]{15,}(?=<)")
_ATTRIBUTE: Final = re.compile(
    rb"""\s(?P<name>[\w:.-]+)\s*=\s*(?P<quote>["'])(?P<text>[^"'<]{15,}|[^"<]{15,})(?P=quote)"""
)
_ASIDE: Final = re.compile(rb"(<!--|<!\[CDATA\[|<\?(?!xml\s))(.*?)(-->|\]\]>|\?>|\Z)", re.DOTALL)
_FOREIGN: Final = re.compile(rb"(<(?:[\w.-]+:)?cell\s(?![^<>]*\st=)[^<>]*)(>\s*<(?:[\w.-]+:)?v>)([^<]{15,})(?=<)")
"""A number that a book remembers of a cell of another book."""
_NAMES: Final = re.compile(
    rb"(<(?:[\w.-]+:)?(?:definedName|sheetName|workbookPr|sheetPr)\s(?:[^<>]*\s)?"
    rb"(?:name|val|codeName)\s*=\s*\")([^\"<]{15,})(?=\")"
)
"""Names that formulas and macros use: no star may stand in them."""
_UNTOUCHED: Final = re.compile(rb"xmlns|.*:id$|Id$|Type$|ContentType$|PartName$|Target$")
_SIGNS: Final = b"0123456789\xc2\xd9\xdb\xdf\xe0\xe1\xe2\xea\xef\xf0"
"""Digits, and every byte that begins a digit of another kind or script."""
_NINETEEN: Final = re.compile(NINETEEN.pattern.encode())
_FEWEST: Final = 13


def masked_part(data: bytes, texts: Mapping[str, str], known: Collection[str] = ()) -> bytes:
    """Any part but a worksheet (UTF-8) with ID numbers masked; ``texts`` replaces whole shared texts by others.

    >>> masked_part(b"<a><t>11010519491231002X</t><c:v>110105194912310020</c:v><v>0.11010519491231002</v></a>", {})
    b'<a><t>110105********002X</t><c:v>110105********0020</c:v><v>0.11010519491231002</v></a>'
    >>> masked_part(b"<si><r><t>110105</t></r><r><t>19491231002X</t></r></si>", {})
    b'<si><t>110105********002X</t></si>'
    """
    if b"si>" in data:
        data = _STRING.sub(lambda match: _string(match, texts, known), data)
    if b"cell " in data:
        data = _FOREIGN.sub(_foreign, data)
    return _masked(data, known, figures=True)


def masked_sheet(data: bytes, known: Collection[str] = ()) -> bytes:
    """A worksheet part (UTF-8) with ID numbers masked in formulas, rules, links and texts; ``<v>`` of numbers stay.

    >>> masked_sheet(b'<c><f>X("11010519491231002X")</f><v>110105194912310020</v></c>')
    b'<c><f>X("110105********002X")</f><v>110105194912310020</v></c>'
    """
    return _masked(data, known, figures=False)


def _masked(data: bytes, known: Collection[str], *, figures: bool) -> bytes:
    """Asides, formulas, names, passages, texts and attributes; a figure alone in its element only if asked for."""

    def node(match: re.Match[bytes]) -> bytes:
        if not _may_hold(match[0]):
            return match[0]
        text = markup.text_of(match[0])
        new = text
        value = data[match.start() - 2 : match.start()] == b"v>"
        if value and not figures:
            new = masked_value(data, match.start(), text, known)
        elif value and FIGURE.fullmatch(text):
            new = masked_figure(text)
        new = mask_text(text, known) if new == text and (figures or not value) else new
        return match[0] if new == text else markup.escaped(new).encode()

    def attribute(match: re.Match[bytes]) -> bytes:
        if not _may_hold(match["text"]) or _UNTOUCHED.match(match["name"]):
            return match[0]
        text = markup.text_of(match["text"])
        new = mask_text(text, known)
        if new == text:
            return match[0]
        start = match.start("text") - match.start()
        return match[0][:start] + markup.attribute(new).encode() + match["quote"]

    data = _ASIDE.sub(lambda match: _aside(match, known), data)
    data = with_changed_formulas(data, lambda text: masked_formula(text, known))
    data = _NAMES.sub(lambda match: match[1] + _plain_name(match[2], known), data)
    data = _PASSAGE.sub(lambda match: _passage(match, known), data)
    data = _NODE.sub(node, data)
    return _ATTRIBUTE.sub(attribute, data)


def _may_hold(text: bytes) -> bool:
    """Tell quickly whether a text has enough digits, of whatever script."""
    return (
        len(text) - len(text.translate(None, _SIGNS)) >= _FEWEST or b"&#" in text or _NINETEEN.search(text) is not None
    )


def _aside(match: re.Match[bytes], known: Collection[str]) -> bytes:
    """A comment, an instruction or a text as it is; there may be markup in it, with references."""
    text = match[2].decode("utf-8", "surrogateescape")
    new = mask_text(text, known)
    if new == text and "&" in text:
        plain = markup.text_of(match[2])
        hidden = mask_text(plain, known)
        new = text if hidden == plain else markup.escaped(hidden)
    return match[1] + new.encode("utf-8", "surrogateescape") + match[3]


def _plain_name(name: bytes, known: Collection[str]) -> bytes:
    text = markup.text_of(name)
    new = masked_name(text, known)
    return name if new == text else markup.attribute(new).encode()


def _foreign(match: re.Match[bytes]) -> bytes:
    figure = match[3].decode()
    new = masked_figure(figure) if figure.isascii() else figure
    return match[0] if new == figure else b'%s t="str"%s%s' % (match[1], match[2], new.encode())


def _passage(match: re.Match[bytes], known: Collection[str]) -> bytes:
    """The first piece takes the masked text of all; the others are left empty."""
    if not _may_hold(match[0]):
        return match[0]
    start = match.start(2) - match.start()
    inner = [piece for piece in _PIECE.finditer(match[0]) if piece.start() >= start]
    text = "".join(markup.text_of(piece[0]) for piece in inner)
    new = mask_text(text, known)
    if new == text:
        return match[0]
    pieces: list[bytes] = []
    position, shown = 0, markup.escaped(new).encode()
    for piece in inner:
        pieces += (match[0][position : piece.start()], shown)
        position, shown = piece.end(), b""
    return b"".join([*pieces, match[0][position:]])


def _string(match: re.Match[bytes], texts: Mapping[str, str], known: Collection[str]) -> bytes:
    """One shared text; a formatted one whose pieces together hold an ID number loses its formats."""
    pieces = _TEXT.findall(_PHONETIC.sub(b"", match[2]))
    text = markup.text_of(b"".join(piece for _, piece in pieces))
    new = texts.get(text) or mask_text(text, known)
    if new == text:
        return match[0]
    name, holder = pieces[0][0], match[1]
    return b"<%s><%s>%s</%s></%s>" % (holder, name, markup.escaped(new).encode(), name, holder)

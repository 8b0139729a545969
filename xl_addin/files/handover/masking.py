"""Mask ID numbers in the XML parts of a workbook, wherever a text can stand.

Numbers in cells are never touched here (``<v>`` of a number must stay one): those who know which column holds IDs
replace them as values. What counts as an ID number in a text is for :func:`xl_addin.values.persons.mask_text` to say;
a stored figure has lost the check digit, so that a birth date in the right place is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from xl_addin.files import markup
from xl_addin.values.persons import mask_id, mask_pieces, mask_text, names_person

_DAY: Final = rb"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_NUMBER: Final = re.compile(
    rb"<(?:[\w.-]+:)?n\s+v=\"[^\"]*\"|<(?:[\w.-]+:)?cell\s(?![^<>]*t=\"str\")[^<>]*>\s*<(?:[\w.-]+:)?v>[^<]*<"
)
"""Numbers in stored pivot data and in what a book remembers of others."""
_CELL_NUMBER: Final = re.compile(rb"<(?:[\w.-]+:)?v>\s*[0-9.eE+-]+\s*<")
_ID: Final = rb"(?<![0-9.])[1-9][0-9]{5}(?:(?:19|20)[0-9]{2}%s[0-9]{3}[0-9Xx]|[0-9]{2}%s[0-9]{3})(?![0-9A-Za-z.])" % (
    _DAY,
    _DAY,
)
_IN_PART: Final = re.compile(rb"(?P<kept>%s)|%s" % (_NUMBER.pattern, _ID))
_IN_SHEET: Final = re.compile(rb"(?P<kept>%s)|%s" % (_CELL_NUMBER.pattern, _ID))
_STRING: Final = re.compile(rb"<((?:[\w.-]+:)?si)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.DOTALL)
_TEXT: Final = re.compile(rb"<((?:[\w.-]+:)?t)(?:\s[^<>]*)?(?<!/)>([^<]*)</\1\s*>")
_PASSAGE: Final = re.compile(rb"<((?:[\w.-]+:)?(?:text|p))(?:\s[^<>]*)?(?<!/)>(.*?)</\1\s*>", re.DOTALL)
"""A comment and a paragraph of a drawing: their text may stand in pieces of different looks."""
_NODE: Final = re.compile(rb"(?<=>)[^<>]*[0-9\xef;][^<>]{13,}(?=<)")
_FIGURE: Final = re.compile(r"[\s\d.eE+-]*")
_EDGE: Final = re.compile(rb"[<>]")
_AROUND: Final = 240
"""Bytes around a number in which words can say what it is."""
_FOREIGN: Final = re.compile(rb"(<(?:[\w.-]+:)?cell\s(?![^<>]*\st=)[^<>]*)(>\s*<(?:[\w.-]+:)?v>)\s*(%s)\s*(?=<)" % _ID)
"""A number that a book remembers of a cell of another book."""
_PHONETIC: Final = re.compile(rb"<((?:[\w.-]+:)?rPh)\s.*?</\1\s*>", re.DOTALL)


def masked_part(data: bytes, texts: Mapping[str, str], known: Collection[str] = ()) -> bytes:
    """Any part but a worksheet (UTF-8) with ID numbers masked; ``texts`` replaces whole shared texts by others.

    >>> masked_part(b"<t>11010519491231002X</t><c:v>110105194912310020</c:v><v>0.11010519491231002</v>", {})
    b'<t>110105********002X</t><c:v>110105********0020</c:v><v>0.11010519491231002</v>'
    >>> masked_part(b"<si><r><t>110105</t></r><r><t>19491231002X</t></r></si>", {})
    b'<si><t>110105********002X</t></si>'
    """
    if b"si>" in data:
        data = _STRING.sub(lambda match: _string(match, texts, known), data)
    if b"cell " in data:
        data = _FOREIGN.sub(lambda match: b'%s t="str"%s%s' % (match[1], match[2], _hidden(match[3])), data)
    return _masked(_masked_passages(data), _IN_PART, known)


def masked_figure(digits: str) -> str:
    """A figure that a part stores, masked if a birth date stands in it where an ID number has it.

    >>> masked_figure("110105194912310000"), masked_figure("6222020200012345678")
    ('110105********0000', '6222020200012345678')
    """
    return mask_id(digits) if re.fullmatch(_ID, digits.encode()) else digits


def masked_sheet(data: bytes, known: Collection[str] = ()) -> bytes:
    """A worksheet part (UTF-8) with ID numbers masked in formulas, rules, links and texts; ``<v>`` of numbers stay.

    >>> masked_sheet(b"<f>X(11010519491231002X)</f><v>110105194912310020</v>")
    b'<f>X(110105********002X)</f><v>110105194912310020</v>'
    """
    return _masked(_masked_passages(data), _IN_SHEET, known)


def _masked(data: bytes, pattern: re.Pattern[bytes], known: Collection[str]) -> bytes:
    """Mask what stands alone between tags by its date, what stands in a text by all that the text says."""

    def masked(match: re.Match[bytes]) -> bytes:
        if match["kept"]:
            return match[0]
        start, end = match.span()
        if data[start - 2 : start] == b"v>" and data[end : end + 2] == b"</":
            return _hidden(match[0])
        before, after = data[max(0, start - _AROUND) : start], data[end : end + _AROUND]
        first, last = _EDGE.split(before)[-1].decode(errors="ignore"), _EDGE.split(after)[0].decode(errors="ignore")
        text = first + match[0].decode() + last
        place = len(first), len(first) + end - start
        return _hidden(match[0]) if names_person(text, *place, known) else match[0]

    return pattern.sub(masked, data)


def _hidden(number: bytes) -> bytes:
    return mask_id(number.decode()).encode()


def _masked_passages(data: bytes) -> bytes:
    """Texts with an ID number that stands in pieces: between marks, in different looks, or in character references.

    >>> _masked_passages(b"<a:p><a:r><a:t>110105</a:t></a:r><a:r><a:t>19491231002X</a:t></a:r></a:p>")
    b'<a:p><a:r><a:t>110105********002X</a:t></a:r><a:r><a:t></a:t></a:r></a:p>'
    >>> _masked_passages(b"<f>110105-19491231-002X</f><v>0.11010519491231002</v>")
    b'<f>110105********002X</f><v>0.11010519491231002</v>'
    """
    return _NODE.sub(_node, _PASSAGE.sub(_passage, data))


def _node(match: re.Match[bytes]) -> bytes:
    text = markup.text_of(match[0])
    new = text if _FIGURE.fullmatch(text) else mask_pieces(text)
    return match[0] if new == text else markup.escaped(new).encode()


def _passage(match: re.Match[bytes]) -> bytes:
    """The first piece takes the masked text of all; the others are left empty."""
    pieces = list(_TEXT.finditer(match[0]))
    text = "".join(markup.text_of(piece[2]) for piece in pieces)
    new = mask_pieces(text)
    if new == text:
        return match[0]
    found = match[0]
    for number, piece in reversed(list(enumerate(pieces))):
        start, end = piece.span(2)
        found = found[:start] + (b"" if number else markup.escaped(new).encode()) + found[end:]
    return found


def _string(match: re.Match[bytes], texts: Mapping[str, str], known: Collection[str]) -> bytes:
    """One shared text; a formatted one whose pieces together hold an ID number loses its formats."""
    pieces = _TEXT.findall(_PHONETIC.sub(b"", match[2]))
    text = markup.text_of(b"".join(piece for _, piece in pieces))
    new = texts.get(text, mask_text(text, known))
    if new == text:
        return match[0]
    name, holder = pieces[0][0], match[1]
    return b"<%s><%s>%s</%s></%s>" % (holder, name, markup.escaped(new).encode(), name, holder)

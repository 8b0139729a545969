"""Texts as they are shown to a person: signs that steer a screen, or turn the order of letters, stand there as signs.

Cells, names of sheets and names of files are data; what a terminal or a window would obey in them is written out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Final

from xl_addin.values.memory import remembered
from xl_addin.values.persons import ids_in, mask_text

LONGEST: Final = 1_000
"""Characters of a cell that a finding repeats."""
LONGEST_NAME: Final = 100
"""Characters of a name that are repeated beside a finding."""
_MARGIN: Final = 200
"""No ID number takes more characters, with whatever stands between its digits."""

_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""C0 (but for tab and line feed), C1, marks of direction, zero width, line separators, halves of letters, tags."""
_LINE_ENDS: Final = re.compile(r"[\t\n]")
FORMULA_SIGNS: Final = "=+-@＝＋－＠\t\r\n"
"""What a spreadsheet program takes for the beginning of a formula, or drops in front of one."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def shown(text: str) -> str:
    """What may be shown on a screen: ID numbers masked, signs that steer it written out.

    >>> shown("11010519491231002X\\x1b[31m")
    '110105********002X\\\\x1b[31m'
    """
    return unsteered(mask_text(text))


def beginning(text: str, longest: int = LONGEST, known: Collection[str] = ()) -> str:
    """The text itself; of a long one only the beginning, cut before an ID number that goes on.

    >>> beginning("11010519491231002X"), beginning("甲" * 990 + "11010519491231002X" * 2)[988:]
    ('11010519491231002X', '甲甲…')
    """
    return text if len(text) <= longest else _cut(text[: longest + _MARGIN], longest, frozenset(known))


@remembered(64)
def _cut(text: str, longest: int, known: frozenset[str]) -> str:
    """Thousands of findings may repeat one long text."""
    cut = min((start for start, end, _ in ids_in(text, known) if end > longest), default=longest)
    return text[: min(cut, longest)] + "…"


def mask_beginning(text: str, known: Collection[str] = ()) -> str:
    """Mask a text as :func:`mask_text` does; of a long one only the beginning.

    >>> mask_beginning("11010519491231002X"), mask_beginning("甲" * 990 + "11010519491231002X" * 2)[988:]
    ('110105********002X', '甲甲…')
    """
    return mask_text(beginning(text, LONGEST, known), known)


def unsteered(text: str) -> str:
    """The text with every such sign written out; tabs and line feeds stay.

    >>> unsteered("A\\x1b[2J\\u202eB"), unsteered("改制\\n")
    ('A\\\\x1b[2J\\\\u202eB', '改制\\n')
    """
    return _STEERING.sub(_written_out, text)


def one_line(text: str) -> str:
    """The text on one line: line feeds and tabs are written out as well.

    >>> one_line("a\\nb")
    'a\\\\nb'
    """
    return _LINE_ENDS.sub(lambda match: {"\n": "\\n", "\t": "\\t"}[match[0]], unsteered(text))


def csv_cell(text: str) -> str:
    """A text as it stands in a text file: one that a spreadsheet program would take for a formula has an apostrophe.

    >>> csv_cell("=1+1"), csv_cell("-2+3+cmd|'/c calc'!A0"), csv_cell("-5.20"), csv_cell("王\\0三")
    ("'=1+1", "'-2+3+cmd|'/c calc'!A0", '-5.20', '王\\\\x00三')
    """
    plain = unsteered(text)
    return f"'{plain}" if plain.startswith(tuple(FORMULA_SIGNS)) and not _NUMBER.fullmatch(plain) else plain


def steering_as_json(document: str) -> str:
    """A JSON document with such signs in its texts as JSON writes them; any program reads the same texts.

    >>> steering_as_json('["\\u202e\\x9b"]')
    '["\\\\u202e\\\\u009b"]'
    """
    return _STEERING.sub(lambda match: json.dumps(match[0])[1:-1], document)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

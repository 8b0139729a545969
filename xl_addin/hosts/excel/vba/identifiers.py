"""Which names VBA accepts on a Chinese Windows: [MS-VBAL] 3.3.5 identifiers, letters of code page 936.

Rare characters (the third zone of GBK, lead bytes 81-A0, such as 丂) are no letters to VBA, nor are brackets.
"""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = (
    (0xA1A2, 0xA1AA),
    (0xA1AC, 0xA1AD),
    (0xA1B2, 0xA1E6),
    (0xA1E8, 0xA1EF),
    (0xA2B1, 0xA2FC),
    (0xA3C1, 0xA3DA),
    (0xA3E1, 0xA3FA),
    (0xA4A1, 0xFE4F),
)
"""Codes in code page 936 of characters that may begin a name (3.3.5.1.3)."""
_LATER: Final = (*_FIRST, (0xA3B0, 0xA3B9), (0xA3DF, 0xA3DF))
"""Full-width digits and the full-width low line may follow."""
_MOST: Final = 255
_WORD: Final = re.compile(r"[A-Za-z0-9_\x80-\uffff]+")
_IDEOGRAPHIC_SPACE: Final = "\u3000"

_RESERVED_WORDS: Final = """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec cdecl
    cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents
    double each else elseif empty end endif enum eqv erase event exit false fix for friend function get global gosub
    goto if imp implements in input inputb int integer is lbound len lenb let like linput lock long longlong longptr
    loop lset me mod new next not nothing null on open option optional or paramarray preserve print private pset
    public put raiseevent redim rem resume return rset scale seek select set sgn shared single spc static stop string
    sub tab then to true type typeof ubound unlock until variant wend while with withevents write xor
"""
RESERVED: Final = frozenset(_RESERVED_WORDS.split())
"""Words that can be no name (3.3.5.2), in lower case."""


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = int.from_bytes(character.encode("cp936"), "big")
    return any(low <= code <= high for low, high in ranges)


def bad_character(code: str) -> str:
    """Give the first character of bare code that can stand in no name and is no Latin punctuation; '' if none.

    The code must be encodable in code page 936.

    >>> bad_character("经济补偿金 = 月平均工资 * 12"), bad_character("合计（元） = 0"), bad_character("丂 = 1")
    ('', '（', '丂')
    """
    for match in _WORD.finditer(code.replace(_IDEOGRAPHIC_SPACE, " ")):
        word = match[0]
        if word.isascii():
            continue
        if not word[0].isascii() and not _within(word[0], _FIRST):
            return word[0]
        for character in word[1:]:
            if not character.isascii() and not _within(character, _LATER):
                return character
    return ""


def is_identifier(name: str) -> bool:
    """Tell whether VBA accepts this text as the name of something.

    >>> is_identifier("SOE_SEVERANCE"), is_identifier("经济补偿金"), is_identifier("end"), is_identifier("1年")
    (True, True, False, False)
    """
    try:
        name.encode("cp936")
    except UnicodeEncodeError:
        return False
    begins = name[:1].isalpha() if name[:1].isascii() else True
    whole = bool(_WORD.fullmatch(name)) and bad_character(name) == "" and _IDEOGRAPHIC_SPACE not in name
    return 0 < len(name) <= _MOST and begins and whole and name.lower() not in RESERVED

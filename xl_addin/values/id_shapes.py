"""Where a text may hold the ID number of a person, in whatever way it is written; whether it is one, others judge.

A text is read as one character a place: digits of any script, the closing X, what nobody sees, marks between. So a
number is found between commas, spaces, brackets and signs of direction, in full-width or circled digits, with digits
glued on, and as a figure in powers of ten; its place in the text is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from xl_addin.values.memory import LONG, remembered

SHORTEST: Final = 15
"""Characters of the shortest text that can hold an ID number."""
_LENGTH: Final = 18
_AREA: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1-2]|8[1-3]|9[19]")
"""Provinces; 91 is for residents from abroad, 99 for numbers made up for exercises."""
_YEARS: Final = range(1900, 2030)
_LETTER, _UNSEEN, _SPACE, _MARK = "L", "~", " ", ";"
_CLOSING: Final = "xX×ХхΧχ"
_HIDING: Final = "*●○◯•#?"
"""Signs that stand for hidden digits: what they hide is no longer there."""
_CHINESE: Final = "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳叄陸"
"""Numerals of texts, and the capital ones of money, simplified and not."""
_NUMERALS: Final = str.maketrans(_CHINESE, "00123456789123456789236")
_IN_NUMERALS: Final = re.compile(f"[{_CHINESE}]{{17}}")
NINETEEN: Final = re.compile("一九|一玖|壹九|壹玖")
"""With this each year of birth in numerals begins."""
_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
"""Letters, as Unicode has it, that show nothing."""
_DIGIT: Final = re.compile(r"[\d²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒፩-፱᧚𐩀-𐩃𐹠-𐹨𑁒-𑁚🄀-🄊]")
"""Every character that stands for one digit."""
_REFERENCE: Final = re.compile(r"&(?:amp|quot|apos|lt|gt);")
"""Marks as markup writes them, which a text without markup may hold too."""
_BETWEEN: Final = r"[^0-9A-Z]{0,9}"
_RUN: Final = re.compile(rf"[0-9](?:{_BETWEEN}[0-9]){{14,}}(?:{_BETWEEN}X)?")
_WINDOW: Final = re.compile(r"(?=([0-9]{6}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]))")
_POWER: Final = re.compile(r"(?<![0-9.])([0-9]{1,18})(?:\.([0-9]{1,17}))?E\+?0{0,9}([0-9]{1,2})(?![0-9])")


class Written(Enum):
    """How the digits stand in the text."""

    WHOLE = "15 to 19 characters in a row, nothing glued on"
    GLUED = "18 within a longer row of digits"
    PIECES = "marks between, as people write an ID number"
    SPREAD = "marks between, anywhere: as well amounts and days"
    POWER = "a figure such as 3.62E+17, or E+017 as LibreOffice writes it"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of a text (end excluded) and the number there: ASCII digits, the last may be X."""

    start: int
    end: int
    number: str
    written: Written


class _Signs(dict[int, str]):
    """What each character is to the search, found out once a character."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _sign(chr(code))
        return sign


def _sign(char: str) -> str:
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    if plain in _CLOSING:
        return "X"
    if plain in ("e", "E"):
        return "E"
    kind = unicodedata.category(char)
    if char.isspace():
        return _SPACE
    if kind in ("Cf", "Cc", "Mn", "Me", "Cn", "Co", "Cs") or char in _FILLERS:
        return _UNSEEN
    if kind[0] in "LNM" or char in _HIDING:
        return _LETTER
    return plain if len(plain) == 1 and plain.isascii() else _MARK


_SIGNS: Final = _Signs()


def candidates(text: str) -> Iterator[Candidate]:
    """Places that may hold an ID number: those in one row first, then those that overlap or are in pieces.

    >>> [(one.number, one.written.name) for one in candidates("１１０１０５，19491231(002x) 2011-09-28")]
    [('11010519491231002X', 'PIECES')]
    """
    if len(text) >= SHORTEST:
        yield from _of_long(text) if len(text) > LONG else _candidates(text)


@remembered(1)
def _of_long(text: str) -> tuple[Candidate, ...]:
    """Thousands of cells and findings may share one long text."""
    return tuple(_candidates(text))


def _candidates(text: str) -> Iterator[Candidate]:
    if len(_DIGIT.findall(text)) >= SHORTEST:  # most texts hold fewer, and every text is asked
        seen = _REFERENCE.sub(lambda match: _MARK * len(match[0]), text) if "&" in text else text
        yield from _found(seen.translate(_SIGNS))
    if NINETEEN.search(text) and _IN_NUMERALS.search(text):
        yield from (one for one in _found(text.translate(_NUMERALS).translate(_SIGNS)) if one.written is Written.WHOLE)


def _found(signs: str) -> Iterator[Candidate]:
    runs = [_Run(signs, match) for match in _RUN.finditer(signs)]
    for run in runs:
        yield from run.whole()
    for run in runs:
        yield from run.windows()
    for match in _POWER.finditer(signs):
        number = _plain(match)
        if number:
            yield Candidate(*match.span(), number, Written.POWER)


def _plain(match: re.Match[str]) -> str:
    """The figure without its power: 15 or 18 digits, or ''."""
    digits, size = (match[1] + (match[2] or "")).lstrip("0"), len(match[1].lstrip("0")) + int(match[3])
    if match[1].strip("0") == "" and match[2]:
        size = int(match[3]) - (len(match[2]) - len(match[2].lstrip("0")))
    return digits[:size].ljust(size, "0") if size in (SHORTEST, _LENGTH) and len(digits) > 1 else ""


class _Run:
    """Digits with nothing but marks between them."""

    def __init__(self, signs: str, match: re.Match[str]) -> None:
        self.signs = signs
        self.places: Sequence[int] = range(*match.span())
        self.digits, self.gaps = match[0], [""] * len(match[0])
        if not match[0].isalnum():
            self.places = [match.start() + i for i, sign in enumerate(match[0]) if sign.isalnum()]
            self.digits = "".join([signs[place] for place in self.places])
            ends = [*self.places[1:], match.end()]
            self.gaps = [signs[a + 1 : b].replace(_UNSEEN, "") for a, b in zip(self.places, ends, strict=True)]
        self.holes = [last for last, gap in enumerate(self.gaps) if gap]
        """Digits with marks behind them."""
        self.after = _seen(signs[match.end() : match.end() + 9])
        self.follows_x = _seen(signs[max(0, match.start() - 9) : match.start()])[-1:] == "X"

    def whole(self) -> Iterator[Candidate]:
        """Groups of 15 to 19 characters in a row."""
        start = 0
        for last in dict.fromkeys((*self.holes, len(self.digits) - 1)):
            if SHORTEST <= last + 1 - start <= _LENGTH + 1 and not self._goes_on(last) and self._begins(start):
                yield self._candidate(start, last, Written.WHOLE)
            start = last + 1

    def windows(self) -> Iterator[Candidate]:
        """18 characters with a day in its place, and 15 written as 6, 6 and 3."""
        for match in _WINDOW.finditer(self.digits):
            first, last = match.start(), match.start() + _LENGTH - 1
            between = [gap for gap in self.gaps[first:last] if gap]
            if between:
                written = Written.PIECES if self._as_people_write(first, last, between) else Written.SPREAD
            else:
                written = Written.GLUED
            yield self._candidate(first, last, written)
        for before, hole, following, after in zip(*self._neighbours(), strict=False):
            first, last = hole - 5, hole - 5 + SHORTEST - 1
            alone = before < first and following == hole + 6 and after >= last
            if alone and first >= 0 and last < len(self.digits) and self._edges(first, last):
                yield self._candidate(first, last, Written.SPREAD)

    def _neighbours(self) -> tuple[list[int], ...]:
        """Each hole with the one before it and the two behind it."""
        far = len(self.digits) + _LENGTH
        return [-1, *self.holes], self.holes, [*self.holes[1:], far], [*self.holes[2:], far, far]

    def _candidate(self, first: int, last: int, written: Written) -> Candidate:
        return Candidate(self.places[first], self.places[last] + 1, self.digits[first : last + 1], written)

    def _begins(self, first: int) -> bool:
        return first > 0 or not self.follows_x

    def _goes_on(self, last: int) -> bool:
        return last + 1 == len(self.digits) and self.after[:1].isalnum() and self.after[:1] in "0123456789X"

    def _edges(self, first: int, last: int) -> bool:
        """Whether groups begin and end here, and neither a decimal fraction nor a day goes on."""
        before = self.gaps[first - 1] if first else "none"
        after = self.gaps[last] if last + 1 < len(self.digits) else "" if self._goes_on(last) else "none"
        if (self.digits[last + 1 :] or self.after[:1]) == "X" and after != " ":  # that of “.xlsx”, or one too many
            after = "none"
        return before not in ("", ".") and after not in ("", ".", "-", "/")

    def _as_people_write(self, first: int, last: int, between: list[str]) -> bool:
        """The area in one piece, or the same mark throughout; not an amount and the days that follow it."""
        area = not any(self.gaps[first : first + 5])
        same = len({gap.strip() or " " for gap in between}) == 1 and "." not in between
        return (area or same) and self._edges(first, last)


def _seen(signs: str) -> str:
    return signs.replace(_UNSEEN, "")


def plausible(number: str) -> bool:
    """Tell whether a number of 18 characters begins with a province and holds a year of birth.

    >>> plausible("11010519491231002X"), plausible("800202194912310021"), plausible("110105214912310021")
    (True, False, False)
    """
    return _AREA.match(number) is not None and int(number[6:10]) in _YEARS

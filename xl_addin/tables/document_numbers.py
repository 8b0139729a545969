"""Numbers of official documents in a text, in one form: 丰府字〔2011〕18号 is 丰府字[2011]第 18 号.

A text may hold several, or words around them; one without a number (见附件) says nothing that can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.labels import plain

_WITH_YEAR: Final = re.compile(
    r"(?P<series>[一-鿿A-Za-z]{0,16})[\[(【〔{<《]?(?P<year>(?:19|20)\d\d)年?[\])】〕}>》]?(?:字|年)?[-—]?第?(?P<number>\d{1,5})号?"
)
_WITHOUT: Final = re.compile(r"(?P<series>[一-鿿A-Za-z]{1,16}?)第?(?P<number>\d{1,5})号")
_AROUND: Final = re.compile(r"^.*(?:批复|文件|根据|按照|依据|关于|见|以|和|与|及|文号)(?=[一-鿿]{2})")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One number: who issued it in which series, its year ('' where none is written), its running number."""

    series: str
    year: str
    number: int

    def may_be(self, other: DocumentNumber) -> bool:
        """Tell whether two can be one document, written out and shortened."""
        years = not self.year or not other.year or self.year == other.year
        left, right = self.series, other.series
        return self.number == other.number and years and (left.endswith(right) or right.endswith(left))


def document_numbers(text: str) -> list[DocumentNumber]:
    """Find the document numbers in a text.

    >>> [(one.series, one.year, one.number) for one in document_numbers("丰府字〔2011〕１８ 号")]
    [('丰府', '2011', 18)]
    >>> document_numbers("丰府字[2011]第18号")[0].may_be(document_numbers("府字（2011）18号")[0])
    True
    >>> document_numbers("丰府字〔2011〕18号")[0].may_be(document_numbers("丰府字〔2011〕81号")[0])
    False
    >>> document_numbers("见附件"), len(document_numbers("丰府字〔2011〕18号、丰国资〔2011〕4号"))
    ([], 2)
    """
    shown = plain(text)
    found = [_read(match["series"], match["year"], match["number"]) for match in _WITH_YEAR.finditer(shown)]
    rest = _WITH_YEAR.sub("", shown)
    return [*found, *(_read(match["series"], "", match["number"]) for match in _WITHOUT.finditer(rest))]


def _read(series: str, year: str, number: str) -> DocumentNumber:
    return DocumentNumber(_AROUND.sub("", series).removesuffix("第").removesuffix("字"), year, int(number))


def same_document(left: Iterable[DocumentNumber], right: Iterable[DocumentNumber]) -> bool:
    """Tell whether two texts name one document, or one of them names none.

    >>> same_document(document_numbers("丰府字〔2011〕18号"), document_numbers("无"))
    True
    """
    ours, theirs = list(left), list(right)
    return not ours or not theirs or any(one.may_be(other) for one in ours for other in theirs)

"""Numbers of links to other workbooks, ``[2]`` in formulas: found and changed wherever a book keeps formulas.

A number stands for a place in the workbook's list of links, so that taking one out moves those after it. Formulas
stand in cells, rules, names, tables, charts, controls and the macros of shapes; column names in brackets
(``Table1[2]``) and texts in quotes are no links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from xl_addin.files import markup

_TOKEN: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?<![\w.\\])[^\W\d][\w.\\]*+\[(?:[^\[\]]|\[[^\[\]]*\])*\]"  # a table with its columns
    r"|(?P<open>'?)\[(?P<number>[0-9]{1,5})\]"
)
_ELEMENT: Final = re.compile(
    rb"<(?P<tag>(?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula"
    rb"|Fmla[A-Za-z]*))(?P<attributes>\s[^<>]*)?(?<!/)>(?P<text>[^<]*)</(?P=tag)\s*>"
)
_ATTRIBUTE: Final = re.compile(
    rb"""(?P<before>\s(?:textlink|macro|fmla[A-Za-z]*|listFillRange|linkedCell)\s*=\s*)"(?P<text>[^"]*)\""""
)


def link_numbers(formula: str) -> set[int]:
    """Numbers of the links that a formula uses.

    >>> sorted(link_numbers("[1]!X(A1)+'[3]二 表'!A1+表1[2]&\\"[7]\\""))
    [1, 3]
    """
    return {int(match["number"]) for match in _TOKEN.finditer(formula) if match["number"]}


def renumbered(formula: str, numbers: Mapping[int, int]) -> str:
    """The formula with other link numbers; those that ``numbers`` does not name stay.

    >>> renumbered("[1]!X('[3]二 表'!A1)", {3: 2})
    "[1]!X('[2]二 表'!A1)"
    """

    def change(match: re.Match[str]) -> str:
        if not match["number"]:
            return match[0]
        number = int(match["number"])
        return f"{match['open']}[{numbers.get(number, number)}]"

    return _TOKEN.sub(change, formula)


def formulas_of(data: bytes) -> Iterator[str]:
    """Every formula of a part given as UTF-8."""
    for pattern in (_ELEMENT, _ATTRIBUTE):
        for match in pattern.finditer(data):
            if match["text"]:
                yield markup.text_of(match["text"])


def with_changed_formulas(data: bytes, change: Callable[[str], str]) -> bytes:
    """The part with every formula changed; bytes of formulas that stay the same stay the same.

    >>> with_changed_formulas(b'<c><f t="array">[2]!X("a")</f></c>', lambda text: renumbered(text, {2: 1}))
    b'<c><f t="array">[1]!X("a")</f></c>'
    """

    def replace(match: re.Match[bytes]) -> bytes:
        text = markup.text_of(match["text"])
        new = change(text)
        if new == text:
            return match[0]
        start, end = match.span("text")
        shown = markup.attribute(new) if match.re is _ATTRIBUTE else markup.escaped(new)
        return match[0][: start - match.start()] + shown.encode() + match[0][end - match.start() :]

    return _ATTRIBUTE.sub(replace, _ELEMENT.sub(replace, data))

"""The cells that a sum or a count comes from, named by their ends: rows of others far between are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NEAR: Final = 8
"""Rows between two cells of one span: sub-totals and headings lie there."""
_MOST: Final = 6
"""Spans of one sheet that are named; where there are more the whole is."""
_ROW: Final = re.compile(r"(?<!\d)\d+$")
_Span = tuple[str, str]


def span_of_sources(sources: Sequence[str]) -> str:
    """Name the cells that a sum adds up: the first and the last of each span.

    >>> span_of_sources(["表!L5", "表!L6", "表!L9"]), span_of_sources(["甲!B2"]), span_of_sources([])
    ('表!L5:L9 之和', '甲!B2', '')
    >>> span_of_sources(["表!L5:L9 之和", "养老!G2:G4 之和"]), span_of_sources(["表!L5", "表!L6", "表!L300"])
    ('表!L5:L9、养老!G2:G4 之和', '表!L5:L6、表!L300 之和')
    """
    sheets: dict[str, list[_Span]] = {}
    for source in dict.fromkeys(part for one in sources if one for part in one.removesuffix(" 之和").split("、")):
        sheet, _, cells = source.rpartition("!")
        first, *others = cells.replace("+", ":").split(":")
        _add(sheets.setdefault(sheet, []), (first, (others or [first])[-1]))
    named = [f"{sheet}!{_text(span)}" for sheet, spans in sheets.items() for span in _few(spans)]
    return "、".join(named) + (" 之和" if len(named) > 1 or ":" in "".join(named) else "")


def _add(spans: list[_Span], span: _Span) -> None:
    """Join a span to the last one where that ends near."""
    if spans and 0 <= _row(span[0]) - _row(spans[-1][1]) <= _NEAR:
        spans[-1] = spans[-1][0], span[1]
    else:
        spans.append(span)


def _few(spans: list[_Span]) -> list[_Span]:
    return spans if len(spans) <= _MOST else [(spans[0][0], spans[-1][1])]


def _text(span: _Span) -> str:
    return span[0] if span[0] == span[1] else f"{span[0]}:{span[1]}"


def _row(cell: str) -> int:
    found = _ROW.search(cell)
    return int(found[0]) if found else 0

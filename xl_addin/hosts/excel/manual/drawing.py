"""Pieces of the manual's drawings in SVG: text, boxes, wrapped lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

_FONT: Final = "'Microsoft YaHei','Noto Sans CJK SC','Noto Serif CJK SC',sans-serif"
_WIDE: Final = 2
"""Room of a Chinese character beside a Latin one."""
_NEVER_FIRST: Final = "，。、；：？！）”》〕"
"""Signs that do not begin a line."""
GREEN, GREY, LINE, INK = "#217346", "#f3f3f3", "#c8c8c8", "#444444"


def text(x: float, y: float, words: str, look: str = "") -> str:
    """Draw words with their base line at ``y``; ``look`` is more attributes."""
    return f'<text x="{x:g}" y="{y:g}"{f" {look}" if look else ""}>{escape(words)}</text>'


def centred(x: float, y: float, words: str, look: str = "") -> str:
    """Draw words with their middle at ``x``."""
    return text(x, y, words, f'text-anchor="middle" {look}'.rstrip())


def box(x: float, y: float, width: float, height: float, fill: str, line: str = LINE) -> str:
    """Draw a rectangle with slightly rounded corners."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" fill="{fill}" stroke="{line}"/>'


def picture(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """Give a whole SVG file; the title is read out to those who cannot see it."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}" font-size="13" role="img">\n'
        f"<title>{escape(title)}</title>\n{body}\n</svg>\n"
    )


def wrapped(words: str, room: int) -> list[str]:
    """Break a text into lines of about ``room`` Latin characters; a Chinese one counts twice.

    >>> wrapped("已检查3张表", 8)
    ['已检查3', '张表']
    """
    lines, used = [""], 0
    for letter in words:
        size = _WIDE if letter > "\u2e7f" else 1
        if used + size > room and letter not in _NEVER_FIRST:
            lines.append("")
            used = 0
        lines[-1] += letter
        used += size
    return lines

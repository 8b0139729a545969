"""Marks on the cells of an open workbook: the same conditional formats that the file host writes.

Their formula spells our name (:mod:`xl_addin.files.edits.marks`), so every host clears what another has marked, and
the user's own formats stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from xl_addin.files.edits.marks import MARK_STYLES, SIGNATURE, MarkStyle, ranges

_ADDRESS_LIMIT: Final = 240
"""Excel takes addresses of 255 characters."""
_PATTERNS: Final = {"lightUp": 14, "gray0625": 18}
"""Excel's numbers (xlPattern) of the patterns that tell severities apart in a grey print."""


def clear_marks(sheet: Any) -> None:
    """Take our rules off a sheet; others keep their order."""
    rules = sheet.cells.conditional_formats
    for index in range(len(rules) - 1, -1, -1):
        rule = rules[index]
        if rule.type == "custom" and SIGNATURE in (rule.formula or ""):
            rule.delete()


def add_marks(sheet: Any, cells: Mapping[str, Sequence[str]]) -> None:
    """Mark cells of a sheet by style name; gravest last, because a program puts a new rule first."""
    for style in reversed(MARK_STYLES.values()):
        for area in areas(ranges(cells.get(style.name, ()))):
            _add_rule(sheet.range(area), style)


def _add_rule(area: Any, style: MarkStyle) -> None:
    rule = area.conditional_formats.add_custom(
        f"={style.formula}",
        fill_color=f"#{style.background}",
        font_color=f"#{style.text}",
        font_bold=style.bold or None,
    )
    native = getattr(rule, "api", None)
    if native is not None and style.pattern in _PATTERNS:
        native.Interior.Pattern = _PATTERNS[style.pattern]
        native.Interior.PatternColor = int.from_bytes(bytes.fromhex(style.ink), "little")


def areas(addresses: Iterable[str], limit: int = _ADDRESS_LIMIT) -> list[str]:
    """Join addresses with commas as far as a program takes them.

    >>> areas(["A1", "B2:B9", "C3"], limit=8)
    ['A1,B2:B9', 'C3']
    """
    joined: list[str] = []
    for one in addresses:
        if joined and len(joined[-1]) + 1 + len(one) <= limit:
            joined[-1] += f",{one}"
        else:
            joined.append(one)
    return joined

"""Marks on the cells of an open workbook: the same conditional formats that the file host writes.

Their formula spells our name (:mod:`xl_addin.files.edits.marks`), so every host clears what another has marked, and
the user's own formats stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from xl_addin.files.edits.marks import SIGNATURE, mark_formula, ranges
from xl_addin.files.looks import LOOKS, MARKS, PATTERNS

_ADDRESS_LIMIT: Final = 240
"""Excel takes addresses of 255 characters."""


def clear_marks(sheet: Any) -> None:
    """Take our rules off a sheet; others keep their order."""
    rules = sheet.cells.conditional_formats
    for index in range(len(rules) - 1, -1, -1):
        rule = rules[index]
        if rule.type == "custom" and SIGNATURE in (rule.formula or ""):
            rule.delete()


def add_marks(sheet: Any, cells: Mapping[str, Sequence[str]]) -> None:
    """Mark cells of a sheet by style name."""
    for style, area in marked_areas(cells):
        _add_rule(sheet.range(area), style)


def marked_areas(cells: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Style and area of each rule in the order to add them: gravest last, because a program puts a new rule first."""
    for style in reversed(MARKS):
        for area in areas(ranges(cells.get(style, ()))):
            yield style, area


def _add_rule(area: Any, style: str) -> None:
    look = LOOKS[style]
    rule = area.conditional_formats.add_custom(
        f"={mark_formula(style)}",
        fill_color=f"#{look.fill}",
        font_color=f"#{look.color}",
        font_bold=look.bold or None,
    )
    native = getattr(rule, "api", None)
    if native is not None and look.pattern != "solid":
        native.Interior.Pattern = PATTERNS[look.pattern]
        native.Interior.PatternColor = int.from_bytes(bytes.fromhex(look.ink), "little")


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

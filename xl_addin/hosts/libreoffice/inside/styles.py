"""Looks of cells in Calc, and the cell styles that our marks show."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from .undoing import OneStep

_BOLD = 150.0
_HAIRLINE = 18
"""Hundredths of a millimetre: half a point."""
_VERTICAL = {"top": 1, "center": 2, "bottom": 3}
"""com.sun.star.table.CellVertJustify2"""


def dress(document: Any, cells: Any, look: Mapping[str, Any]) -> None:
    """Give cells a look, in one call: each lays the rows out anew."""
    values: dict[str, Any] = {
        "CharFontName": look["font"],
        "CharFontNameAsian": look["font"],
        "CharHeight": float(look["size"]),
        "CharHeightAsian": float(look["size"]),
        "CharColor": look["color"],
        "IsTextWrapped": look["wrap"],
        "VertJustify": _VERTICAL[look["vertical"]],
    }
    if look["bold"]:
        values |= {"CharWeight": _BOLD, "CharWeightAsian": _BOLD}
    if look["underline"]:
        values["CharUnderline"] = 1
    if look["fill"] is not None:
        values["CellBackColor"] = look["fill"]
    if look["horizontal"]:
        values["HoriJustify"] = _enum("com.sun.star.table.CellHoriJustify", look["horizontal"].upper())
    if look["number_format"]:
        values["NumberFormat"] = _number_format(document, look["number_format"])
    if look["border"] is not None:
        line = _line(look["border"])
        values |= {f"{side}Border": line for side in ("Top", "Bottom", "Left", "Right")}
    names = tuple(sorted(values))
    cells.setPropertyValues(names, tuple(values[name] for name in names))


def _line(color: int) -> Any:
    line = _struct("com.sun.star.table.BorderLine2")
    line.Color, line.OuterLineWidth, line.LineWidth = color, _HAIRLINE, _HAIRLINE
    return line


def _number_format(document: Any, text: str) -> int:
    formats, locale = document.getNumberFormats(), _struct("com.sun.star.lang.Locale")
    locale.Language, locale.Country = "en", "US"
    found = int(formats.queryKey(text, locale, False))
    return found if found >= 0 else int(formats.addNew(text, locale))


def keep_style(step: OneStep, name: str, look: Mapping[str, Any]) -> None:
    """Make sure that there is a cell style for a mark; it says only what a mark changes."""
    document = step.document
    if document.StyleFamilies.getByName("CellStyles").hasByName(name):
        return

    def redo() -> None:
        style = document.createInstance("com.sun.star.style.CellStyle")
        document.StyleFamilies.getByName("CellStyles").insertByName(name, style)
        style.CellBackColor, style.CharColor = look["fill"], look["color"]
        if look["bold"]:
            style.CharWeight = style.CharWeightAsian = _BOLD

    step.ours(redo, lambda: _remove(document, name))


def drop_styles(step: OneStep, signature: str, used: Container[str]) -> None:
    """Take those of our cell styles away that are in use no more."""
    document = step.document
    family = document.StyleFamilies.getByName("CellStyles")
    for name in family.getElementNames():
        if name.startswith(signature) and name not in used:
            _drop(step, name)


def _drop(step: OneStep, name: str) -> None:
    document = step.document
    style = document.StyleFamilies.getByName("CellStyles").getByName(name)
    fill, color, weight = style.CellBackColor, style.CharColor, style.CharWeight

    def undo() -> None:
        made = document.createInstance("com.sun.star.style.CellStyle")
        document.StyleFamilies.getByName("CellStyles").insertByName(name, made)
        made.CellBackColor, made.CharColor, made.CharWeight, made.CharWeightAsian = fill, color, weight, weight

    step.ours(lambda: _remove(document, name), undo)


def _remove(document: Any, name: str) -> None:
    family = document.StyleFamilies.getByName("CellStyles")
    if family.hasByName(name):
        family.removeByName(name)


def _struct(name: str) -> Any:
    import uno

    return uno.createUnoStruct(name)


def _enum(kind: str, value: str) -> Any:
    import uno

    return uno.Enum(kind, value)

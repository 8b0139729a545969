"""Marks on cells: conditional formats of ours beside the user's, told by the signature that their formula spells.

Several formats may cover a cell, and of two that hold the older one shows: as in Excel the user's own colours come
first. What is marked and may not be seen is counted, and stands in the report all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .areas import cell_ranges, cells_of
from .styles import keep_style
from .undoing import OneStep

_CONDITION = 0
"""com.sun.star.sheet.ConditionEntryType.CONDITION"""
_EXPRESSION = 24
"""com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"""


def clear_marks(step: OneStep, sheet: Any, signature: str) -> None:
    """Take our conditions off a sheet; the user's keep their order."""
    for number in sorted((one.ID for one in sheet.ConditionalFormats.getConditionalFormats()), reverse=True):
        _clear(step, sheet, number, signature)


def _clear(step: OneStep, sheet: Any, number: int, signature: str) -> None:
    found = _format(sheet, number)
    entries = [found.getByIndex(place) for place in range(found.getCount())]
    ours = [place for place, entry in enumerate(entries) if _is_ours(entry, signature)]
    if len(ours) < len(entries):  # joined with the user's by another program: Calc removes no single condition
        for place in ours:
            _silence(step, sheet.Name, number, place)
        return
    for formula, style in {(entry.Formula1, entry.StyleName) for entry in entries}:
        mark = _Mark(
            step.document, sheet.Name, [_bounds(one) for one in found.Range.getRangeAddresses()], formula, style
        )
        step.ours(mark.remove, mark.add_if_absent)


class _Mark:
    """A format of ours with one condition; found again by what it says, for a number holds only until the next undo."""

    def __init__(self, document: Any, sheet: str, areas: Sequence[Sequence[int]], formula: str, style: str) -> None:
        self.document, self.sheet = document, sheet
        self.areas, self.formula, self.style = areas, formula, style

    def show(self) -> None:
        """Add it so that it shows at once, which Calc records; what else covers the cells would lose them."""
        cells = cell_ranges(self.document, self.document.Sheets.getByName(self.sheet), self.areas)
        formats = cells.ConditionalFormat
        formats.clear()
        formats.addNew(_properties(self.formula, self.style))
        cells.ConditionalFormat = formats

    def add_if_absent(self) -> None:
        found = self.document.Sheets.getByName(self.sheet).ConditionalFormats.getConditionalFormats()
        if not any(map(self._is, found)):
            self.add()

    def add(self) -> None:
        """Add it beside the others of its cells; it shows when the workbook is opened again."""
        sheet = self.document.Sheets.getByName(self.sheet)
        number = sheet.ConditionalFormats.createByRange(cell_ranges(self.document, sheet, self.areas))
        made = _format(sheet, number)
        made.createEntry(_CONDITION, 0)
        entry = made.getByIndex(0)
        entry.Operator, entry.Formula1, entry.StyleName = _EXPRESSION, self.formula, self.style

    def remove(self) -> None:
        formats = self.document.Sheets.getByName(self.sheet).ConditionalFormats
        for one in formats.getConditionalFormats():
            if self._is(one):
                formats.removeByID(one.ID)

    def _is(self, found: Any) -> bool:
        first = found.getByIndex(0) if found.getCount() else None
        return bool(
            first is not None
            and first.getType() == _CONDITION
            and (first.Formula1, first.StyleName) == (self.formula, self.style)
            and cells_of(map(_bounds, found.Range.getRangeAddresses())) == cells_of(self.areas)  # Calc joins areas
        )


def _silence(step: OneStep, name: str, number: int, place: int) -> None:
    """Have a condition never hold, and spell our name no more."""
    formula = _format(_sheet(step, name), number).getByIndex(place).Formula1

    def set_formula(text: str) -> None:
        _format(_sheet(step, name), number).getByIndex(place).Formula1 = text

    step.ours(lambda: set_formula("FALSE()"), lambda: set_formula(formula))


def add_marks(step: OneStep, sheet: Any, styles: Sequence[Mapping[str, Any]]) -> int:
    """Mark cells of a sheet, the gravest first: of ours the first that holds shows. Tells how many have others."""
    users = cells_of(
        _bounds(area)
        for one in sheet.ConditionalFormats.getConditionalFormats()
        for area in one.Range.getRangeAddresses()
    )
    covered = 0
    for style in styles:
        keep_style(step, style["style"], style["look"])
        cells = cells_of(style["areas"])
        covered += len(cells & users)
        for some, shown in ((cells - users, True), (cells & users, False)):
            if some:
                areas = [[row, col, row, col] for row, col in sorted(some)]
                mark = _Mark(step.document, sheet.Name, areas, style["formula"], style["style"])
                if shown:
                    mark.show()
                step.ours(mark.add_if_absent, mark.remove)
    return covered


def _sheet(step: OneStep, name: str) -> Any:
    return step.document.Sheets.getByName(name)


def _format(sheet: Any, number: int) -> Any:
    return next(one for one in sheet.ConditionalFormats.getConditionalFormats() if number == one.ID)


def _is_ours(entry: Any, signature: str) -> bool:
    return entry.getType() == _CONDITION and signature in entry.Formula1


def _properties(formula: str, style: str) -> tuple[Any, ...]:
    import uno

    kind = uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")
    made = []
    for name, value in (("Operator", kind), ("Formula1", formula), ("StyleName", style)):
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def _bounds(found: Any) -> list[int]:
    return [found.StartRow, found.StartColumn, found.EndRow, found.EndColumn]

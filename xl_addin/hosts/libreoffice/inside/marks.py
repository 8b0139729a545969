"""Marks on cells: conditional formats of ours beside the user's, told by the signature that their formula spells.

Calc takes back no conditional format exactly: a step back joins formats, under other numbers. So the marks of a sheet
are one thing that is put as a whole, forth and back. Calc's older interface shows a mark at once, but leaves a cell no
other format; where the user has one, ours is added beside it and shows when the workbook is opened again, and then of
two that hold the older one. Such cells are counted, and stand in the report all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .areas import Area, cell_ranges, size, split
from .styles import keep_style
from .undoing import OneStep, unrecorded

_CONDITION = 0
"""com.sun.star.sheet.ConditionEntryType.CONDITION"""
_EXPRESSION = 24
"""com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"""


@dataclass(frozen=True)
class _Mark:
    """What some cells show, as one format."""

    areas: Sequence[Area]
    formula: str
    style: str


def set_marks(step: OneStep, sheet: Any, styles: Sequence[Mapping[str, Any]], signature: str) -> int:
    """Have a sheet bear these marks and no others of ours, the gravest first; tells how many cells have others' too."""
    for style in styles:
        keep_style(step, style["style"], style["look"])
    wanted = [_Mark(style["areas"], style["formula"], style["style"]) for style in styles]
    for found in _formats(sheet):
        if not _is_ours(found, signature):
            _silence(step, sheet.Name, found, signature)
    before = [_read(found) for found in _formats(sheet) if _is_ours(found, signature)]
    if before or wanted:
        step.ours(_putting(step, sheet.Name, wanted, signature), _putting(step, sheet.Name, before, signature))
    users = _users(sheet, signature)
    return sum(size(split(mark.areas, users)[0]) for mark in wanted)


def _putting(step: OneStep, name: str, marks: Sequence[_Mark], signature: str) -> Callable[[], None]:
    document = step.document
    return lambda: _put(document, document.Sheets.getByName(name), marks, signature)


def _put(document: Any, sheet: Any, marks: Sequence[_Mark], signature: str) -> None:
    """Cells remember the numbers of formats beside others, and a free number is given again: those go last."""
    users = _users(sheet, signature)
    for number in _numbers(sheet, signature):
        for found in _numbered(sheet, number):
            if alone := split(_areas(found), users)[1]:
                _show(document, cell_ranges(document, sheet, alone), None)
    beside = _numbers(sheet, signature)
    parts = [(mark, *split(mark.areas, users)) for mark in marks]
    for mark, _, alone in reversed(parts):  # what shows last stays
        if alone:
            _show(document, cell_ranges(document, sheet, alone), mark)
    for mark, shared, _ in parts:
        if shared:
            _add(sheet, cell_ranges(document, sheet, shared), mark)
    for number in beside:
        sheet.ConditionalFormats.removeByID(number)


def _show(document: Any, cells: Any, mark: _Mark | None) -> None:
    """Give cells this format at once, or none."""
    formats = cells.ConditionalFormat
    formats.clear()
    if mark is not None:
        formats.addNew(_properties(mark))
    unrecorded(document, lambda: setattr(cells, "ConditionalFormat", formats))


def _add(sheet: Any, cells: Any, mark: _Mark) -> None:
    """Add a format beside the others of its cells."""
    number = sheet.ConditionalFormats.createByRange(cells)
    made = _numbered(sheet, number)[0]
    made.createEntry(_CONDITION, 0)
    entry = made.getByIndex(0)
    entry.Operator, entry.Formula1, entry.StyleName = _EXPRESSION, mark.formula, mark.style


def _silence(step: OneStep, name: str, found: Any, signature: str) -> None:
    """Conditions of ours that another program has joined with the user's: Calc removes no single one, so they never
    hold and spell our name no more."""
    number, document = found.ID, step.document

    def set_formula(place: int, text: str) -> None:
        _numbered(document.Sheets.getByName(name), number)[0].getByIndex(place).Formula1 = text

    for place, entry in enumerate(_entries(found)):
        if _spells(entry, signature):
            formula = entry.Formula1
            step.ours(
                lambda at=place: set_formula(at, "FALSE()"),  # type: ignore[misc]
                lambda at=place, text=formula: set_formula(at, text),  # type: ignore[misc]
            )


def _users(sheet: Any, signature: str) -> list[Area]:
    """Areas with a format of the user's."""
    return [area for found in _formats(sheet) if not _is_ours(found, signature) for area in _areas(found)]


def _is_ours(found: Any, signature: str) -> bool:
    entries = _entries(found)
    return bool(entries) and all(_spells(entry, signature) for entry in entries)


def _spells(entry: Any, signature: str) -> bool:
    return entry.getType() == _CONDITION and signature in entry.Formula1


def _read(found: Any) -> _Mark:
    entry = found.getByIndex(0)
    return _Mark(_areas(found), entry.Formula1, entry.StyleName)


def _formats(sheet: Any) -> list[Any]:
    return sorted(sheet.ConditionalFormats.getConditionalFormats(), key=lambda found: int(found.ID))


def _numbers(sheet: Any, signature: str) -> list[int]:
    return [int(found.ID) for found in _formats(sheet) if _is_ours(found, signature)]


def _numbered(sheet: Any, number: int) -> list[Any]:
    """The format with a number, if there is one."""
    return [found for found in _formats(sheet) if number == found.ID]


def _entries(found: Any) -> list[Any]:
    return [found.getByIndex(place) for place in range(found.getCount())]


def _areas(found: Any) -> list[Area]:
    bounds = found.Range.getRangeAddresses()
    return [[one.StartRow, one.StartColumn, one.EndRow, one.EndColumn] for one in bounds]


def _properties(mark: _Mark) -> tuple[Any, ...]:
    import uno

    kind = uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")
    made = []
    for name, value in (("Operator", kind), ("Formula1", mark.formula), ("StyleName", mark.style)):
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)

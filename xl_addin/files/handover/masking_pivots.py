"""Mask ID numbers that a pivot table remembers: stored items and records must stay of one kind, and items apart.

A field that holds ID numbers as numbers becomes a field of texts, in its definition and in its records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.handover.masking import masked_text

_NUMERIC: Final = (
    *("containsSemiMixedTypes", "containsString", "containsNumber", "containsInteger", "containsMixedTypes"),
    *("minValue", "maxValue"),
)
_FIFTEEN_DIGITS: Final = 10**14
_NINETEEN_DIGITS: Final = 10**18


def mask_pivots(editor: BookEditor) -> None:
    """Mask every pivot cache of a book that is being changed."""
    for rel in editor.package.relationships(editor.workbook.part):
        if rel.kind != "pivotCacheDefinition" or editor.package.find(rel.target) is None:
            continue
        fields = list(_mask_fields(editor, rel.target))
        for other in editor.package.relationships(rel.target):
            if other.kind == "pivotCacheRecords" and fields and editor.package.find(other.target) is not None:
                _mask_records(editor.edit(other.target), fields)


def _mask_fields(editor: BookEditor, part: str) -> Iterator[int]:
    """Mask the items of the definition; gives the numbers of the fields that hold ID numbers."""
    for number, items in enumerate(editor.package.tree(part).iterfind("{*}cacheFields/{*}cacheField/{*}sharedItems")):
        values = [node.get("v") or "" for node in items] + [items.get("minValue") or "", items.get("maxValue") or ""]
        if any(_masked(value) != value for value in values):
            yield number
            _mask_items(_same(editor, part, number))


def _same(editor: BookEditor, part: str, number: int) -> etree._Element:
    """The items of a field in the tree that is written."""
    return list(editor.edit(part).iterfind("{*}cacheFields/{*}cacheField/{*}sharedItems"))[number]


def _mask_items(items: etree._Element) -> None:
    seen: dict[str, int] = {}
    for node in items:
        _mask_value(node)
        text = node.get("v")
        if text is not None:
            seen[text] = seen.get(text, 0) + 1
            if seen[text] > 1:  # Excel expects no item twice
                node.set("v", f"{text}（{seen[text]}）")
    for name in _NUMERIC:
        if name in items.attrib:
            del items.attrib[name]


def _mask_records(records: etree._Element, fields: list[int]) -> None:
    for record in records.iterfind("{*}r"):
        values = list(record)
        for number in fields:
            if number < len(values):
                _mask_value(values[number])


def _mask_value(node: etree._Element) -> None:
    """A number (n) becomes a text (s); an index of an item (x) and a blank (m) stay."""
    kind, value = etree.QName(node), node.get("v")
    if value is None or kind.localname not in ("n", "s"):
        return
    node.tag = f"{{{kind.namespace}}}s"
    node.set("v", _masked(value))


def _masked(value: str) -> str:
    """The value as a text, an ID number masked; ``9.9E+17`` is one whose last digits were lost."""
    try:
        number = float(value)
    except ValueError:
        return masked_text(value)
    if not (number.is_integer() and _FIFTEEN_DIGITS <= number < _NINETEEN_DIGITS):
        return value
    digits = str(int(number))
    hidden = masked_text(digits)
    return value if hidden == digits else hidden

"""Mask ID numbers that a pivot table remembers: stored items and records must stay of one kind, and items apart.

A field that holds ID numbers as numbers becomes a field of texts, in its definition and in its records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Final

from lxml import etree

from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.handover.masking_cells import masked_figure
from xl_addin.values.id_words import names_account, names_id_column
from xl_addin.values.persons import known_ids, mask_id, mask_text

_NUMERIC: Final = (
    *("containsSemiMixedTypes", "containsString", "containsNumber", "containsInteger", "containsMixedTypes"),
    *("minValue", "maxValue"),
)
_FIELDS: Final = "{*}cacheFields/{*}cacheField"
_GROUPS: Final = "{*}fieldGroup/{*}groupItems"
"""Where a field keeps groups of its items."""
_FIFTEEN_DIGITS: Final = 10**14
_NINETEEN_DIGITS: Final = 10**18
_FULL_LENGTH: Final = 18


Mask = Callable[[str], str]
"""Masks what one field stores."""


def mask_pivots(editor: BookEditor, known: Collection[str]) -> None:
    """Mask every pivot cache of a book that is being changed; ``known`` are the numbers of its ID columns."""
    for rel in editor.package.relationships(editor.workbook.part):
        if rel.kind != "pivotCacheDefinition" or editor.package.find(rel.target) is None:
            continue
        records = [
            other.target
            for other in editor.package.relationships(rel.target)
            if other.kind == "pivotCacheRecords" and editor.package.find(other.target) is not None
        ]
        fields = dict(_fields_to_mask(editor, rel.target, records, known))
        nodes = list(editor.edit(rel.target).iterfind(_FIELDS)) if fields else []
        for number, mask in fields.items():
            for items in (*nodes[number].iterfind("{*}sharedItems"), *nodes[number].iterfind(_GROUPS)):
                _mask_items(items, mask)
        for part in records if fields else ():
            _mask_records(editor.edit(part), fields)


def _fields_to_mask(
    editor: BookEditor, part: str, records: list[str], known: Collection[str]
) -> Iterator[tuple[int, Mask]]:
    """The numbers of the fields that hold ID numbers, in the definition, in its groups or in records; how to mask."""
    stored: dict[int, set[str | None]] = {}
    for row in (row for other in records for row in editor.package.tree(other).iterfind("{*}r")):
        for number, node in enumerate(row):
            stored.setdefault(number, set()).add(node.get("v"))
    for number, field in enumerate(editor.package.tree(part).iterfind(_FIELDS)):
        mask = partial(_masked, name=field.get("name") or "", known=known)
        values = {node.get(name) for node in field.iter() for name in ("v", "minValue", "maxValue")}
        values |= stored.get(number, set())
        if any(mask(value) != value for value in values if value):
            yield number, mask


def _mask_items(items: etree._Element, mask: Mask) -> None:
    seen: dict[str, int] = {}
    for node in items:
        _mask_value(node, mask)
        text = node.get("v")
        if text is not None:
            seen[text] = seen.get(text, 0) + 1
            if seen[text] > 1:  # Excel expects no item twice
                node.set("v", f"{text}（{seen[text]}）")
    for name in _NUMERIC:
        if name in items.attrib:
            del items.attrib[name]


def _mask_records(records: etree._Element, fields: Mapping[int, Mask]) -> None:
    for record in records.iterfind("{*}r"):
        for number, value in enumerate(record):
            if number in fields:
                _mask_value(value, fields[number])


def _mask_value(node: etree._Element, mask: Mask) -> None:
    """A number (n) becomes a text (s); an index of an item (x) and a blank (m) stay."""
    kind = etree.QName(node) if isinstance(node.tag, str) else None  # a comment has no name
    value = node.get("v")
    if value is None or kind is None or kind.localname not in ("n", "s"):
        return
    node.tag = f"{{{kind.namespace}}}s"
    node.set("v", mask(value))


def _masked(value: str, name: str, known: Collection[str]) -> str:
    """The value as a text, masked as the field's name says; ``9.9E+17`` is a number that lost its last digits."""
    text, figure = value, False
    with suppress(ValueError):
        number = float(value)
        figure = number.is_integer() and _FIFTEEN_DIGITS <= number < _NINETEEN_DIGITS
        if figure and not value.isdecimal():
            text = str(int(Decimal(value)))
    if names_id_column(name):
        hidden = masked_figure(text) if figure else mask_id(text) if known_ids([text]) else mask_text(text, known)
    elif figure and len(text) == _FULL_LENGTH and not names_account(name):
        hidden = masked_figure(text)
    else:
        hidden = mask_text(text, known)
    return value if hidden == text else hidden

"""What a paper remembers of its making: a custom XML part with each fact, its cell, and the text of then.

It tells which side was changed when paper and workbook differ. A program that drops it takes that away, not the check.
A masked paper remembers nothing but what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from xl_addin.files.papers.controls import plain_text
from xl_addin.files.papers.model import Fact, PaperData

_NAMESPACE: Final = "urn:xl-addin:paper"
_PART: Final = "/customXml/item731.xml"
_PROPERTIES: Final = "/customXml/itemProps731.xml"
_STORE: Final = "{5E0A4B1B-6A0B-4B57-9B5B-0C3D7A1F0731}"
_DATA_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_MOST_DIGITS: Final = 9
_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"

Recorded = list[tuple[str, int, str, str]]
"""Name, row, cell and text of every place of a fact, in the order of their numbers."""


def keep_record(document: Any, paper: PaperData, facts: Iterable[tuple[str, int, Fact]]) -> None:
    """Put the record into a document."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    root = etree.Element(f"{{{_NAMESPACE}}}paper", nsmap={"p": _NAMESPACE})
    root.set("kind", paper.kind)
    root.set("enterprise", plain_text(paper.enterprise))
    root.set("masked", "1" if paper.masked else "0")
    for name, row, fact in facts:  # their numbers are their order
        made = etree.SubElement(root, f"{{{_NAMESPACE}}}fact")
        for key, value in (("name", name), ("row", str(row)), ("cell", plain_text(fact.source))):
            made.set(key, value)
        made.text = plain_text(fact.text)
    package = document.part.package
    part = Part(
        PackURI(_PART), "application/xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"), package
    )
    store = etree.Element(f"{{{_DATA_STORE}}}datastoreItem", nsmap={"ds": _DATA_STORE})
    store.set(f"{{{_DATA_STORE}}}itemID", _STORE)
    schemas = etree.SubElement(store, f"{{{_DATA_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_DATA_STORE}}}schemaRef").set(f"{{{_DATA_STORE}}}uri", _NAMESPACE)
    blob = etree.tostring(store, xml_declaration=True, encoding="UTF-8", standalone=False)
    part.relate_to(Part(PackURI(_PROPERTIES), _TYPE, blob, package), f"{_RELATION}Props")
    document.part.relate_to(part, _RELATION)


def read_record(document: Any) -> tuple[etree._Element, Recorded] | None:
    """The record of a document and its facts; None where it has none that can be read."""
    for relation in document.part.rels.values():
        if relation.is_external or relation.reltype != _RELATION:
            continue
        try:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            continue
        if root.tag == f"{{{_NAMESPACE}}}paper":
            return root, [
                (one.get("name") or "", _number(one.get("row") or ""), one.get("cell") or "", one.text or "")
                for one in root.iter(f"{{{_NAMESPACE}}}fact")
            ]
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 0

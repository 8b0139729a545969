"""Placeholders ``{{企业名称}}`` of a template: found whatever runs Word has cut them into, each made a run of its own.

A name with a point, ``{{职工.姓名}}``, belongs to a group of rows.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from xl_addin.files.papers.safety import W
from xl_addin.values.errors import InputError

_PLACEHOLDER: Final = re.compile(r"\{\{([^{}]{1,60})\}\}")
_MOST_PLACEHOLDERS: Final = 200
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def placeholders(element: etree._Element) -> Iterator[str]:
    """The names of all placeholders within an element, paragraph by paragraph."""
    for paragraph in element.iter(f"{W}p"):
        yield from (_name(match[1]) for match in _PLACEHOLDER.finditer(_text(paragraph)))


def group_of(name: str) -> str:
    """The group of a placeholder, '' for a single fact.

    >>> group_of("职工.姓名"), group_of("企业名称")
    ('职工', '')
    """
    return name.rpartition(".")[0]


def isolate(element: etree._Element) -> list[tuple[str, etree._Element]]:
    """Make every placeholder within an element a run of its own; gives names with their runs."""
    found = []
    for paragraph in list(element.iter(f"{W}p")):
        refuse_endless(paragraph)
        while (match := _PLACEHOLDER.search(_text(paragraph))) is not None:
            found.append((_name(match[1]), _cut_out(paragraph, match.start(), match.end())))
    return found


def refuse_endless(paragraph: etree._Element) -> None:
    """Raise InputError for a paragraph that would take time without end; none of an office has so many."""
    if sum(1 for _ in _PLACEHOLDER.finditer(_text(paragraph))) > _MOST_PLACEHOLDERS:
        raise InputError(f"模板的一段里超过 {_MOST_PLACEHOLDERS} 个占位符，请分成几段")


def _name(text: str) -> str:
    return "".join(text.split()).replace("．", ".").replace("。", ".")


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The texts of a paragraph, not those of paragraphs within it (a text box)."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is paragraph]


def _text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _cut_out(paragraph: etree._Element, start: int, end: int) -> etree._Element:
    """Take characters out of the runs that they stand in, and give an empty run at their place, as the first looks."""
    at = 0
    hole: etree._Element | None = None
    for text in _texts(paragraph):
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        at += len(own)
        if first >= last:
            continue
        run = next(text.iterancestors(f"{W}r"))
        before, after = own[:first], own[last:]
        if hole is None:
            hole = _like(run)
            run.addnext(hole)
            _move_rest(run, text, hole, after)
            _set(text, before)
        else:
            _set(text, after)
    assert hole is not None
    return hole


def _move_rest(run: etree._Element, text: etree._Element, hole: etree._Element, after: str) -> None:
    """Put what follows in a run behind the hole: the rest of the text, and further texts, breaks and tabs."""
    rest = list(text.itersiblings())
    if not after and not rest:
        return
    tail = _like(run)
    hole.addnext(tail)
    if after:
        _set(etree.SubElement(tail, f"{W}t"), after)
    tail.extend(rest)


def _like(run: etree._Element) -> etree._Element:
    """An empty run that looks like another one."""
    made = etree.Element(f"{W}r")
    looks = run.find(f"{W}rPr")
    if looks is not None:
        made.append(copy.deepcopy(looks))
    return made


def _set(text: etree._Element, value: str) -> None:
    text.text = value
    text.set(_SPACE, "preserve")


def put_text(run: etree._Element, value: str) -> None:
    """Write a text into an empty run; a line feed is a break."""
    for number, line in enumerate(value.split("\n")):
        if number:
            etree.SubElement(run, f"{W}br")
        _set(etree.SubElement(run, f"{W}t"), line)

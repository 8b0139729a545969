"""A fact in a paper: a content control of Word, whose tag is the fact's name and row, whose title is its cell.

Word keeps content controls when a paper is edited, so that a fact is found again wherever its sentence has gone; a
click on it shows where it comes from. LibreOffice 7.4 keeps the control and drops its tag (and a control of plain text
loses its font there), so that a bookmark of the fact's number stands around it as well. Texts are texts: nothing in a
cell becomes markup.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from xl_addin.files.papers.model import Control, Fact
from xl_addin.files.papers.placeholders import put_text
from xl_addin.files.papers.safety import W

_MARK: Final = "改制:"
_BOOKMARK: Final = "gaizhi"
_FIRST_ID: Final = 731_000_000
"""Controls of a template have small numbers of their own."""
_MOST_TITLE: Final = 60
"""Word refuses titles and tags of more than 64 characters."""
_MOST_TEXT: Final = 2_000
_MOST_DIGITS: Final = 9
_MOST_OPEN: Final = 50
"""Bookmarks of ours that may stand open at one place: each takes the text again."""
_SEEN: Final = (f"{W}t", f"{W}br", f"{W}tab")
_CUT: Final = "……（过长，已截断）"
_FORBIDDEN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain_text(text: str) -> str:
    """A text that any document can hold: without control characters, and not without end.

    >>> plain_text("王\\x07三<b>"), plain_text("一" * 9999)[-10:]
    ('王三<b>', '……（过长，已截断）')
    """
    clean = _FORBIDDEN.sub("", text)
    return clean if len(clean) <= _MOST_TEXT else clean[:_MOST_TEXT] + _CUT


def put_control(run: etree._Element, name: str, row: int, fact: Fact, number: int) -> None:
    """Put a control with a fact in the place of an empty run; ``number`` is its own in the document."""
    control = etree.Element(f"{W}sdt")
    properties = etree.SubElement(control, f"{W}sdtPr")
    looks = run.find(f"{W}rPr")
    if looks is not None:
        properties.append(copy.deepcopy(looks))
    title = f"来源：{fact.source}" if fact.source else "待填" if fact.is_blank else name
    for tag, value in (
        ("alias", plain_text(title)[:_MOST_TITLE]),
        ("tag", tag_of(name, row)),
        ("id", str(_FIRST_ID + number)),
    ):
        etree.SubElement(properties, f"{W}{tag}").set(f"{W}val", value)
    content = etree.SubElement(control, f"{W}sdtContent")
    run.addprevious(control)
    content.append(run)
    for tag, put in (("bookmarkStart", control.addprevious), ("bookmarkEnd", control.addnext)):
        mark = etree.Element(f"{W}{tag}")
        mark.set(f"{W}id", str(_FIRST_ID + number))
        if tag == "bookmarkStart":
            mark.set(f"{W}name", f"{_BOOKMARK}{number}")
        put(mark)
    put_text(run, plain_text(fact.text))


def tag_of(name: str, row: int) -> str:
    """The tag of a fact.

    >>> tag_of("职工.姓名", 12), tag_of("企业名称", 0)
    ('改制:职工.姓名@12', '改制:企业名称')
    """
    return f"{_MARK}{name}@{row}" if row else f"{_MARK}{name}"


def controls(element: etree._Element) -> Iterator[Control]:
    """The facts within an element in the order of the text; of ours within one of ours, the outer says it all."""
    for control in element.iter(f"{W}sdt"):
        value = _tag(control)
        if value.startswith(_MARK) and not any(_tag(one).startswith(_MARK) for one in control.iterancestors(f"{W}sdt")):
            name, _, row = value.removeprefix(_MARK).partition("@")
            yield Control(name, int(row) if _is_number(row) else 0, _text(control))


def _tag(control: etree._Element) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else tag.get(f"{W}val") or ""


def bookmarked(element: etree._Element) -> dict[int, str]:
    """The texts within our bookmarks by the number of the fact, where both ends stand in one paragraph."""
    found: dict[int, str] = {}
    for paragraph in element.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}p"), None) is not None:
            continue  # a text box within: read with the paragraph around it
        opened: dict[str | None, tuple[int, list[str]]] = {}
        for node in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", *_SEEN):
            number = (node.get(f"{W}name") or "").removeprefix(_BOOKMARK)
            if node.tag == f"{W}bookmarkStart" and len(opened) < _MOST_OPEN and _is_number(number):
                opened[node.get(f"{W}id")] = (int(number), [])
            elif node.tag == f"{W}bookmarkEnd" and node.get(f"{W}id") in opened:
                place, parts = opened.pop(node.get(f"{W}id"))
                found[place] = "".join(parts)
            elif node.tag in _SEEN:
                for _, parts in opened.values():
                    parts.append(_shown(node))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS


def _text(control: etree._Element) -> str:
    return "".join(map(_shown, control.iter(*_SEEN)))


def _shown(node: etree._Element) -> str:
    """What a reader sees of a text, break or tab: nothing of what a revision has struck out."""
    if any(True for _ in node.iterancestors(f"{W}del", f"{W}moveFrom")):
        return ""
    return node.text or "" if node.tag == f"{W}t" else "\n" if node.tag == f"{W}br" else "\t"

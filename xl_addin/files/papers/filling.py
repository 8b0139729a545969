"""Fill a template: single facts where their names stand, a row of a table for each row of a group, a page each.

Whatever cannot be filled as the template asks is refused with its placeholder; what the workbook does not say stands
as a blank and is listed on a last page 待填事项.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree

from xl_addin.files.papers.acting import refuse_acting
from xl_addin.files.papers.cautions import wrong_cells
from xl_addin.files.papers.controls import plain_text, put_control
from xl_addin.files.papers.model import Fact, PaperData, Row
from xl_addin.files.papers.placeholders import group_of, isolate, placeholders, put_text
from xl_addin.files.papers.record import keep_record
from xl_addin.files.papers.safety import W, refuse_numbers
from xl_addin.files.papers.word import open_document, saved, stories
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text

LAST_PAGE: Final = "待填事项（本页供经办人用，定稿前删去）"
_NOTHING: Final = Fact("—")
_MOST_TITLE: Final = 200
_SHOWN: Final = 12
_MOST_PLACES: Final = 45_000
"""Facts of one paper: certificates of 3,000 persons, which can be read again; 7 KB each in memory."""
_MOST_NODES: Final = 1_500_000
"""Elements that repeated rows and pages of one paper may come to."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper's document, how many of its facts are left to fill in, and how much must be cleared up first."""

    data: bytes
    blanks: int
    cautions: int


@dataclass(slots=True)
class _Filler:
    """What has been put into the document so far."""

    paper: PaperData
    template: str
    put: dict[tuple[str, int], Fact] = field(default_factory=dict)
    places: list[tuple[str, int, Fact]] = field(default_factory=list)
    """Every place of a fact, in the order of their numbers."""

    def fact(self, name: str, row: Row | None) -> Fact:
        """The fact of a placeholder; InputError if there is none of this name."""
        group = group_of(name)
        own = self.paper.single if not group else row
        if own is None:
            where = "表格的一行里" if group in self.paper.groups else ""
            raise self.refusal(name, f"要放在{where}" if where else "")
        if name.removeprefix(f"{group}." if group else "") not in own:
            raise self.refusal(name, "")
        return own[name.removeprefix(f"{group}." if group else "")]

    def refusal(self, name: str, how: str) -> InputError:
        """Say what is wrong with a placeholder."""
        told = f"{{{{{plain_text(name)}}}}}"
        if how:
            return InputError(f"模板“{self.template}”里的占位符{told}{how}，请改模板")
        known = [
            *self.paper.single,
            *(f"{group}.{one}" for group, rows in self.paper.groups.items() for one in _names(rows)),
        ]
        return InputError(f"模板“{self.template}”里的占位符{told}没有这个名称，可以用：{'、'.join(known)}")

    def refuse_more(self, pattern: Sequence[etree._Element], times: int) -> None:
        """Raise InputError before a pattern is repeated so often that the paper cannot be held."""
        nodes = sum(1 for node in pattern for _ in node.iter())
        places = sum(1 for node in pattern for _ in placeholders(node))
        if nodes * times > _MOST_NODES or len(self.places) + places * times > _MOST_PLACES:
            raise InputError(f"“{self.paper.kind}”有 {times} 行（页），一件写不下，请把工作簿按企业或部门分开再写")

    def fill(self, element: etree._Element, number: int = 0, row: Row | None = None) -> None:
        """Fill every placeholder of an element; those of a group with ``row``, which is the ``number``-th."""
        for name, run in isolate(element):
            fact = self.fact(name, row)
            place = number if group_of(name) else 0
            self.put[name, place] = fact
            self.places.append((name, place, fact))
            put_control(run, name, place, fact, len(self.places))


def _names(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def filled(template: Path, paper: PaperData, now: dt.datetime) -> Filled:
    """The document of a paper; InputError with one Chinese line if the template asks for what there is not."""
    document = open_document(template)
    refuse_acting(document, template.name)
    if paper.masked:
        refuse_numbers(document, template.name)
    _own_properties(document, paper, now)
    filler = _Filler(paper, template.name)
    body = document.element.body
    for story in stories(document):
        _repeat_rows(story, filler)
        if story is body and paper.pages:
            _repeat_pages(body, filler)
        else:
            filler.fill(story)
    cautions = [*paper.cautions, *wrong_cells(filler.put.values(), paper.wrong)]
    _last_page(document, filler, cautions)
    keep_record(document, paper, filler.places)
    return Filled(saved(document), sum(fact.is_blank for fact in filler.put.values()), len(cautions))


def _own_properties(document: Any, paper: PaperData, now: dt.datetime) -> None:
    """The paper's own properties: nothing of who made the template, and when."""
    own = document.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category", "content_status"):
        setattr(own, name, "")
    own.title = plain_text(f"{paper.kind}-{paper.enterprise}")[:_MOST_TITLE]
    own.created = own.modified = now
    own.revision = 1


def _repeat_rows(story: etree._Element, filler: _Filler) -> None:
    """Give each row of a group a copy of the table row that names the group."""
    for pattern in [row for row in story.iter(f"{W}tr") if next(row.iterdescendants(f"{W}tr"), None) is None]:
        groups = {group_of(name): name for name in placeholders(pattern)}
        groups.pop("", None)
        groups.pop(filler.paper.pages, None)
        if not groups:
            continue
        group, name = next(iter(groups.items()))
        if len(groups) > 1:
            raise filler.refusal(name, "和另一组的占位符在同一行")
        if group not in filler.paper.groups:
            raise filler.refusal(name, "")
        rows = filler.paper.groups[group]
        filler.refuse_more([pattern], len(rows))
        for number, values in enumerate(rows, 1):
            made = copy.deepcopy(pattern)
            pattern.addprevious(made)
            filler.fill(made, number, values)
        if not rows:
            for _, run in isolate(pattern):
                put_text(run, _NOTHING.text)
        else:
            next(pattern.iterancestors()).remove(pattern)


def _repeat_pages(body: etree._Element, filler: _Filler) -> None:
    """Give each row of the group a page with everything of the body."""
    last = body.find(f"{W}sectPr")
    pattern = [node for node in body if node is not last]
    for node in pattern:
        body.remove(node)
    rows = filler.paper.groups[filler.paper.pages]
    filler.refuse_more(pattern, len(rows))
    for number, values in enumerate(rows, 1):
        for place, node in enumerate(pattern):
            made = copy.deepcopy(node)
            if number > 1 and place == 0:
                _break_before(made)
            _append(body, last, made)
            filler.fill(made, number, values)


def _append(body: etree._Element, last: etree._Element | None, made: etree._Element) -> None:
    if last is None:
        body.append(made)
    else:
        last.addprevious(made)


def _break_before(node: etree._Element) -> None:
    """Let an element begin a page."""
    paragraph = node if node.tag == f"{W}p" else next(node.iter(f"{W}p"), None)
    if paragraph is None:
        return
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(f"{W}pageBreakBefore") is None:
        style = properties.find(f"{W}pStyle")
        made = etree.Element(f"{W}pageBreakBefore")
        properties.insert(0 if style is None else 1, made)


def _last_page(document: Any, filler: _Filler, cautions: Sequence[str]) -> None:
    """List the blanks that the paper has, and what must be cleared up."""
    lines = [*cautions, *_asked(filler.put)]
    if not lines:
        return
    heading = document.add_paragraph(LAST_PAGE)
    heading.runs[0].bold = True
    heading.paragraph_format.page_break_before = True
    for number, line in enumerate(lines, 1):
        document.add_paragraph(plain_text(f"{number}. {mask_text(line)}"))


def _asked(put: Mapping[tuple[str, int], Fact]) -> Iterator[str]:
    """A line for each kind of blank with the rows that have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for (name, row), fact in put.items():
        if fact.is_blank:
            found.setdefault((name, fact.asked), []).append(row)
    for (name, asked), rows in found.items():
        many = "" if rows == [0] else f"（第 {'、'.join(map(str, rows[:_SHOWN]))} 行{_more(len(rows))}）"
        yield f"{name.rpartition('.')[2]}{many}：{asked}"


def _more(count: int) -> str:
    return f"等，共 {count} 行" if count > _SHOWN else ""

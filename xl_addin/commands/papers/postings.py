"""When and where a paper is posted, as 公示情况表 says it of this enterprise and this subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_addin.commands.papers.enterprise import day_words
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import Fact, blank
from xl_addin.sheets.cells import enterprise_key, texts
from xl_addin.sheets.periods import both_days
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.sheet_table import SheetTable

_NAMES = ("公示开始", "公示结束", "公示地点")


def posting_facts(book: CommandBook, firm: str, subject: str) -> dict[str, Fact]:
    """Begin, end and place where one posting is of the subject; rows that differ are asked; nothing without a row."""
    found: dict[str, list[Fact]] = {}
    for table, i in _rows(book, firm, subject) if subject else ():
        for name, day in zip(_NAMES, both_days(table, i), strict=False):
            if day is None:
                continue
            found.setdefault(name, []).append(Fact(day_words(day), f"{table.sheet}!{day.cell}"))
        if place := texts(table, "place")[i]:
            found.setdefault("公示地点", []).append(Fact(place, f"{table.sheet}!{table.cell('place', i)}"))
    return {name: _one(facts) for name, facts in found.items()}


def _rows(book: CommandBook, firm: str, subject: str) -> Iterator[tuple[SheetTable, int]]:
    for table in book.of_kind("publicity"):
        for i, (name, content) in enumerate(zip(enterprise_names(table), texts(table, "content"), strict=True)):
            if (not name or enterprise_key(name) == enterprise_key(firm)) and re.search(subject, content):
                yield table, i


def _one(facts: list[Fact]) -> Fact:
    if len({fact.text for fact in facts}) == 1:
        return facts[0]
    cells = "、".join(fact.source for fact in facts[:3])
    return blank(f"{cells} 写的不一样（公示了几次），填写本次的")

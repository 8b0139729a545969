"""Checks of one ID number that two sheets give to two names (L-08): nothing else of such rows is compared.

A letter behind a name that tells two namesakes apart, and a remark in brackets, are no other name. A number that one
sheet has twice under two names is found there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import speaks_of
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import PERSONS, sound_ids
from xl_addin.sheets.persons import names
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_name

_LETTERS: Final = "ABCDEFGabcdefg"


def other_names(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every name that another sheet gives otherwise for the same ID number."""
    if not (table.has("id") and table.has("name")):
        return
    told = book.gather(_names_of)
    for i, (key, own) in enumerate(_told(table, book)):
        others = {sheet: place for sheet, (other, place) in told.get(key, {}).items() if own and other != own}
        if others and table.sheet not in others:
            detail = {"others": "、".join(others.values())}
            yield Fault(table.cell("name", i), mask_name(own), "", detail)


def _told(table: SheetTable, book: SheetBook) -> Iterator[tuple[str, str]]:
    """The ID number of every row and the name that goes with it, '' for an empty cell or a dash."""
    cells = zip(book.derive(sound_ids, table), book.derive(names, table), table.column("name"), strict=True)
    return ((key, "" if is_empty(cell) else name.rstrip(_LETTERS)) for key, name, cell in cells)


def _names_of(book: SheetBook) -> dict[str, dict[str, tuple[str, str]]]:
    """For each ID number the name on every sheet and its place; numbers that one sheet has under two names are not."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    twice: set[str] = set()
    for table in book.of_kind(*PERSONS):
        if not (table.has("id") and table.has("name")):
            continue
        for i, (key, plain) in enumerate(_told(table, book)):
            if not key or not plain:
                continue
            place = f"“{table.sheet}”{table.cell('name', i)}"
            if found.setdefault(key, {}).setdefault(table.sheet, (plain, place))[0] != plain:
                twice.add(key)
    return {key: sheets for key, sheets in found.items() if key not in twice and len(sheets) > 1}


TWO_NAMES_CHECKS: Final = (
    Check(
        code="NAMES_DIFFER",
        title="同一身份证号两个姓名",
        severity=Severity.ERROR,
        kinds=PERSONS,
        message="同一身份证号在两张表上姓名不同：这里和{others}写的不是同一个姓名；其他数据因此没有互相核对",
        remedy="按身份证原件核对：姓名写错的改正姓名，号码写错的改正号码；改过名的在备注中说明曾用名",
        citation="同一人的同一事项各表应当一致",
        run=other_names,
        cleared_by=speaks_of("曾用名|改名|更名|原名|又名|别名"),
    ),
)

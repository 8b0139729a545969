"""Checks of what two procedure sheets or registers say of one enterprise, and of its number of workers (L-08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.remarks import NOT_COUNTED
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.case_conflicts import case_conflicts
from xl_addin.sheets.case_facts import CASES
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.persons import enterprises, own_status
from xl_addin.sheets.status import INTERNAL
from xl_addin.sheets.steps import enterprise_names
from xl_addin.sheets.subjects import subjects
from xl_addin.tables.cleaning import clean_text, clean_whole
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_SHOWN: Final = 3


def registers_differ(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every fact of an enterprise that another sheet tells differently."""
    for one in book.gather(case_conflicts):
        if one.fact.table is table:
            others = list(dict.fromkeys(other.place for other in one.others))[:_SHOWN]
            firm = f"（{one.fact.firm}）" if one.fact.firm else ""
            detail = {"name": one.fact.name, "own": one.fact.text, "others": "、".join(others), "firm": firm}
            expected = "、".join(dict.fromkeys(other.text for other in one.others[:_SHOWN]))
            yield Fault(one.fact.cell, one.fact.text, expected, detail, one.fact.item.upper())


def head_counts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Numbers of workers that the roster of the enterprise does not bear out.

    A roster of less than half of them is a part of it; retired persons may be counted or not.
    """
    if not table.has("headcount"):
        return
    rosters = book.gather(roster_counts)
    here = {enterprise_key(name) for name in enterprise_names(table)}
    elsewhere = sum(listed.all for firm, listed in rosters.items() if firm not in here)
    for i, (cell, name) in enumerate(zip(table.column("headcount"), enterprise_names(table), strict=True)):
        typed, counts = _count(cell), rosters.get(enterprise_key(name))
        if typed is None or counts is None or typed in counts.right or counts.all * 2 < typed:
            continue
        if elsewhere and counts.all < typed <= counts.all + elsewhere:
            continue  # branches of it may be listed under names of their own
        detail = {"typed": typed, "listed": counts.all, "sheets": counts.sheets}
        yield Fault(table.cell("headcount", i), mask_text(clean_text(cell)), str(counts.all), detail)


def _count(cell: CellValue) -> int | None:
    if is_empty(cell) or not isinstance(cell, int | float | str):
        return None
    try:
        return clean_whole(cell.rstrip("人名 ") if isinstance(cell, str) else cell, "职工人数")
    except InputError:
        return None


@dataclass(frozen=True, slots=True)
class Listed:
    """How many persons the rosters list for an enterprise, and which numbers of workers they bear out."""

    all: int
    right: frozenset[int]
    sheets: str


def roster_counts(book: SheetBook) -> dict[str, Listed]:
    """The persons of each enterprise that the rosters name; a person on two pages counts once."""
    found: dict[str, dict[str, str]] = {}
    rows_of: Counter[str] = Counter()
    sheets: dict[str, dict[str, None]] = {}
    for table in book.of_kind("roster"):
        rows = zip(
            book.derive(subjects, table), book.derive(enterprises, table), book.derive(own_status, table), strict=True
        )
        for i, (key, name, status) in enumerate(rows):
            firm = enterprise_key(name)
            rows_of[firm] += 1
            found.setdefault(firm, {})[key or f"{table.sheet}/{i}"] = status.settled
            sheets.setdefault(firm, {})[table.sheet] = None
    return {
        firm: _listed(list(people.values()), rows_of[firm], "、".join(sheets[firm])) for firm, people in found.items()
    }


def _listed(words: list[str], rows: int, sheets: str) -> Listed:
    """``rows`` may be more than the persons, where two have one number by mistake."""
    active, internal, repeated = sum(not word for word in words), words.count(INTERNAL), rows - len(words)
    sums = {len(words), active, active + internal, len(words) - internal}
    return Listed(rows, frozenset(total + more for total in sums for more in (0, repeated)), sheets)


CASE_CONTRADICTION_CHECKS: Final = (
    Check(
        code="REGISTERS_DIFFER",
        title="程序表、进度表等说法不一致",
        severity=Severity.ERROR,
        kinds=frozenset(CASES),
        message="“{name}”在两张表上不一致{firm}：这里是{own}，{others}",
        remedy="查原件（批复、评估报告、职代会决议、公告等），把填错的一处改正",
        citation="同一企业的同一事项各表应当一致",
        run=registers_differ,
    ),
    Check(
        code="HEADCOUNT_DIFFERS",
        title="职工人数与花名册不符",
        severity=Severity.NOTICE,
        kinds=frozenset({"progress"}),
        message="“职工人数”填{typed}人，职工花名册（{sheets}）列有{listed}人",
        remedy="核对花名册是否齐全、退休和内退人员是否计入；不计入的在备注中说明",
        citation="测算人员应与花名册一致",
        run=head_counts,
        cleared_by=NOT_COUNTED,
    ),
)

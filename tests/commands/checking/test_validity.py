"""The document on a 政策 sheet must be in force when contracts end; a date outside is a notice at its cell."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.office_timeline import ENDED, office
from xl_addin.commands.checking.examination import examine
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

START = dt.date(2012, 6, 4)
ENDING = START + dt.timedelta(days=ENDED)
WORDS = {"失效日期": ("失效日期", "有效期止"), "施行日期": ("施行日期", "有效期起")}


def found(name: str, value: CellValue, seed: int) -> set[tuple[str, str, str | None, str]]:
    rng = random.Random(seed)
    one = office(rng, START)
    rows: list[list[CellValue]] = [["项目", "值"], ["profile", "SEG2008"], ["文号", "虚构1号"], ["状态", "已确认"]]
    rows.insert(rng.randint(2, 4), [name, value])
    policy = SheetGrid("政策", "xl/worksheets/政策.xml", rows)
    sheets = [*one.injected("clean").book.sheets]
    sheets.insert(rng.randint(0, len(sheets)), policy)
    findings = examine(SheetBook(BookGrid(Path("改制.xlsx"), sheets), dt.date(2026, 6, 1))).findings
    at = next(i for i, row in enumerate(rows, start=1) if row[0] == name)
    return {(f.code, f.severity.value, f.cell, f"B{at}") for f in findings}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("fact", "days", "code"),
    [
        ("失效日期", -1, "POLICY_EXPIRED"),
        ("失效日期", -400, "POLICY_EXPIRED"),
        ("失效日期", 0, ""),
        ("施行日期", 1, "POLICY_NOT_IN_FORCE"),
        ("施行日期", 0, ""),
        ("施行日期", -900, ""),
    ],
)
def test_a_document_out_of_force_at_the_ending_is_named_at_its_cell(fact: str, days: int, code: str, seed: int) -> None:
    day = ENDING + dt.timedelta(days=days)
    value: CellValue = (
        day if seed % 3 == 0 else day.isoformat() if seed % 3 == 1 else f"{day.year}年{day.month}月{day.day}日"
    )
    findings = found(WORDS[fact][seed % 2], value, seed)
    assert {(one, severity, cell) for one, severity, cell, _ in findings} == (
        {(code, "notice", next(iter(findings))[3])} if code else set()
    )

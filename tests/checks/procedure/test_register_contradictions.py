"""What two procedure sheets say differently of one enterprise is an error at both cells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.procedure_facts import ENTERPRISES
from tests.faults.register_pairs import FACTS, Registers, make_registers, other
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.findings import Finding, Severity


def ours(book: BookGrid) -> list[Finding]:
    return [one for one in check_book(book) if one.code.startswith(("REGISTERS_DIFFER", "HEADCOUNT"))]


@pytest.mark.parametrize("seed", range(6))
def test_sheets_that_agree_have_no_findings_in_any_layout(seed: int) -> None:
    rng = random.Random(f"agree{seed}")
    for _ in range(8):
        assert [(one.code, one.message) for one in ours(make_registers(rng).book())] == []


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_fact_that_differs_is_an_error_at_both_cells(seed: int, fact: str) -> None:
    rng = random.Random(f"{fact}{seed}")
    for _ in range(3):
        registers: Registers = make_registers(rng)
        other(rng, fact, registers)
        found = ours(registers.book())
        assert {(one.sheet, one.cell) for one in found} == registers.places(fact)
        assert {one.code for one in found} == {f"REGISTERS_DIFFER_{fact.upper()}"}
        assert {one.severity for one in found} == {Severity.ERROR}
        for one in found:
            (there,) = registers.places(fact) - {(one.sheet, one.cell)}
            assert f"“{there[0]}”{there[1]}" in one.message


def _counted(typed: int, statuses: list[str]) -> list[Finding]:
    heads = ["序号", "企业名称", "职工人数", "职代会时间", "批复文号", "成交价"]
    progress = SheetGrid("进度", "", [heads, [1, ENTERPRISES[0], typed, None, None, None]])
    rows = [[i, ENTERPRISES[0], f"王{i}", "男", "1985-07-01", status] for i, status in enumerate(statuses)]
    roster = SheetGrid("花名册", "", [["序号", "企业名称", "姓名", "性别", "参加工作时间", "在岗状态"], *rows])
    return ours(BookGrid(Path("a.xlsx"), [progress, roster]))


@pytest.mark.parametrize("typed", [6, 5, 4])
def test_retired_persons_may_be_counted_or_not(typed: int) -> None:
    assert _counted(typed, ["在岗"] * 4 + ["内退", "退休"]) == []


@pytest.mark.parametrize("typed", [3, 7, 9, 12])
def test_a_headcount_that_the_roster_does_not_bear_out_is_a_notice(typed: int) -> None:
    (found,) = _counted(typed, ["在岗"] * 4 + ["内退", "退休"])
    assert (found.code, found.cell, found.severity) == ("HEADCOUNT_DIFFERS", "C2", Severity.NOTICE)


def test_a_part_of_a_roster_says_nothing_of_the_headcount() -> None:
    assert _counted(60, ["在岗"] * 6) == []

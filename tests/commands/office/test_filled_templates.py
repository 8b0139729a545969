"""Every template of service, debts and registers: known by its headings, silent when it is filled in rightly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.office.filled_templates import FILLED, write_filled
from xl_addin.commands.office.template_data import templates
from xl_addin.commands.office.templates import template_book
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import CellError, call
from xl_addin.hosts.file.job import check_file
from xl_addin.tables.grid import CellValue
from xl_addin.tables.recognition import read_tables
from xl_addin.values.findings import Finding

TODAY = dt.date(2011, 12, 1)


@pytest.mark.parametrize("kind", templates())
def test_every_heading_of_a_template_has_a_role(kind: str, tmp_path: Path) -> None:
    write_book(tmp_path / "t.xlsx", template_book(kind))
    table = read_tables(open_book(tmp_path / "t.xlsx"))[0]
    heads = [column.head for column in templates()[kind].columns]
    used = set(table.header.columns.values())
    assert [head for col, head in enumerate(heads, start=1) if col not in used] == []


def _findings(path: Path) -> list[Finding]:
    return list(check_file(path, today=TODAY).result.findings)


@pytest.mark.parametrize("kind", FILLED)
def test_right_entries_are_clean_and_one_fault_is_found(kind: str, tmp_path: Path) -> None:
    write_filled(kind, tmp_path / "right.xlsx")
    assert _findings(tmp_path / "right.xlsx") == []
    write_filled(kind, tmp_path / "fault.xlsx", faulty=True)
    assert FILLED[kind]["fault"]["code"] in [one.code for one in _findings(tmp_path / "fault.xlsx")]


def _row(kind: str, row: int, folder: Path) -> dict[str, CellValue]:
    """A row of a filled template after recalculation, by heading."""
    write_filled(kind, folder / "t.xlsx")
    book = open_book(folder / "t.xlsx")
    cells = with_values(book, recalculate(book)).sheet(kind).rows[row - 1]
    heads = [column.head.partition("(")[0] for column in templates()[kind].columns]
    return dict(zip(heads, cells, strict=False))


def test_pieces_that_were_paid_for_do_not_count(tmp_path: Path) -> None:
    """1980-01 to 1985-06 and 1996-03 to 2007-12 are 17 years 4 months, so 18; 3 years 9 months after them are 4."""
    row = _row("工龄分段测算表", 4, tmp_path)
    assert (row["计发月数"], row["补偿金额"]) == (22, 22 * 1600)


def test_a_year_of_arrears_is_twelve_months_of_its_base(tmp_path: Path) -> None:
    """2003: 700 yuan is above 60 % of 900; 12 × 700 × 20 % and 7 %."""
    row = _row("养老分年欠缴测算表", 4, tmp_path)
    assert [row[head] for head in ("月数", "缴费基数", "单位欠缴", "个人欠缴")] == [12, 700, 1680, 588]


AVERAGES = {2003: 900.25, 2004: 960, 2005: 1020.5}


def _looked_up(kind: str, folder: Path, periods: list[tuple[str, str]], averages: dict[int, float]) -> list[list[Any]]:
    """Rows of a template of arrears whose average wages stand on 政策, a row a year, and nowhere else."""
    write_book(folder / "t.xlsx", template_book(kind))
    book = openpyxl.load_workbook(folder / "t.xlsx")
    policy = book["政策"]
    rows = [row for row in range(1, policy.max_row + 1) if policy.cell(row, 1).value == "职工月平均工资"]
    assert len(rows) >= 12
    for row, (year, wage) in zip(rows, averages.items(), strict=False):
        for col, value in ((2, wage), (3, dt.date(year, 1, 1)), (4, dt.date(year, 12, 31)), (6, f"{year}年统计公报")):
            policy.cell(row, col).value = value
    for row, (first, last) in enumerate(periods, start=4):
        for col, value in ((3, "虚构甲"), (4, "362203196005120118"), (5, first), (6, last), (7, 700)):
            book[kind].cell(row, col).value = value
    book.save(folder / "t.xlsx")
    opened = open_book(folder / "t.xlsx")
    sheet = with_values(opened, recalculate(opened)).sheet(kind)
    return [sheet.rows[3 + n] for n in range(len(periods))]


@pytest.mark.parametrize("kind", ["养老分年欠缴测算表", "医疗分年欠缴测算表"])
def test_average_wages_are_given_by_year_once_and_looked_up_by_every_row(kind: str, tmp_path: Path) -> None:
    periods = [
        (f"{year}-{first:02}", f"{year}-{last:02}") for year in AVERAGES for first, last in ((1, 12), (3, 3), (7, 12))
    ]
    policy = [
        ["profile", "SEG2008"],
        *(["职工月平均工资", wage, f"{y}-01-01", f"{y}-12-31"] for y, wage in AVERAGES.items()),
    ]
    width = [[*row, *[None] * (6 - len(row))] for row in policy]
    for (first, last), row in zip(periods, _looked_up(kind, tmp_path, periods, AVERAGES), strict=True):
        wage = call("SOE_RATE", "职工月平均工资", first, None, width)
        assert row[7] == wage == AVERAGES[int(first[:4])]
        for col, payer in ((10, "单位"), (11, "个人")):
            assert row[col] == call("SOE_ARREARS", kind[:2], first, last, 700, wage, payer, width) > 0


def test_a_year_that_nobody_gave_and_a_row_over_two_years_have_no_amount(tmp_path: Path) -> None:
    """Never the nearest year, never the wage of one year for both."""
    rows = _looked_up("养老分年欠缴测算表", tmp_path, [("2006-01", "2006-12"), ("2003-07", "2004-06")], AVERAGES)
    assert all(isinstance(row[col], CellError) for row in rows for col in (7, 10, 11, 12))


def test_a_base_below_the_floor_is_lifted(tmp_path: Path) -> None:
    """2006: 400 yuan is below 60 % of 1,100, which is 660."""
    row = _row("医疗分年欠缴测算表", 5, tmp_path)
    assert [row[head] for head in ("缴费基数", "单位欠缴", "个人欠缴")] == [660, 475.2, 158.4]


def test_a_plan_of_repayment_ends_with_the_debt(tmp_path: Path) -> None:
    rows = [_row("暂挂还款计划表", row, tmp_path) for row in (4, 5, 6, 7)]
    assert [row["期末余额"] for row in rows] == [60000, 20000, 0, ""]
    assert [row["利息"] for row in rows[:3]] == [2000, 1200, 400]
    assert rows[2]["还款日期"] == dt.date(2014, 10, 1)


def test_internal_retirement_costs_its_months_to_retirement(tmp_path: Path) -> None:
    """October 2011 to March 2015 are 42 months of 600 + 2,000 × 26 %."""
    assert _row("内退费用测算表", 4, tmp_path)["内退费用"] == 42 * (600 + 520)


def test_special_posts_retire_at_fifty_five(tmp_path: Path) -> None:
    assert _row("特殊工种人员登记表", 4, tmp_path)["提前退休时间"] == dt.date(2015, 5, 12)

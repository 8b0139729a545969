"""What nobody reads may explain a figure: no wrong right figure is stated over it, and it is named."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import findings, id_number, only, places, sheet
from xl_addin.tables.grid import CellValue
from xl_addin.values.findings import FindingTable

FACTS: list[CellValue] = [dt.date(1989, 8, 16), dt.date(2011, 9, 28), 2454, 1500, 2300]
HEADER: list[CellValue] = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资"]
HEADER += ["当地上年度职工月平均工资", "计发月数", "补偿金额"]


def _totals(heading: str, total_heading: str, *rows: tuple[float, float]) -> FindingTable:
    """A sheet of persons due 56442 yuan, with a column of unknown heading and a total."""
    lines: list[list[CellValue]] = [[*HEADER, heading, total_heading]]
    for i, (part, total) in enumerate(rows):
        lines.append([f"王{'一二三四五'[i]}", id_number(2 * i + 1), *FACTS, 23, 56442, part, total])
    return findings(sheet("测算", lines))


@pytest.mark.parametrize("heading", ["扣款", "扣借款", "应扣款", "代扣个人欠费", "减：借款", "已预付款"])
def test_what_is_deducted_is_taken_off_the_total(heading: str) -> None:
    assert places(_totals(heading, "合计", (500, 55942), (0, 56442))) == []


def test_a_total_that_nothing_explains_has_no_right_figure_while_a_part_is_not_read() -> None:
    finding = only(_totals("住房补贴", "合计", (500, 66441)))
    assert (finding.code, finding.cell, finding.expected) == ("ROW_TOTAL_WRONG", "K2", "")
    assert "“住房补贴”计入后为56942.00元" in finding.message


def test_where_most_rows_count_the_unread_part_the_wrong_one_should_too() -> None:
    finding = only(_totals("住房补贴", "合计", (500, 56942), (500, 57042), (500, 56942)))
    assert (finding.cell, finding.expected) == ("K3", "56942.00")


def test_where_most_rows_leave_the_unread_part_out_the_wrong_one_should_too() -> None:
    finding = only(_totals("参考数", "合计", (500, 56442), (500, 56443), (500, 56442)))
    assert (finding.cell, finding.expected) == ("K3", "56442.00")


@pytest.mark.parametrize("heading", ["应扣减工龄（月）", "军龄", "已补偿年限", "折算工龄"])
def test_wrong_months_name_the_column_that_may_explain_them(heading: str) -> None:
    rows: list[list[CellValue]] = [[*HEADER[:5], heading, *HEADER[5:]]]
    rows.append(["王一", id_number(1), *FACTS[:3], 3, *FACTS[3:], 26, 63804])
    rows.append(["李二", id_number(3), *FACTS[:3], 0, *FACTS[3:], 26, 63804])
    first, second = [f for f in findings(sheet("测算", rows)) if f.code == "MONTHS_WRONG"]
    assert f"“{heading}”一栏没有读" in first.message
    assert "没有读" not in second.message


def test_a_wrong_amount_names_a_factor_that_is_not_read() -> None:
    rows: list[list[CellValue]] = [[*HEADER[:8], "系数", HEADER[8]], ["王一", id_number(1), *FACTS, 23, 1.2, 67730.4]]
    found = [f for f in findings(sheet("测算", rows)) if f.code == "AMOUNT_WRONG"]
    assert len(found) == 1
    assert "“系数”一栏没有读" in found[0].message


@pytest.mark.parametrize("first", ["其中：男职工", "其中:男职工", "其中：固定工", "男职工", "其中：男"])
@pytest.mark.parametrize("second", ["女职工", "　　女职工", "临时工小计"])
@pytest.mark.parametrize("shares", [(112884, 112884), (56442, 169326), (56442, 56442)])
def test_choices_below_the_sum_of_all_are_not_sums_of_all(first: str, second: str, shares: tuple[int, int]) -> None:
    rows: list[list[CellValue]] = [HEADER]
    rows += [[f"王{'一二三四'[i]}", id_number(2 * i + 1), *FACTS, 23, 56442] for i in range(4)]
    rows += [["合计", *[None] * 7, 225768], [first, *[None] * 7, shares[0]], [second, *[None] * 7, shares[1]]]
    assert places(findings(sheet("测算", rows))) == []

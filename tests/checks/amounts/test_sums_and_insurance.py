"""Checks of sums in every arrangement, and of the arithmetic of the 养老/医疗 sheet."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import findings, id_number, only, places, sheet
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError
from xl_addin.values.findings import FindingTable, Severity

HEADER = ["姓名", "身份证号", "个人欠缴", "滞纳金", "小计"]


def column(*lines: tuple[str, CellValue]) -> FindingTable:
    """A sheet with the given labels (甲… are persons, the rest sums) and figures in column C."""
    rows: list[list[CellValue]] = [["姓名", "身份证号", "个人欠缴"]]
    for i, (label, figure) in enumerate(lines):
        person = label in "甲乙丙丁戊己"
        rows.append([label, id_number(2 * i + 1, dt.date(1970, 1, 1 + i)) if person else None, figure])
    return findings(sheet("欠费", rows))


@pytest.mark.parametrize(
    "lines",
    [
        [("甲", 1), ("乙", 2), ("合　计", 3)],
        [("甲", 1), ("小计", 1), ("乙", 2), ("丙", 3), ("小计", 5), ("合计", 6)],
        [("甲", 1), ("合计", 1), ("乙", 2), ("合计", 2), ("总计", 3)],
        [("甲", 1), ("小计", 1), ("乙", 2), ("小计", 2), ("合计", 3), ("丙", 4), ("小计", 4), ("合计", 4), ("总计", 7)],
        [("甲", 1), ("乙", 2), ("本页小计", 3), ("累 计", 3), ("丙", 3), ("本页小计", 3), ("累计", 6)],
        [("甲", 1), ("小计", 1), ("乙", 2), ("本页小计", 3), ("丙", 3), ("小计", 5), ("本页小计", 3), ("合计", 6)],
        [("合计", 6), ("甲", 1), ("乙", 2), ("丙", 3)],
        [("总计", 6), ("小计", 3), ("甲", 1), ("乙", 2), ("小计", 3), ("丙", 3)],
        [("甲", 1), ("乙", None), ("合计", 1.0)],
        [("甲", 1), ("乙", "—"), ("合计", None)],
        [("甲", 0.1), ("乙", 0.2), ("合计", 0.3)],
    ],
)
def test_sums_are_right_in_every_arrangement(lines: list[tuple[str, CellValue]]) -> None:
    assert places(column(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "cell", "expected"),
    [
        ([("甲", 1), ("乙", 2), ("合计", 3.01)], "C4", "3.00"),
        ([("甲", 1), ("小计", 1.01), ("乙", 2), ("小计", 2), ("合计", 3.01)], "C3", "1.00"),
        ([("甲", 1), ("小计", 1), ("乙", 2), ("小计", 3), ("合计", 3)], "C5", "2.00"),
        ([("甲", 1), ("小计", 1), ("乙", 2), ("小计", 2), ("合计", 4)], "C6", "3.00"),
        ([("甲", 1), ("本页小计", 1), ("累计", 1), ("乙", 2), ("本页小计", 2), ("累计", 2)], "C7", "3.00"),
        ([("合计", 5), ("甲", 1), ("乙", 2), ("丙", 3)], "C2", "6.00"),
    ],
)
def test_a_wrong_sum_is_an_error_at_its_cell_with_the_right_sum(
    lines: list[tuple[str, CellValue]], cell: str, expected: str
) -> None:
    finding = only(column(*lines))
    assert (finding.code, finding.cell, finding.expected) == ("SUM_WRONG", cell, expected)


def test_sums_over_a_figure_that_is_no_number_are_not_judged() -> None:
    assert places(column(("甲", CellError("#N/A", "")), ("乙", 2), ("合计", 7))) == [("CELL_ERROR", "C2")]


def test_an_error_value_in_a_row_of_sums_is_an_error() -> None:
    assert places(column(("甲", 1), ("合计", CellError("#REF!", "")))) == [("SUM_ERROR_VALUE", "C3")]


def test_a_row_total_may_hold_columns_of_unknown_heading() -> None:
    header = ["姓名", "身份证号", "个人欠缴", "手续费", "滞纳金", "小计"]
    rows = [header, ["王一", id_number(1), 100, 5, 3.5, 108.5]]
    assert places(findings(sheet("欠费", rows))) == []
    rows[1][5] = 108.51
    finding = only(findings(sheet("欠费", rows)))
    assert (finding.cell, finding.expected) == ("F2", "")
    assert "103.50元，没有读的“手续费”计入后为108.50元" in finding.message


ARREARS = ["姓名", "身份证号", "欠费起止年月", "月数", "缴费基数", "单位比例", "个人比例", "单位欠缴", "个人欠缴"]


@pytest.mark.parametrize("rates", [(20, 8), ("20%", "8%"), (0.2, 0.08), ("２０％", 8.0)])
def test_rates_are_one_however_they_are_written(rates: tuple[CellValue, CellValue]) -> None:
    row = ["王一", id_number(1), "2001.01-2003.12", 36, 1000, *rates, 7200, 2880]
    assert places(findings(sheet("欠费", [ARREARS, row]))) == []


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2001年1月至2001年12月", 12),
        ("200101—200202", 14),
        ("2001.11～2002.02", 4),
        ("2001/1-2001/3", 3),
        ("自2002年3月至6月", 4),
        ("2002年3-6月（含）", 4),
        ("2002.3.1-2002.6.30", 4),
        ("02.3-02.6", 4),
        ("2002年全年", 12),
    ],
)
def test_the_months_of_a_written_period_are_counted_with_both_ends(period: str, months: int) -> None:
    right = ["王一", id_number(1), period, months, 1000, 20, 8, 200 * months, 80 * months]
    assert places(findings(sheet("欠费", [ARREARS, right]))) == []
    right[3] = months + 1
    right[7:] = [200 * (months + 1), 80 * (months + 1)]
    finding = only(findings(sheet("欠费", [ARREARS, right])))
    assert (finding.code, finding.cell, finding.expected) == ("ARREARS_MONTHS", "D2", str(months))


def test_a_mistyped_number_of_months_makes_no_right_money_wrong() -> None:
    row = ["王一", id_number(1), "2002.03-2002.06", 5, 1000, 20, 8, 800, 320]
    assert places(findings(sheet("欠费", [ARREARS, row]))) == [("ARREARS_MONTHS", "D2")]
    row[7] = 900
    found = findings(sheet("欠费", [ARREARS, row]))
    assert places(found) == [("ARREARS_MONTHS", "D2"), ("ARREARS_UNIT_WRONG", "H2")]
    assert [finding.expected for finding in found] == ["4", "800.00"]


@pytest.mark.parametrize("period", ["2002.03至今", "2002.03-2002.06;2003.01-2003.02"])
def test_a_period_that_cannot_be_read_is_named_as_not_checked(period: str) -> None:
    found = findings(sheet("欠费", [ARREARS, ["王一", id_number(1), period, 9, 1000, 20, 8, 1800, 720]]))
    assert places(found) == []
    assert [line for line in found.not_checked if "第2行" in line and "月数未校验" in line]


def test_arrears_are_rounded_once() -> None:
    row = ["王一", id_number(1), "2001.01-2001.12", 12, 1000.63, "20%", "8%", 2401.51, 960.6]
    assert places(findings(sheet("欠费", [ARREARS, row]))) == []
    row[8] = 960.61
    finding = only(findings(sheet("欠费", [ARREARS, row])))
    assert (finding.code, finding.cell, finding.expected) == ("ARREARS_PERSON_WRONG", "I2", "960.60")


@pytest.mark.parametrize("rate", [120, "150%", -1, "-20%"])
def test_a_rate_outside_its_range_is_an_error_and_blocks_its_amount(rate: CellValue) -> None:
    row = ["王一", id_number(1), "2001.01-2001.12", 12, 1000, rate, 8, 1, 960]
    finding = only(findings(sheet("欠费", [ARREARS, row])))
    assert (finding.code, finding.cell, finding.severity) == ("RATE_OUT_OF_RANGE", "F2", Severity.ERROR)


def test_typed_rates_are_never_compared_with_a_table() -> None:
    row = ["王一", id_number(1), "2001.01-2001.12", 12, 1000, 33, 1.5, 3960, 180]
    assert places(findings(sheet("欠费", [ARREARS, row]))) == []


@pytest.mark.parametrize(("first", "found"), [("1985.06", True), ("1985.07", False)])
def test_arrears_before_the_start_of_work_are_a_notice(first: str, found: bool) -> None:
    staff = sheet("花名册", [["姓名", "身份证号", "参加工作时间"], ["王一", id_number(1), dt.date(1985, 7, 20)]])
    rows = [["姓名", "欠费起", "欠费止", "个人欠缴"], ["王一", first, "1990.12", 100]]
    table = findings(staff, sheet("欠费", rows))
    assert places(table) == ([("ARREARS_BEFORE_START", "B2")] if found else [])
    assert all(finding.severity is Severity.NOTICE for finding in table)


def test_the_reserve_of_the_retired_is_years_times_standard_only() -> None:
    header = ["姓名", "身份证号", "年龄", "预留年限", "年标准（元/年）", "金额"]
    rows = [header, ["王一", id_number(1), 66, 4, 1800, 7200]]
    assert places(findings(sheet("医疗", rows))) == []
    rows[1][5] = 7200.01
    assert (only(findings(sheet("医疗", rows))).cell, only(findings(sheet("医疗", rows))).expected) == ("F2", "7200.00")

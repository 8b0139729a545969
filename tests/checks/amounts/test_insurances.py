"""养老保险 and 医疗保险 beside one another, reserves without ID numbers, rates for both payers: worked sheets."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from tests.checks.books import TODAY, book, sheet
from xl_addin.checks.run import check_book
from xl_addin.commands.fund.dues import read_dues
from xl_addin.sheets.arrears import insurance_named, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_persons import read_package_persons
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.recognition import read_sheet

TOP: list[CellValue] = ["序号", "姓名", "身份证号", "养老保险", *[None] * 5, "医疗保险", *[None] * 5, "合计"]
SUBS = ["欠缴起", "欠缴止", "缴费基数", "单位欠缴", "个人欠缴", "小计"]
SUB: list[CellValue] = [None, None, None, *SUBS, *SUBS, None]
MERGED = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 9), (1, 10, 1, 15), (1, 16, 2, 16)]
PENSION: list[CellValue] = ["2006.01", "2008.12", 1200, 8640, 3456, 12096]
MEDICAL: list[CellValue] = ["2006.01", "2008.12", 1200, 2592, 864, 3456]
FIRST: list[CellValue] = [1, "王甲子", "990101196405010038"]
SECOND: list[CellValue] = [2, "李乙丑", "990101196405010054"]


def _two(*rows: list[CellValue], name: str = "欠费") -> SheetGrid:
    return sheet(name, [TOP, SUB, *rows], MERGED)


def _codes(*sheets: SheetGrid) -> list[tuple[str, str | None, str]]:
    return [(f.code, f.cell, f.expected) for f in check_book(book(*sheets), TODAY)]


RIGHT = _two([*FIRST, *PENSION, *MEDICAL, 15552], [*SECOND, *PENSION, *MEDICAL, 15552])


def test_two_insurances_side_by_side_are_right() -> None:
    assert _codes(RIGHT) == []


def test_each_insurance_of_a_wrong_sheet_is_judged() -> None:
    wrong = _two(
        [*FIRST, *PENSION, *MEDICAL[:3], 999_999, 864, 5, 1], [*SECOND, *PENSION, *MEDICAL[:3], 7, 864, 871, 12967]
    )
    assert _codes(wrong) == [
        ("ARREARS_ABOVE_BASE", "M3", "不超过43200.00"),
        ("ARREARS_RATE_UNUSUAL", "M4", ""),
        ("ROW_TOTAL_WRONG", "O3", "1000863.00"),
        ("ROW_TOTAL_WRONG", "P3", "12101.00"),
    ]


def test_a_total_of_the_right_parts_is_no_fault_of_its_own_where_a_subtotal_is_wrong() -> None:
    assert [code[:2] for code in _codes(_two([*FIRST, *PENSION[:5], 5, *MEDICAL, 15552]))] == [
        ("ROW_TOTAL_WRONG", "I3")
    ]


def test_a_share_that_only_other_years_rates_come_to_is_usual() -> None:
    # 12 months at 6 % and 24 at 7 %.
    mixed: list[CellValue] = ["2001.01", "2003.12", 1000, 7200, 12 * 60 + 24 * 70, 9600]
    assert _codes(_two([*FIRST, *mixed, *MEDICAL, 13056])) == []


def test_a_column_that_is_computed_in_another_way_is_named_once_and_not_judged() -> None:
    rows = [[*FIRST[:1], f"王{i}", None, *PENSION[:3], 8641.37 + i, 3456, 12097.37 + i, *MEDICAL] for i in range(4)]
    found = check_book(book(sheet("欠费", [TOP[:15], SUB[:15], *rows], MERGED[:5])), TODAY)
    assert [f.code for f in found if f.code.startswith("ARREARS")] == []
    assert [line for line in found.not_checked if "养老保险单位欠缴" in line] == [
        "工作表“欠费”：“养老保险单位欠缴”没有比例栏，多数行不等于月数×缴费基数×整比例，未复算"
    ]


@pytest.mark.parametrize(
    ("rate", "typed", "wrong"),
    [
        ("28%", 12096, False),
        (0.28, 12096, False),
        ("20%+8%", 12096, False),
        ("28%", 12097, True),
        ("20+7", 12096, True),
    ],
)
def test_one_rate_of_both_payers_is_reckoned_with(rate: CellValue, typed: float, wrong: bool) -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "身份证号", "欠费起", "欠费止", "缴费基数", "比例", "欠缴金额", "滞纳金", "合计"],
        [*FIRST[1:], "2006.01", "2008.12", 1200, rate, typed, 10, typed + 10],
    ]
    assert [code[:2] for code in _codes(sheet("养老欠费", rows))] == ([("ARREARS_RATE_WRONG", "G2")] if wrong else [])


def test_persons_are_listed_once_and_each_period_is_found_for_the_package() -> None:
    workbook = SheetBook(book(RIGHT), TODAY)
    assert len(workbook.tables) == 1
    people = read_package_persons(workbook, "")
    assert [person.name for person in people] == ["王甲子", "李乙丑"]
    assert people[0].cells["医疗欠缴止"] == "2008.12"
    parts = insurance_parts(workbook.tables[0], workbook)
    assert [insurance_named(part) for part in parts] == ["养老", "医疗"]


def test_what_is_owed_to_each_insurance_is_added_up_once() -> None:
    dues = read_dues(SheetBook(book(RIGHT), TODAY), SimpleNamespace(firms=[], entries=[]))  # type: ignore[arg-type]
    assert [(due.item, due.fen) for due in dues.items] == [("养老", 2_419_200), ("医疗", 691_200)]
    assert dues.left_out == ()


def test_years_beside_one_another_are_groups_too() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "身份证号", "2006年", None, None, "2007年", None, None, "合计"],
        [None, None, "单位", "个人", "小计", "单位", "个人", "小计", None],
        [*FIRST[1:], 100, 50, 150, 200, 80, 281, 431],
    ]
    assert _codes(sheet("养老欠费", rows, [(1, 3, 1, 5), (1, 6, 1, 8)])) == [("ROW_TOTAL_WRONG", "H3", "280.00")]


def test_severance_and_insurances_on_one_sheet_are_judged_both() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "月平均工资", "企业平均工资", "社平工资",
         "补偿金额",
         "养老保险", None, None, "医疗保险", None, None, "合计"],
        [*[None] * 9, "单位", "个人", "小计", "单位", "个人", "小计", None],
        ["王甲子", "990101196405010038", "1985-07-01", "2011-09-28", "破产关闭", 1600, 1652.3, 2300, 44402.9,
         8640, 3456, 12096, 2592, 864, 3456, 59954.9],
        ["李乙丑", "990101196405010054", "1985-07-01", "2011-09-28", "破产关闭", 1600, 1652.3, 2300, 44402.9,
         8640, 3456, 12096, 2592, 864, 9, 56507.9],
        ["张丙寅", "990101196405010070", "1985-07-01", "2011-09-28", "破产关闭", 1600, 1652.3, 2300, 44402.8,
         8640, 3456, 12096, 2592, 864, 3456, 3],
    ]  # fmt: skip
    grid = sheet("一补二险", rows, [(1, 10, 1, 12), (1, 13, 1, 15)])
    assert read_sheet(grid)[0].kind == "severance"
    assert [code[:2] for code in _codes(grid)] == [
        ("AMOUNT_WRONG", "I5"),
        ("ROW_TOTAL_WRONG", "O4"),
        ("ROW_TOTAL_WRONG", "P5"),
    ]


@pytest.mark.parametrize("name", ["退休人员姓名", "姓名（退休）", "退休职工", "人员姓名"])
@pytest.mark.parametrize(
    ("standard", "years", "amount"),
    [
        ("年标准（元/年）", "预留年限（年）", "金额（元）"),
        ("预留标准", "计提年限", "预留金额"),
        ("年人均标准", "预提年限", "预提金额"),
    ],
)
def test_a_list_of_reserves_without_id_numbers_is_read_and_judged(
    name: str, standard: str, years: str, amount: str
) -> None:
    rows: list[list[CellValue]] = [
        ["某厂退休人员医疗保险预留测算表"],
        [name, "年龄", standard, years, amount],
        ["王静", 70, 1800, 10, 18000],
        ["李小平", 59, 1800, 11, 19801],
        ["总　计", None, None, None, 37800],
    ]
    assert _codes(sheet("退休医疗", rows)) == [("RESERVE_WRONG", "E4", "19800.00"), ("SUM_WRONG", "E5", "37801.00")]


def test_periods_of_arrears_in_other_words_are_read() -> None:
    for first, last in (("欠费起始年月", "欠费终止年月"), ("欠缴起始时间", "欠缴截止时间"), ("起始年月", "终止年月")):
        rows: list[list[CellValue]] = [
            [
                "姓名",
                "身份证号",
                "缴费基数",
                first,
                last,
                "月数",
                "单位比例",
                "单位欠缴",
                "个人比例",
                "个人欠缴",
                "小计",
            ],
            [*FIRST[1:], 1300, "2007.01", "2009.12", 35, "20%", 9360, "8%", 3744, 13104],
        ]
        assert _codes(sheet("养老欠费", rows)) == [("ARREARS_MONTHS", "F2", "36")]
    whole: list[list[CellValue]] = [
        ["姓名", "身份证号", "欠费年度", "月数", "单位欠缴"],
        [*FIRST[1:], "2007年", 11, 5],
    ]
    assert _codes(sheet("养老欠费", whole)) == [("ARREARS_MONTHS", "D2", "12")]
    assert dt.date(2010, 1, 1) < TODAY

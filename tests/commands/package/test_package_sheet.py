"""生成测算表: everybody once, inputs left, one array call, native sums, stored values as computed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.pressing import pressed
from xl_addin.checks.run import check_book
from xl_addin.commands.package import page
from xl_addin.commands.package.command import columns_for, compute, plan_package_sheet
from xl_addin.commands.package.page import TITLE, WAITING
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_persons import PackagePerson, read_package_persons
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import CellError, InputError

ROSTER: list[list[CellValue]] = [
    ["职工花名册"],
    ["序号", "企业名称", "姓名", "身份证号", "性别", "参加工作时间", "在岗状态"],
    [1, "虚构一厂", "虚构甲", "110105196812310021", "女", "1985-07-01", "在岗"],
    [2, "虚构一厂", "虚构乙", "11010519681231003X", "男", "1985.1", "在岗"],
    [3, "虚构二厂", "虚构丙", "110105196812310048", "女", "1980-01-01", "退休"],
    [4, "虚构二厂", "虚构丁", "110105196812310056", "男", "1990-03-01", None],
]
SEVERANCE: list[list[CellValue]] = [
    ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资"],
    ["虚构甲", "110105196812310021", "1985-07-01", dt.date(2011, 9, 28), 1600, 1500, 2300],
    ["虚构乙", "11010519681231003X", "1985.1", dt.date(2011, 9, 28), 1500, 1500, 2300],
    ["虚构丁", "110105196812310056", "1990-03-01", dt.date(2011, 9, 28), 1200, 1500, 2300],
]
ARREARS: list[list[CellValue]] = [
    ["姓名", "身份证号", "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资",
     "年龄", "医疗年标准"],
    ["虚构甲", "110105196812310021", "2006-01", "2006-12", None, None, 1200, 1480, None, None],
    ["虚构丙", "110105196812310048", None, None, None, None, None, None, 58, 1800],
]  # fmt: skip
POLICY: list[list[CellValue]] = [["项目", "值"], ["profile", "SEG2008"], ["round_to", "yuan"]]


@pytest.fixture
def book() -> BookGrid:
    return grid(花名册=ROSTER, 测算=SEVERANCE, 欠缴=ARREARS, 政策=POLICY)


def sheet_rows(made: BookGrid) -> dict[str, list[CellValue]]:
    """Rows of persons by name."""
    return {str(row[2]): row for row in made.sheet(TITLE).rows if len(row) > 3 and isinstance(row[0], int)}


def test_stored_values_are_the_recalculated_ones(book: BookGrid, tmp_path: Path) -> None:
    made, recalculation = written(plan_package_sheet(pressed(book), context()), tmp_path)
    assert recalculation.calls == 4 * 6
    assert recalculation.unresolved == []
    assert differences(made, recalculation) == []


def test_everybody_of_roster_severance_and_arrears_sheets_stands_once(book: BookGrid, tmp_path: Path) -> None:
    plan = plan_package_sheet(pressed(book), context())
    made, _ = written(plan, tmp_path)
    assert list(sheet_rows(made)) == ["虚构甲", "虚构丙", "虚构丁", "虚构乙"]
    assert "3 人，合计" in plan.summary and "另有 1 人不能计算" in plan.summary
    assert plan.suffix == "-一补二险测算表"


def test_amounts_are_those_of_the_single_functions(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    severance = call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1500, 2300, None, [["round_to", "yuan"]])
    unit, person = (call("SOE_ARREARS", "养老", "2006-01", "2006-12", 1200, 1480, payer) for payer in ("单位", "个人"))
    assert isinstance(severance, float)
    assert isinstance(unit, float)
    assert isinstance(person, float)
    total = severance + unit + person
    assert made.sheet(TITLE).rows[3][-8:] == [
        "经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人", "合计", "其中：单位承担", "其中：个人承担",
    ]  # fmt: skip
    first = [severance, unit, person, 0, 0, total, severance + unit, person]
    assert sheet_rows(made)["虚构甲"][-8:] == first
    assert sheet_rows(made)["虚构丙"][-8:] == [0, 0, 0, 12 * 1800, 0, 12 * 1800, 12 * 1800, 0]


def test_who_cannot_be_computed_stands_apart_with_the_reason_and_in_no_total(book: BookGrid, tmp_path: Path) -> None:
    plan = plan_package_sheet(pressed(book), context())
    made, recalculation = written(plan, tmp_path)
    assert plan.faults == 1
    texts = [str(cell) for row in made.sheet(TITLE).rows for cell in row]
    assert any("虚构乙" in text and "1985年1月还是1985年10月" in text for text in texts)
    assert recalculation.errors == []
    assert sheet_rows(made)["虚构乙"][19:25] == [WAITING, 0, 0, 0, 0, WAITING]
    total = next(row for row in made.sheet(TITLE).rows if row and row[0] == "合　计")
    rows = sheet_rows(made)
    for column in (-1, -2, -3):
        assert total[column] == sum(float(str(rows[name][column])) for name in ("虚构甲", "虚构丙", "虚构丁"))


def test_a_change_of_the_inputs_flows_into_results_and_sums(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    row = next(i for i, line in enumerate(made.sheet(TITLE).rows, 1) if len(line) > 2 and line[2] == "虚构丁")
    wage = made.sheet(TITLE).rows[3].index("前12个月月平均工资")
    before = made.sheet("汇总").value(8, 4)
    made.sheet(TITLE).rows[row - 1][wage] = 3000
    after = with_values(made, recalculate(made)).sheet("汇总").value(8, 4)
    assert isinstance(before, float | int)
    assert isinstance(after, float | int)
    assert after > before


def test_inputs_stand_left_and_no_formula_contains_its_own_cell(book: BookGrid) -> None:
    sheet = plan_package_sheet(pressed(book), context()).book.sheets[0]
    assert not sheet.arrays
    assert [cell.formula for cell in sheet.rows[3]] == [None] * 27
    first = [str(cell.formula) for cell in sheet.rows[4][19:27]]
    parts = ("经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人", "合计")
    for text, part in zip(first, parts, strict=False):
        assert text.startswith(f'SOE_PACKAGE($A$4:$S$4,$A5:$S5,"{part}",政策!$A$1:$F$')
    assert first[6:] == ["SUM(T5,U5,W5)", "SUM(V5,X5)"]
    assert str(sheet.rows[11][19].formula).startswith("IFERROR(SOE_PACKAGE($A$11:$S$11,$A12:$S12,")


def test_more_persons_than_a_host_computes_one_by_one_have_one_call_out_of_sight(
    book: BookGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_CALLS", 2)
    plan = plan_package_sheet(pressed(book), context())
    far = plan.book.sheets[-1]
    assert (far.title, far.hidden, list(far.arrays)) == ("测算函数", True, ["A1:G4"])
    assert far.arrays["A1:G4"].startswith(f"SOE_PACKAGE_TABLE({TITLE}!$A$4:$S$7,政策!$A$1:$F$")
    assert [cell.formula for cell in plan.book.sheets[0].rows[4]][19:25] == [f"测算函数!{col}2" for col in "BCDEFG"]
    made, recalculation = written(plan, tmp_path)
    assert differences(made, recalculation) == []
    few, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    assert sheet_rows(made) == sheet_rows(few)
    listed = SheetBook(made, dt.date(2012, 1, 1)).of_kind("arrears")
    assert {table.sheet for table in listed} == {TITLE}


def test_sums_by_enterprise_and_group_are_native_and_agree(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    summary = made.sheet("汇总")
    assert all("SUMIFS(" in cell.text for cell in summary.formulas.values() if cell.text.startswith("SUMIFS"))
    assert [row[0] for row in summary.rows[5:8]] == ["虚构一厂", "虚构二厂", "合　计"]
    totals = [row for row in summary.rows if row and row[0] == "合　计"]
    assert totals[0][2:] == totals[1][2:]
    assert totals[0][2] == 3
    assert totals[0][-1] == 1


def test_the_sheet_prints_on_a4_landscape_with_repeated_heading_and_signatures(book: BookGrid) -> None:
    sheet = plan_package_sheet(pressed(book), context()).book.sheets[0]
    assert sheet.printing.landscape
    assert sheet.printing.repeat == (4, 4)
    assert "审核" in sheet.printing.footer
    assert "&P" in sheet.printing.footer


def test_the_policy_of_the_book_is_copied_and_decides(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    options = [(str(row[0]), str(row[1])) for row in made.sheet("政策").rows if len(row) > 1]
    policy = book_policy(made).policy
    assert policy.profile.id == "SEG2008"
    assert policy.options.round_to == "yuan", options
    assert float(str(sheet_rows(made)["虚构甲"][-8])).is_integer()


def test_what_the_office_calls_the_package_decides_the_columns(tmp_path: Path) -> None:
    policy: list[list[CellValue]] = [["profile", "SEG2008"], ["一补二险", "经济补偿、养老、医疗、失业"]]
    plan = plan_package_sheet(pressed(grid(花名册=ROSTER, 测算=SEVERANCE, 欠缴=ARREARS, 政策=policy)), context())
    made, recalculation = written(plan, tmp_path)
    assert made.sheet(TITLE).rows[3][-10:-2] == [
        "经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人", "失业单位", "失业个人", "合计",
    ]  # fmt: skip
    assert differences(made, recalculation) == []


def test_an_office_that_counts_the_units_share_only_gets_that_and_no_columns_of_payers(tmp_path: Path) -> None:
    policy: list[list[CellValue]] = [["profile", "SEG2008"], ["一补二险", "经济补偿、养老单位"]]
    plan = plan_package_sheet(pressed(grid(花名册=ROSTER, 测算=SEVERANCE, 欠缴=ARREARS, 政策=policy)), context())
    made, recalculation = written(plan, tmp_path)
    assert made.sheet(TITLE).rows[3][-3:] == ["经济补偿", "养老单位", "合计"]
    assert differences(made, recalculation) == []


def test_the_policy_sheet_lists_the_parts_by_payer_and_the_page_names_its_version(
    book: BookGrid, tmp_path: Path
) -> None:
    plan = plan_package_sheet(pressed(book), context())
    made, _ = written(plan, tmp_path)
    rows = [row[:6] for row in made.sheet("政策").rows]
    options = {row[0]: row[1] for row in rows if len(row) > 1}
    assert options["一补二险"] == "经济补偿、养老单位、养老个人、医疗单位、医疗个人"
    version = call("SOE_POLICY_VERSION", rows)
    assert str(version) in str(made.sheet(TITLE).rows[1][3])
    assert str(version) in plan.summary


def test_sums_by_payer_agree_with_the_total_in_every_line_of_the_summary(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    summary = made.sheet("汇总").rows
    head = summary[4]
    total, unit, person = (head.index(name) for name in ("合计", "其中：单位承担", "其中：个人承担"))
    lines = [row for row in summary if len(row) > person and isinstance(row[person], int | float)]
    assert len(lines) >= 6
    for row in lines:
        assert round(float(str(row[unit])) + float(str(row[person])), 2) == row[total]
    assert float(str(lines[-1][person])) > 0


def test_whoever_waits_has_blank_shares_until_the_row_is_corrected(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context()), tmp_path)
    assert all(not value for value in sheet_rows(made)["虚构乙"][25:])
    start = made.sheet(TITLE).rows[3].index("参加工作时间")
    row = next(line for line in made.sheet(TITLE).rows if len(line) > 2 and line[2] == "虚构乙")
    row[start] = "1985年10月"
    after = with_values(made, recalculate(made))
    shares = sheet_rows(after)["虚构乙"][-3:]
    assert float(str(shares[0])) > 0
    assert shares[1] == shares[0]


def test_a_plan_that_wants_whole_parts_gets_the_payers_added() -> None:
    policy: list[list[CellValue]] = [["一补二险", "经济补偿、养老单位、养老个人、医疗单位"]]
    person = PackagePerson("测算", 2, "虚构一厂", "虚构甲", "", {
        "start": "1985-07-01", "end": "2011-09-28", "wage": 1600, "养老欠缴起": "2003-11", "养老欠缴止": "2004-02",
        "医疗欠缴起": "1999-01", "医疗欠缴止": "1999-03", "contribution_wage": 1000, "average_wage": 1200,
    })  # fmt: skip
    columns = columns_for(("经济补偿", "养老", "医疗"))
    assert compute([person], columns, policy) == [["虚构甲", 43200.0, 1100.0, 180.0, 44480.0]]


def test_the_sheet_in_front_is_taken_alone(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_package_sheet(pressed(book), context("测算")), tmp_path)
    assert set(sheet_rows(made)) == {"虚构甲", "虚构乙", "虚构丁"}


def test_two_persons_with_one_number_stay_two(tmp_path: Path) -> None:
    twice = [*SEVERANCE, ["虚构戊", "110105196812310021", "1991-01-01", dt.date(2011, 9, 28), 1000, 1500, 2300]]
    made, _ = written(plan_package_sheet(pressed(grid(花名册=ROSTER, 测算=twice)), context()), tmp_path)
    assert {"虚构甲", "虚构戊"} <= set(sheet_rows(made))


def test_two_persons_with_the_same_number_and_name_are_not_merged(tmp_path: Path) -> None:
    twice = [*SEVERANCE, ["虚构甲", "110105196812310021", "1991-01-01", dt.date(2011, 9, 28), 1000, 1500, 2300]]
    plan = plan_package_sheet(pressed(grid(花名册=ROSTER, 测算=twice)), context())
    assert "3 人，合计" in plan.summary and "另有 3 人不能计算" in plan.summary


def test_an_error_value_among_the_inputs_stays_one(tmp_path: Path) -> None:
    rows = [line[:] for line in SEVERANCE]
    rows[1][4] = CellError("#REF!", "")
    made, recalculation = written(plan_package_sheet(pressed(grid(测算=rows)), context()), tmp_path)
    assert [value for value in sheet_rows(made)["虚构甲"] if isinstance(value, CellError)] == [CellError("#REF!", "")]
    assert sheet_rows(made)["虚构甲"][19:25] == [WAITING, 0, 0, 0, 0, WAITING]
    assert recalculation.errors == []
    assert any("#REF!" in str(cell) for row in made.sheet(TITLE).rows[7:] for cell in row[:5])


def test_the_generated_sheet_has_no_findings_of_its_own(tmp_path: Path) -> None:
    ids = ["110105196812310021", "110105195001010042"]
    rows = [SEVERANCE[0], ["虚构甲", ids[0], "1985-07-01", dt.date(2011, 9, 28), 1600, 1500, 2300]]
    made, _ = written(plan_package_sheet(pressed(grid(测算=rows, 欠缴=ARREARS[:2])), context()), tmp_path)
    assert [(f.code, f.cell) for f in check_book(made, dt.date(2012, 1, 1)) if f.severity == "error"] == []


def test_a_book_without_persons_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match="没有找到职工名单"):
        plan_package_sheet(pressed(grid(杂项=[["随便"]])), context())


def test_money_in_ten_thousands_is_refused_with_its_cell() -> None:
    rows = [line[:] for line in SEVERANCE]
    rows[0][4] = "前12个月月平均工资(万元)"
    with pytest.raises(InputError, match=r"测算!E1.*万元"):
        plan_package_sheet(pressed(grid(测算=rows)), context())


def test_a_faulty_policy_sheet_is_refused() -> None:
    with pytest.raises(InputError, match="请先改正政策表"):
        plan_package_sheet(pressed(grid(测算=SEVERANCE, 政策=[["项目", "值"], ["profile", "SEG2007"]])), context())


@pytest.mark.parametrize(
    ("column", "title", "words"),
    [
        (6, "缴费工资（元/年）", r"欠缴!G1.*元/年.*元/月"),
        (9, "医疗年标准（元/月）", r"欠缴!J1.*元/月.*元/年"),
        (8, "缴费工资", r"欠缴!I1与G1都是“缴费工资”"),
    ],
)
def test_a_heading_that_would_give_a_wrong_amount_is_refused_with_its_cell(column: int, title: str, words: str) -> None:
    rows = [line[:] for line in ARREARS]
    rows[0][column] = title
    with pytest.raises(InputError, match=words):
        plan_package_sheet(pressed(grid(欠缴=rows)), context())


def test_a_start_on_another_sheet_goes_before_the_day_of_joining() -> None:
    roster = [["姓名", "身份证号", "性别", "参加工作时间", "进厂时间"]]
    roster += [["虚构甲", ROSTER[2][3], "女", None, "1999-01-01"], ["虚构戊", ROSTER[5][3], "男", None, "1999-02-01"]]
    people = read_package_persons(SheetBook(grid(花名册=roster, 测算=SEVERANCE[:2]), dt.date(2012, 1, 1)), "")
    assert [(person.name, person.cells["start"]) for person in people] == [
        ("虚构甲", "1985-07-01"),
        ("虚构戊", "1999-02-01"),
    ]

"""解释选中单元格: our calls, persons' rows, findings, and plain words where there is nothing to explain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.pressing import pressed
from tests.commands.severance_books import ASKED, IDS, RIGHT, SETTLED, TIME, WRONG, book
from xl_addin.commands.explaining.cell import CHOICES, plan_explanation
from xl_addin.commands.plan import MessagePlan
from xl_addin.commands.spec import CommandContext
from xl_addin.formulas.computed import evaluator
from xl_addin.formulas.written_calls import written_calls
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import InputError

PACKAGE: list[CellValue] = [
    "姓名", "身份证号", "在岗状态", "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资",
]  # fmt: skip
OWED: list[CellValue] = ["虚构戊", IDS[0], "内退", "2003-11", "2004-02", None, None, 1000, 1200]


def explain(of: BookGrid, cell: str, sheet: str = "测算") -> str:
    plan = plan_explanation(pressed(of), CommandContext(sheet, TIME, cell=cell))
    assert isinstance(plan, MessagePlan)
    assert not set(IDS) & {number for number in IDS if number in plan.text}
    return plan.text


def with_formula(
    text: str, *rows: list[CellValue], ref: str | None = None, **sheets: list[list[CellValue]]
) -> BookGrid:
    """A book whose cell A1 of the sheet 结果 holds a formula; ``rows`` stand on the sheet 表."""
    kind = "array" if ref else "normal"
    result = SheetGrid("结果", "", [[None]], {(1, 1): FormulaCell(1, 1, text, kind, ref, None, False)})
    others = [SheetGrid(name, "", lines) for name, lines in sheets.items()]
    return BookGrid(
        Path("a.xlsx"), [result, SheetGrid("表", "", list(rows)), *others], defined_names={"工资": "表!$C$1"}
    )


# --- calls of ours ---------------------------------------------------------------------------------------------------


def test_a_call_shows_function_arguments_result_and_derivation() -> None:
    of = with_formula("SOE_SEVERANCE(表!A1,表!$B$1,工资)", ["1985-07-01", "2011-09-28", 1600])
    text = explain(of, "A1", "结果")
    assert "公式：=SOE_SEVERANCE(表!A1,表!$B$1,工资)" in text
    assert "SOE_SEVERANCE（经济补偿金）：" in text
    assert "参加工作时间（日期）：1985-07-01〔表!A1〕" in text
    assert "月平均工资（元/月）：1600〔工资〕" in text
    assert "企业月平均工资：没有填，按默认“不保底”" in text
    assert "结果：43200（元，精确到分）" in text
    assert "计发 27个月" in text
    assert "劳动合同法第47条" in text


def test_a_call_inside_another_function_is_explained_too() -> None:
    of = with_formula('IF(表!A1="","",ROUND([1]!补偿月数(表!A1,表!B1,1600),0))', ["1985-07-01", "2011-09-28"])
    text = explain(of, "A1", "结果")
    assert "SOE_SEVERANCE_MONTHS（补偿月数）" in text
    assert "结果：27（个月）" in text


def test_an_error_is_shown_with_its_reason() -> None:
    text = explain(with_formula("SOE_SEVERANCE(表!A1,表!B1,1600)", ["2011-09-28", "1985-07-01"]), "A1", "结果")
    assert "结果：错误值 #NUM!，解除时间早于参加工作时间" in text


def test_a_package_cell_explains_the_whole_row() -> None:
    of = with_formula('SOE_PACKAGE(表!A1:I1,表!A2:I2,"养老")', PACKAGE, OWED)
    text = explain(of, "A1", "结果")
    assert "结果：1100（元，精确到分）" in text
    assert "单位20%＝400.00元，个人7%＝140.00元" in text


def test_a_cell_of_a_spilled_table_explains_the_person_of_its_row() -> None:
    of = with_formula("SOE_PACKAGE_TABLE(表!A1:I3)", PACKAGE, OWED, ["虚构己", IDS[1], "遗属"], ref="A1:E3")
    first, second = explain(of, "E2", "结果"), explain(of, "B3", "结果")
    assert "本格：合计 1100" in first
    assert "人员类别：内退" in first
    assert "人员类别：遗属" in second
    assert "本格在标题行" in explain(of, "C1", "结果")


def test_a_name_in_a_spilled_table_is_masked() -> None:
    of = with_formula("SOE_PACKAGE_TABLE(表!A1:I2)", PACKAGE, OWED, ref="A1:E2")
    assert "本格：姓名 虚**" in explain(of, "A2", "结果")


def test_a_severance_table_explains_the_person_of_its_row() -> None:
    heads: list[CellValue] = ["姓名", "参加工作时间", "解除时间", "月平均工资"]
    rows = [heads, ["虚构甲", "1985-07-01", "2011-09-28", 1600], ["虚构乙", "2009-01-01", "2011-09-28", 2000]]
    of = with_formula("SOE_SEVERANCE_TABLE(表!A1:D3)", *rows, ref="A1:H3")
    assert "经济补偿金 6000.00 元" in explain(of, "G3", "结果")


def test_arrears_show_each_interval_and_its_source() -> None:
    text = explain(with_formula('SOE_ARREARS("养老","2003-11","2004-02",1000,1200)'), "A1", "结果")
    assert "2004年1月至2004年2月：2个月×缴费基数1,000.00元" in text
    assert "国发〔1997〕26号" in text


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ('预缴保险费("养老","1955-03-20","男","2011-09-28",2000)', "个人：42个月×缴费基数2,000.00元×8% → 6,720.00元"),
        ("退休医疗预留(58,1800)", "年标准1800.00元×12年（现58周岁，预留到70周岁，最低10年） → 21,600.00元"),
        ('滞纳金(10000,"2011-01-01","2011-12-31")', "184日×日率0.05%×本金10000.00元 → 920.00元"),
        ('滞纳金(10000,"2011-01-01","2011-12-31","是")', "以本金为限"),
    ],
)
def test_insurance_functions_show_how_they_came_about(formula: str, line: str) -> None:
    assert line in explain(with_formula(formula), "A1", "结果")


def test_somebody_past_the_age_has_nothing_to_pay_ahead() -> None:
    text = explain(with_formula('预缴保险费("养老","1945-03-20","男","2011-09-28",2000)'), "A1", "结果")
    assert "结果：0（元，精确到分）" in text
    assert "共0个月" in text


def test_a_rate_shows_its_source() -> None:
    text = explain(with_formula('政策参数("滞纳金日率","2011-07-01")'), "A1", "结果")
    assert "第八十六条" in text


def test_an_argument_that_must_be_calculated_is_calculated() -> None:
    text = explain(with_formula("SOE_NOTICE_PAY(表!A1*2)", [800]), "A1", "结果")
    assert "结果：1600（元，精确到分）" in text


def test_an_argument_that_only_a_spreadsheet_program_can_calculate_is_left_to_it() -> None:
    text = explain(with_formula('SOE_NOTICE_PAY(INDIRECT("表!A1"))', [800]), "A1", "结果")
    assert "上月工资（元）：这里没有它的值" in text
    assert "结果见单元格" in text


def test_an_argument_in_a_name_of_the_sheet_is_read_by_that_name_and_not_by_one_of_the_book() -> None:
    of = with_formula("SOE_NOTICE_PAY(上月工资)", [800, 1600])
    of.defined_names.update({"上月工资": "表!$A$1", "结果!上月工资": "表!$B$1"})
    assert "结果：1600（元，精确到分）" in explain(of, "A1", "结果")


def test_a_call_hidden_in_a_defined_name_is_named() -> None:
    sheet = SheetGrid("表", "", [[None]], {(1, 1): FormulaCell(1, 1, "底价*2", "normal", None, None, False)})
    of = BookGrid(Path("a.xlsx"), [sheet], defined_names={"底价": 'SOE_RATE("滞纳金日率","2011-07-01")'})
    assert "通过名称调用 SOE_RATE（政策参数）" in explain(of, "A1", "表")


# --- rows of persons -------------------------------------------------------------------------------------------------


def test_a_row_of_a_severance_sheet_is_explained_from_its_columns() -> None:
    text = explain(book(RIGHT, WRONG), "C4")
    assert "第4行的算法" in text
    assert "经济补偿金 43200.00 元" in text


def test_the_policy_of_the_workbook_governs_the_explanation() -> None:
    text = explain(book(RIGHT, policy=[["项目", "值"], ["profile", "R481"]]), "C3")
    assert "口径：R481" in text


def test_a_faulty_policy_sheet_is_to_be_put_right_first() -> None:
    text = explain(book(RIGHT, policy=[["项目", "值"], ["profile", "R481"], ["没有这一项", "1"]]), "C3")
    assert "请先改正政策表" in text


def test_a_row_of_an_arrears_sheet_is_explained_as_a_package() -> None:
    of = BookGrid(Path("a.xlsx"), [SheetGrid("测算", "", [PACKAGE, OWED])])
    text = explain(of, "H2")
    assert "一补二险合计 1,100.00元" in text
    assert "人员类别：内退" in text


def test_a_row_of_the_roster_takes_its_wages_from_the_calculation_sheet() -> None:
    roster = SheetGrid(
        "花名册", "", [["姓名", "身份证号", "性别", "参加工作时间"], ["虚构甲", IDS[0], "男", "1985-07-01"]]
    )
    of = BookGrid(Path("a.xlsx"), [roster, *book(RIGHT).sheets])
    assert "经济补偿金 43200.00 元" in explain(of, "A2", "花名册")
    alone = BookGrid(Path("a.xlsx"), [roster])
    assert "请先填测算表" in explain(alone, "A2", "花名册")


def test_somebody_settled_without_compensation_is_told_why() -> None:
    assert "内退" in explain(book(SETTLED), "C3")
    assert "不计经济补偿金" in explain(book(SETTLED), "C3")


def test_a_row_that_cannot_be_computed_says_what_to_clear_up() -> None:
    assert "不能说明算法" in explain(book(ASKED), "C3")
    assert "1985年10月" in explain(book(ASKED), "C3")


def test_a_severance_sheet_without_the_columns_says_which_are_missing() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "解除时间", "补偿金额"], ["虚构甲", IDS[0], "2011-09-28", 1]]
    of = BookGrid(Path("a.xlsx"), [SheetGrid("无工资", "", rows), *book(WRONG).sheets])
    assert "参加工作时间" in explain(of, "A2", "无工资")
    assert "不能说明算法" in explain(of, "A2", "无工资")


def test_a_row_of_sums_points_to_the_persons() -> None:
    total: list[CellValue] = ["合计", None, None, None, None, None, None, None, None, None, 83200]
    assert "这是合计行" in explain(book(RIGHT, WRONG, total), "A5")


def test_a_merged_cell_beside_several_persons_explains_the_chosen_row() -> None:
    of = book(RIGHT, [*WRONG[:7], 1000, *WRONG[8:]])
    of.sheets[0].merged.append((3, 2, 4, 2))
    assert "第4行的算法" in explain(of, "B4")


# --- findings and nothing --------------------------------------------------------------------------------------------


def test_a_finding_of_the_checks_is_shown_with_remedy_and_citation() -> None:
    text = explain(book(WRONG), "K3")
    assert "校验发现（错误）：" in text
    assert "应为：" in text
    assert "处理：" in text
    assert "43200" in text.replace(",", "")


@pytest.mark.parametrize(("sheet", "cell"), [("测算", ""), ("", "A1")])
def test_without_a_cell_it_says_what_can_be_chosen(sheet: str, cell: str) -> None:
    assert explain(book(RIGHT), cell, sheet).endswith(CHOICES)


def test_an_empty_cell_says_what_can_be_chosen() -> None:
    assert "没有可以解释的内容" in explain(book(RIGHT), "Z99")


def test_a_foreign_formula_is_not_explained() -> None:
    assert "没有可以解释的内容" in explain(with_formula("SUM(表!A1:A9)", [1]), "A1", "结果")


def test_a_sheet_or_cell_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="没有工作表“别的”，现有：测算"):
        explain(book(RIGHT), "A1", "别的")
    with pytest.raises(InputError, match="不是单元格地址"):
        explain(book(RIGHT), "七")


def test_the_workbook_stays_as_it_is() -> None:
    of = book(RIGHT, WRONG)
    before = [list(row) for row in of.sheets[0].rows]
    explain(of, "K4")
    assert of.sheets[0].rows == before


# --- formulas --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("SUM(A1)", []),
        ("SOE_RATE(A1,", []),
        ("SOE_RATE(A1,B1)", [("SOE_RATE", ("A1", "B1"))]),
        ('1+soe_rate( A1 , ,"a,b")', [("SOE_RATE", ("A1", "", '"a,b"'))]),
        ("SOE_NOTICE_PAY(SOE_RATE(A1,B1)*2)", [("SOE_NOTICE_PAY", ("SOE_RATE(A1,B1)*2",)), ("SOE_RATE", ("A1", "B1"))]),
        ("_xldudf_政策版本()", [("SOE_POLICY_VERSION", ())]),
        ("SOE_RATE(A1,IF(B1,{1,2},(C1)))", [("SOE_RATE", ("A1", "IF(B1,{1,2},(C1))"))]),
    ],
)
def test_calls_are_found_with_their_arguments_as_written(text: str, calls: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(call.name, call.arguments) for call in written_calls(text)] == calls


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-1.5", -1.5),
        ("20%", 0.2),
        ('"他说""好"""', '他说"好"'),
        ("true", True),
        ("A1", "甲"),
        ("'表 一'!$B$2", 4),
        ("A1:B2", [["甲", 2], [3, 4]]),
        ("B2:A1", [["甲", 2], [3, 4]]),
        ("A:A", [["甲"], [3]]),
        ("全部", [["甲", 2], [3, 4]]),
        ("Z9", None),
    ],
)
def test_values_behind_arguments(text: str, value: object) -> None:
    sheet = SheetGrid("表 一", "", [["甲", 2], [3, 4]])
    of = BookGrid(Path("a.xlsx"), [sheet], defined_names={"全部": "'表 一'!$A$1:$B$2"})
    assert evaluator(of)("表 一", "D1", text) == value


@pytest.mark.parametrize("text", ["[1]Sheet1!A1", "没有的名称", "别的!A1", "A1:INDEX(A:A,2)"])
def test_what_cannot_be_told_here_is_said(text: str) -> None:
    of = BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [[1]])])
    with pytest.raises(InputError, match="这里没有它的值"):
        evaluator(of)("表", "D1", text)

"""一补二险 of a row and of a roster: columns wherever they stand, groups, contents, errors in their row (T-07)."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.functions.insurance.package import compute_package, read_row
from xl_addin.functions.readers import read_money
from xl_addin.policy.package import load_package, package_policy
from xl_addin.policy.retirement import load_retirement
from xl_addin.policy.schema import PolicyFileError
from xl_addin.policy.store import DATA
from xl_addin.rules.insurance.package import PackagePart
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import CellError

WORKER = {
    "姓名": "虚构甲", "参加工作时间": "1985-07-01", "解除时间": "2011-09-28", "前12个月月平均工资": 1600,
    "养老欠缴起": "2003-11", "养老欠缴止": "2004-02", "医疗欠缴起": "1999-01", "医疗欠缴止": "1999-03",
    "缴费工资": 1000, "缴费平均工资": 1200, "在岗状态": "在岗", "年龄": None, "医疗年标准": None,
}  # fmt: skip
RETIRED = {"姓名": "虚构乙", "在岗状态": "退休", "年龄": 58, "医疗年标准": 1800}
HEADINGS = ["姓名", "经济补偿", "养老", "医疗", "合计"]


def one(item: Any = None, policy: Any = None, without: tuple[str, ...] = (), **changes: Any) -> Any:
    """Call SOE_PACKAGE for the usual worker with some cells changed or columns taken away."""
    cells = {name: value for name, value in (WORKER | changes).items() if name not in without}
    return call("SOE_PACKAGE", [list(cells)], [list(cells.values())], item, policy)


def table(*persons: dict[str, Any], policy: Any = None, headings: list[str] | None = None) -> Any:
    columns = headings or list(WORKER)
    return call("SOE_PACKAGE_TABLE", [columns, *([person.get(name) for name in columns] for person in persons)], policy)


def assert_error(result: Any, code: str, *words: str) -> None:
    assert isinstance(result, CellError), result
    assert result.code == code, result
    assert "内部出错" not in result.message
    for word in words:
        assert word in result.message, result.message


# --- one row ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "amount"),
    [
        ("经济补偿", 43200.0),
        ("经济补偿金", 43200.0),
        ("养老", 1100.0),
        ("基本医疗保险", 240.0),
        ("合计", 44540.0),
        (None, 44540.0),
    ],
)
def test_each_part_and_the_total(item: Any, amount: float) -> None:
    assert one(item) == amount


def test_the_total_is_what_the_single_functions_add_up_to() -> None:
    parts = [
        call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600),
        call("SOE_ARREARS", "养老", "2003-11", "2004-02", 1000, 1200),
        call("SOE_ARREARS", "医疗", "1999-01", "1999-03", 1000, 1200),
    ]
    assert one() == sum(parts)


def test_columns_are_found_wherever_they_stand_and_unknown_ones_are_ignored() -> None:
    cells = {"备注": "x", **dict(reversed(WORKER.items())), "身份证号": None}
    assert call("SOE_PACKAGE", [list(cells)], [list(cells.values())]) == 44540.0


@pytest.mark.parametrize(
    ("usual", "typed"),
    [
        ("参加工作时间", "参工时间"),
        ("参加工作时间", "进 厂 时 间"),
        ("解除时间", "基准日"),
        ("前12个月月平均工资", "月平均工资（元/月）"),
        ("养老欠缴起", "基本养老保险欠缴起始年月"),
        ("养老欠缴止", "养老欠费止"),
        ("缴费工资", "缴费\n工资(元)"),
        ("在岗状态", "人员状态"),
    ],
)
def test_headings_may_be_typed_as_clerks_do(usual: str, typed: str) -> None:
    cells = {typed if name == usual else name: value for name, value in WORKER.items()}
    assert call("SOE_PACKAGE", [list(cells)], [list(cells.values())]) == 44540.0


def test_the_start_of_work_comes_before_the_entry() -> None:
    assert one(进厂时间="1990-01-01") == 44540.0


def test_optional_columns_lift_and_cap_as_in_severance() -> None:
    assert one("经济补偿", 企业月平均工资=1800) == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1800)
    assert one("经济补偿", 当地月平均工资=500) == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, None, 500)
    assert one("经济补偿", 解除事由="协商") == call(
        "SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, None, None, "协商"
    )
    assert one("经济补偿", "R481") == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, None, None, None, "R481")


@pytest.mark.parametrize("column", ["参加工作时间", "解除时间", "前12个月月平均工资"])
def test_a_missing_column_of_the_subsidy_is_named(column: str) -> None:
    assert_error(one("经济补偿", without=(column,)), "#VALUE!", column)
    assert_error(one(without=(column,)), "#VALUE!", column)
    assert one("养老", without=(column,)) == 1100.0


@pytest.mark.parametrize("column", ["养老欠缴起", "养老欠缴止", "缴费工资", "缴费平均工资"])
def test_a_missing_column_of_an_insurance_is_named(column: str) -> None:
    assert_error(one("养老", without=(column,)), "#VALUE!", column)
    assert_error(one(without=(column,)), "#VALUE!", column)
    assert one("经济补偿", without=(column,)) == 43200.0


def test_all_missing_columns_are_named_at_once() -> None:
    assert_error(one(without=("解除时间", "养老欠缴止", "缴费工资")), "#VALUE!", "解除时间、养老欠缴止、缴费工资")


def test_wages_are_not_needed_where_nothing_is_owed() -> None:
    nothing = {"养老欠缴起": None, "养老欠缴止": "", "医疗欠缴起": " ", "医疗欠缴止": None}
    assert one(without=("缴费工资", "缴费平均工资"), **nothing) == 43200.0
    assert one("养老", 缴费工资=None, **nothing) == 0.0


@pytest.mark.parametrize("blank", ["养老欠缴起", "养老欠缴止"])
def test_one_end_of_a_period_alone_is_an_error(blank: str) -> None:
    assert_error(one("养老", **{blank: None}), "#VALUE!", blank, "不能为空")
    assert_error(one(**{blank: None}), "#VALUE!", blank)
    assert one("医疗", **{blank: None}) == 240.0


@pytest.mark.parametrize("status", ["退休", "离休", "内退", "内部退养", "工伤1－4级", "工伤（5-6级）"])
def test_those_who_get_no_subsidy_need_none_of_its_columns(status: str) -> None:
    columns = ("参加工作时间", "解除时间", "前12个月月平均工资")
    assert one("经济补偿", without=columns, 在岗状态=status) == 0.0
    assert one("养老", without=columns, 在岗状态=status) == 1100.0


@pytest.mark.parametrize("status", ["在岗", "下岗", "待岗", "停薪留职", "两不找", "长病", "", None, " 在 岗 "])
def test_those_who_are_settled_as_workers_get_the_subsidy(status: Any) -> None:
    assert one("经济补偿", 在岗状态=status) == 43200.0


def test_an_unknown_status_is_an_error_with_a_hint() -> None:
    assert_error(one(在岗状态="退修"), "#VALUE!", "在岗状态", "退修")


def test_a_retired_person_gets_the_reserve_and_needs_age_and_standard() -> None:
    assert one("医疗", **RETIRED) == 21600.0
    assert_error(one("医疗", without=("年龄",), 在岗状态="退休"), "#VALUE!", "年龄")
    assert_error(one("医疗", **RETIRED | {"医疗年标准": None}), "#VALUE!", "医疗年标准", "不能为空")
    assert_error(one("医疗", **RETIRED | {"年龄": 58.5}), "#VALUE!", "年龄")
    assert one("医疗", 在岗状态="在岗", 年龄="很大") == 240.0


@pytest.mark.parametrize("item", ["失业", "住房", "经济", 5])
def test_a_part_that_the_package_does_not_contain_is_refused(item: Any) -> None:
    assert_error(one(item), "#VALUE!", "一补二险")


def test_headers_and_row_must_be_one_row_each_of_equal_width() -> None:
    names, cells = list(WORKER), list(WORKER.values())
    assert_error(call("SOE_PACKAGE", [names], [cells[:-1]]), "#VALUE!", "一样宽")
    assert_error(call("SOE_PACKAGE", [names, names], [cells]), "#VALUE!", "标题行")
    assert_error(call("SOE_PACKAGE", [names], [cells, cells]), "#VALUE!", "数据行")
    assert_error(call("SOE_PACKAGE", [names], [[None] * len(names)]), "#VALUE!", "数据行")
    assert_error(call("SOE_PACKAGE", [names], None), "#VALUE!", "不能为空")
    assert_error(call("SOE_PACKAGE", [[name] for name in names], [[cell] for cell in cells]), "#VALUE!", "标题行")


def test_a_single_column_is_a_row_of_one_cell() -> None:
    assert_error(call("SOE_PACKAGE", "养老欠缴起", "2003-11", "养老"), "#VALUE!", "养老欠缴止")


def test_an_error_value_anywhere_in_the_row_comes_out() -> None:
    assert_error(one("养老", 备注=CellError("#REF!", "")), "#REF!")
    assert_error(one(policy=CellError("#N/A", "")), "#N/A")


@pytest.mark.parametrize("unit", ["（万元）", "(千元)", "[万元/月]"])
def test_money_columns_in_another_unit_than_yuan_are_refused(unit: str) -> None:
    cells = {name + unit if name == "缴费工资" else name: value for name, value in WORKER.items()}
    assert_error(call("SOE_PACKAGE", [list(cells)], [list(cells.values())]), "#VALUE!", "缴费工资" + unit, "单位不是元")


# --- contents on the policy sheet ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["养老、医疗", "养老,医疗", "基本养老保险和基本医疗保险", "养老 医疗", "养老+医疗"])
def test_the_office_chooses_what_the_package_contains(text: str) -> None:
    policy = [["profile", "SEG2008"], ["一补二险", text]]
    assert one(policy=policy) == 1340.0
    assert_error(one("经济补偿", policy), "#VALUE!", "不含", "经济补偿")
    assert table(WORKER, policy=policy) == [["姓名", "养老", "医疗", "合计"], ["虚构甲", 1100.0, 240.0, 1340.0]]


def test_a_blank_row_of_contents_is_the_usual_three() -> None:
    assert one(policy=[["一补二险", ""]]) == 44540.0


def test_unemployment_as_a_third_insurance() -> None:
    policy = [["一补二险", "经济补偿、养老、医疗、失业"]]
    owed = {"失业欠缴起": "2010-01", "失业欠缴止": "2010-02"}
    assert one("失业", policy, **owed) == 60.0
    assert one(policy=policy, **owed) == 44600.0
    assert_error(one(policy=policy), "#VALUE!", "失业欠缴起、失业欠缴止")


@pytest.mark.parametrize("text", ["经济补偿、养老、大病", "养老、养老", "5"])
def test_contents_that_cannot_be_read_are_refused(text: str) -> None:
    assert_error(one(policy=[["一补二险", text]]), "#VALUE!", "一补二险")


def test_a_setting_written_twice_is_refused() -> None:
    assert_error(one(policy=[["一补二险", "养老"], ["一补二险", "医疗"]]), "#VALUE!", "一补二险", "两次")


def test_the_office_sets_the_years_of_the_reserve() -> None:
    policy = [["医疗预留截止年龄", 75], ["医疗预留最低年限", 20]]
    assert one("医疗", policy, **RETIRED) == 36000.0
    assert_error(one("医疗", [["医疗预留截止年龄", "很老"]], **RETIRED), "#VALUE!", "截止年龄")


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_has_one_row_a_person_in_input_order() -> None:
    assert table(WORKER, RETIRED) == [
        HEADINGS,
        ["虚构甲", 43200.0, 1100.0, 240.0, 44540.0],
        ["虚构乙", 0.0, 0.0, 21600.0, 21600.0],
    ]


def test_titles_sums_and_blank_rows_give_no_row() -> None:
    columns = ["序号", *WORKER]
    rows = [
        ["一补二险测算表"],
        [],
        columns,
        [1, *WORKER.values()],
        ["小计"],
        [],
        [None, "合　计"],
        [2, *WORKER.values()],
        [],
    ]
    assert [row[0] for row in call("SOE_PACKAGE_TABLE", rows)] == ["姓名", "虚构甲", "虚构甲"]


def test_a_bad_cell_spoils_only_its_part_and_the_total_of_its_row() -> None:
    good, bad = table(WORKER, WORKER | {"缴费工资": "很多", "医疗欠缴起": None, "医疗欠缴止": None})[1:]
    assert good == ["虚构甲", 43200.0, 1100.0, 240.0, 44540.0]
    assert bad[1] == 43200.0
    assert bad[3] == 0.0
    assert_error(bad[2], "#VALUE!", "缴费工资")
    assert_error(bad[4], "#VALUE!", "缴费工资")


@pytest.mark.parametrize(
    ("column", "value", "code", "part"),
    [
        ("参加工作时间", 1985.1, "#N/A", 1),
        ("解除时间", "1980-01-01", "#NUM!", 1),
        ("前12个月月平均工资", -1, "#NUM!", 1),
        ("养老欠缴起", "2004-03", "#NUM!", 2),
        ("养老欠缴起", "1997-12", "#N/A", 2),
        ("医疗欠缴起", "1998-12", "#N/A", 3),
        ("缴费平均工资", 0, "#NUM!", 2),
        ("缴费工资", None, "#VALUE!", 3),
    ],
)
def test_each_fault_has_its_code_in_its_row(column: str, value: Any, code: str, part: int) -> None:
    good, bad = table(WORKER, WORKER | {column: value})[1:]
    assert good[4] == 44540.0
    assert_error(bad[part], code)
    assert_error(bad[4], code)


@pytest.mark.parametrize("column", ["参加工作时间", "养老欠缴止", "缴费工资", "在岗状态", "年龄"])
def test_an_error_value_spoils_only_its_own_row(column: str) -> None:
    good, bad = table(WORKER, WORKER | {column: CellError("#REF!", "")})[1:]
    assert good[4] == 44540.0
    assert_error(bad[4], "#REF!")


def test_an_unknown_status_spoils_every_part_of_its_row() -> None:
    good, bad = table(WORKER, WORKER | {"在岗状态": "退修"})[1:]
    assert good[4] == 44540.0
    for cell in bad[1:]:
        assert_error(cell, "#VALUE!", "退修")


def test_a_name_may_be_empty_or_an_error() -> None:
    rows = table(WORKER | {"姓名": None}, WORKER | {"姓名": CellError("#N/A", "")})
    assert rows[1] == ["", 43200.0, 1100.0, 240.0, 44540.0]
    assert rows[2][0] == CellError("#N/A", "")
    assert_error(rows[2][4], "#N/A", "姓名")


def test_the_first_error_value_of_a_row_is_the_leftmost() -> None:
    both = {"缴费工资": CellError("#DIV/0!", ""), "解除时间": CellError("#REF!", "")}
    assert_error(table(WORKER | both)[1][4], "#REF!")
    assert_error(table(WORKER | both, headings=list(reversed(WORKER)))[1][4], "#DIV/0!")


def test_an_error_value_in_a_column_that_is_not_read_does_not_matter_in_the_table() -> None:
    headings = [*WORKER, "备注", "失业欠缴起"]
    errors = {"备注": CellError("#REF!", ""), "失业欠缴起": CellError("#REF!", "")}
    assert table(WORKER | errors, headings=headings)[1][4] == 44540.0


@pytest.mark.parametrize("column", ["姓名", "解除时间", "医疗欠缴止", "缴费平均工资"])
def test_a_missing_column_is_one_error_for_the_table(column: str) -> None:
    headings = [name for name in WORKER if name != column]
    assert_error(table(WORKER, headings=headings), "#VALUE!", column)


def test_a_table_of_retired_persons_needs_no_column_of_the_subsidy() -> None:
    headings = ["姓名", "养老欠缴起", "养老欠缴止", "在岗状态", "年龄", "医疗年标准"]
    assert table(RETIRED, headings=headings)[1] == ["虚构乙", 0.0, 0.0, 21600.0, 21600.0]
    assert_error(table(RETIRED, WORKER, headings=headings), "#VALUE!", "参加工作时间")


def test_a_roster_must_be_a_range_and_may_have_no_person() -> None:
    assert_error(call("SOE_PACKAGE_TABLE", "花名册"), "#VALUE!", "区域")
    assert_error(call("SOE_PACKAGE_TABLE", [[None, None]]), "#VALUE!", "姓名")
    assert table() == [HEADINGS]


def test_rows_of_a_table_and_single_rows_agree() -> None:
    persons = [
        WORKER,
        RETIRED,
        WORKER | {"在岗状态": "内退"},
        WORKER | {"养老欠缴起": "1997-01"},
        WORKER | {"缴费工资": "x"},
    ]
    for person, row in zip(persons, table(*persons)[1:], strict=True):
        cells = WORKER | dict.fromkeys(WORKER) | person
        for item, cell in zip(HEADINGS[1:], row[1:], strict=True):
            alone = call("SOE_PACKAGE", [list(cells)], [list(cells.values())], item)
            assert (alone.code == cell.code) if isinstance(cell, CellError) else alone == cell


def test_who_pays_each_part_is_kept() -> None:
    row = list(WORKER.values())
    parts = compute_package(read_row([list(WORKER)], [row]), package_policy().default, read_policy(None))[0]
    assert parts == {
        "经济补偿": PackagePart(4_320_000),
        "养老": PackagePart(80_000, 30_000),
        "医疗": PackagePart(18_000, 6_000),
    }
    assert read_money("1,000", "缴费工资") == 1_000_000_000


# --- the data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('kind = "severance"', 'kind = "severence"', "severence"),
        ("default = true\n", "", "default group"),
        ('"医疗"]', '"医疗", "大病"]', "大病"),
        ('"退职"]', '"退职", "在岗"]', "two groups"),
        ('certainty = "secondary"', 'certainty = "sure"', "certainty"),
        ('cutoff_age = "医疗预留截止年龄"\n', "", "settings"),
        ("reserve = true", 'reserve = "yes"', "reserve"),
    ],
)
def test_a_broken_package_file_is_refused(tmp_path: Any, old: str, new: str, fault: str) -> None:
    text = (DATA / "package.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "package.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyFileError, match=fault):
        load_package(path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("from = 2025-01-01", 'from = "2025"', "from"),
        ("decided = 2024-09-13", 'decided = "2024"', "decided"),
        ("age_months = 720", "age_months = 0", "age_months"),
        ('words = ["男", ', 'words = ["男", "女", ', "two categories"),
        ("rise_every = 4\n", "", "rise_every"),
        ('parameter = "男职工退休年龄"', 'parameter = "退休年龄"', "parameter"),
        ("plausible_years = [30, 80]", "plausible_years = [80, 30]", "plausible_years"),
        ('document = "RISE2024"', 'document = "RISE2025"', "rise"),
        ('document = "GF104"\nquote', 'document = "GF105"\nquote', "GF105"),
        ('周岁"\ncertainty = "knowledge"', '周岁"\ncertainty = "sure"', "sure"),
    ],
)
def test_a_broken_ages_file_is_refused(tmp_path: Any, old: str, new: str, fault: str) -> None:
    text = (DATA / "retirement.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "retirement.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyFileError, match=fault):
        load_retirement(path)


def test_money_that_a_title_line_states_in_another_unit_is_refused() -> None:
    headings = [
        "姓名",
        "参加工作时间",
        "解除时间",
        "月平均工资",
        "养老欠缴起",
        "养老欠缴止",
        "医疗欠缴起",
        "医疗欠缴止",
    ]
    row = ["虚构甲", "1990-07-01", "2003-06-30", 780, None, None, None, None]
    table = call("SOE_PACKAGE_TABLE", [["测算表　单位：万元"], headings, row])
    assert_error(table, "#VALUE!", "单位不是元", "万元")


def test_headings_of_a_package_may_have_two_levels() -> None:
    roster = [
        ["一补二险测算表", None, None, None, None, None, None, None, None, None],
        [
            "姓名",
            "在岗状态",
            "养老欠缴",
            None,
            "医疗欠缴",
            None,
            "缴费工资",
            "缴费平均工资",
            "年龄",
            "医疗年标准（元）",
        ],
        [None, None, "起", "止", "起", "止", None, None, None, None],
        ["虚构甲", "内退", "2003-11", "2004-02", "1999-01", "1999-03", 1000, 1200, None, None],
        ["虚构乙", "退休", None, None, None, None, None, None, 58, 1800],
    ]
    assert call("SOE_PACKAGE_TABLE", roster)[1:] == [
        ["虚构甲", 0.0, 1100.0, 240.0, 1340.0],
        ["虚构乙", 0.0, 0.0, 21600.0, 21600.0],
    ]


def test_cells_that_are_equal_but_of_another_kind_are_not_taken_for_each_other() -> None:
    """TRUE equals 1 in Python; only the number is a wage."""
    first, second = (WORKER | {"缴费工资": wage} for wage in (1, True))
    result = table(first, second)
    assert result[1][2] == table(first)[1][2]
    assert_error(result[2][2], "#VALUE!", "缴费工资")


@pytest.mark.parametrize(
    ("item", "amount"),
    [("养老单位", 800.0), ("养老个人", 300.0), ("个人", 360.0), ("合计单位", 44180.0), ("经济补偿个人", 0.0)],
)
def test_a_part_can_be_asked_for_by_who_pays_it(item: str, amount: float) -> None:
    assert one(item) == amount


def test_the_shares_of_both_payers_are_the_whole() -> None:
    assert one("单位") + one("个人") == one()


def test_a_share_of_a_part_that_is_not_in_the_package_is_refused() -> None:
    assert_error(one("失业个人"), "#VALUE!", "不含“失业”")


# --- parts by payer --------------------------------------------------------------------------------------------------

BY_PAYER = [["一补二险", "经济补偿、养老单位、养老个人、医疗（单位）、医疗 个人"]]


def test_a_policy_sheet_that_lists_payers_gives_a_column_for_each() -> None:
    result = table(WORKER, RETIRED, policy=BY_PAYER)
    assert result[0] == ["姓名", "经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人", "合计"]
    assert result[1] == ["虚构甲", 43200.0, 800.0, 300.0, 180.0, 60.0, 44540.0]
    assert result[2] == ["虚构乙", 0.0, 0.0, 0.0, 21600.0, 0.0, 21600.0]


@pytest.mark.parametrize("item", ["经济补偿", "养老", "养老个人", "单位", "个人", "医疗单位", None, "合计"])
def test_a_part_is_the_same_whether_the_policy_lists_payers_or_not(item: Any) -> None:
    assert one(item, BY_PAYER) == one(item)


def test_one_payers_share_alone_may_be_the_package() -> None:
    units = [["一补二险", "经济补偿、养老单位"]]
    assert table(WORKER, policy=units) == [
        ["姓名", "经济补偿", "养老单位", "合计"],
        ["虚构甲", 43200.0, 800.0, 44000.0],
    ]
    assert one(policy=units) == 44000.0
    assert one("养老", units) == 800.0
    assert one("个人", units) == 0.0
    assert_error(one("养老个人", units), "#VALUE!", "不含“养老个人”", "只有：经济补偿、养老单位")


def test_what_the_other_payers_rate_lacks_does_not_matter() -> None:
    injury = [["一补二险", "工伤单位"], ["工伤单位费率", "1%"]]
    cells = {"姓名": "虚构甲", "工伤欠缴起": "2005-01", "工伤欠缴止": "2005-12", "缴费工资": 1000, "缴费平均工资": 1200}
    result = call("SOE_PACKAGE_TABLE", [list(cells), list(cells.values())], injury)
    assert result[1:] == [["虚构甲", 120.0, 120.0]]
    whole = [["一补二险", "工伤"], *injury[1:]]
    assert call("SOE_PACKAGE", [list(cells)], [list(cells.values())], "工伤单位", whole) == 120.0
    assert call("SOE_PACKAGE", [list(cells)], [list(cells.values())], "工伤", whole) == 120.0


@pytest.mark.parametrize(
    ("contents", "word"),
    [
        ("养老、养老单位", "写了两次"),
        ("养老单位、养老", "写了两次"),
        ("养老单位、养老保险单位部分", "写了两次"),
        ("经济补偿单位、养老", "不分承担方"),
        ("养老、单位", "单位"),
        ("养老企业", "养老企业"),
    ],
)
def test_a_faulty_list_of_payers_is_refused(contents: str, word: str) -> None:
    assert_error(one(policy=[["一补二险", contents]]), "#VALUE!", word)
    assert_error(table(WORKER, policy=[["一补二险", contents]]), "#VALUE!", word)


def test_a_bad_cell_is_the_error_of_both_shares_and_of_the_total() -> None:
    row = table(WORKER | {"缴费工资": -1}, policy=BY_PAYER)[1]
    assert [getattr(value, "code", value) for value in row] == [
        "虚构甲", 43200.0, "#NUM!", "#NUM!", "#NUM!", "#NUM!", "#NUM!",
    ]  # fmt: skip


# --- headings that would give a wrong amount -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usual", "typed", "unit"),
    [
        ("缴费工资", "缴费工资（元/年）", "元/月"),
        ("缴费平均工资", "缴费平均工资(元/年)", "元/月"),
        ("前12个月月平均工资", "月平均工资（元/年）", "元/月"),
        ("医疗年标准", "医疗年标准（元/月）", "元/年"),
    ],
)
def test_a_figure_stated_for_another_length_of_time_is_refused(usual: str, typed: str, unit: str) -> None:
    cells = {typed if name == usual else name: value for name, value in WORKER.items()}
    assert_error(call("SOE_PACKAGE", [list(cells)], [list(cells.values())]), "#VALUE!", typed, unit)
    assert_error(call("SOE_PACKAGE_TABLE", [list(cells), list(cells.values())]), "#VALUE!", typed, unit)


@pytest.mark.parametrize(
    ("second", "name"),
    [
        ("缴费工资（元）", "缴费工资"),
        ("缴费平均工资", "缴费平均工资"),
        ("养老保险欠费起", "养老欠缴起"),
        ("年 龄", "年龄"),
    ],
)
def test_a_second_column_for_the_same_input_is_a_question(second: str, name: str) -> None:
    headings, row = [*WORKER, second], [*WORKER.values(), 1]
    assert_error(call("SOE_PACKAGE_TABLE", [headings, row]), "#VALUE!", f"“{name}”有两列", f"第{len(headings)}列")
    assert_error(call("SOE_PACKAGE", [headings], [row]), "#VALUE!", f"“{name}”有两列")


def test_wages_apart_for_each_insurance_under_headings_of_two_levels_are_a_question() -> None:
    top = ["姓名", "养老保险", None, None, "医疗保险", None, None, "缴费平均工资", "在岗状态"]
    sub = [None, "欠缴起", "欠缴止", "缴费工资", "欠缴起", "欠缴止", "缴费工资", None, None]
    row = ["虚构甲", "2003-11", "2004-02", 1000, "2003-11", "2004-02", 1100, 1200, "内退"]
    assert_error(call("SOE_PACKAGE_TABLE", [top, sub, row]), "#VALUE!", "“缴费工资”有两列", "第4列和第7列")


def test_periods_may_stand_under_one_heading_of_two_levels() -> None:
    top = ["姓名", "养老保险欠费起止年月", None, "医疗欠缴期间", None, "缴费工资", "缴费平均工资", "在岗状态"]
    sub = [None, "起", "止", "起", "止", None, None, None]
    row = ["虚构甲", "2003-11", "2004-02", "1999-01", "1999-03", 1000, 1200, "内退"]
    assert call("SOE_PACKAGE_TABLE", [top, sub, row])[1] == ["虚构甲", 0.0, 1100.0, 240.0, 1340.0]


@pytest.mark.parametrize(("age", "code"), [("75岁", "#VALUE!"), (700, "#NUM!"), (70.5, "#VALUE!"), (-1, "#NUM!")])
def test_a_faulty_year_of_the_reserve_is_named_with_its_row_of_the_policy_sheet(age: Any, code: str) -> None:
    row = table(WORKER, RETIRED, policy=[["医疗预留截止年龄", age]])
    assert row[1][-1] == 44540.0
    assert_error(row[2][-1], code, "政策表“医疗预留截止年龄”")

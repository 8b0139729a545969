"""What the functions of the two insurances give for blanks, wrong words, gaps and impossible input (I-01 to I-14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CODES, CellError

ARREARS = {
    "insurance": "养老", "from_month": "2003-11", "to_month": "2004-02", "wage": 1000, "average_wage": 1200,
    "payer": None, "policy": None,
}  # fmt: skip
PREPAYMENT = {
    "insurance": "养老", "birth_date": "1955-03-20", "sex": "男", "base_date": "2011-09-28", "base": 2000,
    "payer": None, "policy": None,
}  # fmt: skip
RETIREMENT = {
    "birth_date": "1955-03-20", "sex": "男", "base_date": "2011-09-28", "living_allowance": 600,
    "contribution_base": 2000, "pension_rate": 0.2, "medical_rate": 0.06, "policy": None,
}  # fmt: skip


def arrears(**changes: Any) -> Any:
    """Call SOE_ARREARS for a usual period with some arguments changed."""
    return call("SOE_ARREARS", *(ARREARS | changes).values())


def prepayment(**changes: Any) -> Any:
    return call("SOE_PREPAYMENT", *(PREPAYMENT | changes).values())


def internal_retirement(**changes: Any) -> Any:
    return call("SOE_INTERNAL_RETIREMENT", *(RETIREMENT | changes).values())


def assert_error(result: Any, code: str, *words: str) -> None:
    """An error value of that code whose Chinese reason holds the words."""
    assert isinstance(result, CellError), result
    assert result.code == code, result
    assert code in CODES
    assert "内部出错" not in result.message
    for word in words:
        assert word in result.message, result.message


# --- names, words and blanks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "arguments", "value"),
    [
        ("缴费基数", (900, 2000), 1200.0),
        ("欠缴保险费", ("养老", "2003-11", "2004-02", 1000, 1200), 1100.0),
        ("预缴保险费", ("养老", "1955-03-20", "男", "2011-09-28", 2000), 23520.0),
        ("退休医疗预留", (58, 1800), 21600.0),
        ("滞纳金", (10000, "2011-01-01", "2011-12-31"), 4540.0),
        ("内退费用", ("1955-03-20", "男", "2011-09-28", 600, 2000, "20%", "6%"), 47040.0),
    ],
)
def test_each_function_is_known_by_its_chinese_name(alias: str, arguments: tuple[Any, ...], value: float) -> None:
    assert call(alias, *arguments) == value


@pytest.mark.parametrize(
    "word", ["养老", "养老保险", "基本养老", "基本养老保险", "基本养老保险费", " 养 老 ", "企业职工基本养老保险"]
)
def test_an_insurance_is_known_by_its_usual_names(word: str) -> None:
    assert arrears(insurance=word) == 1100.0


@pytest.mark.parametrize("word", ["大病", "养老金", "公积金", "pension", 5, True])
def test_an_unknown_insurance_is_named_with_what_there_is(word: Any) -> None:
    assert_error(arrears(insurance=word), "#VALUE!", "险种", "养老、医疗、失业")


@pytest.mark.parametrize(
    ("word", "amount"), [("单位", 800.0), ("个人", 300.0), ("合计", 1100.0), ("", 1100.0), (None, 1100.0)]
)
def test_the_payer_chooses_the_share(word: Any, amount: float) -> None:
    assert arrears(payer=word) == amount


@pytest.mark.parametrize("word", ["财政", "企业和个人", 1])
def test_an_unknown_payer_is_refused(word: Any) -> None:
    assert_error(arrears(payer=word), "#VALUE!", "单位、个人 或 合计")


@pytest.mark.parametrize("name", ["insurance", "from_month", "to_month", "wage", "average_wage"])
@pytest.mark.parametrize("blank", [None, "", "  ", "　"])
def test_a_blank_where_a_value_is_required(name: str, blank: Any) -> None:
    assert_error(arrears(**{name: blank}), "#VALUE!", "不能为空")


@pytest.mark.parametrize("name", ["birth_date", "sex", "base_date", "base"])
def test_a_blank_in_a_prepayment(name: str) -> None:
    assert_error(prepayment(**{name: " "}), "#VALUE!", "不能为空")


@pytest.mark.parametrize("name", [name for name in RETIREMENT if name != "policy"])
def test_a_blank_in_internal_retirement(name: str) -> None:
    assert_error(internal_retirement(**{name: None}), "#VALUE!", "不能为空")


@pytest.mark.parametrize("name", list(ARREARS))
def test_an_error_value_in_any_argument_comes_out(name: str) -> None:
    assert_error(arrears(**{name: CellError("#REF!", "")}), "#REF!")
    if name in ("wage", "average_wage", "policy"):
        assert_error(arrears(**{name: [["2003-01", 5], ["2003-02", CellError("#DIV/0!", "")]]}), "#DIV/0!")


@pytest.mark.parametrize("name", ["insurance", "from_month", "to_month", "payer"])
def test_a_range_where_a_cell_is_expected(name: str) -> None:
    assert_error(arrears(**{name: [["2003-11", "2003-12"]]}), "#VALUE!", "一个单元格")


def test_too_many_arguments_are_told_with_the_signature() -> None:
    assert_error(call("SOE_ARREARS", *ARREARS.values(), 1), "#VALUE!", "最多 7 个参数")


# --- periods, gaps and units -----------------------------------------------------------------------------------------


def test_a_reversed_period_names_both_months() -> None:
    assert_error(arrears(from_month="2004-03"), "#NUM!", "2004年3月", "2004年2月")


def test_days_of_one_month_in_any_order_are_that_month() -> None:
    assert arrears(from_month="2005-03-20", to_month="2005-03-05", average_wage=1000) == 280.0


@pytest.mark.parametrize(
    ("from_month", "to_month"),
    [
        ("2003.11", "2004.02"),
        ("200311", "200402"),
        (200311, 200402),
        ("2003年11月", "2004年2月"),
        (37926, 38018),
        (dt.date(2003, 11, 30), dt.date(2004, 2, 1)),
        (2003.11, 2004.2),
    ],
)
def test_months_may_be_typed_in_any_way(from_month: Any, to_month: Any) -> None:
    assert arrears(from_month=from_month, to_month=to_month) == 1100.0


def test_an_ambiguous_month_is_asked() -> None:
    assert_error(arrears(from_month=2003.1), "#N/A", "10月")
    assert arrears(from_month=2003.1, policy=[["month_decimal", "month_two_digits"]]) == 5 * 200 + 3 * 70 + 2 * 80


@pytest.mark.parametrize(
    ("insurance", "from_month", "to_month", "parameter"),
    [
        ("养老", "1997-12", "1998-01", "养老单位费率"),
        ("医疗", "1998-12", "1999-01", "医疗单位费率"),
        ("失业", "1999-01", "1999-03", "失业单位费率"),
        ("失业", "2015-02", "2015-03", "失业单位费率"),
        ("工伤", "2010-01", "2010-02", "工伤单位费率"),
        ("生育", "2010-01", "2010-02", "生育单位费率"),
    ],
)
def test_a_gap_names_the_parameter_that_the_office_must_supply(
    insurance: str, from_month: str, to_month: str, parameter: str
) -> None:
    result = arrears(insurance=insurance, from_month=from_month, to_month=to_month)
    assert_error(result, "#N/A", parameter, "政策表")


def test_a_gap_names_the_first_uncovered_month() -> None:
    assert_error(arrears(insurance="失业", from_month="2014-01", to_month="2016-12"), "#N/A", "2015-03-01")


def test_only_the_share_that_is_asked_needs_its_rate() -> None:
    policy = [["工伤单位费率", "0.5%"]]
    period = {"insurance": "工伤", "from_month": "2010-01", "to_month": "2010-01", "policy": policy}
    assert arrears(**period, payer="单位") == 5.0
    assert arrears(**period) == 5.0, "no law has a share of the worker, so that the sum is the unit's"
    assert arrears(**period, payer="个人") == 0
    early = {
        **period,
        "from_month": "1995-12",
        "to_month": "1996-10",
        "policy": [["工伤单位费率", "0.5%"], ["缴费基数下限", 0.6, "1990-01-01"], ["缴费基数上限", 3, "1990-01-01"]],
    }
    assert_error(arrears(**early), "#N/A", "工伤个人费率")


@pytest.mark.parametrize("insurance", ["工伤", "生育"])
@pytest.mark.parametrize("year", [1998, 2003, 2004, 2010, 2011, 2012, 2019, 2024])
def test_injury_and_maternity_ask_for_no_rate_that_no_law_has(insurance: str, year: int) -> None:
    period = {"insurance": insurance, "from_month": f"{year}-01", "to_month": f"{year}-12"}
    policy = [[f"{insurance}单位费率", "0.8%"]]
    assert arrears(**period, policy=policy) == arrears(**period, payer="单位", policy=policy) == 12 * 8.0
    own = [*policy, [f"{insurance}个人费率", "0.2%"]]
    assert arrears(**period, policy=own) == 12 * 10.0, "an office's own row still goes first"


def test_a_rate_that_begins_inside_a_month_holds_from_the_next() -> None:
    policy = [["养老单位费率", 0.19, "2016-05-15"]]
    assert arrears(from_month="2016-05", to_month="2016-06", payer="单位", policy=policy) == 200 + 190


def test_rates_of_two_places_are_a_question() -> None:
    rows = [["养老单位费率", 0.19, "2016-05", "2018-12", "甲市"], ["养老单位费率", 0.18, "2016-05", "2018-12", "乙市"]]
    assert_error(arrears(from_month="2016-05", to_month="2016-05", policy=rows), "#N/A", "甲市", "乙市")
    both = [*rows, ["养老单位费率", 0.17, "2016-05", "2018-12"]]
    assert arrears(from_month="2016-05", to_month="2016-05", payer="单位", policy=both) == 170.0
    assert arrears(policy=rows) == 1100.0


@pytest.mark.parametrize("rate", [20, "20", "20%", 0.2, "0.2", "２０％"])
def test_a_rate_in_any_unit_is_the_same(rate: Any) -> None:
    assert arrears(policy=[["养老单位费率", rate]], payer="单位") == 800.0
    assert internal_retirement(pension_rate=rate) == 47040.0


@pytest.mark.parametrize("rate", [-0.1, 120, "-5%"])
def test_a_rate_outside_nought_to_hundred_percent_is_impossible(rate: Any) -> None:
    assert_error(internal_retirement(pension_rate=rate), "#NUM!", "养老费率")
    assert_error(arrears(policy=[["养老单位费率", rate]]), "#NUM!", "养老单位费率")


@pytest.mark.parametrize("wage", ["1.2万", "无", "—", "壹仟", True, float("nan"), float("inf")])
def test_a_wage_that_is_no_number(wage: Any) -> None:
    assert_error(arrears(wage=wage), "#VALUE!", "缴费工资")
    assert_error(call("SOE_CONTRIBUTION_BASE", wage, 2000), "#VALUE!", "月工资")


def test_negative_wages_and_averages_of_nought_are_impossible() -> None:
    assert_error(arrears(wage=-1), "#NUM!", "缴费工资")
    assert_error(arrears(average_wage=0), "#NUM!", "缴费平均工资")
    assert_error(arrears(average_wage=-5), "#NUM!", "缴费平均工资")
    assert_error(call("SOE_CONTRIBUTION_BASE", -1, 2000), "#NUM!")
    assert_error(call("SOE_CONTRIBUTION_BASE", 100, 0), "#NUM!")


# --- stepped wages ---------------------------------------------------------------------------------------------------


def test_steps_may_have_a_heading_blank_rows_more_columns_and_any_order() -> None:
    steps = [
        ["起始年月", "工资", "备注"],
        ["2004.01", "1,200元", None],
        [None, None, None],
        ["2003-01", 1000, "虚构"],
        ["", "", ""],
    ]
    assert arrears(wage=steps) == 2 * 270 + 2 * 1200 * 0.28


def test_one_row_of_a_step_is_enough() -> None:
    assert arrears(wage=[["1990-01", 1000]], average_wage=[["1990-01", 1200]]) == 1100.0


def test_a_step_of_nought_is_the_floor_from_its_month_on() -> None:
    assert arrears(wage=[["2003-01", 1000], ["2004-01", 0]]) == 2 * 270 + 2 * 720 * 0.28


def test_a_month_before_the_first_step_is_a_question() -> None:
    assert_error(arrears(wage=[["2003-12", 1000]]), "#N/A", "缴费工资", "2003年11月")
    assert_error(arrears(average_wage=[["2003-12", 1000]]), "#N/A", "缴费平均工资", "2003年11月")


@pytest.mark.parametrize(
    ("steps", "code", "words"),
    [
        ([["2003-01", 1000], ["2003-01", 1100]], "#NUM!", ["2003年1月", "两个不同的数"]),
        ([["2003-01", None]], "#VALUE!", ["第1行", "不能为空"]),
        ([[None, 1000]], "#VALUE!", ["第1行", "不能为空"]),
        ([["2003-01", "很多"]], "#VALUE!", ["第1行", "要填数字"]),
        ([["2003-01", -3]], "#NUM!", ["第1行", "负数"]),
        ([[2003.1, 1000]], "#N/A", ["10月"]),
        ([[1000], [1100]], "#VALUE!", ["两列"]),
        ([["起始年月", "工资"]], "#VALUE!", ["不能为空"]),
    ],
)
def test_steps_that_cannot_be_used_name_their_row(steps: list[list[Any]], code: str, words: list[str]) -> None:
    assert_error(arrears(wage=steps), code, *words)


def test_the_same_step_twice_does_no_harm() -> None:
    assert arrears(wage=[["2003-01", 1000], ["2003-01", 1000]]) == 1100.0


# --- the other functions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "months"),
    [("男", 42), ("男性", 42), ("女干部", 0), ("女（干部）", 0), ("女", 0), ("女工人", 0)],
)
def test_words_for_the_sex(word: str, months: int) -> None:
    assert prepayment(sex=word, payer="单位") == months * 400


@pytest.mark.parametrize("word", ["人", "M", "干部", 1])
def test_other_words_for_the_sex_are_refused(word: Any) -> None:
    assert_error(prepayment(sex=word), "#VALUE!", "性别", "女干部")


def test_a_birth_after_the_base_date_is_impossible() -> None:
    assert_error(prepayment(birth_date="2012-01-01"), "#NUM!", "出生年月晚于基准日")
    assert_error(internal_retirement(birth_date="2012-01-01"), "#NUM!", "出生年月晚于基准日")


def test_dates_known_to_the_month_count_the_same_months() -> None:
    assert prepayment(birth_date="1955.03", base_date="2011年9月") == 23520.0


def test_the_rate_of_the_base_day_and_the_offices_own_rate() -> None:
    assert prepayment(base_date="2011-09-15", policy=[["养老单位费率", 0.18, "2011-09-10"]]) == 42 * (360 + 160)
    assert prepayment(base_date="2011-09-05", policy=[["养老单位费率", 0.18, "2011-09-10"]]) == 42 * (400 + 160)


def test_nothing_is_needed_once_the_age_is_reached() -> None:
    assert prepayment(insurance="失业", birth_date="1950-01-01", base_date="2016-01-01") == 0.0
    assert_error(prepayment(insurance="失业", birth_date="1960-01-01", base_date="2016-01-01"), "#N/A", "失业单位费率")


def test_a_large_allowance_stays_exact() -> None:
    assert internal_retirement(living_allowance="123,456,789.01", pension_rate=0, medical_rate=0) == 5185185138.42


def test_the_defaults_of_the_reserve_may_be_left_out_or_blank() -> None:
    assert call("SOE_MEDICAL_RESERVE", "58", "1,800元", None, "") == 21600.0
    assert call("SOE_MEDICAL_RESERVE", 58.0, 1800, 75) == 30600.0


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ((58.5, 1800), "#VALUE!", "整数"),
        (("五十八", 1800), "#VALUE!", "年龄"),
        ((-1, 1800), "#NUM!", "年龄"),
        ((151, 1800), "#NUM!", "年龄"),
        ((None, 1800), "#VALUE!", "不能为空"),
        ((58, None), "#VALUE!", "不能为空"),
        ((58, -1), "#NUM!", "医疗年标准"),
        ((58, 1800, 70.5), "#VALUE!", "预留截止年龄"),
        ((58, 1800, -70), "#NUM!", "预留截止年龄"),
        ((58, 1800, 70, -1), "#NUM!", "最低预留年限"),
    ],
)
def test_a_reserve_that_cannot_be_computed(arguments: tuple[Any, ...], code: str, word: str) -> None:
    assert_error(call("SOE_MEDICAL_RESERVE", *arguments), code, word)


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ((None, "2011-01-01", "2011-12-31"), "#VALUE!", "欠缴本金"),
        ((-1, "2011-01-01", "2011-12-31"), "#NUM!", "欠缴本金"),
        ((1, "2011-12-31", "2011-01-01"), "#NUM!", "晚于"),
        ((1, "1999-01-21", "2011-01-01"), "#N/A", "滞纳金日率"),
        ((1, "1999.01", "2011-01-01"), "#N/A", "1999-01-01"),
        ((1, "2011-01-01", "2011-12-31", "TRUE"), "#VALUE!", "是 或 否"),
        ((1, "2011-13-01", "2011-12-31"), "#VALUE!", "2011-13-01"),
    ],
)
def test_a_late_fee_that_cannot_be_computed(arguments: tuple[Any, ...], code: str, word: str) -> None:
    assert_error(call("SOE_LATE_FEE", *arguments), code, word)


def test_the_base_without_a_date_goes_by_the_limits_in_force_to_date() -> None:
    policy = [["缴费基数上限", 2, "2000-01-01", "2005-12-31"]]
    assert call("SOE_CONTRIBUTION_BASE", 9000, 2000, None, policy) == 6000.0
    assert call("SOE_CONTRIBUTION_BASE", 9000, 2000, "2005-12", policy) == 4000.0


# --- the policy range ------------------------------------------------------------------------------------------------


def test_options_of_severance_do_not_act_here_and_unknown_ones_are_refused() -> None:
    assert arrears(policy=[["profile", "R481"], ["round_to", "yuan"], ["fraction", "half_year"]]) == 1100.0
    assert arrears(policy="RGZ") == 1100.0
    assert_error(arrears(policy=[["fractoin", "half_year"]]), "#VALUE!", "fractoin")
    assert_error(arrears(policy="ABC"), "#VALUE!", "ABC")


def test_the_names_of_a_parameter_that_is_no_insurance_rate_are_refused() -> None:
    assert_error(arrears(policy=[["养老费率", 0.2]]), "#VALUE!", "养老费率")


def test_a_local_value_reversed_or_overlapping_is_refused() -> None:
    assert_error(arrears(policy=[["养老单位费率", 0.2, "2005-01-01", "2004-01-01"]]), "#NUM!", "养老单位费率")
    rows = [["养老单位费率", 0.2, "2003-01-01", "2004-12-31"], ["养老单位费率", 0.19, "2004-01-01"]]
    assert_error(arrears(policy=rows), "#VALUE!", "重叠")

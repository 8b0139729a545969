"""SOE_RATE, SOE_RATE_SOURCE and SOE_POLICY_VERSION: figures by date and place, from the law or the office (P-05)."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CellError

SHEET = [
    ["项目", "值", "起", "止", "地区", "文号"],
    ["职工月平均工资", 2300, "2010-01", "2010-12", "宜春市", "宜统〔2011〕1号"],
    ["职工月平均工资", "2,500元", "2011-01-01", None, "宜春市", "宜统〔2012〕1号"],
    ["职工月平均工资", 2800, "2010-01", "2010-12", "南昌市", ""],
    ["养老单位费率", "19%", "2005-01-01", "2006-12-31", "宜春市", "赣劳社〔2004〕9号"],
    ["伤残就业补助金月数7级", 16, None, None, "宜春市", "示例"],
    ["最低工资", 720, "2011-01-01", None, None, "示例"],
]


def rate(*arguments: Any) -> Any:
    return call("SOE_RATE", *arguments)


def code(*arguments: Any) -> str:
    result = rate(*arguments)
    assert isinstance(result, CellError), result
    assert result == call("SOE_RATE_SOURCE", *arguments)
    return result.code


NATIONAL = [
    ("养老单位费率", "1998-01-01", 0.2),
    ("养老单位费率", "2019-04-30", 0.2),
    ("养老单位费率", "2019-05-01", 0.16),
    ("养老个人费率", "1999-12-31", 0.05),
    ("养老个人费率", "2000-01-01", 0.06),
    ("养老个人费率", "2002-01-01", 0.07),
    ("养老个人费率", "2004-01-01", 0.08),
    ("养老个人费率", "2026-01-01", 0.08),
    ("医疗单位费率", "1999-01-01", 0.06),
    ("医疗个人费率", "1999-01-01", 0.02),
    ("失业单位费率", "1999-02-01", 0.02),
    ("失业个人费率", "2015-02-28", 0.01),
    ("缴费基数下限", "2010-06-01", 0.6),
    ("缴费基数上限", "2010-06-01", 3),
    ("滞纳金日率", "1999-01-22", 0.002),
    ("滞纳金日率", "2011-06-30", 0.002),
    ("滞纳金日率", "2011-07-01", 0.0005),
]
GAPS = [
    ("养老单位费率", "1997-12-31"),
    ("养老个人费率", "1997-06-01"),
    ("医疗单位费率", "1998-12-31"),
    ("失业单位费率", "1999-01-31"),
    ("失业单位费率", "2015-03-01"),
    ("滞纳金日率", "1999-01-21"),
    ("职工月平均工资", "2010-06-01"),
    ("最低工资", "2010-06-01"),
    *((f"伤残就业补助金月数{grade}级", "2010-06-01") for grade in range(5, 11)),
]


@pytest.mark.parametrize(("name", "day", "value"), NATIONAL)
def test_national_figures_on_the_days_they_change(name: str, day: str, value: float) -> None:
    assert rate(name, day) == value
    assert rate(f" {name} ", day, "", None) == value


@pytest.mark.parametrize(("name", "day"), GAPS)
def test_a_gap_is_na_and_names_parameter_day_and_what_to_do(name: str, day: str) -> None:
    assert code(name, day) == "#N/A"
    message = rate(name, day).message
    assert name in message and day in message and "政策表" in message


@pytest.mark.parametrize("name", ["养老单位", "养老费率", "伤残就业补助金月数4级", "伤残就业补助金月数11级", "SOE"])
def test_an_unknown_parameter_is_value(name: str) -> None:
    assert code(name, "2005-06-01") == "#VALUE!"
    assert name in rate(name, "2005-06-01").message


def test_a_misspelt_parameter_is_guessed() -> None:
    assert "是否想写“养老单位费率”" in rate("养老单位费绿", "2005-06-01").message


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("养老单位费率", None), "#VALUE!"),
        ((None, "2005-06-01"), "#VALUE!"),
        (("养老单位费率", "2005"), "#N/A"),
        (("养老单位费率", 2005.1), "#N/A"),
        (("养老单位费率", "2005-02-30"), "#VALUE!"),
        (("养老单位费率", "2005-06-01", None, "R418"), "#VALUE!"),
        (("养老单位费率", "2005-06-01", None, [["养老单位费绿", 0.2], [None, None]]), "#VALUE!"),
        (("养老单位费率", "2005-06-01", ["宜春市", "南昌市"]), "#VALUE!"),
    ],
)
def test_arguments_that_cannot_be_used(arguments: tuple[Any, ...], expected: str) -> None:
    assert code(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("职工月平均工资", "2010-12-31", "宜春市"), 2300),
        (("职工月平均工资", "2011-01-01", "宜春市"), 2500),
        (("职工月平均工资", "2010-06-15", " 南昌市 "), 2800),
        (("养老单位费率", "2005-06-01", "宜春市"), 0.19),
        (("养老单位费率", "2005-06-01"), 0.2),
        (("伤残就业补助金月数7级", "1990-01-01", "宜春市"), 16),
        (("最低工资", "2011-06-01"), 720),
        (("最低工资", "2011-06-01", "丰城市"), 720),
        (("滞纳金日率", "2011-07-01", "宜春市"), 0.0005),
    ],
)
def test_the_offices_own_rows_serve_their_place_and_days(arguments: tuple[Any, ...], value: float) -> None:
    arguments = (*arguments, None)[:3]
    assert rate(*arguments, SHEET) == value


@pytest.mark.parametrize(
    "arguments",
    [
        ("职工月平均工资", "2009-12-31", "宜春市"),
        ("职工月平均工资", "2011-01-01", "南昌市"),
        ("职工月平均工资", "2010-06-01", "丰城市"),
        ("职工月平均工资", "2010-06-01", None),
        ("最低工资", "2010-12-31", "丰城市"),
    ],
)
def test_the_offices_own_rows_serve_no_other_place_or_day(arguments: tuple[Any, ...]) -> None:
    assert code(*arguments, SHEET) == "#N/A"


@pytest.mark.parametrize(("name", "day", "words"), [
    ("养老单位费率", "2005-06-01", ["国发〔1997〕26号", "0.2", "1998-01-01"]),
    ("滞纳金日率", "2010-01-01", ["社会保险费征缴暂行条例", "第十三条", "千分之二"]),
    ("滞纳金日率", "2012-01-01", ["社会保险法", "第八十六条", "万分之五"]),
    ("失业单位费率", "2012-01-01", ["失业保险条例", "第六条"]),
    ("缴费基数上限", "2012-01-01", ["劳办发〔1997〕116号", "待确认"]),
])  # fmt: skip
def test_the_source_names_the_law_and_how_sure_it_is(name: str, day: str, words: list[str]) -> None:
    text = call("SOE_RATE_SOURCE", name, day)
    assert isinstance(text, str)
    assert all(word in text for word in words), text


def test_the_source_of_an_offices_own_row_is_its_document_number() -> None:
    text = call("SOE_RATE_SOURCE", "职工月平均工资", "2010-06-01", "宜春市", SHEET)
    assert "宜统〔2011〕1号" in text and "2300" in text and "宜春市" in text


def test_a_row_without_dates_is_not_said_to_begin_with_a_comma() -> None:
    """An open row reads 不限期 or the like; ，至今 alone is no sentence."""
    text = call("SOE_RATE_SOURCE", "伤残就业补助金月数7级", "1990-01-01", "宜春市", SHEET)
    assert "宜春市至今" not in text and "，至今" not in text


def test_quoted_words_of_article_47_are_those_of_the_statute() -> None:
    """A figure tagged as verbatim quotes the statute without leaving words out of the middle."""
    text = call("SOE_RATE_SOURCE", "高薪封顶倍数", "2010-01-01")
    assert "向其支付经济补偿的标准按职工月平均工资三倍的数额支付" in text or "原文" not in text


def test_the_policy_version_names_profile_status_and_hash() -> None:
    version = call("SOE_POLICY_VERSION", "RGZ")
    profile, status, digest = version.split()[:3]
    assert (profile, status) == ("RGZ", "未确认口径")
    assert len(digest) >= 8 and int(digest, 16) >= 0
    assert call("SOE_POLICY_VERSION").split()[0] == "SEG2008"


def test_the_policy_version_changes_with_every_option_and_local_value_of_the_sheet() -> None:
    sheets = [
        None,
        [["fraction", "half_year"], [None, None]],
        [["fraction", "prorate2"], [None, None]],
        [["最低工资", 720], [None, None]],
        [["最低工资", 721], [None, None]],
        [["profile", "R481"], [None, None]],
    ]
    assert len({call("SOE_POLICY_VERSION", sheet) for sheet in sheets}) == len(sheets)


def test_options_of_severance_on_the_sheet_do_not_change_a_rate() -> None:
    assert rate("养老单位费率", "2005-06-01", None, [["fraction", "half_year"], ["multiplier", 2]]) == 0.2

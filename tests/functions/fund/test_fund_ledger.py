"""Ledgers as staff keep them: layouts, opening rows, names, units, and what cannot be read (F-50 to F-58)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CellError

HEADINGS = ["日期", "企业名称", "所属系统", "科目", "摘要", "收入金额", "支出金额", "余额"]
SALE = ["2011-03-01", "甲厂", "商贸", "产权变现", None, 1000, None, None]
PAID = ["2011-04-01", "甲厂", "商贸", "经济补偿", None, None, 300, None]
LEDGER = [HEADINGS, SALE, PAID]


def error_of(*arguments: Any) -> CellError:
    result = call(*arguments)
    assert isinstance(result, CellError), result
    assert any("一" <= c <= "鿿" for c in result.message), result.message
    assert "内部出错" not in result.message, result.message
    return result


def balance(rows: list[list[Any]], *others: Any) -> Any:
    return call("SOE_FUND_BALANCE", rows, *others)


def row(**changes: Any) -> list[Any]:
    """Give the sale's row with some cells changed, by heading."""
    return [changes.get(name, value) for name, value in zip(HEADINGS, SALE, strict=True)]


# --- the ledger as staff keep it -------------------------------------------------------------------------------------


def test_columns_may_come_in_any_order_beside_unknown_ones() -> None:
    rows = [["备查", "支出", "摘要", "科目", "收入（元）", "日期"], ["x", None, "卖", "拍卖款", 12.5, "2011.03"]]
    assert balance(rows) == 12.5


def test_a_whole_column_range_is_cut_to_its_data() -> None:
    empty = [[None] * 8 for _ in range(2000)]
    assert balance([*LEDGER, *empty]) == 700


def test_rows_between_may_be_blank() -> None:
    assert balance([HEADINGS, SALE, [None] * 8, ["", " ", "　", None, "", "", "", ""], PAID]) == 700


@pytest.mark.parametrize(
    "label", ["本月合计", "本年累计", "小计", "合　计", "3月合计", "一季度合计", "2011年合计", "承前页", "过次页"]
)
@pytest.mark.parametrize("place", [0, 1, 3, 4])
def test_rows_of_sums_are_skipped_wherever_their_label_stands(label: str, place: int) -> None:
    total: list[Any] = [None, None, None, None, None, 1000, 300, 700]
    total[place] = label
    assert balance([HEADINGS, SALE, PAID, total]) == 700


def test_a_summary_that_only_contains_such_a_word_is_an_entry() -> None:
    assert balance([HEADINGS, row(摘要="三月工资合计发放差额")]) == 1000


def test_headings_repeated_at_the_top_of_a_page_are_no_entry() -> None:
    assert balance([HEADINGS, SALE, HEADINGS, PAID]) == 700


def test_notes_and_signatures_below_are_no_entries() -> None:
    notes = [["注：本表按日登记", *[None] * 7], ["制表人：张某", "审核：李某", *[None] * 6]]
    assert balance([*LEDGER, *notes]) == 700
    statement = call("SOE_FUND_STATEMENT", [*LEDGER, *notes])
    assert isinstance(statement, list)
    assert [line[0] for line in statement[1:]] == ["甲厂"]


def test_titles_may_stand_above_the_headings() -> None:
    assert balance([["专户台账", *[None] * 7], ["填报单位：改制办　单位：元", *[None] * 7], *LEDGER]) == 700


def test_headings_of_two_levels_are_joined() -> None:
    rows = [["日期", "科目", "发生额", None], [None, None, "收入", "支出"], ["2011-03-01", "利息", 5, None]]
    assert balance(rows) == 5


@pytest.mark.parametrize(
    "heading",
    [
        [["日期", "科目", "收入金额（万元）", "支出金额（万元）"]],
        [["日期", "科目", "收入金额/万元", "支出金额/万元"]],
        [["单位：万元", None, None, None], ["日期", "科目", "收入", "支出"]],
        [["专户收支台账（万元）", None, None, None], ["日期", "科目", "收入", "支出"]],
    ],
)
def test_a_stated_unit_of_ten_thousand_is_never_taken_for_yuan(heading: list[list[Any]]) -> None:
    assert balance([*heading, ["2011-03-01", "利息", "0.1234565", 0.1]]) == 234.57


def test_a_unit_in_a_heading_wins_over_the_one_in_the_title() -> None:
    rows = [["单位：万元", None, None, None], ["日期", "科目", "收入（元）", "支出"], ["2011-03-01", "利息", 30000, 1]]
    assert balance(rows) == 20000


def test_one_column_of_amounts_goes_by_its_direction() -> None:
    rows = [["日期", "科目", "收支方向", "金额"], ["2011-03-01", "利息", "收", 5], ["2011-03-02", "税费", "支出", "2"]]
    assert balance(rows) == 3
    assert error_of("SOE_FUND_BALANCE", [*rows, ["2011-03-02", "税费", "", 1]]).code == "#VALUE!"
    assert "收支方向" in error_of("SOE_FUND_BALANCE", [*rows, ["2011-03-02", "税费", "借", 1]]).message
    assert "收支方向" in error_of("SOE_FUND_BALANCE", [["日期", "科目", "金额"], ["2011-03-01", "利息", 5]]).message


@pytest.mark.parametrize("words", [("收", "支"), ("收入", "支出"), ("收方", "付"), ("借", "贷"), ("借方", "贷 方")])
def test_the_direction_is_read_in_every_word_that_the_checks_know(words: tuple[str, str]) -> None:
    rows = [["日期", "科目", "方向", "金额"], ["2011-03-01", "利息", words[0], 5], ["2011-03-02", "税费", words[1], 2]]
    assert balance(rows) == 3


@pytest.mark.parametrize(
    ("subject", "word"), [("税费", "借方"), ("经济补偿", "借"), ("利息", "贷"), ("产权变现", "贷方")]
)
def test_a_bank_statements_own_view_of_debit_and_credit_is_refused(subject: str, word: str) -> None:
    error = error_of("SOE_FUND_BALANCE", [["日期", "科目", "方向", "金额"], ["2011-03-01", subject, word, 5]])
    assert error.code == "#VALUE!"
    assert "台账第2行" in error.message and "矛盾" in error.message


def test_amounts_in_both_columns_or_against_the_direction_count_as_they_stand() -> None:
    rows = [["日期", "科目", "收支方向", "收入金额", "支出金额"], ["2011-03-01", "利息", "支出", 5, 2]]
    assert balance(rows) == 3


def test_negative_amounts_keep_their_sign() -> None:
    assert balance([HEADINGS, SALE, row(收入金额=-200)]) == 800
    assert balance([HEADINGS, SALE, ["2011-04-01", "甲厂", "商贸", "养老", "红字冲销", None, -50.5, None]]) == 1050.5


def test_more_than_two_decimals_are_rounded_to_the_fen_row_by_row() -> None:
    assert balance([HEADINGS, row(收入金额=0.005), row(收入金额="0.005"), row(收入金额=-0.004)]) == 0.02


@pytest.mark.parametrize(
    "day", ["2011-03-01", "2011.03", "2011年3月", 40603, "20110301", dt.date(2011, 3, 1), "11.3.1"]
)
def test_dates_come_as_clerks_type_them(day: Any) -> None:
    rows = [HEADINGS, row(日期=day)]
    assert balance(rows, "2011-03-01") == 1000
    assert balance(rows, "2011-02-28") == 0


def test_the_balance_column_is_never_read() -> None:
    assert balance([HEADINGS, row(余额="见上页"), PAID]) == 700


# --- opening rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["上年结转", "期初余额", "上年 结转"])
@pytest.mark.parametrize("where", ["摘要", "科目", "日期"])
def test_an_opening_row_is_balance_but_no_income(label: str, where: str) -> None:
    opening = row(**{"日期": None, "企业名称": None, "科目": None, where: label, "收入金额": 500})
    rows = [HEADINGS, opening, SALE, PAID]
    assert balance(rows) == 1200
    assert balance(rows, "2000-01-01") == 500
    city = call("SOE_FUND_STATEMENT", rows, None, "全市")
    assert city == [["范围", "收入", "支出", "余额", "垫付余额", "暂挂余额"], ["全市", 1000, 300, 1200, 0, 0]]


def test_an_opening_with_a_date_counts_from_that_date() -> None:
    rows = [HEADINGS, row(摘要="上年结转", 收入金额=500), PAID]
    assert [balance(rows, day) for day in ("2011-02-28", "2011-03-01", "2011-04-01")] == [0, 500, 200]


def test_an_opening_of_a_debt_stays_a_debt() -> None:
    rows = [
        HEADINGS,
        row(日期=None, 科目="土地储备垫付", 摘要="上年结转"),
        row(日期=None, 科目="社保暂挂", 摘要="上年结转"),
    ]
    assert balance(rows) == 1000
    assert call("SOE_FUND_LIABILITY", rows, "垫付") == 1000
    assert call("SOE_FUND_LIABILITY", rows, "暂挂") == 1000


def test_an_opening_whose_amount_stands_in_the_balance_column_only_is_read_there() -> None:
    opening = row(日期=None, 企业名称=None, 摘要="上年结转", 收入金额=None, 余额=500)
    assert balance([HEADINGS, opening, PAID]) == 200
    city = call("SOE_FUND_STATEMENT", [HEADINGS, opening, PAID], None, "全市")
    assert city[1] == ["全市", 0, 300, 200, 0, 0]  # type: ignore[index]
    error = error_of("SOE_FUND_BALANCE", [HEADINGS, row(摘要="上年结转", 收入金额=None, 余额="见旧账"), PAID])
    assert error.code == "#VALUE!"
    assert "余额" in error.message and "第2行" in error.message


# --- names -----------------------------------------------------------------------------------------------------------

CODED = [
    ["日期", "企业编码", "企业名称", "主管系统", "用途", "收入", "支出"],
    ["2011-03-01", "001", "甲 厂", "商贸", "利息", 1, None],
    ["2011-03-02", 2, "乙厂（本部）", "粮食", "利息", 10, None],
    ["2011-03-03", "001", "甲厂", "商贸", "利息", 100, None],
    ["2011-03-04", None, None, None, "利息", 1000, None],
    ["2011-03-05", "009", None, "商贸", "利息", 10000, None],
]


@pytest.mark.parametrize(
    ("firm", "expected"),
    [("甲厂", 101), (" 甲　厂 ", 101), ("001", 101), (2, 10), ("2", 10), ("乙厂(本部)", 10), ("009", 10000)],
)
def test_an_enterprise_is_found_by_name_or_code_in_any_spelling(firm: Any, expected: float) -> None:
    assert balance(CODED, None, firm) == expected


def test_a_system_and_an_enterprise_together_narrow_down() -> None:
    assert balance(CODED, None, None, "商贸") == 10101
    assert balance(CODED, None, "甲厂", "商贸") == 101
    assert balance(CODED, None, "甲厂", "粮食") == 0


@pytest.mark.parametrize("arguments", [("丙厂", None), (None, "轻工"), ("丙厂", "商贸")])
def test_a_name_nowhere_in_the_ledger_is_a_question(arguments: tuple[Any, ...]) -> None:
    assert error_of("SOE_FUND_BALANCE", CODED, None, *arguments).code == "#N/A"


def test_the_rows_of_a_statement_add_up_to_the_city() -> None:
    firms, city = call("SOE_FUND_STATEMENT", CODED), call("SOE_FUND_STATEMENT", CODED, None, "全市")
    assert isinstance(firms, list) and isinstance(city, list)
    assert [line[0] for line in firms[1:]] == ["甲 厂", "乙厂（本部）", "009", "未分企业"]
    assert sum(line[3] for line in firms[1:]) == city[1][3] == 11111


def test_columns_that_a_question_needs_are_named_when_they_lack() -> None:
    bare = [["日期", "科目", "收入", "支出"], ["2011-03-01", "利息", 5, None]]
    assert balance(bare) == 5
    assert "企业名称" in error_of("SOE_FUND_BALANCE", bare, None, "甲厂").message
    assert "所属系统" in error_of("SOE_FUND_BALANCE", bare, None, None, "商贸").message
    assert "企业名称" in error_of("SOE_FUND_STATEMENT", bare).message
    assert "所属系统" in error_of("SOE_FUND_STATEMENT", bare, None, "系统").message


# --- ledgers that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"日期": None}, "#VALUE!", "日期"),
        ({"日期": "下月"}, "#VALUE!", "日期"),
        ({"日期": 2011.1}, "#N/A", "10月"),
        ({"日期": "2011"}, "#N/A", "年份"),
        ({"收入金额": "一千"}, "#VALUE!", "收入金额"),
        ({"收入金额": "1.2万"}, "#VALUE!", "收入金额"),
        ({"收入金额": "—"}, "#VALUE!", "收入金额"),
        ({"收入金额": True}, "#VALUE!", "收入金额"),
        ({"支出金额": "无"}, "#VALUE!", "支出金额"),
        ({"收入金额": 10**13}, "#NUM!", "单位"),
        ({"收入金额": float("nan")}, "#VALUE!", "收入金额"),
        ({"科目": "买菜"}, "#VALUE!", "科目"),
        ({"科目": None}, "#VALUE!", "科目"),
    ],
)
@pytest.mark.parametrize("function", ["SOE_FUND_BALANCE", "SOE_FUND_STATEMENT"])
def test_a_row_that_cannot_be_read_is_an_error_naming_it_never_a_smaller_sum(
    function: str, changes: dict[str, Any], code: str, word: str
) -> None:
    error = error_of(function, [["台账", *[None] * 7], HEADINGS, PAID, row(**changes)])
    assert error.code == code
    assert "第4行" in error.message and word in error.message


def test_a_row_without_amounts_needs_nothing() -> None:
    assert balance([*LEDGER, row(收入金额=None, 科目=None, 日期=None), row(收入金额=0, 科目=None)]) == 700


@pytest.mark.parametrize("missing", ["日期", "科目", "收入金额", "支出金额"])
def test_a_missing_column_is_named(missing: str) -> None:
    place = HEADINGS.index(missing)
    rows = [[value for i, value in enumerate(line) if i != place] for line in LEDGER]
    error = error_of("SOE_FUND_BALANCE", rows)
    assert error.code == "#VALUE!" and missing in error.message


def test_an_error_value_anywhere_in_the_ledger_comes_out() -> None:
    assert call("SOE_FUND_BALANCE", [HEADINGS, row(余额=CellError("#REF!", "")), PAID]).code == "#REF!"  # type: ignore[union-attr]


@pytest.mark.parametrize("ledger", [None, "", "台账", 5, [[None, None], [None, None]], [["甲", 1], ["乙", 2]]])
def test_what_is_no_ledger_is_refused(ledger: Any) -> None:
    assert error_of("SOE_FUND_BALANCE", ledger).code == "#VALUE!"


def test_a_ledger_of_headings_only_is_empty() -> None:
    assert balance([HEADINGS]) == 0
    assert call("SOE_FUND_STATEMENT", [HEADINGS]) == [["企业名称", "收入", "支出", "余额", "垫付余额", "暂挂余额"]]
    assert error_of("SOE_FUND_BALANCE", [HEADINGS], None, "甲厂").code == "#N/A"


def test_a_changed_ledger_is_read_again() -> None:
    rows = [list(line) for line in LEDGER]
    assert balance(rows) == 700
    rows[1][5] = 2000
    assert balance(rows) == 1700
    rows[1][5] = True
    assert error_of("SOE_FUND_BALANCE", rows).code == "#VALUE!"


@pytest.mark.parametrize(
    ("as_of", "code"), [("明天", "#VALUE!"), (2011.1, "#N/A"), ([["2011-01-01"], ["2011-02-01"]], "#VALUE!")]
)
def test_a_bad_day_of_the_statement_is_refused(as_of: Any, code: str) -> None:
    for function, arguments in (
        ("SOE_FUND_BALANCE", ()),
        ("SOE_FUND_LIABILITY", ("垫付",)),
        ("SOE_FUND_STATEMENT", ()),
    ):
        assert error_of(function, LEDGER, *arguments, as_of).code == code


@pytest.mark.parametrize("kind", ["借款", "土地", "", None, 1])
def test_other_kinds_of_debt_are_refused(kind: Any) -> None:
    assert error_of("SOE_FUND_LIABILITY", LEDGER, kind).code == "#VALUE!"


@pytest.mark.parametrize("by", ["部门", "合计", 3])
def test_other_groupings_are_refused(by: Any) -> None:
    assert error_of("SOE_FUND_STATEMENT", LEDGER, None, by).code == "#VALUE!"


def test_an_amount_beyond_any_fund_is_refused_in_every_unit() -> None:
    rows = [["单位：亿元"], ["日期", "科目", "收入", "支出"], ["2011-03-01", "产权变现", 2_000_000_000, None]]
    assert error_of("SOE_FUND_BALANCE", rows).code == "#NUM!"


def test_a_percentage_is_no_amount() -> None:
    rows = [["日期", "科目", "收入", "支出"], ["2011-03-01", "产权变现", "50%", None]]
    error = error_of("SOE_FUND_BALANCE", rows)
    assert error.code == "#VALUE!"
    assert "第2行" in error.message


@pytest.mark.parametrize("label", ["上年结转", "上年度结转", "年初结转", "期初数", "上年末余额"])
def test_an_opening_balance_goes_by_many_names(label: str) -> None:
    ledger = [
        ["日期", "企业名称", "科目", "收入金额", "支出金额"],
        [None, None, label, 100, None],
        ["2010-02-01", "甲厂", "财政拨款", 50, None],
    ]
    assert call("SOE_FUND_BALANCE", ledger) == 150


def test_an_amount_that_says_its_own_unit_is_not_multiplied_by_that_of_its_column() -> None:
    rows = [["单位：万元"], ["日期", "科目", "收入", "支出"], ["2011-03-01", "利息", "520000元", 1]]
    assert balance(rows) == 510000


def test_blocks_of_several_enterprises_are_one_ledger_each_in_its_own_unit() -> None:
    rows = [
        ["企业名称：甲厂"], ["日期", "科目", "收入", "支出"], ["2011-03-01", "利息", 5, None], ["小计", None, 5],
        ["企业名称：乙厂"], ["日期", "科目", "支出（万元）", "收入（万元）"], ["2011-03-01", "利息", None, 1],
    ]  # fmt: skip
    assert balance(rows) == 10005


@pytest.mark.parametrize("lines", [0, 16, 40, 190])
def test_any_number_of_lines_may_stand_above(lines: int) -> None:
    assert balance([*([f"说明{i}"] for i in range(lines)), *LEDGER]) == 700


def test_headings_may_have_three_levels() -> None:
    rows = [
        ["日期", "科目", "本期发生", None],
        [None, None, "金额", None],
        [None, None, "收入", "支出"],
        ["2011-03-01", "利息", 5, None],
    ]
    assert balance(rows) == 5

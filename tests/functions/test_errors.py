"""What a function gives for blanks, errors, wrong types and wrong words (G-01 to G-15): an error value with a reason.

`call` returns it and never raises, whatever stands in the cells.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.functions import CATALOG, call, resolve
from xl_addin.values.errors import CODES, CellError

START, END = "1985-07-01", "2011-09-28"
WORKER = (START, END, 1600, 1500, 2300)
REF, NA, DIV0 = CellError("#REF!", ""), CellError("#N/A", "甲"), CellError("#DIV/0!", "")
HEADINGS = ["姓名", "参加工作时间", "解除时间", "月平均工资"]
ROSTER = [HEADINGS, ["王三", START, END, 1600]]


def error_of(*arguments: Any) -> CellError:
    result = call(*arguments)
    assert isinstance(result, CellError), result
    assert result.code in CODES
    assert any("一" <= c <= "鿿" for c in result.message), result.message
    assert "内部出错" not in result.message, result.message
    return result


def severance(**changes: Any) -> Any:
    """Call SOE_SEVERANCE for a usual worker with some arguments changed."""
    arguments = dict(zip(("start", "end", "wage", "enterprise", "local"), WORKER, strict=True))
    arguments |= {"ground": None, "policy": None} | changes
    return call("SOE_SEVERANCE", *arguments.values())


def refused(**changes: Any) -> CellError:
    arguments = dict(zip(("start", "end", "wage", "enterprise", "local"), WORKER, strict=True))
    arguments |= {"ground": None, "policy": None} | changes
    return error_of("SOE_SEVERANCE", *arguments.values())


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SOE_SEVERANCE", "soe_severance", " Soe_Severance ", "经济补偿金", " 经济补偿金　"])
def test_a_function_is_known_by_its_name_in_any_case_and_by_its_alias(name: str) -> None:
    assert call(name, *WORKER) == 43200.0
    assert resolve(name) == "SOE_SEVERANCE"


@pytest.mark.parametrize("name", ["", "SUM", "SOE_", "经济补偿", "经 济补偿金"])
def test_an_unknown_function_is_name(name: str) -> None:
    assert error_of(name, 1).code == "#NAME?"
    assert resolve(name) is None


@pytest.mark.parametrize(
    ("wrong", "right"), [("SOE_SEVERENCE", "SOE_SEVERANCE"), ("SOE_RATES", "SOE_RATE"), ("经济赔偿金", "经济补偿金")]
)
def test_a_misspelt_function_is_name_with_a_guess(wrong: str, right: str) -> None:
    error = error_of(wrong, 1)
    assert error.code == "#NAME?"
    assert f"“{right}”" in error.message


@pytest.mark.parametrize("name", [None, 5, 1.5, b"SOE_RATE", ["SOE_RATE"]])
def test_a_name_that_is_no_text_is_an_error_value_too(name: Any) -> None:
    assert error_of(name, 1).code == "#NAME?"


# --- number of arguments and blanks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CATALOG)
def test_too_many_arguments_are_value_and_the_signature_is_shown(name: str) -> None:
    error = error_of(name, *[None] * (len(CATALOG[name].arguments) + 1))
    assert error.code == "#VALUE!"
    assert CATALOG[name].signature in error.message


MUST_BE_FILLED = [
    name for name, spec in CATALOG.items() if spec.required and not getattr(spec.arguments[0], "blank_allowed", False)
]


@pytest.mark.parametrize("name", MUST_BE_FILLED)
def test_no_arguments_at_all_are_value_and_the_first_is_named(name: str) -> None:
    error = error_of(name)
    assert error.code == "#VALUE!"
    assert CATALOG[name].arguments[0].name in error.message


@pytest.mark.parametrize("blank", [None, "", " ", "　", "\n", [[None]], [[""]], []])
def test_blanks_are_all_alike(blank: Any) -> None:
    assert severance(enterprise=blank, local=blank, ground=blank, policy=blank) == 43200.0
    for required in ("start", "end", "wage"):
        assert refused(**{required: blank}).code == "#VALUE!"


def test_a_blank_is_never_zero() -> None:
    assert refused(wage="").code == "#VALUE!"
    assert severance(wage=0, enterprise=None) == 0.0
    assert refused(enterprise=0).code == "#NUM!"


def test_left_out_arguments_in_the_middle_are_the_defaults() -> None:
    assert call("SOE_SEVERANCE", START, END, 1600, None, None, None, "R481") == severance(
        enterprise=None, local=None, policy="R481"
    )
    assert call("SOE_SEVERANCE", START, END, 1600) == 43200.0


@pytest.mark.parametrize(
    ("name", "argument"), [("SOE_SERVICE_MONTHS", "截止时间"), ("SOE_SEVERANCE", "解除时间"), ("SOE_RATE", "日期")]
)
def test_a_blank_argument_is_named_as_the_wizard_names_it(name: str, argument: str) -> None:
    first = "养老单位费率" if name == "SOE_RATE" else START
    assert argument in error_of(name, first, None, 1600 if name == "SOE_SEVERANCE" else None).message


# --- error values ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CATALOG)
@pytest.mark.parametrize("code", sorted(CODES))
def test_an_error_value_in_any_argument_comes_out_with_its_code(name: str, code: str) -> None:
    count = len(CATALOG[name].arguments)
    for place in range(1 if CATALOG[name].row_errors else 0, count):
        arguments: list[Any] = [None] * count
        arguments[place] = CellError(code, "")
        assert error_of(name, *arguments).code == code


def test_the_first_error_in_reading_order_wins() -> None:
    assert refused(start="不是日期", end=REF, wage=NA).code == "#REF!"
    assert refused(start=[[START, NA], [REF, END]], end=None).code == "#N/A"
    assert refused(wage=DIV0, policy=[["fraction", REF]]).code == "#DIV/0!"


def test_an_error_inside_a_policy_range_comes_out() -> None:
    assert refused(policy=[["profile", "R481"], ["fraction", DIV0]]).code == "#DIV/0!"


def test_the_reason_of_an_error_is_kept() -> None:
    assert refused(wage=NA).message == "甲"


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1600",
        " 1600 ",
        "1,600",
        "￥1600",
        "¥1,600.00",
        "1600元",
        "１６００",
        "￥１，６００．００ 元",
        "1 600",
        "1600人",
        "+1600",
    ],
)
def test_numbers_as_text_are_read(text: str) -> None:
    assert severance(wage=text) == 43200.0


def test_a_percentage_as_text_is_a_hundredth() -> None:
    assert call("SOE_RATE", "养老单位费率", "2005-06-01", None, [["养老单位费率", "28%"]]) == 0.28
    assert call("SOE_RATE", "养老单位费率", "2005-06-01", None, [["养老单位费率", "２８％"]]) == 0.28


@pytest.mark.parametrize(
    "cell",
    ["无", "—", "－", "/", "——", "1.2万", "壹仟陆佰元", "一千六", "1600元/月", "约1600", "1,6000", "1e3", "元", "%",
     ".", "-", "1600-1700", True, False, float("nan"), float("inf"), float("-inf"), dt.date(2004, 3, 1), dt.time(8)],
)  # fmt: skip
def test_what_is_no_number_is_value_and_named(cell: Any) -> None:
    error = refused(wage=cell)
    assert error.code == "#VALUE!"
    assert "月平均工资" in error.message


@pytest.mark.parametrize("argument", ["wage", "enterprise", "local"])
@pytest.mark.parametrize(
    "cell", [-1, "-0.01", "￥-5", 10**12, 1e300, pytest.param(10**400, id="a number of 400 digits")]
)
def test_impossible_money_is_num_and_named(argument: str, cell: Any) -> None:
    error = refused(**{argument: cell})
    assert error.code == "#NUM!"
    assert {"wage": "月平均工资", "enterprise": "企业月平均工资", "local": "当地月平均工资"}[argument] in error.message
    assert len(error.message) < 120


@pytest.mark.parametrize(
    ("cell", "ratio"), [(0.2, 0.2), ("1%", 0.01), ("100%", 1), (1.5, 0.015), (20, 0.2), (100, 1), ("20%", 0.2), (0, 0)]
)
def test_rates_above_one_are_percentages(cell: Any, ratio: float) -> None:
    assert call("SOE_RATE", "失业单位费率", "2020-01-01", None, [["失业单位费率", cell]]) == ratio


@pytest.mark.parametrize("cell", [-0.1, 100.01, 1000])
def test_rates_outside_nought_to_a_hundred_are_num(cell: float) -> None:
    assert error_of("SOE_RATE", "失业单位费率", "2020-01-01", None, [["失业单位费率", cell]]).code == "#NUM!"


# --- shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [[[1600]], [1600], (1600,), ((1600,),), [[[[1600]]]], np.array([[1600.0]]), np.int64(1600), np.float64(1600)],
)
def test_a_range_of_one_cell_is_its_cell(cell: Any) -> None:
    assert severance(wage=cell) == 43200.0


@pytest.mark.parametrize(
    "cell", [[[1600, 1700]], [[1600], [1700]], (1600, 1700), np.array([1.0, 2.0]), [[1600], [None]]]
)
@pytest.mark.parametrize("argument", ["end", "wage", "enterprise", "local", "ground"])
def test_a_larger_range_for_a_cell_is_value_and_points_to_the_table_function(argument: str, cell: Any) -> None:
    error = refused(**{argument: cell})
    assert error.code == "#VALUE!"
    assert "表" in error.message


@pytest.mark.parametrize(
    "day",
    [
        dt.date(1985, 7, 1),
        dt.datetime(1985, 7, 1, 8, 30),
        np.datetime64("1985-07-01"),
        np.datetime64("1985-07-01T08:30", "us"),
        np.datetime64("1985-07-01", "ns"),
        31229,
        31229.5,
        np.int64(31229),
        "31229",
    ],
)
def test_dates_come_in_every_form_a_host_gives(day: Any) -> None:
    assert severance(start=day) == 43200.0


def test_numpy_values_inside_a_range_are_read_as_numbers_and_dates() -> None:
    row = ["王三", np.datetime64("1985-07-01"), np.datetime64("2011-09-28"), np.int64(1600)]
    assert call("SOE_SEVERANCE_TABLE", [HEADINGS, row])[1][6] == 43200.0
    assert severance(policy=[["local_floor", np.int64(2000)]]) == 54000.0


def test_an_array_of_objects_is_a_range() -> None:
    roster = np.array([HEADINGS, ["王三", START, END, 1600]], dtype=object)
    assert call("SOE_SEVERANCE_TABLE", roster)[1][6] == 43200.0


# --- the policy argument ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "policy",
    [
        [["profile", "R481"]],
        [["PROFILE", "r481"]],
        [["profile", "R481", None, None, None, None]],
        [["项目", "值", "起", "止", "地区", "文号"], ["profile", "R481", None, None, None, None]],
        [[None, None], ["", " "], ["profile", "R481"], [None, None]],
        [["profile", "R481"], ["fraction", None], [None, None], ["multiplier", ""]],
        [["profile", "R481"], ["fraction", "YEAR_UP"], ["Round_To", "Fen"], ["local_floor", "none"]],
        (("profile", "R481"), ("fraction", "year_up")),
        np.array([["profile", "R481"], ["fraction", "year_up"]]),
        "R481",
        " r481 ",
        [["R481"]],
    ],
)  # fmt: skip
def test_a_policy_range_of_any_shape_names_the_profile(policy: Any) -> None:
    assert severance(wage=100, enterprise=None, policy=policy) == 2700.0
    assert "R481" in call("SOE_EXPLAIN", START, END, 100, None, None, None, policy)


def test_no_profile_row_is_the_default_profile() -> None:
    assert "SEG2008" in call("SOE_EXPLAIN", *WORKER, None, [["fraction", "half_year"]])


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("R418", ["R418", "是否想写“R481”"]),
        ([["profile", "SEG208"], ["fraction", None]], ["SEG208", "是否想写“SEG2008”"]),
        ([["fractoin", "half_year"]], ["fractoin", "是否想写“fraction”"]),
        ([["fraction", "half_yaer"]], ["fraction", "half_yaer", "是否想写“half_year”"]),
        ([["养老单位费绿", 0.2]], ["养老单位费绿", "是否想写“养老单位费率”"]),
        ([["fraction", "half_year"], ["FRACTION", "half_year"]], ["写了两次"]),
        ([["fraction", None], ["fraction", "half_year"]], ["写了两次"]),
        ([["fraction", "half_year"], ["profile", "R481"]], ["profile", "第一行"]),
        ([[None, "half_year"]], ["没有写项目名称"]),
        ([["multiplier", 0]], ["multiplier", "大于 0"]),
        ([["multiplier", "两"]], ["multiplier", "两"]),
        ([["最低工资", 700], ["最低工资", 720]], ["最低工资", "重叠"]),
    ],
)
def test_a_wrong_policy_is_refused_naming_what_is_wrong(policy: Any, words: list[str]) -> None:
    error = refused(policy=policy)
    assert error.code in ("#VALUE!", "#NUM!")
    assert all(word in error.message for word in words), error.message


@pytest.mark.parametrize("cell", ["1,500", "￥1500", "1500元", "１５００"])
def test_a_minimum_wage_on_the_policy_sheet_is_read_like_any_money(cell: str) -> None:
    """Text numbers are read in one way everywhere (G-08)."""
    assert severance(wage=1000, enterprise=None, policy=[["local_floor", cell]]) == 27 * 1500


@pytest.mark.parametrize("option", ["multiplier", "local_floor", "enterprise_wage_cap"])
@pytest.mark.parametrize("cell", ["1/2", "1_000", True, "1.2万", "NaN", float("inf"), "1e400"])
def test_a_number_that_no_office_means_is_refused_naming_the_option(option: str, cell: Any) -> None:
    assert option in refused(policy=[[option, cell]]).message


@pytest.mark.parametrize("option", ["multiplier", "local_floor"])
def test_a_number_too_large_for_any_sum_is_refused_naming_the_option(option: str) -> None:
    assert option in refused(policy=[[option, 1e18]]).message


def test_a_hostile_exponent_on_the_policy_sheet_cannot_stop_the_host() -> None:
    """1e99999999 is short to write and endless to multiply out."""
    program = (
        "from xl_addin.functions import call; policy = [['multiplier', '1e99999999']]; "
        "print(call('SOE_SEVERANCE', '1985-07-01', '2011-09-28', 1600, None, None, None, policy))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert "multiplier" in done.stdout


def test_a_third_as_a_cap_works_together_with_a_minimum_wage() -> None:
    """=5/3 in a cell has sixteen decimals: exact, and no overflow (S-24, S-27)."""
    options = [["enterprise_wage_cap", 5 / 3], ["local_floor", 700]]
    assert severance(wage=600, enterprise=2000, local=900, policy=options) == 23 * 1500 + 4 * 700


def test_cells_beyond_the_columns_of_the_policy_sheet_do_not_matter() -> None:
    assert severance(policy=[["fraction", "half_year", None, None, None, None, "备注", REF.code]]) == 43200.0


# --- anything at all -------------------------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.binary(max_size=3)
    | st.decimals()
    | st.fractions()
    | st.complex_numbers()
    | st.sampled_from(
        [REF, NA, *HEADINGS, "profile", "R481", "fraction", "1985.1", "1985-07-01", 31229, 1600, "是", "否"]
    )
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)


def is_cell_or_table(result: Any) -> bool:
    if isinstance(result, list):
        return all(isinstance(row, list) and len(row) == len(result[0]) for row in result)
    return isinstance(result, (CellError, str, int, float, dt.date))


@pytest.mark.parametrize("name", CATALOG)
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_call_never_raises_whatever_stands_in_the_cells(name: str, data: st.DataObject) -> None:
    call_with_junk(name, data)


@pytest.mark.long
@pytest.mark.parametrize("name", CATALOG)
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_call_never_raises_whatever_stands_in_many_more_cells(name: str, data: st.DataObject) -> None:
    call_with_junk(name, data)


def call_with_junk(name: str, data: st.DataObject) -> None:
    arguments = data.draw(st.lists(JUNK, max_size=len(CATALOG[name].arguments) + 1))
    assert is_cell_or_table(call(name, *arguments))


@pytest.mark.parametrize("name", CATALOG)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_wrong_argument_among_good_ones_never_raises_nor_ends_inside(name: str, data: st.DataObject) -> None:
    call_with_one_wrong(name, data)


@pytest.mark.long
@pytest.mark.parametrize("name", CATALOG)
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_one_wrong_argument_of_many_more_never_raises_nor_ends_inside(name: str, data: st.DataObject) -> None:
    call_with_one_wrong(name, data)


def call_with_one_wrong(name: str, data: st.DataObject) -> None:
    """A value that a host can hold is either used or refused with a reason of its own."""
    arguments: list[Any] = [
        ROSTER if argument.id == "roster" else None if argument.shape == "range" else argument.example
        for argument in CATALOG[name].arguments
    ]
    cell = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
    value = cell | st.lists(st.lists(cell, min_size=2, max_size=3), min_size=1, max_size=3)
    arguments[data.draw(st.integers(0, len(arguments) - 1))] = data.draw(value)
    result = call(name, *arguments)
    assert is_cell_or_table(result)
    assert not (isinstance(result, CellError) and "内部出错" in result.message), result


def test_a_range_nested_beyond_reason_is_refused() -> None:
    nested: Any = 1
    for _ in range(100_000):
        nested = [nested]
    assert call("SOE_DATE", nested).code == "#VALUE!"

"""Cell values cross Excel's automation interface unchanged; COM objects are stood in by plain Python ones."""

import datetime as dt
from decimal import Decimal

import pytest

from xl_addin.hosts.openbook.com_values import error_number, from_excel, to_excel
from xl_addin.values.errors import CODES, CellError

# Excel's error numbers as COM sends them: [MS-OAUT] SCODE 0x800A0000 + the number of XlCVError.
PUBLISHED = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#BLOCKED!": -2146826241,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}


def com_date(year, month, day, *time):
    return dt.datetime(year, month, day, *time, tzinfo=dt.UTC)


def test_every_error_value_of_a_workbook_has_its_number():
    assert PUBLISHED.keys() == CODES


@pytest.mark.parametrize(("code", "number"), PUBLISHED.items())
def test_an_error_value_crosses_in_both_directions(code, number):
    assert from_excel(number) == CellError(code, "")
    assert to_excel(CellError(code, "说明")) == [[number]]


def test_an_error_value_of_a_newer_excel_arrives_as_an_error_not_as_a_number():
    assert from_excel(-2146828288 + 2222) == CellError("#VALUE!", "")


def test_an_error_without_a_number_leaves_as_value_error():
    assert error_number("#NEW!") == PUBLISHED["#VALUE!"]


def test_a_number_equal_to_an_error_number_stays_a_number():
    assert from_excel(-2146826246.0) == -2146826246.0
    assert to_excel(-2146826246) == [[-2146826246.0]]
    assert type(to_excel(-2146826246)[0][0]) is float


@pytest.mark.parametrize("value", [1600.5, "工资", "", " ", "#N/A", True, False, None, 7])
def test_plain_cell_values_arrive_as_they_are(value):
    assert from_excel(value) == value
    assert type(from_excel(value)) is type(value)


def test_an_argument_left_out_inside_an_array_is_blank():
    assert from_excel(((-2147352572, 1.0),)) == [[None, 1.0]]


def test_a_currency_cell_arrives_as_its_shortest_decimal():
    assert repr(from_excel(Decimal("1000.675"))) == "1000.675"


def test_a_date_arrives_without_the_time_zone_that_pywin32_adds():
    assert from_excel(com_date(1985, 7, 1)) == dt.datetime(1985, 7, 1)


def test_a_table_arrives_as_rows_of_cells():
    table = (("姓名", "工资"), ("王三", 1600.0), (None, PUBLISHED["#REF!"]))
    assert from_excel(table) == [["姓名", "工资"], ["王三", 1600.0], [None, CellError("#REF!", "")]]


def test_an_array_constant_is_one_row():
    assert from_excel(("profile", "R481")) == [["profile", "R481"]]


def test_a_blank_result_is_empty_text_because_excel_shows_an_empty_result_as_zero():
    assert to_excel(None) == [[""]]
    assert to_excel([["姓名", None]]) == [["姓名", ""]]


def test_every_number_leaves_as_a_float_so_that_an_integer_can_only_be_an_error():
    rows = to_excel([["月数", "金额", "错误"], [19, 43200.5, CellError("#NUM!", "")]])
    assert [type(cell) for cell in rows[1]] == [float, float, int]


def test_true_and_false_stay_what_they_are():
    assert to_excel(True) == [[True]]
    assert to_excel([[False]])[0][0] is False


def test_a_date_leaves_as_midnight_that_no_time_zone_can_move():
    assert to_excel(dt.date(1985, 7, 1)) == [[com_date(1985, 7, 1)]]
    assert to_excel(dt.datetime(1985, 7, 1, 18, 30)) == [[com_date(1985, 7, 1, 18, 30)]]
    assert to_excel(dt.date(1985, 7, 1))[0][0].tzinfo is dt.UTC


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_leaves_as_num_error(number):
    assert to_excel(number) == [[PUBLISHED["#NUM!"]]]


def test_an_object_that_no_cell_can_hold_leaves_as_value_error():
    assert to_excel(object()) == [[PUBLISHED["#VALUE!"]]]

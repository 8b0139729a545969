"""The VBA between cells and Python, executed: arguments are read, results come back."""

import datetime as dt

import pytest
from pyopenvba.interpreter import EMPTY, MISSING, VBACurrency, VBADate, VBAErrorValue

from tests.hosts.excel.com_values import vba
from tests.hosts.excel.vba_excel import VbaExcel
from tests.windows.calls import all_calls
from xl_addin.functions import CATALOG, call, resolve
from xl_addin.hosts.openbook.com_values import to_excel
from xl_addin.tables.ranges import as_rows

NA, VALUE = "#2042", "#2015"
SAMPLE = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)
HEADINGS = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资"]
ROSTER = [HEADINGS, ["张甲", "1985-07-01", "2011-09-28", 1600.0], ["李乙", "1990-01-01", "2011-09-28", 1800.0]]


@pytest.fixture(scope="module")
def calls():
    """The arguments of every call, by function."""
    found = {name: [] for name in CATALOG}
    for name, arguments in all_calls():
        found[resolve(name)].append(arguments)
    return found


@pytest.fixture
def excel():
    return VbaExcel()


def given(excel):
    """What Python was handed in the last call."""
    return excel.server.calls[-1][1]


def as_shown(result):
    """A result of ``call`` as the cells of a Chinese Excel should show it."""
    rows = [[f"#{cell & 0xFFFF}" if type(cell) is int else cell for cell in row] for row in to_excel(result)]
    rows = [[cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell for cell in row] for row in rows]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


@pytest.mark.parametrize("name", CATALOG)
def test_each_function_gives_through_vba_exactly_what_call_gives(excel, calls, name):
    """The calls of the self-test workbook, the examples of the help, and cells that no function can use."""
    assert calls[name]
    for arguments in calls[name]:
        cells = [in_cells(excel, place, value) for place, value in enumerate(arguments)]
        expected = as_shown(call(name, *arguments))
        assert excel.call(name, *cells) == expected, arguments
        assert excel.call(CATALOG[name].alias, *cells) == expected, arguments


def in_cells(excel, place, value):
    """A table in cells of a sheet of its own, anything else as it stands in a formula."""
    if not isinstance(value, (list, tuple)):
        return value
    while len(excel.spare_sheets) <= place:
        excel.spare_sheets.append(excel.book.vba_get("Worksheets").vba_get("Add"))
    sheet = excel.spare_sheets[place]
    sheet.vba_get("Cells").vba_get("Clear")
    rows = as_rows(value)
    width = max(map(len, rows))
    return excel.cells(f"A1:{chr(64 + width)}{len(rows)}", rows, sheet=sheet)


def test_a_table_comes_back_with_the_error_in_its_own_row(excel):
    cells = excel.cells("A1:D3", ROSTER)
    cells.vba_get("Cells", [3, 4]).vba_set("Value", VBAErrorValue(2042))
    rows = excel.call("经济补偿金表", cells)
    amount = rows[0].index("补偿金额")
    assert [row[0] for row in rows] == ["姓名", "张甲", "李乙"]
    assert rows[:2] == as_shown(call("SOE_SEVERANCE_TABLE", ROSTER[:2]))
    assert rows[2][amount] == NA


def test_an_argument_left_out_is_nothing_and_so_is_an_empty_cell(excel):
    excel.call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600.0, MISSING, excel.cells("Z9"))
    assert given(excel) == ("1985-07-01", "2011-09-28", 1600.0, None, None, None, None)


def test_an_error_value_stays_an_error_value_whether_in_a_cell_in_the_formula_or_in_a_range(excel):
    broken = excel.cells("A1")
    broken.vba_set("Value", VBAErrorValue(2023))
    assert excel.call("SOE_DATE", broken) == "#2023"
    assert excel.call("SOE_DATE", VBAErrorValue(2042)) == NA
    excel.call("SOE_DATE", excel.cells("A1:A2", [[None], ["甲"]]))
    assert given(excel)[0] == ((-2146826265,), ("甲",))


def test_a_date_cell_is_read_as_a_date_and_a_range_as_serial_numbers(excel):
    cells = excel.cells("A1:A2", [[dt.date(1985, 7, 1)], [dt.date(2011, 9, 28)]])
    excel.call("SOE_DATE", excel.cells("A1"))
    assert given(excel)[0] == dt.datetime(1985, 7, 1, tzinfo=dt.UTC)
    excel.call("SOE_SERVICE_MONTHS", cells, EMPTY)
    assert given(excel)[0] == ((31229.0,), (40814.0,))


def test_in_a_workbook_of_1904_dates_of_a_range_are_read_as_dates_and_numbers_as_numbers(excel):
    excel.book.date1904 = True
    cells = excel.cells("A1:B1", [[dt.date(1985, 7, 1), 1600.123456]])
    excel.call("SOE_SERVICE_MONTHS", cells, EMPTY)
    assert given(excel)[0] == ((dt.datetime(1985, 7, 1, tzinfo=dt.UTC), 1600.123456),)


def test_a_currency_cell_keeps_all_its_decimals(excel):
    cell = excel.cells("A1")
    cell.vba_set("Value", 1000.123456)
    cell.vba_set("NumberFormat", "$#,##0.00")
    assert isinstance(cell.vba_get("Value"), VBACurrency)
    excel.call("SOE_RMB_UPPER", cell)
    assert given(excel)[0] == 1000.123456


def test_whole_columns_are_cut_behind_the_last_cell_in_use_and_never_before_the_first(excel):
    excel.cells("C3:D4", [["姓名", "工资"], ["张甲", 1600.0]])
    excel.call("SOE_FUND_BALANCE", excel.cells("B:D"))
    assert given(excel)[0] == (
        (None, None, None),
        (None, None, None),
        (None, "姓名", "工资"),
        (None, "张甲", 1600.0),
    )


def test_whole_rows_are_cut_at_the_right(excel):
    excel.cells("C3:D4", [["姓名", "工资"], ["张甲", 1600.0]])
    excel.call("SOE_FUND_BALANCE", excel.cells("3:4"))
    assert given(excel)[0] == ((None, None, "姓名", "工资"), (None, None, "张甲", 1600.0))


def test_a_large_range_behind_all_that_is_in_use_is_one_empty_cell(excel):
    excel.cells("A1:B2", [["姓名", "工资"], ["张甲", 1600.0]])
    excel.call("SOE_FUND_BALANCE", excel.cells("F10:H9000"))
    assert given(excel)[0] is None


def test_a_whole_column_of_an_empty_sheet_is_one_empty_cell(excel):
    excel.call("SOE_FUND_BALANCE", excel.cells("A:A"))
    assert given(excel)[0] is None


def test_a_range_of_another_workbook_is_cut_by_the_use_of_its_own_sheet(excel):
    other = excel.new_book("别的.xlsx", "D:\\改制").sheets_[0]
    excel.cells("A1:A9", [[float(n)] for n in range(9)])
    excel.call("SOE_FUND_BALANCE", excel.cells("A:A", [["甲"], ["乙"]], sheet=other))
    assert given(excel)[0] == (("甲",), ("乙",))


def test_a_union_of_ranges_is_a_value_error(excel):
    assert excel.call("SOE_FUND_BALANCE", excel.cells("A1:A3,C1:C3")) == VALUE


def test_an_object_that_is_no_range_is_a_value_error(excel):
    assert excel.call("SOE_RMB_UPPER", excel.book) == VALUE


def test_array_constants_and_results_of_other_functions_pass_as_they_are(excel):
    excel.call("SOE_SEVERANCE", *SAMPLE, MISSING, vba(["profile", "R481"]))
    assert given(excel)[-1] == ("profile", "R481")
    excel.call("SOE_SEVERANCE", VBADate(31229.0), True, 1600.0)
    assert given(excel)[:3] == (dt.datetime(1985, 7, 1, tzinfo=dt.UTC), True, 1600.0)


def test_a_toolbar_that_is_grey_while_a_workbook_opens_makes_no_value_an_error(excel):
    excel.application.toolbar_grey = True
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0

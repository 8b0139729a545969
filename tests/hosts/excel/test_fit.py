"""The VBA that shows tables in cells, executed: all of a table is seen or used, else there is an error value."""

import dataclasses

import pytest
from pyopenvba.apps.excel._model import Range
from pyopenvba.interpreter import VBAErrorValue
from pyopenvba.interpreter._values import error

from tests.hosts.excel.vba_excel import VbaExcel

NA, VALUE = "#2042", "#2015"
SAMPLE = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)
HEADINGS = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资"]
ROSTER = [HEADINGS, ["张甲", "1985-07-01", "2011-09-28", 1600.0], ["李乙", "1990-01-01", "2011-09-28", 1800.0]]


@pytest.fixture
def excel():
    return VbaExcel()


def table_from(excel, address, formula=None, array=None):
    roster = excel.cells("A1:D3", ROSTER)
    excel.calls_from(address, formula, array)
    return excel.call("SOE_SEVERANCE_TABLE", roster)


def test_a_table_spills_from_one_cell_where_excel_spills(excel):
    excel.cells("H1").vba_set("Formula2", "=SOE_SEVERANCE_TABLE(A1:D3)")
    assert len(table_from(excel, "H1")) == 3


def test_a_table_of_which_excel_would_show_the_first_cell_only_is_an_error(excel):
    # Formula, unlike Formula2, enters it as a file of before dynamic arrays has it: Excel shows =@SOE_….
    assert table_from(excel, "H1", "=SOE_SEVERANCE_TABLE(A1:D3)") == VALUE


def no_spill(monkeypatch):
    """Make this Excel one of before dynamic arrays: cells have no Formula2."""

    def unknown(cell):
        raise error(438)

    member = dataclasses.replace(Range._vba_members["formula2"], getter=unknown)
    monkeypatch.setitem(Range._vba_members, "formula2", member)


@pytest.mark.parametrize("formula", ["=SOE_SEVERANCE_TABLE(A1:D3)", "=IF(1,经济补偿金表(A1:D3),0)", "=(SOE_DATE(1))+1"])
def test_a_table_in_one_cell_is_an_error_where_excel_does_not_spill(excel, monkeypatch, formula):
    no_spill(monkeypatch)
    assert table_from(excel, "H1", formula) == VALUE


@pytest.mark.parametrize(
    "formula",
    ["=SUM(SOE_SEVERANCE_TABLE(A1:D3))", '=IF(A1>0,INDEX(SOE_SEVERANCE_TABLE(A1:D3),2,3),"SOE_DATE(")'],
)
def test_a_table_that_another_function_uses_is_whole_in_every_excel(excel, monkeypatch, formula):
    no_spill(monkeypatch)
    assert len(table_from(excel, "H1", formula)) == 3


def test_a_single_value_needs_no_room(excel, monkeypatch):
    no_spill(monkeypatch)
    excel.calls_from("H1", "=SOE_SEVERANCE(A1,B1,C1)")
    assert excel.call("SOE_SEVERANCE", *SAMPLE) == 43200.0


def test_an_excel_that_knows_the_word_formula2_but_cannot_spill_is_one_of_before(excel, monkeypatch):
    excel.cells("H1").vba_set("Formula2", "=SOE_SEVERANCE_TABLE(A1:D3)")
    functions = type(excel.application.worksheet_function)
    asked = functions.vba_get

    def without_unique(held, name, args=(), named=None):
        if name == "Unique":
            raise error(438)
        return asked(held, name, args, named)

    monkeypatch.setattr(functions, "vba_get", without_unique)
    assert table_from(excel, "H1") == VALUE


@pytest.mark.parametrize("formula", ["=SUM(A1:A3)", "=1"])
def test_a_caller_without_a_call_of_ours_gets_the_table(excel, monkeypatch, formula):
    """While a workbook loads Excel may name another cell than the one that asks."""
    no_spill(monkeypatch)
    assert len(table_from(excel, "H1", formula)) == 3


def test_an_array_range_of_the_size_of_the_table_shows_it(excel):
    width = len(table_from(excel, "H1")[0])
    rows = table_from(excel, f"H1:{chr(71 + width)}3", array="=SOE_SEVERANCE_TABLE($A$1:$D$3)")
    assert [len(rows), len(rows[0])] == [3, width]


def test_an_array_range_with_too_few_rows_or_columns_shows_an_error_in_all_of_it(excel):
    assert table_from(excel, "H1:Z2", array="=SOE_SEVERANCE_TABLE($A$1:$D$3)") == VALUE
    assert table_from(excel, "H11:I19", array="=SOE_SEVERANCE_TABLE($A$1:$D$3)") == VALUE


def test_a_larger_array_range_shows_na_beyond_the_table_and_repeats_no_row(excel):
    excel.calls_from("K1:Q5", array="=清偿分配(1,2)")
    rows = excel.call("SOE_WATERFALL", 100.0, excel.cells("A1:B1", [["经济补偿金", 100.0]]))
    assert [len(rows), len(rows[0])] == [5, 7]
    assert rows[4] == [NA] * 7
    assert rows[0][-1] == NA


def test_a_caller_that_is_no_range_gets_the_whole_table(excel):
    roster = excel.cells("A1:D3", ROSTER)
    for caller in (VBAErrorValue(2023), "按钮 1"):
        excel.application.caller = caller
        assert len(excel.call("SOE_SEVERANCE_TABLE", roster)) == 3


@pytest.mark.parametrize(
    ("formula", "cut"),
    [
        ("=@SOE_SEVERANCE_TABLE(A1:D3)", True),
        ("=@'C:\\ProgramData\\xl_addin\\[xl_addin.xlam]甲'!SOE_SEVERANCE_TABLE(A1:D3)", True),
        ("=@xl_addin.xlam!经济补偿金表(A1:D3)", True),
        ("=1+@经济补偿金表(A1:D3)", True),
        ("=@IF(A1,经济补偿金表(A1:D3))", True),
        ("=SOE_SEVERANCE_TABLE(@A:A)", False),
        ("=IF(@A:A>0,SOE_SEVERANCE_TABLE(A1:D3))", False),
        ("=SUM(@经济补偿金表(A1:D3))", False),
        ('="@"&SOE_DATE(A1)', False),
    ],
)
def test_an_intersection_sign_before_a_call_that_is_shown_is_seen(excel, formula, cut):
    assert excel.run("HasIntersection", formula) is cut


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        ("=SOE_DATE(A1)", True),
        ("=soe_date(A1)", True),
        ("=1+规范日期(A1)", True),
        ("=SUM(经济补偿金表(A:A))", True),
        ("='C:\\ProgramData\\xl_addin\\xl_addin.xlam'!SOE_DATE(A1)", False),
        ("=xl_addin.xlam!规范日期(A1)", False),
        ("=[1]!SOE_DATE(A1)", False),
        ("=MYSOE_DATE(A1)", False),
        ("=SOE_DATES(A1)", False),
        ("=我的规范日期(A1)", False),
        ('="SOE_DATE("&A1', False),
        ("='规范日期(甲)'!A1", False),
        ("=规范日期", False),
        ("SOE_DATE(A1)", False),
        ("", False),
    ],
)
def test_a_plain_call_of_ours_is_found_as_a_whole_word_only(excel, formula, plain):
    assert excel.run("HasPlainCall", formula) is plain

"""The VBA that binds the formulas of an opened workbook to the add-in on this PC, executed."""

import dataclasses

import pytest
from pyopenvba.apps.excel._model import DefinedName, Range

from tests.hosts.excel.vba_excel import ADDIN, VbaExcel
from xl_addin.hosts.excel.sources import HOME

ELSEWHERE = "C:\\Users\\zhang\\AppData\\Roaming\\Microsoft\\AddIns\\xl_addin.xlam"
AUTOMATIC, MANUAL = -4105, -4135


@pytest.fixture
def excel():
    return VbaExcel()


@pytest.fixture
def entered(monkeypatch):
    """Cells entered again, by the property that was set."""
    log = []
    for name in ("Formula", "Formula2", "FormulaArray"):
        member = Range._vba_members[name.lower()]
        monkeypatch.setitem(Range._vba_members, name.lower(), _logged(member, name, log))
    return log


def _logged(member, name, log):
    def enter(area, value):
        log.append((name, area.vba_get("Address", [False, False])))
        member.setter(area, value)

    return dataclasses.replace(member, setter=enter)


def mend(excel, entered, book=None):
    """Open the workbook as Excel does and give what was entered again."""
    entered.clear()
    excel.run("ThisWorkbook.host_WorkbookOpen", book or excel.book)
    return list(entered)


def write(excel, address, formula, prop="Formula"):
    excel.cells(address).vba_set(prop, formula)


def test_only_cells_that_call_a_function_of_ours_are_entered_again(excel, entered):
    write(excel, "A1", "=1+1")
    write(excel, "B2", "=SOE_DATE(A1)")
    write(excel, "C3", "=IF(A1>0,规范日期(A1),0)")
    write(excel, "D4", '="SOE_DATE("&A1')
    excel.cells("E5").vba_set("Value", "SOE_DATE(A1)")
    assert sorted(cell for _, cell in mend(excel, entered)) == ["B2", "C3"]
    assert excel.cells("C3").vba_get("Formula") == "=IF(A1>0,规范日期(A1),0)"


def test_a_workbook_without_our_functions_is_not_touched_at_all(excel, entered):
    write(excel, "A1", "=SUM(B1:B9)")
    excel.application.history.clear()
    assert mend(excel, entered) == []
    assert excel.messages == []


def test_an_empty_workbook_and_one_formula_alone_are_both_read(excel, entered):
    assert mend(excel, entered) == []
    write(excel, "C7", "=SOE_DATE(A1)")
    assert [cell for _, cell in mend(excel, entered)] == ["C7"]


@pytest.mark.long
def test_formulas_beyond_the_first_two_thousand_rows_are_found(excel, entered):
    write(excel, "AX1", "=1+1")  # fifty columns: two thousand rows in each look
    for row in (1, 2000, 2001):
        write(excel, f"B{row}", "=SOE_DATE(A1)")
    assert [cell for _, cell in mend(excel, entered)] == ["B1", "B2000", "B2001"]


def test_a_text_that_looks_like_a_formula_stays_a_text(excel, entered):
    excel.cells("B2").vba_set("Value", "'=SOE_DATE(A1)")
    assert excel.cells("B2").vba_get("Formula") == "=SOE_DATE(A1)"
    assert mend(excel, entered) == []
    assert excel.cells("B2").vba_get("HasFormula") is False


def test_a_formula_in_a_cell_of_text_format_stays_a_formula_and_the_format_stays(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    excel.cells("B2").vba_set("NumberFormat", "@")
    assert [cell for _, cell in mend(excel, entered)] == ["B2"]
    assert excel.cells("B2").vba_get("HasFormula") is True
    assert excel.cells("B2").vba_get("NumberFormat") == "@"


def test_a_formula_of_a_table_is_not_spread_over_its_column(excel, entered, monkeypatch):
    write(excel, "B2", "=SOE_DATE(A1)")
    assert mend(excel, entered) != []
    assert excel.application.auto_correct.history == [False, True]


@pytest.mark.long
def test_a_sheet_that_is_formatted_to_its_last_column_is_read_in_small_blocks(excel, entered):
    write(excel, "A1", "=SOE_DATE(B1)")
    write(excel, "XFD7", "=SOE_DATE(B1)")
    assert [cell for _, cell in mend(excel, entered)] == ["A1", "XFD7"]


def test_an_array_formula_is_entered_once_and_stays_an_array(excel, entered):
    write(excel, "B2:D4", "=SOE_WATERFALL(1,A1:A3)", "FormulaArray")
    assert mend(excel, entered) == [("FormulaArray", "B2:D4")]
    assert excel.cells("C3").vba_get("HasArray") is True
    assert excel.cells("C3").vba_get("CurrentArray").vba_get("Address", [False, False]) == "B2:D4"


def test_a_spilling_formula_is_entered_as_one_that_spills(excel, entered):
    write(excel, "B2", "=SOE_WATERFALL(1,A1:A3)", "Formula2")
    assert mend(excel, entered) == [("Formula2", "B2")]
    assert excel.cells("B2").vba_get("Formula2") == "=SOE_WATERFALL(1,A1:A3)"


def test_a_link_to_an_addin_file_elsewhere_is_changed_to_the_one_on_this_pc(excel, entered):
    excel.book.links = ("D:\\别的.xlsx", ELSEWHERE)
    mend(excel, entered)
    assert excel.book.links == ("D:\\别的.xlsx", ADDIN)


def test_in_a_workbook_that_is_linked_to_us_only_cells_with_a_name_error_are_entered(excel, entered):
    excel.book.links = (ADDIN,)
    write(excel, "A1", "=IFERROR(SOE_DATE(B1),0)")  # shows a value
    write(excel, "A2", "=SOE_DATE(B2)")  # shows #NAME?
    assert [cell for _, cell in mend(excel, entered)] == ["A2"]


def test_a_value_that_was_saved_stays_while_python_cannot_be_reached(excel, entered):
    excel.book.links = (ELSEWHERE,)
    write(excel, "B2", "=SOE_DATE(A1)")
    excel.server.refuses_to_start = (53, "File not found")
    assert mend(excel, entered) == []
    assert excel.book.links == (ELSEWHERE,)
    [message] = excel.messages
    assert "上次保存的结果" in message
    excel.server.refuses_to_start = None
    excel.run("TryAgain")
    mend(excel, entered)
    assert excel.book.links == (ADDIN,)


def test_an_error_that_was_saved_with_a_linked_workbook_is_calculated_again(excel, entered, dirty):
    excel.book.links = (ADDIN,)
    write(excel, "A1", "=IFERROR(SOE_DATE(B1),0)")
    write(excel, "A2", "=IF(1,NA(),SOE_DATE(B2))")  # shows #N/A
    write(excel, "A3", "=NA()")
    assert mend(excel, entered) == []
    assert dirty == ["A2"]


def test_python_is_not_started_for_a_workbook_in_which_nothing_is_to_be_mended(excel, entered):
    excel.book.links = (ADDIN,)
    write(excel, "A1", "=IFERROR(SOE_DATE(B1),0)")
    write(excel, "A2", "=SUM(B1:B9)")
    mend(excel, entered)
    assert excel.server.starts == []


@pytest.fixture
def dirty(monkeypatch):
    """Cells that are to be calculated again."""
    log = []

    def mark(area):
        log.append(area.vba_get("Address", [False, False]))

    spec = dataclasses.replace(Range._vba_members["select"], getter=mark)
    monkeypatch.setitem(Range._vba_members, "dirty", spec)
    return log


def test_calculation_events_and_painting_are_as_before_and_so_is_the_question_about_saving(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    application = excel.application
    for mode, events in ((AUTOMATIC, True), (MANUAL, False)):
        application.calculation, application.enable_events, application.screen_updating = mode, events, True
        excel.book.saved = True
        assert mend(excel, entered) != []
        assert (application.calculation, application.enable_events) == (mode, events)
        assert application.screen_updating is True
        assert application.display_alerts is True
        assert excel.book.saved is True
    excel.book.saved = False
    mend(excel, entered)
    assert excel.book.saved is False


def test_a_protected_sheet_is_left_alone_and_named(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    excel.sheet.vba_get("Protect")
    assert mend(excel, entered) == []
    [message] = excel.messages
    assert excel.sheet.vba_get("Name") in message
    assert "测算.xlsx" in message
    assert "保护" in message


def test_the_addin_itself_and_other_addins_are_not_searched(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    excel.book.is_addin = True
    assert mend(excel, entered) == []
    assert mend(excel, entered, excel.addin) == []


def test_formulas_behind_names_are_entered_again(excel, entered, monkeypatch):
    for name, meaning in (("底价", "=SOE_RATE(Sheet1!$A$1,Sheet1!$B$1)"), ("区域", "=Sheet1!$A$1:$B$2")):
        excel.book.vba_get("Names").vba_get("Add", [name, meaning])
    log = []
    member = DefinedName._vba_members["refersto"]
    monkeypatch.setitem(
        DefinedName._vba_members,
        "refersto",
        dataclasses.replace(member, setter=lambda name, text: log.append((name.vba_get("Name"), text))),
    )
    mend(excel, entered)
    assert log == [("底价", "=SOE_RATE(Sheet1!$A$1,Sheet1!$B$1)")]


# What happens when Excel loads the add-in.


def test_opening_the_addin_binds_books_that_are_open_and_leaves_itself_alone(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    entered.clear()
    excel.run("ThisWorkbook.Workbook_Open")
    assert [cell for _, cell in entered] == ["B2"]
    assert excel.addin.is_addin is True
    assert excel.messages == []


def test_an_addin_opened_from_elsewhere_says_so_and_binds_nothing(excel, entered):
    write(excel, "B2", "=SOE_DATE(A1)")
    excel.addin.path = "D:\\下载"
    entered.clear()
    excel.run("ThisWorkbook.Workbook_Open")
    assert entered == []
    [message] = excel.messages
    assert HOME in message
    assert "安装.cmd" in message


def test_python_is_started_when_excel_has_come_to_rest_and_not_told_if_it_cannot(excel):
    excel.run("ThisWorkbook.Workbook_Open")
    assert excel.server.starts == []
    assert excel.application.timed == ["'xl_addin.xlam'!WarmUp"]  # the stand-in takes names without their module
    excel.server.refuses_to_start = (53, "File not found")
    excel.run("WarmUp")
    assert excel.messages == []
    excel.server.refuses_to_start = None
    excel.run("WarmUp")
    assert excel.server.alive


def test_closing_the_addin_stops_python(excel):
    excel.call("SOE_POLICY_VERSION")
    assert excel.server.alive
    excel.run("ThisWorkbook.Workbook_BeforeClose", False)
    assert not excel.server.alive


def test_an_addin_opened_from_another_place_says_so_and_leads_no_link_astray(excel, entered):
    excel.addin.path = "D:\\下载\\改制测算插件\\program"
    excel.run("ThisWorkbook.Workbook_Open")
    [message] = excel.messages
    assert "不要直接双击插件文件" in message
    right = f"{HOME}xl_addin.xlam"
    excel.book.links = (right,)
    mend(excel, entered)
    assert excel.book.links == (right,)

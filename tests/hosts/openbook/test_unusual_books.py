"""Workbooks as they really lie open: chart sheets, hidden and grouped sheets, pictures selected, books on a server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.openbook.fake_excel import Bag, FakeChartSheet, FakeName, FakeRange, FakeWorkbook, Refused
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.reading import open_book
from xl_addin.hosts.excel.buttons import press
from xl_addin.hosts.openbook.pressing import press_open
from xl_addin.hosts.openbook.reading import read_book

SAMPLE = Path("workbooks/samples/改制测算示例.xlsx")
NOW = dt.datetime(2026, 11, 23, 9, 30)
CHECK = BY_NAME["校验整簿"]
AUTOMATIC = -4105
Open = Callable[[Path], tuple[Any, FakeWorkbook]]


@pytest.fixture
def opened(open_in_excel: Open, tmp_path: Path) -> tuple[Any, FakeWorkbook]:
    source = tmp_path / "企业.xlsx"
    source.write_bytes(SAMPLE.read_bytes())
    return open_in_excel(source)


def tabs(fake: FakeWorkbook) -> list[str]:
    return [sheet.Name for sheet in fake.Sheets]


def add_chart_sheet(fake: FakeWorkbook, place: int) -> FakeChartSheet:
    chart = FakeChartSheet(fake, "图表1")
    fake.Sheets.everything.insert(place, chart)
    return chart


def test_a_copy_to_hand_over_is_made_whatever_cell_is_in_front(
    opened: tuple[Any, FakeWorkbook], tmp_path: Path
) -> None:
    _, fake = opened
    answer = press(BY_NAME["交付副本"].id, fake, "说明", "$B$5")
    assert answer[0] in "i!", answer
    written = [path for path in tmp_path.glob("*.xlsx") if path.name != "企业.xlsx"]
    assert len(written) == 1 and written[0].name in answer
    assert open_book(written[0]).sheets


def test_a_copy_to_hand_over_does_not_remember_that_calculation_was_still(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    press_open(BY_NAME["交付副本"], book, Wish(sheet="图表1", cell="B5"), NOW)
    assert [mode for _, mode in fake.saved_copies] == [AUTOMATIC]


def test_a_picture_that_is_selected_stays_selected(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    chosen: list[str] = []
    fake.Application.Selection = Bag(Select=lambda: chosen.append("图片"))
    press_open(CHECK, book, Wish(), NOW)
    assert chosen == ["图片"]


def test_a_selection_of_many_areas_and_the_cell_within_come_back(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    sheet = fake.Worksheets(1)
    selection = FakeRange(sheet, 1, 1, 3, 3)
    selection.areas = [(row, 1, row, 3) for row in range(1, 200, 2)]  # its address is longer than Excel takes
    selection.Select()
    FakeRange(sheet, 5, 2, 5, 2).Activate()
    press_open(CHECK, book, Wish(), NOW)
    assert fake.Application.Selection is selection
    assert fake.Application.ActiveCell.Address == "$B$5"


def test_a_chart_sheet_in_front_stays_in_front(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    chart = add_chart_sheet(fake, 1)
    chart.Activate()
    press_open(CHECK, book, Wish(), NOW)
    assert fake.ActiveSheet is chart


@pytest.mark.parametrize("place", [0, 2, None])
@pytest.mark.parametrize("last", [-1, 0, 2])
def test_the_report_stands_behind_the_last_sheet_that_is_shown(
    opened: tuple[Any, FakeWorkbook], place: int | None, last: int
) -> None:
    book, fake = opened
    add_chart_sheet(fake, len(tabs(fake)) if place is None else place)
    fake.Sheets.everything[-1].Visible = last
    before, shown = tabs(fake), [sheet.Name for sheet in fake.Sheets if sheet.Visible == -1]
    press_open(CHECK, book, Wish(), NOW)
    at = before.index(shown[-1]) + 1
    assert tabs(fake) == [*before[:at], "校验结果", "校验明细", *before[at:]]
    assert fake.Worksheets("校验结果").values
    press_open(BY_NAME["清除标记"], book, Wish(), NOW)
    assert tabs(fake) == before


def test_a_chart_sheet_of_the_name_of_a_report_is_kept(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    add_chart_sheet(fake, 1).Name = "校验结果"
    press_open(CHECK, book, Wish(), NOW)
    assert tabs(fake).count("校验结果") == 1 and "校验结果2" in tabs(fake)


def test_sheets_selected_together_get_each_report_once_and_stay_selected(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    group = [fake.Worksheets(2), fake.Worksheets(3)]
    fake.in_front(list(group))
    before = tabs(fake)
    press_open(CHECK, book, Wish(), NOW)
    assert tabs(fake) == [*before, "校验结果", "校验明细"]
    assert fake.Application.ActiveWindow.SelectedSheets == group
    assert fake.ActiveSheet is group[0]


def test_a_report_that_was_hidden_from_the_menus_is_replaced(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    press_open(CHECK, book, Wish(), NOW)
    fake.Worksheets("校验结果").Visible = 2
    press_open(CHECK, book, Wish(), NOW)
    assert [name for name in tabs(fake) if name.startswith("校验结果")] == ["校验结果"]


def test_a_sheet_that_cannot_be_checked_is_refused_and_never_called_faultless(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    add_chart_sheet(fake, 1)
    press_open(CHECK, book, Wish(), NOW)
    for sheet in ("图表1", "校验结果"):
        for button in ("校验当前表", "解释选中单元格", "填充结果表"):
            answer = press(BY_NAME[button].id, fake, sheet, "")
            assert answer.startswith("x"), (button, answer)
            assert f"“{sheet}”是图表" in answer
    assert "先选中一个单元格" in press(BY_NAME["解释选中单元格"].id, fake, fake.Worksheets(1).Name, "")


def test_the_state_of_sheets_is_read_as_from_the_file(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    for number, state in enumerate((-1, 0, 2), 1):
        fake.Worksheets(number).Visible = state
    assert [sheet.state for sheet in read_book(book).sheets[:3]] == ["visible", "hidden", "veryHidden"]


def test_names_that_excel_cannot_tell_and_names_of_sheets_do_no_harm(opened: tuple[Any, FakeWorkbook]) -> None:
    class Old(FakeName):
        @property
        def RefersTo(self) -> str:
            raise Refused

        @RefersTo.setter
        def RefersTo(self, text: str) -> None:
            del text

    book, fake = opened
    broken = [Old("旧名", ""), FakeName("坏名", "=#REF!$A$1"), FakeName("_xl_addin_report_9", "=#REF!$A$1")]
    for name in (*broken, FakeName("'职工''s 表'!底价", "='职工''s 表'!$A$1")):
        name.holder = fake.Names
        fake.Names.names.append(name)
    names = read_book(book).defined_names
    assert names["旧名"] == ""
    assert names["职工's 表!底价"] == "'职工''s 表'!$A$1"
    press_open(CHECK, book, Wish(), NOW)
    assert "_xl_addin_report_9" not in [name.Name for name in fake.Names.names]


def test_a_book_on_a_server_is_read_and_its_results_go_to_the_documents_folder(
    opened: tuple[Any, FakeWorkbook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, fake = opened
    fake.FullName = "https://d.docs.live.net/0123/改制/企业.xlsx"
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    told = press_open(BY_NAME["口径比较"], book, Wish(), NOW)
    assert fake.Application.opened == [str(tmp_path / "Documents" / "企业-口径比较.xlsx")]
    assert str(tmp_path / "Documents") in told.text
    assert read_book(book).path == Path("企业.xlsx")


def test_a_result_never_takes_the_name_of_a_book_that_is_open_elsewhere(
    opened: tuple[Any, FakeWorkbook], tmp_path: Path
) -> None:
    book, fake = opened
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "企业-口径比较.xlsx").write_bytes(SAMPLE.read_bytes())
    fake.Application.Workbooks.Open(str(elsewhere / "企业-口径比较.xlsx"))
    press_open(BY_NAME["口径比较"], book, Wish(), NOW)
    assert fake.Application.opened[-1] == str(tmp_path / "企业-口径比较2.xlsx")


def test_a_1904_book_is_told_as_one(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    fake.Date1904 = True
    assert read_book(book).date1904 is True


@pytest.mark.parametrize("path", ["xl_addin.xlam!", "'C:\\别 处\\张''三\\xl_addin.xlam'!", "XL_ADDIN.XLAM!"])
def test_a_function_is_known_however_excel_shows_the_addin_before_it(
    opened: tuple[Any, FakeWorkbook], path: str
) -> None:
    book, fake = opened
    fake.Worksheets(1).formulas[90, 2] = f"=ROUND({path}SOE_RMB_UPPER(A1),2)"
    assert read_book(book).sheets[0].formulas[90, 2].text == "ROUND(SOE_RMB_UPPER(A1),2)"


def test_links_lead_to_a_place_of_the_book_and_leave_the_text_of_the_cell(opened: tuple[Any, FakeWorkbook]) -> None:
    book, fake = opened
    press_open(CHECK, book, Wish(), NOW)
    report = fake.Worksheets("校验结果")
    assert report.links
    sheets = {f"#'{name}'!" for name in tabs(fake)}
    for cell, target in report.links:
        assert any(target.startswith(sheet) for sheet in sheets)
        assert report.Range(cell).Value == target.rpartition("!")[2] or target.endswith("!A1")


def test_print_settings_that_a_printer_refuses_do_not_cost_the_others(
    opened: tuple[Any, FakeWorkbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Narrow(Bag):
        def __setattr__(self, name: str, value: Any) -> None:
            if name == "PaperSize":
                raise Refused
            object.__setattr__(self, name, value)

    book, fake = opened
    monkeypatch.setattr("tests.hosts.openbook.fake_excel.Bag", Narrow)
    press_open(CHECK, book, Wish(), NOW)
    setup = fake.Worksheets("校验结果").PageSetup
    assert (setup.Orientation, setup.FitToPagesWide, setup.FitToPagesTall) == (2, 1, False)
    assert not hasattr(setup, "PaperSize")
    assert fake.Application.PrintCommunication is True


def test_texts_too_long_for_a_block_are_written_one_by_one(opened: tuple[Any, FakeWorkbook]) -> None:
    from xl_addin.hosts.openbook.report import add_report

    book, fake = opened
    rows = [[NewCell("短"), NewCell("长" * 9_000)]]
    add_report(book, NewSheet("结果", rows, [10.0, 20.0]), 1)
    values = fake.Worksheets("结果").values
    assert (values[1, 1], values[1, 2]) == ("短", "长" * 9_000)

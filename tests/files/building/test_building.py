"""New workbooks: what is text stays text, what is printed fits its page, and the same data give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xl_addin.files.building.draft import SheetDraft, Span, row_height
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewBook, NewCell, NewSheet, PrintSetup
from xl_addin.files.building.workbook import book_bytes, write_book
from xl_addin.files.looks import LOOKS
from xl_addin.files.reading import open_book
from xl_addin.values.errors import InputError


def sheet(*rows: list[NewCell], **settings: object) -> NewSheet:
    return NewSheet("表", rows, [12.0] * max(map(len, rows)), **settings)  # type: ignore[arg-type]


def reopened(book: NewBook) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book_bytes(book)))


def part(book: NewBook, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(book_bytes(book))).read(name).decode()


@pytest.mark.parametrize(
    "text", ["=1+1", "{=1+1}", "+1", "@SUM(A1)", "http://example.com", "11010519491231002X", "007"]
)
def test_a_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    cell = reopened(NewBook("书", [sheet([NewCell(text)])])).worksheets[0]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_formula_is_stored_with_its_value(tmp_path: Path) -> None:
    book = NewBook("书", [sheet([NewCell(2), NewCell(3), NewCell(5, "money", "A1+B1")])])
    write_book(tmp_path / "a.xlsx", book)
    grid = open_book(tmp_path / "a.xlsx").sheets[0]
    assert (grid.value(1, 3), grid.formulas[1, 3].text) == (5, "A1+B1")


def test_dates_keep_their_day_and_those_that_a_sheet_lacks_are_text(tmp_path: Path) -> None:
    days = [dt.date(1985, 7, 1), dt.datetime(2011, 9, 28, 10, 30), dt.date(1899, 1, 2)]
    write_book(tmp_path / "a.xlsx", NewBook("书", [sheet([NewCell(day, "date") for day in days])]))
    grid = open_book(tmp_path / "a.xlsx").sheets[0]
    assert grid.value(1, 1) == dt.date(1985, 7, 1)
    assert str(grid.value(1, 2)).startswith("2011-09-28")
    assert grid.value(1, 3) == "1899-01-02"


def test_empty_cells_keep_their_look_and_yes_no_stays_yes_no() -> None:
    cells = reopened(NewBook("书", [sheet([NewCell(None, "head"), NewCell("", "head"), NewCell(True)])])).worksheets[0]
    assert [cells["A1"].value, cells["B1"].value, cells["C1"].value] == [None, None, True]
    assert cells["A1"].fill.fgColor.rgb == cells["B1"].fill.fgColor.rgb == "FFDDEBF7"


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    value = reopened(NewBook("书", [sheet([NewCell("长" * 40_000)])])).worksheets[0]["A1"].value
    assert isinstance(value, str)
    assert len(value) == 32_767
    assert value.endswith("已截断）")


def test_the_same_data_give_the_same_bytes() -> None:
    book = NewBook("书", [sheet([NewCell("甲"), NewCell(1.5, "money")], merges=["A1:B1"])])
    assert book_bytes(book) == book_bytes(book)
    assert "2000-01-01T00:00:00Z" in part(book, "docProps/core.xml")


def test_a_sheet_without_breaks_is_one_a4_page_wide_with_repeated_rows_and_page_numbers() -> None:
    made = reopened(NewBook("书", [sheet([NewCell("头")], printing=PrintSetup(landscape=True, repeat=(1, 1)))])).active
    assert made is not None
    assert (str(made.page_setup.paperSize), made.page_setup.orientation) == ("9", "landscape")
    assert (made.sheet_properties.pageSetUpPr.fitToPage, made.page_setup.fitToHeight) == (True, 0)
    assert made.print_title_rows == "$1:$1"
    assert "第 &P" in part(NewBook("书", [sheet([NewCell("头")])]), "xl/worksheets/sheet1.xml").replace("&amp;", "&")


def test_page_breaks_hold_because_the_sheet_is_not_fitted() -> None:
    """Excel ignores the page breaks of a fitted sheet."""
    rows = [[NewCell(i)] for i in range(9)]
    made = reopened(NewBook("书", [sheet(*rows, printing=PrintSetup(breaks=(3, 6), scale=64))])).worksheets[0]
    assert [item.id for item in made.row_breaks.brk] == [3, 6]
    assert not made.sheet_properties.pageSetUpPr or not made.sheet_properties.pageSetUpPr.fitToPage
    assert made.page_setup.scale == 64
    assert made.page_setup.orientation == "portrait"


def test_more_breaks_than_excel_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="page breaks"):
        book_bytes(NewBook("书", [sheet([NewCell(1)], printing=PrintSetup(breaks=tuple(range(1, 1200))))]))


def test_a_bar_chart_is_native_and_points_at_the_cells() -> None:
    series = (ChartSeries("元", "B1:B2"),)
    chart = Chart("合计", BAR, "A1:A2", series, "A5", marked=frozenset({0}), from_zero=True)
    book = NewBook("书", [sheet([NewCell("甲"), NewCell(1)], [NewCell("乙"), NewCell(2)], charts=[chart])])
    xml = part(book, "xl/charts/chart1.xml")
    assert '<c:barDir val="bar"/>' in xml
    assert "<c:f>'表'!$A$1:$A$2</c:f>" in xml
    assert "<c:f>'表'!$B$1:$B$2</c:f>" in xml
    assert xml.count("<c:dPt>") == 1
    assert '<c:min val="0"/>' in xml


def test_a_drop_down_offers_words_and_lets_others_pass() -> None:
    made = reopened(NewBook("书", [sheet([NewCell("a")], choices={"A1": ["甲", "乙"]})])).worksheets[0]
    (rule,) = made.data_validations.dataValidation
    assert (rule.formula1, rule.showErrorMessage) == ('"甲,乙"', False)


def test_frozen_rows_merges_and_heights_are_kept() -> None:
    rows = [[NewCell("标题", "title"), NewCell()], [NewCell(1), NewCell(2)]]
    made = reopened(
        NewBook("书", [sheet(*rows, merges=["A1:B1"], heights={1: 30.0}, printing=PrintSetup(repeat=(1, 1)))])
    ).worksheets[0]
    assert made.freeze_panes == "A2"
    assert [str(merge) for merge in made.merged_cells.ranges] == ["A1:B1"]
    assert made["A1"].value == "标题"
    assert made.row_dimensions[1].height == 30


def test_a_row_is_as_high_as_its_longest_wrapped_text() -> None:
    short, long = NewCell("短", "wrap"), NewCell("长" * 100, "wrap")
    assert row_height([short, long], [20, 20]) > 5 * row_height([short], [20])
    assert row_height([NewCell("长" * 100, "text")], [20]) == row_height([NewCell("短", "text")], [20])


def test_a_form_line_must_span_all_columns() -> None:
    with pytest.raises(ValueError, match="spans 1 columns of 2"):
        SheetDraft("表", [10, 10]).lines([[Span(NewCell("甲"))]])


def test_every_style_can_be_written() -> None:
    book = NewBook("书", [sheet([NewCell(1, style) for style in LOOKS])])
    assert reopened(book).worksheets[0].max_column == len(LOOKS)


def test_a_folder_that_is_absent_is_refused_with_a_chinese_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不存在"):
        write_book(tmp_path / "no" / "a.xlsx", NewBook("书", [sheet([NewCell(1)])]))

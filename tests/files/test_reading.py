"""Reading gives values, errors, dates, formulas and merges as the host shows them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from xl_addin.files.reading import open_book
from xl_addin.files.shared_formulas import SharedFormula
from xl_addin.tables.grid import SheetGrid, address
from xl_addin.values.errors import CellError


def sheet_of(tmp_path: Path, book: dict[str, bytes]) -> SheetGrid:
    return open_book(books.save(tmp_path / "表.xlsx", book)).sheets[0]


def row_of(tmp_path: Path, cells: str) -> list[object]:
    return list(sheet_of(tmp_path, books.parts(f'<row r="1">{cells}</row>')).rows[0])


def test_every_type_of_cell_comes_as_its_value(tmp_path: Path) -> None:
    cells = (
        '<c r="A1"><v>2400</v></c><c r="B1"><v>0.1</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>'
        '<c r="E1" t="str"><f>A1&amp;"元"</f><v>2400元</v></c><c r="F1" t="inlineStr"><is><t>a&lt;b</t></is></c>'
        '<c r="G1" t="d"><v>2010-06-30</v></c><c r="H1"><v>-3</v></c><c r="I1"><v>1.5E+3</v></c>'
    )
    expected = [2400, 0.1, True, CellError("#N/A", ""), "2400元", "a<b", dt.date(2010, 6, 30), -3, 1500.0]
    assert row_of(tmp_path, cells) == expected


def test_a_date_of_the_strict_format_keeps_its_zone_unless_it_is_midnight(tmp_path: Path) -> None:
    """A zone that was dropped in silence would make the day a day early."""
    texts = ("2007-12-31T16:00:00.000Z", "2008-01-01T00:00:00Z", "2008-01-01T08:30:00")
    cells = "".join(f'<c r="{col}1" t="d"><v>{text}</v></c>' for col, text in zip("ABC", texts, strict=True))
    assert row_of(tmp_path, cells) == [
        dt.datetime(2007, 12, 31, 16, tzinfo=dt.UTC), dt.date(2008, 1, 1), dt.datetime(2008, 1, 1, 8, 30),
    ]  # fmt: skip


def test_a_number_keeps_its_type_and_every_digit(tmp_path: Path) -> None:
    values = row_of(tmp_path, '<c r="A1"><v>362201199001010000</v></c><c r="B1"><v>1000.675</v></c>')
    assert values == [362201199001010000, 1000.675]
    assert isinstance(values[0], int)


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "0x10", "１２"])
def test_what_only_python_takes_for_a_number_stays_text(tmp_path: Path, text: str) -> None:
    assert row_of(tmp_path, f'<c r="A1"><v>{text}</v></c>') == [text]


def test_rich_text_is_joined_and_phonetic_readings_are_left_out(tmp_path: Path) -> None:
    items = (
        "<si><r><t>改</t></r><r><rPr><b/></rPr><t>制</t></r><rPh sb='0' eb='1'><t>kai</t></rPh></si><si><t/></si>"
        "<si><t>_x000D_a_x005F_x0041_</t></si>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    assert sheet_of(tmp_path, books.with_strings(books.parts(rows), items)).rows == [["改制", "", "\ra_x0041_"]]


STYLES = (
    '<numFmts count="3"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="177" formatCode="[$-804]h:mm:ss"/><numFmt numFmtId="178" formatCode="0&quot;月&quot;"/>'
    '</numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/>'
    '<xf numFmtId="57"/></cellXfs>'
)


def test_cells_with_a_date_format_come_as_dates(tmp_path: Path) -> None:
    cells = "".join(
        f'<c r="{c}1" s="{s}"><v>{v}</v></c>'
        for c, s, v in (("A", 1, 31229), ("B", 1, 31229.75), ("C", 2, 0.5), ("D", 3, 7), ("E", 4, 39448), ("F", 1, 60))
    )
    row = sheet_of(tmp_path, books.with_styles(books.parts(f'<row r="1">{cells}</row>'), STYLES)).rows[0]
    assert row == [dt.date(1985, 7, 1), dt.datetime(1985, 7, 1, 18), 0.5, 7, dt.date(2008, 1, 1), 60]


def test_dates_of_a_1904_book_are_true_dates(tmp_path: Path) -> None:
    book = books.with_styles(books.parts('<row r="1"><c r="A1" s="1"><v>29767</v></c></row>'), STYLES)
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    path = books.save(tmp_path / "1904.xlsx", book)
    assert open_book(path).date1904
    assert open_book(path).sheets[0].rows == [[dt.date(1985, 7, 1)]]


def test_formulas_of_every_kind_are_told_apart(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SOE_SEVERANCE(B1,C1)</f><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="A2"><f t="array" ref="A2:A3">TRANSPOSE(B1:C1)</f><v>1</v></c>'
        '<c r="B2" cm="1"><f t="array" ref="B2:B4">UNIQUE(D1:D9)</f><v>2</v></c>'
        '<c r="C2"><f t="dataTable" ref="C2:C5" r1="A1"/><v>3</v></c><c r="D2"><f>NOW()</f></c></row>'
    )
    formulas = sheet_of(tmp_path, books.parts(rows)).formulas
    told = {address(*place): (f.text, f.kind, f.ref, f.cached, f.has_cached) for place, f in formulas.items()}
    assert told == {
        "A1": ("SOE_SEVERANCE(B1,C1)", "normal", None, 1, True),
        "B1": ("1/0", "normal", None, CellError("#DIV/0!", ""), True),
        "A2": ("TRANSPOSE(B1:C1)", "array", "A2:A3", 1, True),
        "B2": ("UNIQUE(D1:D9)", "dynamic", "B2:B4", 2, True),
        "C2": ("", "table", "C2:C5", 3, True),
        "D2": ("NOW()", "normal", None, None, False),
    }


def test_shared_formulas_are_expanded_for_each_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C4" si="0">IF(A2&gt;$B$1,SUM(A$1:A2),"A2")</f><v>1</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    sheet = sheet_of(tmp_path, books.parts(rows))
    assert sheet.formulas[3, 3].text == 'IF(A3>$B$1,SUM(A$1:A3),"A2")'


REFERENCES = st.sampled_from(
    [
        "A1",
        "$B$2",
        "C$3:$D4",
        "'表 1'!A1",
        "Sheet1!$A1:B2",
        "A:C",
        "$2:$2",
        "LOG10(A1)",
        '"A1"',
        "税率",
        "1E5",
        "表A[x1]",
        "_A1",
    ]
)


@given(st.lists(REFERENCES, min_size=1, max_size=6), st.integers(0, 40), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_moving_a_formula_agrees_with_openpyxl(pieces: list[str], down: int, right: int) -> None:
    text = "+".join(pieces)
    moved = Translator("=" + text, origin="C5").translate_formula(address(5 + down, 3 + right))
    assert "=" + SharedFormula(text, 5, 3).at(5 + down, 3 + right) == moved


def test_a_moved_reference_that_leaves_the_sheet_wraps_around() -> None:
    assert SharedFormula("A1+B2", 5, 5).at(4, 4) == "XFD1048576+A1"


@pytest.mark.parametrize("prefix", ["x", "ss"])
def test_parts_with_a_namespace_prefix_are_read(tmp_path: Path, prefix: str) -> None:
    sheet = (
        f'<{prefix}:worksheet xmlns:{prefix}="{books.MAIN}"><{prefix}:sheetData><{prefix}:row r="1"><{prefix}:c r="A1">'
        f"<{prefix}:f>1+1</{prefix}:f><{prefix}:v>2</{prefix}:v></{prefix}:c></{prefix}:row></{prefix}:sheetData>"
        f'<{prefix}:mergeCells><{prefix}:mergeCell ref="A1:B2"/></{prefix}:mergeCells></{prefix}:worksheet>'
    )
    grid = sheet_of(tmp_path, books.parts() | {books.SHEET: sheet.encode()})
    assert (grid.rows, grid.formulas[1, 1].text, grid.merged) == ([[2]], "1+1", [(1, 1, 2, 2)])


def test_the_strict_form_is_read(tmp_path: Path) -> None:
    strict = {
        name: data.replace(books.MAIN.encode(), books.STRICT.encode()).replace(
            books.DOC.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in books.parts().items()
    }
    assert sheet_of(tmp_path, strict).rows == [["姓名", 2400]]


def test_a_sheet_in_utf16_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + books.parts()[books.SHEET].decode()
    assert sheet_of(tmp_path, books.parts() | {books.SHEET: text.encode("utf-16")}).rows == [["姓名", 2400]]


def test_part_names_match_whatever_their_case_slashes_and_targets(tmp_path: Path) -> None:
    book = books.parts()
    book["XL\\Worksheets\\Sheet1.XML"] = book.pop(books.SHEET)
    lines = ("rId1", "worksheet", "/xl/worksheets/sheet1.xml")
    book["xl/_rels/workbook.xml.rels"] = books.relationships(lines).encode()
    assert sheet_of(tmp_path, book).rows == [["姓名", 2400]]


def test_cells_without_addresses_follow_one_another(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c t="b"><v>0</v></c></row><row r="4"><c r="C4"><v>2</v></c><c><v>3</v></c></row>'
    assert sheet_of(tmp_path, books.parts(rows)).rows == [[1, False], [], [], [None, None, 2, 3]]


def test_odd_but_legal_markup_is_read(tmp_path: Path) -> None:
    rows = (
        "<!-- <row r='9'><c r='A9'><v>9</v></c></row> --><row spans='1:2' r='2' ><c t='str' r='A2' >"
        '<v ><![CDATA[<a&b>]]></v ></c ><c\n r="B2"><v>1<!-- 2 -->3</v></c></row>'
    )
    assert sheet_of(tmp_path, books.parts(rows)).rows == [[], ["<a&b>", 13]]


def test_one_far_cell_costs_no_memory_and_a_false_dimension_is_ignored(tmp_path: Path) -> None:
    far = books.SMALL_ROWS + '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    sheet = sheet_of(tmp_path, books.parts(far, before='<dimension ref="A1:XFD1048576"/>'))
    assert (sheet.value(1048576, 16384), sheet.value(1, 2), len(sheet.rows[5])) == (7, 2400, 0)


def test_formatted_empty_cells_do_not_widen_a_row(tmp_path: Path) -> None:
    assert row_of(tmp_path, '<c r="A1"><v>1</v></c><c r="XFD1" s="0"/><c r="ZZ1" s="0"></c>') == [1]


def test_sixty_thousand_merged_ranges_are_read(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{r}:B{r}"/>' for r in range(1, 65_001))
    sheet = sheet_of(tmp_path, books.parts(after=f"<mergeCells>{merges}</mergeCells>"))
    assert len(sheet.merged) == 65_000
    assert sheet.merged[-1] == (65_000, 1, 65_000, 2)


def test_the_source_is_left_as_it_was(tmp_path: Path) -> None:
    path = books.save(tmp_path / "a.xlsx", books.parts())
    before = path.read_bytes()
    open_book(path)
    assert path.read_bytes() == before


def test_the_rich_workbook_agrees_with_calamine_and_openpyxl(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "rich.xlsm")
    book = open_book(path)
    assert [(s.name, s.state, s.ours) for s in book.sheets] == [
        ("花名册", "visible", False),
        ("图", "visible", False),
        ("隐藏", "veryHidden", False),
    ]
    assert book.defined_names["税率"] == "0.1"
    assert book.defined_names["图!局部"] == "图!$A$1"
    theirs = python_calamine.load_workbook(str(path))
    formulas = openpyxl.load_workbook(path)
    for sheet in book.sheets:
        for row, line in enumerate(theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), 1):
            for col, value in enumerate(line, 1):
                mine = sheet.value(row, col)
                assert isinstance(mine, CellError) or (mine if mine is not None else "") == value, address(row, col)
        for (row, col), formula in sheet.formulas.items():
            stored = formulas[sheet.name].cell(row, col).value
            assert "=" + formula.text == getattr(stored, "text", stored)
    assert book.sheet("花名册").merged == [(1, 13, 2, 14)]
    assert book.sheet("图").formulas[1, 8].kind == "dynamic"
    assert book.sheet("图").formulas[1, 10].kind == "array"


@pytest.fixture(scope="module")
def typed_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typed") / "t.xlsx"


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=4).map(float),
    st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_characters="_", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1),
)


@given(rows=st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_openpyxl_wrote_is_read_back(typed_book: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for row, line in enumerate(rows, 1):
        for col, value in enumerate(line, 1):
            cell = book.active.cell(row, col)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # "=…" is a text here
    book.save(typed_book)
    sheet = open_book(typed_book).sheets[0]
    for row, line in enumerate(rows, 1):
        for col, value in enumerate(line, 1):
            got = sheet.value(row, col)
            assert got == value and isinstance(got, bool) == isinstance(value, bool)


def test_a_zip_comment_and_folder_entries_do_no_harm(tmp_path: Path) -> None:
    path = books.save(tmp_path / "a.xlsx", books.parts())
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = "备注".encode()
        archive.mkdir("xl/empty")
    assert open_book(path).sheets[0].rows == [["姓名", 2400]]

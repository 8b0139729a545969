"""A patched copy differs from the source by what was asked for, and by nothing else."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup
from xl_addin.files.edits.values import with_values
from xl_addin.files.looks import Mark
from xl_addin.files.patching import BookPatch, clear_patched, write_patched
from xl_addin.files.reading import open_book
from xl_addin.tables.grid import REMOVE, CellValue, Remove
from xl_addin.values.errors import CellError

REPORT = NewSheet(
    title="校验结果",
    rows=[
        [NewCell("校验结果", "report_title")],
        [NewCell(name, "report_head") for name in ("级别", "位置", "工作表", "单元格")],
        [NewCell("错误", "error"), NewCell("花名册!B3", "report_link", link=("花名册", "B3"))],
        [NewCell("=HYPERLINK(\x0b)", "report_text"), NewCell(2400.5, "money")],
    ],
    widths=[10, 60],
    merges=["A1:B1"],
    printing=PrintSetup(landscape=True, repeat=(2, 2)),
    filter_ref="A2:B4",
)
MARKS = [Mark("花名册", "B3", "error"), Mark("花名册", "A5:C5", "missing"), Mark("图", "K2", "notice")]
FULL = BookPatch({"图": {(2, 11): 2400.5}}, MARKS, [REPORT])


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_after(tmp_path: Path, rows: str, values: dict[tuple[int, int], CellValue | Remove]) -> str:
    source = books.save(tmp_path / "a.xlsx", books.parts(rows))
    write_patched(source, tmp_path / "b.xlsx", BookPatch({"花名册": values}))
    text = parts_of(tmp_path / "b.xlsx")[books.SHEET].decode()
    return text[text.index("<sheetData>") + 11 : text.index("</sheetData>")]


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return rich_book(tmp_path / "rich.xlsm")


def test_untouched_parts_are_identical_and_in_their_order(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "out.xlsm", FULL)
    before, after = parts_of(rich), parts_of(tmp_path / "out.xlsm")
    assert list(after)[: len(before)] == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"),
        *("[Content_Types].xml", "xl/_rels/workbook.xml.rels"),
    }
    assert list(after)[len(before) :] == ["xl/worksheets/sheet4.xml"]


def test_an_empty_patch_copies_every_part(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "out.xlsm", BookPatch({}))
    assert parts_of(rich) == parts_of(tmp_path / "out.xlsm")
    with zipfile.ZipFile(rich) as source, zipfile.ZipFile(tmp_path / "out.xlsm") as copy:
        for old, new in zip(source.infolist(), copy.infolist(), strict=True):
            assert (old.filename, old.date_time, old.external_attr) == (new.filename, new.date_time, new.external_attr)
            assert (old.compress_size, old.compress_type) == (new.compress_size, new.compress_type)


def test_of_a_sheet_only_the_value_and_our_formats_change(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "out.xlsm", FULL)
    before, after = parts_of(rich), parts_of(tmp_path / "out.xlsm")
    for number in (1, 2):
        name = f"xl/worksheets/sheet{number}.xml"
        ours = rb"<conditionalFormatting [^>]*><cfRule [^>]*><formula>N\(\"xl_addin:[a-z]+\"\)=0</formula></cfRule>"
        plain = re.sub(ours + rb"</conditionalFormatting>", b"", after[name])
        assert plain == before[name].replace(b"<v>123.5</v>", b"<v>2400.5</v>")
        assert plain != after[name]


def test_the_result_opens_in_other_readers_with_every_value(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "out.xlsm", FULL)
    old = python_calamine.load_workbook(str(rich))
    new = python_calamine.load_workbook(str(tmp_path / "out.xlsm"))
    assert new.sheet_names == [*old.sheet_names, "校验结果"]
    for name in ("花名册", "隐藏"):
        assert old.get_sheet_by_name(name).to_python() == new.get_sheet_by_name(name).to_python()
    assert new.get_sheet_by_name("图").to_python()[1][10] == 2400.5
    with_openpyxl = openpyxl.load_workbook(tmp_path / "out.xlsm")
    assert with_openpyxl["校验结果"]["A4"].data_type == "s"
    assert with_openpyxl["校验结果"]["B3"].hyperlink.location == "'花名册'!B3"


def test_a_second_run_over_the_output_changes_nothing(rich: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsm", tmp_path / "2.xlsm"
    write_patched(rich, first, FULL)
    write_patched(first, second, FULL)
    assert first.read_bytes() == second.read_bytes()
    assert [sheet.name for sheet in open_book(second).sheets if sheet.ours] == ["校验结果"]


def test_a_second_run_with_other_findings_replaces_marks_and_report(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "1.xlsm", FULL)
    patch = BookPatch({}, [Mark("花名册", "D4", "notice")], [REPORT])
    write_patched(tmp_path / "1.xlsm", tmp_path / "2.xlsm", patch)
    after = parts_of(tmp_path / "2.xlsm")
    assert after.keys() == parts_of(tmp_path / "1.xlsm").keys()
    assert after["xl/worksheets/sheet1.xml"].count(b"xl_addin:") == 1
    assert b"xl_addin:" not in after["xl/worksheets/sheet2.xml"]


def test_clearing_brings_every_sheet_back_byte_for_byte(rich: Path, tmp_path: Path) -> None:
    write_patched(rich, tmp_path / "1.xlsm", BookPatch({}, MARKS, [REPORT, REPORT]))
    clear_patched(tmp_path / "1.xlsm", tmp_path / "2.xlsm")
    before, after = parts_of(rich), parts_of(tmp_path / "2.xlsm")
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml", "xl/workbook.xml"}
    assert open_book(rich).defined_names == open_book(tmp_path / "2.xlsm").defined_names


def test_marks_and_report_are_known_again_after_another_program_saved_the_book(tmp_path: Path) -> None:
    source = books.save(tmp_path / "a.xlsx", books.parts())
    patch = BookPatch({}, [Mark("花名册", "B1", "error")], [REPORT])
    write_patched(source, tmp_path / "1.xlsx", patch)
    resaved = openpyxl.load_workbook(tmp_path / "1.xlsx")
    resaved["校验结果"].title = "改了名字"
    resaved.move_sheet("改了名字", -1)
    resaved.defined_names["_xl_addin_report_1"].attr_text = "'改了名字'!$A$1"  # a host follows the renaming
    resaved.save(tmp_path / "2.xlsx")
    write_patched(tmp_path / "2.xlsx", tmp_path / "3.xlsx", patch)
    book = openpyxl.load_workbook(tmp_path / "3.xlsx")
    assert book.sheetnames == ["花名册", "校验结果"]
    assert len(book["花名册"].conditional_formatting) == 1
    assert book["校验结果"].print_title_rows == "$2:$2"
    clear_patched(tmp_path / "3.xlsx", tmp_path / "4.xlsx")
    cleared = openpyxl.load_workbook(tmp_path / "4.xlsx")
    assert cleared.sheetnames == ["花名册"]
    assert len(cleared["花名册"].conditional_formatting) == 0


def test_a_user_sheet_of_the_same_title_is_kept_and_never_taken_for_ours(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "校验结果"
    made.active["A1"] = "自己的记录"
    made.save(tmp_path / "a.xlsx")
    for source, target in (("a.xlsx", "1.xlsx"), ("1.xlsx", "2.xlsx")):
        write_patched(tmp_path / source, tmp_path / target, BookPatch({}, [], [REPORT]))
    sheets = open_book(tmp_path / "2.xlsx").sheets
    assert [(sheet.name, sheet.ours) for sheet in sheets] == [("校验结果", False), ("校验结果2", True)]
    assert sheets[0].rows == [["自己的记录"]]
    clear_patched(tmp_path / "2.xlsx", tmp_path / "3.xlsx")
    assert [sheet.name for sheet in open_book(tmp_path / "3.xlsx").sheets] == ["校验结果"]


def test_names_of_later_sheets_stay_with_them_when_a_report_goes(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    write_patched(tmp_path / "a.xlsx", tmp_path / "1.xlsx", BookPatch({}, [], [REPORT]))
    book = openpyxl.load_workbook(tmp_path / "1.xlsx")
    later = book.create_sheet("后加")
    later.print_title_rows = "3:3"
    later["A1"] = "=校验结果!A1"
    book["校验结果"]["D9"] = "=1+1"
    book.active = 2
    book.save(tmp_path / "2.xlsx")
    clear_patched(tmp_path / "2.xlsx", tmp_path / "3.xlsx")
    cleared = openpyxl.load_workbook(tmp_path / "3.xlsx")
    assert cleared.sheetnames == ["Sheet", "后加"]
    assert cleared["后加"].print_title_rows == "$3:$3"
    assert cleared.active.title == "后加"


VALUES = {
    2400: "<v>2400</v>", 0.1: "<v>0.1</v>", -0.0: "<v>0</v>", float("inf"): 't="e"><f>F()</f><v>#NUM!</v>',
    "a<b& c": 't="str"><f>F()</f><v>a&lt;b&amp; c</v>', "\x0b_x0041_": "<v>_x000B__x005F_x0041_</v>",
    dt.date(1985, 7, 1): "<v>31229</v>", dt.datetime(1985, 7, 1, 18): "<v>31229.75</v>",
    dt.date(1850, 1, 1): "<v>#NUM!</v>",
    CellError("#N/A", "缺"): 't="e"><f>F()</f><v>#N/A</v>', CellError("#SPILL!", ""): "<v>#VALUE!</v>",
    None: 't="str"><f>F()</f><v></v>',
}  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_stored_under_its_type(tmp_path: Path, value: CellValue) -> None:
    rows = '<row r="1" ht="20"><c r="A1" s="3" t="e" vm="1"><f>F()</f><v>#N/A</v></c><c r="B1"><v>7</v></c></row>'
    after = sheet_after(tmp_path, rows, {(1, 1): value})
    assert after.startswith('<row r="1" ht="20"><c r="A1" s="3"')
    assert VALUES[value] in after
    assert after.endswith('</c><c r="B1"><v>7</v></c></row>')


def test_truth_values_are_stored_as_such(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>F()</f></c></row>'
    assert sheet_after(tmp_path, rows, {(1, 1): True}) == '<row r="1"><c r="A1" t="b"><f>F()</f><v>1</v></c></row>'


def test_a_removed_value_leaves_the_formula_and_asks_the_host_to_calculate(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1" t="str"><f>F()</f><v>旧</v></c></row>'
    assert sheet_after(tmp_path, rows, {(1, 1): REMOVE}) == '<row r="1"><c r="A1" s="1"><f>F()</f></c></row>'
    assert b'fullCalcOnLoad="1"' in parts_of(tmp_path / "b.xlsx")["xl/workbook.xml"]


def test_without_removed_values_the_host_is_not_asked_to_calculate(tmp_path: Path) -> None:
    sheet_after(tmp_path, books.SMALL_ROWS, {(1, 2): 1})
    assert b"fullCalcOnLoad" not in parts_of(tmp_path / "b.xlsx")["xl/workbook.xml"]


def test_absent_cells_and_rows_are_added_in_their_place(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="4" ht="9"/>'
    values: dict[tuple[int, int], CellValue | Remove] = {
        (1, 1): 5, (2, 1): 6, (2, 3): 7, (3, 2): REMOVE, (4, 1): "丁", (9, 1): True,
    }  # fmt: skip
    assert sheet_after(tmp_path, rows, values) == (
        '<row r="1"><c r="A1"><v>5</v></c></row>'
        '<row r="2"><c r="A2"><v>6</v></c><c r="B2"><v>1</v></c><c r="C2"><v>7</v></c></row>'
        '<row r="4" ht="9"><c r="A4" t="str"><v>丁</v></c></row><row r="9"><c r="A9" t="b"><v>1</v></c></row>'
    )


def test_dates_go_into_a_1904_book_by_its_own_count(tmp_path: Path) -> None:
    book = books.parts()
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    write_patched(
        books.save(tmp_path / "a.xlsx", book), tmp_path / "b.xlsx", BookPatch({"花名册": {(1, 2): dt.date(1985, 7, 1)}})
    )
    assert b"<v>29767</v>" in parts_of(tmp_path / "b.xlsx")[books.SHEET]


def test_comments_and_odd_markup_in_a_sheet_survive(tmp_path: Path) -> None:
    rows = "<!-- <c r='A1'/> --><row\n r='1' ><c\tt = 's' r='A1' ><f ><![CDATA[F()]]></f ><v >0</v ></c ></row>"
    assert sheet_after(tmp_path, rows, {(1, 1): 2}) == (
        "<!-- <c r='A1'/> --><row\n r='1' ><c r='A1'><f ><![CDATA[F()]]></f ><v>2</v></c ></row>"
    )


def test_a_sheet_in_utf16_stays_in_utf16(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + books.parts()[books.SHEET].decode()
    source = books.save(tmp_path / "a.xlsx", books.parts() | {books.SHEET: text.encode("utf-16")})
    write_patched(source, tmp_path / "b.xlsx", BookPatch({"花名册": {(1, 2): 9}}, [Mark("花名册", "A1", "error")]))
    assert parts_of(tmp_path / "b.xlsx")[books.SHEET].startswith("\ufeff<?xml".encode("utf-16-le"))
    assert open_book(tmp_path / "b.xlsx").sheets[0].rows == [["姓名", 9]]
    clear_patched(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    assert parts_of(tmp_path / "c.xlsx")[books.SHEET] == text.replace("2400", "9").encode("utf-16")


NEW_VALUES = st.one_of(
    st.integers(-(10**9), 10**9), st.booleans(), st.text("改制ab<&>\"' ]\n", min_size=1), st.floats(-1, 1)
)
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 30))


@given(old=st.sets(PLACES), new=st.dictionaries(PLACES, NEW_VALUES, max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_values_are_read_back_and_the_others_stay(
    tmp_path_factory: pytest.TempPathFactory, old: set[tuple[int, int]], new: dict[tuple[int, int], CellValue]
) -> None:
    folder = tmp_path_factory.mktemp("values")
    book = openpyxl.Workbook()
    for row, col in old:
        book.active.cell(row, col).value = f"旧{row}-{col}"
    book.active.title = "花名册"
    book.save(folder / "a.xlsx")
    write_patched(folder / "a.xlsx", folder / "b.xlsx", BookPatch({"花名册": new}))
    sheet = open_book(folder / "b.xlsx").sheets[0]
    for row in range(1, 13):
        for col in range(1, 31):
            expected = new.get((row, col), f"旧{row}-{col}" if (row, col) in old else None)
            assert sheet.value(row, col) == expected


def test_a_large_edit_visits_each_row_once() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (r, r) for r in range(1, 20_001))
    data = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    edited = with_values(data, {(r, 1): 2 for r in range(1, 20_001)}, date1904=False)
    assert edited == data.replace(b"<v>1</v>", b"<v>2</v>")


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("_xl_addin_report_1", ' hidden="1"'), ("_xl_addin_report_1", ""), ("_xl_addin_report台账", ' hidden="1"')],
)
def test_a_sheet_of_the_user_stays_whatever_names_point_at_it(tmp_path: Path, name: str, hidden: str) -> None:
    book = books.parts()
    marked = f"</sheets><definedNames><definedName name=\"{name}\"{hidden}>'花名册'!$A$1</definedName></definedNames>"
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"</sheets>", marked.encode())
    source = books.save(tmp_path / "a.xlsx", book)
    assert not open_book(source).sheets[0].ours
    for run in ("1", "2"):
        write_patched(source, tmp_path / f"{run}.xlsx", BookPatch({}, [], [REPORT]))
        source = tmp_path / f"{run}.xlsx"
        assert [(sheet.name, sheet.ours) for sheet in open_book(source).sheets] == [
            ("花名册", False),
            ("校验结果", True),
        ]
    clear_patched(source, tmp_path / "c.xlsx")
    assert [sheet.rows for sheet in open_book(tmp_path / "c.xlsx").sheets] == [[["姓名", 2400]]]


def test_marks_are_valid_beside_rules_with_the_last_priorities(tmp_path: Path) -> None:
    huge = "9" * 4301
    rules = "".join(
        f'<cfRule type="expression" priority="{number}"><formula>1</formula></cfRule>' for number in (2**31 - 1, huge)
    )
    after = f'<conditionalFormatting sqref="A1">{rules}</conditionalFormatting>'
    source = books.save(tmp_path / "a.xlsx", books.parts(after=after))
    write_patched(source, tmp_path / "b.xlsx", BookPatch({}, [Mark("花名册", "A1", "error")], []))
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        found = re.findall(rb'priority="(\d+)"', archive.read(books.SHEET))
    assert set(found) == {b"2147483646", b"2147483647", huge.encode()}

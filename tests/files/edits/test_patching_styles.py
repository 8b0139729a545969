"""Marks and report sheets: appended styles, schema order, visible in print, readable by every host."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from tests.files.test_patching import MARKS, REPORT, parts_of
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.edits.marks import with_marks, without_marks
from xl_addin.files.looks import LOOKS, Mark
from xl_addin.files.looks import MARKS as SEVERITIES
from xl_addin.files.patching import BookPatch, clear_patched, write_patched

FORMATS = {"error": 0, "missing": 1, "notice": 2}
CELLS = {"error": ["B2", "B3"], "notice": ["A9"]}
OURS = (
    '<{p}conditionalFormatting sqref="B2:B3"><{p}cfRule type="expression" dxfId="0" priority="{a}"><{p}formula>'
    'N("xl_addin:error")=0</{p}formula></{p}cfRule></{p}conditionalFormatting><{p}conditionalFormatting sqref="A9">'
    '<{p}cfRule type="expression" dxfId="2" priority="{b}"><{p}formula>N("xl_addin:notice")=0</{p}formula></{p}cfRule>'
    "</{p}conditionalFormatting>"
)

PLACES = {
    "plain": ("<worksheet><sheetData/>", "</worksheet>"),
    "no rows element": ("<worksheet><dimension/>", "</worksheet>"),
    "merges": ("<worksheet><sheetData></sheetData><autoFilter><x/></autoFilter><mergeCells/>", "<a/></worksheet>"),
    "before validations": ("<worksheet><sheetData/>", "<dataValidations/><extLst/></worksheet>"),
    "a comment between": ("<worksheet><sheetData/><mergeCells/>", "<!-- <mergeCells/> --><drawing/></worksheet>"),
    "an unknown element": ("<worksheet><sheetData/>", "<mc:AlternateContent/></worksheet>"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES.keys())
def test_our_formats_stand_where_the_schema_wants_them(before: str, after: str) -> None:
    data = (before + after).encode()
    marked = with_marks(data, CELLS, FORMATS)
    assert marked.decode() == before + OURS.format(p="", a=1, b=2) + after
    assert without_marks(marked) == data


def test_our_formats_stand_before_the_users_and_theirs_keep_their_priorities() -> None:
    theirs = '<conditionalFormatting sqref="A1"><cfRule type="top10" priority="7"/></conditionalFormatting>'
    extension = '<extLst><ext><x14:cfRule type="dataBar" priority="9"/></ext></extLst>'
    data = f"<worksheet><sheetData/>{theirs}{extension}</worksheet>".encode()
    marked = with_marks(data, CELLS, FORMATS)
    assert marked.decode() == f"<worksheet><sheetData/>{OURS.format(p='', a=10, b=11)}{theirs}{extension}</worksheet>"
    assert without_marks(marked) == data


def test_a_prefixed_sheet_gets_prefixed_formats() -> None:
    data = b'<x:worksheet xmlns:x="m"><x:sheetData/><x:pageMargins/></x:worksheet>'
    marked = with_marks(data, CELLS, FORMATS)
    assert OURS.format(p="x:", a=1, b=2) in marked.decode()
    assert without_marks(marked) == data


def test_a_rule_that_another_program_merged_with_a_users_one_is_taken_out_alone() -> None:
    user = '<cfRule type="top10" priority="1"/>'
    ours = '<cfRule priority="2" type="expression"><formula>N(&quot;xl_addin:error&quot;)=0</formula></cfRule>'
    merged = (
        f'<worksheet><sheetData/><conditionalFormatting sqref="A1">{ours}{user}</conditionalFormatting></worksheet>'
    )
    assert without_marks(merged.encode()).decode() == merged.replace(ours, "")


def test_a_text_of_the_user_that_spells_our_name_is_no_mark() -> None:
    data = b'<worksheet><sheetData><row><c><f>N("xl_addin:error")=0</f></c></row></sheetData><a/></worksheet>'
    assert without_marks(data) == data


def test_many_marks_are_split_over_rules_and_a_cell_keeps_its_gravest() -> None:
    cells = [f"B{row}" for row in range(1, 5001, 2)]
    marked = with_marks(b"<worksheet><sheetData/></worksheet>", {"error": cells}, FORMATS)
    assert marked.count(b"<cfRule") == 3


def test_a_cell_marked_twice_keeps_its_gravest_mark(tmp_path: Path) -> None:
    source = books.save(tmp_path / "a.xlsx", books.parts())
    marks = [Mark("花名册", "B1", style) for style in ("notice", "error", "missing")]
    write_patched(source, tmp_path / "b.xlsx", BookPatch({}, marks))
    text = parts_of(tmp_path / "b.xlsx")[books.SHEET]
    assert text.count(b"<cfRule") == 1
    assert b"xl_addin:error" in text


def test_severities_differ_by_pattern_or_weight_and_not_by_colour_alone() -> None:
    looks = {(LOOKS[mark].pattern, LOOKS[mark].bold) for mark in SEVERITIES}
    assert len(looks) == len(SEVERITIES)


def test_existing_styles_keep_their_numbers(tmp_path: Path) -> None:
    rich = rich_book(tmp_path / "rich.xlsm")
    write_patched(rich, tmp_path / "out.xlsm", BookPatch({}, MARKS, [REPORT]))
    old, new = (etree.fromstring(parts_of(path)["xl/styles.xml"]) for path in (rich, tmp_path / "out.xlsm"))
    for holder in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
        before = [etree.tostring(node) for node in old.find(f"{{*}}{holder}")]
        after = [etree.tostring(node) for node in new.find(f"{{*}}{holder}")]
        assert after[: len(before)] == before
        assert new.find(f"{{*}}{holder}").get("count") == str(len(after))


STYLE_PARTS = {
    "empty": "",
    "no fills": '<fonts count="1"><font/></fonts><cellXfs count="1"><xf/></cellXfs>',
    "no conditional looks": '<fills count="1"><fill><patternFill/></fill></fills><tableStyles count="0"/>',
    "empty list": '<dxfs count="0"/>',
}


@pytest.mark.parametrize("styles", [None, *STYLE_PARTS.values()], ids=["no part", *STYLE_PARTS])
def test_a_book_that_lacks_styles_gets_them_in_the_order_of_the_schema(tmp_path: Path, styles: str | None) -> None:
    book = books.parts() if styles is None else books.with_styles(books.parts(), styles)
    source = books.save(tmp_path / "a.xlsx", book)
    patch = BookPatch({}, [Mark("花名册", "B1", "missing")], [REPORT])
    write_patched(source, tmp_path / "b.xlsx", patch)
    write_patched(tmp_path / "b.xlsx", tmp_path / "c.xlsx", patch)
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    name = next(name for name in parts_of(tmp_path / "b.xlsx") if "styles" in name)
    order = [etree.QName(node).localname for node in etree.fromstring(parts_of(tmp_path / "b.xlsx")[name])]
    schema = ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"]
    assert order == [tag for tag in schema if tag in order]
    opened = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert opened["校验结果"]["A2"].font.b
    (rules,) = (list(found.rules) for found in opened["花名册"].conditional_formatting)
    assert rules[0].dxf.fill.patternType == "lightUp"


def test_a_prefixed_styles_part_stays_well_formed(tmp_path: Path) -> None:
    book = books.with_styles(books.parts(), "")
    book["xl/styles.xml"] = (
        f'<x:styleSheet xmlns:x="{books.MAIN}"><x:dxfs count="1"><x:dxf/></x:dxfs></x:styleSheet>'.encode()
    )
    write_patched(
        books.save(tmp_path / "a.xlsx", book), tmp_path / "b.xlsx", BookPatch({}, [Mark("花名册", "B1", "error")])
    )
    root = etree.fromstring(parts_of(tmp_path / "b.xlsx")["xl/styles.xml"])
    assert len(root.find(f"{{{books.MAIN}}}dxfs")) == 4
    assert b'dxfId="1"' in parts_of(tmp_path / "b.xlsx")[books.SHEET]


def report_in_openpyxl(tmp_path: Path, report: NewSheet) -> object:
    source = books.save(tmp_path / "a.xlsx", books.parts())
    write_patched(source, tmp_path / "b.xlsx", BookPatch({}, [], [report]))
    return openpyxl.load_workbook(tmp_path / "b.xlsx")[report.title]


def test_a_report_prints_on_a4_with_frozen_and_repeated_headings(tmp_path: Path) -> None:
    sheet = report_in_openpyxl(tmp_path, REPORT)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A3", "$2:$2", "A2:B4")
    assert (sheet.column_dimensions["B"].width, [str(r) for r in sheet.merged_cells.ranges]) == (60, ["A1:B1"])
    assert sheet["B2"].alignment.wrap_text


def test_the_filter_of_a_report_has_its_hidden_name(tmp_path: Path) -> None:
    report_in_openpyxl(tmp_path, REPORT)
    root = etree.fromstring(parts_of(tmp_path / "b.xlsx")["xl/workbook.xml"])
    names = {
        (n.get("name"), n.get("localSheetId"), n.get("hidden")): n.text for n in root.iterfind(".//{*}definedName")
    }
    assert names == {
        ("_xl_addin_report_1", None, "1"): "'校验结果'!$A$1",
        ("_xlnm._FilterDatabase", "1", "1"): "'校验结果'!$A$2:$B$4",
        ("_xlnm.Print_Titles", "1", None): "'校验结果'!$2:$2",
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "@SUM(A1)", "-5", "'x", "a\x00\x0b\ud800<&>", " 前后 ", "两\n行", "甲" * 40_000]
)
def test_text_in_a_report_is_never_a_formula_and_never_breaks_the_file(tmp_path: Path, text: str) -> None:
    report = NewSheet("校验结果", [[NewCell(text)]], [20])
    sheet = report_in_openpyxl(tmp_path, report)
    assert sheet["A1"].data_type == "s"
    assert len(sheet["A1"].value) <= 32_767


def test_links_reach_sheets_with_awkward_names(tmp_path: Path) -> None:
    cell = NewCell("去", "report_link", link=('职工\'s "表" <1>', "D7"))
    sheet = report_in_openpyxl(tmp_path, NewSheet("校验结果", [[cell]], [20]))
    assert sheet["A1"].hyperlink.location == "'职工''s \"表\" <1>'!D7"
    assert "rels" not in str([name for name in zipfile.ZipFile(tmp_path / "b.xlsx").namelist() if "sheet2" in name])


def test_every_look_can_be_written(tmp_path: Path) -> None:
    sheet = report_in_openpyxl(tmp_path, NewSheet("校验结果", [[NewCell(name, name)] for name in LOOKS], [20]))
    for cell, look in zip(sheet["A"], LOOKS.values(), strict=True):
        assert (cell.font.name, cell.font.sz, bool(cell.font.b)) == (look.font, look.size, look.bold)
        assert cell.number_format == (look.number_format or "General")
        assert (cell.alignment.horizontal or "", cell.alignment.vertical) == (look.horizontal, look.vertical)
        assert (bool(cell.alignment.wrap_text), bool(cell.alignment.shrink_to_fit)) == (look.wrap, look.shrink)
        assert (cell.border.left.style == "thin") == bool(look.border)
        assert cell.fill.patternType == (look.pattern if look.fill else None)


def test_a_report_that_got_formulas_and_a_comment_goes_with_all_that_hangs_on_it(tmp_path: Path) -> None:
    source = books.save(tmp_path / "a.xlsx", books.parts())
    write_patched(source, tmp_path / "1.xlsx", BookPatch({}, [], [REPORT]))
    book = parts_of(tmp_path / "1.xlsx")
    sheet = "xl/worksheets/sheet2.xml"
    book[sheet] = book[sheet].replace(b"</sheetData>", b'<row r="9"><c r="A9"><f>1+1</f></c></row></sheetData>')
    book["xl/worksheets/_rels/sheet2.xml.rels"] = books.relationships(("rId1", "comments", "../comments1.xml")).encode()
    book["xl/comments1.xml"] = b"<comments/>"
    book["xl/calcChain.xml"] = b'<calcChain><c r="A9" i="2"/></calcChain>'
    rels = "xl/_rels/workbook.xml.rels"
    chain = f'<Relationship Id="rId9" Type="{books.DOC}/calcChain" Target="calcChain.xml"/></Relationships>'
    book[rels] = book[rels].replace(b"</Relationships>", chain.encode())
    books.save(tmp_path / "2.xlsx", book)
    clear_patched(tmp_path / "2.xlsx", tmp_path / "3.xlsx")
    left = parts_of(tmp_path / "3.xlsx")
    assert {name for name in left if "styles" not in name} == set(books.parts())
    assert b"calcChain" not in left[rels]

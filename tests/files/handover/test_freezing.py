"""A frozen copy needs the add-in nowhere; what is not ours keeps its bytes. All data are invented."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.faults import hostile_books as books
from xl_addin.files.handover.freezing import Freezing, frozen_sheet
from xl_addin.files.handover.link_numbers import formulas_of, link_numbers
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS = (
    '<row r="1"><c r="A1"><f>[1]!OURS(B1)</f><v>1</v></c>'
    "<c r=\"B1\"><f>[2]数据!$A$1+'[2]二 表'!A1</f><v>2</v></c></row>"
    '<row r="2"><c r="A2"><f>B1&amp;"[2]"&amp;表1[2]</f><v>3</v></c><c r="B2"><f>[3]!OTHER()</f><v>4</v></c></row>'
)
AFTER = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>OURS(A1)&gt;1</formula></cfRule>'
    '<cfRule type="expression" priority="2"><formula>A1=[2]数据!$A$1</formula></cfRule></conditionalFormatting>'
    '<conditionalFormatting sqref="B1"><cfRule type="expression" priority="3"><formula>ours(1)</formula></cfRule>'
    "</conditionalFormatting>"
    '<dataValidations count="2"><dataValidation type="custom" sqref="C1"><formula1>OURS(C1)=1</formula1>'
    '</dataValidation><dataValidation type="list" sqref="C2"><formula1>"OURS(,否"</formula1></dataValidation>'
    '</dataValidations><tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
)
TABLE = (
    f'<table xmlns="{books.MAIN}" id="1" name="表1" displayName="表1" ref="D1:E2"><tableColumns count="2">'
    '<tableColumn id="1" name="甲"><calculatedColumnFormula>OURS(1)</calculatedColumnFormula></tableColumn>'
    '<tableColumn id="2" name="2"><calculatedColumnFormula>[2]数据!A1</calculatedColumnFormula></tableColumn>'
    "</tableColumns></table>"
)
NAMES = (
    '<definedNames><definedName name="底价">OURS(花名册!$A$1)</definedName>'
    '<definedName name="外">[2]数据!$A$1</definedName></definedNames>'
)


def is_ours(text: str) -> bool:
    return re.search(r"\bours\(", re.sub(r'"[^"]*"', "", text), re.IGNORECASE) is not None


def link(target: str) -> dict[str, bytes]:
    number = {"xl_addin.xlam": 1, "数据.xlsx": 2, "别的.xlam": 3}[target]
    part = f"xl/externalLinks/externalLink{number}.xml"
    book = f'<externalLink xmlns="{books.MAIN}" xmlns:r="{books.DOC}"><externalBook r:id="rId1"/></externalLink>'
    rels = (
        f'<Relationships xmlns="{books.PACKAGE}"><Relationship Id="rId1" Type="{books.DOC}/externalLinkPath" '
        f'Target="file:///C:\\Users\\u\\{target}" TargetMode="External"/></Relationships>'
    )
    return {part: book.encode(), f"xl/externalLinks/_rels/externalLink{number}.xml.rels": rels.encode()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A book with three links, the first of them to the add-in, and calls of ours in all places for formulas."""
    made = books.parts(ROWS, after=AFTER, sheet_attributes=f' xmlns:r="{books.DOC}"')
    overrides = f'<Override PartName="/xl/calcChain.xml" ContentType="{_TYPE}.calcChain+xml"/>'
    overrides += f'<Override PartName="/xl/tables/table1.xml" ContentType="{_TYPE}.table+xml"/>'
    for number in (1, 2, 3):
        name = f"/xl/externalLinks/externalLink{number}.xml"
        overrides += f'<Override PartName="{name}" ContentType="{_TYPE}.externalLink+xml"/>'
    types = made["[Content_Types].xml"].replace(b"</Types>", overrides.encode() + b"</Types>")
    references = "".join(f'<externalReference r:id="rIdL{number}"/>' for number in (1, 2, 3))
    workbook = made["xl/workbook.xml"].decode()
    workbook = workbook.replace("</sheets>", f"</sheets><externalReferences>{references}</externalReferences>{NAMES}")
    lines = [(f"rIdL{n}", "externalLink", f"externalLinks/externalLink{n}.xml") for n in (1, 2, 3)]
    lines += [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rIdC", "calcChain", "calcChain.xml")]
    made |= link("xl_addin.xlam") | link("数据.xlsx") | link("别的.xlam")
    made |= {
        "[Content_Types].xml": types,
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": books.relationships(*lines).encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": books.relationships(("rId1", "table", "../tables/table1.xml")).encode(),
        "xl/tables/table1.xml": TABLE.encode(),
        "xl/calcChain.xml": f'<calcChain xmlns="{books.MAIN}"><c r="A1" i="1"/></calcChain>'.encode(),
    }
    return books.save(tmp_path / "a.xlsx", made)


def frozen(source: Path, cells: dict[str, set[tuple[int, int]]]) -> dict[str, bytes]:
    target = source.with_name("b.xlsx")
    write_patched(source, target, BookPatch({}, freezing=Freezing(cells, is_ours)))
    open_book(target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def formulas(parts: dict[str, bytes]) -> list[str]:
    return [text for name, data in parts.items() if name.endswith(".xml") for text in formulas_of(data)]


def test_no_formula_of_any_part_calls_us_afterwards(source: Path) -> None:
    found = formulas(frozen(source, {"花名册": {(1, 1)}}))
    assert [text for text in found if is_ours(text)] == []
    assert '"OURS(,否"' in found


def test_the_link_to_the_add_in_goes_and_later_links_move_up_everywhere(source: Path) -> None:
    parts = frozen(source, {"花名册": {(1, 1)}})
    assert "xl/externalLinks/externalLink1.xml" not in parts
    assert not [name for name, data in parts.items() if b"xl_addin" in data]
    assert parts["xl/workbook.xml"].count(b"<externalReference ") == 2
    assert sorted(number for text in formulas(parts) for number in link_numbers(text)) == [1, 1, 1, 1, 2]
    sheet = parts[books.SHEET].decode()
    assert "<f>[1]数据!$A$1+'[1]二 表'!A1</f>" in sheet
    assert "<f>[2]!OTHER()</f>" in sheet
    assert '<f>B1&amp;"[2]"&amp;表1[2]</f>' in sheet
    assert "[1]数据!$A$1</definedName>" in parts["xl/workbook.xml"].decode()


def test_the_link_stays_while_a_formula_uses_it(source: Path) -> None:
    parts = frozen(source, {})
    assert "xl/externalLinks/externalLink1.xml" in parts
    assert "[2]数据!$A$1" in parts[books.SHEET].decode()


def test_rules_of_ours_go_and_the_others_stay(source: Path) -> None:
    sheet = frozen(source, {"花名册": {(1, 1)}})[books.SHEET].decode()
    assert sheet.count("<cfRule") == sheet.count("<conditionalFormatting ") == 1
    assert '<dataValidations count="1"><dataValidation type="list"' in sheet


def test_the_order_of_calculation_names_no_cell_that_lost_its_formula(source: Path) -> None:
    parts = frozen(source, {"花名册": {(1, 1)}})
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]


def test_without_links_behind_it_ours_goes_and_nothing_else_changes(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>OURS()</f><v>1</v></c></row>'
    source = books.save(tmp_path / "a.xlsx", books.parts(rows))
    parts = frozen(source, {"花名册": {(1, 1)}})
    with zipfile.ZipFile(source) as archive:
        changed = [name for name in archive.namelist() if archive.read(name) != parts[name]]
    assert changed == [books.SHEET]


def test_masking_reaches_shared_texts_comments_and_other_parts(tmp_path: Path) -> None:
    number = "11010519491231002X"
    made = books.with_strings(
        books.parts('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'),
        f"<si><r><t>{number[:9]}</t></r><r><t>{number[9:]}</t></r></si><si><t>11 0105</t></si>",
    )
    made["xl/comments1.xml"] = f'<comments xmlns="{books.MAIN}"><t>见 {number}</t></comments>'.encode()
    made["xl/charts/chart1.xml"] = b"<chart><v>110105194912310038</v></chart>"
    source = books.save(tmp_path / "a.xlsx", made)
    freezing = Freezing({}, is_ours, {"11 0105": "11********"})
    write_patched(source, tmp_path / "b.xlsx", BookPatch({}, freezing=freezing))
    assert open_book(tmp_path / "b.xlsx").sheets[0].rows == [["110105********002X", "11********"]]
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert not [name for name in archive.namelist() if number.encode() in archive.read(name)]
        assert b"<v>110105********0038</v>" in archive.read("xl/charts/chart1.xml")
        assert "见 110105********002X".encode() in archive.read("xl/comments1.xml")


def test_the_copy_opens_in_openpyxl(source: Path) -> None:
    frozen(source, {"花名册": {(1, 1)}})
    book = openpyxl.load_workbook(source.with_name("b.xlsx"))
    assert book["花名册"]["A1"].value == 1
    assert list(book.defined_names) == ["外"]


X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
RULE = (
    '<x14:conditionalFormatting><x14:cfRule type="expression"><xm:f>{}</xm:f></x14:cfRule></x14:conditionalFormatting>'
)


def extended(*formulas: str) -> bytes:
    rules = "".join(RULE.format(text) for text in formulas)
    holder = f"<x14:conditionalFormattings>{rules}</x14:conditionalFormattings>"
    return f'<worksheet><sheetData/><extLst><ext uri="78C0" {X14}>{holder}</ext></extLst></worksheet>'.encode()


def test_an_extension_whose_rules_all_call_us_goes_with_them_for_excel_takes_none_without_content() -> None:
    assert frozen_sheet(extended("OURS(A1)", "OURS(B1)"), (), is_ours) == b"<worksheet><sheetData/></worksheet>"
    assert frozen_sheet(extended("OURS(A1)", "A1=1"), (), is_ours) == extended("A1=1")

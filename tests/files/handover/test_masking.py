"""A masked copy keeps no ID number that a file can hold outside its cells, and stays sound. All data are invented."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.faults import hostile_books as books
from xl_addin.files.handover import masking
from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.handover.masking import masked_part, masked_sheet
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.values import id_shapes

NUMBER, HIDDEN = "11010519491231002X", "110105********002X"
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
RECORDS = "xl/pivotCache/pivotCacheRecords1.xml"
NUMERIC = 'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1"'


def test_no_digit_of_any_script_is_passed_over_by_the_quick_look() -> None:
    digits = [char for char in map(chr, range(0x110000)) if unicodedata.digit(char, -1) >= 0]
    assert len(digits) > 700
    assert [char for char in digits if char.encode()[0] not in masking._SIGNS] == []
    assert [char for char in digits if not id_shapes._DIGIT.fullmatch(char)] == []


def masked(tmp_path: Path, made: dict[str, bytes], comment: bytes = b"") -> dict[str, bytes]:
    source, target = books.save(tmp_path / "a.xlsx", made), tmp_path / "b.xlsx"
    with zipfile.ZipFile(source, "a") as archive:
        archive.comment = comment
    write_patched(source, target, BookPatch({}, freezing=Freezing({}, lambda _: False, {})))
    open_book(target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert NUMBER.encode() not in archive.comment
        return {name: archive.read(name) for name in archive.namelist()}


FIGURES = NUMBER[:17] + "0"
CELLS = {
    "an error": (f'<c r="A1" t="e"><v>{FIGURES}</v></c>', '<c r="A1" t="e"><v>#VALUE!</v></c>'),
    "an error of a formula": (
        f'<c r="A1" t="e"><f>B1</f><v>{NUMBER}</v></c>',
        '<c r="A1" t="e"><f>B1</f><v>#VALUE!</v></c>',
    ),
    "a truth": (f"<c r='A1' t='b'><v>{FIGURES}</v></c>", "<c r='A1' t='b'><v>0</v></c>"),
    "below zero": ('<c r="A1"><v>-110101199003072834</v></c>', '<c r="A1"><v>-110101000000002834</v></c>'),
    "a second value": (f'<c r="A1"><v>1</v><v>{FIGURES}</v></c>', '<c r="A1"><v>1</v><v>110105********0020</v></c>'),
    "beside a text": (
        f'<c r="A1" t="inlineStr"><v>{FIGURES}</v><is><t>x</t></is></c>',
        '<c r="A1" t="inlineStr"><v>110105********0020</v><is><t>x</t></is></c>',
    ),
    "with a prefix": (f'<x:c r="A1" t="e"><x:v>{FIGURES}</x:v></x:c>', '<x:c r="A1" t="e"><x:v>#VALUE!</x:v></x:c>'),
    "a number of its cell": (f'<c r="A1" s="1"><v>{FIGURES}</v></c>', f'<c r="A1" s="1"><v>{FIGURES}</v></c>'),
    "a number of a formula": (f'<c r="A1"><f>B1</f><v>{FIGURES}</v></c>', f'<c r="A1"><f>B1</f><v>{FIGURES}</v></c>'),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS.keys())
def test_what_a_cell_stores_stays_of_its_type(cell: str, expected: str) -> None:
    assert masked_sheet(f"<sheetData><row>{cell}</row></sheetData>".encode()).decode() == (
        f"<sheetData><row>{expected}</row></sheetData>"
    )


def test_a_link_that_writes_the_number_by_codes_is_masked(tmp_path: Path) -> None:
    coded = "".join(f"%{ord(sign):X}" for sign in NUMBER)
    link = f'Id="rId1" Type="{books.DOC}/hyperlink" Target="http://x/%E7%8E%8B?n={coded}" TargetMode="External"'
    links = books.relationships().replace("</", f"<Relationship {link}/></")
    rows = "<row r='1'><c r='A1'><v>1</v></c></row>"
    made = books.parts(rows) | {"xl/worksheets/_rels/sheet1.xml.rels": links.encode()}
    found = masked(tmp_path, made)["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    assert "http://x/%E7%8E%8B?n=110105xxxxxxxx002X" in found


def test_a_number_in_runs_of_different_looks_is_masked_and_the_runs_stay() -> None:
    runs = f"<r><t>王三 {NUMBER[:6]}</t></r><r><rPr><b/></rPr><t>{NUMBER[6:]}</t></r>"
    found = masked_part(f"<comments><text>{runs}</text></comments>".encode(), {}).decode()
    assert found == f"<comments><text><r><t>王三 {HIDDEN}</t></r><r><rPr><b/></rPr><t></t></r></text></comments>"


@pytest.mark.parametrize(
    "text",
    [
        "110105-19491231-002X",
        "110105 1949 1231 002X",
        "110105\u00a019491231002X",
        "110105194\n91231002X",
        "1&#49;010519491231002X",
        "１１０１０５-19491231-002X",
        "\u200b".join(NUMBER),
    ],
)
def test_a_number_written_with_marks_between_is_masked_wherever_a_text_stands(text: str) -> None:
    found = masked_part(f"<c:t>身份证 {text}，核对</c:t>".encode(), {}).decode()
    assert found.endswith("002X，核对</c:t>")
    assert "********" in found


@pytest.mark.parametrize(
    "text",
    [
        "0.11010519491231002",
        "2011-09-28 1600.00 1985-07-01",
        "6222 0202 0001 2345 678",
        "110105-19491231-0021",
        "13800138000 13900139000",
    ],
)
def test_what_is_no_number_of_a_person_keeps_its_bytes(text: str) -> None:
    data = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p><c:v>{text}</c:v>".encode()
    assert masked_part(data, {}) == data


def test_a_number_remembered_of_another_book_becomes_a_text() -> None:
    data = b'<row r="1"><cell r="A1"><v>110105491231002</v></cell><cell r="B1"><v>1600</v></cell></row>'
    assert masked_part(data, {}) == data.replace(
        b'<cell r="A1"><v>110105491231002', b'<cell r="A1" t="str"><v>110105********1002'
    )


def test_the_stored_picture_of_the_first_sheet_and_the_comment_of_the_file_go(tmp_path: Path) -> None:
    made = books.parts()
    lines = [("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "metadata/thumbnail", "docProps/thumbnail.emf")]
    made |= {"_rels/.rels": books.relationships(*lines).encode(), "docProps/thumbnail.emf": NUMBER.encode("utf-16-le")}
    found = masked(tmp_path, made, NUMBER.encode())
    assert "docProps/thumbnail.emf" not in found
    assert b"thumbnail" not in found["_rels/.rels"]


def with_pivot(items: str, records: str) -> dict[str, bytes]:
    made = books.parts()
    lines = [
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "pivotCacheDefinition", CACHE.removeprefix("xl/")),
    ]
    fields = f'<cacheFields count="2"><cacheField name="证件">{items}</cacheField>{AMOUNTS}</cacheFields>'
    return made | {
        "xl/_rels/workbook.xml.rels": books.relationships(*lines).encode(),
        CACHE: f'<pivotCacheDefinition xmlns="{books.MAIN}">{fields}</pivotCacheDefinition>'.encode(),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": books.relationships(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        ).encode(),
        RECORDS: f'<pivotCacheRecords xmlns="{books.MAIN}">{records}</pivotCacheRecords>'.encode(),
    }


AMOUNTS = f'<cacheField name="金额"><sharedItems {NUMERIC} minValue="1600" maxValue="43200"/></cacheField>'


def values(part: bytes, path: str) -> list[tuple[str, str | None]]:
    """Tag and value of every item below a path."""
    holder = ElementTree.fromstring(part).find(path, {"": books.MAIN})
    assert holder is not None
    return [(node.tag.rpartition("}")[2], node.get("v")) for node in holder]


def test_numbers_that_a_pivot_table_remembers_become_texts_of_a_sound_field(tmp_path: Path) -> None:
    limits = 'minValue="110105491231002" maxValue="1.1010519491231E+17"'
    items = (
        f'<sharedItems {NUMERIC} {limits} count="2"><n v="110105491231002"/><n v="1.1010519491231E+17"/></sharedItems>'
    )
    found = masked(tmp_path, with_pivot(items, '<r><x v="0"/><n v="1600"/></r><r><x v="1"/><n v="43200"/></r>'))
    assert values(found[CACHE], "cacheFields/cacheField/sharedItems") == [
        ("s", "110105********1002"),
        ("s", "110105********0000"),
    ]
    field = ElementTree.fromstring(found[CACHE]).find("cacheFields/cacheField/sharedItems", {"": books.MAIN})
    assert field is not None
    assert field.attrib == {"count": "2"}
    assert f"<sharedItems {NUMERIC}".encode() in found[CACHE]  # the amounts stay numbers
    assert values(found[RECORDS], "r") == [("x", "0"), ("n", "1600")]


def test_values_that_stand_in_the_records_follow_their_field(tmp_path: Path) -> None:
    items = f'<sharedItems {NUMERIC} minValue="110105491231002" maxValue="110105491231002"/>'
    found = masked(tmp_path, with_pivot(items, '<r><n v="110105491231002"/><n v="1600"/></r>'))
    assert values(found[RECORDS], "r") == [("s", "110105********1002"), ("n", "1600")]


def test_items_that_look_alike_once_masked_stay_apart(tmp_path: Path) -> None:
    items = f'<sharedItems count="2"><s v="{NUMBER}"/><s v="11010519500101002X"/></sharedItems>'
    found = masked(tmp_path, with_pivot(items, '<r><x v="0"/><n v="1600"/></r>'))
    assert [value for _, value in values(found[CACHE], "cacheFields/cacheField/sharedItems")] == [
        HIDDEN,
        f"{HIDDEN}（2）",
    ]

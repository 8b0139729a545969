"""A native chart on a report sheet: it opens everywhere, is replaced by a second run, and goes with the sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from lxml import etree

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell, NewSheet, PrintSetup
from xl_addin.files.edits.report_chart import chart_part, drawing_part
from xl_addin.files.looks import Mark
from xl_addin.files.markup import MAIN_NAMESPACES
from xl_addin.files.patching import BookPatch, clear_patched, write_patched
from xl_addin.files.reading import open_book

ROWS = [
    [NewCell("校验结果", "report_title")],
    [NewCell("企业", "report_head"), NewCell("已办", "report_head"), NewCell("未办", "report_head")],
    [NewCell("=甲厂", "report_text"), NewCell(5, "report_number"), NewCell(2, "report_number")],
    [NewCell("乙厂<本部>", "report_text"), NewCell(7, "report_number"), NewCell(0, "report_number")],
    [NewCell(name, "report_head") for name in ("级别", "工作表", "单元格")],
]
SERIES = (ChartSeries("已办", "B3:B4"), ChartSeries("未办", "C3:C4", pale=True))
CHART = Chart("完成“情况”", BAR, "A3:A4", SERIES, "E2", stacked=True, width=600, height=200)
REPORT = NewSheet("校验结果", ROWS, [10, 8, 8], printing=PrintSetup(landscape=True, repeat=(2, 2)), charts=[CHART])
PATCH = BookPatch({}, [Mark("花名册", "B1", "error")], [REPORT])
NEW_PARTS = {
    "xl/worksheets/_rels/{sheet}.xml.rels",
    "xl/drawings/{drawing}.xml",
    "xl/drawings/_rels/{drawing}.xml.rels",
    "xl/charts/{chart}.xml",
}
CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_chart_comes_with_a_drawing_and_takes_free_names_beside_those_of_the_user(tmp_path: Path) -> None:
    rich = rich_book(tmp_path / "rich.xlsm")
    write_patched(rich, tmp_path / "out.xlsm", PATCH)
    before, after = parts_of(rich), parts_of(tmp_path / "out.xlsm")
    new = set(after) - set(before)
    numbers = {part.rpartition("/")[2] for part in new}
    assert len(new) == len(NEW_PARTS) + 1
    assert all(before[name] == after[name] for name in before if "/drawings/" in name or "/charts/" in name)
    types = after["[Content_Types].xml"].decode()
    assert all(f'PartName="/{part}"' in types for part in new if not part.endswith(".rels"))
    assert {name.translate(dict.fromkeys(map(ord, "0123456789"))).partition(".")[0] for name in numbers} == {
        "sheet",
        "drawing",
        "chart",
    }


def test_the_chart_opens_with_its_numbers_and_names(tmp_path: Path) -> None:
    source = books.save(tmp_path / "a.xlsx", books.parts())
    write_patched(source, tmp_path / "b.xlsx", PATCH)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["校验结果"]
    assert len(sheet._charts) == 1
    series = sheet._charts[0].series
    assert [one.val.numRef.f for one in series] == ["'校验结果'!$B$3:$B$4", "'校验结果'!$C$3:$C$4"]
    assert [point.v for point in series[0].cat.strRef.strCache.pt] == ["=甲厂", "乙厂<本部>"]
    assert [point.v for point in series[1].val.numRef.numCache.pt] == [2.0, 0.0]
    calamine = python_calamine.load_workbook(str(tmp_path / "b.xlsx"))
    assert calamine.get_sheet_by_name("校验结果").to_python()[3] == ["乙厂<本部>", 7.0, 0.0]
    assert [one.name for one in open_book(tmp_path / "b.xlsx").sheets if one.ours] == ["校验结果"]


def test_every_choice_that_programs_fill_in_differently_is_written() -> None:
    root = etree.fromstring(chart_part(CHART, "校验结果", ROWS, MAIN_NAMESPACES[0]))
    for name in ("roundedCorners", "autoTitleDeleted", "varyColors", "showSerName", "showCatName", "showLegendKey"):
        assert [node.get("val") for node in root.iter(f"{{{CHARTS}}}{name}")][:1] == ["0"], name


def test_a_second_run_replaces_the_chart_and_changes_nothing(tmp_path: Path) -> None:
    rich = rich_book(tmp_path / "rich.xlsm")
    patch = BookPatch({}, PATCH.marks, [REPORT, REPORT])
    write_patched(rich, tmp_path / "1.xlsm", patch)
    write_patched(tmp_path / "1.xlsm", tmp_path / "2.xlsm", patch)
    assert (tmp_path / "1.xlsm").read_bytes() == (tmp_path / "2.xlsm").read_bytes()
    assert sum("charts/chart" in name for name in parts_of(tmp_path / "2.xlsm")) == 2 + sum(
        "charts/chart" in name for name in parts_of(rich)
    )


def test_clearing_takes_the_chart_away_and_every_other_part_comes_back(tmp_path: Path) -> None:
    rich = rich_book(tmp_path / "rich.xlsm")
    write_patched(rich, tmp_path / "1.xlsm", PATCH)
    clear_patched(tmp_path / "1.xlsm", tmp_path / "2.xlsm")
    before, after = parts_of(rich), parts_of(tmp_path / "2.xlsm")
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml", "xl/workbook.xml"}


def test_relationships_left_over_by_another_program_do_not_become_those_of_our_sheet(tmp_path: Path) -> None:
    parts = books.parts() | {"xl/worksheets/_rels/sheet2.xml.rels": b"<Relationships/>"}
    source = books.save(tmp_path / "a.xlsx", parts)
    write_patched(source, tmp_path / "b.xlsx", PATCH)
    after = parts_of(tmp_path / "b.xlsx")
    assert after["xl/worksheets/_rels/sheet2.xml.rels"] == b"<Relationships/>"
    assert "xl/worksheets/sheet3.xml" in after


@pytest.mark.parametrize("part", [chart_part(CHART, "表", ROWS, books.STRICT), drawing_part([CHART], books.STRICT)])
def test_a_strict_book_gets_a_strict_chart(part: bytes) -> None:
    assert b"http://purl.oclc.org/ooxml/drawingml/" in part
    assert b"schemas.openxmlformats.org" not in part
    etree.fromstring(part)

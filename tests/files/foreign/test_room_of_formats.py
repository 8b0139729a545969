"""Every format has the room of an .xlsx: refused while it is read, in one line that says what to do."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from tests.faults.other_formats import TYPED, UNTYPED, Table, Writer, xls
from xl_addin.files.foreign import binary, by_office, child, html, isolated, sheets, text, xml2003
from xl_addin.files.foreign.sheets import ForeignSheet, dumped, loaded
from xl_addin.files.kinds import kind_of
from xl_addin.files.scan.room import FORMULA_WEIGHT, MAX_FILLED, MAX_SHEETS, Room
from xl_addin.values.errors import InputError

ROWS, COLS = 6, 3
FORMATS = {**TYPED, **UNTYPED}
PLAIN = Table("表", [[f"甲{row}", row, "乙"] for row in range(ROWS)])
WITH_FORMULA = Table("表", [[f"甲{row}", row, "乙"] for row in range(ROWS)], [], {(2, 2)})


def _read_within(monkeypatch: pytest.MonkeyPatch, path: Path, room: partial[Room]) -> list[ForeignSheet]:
    for reader in (binary, html, text, xml2003):
        monkeypatch.setattr(reader, "Room", room)
    return child._read(kind_of(path), path)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "write"), FORMATS.items())
def test_a_file_is_read_up_to_the_last_cell_and_refused_beyond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, write: Writer
) -> None:
    write(tmp_path / name, PLAIN)
    assert len(_read_within(monkeypatch, tmp_path / name, partial(Room, ROWS * COLS))[0].rows) == ROWS
    with pytest.raises(InputError, match="请按企业或年度拆分") as refusal:
        _read_within(monkeypatch, tmp_path / name, partial(Room, ROWS * COLS - 1))
    assert "\n" not in refusal.value.message
    with pytest.raises(InputError, match="范围过大"):
        _read_within(monkeypatch, tmp_path / name, partial(Room, MAX_FILLED, left_slots=ROWS * COLS - 1))


@pytest.mark.parametrize(("name", "write"), TYPED.items())
def test_a_formula_counts_as_in_an_xlsx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, write: Writer
) -> None:
    write(tmp_path / name, WITH_FORMULA)
    enough = ROWS * COLS + FORMULA_WEIGHT - 1
    assert _read_within(monkeypatch, tmp_path / name, partial(Room, enough))[0].formulas == [(2, 2)]
    with pytest.raises(InputError, match="请按企业或年度拆分"):
        _read_within(monkeypatch, tmp_path / name, partial(Room, enough - 1))


def test_a_merged_range_ends_soon_after_what_is_in_use() -> None:
    sheet = ForeignSheet("表", [["甲"], ["乙"]], merged=[(1, 1, 1_048_576, 16_384)])
    sheet.trim(Room())
    assert sheet.merged == [(1, 1, 202, 201)]
    with pytest.raises(InputError, match="合并单元格过多"):
        ForeignSheet("表", [["甲"]], merged=[(1, 1, 2, 2)] * 3).trim(Room(left_merged=11))


def test_a_span_of_a_page_is_refused_before_its_cells_are_made(tmp_path: Path) -> None:
    page = tmp_path / "页.xls"
    page.write_text("<table><tr><td>姓名<td rowspan=99999 colspan=16000>甲</table>", encoding="utf-8")
    with pytest.raises(InputError, match="合并单元格过多"):
        html.read_html(page)


def test_the_output_of_a_child_that_died_halfway_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xls(tmp_path / "死.xls", PLAIN)
    lines = b"".join(dumped([ForeignSheet("表", [["姓名"], ["甲"]])]))
    assert loaded(lines.splitlines())[0].rows == [["姓名"], ["甲"]]
    (tmp_path / "said").write_bytes(lines)
    dying = tmp_path / "dying"
    dying.write_text(f"#!/bin/sh\ncat '{tmp_path / 'said'}'\nkill -9 $$\n")
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))
    monkeypatch.setattr(by_office, "office_program", str)
    with pytest.raises(InputError, match="不能读出"):
        isolated.read_foreign(tmp_path / "死.xls", "xls")


def test_a_long_line_of_text_is_split_as_a_spreadsheet_program_does() -> None:
    assert list(text._lines("a,b\r\nc\rd\n\ne\u2028f\x0bg")) == ["a,b\r\n", "c\r", "d\n", "\n", "e\u2028f\x0bg\n"]


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
def test_rows_without_cells_count_and_those_at_the_end_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROW", 5)
    (tmp_path / "表.csv").write_bytes(f"姓名,金额{ends * 4}甲,1{ends * 900}".encode())
    assert text.read_text(tmp_path / "表.csv")[0].rows == [["姓名", "金额"], [], [], [], ["甲", 1]]
    (tmp_path / "表.csv").write_bytes(f"姓名,金额{ends * 5}甲,1{ends}".encode())
    with pytest.raises(InputError, match="超过 5 行"):
        text.read_text(tmp_path / "表.csv")


def test_empty_rows_above_a_far_one_take_room_as_cells_do() -> None:
    sheet = ForeignSheet("表", [])
    sheet.add(Room(left=9), ["甲"], 9)
    assert len(sheet.rows) == 9
    with pytest.raises(InputError, match="范围过大"):
        ForeignSheet("表", []).add(Room(left=8), ["甲"], 10)


def test_a_page_of_more_tables_than_a_workbook_may_have_sheets_is_refused(tmp_path: Path) -> None:
    page = "<html><body>{}</body></html>"
    table = "<table><tr><td>姓名</td></tr></table>"
    (tmp_path / "页.xls").write_text(page.format(table * MAX_SHEETS), encoding="utf-8")
    assert len(html.read_html(tmp_path / "页.xls")) == MAX_SHEETS
    (tmp_path / "页.xls").write_text(page.format(table * (MAX_SHEETS + 1)), encoding="utf-8")
    with pytest.raises(InputError, match=f"超过 {MAX_SHEETS} 张"):
        html.read_html(tmp_path / "页.xls")

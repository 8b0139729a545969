"""What stands beside the values of a foreign file is counted before it is made: one tag may stand for a whole sheet."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from functools import partial
from pathlib import Path

import pytest

from xl_addin.files.foreign import ods, xlsb
from xl_addin.files.foreign.witness import Witness
from xl_addin.files.scan.room import Room
from xl_addin.values.errors import InputError

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
FORMULA = 'table:formula="of:=1" office:value-type="float" office:value="1"'
FAILED = 'calcext:value-type="error"'


def _row(cell: str, tall: int = 1, wide: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{tall}">'
        f'<table:table-cell table:number-columns-repeated="{wide}" {cell}><text:p>#N/A</text:p></table:table-cell>'
        "</table:table-row>"
    )


def _ods(path: Path, *sheets: str) -> list[Witness]:
    tables = "".join(f'<table:table table:name="表{n}">{rows}</table:table>' for n, rows in enumerate(sheets))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{tables}</office:document-content>")
    return ods.witnesses(path)


def _refused(path: Path, *sheets: str, why: str) -> None:
    tracemalloc.start()
    with pytest.raises(InputError, match=why) as refusal:
        _ods(path, *sheets)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "\n" not in refusal.value.message
    assert most < 20_000_000


def test_repeated_cells_of_an_ods_are_noted_one_by_one(tmp_path: Path) -> None:
    (found,) = _ods(tmp_path / "a.ods", _row(FORMULA, 2, 2) + _row(FAILED, 1, 2))
    assert found.formulas == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert {place: code.code for place, code in found.errors.items() if place[0] == 3} == {
        (3, 1): "#N/A",
        (3, 2): "#N/A",
    }


@pytest.mark.parametrize("cell", [FORMULA, FAILED])
def test_an_ods_whose_tags_stand_for_millions_of_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    _refused(tmp_path / "a.ods", _row(cell, 1_000_000, 16), why="已超过")
    # many tags of a hundred rows, on several sheets
    monkeypatch.setattr(ods, "Room", partial(Room, 20_000))
    _refused(tmp_path / "b.ods", *[_row(cell, 100, 9) * 9] * 5, why="已超过")


@pytest.mark.parametrize(("tall", "wide"), [(1_048_577, 1), (99_999_999, 1), (1, 16_385), (99_999_999, 99_999_999)])
def test_a_formula_of_an_ods_where_no_sheet_reaches_is_refused(tmp_path: Path, tall: int, wide: int) -> None:
    _refused(tmp_path / "a.ods", _row(FORMULA, tall, wide), why="broken")


def test_a_span_of_an_ods_ends_with_the_sheet_and_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = 'table:number-rows-spanned="99999999" table:number-columns-spanned="99999999"'
    (found,) = _ods(tmp_path / "a.ods", _row(span))
    assert found.merged == [(1, 1, 1_048_576, 16_384)]
    with pytest.raises(InputError, match="broken"):
        _ods(tmp_path / "b.ods", _row("", 1_048_576) + _row(span))
    one = '<table:table-cell table:number-columns-spanned="2"/>'
    monkeypatch.setattr(ods, "Room", partial(Room, left_merged=1_000))
    _refused(tmp_path / "c.ods", *[f"<table:table-row>{one * 10}</table:table-row>" * 35] * 3, why="合并单元格过多")


def _varint(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80, value >> 7])


def _record(kind: int, data: bytes) -> bytes:
    return _varint(kind) + _varint(len(data)) + data


def _xlsb(path: Path, records: bytes) -> list[Witness]:
    name, relation = "表".encode("utf-16-le"), "rId1".encode("utf-16-le")
    bundle = struct.pack("<II", 0, 1) + struct.pack("<I", 4) + relation + struct.pack("<I", 1) + name
    link = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", _record(156, bundle))
        archive.writestr("xl/_rels/workbook.bin.rels", link)
        archive.writestr("xl/worksheets/sheet1.bin", records)
    return xlsb.witnesses(path)


def _at(row: int, col: int, kind: int = 9) -> bytes:
    """A row and in it a cell with a formula, counted from 0."""
    return _record(0, struct.pack("<I", row)) + _record(kind, struct.pack("<II", col, 0) + b"\x2a")


def test_places_of_an_xlsb_lie_on_a_sheet(tmp_path: Path) -> None:
    (found,) = _xlsb(tmp_path / "a.xlsb", _at(1_048_575, 16_383) + _at(3, 1, kind=3))
    assert found.formulas == [(1_048_576, 16_384)] and found.errors[4, 2].code == "#N/A"
    for row, col, kind in ((1_048_576, 0, 9), (0, 16_384, 9), (2**32 - 1, 2**32 - 1, 9), (2**31, 0, 3)):
        with pytest.raises(InputError, match="broken"):
            _xlsb(tmp_path / "b.xlsb", _at(row, col, kind))
    (found,) = _xlsb(tmp_path / "c.xlsb", _record(176, struct.pack("<IIII", 0, 2**32 - 1, 0, 2**32 - 1)))
    assert found.merged == [(1, 1, 1_048_576, 16_384)]


def test_an_xlsb_with_one_formula_again_and_again_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = _at(4, 1) + _at(4, 1)[6:] * 99
    assert len(_xlsb(tmp_path / "a.xlsb", records)[0].formulas) == 100
    monkeypatch.setattr(xlsb, "Room", partial(Room, 100))
    with pytest.raises(InputError, match="已超过"):
        _xlsb(tmp_path / "b.xlsb", records)

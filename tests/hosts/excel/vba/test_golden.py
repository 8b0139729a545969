"""A project of ours beside a blank add-in that a real Excel has saved (pyOpenVBA carries it): what differs is known."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import olefile
import pyopenvba
import pytest

from tests.hosts.excel.vba.vba_protection import decrypted
from xl_addin.hosts.excel.vba import VbaModule, build_project
from xl_addin.hosts.excel.vba.compression import decompress
from xl_addin.hosts.excel.vba.modules import Kind, stored_source

SAVED_BY_EXCEL = Path(pyopenvba.__file__).parent / "_templates" / "blank_files" / "blank_excel_addin.xlam"
KINDS: dict[str, Kind] = {"ThisWorkbook": "document:workbook", "Sheet1": "document:sheet", "Module1": "standard"}
VERSION, COMPATIBILITY, SYSTEM, CODE_PAGE = 0x09, 0x4A, 0x01, 0x03
TEXT_BEGINS, COOKIES = 0x31, {0x13, 0x2C}

Streams = dict[str, bytes]


def streams(project: bytes) -> Streams:
    container = olefile.OleFileIO(io.BytesIO(project))
    return {"/".join(name): container.openstream(name).read() for name in container.listdir()}


def records(packed: bytes) -> list[tuple[int, bytes]]:
    """Ids and data of a ``dir`` stream, to its end mark; the version says 4 bytes and has 6."""
    data, found, at = decompress(packed), [], 0
    while not found or found[-1][0] != 0x10:
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == VERSION else size
        found.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    return found


@pytest.fixture(scope="module")
def excels() -> Streams:
    with zipfile.ZipFile(SAVED_BY_EXCEL) as archive:
        return streams(archive.read("xl/vbaProject.bin"))


@pytest.fixture(scope="module")
def sources(excels: Streams) -> dict[str, str]:
    """Texts of the modules behind their compiled code."""
    begins = [struct.unpack("<I", data)[0] for number, data in records(excels["VBA/dir"]) if number == TEXT_BEGINS]
    return {
        name: decompress(excels[f"VBA/{name}"][begin:]).decode("cp1252")
        for name, begin in zip(KINDS, begins, strict=True)
    }


@pytest.fixture(scope="module")
def ours(sources: dict[str, str]) -> Streams:
    modules = [VbaModule(name, kind, sources[name]) for name, kind in KINDS.items()]
    return streams(build_project("VBAProject", modules))


def test_the_streams_are_the_same(excels: Streams, ours: Streams) -> None:
    assert ours.keys() == excels.keys()


def test_records_differ_in_system_code_page_cookies_saves_and_compiled_code_alone(
    excels: Streams, ours: Streams
) -> None:
    saved = [each for each in records(excels["VBA/dir"]) if each[0] != COMPATIBILITY]
    written = records(ours["VBA/dir"])
    assert [number for number, _ in written] == [number for number, _ in saved]
    differing = {number for (number, data), (_, other) in zip(written, saved, strict=True) if data != other}
    assert differing <= {SYSTEM, CODE_PAGE, VERSION, TEXT_BEGINS, *COOKIES}


def test_the_text_that_is_stored_for_exported_modules_is_what_excel_stores(sources: dict[str, str]) -> None:
    exported = {
        "ThisWorkbook": "\n".join(
            line for line in sources["ThisWorkbook"].split("\r\n") if not re.search("VB_Base|Derived|Custom", line)
        ),
        "Sheet1": "",
        "Module1": 'Attribute VB_Name = "Module1"\n',
    }
    for name, source in exported.items():
        assert stored_source(VbaModule(name, KINDS[name], source)).splitlines() == sources[name].splitlines()[:9]


def test_names_are_listed_as_excel_lists_them(excels: Streams, ours: Streams) -> None:
    assert ours["PROJECTwm"] == excels["PROJECTwm"]


def test_the_project_stream_differs_in_id_seeds_and_window_places_alone(excels: Streams, ours: Streams) -> None:
    saved, written = (each["PROJECT"].decode("ascii").split("\r\n") for each in (excels, ours))
    differing = [line for line, other in zip(written, saved, strict=True) if line != other]
    assert [line.partition("=")[0] for line in differing] == ["ID", "CMG", "DPB", "GC", "Module1"]


@pytest.mark.parametrize("name", ["CMG", "DPB", "GC"])
def test_protection_says_the_same_as_excel_says(excels: Streams, ours: Streams, name: str) -> None:
    values = []
    for each in (excels, ours):
        text = each["PROJECT"].decode("ascii")
        found = re.search(rf'^{name}="(\w+)"', text, re.MULTILINE)
        assert found
        version, key, data = decrypted(found[1])
        project_id = re.search(r'^ID="(.+)"', text, re.MULTILINE)
        assert project_id
        assert key == sum(project_id[1].strip().encode()) & 0xFF
        values.append((version, data))
    assert values[0] == values[1]

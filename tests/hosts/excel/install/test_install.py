"""Installing, as far as it can be decided without Windows: add-in entries, the list of contents, program headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.hosts.excel.install.contents import CONTENTS, as_text, damaged, digest_of, read_contents
from xl_addin.hosts.excel.install.machine import program_bits
from xl_addin.hosts.excel.install.open_entries import OURS, changes, with_ours, without_ours
from xl_addin.hosts.excel.install.places import HOME
from xl_addin.hosts.excel.sources import HOME as HOME_IN_VBA

TOOL, OTHER = '"C:\\Other\\Tool.xlam"', '/R "C:\\Other\\More.xll"'
OLD = '"D:\\下载\\xl_addin.xlam"'


def test_vba_and_installer_mean_the_same_place() -> None:
    assert f"{HOME}\\" == HOME_IN_VBA


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"OPEN": OURS}),
        ({"OPEN": TOOL}, {"OPEN": TOOL, "OPEN1": OURS}),
        ({"OPEN": TOOL, "OPEN1": OURS}, {"OPEN": TOOL, "OPEN1": OURS}),
        ({"OPEN": OLD, "OPEN1": TOOL}, {"OPEN": OURS, "OPEN1": TOOL}),
        ({"OPEN": OURS, "OPEN1": TOOL, "OPEN2": OLD}, {"OPEN": OURS, "OPEN1": TOOL}),
        ({"OPEN": TOOL, "OPEN2": OTHER}, {"OPEN": TOOL, "OPEN1": OTHER, "OPEN2": OURS}),
        ({"Font": "宋体,11", "OPENFLAGS": "1"}, {"OPEN": OURS}),
    ],
)
def test_our_entry_stands_once_and_no_number_is_missing(before: dict[str, str], after: dict[str, str]) -> None:
    assert with_ours(before) == after


def test_ten_entries_keep_their_order() -> None:
    before = {f"OPEN{number or ''}": f'"C:\\{number}.xlam"' for number in range(11)}
    assert list(with_ours(before).values()) == [*before.values(), OURS]


def test_taking_ours_away_closes_the_gap() -> None:
    values = {"OPEN": TOOL, "OPEN1": OURS, "OPEN2": OTHER, "Font": "宋体,11"}
    wanted = without_ours(values)
    assert wanted == {"OPEN": TOOL, "OPEN1": OTHER}
    assert changes(values, wanted) == {"OPEN1": OTHER, "OPEN2": None}


def test_nothing_is_written_where_nothing_changes() -> None:
    values = {"OPEN": TOOL, "OPEN1": OURS, "Font": "宋体,11"}
    assert changes(values, with_ours(values)) == {}


def test_a_changed_and_a_missing_file_are_found_by_the_list(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    digests = {name: str(digest_of(tmp_path / name)) for name in ("a.txt", "b.txt")}
    (tmp_path / CONTENTS).write_text(as_text("0.1.0", digests), encoding="utf-8")
    contents = read_contents(tmp_path)
    assert contents is not None
    assert contents.version == "0.1.0"
    assert damaged(tmp_path, contents) == []
    (tmp_path / "a.txt").write_text("changed", encoding="utf-8")
    (tmp_path / "b.txt").unlink()
    assert damaged(tmp_path, contents) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["../outside.txt", "C:\\Windows\\a.txt", "/etc/a", "a/../../b"])
def test_a_list_that_names_files_outside_is_no_list(tmp_path: Path, name: str) -> None:
    (tmp_path / CONTENTS).write_text(as_text("0.1.0", {name: "0" * 64}), encoding="utf-8")
    assert read_contents(tmp_path) is None


@pytest.mark.parametrize(("kind", "bits"), [(0x8664, 64), (0x14C, 32), (0x1234, None)])
def test_a_program_header_tells_64_from_32_bits(tmp_path: Path, kind: int, bits: int | None) -> None:
    program = tmp_path / "EXCEL.EXE"
    program.write_bytes(
        b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little") + b"PE\0\0" + kind.to_bytes(2, "little")
    )
    assert program_bits(program) == bits


def test_a_file_that_is_no_program_has_no_bits(tmp_path: Path) -> None:
    (tmp_path / "EXCEL.EXE").write_bytes(b"MZ")
    assert program_bits(tmp_path / "EXCEL.EXE") is None

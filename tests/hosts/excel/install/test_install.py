"""Installing, as far as it can be decided without Windows: add-in entries, the list of contents, program headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.hosts.excel.install import program
from xl_addin.hosts.excel.install.contents import (
    CONTENTS,
    Contents,
    as_text,
    damaged,
    digest_of,
    is_inner_path,
    read_contents,
)
from xl_addin.hosts.excel.install.machine import program_bits
from xl_addin.hosts.excel.install.open_entries import OURS, changes, with_ours, without_ours
from xl_addin.hosts.excel.install.places import HOME
from xl_addin.hosts.excel.sources import HOME as HOME_IN_VBA
from xl_addin.values.errors import InputError

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


OUTSIDE = [
    *("..", ".", "", "a/..", "../a", "a/../../b", "a/./b", "a//b", "/a", "\\a", "a\\b", "a/..\\..\\b", "\\\\server\\a"),
    *("C:a", "C:/a", "c:\\a", "a:b", "python/python.exe:evil.dll", "a::$DATA", "//?/C:/a", "\\\\.\\COM1"),
    *("con", "NUL.txt", "a/aux", "lpt9.dll", "COM¹", "conin$", "a.", "a ", "a/.. /b", "a/.../b", " ..", "a/ b"),
    *("a\x00b", "a\x1fb", "a*", "a?", 'a"b', "a<b", "a|b", "a" * 240, "/".join("ab" * 60)),
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_that_windows_would_read_otherwise_is_no_inner_path(name: str) -> None:
    assert not is_inner_path(name)
    assert not is_inner_path(f"python/{name}")


@pytest.mark.parametrize("name", ["a", "xl_addin.xlam", "卸载.cmd", "python/Lib/site-packages/a b.py", "..a/b..c"])
def test_ordinary_paths_are_inner_paths(name: str) -> None:
    assert is_inner_path(name)


def test_names_that_differ_in_case_only_are_one_file_on_windows(tmp_path: Path) -> None:
    (tmp_path / CONTENTS).write_text(as_text("0.1.0", {"a.txt": "0" * 64, "A.txt": "1" * 64}), encoding="utf-8")
    assert read_contents(tmp_path) is None


def test_what_lies_behind_a_link_is_neither_copied_nor_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, home = tmp_path / "outside", tmp_path / "home"
    (outside / "__pycache__").mkdir(parents=True)
    home.mkdir()
    (outside / "a.txt").write_text("mine", encoding="utf-8")
    (outside / "__pycache__" / "a.pyc").write_text("mine", encoding="utf-8")
    (home / "python").symlink_to(outside)
    digests = {"python/a.txt": str(digest_of(outside / "a.txt"))}
    (home / CONTENTS).write_text(as_text("0.1.0", digests), encoding="utf-8")
    monkeypatch.setattr(program, "HOME", home)
    contents = read_contents(home)
    assert contents is not None
    with pytest.raises(InputError, match="指向别处"):
        program._copy(home, tmp_path / "new", contents)
    program.take_away()
    assert sorted(path.name for path in outside.rglob("*")) == ["__pycache__", "a.pyc", "a.txt"]


def test_a_place_that_somebody_has_prepared_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made with its rights, or not at all; nothing is written into one that was there."""
    made: list[Path] = []

    def make_private(folder: Path) -> None:
        made.append(folder)
        raise FileExistsError(str(folder))

    monkeypatch.setattr(program, "STAGING", tmp_path / "xl_addin.new")
    monkeypatch.setattr(program, "make_private", make_private)
    with pytest.raises(InputError, match="不能建立文件夹"):
        program.put_in_place(tmp_path, Contents("1", {}))
    assert made == [tmp_path / "xl_addin.new"]
    assert list(tmp_path.iterdir()) == []


def test_command_files_call_no_program_by_its_name_alone() -> None:
    """The current folder may be the one that everything was downloaded into."""
    for path in (Path(__file__).parents[4] / "macros" / "excel").glob("*.cmd"):
        lines = [line for line in path.read_text(encoding="ascii").splitlines() if not line.startswith(("rem ", "@"))]
        first = {line.split()[0].lower() for line in lines}
        named = {word for word in first if not word.startswith(('"%', ":"))}
        assert named <= {"setlocal", "set", "if", "cd", "pause", "exit", "goto", "echo"}, path
        assert lines[1:].count('cd /d "%SystemRoot%\\System32"') == 1

"""Where a copy is written: never over the source, at once or not at all, private until it is whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from xl_addin.files.atomic import replacing
from xl_addin.files.looks import Mark
from xl_addin.files.patching import BookPatch, clear_patched, write_patched
from xl_addin.values.errors import InputError

PATCH = BookPatch({"花名册": {(1, 2): 1}})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return books.save(tmp_path / "原.xlsx", books.parts())


def test_the_source_under_any_name_is_refused_as_target(source: Path, tmp_path: Path) -> None:
    (tmp_path / "下级").mkdir()
    (tmp_path / "软.xlsx").symlink_to(source)
    (tmp_path / "硬.xlsx").hardlink_to(source)
    before = source.read_bytes()
    for target in ("原.xlsx", "软.xlsx", "硬.xlsx", "下级/../原.xlsx"):
        for act in (lambda s, t: write_patched(s, t, PATCH), clear_patched):
            with pytest.raises(InputError, match="不能是原工作簿"):
                act(source, tmp_path / target)
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["下级", "原.xlsx", "软.xlsx", "硬.xlsx"])


def test_an_existing_target_is_replaced(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "出.xlsx"
    target.write_bytes(b"old")
    write_patched(source, target, PATCH)
    assert target.read_bytes()[:2] == b"PK"


def test_a_missing_folder_or_a_folder_as_target_is_refused(source: Path, tmp_path: Path) -> None:
    for target, word in (
        (tmp_path / "无" / "出.xlsx", "不存在"),
        (tmp_path, "文件夹"),
        (source / "出.xlsx", "不存在"),
        (tmp_path / ("长" * 300), "无法写入"),
        (tmp_path / "\0.xlsx", "无法写入"),
    ):
        with pytest.raises(InputError, match=word):
            write_patched(source, target, PATCH)


def test_a_folder_that_cannot_be_written_to_is_refused(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(InputError, match="无法写入文件夹"):
        write_patched(source, source.with_name("出.xlsx"), PATCH)


def test_a_sheet_that_is_absent_is_refused_and_nothing_written(source: Path, tmp_path: Path) -> None:
    for patch in (BookPatch({"表九": {(1, 1): 1}}), BookPatch({}, [Mark("表九", "A1", "error")])):
        with pytest.raises(InputError, match="没有工作表“表九”"):
            write_patched(source, tmp_path / "出.xlsx", patch)
    assert [path.name for path in tmp_path.iterdir()] == ["原.xlsx"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_a_failure_on_the_way_leaves_the_old_target_and_no_temporary_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "出.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(error), replacing(target) as stream:
        stream.write(b"half")
        raise error
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"出.xlsx": b"old"}


def test_a_full_disk_is_one_chinese_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="磁盘空间"), replacing(tmp_path / "出.xlsx") as stream:
        stream.write(b"half")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_private_until_it_is_whole_and_ordinary_afterwards(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        with replacing(tmp_path / ("长" * 80 + ".xlsx")) as stream:
            (temporary,) = tmp_path.iterdir()
            assert temporary.name.startswith(".")
            assert temporary.name.endswith(".tmp")
            assert temporary.stat().st_mode & 0o777 == 0o600
            stream.write(b"x")
        (final,) = tmp_path.iterdir()
        assert final.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(mask)

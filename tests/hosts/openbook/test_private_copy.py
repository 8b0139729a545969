"""Copies of a user's workbook do not outlive the command, whatever happens."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from xl_addin.hosts.openbook.pressing import private_copy


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_copy_lies_in_a_folder_of_the_users_own_and_is_removed(tmp_path: Path) -> None:
    with private_copy(".xlsx") as copy:
        copy.write_bytes(b"x")
        assert copy.parent.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_failure_removes_it_too(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), private_copy(".xlsx") as copy:
        copy.write_bytes(b"x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    old, other, fresh = (tmp_path / name for name in ("xl_addin-copy-a", "someone-else", "xl_addin-copy-b"))
    for folder in (old, other, fresh):
        folder.mkdir()
        (folder / "copy.xlsx").write_bytes(b"x")
    long_ago = time.time() - 7200
    for folder in (old, other):
        os.utime(folder, (long_ago, long_ago))
    with private_copy(".xlsx"):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["someone-else", "xl_addin-copy-b"]

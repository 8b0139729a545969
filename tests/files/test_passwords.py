"""Workbooks with a password to open: told as such, opened by the password of a file, and nothing of them is left."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.leftovers import private_folder
from xl_addin.files.reading import open_book
from xl_addin.values.errors import InputError

PLAIN = book_bytes(NewBook("表", [NewSheet("花名册", [[NewCell("姓名"), NewCell(100)]], [10, 10])]))
SECRET = "密码 1234"


def _encrypted(path: Path, password: str) -> Path:
    with path.open("wb") as target:
        OOXMLFile(io.BytesIO(PLAIN)).encrypt(password, target)
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_a_book_with_a_password_is_opened_by_it_and_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    path = _encrypted(tmp_path / "密.xlsx", SECRET)
    book = open_book(path, SECRET)
    assert book.sheets[0].value(1, 2) == 100
    assert book.path == path
    assert [one.kind for one in book.repairs] == ["password"]
    assert list(temporary.iterdir()) == []


def test_the_password_that_every_program_knows_needs_no_question(tmp_path: Path, temporary: Path) -> None:
    book = open_book(_encrypted(tmp_path / "护.xlsx", "VelvetSweatshop"))
    assert [one.kind for one in book.repairs] == ["built_in_password"]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("password", "said"), [("", "--password-file"), ("错", "密码打不开")])
def test_without_the_right_password_the_refusal_says_what_to_do(
    tmp_path: Path, temporary: Path, password: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refusal:
        open_book(_encrypted(tmp_path / "密.xlsx", SECRET), password)
    assert SECRET not in refusal.value.message
    assert list(temporary.iterdir()) == []


def _run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xl_addin", *arguments]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_command_line_takes_the_password_from_the_first_line_of_a_file(tmp_path: Path, mark: bytes) -> None:
    _encrypted(tmp_path / "密.xlsx", SECRET)
    (tmp_path / "p.txt").write_bytes(mark + SECRET.encode() + b"\r\nrest\n")
    done = _run(tmp_path, "check", "密.xlsx", "--password-file", "p.txt")
    assert "没有可识别的表" in done.stderr  # it was read: there is nothing of ours in it
    (tmp_path / "p.txt").write_bytes(b"\n")
    empty = _run(tmp_path, "check", "密.xlsx", "--password-file", "p.txt")
    assert (empty.returncode, "第一行是空的" in empty.stderr) == (2, True)
    absent = _run(tmp_path, "check", "密.xlsx", "--password-file", "q.txt")
    assert (absent.returncode, "不能读取密码文件" in absent.stderr) == (2, True)


def test_a_folder_that_a_killed_process_left_is_swept(temporary: Path) -> None:
    old, young = temporary / "xl_addin-old", temporary / "xl_addin-young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "book.xlsx").write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    with private_folder() as folder:
        assert not old.exists()
        assert young.exists()
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()

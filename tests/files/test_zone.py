"""The mark of a download stays on everything that is made of it, on the code path of Windows.

A disk of Windows keeps the mark as a stream of the file. Here a file beside it stands for the stream, and renaming and
removing take it along, as there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from tests.cli.test_cli import make_book
from tests.hosts.openbook.fake_excel import FakeWorkbook
from xl_addin.cli import drop
from xl_addin.files import held_folders, zone
from xl_addin.files.atomic import replacing
from xl_addin.files.passwords import plain_file
from xl_addin.hosts.file.workfile import open_workfile

MARK = b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.invalid/a.xlsm\r\n"


def stream_of(path: Path) -> Path:
    return Path(f"{path}:Zone.Identifier")


@pytest.fixture(autouse=True)
def windows_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    rename, remove = Path.replace, Path.unlink

    def replace(self: Path, target: Path) -> Path:
        remove(stream_of(target), missing_ok=True)
        if stream_of(self).exists():
            rename(stream_of(self), stream_of(target))
        return rename(self, target)

    def unlink(self: Path, missing_ok: bool = False) -> None:
        remove(stream_of(self), missing_ok=True)
        remove(self, missing_ok=missing_ok)

    monkeypatch.setattr(zone, "HAS_STREAMS", True)
    monkeypatch.setattr(held_folders, "HOLDS", False)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)


def downloaded(path: Path) -> Path:
    stream_of(path).write_bytes(MARK)
    return path


def book(path: Path) -> Path:
    return make_book(path, lambda r: f"=SOE_SEVERANCE(D{r},E{r},F{r},G{r})")


def test_a_copy_is_marked_before_it_has_its_name(tmp_path: Path) -> None:
    source = downloaded(book(tmp_path / "原.xlsx"))
    target = tmp_path / "出.xlsx"
    with replacing(target, source) as stream:
        stream.write(b"x")
    assert zone.mark_of(target) == MARK
    assert not zone.lost_mark(source, target)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("原.xlsx", "原.xlsx:Zone.Identifier", "出.xlsx", "出.xlsx:Zone.Identifier")
    }


def test_a_copy_of_an_unmarked_book_over_a_marked_file_has_no_mark(tmp_path: Path) -> None:
    target = downloaded(book(tmp_path / "出.xlsx"))
    with replacing(target, book(tmp_path / "原.xlsx")) as stream:
        stream.write(b"x")
    assert zone.mark_of(target) == b""


def test_the_xlsx_that_another_format_becomes_is_marked_for_the_copy(tmp_path: Path) -> None:
    source = tmp_path / "书.csv"
    source.write_text("姓名,参加工作时间,解除时间,月平均工资\n甲,1985-07-01,2011-09-28,1600\n", encoding="utf-8")
    with open_workfile(downloaded(source)) as file:
        assert zone.mark_of(file.patchable.path) == MARK


def test_a_decrypted_copy_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def decrypt(path: Path, password: str | None, copy: Path) -> bool:
        shutil.copyfile(path, copy)
        return True

    source = downloaded(book(tmp_path / "锁.xlsx"))
    monkeypatch.setattr("xl_addin.files.passwords.decrypt", decrypt)
    kinds = iter(["encrypted", "xlsx"])
    monkeypatch.setattr("xl_addin.files.passwords.kind_of", lambda path: next(kinds))
    with plain_file(source) as file:
        assert file.path != source
        assert zone.mark_of(file.path) == MARK


def dropped(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Path], list[str]]:
    """What the icon opens, and what its window says."""
    opened: list[Path] = []
    said: list[str] = []
    monkeypatch.setattr(drop, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.setattr(drop, "_show", lambda text, picture: said.append(text))
    with pytest.raises(typer.Exit) as status:
        drop.drop([path])
    assert status.value.exit_code == 0
    return opened, said


@pytest.mark.parametrize(
    ("name", "marks", "opens"),
    [("书.xlsm", True, True), ("书.xlsm", False, False), ("书.xlsx", False, True)],
    ids=["macros, in Protected View", "macros, on a disk without marks", "no macros"],
)
def test_a_downloaded_book_with_macros_is_opened_only_in_protected_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, marks: bool, opens: bool
) -> None:
    source = downloaded(book(tmp_path / name))
    if not marks:
        monkeypatch.setattr("xl_addin.files.atomic.keep_mark", lambda source, copy: None)
    opened, said = dropped(source, monkeypatch)
    target = source.with_stem("书-校验")
    assert opened == ([target] if opens else [])
    assert ("没有自动打开" in said[0]) != opens
    assert bool(zone.mark_of(target)) == marks


def test_a_book_of_the_users_own_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = book(tmp_path / "书.xlsm")
    assert dropped(source, monkeypatch)[0] == [source.with_stem("书-校验")]


def test_the_copy_that_excel_saves_for_a_hand_over_is_marked(tmp_path: Path) -> None:
    from xl_addin.hosts.openbook.reading import place_of

    source = downloaded(book(tmp_path / "书.xlsx"))
    copy = tmp_path / "copy.xlsx"
    open_book = SimpleNamespace(api=FakeWorkbook(source), fullname=str(source))
    open_book.api.SaveCopyAs(str(copy))
    zone.keep_mark(place_of(open_book), copy)
    assert zone.mark_of(copy) == MARK

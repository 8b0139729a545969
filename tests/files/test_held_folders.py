"""A folder that becomes a link at any moment of the writing: nothing goes through it, and nothing is left there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xl_addin.files import atomic, held_folders
from xl_addin.files.atomic import replacing
from xl_addin.files.held_folders import confined
from xl_addin.values.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no numbers of folders")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    place = tmp_path / "别处"
    place.mkdir()
    return place


def swapped(folder: Path, elsewhere: Path) -> None:
    """What an attacker does who may write beside the folder."""
    folder.rename(folder.with_name("挪走"))
    folder.symlink_to(elsewhere)


def before(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], None]) -> None:
    """Have something happen just before a function of the writing is called."""
    real = getattr(atomic, name)
    monkeypatch.setattr(atomic, name, lambda *given: [act(), real(*given)][1])


@pytest.mark.parametrize("moment", ["_refuse_place", "_mode", "temporary_file"])
def test_a_folder_swapped_before_anything_is_written_is_refused(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    folder = tmp_path / "结果"
    folder.mkdir()
    before(monkeypatch, moment, lambda: swapped(folder, elsewhere))
    with pytest.raises(InputError, match="是链接"), replacing(folder / "a.xlsx") as stream:
        stream.write(b"x")
    assert list(elsewhere.iterdir()) == list((tmp_path / "挪走").iterdir()) == []


def test_a_folder_swapped_while_it_is_written_into_gets_the_file(tmp_path: Path, elsewhere: Path) -> None:
    folder = tmp_path / "结果"
    folder.mkdir()
    with replacing(folder / "a.xlsx") as stream:
        stream.write(b"x")
        swapped(folder, elsewhere)
    assert list(elsewhere.iterdir()) == []
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "挪走").iterdir()] == [("a.xlsx", b"x")]


@pytest.mark.parametrize("link", ["结果", "结果/收到的", "结果/收到的/甲"])
def test_below_the_folder_of_a_batch_no_link_is_gone_through(tmp_path: Path, elsewhere: Path, link: str) -> None:
    target = tmp_path / "out" / "结果" / "收到的" / "甲" / "a.xlsx"
    place = tmp_path / "out" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere)
    with pytest.raises(InputError, match="是链接"), confined(tmp_path / "out"), replacing(target) as stream:
        stream.write(b"x")
    assert list(elsewhere.iterdir()) == []


def test_below_the_folder_of_a_batch_missing_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "结果" / "甲" / "a.xlsx"
    with confined(tmp_path), replacing(target) as stream:
        stream.write(b"x")
    assert target.read_bytes() == b"x"


@pytest.mark.parametrize("holds", [True, False])
def test_a_name_that_is_a_link_is_replaced_and_not_followed(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, holds: bool
) -> None:
    monkeypatch.setattr(held_folders, "HOLDS", holds)
    (elsewhere / "b.xlsx").write_bytes(b"old")
    target = tmp_path / "a.xlsx"
    with replacing(target) as stream:
        stream.write(b"x")
        target.symlink_to(elsewhere / "b.xlsx")
    assert (elsewhere / "b.xlsx").read_bytes() == b"old"
    assert target.read_bytes() == b"x" and not target.is_symlink()

"""A computer on which no temporary folder takes a file: the disk is full, or everything is read-only."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from xl_addin import cli
from xl_addin.files.leftovers import private_folder

REASON = "没有能写的临时文件夹"


@pytest.fixture(autouse=True)
def no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What tempfile finds when it tries all of its folders in vain."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "没有")])


def test_commands_that_need_none_go_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["xl-addin", "functions"])
    monkeypatch.setattr(cli, "watch", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "经济补偿金" in capsys.readouterr().out


def test_a_job_that_needs_one_is_told_what_to_do() -> None:
    with pytest.raises(OSError, match=REASON), private_folder():
        raise AssertionError

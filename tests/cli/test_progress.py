"""How far a job is: on a terminal's stderr only, and gone when the job ends, however it does."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from xl_addin.cli.progress import busy_bar, progress_bar, stage_bar
from xl_addin.values.stages import COMPOSING, tell


class Terminal(io.StringIO):
    """An stderr that a person watches."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Watch from here on; a fixture would come before pytest's own stderr."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    return found


def test_files_and_pipes_get_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar() as progress:
        assert progress is None


def test_who_wants_none_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = terminal(monkeypatch)
    with progress_bar(wanted=False) as progress:
        assert progress is None
    assert seen.getvalue() == ""


def test_the_bar_says_what_it_is_told_on_stderr_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = terminal(monkeypatch)
    with progress_bar("处理", lambda done, total, bad: f"{done} / {total} 本，{bad} 本不能用") as progress:
        assert progress is not None
        progress(3, 8, 1)
    assert "3 / 8 本，1 本不能用" in seen.getvalue()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("total", [0, 100])
def test_the_bar_goes_when_the_job_breaks_off(monkeypatch: pytest.MonkeyPatch, total: int) -> None:
    seen = terminal(monkeypatch)
    before = set(threading.enumerate())

    def job() -> None:
        with progress_bar("计算", lambda done, total: f"{done} 行") as progress:
            assert progress is not None
            progress(3, total)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        job()
    for thread in set(threading.enumerate()) - before:
        thread.join(30)  # the one that draws is told to end; it may be in the middle of a picture
        assert not thread.is_alive()
    assert "\x1b[?25h" in seen.getvalue()  # the cursor is shown again


def test_a_stage_is_told_with_its_count_and_a_job_without_one_shows_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = terminal(monkeypatch)
    with stage_bar():
        tell(COMPOSING, 50, 400)
    with stage_bar() as recalculated:
        assert recalculated is not None
        recalculated(7, 9)
    with busy_bar("生成插件"):
        pass
    assert all(words in seen.getvalue() for words in ("编制 50 / 400 人", "重算 7 / 9 格", "生成插件"))

"""Uninstalling leaves the PC as it was: the user's registry and the disk are compared with before."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.windows.conftest import Machine
from tests.windows.snapshot import take
from tests.windows.test_1_install import said
from tests.windows.wine import LOADER


def wait_until_gone(home: Path) -> None:
    """The running Python cannot remove itself; a process of Windows does so a little later."""
    deadline = time.monotonic() + 60
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.2)


@contextlib.contextmanager
def window_open(machine: Machine) -> Iterator[None]:
    """Somebody has a window of the installed Python open, the diagnosis for instance."""
    command = [LOADER, str(machine.home / "python" / "python.exe"), "-I", "-c", "print(1, flush=True); input()"]
    window = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=machine.wine.environment
    )
    assert window.stdin is not None and window.stdout is not None
    window.stdout.readline()
    try:
        yield
    finally:
        window.stdin.write(b"\r\n")
        window.stdin.close()
        window.wait()


def test_while_a_window_of_ours_is_open_nothing_is_taken_away(machine: Machine) -> None:
    before = take(machine.wine)
    with window_open(machine):
        done = machine.command("uninstall", installed=False)
    assert done.returncode == 2
    assert "正在使用" in said(done.stderr)
    assert take(machine.wine) == before


def test_an_uninstallation_that_could_not_end_can_be_followed_by_an_installation(machine: Machine) -> None:
    with window_open(machine):
        done = machine.double_click(machine.home / "卸载.cmd")
        assert "已卸载" in said(done.stdout), said(done.stderr)
        time.sleep(4)
        assert (machine.home / "contents.txt").is_file()
    again = machine.command("install", installed=False)
    assert "已装好" in said(again.stdout), said(again.stderr)
    time.sleep(4)
    assert machine.command("doctor").returncode == 0


def test_uninstalling_from_the_install_place_leaves_nothing_behind(machine: Machine) -> None:
    assert machine.before is not None
    log = machine.user / "AppData" / "Local" / "xl_addin" / "xl_addin.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("2026-01-01 trial", encoding="utf-8")
    done = machine.double_click(machine.home / "卸载.cmd")
    assert "已卸载" in said(done.stdout), said(done.stderr)
    wait_until_gone(machine.home)
    after = take(machine.wine)
    assert after.registry == machine.before.registry
    assert after.files == machine.before.files


def test_uninstalling_from_the_unzipped_folder_keeps_files_of_others(machine: Machine) -> None:
    assert machine.before is not None
    assert machine.command("install", installed=False).returncode == 0
    foreign = machine.home / "别人的文件.txt"
    foreign.write_text("not ours", encoding="utf-8")
    done = machine.double_click(machine.unzipped / "卸载.cmd")
    assert "有 1 个不是本插件的文件，没有删除" in said(done.stdout), said(done.stderr)
    after = take(machine.wine)
    assert after.registry == machine.before.registry
    kept = {"ProgramData/xl_addin", "ProgramData/xl_addin/别人的文件.txt"}
    assert after.files - machine.before.files == kept
    foreign.unlink()
    machine.home.rmdir()


def test_uninstalling_twice_says_that_there_is_nothing_to_do(machine: Machine) -> None:
    done = machine.command("uninstall", installed=False)
    assert done.returncode == 0
    assert "不需要卸载" in said(done.stdout)

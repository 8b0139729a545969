"""Uninstalling leaves the PC as it was: the user's registry and the disk are compared with before."""

from __future__ import annotations

import time
from pathlib import Path

from tests.windows.conftest import Machine
from tests.windows.snapshot import take
from tests.windows.test_1_install import said


def wait_until_gone(home: Path) -> None:
    """The running Python cannot remove itself; a process of Windows does so a little later."""
    deadline = time.monotonic() + 60
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.2)


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

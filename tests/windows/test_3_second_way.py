"""On a PC whose Excel may start no program, one that the logon has started computes; nobody has to choose it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.conftest import Machine
from tests.windows.snapshot import take
from tests.windows.test_1_install import said

LOGON = "改制测算后台程序.lnk"


def logon_icons(machine: Machine) -> list[Path]:
    return list(machine.user.rglob(LOGON))


@pytest.fixture(scope="module")
def forbidden(machine: Machine) -> Iterator[str]:
    """Office may start no program: the rule is there when the clerk installs. Gives what the installer said."""
    before = take(machine.wine)
    machine.script("policy.py", "1")
    done = machine.command("install", installed=False)
    yield said(done.stdout) + said(done.stderr)
    machine.script("policy.py", "")
    again = machine.command("install", installed=False)
    assert again.returncode == 0, said(again.stderr)
    assert logon_icons(machine) == []
    assert take(machine.wine).files == before.files


def test_the_installer_sees_the_rule_and_lets_the_logon_start_python(machine: Machine, forbidden: str) -> None:
    assert "后台程序改在登录 Windows 时启动" in forbidden
    [icon] = logon_icons(machine)
    assert icon.parent.name.lower() in ("startup", "启动")


def test_where_the_command_cannot_be_started_the_one_that_runs_answers_each_excel(
    machine: Machine, forbidden: str, excel: list[str]
) -> None:
    assert machine.script("second_way.py", *excel) == [[319, 319], True]


def test_the_diagnosis_says_which_way_is_taken(machine: Machine, forbidden: str) -> None:
    done = machine.command("doctor")
    text = said(done.stdout)
    assert "正常　　后台程序：本机不许 Excel 启动程序，改用登录时启动的，正在运行" in text
    assert done.returncode == 0, text


def test_installing_again_ends_the_one_that_runs_and_starts_another(machine: Machine, forbidden: str) -> None:
    done = machine.command("install", installed=False)
    assert done.returncode == 0, said(done.stderr)
    assert "后台程序改在登录 Windows 时启动" in said(done.stdout)
    assert machine.script("second_way.py") == [[319, 319], True]

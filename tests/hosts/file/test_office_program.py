"""Where LibreOffice is looked for: never in the current folder, and on Windows not along the search path."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xl_addin.files import children, office


def program(folder: Path, name: str = "soffice") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)
    return folder / name


@pytest.mark.skipif(os.name == "nt", reason="a search path of POSIX")
@pytest.mark.parametrize("path", ["", ".", "sub:.", ":/nowhere", "/nowhere::sub", "./sub"])
def test_a_program_in_the_current_folder_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    program(tmp_path)
    program(tmp_path / "sub")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path)
    assert office.office_program() == ""
    found = program(tmp_path.parent / f"{tmp_path.name}-bin")
    monkeypatch.setenv("PATH", f"{path}:{found.parent}")
    assert office.office_program() == str(found)


class Registry:
    """Stands for ``winreg``: texts of the machine by key and name."""

    KEY_WOW64_64KEY, KEY_WOW64_32KEY, KEY_READ, HKEY_LOCAL_MACHINE = 0x100, 0x200, 1, 2

    def __init__(self, texts: dict[tuple[str, str], Any]) -> None:
        self.texts = texts

    def OpenKey(self, root: int, key: str, _: int, __: int) -> Any:
        assert root == self.HKEY_LOCAL_MACHINE
        if not any(known == key for known, _ in self.texts):
            raise FileNotFoundError(key)
        return nullcontext(key)

    def QueryValueEx(self, key: str, name: str) -> tuple[Any, int]:
        if (key, name) not in self.texts:
            raise FileNotFoundError(name)
        return self.texts[key, name], 1


VERSION = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
OFFICE = r"SOFTWARE\LibreOffice\UNO\InstallPath"


def on_windows(monkeypatch: pytest.MonkeyPatch, texts: dict[tuple[str, str], Any]) -> str:
    registry = Registry(texts)
    monkeypatch.setattr(office, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(office, "import_module", lambda name: registry)
    return office.office_program()


def test_windows_names_the_program_in_the_machines_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = program(tmp_path / "LO" / "program", "soffice.exe")
    assert on_windows(monkeypatch, {(OFFICE, ""): str(found.parent)}) == str(found)
    console = program(tmp_path / "LO" / "program", "soffice.com")
    assert on_windows(monkeypatch, {(OFFICE, ""): str(found.parent)}) == str(console)


def test_windows_or_it_lies_where_programs_are_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = program(tmp_path / "LibreOffice" / "program", "soffice.exe")
    assert on_windows(monkeypatch, {(VERSION, "ProgramFilesDir"): str(tmp_path)}) == str(found)


@pytest.mark.parametrize("told", ["", ".", "sub", 7])
def test_windows_neither_current_folder_nor_search_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Any
) -> None:
    for name in ("soffice.exe", "soffice.com", "soffice"):
        program(tmp_path, name)
        program(tmp_path / "sub", name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert on_windows(monkeypatch, {(OFFICE, ""): told, (VERSION, "ProgramFilesDir"): told}) == ""


def test_a_program_is_never_started_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="whole path"), children.started(["soffice"], tmp_path):
        pass


def test_a_program_starts_in_the_given_folder_and_not_in_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = tmp_path / "told"
    code = f"import os; open({str(told)!r}, 'w').write(os.getcwd())"
    with children.started([sys.executable, "-c", code], children.system_folder()) as process:
        process.wait(30)
    assert told.read_text() == str(children.system_folder())

"""The bundle's parts that need no network and no Windows: pins, what wheels lose, the zip, the command files."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xl_addin.hosts.excel.bundle import wheels
from xl_addin.hosts.excel.bundle.build import write_zip
from xl_addin.hosts.excel.bundle.licences import licence_of
from xl_addin.hosts.excel.bundle.pins import Pin, wheel_pins
from xl_addin.hosts.excel.bundle.program import SEARCH_PATH, command_files, package_files
from xl_addin.hosts.excel.bundle.wheels import wheel_contents, wheel_licences

ROOT = Path(__file__).parents[4]


def canonical(name: str) -> str:
    return name.lower().replace("_", "-")


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {canonical(name): version for name, _, version in (line.partition("==") for line in lines)}


def test_the_bundle_has_the_versions_that_were_tested() -> None:
    tested = constraints()
    pinned = {canonical(pin.name): pin.version for pin in wheel_pins()}
    assert {name: version for name, version in pinned.items() if tested.get(name, version) != version} == {}
    assert pinned.keys() - tested.keys() == {"pywin32", "colorama"}


def test_pandas_and_what_it_needs_stay_out_and_what_has_no_room() -> None:
    left_out = {"pandas", "python-dateutil", "tzdata", "six", "msgspec"}
    assert not {canonical(pin.name) for pin in wheel_pins()} & left_out


def test_the_licence_of_every_library_was_read() -> None:
    assert all(licence_of(pin) for pin in wheel_pins())
    with pytest.raises(ValueError, match="has not been read"):
        licence_of(Pin("unknown", "1", "0" * 64))


def test_a_line_without_a_hash_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("# comment\nnumpy==2.4.6\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not a pin"):
        wheel_pins(lock)


def wheel(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "trial-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def test_what_only_developers_need_is_left_out_of_a_wheel(tmp_path: Path) -> None:
    made = wheel(
        tmp_path,
        {
            "xlwings/udfs.py": "",
            "xlwings/pro/reports/main.py": "",
            "xlwings/xlwingslib.cp313-win_amd64.pyd": "",
            "xlwings-0.37.8.data/data/xlwings64-0.37.8.dll": "",
            "xlwings-0.37.8.data/data/xlwings32-0.37.8.dll": "",
            "pywin32_system32/pythoncom313.dll": "",
            "pythonwin/win32ui.pyd": "",
            "numpy/linalg/tests/test_linalg.py": "",
            "numpy/__init__.pyi": "",
            "pywin32.pth": "",
        },
    )
    assert set(wheel_contents(made)) == {
        "Lib/site-packages/xlwings/udfs.py",
        "xlwings64-0.37.8.dll",
        "xlwings32-0.37.8.dll",
        "pythoncom313.dll",
    }


def test_the_licence_of_parts_that_are_left_out_is_not_shown(tmp_path: Path) -> None:
    info = "xlwings-0.37.8.dist-info/"
    names = ("METADATA", "licenses/LICENSE.txt", "licenses/LICENSE_PRO.txt")
    assert wheel_licences(wheel(tmp_path, {info + name: name for name in names})) == {
        "LICENSE.txt": b"licenses/LICENSE.txt"
    }


def test_a_wheel_without_licence_text_gives_its_metadata(tmp_path: Path) -> None:
    made = wheel(tmp_path, {"trial.py": "", "trial-1.dist-info/METADATA": "License: MIT"})
    assert wheel_licences(made) == {"METADATA": b"License: MIT"}


def test_the_zip_is_the_same_byte_for_byte_whatever_the_order(tmp_path: Path) -> None:
    files = {"改制/安装.cmd": b"@echo off\r\n", "改制/a.txt": b"a" * 5000}
    digests = set()
    for number, order in enumerate((files, dict(reversed(files.items())))):
        target = tmp_path / f"{number}.zip"
        write_zip(target, order)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "0.zip") as packed:
        assert packed.namelist() == ["改制/a.txt", "改制/安装.cmd"]
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in packed.infolist())


def test_the_embedded_python_searches_only_its_own_folder() -> None:
    assert "import site" not in SEARCH_PATH
    assert not any(":" in line or line.startswith(("\\", "/", "..")) for line in SEARCH_PATH)


def test_the_package_goes_in_with_its_data_but_without_the_builder() -> None:
    names = set(package_files())
    assert {"xl_addin/hosts/excel/udfs.py", "xl_addin/policy/data/grounds.toml"} <= names
    assert not any(name.startswith("xl_addin/hosts/excel/bundle/") or "__pycache__" in name for name in names)


@pytest.mark.parametrize("name", ["安装.cmd", "卸载.cmd"])
def test_a_command_file_is_ascii_with_windows_line_ends(name: str) -> None:
    content = command_files()[name]
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") > 5
    assert b"%~dp0" in content


def test_the_message_boxes_of_the_command_file_say_what_to_do() -> None:
    boxes = [re.findall(rb"0x([0-9A-F]{4})", line) for line in command_files()["安装.cmd"].splitlines()]
    words = ["".join(chr(int(code, 16)) for code in codes) for codes in boxes if codes]
    assert words == ["请先解压全部文件，再双击安装", "请用64位Windows"]


_LOADED = """
import importlib, pkgutil, sys
import xl_addin
for module in pkgutil.walk_packages(xl_addin.__path__, "xl_addin."):
    importlib.import_module(module.name)
print("\\n".join(sorted(str(module.__file__) for module in sys.modules.values() if getattr(module, "__file__", None))))
"""


def test_no_module_of_ours_needs_what_the_bundle_leaves_out() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    places = [Path(line).as_posix().partition("/site-packages/")[2] for line in done.stdout.splitlines()]
    taken = [place for place in places if place.startswith(("lxml/", "numpy/"))]  # xlwings tries its parts itself
    assert "lxml/etree" in "".join(taken)
    assert [place for place in taken if wheels._place(place) is None] == []

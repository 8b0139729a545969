"""A clerk installs from a folder with spaces and Chinese in its name, and once more over it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.windows.conftest import Machine, program_header
from tests.windows.snapshot import take
from xl_addin.hosts.excel.install.machine import program_bits

ROOT = Path(__file__).parents[2]
OPTIONS = "Software\\Microsoft\\Office\\16.0\\Excel\\Options"
TRUSTED = "Software\\Microsoft\\Office\\16.0\\Excel\\Security\\Trusted Locations\\xl_addin"
COMPILED = "python/Lib/site-packages/xlwings/__pycache__/mac_dict.cpython-313.pyc"
PYTHON = "C:\\ProgramData\\xl_addin\\python"
STARTING = f"{PYTHON}\\Lib\\site-packages\\xl_addin\\hosts\\excel\\starting.py"
OTHERS, OURS = '"C:\\Other\\Tool.xlam"', '"C:\\ProgramData\\xl_addin\\xl_addin.xlam"'


def said(output: bytes) -> str:
    """Text of a console: Python writes UTF-8 where told so, cmd.exe the PC's code page."""
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return output.decode("gbk", "replace")


def options(machine: Machine) -> dict[str, str]:
    return {name: value for name, value in take(machine.wine).registry[OPTIONS].items() if name.startswith("OPEN")}


def test_the_command_file_installs_without_a_question(machine: Machine) -> None:
    done = machine.double_click(machine.unzipped / "安装.cmd")
    text = said(done.stdout)
    assert done.returncode == 0, text + said(done.stderr)
    assert "已装好" in text
    assert "Excel 2016/2019/2021/365（64 位）：已登记" in text
    assert (machine.home / "xl_addin.xlam").is_file()


def test_excel_loads_the_addin_after_those_that_were_there(machine: Machine) -> None:
    assert options(machine) == {"OPEN": repr((OTHERS, 1)), "OPEN1": repr((OURS, 1))}
    assert take(machine.wine).registry[TRUSTED]["Path"] == repr(("C:\\ProgramData\\xl_addin\\", 1))


def test_installing_again_changes_nothing(machine: Machine) -> None:
    before = take(machine.wine)
    done = machine.command("install", installed=False)
    assert done.returncode == 0, said(done.stderr)
    assert take(machine.wine) == before


def test_what_an_interrupted_installation_left_is_in_nobodys_way(machine: Machine) -> None:
    before = take(machine.wine)
    for name in ("xl_addin.new", "xl_addin.old"):
        (machine.home.with_name(name) / "python").mkdir(parents=True)
    assert machine.command("install", installed=False).returncode == 0
    assert take(machine.wine) == before


def test_python_is_started_again_after_it_was_ended_and_ends_with_excel(machine: Machine, excel: list[str]) -> None:
    assert machine.script("restart.py", *excel) == [[319, 319, 319], 0]


def test_the_libraries_are_compiled(machine: Machine) -> None:
    package = machine.home / "python" / "Lib" / "site-packages" / "xl_addin"
    compiled = {path.name.partition(".")[0] for path in (package / "functions" / "__pycache__").glob("*.pyc")}
    assert compiled == {path.stem for path in (package / "functions").glob("*.py")}


def test_the_diagnosis_finds_everything_right(machine: Machine) -> None:
    done = machine.command("doctor")
    text = said(done.stdout)
    print(text)
    assert done.returncode == 0, text + said(done.stderr)
    assert "全部正常" in text
    assert "连接库、Python、函数都通" in text


def test_the_icon_of_the_diagnosis_writes_one_file_for_maintainers(machine: Machine) -> None:
    done = machine.command("doctor", "--wait")
    text = said(done.stdout)
    report = machine.user / "Desktop" / "改制测算诊断.txt"
    content = report.read_text(encoding="utf-8-sig")
    report.unlink()
    assert "已写出桌面上的“改制测算诊断.txt”" in text, text + said(done.stderr)
    assert "正常　　Excel 连接通路：连接库、Python、函数都通" in content
    assert "\\users\\" not in content.lower()


def test_the_diagnosis_names_a_changed_file_and_what_to_do(machine: Machine) -> None:
    victim = machine.home / "licenses" / "xl_addin" / "LICENSE"
    text = victim.read_bytes()
    victim.write_bytes(text + b" ")
    try:
        done = machine.command("doctor")
    finally:
        victim.write_bytes(text)
    assert done.returncode == 1
    assert "有问题　程序文件：1 个文件缺少或被改动（如 licenses/xl_addin/LICENSE）" in said(done.stdout)
    assert "安装.cmd" in said(done.stdout)


def test_a_damaged_bundle_is_refused_and_what_was_installed_stays(machine: Machine) -> None:
    victim = machine.unzipped / "program" / "xl_addin.xlam"
    content = victim.read_bytes()
    before = take(machine.wine)
    victim.write_bytes(content[:-1])
    try:
        done = machine.command("install", installed=False)
    finally:
        victim.write_bytes(content)
    assert done.returncode == 2
    assert "已损坏或被改动" in said(done.stderr)
    assert take(machine.wine) == before


def test_a_32_bit_excel_gets_the_same_and_finds_a_library_of_its_bits(machine: Machine) -> None:
    program = machine.wine.drive / "Program Files" / "Microsoft Office" / "Office16" / "EXCEL.EXE"
    wide, before = program.read_bytes(), take(machine.wine)
    program.write_bytes(program_header(0x14C))
    try:
        done = machine.command("install", installed=False)
        diagnosis = machine.command("doctor")
    finally:
        program.write_bytes(wide)
    assert "Excel 2016/2019/2021/365（32 位）：已登记" in said(done.stdout)
    assert take(machine.wine) == before
    assert "正常　　Excel 2016/2019/2021/365（32 位）：已登记，位置受信任" in said(diagnosis.stdout)
    [library] = (machine.home / "python").glob("xlwings32-*.dll")
    assert program_bits(library) == 32


def test_the_installed_python_runs_the_sample_without_pandas(machine: Machine) -> None:
    desk = machine.wine.drive / "桌上 文件"
    desk.mkdir()
    shutil.copy(ROOT / "workbooks" / "samples" / "改制测算示例.xlsx", desk)
    book = machine.wine.windows_path(desk / "改制测算示例.xlsx")
    done = machine.wine.run(f"{PYTHON}\\python.exe", STARTING, "xl_addin", "drop", "--no-window", book)
    text = said(done.stdout)
    print(text)
    assert done.returncode == 0, text + said(done.stderr)
    assert (desk / "改制测算示例-校验.xlsx").is_file()
    assert "原文件没有改动" in text
    shutil.rmtree(desk)


@pytest.mark.parametrize("name", ["SendTo", "Desktop", "Programs"])
def test_the_icons_start_the_file_host(machine: Machine, name: str) -> None:
    icons = machine.script("icons.py")
    assert icons[name] == [f"{PYTHON}\\python.exe", f'"{STARTING}" xl_addin drop'], json.dumps(icons)


def test_cells_and_icons_find_every_module_in_the_one_file(machine: Machine) -> None:
    found = machine.script("packed.py")
    assert found["value"] == 43200.0
    assert found["apart"] == []
    assert found["packed"] > 200


def test_without_that_file_everything_goes_on_and_the_diagnosis_says_so(machine: Machine) -> None:
    pack = machine.home / "python" / "modules.pack"
    content = pack.read_bytes()
    pack.write_bytes(b"")
    try:
        found = machine.script("packed.py")
        done = machine.command("doctor")
    finally:
        pack.write_bytes(content)
    assert found["value"] == 43200.0
    assert found["packed"] == 0
    assert done.returncode == 1
    assert "有问题　启动文件：缺少或已失效" in said(done.stdout)


@pytest.mark.parametrize("name", ["python/more.dll", COMPILED])
def test_the_diagnosis_names_what_would_run_and_was_not_installed(machine: Machine, name: str) -> None:
    added = machine.home / name
    before = added.read_bytes() if added.exists() else None
    added.write_bytes(b"MZ" if before is None else before[:-1] + bytes([before[-1] ^ 1]))
    try:
        done = machine.command("doctor")
    finally:
        if before is None:
            added.unlink()
        else:
            added.write_bytes(before)
    assert done.returncode == 1
    assert f"有问题　执行的代码：1 个文件不是安装写入的，或与源代码不符（如 {name}）" in said(done.stdout)

"""A foreign file is read by a child process: its death, its hunger and its slowness are refusals; nothing is left."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.other_formats import TYPED, UNTYPED, Table, Writer, xls
from xl_addin.files.foreign import by_office, isolated
from xl_addin.files.office import MEMORY
from xl_addin.files.reading import open_book
from xl_addin.hosts.file import converting
from xl_addin.values.errors import InputError
from xl_addin.values.stages import CONVERTING, watched

TABLE = Table("表", [["姓名", "金额"], ["王三", 100.5], ["李四", 200], ["合计", 300.5]], [(2, 1, 3, 1)], {(4, 2)})
FORMATS = {**TYPED, "gbk.csv": UNTYPED["gbk.csv"], "页.xls": UNTYPED["页.xls"]}


def _one_line(message: str) -> bool:
    return "\n" not in message and any("一" <= letter <= "鿿" for letter in message)


def _mutants(data: bytes, rng: random.Random, count: int) -> list[bytes]:
    found = []
    for _ in range(count):
        broken = bytearray(data[: rng.randint(1, len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        found.append(bytes(broken))
    return found


def _try(tmp_path: Path, name: str, write: Writer, count: int) -> None:
    write(tmp_path / name, TABLE)
    rng = random.Random(name)
    for data in _mutants((tmp_path / name).read_bytes(), rng, count):
        (tmp_path / name).write_bytes(data)
        try:
            book = open_book(tmp_path / name)
        except InputError as error:
            assert _one_line(error.message), error.message
        else:
            assert book.sheets


@pytest.fixture
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice takes seconds for a file that kills the reader."""
    monkeypatch.setattr(by_office, "office_program", str)


@pytest.mark.parametrize(("name", "write"), FORMATS.items())
@pytest.mark.usefixtures("_without_office")
def test_a_broken_file_is_read_or_refused_in_one_line(tmp_path: Path, name: str, write: Writer) -> None:
    _try(tmp_path, name, write, 8)


@pytest.mark.long
@pytest.mark.parametrize(("name", "write"), FORMATS.items())
@pytest.mark.usefixtures("_without_office")
def test_many_broken_files_are_read_or_refused_in_one_line(tmp_path: Path, name: str, write: Writer) -> None:
    _try(tmp_path, name, write, 60)


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xls(tmp_path / "慢.xls", TABLE)
    monkeypatch.setattr(isolated, "_SECONDS", 0.001)
    monkeypatch.setattr(by_office, "office_program", str)
    with pytest.raises(InputError, match="没有读完，已停止"):
        open_book(tmp_path / "慢.xls")


def test_a_child_that_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xls(tmp_path / "死.xls", TABLE)
    killer = tmp_path / "killer"
    killer.write_text("#!/bin/sh\nkill -9 $$\n")
    killer.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killer))
    with pytest.raises(InputError, match="不能读出"):
        isolated.read_foreign(tmp_path / "死.xls", "xls")


@pytest.mark.parametrize("module", ["json", "python_calamine", "olefile", "xl_addin", "csv"])
def test_a_module_that_lies_beside_the_workbook_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    trace = tmp_path / "ran"
    (tmp_path / f"{module}.py").write_text(f"open({str(trace)!r}, 'w').close()\n")
    xls(tmp_path / "表.xls", TABLE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place not in ("", str(tmp_path))])
    assert open_book(Path("表.xls")).sheets[0].value(2, 2) == 100.5
    assert not trace.exists()


def test_nothing_is_left_in_the_folder_of_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    xls(tmp_path / "表.xls", TABLE)
    open_book(tmp_path / "表.xls")
    assert list(place.iterdir()) == []


def test_a_program_that_makes_nothing_is_the_refusal_of_the_own_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = tmp_path / "soffice"
    nothing.write_text("#!/bin/sh\nexit 0\n")
    nothing.chmod(0o700)
    xls(tmp_path / "死.xls", TABLE)
    monkeypatch.setattr(isolated, "_SECONDS", 0.001)
    monkeypatch.setattr(by_office, "office_program", lambda: str(nothing))
    with pytest.raises(InputError, match="没有读完，已停止，请用 Excel、WPS 或 LibreOffice 打开后另存为"):
        open_book(tmp_path / "死.xls")


def _office_that_tells_its_limit(folder: Path) -> tuple[Path, Path]:
    told, office = folder / "told", folder / "soffice"
    office.write_text(f"#!/bin/sh\nsleep 0.5\nsh -c 'ulimit -d' > '{told}'\n")
    office.chmod(0o700)
    return office, told


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
def test_the_other_program_has_a_limit_of_memory_and_so_has_what_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, told = _office_that_tells_its_limit(tmp_path)
    xls(tmp_path / "死.xls", TABLE)
    monkeypatch.setattr(isolated, "_SECONDS", 0.001)
    monkeypatch.setattr(by_office, "office_program", lambda: str(office))
    with pytest.raises(InputError, match="没有读完"):
        open_book(tmp_path / "死.xls")
    assert 0 < int(told.read_text()) * 1024 <= MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
def test_what_is_converted_to_be_written_has_that_limit_too_and_the_watcher_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, told = _office_that_tells_its_limit(tmp_path)
    xls(tmp_path / "表.xls", TABLE)
    monkeypatch.setattr(converting, "office_program", lambda: str(office))
    stages: list[str] = []
    with watched(lambda stage, done, total: stages.append(stage.name)):
        made, why = converting.by_office(tmp_path / "表.xls", open_book(tmp_path / "表.xls"), tmp_path)
    assert (made, why) == (None, "LibreOffice 没有转出文件")
    assert 0 < int(told.read_text()) * 1024 <= MEMORY
    assert stages[-1] == CONVERTING.name

"""A folder of results that somebody has tampered with leads nowhere else, and is told in one line."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from tests.hosts.batch.test_batch import ID, book, do, results
from xl_addin.cli.application import run_line
from xl_addin.hosts.batch import manifest, work
from xl_addin.hosts.batch.inputs import Source
from xl_addin.hosts.batch.isolation import Limits
from xl_addin.hosts.batch.job import Batch
from xl_addin.hosts.batch.manifest import NAME, Terms
from xl_addin.hosts.batch.summary import _counted_twice, write_summary
from xl_addin.values.errors import InputError

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
MASKED = "110105xxxxxxxx002X"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook in it, and what a batch made of it."""
    place = tmp_path_factory.mktemp("begun")
    book(place / "收到的" / "甲.xlsx")
    do(place / "收到的", place / "out", command="check", jobs=1)
    return place


@pytest.fixture
def place(begun: Path, tmp_path: Path) -> Path:
    """The same, to be tampered with."""
    shutil.copytree(begun / "out", tmp_path / "out")
    return tmp_path


@pytest.mark.parametrize(
    "statements",
    [
        ("update options set value = 'x' where name = 'day'",),
        ("update options set value = 'x' where name = 'command'",),
        ("update files set note = '{'",),
        ("update files set note = '[]'",),
        (f"update files set note = '{'[' * 100_000}'",),
        ("update files set status = 'evil'",),
        ("update files set status = x'fffe'",),
        ("update files set note = x'fffe', seconds = 'x'",),
        ("""update files set note = '{"findings": 5}'""",),
        ("""update files set note = '{"findings": [["X", "sev", 1]]}'""",),
        ("""update files set note = '{"findings": [["X", [], 1]]}'""",),
        ("""update files set note = '{"firms": [{"enterprise": "a"}]}'""",),
        ("""update files set note = '{"persons": 1e400}'""",),
        (f"""update files set note = '{{"persons": {"9" * 400}}}'""",),
        ("drop table files", "create table files (key text)"),
        ("drop table options", "create view options as select 'day' as name, 'x' as value"),
        ("create trigger t after insert on files begin delete from files; end",),
        ("create table mine (x)",),
    ],
)
def test_a_manifest_that_was_tampered_with_is_named(statements: tuple[str, ...], begun: Path, place: Path) -> None:
    rows = sqlite3.connect(place / "out" / NAME)
    for statement in statements:
        rows.execute(statement)
    rows.commit()
    rows.close()
    before = (place / "out" / NAME).read_bytes()
    with pytest.raises(InputError, match=r"已损坏，或不是本程序写的批处理记录.*换一个输出文件夹"):
        do(begun / "收到的", place / "out", command="check", resume=True)
    assert (place / "out" / NAME).read_bytes() == before


def test_a_database_of_somebody_else_stays_as_it_is(begun: Path, place: Path) -> None:
    path = place / "out" / NAME
    path.unlink()
    rows = sqlite3.connect(path)
    rows.execute("create table mine (x)")
    rows.commit()
    rows.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="不是本程序写的批处理记录"):
        do(begun / "收到的", place / "out", command="check", resume=True)
    assert path.read_bytes() == before


def test_texts_of_a_manifest_are_masked_and_shown(begun: Path, place: Path) -> None:
    firm = f'{{"enterprise":"{ID}\\u001b[31m","system":"=1+1","persons":1,"counted":1,"differing":0,"fen":1}}'
    rows = sqlite3.connect(place / "out" / NAME)
    rows.execute("update files set note = ?", (f'{{"firms": [{firm}]}}',))
    rows.commit()
    rows.close()
    done = do(begun / "收到的", place / "out", command="check", resume=True)
    assert done.kept == 1
    write_summary(done, place / "out")
    said = (place / "out" / "汇总-企业.csv").read_text("utf-8-sig")
    assert ID not in said and "\x1b" not in said and "'=1+1,110105********002X\\x1b[31m,1," in said


@LINKS
@pytest.mark.parametrize("name", [NAME, "结果", "汇总-企业.csv"])
def test_links_in_the_folder_of_the_results_are_refused(name: str, begun: Path, place: Path) -> None:
    elsewhere = place / "别处"
    if (place / "out" / name).exists():
        (place / "out" / name).replace(elsewhere)
    (place / "out" / name).symlink_to(elsewhere)
    before = elsewhere.read_bytes() if elsewhere.exists() else None
    with pytest.raises(InputError, match="是链接"):
        do(begun / "收到的", place / "out", command="check", resume=True)
    assert (elsewhere.read_bytes() if elsewhere.exists() else None) == before


@LINKS
def test_no_result_goes_through_a_link_below_the_results(begun: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "别处"
    do(begun / "收到的", out)
    shutil.rmtree(out / "结果" / "收到的")
    elsewhere.mkdir()
    (out / "结果" / "收到的").symlink_to(elsewhere)
    with pytest.raises(InputError, match="是链接"):
        do(begun / "收到的", out, resume=True)
    assert list(elsewhere.iterdir()) == []


@LINKS
@pytest.mark.parametrize("command", ["run", "公示表"])
def test_a_link_put_there_after_the_look_is_not_gone_through(begun: Path, tmp_path: Path, command: str) -> None:
    out, elsewhere = (tmp_path / "out").resolve(), tmp_path / "别处"
    elsewhere.mkdir()
    (out / "结果").mkdir(parents=True)
    (out / "结果" / "收到的").symlink_to(elsewhere)
    source = next((begun / "收到的").glob("*.xlsx"))
    target = out / "结果" / "收到的" / "甲.xlsx"
    note = work.do(work.Task(str(source), str(target), command, "2024-06-30", out=str(out)))
    assert note["status"] == work.REFUSED and "是链接" in note["reason"]
    assert list(elsewhere.iterdir()) == []


@LINKS
def test_a_pipe_for_a_manifest_is_refused(begun: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out" / NAME).unlink()
    os.mkfifo(place / "out" / NAME)
    line = ["batch", str(begun / "收到的"), "-o", str(place / "out"), "--command", "check", "--resume"]
    assert run_line(line) == 2
    said = capsys.readouterr().err
    assert "不是批处理记录" in said and said.count("\n") == 1


def test_masked_results_have_masked_names(tmp_path: Path) -> None:
    folder = tmp_path / "收到的"
    numbers = (ID, "11010519500118002X")  # both are masked to one name
    for number in numbers:
        book(folder / ID / f"{number}.xlsx")
    done = do(folder, tmp_path / "out", command="交付副本", masked=True)
    assert done.of_status("done") == 2
    names = [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out" / "结果").rglob("*")]
    assert len(results(tmp_path / "out")) == 2
    assert not any(number in name for name in names for number in numbers) and any(MASKED in name for name in names)


def test_a_record_that_could_not_be_made_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with monkeypatch.context() as full:
        full.setattr(manifest, "statements", lambda: ["create table full_disk ("])
        with pytest.raises(InputError, match="不能建立或打开"):
            manifest.Manifest(out)
    assert list(out.iterdir()) == []  # else a second try were refused: a batch is there already
    with manifest.Manifest(out):
        assert (out / manifest.NAME).exists()
    with monkeypatch.context() as broken:
        broken.setattr(manifest, "is_new", lambda _: True)
        broken.setattr(manifest, "statements", lambda: ["create table full_disk ("])
        with pytest.raises(InputError, match="不能建立或打开"):
            manifest.Manifest(out)
    assert (out / manifest.NAME).exists()  # one that was there before stays


@pytest.mark.parametrize("is_new", [True, False])
def test_a_folder_made_for_a_record_that_cannot_be_goes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    out = tmp_path / "out"
    book(tmp_path / "收到的" / "甲.xlsx")
    if not is_new:
        out.mkdir()
    monkeypatch.setattr(manifest, "statements", lambda: ["create table full_disk ("])
    with pytest.raises(InputError, match="不能建立或打开"):
        do(tmp_path / "收到的", out)
    assert out.exists() is not is_new


def test_a_disk_that_runs_full_under_the_record_is_one_line_whatever_was_to_be_noted(tmp_path: Path) -> None:
    terms, limits = Terms("run", "1", "p"), Limits()
    notes: list[Callable[[manifest.Manifest, str], object]] = [
        lambda record, text: record.option(text, text),
        lambda record, text: record.begin(text, text, terms, limits),
        lambda record, text: record.finish(text, text, terms, limits, {"status": "done", "hash": text}),
    ]
    for number, note in enumerate(notes):
        out = tmp_path / str(number)
        out.mkdir()
        with manifest.Manifest(out) as record:
            (pages,) = record._rows.execute("pragma page_count").fetchone()
            record._rows.execute(f"pragma max_page_count = {pages}")
            with pytest.raises(InputError, match="磁盘空间"):
                note(record, "长" * 9_000)


def test_thousands_of_copies_of_one_workbook_are_told_in_a_short_line() -> None:
    notes = [
        (Source(Path(f"{n}.xlsx"), f"{n}.xlsx", PurePath(f"{n}.xlsx")), {"status": "done", "hash": "h"})
        for n in range(3_000)
    ]
    (line,) = _counted_twice(Batch(notes, [], 0, dt.date(2011, 9, 28), "run"), [])
    assert "等 3,000 本" in line and len(line) < 300

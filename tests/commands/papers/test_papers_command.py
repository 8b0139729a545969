"""``xl-addin papers`` as its user types it, and the shipped templates."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.commands.papers.paper_books import FIRM, invented, write_book
from xl_addin.cli import main
from xl_addin.commands import spec

pytest.importorskip("docx", reason="the extra papers is not installed")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "工作簿.xlsx", invented(3))


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *line: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["xl-addin", *line])
    try:
        status = main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    shown = capsys.readouterr()
    return int(status or 0), shown.out, shown.err


def test_written_checked_and_changed(
    tmp_path: Path, book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(tmp_path / "文书")
    _, out, err = run(capsys, monkeypatch, "papers", str(book), "-o", folder, "--paper", "签收表")
    assert "已写出 1 份文书" in out and not err
    status, out, _ = run(capsys, monkeypatch, "papers", str(book), "--check", folder)
    assert status == 0 and "核对文书 1 份，全部一致" in out
    _, out, _ = run(capsys, monkeypatch, "check", str(book), "--papers", folder, "--format", "json")
    assert not any(one["code"].startswith("PAPER") for one in json.loads(out)["findings"])
    people = invented(3)
    write_book(book, people, amounts={1: people[1].amount + 1})
    status, out, _ = run(capsys, monkeypatch, "papers", str(book), "--check", folder, "--format", "json")
    found = json.loads(out)["findings"]
    assert status == 1 and {one["code"] for one in found} == {"PAPER_UNKNOWN_NOW"}
    status, out, _ = run(capsys, monkeypatch, "check", str(book), "--papers", folder, "--format", "json")
    assert status == 1 and [one for one in json.loads(out)["findings"] if one["code"].startswith("PAPER")] == found
    status, out, _ = run(capsys, monkeypatch, "check", str(book), "--papers", folder)
    assert status == 1 and f"签收表-{FIRM}.docx" in out
    assert not any(one.id in out or one.name in out for one in people)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("-o", "文书", "--paper", "工资条"), "没有“工资条”这种文书，可以写：改制方案、职工安置方案"),
        ((), "请用 -o 给出放文书的文件夹，或用 --check"),
        (("--check", "没有这个文件夹"), "不存在"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_line(
    book: Path,
    line: tuple[str, ...],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, monkeypatch, "papers", str(book), *line)
    assert (status, out) == (2, "") and told in err and err.count("\n") == 1
    assert not (tmp_path / "文书").exists()


def test_without_the_library_one_line_says_what_to_install(
    tmp_path: Path, book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    status, _, err = run(capsys, monkeypatch, "papers", str(book), "-o", str(tmp_path / "文书"))
    assert status == 2 and "pip install python-docx" in err and not (tmp_path / "文书").exists()


def test_a_foreign_document_is_told_as_not_checked(
    tmp_path: Path, book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "文书"
    run(capsys, monkeypatch, "papers", str(book), "-o", str(folder), "--paper", "签收表")
    (folder / "别的.docx").write_bytes(b"PK\x03\x04 no document")
    status, out, _ = run(capsys, monkeypatch, "papers", str(book), "--check", str(folder))
    assert status == 0 and "未核对：“别的.docx”" in out and "核对过的一致" in out
    assert (folder / f"签收表-{FIRM}.docx").exists()


def test_the_shipped_templates_are_what_the_builder_writes(tmp_path: Path) -> None:
    from workbooks import papers

    for path, write in papers.books().items():
        write(tmp_path / path.name)
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_workbook_is_computed_once_for_the_check_and_its_papers(
    tmp_path: Path, book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(tmp_path / "文书")
    run(capsys, monkeypatch, "papers", str(book), "-o", folder, "--paper", "签收表")
    computed: list[str] = []
    recalculate = spec.recalculate
    monkeypatch.setattr(spec, "recalculate", lambda *given: (computed.append("once"), recalculate(*given))[1])
    run(capsys, monkeypatch, "check", str(book), "--papers", folder)
    assert computed == ["once"]
    status, _, err = run(capsys, monkeypatch, "check", str(book), "--papers", str(tmp_path / "没有"))
    assert (status, computed) == (2, ["once"]) and "不存在" in err

"""Cells, names of sheets and names of files are text: no terminal obeys them, no markup is read in them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from xl_addin.cli.application import _run
from xl_addin.files import markup
from xl_addin.values.shown_texts import one_line, unsteered

HEADINGS = ["序号", "单位", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "补偿金额"]
MARKUP = ["1600[/月]", "[/]", "[link=http://x]a[/link]", "[blink]闪[/blink]", "[red", "\\[a]", ":smile:", "[@click=x]"]
STEERING = ["\x1b[2J\x1b[31m", "\x1b]0;题\x07", "\x9b31m", "\u202e倒\u202c", "\u2066a\u2069", "\u200f"]
STEERING += ["\x7f", "\r\b", "\u2028"]
OBEYED = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"}
OBEYED |= set("\u2028\u2029\u2066\u2067\u2068\u2069")
OBEYED -= {"\n"}


def sheet_rows(rows: list[list[str]]) -> str:
    def cell(row: int, column: int, text: str) -> str:
        return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{markup.escaped(text)}</t></is></c>'

    lines = ["".join(cell(r, c, text) for c, text in enumerate(row)) for r, row in enumerate(rows, 1)]
    return "".join(f'<row r="{r}">{line}</row>' for r, line in enumerate(lines, 1))


def spoilt_book(path: Path, draw: random.Random) -> Path:
    """A severance sheet in which texts of both kinds stand in cells, and in the name of the sheet."""

    def spoilt(text: str) -> str:
        piece = draw.choice(MARKUP + STEERING)
        place = draw.randrange(len(text) + 1)
        return text[:place] + piece + text[place:] if draw.random() < 0.4 else text

    rows = [[*HEADINGS, "备注"]]
    for row in range(1, 5):
        values = [str(row), "机械厂", f"人{row}", "990101195001011019", "1985-07-01", "2011-09-28"]
        values += ["1600", "1500", "43200", ""]
        rows.append([spoilt(value) for value in values])
    made = books.parts(sheet_rows(rows))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("花名册".encode(), "表\u202e[b]".encode())
    return books.save(path, made)


def faults(folder: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    draw = random.Random(seed)
    book = spoilt_book(folder / f"账{draw.choice(['', chr(27) + '[2J', chr(0x202E), '[b]'])}{seed}.xlsx", draw)
    target = folder / "出.xlsx"
    found = []
    for arguments in (
        ["run", str(book), "-o", str(target)],
        ["check", str(book)],
        ["check", str(book), "--format", "json"],
    ):
        target.unlink(missing_ok=True)
        status = _run(arguments)
        said = capsys.readouterr()
        text = said.out + said.err
        line = f"seed {seed}: {arguments[0]} {status}: {text[-200:]!r}"
        if status not in (0, 1) or "内部出错" in text or not OBEYED.isdisjoint(text):
            found.append(line)
        if arguments[0] == "run" and target.exists() != ("已写出" in text):
            found.append(f"written or not: {line}")
        if arguments[-1] == "json":
            json.loads(said.out)
    return found


def test_what_a_terminal_would_obey_is_written_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [line for seed in range(6) for line in faults(tmp_path, seed, capsys)] == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 1_000, 100))
def test_many_spoilt_books(tmp_path: Path, capsys: pytest.CaptureFixture[str], start: int) -> None:
    assert [line for seed in range(start, start + 100) for line in faults(tmp_path, seed, capsys)] == []


def test_brackets_reach_the_terminal_as_they_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = ["1", "机械厂", "王三", "990101195001011019", "1985-07-01", "2011-09-28", "1600[/月]", "1500", "43200"]
    book = books.save(tmp_path / "a.xlsx", books.parts(sheet_rows([HEADINGS, row])))
    assert _run(["check", str(book)]) == 1
    assert "1600[/月]" in capsys.readouterr().out.replace("\n", "")


def test_an_error_after_the_file_was_written_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = books.save(tmp_path / "a.xlsx", books.parts())
    monkeypatch.setattr("xl_addin.cli.commands.say_file", lambda *_: 1 / 0)
    _run(["command", "新建模板", str(book), "-o", str(tmp_path / "b.xlsx")])
    text = capsys.readouterr().err
    assert ("b.xlsx" in text) == (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("text", STEERING)
def test_nothing_steers_in_a_shown_text(text: str) -> None:
    assert OBEYED.isdisjoint(one_line(text))
    assert OBEYED.isdisjoint(unsteered(text.replace("\t", "")))

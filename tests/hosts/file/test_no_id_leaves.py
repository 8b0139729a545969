"""No ID number leaves by any way out: terminal, JSON, report, posted sheets, masked copies, names of files, PDF.

A book holds an invented number in every place that a workbook has. What comes out is read by other means than the
masking itself: all digits of a part in a row, whatever stands between them.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.id_places import Planted, planted_book
from xl_addin.cli.application import _run

NAMED = {
    "xl/embeddings/doc1.docx": "嵌入的文档（xl/embeddings/doc1.docx）",
    "customXml/item7.xml": "Power Query 查询（customXml/item7.xml）",
    "xl/model/item.data": "数据模型（xl/model/item.data）",
}
"""What cannot be masked, and how the summary calls it."""
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def digits(text: str) -> str:
    found = (unicodedata.digit(char, -1) for char in unicodedata.normalize("NFKC", text).translate(NUMERALS))
    return "".join(str(digit) for digit in found if digit >= 0)


def readings(data: bytes) -> Iterator[str]:
    """The bytes as texts: with markup and without, in every encoding, unpacked."""
    texts = {data.decode(codec, "replace") for codec in ("utf-8", "gb18030", "latin-1")}
    texts |= {data[start:].decode("utf-16-le", "replace") for start in (0, 1)}
    for text in texts:
        yield text
        yield re.sub(r"<[^<>]*>", "", text)
        yield re.sub(r"&#(\d+);", lambda match: chr(int(match[1]) % 0x110000), text)
    for match in re.finditer(rb"[A-Za-z0-9+/]{24,}={0,2}", data):
        plain = match[0].rstrip(b"=")
        yield base64.b64decode(plain[: len(plain) // 4 * 4]).decode("latin-1")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        yield "", archive.comment
        for info in archive.infolist():
            yield info.filename, info.filename.encode() + b" " + info.comment + info.extra
            yield info.filename, archive.read(info)


def shown(book: Planted, data: bytes) -> list[str]:
    """Places whose number can be read in the bytes: its area and its day of birth together."""
    rows = [digits(text) for text in readings(data)]
    return [place for number, place in book.places.items() if any(number[:14] in row for row in rows)]


def left(book: Planted, path: Path) -> list[tuple[str, str]]:
    return [(part, place) for part, data in parts(path) for place in shown(book, data)]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = _run(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def masked_copy(tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    book, target = planted_book(tmp_path / "名单.xlsx", seed), tmp_path / "副本.xlsx"
    assert set(book.places.values()) == {place for _, place in left(book, book.path)}  # the test sees
    status, text = said(capsys, "command", "交付副本", str(book.path), "--masked", "-o", str(target))
    found = left(book, target)
    assert status == 1
    assert "不能外发" in text
    assert {name for name, words in NAMED.items() if words in text} == set(NAMED)
    return [f"seed {seed}: {part}: {place}" for part, place in found if part not in NAMED] + shown(book, text.encode())


def test_a_masked_copy_shows_no_number_but_in_what_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert masked_copy(tmp_path, 1, capsys) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 300, 30))
def test_many_masked_copies_show_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str], start: int) -> None:
    assert [line for seed in range(start, start + 30) for line in masked_copy(tmp_path, seed, capsys)] == []


def test_terminal_json_and_report_show_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, target = planted_book(tmp_path / "名单.xlsx", 2), tmp_path / "校验.xlsx"
    for arguments in (
        ["run", str(book.path), "-o", str(target)],
        ["check", str(book.path)],
        ["check", str(book.path), "--format", "json"],
        ["command", "解释选中单元格", str(book.path), "--cell", "D5"],
        ["calc", str(book.path), "-o", str(tmp_path / "重算.xlsx")],
    ):
        status, text = said(capsys, *arguments)
        assert status in (0, 1), text
        assert shown(book, text.encode()) == []
    with zipfile.ZipFile(target) as archive:
        ours = set(archive.namelist()) - set(zipfile.ZipFile(book.path).namelist())
        assert [shown(book, archive.read(name)) for name in ours if "sheet" in name] == [[]]


def test_posted_sheets_and_names_of_files_show_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = next(iter(planted_book(tmp_path / "名单.xlsx", 3).places))
    book = planted_book(tmp_path / f"名单{first}.xlsx", 3)
    for command in (["公示表"], ["职工确认单", "--masked"], ["交付副本", "--masked"]):
        status, text = said(capsys, "command", command[0], str(book.path), *command[1:])
        assert status in (0, 1), text
        assert shown(book, text.encode()) == []
    made = [path for path in tmp_path.iterdir() if path != book.path and path.name != "名单.xlsx"]
    assert len(made) == 3
    assert [place for path in made for place in shown(book, path.name.encode())] == []
    assert [pair for path in made for pair in left(book, path) if pair[0] not in NAMED] == []


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_a_posted_pdf_shows_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = planted_book(tmp_path / "名单.xlsx", 4)
    status, text = said(capsys, "command", "公示表", str(book.path), "--pdf", "-o", str(tmp_path / "公示.xlsx"))
    assert status in (0, 1), text
    paper = subprocess.run(["pdftotext", tmp_path / "公示.pdf", "-"], capture_output=True, check=True).stdout
    assert "公示" in paper.decode()
    assert shown(book, paper) == []

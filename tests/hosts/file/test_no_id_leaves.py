"""No ID number leaves by any way out: terminal, JSON, report, posted sheets, masked copies, names of files, PDF.

A book holds an invented number in every place that a workbook has. What comes out is read by other means than the
masking itself: all digits of a part in a row, whatever stands between them.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.id_places import Planted, planted_book, small_book
from xl_addin.cli.application import _run
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.handover.second_look import leftovers
from xl_addin.hosts.file.buttons import press
from xl_addin.values.errors import InputError

NAMED = re.compile(
    r"xl/embeddings/|xl/activeX/|xl/model/|_xmlsignatures/"
    r"|customXml/item(?:7\.xml|9\.xml|1[045]\.xml|11\.html)|xl/media/image3\.svg|xl/webextensions/|xl/xmlMaps\.xml"
)
"""Parts that may be left as they are and are named instead: sealed ones, and those whose pieces nobody can judge."""


class _Digits(dict[int, str]):
    """What each character is as a digit, found out once; "" for what is none."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).translate(NUMERALS)
        self[code] = found = "".join(str(unicodedata.digit(char)) for char in plain if unicodedata.digit(char, -1) >= 0)
        return found


NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳叄陸", "00123456789123456789236")
_DIGITS = _Digits()


def digits(text: str) -> str:
    return text.translate(_DIGITS)


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
            for name in archive.namelist():
                inner = archive.read(name).decode("utf-8", "replace")
                yield inner
                yield re.sub(r"<[^<>]*>", "", inner)


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        yield "", archive.comment
        for info in archive.infolist():
            yield info.filename, info.filename.encode() + b" " + info.comment + info.extra
            yield info.filename, archive.read(info)


def shown(book: Planted, data: bytes) -> list[str]:
    """Places whose number can be read in the bytes: its area and its day of birth together."""
    rows = {row for text in readings(data) if len(row := digits(text)) >= 14}
    return [place for number, place in book.places.items() if any(number[:14] in row for row in rows)]


def left(book: Planted, path: Path) -> list[tuple[str, str]]:
    return [(part, place) for part, data in parts(path) for place in shown(book, data)]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = _run(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def faults_of_copy(book: Planted, target: Path, summary: str, status: int) -> list[str]:
    """What a masked copy shows that it should not, or does not say."""
    found = {part for part, _ in left(book, target)}
    named = "".join(one.where for one in leftovers(target))
    wrong = [f"{book.path.name}: {part} is not masked" for part in found if not NAMED.match(part)]
    wrong += [f"{book.path.name}: {part} is not named" for part in found if part not in named]
    if (status > 0) != bool(named) or ("不能外发" in summary) != bool(named):
        wrong.append(f"{book.path.name}: status {status}")
    return wrong + shown(book, summary.encode())


def test_a_masked_copy_shows_no_number_but_in_what_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, target = planted_book(tmp_path / "名单.xlsx", 1), tmp_path / "副本.xlsx"
    assert set(book.places.values()) == {place for _, place in left(book, book.path)}  # the test sees
    status, text = said(capsys, "command", "交付副本", str(book.path), "--masked", "-o", str(target))
    assert faults_of_copy(book, target, text, status) == []


CHANNELS = ("check", "json", "run", "公示表", "职工确认单", "解释选中单元格", "交付副本")


def leaks(folder: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What can be seen of the numbers of a small book, by one of the ways out that the seed chooses."""
    channel = CHANNELS[seed % len(CHANNELS)]
    book = small_book(folder / f"名单{seed}.xlsx", seed)
    target = folder / f"出{seed}.xlsx"
    if seed % 50 == 0:
        assert set(book.places.values()) == {place for _, place in left(book, book.path)}, seed
    if channel in ("check", "json", "run"):
        options = {"check": [], "json": ["--format", "json"], "run": ["-o", str(target)]}[channel]
        status, text = said(capsys, channel.replace("json", "check"), str(book.path), *options)
        wrong = shown(book, text.encode()) + [text] * (status > 1)
        return wrong + (_in_report(book, target) if channel == "run" else [])
    wish = Wish(masked=channel in ("职工确认单", "交付副本"), cell="I2" if channel == "解释选中单元格" else "")
    try:
        output = None if wish.cell else target
        done = press(BY_NAME[channel], book.path, output, wish, dt.datetime(2011, 9, 28))
    except InputError as refusal:
        return [
            *shown(book, refusal.message.encode()),
            *([refusal.message] if "脱敏后同名" not in refusal.message else []),
        ]
    if channel == "交付副本":
        return faults_of_copy(book, target, done.summary, done.faults)
    wrong = shown(book, done.summary.encode())
    return wrong + [place for path in done.written for _, place in left(book, path)]


def _in_report(book: Planted, target: Path) -> list[str]:
    """Numbers on the sheets that a run has added."""
    with zipfile.ZipFile(target) as archive, zipfile.ZipFile(book.path) as before:
        ours = set(archive.namelist()) - set(before.namelist())
        return [place for name in ours if "sheet" in name for place in shown(book, archive.read(name))]


def test_small_books_show_no_number_by_any_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [line for seed in range(42) for line in leaks(tmp_path, seed, capsys)] == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 5_040, 420))
def test_many_books_show_no_number_by_any_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], start: int
) -> None:
    assert [line for seed in range(start, start + 420) for line in leaks(tmp_path, seed, capsys)] == []


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
    assert _in_report(book, target) == []


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
    assert [pair for path in made for pair in left(book, path) if not NAMED.match(pair[0])] == []


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_a_posted_pdf_shows_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = planted_book(tmp_path / "名单.xlsx", 4)
    status, text = said(capsys, "command", "公示表", str(book.path), "--pdf", "-o", str(tmp_path / "公示.xlsx"))
    assert status in (0, 1), text
    paper = subprocess.run(["pdftotext", tmp_path / "公示.pdf", "-"], capture_output=True, check=True).stdout
    assert "公示" in paper.decode()
    assert shown(book, paper) == []

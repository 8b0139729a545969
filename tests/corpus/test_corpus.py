"""One small book for each trait of public ones: every part is the user's own after a run and after 清除标记."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.corpus.book import CONTENT, Book, plain_book
from tests.corpus.part_traits import part_traits
from tests.corpus.sheet_traits import Trait, sheet_traits
from xl_addin.files import markup
from xl_addin.files.container import canonical, open_package
from xl_addin.files.patching import clear_patched
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.job import run_file
from xl_addin.tables.grid import BookGrid

pytestmark = pytest.mark.corpus
NOW = dt.datetime(2020, 6, 1, 9, 0)
TRAITS = [*sheet_traits(), *part_traits()]
CALCULATED = "a call of ours that is calculated already"
CALCULATE = b' fullCalcOnLoad="1"'
"""Stays: a value that a run took away, because it hung on a stale one, is not brought back by clearing marks."""
OURS = (None, 1, 57600)
_TAG = re.compile(r"<[^>]*>|[^<]+")


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def tokens(data: bytes) -> list[str]:
    """Pieces of a part, the counts of lists and the wish to be calculated left out."""
    text = markup.decode(data.replace(CALCULATE, b""))[0].decode()
    text = re.sub(r"<([^\s/>]+)([^<>]*?)\s*/>", r"<\1\2></\1>", text)
    return [re.sub(r"""\scount=(?:"\d*"|'\d*')""", "", token) for token in _TAG.findall(text)]


def is_within(few: Iterable[str], many: Iterable[str]) -> bool:
    """Whether the first follow one another in the second, with anything between them."""
    rest = iter(many)
    return all(any(token == other for other in rest) for token in few)


def frame_of(path: Path) -> dict[str, str]:
    """What the parts that a run may change are called in a book: name in the zip by role."""
    from xl_addin.files.workbook_part import read_workbook

    with open_package(path) as package:
        book = read_workbook(package)
        sheet = next(entry for entry in book.sheets if entry.name == "测算表")
        found = {"sheet": sheet.part, "styles": book.styles or "", "book": book.part, "types": CONTENT}
        found["rels"] = re.sub(r"([^/]+)$", r"_rels/\1.rels", book.part)
        names = {role: package.find(part) for role, part in found.items() if part}
    return {role: info.filename for role, info in names.items() if info is not None}


def values_of(book: BookGrid) -> dict[str, list[list[object]]]:
    return {sheet.name: sheet.rows for sheet in book.sheets if not sheet.ours}


@pytest.mark.parametrize(("name", "trait"), TRAITS, ids=[name for name, _ in TRAITS])
def test_every_part_is_the_users_own(tmp_path: Path, name: str, trait: Trait) -> None:
    book = plain_book()
    trait(book)
    source, run, cleared = (tmp_path / f"{step}{book.suffix}" for step in ("a", "run", "clear"))
    before = open_book(book.save(source))
    outcome = run_file(source, run, NOW)
    assert outcome.recalculation.calls >= 1
    clear_patched(run, cleared)

    frame = frame_of(source)
    original, after_run, after_clear = parts_of(source), parts_of(run), parts_of(cleared)
    assert list(after_run)[: len(original)] == list(original), "parts keep their names and order"
    assert list(after_clear) == list(original), "what was added is gone"
    for part, data in original.items():
        if part not in frame.values():
            assert after_run[part] == data, part
    assert canonical(next(iter(set(after_run) - set(original)))).endswith(".xml")
    for role in ("book", "types", "rels"):
        assert is_within(tokens(original[frame[role]]), tokens(after_run[frame[role]])), role
        assert after_clear[frame[role]].replace(CALCULATE, b"") == original[frame[role]], role
    if "styles" in frame:
        assert is_within(tokens(original[frame["styles"]]), tokens(after_clear[frame["styles"]]))
    sheet = original[frame["sheet"]]
    codec = "utf-16-le" if sheet[:2] == b"\xff\xfe" else "utf-8"
    expected = sheet if name == CALCULATED else written(sheet, codec)
    if name == "data table":  # what it said before our value changed is no result
        expected = expected.replace(b'r1="D3"/><v>1</v>', b'r1="D3"/>')
    assert after_clear[frame["sheet"]] == expected
    assert_zip_is_sound(run)
    assert_same_but_ours(values_of(before), values_of(open_book(run)))


def written(sheet: bytes, codec: str) -> bytes:
    """The part with the results of our calls, whose formulas begin with SOE_."""
    call = re.compile(rb"(SOE_SEVERANCE\([^<]*\)</(?:x:)?f>)<((?:x:)?)v>1</(?:x:)?v>")
    text = sheet.decode(codec).encode() if codec != "utf-8" else sheet
    new = call.sub(lambda m: m[1] + b"<" + m[2] + b"v>57600</" + m[2] + b"v>", text)
    assert new != text
    return new.decode().encode(codec) if codec != "utf-8" else new


def assert_same_but_ours(before: dict[str, list[list[object]]], after: dict[str, list[list[object]]]) -> None:
    assert list(before) == list(after)
    for name, rows in before.items():
        for row, (left, right) in enumerate(zip(rows, after[name], strict=True), 1):
            assert [v for v in left if v not in OURS] == [v for v in right if v not in OURS], (name, row)


def assert_zip_is_sound(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        types = archive.read(next(n for n in archive.namelist() if n.lower() == CONTENT.lower()))
        text = types.decode("utf-16") if types[:2] == b"\xff\xfe" else types.decode()
        names = [name.lower() for name in re.findall(r'PartName\s*=\s*["\']([^"\']*)', text)]
        assert len(names) == len(set(names)), "a part is declared once"


def test_there_are_enough_traits() -> None:
    names = [name for name, _ in TRAITS]
    assert len(names) == len(set(names)) >= 150


def test_the_plain_book_is_sound(tmp_path: Path) -> None:
    book: Book = plain_book()
    openpyxl = pytest.importorskip("openpyxl")
    assert openpyxl.load_workbook(book.save(tmp_path / "a.xlsx")).sheetnames == ["测算表", "说明"]

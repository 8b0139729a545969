"""Files that cannot be used are refused with one Chinese line, before they cost time or memory."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from xl_addin.files import shared_formulas
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.files.shared_formulas import SharedFormula, cut
from xl_addin.values.errors import InputError

SEED = 20_260_701


def assert_one_chinese_line(message: str) -> None:
    assert "\n" not in message
    assert any("\u4e00" <= letter <= "\u9fff" for letter in message)


@pytest.mark.parametrize("make", books.REFUSED.values(), ids=books.REFUSED.keys())
def test_an_unusable_file_is_refused_and_nothing_written(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    source, target = make(tmp_path / "坏.xlsx"), tmp_path / "出.xlsx"
    with pytest.raises(InputError) as reading:
        open_book(source)
    assert_one_chinese_line(reading.value.message)
    source_bytes = source.stat().st_size
    for patch in (BookPatch({}), BookPatch({"花名册": {(1, 1): 1}})):
        try:
            write_patched(source, target, patch)
        except InputError as error:
            assert_one_chinese_line(error.message)
            assert not target.exists()
        target.unlink(missing_ok=True)
    assert [path.name for path in tmp_path.iterdir()] == ["坏.xlsx"]
    assert source.stat().st_size == source_bytes


@pytest.mark.parametrize(
    "make", [books.too_big, books.too_big_together, books.many_entries], ids=["part", "total", "entries"]
)
def test_a_file_that_is_too_big_is_refused_before_it_is_expanded(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "大.xlsx")
    tracemalloc.start()
    with pytest.raises(InputError, match=r"过大|上限"):
        open_book(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_long_formula_shared_by_very_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_addin.files.reading.MAX_EXPANDED", 100_000)
    first = '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A99">' + "+A1" * 1000 + "</f></c></row>"
    others = "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/></c></row>' for r in range(2, 50))
    moved: list[int] = []
    at = SharedFormula.at
    monkeypatch.setattr(SharedFormula, "at", lambda self, row, col: [moved.append(row), at(self, row, col)][1])
    with pytest.raises(InputError, match="共享公式"):
        open_book(books.save(tmp_path / "长.xlsx", books.parts(first + others)))
    assert len(moved) < 40  # once, not again in the plain way


def test_a_text_that_no_other_cell_shares_is_never_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts: list[str] = []
    monkeypatch.setattr(shared_formulas, "cut", lambda text: [cuts.append(text), cut(text)][1])
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><f t="shared" si="{r % 3}" ref="A{r}">B{r}*5%</f><v>1</v></c></row>'
        for r in range(1, 90)
    )
    other = '<row r="90"><c r="A90"><f t="shared" si="2"/><v>1</v></c></row>'
    formulas = open_book(books.save(tmp_path / "各.xlsx", books.parts(rows + other))).sheets[0].formulas
    assert (formulas[1, 1].text, formulas[90, 1].text, cuts) == ("B1*5%", "B90*5%", ["B89*5%"])


def test_a_tag_with_a_million_spaces_is_read_and_patched(tmp_path: Path) -> None:
    rows = f'<row r="1"{" " * 10**6}><c {" " * 10**6}r="A1"{" " * 10**6}><v>1</v></c></row>'
    source = books.save(tmp_path / "a.xlsx", books.parts(rows))
    write_patched(source, tmp_path / "b.xlsx", BookPatch({"花名册": {(1, 1): 2}}))
    assert open_book(tmp_path / "b.xlsx").sheets[0].rows == [[2]]


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "无.xlsx", "找不到"), (tmp_path, "文件夹"), (tmp_path / ("长" * 300), "无法读取")):
        with pytest.raises(InputError, match=word):
            open_book(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.touch()
    with pytest.raises(InputError, match="空文件"):
        open_book(path)


def test_damaged_bytes_never_raise_anything_but_a_refusal(tmp_path: Path) -> None:
    whole = rich_book(tmp_path / "rich.xlsm").read_bytes()
    chance, path, refused = random.Random(SEED), tmp_path / "damaged.xlsm", 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data), chance.randrange(4, len(data))])])
        try:
            open_book(path)
        except InputError as error:
            assert_one_chinese_line(error.message)
            refused += 1
    assert refused > 100


def test_damaged_markup_never_raises_anything_but_a_refusal(tmp_path: Path) -> None:
    with zipfile.ZipFile(rich_book(tmp_path / "rich.xlsm")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(SEED)
    read = [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    ]
    for _ in range(300):
        name = chance.choice(read)
        data = parts[name]
        start = chance.randrange(len(data))
        change = chance.choice([b"", b"<", b">", b'"', b"&", b"\0", b"A", b"-1", b"99999999999999999999"])
        damaged = data[:start] + change + data[start + chance.randrange(3) :]
        path = books.save(tmp_path / "damaged.xlsm", parts | {name: damaged})
        for act in (open_book, lambda p: write_patched(p, tmp_path / "出.xlsm", BookPatch({"图": {(1, 11): 1}}))):
            try:
                act(path)
            except InputError as error:
                assert_one_chinese_line(error.message)

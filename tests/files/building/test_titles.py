"""A sheet can be named after any text: the workbook opens."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.building.workbook import write_book

PIECES = ["甲", "厂", "A", "a", "'", "[", "]", ":", "/", "\\", "?", "*", " ", "\x00", "\x07", "\x9f", "𠮷", "\ud800"]
PIECES += ["\ufffe", "\u202e", "History", "history", "&", "<", '"', "\ue000", "ß", "长" * 12]


@pytest.mark.parametrize("number", [60, pytest.param(5_000, marks=pytest.mark.long)])
def test_titles_of_any_texts_are_valid_and_differ(tmp_path: Path, number: int) -> None:
    chance = random.Random(20_261_129)
    taken: set[str] = set()
    titles = []
    for _ in range(number):
        title = sheet_title("".join(chance.choices(PIECES, k=chance.randrange(6))), taken)
        assert 1 <= len(title.encode("utf-16-le")) // 2 <= 31
        assert not set(title) & set("[]:*?/\\\x00\x07\x9f\ud800\ufffe\u202e")
        assert title[0] != "'" and title[-1] != "'" and title.casefold() != "history"
        assert title.casefold() not in taken
        taken.add(title.casefold())
        titles.append(title)
    path = tmp_path / "a.xlsx"
    write_book(path, NewBook("表", [NewSheet(title, [[NewCell(1)]], [9.0]) for title in titles[:200]]))
    assert openpyxl.load_workbook(path).sheetnames == titles[:200]

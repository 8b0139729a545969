"""A button pressed in the manual's workbook says in its message box what the manual and its pictures show."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.hosts.openbook.fake_excel import FakeWorkbook
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec, Wish
from xl_addin.hosts.excel.buttons import press
from xl_addin.hosts.excel.manual import example

Open = Callable[[Path], tuple[Any, FakeWorkbook]]
HASH = re.compile(r" [0-9a-f]{12}(?![0-9a-f])")
PRESSED = [spec for spec in COMMANDS if spec.id not in ("fill_table", "about")]
"""The first needs a cell of its own, the answer of the second is about this machine and moment."""


def write(path: Path, rows: example.Rows) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, cells in ((example.ROSTER, rows), (example.POLICY, example.policy_rows())):
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("rows", [example.typed_rows(), example.corrected_rows()], ids=["typed", "corrected"])
@pytest.mark.parametrize("spec", PRESSED, ids=[spec.id for spec in PRESSED])
def test_a_button_answers_what_the_manual_shows(
    open_in_excel: Open, tmp_path: Path, spec: CommandSpec, rows: example.Rows
) -> None:
    path = tmp_path / example.NAME
    write(path, rows)
    _, fake = open_in_excel(path)
    said = press(spec.id, fake, example.ROSTER, "$D$3")
    expected = example.answer(spec, example.workbook(rows), Wish(sheet=example.ROSTER, cell="D3"))
    assert HASH.sub(" ……", said[1:]) == expected

"""A part that says one thing many thousand times is read, marked and masked in the time that its size allows."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.looks import Mark
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book

CELL = '<row r="{0}"><c r="A{0}" t="{1}"><v>{2}</v></c></row>'
OUR_RULE = '<conditionalFormatting sqref="A{}"><cfRule type="expression" priority="{}"><formula>N("xl_addin:error")=0'


def _named(number: int) -> dict[str, bytes]:
    names = "".join(f'<definedName name="_xl_addin_report_{i}">花名册!$A$1</definedName>' for i in range(number))
    book = books.parts()
    name = "xl/workbook.xml"
    return book | {
        name: book[name].replace(b"</workbook>", f"<definedNames>{names}</definedNames></workbook>".encode())
    }


def _ruled(number: int) -> dict[str, bytes]:
    rules = (OUR_RULE.format(i, i) + "</formula></cfRule></conditionalFormatting>" for i in range(1, number))
    return books.parts(after="".join(rules))


def _shared(number: int) -> dict[str, bytes]:
    first = '<f t="shared" si="0" ref="A1:A9">' + "+".join(["B1"] * 50) + "</f>"
    cells = (first if row == 1 else '<f t="shared" si="0"/>' for row in range(1, number // 10))
    return books.parts("".join(f'<row r="{r}"><c r="A{r}">{f}<v>1</v></c></row>' for r, f in enumerate(cells, 1)))


def _texts(items: str) -> dict[str, bytes]:
    return books.with_strings(books.parts(CELL.format(1, "s", 0)), f"<si>{items}</si>")


REPEATED: dict[str, Callable[[int], dict[str, bytes]]] = {
    "hidden in a row": lambda n: books.parts('<row r="1" x="' + "hidden='1' " * n + '"/>'),
    "hidden in a text": lambda n: books.parts(after="<x>" + "hidden='1' " * n + "</x>"),
    "attributes": lambda n: books.parts('<row r="1"><c r="A1"' + "".join(f' a{i}="1"' for i in range(n)) + "/></row>"),
    "blanks": lambda n: books.parts('<row r="1"' + " " * n * 10 + '><c r="A1"><v>1</v></c></row>'),
    "comments": lambda n: books.parts("<!-- -->" * n + books.SMALL_ROWS),
    "instructions": lambda n: books.parts("<?a ?>" * n + books.SMALL_ROWS),
    "cdata": lambda n: books.parts(CELL.format(1, "str", "<![CDATA[<]]>" * n)),
    "references": lambda n: books.parts(CELL.format(1, "str", "&#65;" * n)),
    "escapes": lambda n: books.parts(CELL.format(1, "str", "_xD800_" * n)),
    "runs": lambda n: _texts("<r><t>a</t></r>" * n),
    "readings": lambda n: _texts("<t>a</t>" + '<rPh sb="0"><t>a</t></rPh>' * n),
    "rules of ours": _ruled,
    "names of ours": _named,
    "shared formulas": _shared,
}


@pytest.mark.parametrize("number", [15_000, pytest.param(150_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("make", REPEATED.values(), ids=REPEATED.keys())
def test_what_is_said_again_and_again_takes_no_time(
    tmp_path: Path, make: Callable[[int], dict[str, bytes]], number: int
) -> None:
    path = books.save(tmp_path / "a.xlsx", make(number))
    started = time.process_time()
    tracemalloc.start(1)
    book = open_book(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    marks = [Mark(sheet.name, "A1", "error") for sheet in book.sheets if not sheet.ours]
    write_patched(path, tmp_path / "b.xlsx", BookPatch({}, marks))
    write_patched(path, tmp_path / "c.xlsx", BookPatch({}, freezing=Freezing({}, lambda _: False, {})))
    assert time.process_time() - started < 2 + number / 5_000
    assert peak < 20_000_000 + 2_000 * number

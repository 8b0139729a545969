"""What the fuzzer attacks: each target takes any bytes and raises where a promise is broken.

A refusal in one Chinese line is kept; any other exception, another reading by the second way, or a change that was not
asked for is a fault. :mod:`tests.fuzz.fuzz` drives them, and the seeds are replayed by every ``make test``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from lxml import etree

from tests.faults import hostile_books as books
from xl_addin.files import markup, sheet_xml
from xl_addin.files.edits.marks import with_marks, without_marks
from xl_addin.files.edits.values import with_values
from xl_addin.files.foreign.html import read_html
from xl_addin.files.foreign.text import read_text
from xl_addin.files.foreign.xml2003 import read_xml2003
from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.files.handover.masking import masked_part, masked_sheet
from xl_addin.files.handover.masking_other import masked_other
from xl_addin.files.handover.second_look import leftovers
from xl_addin.files.kinds import kind_of
from xl_addin.files.looks import MARKS, Mark
from xl_addin.files.patching import BookPatch, clear_patched, write_patched
from xl_addin.files.reading import read_package
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.files.scan.blocks import scan_blocks
from xl_addin.files.scan.rows import SheetScan, scan_rows
from xl_addin.formulas.recalculation import recalculate
from xl_addin.formulas.recalculation import with_values as recalculated
from xl_addin.tables.grid import BookGrid, FormulaCell, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text

_STRINGS: Final = ["姓名", "甲", "11010519491231002X"]
_PIECE: Final = 61
"""Sheets are read in pieces; small ones end at every place."""
_PART: Final = b"\n=== "
_FORMATS: Final = {style: number for number, style in enumerate(MARKS)}


def _one_line(error: InputError) -> None:
    assert "\n" not in error.message and any("\u4e00" <= char <= "\u9fff" for char in error.message), error.message


def container(data: bytes) -> None:
    """Any bytes as a file: told what it is, and read where it is a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "簿.xlsx"
        path.write_bytes(data)
        try:
            if kind_of(path) == "xlsx":
                _through(path)
        except InputError as error:
            _one_line(error)


def parts(data: bytes) -> None:
    """A sound zip of any parts (``=== name`` and the content): read, marked, cleared again, masked."""
    content = books.parts()
    for piece in data.split(_PART)[1:]:
        name, _, body = piece.partition(b"\n")
        content[name.decode("utf-8", "replace")[:80].replace("\0", "") or "a"] = body
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in content.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    container(stream.getvalue())


def _through(path: Path) -> None:
    book = read_package(path)
    recalculate(book)
    marked, cleared, again = (path.with_name(name) for name in ("标.xlsx", "清.xlsx", "掩.xlsx"))
    clear_patched(path, cleared)
    before = read_package(cleared)
    write_patched(path, marked, BookPatch({}, [Mark(s.name, "B2", "error") for s in before.sheets if not s.ours]))
    clear_patched(marked, again)
    assert _same(read_package(again), before)
    again.unlink()
    write_patched(path, again, BookPatch({}, freezing=Freezing({}, lambda _: False, {})))
    leftovers(again)


def _same(one: BookGrid, other: BookGrid) -> bool:
    return [(s.name, repr(s.rows), s.formulas) for s in one.sheets] == [
        (s.name, repr(s.rows), s.formulas) for s in other.sheets
    ]


def _scan(prefix: bytes) -> SheetScan:
    texts = np.array(_STRINGS, dtype=object)
    return SheetScan("“表”", sheet_xml.patterns(prefix), _STRINGS, texts, frozenset({b"1"}), date1904=False)


def _plainly(data: bytes) -> SheetScan | None:
    """The sheet by the plain loop; None where it is refused."""
    try:
        text = markup.without_noise(markup.usable(data, "“表”")[0])
        frame = sheet_xml.frame(text)
        sheet = _scan(frame.prefix)
        scan_rows(sheet, text, frame)
    except InputError as error:
        _one_line(error)
        return None
    return sheet


def _quickly(data: bytes) -> SheetScan | None:
    """The sheet by arrays; None where that leaves it to the plain loop."""
    sheet = _scan(b"")
    try:
        text = markup.decode(data)[0]
        scan_blocks(sheet, (text[place : place + _PIECE] for place in range(0, len(text), _PIECE)))
    except (Unusual, ValueError):
        return None
    return sheet


def _read(sheet: SheetScan) -> object:
    rows = [list(row) for row in sheet.rows]
    while rows and not rows[-1]:
        rows.pop()
    return repr(rows), sheet.formulas, sheet.odd


def scan(data: bytes) -> None:
    """Bytes as the rows of a sheet: both ways of reading give the same, or the quick one gives way."""
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (books.MAIN.encode(), data)
    quick = _quickly(sheet)
    if quick is not None:
        plain = _plainly(sheet)
        assert plain is not None and _read(plain) == _read(quick)
    else:
        _plainly(sheet)
    _plainly(data)


def formula(data: bytes) -> None:
    """Each line a formula, or a defined name where it begins with ``name=``: always a value, an error or a reason."""
    sheet = SheetGrid("表", "a", [["姓名", 1, "1985-07-01"], ["甲", 2.5, None], [True, "11010519491231002X", 1600]])
    names: dict[str, str] = {}
    for row, line in enumerate(data.decode("utf-8", "replace").splitlines()[:12], 4):
        name, mark, text = line.partition("=")
        if mark and name.isidentifier():
            names[name] = text
        else:
            sheet.formulas[row, 1] = FormulaCell(row, 1, line, "normal", None, 1, row % 2 == 0)
    sheet.formulas[20, 1] = FormulaCell(20, 1, "经济补偿金(C1,A4,A5,A6)", "normal", None, 1, True)
    book = BookGrid(Path("簿.xlsx"), [sheet], defined_names=names)
    recalculated(book, recalculate(book))


def patch(data: bytes) -> None:
    """A sheet that can be read: a value is put into a cell, no other changes, and marks go as they came."""
    before = _plainly(data)
    if before is None or data.count(b"sheetData") > 2:  # one within a cell is no sheet to any program
        return
    text = markup.decode(data)[0]
    assert without_marks(with_marks(text, {"error": ["A1", "B2:C3"]}, _FORMATS)) == without_marks(text)
    for place, value in (((1, 1), 2.5), ((2, 3), "<甲&\x0b"), ((300, 900), True)):
        try:
            after = _plainly(with_values(text, {place: value}, date1904=False))
        except InputError as error:
            _one_line(error)
            continue
        assert after is not None
        found = _value(after, *place)
        assert found == value or isinstance(found, dt.date)  # in a cell that shows a number as a day
        left = [(r, c) for r, row in enumerate(before.rows, 1) for c, v in enumerate(row, 1) if v is not None]
        wrong = [one for one in left if one != place and repr(_value(before, *one)) != repr(_value(after, *one))]
        assert not wrong, wrong


def _value(sheet: SheetScan, row: int, col: int) -> object:
    line = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    return line[col - 1] if col <= len(line) else None


def masking(data: bytes) -> None:
    """Any part: masked once it shows no number by the same reading, and what was sound XML stays so."""
    hidden = masked_other(data, ())
    assert masked_other(hidden, ()) == hidden
    holds_id(data)
    shown = data.decode("utf-8", "replace")
    assert mask_text(mask_text(shown)) == mask_text(shown)
    text = markup.readable(data)
    if text is None:
        return
    try:
        markup.check(text)
    except ValueError:
        masked_part(text, {})
        return
    for mask in (lambda one: masked_part(one, {}), masked_sheet):
        new = mask(text)
        markup.check(new)
        assert mask(new) == new


def foreign(data: bytes) -> None:
    """Bytes as a page, as columns of text and as XML of 2003: sheets, or a refusal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "簿.xls"
        path.write_bytes(data)
        for read in (read_html, read_text, read_xml2003):
            try:
                read(path)
            except (InputError, etree.LxmlError, csv.Error, ValueError):
                continue  # the process that reads them ends, and its parent has the sentence


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    one.__name__: one for one in (container, parts, scan, formula, patch, masking, foreign)
}

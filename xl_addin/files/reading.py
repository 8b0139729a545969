"""Open a workbook as values: safe against hostile files, faithful for what checks and functions need.

One pass over the bytes of each sheet gives values, error cells, formulas and merged ranges: by arrays where the
bytes have the form that office programs write (:mod:`xl_addin.files.scan.blocks`), by a plain loop elsewhere
(:mod:`xl_addin.files.scan.rows`). python-calamine is no faster and gives values only, shows '' for an error cell
and aborts the whole process on a file with one far cell (docs/adr/0002-dependencies.md). What it leaves out:
formats, comments, charts. Other formats are :mod:`xl_addin.files.foreign`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import SAVE_AS, Package, open_package
from xl_addin.files.foreign.by_office import read_by_office
from xl_addin.files.foreign.isolated import Unreadable, read_foreign
from xl_addin.files.foreign.sheets import BEYOND
from xl_addin.files.number_formats import date_styles
from xl_addin.files.passwords import PlainFile, plain_file
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.files.scan.blocks import scan_blocks
from xl_addin.files.scan.room import MAX_CELLS, MAX_EXPANDED, MAX_FILLED, MAX_MERGED, TEXTS_A_CELL, Room, TooMuch
from xl_addin.files.scan.rows import SheetScan, scan_rows
from xl_addin.files.scan.texts import block_texts, plain_texts
from xl_addin.files.workbook_part import NO_PART, SheetEntry, WorkbookPart, read_workbook, tables_of
from xl_addin.tables.grid import BookGrid, Repair, SheetGrid, area_bounds
from xl_addin.values.errors import InputError
from xl_addin.values.garbage import no_search_for_garbage


def open_book(path: Path, password: str = "") -> BookGrid:
    """Read a workbook of any format that is read; InputError with one Chinese line if it cannot be used.

    The file is only read. Limits: 20,000 parts, 200 MB a part and 300 MB in all when expanded. What is odd in the
    file, and what its format hides, stands in ``repairs`` of the result.
    """
    path = Path(path)
    with plain_file(path, password) as file:
        return read_plain(file, path)


def read_plain(file: PlainFile, path: Path) -> BookGrid:
    """Read a file that has no password; ``path`` is what the user calls it."""
    book = read_package(file.path) if file.kind == "xlsx" else _read_foreign(file)
    return replace(book, path=path, repairs=(*file.repairs, *book.repairs))


def _read_foreign(file: PlainFile) -> BookGrid:
    try:
        return read_foreign(file.path, file.kind)
    except Unreadable:
        book = read_by_office(file.path, file.kind, read_package)
        if book is None:
            raise
        return book


def read_package(path: Path) -> BookGrid:
    """Read a workbook of the Office Open XML format, without a password."""
    with no_search_for_garbage(), open_package(path) as package:
        workbook = read_workbook(package)
        strings = _shared_strings(package, workbook.shared_strings)
        texts = np.array(strings, dtype=object)
        dated = frozenset(b"%d" % index for index in _date_styles(package, workbook))
        sheets: list[SheetGrid] = []
        repairs: list[Repair] = []
        room = Room(MAX_FILLED - len(strings) // TEXTS_A_CELL, MAX_EXPANDED, MAX_MERGED, MAX_CELLS)
        for entry in workbook.sheets:
            if entry.kind == "worksheet":
                sheet, found, room = _read_sheet(package, workbook, entry, strings, texts, dated, room)
                sheets.append(sheet)
                repairs += found
    repairs += [Repair("sheet_without_part", entry.name) for entry in workbook.sheets if entry.kind == NO_PART]
    others = tuple(entry.name for entry in workbook.sheets if entry.kind != "worksheet")
    return BookGrid(path, sheets, workbook.date1904, _defined_names(workbook), tuple(repairs), others)


def _defined_names(workbook: WorkbookPart) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in workbook.names:
        if name.local is None:
            names[name.name] = name.text
        elif name.local < len(workbook.sheets):
            names[f"{workbook.sheets[name.local].name}!{name.name}"] = name.text
    return names


def _date_styles(package: Package, workbook: WorkbookPart) -> frozenset[int]:
    """The numbers of styles of dates; the tree of all styles is let go before any cell is read."""
    return frozenset(date_styles(package.tree(workbook.styles) if workbook.styles else None))


def _shared_strings(package: Package, part: str | None) -> list[str]:
    """The table of texts of the workbook."""
    if part is None:
        return []
    what = f"“{package.path.name}”的部件 {part}"
    try:
        return block_texts(package.pieces(part), what)
    except TooMuch:
        raise
    except (Unusual, ValueError):
        return plain_texts(package.read(part), what)


def _read_sheet(
    package: Package,
    workbook: WorkbookPart,
    entry: SheetEntry,
    strings: list[str],
    texts: NDArray[np.object_],
    dated: frozenset[bytes],
    room: Room,
) -> tuple[SheetGrid, list[Repair], Room]:
    """A sheet, what is odd in it, and the room for those after it."""
    what = f"“{package.path.name}”的工作表“{entry.name}”"

    def scan(prefix: bytes) -> SheetScan:
        return SheetScan(what, sheet_xml.patterns(prefix), strings, texts, dated, workbook.date1904, room=replace(room))

    quick = _scan_quickly(package, entry.part, scan(b""))
    sheet, data, frame = quick or _scan_plainly(package.read(entry.part), what, scan)
    repairs = [Repair(kind, entry.name, next(iter(cells)), len(cells)) for kind, cells in sheet.odd.items()]
    grid = SheetGrid(
        name=entry.name,
        part=entry.part,
        rows=sheet.rows,
        formulas=sheet.formulas,
        merged=_merged(data, frame, sheet),
        state=entry.state,
        ours=entry.name in workbook.reports,
        tables=tuple(tables_of(package, entry.part)) if b"tablePart" in data[frame.after_rows :] else (),
        may_hide_rows=bool(sheet.hidden),
        hidden_rows=frozenset(sheet.hidden) - {0},
    )
    return grid, repairs, sheet.room.rest()


def _scan_quickly(package: Package, part: str, sheet: SheetScan) -> tuple[SheetScan, bytes, sheet_xml.Frame] | None:
    """Scan a sheet of the usual form; None for any other, and for one to refuse: the plain way says why."""
    try:
        rest = scan_blocks(sheet, package.pieces(part))
    except TooMuch:
        raise
    except (Unusual, ValueError):
        return None
    return sheet, rest, sheet_xml.frame(rest)


def _scan_plainly(
    raw: bytes, what: str, scan: Callable[[bytes], SheetScan]
) -> tuple[SheetScan, bytes, sheet_xml.Frame]:
    data = markup.without_noise(markup.usable(raw, what)[0])
    frame = sheet_xml.frame(data)
    if frame.root_name != b"worksheet":
        raise InputError(f"{what} 内容无法识别，{SAVE_AS}")
    sheet = scan(frame.prefix)
    scan_rows(sheet, data, frame)
    return sheet, data, frame


def _merged(data: bytes, frame: sheet_xml.Frame, sheet: SheetScan) -> list[tuple[int, int, int, int]]:
    """The merged ranges as far as cells are in use; InputError where they take in far more than a sheet needs."""
    found = []
    height, width = len(sheet.rows) + BEYOND, max(map(len, sheet.rows), default=0) + BEYOND
    for match in sheet.patterns.merge.finditer(data, frame.after_rows):
        area = area_bounds(sheet_xml.attributes(match[1]).get(b"ref", b"").decode("utf-8"))
        if area is None:  # a range that does not exist merges nothing
            continue
        top, left = area[:2]
        bottom, right = max(top, min(area[2], height)), max(left, min(area[3], width))
        found.append((top, left, bottom, right))
        sheet.room.merge(sheet.what, (bottom - top + 1) * (right - left + 1))
    return found

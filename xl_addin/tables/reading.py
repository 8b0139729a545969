"""Open a workbook as values: safe against hostile files, faithful for what checks and functions need.

One pass over the bytes of each sheet gives values, error cells, formulas and merged ranges. python-calamine gives
values only, shows '' for an error cell and aborts the whole process on a file with one far cell, so its speed
(a third of the time, measured on 100,000 x 25 cells; docs/adr/0004-lossless-patch.md) would have to be paid for with a
second pass and a child process. What it leaves out: formats, comments, charts.
"""

from __future__ import annotations

from pathlib import Path

from xl_addin.tables import markup, sheet_xml
from xl_addin.tables.grid import BookGrid, SheetGrid, parse_address
from xl_addin.tables.number_formats import date_styles
from xl_addin.tables.package import SAVE_AS, Package, open_package
from xl_addin.tables.sheet_reading import SheetScan, rich_text, scan_rows
from xl_addin.tables.workbook_part import SheetEntry, WorkbookPart, read_workbook
from xl_addin.values.errors import InputError


def open_book(path: Path) -> BookGrid:
    """Read a workbook (.xlsx or .xlsm); InputError with one Chinese line if it cannot be used.

    The file is only read. Limits: 20,000 parts, 200 MB a part and 300 MB in all when expanded.
    """
    path = Path(path)
    with open_package(path) as package:
        workbook = read_workbook(package)
        strings = _shared_strings(package, workbook.shared_strings)
        styles = package.tree(workbook.styles) if workbook.styles else None
        dated = frozenset(b"%d" % index for index in date_styles(styles))
        sheets = [
            _read_sheet(package, workbook, entry, strings, dated)
            for entry in workbook.sheets
            if entry.kind == "worksheet"
        ]
    return BookGrid(path, sheets, workbook.date1904, _defined_names(workbook))


def _defined_names(workbook: WorkbookPart) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in workbook.names:
        if name.local is None:
            names[name.name] = name.text
        elif name.local < len(workbook.sheets):
            names[f"{workbook.sheets[name.local].name}!{name.name}"] = name.text
    return names


def _shared_strings(package: Package, part: str | None) -> list[str]:
    """The table of texts, phonetic readings left out, rich text joined."""
    if part is None:
        return []
    what = f"“{package.path.name}”的部件 {part}"
    data = markup.without_noise(markup.usable(package.read(part), what)[0])
    patterns = sheet_xml.patterns(sheet_xml.frame(data, b"si").prefix)
    return [rich_text(match[2] or b"", patterns, what) for match in patterns.item.finditer(data)]


def _read_sheet(
    package: Package, workbook: WorkbookPart, entry: SheetEntry, strings: list[str], dated: frozenset[bytes]
) -> SheetGrid:
    what = f"“{package.path.name}”的工作表“{entry.name}”"
    data = markup.without_noise(markup.usable(package.read(entry.part), what)[0])
    frame = sheet_xml.frame(data)
    if frame.root_name != b"worksheet":
        raise InputError(f"{what} 内容无法识别，{SAVE_AS}")
    patterns = sheet_xml.patterns(frame.prefix)
    sheet = SheetScan(what, patterns, strings, dated, workbook.date1904)
    scan_rows(sheet, data, frame)
    return SheetGrid(
        name=entry.name,
        part=entry.part,
        rows=sheet.rows,
        formulas=sheet.formulas,
        merged=_merged(data, frame, patterns),
        state=entry.state,
        ours=entry.name in workbook.reports,
    )


def _merged(data: bytes, frame: sheet_xml.Frame, patterns: sheet_xml.Patterns) -> list[tuple[int, int, int, int]]:
    found = []
    for match in patterns.merge.finditer(data, frame.after_rows):
        first, _, last = sheet_xml.attributes(match[1]).get(b"ref", b"").decode("utf-8").partition(":")
        try:
            found.append((*parse_address(first), *parse_address(last or first)))
        except ValueError:
            continue  # a range that does not exist merges nothing
    return found

"""The worksheet part of a report: texts as inline strings (never a formula), styles, links, print settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from xl_addin.files import markup
from xl_addin.files.edits.styles import LOOKS
from xl_addin.files.edits.values import stored
from xl_addin.files.report import ReportCell, ReportSheet
from xl_addin.tables.grid import address, column_letters, parse_address, quoted, shortened

RELATIONSHIP_TYPES: Final = {
    markup.MAIN_NAMESPACES[0]: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    markup.MAIN_NAMESPACES[1]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""Addresses of relationship types by the namespace of the book."""
_MAX_LINKS: Final = 65_000
"""Excel repairs a sheet with more than 65,530 links; past this the cells keep their text only."""
_MAX_TITLE: Final = 31
_LINE: Final = 15.0
_MAX_HEIGHT: Final = 409.0
_MAX_SHOWN: Final = 4_000
_DEFAULT_WIDTH: Final = 8.5


def report_part(report: ReportSheet, namespace: str, style: Callable[[str], int]) -> bytes:
    """Write the part of a report; ``style`` gives the index of a cell style by its name.

    A report with charts refers to its drawing as ``rId1`` in the relationships of the part.
    """
    room = {(0, col): width for col, width in enumerate(report.widths, 1)} | _merged_room(report)
    pieces = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _view(report.freeze_row),
        _columns(report.widths),
        "<sheetData>",
        *(_row(number, cells, style, _height(number, cells, room)) for number, cells in enumerate(report.rows, 1)),
        "</sheetData>",
        f'<autoFilter ref="{report.filter_ref}"/>' if report.filter_ref else "",
        _merges(report.merges),
        _links(report),
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
        f'<pageSetup paperSize="9" orientation="{"landscape" if report.landscape else "portrait"}" fitToHeight="0"/>',
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页 / 共 &amp;N 页</oddFooter></headerFooter>",
        f'<drawing xmlns:r="{RELATIONSHIP_TYPES[namespace]}" r:id="rId1"/>' if report.charts else "",
        "</worksheet>",
    ]
    return "".join(pieces).encode()


def row_heights(report: ReportSheet) -> list[float]:
    """Height in points of each row of a report, for hosts that set them themselves."""
    room = {(0, col): width for col, width in enumerate(report.widths, 1)} | _merged_room(report)
    return [_height(number, cells, room) for number, cells in enumerate(report.rows, 1)]


def _view(frozen: int) -> str:
    if not frozen:
        return '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    first = address(frozen + 1, 1)
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{frozen}" topLeftCell="{first}" '
        f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="{first}" sqref="{first}"/>'
        f"</sheetView></sheetViews>"
    )


def _columns(widths: list[float]) -> str:
    if not widths:
        return ""
    columns = "".join(
        f'<col min="{col}" max="{col}" width="{width:g}" customWidth="1"/>' for col, width in enumerate(widths, 1)
    )
    return f"<cols>{columns}</cols>"


def _merged_room(report: ReportSheet) -> dict[tuple[int, int], float]:
    """Width of the merged ranges of one row, by their first cell."""
    room = {}
    for merge in report.merges:
        first, _, last = merge.partition(":")
        (row, left), (bottom, right) = parse_address(first), parse_address(last or first)
        if row == bottom:
            room[row, left] = sum(report.widths[left - 1 : right])
    return room


def _height(row: int, cells: list[ReportCell], room: dict[tuple[int, int], float]) -> float:
    """Height in points that shows every wrapped text; programs that lay out rows themselves may change it."""
    height = _LINE
    for col, cell in enumerate(cells, 1):
        look = LOOKS.get(cell.style, LOOKS[""])
        lines = 1
        if look.wrap and isinstance(cell.value, str):
            width = max(room.get((row, col), room.get((0, col), _DEFAULT_WIDTH)) - 1, 2)
            lines = sum(max(1, math.ceil(_breadth(line) / width)) for line in cell.value[:_MAX_SHOWN].split("\n"))
        height = max(height, lines * _LINE * look.size / LOOKS[""].size)
    return min(height, _MAX_HEIGHT)


def _breadth(text: str) -> int:
    """Width of a text in characters: a Chinese one takes two."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in text)


def _row(number: int, cells: list[ReportCell], style: Callable[[str], int], height: float) -> str:
    made = []
    for col, cell in enumerate(cells, 1):
        head = f'<c r="{column_letters(col)}{number}" s="{style(cell.style)}"'
        if isinstance(cell.value, str) and cell.value:
            text = markup.escaped(shortened(cell.value))
            made.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            continue
        kind, plain = stored(cell.value or None if cell.value == "" else cell.value, date1904=False)
        mark = f' t="{kind.decode()}"' if kind else ""
        made.append(f"{head}/>" if plain is None else f"{head}{mark}><v>{plain.decode()}</v></c>")
    return f'<row r="{number}" ht="{height:g}">{"".join(made)}</row>'


def _merges(merges: list[str]) -> str:
    if not merges:
        return ""
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    return f'<mergeCells count="{len(merges)}">{cells}</mergeCells>'


def _links(report: ReportSheet) -> str:
    links: list[str] = []
    for row, cells in enumerate(report.rows, 1):
        for col, cell in enumerate(cells, 1):
            if cell.link and len(links) < _MAX_LINKS:
                place = markup.escaped(f"{quoted(cell.link[0])}!{cell.link[1]}").replace('"', "&quot;")
                links.append(f'<hyperlink ref="{address(row, col)}" location="{place}"/>')
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""


def free_title(title: str, taken: set[str]) -> str:
    """Give the title, or the title with the first free number from 2; ``taken`` holds casefolded names.

    >>> free_title("校验结果", {"校验结果"})
    '校验结果2'
    """
    candidate, number = title[:_MAX_TITLE], 2
    while candidate.casefold() in taken:
        suffix = str(number)
        candidate, number = title[: _MAX_TITLE - len(suffix)] + suffix, number + 1
    return candidate

"""The worksheet part of a sheet that is added: texts as inline strings (never a formula), looks, links, printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from xl_addin.files import markup
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.edits.cell_edits import stored
from xl_addin.tables.grid import address, column_letters, quoted, shortened

RELATIONSHIP_TYPES: Final = {
    markup.MAIN_NAMESPACES[0]: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    markup.MAIN_NAMESPACES[1]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""Addresses of relationship types by the namespace of the book."""
_MAX_LINKS: Final = 65_000
"""Excel repairs a sheet with more than 65,530 links; past this the cells keep their text only."""


def report_part(sheet: NewSheet, namespace: str, style: Callable[[str], int], *, date1904: bool) -> bytes:
    """Write the part of a sheet; ``style`` gives the index of a cell style by its name.

    A sheet with charts refers to its drawing as ``rId1`` in the relationships of the part.
    """
    printing = sheet.printing
    pieces = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _view(sheet.frozen),
        _columns(sheet.widths),
        "<sheetData>",
        *(_row(n, cells, style, sheet.heights.get(n), date1904) for n, cells in enumerate(sheet.rows, 1)),
        "</sheetData>",
        f'<autoFilter ref="{sheet.filter_ref}"/>' if sheet.filter_ref else "",
        _merges(sheet.merges),
        _links(sheet),
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
        f'<pageSetup paperSize="9" orientation="{"landscape" if printing.landscape else "portrait"}" fitToHeight="0"/>',
        f"<headerFooter><oddFooter>{markup.escaped(printing.footer)}</oddFooter></headerFooter>",
        f'<drawing xmlns:r="{RELATIONSHIP_TYPES[namespace]}" r:id="rId1"/>' if sheet.charts else "",
        "</worksheet>",
    ]
    return "".join(pieces).encode()


def _view(frozen: int) -> str:
    if not frozen:
        return '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    first = address(frozen + 1, 1)
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{frozen}" topLeftCell="{first}" '
        f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="{first}" sqref="{first}"/>'
        f"</sheetView></sheetViews>"
    )


def _columns(widths: Sequence[float]) -> str:
    if not widths:
        return ""
    columns = "".join(
        f'<col min="{col}" max="{col}" width="{width:g}" customWidth="1"/>' for col, width in enumerate(widths, 1)
    )
    return f"<cols>{columns}</cols>"


def _row(
    number: int, cells: Sequence[NewCell], style: Callable[[str], int], height: float | None, date1904: bool
) -> str:
    made = []
    for col, cell in enumerate(cells, 1):
        head = f'<c r="{column_letters(col)}{number}" s="{style(cell.style)}"'
        if isinstance(cell.value, str) and cell.value:
            text = markup.escaped(shortened(cell.value))
            made.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            continue
        kind, plain = stored(cell.value or None if cell.value == "" else cell.value, date1904=date1904)
        mark = f' t="{kind.decode()}"' if kind else ""
        made.append(f"{head}/>" if plain is None else f"{head}{mark}><v>{plain.decode()}</v></c>")
    high = "" if height is None else f' ht="{height:g}"'
    return f'<row r="{number}"{high}>{"".join(made)}</row>'


def _merges(merges: Sequence[str]) -> str:
    if not merges:
        return ""
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    return f'<mergeCells count="{len(merges)}">{cells}</mergeCells>'


def _links(sheet: NewSheet) -> str:
    links: list[str] = []
    for row, cells in enumerate(sheet.rows, 1):
        for col, cell in enumerate(cells, 1):
            if cell.link and len(links) < _MAX_LINKS:
                place = markup.attribute(f"{quoted(cell.link[0])}!{cell.link[1]}")
                links.append(f'<hyperlink ref="{address(row, col)}" location="{place}"/>')
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""

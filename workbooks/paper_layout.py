"""How papers look: A4 pages, titles, paragraphs and tables that the templates are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

DAY = dt.datetime(2026, 1, 1)
"""The day of every template, so that each build gives the same bytes."""


def blank_document(landscape: bool = False) -> Any:
    """An A4 document in 宋体, without what the library puts into it of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.4
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = DAY
    properties.revision = 1
    rels = document.part.package.rels
    for name in [name for name, relation in rels.items() if relation.reltype.endswith("/thumbnail")]:
        del rels[name]
    return document


def title(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(10)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(18), True
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")


def heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold = True
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")


def text(document: Any, *lines: str, indent: bool = True) -> None:
    for line in lines:
        paragraph = document.add_paragraph(line)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(24)


def right(document: Any, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def table(
    document: Any, heads: Sequence[str], row: Sequence[str], widths: Sequence[float], sums: Sequence[str] = ()
) -> None:
    """A table: headings that each page repeats, the row that repeats, and a row of sums; widths in centimetres."""
    rows = [heads, row, *([sums] if sums else [])]
    made = document.add_table(rows=0, cols=len(heads))
    made.style, made.autofit = "Table Grid", False
    _narrow_margins(made)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for line, own in enumerate(rows):
        cells = made.add_row().cells
        for cell, words, width in zip(cells, own, widths, strict=True):
            cell.width, cell.vertical_alignment = Cm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = 1.15
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(words)
            run.font.size, run.bold = Pt(10.5), line == 0
        properties = made.rows[line]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if line == 0:
            properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.line_spacing = 0.6


def _narrow_margins(made: Any) -> None:
    """Little room left and right in the cells of a table, so that names and amounts stand in one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "45")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)

"""A synthetic workbook with the features that spreadsheet libraries are known to lose; made on the fly.

XlsxWriter makes what it can; the rest (external link, custom XML, threaded comments, printer settings, phonetic
readings, an unknown extension) is put into the zip as raw parts. Persons and figures are invented.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter

_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def rich_book(path: Path) -> Path:
    """Write the workbook (a macro-enabled one, .xlsm) and give its path."""
    logo, macros, base = path.with_suffix(".png"), path.with_suffix(".bin"), path.with_suffix(".base.xlsm")
    logo.write_bytes(_picture())
    macros.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2040))
    with xlsxwriter.Workbook(base) as book:
        book.add_vba_project(str(macros))
        sheets = [book.add_worksheet(name) for name in ("花名册", "图", "隐藏")]
        sheets[2].very_hidden()
        _roster(book, sheets[0], str(logo))
        _charts(book, sheets[1])
        book.define_name("税率", "=0.1")
        book.define_name("图!局部", "=图!$A$1")
        book.set_custom_property("密级", "内部")
        book.read_only_recommended()
        book.set_calc_mode("manual")
    with zipfile.ZipFile(base) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    _inject(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    for extra in (logo, macros, base):
        extra.unlink()
    return path


def _picture() -> bytes:
    """A plain red PNG of 4 x 4 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\xc8\x1e\x1e" * 4 for _ in range(4)))
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _roster(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, logo: str) -> None:
    bold = book.add_format({"bold": 1, "font_name": "微软雅黑", "num_format": "#,##0.00_);[Red](#,##0.00)"})
    italic = book.add_format({"italic": 1})
    for row in range(20):
        sheet.write_row(row, 0, [f"职工{row}", row * 10, row * 1.5, "北京"])
    sheet.write_rich_string("F1", "普通", bold, "粗", italic, "斜")
    sheet.set_column("A:A", 20, bold)
    sheet.freeze_panes(1, 1)
    sheet.autofilter("A1:D20")
    sheet.set_row(5, None, None, {"level": 1, "hidden": 1})
    sheet.merge_range("M1:N2", "合并", bold)
    sheet.conditional_format("B1:B20", {"type": "data_bar", "bar_solid": True, "bar_negative_color": "#FF0000"})
    sheet.conditional_format("C1:C20", {"type": "3_color_scale"})
    sheet.conditional_format("B1:B20", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("D1:D20", {"type": "cell", "criteria": "==", "value": '"北京"', "format": bold})
    sheet.data_validation("D1:D20", {"validate": "list", "source": ["北京", "上海"], "input_message": "选"})
    sheet.data_validation("C1:C20", {"validate": "list", "source": "=图!$A$1:$A$5"})
    sheet.write_comment("A1", "备注", {"author": "甲", "width": 300, "height": 90, "color": "#CCFFCC"})
    sheet.insert_image("H2", logo, {"description": "logo"})
    sheet.embed_image("I20", logo)
    sheet.insert_textbox("H10", "文本框")
    sheet.insert_button("K2", {"macro": "go", "caption": "计算"})
    sheet.insert_checkbox("K5", True)
    sheet.add_sparkline("G2", {"range": "花名册!B1:B20"})
    sheet.repeat_rows(0)
    sheet.print_area("A1:D20")
    sheet.set_header("&L&G&C标题&R&D", {"image_left": logo})
    sheet.set_background(logo)
    sheet.protect("pw", {"sort": True})
    sheet.unprotect_range("B2:B5", "编辑区")
    sheet.ignore_errors({"number_stored_as_text": "A1:A20"})
    sheet.write_url("L1", "https://example.com", tip="t")


def _charts(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=花名册!$B$1:$B$20", "trendline": {"type": "linear"}})
    sheet.insert_chart("B2", chart)
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=花名册!$B$1:$B$5"})
    book.add_chartsheet("图表页").set_chart(pie)
    for row, city in enumerate(["北京", "上海", "广州", "深圳", "武汉"]):
        sheet.write(row, 0, city)
    columns = [{"header": "x"}, {"header": "y", "formula": "=[@x]*2", "total_function": "sum"}, {"header": "z"}]
    sheet.add_table("D20:F25", {"name": "表A", "total_row": True, "columns": columns})
    sheet.write_dynamic_array_formula("H1:H1", "=UNIQUE(A1:A5)", None, "北京")
    sheet.write_array_formula("J1:J2", "{=TRANSPOSE({1,2})}", None, 1)
    sheet.write_formula("K1", "=[1]外部!A1", None, 42)
    sheet.write_formula("K2", "=经济补偿金(1,2)", None, 123.5)


def _inject(parts: dict[str, bytes]) -> None:
    """Add the parts that XlsxWriter cannot make."""
    threads = "xl/threadedComments/threadedComment1.xml"
    new = {
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_MAIN}" xmlns:r="{_DOC}">'
        '<externalBook r:id="rId1"><sheetNames><sheetName val="外部"/></sheetNames></externalBook></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_DOC}/externalLinkPath" Target="%E5%8F%A6.xlsx" TargetMode="External"/></Relationships>',
        "customXml/item1.xml": "<a>自定义</a>",
        "xl/persons/person.xml": f'<personList xmlns="{_THREADS}"><person displayName="甲" userId="u" '
        'providerId="None" id="{11111111-0000-0000-0000-000000000001}"/></personList>',
        threads: f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="A1" dT="2024-01-01T00:00:00.00" '
        'personId="{11111111-0000-0000-0000-000000000001}" id="{22222222-0000-0000-0000-000000000001}">'
        "<text>线程批注</text></threadedComment></ThreadedComments>",
        "xl/printerSettings/printerSettings1.bin": "\1\2" * 50,
    }
    parts.update({name: text.encode() for name, text in new.items()})
    types = (
        '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.externalLink+xml"/>'
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        f'<Override PartName="/{threads}" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Override PartName="/xl/printerSettings/printerSettings1.bin" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.printerSettings"/>'
    )
    _before(parts, "[Content_Types].xml", "</Types>", types)
    person = "http://schemas.microsoft.com/office/2017/10/relationships"
    book_rels = (
        f'<Relationship Id="rIdX1" Type="{_DOC}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        f'<Relationship Id="rIdX2" Type="{_DOC}/customXml" Target="../customXml/item1.xml"/>'
        f'<Relationship Id="rIdX3" Type="{person}/person" Target="persons/person.xml"/>'
    )
    _before(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", book_rels)
    sheet_rels = (
        f'<Relationship Id="rIdT1" Type="{person}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
        f'<Relationship Id="rIdP1" Type="{_DOC}/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
    )
    _before(parts, "xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", sheet_rels)
    link = f'<externalReferences><externalReference xmlns:r="{_DOC}" r:id="rIdX1"/></externalReferences>'
    _before(parts, "xl/workbook.xml", "<definedNames>", link)
    unknown = (
        '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" xmlns:x15="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/main"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
    )
    _before(parts, "xl/workbook.xml", "</workbook>", unknown)
    reading = '<rPh sb="0" eb="2"><t>ペキン</t></rPh><phoneticPr fontId="0"/>'
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        "<si><t>北京</t></si>".encode(), f"<si><t>北京</t>{reading}</si>".encode()
    )


def _before(parts: dict[str, bytes], name: str, mark: str, text: str) -> None:
    assert mark.encode() in parts[name], (name, mark)
    parts[name] = parts[name].replace(mark.encode(), text.encode() + mark.encode(), 1)

"""Traits of parts: those that libraries lose, odd names and targets of parts, encodings, and the zip itself."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.corpus.book import (
    BOOK,
    BOOK_RELS,
    CONTENT,
    DOC,
    KIND,
    MAIN,
    OTHER,
    PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    XML,
    Book,
)

Trait = Callable[[Book], None]
MS = "http://schemas.microsoft.com/office"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_VML = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025"/></xml>'
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
PARTS = {  # name: (part, content, content type, part that relates to it, kind of relationship)
    "theme": ("xl/theme/theme1.xml", f'<a:theme xmlns:a="{DRAWING}/main" name="Office"/>', f"{KIND}.theme+xml", BOOK, "theme"),
    "calculation chain": ("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="G2" i="1"/><c r="E2"/></calcChain>', f"{KIND}.calcChain+xml", BOOK, "calcChain"),
    "metadata of cells": ("xl/metadata.xml", f'<metadata xmlns="{MAIN}"><cellMetadata count="1"/></metadata>', f"{KIND}.sheetMetadata+xml", BOOK, "sheetMetadata"),
    "rich values": ("xl/richData/rdrichvalue.xml", '<rvData xmlns="urn:rv" count="0"/>', "application/vnd.ms-excel.rdrichvalue+xml", BOOK, f"{MS}/2017/06/relationships/rdRichValue"),
    "macros": ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(500), "application/vnd.ms-office.vbaProject", BOOK, f"{MS}/2006/relationships/vbaProject"),
    "external link": ("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>', f"{KIND}.externalLink+xml", BOOK, "externalLink"),
    "connections": ("xl/connections.xml", f'<connections xmlns="{MAIN}"><connection id="1" type="5"/></connections>', f"{KIND}.connections+xml", BOOK, "connections"),
    "XML maps": ("xl/xmlMaps.xml", f'<MapInfo xmlns="{MAIN}" SelectionNamespaces=""/>', "application/xml", BOOK, "xmlMaps"),
    "users": ("xl/revisions/userNames.xml", f'<users xmlns="{MAIN}" count="0"/>', f"{KIND}.userNames+xml", BOOK, "usernames"),
    "revisions": ("xl/revisions/revisionHeaders.xml", f'<headers xmlns="{MAIN}" guid="{{1}}"/>', f"{KIND}.revisionHeaders+xml", BOOK, "revisionHeaders"),
    "volatile dependencies": ("xl/volatileDependencies.xml", f'<volTypes xmlns="{MAIN}"/>', f"{KIND}.volatileDependencies+xml", BOOK, "volatileDependencies"),
    "custom data": ("xl/customData/item1.data", bytes(range(256)), "application/binary", BOOK, "customData"),
    "custom XML": ("customXml/item1.xml", "<a>自定义</a>", "", BOOK, "customXml"),
    "persons": ("xl/persons/person.xml", "<personList xmlns='urn:t'/>", "application/vnd.ms-excel.person+xml", BOOK, f"{MS}/2017/10/relationships/person"),
    "pivot cache": ("xl/pivotCache/pivotCacheDefinition1.xml", f'<pivotCacheDefinition xmlns="{MAIN}" r:id="" xmlns:r="{DOC}"><cacheFields count="0"/></pivotCacheDefinition>', f"{KIND}.pivotCacheDefinition+xml", BOOK, "pivotCacheDefinition"),
    "pivot table": ("xl/pivotTables/pivotTable1.xml", f'<pivotTableDefinition xmlns="{MAIN}" name="透视" cacheId="1"/>', f"{KIND}.pivotTable+xml", OTHER, "pivotTable"),
    "slicer cache": ("xl/slicerCaches/slicerCache1.xml", "<slicerCacheDefinition xmlns='urn:s' name='切片'/>", "application/vnd.ms-excel.slicerCache+xml", BOOK, f"{MS}/2007/relationships/slicerCache"),
    "slicers": ("xl/slicers/slicer1.xml", "<slicers xmlns='urn:s'/>", "application/vnd.ms-excel.slicer+xml", SHEET, f"{MS}/2007/relationships/slicer"),
    "timelines": ("xl/timelines/timeline1.xml", "<timelines xmlns='urn:s'/>", "application/vnd.ms-excel.timeline+xml", SHEET, f"{MS}/2011/relationships/timeline"),
    "comments": ("xl/comments1.xml", f'<comments xmlns="{MAIN}"><authors><author>甲</author></authors><commentList><comment ref="A1" authorId="0"><text><t>批注</t></text></comment></commentList></comments>', f"{KIND}.comments+xml", SHEET, "comments"),
    "threaded comments": ("xl/threadedComments/threadedComment1.xml", "<ThreadedComments xmlns='urn:t'/>", "application/vnd.ms-excel.threadedcomments+xml", SHEET, f"{MS}/2017/10/relationships/threadedComment"),
    "VML drawing": ("xl/drawings/vmlDrawing1.vml", _VML, "application/vnd.openxmlformats-officedocument.vmlDrawing", SHEET, "vmlDrawing"),
    "drawing": ("xl/drawings/drawing1.xml", f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing"/>', "application/vnd.openxmlformats-officedocument.drawing+xml", SHEET, "drawing"),
    "table": ("xl/tables/table1.xml", f'<table xmlns="{MAIN}" id="1" name="表1" displayName="表1" ref="A1:E3"><tableColumns count="1"><tableColumn id="1" name="姓名"/></tableColumns></table>', f"{KIND}.table+xml", OTHER, "table"),
    "query table": ("xl/queryTables/queryTable1.xml", f'<queryTable xmlns="{MAIN}" name="q" connectionId="1"/>', f"{KIND}.queryTable+xml", OTHER, "queryTable"),
    "printer settings": ("xl/printerSettings/printerSettings1.bin", b"\1\2" * 50, f"{KIND}.printerSettings", SHEET, "printerSettings"),
    "picture behind a sheet": ("xl/media/image1.png", _PNG, "image/png", SHEET, "image"),
    "control": ("xl/ctrlProps/ctrlProp1.xml", "<formControlPr xmlns='urn:c'/>", "application/vnd.ms-excel.controlproperties+xml", SHEET, "ctrlProp"),
    "ActiveX": ("xl/activeX/activeX1.bin", bytes(40), "application/vnd.ms-office.activeX", SHEET, "control"),
    "embedded object": ("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + bytes(60), "application/vnd.openxmlformats-officedocument.oleObject", SHEET, "oleObject"),
    "custom property of a sheet": ("xl/customProperty1.bin", b"\xff\xfea\0", f"{KIND}.customProperty", SHEET, "customProperty"),
    "single cells": ("xl/tables/tableSingleCells1.xml", f'<singleXmlCells xmlns="{MAIN}"/>', f"{KIND}.tableSingleCells+xml", SHEET, "tableSingleCells"),
    "named sheet views": ("xl/namedSheetViews/namedSheetView1.xml", "<namedSheetViews xmlns='urn:v'/>", "application/vnd.ms-excel.namedsheetviews+xml", SHEET, f"{MS}/2019/04/relationships/namedSheetView"),
    "document properties": ("docProps/core.xml", "<cp:coreProperties xmlns:cp='urn:cp'/>", "application/vnd.openxmlformats-package.core-properties+xml", "", f"{PACKAGE}/metadata/core-properties"),
    "custom properties": ("docProps/custom.xml", "<Properties xmlns='urn:p'/>", "application/vnd.openxmlformats-officedocument.custom-properties+xml", "", "custom-properties"),
    "thumbnail": ("docProps/thumbnail.wmf", bytes(30), "image/x-wmf", "", f"{PACKAGE}/metadata/thumbnail"),
    "sensitivity label": ("docMetadata/LabelInfo.xml", "<clbl:labelList xmlns:clbl='urn:l'/>", "application/vnd.ms-office.classificationlabels+xml", "", f"{MS}/2020/02/relationships/classificationlabels"),
    "ribbon": ("customUI/customUI14.xml", "<customUI xmlns='urn:u'/>", "", "", f"{MS}/2007/relationships/ui/extensibility"),
    "web extension": ("xl/webextensions/taskpanes.xml", "<wetp:taskpanes xmlns:wetp='urn:w'/>", "application/vnd.ms-office.webextensiontaskpanes+xml", "", f"{MS}/2011/relationships/webextensiontaskpanes"),
    "signature": ("_xmlsignatures/origin.sigs", b"", "application/vnd.openxmlformats-package.digital-signature-origin", "", f"{PACKAGE}/digital-signature/origin"),
    "trash": ("[trash]/0000.dat", bytes(100), "", "", ""),
    "unknown part": ("其他/说明 (1).txt", "记录", "", "", ""),
    "names of our own parts are taken": ("xl/worksheets/sheet3.xml", "<old/>", "", "", ""),
    "relationships of a part that is absent": ("xl/worksheets/_rels/sheet3.xml.rels", f'<Relationships xmlns="{PACKAGE}"/>', "", "", ""),
    "broken XML in a part that nobody reads": ("xl/broken.xml", "<a><b></a>", "", "", ""),
}  # fmt: skip


def _part(book: Book, part: str, content: str | bytes, content_type: str, to: str, kind: str) -> None:
    book.add(part, content, content_type, to=to, kind=kind)


def _chart_sheet(book: Book) -> None:
    rel = book.add(
        "xl/chartsheets/sheet1.xml", f'<chartsheet xmlns="{MAIN}"/>', f"{KIND}.chartsheet+xml", kind="chartsheet"
    )
    book.before(BOOK, "</sheets>", f'<sheet name="图表" sheetId="9" r:id="{rel}"/>')


def _dialog_sheet(book: Book) -> None:
    rel = book.add(
        "xl/dialogsheets/sheet1.xml", f'<dialogsheet xmlns="{MAIN}"/>', f"{KIND}.dialogsheet+xml", kind="dialogsheet"
    )
    book.before(BOOK, "<sheet name", f'<sheet name="对话框" sheetId="9" r:id="{rel}"/>')


def _macro_sheet(book: Book) -> None:
    kind = f"{MS}/2006/relationships/xlMacrosheet"
    rel = book.add(
        "xl/macrosheets/sheet1.xml",
        f'<xm:macrosheet xmlns:xm="{MS}/excel/2006/main"/>',
        "application/vnd.ms-excel.macrosheet+xml",
        kind=kind,
    )
    book.before(BOOK, "</sheets>", f'<sheet name="宏表" sheetId="9" state="veryHidden" r:id="{rel}"/>')


def _sheet_without_part(book: Book, attribute: str) -> None:
    book.before(BOOK, "</sheets>", f'<sheet name="Module1" sheetId="9" state="veryHidden"{attribute}/>')


def _link_in_sheet(book: Book) -> None:
    rel = book.relate(SHEET, "hyperlink", "https://example.org/?a=1&amp;b=2", ' TargetMode="External"')
    book.before(SHEET, "<pageMargins", f'<hyperlinks><hyperlink ref="A5" r:id="{rel}"/></hyperlinks>')


def _without_styles(book: Book) -> None:
    del book.parts[STYLES]
    book.swap(CONTENT, f'<Override PartName="/{STYLES}" ContentType="{KIND}.styles+xml"/>', "")
    book.swap(BOOK_RELS, f'<Relationship Id="rId3" Type="{DOC}/styles" Target="styles.xml"/>', "")
    for style in ("1", "2"):
        book.swap(SHEET, f' s="{style}"', "")


def _styles_name_taken(book: Book) -> None:
    _without_styles(book)
    book.before(CONTENT, "</Types>", f'<Override PartName="/{STYLES}" ContentType="{KIND}.styles+xml"/>')


def _strings_absent(book: Book) -> None:
    book.swap(BOOK_RELS, f'<Relationship Id="rId4" Type="{DOC}/sharedStrings" Target="sharedStrings.xml"/>', "")
    texts = [piece.split("</t>")[0] for piece in book.text(STRINGS).split("<si><t>")[1:]]
    for part in (SHEET, OTHER):
        for number, text in enumerate(texts):
            book.put(part, book.text(part).replace(f' t="s"><v>{number}</v>', f' t="str"><v>{text}</v>'))


def _targets(book: Book, change: Callable[[str], str]) -> None:
    for name in ("worksheets/sheet1.xml", "worksheets/sheet2.xml", "styles.xml", "sharedStrings.xml"):
        book.swap(BOOK_RELS, f'Target="{name}"', f'Target="{change(name)}"')


def _upper_case(book: Book) -> None:
    book.parts = {
        (name.upper() if name.startswith("xl/w") else name.replace("styles", "Styles")): data
        for name, data in book.parts.items()
    }


def _backslashes(book: Book) -> None:
    book.parts = {
        name.replace("/", "\\") if name.startswith("xl/") else name: data for name, data in book.parts.items()
    }


def _renamed_sheet(book: Book, target: str, name: str) -> None:
    book.parts = {name if part == SHEET else part: data for part, data in book.parts.items()}
    book.swap(BOOK_RELS, "worksheets/sheet1.xml", target)
    book.swap(CONTENT, f"/{SHEET}", f"/xl/{target}")


def _moved(book: Book) -> None:
    """The workbook part under another name, in the root of the package."""
    book.parts = {
        part.removeprefix("xl/") if part.startswith("xl/") else part: data for part, data in book.parts.items()
    }
    book.swap("_rels/.rels", "xl/workbook.xml", "/workbook.xml")
    book.swap(CONTENT, "/xl/", "/")


def _content_last(book: Book) -> None:
    book.put(CONTENT, book.parts.pop(CONTENT))


def _default_types(book: Book) -> None:
    for part in (SHEET, OTHER):
        book.swap(CONTENT, f'<Override PartName="/{part}" ContentType="{KIND}.worksheet+xml"/>', "")
    book.swap(
        CONTENT, 'Extension="xml" ContentType="application/xml"', f'Extension="xml" ContentType="{KIND}.worksheet+xml"'
    )


def _absent_override(book: Book) -> None:
    for name in ("worksheets/sheet3", "styles1", "drawings/drawing1"):
        book.before(CONTENT, "</Types>", f'<Override PartName="/xl/{name}.xml" ContentType="{KIND}.worksheet+xml"/>')


def _prefix_package(book: Book) -> None:
    for part, space in ((CONTENT, "content-types"), (BOOK_RELS, "relationships")):
        text = (
            book.text(part)
            .removeprefix(XML)
            .replace(f'xmlns="{PACKAGE.rpartition("/")[0]}/{space}"', f'xmlns:p="{PACKAGE.rpartition("/")[0]}/{space}"')
        )
        book.put(part, XML + text.replace("</", "\0").replace("<", "<p:").replace("\0", "</p:"))


def _coded(book: Book, codec: str, declared: str, parts: tuple[str, ...]) -> None:
    for part in parts:
        text = book.text(part).replace('encoding="UTF-8"', f'encoding="{declared}"')
        book.put(part, text.encode(codec, "xmlcharrefreplace"))


def _no_declaration(book: Book) -> None:
    for part in book.parts:
        book.put(part, book.text(part).removeprefix(XML))


def _byte_mark(book: Book) -> None:
    for part in book.parts:
        book.put(part, b"\xef\xbb\xbf" + book.parts[part])


def _spread(book: Book, part: str) -> None:
    book.put(part, book.text(part).replace("><", ">\r\n\t<").replace("/>", " />"))


def _stored(book: Book) -> None:
    book.packed = book.zipped(zipfile.ZIP_STORED)


def _descriptors(book: Book) -> None:
    """Sizes after the data, as programs that write to a pipe do."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in book.parts.items():
            archive.writestr(name, data)
    book.packed = stream.getvalue()


def _zip64(book: Book) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in book.parts.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(data)
    book.packed = stream.getvalue()


def _infos(book: Book, change: Callable[[zipfile.ZipInfo], None], comment: bytes = b"") -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in book.parts.items():
            info = zipfile.ZipInfo(name, (2011, 9, 28, 17, 30, 2))
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            archive.writestr(info, data)
    book.packed = stream.getvalue()


def _entry_comment(info: zipfile.ZipInfo) -> None:
    info.comment = "注".encode()


def _extra(info: zipfile.ZipInfo) -> None:
    info.extra = struct.pack("<HHBI", 0x5455, 5, 1, 1317231002)


def _dos(info: zipfile.ZipInfo) -> None:
    info.create_system, info.external_attr, info.date_time = 0, 0x20, (1980, 1, 1, 0, 0, 0)


def _folders(book: Book) -> None:
    book.parts = {"xl/": b"", "xl/worksheets/": b""} | book.parts


def _mixed_methods(book: Book) -> None:
    """The two methods that office programs write; any other is refused."""
    _infos(
        book,
        lambda info: setattr(
            info, "compress_type", zipfile.ZIP_STORED if info.filename.endswith("rels") else zipfile.ZIP_DEFLATED
        ),
    )


def part_traits() -> Iterator[tuple[str, Trait]]:
    """Name and trait."""
    for name, (part, content, content_type, to, kind) in PARTS.items():
        yield name, partial(_part, part=part, content=content, content_type=content_type, to=to, kind=kind)
    yield from {
        "chart sheet": _chart_sheet,
        "dialog sheet": _dialog_sheet,
        "macro sheet": _macro_sheet,
        "sheet without r:id": partial(_sheet_without_part, attribute=""),
        "sheet with an empty r:id": partial(_sheet_without_part, attribute=' r:id=""'),
        "link": _link_in_sheet,
        "no styles": _without_styles,
        "no styles, but their name is declared": _styles_name_taken,
        "no shared strings": _strings_absent,
        "absolute targets": partial(_targets, change=lambda name: f"/xl/{name}"),
        "targets with dots": partial(_targets, change=lambda name: f"./../xl/{name}"),
        "targets with backslashes": partial(_targets, change=lambda name: name.replace("/", "\\")),
        "targets in capitals": partial(_targets, change=str.upper),
        "names in capitals": _upper_case,
        "names with backslashes": _backslashes,
        "a name with a blank": partial(
            _renamed_sheet, target="worksheets/sheet%201.xml", name="xl/worksheets/sheet 1.xml"
        ),
        "a Chinese name": partial(_renamed_sheet, target="worksheets/表.xml", name="xl/worksheets/表.xml"),
        "parts in the root": _moved,
        "content types last": _content_last,
        "types by extension": _default_types,
        "types of absent parts": _absent_override,
        "prefixes in the frame": _prefix_package,
        "UTF-16 book": partial(_coded, codec="utf-16", declared="UTF-16", parts=(BOOK, BOOK_RELS, CONTENT)),
        "UTF-16 sheet and styles": partial(_coded, codec="utf-16", declared="UTF-16", parts=(SHEET, STYLES, STRINGS)),
        "ASCII": partial(_coded, codec="ascii", declared="us-ascii", parts=(BOOK, SHEET, STYLES, STRINGS)),
        "Latin 1": partial(_coded, codec="iso-8859-1", declared="ISO-8859-1", parts=(BOOK, SHEET, STYLES, STRINGS)),
        "GB 2312": partial(_coded, codec="gb2312", declared="gb2312", parts=(BOOK, STRINGS)),
        "no declarations": _no_declaration,
        "byte order marks": _byte_mark,
        "spread relationships": partial(_spread, part=BOOK_RELS),
        "spread content types": partial(_spread, part=CONTENT),
        "spread book": partial(_spread, part=BOOK),
        "stored": _stored,
        "sizes after the data": _descriptors,
        "zip64": _zip64,
        "comment of the file": partial(_infos, change=lambda info: None, comment="归档".encode()),
        "comments of entries": partial(_infos, change=_entry_comment),
        "extra fields": partial(_infos, change=_extra),
        "written under Windows": partial(_infos, change=_dos),
        "folders": _folders,
        "methods mixed": _mixed_methods,
    }.items()

"""A small sound workbook of two sheets with calls of ours in it, to which each trait adds one thing.

Everything is plain text put into a zip: what another program would write stands here byte for byte. The stored values
of our calls are stale (``STALE``), so that a run must write into the sheet; persons and figures are invented.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

CONTENT, BOOK, BOOK_RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, OTHER, STYLES, STRINGS = (
    *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
    *("xl/styles.xml", "xl/sharedStrings.xml"),
)
STALE, FRESH = "<v>1</v>", "<v>57600</v>"
"""What our call in G2 stores before and after a run: 24 months at 2,400 yuan."""
_TEXTS = ("姓名", "参加工作时间", "解除时间", "月均工资", "补偿金额", "张三", "李四", "备注")


def _text(index: int, cell: str) -> str:
    return f'<c r="{cell}" t="s"><v>{index}</v></c>'


ROWS = (
    '<row r="1">' + "".join(_text(i, f"{'ABCDE'[i]}1") for i in range(5)) + "</row>"
    f'<row r="2">{_text(5, "A2")}<c r="B2" s="1"><v>31229</v></c><c r="C2" s="1"><v>39813</v></c>'
    '<c r="D2" s="2"><v>2400</v></c><c r="E2" s="2"><f>G2</f><v>57600</v></c>'
    f'<c r="G2"><f>SOE_SEVERANCE(B2,C2,D2)</f>{STALE}</c></row>'
    f'<row r="3">{_text(6, "A3")}<c r="B3" s="1"><v>37073</v></c><c r="C3" s="1"><v>39813</v></c>'
    '<c r="D3" s="2"><v>1800</v></c><c r="E3" s="2"><v>1</v></c></row>'
)


@dataclass(slots=True)
class Book:
    """Parts by name, in the order of the zip; the rest is how they are packed."""

    parts: dict[str, bytes] = field(default_factory=dict)
    suffix: str = ".xlsx"
    packed: bytes | None = None
    """The whole file, for a trait of the zip itself."""

    def text(self, part: str) -> str:
        return self.parts[part].decode("utf-8")

    def put(self, part: str, text: str | bytes) -> None:
        self.parts[part] = text.encode() if isinstance(text, str) else text

    def swap(self, part: str, old: str, new: str) -> None:
        assert old in self.text(part), (part, old)
        self.put(part, self.text(part).replace(old, new))

    def before(self, part: str, mark: str, new: str) -> None:
        assert mark in self.text(part), (part, mark)
        self.put(part, self.text(part).replace(mark, new + mark, 1))

    def relate(self, source: str, kind: str, target: str, attributes: str = "") -> str:
        """Add a relationship of a part and give its id; a kind with a colon is a whole type address."""
        folder, _, name = source.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.parts:
            self.put(rels, f'{XML}<Relationships xmlns="{PACKAGE}"></Relationships>')
        rel_id = f"rId{self.text(rels).count('<Relationship ') + 1}"
        address = kind if ":" in kind else f"{DOC}/{kind}"
        new = f'<Relationship Id="{rel_id}" Type="{address}" Target="{target}"{attributes}/>'
        self.before(rels, "</Relationships>", new)
        return rel_id

    def add(self, part: str, text: str | bytes, content_type: str = "", *, to: str = BOOK, kind: str = "") -> str:
        """Add a part, its content type and a relationship to it; gives the id of the relationship."""
        self.put(part, text)
        if content_type:
            self.before(CONTENT, "</Types>", f'<Override PartName="/{part}" ContentType="{content_type}"/>')
        return self.relate(to, kind, f"/{part}") if kind else ""

    def save(self, path: Path) -> Path:
        path.write_bytes(self.packed if self.packed is not None else self.zipped())
        return path

    def zipped(self, method: int = zipfile.ZIP_DEFLATED) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return stream.getvalue()


def plain_book() -> Book:
    """The book without a trait."""
    overrides = {
        BOOK: "sheet.main",
        SHEET: "worksheet",
        OTHER: "worksheet",
        STYLES: "styles",
        STRINGS: "sharedStrings",
    }
    types = "".join(f'<Override PartName="/{part}" ContentType="{KIND}.{k}+xml"/>' for part, k in overrides.items())
    book = Book()
    book.put(
        CONTENT,
        f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
    )
    book.relate("", "officeDocument", "xl/workbook.xml")
    book.put(
        BOOK,
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><workbookPr defaultThemeVersion="124226"/>'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="20490" windowHeight="7800"/></bookViews>'
        '<sheets><sheet name="测算表" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="4" r:id="rId2"/></sheets>'
        '<calcPr calcId="145621"/></workbook>',
    )
    for kind, target in (
        ("worksheet", "worksheets/sheet1.xml"),
        ("worksheet", "worksheets/sheet2.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ):
        book.relate(BOOK, kind, target)
    book.put(
        SHEET,
        f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{DOC}"><sheetData>{ROWS}</sheetData>'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>',
    )
    book.put(
        OTHER, f'{XML}<worksheet xmlns="{MAIN}"><sheetData><row r="1">{_text(7, "A1")}</row></sheetData></worksheet>'
    )
    book.put(
        STYLES,
        f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )
    items = "".join(f"<si><t>{text}</t></si>" for text in _TEXTS)
    book.put(STRINGS, f'{XML}<sst xmlns="{MAIN}" count="8" uniqueCount="8">{items}</sst>')
    return book

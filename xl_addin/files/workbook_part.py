"""The workbook part: which sheets there are, where, with which tables, and the names defined in the book.

Also tells which sheets are our own earlier reports (:mod:`xl_addin.files.report_sign`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.container import SAVE_AS, Package, Relationship, canonical
from xl_addin.files.markup import MAIN_NAMESPACES
from xl_addin.files.report_sign import begins_as_report, is_report_name
from xl_addin.files.scan.room import refuse_many_sheets
from xl_addin.tables.grid import GridTable, area_bounds
from xl_addin.values.errors import InputError

NO_PART: Final = "none"
"""Kind of a sheet that is listed without a part of its own."""
_QUOTED_SHEET: Final = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!")
_TRUE: Final = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet in tab order; ``kind`` is ``worksheet``, ``chartsheet``, another kind of sheet part, or ``NO_PART``."""

    name: str
    part: str
    kind: str
    rel_id: str
    sheet_id: str
    state: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of the book; ``local`` is the index of its sheet among all sheets, None for the whole book."""

    name: str
    text: str
    local: int | None

    @property
    def marks_report(self) -> bool:
        """Whether it marks a sheet as a report of ours, if that is one. LibreOffice saves none as hidden."""
        return self.local is None and is_report_name(self.name)


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """What the workbook part says; ``root`` is its tree, for writers to change."""

    part: str
    root: etree._Element
    sheets: list[SheetEntry]
    names: list[DefinedName]
    date1904: bool
    styles: str | None
    shared_strings: str | None
    reports: frozenset[str] = frozenset()
    """Names of the worksheets that are reports of ours."""

    @property
    def namespace(self) -> str:
        """The main namespace of the book: transitional or strict."""
        return etree.QName(self.root).namespace or ""


def sheet_of(reference: str) -> str | None:
    """Sheet name of a reference; None if it names none.

    >>> sheet_of("'它''s'!$A$1"), sheet_of("校验结果!$A$1"), sheet_of("#REF!")
    ("它's", '校验结果', None)
    """
    match = _QUOTED_SHEET.match(reference)
    if not match or reference.startswith("#"):
        return None
    return (match[1] or match[2]).replace("''", "'")


def read_workbook(package: Package) -> WorkbookPart:
    """Read the workbook part; InputError if the file is no spreadsheet or a sheet part is missing."""
    part = _main_part(package)
    root = package.tree(part)
    tag = etree.QName(root)
    if tag.localname != "workbook" or tag.namespace not in MAIN_NAMESPACES:
        raise InputError(f"“{package.path.name}”不是 Excel 工作簿（.xlsx/.xlsm），{SAVE_AS}")
    kinds = {rel.id: rel for rel in package.relationships(part) if not rel.external}
    nodes = list(root.iterfind("{*}sheets/{*}sheet"))
    refuse_many_sheets(len(nodes))
    sheets = [_sheet(package, node, kinds) for node in nodes]
    if not any(sheet.kind == "worksheet" for sheet in sheets):
        raise InputError(f"“{package.path.name}”里没有工作表，请核对文件")
    _refuse_doubles(sheets, package.path.name)
    settings = root.find("{*}workbookPr")
    targets = {rel.kind: rel.target for rel in kinds.values() if package.find(rel.target)}
    names = [_defined_name(node) for node in root.iterfind("{*}definedNames/{*}definedName")]
    marked = {sheet_of(name.text) for name in names if name.marks_report}
    reports = frozenset(
        sheet.name
        for sheet in sheets
        if sheet.name in marked
        and sheet.kind == "worksheet"
        and begins_as_report(package, sheet.part, targets.get("sharedStrings"))
    )
    return WorkbookPart(
        part=part,
        root=root,
        sheets=sheets,
        names=names,
        reports=reports,
        date1904=settings is not None and settings.get("date1904", "").lower() in _TRUE,
        styles=targets.get("styles"),
        shared_strings=targets.get("sharedStrings"),
    )


def _refuse_doubles(sheets: Sequence[SheetEntry], book: str) -> None:
    """InputError where two sheets are one part, or have one name: nobody could tell whose cells they are."""
    parts, names = [canonical(one.part) for one in sheets if one.part], [one.name.casefold() for one in sheets]
    for what, kept in (("内容", parts), ("名称", names)):
        if len(set(kept)) < len(kept):
            raise InputError(f"“{book}”里有两张工作表的{what}是同一个，文件内容矛盾，{SAVE_AS}")


def _main_part(package: Package) -> str:
    name = package.path.name
    for rel in package.relationships(""):
        if rel.kind == "officeDocument" and not rel.external:
            if rel.target.lower().endswith(".bin"):
                raise InputError(f"“{name}”是二进制工作簿（.xlsb），请另存为 .xlsx 再试")
            return rel.target
    raise InputError(f"“{name}”不是 Excel 工作簿（.xlsx/.xlsm），{SAVE_AS}")


def _sheet(package: Package, node: etree._Element, kinds: dict[str, Relationship]) -> SheetEntry:
    rel_id = next((value for key, value in node.attrib.items() if etree.QName(key).localname == "id"), "")
    rel = kinds.get(str(rel_id))
    name = node.get("name") or ""
    if not rel_id:  # a macro module of an old book: nothing is lost, its entry stays
        return SheetEntry(name, "", NO_PART, "", node.get("sheetId") or "", node.get("state", "visible"))
    if rel is None or package.find(rel.target) is None:
        raise InputError(f"“{package.path.name}”缺少工作表“{name}”的内容，文件不完整，{SAVE_AS}")
    return SheetEntry(name, rel.target, rel.kind, str(rel_id), node.get("sheetId") or "", node.get("state", "visible"))


def _defined_name(node: etree._Element) -> DefinedName:
    local = markup.whole_number(node.get("localSheetId"), -1)
    return DefinedName(
        name=node.get("name") or "",
        text="".join(str(piece) for piece in node.itertext()),
        local=local if local >= 0 else None,
    )


_MOST_BYTES: Final = 4_000_000


def tables_of(package: Package, sheet_part: str) -> Iterator[GridTable]:
    """Read the tables that stand on a sheet."""
    with suppress(InputError):
        for relationship in package.relationships(sheet_part):
            info = package.find(relationship.target)
            if relationship.kind == "table" and info is not None and info.file_size <= _MOST_BYTES:
                yield from _table(package, relationship.target)


def _table(package: Package, part: str) -> Iterator[GridTable]:
    root = package.tree(part)
    bounds = area_bounds(root.get("ref", ""))
    if bounds is not None:
        yield GridTable(
            names=tuple(dict.fromkeys(filter(None, (root.get("name"), root.get("displayName"))))),
            bounds=bounds,
            columns=tuple(markup.text_of(node.get("name", "").encode()) for node in root.iter("{*}tableColumn")),
            header_rows=markup.whole_number(root.get("headerRowCount"), 1),
            total_rows=markup.whole_number(root.get("totalsRowCount"), 0),
        )

"""Change the frame of a workbook: add and remove sheets of ours with everything that belongs to them.

Works on the small parts (workbook, relationships, content types, styles) as trees and keeps the rest as bytes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.building.model import NewSheet
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.container import Package, canonical, rels_part
from xl_addin.files.edits.report_chart import chart_part, content_type, drawing_part, relationships_part
from xl_addin.files.edits.report_sheet import RELATIONSHIP_TYPES, report_part
from xl_addin.files.edits.styles import StyleBook, empty_styles
from xl_addin.files.edits.zip import Deflated
from xl_addin.files.kept_tree import KeptTree
from xl_addin.files.report_sign import REPORT_NAME
from xl_addin.files.workbook_part import WorkbookPart
from xl_addin.tables.grid import fixed, quoted

_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION: Final = "rIdXl"
"""How the ids of our relationships begin."""
_AFTER_NAMES: Final = (
    *("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
)
"""Elements of the workbook part that the schema puts after the names."""


@dataclass(slots=True)
class BookEditor:
    """A workbook being changed: ``changed`` parts, ``added`` parts and ``dropped`` names, ready for the writer."""

    package: Package
    workbook: WorkbookPart
    changed: dict[str, bytes] = field(default_factory=dict)
    packed: dict[str, Deflated] = field(default_factory=dict)
    """Changed sheets that nothing looks at any more."""
    added: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    _trees: dict[str, KeptTree] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)
    _styles: StyleBook | None = None
    _new_styles: str = ""
    _users: dict[str, set[str]] | None = None

    def __post_init__(self) -> None:
        self.workbook = replace(self.workbook, root=self._tree(self.workbook.part))

    def _tree(self, part: str) -> etree._Element:
        if part not in self._trees:
            self._trees[part] = KeptTree(self.package.read(part), f"“{self.package.path.name}”的部件 {part}")
        return self._trees[part].root

    def edit(self, part: str) -> etree._Element:
        """The tree of a small part, to be changed and written."""
        self._touched.add(part)
        return self._tree(part)

    def edited(self) -> set[str]:
        """The parts that are written from their trees."""
        return {canonical(part) for part in self._trees}

    def _tag(self, name: str) -> str:
        return f"{{{self.workbook.namespace}}}{name}"

    @property
    def _rels(self) -> str:
        return rels_part(self.workbook.part)

    def own_relations(self) -> list[etree._Element]:
        """What the workbook part relates to under an id of ours; a program that saves the book gives ids of its own."""
        return [node for node in self._tree(self._rels) if (node.get("Id") or "").startswith(RELATION)]

    def styles(self) -> StyleBook:
        """The styles to append to, made if the book has none."""
        if self._styles is None:
            if self.workbook.styles:
                self._styles = StyleBook(self._tree(self.workbook.styles))
            else:
                self._styles = StyleBook(empty_styles(self.workbook.namespace))
                self._new_styles = self._free_part("styles", ".xml")
                self._relate("styles", self._new_styles)
        return self._styles

    @property
    def has_styles(self) -> bool:
        """Whether anything of this change needs a styles part."""
        return self._styles is not None

    def sheets(self) -> list[etree._Element]:
        """The sheet elements, in tab order."""
        return list(self.workbook.root.iterfind("{*}sheets/{*}sheet"))

    # --- removing ---------------------------------------------------------------------------------------------

    def _drop_unreachable(self, part: str) -> None:
        """Drop a part, and what hangs on it alone; each part is looked at once, however they hang together."""
        waiting, gone = [part], list[str]()
        while waiting:
            one = waiting.pop()
            gone.append(one)
            self.dropped |= {canonical(one), canonical(rels_part(one))}
            targets = {rel.target for rel in self.package.relationships(one) if not rel.external}
            waiting += [target for target in sorted(targets) if self.package.find(target) and self._is_free(target)]
        self._undeclare(gone)

    def _is_free(self, target: str) -> bool:
        """Tell whether a part is still there, and no part that stays refers to it."""
        wanted = canonical(target)
        if self._users is None:
            self._users = self._referring()
        return wanted not in self.dropped and self._users.get(wanted, set()) <= self.dropped

    def _referring(self) -> dict[str, set[str]]:
        """The parts that refer to each part."""
        users: dict[str, set[str]] = {}
        for name in self.package.entries:
            folder, _, file = name.rpartition("/_rels/")
            source = f"{folder}/{file.removesuffix('.rels')}".lstrip("/")
            for rel in self.package.relationships(source) if file.endswith(".rels") else ():
                if not rel.external:
                    users.setdefault(canonical(rel.target), set()).add(source)
        return users

    def _drop(self, part: str) -> None:
        self.dropped |= {canonical(part), canonical(rels_part(part))}
        self._undeclare([part])

    def _undeclare(self, parts: Collection[str]) -> None:
        """Take the content types of parts away."""
        gone = {canonical(part) for part in parts}
        types = self.edit("[Content_Types].xml")
        for node in list(types):
            if canonical(node.get("PartName") or "") in gone:
                types.remove(node)

    def _unrelate(self, part: str, rel_id: str) -> None:
        """Take a relationship of a part away."""
        rels = self.edit(rels_part(part))
        for node in list(rels):
            if node.get("Id") == rel_id:
                rels.remove(node)

    def drop_related(self, rel_id: str) -> None:
        """Drop the part that the workbook relates to under an id, and every part only it uses."""
        for rel in self.package.relationships(self.workbook.part):
            if rel.id == rel_id and not rel.external:
                self._drop_unreachable(rel.target)
        self._unrelate(self.workbook.part, rel_id)

    def drop_thumbnail(self) -> None:
        """Drop the picture of the first sheet that the program stored when the book was saved."""
        for rel in self.package.relationships(""):
            if rel.kind == "thumbnail" and not rel.external:
                self._drop(rel.target)
                self._unrelate("", rel.id)

    def drop_calculation_chain(self) -> None:
        """Drop the order of calculation, which hosts make anew: it must not name cells without a formula."""
        for rel in self.package.relationships(self.workbook.part):
            if rel.kind == "calcChain":
                self._drop(rel.target)
                self._unrelate(self.workbook.part, rel.id)

    # --- adding -----------------------------------------------------------------------------------------------

    def add_report(self, report: NewSheet, number: int) -> None:
        """Add a report sheet at the end, marked as ours by a hidden name of the whole book; number 0 marks none."""
        root = self.edit(self.workbook.part)
        nodes = self.sheets()
        title = sheet_title(report.title, {(node.get("name") or "").casefold() for node in nodes})
        holder = root.find("{*}sheets")
        assert holder is not None  # read_workbook found sheets in it
        part = self._free_part("worksheets/sheet", ".xml")
        rel_id = self._relate("worksheet", part)
        identifiers = [markup.whole_number(node.get("sheetId"), 0) for node in nodes]
        node = etree.SubElement(holder, self._tag("sheet"))
        node.set("name", title)
        node.set("sheetId", str(max(identifiers, default=0) + 1))
        node.set(f"{{{RELATIONSHIP_TYPES[self.workbook.namespace]}}}id", rel_id)
        self.added[part] = report_part(
            report, self.workbook.namespace, self.styles().cell_style, date1904=self.workbook.date1904
        )
        if report.charts:
            self._add_charts(report, title, part)
        if number:  # a sheet without a number belongs to the user from now on
            self._name(self._report_name(number), f"{quoted(title)}!$A$1", None)
        if report.filter_ref:
            self._name("_xlnm._FilterDatabase", f"{quoted(title)}!{fixed(report.filter_ref)}", len(nodes))
        if report.printing.repeat:
            first, last = report.printing.repeat
            self._name("_xlnm.Print_Titles", f"{quoted(title)}!${first}:${last}", len(nodes), "0")
        if report.print_area:
            self._name("_xlnm.Print_Area", f"{quoted(title)}!{report.print_area}", len(nodes), "0")

    def _report_name(self, number: int) -> str:
        """A free name for a report: a user's sheet may have one of that form."""
        taken = {(node.get("name") or "").lower() for node in self.workbook.root.iterfind("{*}definedNames/*")}
        while f"{REPORT_NAME}_{number}" in taken:
            number += 1
        return f"{REPORT_NAME}_{number}"

    def _add_charts(self, report: NewSheet, title: str, sheet_part: str) -> None:
        """Add the charts of a report with the drawing that holds them; removing the sheet takes them along."""
        namespace = self.workbook.namespace
        charts: list[str] = []
        for chart in report.charts:
            charts.append(self._free_part("charts/chart", ".xml"))
            self.added[charts[-1]] = chart_part(chart, title, report.rows, namespace)
        drawing = self._free_part("drawings/drawing", ".xml")
        self.added[drawing] = drawing_part(report.charts, namespace)
        self.added[rels_part(drawing)] = relationships_part("chart", charts, namespace)
        self.added[rels_part(sheet_part)] = relationships_part("drawing", [drawing], namespace)
        for part in (*charts, drawing):
            self._declare(part, content_type(part))

    def _name(self, name: str, text: str, local: int | None, hidden: str = "1") -> None:
        node = etree.SubElement(self._in_order("definedNames", _AFTER_NAMES), self._tag("definedName"))
        node.set("name", name)
        if local is not None:
            node.set("localSheetId", str(local))
        if hidden == "1":
            node.set("hidden", "1")
        node.text = text

    def _free_part(self, stem: str, extension: str) -> str:
        base = posixpath.dirname(self.workbook.part)
        taken = (set(self.package.entries) - self.dropped) | {canonical(name) for name in self.added}
        # a declaration of a part that is absent holds its name: a second one may be damage to Excel
        taken |= {canonical(node.get("PartName") or "") for node in self._tree("[Content_Types].xml")}
        number = 0 if stem == "styles" else 1  # some programs find styles under their usual name only
        while {
            canonical(part := posixpath.join(base, f"{stem}{number or ''}{extension}")),
            canonical(rels_part(part)),  # left over by another program, it would become ours
        } & taken:
            number += 1
        return part

    def _relate(self, kind: str, part: str) -> str:
        """Relate a new part to the workbook and declare its content type."""
        rels = self.edit(self._rels)
        taken = {node.get("Id") for node in rels}
        number = 1
        while f"{RELATION}{number}" in taken:
            number += 1
        node = etree.SubElement(rels, f"{{{_RELATIONSHIPS}}}Relationship")
        node.set("Id", f"{RELATION}{number}")
        node.set("Type", f"{RELATIONSHIP_TYPES[self.workbook.namespace]}/{kind}")
        node.set("Target", f"/{part}")
        self._declare(part, f"{_SPREADSHEET}.{kind}+xml")
        return f"{RELATION}{number}"

    def _declare(self, part: str, kind: str) -> None:
        override = etree.SubElement(self.edit("[Content_Types].xml"), f"{{{_CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", kind)

    def calculate_on_load(self) -> None:
        """Ask the host to calculate the book when it opens: a value was removed."""
        self._in_order("calcPr", _AFTER_NAMES[1:]).set("fullCalcOnLoad", "1")

    def _in_order(self, name: str, later: Collection[str]) -> etree._Element:
        """An element of the workbook part, made before those that the schema puts after it if it is absent."""
        root = self.edit(self.workbook.part)
        found = root.find(f"{{*}}{name}")
        if found is None:
            found = etree.SubElement(root, self._tag(name))
            children = [node for node in root if isinstance(node.tag, str)]
            after = next((node for node in children if etree.QName(node).localname in later), None)
            if after is not None:
                after.addprevious(found)
        return found

    def finish(self) -> None:
        """Serialise the trees that were changed."""
        if self._styles is not None and self._styles.changed:
            if self.workbook.styles:
                self._touched.add(self.workbook.styles)
            else:
                styles = {self._new_styles: markup.dump(self._styles.root)}
                self.added = styles | self.added  # before the reports: a second run then gives the same file
        for part in self._touched:
            self.changed[self.package.key(part)] = self._trees[part].dumped()

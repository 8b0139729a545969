"""Take our earlier reports out of a workbook: the exact inverse of adding them.

What a report shares with the user's sheets stays. Marks on cells are :mod:`xl_addin.files.edits.marks`.
"""

from __future__ import annotations

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.edits.editor import RELATION, BookEditor
from xl_addin.files.report_sign import is_report_name
from xl_addin.files.workbook_part import SheetEntry, WorkbookPart, sheet_of


def remove_reports(editor: BookEditor) -> None:
    """Take out our reports with their names, relationships and every part only they use."""
    workbook = editor.workbook
    reports = [entry for entry in workbook.sheets if entry.name in workbook.reports]
    untouched = _are_as_written(reports, workbook.sheets)
    for entry in reports:
        _remove_sheet(editor, entry, untouched)
    names = workbook.root.find("{*}definedNames")
    found = [] if names is None else list(names)
    marks = [node for node in found if _is_mark(node, workbook)]
    if names is not None and marks:
        root = editor.edit(workbook.part)
        # our names stand last in a file as we wrote it: one before them, for a sheet that is absent, is the user's
        for node in found[found.index(marks[0]) :] if untouched else marks:
            names.remove(node)
        if not len(names):
            root.remove(names)


def drop_own_styles(editor: BookEditor) -> None:
    """Drop a styles part that only we needed: nothing else of ours is left, and no program has saved the book."""
    own = editor.own_relations()
    if len(own) == 1 and (own[0].get("Type") or "").endswith("/styles"):
        editor.drop_related(own[0].get("Id") or "")


def _are_as_written(reports: list[SheetEntry], sheets: list[SheetEntry]) -> bool:
    """Whether no program has saved the book since our reports came in: each numbers sheets and relationships anew.

    What the user's part says of sheets that do not exist (a tab in front, names) is then left as it was.
    """
    last = sheets[len(sheets) - len(reports) :]
    return reports == last and all(entry.rel_id.startswith(RELATION) for entry in reports)


def _remove_sheet(editor: BookEditor, entry: SheetEntry, untouched: bool) -> None:
    editor.edit(editor.workbook.part)
    nodes = editor.sheets()
    index = next(i for i, node in enumerate(nodes) if node.get("name") == entry.name)
    holder = nodes[index].getparent()
    if holder is not None:
        holder.remove(nodes[index])
    if not untouched:
        _close_gap(editor.workbook.root, index)
    if b"<f" in editor.package.read(entry.part):  # a report has none unless somebody calculates on it
        editor.drop_calculation_chain()
    editor.drop_related(entry.rel_id)


def _close_gap(root: etree._Element, index: int) -> None:
    """Let what the workbook part says by number of a sheet follow, after one was taken away."""
    for node in list(root.iterfind("{*}definedNames/{*}definedName")):
        local = markup.whole_number(node.get("localSheetId"), -1)
        if local == index:
            node.getparent().remove(node)  # type: ignore[union-attr]
        elif local > index:
            node.set("localSheetId", str(local - 1))
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        for key in ("activeTab", "firstSheet"):
            tab = markup.whole_number(view.get(key), 0)
            if tab >= max(index, 1):
                view.set(key, str(tab - 1))


def _is_mark(node: etree._Element, workbook: WorkbookPart) -> bool:
    """Tell a name that marks a report of ours, or a sheet that is gone."""
    if not is_report_name(node.get("name") or "") or node.get("localSheetId") is not None:
        return False
    target = sheet_of("".join(map(str, node.itertext())))
    return target in workbook.reports or all(entry.name != target for entry in workbook.sheets)

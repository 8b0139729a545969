"""Write results into a copy of a user's workbook without losing anything (docs/adr/0004-lossless-patch.md).

Untouched parts are copied as their compressed bytes. In a worksheet only stored values of given cells change and
conditional formats of ours are added. Reports are new sheets. The source is never opened for writing.
A digital signature of the package stays in the copy but no longer holds there; one of the VBA project still does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_addin.files import markup
from xl_addin.files.atomic import refuse_same_file, replacing
from xl_addin.files.building.model import NewSheet
from xl_addin.files.container import canonical, open_package
from xl_addin.files.edits.cell_edits import Piece, Splice, Values, spliced
from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.edits.formulas import ArrayFormula, with_formulas
from xl_addin.files.edits.marks import marks_splice, without_marks
from xl_addin.files.edits.removal import drop_own_styles, remove_reports
from xl_addin.files.edits.value_blocks import block_splices
from xl_addin.files.edits.values import value_splices
from xl_addin.files.edits.zip import ZipWriter, bare_entry, deflated
from xl_addin.files.handover.freezing import Freezing, finish_freezing, frozen_sheet
from xl_addin.files.handover.hiding import with_hidden_rows
from xl_addin.files.handover.masking_book import finish_masking
from xl_addin.files.handover.respelling import Respell, respell_all
from xl_addin.files.looks import LOOKS, MARKS, Mark
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.files.workbook_part import SheetEntry, read_workbook
from xl_addin.tables.grid import CellValue, Remove
from xl_addin.values.errors import InputError


@dataclass(frozen=True, slots=True)
class BookPatch:
    """What to change: stored values by sheet and 1-based (row, column), marks, and report sheets to add.

    ``arrays`` are formulas to be entered anew as array formulas, by the cell that holds them; ``freezing`` makes a
    copy that does without the add-in; ``kept`` are sheets to add that no later run takes away; ``respell`` gives every
    formula its new text.
    """

    values: Mapping[str, Mapping[tuple[int, int], CellValue | Remove]]
    marks: Sequence[Mark] = ()
    reports: Sequence[NewSheet] = ()
    arrays: Mapping[str, Mapping[tuple[int, int], ArrayFormula]] = field(default_factory=dict)
    freezing: Freezing | None = None
    kept: Sequence[NewSheet] = ()
    respell: Respell | None = None


def write_patched(source: Path, target: Path, patch: BookPatch) -> None:
    """Write a copy of ``source`` with the patch applied; our earlier marks and reports in it are replaced.

    Raises InputError, one Chinese line and nothing written, if the source cannot be used, if the target is the
    source or cannot be written, or if the patch names a sheet that is absent.
    """
    source, target = Path(source), Path(target)
    refuse_same_file(source, target)
    with open_package(source) as package:
        editor = BookEditor(package, read_workbook(package))
        entries = _targets(editor, patch)
        remove_reports(editor)
        marks = marks_by_sheet(patch.marks)
        formats = {name: editor.styles().dxf(LOOKS[name]) for name in MARKS} if marks else {}
        for name, entry in entries.items():
            _change(editor, entry, patch, marks.get(name), formats)
        if any(Remove in map(type, values.values()) for values in patch.values.values()):
            editor.calculate_on_load()
        for number, report in enumerate(patch.reports, 1):
            editor.add_report(report, number)
        for report in patch.kept:
            editor.add_report(report, 0)
        if patch.arrays:
            editor.drop_calculation_chain()
        if patch.freezing:
            finish_freezing(editor, patch.freezing)
        if patch.respell:
            respell_all(editor, patch.respell)
        _write(editor, target, patch.freezing.texts if patch.freezing else None)


def clear_patched(source: Path, target: Path) -> None:
    """Write a copy of ``source`` without our report sheets and marks; users' sheets come back byte for byte.

    Values that were written into cells stay. Raises InputError as :func:`write_patched` does.
    """
    write_patched(source, target, BookPatch({}))


def _splices(data: bytes, values: Values, sheet: str, date1904: bool) -> list[Splice]:
    """What values change in a part whose form is not the usual one."""
    try:
        return value_splices(data, values, date1904=date1904) if values else []
    except InputError as error:  # the part does not know the name of its sheet
        raise InputError(error.message.replace("工作表中", f"工作表“{sheet}”中", 1), error.code) from error


def _with_formulas(data: bytes, name: str, patch: BookPatch) -> bytes:
    """A worksheet part with array formulas entered, or frozen."""
    if name in patch.arrays:
        data = with_formulas(data, patch.arrays[name])
    if patch.freezing:
        data = frozen_sheet(data, patch.freezing.cells.get(name, ()), patch.freezing.is_ours)
        data = with_hidden_rows(data, patch.freezing.hidden.get(name, ()))
    return data


def _targets(editor: BookEditor, patch: BookPatch) -> dict[str, SheetEntry]:
    """Worksheets of the user by name; InputError if the patch names another sheet."""
    workbook = editor.workbook
    entries = {
        entry.name: entry
        for entry in workbook.sheets
        if entry.kind == "worksheet" and entry.name not in workbook.reports
    }
    frozen = patch.freezing.cells if patch.freezing else ()
    for name in [*patch.values, *(mark.sheet for mark in patch.marks), *patch.arrays, *frozen]:
        if name not in entries:
            raise InputError(f"工作簿里没有工作表“{name}”，无法写入结果，请核对表名")
    return entries


def marks_by_sheet(marks: Sequence[Mark]) -> dict[str, dict[str, list[str]]]:
    """Cells by sheet and style; a cell marked twice keeps its gravest style."""
    gravest: dict[tuple[str, str], str] = {}
    for mark in marks:
        key = (mark.sheet, mark.cell)
        if key not in gravest or MARKS.index(mark.style) < MARKS.index(gravest[key]):
            gravest[key] = mark.style
    found: dict[str, dict[str, list[str]]] = {}
    for (sheet, cell), style in gravest.items():
        found.setdefault(sheet, {}).setdefault(style, []).append(cell)
    return found


def _change(
    editor: BookEditor,
    entry: SheetEntry,
    patch: BookPatch,
    marks: Mapping[str, Sequence[str]] | None,
    formats: Mapping[str, int],
) -> None:
    """Make the new part of a sheet where anything changes; what it was made of is let go on the way."""
    original = editor.package.read(entry.part)
    head, values = original[: markup.HEAD], patch.values.get(entry.name, {})
    quick = None
    if not (patch.freezing or entry.name in patch.arrays):
        quick = _quick_splices(original, values, editor.workbook.date1904)
    data = original
    if quick is None:  # not checked yet
        data, _ = markup.usable(original, f"“{editor.package.path.name}”的工作表“{entry.name}”")
    del original
    plain = _with_formulas(without_marks(data), entry.name, patch)
    changed = plain != data
    del data
    # marks stand behind the rows: without them what was found in the rows is where it was
    splices = _splices(plain, values, entry.name, editor.workbook.date1904) if quick is None else quick
    if marks is not None:
        splices.append(marks_splice(plain if quick is not None else markup.masked(plain), marks, formats))
    elif not (changed or any(plain[start:end] != new for start, end, new in splices)):
        return
    pieces: Iterable[Piece] = spliced(plain, splices)
    if not markup.is_utf8(head):
        pieces = (markup.encoded(b"".join(pieces), head),)
    part = editor.package.key(entry.part)
    if patch.freezing or patch.respell:  # is still looked at as a whole
        editor.changed[part] = b"".join(pieces)
    else:
        editor.packed[part] = deflated(pieces)


def _quick_splices(data: bytes, values: Values, date1904: bool) -> list[Splice] | None:
    """What values change in a part, and that it is well-formed; None for one that must be looked at otherwise."""
    try:
        return block_splices(data, values, date1904=date1904) if markup.is_utf8(data) else None
    except (Unusual, ValueError):
        return None


def _write(editor: BookEditor, target: Path, masked: Mapping[str, str] | None) -> None:
    """Write every part in the order of the source, ours last; a masked copy has no comments beside the parts."""
    if not editor.has_styles:
        drop_own_styles(editor)
    editor.finish()
    package = editor.package
    names = {} if masked is None else finish_masking(editor, masked)
    with replacing(target, package.path) as stream:
        writer = ZipWriter(stream)
        for info in package.archive.infolist():
            name = canonical(info.filename)
            entry = info if masked is None else bare_entry(info, names.get(name))
            if (new := editor.packed.get(name) or editor.changed.get(name)) is not None:
                writer.replace(entry, new)
            elif name not in editor.dropped:
                writer.copy(package.archive, info, entry)
        for part, data in editor.added.items():
            writer.add(part, data)
        writer.finish(package.archive.comment if masked is None else b"")

"""Give every formula of a book another text: cells, rules, names, tables, charts. Which one is for others to say."""

from __future__ import annotations

from collections.abc import Callable

from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.handover.freezing import formula_parts, store_part
from xl_addin.files.handover.link_numbers import with_changed_formulas

Respell = Callable[[str], str]


def respell_all(editor: BookEditor, respell: Respell) -> None:
    """Change the formulas of the whole book, after its sheets were changed and before it is written."""
    for part, data in list(formula_parts(editor)):
        store_part(editor, part, data, with_changed_formulas(data, respell))
    for node in editor.workbook.root.iterfind("{*}definedNames/{*}definedName"):
        old = node.text or ""
        new = respell(old)
        if new != old:
            editor.edit(editor.workbook.part)
            node.text = new

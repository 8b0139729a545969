"""Mask ID numbers in every part of a copy, as it is about to be written: whatever its kind, its encoding, its name.

Comes after all other changes. Names of parts change together with what points to them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import quote, unquote

from xl_addin.files import markup
from xl_addin.files.container import CONTENT_TYPES, canonical
from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.handover.masking import masked_part, masked_sheet
from xl_addin.files.handover.masking_formulas import masked_name
from xl_addin.files.handover.masking_other import masked_other
from xl_addin.files.handover.masking_pivots import mask_pivots
from xl_addin.values.errors import InputError
from xl_addin.values.persons import known_ids

_HISTORY: Final = ("revisionHeaders", "usernames")
"""What a shared book remembers of earlier contents."""
_PATH: Final = re.compile(rb"""(\s(?:Target|PartName)\s*=\s*["'])([^"'<]+)""")
_IN_LINKS: Final = "/:?#[]@!$&'()*+,;=~"
_NAME: Final = re.compile(rb"""<(?:[\w.-]+:)?definedName\s[^<>]*?\sname\s*=\s*"([^"<]+)\"""")
_MARKUP: Final = (".xml", ".vml", ".rels", ".xsd", ".xsl", ".html", ".htm", ".svg")
_SEALED: Final = re.compile(r"/(?:embeddings|media|activex|model)/|vbaproject|\.(?:zip|docx?|xls[xmb]?|pptx?|pdf)$")
"""What has sums, indexes or packing of its own: it is only looked into."""


def prepare_masking(editor: BookEditor, texts: Mapping[str, str]) -> None:
    """Drop what need not be in a masked copy, and mask pivot tables, whose items must stay apart."""
    editor.drop_thumbnail()
    for rel in editor.package.relationships(editor.workbook.part):
        if rel.kind in _HISTORY:
            editor.drop_related(rel.id)
    mask_pivots(editor, known_ids(texts))


def finish_masking(editor: BookEditor, texts: Mapping[str, str]) -> dict[str, str]:
    """Mask every part that will be written; gives new names of parts, by their canonical ones."""
    known = known_ids(texts)
    sheets = {canonical(entry.part) for entry in editor.workbook.sheets}
    for name in editor.package.entries:
        if name in editor.dropped or _SEALED.search(name):
            continue
        data = editor.changed.get(name)
        data = editor.package.read(name) if data is None else data
        new = _masked(name, data, texts, known, is_sheet=name in sheets)
        if new != data:
            editor.changed[name] = new
    _refuse_names_alike(editor)
    return _new_names(editor, known)


def _masked(name: str, data: bytes, texts: Mapping[str, str], known: Collection[str], *, is_sheet: bool) -> bytes:
    if not name.endswith(_MARKUP):
        return masked_other(data, known)
    text = markup.readable(data)
    if text is None:
        return masked_other(data, known)
    if name.endswith(".rels") or name == canonical(CONTENT_TYPES):
        text = _PATH.sub(lambda match: match[1] + _path(match[2], known), text)
    new = masked_sheet(text, known) if is_sheet else masked_part(text, texts, known)
    return markup.encoded(new, data)


def _path(target: bytes, known: Collection[str]) -> bytes:
    """The target of a relationship; a link that names a person's file leads nowhere from now on."""
    text = markup.text_of(target)
    new = masked_name(text, known)
    if new == text and (hidden := masked_name(unquote(text), known)) != unquote(text):
        new = quote(hidden, safe=_IN_LINKS)
    return target if new == text else markup.attribute(new).encode()


def _new_names(editor: BookEditor, known: Collection[str]) -> dict[str, str]:
    found = {}
    for name, info in editor.package.entries.items():
        new = masked_name(info.filename, known)
        if new != info.filename and name not in editor.dropped:
            found[name] = new
    taken = [canonical(found.get(name, name)) for name in editor.package.entries]
    if len(set(taken)) < len(taken):
        raise InputError("工作簿里有两个部件（如图片）的文件名含有身份证号，脱敏后同名，无法脱敏，请先删去其中的图片")
    return found


def _refuse_names_alike(editor: BookEditor) -> None:
    """Two names that masking made one would make formulas point to the wrong cells."""
    data = editor.changed.get(canonical(editor.workbook.part), b"")
    masked = [name.lower() for name in _NAME.findall(data) if b"xxxxxxxx" in name]
    if len(set(masked)) < len(masked):
        raise InputError("两个定义的名称含有身份证号，脱敏后同名，无法脱敏，请先在“名称管理器”里改名或删去")

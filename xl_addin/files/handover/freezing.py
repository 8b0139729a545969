"""Make a copy of a book that no longer needs the add-in: values instead of our calls, no rules, names or links of ours.

Formulas of given cells go, their values stay; conditional formats, validations, calculated columns and defined names
that call a function of ours go; a link to the add-in goes and the numbers of later links move up everywhere. Which
formulas are ours is for the caller to say. Everything else keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.container import canonical
from xl_addin.files.edits.editor import BookEditor
from xl_addin.files.edits.formulas import Place, with_formulas
from xl_addin.files.handover.link_numbers import formulas_of, link_numbers, renumbered, with_changed_formulas
from xl_addin.files.handover.masking_book import prepare_masking

IsOurs = Callable[[str], bool]
_ADDIN: Final = re.compile(r"(?:^|[/\\])xl_addin[^/\\]*\.xl(?:am|a|sm|l)$", re.IGNORECASE)
_NO_FORMULAS: Final = re.compile(r"(?:^|/)(?:sharedstrings|styles|theme\d*|metadata|comments\d*)\.xml$|^docprops/")
_COUNT: Final = re.compile(rb'\scount="\d+"')
_LINK_NUMBER: Final = re.compile(rb"\[[0-9]{1,5}\]")


@dataclass(frozen=True, slots=True)
class Freezing:
    """Which cells lose their formula, by sheet; which formula texts call us; texts to be masked in every part.

    ``texts`` maps whole texts of cells to what stands there instead; None masks nothing. With a mapping, even an
    empty one, every ID number is masked wherever it stands.
    """

    cells: Mapping[str, Collection[Place]]
    is_ours: IsOurs
    texts: Mapping[str, str] | None = None
    hidden: Mapping[str, Collection[int]] = field(default_factory=dict)
    """Rows to hide, by sheet."""


def frozen_sheet(data: bytes, places: Collection[Place], is_ours: IsOurs) -> bytes:
    """A worksheet part (UTF-8) without the formulas of the given cells and without rules that call us."""
    new = with_formulas(data, dict.fromkeys(places)) if places else data
    new = _without(new, b"cfRule", b"conditionalFormatting", is_ours)
    return _without(new, b"dataValidation", b"dataValidations", is_ours)


def _without(data: bytes, rule: bytes, holder: bytes, is_ours: IsOurs) -> bytes:
    """Drop the rules that call us, and holders that are left without a rule."""
    kept = _elements_by(data, rule, lambda found: b"" if any(map(is_ours, formulas_of(found))) else found)
    if len(kept) == len(data):
        return data
    rules = re.compile(rb"<(?:[\w.-]+:)?%s[\s/>]" % rule)

    def settled(found: bytes) -> bytes:
        number = len(rules.findall(found))
        return _COUNT.sub(b' count="%d"' % number, found, count=1) if number else b""

    data = _elements_by(kept, holder, settled)
    for name in (b"conditionalFormattings", b"ext", b"extLst"):  # from within: Excel expects content in each
        data = re.sub(rb"<((?:[\w.-]+:)?%s)(?:\s[^<>]*)?(?<!/)>\s*</\1\s*>" % name, b"", data)
    return data


def _elements_by(data: bytes, name: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The part with each element of a name, up to the next end of its name, as ``change`` gives it.

    Ends are looked up, not looked for: a comment may hold any number of beginnings that have none.
    """
    ends: dict[bytes, list[int]] = {}
    for end in re.finditer(rb"</((?:[\w.-]+:)?%s)\s*>" % name, data):
        ends.setdefault(end[1], []).append(end.end())
    pieces, place = [], 0
    for begin in re.finditer(rb"<((?:[\w.-]+:)?%s)(?:\s[^<>]*)?(?<!/)>" % name, data) if ends else ():
        after = ends.get(begin[1], ())
        at = bisect_right(after, begin.end())
        if begin.start() >= place and at < len(after):
            pieces += [data[place : begin.start()], change(data[begin.start() : after[at]])]
            place = after[at]
    return b"".join([*pieces, data[place:]])


def finish_freezing(editor: BookEditor, freezing: Freezing) -> None:
    """Do what concerns the whole book, after its sheets were changed and before it is written."""
    editor.drop_calculation_chain()
    _drop_names(editor, freezing.is_ours)
    for part, data in formula_parts(editor):
        if b"calculatedColumnFormula" in data or b"totalsRowFormula" in data:
            store_part(editor, part, data, _plain_columns(data, freezing.is_ours))
    _drop_links(editor, freezing.is_ours)
    if freezing.texts is not None:
        prepare_masking(editor, freezing.texts)


def formula_parts(editor: BookEditor) -> Iterator[tuple[str, bytes]]:
    """Every part that can hold formulas, as it is now, in UTF-8; the workbook part is a tree and left out."""
    skipped = editor.dropped | {canonical(editor.workbook.part), "[content_types].xml"}
    for name in editor.package.entries:
        if name.endswith((".xml", ".vml")) and name not in skipped and not _NO_FORMULAS.search(name):
            yield name, _text(editor, name)


def _text(editor: BookEditor, part: str) -> bytes:
    data = editor.changed.get(part)
    # a part in no known encoding holds nothing that a host would read as a formula
    return markup.readable(editor.package.read(part) if data is None else data) or b""


def store_part(editor: BookEditor, part: str, old: bytes, new: bytes) -> None:
    """Keep what a part becomes, in the encoding that it has."""
    if new != old:
        editor.changed[part] = markup.encoded(new, editor.changed.get(part) or editor.package.read(part))


def _plain_columns(data: bytes, is_ours: IsOurs) -> bytes:
    """A table part whose columns no longer fill new rows with calls of ours."""

    def kept(match: re.Match[bytes]) -> bytes:
        return b"" if is_ours(markup.text_of(match[2])) else match[0]

    pattern = rb"<((?:[\w.-]+:)?(?:calculatedColumnFormula|totalsRowFormula))(?:\s[^<>]*)?(?<!/)>([^<]*)</\1\s*>"
    return re.sub(pattern, kept, data)


def _drop_names(editor: BookEditor, is_ours: IsOurs) -> None:
    names = editor.workbook.root.find("{*}definedNames")
    if names is None:
        return
    for node in list(names):
        if is_ours("".join(str(piece) for piece in node.itertext())):
            editor.edit(editor.workbook.part)
            names.remove(node)
    if not len(names):
        editor.edit(editor.workbook.part).remove(names)


def _drop_links(editor: BookEditor, is_ours: IsOurs) -> None:
    """Drop links to the add-in that nothing uses any more; later links move up in every formula."""
    root = editor.workbook.root
    holder = root.find("{*}externalReferences")
    if holder is None:
        return
    names = list(root.iterfind("{*}definedNames/{*}definedName"))
    used = {number for node in names for number in link_numbers(node.text or "")}
    for _, data in formula_parts(editor):
        if _LINK_NUMBER.search(data):
            used |= {number for text in formulas_of(data) for number in link_numbers(text)}
    nodes = list(holder)
    ours = [n for n, node in enumerate(nodes, 1) if n not in used and _is_link_to_us(editor, node, is_ours)]
    if not ours:
        return
    root = editor.edit(editor.workbook.part)
    numbers = {n: n - sum(gone < n for gone in ours) for n in range(1, len(nodes) + 1) if n not in ours}
    numbers = {old: new for old, new in numbers.items() if old != new}
    for n in ours:
        editor.drop_related(_relation_id(nodes[n - 1]))
        holder.remove(nodes[n - 1])
    if not len(holder):
        root.remove(holder)
    if numbers:
        for node in names:
            node.text = renumbered(node.text or "", numbers)
        for part, data in formula_parts(editor):
            if _LINK_NUMBER.search(data):
                store_part(editor, part, data, with_changed_formulas(data, lambda text: renumbered(text, numbers)))


def _relation_id(node: etree._Element) -> str:
    return next((str(value) for key, value in node.attrib.items() if etree.QName(key).localname == "id"), "")


def _is_link_to_us(editor: BookEditor, node: etree._Element, is_ours: IsOurs) -> bool:
    """Tell a link to the add-in by its file, or by the names in it, which are then our functions and no others."""
    wanted = _relation_id(node)
    relations = editor.package.relationships(editor.workbook.part)
    part = next((rel.target for rel in relations if rel.id == wanted), "")
    if not part or editor.package.find(part) is None:
        return False
    if any(_ADDIN.search(unquote(rel.target)) for rel in editor.package.relationships(part) if rel.external):
        return True
    names = [str(one.get("name")) for one in editor.package.tree(part).iterfind(".//{*}definedName")]
    return bool(names) and all(is_ours(f"{name}()") for name in names)

"""Templates whose papers bring nothing along: what would act when somebody opens a paper, or be fetched from elsewhere.

Every part is looked at, also those that the library for Word documents does not know (footnotes, building blocks), and
the relations of the package itself. A field is read as Word reads it: over runs and paragraphs, deleted or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from xl_addin.files.papers.safety import W
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text

_ACTIVE: Final = re.compile(
    "vbaproject|vbadata|macroenabled|control|activex|afchunk|rfc822|text/html|subdocument|oleobject|webextension"
    "|extensibility|usercustomization|keymapcustomizations|attachedtoolbars"
)
"""In kinds of relations and of parts: what acts or is put in when a document is opened."""
_EMBEDDED: Final = "package"
_CHART: Final = "drawingml.chart"
"""A chart has its figures in a workbook of its own."""
_FETCHING: Final = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|EMBED|DATA|DATABASE|MACROBUTTON|RD|PRINT"
    r"|CONTROL|HTMLCONTROL)\b",
    re.I,
)
_VALUE: Final = "\0"
"""Stands in the text of a field for what another field gives."""
_BUILT: Final = re.compile(rf"^\s*\w*{_VALUE}")
_FIELD_NODES: Final = tuple(f"{{*}}{name}" for name in ("fldSimple", "fldChar", "instrText", "delInstrText", "t"))
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_PICTURES: Final = tuple(f"{_VML}{name}" for name in ("imagedata", "fill", "stroke"))
_ELSEWHERE: Final = frozenset(("src", "href", "althref"))
_SHOWN: Final = 60


def refuse_acting(document: Any, name: str) -> None:
    """Raise InputError for a template whose paper would act or fetch; a far template of its own is taken off."""
    package = document.part.package
    _refuse_relations(package, "", name)
    for part in package.iter_parts():
        if _ACTIVE.search(part.content_type.lower()):
            raise _acts(part.content_type, name)
        _refuse_relations(part, part.content_type.lower(), name)
        root = _root(part)
        if root is not None and (what := _bad_content(root)):
            raise InputError(f"模板“{name}”含有{what}，请在 Word 里删去后再用")


def _refuse_relations(source: Any, content_type: str, name: str) -> None:
    for key, relation in list(source.rels.items()):
        kind = relation.reltype.rstrip("/").rpartition("/")[2]
        if kind == "attachedTemplate" and content_type:  # Word writes it into what is made from another template
            del source.rels[key]
            _take_off(source)
        elif _ACTIVE.search(kind.lower()) or (kind.lower() == _EMBEDDED and _CHART not in content_type):
            raise _acts(kind, name)
        elif relation.is_external and kind != "hyperlink":
            told = mask_text(kind)[:_SHOWN]
            raise InputError(f"模板“{name}”引用了外部文件（{told}），请在 Word 里改为嵌入或删去后再用")


def _acts(kind: str, name: str) -> InputError:
    told = mask_text(kind)[:_SHOWN]
    return InputError(f"模板“{name}”含有宏、控件或嵌入的对象（{told}），打开文书时会运行，请在 Word 里删去后再用")


def _root(part: Any) -> etree._Element | None:
    """The markup of a part, whether the library knows its kind or not; None for what is none."""
    known = getattr(part, "element", None)
    if known is not None:
        return known  # type: ignore[no-any-return]
    try:
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):  # a picture, or nothing that Word can read either
        return None


def _bad_content(root: etree._Element) -> str:
    """What is wrong within a part, '' for nothing."""
    for text in _fields(root):
        if match := _FETCHING.match(text):
            return f"会读取或启动其他内容的域（{match[1].upper()}）"
        if _BUILT.match(text):
            return "名称由另一个域拼成的域"
    if next(root.iter("{*}mailMerge"), None) is not None:
        return "邮件合并的数据源"
    for node in root.iter(*_PICTURES):
        if any(value and etree.QName(key).localname in _ELSEWHERE for key, value in node.items()):
            return "不在文件里的图片（VML）"
    return ""


def _fields(root: etree._Element) -> Iterator[str]:
    """The text of every field of a part, however runs and paragraphs cut it."""
    stray: list[str] = []
    open_ones: list[tuple[list[str], list[str]]] = []
    for node in root.iter(*_FIELD_NODES):
        kind = etree.QName(node).localname
        if kind == "fldSimple":
            yield _attribute(node, "instr")
        elif kind == "fldChar":
            step = _attribute(node, "fldCharType")
            if step == "begin":
                if open_ones:
                    open_ones[-1][1].append(_VALUE)
                code: list[str] = []
                open_ones.append((code, code))
            elif step == "separate" and open_ones:
                open_ones[-1] = (open_ones[-1][0], [])  # what follows is what the field shows
            elif step == "end" and open_ones:
                yield "".join(open_ones.pop()[0])
        elif open_ones:
            open_ones[-1][1].append(node.text or "")
        elif kind != "t":
            stray.append(node.text or "")
    yield from ("".join(code) for code, _ in open_ones)
    yield "".join(stray)


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.items() if etree.QName(key).localname == name), "")


def _take_off(part: Any) -> None:
    if (root := getattr(part, "element", None)) is None:
        return
    for node in list(root.iter(f"{W}attachedTemplate")):
        node.getparent().remove(node)

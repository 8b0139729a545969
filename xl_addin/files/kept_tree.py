"""A small XML part as a tree that is written with the bytes it was read from; only what was changed is written anew.

So a change and its inverse give the part back to the byte: quotes, blanks, empty elements, entities and prefixes are
as the user's program wrote them. Leaves out big parts: sheets are spliced as bytes (:mod:`xl_addin.files.sheet_xml`),
others (the records of a pivot table) are written from their tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from xl_addin.files import markup

_TOKEN: Final = re.compile(rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_ATTRIBUTE: Final = re.compile(rb"""(?<!\s)\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_MOST_KEPT: Final = 8_000_000
"""Bytes of a part whose every node is remembered."""
_NAME: Final = re.compile(rb"</?([^\s/>]+)")


@dataclass(slots=True)
class _Origin:
    """What a node was when it was read, and the bytes that said so; ``end`` is empty for ``<a/>`` and comments."""

    start: bytes
    tag: object
    attributes: dict[str, str]
    text: tuple[str | None, bytes] = (None, b"")
    tail: tuple[str | None, bytes] = (None, b"")
    end: bytes = b""


class KeptTree:
    """A tree together with the bytes of its nodes; made before the tree is changed.

    >>> tree = KeptTree(b"<a  x='1'><b/>\\n<c></c></a>", "表")
    >>> tree.root.set("y", "<2>"); tree.root[0].tail
    '\\n'
    >>> tree.root.remove(tree.root[0])
    >>> tree.dumped()
    b'<a  x=\\'1\\' y="&lt;2>"><c></c></a>'
    """

    def __init__(self, data: bytes, what: str) -> None:
        self._original = data
        text, _ = markup.usable(data, what)
        self.root = markup.parse(data, what)
        self._origins: dict[etree._Element, _Origin] = {}
        self._before = self._after = b""
        self._is_big = len(text) > _MOST_KEPT
        if not self._is_big:
            self._before, self._after = self._read(text)

    def _read(self, text: bytes) -> tuple[bytes, bytes]:
        """Walk over the tags of the part and the nodes of its tree side by side; gives what stands around the root."""
        nodes = self.root.iter()
        opened: list[etree._Element] = []
        last: etree._Element | None = None
        begin = gap = 0
        for match in _TOKEN.finditer(text):
            token = match[0]
            if token.startswith(b"<![") or (not opened and token.startswith((b"<!", b"<?"))):
                continue  # text, or outside of the root
            self._note_gap(text[gap : match.start()], opened, last)
            gap = match.end()
            if token.startswith(b"</"):
                last = opened.pop()
                self._origins[last].end = token
            else:
                node = next(nodes)
                begin = begin if opened else match.start()
                self._origins[node] = _Origin(token, node.tag, {str(k): str(v) for k, v in node.attrib.items()})
                is_open = not token.endswith(b"/>") and isinstance(node.tag, str)
                last = None if is_open else node
                opened += [node] if is_open else []
            if not opened:
                break
        return text[:begin], text[gap:]

    def _note_gap(self, gap: bytes, opened: list[etree._Element], last: etree._Element | None) -> None:
        """The text before a tag is the tail of the node that ended before it, or the text of the one that is open."""
        if last is not None:
            self._origins[last].tail = (last.tail, gap)
        elif opened:
            self._origins[opened[-1]].text = (opened[-1].text, gap)

    def dumped(self) -> bytes:
        """The part as it is now, in its own encoding."""
        if self._is_big:
            return markup.dump(self.root)
        body = b"".join(self._node(self.root))
        return markup.encoded(self._before + body + self._after, self._original)

    def _node(self, node: etree._Element) -> Iterator[bytes]:
        """Bytes of a node without its tail."""
        origin = self._origins.get(node)
        if not isinstance(node.tag, str):
            yield origin.start if origin else etree.tostring(node, with_tail=False)
            return
        same = origin is not None and origin.tag == node.tag
        start = _with_attributes(origin.start, node, origin.attributes) if origin and same else _start_tag(node)
        content = [_text(node.text, origin.text if origin else (None, b""))]
        for child in node:
            content += self._node(child)
            before = self._origins.get(child)
            content.append(_text(child.tail, before.tail if before else (None, b"")))
        inside = b"".join(content)
        if start.endswith(b"/>"):
            if not inside:
                yield start
                return
            start = start[:-2].rstrip() + b">"
        yield start
        yield inside
        name = _NAME.match(start)
        assert name is not None
        yield (origin.end if origin and same else b"") or b"</" + name[1] + b">"


def _text(text: str | None, origin: tuple[str | None, bytes]) -> bytes:
    """A text as it stood, or escaped if it is another now."""
    return origin[1] if (text or "") == (origin[0] or "") else _escaped(text or "").encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> bytes:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return ('"' + text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;") + '"').encode()


def _start_tag(node: etree._Element) -> bytes:
    """The tag of a new element; prefixes are declared where the elements around it do not."""
    parent = node.getparent()
    known = parent.nsmap if parent is not None else {}
    name = etree.QName(node).localname
    pieces = [f"<{node.prefix}:{name}" if node.prefix else f"<{name}"]
    for prefix, address in node.nsmap.items():
        if known.get(prefix) != address:
            pieces.append(f" {f'xmlns:{prefix}' if prefix else 'xmlns'}={_attribute(address).decode()}")
    pieces += [f" {_raw_name(node, str(key))}={_attribute(str(value)).decode()}" for key, value in node.attrib.items()]
    return ("".join(pieces) + "/>").encode()


def _raw_name(node: etree._Element, key: str) -> str:
    """Name of an attribute with the prefix under which its namespace is known."""
    name = etree.QName(key)
    if not name.namespace:
        return name.localname
    if name.namespace == "http://www.w3.org/XML/1998/namespace":
        return f"xml:{name.localname}"
    prefix = next(prefix for prefix, address in node.nsmap.items() if prefix and address == name.namespace)
    return f"{prefix}:{name.localname}"


def _with_attributes(tag: bytes, node: etree._Element, before: dict[str, str]) -> bytes:
    """A start tag in which only the attributes that were changed are others."""
    now = {str(key): str(value) for key, value in node.attrib.items()}
    if now == before:
        return tag
    changed = {_raw_name(node, key).encode(): now.get(key) for key in before if now.get(key) != before[key]}

    def replaced(match: re.Match[bytes]) -> bytes:
        if match[1] not in changed:
            return match[0]
        value = changed[match[1]]
        return b"" if value is None else match[0][: match.start(2) - match.start()] + _attribute(value)

    tag = _ATTRIBUTE.sub(replaced, tag)
    new = "".join(f" {_raw_name(node, key)}={_attribute(now[key]).decode()}" for key in now if key not in before)
    close = 2 if tag.endswith(b"/>") else 1
    return tag[:-close].rstrip() + new.encode() + tag[-close:] if new else tag

"""Our line in ``publish.xml``, the list by which WPS loads add-ins: put in and taken out, every other byte kept.

The official packer writes the file anew and loses the add-ins of others; here their lines, comments and line ends stay
as they are. A file that is not such a list is refused and not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.values.errors import InputError

EMPTY: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<jsplugins>\n</jsplugins>\n'
"""What a list of ours begins as, where there was none."""
_ENTRY: Final = re.compile(rb"""<jsplugin(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(?:/>|>\s*</jsplugin\s*>)""")
_NAME: Final = re.compile(rb"""\sname\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_END: Final = re.compile(rb"</jsplugins\s*>")
_CLOSED: Final = re.compile(rb"""<jsplugins((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*)/>""")
_REFUSED: Final = "publish.xml 不是 WPS 加载项的列表，没有改动：请把它发给维护人员"


def entry(name: str, folder: str, version: str) -> bytes:
    """Our line: offline, for spreadsheets; whether it may run is for WPS to ask its user.

    >>> entry("XlAddin", "XlAddin_1", "1").decode()
    '<jsplugin name="XlAddin" type="et" url="XlAddin_1" version="1" enable="enable_dev" install="null"/>'
    """
    known = f'name="{name}" type="et" url="{folder}" version="{version}"'
    return f'<jsplugin {known} enable="enable_dev" install="null"/>'.encode()


def with_entry(data: bytes, name: str, line: bytes) -> bytes:
    """Put our line last, or in the place of an earlier one. InputError for a file that is no such list."""
    masked = _masked(data)
    first, *more = [*_own(masked, name), None]
    if first is not None:
        rest = data[first.end() :]  # a list that was put together by hand may name us twice
        rest = rest if len(more) < 2 else _without(rest, masked[first.end() :], name)
        return data[: first.start()] + line + rest
    ends = list(_END.finditer(masked))
    if not ends:
        closed = _CLOSED.search(masked)
        if closed is None:
            raise InputError(_REFUSED)
        opened = b"<jsplugins" + closed[1].rstrip() + b">"
        return data[: closed.start()] + opened + line + b"</jsplugins>" + data[closed.end() :]
    at = ends[-1].start()
    start = data.rfind(b"\n", 0, at) + 1
    if start and not data[start:at].strip():  # the end stands on a line of its own
        return data[:start] + b"  " + line + (b"\r\n" if data[:start].endswith(b"\r\n") else b"\n") + data[start:]
    return data[:at] + line + data[at:]


def without_entry(data: bytes, name: str) -> bytes:
    """Take our line out, with its line end if it stands alone: what :func:`with_entry` put in and no more."""
    return _without(data, _masked(data), name)


def _without(data: bytes, masked: bytes, name: str) -> bytes:
    for found in reversed(list(_own(masked, name))):
        start, end = found.span()
        line_start = data.rfind(b"\n", 0, start) + 1
        line_end = data.find(b"\n", end) + 1
        if line_start and line_end and not data[line_start:start].strip() and not data[end:line_end].strip():
            start, end = line_start, line_end
        data = data[:start] + data[end:]
    return data


def has_entry(data: bytes, name: str, folder: str) -> bool:
    """Whether the list names our folder. InputError for a file that is no such list."""
    return any(b'url="%s"' % folder.encode() in found[0] for found in _own(_masked(data), name))


def _own(masked: bytes, name: str) -> Iterator[re.Match[bytes]]:
    for found in _ENTRY.finditer(masked):
        own = _NAME.search(found[0])
        if own and (own[1] or own[2]) == name.encode():
            yield found


def _masked(data: bytes) -> bytes:
    """The same bytes without comments, of a file that is such a list."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        raise InputError(_REFUSED) from None
    if root.tag != "jsplugins" or b"\0" in data:  # our line is ASCII: UTF-16 would be spoilt by it
        raise InputError(_REFUSED)
    return markup.masked(data)

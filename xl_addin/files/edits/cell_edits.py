"""Change one cell of a worksheet part, or write a new one: what every way of putting values into a sheet shares.

Of an existing cell only ``<v>`` and the attribute ``t`` change (and ``vm``, which would tie the old rich value to the
new number); formulas, styles and every other byte stay.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import SAVE_AS
from xl_addin.tables.grid import CellValue, Remove, address, shortened
from xl_addin.values.errors import DIV0, NA, NAME, NULL, NUM, REF, VALUE, CellError, InputError
from xl_addin.values.serials import serial_of

Values = Mapping[tuple[int, int], CellValue | Remove]
Piece = bytes | memoryview
Splice = tuple[int, int, bytes]
"""Start and end of bytes of a part, and what takes their place."""

_STORED_ERRORS: Final = frozenset({VALUE, NUM, NA, DIV0, NAME, REF, NULL, "#GETTING_DATA"})
_TYPE: Final = re.compile(rb"""(?<!\s)\s+(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_USUAL: Final = re.compile(
    rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="([A-Za-z]+)")?'
    rb"(?:/>|>(<f(?: [^<>]*)?>[^<]*</f>|<f [^<>]*/>)?(?:<v>([^<]*)</v>)?(</c>))"
)
"""A cell as programs write it: its tag without the type, its type, formula, value and end tag if it has them."""
_TOGETHER: Final = 2000
"""Short pieces that are compressed as one."""
_LONG: Final = 1 << 16
"""Bytes that stay and are not copied together with others."""


def spliced(data: bytes, splices: Iterable[Splice]) -> Iterator[Piece]:
    """Give a part in pieces, with its splices, which must not overlap.

    An insertion before a cell comes before the change of the cell; the order of insertions in one place stays.

    >>> b"".join(spliced(b"abc", [(1, 2, b"BB"), (1, 1, b"-")]))
    b'a-BBc'
    """
    whole = memoryview(data)
    pieces: list[Piece] = []
    position = 0
    for start, end, new in sorted(splices, key=itemgetter(0, 1)):
        if len(pieces) > _TOGETHER or start - position > _LONG:
            yield b"".join(pieces)
            pieces.clear()
        if start - position > _LONG:
            yield whole[position:start]
        else:
            pieces.append(whole[position:start])
        pieces.append(new)
        position = end
    yield b"".join(pieces)
    yield whole[position:]


class CellEditor:
    """Collects replacements of byte ranges that do not overlap."""

    def __init__(self, data: bytes, frame: sheet_xml.Frame, date1904: bool) -> None:
        self.data, self.frame, self.date1904 = data, frame, date1904
        self.patterns = sheet_xml.patterns(frame.prefix)
        self.prefix = frame.prefix
        self.splices: list[Splice] = []

    def splice(self, start: int, end: int, new: bytes) -> None:
        """Let bytes take the place of others."""
        self.splices.append((start, end, new))

    def insert_row(self, where: int, row: int, cells: Mapping[int, CellValue | Remove]) -> None:
        """Add a row that the sheet does not have; nothing to remove makes no row."""
        made = self.new_cells(row, cells)
        if not made:
            return
        if self.frame.rows_start == self.frame.after_rows:
            raise InputError("工作表没有数据区，无法写入计算结果，" + SAVE_AS)
        self.splice(where, where, b'<%srow r="%d">%s</%srow>' % (self.prefix, row, made, self.prefix))

    def new_cells(self, row: int, cells: Mapping[int, CellValue | Remove]) -> bytes:
        """Write cells that a row does not have, by column; nothing to remove makes none."""
        made = []
        for col in sorted(cells):
            kind, text = stored(cells[col], date1904=self.date1904)
            if text is not None:
                mark = b' t="%s"' % kind if kind else b""
                made.append(
                    b'<%sc r="%s"%s><%sv>%s</%sv></%sc>'
                    % (self.prefix, address(row, col).encode(), mark, self.prefix, text, self.prefix, self.prefix)
                )
        return b"".join(made)

    def edit_usual_cell(self, start: int, limit: int, value: CellValue | Remove) -> None:
        """Change the cell that begins at an offset of a part without prefix and noise; nothing of it is at ``limit``.

        What :meth:`edit_cell` does, in one look at a cell of the usual form. ValueError where no cell begins there.
        """
        usual = _USUAL.match(self.data, start, limit)
        if usual is None:
            match = self.patterns.cell.match(self.data, start, limit)
            if match is None:
                raise ValueError("no cell")
            self.edit_cell(match, value)
            return
        kind, text = stored(value, date1904=self.date1904)
        first, last = usual.span(4)
        if first >= 0 and text is not None and (usual[2] or b"") == kind:
            self.splices.append((first, last, text))
            return
        tag, _, formula, _, closing = usual.groups()
        if value is None and formula:
            kind, text = b"str", b""
        pieces = (tag, b' t="%s">' % kind if kind else b">", formula or b"")
        if text is not None:
            self.splice(start, usual.end(), b"%s%s%s<v>%s</v></c>" % (*pieces, text))
        elif closing:
            self.splice(start, usual.end(), b"%s%s%s</c>" % pieces)
        else:
            self.splice(start, usual.end(), tag + b"/>")

    def edit_cell(self, match: re.Match[bytes], value: CellValue | Remove) -> None:
        """Change type and stored value of one cell."""
        whole, masked = self.data[match.start() : match.end()], match[0]
        tag_end = sheet_xml.start_tag_length(masked)
        empty = masked[tag_end - 2 : tag_end] == b"/>"
        tag = whole[: tag_end - 2].rstrip() if empty else whole[: tag_end - 1].rstrip()
        body = b"" if empty else whole[tag_end : masked.rindex(b"</")]
        masked_body = b"" if empty else masked[tag_end : masked.rindex(b"</")]
        formula = self.patterns.formula.search(masked_body)
        kind, text = stored(value, date1904=self.date1904)
        if value is None and formula:
            kind, text = b"str", b""  # a formula that gives nothing shows nothing
        tag = _TYPE.sub(b"", tag) + (b' t="%s"' % kind if kind else b"")
        new = b"" if text is None else b"<%sv>%s</%sv>" % (self.prefix, text, self.prefix)
        old = self.patterns.value.search(masked_body) or (None if formula else self.patterns.inline.search(masked_body))
        start, end = old.span() if old else ((formula.end(),) * 2 if formula else (0, 0))
        content = body[:start] + new + body[end:]
        closing = b"></%sc>" % self.prefix if empty else b">%s"
        if empty and not content:
            self.splice(match.start(), match.end(), tag + b"/>")
        elif empty:
            self.splice(match.start(), match.end(), tag + b">" + content + b"</%sc>" % self.prefix)
        else:
            closing = whole[masked.rindex(b"</") :]
            self.splice(match.start(), match.end(), tag + b">" + content + closing)


def stored(value: CellValue | Remove, *, date1904: bool) -> tuple[bytes, bytes | None]:
    """Type attribute (empty for a number) and ``<v>`` text of a value; None for no ``<v>``.

    >>> from xl_addin.tables.grid import REMOVE
    >>> stored(True, date1904=False), stored(0.1, date1904=False), stored("a<b", date1904=False)
    ((b'b', b'1'), (b'', b'0.1'), (b'str', b'a&lt;b'))
    >>> stored(CellError("#SPILL!", ""), date1904=False), stored(Remove(), date1904=False)
    ((b'e', b'#VALUE!'), (b'', None))
    """
    if type(value) is int or (type(value) is float and math.isfinite(value)):  # most of them, and asked first
        return b"", _number(value).encode()
    if type(value) is int and -1e15 < value < 1e15:
        return b"", b"%d" % value
    if value is None or isinstance(value, Remove):
        return b"", None
    if isinstance(value, bool):
        return b"b", b"1" if value else b"0"
    if isinstance(value, dt.date):
        serial = serial_of(value, date1904)
        value = CellError(NUM, "") if serial < (0 if date1904 else 1) else serial
    if isinstance(value, float) and not math.isfinite(value):
        value = CellError(NUM, "")
    if isinstance(value, CellError):
        # errors newer than the file format are stored as #VALUE!, as Excel itself does
        return b"e", (value.code if value.code in _STORED_ERRORS else VALUE).encode()
    if isinstance(value, int | float):
        return b"", _number(value).encode()
    return b"str", markup.escaped(shortened(value)).encode()


def _number(value: float) -> str:
    """Digits of a number: whole ones without a fraction, others their shortest form."""
    plain = float(value) if isinstance(value, float) else int(value)
    if -1e15 < plain < 1e15:
        whole = int(plain)
        return str(whole) if plain == whole else repr(plain)
    return repr(plain)

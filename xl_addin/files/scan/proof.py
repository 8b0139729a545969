"""Prove that a block of rows is well-formed by the form of its cells, and ask expat where that is not enough.

Expat takes longer for a large sheet than everything else that is done to it; most of its cells, with a formula or
without, are of a form that cannot be wrong.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from xl_addin.files import markup
from xl_addin.files.scan.block_cells import (
    BEYOND,
    EMPTY,
    INLINE,
    ODD,
    OWN,
    SHARED,
    Cells,
    Rows,
    Tokens,
    Unusual,
    next_frame,
)

_REFERENCE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
_AROUND: Final = b"xl_addin-cell"
"""Name of the element that stands around each cell that expat is asked about."""
_MOST_ODD: Final = 0.7
"""Share of the block from which on asking about the whole is quicker."""


def check_block(tokens: Tokens, rows: Rows, cells: Cells) -> None:
    """Unusual unless rows follow each other and every byte is accounted for, or expat finds the block well-formed."""
    if not (_are_closed(tokens, rows) and _follow(tokens)):
        raise Unusual
    odd = np.flatnonzero(cells.kind == ODD)
    following = next_frame(tokens, cells.index[odd])
    starts, ends = tokens.marks[cells.index[odd]], tokens.marks[following]
    inside = int((following - cells.index[odd]).sum())
    block = tokens.block
    if not rows.proven or int((ends - starts).sum()) > _MOST_ODD * len(block) or _AROUND in block:
        _ask(block)
        return
    pieces = [block[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    if not (_accounted(tokens, cells, inside) and _is_plain_text(block)):
        _ask(block)
    elif pieces:  # each by itself: a cell must not be closed in another
        _ask(b"<%s>" % _AROUND + b"</%s><%s>".replace(b"%s", _AROUND).join(pieces) + b"</%s>" % _AROUND)


def _are_closed(tokens: Tokens, rows: Rows) -> bool:
    """Whether each row with content ends before the next begins, and nothing else ends."""
    edges = np.flatnonzero(tokens.row | tokens.row_end)
    begins = tokens.row[edges]
    opens = begins.copy()
    opens[begins] = ~rows.alone
    return bool((np.append(~begins[1:], False) == opens).all() and int(opens.sum()) == int((~begins).sum()))


def _follow(tokens: Tokens) -> bool:
    """Whether behind each end of a row comes a row, or the end of the block: a cell outside of rows is in no sheet."""
    behind = np.flatnonzero(tokens.row_end) + 1
    return bool((tokens.row[behind] | (tokens.marks[behind] >= len(tokens.block))).all())


def _accounted(tokens: Tokens, cells: Cells, inside_odd: int) -> bool:
    """Whether every tag belongs to a row, to a cell of a known form, or to a cell that expat is asked about."""
    ends = np.flatnonzero(tokens.row_end)
    usual = int((cells.kind != ODD).sum())
    empty = int((cells.kind == EMPTY).sum())
    inline = int((cells.kind == INLINE).sum())
    formulas = 2 * int((cells.formula == OWN).sum()) + int((cells.formula == SHARED).sum())
    known = 4 * (usual - empty) + empty + 2 * inline + formulas + int(tokens.row.sum()) + len(ends)
    return bool(
        known + inside_odd == len(tokens.marks) - BEYOND and (tokens.marks[ends + 1] == tokens.marks[ends] + 6).all()
    )


def _is_plain_text(block: bytes) -> bool:
    """Whether whatever stands between the tags of a block is text that may stand there."""
    if b"]]>" in block or np.frombuffer(block, dtype=np.uint8).min() < 32 or _REFERENCE.search(block):
        return False
    if block.isascii():
        return True
    try:
        text = block.decode("utf-8")
    except ValueError:
        raise Unusual from None
    return "\ufffe" not in text and "\uffff" not in text


def _ask(block: bytes) -> None:
    try:
        markup.check(b"<a>" + block + b"</a>")
    except ValueError:
        raise Unusual from None

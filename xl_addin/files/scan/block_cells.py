"""Find every row and cell of a block of worksheet bytes at once: their places, types and short numbers, as arrays.

Eight bytes from each place are compared as one number, so that no cell is touched by itself. Only the form that
office programs write is understood (:mod:`xl_addin.files.scan.blocks`); every other cell comes out as ``ODD``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.tables.grid import MAX_COL, MAX_ROW

_TAILS: Final = 64
"""Different endings of cell tags (style and type) that a block may have before the rest is read one by one."""
_CELL_TAIL: Final = re.compile(rb'(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?(/?)>')
_ROW_TAIL: Final = re.compile(rb'((?: [A-Za-z_]\w*(?::[A-Za-z_]\w*)?="[^"<&\x00-\x1f\x7f-\xff]*")*) ?(/?)>')
_NAME: Final = re.compile(rb'(?<![\w:])([\w:]+)="')
_SHARED_TAG: Final = re.compile(rb'<f t="shared" si="[0-9]{1,9}"/>')

Longs = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
ODD, EMPTY, TEXT, NUMBER, DATE, INLINE, STRING, ERROR, TRUTH = range(-1, 8)
TYPES: Final = {STRING: b"str", ERROR: b"e", TRUTH: b"b"}
"""Kinds of cells whose values are few, with the type that the file calls them by."""
NO_FORMULA, OWN, SHARED = range(3)
"""Whether a cell with a value has a formula: none, its text, or the number of a text that stands elsewhere."""
BEYOND: Final = 6
"""Marks at the end of a block, so that what follows its last cell can be asked for."""
_LONGEST_NUMBER: Final = 40
"""Bytes of a number that is read together with others; programs write at most 24."""
_LONGEST_INLINE: Final = 200_000
"""Bytes of a text within a cell; a longer one is judged by the plain loop."""


class Unusual(Exception):
    """The sheet is not of the usual form; the plain loop reads it."""


def _word(text: bytes) -> tuple[np.uint64, np.uint64]:
    """Bytes as a number and the mask that cuts them out of a word of eight bytes."""
    return np.uint64(int.from_bytes(text, "little")), np.uint64((1 << 8 * len(text)) - 1)


_ROW, _ROW_END, _CELL = _word(b"<row "), _word(b"</row>"), _word(b"<c ")
_VALUE, _VALUE_END, _CELL_END = _word(b"<v>"), _word(b"</v>"), _word(b"</c>")
_FORMULA, _FORMULA_END, _SHARED = _word(b"<f>"), _word(b"</f>"), _word(b'<f t="sh')
_INLINE, _INLINE_END, _PIECE, _PIECE_END = _word(b"<is>"), _word(b"</is>"), _word(b"<t>"), _word(b"</t>")
_CELL_PLACE, _ROW_PLACE = _word(b'<c r="'), _word(b' r="')
_BY_TYPE: Final = {name: kind for kind, name in TYPES.items()}
MASKS: Final = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
"""The masks that cut the first 0 to 8 bytes out of a word."""
_NAMES: Final = (_word(b"<c"), _word(b"<row"))
_BARE: Final = [_word(name + end) for name in (b"<c", b"<row") for end in (b">", b"/", b"\t", b"\n", b"\r")]
_NOISE: Final = (_word(b"<!"), _word(b"<?"))


def _is(words: Words, text: tuple[np.uint64, np.uint64]) -> Flags:
    found: Flags = (words & text[1]) == text[0]
    return found


@dataclass(slots=True)
class Tokens:
    """Every ``<`` of a block: where it stands, the eight bytes from there, and what begins there."""

    block: bytes
    words: Words
    """The eight bytes from each offset on, first byte lowest."""
    marks: Longs
    """Offsets of ``<``, then ``BEYOND`` times the end of the block."""
    heads: Words
    cell: Flags
    row: Flags
    row_end: Flags

    def texts(self, places: Longs, skipped: int = 0) -> list[bytes]:
        """What stands from each of some tokens to the next, less the first bytes."""
        spans = map(slice, (self.marks[places] + skipped).tolist(), self.marks[places + 1].tolist())
        return list(map(self.block.__getitem__, spans))


def find_tokens(block: bytes) -> Tokens:
    """Find every ``<``; Unusual for comments and the like, and for rows and cells that lack an address at first sight.

    >>> find_tokens(b'<row r="1"><c r="A1"><v>7</v></c></row>').marks.tolist()
    [0, 11, 21, 25, 29, 33, 39, 39, 39, 39, 39, 39]
    """
    padded = block + bytes(32)
    octets = np.frombuffer(padded, dtype=np.uint8)
    words: Words = np.ndarray((len(block) + 24,), "<u8", padded, strides=(1,))
    marks = np.flatnonzero(octets == ord("<"))
    if not len(marks) or marks[0] != 0:
        raise Unusual
    marks = np.append(marks, [len(block)] * BEYOND)
    heads = words[marks]
    tokens = Tokens(block, words, marks, heads, _is(heads, _CELL), _is(heads, _ROW), _is(heads, _ROW_END))
    # few begin like a row or a cell and are none; without attributes, or with a line break before the first, they have
    # no address in its place
    like = heads[(_is(heads, _NAMES[0]) & ~tokens.cell) | (_is(heads, _NAMES[1]) & ~tokens.row)]
    if not tokens.row[0] or any(_is(heads, one).any() for one in _NOISE) or any(_is(like, one).any() for one in _BARE):
        raise Unusual
    return tokens


def digits(words: Words) -> tuple[Longs, Longs]:
    """How many digits each word begins with (0 to 8) and the number that they write."""
    x = words ^ np.uint64(0x3030303030303030)
    other = ((x + np.uint64(0x7676767676767676)) | x) & np.uint64(0x8080808080808080)
    # the lowest mark of a byte that is no digit, less one, has a bit for each bit below it
    count = (np.bitwise_count((other & (~other + np.uint64(1))) - np.uint64(1)) >> 3).astype(np.int64)
    # the digits go to the upper bytes, zeros before them, and pairs are joined three times
    x = np.where(count > 0, x << (np.uint64(64) - np.uint64(8) * np.maximum(count, 1).astype(np.uint64)), np.uint64(0))
    x = (x * np.uint64(2561)) >> np.uint64(8)
    x = ((x & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    x = ((x & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
    return count, x.astype(np.int64)


@dataclass(slots=True)
class Rows:
    """The rows of a block."""

    numbers: Longs
    places: Words
    """Digits of each row number with the quote after them, as in ``r="A12"``."""
    masks: Words
    lengths: Longs
    alone: Flags
    """Whether each is an element without content."""
    proven: bool
    """Whether the tags of all rows, and what follows each, are of the usual form."""


def read_rows(tokens: Tokens, previous: int) -> Rows:
    """Row numbers, strictly rising; Unusual otherwise."""
    index = np.flatnonzero(tokens.row)
    offsets = tokens.marks[index]
    if not _is(tokens.words[offsets + 4], _ROW_PLACE).all():
        raise Unusual
    after = tokens.words[offsets + 8]
    count, numbers = digits(after)
    quoted = (after >> (np.uint64(8) * np.minimum(count, 7).astype(np.uint64))) & np.uint64(255) == ord('"')
    if not (quoted & (count > 0) & (count < 8)).all() or numbers[0] <= previous or numbers[-1] > MAX_ROW:
        raise Unusual
    if len(numbers) > 1 and (np.diff(numbers) <= 0).any():
        raise Unusual
    starts, ends = (offsets + 9 + count).tolist(), tokens.marks[index + 1].tolist()
    block = tokens.block
    tails = [block[start:end] for start, end in zip(starts, ends, strict=True)]
    closed = {tail: _closed(tail) for tail in set(tails)}
    alone = np.array([closed[tail] for tail in tails], dtype=np.bool_)
    next_row = tokens.row[index + 1] | (tokens.marks[index + 1] == len(block))
    if (alone & ~next_row).any():
        raise Unusual
    inside = (tokens.cell | tokens.row_end)[index + 1]
    masks = MASKS[count + 1]
    return Rows(numbers, after & masks, masks, count + 1, alone, bool((alone | inside).all()))


def _closed(tail: bytes) -> bool:
    """Whether a row tag that ends so is an element without content; Unusual if it is not of the usual form."""
    match = _ROW_TAIL.fullmatch(tail)
    names = _NAME.findall(match[1]) if match else []
    if match is None or len(set(names)) < len(names) or b"r" in names:
        raise Unusual
    return bool(match[2])


@dataclass(slots=True)
class Cells:
    """The cells of a block in their order; what follows ``kind`` holds for usual cells with a value."""

    index: Longs
    """Place of each cell among the tokens."""
    row: Longs
    """Place of its row among the rows of the block."""
    col: Longs
    placed: Flags
    """Whether its address stands first in its tag and is one of its row; the column is right only then."""
    kind: NDArray[np.int8]
    """``ODD``, ``EMPTY``, or what its value is."""
    formula: NDArray[np.int8]
    """``NO_FORMULA``, ``OWN`` or ``SHARED``; it stands from the first mark after the cell's to the second."""
    value_start: Longs
    value_end: Longs
    number: Longs
    """The number that the value writes, where it has one to eight digits; else -1."""


def read_cells(tokens: Tokens, rows: Rows, texts: int, date_styles: Collection[bytes]) -> Cells:
    """Judge every cell by its own bytes, by what follows it, and by its value.

    ``texts`` is the number of shared texts, ``date_styles`` are the styles that show a number as a date.
    """
    cells = find_cells(tokens, rows, date_styles)
    kind, start = cells.kind, cells.value_start
    length = cells.value_end - start
    count, number = digits(tokens.words[start.clip(max=len(tokens.block))] & MASKS[length.clip(0, 8)])
    number[(count != length) | (length < 1) | (length > 8)] = -1
    kind[(kind == TEXT) & ((number < 0) | (number >= texts))] = ODD
    kind[(kind >= NUMBER) & (kind != INLINE) & (length < 1)] = ODD
    kind[((kind == NUMBER) | (kind == DATE)) & (length > _LONGEST_NUMBER)] = ODD
    cells.formula[kind == ODD] = NO_FORMULA
    cells.number = number
    return cells


def find_cells(tokens: Tokens, rows: Rows, date_styles: Collection[bytes] = ()) -> Cells:
    """Judge every cell by its own tag and by what follows it: what ``read_cells`` gives, without numbers."""
    index = np.flatnonzero(tokens.cell)
    row = np.cumsum(tokens.row)[index] - 1
    marks, heads = tokens.marks, tokens.heads
    offsets = marks[index]
    letters = tokens.words[offsets + 6]
    width, col = _columns(letters)
    here = tokens.words[offsets + 6 + width]
    usual = _is(heads[index], _CELL_PLACE) & (width > 0) & (col <= MAX_COL)
    usual &= ((here ^ rows.places[row]) & rows.masks[row]) == 0
    placed = usual.copy()
    kind = _kinds(date_styles, tokens, offsets + 6 + width + rows.lengths[row], marks[index + 1], usual)
    followed = tokens.cell | tokens.row_end
    formula = _formulas(tokens, index)
    last = index + np.array([0, 2, 1])[formula]
    start, end = marks[last + 1] + 3, marks[last + 2]
    valued = _is(heads[last + 1], _VALUE) & _is(heads[last + 2], _VALUE_END) & _is(heads[last + 3], _CELL_END)
    valued &= (marks[last + 3] == end + 4) & (marks[last + 4] == end + 8) & followed[last + 4]
    inline = np.flatnonzero(kind == INLINE)
    kind[~np.where(kind == EMPTY, followed[index + 1], valued | (kind == INLINE))] = ODD
    start[inline], end[inline] = marks[index[inline] + 2] + 3, marks[index[inline] + 3]
    kind[inline[~_is_inline(tokens, index[inline], followed)]] = ODD
    formula[kind == ODD] = NO_FORMULA
    return Cells(index, row, col, placed, kind, formula, start, end, np.full(0, -1))


def next_frame(tokens: Tokens, index: Longs) -> Longs:
    """The token of the cell, row or end of a row that comes after each token of ``index``, or of the block's end."""
    frame = np.append(np.flatnonzero(tokens.cell | tokens.row | tokens.row_end), len(tokens.marks) - BEYOND)
    return frame[np.searchsorted(frame, index, "right")]


def _formulas(tokens: Tokens, index: Longs) -> NDArray[np.int8]:
    """What formula each cell begins with: ``<f>text</f>``, ``<f t="shared" si="0"/>``, or none of these."""
    marks, heads = tokens.marks, tokens.heads
    found = np.zeros(len(index), dtype=np.int8)
    found[
        _is(heads[index + 1], _FORMULA)
        & _is(heads[index + 2], _FORMULA_END)
        & (marks[index + 3] == marks[index + 2] + 4)
    ] = OWN
    shared = np.flatnonzero(_is(heads[index + 1], _SHARED))
    tags = tokens.texts(index[shared] + 1)
    usual = {tag: _SHARED_TAG.fullmatch(tag) is not None for tag in set(tags)}
    found[shared[np.array([usual[tag] for tag in tags], dtype=np.bool_)]] = SHARED
    return found


def _is_inline(tokens: Tokens, index: Longs, followed: Flags) -> Flags:
    """Tell the cells that are ``<c><is><t>text</t></is></c>``."""
    marks, heads = tokens.marks, tokens.heads
    found: Flags = followed[index + 6]
    for step, text in enumerate((_INLINE, _PIECE, _PIECE_END, _INLINE_END, _CELL_END), 1):
        found = found & _is(heads[index + step], text)
    end = marks[index + 3]
    for step, length in ((4, 4), (5, 9), (6, 13)):
        found = found & (marks[index + step] == end + length)
    found &= (marks[index + 2] == marks[index + 1] + 4) & (end - marks[index + 2] < _LONGEST_INLINE)
    return found


def _columns(letters: Words) -> tuple[Longs, Longs]:
    """How many capitals (0 to 3) each word begins with, and the column that they write."""
    signed = letters.astype(np.int64)
    first, second, third = (((signed >> shift) & 255) - 64 for shift in (0, 8, 16))
    one = (first >= 1) & (first <= 26)
    two = one & (second >= 1) & (second <= 26)
    three = two & (third >= 1) & (third <= 26)
    col = np.where(two, first * 26 + second, first)
    return one.astype(np.int64) + two + three, np.where(three, col * 26 + third, col)


def _kinds(date_styles: Collection[bytes], tokens: Tokens, start: Longs, end: Longs, usual: Flags) -> NDArray[np.int8]:
    """What each cell holds by the rest of its tag: few different ones, so each is understood once."""
    kind = np.full(len(start), ODD, dtype=np.int8)
    length = end - start
    left = np.flatnonzero(usual & (length > 0) & (length <= 24))
    length, start = length[left], start[left]
    first = tokens.words[start] & MASKS[length.clip(max=8)]
    second = tokens.words[start + 8] & MASKS[(length - 8).clip(0, 8)]
    third = tokens.words[start + 16] & MASKS[(length - 16).clip(min=0)]
    for _ in range(_TAILS):
        if not len(left):
            break
        same = (first == first[0]) & (second == second[0]) & (third == third[0])
        kind[left[same]] = _kind(date_styles, tokens.block[start[0] : start[0] + length[0]])
        rest = ~same
        left, start, length = left[rest], start[rest], length[rest]
        first, second, third = first[rest], second[rest], third[rest]
    return kind


def _kind(date_styles: Collection[bytes], tail: bytes) -> int:
    match = _CELL_TAIL.fullmatch(tail)
    if match is None:
        return ODD
    if match[3]:
        return EMPTY
    if match[2] == b"s":
        return TEXT
    if match[2] == b"inlineStr":
        return INLINE
    if match[2] in (None, b"n"):
        return DATE if match[1] in date_styles else NUMBER
    return _BY_TYPE.get(match[2], ODD)

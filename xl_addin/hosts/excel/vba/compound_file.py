"""Compound files: [MS-CFB] version 3 (sectors of 512 bytes), without times, ids or reserves.

Small enough for one purpose: at most 109 FAT sectors, that is 6.8 MB, which no VBA project of text reaches.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_MINI_CUTOFF: Final = 4096
"""Shorter streams live in the mini stream."""
_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT: Final = 0xFFFFFFFD
_MOST_FATS: Final = 109
_PER_FAT: Final = _SECTOR // 4
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_MOST_NAME: Final = 31
_ENTRY: Final = struct.Struct("<64sHBBIII16sIQQIQ")

Tree = Mapping[str, "bytes | Tree"]
"""Names to streams and to storages, which are trees again."""


@dataclass(slots=True)
class _Entry:
    """A directory entry; siblings form a red-black tree."""

    name: str
    kind: int
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    color: int = _BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        links = (self.left, self.right, self.child)
        length = len(name) + 2
        return _ENTRY.pack(name, length, self.kind, self.color, *links, b"", 0, 0, 0, self.start, self.size)


@dataclass(slots=True)
class _Sectors:
    """Sectors of a file in writing, and the chain that each belongs to."""

    content: list[bytes] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        """Append a chain of sectors; give its first, or the end mark for nothing."""
        first = len(self.content)
        for start in range(0, len(data), _SECTOR):
            self.content.append(data[start : start + _SECTOR].ljust(_SECTOR, b"\0"))
            self.chain.append(len(self.content))
        if not data:
            return _END
        self.chain[-1] = _END
        return first


def compound_file(tree: Tree) -> bytes:
    """Give the bytes of a compound file with these streams and storages.

    ValueError for names that such a file cannot have and for more than it can hold.

    >>> compound_file({"VBA": {"dir": b"1"}, "PROJECT": b"2"})[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    entries = [_Entry("Root Entry", _ROOT)]
    streams: list[tuple[_Entry, bytes]] = []
    entries[0].child = _add(tree, entries, streams)
    sectors = _Sectors()
    mini_fat = _place(streams, entries[0], sectors)
    mini_fat_start = sectors.put(mini_fat)
    directory = b"".join(entry.packed() for entry in entries)
    unused = _ENTRY.pack(b"", 0, 0, 0, _FREE, _FREE, _FREE, b"", 0, 0, 0, 0, 0)
    directory += unused * (-len(entries) % (_SECTOR // _ENTRY.size))
    directory_start = sectors.put(directory)
    fats = _fat(sectors)
    head = (0, len(fats), directory_start, 0, _MINI_CUTOFF, mini_fat_start, len(mini_fat) // _SECTOR, _END, 0)
    header = struct.pack("<8s16sHHHHH6s", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"")
    header += struct.pack("<9I109I", *head, *fats, *[_FREE] * (_MOST_FATS - len(fats)))
    return header + b"".join(sectors.content)


def _checked(name: str) -> str:
    if not 0 < len(name.encode("utf-16-le")) // 2 <= _MOST_NAME or set(name) & set("/\\:!\0"):
        raise ValueError(f"{name!r} cannot be a name in a compound file")
    return name


def _order(name: str) -> tuple[int, str]:
    """Order siblings by length, then by upper case (2.6.4)."""
    return len(name), name.upper()


def _add(tree: Tree, entries: list[_Entry], streams: list[tuple[_Entry, bytes]]) -> int:
    """Append the entries of a storage and of what it holds; give the root of its sibling tree."""
    names = sorted(tree, key=_order)
    if len({_order(name) for name in names}) < len(names):
        raise ValueError("two names of a storage differ by case only")
    first = len(entries)
    for name in names:
        content = tree[name]
        entry = _Entry(_checked(name), _STREAM if isinstance(content, bytes) else _STORAGE)
        entries.append(entry)
        if isinstance(content, bytes):
            streams.append((entry, content))
    full_levels = (len(names) + 1).bit_length() - 1
    root = _balance(entries, first, first + len(names), 0, full_levels)
    for number, name in enumerate(names, first):
        content = tree[name]
        if not isinstance(content, bytes):
            entries[number].child = _add(content, entries, streams)
    return root


def _balance(entries: list[_Entry], low: int, high: int, level: int, full_levels: int) -> int:
    """Link sorted siblings into a balanced tree whose incomplete last level is red."""
    if low >= high:
        return _FREE
    middle = (low + high) // 2
    entry = entries[middle]
    entry.left = _balance(entries, low, middle, level + 1, full_levels)
    entry.right = _balance(entries, middle + 1, high, level + 1, full_levels)
    entry.color = _RED if level >= full_levels else _BLACK
    return middle


def _place(streams: list[tuple[_Entry, bytes]], root: _Entry, sectors: _Sectors) -> bytes:
    """Put every stream into sectors or the mini stream; give the mini FAT."""
    mini = bytearray()
    mini_fat: list[int] = []
    for entry, data in streams:
        entry.size = len(data)
        if len(data) >= _MINI_CUTOFF or not data:
            entry.start = sectors.put(data)
            continue
        entry.start = len(mini_fat)
        count = -(-len(data) // _MINI_SECTOR)
        mini_fat += [*range(entry.start + 1, entry.start + count), _END]
        mini += data.ljust(count * _MINI_SECTOR, b"\0")
    root.size = len(mini)
    root.start = sectors.put(bytes(mini))
    mini_fat += [_FREE] * (-len(mini_fat) % _PER_FAT)
    return struct.pack(f"<{len(mini_fat)}I", *mini_fat)


def _fat(sectors: _Sectors) -> list[int]:
    """Append the sectors of the FAT, which also lists itself; give their numbers."""
    used = len(sectors.content)
    count = 1
    while count * _PER_FAT < used + count:
        count += 1
    if count > _MOST_FATS:
        raise ValueError(f"{used * _SECTOR} bytes are too many for this writer of compound files")
    table = [*sectors.chain, *[_FAT] * count]
    table += [_FREE] * (count * _PER_FAT - len(table))
    for start in range(0, len(table), _PER_FAT):
        sectors.content.append(struct.pack(f"<{_PER_FAT}I", *table[start : start + _PER_FAT]))
    return list(range(used, used + count))

"""The entries of a zip, expanded under a limit whatever the zip says of itself.

Only stored and deflated entries are taken: other methods have no place in a workbook, and lzma takes the memory that
its header asks for. An entry gives exactly the bytes that its directory declares or is damaged, so that no two programs
see different ones; entries that share bytes of the file are refused, because a small file could expand without end.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_MOST_DIRECTORY: Final = 8_000_000
"""Bytes of the directory: 20,000 entries with long names."""
_MOST_PACKED: Final = 400_000_000
_PIECE: Final = 1 << 19
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    MemoryError,
    OSError,
)
"""What reading a broken or hostile zip may raise."""


class _Guarded(io.BufferedIOBase):
    """A file whose single reads are limited while the directory is read: its size stands in the file, too."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.most = _MOST_DIRECTORY

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self.most:
            raise zipfile.BadZipFile("a directory that is too large")
        return self.stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose directory is of a sensible size; OSError if the file cannot be read, else DAMAGE."""
    with path.open("rb") as stream, open_stream(stream) as archive:
        yield archive


@contextmanager
def open_stream(stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open a zip within a zip as :func:`open_zip` does; one of DAMAGE where it is none."""
    guarded = _Guarded(stream)
    with zipfile.ZipFile(guarded) as archive:
        guarded.most = _MOST_PACKED
        yield archive


def packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of an entry; one of DAMAGE where they are not all there."""
    return b"".join(_packed_pieces(archive, info))


def _packed_pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.compress_size > 2 * info.file_size + 1024:  # padded with empty blocks
        raise zipfile.BadZipFile(info.filename)
    stream = _stream(archive)
    position = _start(archive, info)
    left = info.compress_size
    while left:
        stream.seek(position)  # another entry may have been read since
        data = stream.read(min(left, _PIECE))
        if not data:
            raise EOFError(info.filename)
        position, left = position + len(data), left - len(data)
        yield data


def pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry piece by piece, exactly as large as declared and true to its checksum.

    One of DAMAGE otherwise, at the end at the latest: nothing may be believed before that.
    """
    if info.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = _inflated(_packed_pieces(archive, info))
    elif info.compress_type == zipfile.ZIP_STORED:
        unpacked = _packed_pieces(archive, info)
    else:
        raise NotImplementedError("compression method")
    size = checksum = 0
    for data in unpacked:
        size += len(data)
        if size > info.file_size:
            break
        checksum = zlib.crc32(data, checksum)
        yield data
    if size != info.file_size or checksum != info.CRC:
        raise zipfile.BadZipFile(info.filename)


def _inflated(packed_pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    for left in packed_pieces:
        while left and not unpacker.eof:
            yield unpacker.decompress(left, _PIECE)
            left = unpacker.unconsumed_tail
        if unpacker.eof:
            return
    while not unpacker.eof and (data := unpacker.decompress(b"", _PIECE)):
        yield data


def expanded(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The whole content of an entry, as :func:`pieces` gives it."""
    whole = io.BytesIO()  # gives up its own bytes, where joining pieces would hold them twice
    for data in pieces(archive, info):
        whole.write(data)
    return whole.getvalue()


def check_layout(archive: zipfile.ZipFile) -> None:
    """Raise one of DAMAGE unless every entry is stored or deflated and has bytes of the file of its own."""
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError("compression method")
        if info.header_offset < end:
            raise zipfile.BadZipFile("entries that overlap")
        end = _start(archive, info) + info.compress_size
    if end > archive.start_dir:
        raise zipfile.BadZipFile("an entry that reaches into the directory")


def _start(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Where the content of an entry begins; one of DAMAGE where no header of that name stands before it."""
    stream = _stream(archive)
    stream.seek(info.header_offset)
    header: tuple[Any, ...] = _LOCAL.unpack(stream.read(_LOCAL.size))
    name = stream.read(header[9])
    there = name.decode("utf-8" if header[2] & 0x800 else "cp437")
    if header[0] != b"PK\x03\x04" or header[3] != info.compress_type or there != info.orig_filename:
        raise zipfile.BadZipFile(info.filename)
    return info.header_offset + _LOCAL.size + int(header[9]) + int(header[10])


def _stream(archive: zipfile.ZipFile) -> IO[bytes]:
    if archive.fp is None:
        raise ValueError("closed")
    return archive.fp

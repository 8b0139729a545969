"""A number in the writing of a program is seen in a part, wherever it stands; other digits written so are not."""

from __future__ import annotations

import base64
import gzip
import random
import time
import zlib
from collections.abc import Callable

import pytest

from tests.faults.id_writings import invented, strangers
from xl_addin.files.handover.looking_within import holds_id


def _each(form: str) -> Callable[[bytes], bytes]:
    return lambda data: "".join(form % code for code in data).encode()


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "hexadecimal": lambda data: data.hex().encode(),
    "hexadecimal of two bytes a letter": lambda data: data.decode().encode("utf-16-le").hex().upper().encode(),
    "hexadecimal with spaces": lambda data: data.hex(" ").encode(),
    "per cent": _each("%%%02x"),
    "quoted printable": _each("=%02X"),
    "escapes": _each("\\x%02X"),
    "json escapes": _each("\\u%04x"),
    "references twice": _each("&amp;#%d;"),
    "cp037": lambda data: data.decode().encode("cp037"),
    "four bytes": lambda data: data.decode().encode("utf-32"),
    "four bytes, high first": lambda data: data.decode().encode("utf-32-be"),
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "gzip in base64": lambda data: base64.b64encode(gzip.compress(data * 2)),
    "gzip in hexadecimal": lambda data: gzip.compress(data).hex().encode(),
    "utf-7": lambda data: b"+" + base64.b64encode(data.decode().encode("utf-16-be")).rstrip(b"=") + b"-",
}
AROUND = [(b"", b""), (b"<a>", b"</a>"), (b"\x00\x01bin ", b" \x00end")]


@pytest.mark.parametrize("number", [10, pytest.param(400, marks=pytest.mark.long)])
@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS.keys())
def test_a_number_is_seen_in_every_writing_of_a_program(wrap: Callable[[bytes], bytes], number: int) -> None:
    for seed in range(number):
        found = wrap(invented(random.Random(seed)).encode())
        assert [holds_id(before + found + after) for before, after in AROUND] == [True] * 3, found


@pytest.mark.parametrize("number", [100, pytest.param(4_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS.keys())
def test_other_digits_are_none(wrap: Callable[[bytes], bytes], number: int) -> None:
    draw = random.Random(7)
    texts = [strangers(draw).encode("ascii", "ignore") for _ in range(number)]
    # Two of these 4,000 strangers pass for numbers as they stand; a writing doubles the chances.
    assert sum(holds_id(wrap(text)) for text in texts) <= number // 400


@pytest.mark.parametrize("number", [30_000, pytest.param(3_000_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("piece", [b"9", b"a0", b"\\u0039", b"%39", b"&amp;#57;", b"\xf1", b"1\0\0\0", b"\x1f\x8b\x08"])
def test_what_is_said_again_and_again_takes_time_as_it_grows(piece: bytes, number: int) -> None:
    started = time.process_time()
    holds_id(piece * number)
    assert time.process_time() - started < 5 + number / 20_000

"""Compression and containers of VBA projects: the specification's own examples, and what other readers make of ours."""

from __future__ import annotations

import io
import random

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from tests.hosts.excel.vba.vba_protection import decrypted
from xl_addin.hosts.excel.vba.compound_file import Tree, compound_file
from xl_addin.hosts.excel.vba.compression import compress, decompress
from xl_addin.hosts.excel.vba.project_stream import encrypted

# [MS-OVBA] 3.2: no run to copy, the normal case, and as much as possible.
PLAIN = (b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E")
MIXED = (
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
    "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C",
)
ONE_LETTER = (b"a" * 73, "0103B002614500")

WORDS = ["Public Function ", "经济补偿金", "月平均工资", "End Function\r\n", "    ", "政策口径", '"', "Attribute VB_"]
SOURCES = st.lists(st.sampled_from(WORDS) | st.text("经济补偿金aA_ \r\n", max_size=5), max_size=900).map(
    lambda words: "".join(words).encode("cp936")
)
REPETITIVE = st.builds(lambda unit, times: unit * times, st.binary(min_size=1, max_size=40), st.integers(1, 900))


def read(container: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(container)))


@pytest.mark.parametrize(("text", "container"), [PLAIN, MIXED, ONE_LETTER])
def test_the_examples_of_the_specification_are_read(text: bytes, container: str) -> None:
    assert decompress(bytes.fromhex(container)) == text


@pytest.mark.parametrize(("text", "container"), [PLAIN, ONE_LETTER])
def test_examples_with_one_best_answer_are_written_as_in_the_specification(text: bytes, container: str) -> None:
    assert compress(text).hex().upper() == container


@given(st.binary(max_size=3600) | SOURCES | REPETITIVE)
def test_what_is_compressed_comes_back_here_and_in_oletools(data: bytes) -> None:
    container = compress(data)
    assert decompress(container) == data
    if data:
        assert read(container) == data


@pytest.mark.parametrize("length", [1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 20_000])
def test_every_length_around_a_chunk_comes_back(length: int) -> None:
    data = ("测算Function 123\r\n" * 2000).encode("cp936")[:length]
    assert read(compress(data)) == data


def test_chinese_text_takes_less_room_than_before() -> None:
    data = ("Public Function 经济补偿金()\r\n    经济补偿金 = SoeCall()\r\nEnd Function\r\n" * 100).encode("cp936")
    assert len(compress(data)) < len(data) / 10


def test_noise_is_stored_as_it_is_and_a_short_last_chunk_filled_with_zeros() -> None:
    noise = random.Random(20260101).randbytes(4096 + 4000)
    container = compress(noise)
    assert read(container) == decompress(container) == noise + bytes(96)
    assert len(container) == 1 + 2 * 4098


@pytest.mark.parametrize(
    "damaged", [b"", b"\x02", b"\x01\x10\xb0\x00", b"\x01\x03\x30\x00ab", b"\x01\x02\xb0\x01\x00\x00"]
)
def test_what_is_no_container_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"stream|chunk"):
        decompress(damaged)


@pytest.mark.parametrize(
    ("example", "data"),
    [
        ("0705D8E3D8EDDBF1DBF1DBF1DBF1", bytes(4)),
        ("0E0CD1ECDFF4E7F5E7F5E7", bytes(1)),
        ("1517CAF1D6F9D7F9D706", b"\xff"),
    ],
)
def test_the_specifications_project_is_neither_protected_nor_hidden_and_ours_says_so_alike(
    example: str, data: bytes
) -> None:
    project = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
    assert decrypted(example)[2] == data
    assert decrypted(encrypted(project, data, int(example[:2], 16))) == decrypted(example)


@given(st.binary(max_size=20), st.integers(0, 255))
def test_every_seed_gives_the_same_data(data: bytes, seed: int) -> None:
    project = "{00000000-0000-0000-0000-00000000ABCD}"
    version, key, plain = decrypted(encrypted(project, data, seed))
    assert (version, key, plain) == (2, sum(project.encode()) & 0xFF, data)


def opened(tree: Tree) -> olefile.OleFileIO:
    book = olefile.OleFileIO(io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_POTENTIAL)
    assert book.parsing_issues == []
    return book


NAMES = st.text("abcXYZ_019测算表政策", min_size=1, max_size=31)
TREES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=12)


@given(TREES.filter(lambda tree: len({name.upper() for name in tree}) == len(tree)), st.integers(0, 3))
def test_every_stream_comes_back_by_its_name(tree: dict[str, bytes], long_ones: int) -> None:
    streams: dict[str, bytes] = {
        name: data * (50 if i < long_ones else 1) for i, (name, data) in enumerate(tree.items())
    }
    book = opened({"VBA": streams, "PROJECT": b"x"})
    assert sorted(book.listdir()) == sorted([["PROJECT"], *(["VBA", name] for name in streams)])
    for name, data in streams.items():
        assert book.openstream(["VBA", name]).read() == data


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000, 6_000_000])
def test_streams_of_every_size_come_back(size: int) -> None:
    data = bytes(range(251)) * (size // 251 + 1)
    book = opened({"VBA": {"甲": data[:size]}})
    assert book.openstream(["VBA", "甲"]).read() == data[:size]


def test_a_container_knows_no_time_and_no_owner() -> None:
    for entry in opened({"VBA": {"dir": b"1"}}).direntries:
        if entry is not None:
            assert (entry.createTime, entry.modifyTime, entry.clsid) == (0, 0, "")


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a\\b", "a:b", "a!b"])
def test_a_name_that_a_container_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        compound_file({name: b""})


def test_names_that_differ_by_case_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="case"):
        compound_file({"dir": b"", "DIR": b""})


def test_more_than_the_writer_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        compound_file({"VBA": bytes(7_200_000)})

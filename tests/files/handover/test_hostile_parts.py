"""A masked copy of a hostile book: parts that are broken, endless, packed in each other or hung on each other."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from tests.faults.id_writings import invented, writings
from xl_addin.files.handover.freezing import Freezing, frozen_sheet
from xl_addin.files.handover.link_numbers import link_numbers
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.files.handover.masking import masked_part
from xl_addin.files.handover.masking_formulas import masked_formula
from xl_addin.files.handover.masking_other import masked_other
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.values.persons import mask_text

PIECES = [b"<!--", b"<![CDATA[", b"<?", b"<p>", b"<p a>1", b"<si>", b"<rPh >", b"<f ", b"<cell ", b"<definedName "]
PIECES += [b"name= ", b"a[", b"a", b' a="', b"<", b"1", b"1,", b"1\0", b"A", b"\0", b"11010519491231002X,", b"'", b'"']
NUMBER = "11010519491231002X"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


@pytest.mark.parametrize("number", [12, pytest.param(600, marks=pytest.mark.long)])
def test_parts_of_any_repetition_are_masked_in_linear_time(number: int) -> None:
    draw = random.Random(number)
    for _ in range(number):
        few = b"".join(draw.sample(PIECES, draw.randrange(1, 4)))
        data = few * (40_000 // len(few))
        text = data.decode("ascii")
        with within(4):
            masked_part(data, {})
            masked_other(data, ())
            holds_id(data)
            masked_formula(text)
            link_numbers(text)
            mask_text(text)


def in_bytes_of_a_program(seed: int) -> Iterator[tuple[str, bytes]]:
    """A number in every writing and encoding between bytes that are no text, at an even or odd place."""
    draw = random.Random(seed)
    for name, text in writings(invented(draw), draw).items():
        for codec in ("utf-16-le", "utf-16-be", "gb18030"):
            around = bytes(draw.choice(b"\x00\x01\x03\x07\xff") for _ in range(draw.randrange(2, 5)))
            yield f"{name}, {codec}", b"\0" + around + f" 甲 {text} 乙 ".encode(codec) + b"\0" + around


@pytest.mark.parametrize("number", [3, pytest.param(200, marks=pytest.mark.long)])
def test_a_number_between_bytes_of_a_program_is_hidden_or_at_least_seen(number: int) -> None:
    for seed in range(number):
        for name, data in in_bytes_of_a_program(seed):
            assert holds_id(data), name
            hidden = masked_other(data, ())
            assert "be" in name or not holds_id(hidden), name
            assert "gb" in name or len(hidden) == len(data), name


def test_bytes_without_a_number_stay_as_they_are() -> None:
    draw = random.Random(5)
    for size in range(300):
        data = b"\0" + bytes(draw.randrange(256) for _ in range(size * 5))
        assert masked_other(data, ()) == data


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_what_is_packed_in_each_other_is_looked_at_within_a_budget() -> None:
    inner = packed({f"{number}": bytes(1_000_000) for number in range(40)})
    for _ in range(2):
        inner = packed({f"{number}": inner for number in range(40)})
    with within(10):
        assert not holds_id(inner)
    assert holds_id(packed({"a": packed({"b": NUMBER.encode()})}))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_by_another_method_is_not_unpacked(method: int) -> None:
    data = bytearray(packed({"a": b"1" * 1000}, method))
    if method == zipfile.ZIP_LZMA:  # asks for a dictionary of 4 GB
        start = data.index(b"a", 26) + 1
        data[start + 5 : start + 9] = b"\xff" * 4
    with within(1):
        holds_id(bytes(data))


def test_a_directory_without_end_is_not_read() -> None:
    one = packed({"a": b""})
    entry = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")]
    data = one[: one.index(b"PK\x01\x02")] + entry * 200_000
    end = bytearray(one[one.index(b"PK\x05\x06") :])
    end[8:16] = b"\xff\xff\xff\xff" + (len(entry) * 200_000).to_bytes(4, "little")
    with within(10):
        holds_id(data + bytes(end))


def test_days_and_amounts_of_an_embedded_workbook_are_no_id_number() -> None:
    draw = random.Random(4)
    for width in (10**6, 10**8):
        rows = (
            f"<row><c><v>{draw.randrange(width)}</v></c><c><v>19{draw.randrange(10)}50612</v></c></row>"
            for _ in range(900)
        )
        sheet = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()
        assert not holds_id(packed({"xl/worksheets/sheet1.xml": sheet}))


def test_a_number_in_pieces_of_different_looks_is_found_in_an_embedded_document() -> None:
    for seed in range(20):
        draw = random.Random(seed)
        number, cut = invented(draw), draw.randrange(1, 17)
        for opening, between, closing in (
            ("<w:p><w:r><w:t>", "</w:t></w:r><w:r><w:rPr><w:sz/></w:rPr><w:t>", "</w:t></w:r></w:p>"),
            ("<si><r><t>", "</t></r><r><rPr><sz val='9'/></rPr><t>", "</t></r></si>"),
            ("<p>", "<b>", "</b></p>"),
        ):
            text = f"{opening}{number[:cut]}{between}{number[cut:]}{closing}"
            assert holds_id(packed({"a.xml": text.encode()})), text


def book_of_parts(path: Path, links: dict[str, list[str]]) -> Path:
    """A workbook whose history hangs together as ``links`` says."""
    first = next(iter(links))
    lines = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "revisionHeaders", first))
    made = books.parts() | {"xl/_rels/workbook.xml.rels": books.relationships(*lines).encode()}
    for name, targets in links.items():
        made[f"xl/{name}"] = b"<a/>"
        made[f"xl/_rels/{name}.rels"] = books.relationships(*((f"r{t}", "x", t) for t in targets)).encode()
    return books.save(path, made)


HANGING = {
    "a chain": {f"p{number}.xml": [f"p{number + 1}.xml"] for number in range(1_500)},
    "a circle": {"p0.xml": ["p1.xml"], "p1.xml": ["p2.xml", "p0.xml"], "p2.xml": ["p0.xml"]},
    "many of one": {"p0.xml": [f"p{number}.xml" for number in range(1, 1_500)]}
    | {f"p{number}.xml": ["p0.xml"] for number in range(1, 1_500)},
}


@pytest.mark.parametrize("links", HANGING.values(), ids=HANGING.keys())
def test_parts_go_however_they_hang_together(tmp_path: Path, links: dict[str, list[str]]) -> None:
    source, target = book_of_parts(tmp_path / "a.xlsx", links), tmp_path / "b.xlsx"
    with within(10):
        write_patched(source, target, BookPatch({}, freezing=Freezing({}, lambda _: False, {})))
    with zipfile.ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if name.startswith("xl/p")]


def test_fields_and_records_of_a_pivot_table_are_not_multiplied(tmp_path: Path) -> None:
    lines = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "pivotCacheDefinition", "p.xml"))
    field = f'<cacheField name="证"><sharedItems><s v="{NUMBER}"/></sharedItems></cacheField>'
    made = books.parts() | {
        "xl/_rels/workbook.xml.rels": books.relationships(*lines).encode(),
        "xl/p.xml": f'<d xmlns="{books.MAIN}"><cacheFields>{field * 3_000}</cacheFields></d>'.encode(),
        "xl/_rels/p.xml.rels": books.relationships(("rId1", "pivotCacheRecords", "r.xml")).encode(),
        "xl/r.xml": f'<d xmlns="{books.MAIN}">{"<r/>" * 30_000}<r><!-- a --></r><r><s v="{NUMBER}"/></r></d>'.encode(),
    }
    source, target = books.save(tmp_path / "a.xlsx", made), tmp_path / "b.xlsx"
    with within(10):
        write_patched(source, target, BookPatch({}, freezing=Freezing({}, lambda _: False, {})))
    with zipfile.ZipFile(target) as archive:
        assert NUMBER.encode() not in archive.read("xl/p.xml") + archive.read("xl/r.xml")


def test_rules_that_begin_and_never_end_in_a_comment_take_linear_time() -> None:
    ours = b"<cfRule><formula>SOE_VOTE(1,1,1)</formula></cfRule>"
    for begin in (b"<x:cfRule>", b"<conditionalFormatting>", b'<cfRule a="1">'):
        started = time.process_time()
        left = frozen_sheet(b"<w><!--" + begin * 8_000 + b"-->" + ours + b"</w>", [], lambda text: "SOE" in text)
        assert time.process_time() - started < 2  # once for each beginning takes ten times that
        assert b"SOE_VOTE" not in left

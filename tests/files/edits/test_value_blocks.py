"""Values put into blocks of rows go where the slow way puts them, byte for byte; what is odd is left to that way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.files.edits import value_blocks
from xl_addin.files.edits.cell_edits import spliced
from xl_addin.files.edits.value_blocks import block_splices
from xl_addin.files.edits.values import value_splices
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.tables.grid import REMOVE, CellValue, Remove, address
from xl_addin.values.errors import CellError

Places = dict[tuple[int, int], CellValue | Remove]
CONTENTS = (
    "/>",
    "></c>",
    "><v>12</v></c>",
    ' s="3"><v>40814</v></c>',
    ' t="s"><v>0</v></c>',
    ' t="str"><f>经济补偿金(A1)&amp;"元"</f><v>甲&lt;</v></c>',
    ' s="1"><f t="shared" si="0"/><v>5</v></c>',
    ' t="e" vm="1"><f t="array" ref="A1:B2">X()</f><v>#N/A</v></c>',
    ' cm="1"><f>X()</f></c>',
    ' t="inlineStr"><is><t>文字</t></is></c>',
    ' t="inlineStr"><is><r><t>文</t></r></is></c>',
    "><v/></c>",
)
CELLS = st.dictionaries(st.integers(1, 30), st.sampled_from(CONTENTS), max_size=6)
VALUES = st.one_of(
    st.integers(-(10**16), 10**16),
    st.floats(),
    st.booleans(),
    st.none(),
    st.just(REMOVE),
    st.sampled_from(["", "改制<&>", CellError("#N/A", "")]),
)
WANTED = st.dictionaries(st.tuples(st.integers(1, 25), st.integers(1, 32)), VALUES, max_size=12)


def sheet(rows: dict[int, dict[int, str]], closed: bool = True) -> bytes:
    """A worksheet part with the given rows; those without cells are one tag, or two."""
    made = []
    for row, cells in sorted(rows.items()):
        content = "".join(f'<c r="{address(row, col)}"{rest}' for col, rest in sorted(cells.items()))
        tag = f'<row r="{row}" spans="1:30"'
        made.append(f"{tag}>{content}</row>" if content or not closed else f"{tag} />")
    return f"<worksheet><sheetData>{''.join(made)}</sheetData><pageMargins/></worksheet>".encode()


@given(st.dictionaries(st.integers(1, 20), CELLS, min_size=1, max_size=9), WANTED, st.booleans(), st.integers(40, 900))
@settings(deadline=None, max_examples=300)
def test_blocks_give_what_the_slow_way_gives(
    rows: dict[int, dict[int, str]], wanted: Places, closed: bool, size: int
) -> None:
    data = sheet(rows, closed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(value_blocks, "_BLOCK", size)
        quick = block_splices(data, wanted, date1904=False)
    assert b"".join(spliced(data, quick)) == b"".join(spliced(data, value_splices(data, wanted, date1904=False)))


def test_a_large_sheet_keeps_every_byte_but_the_values() -> None:
    body = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="C{r}"><v>3</v></c></row>' for r in range(1, 20_001))
    data = f"<worksheet><sheetData>{body}</sheetData></worksheet>".encode()
    found = block_splices(data, {(r, 2): 2.5 for r in range(1, 20_001)}, date1904=False)
    assert all(start == end for start, end, _ in found)
    edited = b"".join(spliced(data, found))
    assert edited.count(b"<v>2.5</v>") == 20_000
    assert edited.replace(b"<v>2.5</v>", b"").count(b"<v>") == 40_000
    last = b'<c r="A20000"><v>1</v></c><c r="B20000"><v>2.5</v></c><c r="C20000"><v>3</v></c></row>'
    assert edited.endswith(last + b"</sheetData></worksheet>")


ODD = {
    "rows in disorder": '<row r="2"></row><row r="1"></row>',
    "cells in disorder": '<row r="1"><c r="B1"/><c r="A1"/></row>',
    "a cell twice": '<row r="1"><c r="A1"/><c r="A1"/></row>',
    "a cell of another row": '<row r="1"><c r="A2"/></row>',
    "a cell without an address": '<row r="1"><c/></row>',
    "an address that comes later": '<row r="1"><c s="1" r="A1"/></row>',
    "a comment": '<row r="1"><!-- --><c r="A1"/></row>',
    "a cell that is not closed": '<row r="1"><c r="A1"><v>1</v></row>',
    "cells closed in each other": '<row r="1"><c r="A1"><x></c><c r="B1"></x></c></row>',
    "a formula with a bare ampersand": '<row r="1"><c r="A1"><f>A&B</f><v>1</v></c></row>',
    "a control in a formula": '<row r="1"><c r="A1"><f>A\x01</f><v>1</v></c></row>',
    "a letter that XML lacks": '<row r="1"><c r="A1"><f>\uffff</f><v>1</v></c></row>',
    "an attribute twice": '<row r="1"><c r="A1"><f t="shared" t="shared" si="0"/><v>1</v></c></row>',
    "the end of a section": '<row r="1"><c r="A1"><f>]]></f><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD.keys())
def test_what_is_odd_or_broken_is_not_for_blocks(rows: str) -> None:
    with pytest.raises(Unusual):
        block_splices(f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode(), {(1, 1): 2}, date1904=False)


def test_letters_cut_in_two_are_not_for_blocks() -> None:
    broken = '<worksheet><sheetData><row r="1"><c r="A1"><f>改</f></c></row></sheetData></worksheet>'.encode()
    with pytest.raises(Unusual):
        block_splices(broken.replace("改".encode(), "改".encode()[:2]), {}, date1904=False)

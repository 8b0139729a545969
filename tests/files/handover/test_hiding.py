"""Rows of a worksheet part that a copy hides: cells, styles and everything else keep their bytes."""

from __future__ import annotations

import re

import pytest

from xl_addin.files.handover.hiding import may_hide, with_hidden_rows
from xl_addin.files.scan.hidden import hidden_rows


@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize(
    "rows",
    [
        b'<Prow r="4" spans="1:2"><Pc r="B4"/></Prow><Prow r="5"/><Prow r="7" ht="20"/>',
        b'<Prow r="5" hidden="0" ht="20"/>',
        b"<!-- <row r='5'/> --><Prow><Pc/></Prow>",
    ],
    ids=["gaps", "shown", "unnumbered"],
)
def test_only_the_attribute_is_added_and_absent_rows_come_in_order(prefix: bytes, rows: bytes) -> None:
    sheet = b"<Pworksheet xmlns='u'><PsheetData>%s</PsheetData></Pworksheet>" % rows
    sheet = sheet.replace(b"<P", b"<" + prefix).replace(b"</P", b"</" + prefix)
    made = with_hidden_rows(sheet, {5, 6, 9})
    plain = re.sub(rb"<!--.*?-->", b"", made)
    assert hidden_rows(plain.replace(prefix, b"")) == [5, 6, 9]
    numbers = [int(one) for one in re.findall(rb'row[^>]* r="(\d+)"', plain)]
    assert numbers == sorted(numbers)
    shown = re.sub(rb'<[\w:]*row r="\d+" hidden="1"/>|\shidden="\d"', b"", made)
    assert re.sub(rb'<[\w:]*row r="5"/>', b"", shown) == re.sub(rb'\shidden="0"|<[\w:]*row r="5"/>', b"", sheet)
    assert with_hidden_rows(made, {5, 6, 9}) == made


def test_a_sheet_with_a_picture_or_under_protection_is_left_alone() -> None:
    assert may_hide(b"<worksheet><sheetData/><legacyDrawing r:id='a'/></worksheet>")
    assert not may_hide(b"<x:worksheet><x:sheetData/><x:drawing r:id='a'/></x:worksheet>")
    assert not may_hide(b"<worksheet><sheetProtection sheet='1'/><sheetData/></worksheet>")

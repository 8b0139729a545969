"""Formulas are taken out of cells or entered as arrays; every other byte of the sheet stays."""

from __future__ import annotations

from xl_addin.files.edits.formulas import ArrayFormula, with_formulas

HEAD, TAIL = b"<worksheet><sheetData>", b"</sheetData><!-- <c r='A1'><f>X()</f></c> --></worksheet>"


def edited(rows: bytes, edits: dict[tuple[int, int], ArrayFormula | None]) -> bytes:
    result = with_formulas(HEAD + rows + TAIL, edits)
    assert result.startswith(HEAD)
    assert result.endswith(TAIL)
    return result[len(HEAD) : -len(TAIL)]


def test_a_frozen_cell_keeps_style_type_and_value() -> None:
    row = b'<row r="2"><c r="B2" s="3" t="str"><f>X(A1)</f><v>a</v></c><c r="C2"><f>Y()</f><v>1</v></c></row>'
    wanted = b'<row r="2"><c r="B2" s="3" t="str"><v>a</v></c><c r="C2"><f>Y()</f><v>1</v></c></row>'
    assert edited(row, {(2, 2): None}) == wanted


def test_the_rest_of_a_shared_group_keeps_its_formula_when_the_first_cell_loses_it() -> None:
    rows = (
        b'<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1&amp;"&lt;"</f><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        b'<row r="3"><c r="A3"><f t="shared" si="0"></f><v>3</v></c></row>'
        b'<row r="4"><c r="A4"><f t="shared" ref="A4:A5" si="1">C4</f></c></row>'
        b'<row r="5"><c r="A5"><f t="shared" si="1"/></c></row>'
    )
    found = edited(rows, {(1, 1): None, (2, 1): None})
    assert b'<c r="A1"><v>1</v></c>' in found
    assert b'<c r="A2"><v>2</v></c>' in found
    assert b'<c r="A3"><f>B3&amp;"&lt;"</f><v>3</v></c>' in found
    assert b'<f t="shared" si="1"/>' in found


def test_a_spilling_formula_loses_its_metadata_and_becomes_an_array() -> None:
    row = b'<row r="1"><c r="A1" cm="1" t="str"><f t="array" ref="A1:A2" aca="1">X()</f><v>a</v></c></row>'
    wanted = b'<row r="1"><c r="A1" t="str"><f t="array" ref="A1:C9">Y(1&lt;2)</f><v>a</v></c></row>'
    assert edited(row, {(1, 1): ArrayFormula("Y(1<2)", "A1:C9")}) == wanted


def test_cells_without_addresses_and_prefixed_elements_are_found() -> None:
    part = (
        b'<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:f>X()</x:f><x:v>2</x:v></x:c>'
        b"</x:row></x:sheetData></x:worksheet>"
    )
    assert with_formulas(part, {(1, 2): None}) == part.replace(b"<x:f>X()</x:f>", b"")
    assert b'<x:f t="array" ref="B1:B2">Y()</x:f>' in with_formulas(part, {(1, 2): ArrayFormula("Y()", "B1:B2")})

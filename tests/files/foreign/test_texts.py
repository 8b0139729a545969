"""Separated texts and web pages of other programs: nothing is dropped, and no text becomes another number."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from xl_addin.files.reading import open_book
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import NA, CellError, InputError

CODECS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
SEPARATORS = ",\t;|，"
TEXTS = ["王三", "甲路乙号", "1985.10", "001", "990101196405010038", "截至2011年9月", '称"老三"', "上\n下", "O'Neil"]


def _read(tmp_path: Path, data: bytes, name: str = "表.csv") -> BookGrid:
    (tmp_path / name).write_bytes(data)
    return open_book(tmp_path / name)


def _rows(tmp_path: Path, text: str, name: str = "表.csv") -> list[list[CellValue]]:
    return _read(tmp_path, text.encode(), name).sheets[0].rows


def _quoted(text: str, separator: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & {separator, '"', "\n", "\r"} else text


def _try(tmp_path: Path, seed: int, codec: str, separator: str) -> None:
    rng = random.Random(seed)
    others = [mark for mark in SEPARATORS if mark != separator]
    rows: list[list[CellValue]] = [["姓名", "单位", "金额", "备注"]]
    for _ in range(rng.randint(1, 30)):
        remark = rng.choice([*TEXTS, "、".join("甲乙"), rng.choice(others).join("甲乙丙丁")])
        rows.append([rng.choice(TEXTS), rng.choice(TEXTS), rng.randint(1, 10**9), remark][: rng.choice([3, 4, 4, 4])])
    lines = [separator.join(_quoted(str(value), separator) for value in row) for row in rows]
    blanks = separator * rng.choice([0, 0, 5])
    ends = rng.choice(["\n", "\r\n"])
    text = ends.join(line + blanks for line in lines) + rng.choice(["", ends, ends * 3])
    book = _read(tmp_path, text.encode(codec))
    assert book.sheets[0].rows == rows, (seed, codec, separator)
    assert not book.repairs


@pytest.mark.parametrize(("codec", "separator"), [*itertools.product(CODECS, SEPARATORS)])
def test_any_separator_and_encoding_gives_the_rows_that_were_written(
    tmp_path: Path, codec: str, separator: str
) -> None:
    _try(tmp_path, 1, codec, separator)


@pytest.mark.long
@pytest.mark.parametrize(("codec", "separator"), [*itertools.product(CODECS, SEPARATORS)])
def test_any_text_gives_the_rows_that_were_written(tmp_path: Path, codec: str, separator: str) -> None:
    for seed in range(2, 22):
        _try(tmp_path, seed, codec, separator)


def test_what_keeps_a_text_in_excel_is_no_part_of_it(tmp_path: Path) -> None:
    text = '姓名,身份证号,时间\n王三,="990101196405010038",\'1985.10\n李四,"=""001""",#N/A\n'
    found = _rows(tmp_path, text)
    assert found[1:] == [["王三", "990101196405010038", "1985.10"], ["李四", "001", CellError(NA, "")]]


@pytest.mark.parametrize("cut", ["3.62203E+17", "3.6E+17", "9E17", "3.62203e17", '="3.62E+17"'])
def test_long_numbers_that_were_cut_are_told(tmp_path: Path, cut: str) -> None:
    book = _read(tmp_path, f"姓名,身份证号\n王三,{cut}\n".encode())
    assert [(one.kind, one.first) for one in book.repairs] == [("cut_digits", (2, 2))]


def test_a_quotation_mark_that_is_never_closed_swallows_no_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="第 2 行有一个引号没有成对"):
        _read(tmp_path, '姓名,金额\n"王三,1\n李四,2\n'.encode())


def test_a_quotation_mark_closed_by_that_of_another_row_is_told(tmp_path: Path) -> None:
    book = _read(tmp_path, '姓名,工资,金额\n"王三,1,2\n李四,2,3\n赵五,"3",4\n孙六,5,6\n'.encode())
    assert [(one.kind, one.first) for one in book.repairs] == [("rows_in_cell", (2, 1))]


def test_a_byte_of_no_known_encoding_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="第 3 行的文字编码"):
        _read(tmp_path, "姓名,金额\n王三,1\n".encode() + b"\xff,2\n")


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<table><form><tr><td>王三<td>1</form></table>", [["王三", 1]]),
        ("<table><form><tr><td>王三</td><td>1</td></tr></form></table>", [["王三", 1]]),
        ("<table><tr><td>王三<td>1</tr><td>李四<td>2</table>", [["王三", 1], ["李四", 2]]),
        ("<table><tr><td x:num='1234.567'>1,234.57<td x:str>001</table>", [[1234.567, "001"]]),
        ("<style>" + "x" * 9000 + "</style><table><tr><td>王三<td>1</table>", [["王三", 1]]),
        ("<table><tr><td>&nbsp;<td>&lt;1&gt;&amp;&#20013;<td>#N/A</table>", [[None, "<1>&中", CellError(NA, "")]]),
        ("<table><thead><tr><th>甲<th>乙<tbody><tr><td>1<td>2<tfoot><tr><td>3</table>", [["甲", "乙"], [1, 2], [3]]),
        ("<table><tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>丙<td>3</table>", [["甲", 1], [None, 2], ["丙", 3]]),
    ],
)
def test_pages_of_portals_lose_no_cell(tmp_path: Path, body: str, rows: list[list[CellValue]]) -> None:
    assert _rows(tmp_path, f'<meta charset="utf-8">{body}' if "style" not in body else body, "页.xls") == rows


def _xml(cells: str, before: str = "") -> bytes:
    return (
        f'{before}<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="表"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("Number", "990101196405010038", "990101196405010038"), ("Boolean", "true", True), ("Boolean", "0", False)],
)
def test_values_of_xml_are_what_stands_there(tmp_path: Path, kind: str, text: str, value: CellValue) -> None:
    book = _read(tmp_path, _xml(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>', "\n"), "表.xml")
    assert book.sheets[0].rows == [[value]]


def test_long_numbers_of_xml_that_were_cut_are_told(tmp_path: Path) -> None:
    book = _read(tmp_path, _xml('<Cell><Data ss:Type="Number">3.62203E+17</Data></Cell>'), "表.xml")
    assert [one.kind for one in book.repairs] == ["cut_digits"]

"""The same table in every format is the same grid, whatever the file is called."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.other_formats import TYPED, UNTYPED, Table, Writer, ods, xls
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.converting import same
from xl_addin.hosts.file.job import check_file
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import DIV0, NA, REF, VALUE, CellError, InputError
from xl_addin.values.persons import check_digit


def _id(number: int, birth: str) -> str:
    body = f"990101{birth}{number:03d}"
    return body + check_digit(body)


HEAD: list[CellValue] = [
    "序号",
    "企业名称",
    "姓名",
    "身份证号",
    "参加工作时间",
    "解除时间",
    "前12个月月平均工资",
    "补偿金额",
]
END = dt.date(2003, 12, 31)


def _table() -> Table:
    rows: list[list[CellValue]] = [
        ["经济补偿金测算表", None, None, None, None, None, None, "单位：元"],
        HEAD,
        [1, "虚构农机厂", "王甲子", _id(1, "19650701"), dt.date(1985, 7, 1), END, 1234.5, 23455.5],
        [2, None, "李乙丑", _id(3, "19660801"), dt.date(1990, 2, 28), END, 1000, 14000],
        [3, None, "张丙寅", _id(5, "19670901"), "1991.10", END, 800, 10400],
        ["合计", None, None, None, None, None, None, 47855.5],
    ]
    return Table("测算表", rows, [(3, 2, 5, 2)], {(3, 8), (6, 8)})


def _cells(book: BookGrid) -> dict[tuple[int, int], CellValue]:
    sheet = book.sheets[0]
    return {(r, c): v for r, row in enumerate(sheet.rows, 1) for c, v in enumerate(row, 1) if v is not None}


def _written(tmp_path: Path, name: str, write: Writer, table: Table) -> BookGrid:
    write(tmp_path / name, table)
    return open_book(tmp_path / name)


def _expected(table: Table, *, typed: bool) -> Iterator[tuple[tuple[int, int], CellValue]]:
    for r, row in enumerate(table.rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                yield (r, c), value if typed or not isinstance(value, dt.date) else value.isoformat()


@pytest.mark.parametrize(("name", "write"), TYPED.items())
def test_values_merged_cells_and_places_of_formulas_are_those_of_the_table(
    tmp_path: Path, name: str, write: Writer
) -> None:
    table = _table()
    book = _written(tmp_path, name, write, table)
    assert _cells(book) == dict(_expected(table, typed=True))
    assert book.sheets[0].name == "测算表"
    assert book.sheets[0].merged == table.merged
    assert set(book.sheets[0].formulas) == table.formulas
    assert {(one.kind, one.first, one.count) for one in book.repairs} == {("values_only", (3, 8), 2)}


@pytest.mark.parametrize(("name", "write"), UNTYPED.items())
def test_texts_become_numbers_only_where_nothing_is_lost(tmp_path: Path, name: str, write: Writer) -> None:
    table = _table()
    assert _cells(_written(tmp_path, name, write, table)) == dict(_expected(table, typed=False))


@pytest.mark.parametrize(("name", "write"), [*TYPED.items(), *UNTYPED.items()])
def test_findings_and_amounts_are_those_of_every_other_format(tmp_path: Path, name: str, write: Writer) -> None:
    table = _table()
    table.rows[2][7] = 23455.51  # one fen too much
    write(tmp_path / name, table)
    outcome = check_file(tmp_path / name)
    found = {(one.code, one.cell, one.expected) for one in outcome.result.findings if one.severity.value == "error"}
    assert found == {("AMOUNT_WRONG", "H3", "23455.50"), ("SUM_WRONG", "H6", "47855.51")}
    assert outcome.persons == 3
    assert [part.money.fen for part in outcome.severance] == [4_785_551]


@pytest.mark.parametrize(("name", "write"), [*TYPED.items(), *UNTYPED.items()])
def test_every_import_ends_with_its_rows_and_sums_reconciled(tmp_path: Path, name: str, write: Writer) -> None:
    table = _table()
    table.rows[3:3] = [[], [None, None, "   "]]
    table.merged = []
    table.formulas = {(5, 8), (8, 8)}
    table.rows[7][7] = 47855.6
    table.rows.append(["制表人：赵某"])
    write(tmp_path / name, table)
    found = check_file(tmp_path / name).reconciled[0]
    assert found.line.endswith(
        "读入 5 行 = 记录 3 + 合计行 1 + 跳过 1；“补偿金额”明细合计 47,855.5，表列合计（H8）47,855.6，相差 0.1"
    )
    assert found.unaccounted == ()


@pytest.mark.parametrize(("name", "write"), TYPED.items())
def test_error_values_are_errors_and_never_blank(tmp_path: Path, name: str, write: Writer) -> None:
    errors = [CellError(code, "") for code in (NA, VALUE, REF, DIV0)]
    table = Table("表", [["甲", "乙", "丙", "丁"], list(errors), [1, True, 2.5, "文"]], formulas={(2, 2)})
    cells = _cells(_written(tmp_path, name, write, table))
    assert [cells[2, col] for col in range(1, 5)] == errors
    assert all(same(cells[3, col], value) for col, value in enumerate(table.rows[2], 1))


def test_days_of_the_1904_system_are_the_days_meant(tmp_path: Path) -> None:
    table = Table("表", [["日"], [dt.date(1985, 7, 1)]])
    xls(tmp_path / "苹果.xls", table, date1904=True)
    assert _cells(open_book(tmp_path / "苹果.xls"))[2, 1] == dt.date(1985, 7, 1)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("~$表.xlsx", b"\x05admin" + b" " * 160, "锁文件"),
        ("空.xlsx", b"", "空文件"),
        ("文.xlsx", b"%PDF-1.7", "PDF"),
        ("图.xls", b"\x89PNG\r\n", "图片"),
        ("包.xls", b"Rar!\x1a\x07", "压缩包"),
        ("旧.xls", bytes.fromhex("09000400020010000a000000"), "Excel 4.0"),
        ("文字.txt", "没有表格。\n只有两行。\n".encode(), "不是工作簿"),
        ("乱.bin", bytes(range(256)) * 20, "不是工作簿"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=said) as refusal:
        open_book(tmp_path / name)
    assert "\n" not in refusal.value.message


def test_an_error_value_that_an_ods_writes_once_for_several_cells_is_none_of_them_blank(tmp_path: Path) -> None:
    ods(tmp_path / "表.ods", Table("表", [["甲", "乙", "丙"], [CellError(NA, ""), 1], ["尾"]]))
    with zipfile.ZipFile(tmp_path / "表.ods") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    once = b'<table:table-cell table:formula="of:=NA()"'
    assert once in parts["content.xml"]
    parts["content.xml"] = parts["content.xml"].replace(once, once + b' table:number-columns-repeated="2"')
    with zipfile.ZipFile(tmp_path / "表.ods", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    book = open_book(tmp_path / "表.ods")
    assert [_cells(book)[2, col] for col in (1, 2, 3)] == [CellError(NA, ""), CellError(NA, ""), 1]
    assert set(book.sheets[0].formulas) == {(2, 1), (2, 2)}

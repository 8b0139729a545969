"""The report names every typed column that no check judges; what is new is named until it is judged."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import xl_addin
from tests.checks.books import TODAY, id_number
from xl_addin.checks import coverage
from xl_addin.checks.run import check_book
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import UNCHECKED_KINDS
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.tables.layouts import layouts

HEAD: list[CellValue] = ["姓名", "身份证号", "性别", "参加工作时间", "军龄", "知青时间", "联系电话"]
ROW: list[CellValue] = ["王三", id_number(1), "男", "1985-07-01", "5年", None, "13800000000"]


def _book(*rows: list[CellValue]) -> BookGrid:
    return BookGrid(Path("a.xlsx"), [SheetGrid("名册", "", [HEAD, *rows])])


def test_filled_columns_without_a_check_are_one_line_of_the_report() -> None:
    said = [line for line in check_book(_book(ROW), TODAY).not_checked if "只读入" in line]
    assert said == ["工作表“名册”：“军龄”只读入，没有检查核对"]  # 知青时间 is empty, a telephone number is a record


def test_an_empty_column_is_not_named() -> None:
    assert check_book(_book([*ROW[:4], None, None, None]), TODAY).not_checked == []


def test_every_role_of_the_list_is_one_of_its_kind() -> None:
    kinds = {one.kind: one for one in layouts()}
    for kind, roles in coverage.judged_roles().items():
        known = {role for one in kinds.values() for role in one.columns}
        assert roles <= known, (kind, roles - known)


def test_every_kind_with_checks_has_a_list() -> None:
    assert {one.kind for one in layouts()} - UNCHECKED_KINDS == set(coverage.judged_roles())


def test_a_role_is_listed_only_where_checks_or_sheets_speak_of_it() -> None:
    root = Path(xl_addin.__file__).parent
    said = {
        node.value
        for floor in ("checks", "sheets")
        for path in (root / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    records = frozenset.intersection(*coverage.judged_roles().values())
    promised = {"headcount", "reviewer", "deduction"}  # compared across sheets, on vouchers, and taken off by any name
    for kind, roles in coverage.judged_roles().items():
        assert roles - records - promised <= said, kind


@pytest.mark.parametrize("role", ["amount", "wage", "end"])
def test_a_role_that_loses_its_check_is_named(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = dict(coverage.judged_roles())
    monkeypatch.setattr(coverage, "judged_roles", lambda: lists | {"severance": lists["severance"] - {role}})
    heads: list[CellValue] = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "补偿金额"]
    row: list[CellValue] = ["王三", id_number(1), "1990-01-01", "2007-12-31", 900, 16_200]
    book = SheetBook(BookGrid(Path("a.xlsx"), [SheetGrid("补偿", "", [heads, row])]), TODAY)
    label = {"amount": "补偿金额", "wage": "前12个月月平均工资", "end": "解除时间"}[role]
    assert list(coverage.partly_checked(book)) == [f"工作表“补偿”：“{label}”只读入，没有检查核对"]


def test_a_new_kind_of_sheet_is_named_altogether() -> None:
    book = SheetBook(_book(ROW), TODAY)
    table = book.tables[0]
    table.layout = replace(table.layout, kind="brand_new")
    assert len(coverage.unjudged(table, book)) == sum(value is not None for value in ROW)

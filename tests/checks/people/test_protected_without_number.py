"""A worker near retirement is found whatever became of the ID number, or the sheet is said not to be checked."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import TODAY, book, id_number, sheet
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue

BORN = dt.date(1955, 3, 1)
NUMBER = id_number(15, BORN)
WRONG = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
SPOILED: list[CellValue] = [WRONG, None, float(NUMBER[:15] + "000"), NUMBER[:17], f"{NUMBER[:6]}********{NUMBER[-4:]}"]
HEAD = ["姓名", "身份证号", "性别", "出生年月", "参加工作时间", "解除时间", "前12个月月平均工资", "解除事由"]
FACTS: list[CellValue] = ["男", "1955-03"]


def found(number: CellValue, own: list[CellValue], roster: list[CellValue] | None) -> tuple[bool, bool]:
    """Whether the finding is there, and whether it is said that nothing was judged."""
    row: list[CellValue] = ["王甲", number, *own, "1980-05-01", "2011-09-28", 1600, "裁员"]
    sheets = [sheet("测算", [HEAD, row])]
    if roster is not None:
        sheets.append(
            sheet("花名册", [["企业名称", "姓名", "身份证号", "性别", "出生年月"], ["虚构一厂", "王甲", *roster]])
        )
    result = check_book(book(*sheets), TODAY)
    named = any("测算”第2行" in line and "第42条" in line for line in result.not_checked)
    return any(one.code == "PROTECTED_WORKER" and one.cell == "H2" for one in result), named


@pytest.mark.parametrize("number", [NUMBER, *SPOILED])
@pytest.mark.parametrize("listed", [NUMBER, WRONG, None])
def test_sex_and_birth_of_any_other_column_are_used(number: CellValue, listed: CellValue) -> None:
    assert found(number, FACTS, None) == (True, False)
    assert found(number, FACTS, [listed, None, None]) == (True, False)
    assert found(number, [None, None], [listed, *FACTS]) == (True, False)
    assert found(number, ["男", None], [listed, None, "1955-03-01"]) == (True, False)


@pytest.mark.parametrize("number", SPOILED)
def test_what_nobody_tells_is_said_to_be_unchecked(number: CellValue) -> None:
    assert found(number, [None, None], None) == (False, True)
    assert found(number, ["男", None], [number, None, "不详"]) == (False, True)
    assert found(number, [None, None], [NUMBER, None, None]) == (True, False)


def test_a_young_worker_is_neither_found_nor_named() -> None:
    assert found(None, ["男", "1975-03-01"], None) == (False, False)

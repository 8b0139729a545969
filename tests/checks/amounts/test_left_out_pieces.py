"""Pieces of service that a sheet says do not count, or were paid for before, are left out of a typed amount (S-30)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue
from xl_addin.values.findings import Finding

HEADS = (
    "姓名", "身份证号", "参加工作时间", "解除时间", "是否计算", "是否已补偿", "前12个月月平均工资", "企业月平均工资",
    "当地月平均工资", "补偿金额",
)  # fmt: skip
NUMBER = "362203196005120118"


def findings(amount: float, *flags: CellValue) -> list[Finding]:
    """Ten years to 1995, which the flags are about, then 1996-01 to 2011-12: 12 years and 4 years."""
    first = ["虚构甲", NUMBER, "1986-01-01", "1995-12-31", *flags, 1600, 1500, 2300, amount]
    second = [None, None, "1996-01-01", "2011-12-31", *[None] * 6]
    book = grid(测算表=[list(HEADS), first, second])
    return [one for one in check_book(book, dt.date(2012, 2, 1)) if one.code.startswith(("AMOUNT", "SERVICE"))]


@pytest.mark.parametrize(
    ("flags", "months"), [((None, None), 26), (("否", None), 16), ((None, "是"), 16), (("是", "否"), 26)]
)
def test_a_piece_that_does_not_count_is_left_out(flags: tuple[CellValue, ...], months: int) -> None:
    assert findings(1600 * months, *flags) == []
    (wrong,) = findings(1600 * (42 - months), *flags)
    assert (wrong.code, wrong.expected) == ("AMOUNT_WRONG", f"{1600 * months}.00")


def test_another_word_is_asked_about() -> None:
    assert [(one.code, one.cell) for one in findings(1600 * 26, "待定", None)] == [("SERVICE_FLAG", "E2")]

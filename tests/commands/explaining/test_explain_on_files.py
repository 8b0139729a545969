"""解释选中单元格 on a file: arguments that are formulas are evaluated as the recalculation does it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.commands.pressing import pressed
from xl_addin.commands.explaining.cell import plan_explanation
from xl_addin.commands.spec import CommandContext
from xl_addin.formulas.computed import evaluator
from xl_addin.tables.grid import BookGrid, FormulaCell, SheetGrid
from xl_addin.values.errors import InputError


def book(text: str) -> BookGrid:
    cell = FormulaCell(1, 3, text, "normal", None, None, False)
    return BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [[800, "2011-07-01"], [12, None]], {(1, 3): cell})])


@pytest.mark.parametrize(
    ("text", "value"), [("A1*2", 1600.0), ('"20"&A2', "2012"), ("A1:B2", [[800, "2011-07-01"], [12, None]])]
)
def test_an_argument_is_evaluated(text: str, value: object) -> None:
    assert evaluator(book(text))("表", "C1", text) == value


def test_an_argument_without_a_sure_value_is_refused_in_chinese() -> None:
    with pytest.raises(InputError, match="这里没有它的值"):
        evaluator(book("1"))("表", "C1", "INDIRECT(A1)")


def test_the_command_uses_it() -> None:
    of = book("SOE_NOTICE_PAY(A1*2)")
    plan = plan_explanation(pressed(of), CommandContext("表", dt.datetime(2011, 9, 28), cell="C1"))
    assert "上月工资（元）：1600〔A1*2〕" in plan.text
    assert "结果：1600（元，精确到分）" in plan.text

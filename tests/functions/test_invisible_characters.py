"""Invisible characters in an argument change nothing, whichever function reads it: dates, numbers, words, IDs."""

from __future__ import annotations

import pytest

from xl_addin.functions import CATALOG, call
from xl_addin.values.errors import CellError

HIDDEN = "\u200b\u200e\u202d\u2060\ufeff\u00ad"
POLICY = [
    ["profile", "SEG2008"],
    ["fraction", "half_year"],
    ["状态", "已确认"],
    ["养老单位费率", "20%", "2001-01", "2001-12"],
]
ROSTER = [
    ["姓名", "参加工作时间", "解除时间", "月平均工资", "解除事由", "身份证号"],
    ["虚构甲", "1985.07", "2011-09-28", "1,600", "客观变化", "990101196405010038"],
    ["虚构乙", "1990年7月", "2011-09-28", "1700元", "", "990101196405010054"],
]
LEDGER = [
    ["日期", "企业名称", "科目", "收入金额", "支出金额"],
    ["2011-03-02", "虚构化肥厂", "产权变现", "3,000", None],
    ["2011-04-02", "虚构化肥厂", "经济补偿", None, "1000"],
]
SCALAR = [
    name
    for name, spec in CATALOG.items()
    if not any("!" in one.example or ":" in one.example for one in spec.arguments)
]


def hidden(cell: object, turn: int) -> object:
    """The cell with an invisible character at its beginning, in it, or at its end."""
    if not isinstance(cell, str) or not cell:
        return cell
    place = (0, len(cell) // 2, len(cell))[turn % 3]
    return cell[:place] + HIDDEN[turn % len(HIDDEN)] + cell[place:]


@pytest.mark.parametrize("turn", range(6))
@pytest.mark.parametrize("name", SCALAR)
def test_an_argument_with_an_invisible_character_is_the_same_argument(name: str, turn: int) -> None:
    plain = [one.example for one in CATALOG[name].arguments]
    result = call(name, *plain)
    assert call(name, *[hidden(cell, turn) for cell in plain]) == result


@pytest.mark.parametrize("turn", range(6))
def test_a_range_with_invisible_characters_is_the_same_range(turn: int) -> None:
    def dirty(rows: list[list[object]]) -> list[list[object]]:
        return [rows[0], *([hidden(cell, turn + i) for i, cell in enumerate(row)] for row in rows[1:])]

    def policy(rows: list[list[str]]) -> list[list[object]]:
        return [[hidden(cell, turn + i) for i, cell in enumerate(row)] for row in rows]

    roster = [list(row) for row in ROSTER]
    table = call("SOE_SEVERANCE_TABLE", roster, POLICY)
    assert not isinstance(table, CellError)
    assert call("SOE_SEVERANCE_TABLE", dirty(roster), policy(POLICY)) == table
    ledger: list[list[object]] = [list(row) for row in LEDGER]
    assert (
        call("SOE_FUND_BALANCE", dirty(ledger), None, "虚构化肥厂")
        == call("SOE_FUND_BALANCE", ledger, None, "虚构化肥厂")
        == 2000
    )

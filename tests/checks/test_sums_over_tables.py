"""The last total of a sheet of several tables speaks for all of them; where it is wrong, that sum is named."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from xl_addin.commands.checking.examination import examine
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

HEADS = ["序号", "姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "应支付金额"]
FIRMS = ("甲厂", "乙公司", "丙商场", "丁粮站")


def blocks(chance: random.Random, closing: str, *, grand: bool) -> tuple[list[list[CellValue]], list[int]]:
    """Each enterprise with its own average, so that none goes on from the one before; rows, and the amounts in fen."""
    rows: list[list[CellValue]] = []
    sums = []
    for number, firm in enumerate(FIRMS[: chance.randrange(2, 5)]):
        rows += [[f"企业名称：{firm}", None, None, f"企业月平均工资：{1000 + number}元"], [*HEADS]]
        amounts = [chance.randrange(100_000, 9_000_000) for _ in range(chance.randrange(1, 5))]
        rows += [[i, f"虚构{firm}{i}", "1990-07-01", "2011-09-28", 1600, fen / 100] for i, fen in enumerate(amounts, 1)]
        rows.append([closing, None, None, None, None, sum(amounts) / 100])
        sums.append(sum(amounts))
    if grand:
        rows.append(["总计", None, None, None, None, sum(sums) / 100])
    return rows, sums


def wrong_sums(rows: list[list[CellValue]]) -> list[tuple[str, str]]:
    book = SheetBook(BookGrid(Path("a.xlsx"), [SheetGrid("表", "", rows)]), dt.date(2011, 9, 28))
    return [(one.cell or "", one.expected) for one in examine(book).findings if one.code == "SUM_WRONG"]


@pytest.mark.parametrize("seed", range(40))
def test_a_total_under_several_tables_is_named_as_the_sum_of_all(seed: int) -> None:
    chance = random.Random(seed)
    rows, sums = blocks(chance, chance.choice(["小计", "合计"]), grand=True)
    assert wrong_sums(rows) == []
    rows[-1][5] = sum(sums) / 100 + chance.choice([0.01, -0.01, 100, -3.5])
    assert wrong_sums(rows) == [(f"F{len(rows)}", f"{sum(sums) / 100:.2f}")]


@pytest.mark.parametrize("seed", range(20))
def test_a_sum_of_the_last_table_alone_is_named_as_its_own(seed: int) -> None:
    chance = random.Random(seed)
    rows, sums = blocks(chance, "合计", grand=False)
    rows[-1][5] = sums[-1] / 100 * chance.choice([10, 0.1, 2]) + 1
    assert wrong_sums(rows) == [(f"F{len(rows)}", f"{sums[-1] / 100:.2f}")]

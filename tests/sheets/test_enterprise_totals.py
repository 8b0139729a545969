"""Each person of a workbook counts once for its enterprise, however many sheets list them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.enterprise_totals import enterprise_totals
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

SEVERANCE = ["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
ROSTER = ["企业名称", "姓名", "身份证号", "出生年月", "参加工作时间"]
PACKAGE = [*SEVERANCE[:-1], "养老欠缴起", "养老欠缴止", "缴费工资", "缴费平均工资", "经济补偿", "养老", "合计"]
PROGRESS = ["企业名称", "主管系统", "职代会时间", "应到", "实到", "同意", "评估值"]


def totals(*sheets: tuple[str, list[list[CellValue]]]) -> dict[str, tuple[str, int, int, int, int]]:
    grid = BookGrid(Path("a.xlsx"), [SheetGrid(name, "", rows) for name, rows in sheets])
    found = enterprise_totals(SheetBook(grid, dt.date(2011, 12, 1)))
    return {one.enterprise: (one.system, one.persons, one.counted, one.differing, one.fen) for one in found}


def paid(firm: str, name: str, number: str, amount: CellValue) -> list[CellValue]:
    return [firm, name, number, dt.date(2000, 1, 1), dt.date(2011, 9, 28), 3000, amount]


def test_a_person_on_two_sheets_counts_once_and_another_amount_is_told() -> None:
    first = [
        SEVERANCE,
        paid("甲厂", "王三", "1", 36100.01),
        paid("甲厂", "李四", "", 36200),
        paid("乙厂", "王三", "2", 36050),
    ]
    second = [SEVERANCE, paid("", "李四", "", 36200), paid("甲厂", "王三", "1", 36999), paid("乙厂", "赵六", "", 36007)]
    roster = [ROSTER, ["甲厂", "王三", "1", "1970-01", "1990-07"], ["乙厂", "钱七", "9", "1970-01", "1990-07"]]
    progress = [PROGRESS, ["甲厂", "工业系统", dt.date(2011, 3, 1), 100, 90, 80, 1000]]
    assert totals(("表一", first), ("表二", second), ("花名册", roster), ("进度", progress)) == {
        "甲厂": ("工业系统", 2, 2, 1, 7230001),
        "乙厂": ("", 3, 2, 0, 7205700),
    }


def test_two_rows_of_one_sheet_are_two_persons() -> None:
    rows = [SEVERANCE, paid("甲厂", "王三", "", 36001), paid("甲厂", "王三", "", 36002), paid("甲厂", "王三", "", None)]
    assert totals(("表", rows)) == {"甲厂": ("", 3, 2, 0, 7200300)}


def generated(seed: int) -> None:
    chance = random.Random(seed)
    people = [
        (chance.choice(("甲厂", "乙公司", "丙商场")), f"职工{n}", str(100 + n), chance.randrange(10**6, 10**7))
        for n in range(chance.randrange(1, 40))
    ]
    sheets: list[tuple[str, list[list[CellValue]]]] = []
    for k in range(chance.randrange(1, 4)):
        some = people if k == 0 else chance.sample(people, chance.randrange(1, len(people) + 1))
        numbered = chance.random() < 0.7
        rows = [paid(firm, name, number if numbered else "", fen / 100) for firm, name, number, fen in some]
        chance.shuffle(rows)
        if chance.random() < 0.5:
            sheets.append((f"表{k}", [SEVERANCE, *rows]))
        else:  # the severance of 一补二险测算表 is severance as well
            insured: list[CellValue] = ["2003-01", "2003-12", 1000, 1200]
            sheets.append((f"表{k}", [PACKAGE, *([*row[:-1], *insured, row[-1], 3360, 9] for row in rows)]))
    chance.shuffle(sheets)
    expected: dict[str, tuple[str, int, int, int, int]] = {}
    for firm, _, _, fen in people:
        _, count, _, _, total = expected.get(firm, ("", 0, 0, 0, 0))
        expected[firm] = ("", count + 1, count + 1, 0, total + fen)
    assert totals(*sheets) == expected, seed


def test_every_split_of_the_persons_over_sheets_gives_the_same_sums() -> None:
    for seed in range(30):
        generated(seed)


@pytest.mark.long
def test_many_splits_of_the_persons_over_sheets_give_the_same_sums() -> None:
    for seed in range(1000, 2000):
        generated(seed)


def test_a_worker_with_an_amount_in_each_of_two_enterprises_is_one_of_both() -> None:
    one, two = paid("甲厂", "王一", "1", 9000), paid("乙厂", "王一", "1", 5000)
    found = totals(("甲厂表", [SEVERANCE, one]), ("乙厂表", [SEVERANCE, two]))
    assert {firm: told[1:3] for firm, told in found.items()} == {"甲厂": (1, 1), "乙厂": (1, 1)}
    empty = totals(("甲厂表", [SEVERANCE, one]), ("乙厂表", [SEVERANCE, [*two[:-1], None]]))
    assert sum(told[1] for told in empty.values()) == 1

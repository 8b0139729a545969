"""A sheet means the same to a cell function and to the checks: the same headings, the same rows, in every layout."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from tests.sheets.layouts import Column, Drawn, draw
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.tables.recognition import read_tables
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError

NAMES = ("王三", "李四光", "欧阳小明", "赵", "阿依古丽·买买提", "周会计", "吴页", "郑万元")
GIVEN = [
    ("1985-07-01", "2011-09-28", 1600, 1500, 2300, "客观变化"),
    (dt.date(1990, 3, 1), dt.date(2010, 6, 30), 2100.5, 1500, 2300, None),
    (31229, 40814, "1,800", None, 2300, "协商"),
    ("2009.02", "2011年9月", 900, 1500, 2300, "裁员"),
]


def persons(chance: random.Random) -> list[tuple[Any, ...]]:
    """Some made-up workers: name, start, end, wages, ground."""
    return [(chance.choice(NAMES), *chance.choice(GIVEN)) for _ in range(chance.randint(1, 25))]


def severance_sheet(chance: random.Random, people: list[tuple[Any, ...]]) -> Drawn:
    name, start, end, wage, enterprise, local, ground = (list(cells) for cells in zip(*people, strict=True))
    numbers = list(range(1, len(people) + 1))
    who = Column("姓名", ("职工情况", "姓 名"), name)
    groups = [
        [Column("序号", (), numbers)],
        [who],
        [
            Column("参加工作时间", ("起止时间", "参加工作时间"), start, "工龄情况"),
            Column("解除时间", ("起止时间", "解除时间"), end, "工龄情况"),
        ],
        [
            Column("前12个月月平均工资", ("月平均工资", "本人"), wage, "工资情况"),
            Column("企业月平均工资", ("月平均工资", "企业"), enterprise, "工资情况"),
            Column("当地月平均工资", ("月平均工资", "当地"), local, "工资情况"),
        ],
        [Column("解除事由", (), ground)],
        [Column("联系电话", (), ["0795-6400000"] * len(people))],
    ]
    return draw(chance, groups, who)


def recognised(drawn: Drawn, kind: str, merged: bool) -> list[SheetTable]:
    return [table for table in read_tables(drawn.book(merged)) if table.kind == kind]


def compare_persons(seed: int) -> None:
    chance = random.Random(seed)
    people = persons(chance)
    drawn = severance_sheet(chance, people)
    result = call("SOE_SEVERANCE_TABLE", drawn.lines)
    assert isinstance(result, list), (seed, result)
    assert [line[0] for line in result[1:]] == [person[0] for person in people], seed
    assert [line[6] for line in result[1:]] == [call("SOE_SEVERANCE", *person[1:]) for person in people], seed
    for merged in (False, True):
        tables = recognised(drawn, "severance", merged)
        assert [row for table in tables for row in table.row_numbers] == drawn.records, (seed, merged)
        assert [name for table in tables for name in table.column("name")] == [person[0] for person in people], seed


LEDGER = [
    ("2011-03-01", "甲厂", "产权变现", "拍卖款", 1000, None),
    (dt.date(2011, 4, 1), "甲厂", "经济补偿", "发补偿", None, 300),
    (40603, "乙厂", "财政拨款", None, "1,200.5", None),
    ("2011年5月", None, "利息", "结息", 5.25, None),
    (None, None, None, "上年结转", 700, None),
    ("2011.06", "乙厂", "归还垫付", "注：补记", None, 100),
    (dt.date(2011, 7, 1), "丙厂", "税费", "单位：元", None, 1),
]  # fmt: skip


def ledger_sheet(chance: random.Random, entries: list[tuple[Any, ...]]) -> Drawn:
    day, firm, subject, summary, income, expense = (list(cells) for cells in zip(*entries, strict=True))
    said = Column("摘要", (), summary)
    groups = [
        [Column("日期", (), day)],
        [Column("企业名称", ("单位情况", "企业名称"), firm)],
        [Column("科目", (), subject), said],
        [
            Column("收入金额", ("金额", "收入"), income, "本期发生"),
            Column("支出金额", ("金额", "支出"), expense, "本期发生"),
        ],
        [Column("复核", (), [None] * len(entries))],
    ]
    return draw(chance, groups, said)


def compare_ledgers(seed: int) -> None:
    chance = random.Random(seed)
    entries = [chance.choice(LEDGER) for _ in range(chance.randint(1, 25))]
    drawn = ledger_sheet(chance, entries)
    yuan = sum(float(str(into or 0).replace(",", "")) - (out or 0) for *_, into, out in entries)
    assert call("SOE_FUND_BALANCE", drawn.lines) == pytest.approx(yuan, abs=0.001), seed
    for merged in (False, True):
        book = drawn.book(merged)
        checked = SheetBook(book, dt.date(2011, 12, 31))
        tables = checked.of_kind("ledger")
        assert [row for table in tables for row in table.row_numbers] == drawn.records, (seed, merged)
        rows = [(one, i) for table in tables for one in [ledger_rows(table, checked)] for i in range(len(table))]
        assert sum(one.net(i) for one, i in rows) == round(yuan * 100), seed


@pytest.mark.parametrize("seed", range(120))
def test_the_persons_of_the_function_are_the_rows_of_the_checks(seed: int) -> None:
    compare_persons(seed)


@pytest.mark.parametrize("seed", range(120))
def test_the_entries_of_the_function_are_the_rows_of_the_checks(seed: int) -> None:
    compare_ledgers(seed)


@pytest.mark.long
def test_the_rows_are_the_same_in_thousands_of_layouts() -> None:
    for seed in range(1000, 4000):
        compare_persons(seed)
        compare_ledgers(seed)


@pytest.mark.parametrize("stated", ["line", "heading"])
def test_a_block_in_another_unit_is_refused_and_never_taken_as_yuan(stated: str) -> None:
    heads = ["姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    lower = [*heads[:3], "月平均工资（万元）", heads[4]] if stated == "heading" else heads
    upper = [*heads[:3], "月平均工资（元）", heads[4]] if stated == "heading" else heads
    line = [["单位：万元", None, None, None, None]] if stated == "line" else []
    rows = [upper, ["王三", "1985-07-01", "2011-09-28", 1600, None], [None] * 5]
    rows += [*line, lower, ["李四", "1995-07-01", "2011-09-28", 0.3, None]]
    result = call("SOE_SEVERANCE_TABLE", rows)
    assert isinstance(result, CellError)
    assert "万元" in result.message

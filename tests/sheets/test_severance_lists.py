"""Who is paid severance: persons of severance sheets, and of 一补二险测算表 whose enterprise has no such sheet."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.severance_persons import read_persons
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

INPUTS = ["企业名称", "姓名", "参加工作时间", "解除时间", "月平均工资"]
SEVERANCE = [*INPUTS, "补偿金额"]
PACKAGE = [*INPUTS, "养老欠缴起", "养老欠缴止", "缴费工资", "缴费平均工资", "经济补偿", "养老", "合计"]


def line(firm: str, name: str, kind: str) -> list[CellValue]:
    own: list[CellValue] = [firm, name, "1991-07-01", "2003-06-30", 1000]
    return [*own, 12000] if kind == "severance" else [*own, "2003-01", "2003-12", 1000, 1200, 12000, 3360, 15360]


@pytest.mark.parametrize("seed", range(20))
def test_every_enterprise_has_its_persons_from_one_kind_of_sheet(seed: int) -> None:
    chance = random.Random(seed)
    sheets, expected = [], []
    for firm in ("甲厂", "乙公司", "丙商场", "丁粮站")[: chance.randrange(1, 5)]:
        kinds = chance.choice((["severance"], ["package"], ["severance", "package"]))
        names = [f"{firm[0]}{n}" for n in range(chance.randrange(1, 5))]
        for kind in kinds:
            heads = SEVERANCE if kind == "severance" else PACKAGE
            sheets.append(SheetGrid(firm + kind, "", [list(heads), *(line(firm, name, kind) for name in names)]))
        expected += [(firm + kinds[0], name) for name in names]
    chance.shuffle(sheets)
    people = read_persons(SheetBook(BookGrid(Path("a.xlsx"), sheets), dt.date(2011, 9, 28)), "")
    assert sorted((one.sheet, one.name) for one in people) == sorted(expected)

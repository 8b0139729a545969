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
@pytest.mark.parametrize("together", [(), ("package",), ("severance", "package")])
def test_every_enterprise_has_its_persons_from_one_kind_of_sheet(seed: int, together: tuple[str, ...]) -> None:
    chance = random.Random(seed)
    sheets: dict[str, list[list[CellValue]]] = {}
    expected = []
    for firm in ("甲厂", "乙公司", "丙商场", "丁粮站")[: chance.randrange(1, 5)]:
        kinds = chance.choice((["severance"], ["package"], ["severance", "package"]))
        names = [f"{firm[0]}{n}" for n in range(chance.randrange(1, 5))]
        for kind in kinds:
            sheet = kind if kind in together else firm + kind
            rows = sheets.setdefault(sheet, [list(SEVERANCE if kind == "severance" else PACKAGE)])
            rows += (line(firm, name, kind) for name in names)
            if kind == kinds[0]:
                expected += [(sheet, firm, name) for name in names]
    grids = [SheetGrid(name, "", rows) for name, rows in sheets.items()]
    chance.shuffle(grids)
    book = SheetBook(BookGrid(Path("a.xlsx"), grids), dt.date(2011, 9, 28))
    people = read_persons(book, "")
    assert sorted((one.sheet, one.enterprise, one.name) for one in people) == sorted(expected)
    assert all(sheets[one.sheet][one.row - 1][1] == one.name for one in people)

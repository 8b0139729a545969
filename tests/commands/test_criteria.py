"""Whatever enterprises are called, the sums that we write are those of each enterprise alone."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.computed import result_of
from xl_addin.hosts.file.buttons import press
from xl_addin.tables.grid import address

NOW = dt.datetime(2011, 10, 8, 9, 0)
PIECES = ["甲", "厂", "*", "?", "~", "<", ">", "=", "<>", "~*", "(", "&"]
ROSTER = ["序号", "单位", "姓名", "身份证号", "人员类别", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资"]
LEDGER = ["日期", "企业名称", "主管系统", "科目", "收入金额", "支出金额"]


def _names(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    found = {"甲厂", "*", "甲*"}
    while len(found) < count:
        found.add("".join(chance.choices(PIECES, k=chance.randrange(1, 5))))
    return sorted(found)


def _number(place: int) -> str:
    digits = f"99010119620315{place:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def _saved(path: Path, title: str, rows: Sequence[Sequence[object]]) -> Path:
    cells = [[NewCell(value) for value in row] for row in rows]  # type: ignore[arg-type]
    write_book(path, NewBook("表", [NewSheet(title, cells, [12.0] * len(rows[0]))]))
    return path


def _assert_sums_are_right(source: Path, command: str, least: int) -> None:
    target = source.with_name("出.xlsx")
    press(BY_NAME[command], source, target, Wish(), NOW)
    book, seen = open_book(target), 0
    for sheet in book.sheets:
        for (row, col), formula in sheet.formulas.items():
            if "SUMIFS(" in formula.text or "COUNTIFS(" in formula.text:
                value = result_of(book, sheet.name, address(row, col))
                assert value == pytest.approx(formula.cached), (sheet.name, address(row, col), formula.text)
                seen += 1
    assert seen >= least


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 40), marks=pytest.mark.long)])
def test_the_package_sums_of_any_names_are_those_of_each_enterprise(tmp_path: Path, seeds: range) -> None:
    for seed in seeds:
        rows: list[list[object]] = [list(ROSTER)]
        for place, name in enumerate(_names(seed, 12)):
            pay = 1000 + 100 * place
            days = ["1985-07-01", "2011-09-28"]
            rows.append([place + 1, name, f"人{place}", _number(2 * place + 1), "在职", *days, pay, 1500])
        _assert_sums_are_right(_saved(tmp_path / f"{seed}.xlsx", "花名册", rows), "生成测算表", 12)
        (tmp_path / "出.xlsx").unlink()


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 40), marks=pytest.mark.long)])
def test_the_fund_sums_of_any_names_are_those_of_each_enterprise(tmp_path: Path, seeds: range) -> None:
    for seed in seeds:
        rows: list[list[object]] = [list(LEDGER)]
        for place, name in enumerate(_names(seed, 12)):
            rows.append([dt.date(2011, 1, 1 + place), name, "工业*", "资产变现收入", 1000.5 + place, None])
            rows.append([dt.date(2011, 2, 1 + place), name, "工业*", "经济补偿金", None, 10.0 * place + 1])
        _assert_sums_are_right(_saved(tmp_path / f"{seed}.xlsx", "资金台账", rows), "资金平衡表", 5)
        (tmp_path / "出.xlsx").unlink()

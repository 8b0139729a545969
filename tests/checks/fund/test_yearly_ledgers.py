"""A ledger kept on a sheet a year is judged as the one ledger that it is: money and debts are brought forward."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

from tests.checks.books import findings, places, sheet
from xl_addin.tables.grid import CellValue, SheetGrid

HEADER = ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额", "余额", "审批文号"]
FIRMS = ("甲厂", "乙公司", "丙商场")
INTO, OUT = ("产权变现", "垫付"), ("经济补偿", "归还垫付", "养老")
Entry = tuple[dt.date, str, str, int]


def entries(chance: random.Random) -> list[Entry]:
    """Two or three years of money in and out; now and then an enterprise pays or repays more than it has."""
    day, found = dt.date(2008, 3, 1), list[Entry]()
    while day < dt.date(2010 + chance.randrange(2), 10, 1):
        into = chance.random() < 0.6
        fen = chance.randrange(1, 900) * (2 if into else 1)
        found.append((day, chance.choice(FIRMS), chance.choice(INTO if into else OUT), fen if into else -fen))
        day += dt.timedelta(days=chance.randrange(5, 60))
    return found


def year_sheet(name: str, some: list[Entry], opening: int | None, whose: str = "") -> tuple[SheetGrid, int]:
    rows: list[list[CellValue]] = [list(HEADER)]
    balance = opening or 0
    if opening is not None:
        rows.append([some[0][0].replace(month=1, day=1), whose or None, None, "上年结转", None, None, opening, None])
    for day, firm, subject, amount in some:
        balance += amount
        into, out = (amount, None) if amount > 0 else (None, -amount)
        rows.append([day, firm, subject, None, into, out, balance, "市改〔2008〕1号"])
    return sheet(name, rows), balance


def by_year(all_entries: list[Entry]) -> list[SheetGrid]:
    sheets, opening = list[SheetGrid](), None
    for year in sorted({day.year for day, *_ in all_entries}):
        grid, opening = year_sheet(f"{year}年", [one for one in all_entries if one[0].year == year], opening)
        sheets.append(grid)
    return sheets


def told(sheets: list[SheetGrid]) -> list[tuple[str, str, int, str]]:
    """Day, code, amount and enterprise of what is found, of each enterprise's first lack of money only."""
    rows = {one.name: one.rows for one in sheets}
    found, lacking = list[tuple[str, str, int, str]](), set[str]()
    for one in sorted(findings(*sheets), key=lambda one: (one.sheet, int(re.sub(r"\D", "", one.cell or "0")))):
        if one.code not in ("LEDGER_NEGATIVE", "ADVANCE_OVERPAID") or one.message.startswith("专户"):
            continue
        day, firm, _, _, _, amount, *_ = rows[one.sheet][int(re.sub(r"\D", "", one.cell or "")) - 1]
        if one.code == "LEDGER_NEGATIVE":
            if firm in lacking:
                continue
            lacking.add(str(firm))
        found.append((str(day), one.code, int(str(amount)), str(firm)))
    return sorted(found)


@pytest.mark.parametrize("seed", range(60))
def test_a_sheet_a_year_is_told_what_the_one_ledger_is(seed: int) -> None:
    chance = random.Random(seed)
    one_ledger = entries(chance)
    sheets = by_year(one_ledger)
    chance.shuffle(sheets)
    assert told(sheets) == told([year_sheet("台账", one_ledger, None)[0]])


LAST_YEAR: list[Entry] = [
    (dt.date(2009, 3, 1), "甲厂", "产权变现", 900),
    (dt.date(2009, 4, 1), "乙公司", "垫付", 500),
    (dt.date(2009, 5, 1), "乙公司", "经济补偿", -500),
]
THIS_YEAR: list[Entry] = [
    (dt.date(2010, 3, 1), "乙公司", "产权变现", 700),
    (dt.date(2010, 4, 1), "乙公司", "归还垫付", -500),
    (dt.date(2010, 5, 1), "甲厂", "养老", -800),
]


@pytest.mark.parametrize(
    ("opening", "told_here"),
    [(900, []), (901, [("ADVANCE_OVERPAID", "F4"), ("LEDGER_NEGATIVE", "F5")])],
)
def test_only_the_ledger_with_the_very_balance_leads_up_to_the_next(
    opening: int, told_here: list[tuple[str, str]]
) -> None:
    before, this = year_sheet("上年", LAST_YEAR, None)[0], year_sheet("本年", THIS_YEAR, opening)[0]
    assert places(findings(before, this)) == told_here
    assert places(findings(this)) == [("ADVANCE_OVERPAID", "F4"), ("LEDGER_NEGATIVE", "F5")]


def test_an_opening_that_names_its_enterprise_says_whose_the_money_is_and_the_debts_are_brought_forward() -> None:
    before, this = year_sheet("上年", LAST_YEAR, None)[0], year_sheet("本年", THIS_YEAR, 900, "甲厂")[0]
    assert places(findings(before, this)) == []
    other = year_sheet("本年", THIS_YEAR, 900, "乙公司")[0]
    assert places(findings(before, other)) == [("LEDGER_NEGATIVE", "F5")]

"""One way to count persons and money: units by what the numbers show, nobody in two numbers."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.checks.books import id_number
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.totals import count_persons, fen_amounts, money_sum, people_text
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

TODAY = dt.date(2011, 9, 28)
HEAD = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资(元)"]


def _sheet(rng: random.Random, name: str, first: int) -> tuple[SheetGrid, int, int, int]:
    """A severance sheet in a random unit: its amounts in fen, persons with one, persons without."""
    unit = rng.choice(("heading", "title", "false title", "yuan"))
    factor = 10_000 if unit in ("heading", "title") else 1
    rows: list[list[CellValue]] = []
    fen = counted = without = 0
    for k in range(rng.randint(4, 9)):
        wage, years = rng.randint(900, 3000), rng.randint(5, 20)
        line: list[CellValue] = [f"王{chr(0x4E00 + first + k)}", id_number(first + k), dt.date(2008 - years, 1, 1)]
        line += [dt.date(2007, 12, 31), wage]
        amount = wage * years
        if rng.random() < 0.2:
            without += 1
            line.append(rng.choice((None, "", "——")))
        else:
            counted, fen = counted + 1, fen + amount * 100
            shown = amount / factor
            own = k == 0 and factor == 10_000  # one cell may say its own unit
            line.append(f"{amount}元" if own else rng.choice((shown, str(shown))))
        rows.append(line)
    heading = "补偿金额（万元）" if unit == "heading" else "补偿金额"
    titles: list[list[CellValue]] = [["单位：万元"]] if unit in ("title", "false title") else []
    if unit == "title":
        heads: list[CellValue] = [*HEAD, heading]
    else:
        heads = [*HEAD[:-1], "前12个月月平均工资", heading] if unit == "false title" else [*HEAD, heading]
    return SheetGrid(name, "", [*titles, heads, *rows]), fen, counted, without


@pytest.mark.parametrize("seed", range(80))
def test_sums_of_any_unit_are_yuan_and_count_everybody_once(seed: int) -> None:
    rng = random.Random(f"sum{seed}")
    made = [_sheet(rng, f"表{n}", 100 + 20 * n) for n in range(rng.randint(1, 3))]
    book = SheetBook(BookGrid(Path("a.xlsx"), [sheet for sheet, *_ in made]), TODAY)
    assert len(book.tables) == len(made)
    for table, (_, fen, counted, without) in zip(book.tables, made, strict=True):
        found = money_sum(book.derive(fen_amounts, table, "amount"))
        assert (found.fen, found.counted, found.without) == (fen, counted, without), seed
        assert found.counted + found.without == len(table)
    assert count_persons(book.tables, book) == sum(counted + without for _, _, counted, without in made)


def test_a_person_on_two_sheets_is_one_person() -> None:
    rows: list[list[CellValue]] = [[*HEAD, "补偿金额"], ["王三", id_number(1), "1990-01-01", "2007-12-31", 900, 16_200]]
    sheets = [SheetGrid("元", "", rows), SheetGrid("草稿", "", [list(row) for row in rows])]
    book = SheetBook(BookGrid(Path("a.xlsx"), sheets), TODAY)
    assert count_persons(book.tables, book) == 1


def test_who_is_left_out_is_said_beside_who_is_counted() -> None:
    assert people_text(8, 2, "没有金额") == "8 人，另有 2 人没有金额"
    assert money_sum([None, None]).people == "0 人，另有 2 人没有金额"

"""Made-up books of dirty data and native formulas for LibreOffice. Seeded."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from tests.formulas.reference_grammar import formula
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.references import may_give_cell
from xl_addin.formulas.syntax import Binary, Call

DATA, TIERS, WORK = "数据", "档次", "算 式"
FEWEST, MOST = 4, 24
"""Rows of data."""
INPUTS: Final = 12
FORMULAS: Final = 40
DOWN: Final = 4
_FIRMS: Final = (
    "示例一厂",
    "示例二厂",
    "示例一厂分部",
    "一厂",
    "*号",
    "ABC",
    "abc",
    "ＡＢＣ",
    "厂",
    " 空 格 ",
    "示例？厂",
)
_NOTES: Final = (
    "12",
    "12.5",
    " 7 ",
    "１２",
    "abc",
    "无",
    "1,234",
    "50%",
    "2005-01-01",
    "一二三",
    "—",
    "~",
    "a~b",
    "示例*",
    "#N/A",
    "1e3",
    "",
)
_ERRORS: Final = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!")
Dice = random.Random


class SharedFormula(ArrayFormula):
    """A formula that was filled down, as Excel stores it: the text once, the other cells only its number."""

    def __init__(self, ref: str, text: str, number: int, *, first: bool) -> None:
        super().__init__(ref, text if first else "=")
        self.number, self.first = number, first

    def __iter__(self) -> Any:
        yield "t", "shared"
        yield "si", str(self.number)
        if self.first:
            yield "ref", self.ref


def _amount(dice: Dice) -> object:
    return dice.choice(
        [
            0,
            0.1,
            -125.25,
            36.685,
            1.005,
            2.5,
            100,
            dice.randrange(-50_000, 900_000) / 100,
            dice.randrange(1, 9_999_999) / 100,
        ]
    )


def _day(dice: Dice) -> dt.date:
    return dice.choice(
        [
            dt.date(dice.randint(1980, 2012), dice.randint(1, 12), dice.randint(1, 28)),
            dt.date(2005, dice.randint(1, 12), 28),
            dt.date(2008, 2, 29),
            dt.date(1999, 12, 31),
            dt.date(2010, 1, 31),
        ]
    )


def _mixed(dice: Dice) -> object:
    return dice.choice([None, "", "无", "12", 0, _amount(dice), _day(dice), dice.choice(_ERRORS), dice.choice(_FIRMS)])


def _row(dice: Dice, dirt: float) -> list[object]:
    row: list[object] = [
        dice.choice(["甲", "乙", "丙", "丁", "Ann", "ann", "张 三"]) + dice.choice(["", "", "一", "２"]),
        dice.choice(_FIRMS),
        dice.choice(["协商", "期满", "协商", "辞退"]),
        _day(dice),
        _day(dice),
        _amount(dice),
        _amount(dice),
        dice.randint(-3, 15),
        dice.choice([0.06, 0.08, 0.2, 0.115, 1, 0.28]),
        dice.choice(_NOTES),
        dice.choice(["是", "否"]),
        _mixed(dice),
    ]
    return [_mixed(dice) if dice.random() < dirt / 3 else None if dice.random() < dirt else value for value in row]


def _data(dice: Dice, sheet: Any, rows: int) -> None:
    dirt = dice.choice([0, 0, 0.05, 0.2])
    sheet.append(["姓名", "企业", "事由", "参加", "离开", "工资", "金额", "数", "比例", "备注", "真假", "杂"])
    for _ in range(rows):
        sheet.append(_row(dice, dirt))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.data_type == "f":  # no text of ours is one
                cell.data_type = "s"


def _tiers(dice: Dice, sheet: Any) -> None:
    for place, (tier, name) in enumerate(
        zip((0, 100, 1000, 2500.5, 4000), ("低", "中", "高", None, "顶"), strict=True), 1
    ):
        for col, value in enumerate((tier, place * 1.5, name), 1):
            sheet.cell(place + 1, col, value)
            sheet.cell(col, place + 4, value)


def write_book(seed: int, path: Path) -> None:
    """Write a book whose formulas have no values."""
    dice = Dice(seed)
    rows = dice.randint(FEWEST, MOST)
    book = openpyxl.Workbook()
    data = book.active
    assert data is not None
    data.title = DATA
    _data(dice, data, rows)
    _tiers(dice, book.create_sheet(TIERS))
    for name, text in {
        "系数": "1.5",
        "底数": f"{TIERS}!$A$5",
        "名单": f"{DATA}!$A$2:$L${rows + 1}",
        "工资列": f"{DATA}!$F$2:$F${rows + 1}",
    }.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    _formulas(dice, data if dice.random() < 0.5 else _mirror(dice, book, rows), rows)
    book.save(path)


def _mirror(dice: Dice, book: Any, rows: int) -> Any:
    """A sheet that takes the data by formulas."""
    sheet = book.create_sheet(WORK)
    for col in range(1, INPUTS + 1):
        text = dice.choice(["={c}", "={c}", '=IF({c}="","",{c})', "=IFERROR({c},0)"])
        for row in range(1, rows + 2):
            empty = book[DATA].cell(row, col).value in (None, "")  # of which Calc makes more than a number
            taken = '=IF({c}="","",{c})' if empty else text
            sheet.cell(row, col, taken.replace("{c}", f"{DATA}!{sheet.cell(row, col).coordinate}"))
    return sheet


def _formulas(dice: Dice, sheet: Any, rows: int) -> None:
    earlier = "A"
    for number in range(FORMULAS):
        col, word = INPUTS + 3 + number, dice.choice(["any", "any", "any", "truth"])
        text = formula(dice, word).replace("{z}", earlier)
        if word == "any" and _has_value(text):
            earlier = sheet.cell(1, col).column_letter
        first = dice.randint(2, max(2, rows + 1 - DOWN))
        last = min(first + DOWN - 1, rows + 1)
        kind = dice.choice(["each", "shared", "shared", "array"] if number % 10 == 0 else ["each", "shared"])
        ref = f"{sheet.cell(first, col).coordinate}:{sheet.cell(last, col).coordinate}"
        for row in range(first, last + 1):
            filled, cell = "=" + _at(text, row, rows), sheet.cell(row, col)
            if kind == "shared":
                cell.value = SharedFormula(ref, filled, number, first=row == first)
            else:
                cell.value = ArrayFormula(cell.coordinate, filled) if kind == "array" else filled


def _has_value(text: str) -> bool:
    """Whether a formula can give no empty cell, of which Calc makes more than a number."""
    tree = parse(_at(text, 2, 2)).tree
    return isinstance(tree, Binary) or (
        isinstance(tree, Call) and not may_give_cell(tree) and "LOOKUP" not in tree.name
    )


def _at(text: str, row: int, rows: int) -> str:
    return text.replace("{r}", str(row)).replace("{l}", str(rows + 1)).replace("{tier}", str(2 + row % 5))

"""An invented payment list of any length with eight formulas a row and a summary, as offices fill it down.

Seeded, so that every engine gets the same book.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

SEED = 20112
HEADINGS = ("姓名", "企业名称", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "已预支")
COMPUTED = ("工龄月数", "补偿金额", "补偿月数", "应付", "医疗补助", "合计", "累计", "档次")
LIST, SUMMARY, TIERS = "补偿表", "汇总", "档次"
_ROW = (
    "工龄月数(C{r},D{r})",
    "经济补偿金(C{r},D{r},E{r},F{r},G{r})",
    "补偿月数(C{r},D{r},E{r},F{r},G{r})",
    "IF(J{r}>H{r},ROUND(J{r}-H{r},2),0)",
    "ROUND(MAX(E{r},F{r})*0.06*12,2)",
    "SUM(L{r}:M{r})",
    "SUM($N$2:N{r})",
    "VLOOKUP(I{r},档次!$A$2:$B$6,2,TRUE)",
)
_TIERS: list[list[CellValue]] = [
    ["月数", "档次"],
    [0, "一档"],
    [60, "二档"],
    [120, "三档"],
    [240, "四档"],
    [360, "五档"],
]
FIRMS = 40


def rows(count: int) -> list[list[CellValue]]:
    """What is typed: eight cells a person."""
    dice = random.Random(SEED)
    first, last = dt.date(1970, 1, 1), dt.date(2009, 1, 1)
    return [
        [
            f"职工{number + 1}",
            f"示例企业{number % FIRMS + 1}",
            first + dt.timedelta(dice.randrange(13_000)),
            last + dt.timedelta(dice.randrange(1_000)),
            dice.randrange(60_000, 400_000) / 100,
            1500,
            2300,
            dice.choice([0, 0, 500, 1200.5]),
        ]
        for number in range(count)
    ]


def formulas(count: int) -> dict[tuple[int, int], str]:
    """The formulas of the list by row and column, without their ``=``."""
    start = len(HEADINGS) + 1
    return {(r, start + k): text.format(r=r) for r in range(2, count + 2) for k, text in enumerate(_ROW)}


def summary(count: int) -> dict[tuple[int, int], str]:
    """The formulas of the summary sheet: one line an enterprise, and totals."""
    last = count + 1
    found = {(1, 1): f"SUM({LIST}!$N$2:$N${last})", (1, 2): f"COUNTA({LIST}!A2:A{last})"}
    for line in range(2, FIRMS + 2):
        found[line, 1] = f"SUMIF({LIST}!$B$2:$B${last},D{line},{LIST}!$N$2:$N${last})"
        found[line, 2] = f"COUNTIF({LIST}!$B$2:$B${last},D{line})"
        found[line, 3] = f'SUMIFS({LIST}!$L$2:$L${last},{LIST}!$B$2:$B${last},D{line},{LIST}!$P$2:$P${last},"三档")'
    return found


def _cells(texts: dict[tuple[int, int], str]) -> dict[tuple[int, int], FormulaCell]:
    return {place: FormulaCell(*place, text, "normal", None, None, False) for place, text in texts.items()}


def book(count: int) -> BookGrid:
    """The book as it is read."""
    blank: list[CellValue] = [None] * len(COMPUTED)
    body = [[*row, *blank] for row in rows(count)]
    firms: list[list[CellValue]] = [[None] * 4, *([None, None, None, f"示例企业{k + 1}"] for k in range(FIRMS))]
    return BookGrid(
        Path("补偿表.xlsx"),
        [
            SheetGrid(LIST, "a", [[*HEADINGS, *COMPUTED], *body], _cells(formulas(count))),
            SheetGrid(SUMMARY, "b", firms, _cells(summary(count))),
            SheetGrid(TIERS, "c", _TIERS),
        ],
    )

"""Made-up books with filled-down formulas over dirty cells, for comparing ways of recalculating. Seeded."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import CellError

SHEET, OTHER, TIERS, POLICY = "表", "名 单", "档次", "政策"
INPUTS = 9
"""Columns A to I: name, enterprise, two days, three wages, ground, a number."""
_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!")
_OURS = """\
经济补偿金(C{r},D{r},E{r},F{r},G{r})
经济补偿金(C{r},D{r},E{r},F{r},G{r},H{r})
SOE_SEVERANCE($C{r},$D{r},$E{r},,,,政策!$A$1:$B$3)
[1]!补偿月数(C{r},D{r},E{r},F{r},G{r},,口径区)
工龄月数(C{r},D{r})
工龄月数(C{r},D{r},I{r})
SOE_SERVICE_MONTHS(C{r},DATE(2011,9,28),0)
ROUND(经济补偿金(C{r},D{r},E{r},F{r},G{r}),0)
IF(C{r}="","",经济补偿金(C{r},D{r},E{r},F{r},G{r},H{r}))
IF(经济补偿金(C{r},D{r},E{r},F{r})>I{r},经济补偿金(C{r},D{r},E{r},F{r})-I{r},0)
IFERROR(经济补偿金(C{r},D{r},E{r}*1,F{r}),0)
工龄月数(C{r},D{r})&"个月"
SOE_RATE("养老单位费率",C{r})
经济补偿金(C{r},D{r},MAX(E{r},F{r}),F{r},$G$3)
代通知金(E{r})
IFERROR(工龄月数(C{r},D{r}),工龄月数(D{r},C{r}))
经济补偿金(C{p},D{r},E{r},F{r},G{r})
""".splitlines()
_NATIVE = """\
{x}{r}*1.5
{x}{r}+{y}{r}
{x}{r}-{y}{r}
{x}{r}/{y}{r}
-{x}{r}%
{x}{r}^2
+{x}{r}
{x}{r}
IF({x}{r}>{y}{r},{x}{r},{y}{r})
IF({x}{r}>=$I$4,{x}{r})
IF({x}{r}="","空",{x}{r})
IF(H{r}="协商",1,2)
IF({x}{r}=0,,{y}{r})
IF(B{r}=B{p},{x}{r},0)
IFERROR({x}{r}/{y}{r},0)
IFERROR(VLOOKUP(B{r},名单,2,FALSE),"无")
IFNA(MATCH(B{r},$B$2:$B${l},0),0)
VLOOKUP(I{r},档次!$A$2:$B$6,2)
VLOOKUP(B{r},'名 单'!$A:$C,3,FALSE)
INDEX('名 单'!$C$1:$C$9,MATCH(B{r},'名 单'!$A$1:$A$9,0))
INDEX($I$2:$I${l},ROW()-1)
AND({x}{r}>0,{y}{r}>0)
OR({x}{r}>100,I{r}<0,ISBLANK({y}{r}))
NOT({x}{r}>0)
AND(B{r}<>"",{x}{r}>I{r})
ISNUMBER({x}{r})
ISTEXT({x}{r})
ISERROR({x}{r})
ISNA({x}{r})+0
ISBLANK({x}{r})
ISERR({x}{r})
ROUND({x}{r},2)
ROUND({x}{r}*{y}{r},0)
ROUND({x}{r}*0.06*12,2)
ROUNDUP({x}{r},1)
ROUNDDOWN({x}{r},2)
INT({x}{r})
TRUNC({x}{r})
ABS({x}{r})
ROUND({x}{r},I{r})
MOD({x}{r},7)
SQRT({x}{r})
MAX({x}{r},{y}{r})
MIN(E{r}:G{r})
MAX({x}{r},0)
MAX(E{r}:G{r},{x}{r},100.5)
AVERAGE(E{r}:G{r})
SUM({x}{r},{y}{r})
SUM(E{r}:I{r})
SUM({x}{r}:{x}{r},5,{y}{r}*2)
SUM({x}$2:{x}{r})
SUM({x}{p}:{x}{r})
SUM({x}$2:{x}${l})
SUM({x}:{x})
SUM($E{r}:$F{r},'名 单'!C{r})
SUM({x}{r}:{x}${l})
COUNT({x}$2:{x}{r})
COUNTA(A{r}:I{r})
COUNTIF($B$2:$B${l},B{r})
COUNTIF($B$2:B{r},B{r})
SUMIF($B$2:$B${l},B{r},{x}$2:{x}${l})
SUMIF(B:B,B{r},{x}:{x})
SUMIFS({x}$2:{x}${l},$B$2:$B${l},B{r},$H$2:$H${l},"协商")
COUNTIF(H$2:H${l},"*商*")
COUNTIFS($B$2:$B${l},B{r},E$2:E${l},">1500")
SUMIF(B$2:B${l},"甲*",{x}$2:{x}${l})
RANK({x}{r},{x}$2:{x}${l})
SUMPRODUCT($E$2:$E${l},$F$2:$F${l})
SUMPRODUCT(($B$2:$B${l}=B{r})*($E$2:$E${l}>1500)*{x}$2:{x}${l})
YEAR(C{r})
MONTH(D{r})
DATE(YEAR(C{r})+1,1,1)
EDATE(C{r},6)
D{r}-C{r}
DATEDIF(C{r},D{r},"M")
C{r}+30
TEXT({x}{r},"0.00")
TEXT(C{r},"yyyy-mm-dd")
LEFT(A{r},1)
LEN(B{r})
MID(A{r},2,1)
A{r}&"："&{x}{r}
VALUE({x}{r})
SUBSTITUTE(B{r},"甲","乙")
CONCATENATE(A{r},B{r})
{x}{r}={y}{r}
{x}{r}<>{y}{r}
{x}{r}<{y}{r}
B{r}="甲厂"
'名 单'!C{r}*2
系数*{x}{r}
起薪+{x}{r}
CHOOSE(2,{x}{r},{y}{r})
{x}{p}+{y}{r}
{z}{p}+{x}{r}
SUBTOTAL(9,{x}$2:{x}${l})
IF({x}{p}={x}{r},{x}{r},1)
ROW()*2
IF(TRUE,{x}{r},1/0)
MEDIAN(E{r}:G{r})
TODAY()-C{r}
RAND()*{x}{r}
INDIRECT("E"&ROW())
SUM({x}{r},{{1,2}})
{x}{r}#
#REF!+{x}{r}
NA()
IFS({x}{r}>100,1,TRUE,2)
SUM(OFFSET(E{r},0,0,1,2))
IF(RAND()<2,{x}{r},0)
COLUMN({x}{r})
T({x}{r})
""".splitlines()
"""Native formulas: {x} and {y} are columns to the left, {z} its own, {r} the row, {p} the one above, {l} the last."""


def _letters(col: int) -> str:
    return chr(64 + col) if col <= 26 else chr(64 + (col - 1) // 26) + chr(65 + (col - 1) % 26)


def _day(dice: random.Random, first: int, last: int) -> dt.date:
    return dt.date(dice.randint(first, last), dice.randint(1, 12), dice.randint(1, 28))


def _dirty(dice: random.Random) -> CellValue:
    """What clerks and other programs leave in cells."""
    return dice.choice(
        [
            None, None, None, "", " ", "1985.07", "1985-07-01", "1985年7月", "待查", "12.5", "１２", "1,800", "甲",
            "=无", "*",
            0, -5, -120.5, 1, True, False, 0.1 + 0.2, 1e15, 1e-9, 2.675, 8.325 * 3, 123456789012.345, 1e308, 99, 37000,
            dt.datetime(1990, 5, 1, 12, 30), dt.date(1901, 2, 3), dt.date(2030, 1, 1),
            CellError(dice.choice(_ERRORS), ""),
        ]
    )  # fmt: skip


def _inputs(dice: random.Random, dirt: float) -> list[CellValue]:
    start = _day(dice, 1970, 2005)
    row: list[CellValue] = [
        dice.choice("赵钱孙李") + dice.choice("一二三"),
        dice.choice(["甲厂", "乙厂", "丙 厂", "甲 公司", "abc", "ABC"]),
        start,
        _day(dice, 2006, 2012),
        dice.choice([dice.randrange(60_000, 900_000) / 100, dice.randrange(600, 9000)]),
        dice.choice([1500, 1500.5, 1499.995]),
        dice.choice([2300, None]),
        dice.choice(["协商", "客观变化", "期满", None]),
        dice.choice([0, 0, 1, 12, 100.25, 500]),
    ]
    return [_dirty(dice) if dice.random() < dirt else cell for cell in row]


def _texts(dice: random.Random, columns: int) -> list[str]:
    """A template a computed column; ``{x}`` and ``{y}`` are columns to the left, ``{z}`` is its own."""
    found = []
    for k in range(columns):
        own = INPUTS + 1 + k
        left = [_letters(dice.randint(max(5, own - 6), own - 1)) for _ in range(2)]
        text = dice.choice(_OURS) if dice.random() < 0.3 else dice.choice(_NATIVE)
        names = {"x": left[0], "y": left[1], "z": _letters(own)}
        for name, letters in names.items():
            text = text.replace("{" + name + "}", letters)
        found.append(text)
    return found


def _cell(row: int, col: int, text: str, dice: random.Random, calculated: bool) -> FormulaCell:
    if dice.random() < 0.01:
        ref = f"{_letters(col)}{row}"
        return FormulaCell(row, col, text, "array", f"{ref}:{ref}", None, False)
    return FormulaCell(row, col, text, "normal", None, -999.0 if calculated else None, calculated)


def filled_book(seed: int, most: int = 40) -> BookGrid:
    """A book of one list with 6 to 14 computed columns, whose blocks are disturbed here and there."""
    dice = random.Random(seed)
    count, columns = dice.randint(13, most), dice.randint(6, 14)
    dirt = dice.choice([0.0, 0.02, 0.1, 0.3])
    last = count + 1
    grid = SheetGrid(SHEET, "a", [["表头"] * INPUTS, *(_inputs(dice, dirt) for _ in range(count))])
    texts, calculated = _texts(dice, columns), dice.random() < 0.5
    grid.may_hide_rows = dice.random() < 0.3
    for row in range(2, last + 1):
        for k, text in enumerate(texts):
            other = dice.choice(texts) if dice.random() < 0.01 else text
            filled = other.replace("{r}", str(row)).replace("{p}", str(row - 1)).replace("{l}", str(last))
            filled = filled.replace("{{", "{").replace("}}", "}")
            if dice.random() < 0.01:
                grid.rows[row - 1].extend([None] * (INPUTS + k - len(grid.rows[row - 1])) + [_dirty(dice)])
                continue
            grid.formulas[row, INPUTS + 1 + k] = _cell(row, INPUTS + 1 + k, filled, dice, calculated)
    if dice.random() < 0.1:  # a circle
        row = dice.randint(2, last)
        grid.formulas[row, INPUTS + 1] = _cell(
            row, INPUTS + 1, f"{_letters(INPUTS + 2)}{row}+{_letters(INPUTS + 1)}{row}", dice, False
        )
    everything = f'IF(SOE_RATE("养老单位费率",DATE(2005,6,1))>0,COUNTA({SHEET}!A1:AZ{last + 2}),0)'
    return BookGrid(Path("没有这个文件.xlsx"), [grid, *_others(dice, everything)], dice.random() < 0.15, _NAMES)


_NAMES = {"名单": "'名 单'!$A$1:$C$9", "口径区": "政策!$A$1:$B$3", "系数": "1.5", "起薪": "表!$E$2"}


def _others(dice: random.Random, everything: str) -> list[SheetGrid]:
    firms: list[list[CellValue]] = [
        [name, dice.choice([1, "二", None]), dice.choice([10.5, None, "x", CellError("#N/A", "")])]
        for name in ("甲厂", "乙厂", "丙厂", "甲公司", "ABC", "甲厂", "丁", "戊")
    ]
    tiers: list[list[CellValue]] = [
        ["下限", "档"],
        [0, "一"],
        [1, "二"],
        [12, None],
        [100, 4],
        [500.5, dt.date(2011, 1, 1)],
    ]
    policy: list[list[CellValue]] = [
        ["profile", dice.choice(["SEG2008", "R481", "PRORATE", "?"])],
        ["fraction", "year_up"],
    ]
    summary = SheetGrid("汇总", "e", [], {(1, 1): FormulaCell(1, 1, everything, "normal", None, None, False)})
    return [SheetGrid(OTHER, "b", firms), SheetGrid(TIERS, "c", tiers), SheetGrid(POLICY, "d", policy), summary]

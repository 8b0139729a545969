"""Summary formulas of made-up books are worth what LibreOffice computes: wildcards, conditions in SUMPRODUCT, sums.

A formula that is left to the host has no value here; that most are not is asserted, too.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from pathlib import Path

import openpyxl
import pytest

from xl_addin.files.office import convert
from xl_addin.files.reading import open_book
from xl_addin.formulas.computed import machine
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Spot
from xl_addin.formulas.results import written
from xl_addin.formulas.values import Untrusted, stable_value
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import CellError

pytestmark = pytest.mark.libreoffice
FORMULAS = """\
SUMIF(B2:B{l},"{w}",D2:D{l})
SUMIF(B:B,"{w}",D:D)
SUMIF(B2:B{l},B{r},D2:D{l})
COUNTIF(B2:B{l},"{w}")
COUNTIF(D2:D{l},">{n}")
COUNTIF(B$2:B{r},B{r})
SUMIFS(D2:D{l},B2:B{l},"{w}",E2:E{l},"<={n}")
COUNTIFS(B2:B{l},"{w}",C2:C{l},C{r})
SUMPRODUCT(D2:D{l},E2:E{l})
SUMPRODUCT((C2:C{l}="协商")*D2:D{l})
SUMPRODUCT((C2:C{l}="协商")*(D2:D{l}>{n})*D2:D{l})
SUMPRODUCT((C2:C{l}<>"")*1)
SUMPRODUCT(--(E2:E{l}>={n}),D2:D{l})
SUMPRODUCT((LEFT(B2:B{l},1)="示")*D2:D{l})
SUMPRODUCT((YEAR(F2:F{l})=2005)*D2:D{l})
SUMPRODUCT((MONTH(F2:F{l})<=6)*(E2:E{l}-D2:D{l}))
SUMPRODUCT(--ISNUMBER(D2:D{l}))
SUMPRODUCT(ROUND(E2:E{l}*0.08,2))
SUMPRODUCT(ROUND(E2:E{l}*D2:D{l}/100,0))
SUMPRODUCT(INT(E2:E{l}))
SUMPRODUCT(LEN(B2:B{l}))
SUMPRODUCT((B2:B{l}&C2:C{l}="示例一厂协商")*1)
SUMPRODUCT(1/COUNTIF(B2:B{l},B2:B{l}))
SUMPRODUCT((B:B="示例一厂")*(E:E>{n}))
SUMPRODUCT(D2:E{l}*2)
SUM(D2:D{l})
SUM(D2:E{l},5,D{r})
VLOOKUP({n},H2:I6,2)
MATCH({n},H2:H6,1)""".splitlines()
WILD = ("示例*", "*一厂", "*厂*", "示例?厂", "示例?厂*", "*", "?", "~*号", "abc*", "*B?", "示例一厂", "没有*")
FIRMS = ("示例一厂", "示例二厂", "示例一厂分部", "一厂", "*号", "ABCD", "abx", "厂")


def _row(dice: random.Random, dirty: bool) -> list[object]:
    amount: object = dice.randrange(-50_000, 900_000) / 100
    if dirty and dice.random() < 0.1:
        amount = dice.choice([None, "无", 0])
    return [
        "甲",
        dice.choice(FIRMS),
        dice.choice(["协商", "期满", "协商", None if dirty else "期满"]),
        amount,
        dice.randrange(0, 500_000) / 100,
        dt.date(dice.randint(2004, 2006), dice.randint(1, 12), dice.randint(1, 28)),
    ]


def book(seed: int, path: Path) -> list[str]:
    """Write a book of a list; its formulas stand in column K, without values."""
    dice = random.Random(seed)
    count, dirty = dice.randint(5, 40), dice.random() < 0.5
    work = openpyxl.Workbook()
    sheet = work.active
    assert sheet is not None
    for row in (["姓名", "企业", "事由", "金额", "工资", "日期"], *(_row(dice, dirty) for _ in range(count))):
        sheet.append(row)
    for place, tier in enumerate((0, 100, 1000, 2500.5, 4000), 2):
        sheet.cell(place, 8, tier)
        sheet.cell(place, 9, place)
    texts = []
    for place, text in enumerate(FORMULAS, 1):
        filled = text.replace("{l}", str(count + 1)).replace("{r}", str(dice.randint(2, count + 1)))
        filled = filled.replace("{w}", dice.choice(WILD)).replace(
            "{n}", str(dice.choice([0, 99, 1000, 2500.5, 3999.99]))
        )
        sheet.cell(place, 11, "=" + filled)
        texts.append(filled)
    work.save(path)
    return texts


def _ours(grid: BookGrid, text: str) -> object:
    try:
        value = machine(grid).result(parse(text), Spot(0, 1, 12))
    except Untrusted as reason:
        return reason
    assert not isinstance(value, list)
    return written(stable_value(value), native=True)


def _same(mine: object, theirs: CellValue) -> bool:
    if isinstance(mine, CellError) or isinstance(theirs, CellError):
        return isinstance(mine, CellError) and isinstance(theirs, CellError) and mine.code == theirs.code
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return math.isclose(mine, theirs, rel_tol=1e-13, abs_tol=1e-9)
    return mine == theirs


@pytest.mark.parametrize("seed", range(20))
def test_a_summary_is_worth_what_libreoffice_computes(seed: int, tmp_path: Path, office: str) -> None:
    path = tmp_path / "汇总.xlsx"
    texts = book(seed, path)
    converted = convert(path, "ods", tmp_path, office)
    assert converted is not None
    theirs, grid = open_book(converted).sheets[0], open_book(path)
    mine = [_ours(grid, text) for text in texts]
    found = [(text, one, theirs.value(row, 11)) for row, (text, one) in enumerate(zip(texts, mine, strict=True), 1)]
    assert [one for one in found if not isinstance(one[1], Untrusted) and not _same(one[1], one[2])] == []
    assert sum(isinstance(one, Untrusted) for one in mine) <= len(texts) // 4, found

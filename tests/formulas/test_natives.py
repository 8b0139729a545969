"""Trusted native functions give what LibreOffice gives, formula by formula; what they refuse is listed, not guessed.

``test_natives.tsv`` holds: a formula, its value as LibreOffice 7.4 computed it over ``DATA`` (OOXMLRecalcMode 0),
and a remark: that the formula is left to the host, or Excel's value where LibreOffice is known to differ (it shows
``#VALUE!`` for ``#NUM!`` and ``#REF!``, and takes logicals for numbers). All data is synthetic.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path

import pytest

from xl_addin.formulas.cells import Cells
from xl_addin.formulas.engine import FormualizerEngine
from xl_addin.formulas.evaluation import Evaluator
from xl_addin.formulas.natives.choosing import CHOOSING
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Places, Spot
from xl_addin.formulas.results import written
from xl_addin.formulas.trusted import NATIVES
from xl_addin.formulas.values import Untrusted, stable_value
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.errors import CellError

LEFT = "left to the host"
NOT_IN_LIBREOFFICE_7 = {"XLOOKUP"}
MOSTLY_LEFT = {"SUBTOTAL"}  # DATA has no file, so whether rows are hidden is unknown
TABLE = Path(__file__).with_suffix(".tsv")
D = dt.date
DATA = [
    ["姓名", "部门", "参工", "工资", "等级", "备注", "比例", "真假"],
    ["张三", "一车间", D(1985, 7, 1), 2400.5, 1, "12", 0.1, True],
    ["李四", "二车间", D(1990, 2, 28), 1800.0, 2, "abc", 0.2, False],
    ["王五", "一车间", D(2007, 12, 31), 36.685, 3, "无", 0.3, True],
    ["赵六", "办公室", D(2008, 2, 29), -125.25, 5, "一二三四五", 0.45, False],
    ["Ann", "office", D(2010, 1, 31), 99999999.99, 8, "12.50", 1.005, True],
    ["钱七", "一车间", None, None, 13, None, None, None],
    ["张三", "二车间", D(1999, 12, 31), 0.1, 21, " 前后 空格 ", 0.7, True],
]
TIERS = [["下限", "倍数", "名称"], [0, 1, "低"], [1000, 2.5, "中"], [2000, 3, None], [5000, 4, "高"]]


class NoFunctions:
    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def resolve(self, name: str) -> str | None:
        return None

    def call(self, name: str, *arguments: object) -> object:
        raise AssertionError(name)


def book() -> BookGrid:
    sheets = [SheetGrid("数据", "a", [list(row) for row in DATA]), SheetGrid("档次", "b", [list(row) for row in TIERS])]
    return BookGrid(Path("没有这个文件.xlsx"), sheets)


def ours(evaluator: Evaluator, formula: str) -> object:
    """Value as it would be stored, or the reason why the formula is left to the host."""
    try:
        value = evaluator.result(parse(formula), Spot(0, 20, 12))
    except Untrusted as reason:
        return reason
    assert not isinstance(value, list)
    return written(stable_value(value), native=True)


def evaluator() -> Evaluator:
    places, engine = Places(book()), FormualizerEngine()
    return Evaluator(places, Cells(places.book, engine), engine, NoFunctions(), CHOOSING)


def same(mine: object, theirs: object) -> bool:
    if isinstance(mine, CellError):
        return mine.code == theirs
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return isinstance(mine, bool) == isinstance(theirs, bool) and math.isclose(
            mine, theirs, rel_tol=1e-14, abs_tol=1e-12
        )
    return mine == theirs


def table() -> list[tuple[str, object, str]]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return [(formula, json.loads(value), remark) for formula, value, remark in rows]


def test_a_trusted_formula_has_the_value_that_libreoffice_or_excel_gives() -> None:
    calculator = evaluator()
    wrong = []
    for formula, value, remark in table():
        wanted = value if remark in ("", LEFT) else json.loads(remark)
        mine = ours(calculator, formula)
        if not isinstance(mine, Untrusted) and not same(mine, wanted):
            wrong.append((formula, mine, wanted))
    assert wrong == []


def test_exactly_the_listed_formulas_are_left_to_the_host() -> None:
    calculator = evaluator()
    left = {formula for formula, _, _ in table() if isinstance(ours(calculator, formula), Untrusted)}
    assert left == {formula for formula, _, remark in table() if remark == LEFT}


@pytest.mark.parametrize("name", sorted(set(NATIVES) | set(CHOOSING)))
def test_every_trusted_function_stands_in_the_table(name: str) -> None:
    assert name in NOT_IN_LIBREOFFICE_7 or any(
        name in parse(formula).shape.calls for formula, _, remark in table() if remark != LEFT or name in MOSTLY_LEFT
    )


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('XLOOKUP("王五",A2:A8,D2:D8)', 36.685),
        ('XLOOKUP("没有",A2:A8,D2:D8,"查无此人")', "查无此人"),
        ('XLOOKUP("等级",A1:H1,A3:H3)', 2),
        ("IF(0.1+0.2=0.3,1,2)", 1),
        ("SUM(A1:A3)", 0),
        ('IF(D3="","空",D3)', 1800),
        ("MAX(C2:C4)-DATE(2007,1,1)", 364),
        ("2400.5*1.5", 3600.75),
    ],
)
def test_what_libreoffice_7_lacks_is_as_excel_documents_it(formula: str, value: object) -> None:
    assert same(ours(evaluator(), formula), value)


@pytest.mark.parametrize(
    "text", ["1/1+1", "SUM(", "{1", "A1:", "'", '"', "=", "", "F(,,", "1E400", "(" * 500, "A" * 9000]
)
def test_nonsense_is_left_to_the_host_without_a_crash(text: str) -> None:
    result = ours(evaluator(), text)
    assert isinstance(result, Untrusted | int)

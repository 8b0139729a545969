"""Rows of a 一补二险测算表 that go by another 政策 sheet or profile: judged, named, taken over and paid by it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.commands.generated_books import context
from tests.faults.people_generator import NAMES
from tests.faults.sum_sheets import id_of
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.fund.dues import read_dues
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.package.page import TITLE
from xl_addin.commands.spec import CommandBook
from xl_addin.functions import call
from xl_addin.sheets.policies_used import versions
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid
from xl_addin.values.findings import Severity

TODAY = dt.date(2011, 12, 31)
SHEET = "一补二险"
HEADINGS = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资",
    "企业月平均工资", "当地月平均工资",
    "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资",
]  # fmt: skip
PARTS = ("经济补偿", "养老", "医疗", "合计")
POLICIES: dict[str, list[list[CellValue]]] = {
    "政策": [["profile", "SEG2008"], ["状态", "已确认"]],
    "国合流通": [["profile", "SEG2008"], ["状态", "已确认"], ["fraction", "whole_years"], ["round_to", "yuan"]],
    "老口径": [["profile", "R481"], ["状态", "已确认"], ["multiplier", 1.5]],
}
FORMS = {
    "政策": "政策!$A$1:$F$40", "国合流通": "国合流通!$A$1:$F$40", "老口径": "'老口径'!$A:$F", "RLCL": '"RLCL"',
}  # fmt: skip
VALUES: dict[str, Any] = {**POLICIES, "RLCL": "RLCL"}


class Book:
    """A package sheet whose rows go by policies drawn by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.rows = [_inputs(chance, order) for order in range(chance.randint(3, 7))]
        self.policies = ["国合流通"]
        while max(self.policies, key=self.policies.count) != "政策":  # which most formulas name is the book's own
            self.policies = ["政策", *(chance.choice(("政策", "政策", *FORMS)) for _ in self.rows[1:])]

    def due(self, i: int, part: str, policy: str = "") -> float:
        value = call("SOE_PACKAGE", HEADINGS, self.rows[i], part, VALUES[policy or self.policies[i]])
        assert isinstance(value, float)
        return value

    def grid(self, *others: SheetGrid) -> BookGrid:
        rows: list[list[CellValue]] = [["一补二险测算表"], [*HEADINGS, *PARTS]]
        formulas = {}
        for i, row in enumerate(self.rows):
            rows.append([*row, *[None] * len(PARTS)])
            for k, part in enumerate(PARTS):
                place = i + 3, len(HEADINGS) + k + 1
                text = f'SOE_PACKAGE($A$2:$P$2,$A{i + 3}:$P{i + 3},"{part}",{FORMS[self.policies[i]]})'
                formulas[place] = FormulaCell(*place, text, "normal", None, None, False)
        stated = [SheetGrid(name, "", [list(row) for row in lines]) for name, lines in POLICIES.items()]
        return BookGrid(Path("虚构.xlsx"), [SheetGrid(SHEET, "", rows, formulas), *others, *stated])

    def severance(self) -> SheetGrid:
        """The same persons on a severance sheet, all by the book's own policy."""
        keep = [*range(1, 10)]
        lines = [[*(row[k] for k in keep), self.due(i, "经济补偿", "政策")] for i, row in enumerate(self.rows)]
        return SheetGrid("补偿", "", [["经济补偿金测算表"], [*(HEADINGS[k] for k in keep), "补偿金额"], *lines])


def _inputs(chance: random.Random, order: int) -> list[CellValue]:
    start = dt.date(1980, 1, 1) + dt.timedelta(days=chance.randrange(8000))
    wage = chance.randrange(90000, 300000) / 100
    year = chance.randint(2003, 2009)
    owed: list[CellValue] = [f"{year}-01", f"{year}-{chance.randint(2, 12):02}"]
    who: list[CellValue] = [order + 1, "虚构一厂", NAMES[order], id_of(order, "男")]
    wages: list[CellValue] = ["客观变化", wage, 1652.3, 2300]
    return [*who, start, dt.date(2011, 9, 28), *wages, *owed, *owed, chance.randint(800, 2000), 1480]


def _read(book: Book, *others: SheetGrid) -> CommandBook:
    return CommandBook.of(book.grid(*others), TODAY)


def _findings(read: CommandBook) -> list[Any]:
    found = examine(read, calls=read.recalculation).findings
    return [one for one in found if one.sheet == SHEET and not one.code.startswith("RATE")]


def _amounts(read: CommandBook) -> dict[str, Decimal]:
    made = plan_package_sheet(read, context()).book
    found = {}
    for sheet in made.sheets:
        if sheet.title.startswith(TITLE):
            rows = [[cell.value for cell in row] for row in sheet.rows]
            head = next(row for row in rows if "姓名" in row and "经济补偿" in row)
            name, pay = head.index("姓名"), head.index("经济补偿")
            for row in rows:
                if len(row) > pay and isinstance(row[0], int):
                    found[str(row[name])] = Decimal(str(row[pay]))
    return found


def _check(seed: int) -> None:
    book = Book(random.Random(f"package policies {seed}"))
    read = _read(book)
    found = _findings(read)
    assert [one for one in found if one.severity is Severity.ERROR] == []
    others = list(dict.fromkeys(policy for policy in book.policies if policy != "政策"))
    notices = [one for one in found if one.code == "FORMULA_POLICY"]
    assert [one.cell for one in notices] == [f"Q{book.policies.index(policy) + 3}" for policy in others]
    for policy, notice in zip(others, notices, strict=True):
        rows = [i + 3 for i, own in enumerate(book.policies) if own == policy]
        assert notice.message.startswith(f"第{'、'.join(map(str, rows))}行按")
        assert (policy if policy in POLICIES else "本插件自带口径 RLCL") in notice.message
        assert f"{SHEET}第{'、'.join(map(str, rows))}行按" in versions(read)
    assert _amounts(read) == {str(row[2]): Decimal(str(book.due(i, "经济补偿"))) for i, row in enumerate(book.rows)}
    nobody = SimpleNamespace(firms=[], entries=[])
    owed = {one.item: one.fen for one in read_dues(read, nobody).items}  # type: ignore[arg-type]
    pay = sum(Decimal(str(book.due(i, "经济补偿"))) for i in range(len(book.rows)))
    assert owed["经济补偿"] == pay * 100


@pytest.mark.parametrize("seed", range(20))
def test_each_row_is_judged_and_taken_over_by_the_policy_of_its_formula(seed: int) -> None:
    _check(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 300))
def test_each_row_of_many_sheets_is_judged_by_the_policy_of_its_formula(seed: int) -> None:
    _check(seed)


@pytest.mark.parametrize("seed", range(20))
def test_two_sheets_that_pay_one_person_by_two_policies_are_an_error_and_nothing_is_chosen(seed: int) -> None:
    book = Book(random.Random(f"two policies {seed}"))
    read = _read(book, book.severance())
    at_odds = [
        i for i, policy in enumerate(book.policies) if book.due(i, "经济补偿") != book.due(i, "经济补偿", "政策")
    ]
    errors = sorted((one.code, one.cell) for one in _findings(read) if one.severity is Severity.ERROR)
    assert errors == [("PACKAGE_DIFFERS", f"Q{i + 3}") for i in at_odds]
    left_out = {str(book.rows[i][2]) for i, policy in enumerate(book.policies) if policy != "政策"}
    assert _amounts(read).keys() == {str(row[2]) for row in book.rows} - left_out

"""One answer to who is paid: 公示表, 确认单, 口径比较, 生成测算表, table functions and checks of the same persons."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.commands.pressing import pressed
from tests.faults.status_sheets import AMOUNT, SETTLED, Member, StatusSheet, draw, name_of, number_of
from xl_addin.checks.run import check_book
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.severance.comparison import plan_comparison
from xl_addin.commands.severance.confirmation import plan_confirmation
from xl_addin.commands.severance.posting import plan_posting
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.model import NewSheet
from xl_addin.functions import call
from xl_addin.hosts.frames.tables import severance_table
from xl_addin.sheets.totals import people_text
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.errors import CellError, InputError

TIME = dt.datetime(2011, 9, 30)


def _book(sheet: StatusSheet) -> BookGrid:
    return BookGrid(Path("虚构.xlsx"), list(sheet.grids))


def _rows(sheet: NewSheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.rows]


def _packaged(book: BookGrid, front: str) -> dict[str, object]:
    """经济补偿 of each person on 生成测算表; ? for who cannot be computed."""
    made = plan_package_sheet(pressed(book), CommandContext(front, TIME)).book.sheets[0]
    found: dict[str, object] = {}
    column = 0
    for row in _rows(made):
        if "经济补偿" in row:
            column = row.index("经济补偿")
        elif column and len(row) > column and isinstance(row[0], int):
            found[row[2]] = row[column] if isinstance(row[column], (int, float)) else "?"
    return found


def _check(sheet: StatusSheet) -> None:
    right = {name_of(i): "?" if one.asked else AMOUNT if one.paid else 0 for i, one in enumerate(sheet.members)}
    book, context = _book(sheet), CommandContext("", TIME)
    posted = {row[1]: row[6] for one in plan_posting(pressed(book), context).book.sheets for row in _rows(one)[4:]}
    shown = {"?": "待核", 0: "—"}
    assert {name: posted[name] for name in right} == {name: shown.get(x, x) for name, x in right.items()}  # type: ignore[call-overload]
    settled, asked = (sum(value == x for value in right.values()) for x in (0, "?"))
    summary = plan_confirmation(pressed(book), context).summary
    assert (f"{settled} 人" in summary and "不计经济补偿金" in summary) == bool(settled)
    assert (f"{asked} 人不能计算" in summary) == bool(asked)
    total = sum(x for x in right.values() if isinstance(x, float))
    counted = people_text(len(right) - settled - asked, asked, "不能计算")
    assert f"现行合计 {total:,.2f} 元，{counted}；" in plan_comparison(pressed(book), context).summary
    for front in ("", "测算"):
        assert _packaged(book, front) == right, (front, sheet)


@pytest.mark.parametrize("seed", range(40))
def test_pages_pay_the_same_persons_whichever_sheet_is_in_front(seed: int) -> None:
    _check(draw(random.Random(f"paid {seed}")))


@pytest.mark.parametrize("seed", range(20))
def test_table_functions_pay_the_persons_that_the_pages_pay(seed: int) -> None:
    sheet = draw(random.Random(f"table {seed}"))
    if sheet.on_roster:
        sheet.grids.reverse()
        return
    right = [None if one.asked else AMOUNT if one.paid else 0.0 for one in sheet.members]
    rows = sheet.grids[0].rows
    found = call("SOE_SEVERANCE_TABLE", rows)
    assert isinstance(found, list)
    assert [None if isinstance(row[6], CellError) else row[6] for row in found[1:]] == right
    package = call("SOE_PACKAGE_TABLE", rows, [["一补二险", "经济补偿"]])
    assert isinstance(package, list)
    assert [None if isinstance(row[1], CellError) else row[1] for row in package[1:]] == right
    frame = severance_table(pd.DataFrame(rows[2:], columns=rows[1]))
    assert [None if pd.isna(x) else x for x in frame["补偿金额"]] == right


@pytest.mark.parametrize("group", sorted(SETTLED))
@pytest.mark.parametrize("own", [None, "在岗"])
def test_who_is_settled_on_the_roster_alone_is_found_and_paid_nowhere(group: str, own: str | None) -> None:
    word = SETTLED[group][0]
    sheet = StatusSheet("在岗状态", members=[Member(word, settled=group)], on_roster=True)
    number = number_of(0, group)
    head = [
        "序号",
        "姓名",
        "身份证号",
        "参加工作时间",
        "解除时间",
        "月平均工资",
        "企业平均工资",
        "社平工资",
        "补偿金额",
    ]
    line = [1, name_of(0), number, "1985-07-01", "2011-09-28", 1600, 1652.3, 2300, 0]
    extra = ["在岗状态"] if own else []
    roster = [
        ["序号", "姓名", "性别", "身份证号", "参加工作时间", "在岗状态"],
        [1, name_of(0), "男", number, "1985-07-01", word],
    ]
    sheet.grids = [
        SheetGrid("测算", "", [[*head, *extra], [*line, own] if own else line]),
        SheetGrid("花名册", "", roster),
    ]
    if own:  # the two sheets contradict each other: nobody is paid before that is put right
        for plan in (plan_posting, plan_confirmation, plan_comparison, plan_package_sheet):
            with pytest.raises(InputError, match=r"“测算”J2的在岗状态是在岗，“花名册”F2是"):
                plan(pressed(_book(sheet)), CommandContext("", TIME))
    else:
        _check(sheet)
    line[8] = AMOUNT
    sheet.grids[0] = SheetGrid("测算", "", [[*head, *extra], [*line, own] if own else line])
    paid = [(f.cell, f.expected) for f in check_book(_book(sheet), TIME.date()) if f.code.endswith("_PAID")]
    assert paid == [("I2", "0")]

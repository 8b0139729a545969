"""One enterprise under two names is told at its cells and on the pages that add up by enterprise; all made up."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.alike_firms import alike_firms
from xl_addin.tables.grid import BookGrid, CellValue

_SEVERANCE: list[CellValue] = [
    "企业名称", "姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资",
    "补偿金额",
]  # fmt: skip
_LEDGER: list[CellValue] = ["日期", "企业名称", "所属系统", "科目", "摘要", "收入金额", "支出金额"]


def _book(in_ledger: str) -> BookGrid:
    worker: list[CellValue] = ["示例市水泥厂", "王一", "1990-07-01", "2011-09-28", 1600, 1500, 2300, 35200]
    other: list[CellValue] = ["示例市农机厂", "王二", "1990-07-01", "2011-09-28", 1600, 1500, 2300, 35200]
    entries: list[list[CellValue]] = [
        ["2011-08-01", in_ledger, "工业", "产权变现", "", 500000, None],
        ["2011-08-01", "示例市农机厂", "工业", "产权变现", "", 10, None],
    ]
    return grid(测算表=[_SEVERANCE, worker, other], 台账=[_LEDGER, *entries])


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        (["示例市水泥厂", "水泥厂"], True),
        (["示例市水泥厂", "市水泥厂"], True),
        (["示例市水泥厂", "示例水泥厂"], True),
        (["国营水泥厂", "示例市水泥厂"], True),
        (["水泥厂有限责任公司", "水泥厂"], True),
        (["百货公司", "示例市百货有限公司"], True),
        (["示例市机械厂", "第二机械厂"], False),
        (["甲市水泥厂", "乙市水泥厂"], False),
        (["百货公司", "百货公司门市部"], False),
        (["水泥厂(本部)", "水泥厂(分厂)"], False),
        (["示例市水泥厂", "示例市水泥厂"], False),
    ],
)
def test_names_that_may_mean_one_enterprise(names: list[str], alike: bool) -> None:
    assert bool(alike_firms(names)) == bool(alike_firms(names[::-1])) == alike


def test_the_shorter_name_is_told_where_it_stands() -> None:
    found = [one for one in check_book(_book("水泥厂"), dt.date(2011, 12, 1)) if one.code == "FIRM_NAMES_ALIKE"]
    assert [(one.sheet, one.cell, one.observed, one.expected) for one in found] == [
        ("台账", "B2", "水泥厂", "示例市水泥厂")
    ]
    assert "“测算表”A2" in found[0].message


@pytest.mark.parametrize("name", ["资金平衡表", "资金方案", "全市进度表"])
def test_pages_by_enterprise_say_so_and_a_surplus_is_not_given_away(name: str) -> None:
    texts = {}
    for firm in ("水泥厂", "示例市水泥厂"):
        made, _ = planned(BY_NAME[name], _book(firm), Wish(), dt.datetime(2011, 12, 1))
        assert isinstance(made, BookPlan)
        cells = [str(cell.value) for sheet in made.book.sheets for row in sheet.rows for cell in row]
        texts[firm] = [made.summary, *cells]
    note = "“水泥厂”和“示例市水泥厂”可能是同一企业"
    assert [any(note in text for text in texts[firm]) for firm in texts] == [True, False]
    assert note in texts["水泥厂"][0]
    assert not any("没有读出" in text for text in texts["水泥厂"])
    if name == "资金方案":
        assert "还缺 70,390.00 元" in texts["水泥厂"][0] and "还缺" not in texts["示例市水泥厂"][0]

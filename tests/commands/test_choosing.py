"""A command that must choose between two sheets asks, with both cells; ``--take`` tells it, and the page says so."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.sheet_pairs import another, make_pairs
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import InputError

NOW = dt.datetime(2011, 12, 31, 10, 30)
NUMBER = "990101196405010011"
ROSTER: list[list[CellValue]] = [
    ["序号", "企业名称", "姓名", "身份证号", "参加工作时间", "在岗状态", "缴费工资(元)"],
    [1, "示例厂", "赵大勇", NUMBER, "1985-07-01", "在岗", 1600],
]
SEVERANCE: list[list[CellValue]] = [
    ["序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资(元)", "企业月平均工资(元)",
     "当地月平均工资(元)", "补偿金额(元)"],
    [1, "示例厂", "赵大勇", NUMBER, "1984-07-01", "2011-09-28", 1600, 1652.3, 2300, None],
]  # fmt: skip
ARREARS: list[list[CellValue]] = [
    ["序号", "企业名称", "姓名", "身份证号", "养老欠缴起", "养老欠缴止", "缴费工资(元)", "缴费平均工资(元)"],
    [1, "示例厂", "赵大勇", NUMBER, "2006-01", "2008-12", 1200, 1480],
]
PERSONAL = ("职工确认单", "公示表", "口径比较")


def book() -> BookGrid:
    sheets = {"花名册": ROSTER, "测算表": SEVERANCE, "欠缴表": ARREARS}
    return BookGrid(Path("a.xlsx"), [SheetGrid(name, "", rows) for name, rows in sheets.items()])


def plan(name: str, wish: Wish) -> BookPlan:
    made, _ = planned(BY_NAME[name], book(), wish, NOW)
    assert isinstance(made, BookPlan)
    return made


def cells(made: BookPlan) -> list[object]:
    return [cell.value for sheet in made.book.sheets for row in sheet.rows for cell in row]


@pytest.mark.parametrize("name", ["生成测算表", *PERSONAL])
def test_a_command_that_must_choose_refuses_and_names_both_cells(name: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(name, Wish())
    for words in ("“花名册”E2", "“测算表”E2", "1985-07-01", "1984-07-01", "--take"):
        assert words in refused.value.message
    assert NUMBER not in refused.value.message


@pytest.mark.parametrize(
    ("takes", "start", "wage"),
    [
        (("花名册",), "1985-07-01", 1600),
        (("测算表", "欠缴表"), "1984-07-01", 1200),
        (("测算表", "花名册"), "1984-07-01", 1600),
    ],
)
def test_the_sheet_that_is_taken_fills_the_page_which_says_so(takes: tuple[str, ...], start: str, wage: int) -> None:
    made = plan("生成测算表", Wish(take=takes))
    shown = cells(made)
    assert start in shown
    assert wage in shown
    assert not {"1985-07-01", "1984-07-01"} - {start} & set(map(str, shown))
    named = "”“".join(takes)
    assert f"有 2 处数据与另一张表不一致，采用工作表“{named}”的数据" in made.summary
    assert any(isinstance(text, str) and f"采用工作表“{named}”的数据" in text for text in shown)


def test_a_sheet_that_does_not_tell_all_of_it_leaves_a_question() -> None:
    with pytest.raises(
        InputError, match=r"还不知道采用哪一个：“花名册”G2的缴费工资\(元\)是1600.00元，“欠缴表”G2是1200.00元"
    ):
        plan("生成测算表", Wish(take=("测算表",)))


@pytest.mark.parametrize("name", PERSONAL)
def test_pages_of_severance_take_the_severance_sheet(name: str) -> None:
    assert "采用工作表“测算表”的数据" in plan(name, Wish(take=("测算表",))).summary
    assert "采用工作表“测算表”的数据" in plan(name, Wish(sheet="测算表")).summary
    with pytest.raises(InputError, match="不用工作表“花名册”"):
        plan(name, Wish(take=("花名册",)))


@pytest.mark.parametrize("name", ["生成测算表", *PERSONAL])
def test_a_sheet_that_does_not_exist_cannot_be_taken(name: str) -> None:
    with pytest.raises(InputError, match="“没有”不在工作簿里，现有：花名册、测算表、欠缴表"):
        plan(name, Wish(take=("没有",)))


@pytest.mark.parametrize(
    "role", ["start", "end", "wage", "contribution_wage", "average_wage", "pension_from", "status"]
)
@pytest.mark.parametrize("seed", range(3))
def test_every_fact_of_the_package_is_asked_about_in_any_layout(seed: int, role: str) -> None:
    rng = random.Random(f"{role}{seed}")
    pairs = make_pairs(rng)
    pairs.ids |= dict.fromkeys(pairs.sheets, "18")
    pairs.forms |= {(sheet, "money"): "yuan" for sheet in pairs.sheets}
    told = [sheet for sheet in pairs.holding(role) if sheet != "再就业登记"]
    planned(BY_NAME["生成测算表"], pairs.book(), Wish(), NOW)
    pairs.shown[rng.choice(told), 0, role] = another(rng, role, pairs.people[0][role])
    with pytest.raises(InputError, match="不一致，不知道采用哪一个"):
        planned(BY_NAME["生成测算表"], pairs.book(), Wish(), NOW)
    for sheet in told:
        made, _ = planned(BY_NAME["生成测算表"], pairs.book(), Wish(take=(sheet,)), NOW)
        assert isinstance(made, BookPlan)
        assert f"采用工作表“{sheet}”的数据" in made.summary

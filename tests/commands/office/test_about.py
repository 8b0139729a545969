"""关于与诊断 tells versions, policies and counts, and nothing about persons or folders."""

from __future__ import annotations

from pathlib import Path

from tests.commands.pressing import pressed
from tests.commands.severance_books import ASKED, IDS, RIGHT, book, context
from xl_addin import __version__
from xl_addin.commands.office import first_run
from xl_addin.commands.office.about import plan_about
from xl_addin.commands.plan import MessagePlan
from xl_addin.policy.profiles import profiles, shipped_policy
from xl_addin.tables.grid import FormulaCell, SheetGrid
from xl_addin.values.errors import CellError


def planned(grid_path: str = "a.xlsx", *more: SheetGrid) -> MessagePlan:
    made = book(RIGHT, ASKED, policy=[["profile", "R481"], ["状态", "草案"]])
    made.path = Path(grid_path)
    made.sheets.append(SheetGrid(f"备忘{IDS[0]}", "", [["随手记", 1], [CellError("#N/A", "")]], state="hidden"))
    made.sheets[-1].formulas = {
        (2, 1): FormulaCell(2, 1, "[1]!SOE_RATE(A1,B1)", "normal", None, None, False),
        (1, 2): FormulaCell(1, 2, "SUM(A1:A2)", "normal", None, None, False),
    }
    made.sheets += more
    return plan_about(pressed(made), context())


def shown(grid_path: str = "a.xlsx") -> str:
    return planned(grid_path).text


def test_product_profiles_and_the_policy_of_the_book_are_named_with_their_hashes() -> None:
    text = shown()
    assert f"xl_addin {__version__}" in text
    for name in profiles():
        assert shipped_policy(name).version in text
    assert "本工作簿的口径：R481 未确认口径（草案）" in text
    assert "工作表“政策”" in text


def test_calls_and_sheets_are_counted_and_what_was_not_recognised_is_said() -> None:
    text = shown()
    assert "本插件函数所在单元格 1 个，其中结果为错误值 1 个" in text
    assert "用到的函数：政策参数 1" in text
    assert "测算：经济补偿金测算表 2 行" in text
    assert "未识别" in text
    assert "已隐藏" in text


def test_neither_persons_nor_folders_are_told() -> None:
    text = shown("/home/zhangsan/机密/名单.xlsx")
    assert not [word for word in ("zhangsan", "名单", "虚构甲", *IDS) if word in text]


def test_what_is_written_to_a_file_names_no_sheet_because_a_sheet_may_be_called_after_a_worker() -> None:
    report = planned("/home/zhangsan/机密/名单.xlsx", SheetGrid("虚构甲", "", [["随手记"]])).report
    assert not [word for word in ("zhangsan", "名单", "虚构甲", "备忘", "测算：", *IDS) if word in report]
    assert f"xl_addin {__version__}" in report
    assert "本插件函数所在单元格 1 个" in report
    assert "第 1 张：经济补偿金测算表 2 行" in report


def test_the_results_of_a_first_run_are_told_by_their_numbers_and_nothing_else_of_the_sheet() -> None:
    filled = [
        *([list(first_run.HEADINGS)], [["A1", "安装", "通过"]], [["A2", "打开", " 不符 "]], [["A10", "结束", "没试"]]),
        *([["B1", "虚构甲", "虚构乙说不行"]], [["B2", "关闭", None]], [["虚构丙", "多写的一行", "不符"]]),
    ]
    rows = [row for each in filled for row in each]
    plan = planned("a.xlsx", SheetGrid(first_run.SHEET, "", rows))
    for text in (plan.text, plan.report):
        assert "首次核对：通过 1 项，不符 1 项，没试 1 项，没填 1 项，填了别的 1 项" in text
        assert "  不符：A2\n" in text
    assert not [word for word in ("虚构甲", "虚构乙", "虚构丙") if word in plan.report]
    assert "首次核对" not in planned().report

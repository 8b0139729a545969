"""Every command is declared once and fully: hosts make buttons, menus and dialogs from nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.plan import BookPlan, SheetPlan
from xl_addin.commands.spec import GROUPS, CommandSpec, Wish, planned
from xl_addin.tables.grid import BookGrid, SheetGrid


def test_ids_and_names_are_unique() -> None:
    assert len({spec.id for spec in COMMANDS}) == len({spec.name for spec in COMMANDS}) == len(COMMANDS)


def test_the_commands_of_the_ribbon_are_all_there() -> None:
    promised = (
        "校验当前表 校验整簿 清除标记 程序核查 重算 生成测算表 填充结果表 资金平衡表 资金方案 口径比较 "
        "职工确认单 公示表 信访督办 全市进度表 交付副本 政策参数表 新建模板 关于与诊断"
    )
    assert set(promised.split()) <= {spec.name for spec in COMMANDS}


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.id)
def test_a_command_has_an_ascii_id_a_chinese_help_a_group_and_a_picture(spec: CommandSpec) -> None:
    assert spec.id.isascii()
    assert spec.id.isidentifier()
    assert spec.help.endswith("。")
    assert len(spec.help) <= 255
    assert spec.group in GROUPS
    assert spec.image.isalnum()
    assert spec.image.isascii()


def test_only_commands_that_read_sheets_tell_what_was_not_read() -> None:
    roster = SheetGrid(
        "花名册",
        "",
        [["企业名称", "姓名", "身份证号", "参加工作时间"], ["虚构厂", "甲乙", "11010519491231002X", "1985-07-01"]],
    )
    book = BookGrid(Path("a.xlsx"), [SheetGrid("汇总", "", [["项目", "数"], ["甲", 1]]), roster])
    told = {}
    for name in ("清除标记", "政策参数表", "全市进度表"):
        plan, _ = planned(BY_NAME[name], book, Wish(), dt.datetime(2012, 1, 1))
        told[name] = "没有读" in plan.summary if isinstance(plan, SheetPlan | BookPlan) else None
    assert told == {"清除标记": False, "政策参数表": False, "全市进度表": True}

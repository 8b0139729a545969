"""Every command in the order of the ribbon: the one place to look.

Each becomes a button of every host. Those that are still to come have their own issues
and are added here with their modules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xl_addin.commands.comparison import plan_comparison
from xl_addin.commands.confirmation import plan_confirmation
from xl_addin.commands.fund_statements import plan_fund_statements
from xl_addin.commands.package_sheet import plan_package_sheet
from xl_addin.commands.plan import SheetPlan
from xl_addin.commands.policy_table import plan_policy_table
from xl_addin.commands.spec import CommandContext, CommandSpec
from xl_addin.commands.templates import plan_new_template
from xl_addin.commands.validate import plan_book_check, plan_procedure_check, plan_sheet_check
from xl_addin.tables.grid import BookGrid


def _plan_clear(book: BookGrid, context: CommandContext) -> SheetPlan:
    return SheetPlan(summary="已清除校验标记和校验结果表，原有内容和格式未改动")


COMMANDS: Final[tuple[CommandSpec, ...]] = (
    CommandSpec(
        "check_sheet",
        "校验当前表",
        "检查当前工作表，在有问题的单元格上加标记，并生成“校验结果”表。",
        plan_sheet_check,
        one_sheet=True,
    ),
    CommandSpec(
        "check_book", "校验整簿", "检查整个工作簿的花名册、测算表和程序表，加标记并生成“校验结果”表。", plan_book_check
    ),
    CommandSpec("clear_marks", "清除标记", "清除校验标记和“校验结果”表，恢复原样。", _plan_clear),
    CommandSpec(
        "check_procedure",
        "程序核查",
        "只查改制程序：缺少的步骤、先后次序、职代会表决和空缺材料。",
        plan_procedure_check,
    ),
    CommandSpec(
        "package_sheet",
        "生成测算表",
        "由花名册、测算表写出一补二险测算表：录入在左，公式在右，按企业和人员类别汇总，另存为新工作簿。",
        plan_package_sheet,
    ),
    CommandSpec(
        "fund_statements",
        "资金平衡表",
        "由资金收支台账写出企业、系统、全市平衡表，垫付、暂挂台账和还款计划（附图），另存为新工作簿。",
        plan_fund_statements,
    ),
    CommandSpec(
        "compare_options",
        "口径比较",
        "逐个换用有争议的选项，列出经济补偿金合计、人均和变动人数，另存为新工作簿（附图）。",
        plan_comparison,
    ),
    CommandSpec(
        "confirmation",
        "职工确认单",
        "每名职工一页：数据、算法、金额大小写、依据和签字栏，另存为新工作簿；公示件身份证号脱敏。",
        plan_confirmation,
        can_mask=True,
    ),
    CommandSpec(
        "policy_table",
        "政策参数表",
        "写出完整的“政策”表：口径、文件事项、每个选项及其可填的值、待填的地方数值，另存为新工作簿。",
        plan_policy_table,
    ),
    CommandSpec(
        "new_template",
        "新建模板",
        "写出全套空白表：花名册、测算表、台账、核查表、进度表、信访台账和政策表，另存为新工作簿。",
        plan_new_template,
    ),
)

BY_NAME: Final[Mapping[str, CommandSpec]] = {spec.name: spec for spec in COMMANDS}
"""Commands by their Chinese name."""

"""Every command in the order of the ribbon: the one place to look.

Each becomes a button of every host. Those that are still to come have their own issues
and are added here with their modules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xl_addin.commands.checking.validate import plan_book_check, plan_procedure_check, plan_sheet_check
from xl_addin.commands.city.command import plan_city
from xl_addin.commands.explaining.cell import plan_explanation
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.handover.command import plan_handover
from xl_addin.commands.office.about import plan_about
from xl_addin.commands.office.fill import plan_fill
from xl_addin.commands.office.policy_table import plan_policy_table
from xl_addin.commands.office.templates import plan_new_template
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.package.page import TITLE as PACKAGE
from xl_addin.commands.plan import RecalculationPlan, SheetPlan
from xl_addin.commands.planning.command import plan_funding_book
from xl_addin.commands.planning.places import TITLE as FUNDING
from xl_addin.commands.registers.petitions import plan_petitions
from xl_addin.commands.severance.comparison import plan_comparison
from xl_addin.commands.severance.confirmation import plan_confirmation
from xl_addin.commands.severance.posting import plan_posting
from xl_addin.commands.spec import CommandBook, CommandContext, CommandSpec
from xl_addin.values.errors import InputError


def _plan_recalculation(book: CommandBook, context: CommandContext) -> RecalculationPlan:
    """Ask for a recalculation; InputError if no formula of the book calls us."""
    if not book.recalculation.calls:
        raise InputError("工作簿里没有本插件的函数，无需重算")
    return RecalculationPlan()


def _plan_clear(book: CommandBook, context: CommandContext) -> SheetPlan:
    """Marks are not part of what was read, so that a book without a report is told no more than is known."""
    if any(sheet.ours for sheet in book.grid.sheets):
        return SheetPlan(summary="已清除校验标记和校验结果表，原有内容和格式未改动")
    return SheetPlan(summary="工作簿里没有“校验结果”表；单元格上如有校验标记，已经去掉，其余内容和格式未改动")


COMMANDS: Final[tuple[CommandSpec, ...]] = (
    CommandSpec(
        "check_sheet",
        "校验当前表",
        "检查当前工作表，在有问题的单元格上加标记，并生成“校验结果”表。",
        plan_sheet_check,
        "校验",
        "ReviewTrackChangesMenu",
        one_sheet=True,
        by_day=True,
    ),
    CommandSpec(
        "check_book",
        "校验整簿",
        "检查整个工作簿的花名册、测算表和程序表，加标记并生成“校验结果”表。",
        plan_book_check,
        "校验",
        "ReviewAcceptChange",
        by_day=True,
    ),
    CommandSpec(
        "clear_marks",
        "清除标记",
        "清除校验标记和“校验结果”表，恢复原样。",
        _plan_clear,
        "校验",
        "ClearFormats",
        reads_sheets=False,
    ),
    CommandSpec(
        "check_procedure",
        "程序核查",
        "只查改制程序：缺少的步骤、先后次序、职代会表决和空缺材料。",
        plan_procedure_check,
        "校验",
        "Spelling",
        by_day=True,
    ),
    CommandSpec(
        "recalculate",
        "重算",
        "把本工作簿里本插件的函数按当前数据和政策表重新计算一遍，标记和结果表不动。",
        _plan_recalculation,
        "测算",
        "CalculateNow",
    ),
    CommandSpec(
        "package_sheet",
        "生成测算表",
        "由花名册、测算表写出一补二险测算表：录入在左，公式在右，按企业和人员类别汇总，另存为新工作簿。",
        plan_package_sheet,
        "测算",
        "TableInsertExcel",
        can_take=True,
        form=f"-{PACKAGE}",
    ),
    CommandSpec(
        "explain_cell",
        "解释选中单元格",
        "选中一个公式、一名职工的数据或一个有标记的单元格：说明怎样算出、依据哪一条、有什么问题和怎么改。",
        plan_explanation,
        "测算",
        "ReviewShowAllComments",
        one_sheet=True,
        one_cell=True,
        by_day=True,
    ),
    CommandSpec(
        "fill_table",
        "填充结果表",
        "选定写有表函数（如 经济补偿金表）的一个单元格，把公式按结果大小填成数组公式；用于不能自动展开的表格软件。",
        plan_fill,
        "测算",
        "FillDown",
        one_cell=True,
    ),
    CommandSpec(
        "fund_statements",
        "资金平衡表",
        "由资金收支台账写出企业、系统、全市平衡表，垫付、暂挂台账和还款计划，应付未付，全市调剂方案，按时足额核对（附图），另存为新工作簿。",
        plan_fund_statements,
        "资金",
        "ChartInsert",
    ),
    CommandSpec(
        "funding_plan",
        "资金方案",
        "钱够不够、先补哪些企业：各企业应付、变现、土地、垫付、暂挂、财政和缺口，改蓝字即重算；列变动分析和按月收支（附图），另存为新工作簿。",
        plan_funding_book,
        "资金",
        "ChartAreaChart",
        by_day=True,
        form=f"-{FUNDING}",
    ),
    CommandSpec(
        "compare_options",
        "口径比较",
        "逐个换用有争议的选项，列出经济补偿金合计、人均和变动人数，另存为新工作簿（附图）。",
        plan_comparison,
        "测算",
        "WhatIfAnalysisMenu",
        can_take=True,
    ),
    CommandSpec(
        "confirmation",
        "职工确认单",
        "每名职工一页：数据、算法、金额大小写、依据和签字栏，另存为新工作簿；公示件身份证号脱敏。",
        plan_confirmation,
        "资料",
        "FilePrintPreview",
        can_mask=True,
        can_take=True,
        can_omit=True,
    ),
    CommandSpec(
        "posting",
        "公示表",
        "张榜公示用的名单：姓名、工龄、计发月数、补偿金额，身份证号脱敏，不列工资，A4 打印，另存为新工作簿。",
        plan_posting,
        "资料",
        "FilePrintQuick",
        can_take=True,
    ),
    CommandSpec(
        "petitions",
        "信访督办",
        "由信访台账列出在办件：已过天数、最后一日，超期的在前；按责任单位和包案领导汇总，列出重复信访，附本人的测算说明，另存为新工作簿。",
        plan_petitions,
        "资料",
        "TableInsertExcel",
        by_day=True,
    ),
    CommandSpec(
        "city_panel",
        "全市进度表",
        "一页看全市：各企业步骤办到哪里、职工人数、资金收付和尚未付、覆盖率、错误数、超期信访和最近期限，不知道的留空并说明，另存为新工作簿。",
        plan_city,
        "资料",
        "TableInsertExcel",
        by_day=True,
    ),
    CommandSpec(
        "handover",
        "交付副本",
        "给没有本插件的单位：本插件公式改为数值，原公式列在“公式说明”表，不留链接；可将身份证号脱敏。",
        plan_handover,
        "资料",
        "FileSaveAs",
        can_mask=True,
    ),
    CommandSpec(
        "policy_table",
        "政策参数表",
        "写出完整的“政策”表：口径、文件事项、每个选项及其可填的值、待填的地方数值，另存为新工作簿。",
        plan_policy_table,
        "资料",
        "PropertySheet",
        reads_sheets=False,
        form="-政策参数表",
    ),
    CommandSpec(
        "new_template",
        "新建模板",
        "写出全套空白表：花名册、各类测算表、欠款和发放表、台账、核查表、进度表、登记表和政策表，另存为新工作簿。",
        plan_new_template,
        "资料",
        "FileNew",
        form="-模板",
    ),
    CommandSpec(
        "about",
        "关于与诊断",
        "版本、政策数据和口径、本工作簿用到的函数、未识别的工作表；不含个人信息，可发给维护人员。",
        plan_about,
        "资料",
        "Info",
    ),
)

BY_NAME: Final[Mapping[str, CommandSpec]] = {spec.name: spec for spec in COMMANDS}
"""Commands by their Chinese name."""

"""Headings as offices word them: what a check needs is read, or asked about; other columns are left alone."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.checks.books import findings, sheet
from xl_addin.tables.grid import CellValue

Column = tuple[tuple[str, ...], Sequence[CellValue]]
PROGRESS: dict[str, Column] = {
    "enterprise": (("企业名称", "改制企业名称", "单位名称"), ["甲厂", "乙公司"]),
    "appraisal_date": (("评估基准日", "资产评估基准日", "资产评估基准时间"), ["2011-01-31", "2010-06-30"]),
    "appraisal": (("资产评估价值（万元）", "评估总值（万元）", "净资产评估值（万元）", "评估结果(万元)"), [800, 500]),
    "vote_date": (("职代会召开日期", "职代会审议时间", "职代会日"), ["2011-02-20", "2011-02-10"]),
    "delegates": (("应到代表", "代表应到人数", "应出席代表"), [60, 40]),
    "attended": (("实到代表", "到会代表人数", "实际到会人数"), [50, 26]),
    "in_favour": (("赞成票", "同意数", "投赞成票", "赞成人数"), [40, 21]),
    "approval_no": (("批文号", "批复文件号", "市政府批文", "审批文号"), ["文1", "文2"]),
    "approval_date": (("批复日期", "市政府批准时间", "方案审批时间"), ["2011-03-20", "2011-03-01"]),
    "listing": (
        ("挂牌起止时间", "公告期", "产权交易公告期", "挂牌期间"),
        ["2011-04-01至2011-05-03", "2011-04-01至2011-04-20"],
    ),
    "deal_date": (("成交日期", "拍卖成交时间", "产权成交日"), ["2011-05-10", "2011-07-01"]),
    "price": (("成交额（万元）", "拍卖成交价格（万元）", "中标价（万元）", "实际成交金额（万元）"), [820, 430]),
    "first_payment": (("首期付款（万元）", "首期款（万元）", "第一笔付款（万元）", "首笔价款（万元）"), [300, 100]),
    "first_paid": (("首期付款时间", "首付款日期", "第一笔付款时间"), ["2011-05-12", "2011-07-20"]),
    "rest_paid": (("付清时间", "余款付清日期", "尾款结清时间"), ["2011-10-08", "2012-08-01"]),
}
OTHERS: tuple[Column, ...] = (
    (("启动时间", "立项日期", "摸底时间"), ["2010-01-05", "2010-01-06"]),
    (("下岗人数", "离退休人数"), [12, 30]),
    (("账面净值（万元）", "起拍价（万元）", "负债总额（万元）"), [700, 480]),
    (("评估机构", "受让单位", "拍卖公司"), ["丙评估公司", "丁拍卖公司"]),
    (("联系人", "包联领导"), ["王一", "李二"]),
)
FAULTS = {
    "PRICE_LOW", "VOTE_QUORUM", "APPRAISAL_EXPIRED", "LISTING_SHORT", "PAYMENT_SHARE_LOW",
    "PAYMENT_FIRST_LATE", "PAYMENT_REST_LATE",
}  # fmt: skip
"""What is wrong with 乙公司 in every wording."""


@pytest.mark.parametrize("seed", range(25))
def test_a_fault_of_the_progress_sheet_is_found_in_the_words_of_any_office(seed: int) -> None:
    chance = random.Random(seed)
    columns = [*PROGRESS.values(), *chance.sample(OTHERS, 3)]
    chance.shuffle(columns)
    heads: list[CellValue] = [chance.choice(words) for words, _ in columns]
    rows = [[values[i] for _, values in columns] for i in range(2)]
    found = [one for one in findings(sheet("进度", [heads, *rows])) if not one.code.startswith("STEP_MISSING")]
    assert {one.code for one in found} >= FAULTS, (heads, {one.code for one in found})
    assert not [one for one in found if one.code.startswith("HEADING_UNKNOWN")]
    assert not [one for one in found if one.cell.endswith("2")]  # nothing is wrong with 甲厂


LEDGER: dict[str, Column] = {
    "date": (("日期", "记账日期"), ["2011-03-05", "2011-04-02"]),
    "subject": (("科目", "资金来源或用途"), ["产权变现", "土地储备垫付"]),
    "income": (("收入", "收入金额"), [500000, 800000]),
    "expense": (("支出", "支出金额"), [None, None]),
    "balance": (("结存", "余额"), [500000, 1300000]),
    "system": (("所属主管局", "主管部门", "归口部门", "系统名称"), ["经贸局", "粮食局"]),
    "approval_no": (("批文号", "批件号", "审批文件号", "批准文号"), ["文1", None]),
}


@pytest.mark.parametrize("seed", range(15))
def test_an_advance_without_approval_is_missing_in_the_words_of_any_office(seed: int) -> None:
    chance = random.Random(seed)
    firms: Column = (
        chance.choice([("企业名称", "厂名"), ("户名", "改制单位户名", "厂家")]),
        ["甲机械厂", "乙粮食公司"],
    )
    columns = [*LEDGER.values(), firms]
    heads: list[CellValue] = [chance.choice(words) for words, _ in columns]
    rows = [[values[i] for _, values in columns] for i in range(2)]
    found = findings(sheet("台账", [heads, *rows]))
    codes = {one.code for one in found}
    assert "ADVANCE_APPROVAL_MISSING" in codes, (heads, codes)
    known = heads[-1] in ("企业名称", "厂名")
    assert ("HEADING_UNKNOWN_ENTERPRISE" in codes) is not known, heads


def test_a_column_of_whom_money_was_paid_to_is_no_enterprise() -> None:
    heads: list[CellValue] = ["日期", "科目", "收入", "支出", "余额", "收款户名"]
    rows: list[list[CellValue]] = [["2011-03-05", "产权变现", 500000, None, 500000, "甲拍卖公司"]]
    found = findings(sheet("台账", [heads, *rows]))
    assert not [one for one in found if one.code.startswith("HEADING_UNKNOWN")]

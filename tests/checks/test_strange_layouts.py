"""Sheets in layouts that offices really use and nobody here drew up: found exactly, and clean where they are clean.

Title lines, headings of two levels, merged cells, several tables on a sheet, sums in the middle, full-width digits,
单位：万元. Enterprises and persons are invented.
"""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import BASE_DATE, REQUIRED_STEPS, begun
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, parse_address

TODAY = dt.date(2020, 6, 1)
Rows = list[list[CellValue]]
Found = tuple[str, str]
"""Code and cell of a finding."""
N = None


def sheet(rows: Rows, merged: list[tuple[int, int, int, int]]) -> SheetGrid:
    return SheetGrid("表", "", rows, merged=merged)


def found(grid: SheetGrid, changes: dict[str, CellValue]) -> set[tuple[str, str | None]]:
    changed = copy.deepcopy(grid)
    for place, value in changes.items():
        row, col = parse_address(place)
        line = changed.rows[row - 1]
        line.extend([None] * (col - len(line)))
        line[col - 1] = value
    return {(f.code, f.cell) for f in check_book(BookGrid(Path("a.xlsx"), [changed]), TODAY)}


PROGRESS = sheet(
    [
        ["附件３："],
        ["丰城市国有企业改制工作进度一览表（虚构）"],
        ["填报单位：市企改办", N, N, N, N, N, N, "截至2011年9月", N, N, N, N, N, N, N, N, N, "单位：万元"],
        [
            "序号",
            "主管系统",
            "单位名称",
            "清产核资",
            "财务审计",
            "资产评估",
            N,
            "职工代表大会",
            N,
            N,
            N,
            "市政府批复",
            N,
            "产权交易公告",
            N,
            "拍卖成交",
            N,
            "付清时间",
            "到帐时间",
        ],
        [
            N,
            N,
            N,
            "完成时间",
            "报告时间",
            "基准日",
            "净值",
            "召开时间",
            "应到人数",
            "实到人数",
            "赞成票",
            "文号",
            "日期",
            "起",
            "止",
            "时间",
            "金额",
            N,
            N,
        ],
        [
            1,
            "工业系统",
            "虚构机械厂",
            "2009.06.10",
            "2009.08.01",
            "2009.12.31",
            520,
            "2010.01.20",
            120,
            100,
            90,
            "虚府字1号",
            "2010.02.01",
            "2010.02.02",
            "2010.03.15",
            "2010.03.16",
            520,
            "2010.03.18",
            "2010.03.19",
        ],
        [
            2,
            N,
            "虚构纺织厂",
            "2009.06.11",
            "2009.08.02",
            "2009.12.31",
            310.5,
            "2010.01.21",
            90,
            60,
            46,
            "虚府字2号",
            "2010.02.02",
            "2010.02.03",
            "2010.03.16",
            "2010.03.17",
            311,
            "2010.03.19",
            "2010.03.20",
        ],
        [N, "小\u3000计", N, N, N, N, 830.5, N, 210, 160, 136, N, N, N, N, N, 831],
        [
            3,
            "商贸系统",
            "虚构百货公司",
            "2009.06.12",
            "2009.08.03",
            "2009.12.31",
            1000,
            "2010.01.22",
            300,
            200,
            151,
            "虚府字3号",
            "2010.02.03",
            "2010.02.04",
            "2010.03.17",
            "2010.03.18",
            1000,
            "2010.03.22",
            "2010.03.23",
        ],
        [N, "合\u3000计", N, N, N, N, 1830.5, N, 510, 360, 287, N, N, N, N, N, 1831],
        ["注：本表数据为虚构"],
    ],
    [
        (4, 6, 4, 7),
        (4, 8, 4, 11),
        (4, 12, 4, 13),
        (4, 14, 4, 15),
        (4, 16, 4, 17),
        (6, 2, 7, 2),
        (2, 1, 2, 19),
        (4, 1, 5, 1),
        (4, 2, 5, 2),
        (4, 3, 5, 3),
        (4, 18, 5, 18),
        (4, 19, 5, 19),
    ],
)


def _steps_of(firm: str, own: list[tuple[str, str, str]]) -> Rows:
    lines: Rows = []
    for i, (step, words, day) in enumerate(own):
        note = BASE_DATE if step == "D09" else N
        lines.append([N if i else firm, words, "企业办", f"虚字{i}号", begun(words, day), day.replace("-", "/"), note])
    return lines


def _procedure() -> SheetGrid:
    city = [step for step in REQUIRED_STEPS if step[0] in ("D01", "D02", "D25")]
    own = [step for step in REQUIRED_STEPS if step not in city]
    rows: Rows = [
        ["国企改制工作程序核对清单"],
        ["编制单位：虚构市企改办", N, N, N, N, "2011年9月"],
        ["改制单位", "工作步骤", "责任部门", "依据文号", "办理时间", N, "备注"],
        [N, N, N, N, "起", "止", N],
        *(["全市", words, "市政府", f"虚字{i}", N, day] for i, (_, words, day) in enumerate(city)),
        *_steps_of("虚构机械厂", own),
        *_steps_of("虚构纺织厂", own),
        ["填表人：虚构甲", N, "审核人：虚构乙"],
    ]
    return sheet(rows, [(3, 5, 3, 6), (5, 1, 7, 1), (8, 1, 27, 1), (28, 1, 47, 1)])


PROCEDURE = _procedure()

PETITIONS = sheet(
    [
        ["二〇一一年度信访件登记台帐（虚构）"],
        ["编号", "接访", N, "信访人", "人数（人）", "来访形式", "反映的主要问题", "办理", N, N, N, "是否化解", "备注"],
        [N, "日期", "接待人", N, N, N, N, "受理日期", "承办单位", "处理情况", "答复日期", N, N],
        [1, "2011.3.1", "虚构甲", "虚构张", 1, "来访", "工龄", "2011.3.5", "企改办", "已处理", "2011.4.20", "是", N],
        [2, "2011.3.2", "虚构甲", "虚构李", 3, "来信", "补偿", "2011.3.17", "企改办", "已处理", "2011.5.16", "是", N],
        ["小计", N, N, "2件", 4],
        [
            3,
            "2011.4.1",
            "虚构甲",
            "虚构王",
            1,
            "来访",
            "医保",
            "2011.4.10",
            "社保局",
            "经批准延期30日",
            "2011.7.9",
            "否",
            N,
        ],
        ["合计", N, N, "3件", 5],
    ],
    [(2, 2, 2, 3), (2, 8, 2, 11)],
)

SOURCES = sheet(
    [
        ["改制成本及资金来源平衡表"],
        ["企业名称：虚构机械厂", N, N, "单位：万元"],
        ["改制成本", N, "资金来源", N],
        ["项目", "金额", "项目", "金额"],
        ["经济补偿金", 100.5, "产权转让收入", 120],
        ["养老保险费", 50, "土地出让收入", 40.5],
        ["小计", 150.5, "小计", 160.5],
        ["医疗保险费", 20, "财政拨款", 10],
        ["其他", 0, N, N],
        ["合计", 170.5, "合计", 170.5],
        [N],
        ["改制成本及资金来源平衡表"],
        ["企业名称：虚构纺织厂", N, N, "单位：万元"],
        ["改制成本", N, "资金来源", N],
        ["项目", "金额", "项目", "金额"],
        ["经济补偿金", 30, "产权转让收入", 50],
        ["养老保险费", 20, N, N],
        ["合计", 50, "合计", 50],
    ],
    [(3, 1, 3, 2), (3, 3, 3, 4), (14, 1, 14, 2), (14, 3, 14, 4)],
)

SOURCE_LIST = sheet(
    [
        ["改制费用及来源明细"],
        ["费用/来源", "项目", "金额（万元）"],
        ["一、费用", N, N],
        ["费用", "补偿金", 100],
        ["费用", "养老", 50],
        ["费用", "费用合计", 150],
        ["二、资金来源"],
        ["来源", "土地", 100],
        ["来源", "财政", 50],
        ["来源", "来源合计", 150],
    ],
    [],
)

PAYMENTS = sheet(
    [
        ["虚构市改制企业经济补偿金发放花名册"],
        ["单位：元", N, N, N, N, N, "2010年7月"],
        ["单位", "序号", "领款人", "公民身份证号码", "核定金额", "实领金额", "领取时间", "签收", "备注"],
        ["虚构机械厂", 1, "虚构甲", "110105196007010034", 1000, 1000, dt.date(2010, 7, 1), "签", ""],
        [N, 2, "虚构乙", "110105196007010050", 2000.5, 2000.5, dt.date(2010, 7, 2), "签", ""],
        ["小计", N, N, N, 3000.5, 3000.5],
        ["单位", "序号", "领款人", "公民身份证号码", "核定金额", "实领金额", "领取时间", "签收", "备注"],
        ["虚构纺织厂", 3, "虚构丙", "110105196007010077", 500, 500, dt.date(2010, 7, 3), "签", ""],
        [N, 4, "虚构丁", "110105196007010093", 600, 600, dt.date(2010, 7, 4), "签", ""],
        ["本页小计", N, "2人", N, 1100, 1100],
        ["总\u3000\u3000计", N, "4人", N, "4,100.50", "４１００．５"],
        ["单位负责人：", N, "经办人："],
    ],
    [(4, 1, 5, 1), (8, 1, 9, 1), (1, 1, 1, 9)],
)

PUBLICITY = sheet(
    [
        ["第一榜"],
        ["项次", "张榜内容", "张榜地点", "公示期", "职工意见", "处理结果"],
        [1, "方案", "厂门口", "2010年5月1日至5月10日", "无", "无需"],
        [2, "评估结果", "宿舍区", "2010.5.11-2010.5.17", "工龄有误", "已更正"],
        [N],
        ["第二榜"],
        ["项次", "公布内容", "公示场所", "公示日期", N, "异议", N, "答复"],
        [N, N, N, "自", "至", "内容", "提出人", "内容"],
        [1, "补偿金额", "厂门口", "2010.6.1", "2010.6.7", "没有异议", N, N],
        [2, "名单", "网站", "2010.6.8", "2010.6.14", "漏登一人", "虚构甲", "已补登"],
    ],
    [(7, 4, 7, 5), (7, 6, 7, 7)],
)
CASES: list[tuple[str, SheetGrid, dict[str, CellValue], list[Found]]] = [
    ("progress clean", PROGRESS, {}, []),
    ("progress quorum", PROGRESS, {"J6": 79, "K6": 62}, [("VOTE_QUORUM", "J6")]),
    ("progress majority", PROGRESS, {"K7": 45}, [("VOTE_MAJORITY", "K7")]),
    ("progress price unit", PROGRESS, {"Q6": 5200000}, [("PRICE_UNIT", "Q6")]),
    ("progress price low", PROGRESS, {"Q9": 899}, [("PRICE_LOW", "Q9")]),
    ("progress gap", PROGRESS, {"L9": N}, [("PROGRESS_GAP", "L9")]),
    ("progress before", PROGRESS, {"M6": "2010.01.19"}, [("APPROVAL_BEFORE_VOTE", "M6")]),
    ("progress listing", PROGRESS, {"O6": "2010.02.10"}, [("LISTING_SHORT", "O6")]),
    (
        "progress rest",
        PROGRESS,
        {"R6": "2011.03.17"},
        [("PAYMENT_REST_LATE", "R6"), ("STEP_ORDER_D20", "S6"), ("PAYMENT_FIRST_LATE", "R6")],
    ),
    ("progress fullwidth", PROGRESS, {"I6": "１２０"}, []),
    ("progress date full", PROGRESS, {"H6": "２０１０年１月２０日"}, []),
    ("procedure clean", PROCEDURE, {}, []),
    ("procedure approval early", PROCEDURE, {"F40": "2009/11/30"}, [("APPROVAL_BEFORE_VOTE", "F40")]),
    ("procedure date missing", PROCEDURE, {"F17": N}, [("STEP_DATE_MISSING", "F17")]),
    ("procedure doc missing", PROCEDURE, {"D17": "／"}, [("STEP_DOCUMENT_MISSING", "D17")]),
    ("procedure step gone", PROCEDURE, {"B37": "其他准备工作"}, [("STEP_MISSING_D13", "A28")]),
    ("petitions clean", PETITIONS, {}, []),
    ("petitions accept", PETITIONS, {"H5": "2011.3.18"}, [("PETITION_ACCEPT_LATE", "H5")]),
    ("petitions handle", PETITIONS, {"K4": "2011.5.5"}, [("PETITION_HANDLE_LATE", "K4")]),
    ("petitions 91", PETITIONS, {"K7": "2011.7.10"}, [("PETITION_HANDLE_LATE", "K7")]),
    ("petitions open", PETITIONS, {"K5": N, "L5": "否"}, [("PETITION_ANSWER_MISSING", "K5")]),
    ("petitions reversed", PETITIONS, {"H4": "2011.2.28"}, [("DATES_REVERSED", "H4")]),
    ("sources clean", SOURCES, {}, []),
    ("sources short", SOURCES, {"D8": 9, "D10": 169.5}, [("SOURCES_SHORT", "D8")]),
    ("sources sum", SOURCES, {"B10": 171.5}, [("SUM_WRONG", "B10")]),
    ("sources sub", SOURCES, {"D7": 160}, [("SUM_WRONG", "D7")]),
    ("sources words", SOURCES, {"D5": "待定"}, [("SOURCES_AMOUNT", "D5")]),
    ("list clean", SOURCE_LIST, {}, []),
    ("list total", SOURCE_LIST, {"C6": 151}, [("SOURCES_TOTAL", "C6")]),
    ("list short", SOURCE_LIST, {"C9": 40, "C10": 140}, [("SOURCES_SHORT", "C9")]),
    ("payments clean", PAYMENTS, {}, []),
    ("payments under", PAYMENTS, {"F5": 2000, "F6": 3000, "F11": 4100}, [("PAYMENT_UNDER_DUE", "F5")]),
    ("payments sum", PAYMENTS, {"F6": 3000}, [("SUM_WRONG", "F6")]),
    ("payments total", PAYMENTS, {"E11": 4100}, [("SUM_WRONG", "E11")]),
    ("payments unsigned", PAYMENTS, {"H8": N}, [("PAYMENT_UNSIGNED", "H8")]),
    ("payments no date", PAYMENTS, {"G9": N}, [("PAYMENT_CELL_MISSING_PAID_DATE", "G9")]),
    ("publicity clean", PUBLICITY, {}, []),
    ("publicity short", PUBLICITY, {"D3": "2010年5月1日至5月6日"}, [("PUBLICITY_SHORT", "D3")]),
    ("publicity short2", PUBLICITY, {"E9": "2010.6.6"}, [("PUBLICITY_SHORT", "E9")]),
    ("publicity unanswered", PUBLICITY, {"H10": N}, [("OBJECTION_UNANSWERED", "H10")]),
    ("publicity unanswered1", PUBLICITY, {"F4": N}, [("OBJECTION_UNANSWERED", "F4")]),
    ("publicity place", PUBLICITY, {"C10": N}, [("PUBLICITY_MISSING_PLACE", "C10")]),
]


@pytest.mark.parametrize(("grid", "changes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_exactly_the_faults_of_a_sheet_in_a_strange_layout_are_found(
    grid: SheetGrid, changes: dict[str, CellValue], expected: list[Found]
) -> None:
    assert found(grid, changes) == set(expected)

"""Facts of invented enterprises for the procedure sheets: a timeline of the 29 steps, and both layouts of it.

Written from the statement of the procedure, not from the program that checks it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.faults.sheet_drafts import Draft, Formats, Row, draft, yuan

STEPS: dict[str, tuple[tuple[str, ...], int | None, int]] = {
    "D01": (("出台改制政策文件", "政策依据（改制文件）", "印发企业改制文件"), None, 0),
    "D02": (("成立领导小组和工作组", "组建改制领导小组", "成立改制工作机构、工作组"), None, 20),
    "D03": (("政策宣传", "政策宣传、致职工公开信", "召开改制动员大会"), 40, 60),
    "D04": (("座谈征求意见", "召开座谈会听取意见", "职工座谈会"), 70, 75),
    "D05": (("选择改制形式、内部决策", "确定改制形式", "厂长办公会拟订改制方案"), None, 90),
    "D06": (("立项批复、告知监察", "改制立项审批", "改制立项"), None, 110),
    "D07": (("清产核资", "资产清查（清产核资）", "开展清产核资"), 130, 160),
    "D08": (("财务审计、离任审计", "财务审计", "审计报告"), 165, 200),
    "D09": (("资产评估", "资产评估（含土地）", "资产评估及备案"), 205, 240),
    "D10": (("土地处置", "土地处置方案报批", "土地权属、地价确认"), None, 255),
    "D11": (("费用测算、落实资金来源", "安置费用测算", "改制成本测算和资金来源"), 262, 290),
    "D12": (("职代会审议改制方案、职工安置方案", "职代会表决", "职工大会审议通过安置方案"), None, 300),
    "D13": (("结果和方案公示", "张榜公示", "向职工公布结果"), 303, 312),
    "D14": (("职工个人数据签字确认", "职工签字确认", "逐人确认"), 315, 325),
    "D15": (("部门审核、债权人同意", "人社、财政部门审核", "部门会审"), 328, 340),
    "D16": (("市政府批复改制方案", "上级审批（批复）", "改制方案批复"), None, 350),
    "D17": (("产权交易公告、挂牌（拍卖）", "产权交易公告", "公开挂牌"), 355, 400),
    "D18": (("成交及价格确认", "拍卖成交", "签订成交确认书"), None, 405),
    "D19": (("签订转让合同、支付价款", "受让方支付价款", "成交价款支付"), 408, 420),
    "D20": (("收入缴入专户", "转让收入缴入专户", "价款存入专户"), None, 421),
    "D21": (("土地置换、储备中心垫付", "储备中心垫付", "联合审查、土地储备垫付"), 342, 346),
    "D22": (("社保缴费暂挂协议", "缴费暂挂", "签订社保暂挂协议"), None, 354),
    "D23": (("发放一补二险", "发放经济补偿金", "兑付补偿金"), 430, 440),
    "D24": (("解除劳动合同、移交档案、办证", "解除劳动合同", "解除劳动关系、移交档案"), 441, 450),
    "D25": (("联席会议、专项小组和维稳方案", "建立联席会议制度", "信访维稳方案"), None, 30),
    "D26": (("信访登记、十五日内受理告知", "信访登记受理", "信访事项登记"), 318, 328),
    "D27": (("信访办理、六十日内答复", "信访办理答复", "信访事项答复"), 328, 360),
    "D28": (("信访复查、复核", "信访复查", "信访复核"), 370, 390),
    "D29": (("验收、变更（注销）登记、归档", "改制验收", "验收、资料归档"), 460, 470),
}
"""Words of each step, and the days after the start of the timeline on which it begins (None: one day only) and ends."""
OPTIONAL = ("D10", "D21", "D22", "D26", "D27", "D28")
APPRAISAL_BASE = 190
ENTERPRISES = ("虚构机械厂", "虚构纺织厂", "虚构百货公司")
SYSTEMS = ("工业系统", "工业系统", "商贸系统")

STEP_HEADINGS: Formats = {
    "seq": ("序号", "编号"),
    "enterprise": ("企业名称", "单位名称", "改制企业"),
    "step_id": ("步骤编号", "步骤代码"),
    "step": ("步骤（事项）", "步骤", "事项", "工作事项", "工作步骤"),
    "responsible": ("责任单位", "责任部门", "承办单位"),
    "started": ("开始日期", "开始时间", ("起止时间", "开始"), ("起止时间", "起")),
    "finished": ("完成日期", "完成时间", "办结日期", ("起止时间", "完成"), ("起止时间", "止")),
    "document": ("文号（依据）", "依据文号", "文号", "文件文号"),
    "delegates": ("应到", "应到人数", ("职代会表决", "应到")),
    "attended": ("实到", "实到人数", ("职代会表决", "实到")),
    "in_favour": ("同意", "同意票数", ("职代会表决", "同意")),
    "materials": ("材料送达时间", "会议材料送达日期", ("职代会表决", "材料送达时间")),
    "note": ("备注", "说明"),
}
PROGRESS_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("企业名称", "改制企业", "单位名称"),
    "system": ("主管系统", "所属系统"),
    "form": ("改制形式", "改制方式"),
    "verification": ("清产核资", "清产核资时间"),
    "audit": ("审计", "财务审计"),
    "appraisal_date": ("评估基准日", "基准日", ("评估", "基准日")),
    "appraisal": ("评估值", "评估价", ("评估", "评估值")),
    "vote_date": ("职代会时间", "职代会日期", ("职代会", "时间")),
    "delegates": ("应到", "应到人数", ("职代会", "应到")),
    "attended": ("实到", "实到人数", ("职代会", "实到")),
    "in_favour": ("同意", "同意票数", ("职代会", "同意")),
    "materials": ("材料送达时间", "职代会材料送达日期", ("职代会", "材料送达时间")),
    "approval_no": ("批复文号", ("批复", "文号")),
    "approval_date": ("批复时间", "批复日期", ("批复", "时间")),
    "listing_from": ("公告开始", "公告起", ("公告", "起"), ("公告", "开始")),
    "listing_to": ("公告截止", "公告结束", "公告止", ("公告", "止"), ("公告", "截止")),
    "deal_date": ("成交时间", "成交日期", ("成交", "时间")),
    "price": ("成交价", "成交价格", ("成交", "成交价")),
    "price_approval": ("降价批准文号", "低价批准文号"),
    "first_payment": ("首付款", "首付金额", ("付款", "首付款")),
    "first_paid": ("首付时间", "首付日期", ("付款", "首付时间")),
    "rest_paid": ("余款付清时间", "付清时间", ("付款", "付清时间")),
    "received": ("到账时间", "到账日期"),
    "closed": ("完成时间",),
    "problems": ("存在问题",),
    "responsible": ("责任人",),
}


def day(start: dt.date, offset: int) -> dt.date:
    return start + dt.timedelta(days=offset)


def step_facts(rng: random.Random, start: dt.date, optional: Sequence[str], coded: bool = False) -> list[Row]:
    """The rows of one enterprise, in the order of the steps or shuffled."""
    rows: list[Row] = []
    for step, (words, begin, end) in STEPS.items():
        if step in OPTIONAL and step not in optional:
            continue
        rows.append(
            {
                "id": step,
                "seq": len(rows) + 1,
                "step_id": step if coded else None,
                "step": rng.choice(words),
                "responsible": rng.choice(("企业", "市企改办", "主管系统", "财政局")),
                "started": day(start, begin) if begin is not None else None,
                "finished": day(start, end),
                "document": rng.choice((f"虚构府字〔2010〕{len(rows) + 1}号", "会议记录", "批复文件")),
            }
        )
    appraisal = next(row for row in rows if row["id"] == "D09")
    appraisal["note"] = f"基准日{day(start, APPRAISAL_BASE).isoformat()}"
    vote = next(row for row in rows if row["id"] == "D12")
    vote |= {"delegates": 120, "attended": rng.randint(80, 120), "in_favour": rng.randint(61, 80)}
    return rows


def random_start(rng: random.Random) -> dt.date:
    return dt.date(rng.randint(2006, 2014), rng.randint(1, 12), rng.randint(1, 28))


def step_draft(rng: random.Random, start: dt.date | None = None, optional: Sequence[str] | None = None) -> Draft:
    """A clean 改制程序核查表 of one enterprise."""
    chosen = [step for step in OPTIONAL if rng.random() < 0.5] if optional is None else list(optional)
    if "D27" in chosen and "D26" not in chosen:
        chosen.remove("D27")
    if "D28" in chosen and "D27" not in chosen:
        chosen.remove("D28")
    rows = step_facts(rng, start or random_start(rng), chosen, coded=rng.random() < 0.3)
    titled = rng.random() < 0.7
    if not titled:
        for row in rows:
            row["enterprise"] = ENTERPRISES[0]
    title = rng.choice(("企业名称：", "填报单位：")) + ENTERPRISES[0] if titled else ""
    always = ["seq", "step", "responsible", "started", "finished", "document", "note"]
    return draft(rng, "程序", STEP_HEADINGS, rows, titles=[title], always=always)


def progress_facts(rng: random.Random, start: dt.date, enterprise: int) -> Row:
    appraisal = rng.randint(300, 2000)
    price = appraisal + rng.randint(0, 50)
    first = -(-price * 30 // 100) + rng.randint(0, 50)
    return {
        "seq": enterprise + 1,
        "enterprise": ENTERPRISES[enterprise],
        "system": SYSTEMS[enterprise],
        "form": rng.choice(("出售", "拍卖", "股份合作")),
        "verification": day(start, 160),
        "audit": day(start, 200),
        "appraisal_date": day(start, APPRAISAL_BASE),
        "appraisal": yuan(appraisal * 10_000),
        "vote_date": day(start, 300),
        "delegates": 120,
        "attended": rng.randint(80, 120),
        "in_favour": rng.randint(61, 80),
        "approval_no": f"虚构府批{enterprise + 1}号",
        "approval_date": day(start, 350),
        "listing_from": day(start, 355),
        "listing_to": day(start, 400),
        "deal_date": day(start, 405),
        "price": yuan(price * 10_000),
        "first_payment": yuan(first * 10_000),
        "first_paid": day(start, 408),
        "rest_paid": day(start, 420),
        "received": day(start, 421),
        "closed": day(start, 470),
    }


def progress_draft(rng: random.Random, start: dt.date | None = None, enterprises: int = 3) -> Draft:
    """A clean 改制工作进度表."""
    rows = [progress_facts(rng, start or random_start(rng), i) for i in range(enterprises)]
    always = [*PROGRESS_HEADINGS]
    money = ["appraisal", "price", "first_payment"]
    return draft(rng, "进度", PROGRESS_HEADINGS, rows, titles=["填报单位：虚构市企改办"], always=always, money=money)

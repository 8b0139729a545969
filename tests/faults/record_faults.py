"""Known faults in the lists of an office: petitions, publications, bodies, sources of money, payments, certificates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from tests.faults.fund_facts import END, FIRST, id_number, severance_draft, severance_rows, sold, total_of
from tests.faults.procedure_facts import ENTERPRISES, PROGRESS_HEADINGS, day
from tests.faults.sheet_drafts import Draft, Formats, Raw, Row, Yuan, draft, yuan
from tests.faults.step_faults import Injection, injection
from xl_addin.values.errors import CellError

PETITION_HEADINGS: Formats = {
    "seq": ("编号", "序号"),
    "registered": ("登记时间", "登记（接件）时间", "接访时间"),
    "petitioner": ("信访人", "来访人"),
    "persons": ("人数",),
    "form": ("信访形式", "信访方式"),
    "enterprise": ("所属企业",),
    "matter": ("反映问题", "主要诉求", "信访事项"),
    "accepted": ("受理时间", "受理日期"),
    "responsible": ("责任单位",),
    "handling": ("办理情况", "处理情况"),
    "extension": ("延期审批", "延期批准文号"),
    "answered": ("答复时间", "答复日期"),
    "review": ("复查/复核", "复查复核"),
    "resolved": ("是否化解",),
    "note": ("备注",),
}
PUBLICITY_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("企业名称",),
    "content": ("公示内容", "公示事项"),
    "place": ("公示地点", "张榜地点"),
    "from": ("公示开始", "公示开始日期", ("公示时间", "起")),
    "to": ("公示结束", "公示截止", ("公示时间", "止")),
    "days": ("公示天数",),
    "objection": ("异议", "异议内容", "职工意见"),
    "answer": ("答复情况", "处理结果"),
    "answered": ("答复时间",),
    "note": ("备注",),
}
BODY_HEADINGS: Formats = {
    "seq": ("序号",),
    "body": ("机构名称", "机构", "工作组"),
    "leader": ("组长", "负责人"),
    "receiver": ("接待责任人", "接待领导", "接访责任人"),
    "document": ("成立文号",),
    "phone": ("联系电话",),
}
HEAD_HEADINGS: Formats = {"seq": ("序号",), "system": ("主管系统", "系统名称"), "head": ("一把手", "第一责任人")}
SOURCE_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("企业名称",),
    "cost_total": ("费用合计", "改制成本合计", "所需资金合计"),
    "source_total": ("资金来源合计", "来源合计", "落实资金合计"),
    "gap": ("缺口", "资金缺口"),
    "labour": ("人社审核",),
    "audit": ("审计审核",),
    "finance": ("财政复核",),
}
SIDE_HEADINGS: Formats = {
    "cost_item": ("费用项目", ("费用", "项目")),
    "cost_amount": ("费用金额", ("费用", "金额")),
    "source_item": ("资金来源", ("来源", "项目")),
    "source_amount": ("来源金额", ("来源", "金额")),
}
LIST_HEADINGS: Formats = {"direction": ("费用/来源", "来源/费用"), "item": ("项目",), "amount": ("金额",)}
PAYMENT_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("企业名称",),
    "name": ("姓名",),
    "id": ("身份证号", "身份证号码"),
    "item": ("发放项目", "款项"),
    "due": ("应发金额", "核定金额"),
    "paid": ("实发金额", "发放金额"),
    "due_date": ("应发日期",),
    "paid_date": ("发放日期", "发放时间"),
    "signed": ("领款人签字", "签领"),
    "note": ("备注",),
}
REGISTER_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("原单位", "企业名称"),
    "name": ("姓名",),
    "id": ("身份证号",),
    "certificate": ("优惠证号", "再就业优惠证编号", "下岗优惠证号"),
    "issued": ("发证日期", "办证时间"),
    "status": ("再就业情况",),
}


def _petitions(rng: random.Random, start: dt.date) -> Draft:
    rows: list[Row] = [
        {
            "seq": i + 1,
            "registered": day(start, 10 * i),
            "petitioner": f"虚构{'甲乙丙丁'[i]}",
            "persons": i + 1,
            "form": rng.choice(("来信", "来访", "网上")),
            "enterprise": FIRST,
            "matter": "工龄计算",
            "accepted": day(start, 10 * i + rng.randint(0, 15)),
            "responsible": "主管系统",
            "resolved": "是",
        }
        for i in range(4)
    ]
    for row in rows:
        accepted = row["accepted"]
        assert isinstance(accepted, dt.date)
        row["answered"] = day(accepted, rng.randint(0, 60))
    return draft(rng, "信访", PETITION_HEADINGS, rows, always=list(PETITION_HEADINGS))


def petition_faults(rng: random.Random) -> Iterator[Injection]:
    """Every period of a petition on its last day and a day later, under the text of 2005 and of 2022."""
    for start in (dt.date(2011, 3, 1), dt.date(2023, 3, 1)):
        yield injection("clean petitions", _petitions(rng, start))
        yield from _periods(rng, start)
        for role, code in (
            ("registered", "PETITION_REGISTRATION_MISSING"),
            ("accepted", "PETITION_ACCEPTANCE_MISSING"),
            ("answered", "PETITION_ANSWER_MISSING"),
        ):
            sheet = _petitions(rng, start)
            record = rng.randrange(4)
            sheet.rows[record] |= {role: None, "resolved": rng.choice(("否", None))}
            yield injection(f"{role} empty", sheet, (code, sheet.cell(role, record)))
        sheet = _petitions(rng, start)
        sheet.rows[1] |= {"answered": None, "resolved": "是"}
        yield injection("resolved without an answer", sheet)
        for value, code in (
            ("月底", "RECORD_DATE_UNREADABLE"),
            (2011.1, "RECORD_DATE_AMBIGUOUS"),
            (dt.date(2211, 4, 1), "RECORD_DATE_OUT_OF_RANGE"),
        ):
            sheet = _petitions(rng, start)
            sheet.rows[2]["answered"] = Raw(value)
            yield injection(f"answered {value}", sheet, (code, sheet.cell("answered", 2)))


def _periods(rng: random.Random, start: dt.date) -> Iterator[Injection]:
    begin = day(start, 40)
    approved = rng.choice((("extension", "虚构信批1号"), ("handling", "经批准延期30日"), ("note", "已办理延期审批")))
    cases: tuple[tuple[str, str, str, dict[str, object]], ...] = (
        ("accepted on day 15", "", "", {"accepted": day(begin, 15)}),
        ("accepted on day 16", "PETITION_ACCEPT_LATE", "accepted", {"accepted": day(begin, 16)}),
        ("accepted before registered", "DATES_REVERSED", "accepted", {"accepted": day(begin, -1)}),
        ("answered on day 60", "", "", {"answered": day(begin, 60)}),
        ("answered on day 61", "PETITION_HANDLE_LATE", "answered", {"answered": day(begin, 61)}),
        ("extended to day 90", "", "", {"answered": day(begin, 90), approved[0]: approved[1]}),
        ("extended to day 91", "PETITION_HANDLE_LATE", "answered", {"answered": day(begin, 91), "extension": "批1号"}),
        ("no extension", "PETITION_HANDLE_LATE", "answered", {"answered": day(begin, 61), "note": "未申请延期"}),
        ("answered before accepted", "DATES_REVERSED", "answered", {"answered": day(begin, -1)}),
        ("review in time", "", "", {"answered": begin, "review": _review(begin, 30, 60)}),
        ("review asked late", "PETITION_REVIEW_LATE", "review", {"answered": begin, "review": _review(begin, 31, 40)}),
        ("review late", "PETITION_REVIEW_LATE", "review", {"answered": begin, "review": _review(begin, 10, 41)}),
    )
    for name, code, role, changes in cases:
        sheet = _petitions(rng, start)
        record = rng.randrange(4)
        sheet.rows[record] |= {"registered": begin, "accepted": begin, "answered": day(begin, 20)} | changes
        yield injection(name, sheet, *([(code, sheet.cell(role, record))] if code else []))


def _review(begin: dt.date, asked: int, replied: int) -> str:
    return f"{day(begin, asked).isoformat()}申请复查，{day(begin, replied).isoformat()}复查意见维持"


def _postings(rng: random.Random) -> Draft:
    start = dt.date(2010, 11, 2)
    rows: list[Row] = [
        {
            "seq": i + 1,
            "enterprise": ENTERPRISES[i],
            "content": rng.choice(("审计、评估结果", "职工安置方案", "经济补偿金明细")),
            "place": "厂区公告栏",
            "from": day(start, i),
            "to": day(start, i + 6 + rng.randint(0, 9)),
            "objection": rng.choice((None, "无", "没有异议", 0)),
        }
        for i in range(3)
    ]
    return draft(rng, "公示", PUBLICITY_HEADINGS, rows, always=list(PUBLICITY_HEADINGS))


def _one_cell_postings(rng: random.Random) -> Draft:
    """The same with both days of a posting in one cell."""
    headings = {role: names for role, names in PUBLICITY_HEADINGS.items() if role not in ("from", "to")}
    headings |= {"period": ("公示起止", "公示起止时间", "公示期")}
    rows = _postings(rng).rows
    for row in rows:
        row["period"] = _period(rng, row.pop("from"), row.pop("to"))
    return draft(rng, "公示", headings, rows, always=list(headings))


def _period(rng: random.Random, first: dt.date, last: dt.date) -> str:
    ways = (
        "{0:%Y-%m-%d}至{1:%Y-%m-%d}",
        "{0:%Y%m%d}-{1:%m%d}",
        "{0.year}年{0.month}月{0.day}日—{1.month}月{1.day}日（公示）",
    )
    return rng.choice(ways).format(first, last)


def publicity_faults(rng: random.Random) -> Iterator[Injection]:
    """Publications that were short, unfilled, miscounted or left objections open."""
    yield injection("clean publications", _postings(rng))
    begin = dt.date(2010, 11, 9)
    objected = {"objection": "工龄少算两年"}
    cases: tuple[tuple[str, str, str, dict[str, object]], ...] = (
        ("six days", "PUBLICITY_SHORT", "to", {"from": begin, "to": day(begin, 5)}),
        ("reversed", "DATES_REVERSED", "to", {"from": begin, "to": day(begin, -1)}),
        ("no place", "PUBLICITY_MISSING_PLACE", "place", {"place": None}),
        ("no beginning", "PUBLICITY_MISSING_POSTED_FROM", "from", {"from": None}),
        ("no end", "PUBLICITY_MISSING_POSTED_TO", "to", {"to": Raw(" ")}),
        ("no content", "PUBLICITY_MISSING_CONTENT", "content", {"content": None}),
        ("unanswered", "OBJECTION_UNANSWERED", "answer", objected),
        ("answered in words", "", "", objected | {"answer": "已核对更正"}),
        ("answered by date", "", "", objected | {"answered": day(begin, 9)}),
        ("miscounted", "PUBLICITY_DAY_COUNT", "days", {"from": begin, "to": day(begin, 9), "days": 12}),
        ("both days counted", "", "", {"from": begin, "to": day(begin, 9), "days": 10}),
        ("unreadable", "RECORD_DATE_UNREADABLE", "to", {"to": Raw("月底")}),
        ("a later century", "RECORD_DATE_OUT_OF_RANGE", "to", {"to": Raw(dt.date(2211, 4, 1))}),
        ("error value", "RECORD_ERROR_VALUE", "to", {"to": Raw(CellError("#N/A", ""))}),
    )
    for name, code, role, changes in cases:
        sheet = _postings(rng)
        record = rng.randrange(3)
        sheet.rows[record] |= changes
        yield injection(f"publication {name}", sheet, *([(code, sheet.cell(role, record))] if code else []))
    yield injection("clean publications in one cell", _one_cell_postings(rng))
    periods = (
        ("PUBLICITY_SHORT", _period(rng, begin, day(begin, 5))),
        ("DATES_REVERSED", _period(rng, begin, day(begin, -1))),
        ("RECORD_PERIOD_UNREAD", "11月9日至11月15日"),
        ("RECORD_PERIOD_UNREAD", "2010-11-09起7天"),
        ("PUBLICITY_MISSING_POSTED_PERIOD", None),
    )
    for code, text in periods:
        sheet = _one_cell_postings(rng)
        record = rng.randrange(3)
        sheet.rows[record] |= {"period": text}
        yield injection(f"publication in one cell {code}", sheet, (code, sheet.cell("period", record)))


BODIES = (
    "市企业改革领导小组", "综合协调工作组", "资产处置工作组", "职工安置工作组", "信访维稳工作组", "资金保障工作组",
    "企改专项小组", "军转干部专项小组", "伤残退伍军人专项小组",
)  # fmt: skip


def _bodies(rng: random.Random) -> Draft:
    rows: list[Row] = [
        {"seq": i + 1, "body": body, "leader": f"虚构{i}甲", "receiver": f"虚构{i}乙", "document": "虚构办字1号"}
        for i, body in enumerate(BODIES)
    ]
    return draft(rng, "机构", BODY_HEADINGS, rows)


def body_faults(rng: random.Random) -> Iterator[Injection]:
    """Bodies that do not exist or for which nobody is named."""
    yield injection("clean bodies", _bodies(rng))
    for body, code in (
        (BODIES[0], "BODY_MISSING_LEADING_GROUP"),
        (BODIES[6], "BODY_MISSING_ENTERPRISE_GROUP"),
        (BODIES[7], "BODY_MISSING_VETERAN_GROUP"),
        (BODIES[8], "BODY_MISSING_DISABLED_GROUP"),
        (BODIES[3], "WORK_GROUPS_FEW"),
    ):
        sheet = _bodies(rng)
        sheet.rows = [row for row in sheet.rows if row["body"] != body]
        yield injection(f"without {body}", sheet, (code, sheet.header_cell("body")))
    for role, code in (("receiver", "RECEIVER_MISSING"), ("leader", "LEADER_MISSING")):
        sheet = _bodies(rng)
        record = rng.randrange(len(BODIES))
        sheet.rows[record][role] = rng.choice((None, Raw("——"), Raw(" ")))
        yield injection(f"{role} not named", sheet, (code, sheet.cell(role, record)))
    rows: list[Row] = [{"seq": i + 1, "system": f"{word}系统", "head": "虚构丁"} for i, word in enumerate("工商粮")]
    yield injection("clean heads", draft(rng, "责任", HEAD_HEADINGS, rows))
    sheet = draft(rng, "责任", HEAD_HEADINGS, rows)
    sheet.rows[1]["head"] = None
    yield injection("head not named", sheet, ("HEAD_MISSING", sheet.cell("head", 1)))


def _totals(rng: random.Random) -> Draft:
    rows: list[Row] = []
    for i, name in enumerate(ENTERPRISES):
        cost = Decimal(rng.randint(10**6, 10**8)) / 100
        more = Decimal(rng.choice((0, 1, 500_000)))
        reviews = dict.fromkeys(("labour", "audit", "finance"), "同意")
        gap = rng.choice((Decimal(0), -more))
        facts = {"cost_total": Yuan(cost), "source_total": Yuan(cost + more), "gap": Yuan(gap)}
        rows.append({"seq": i + 1, "enterprise": name} | facts | reviews)
    return draft(rng, "来源", SOURCE_HEADINGS, rows, money=["cost_total", "source_total", "gap"])


def source_faults(rng: random.Random) -> Iterator[Injection]:
    """Costs without sources, in three layouts; reviews that are missing; totals that differ from the persons."""
    yield injection("clean sources", _totals(rng))
    sheet = _totals(rng)
    row = sheet.rows[1]
    cost = row["cost_total"]
    assert isinstance(cost, Yuan)
    row |= {"source_total": Yuan(cost.amount - Decimal("0.01")), "gap": yuan("0.01")}
    yield injection("a fen uncovered", sheet, ("SOURCES_SHORT", sheet.cell("source_total", 1)))
    sheet = _totals(rng)
    sheet.rows[2]["gap"] = yuan(777)
    yield injection("false gap", sheet, ("SOURCES_GAP", sheet.cell("gap", 2)))
    for role in ("labour", "audit", "finance"):
        sheet = _totals(rng)
        sheet.rows[0][role] = None
        yield injection(f"{role} not reviewed", sheet, ("COSTS_UNREVIEWED", sheet.cell(role, 0)))
    sheet = _totals(rng)
    sheet.rows[0] |= {"cost_total": Raw("待定"), "gap": None}
    yield injection("costs in words", sheet, ("SOURCES_AMOUNT", sheet.cell("cost_total", 0)))
    yield from _side_by_side(rng)
    yield from _listed(rng)


def _side_by_side(rng: random.Random) -> Iterator[Injection]:
    severance = sum(map(total_of, severance_rows()), Decimal(0))
    title = f"企业名称：{FIRST}"

    def sheet(short: str, off: str = "0") -> Draft:
        items = (("经济补偿金", severance + Decimal(off)), ("养老保险费", Decimal(50_000)))
        sources = (("产权变现收入", severance), ("财政拨款", Decimal(50_000) + Decimal(off) - Decimal(short)))
        rows: list[Row] = [
            {"cost_item": c, "cost_amount": Yuan(a), "source_item": s, "source_amount": Yuan(b)}
            for (c, a), (s, b) in zip(items, sources, strict=True)
        ]
        money = ["cost_amount", "source_amount"]
        return draft(rng, "来源", SIDE_HEADINGS, rows, titles=[title], money=money)

    yield injection("clean side by side", (sheet("0"), severance_draft(rng)))
    short = sheet("0.01")
    yield injection("side by side short", short, ("SOURCES_SHORT", short.cell("source_amount", 1)))
    differs = sheet("0", "100")
    cell = differs.cell("cost_amount", 0)
    yield injection("not the persons", (differs, severance_draft(rng)), ("COSTS_DIFFER_FROM_PERSONS", cell))


def _listed(rng: random.Random) -> Iterator[Injection]:
    for short in ("0", "0.01"):
        rows: list[Row] = [
            {"direction": "费用", "item": "欠薪", "amount": yuan(30_000)},
            {"direction": "费用", "item": "养老", "amount": yuan(20_000)},
            {"direction": "来源", "item": "土地出让", "amount": yuan(40_000)},
            {"direction": "资金来源", "item": "财政拨款", "amount": Yuan(Decimal(10_000) - Decimal(short))},
        ]
        sheet = draft(rng, "来源", LIST_HEADINGS, rows, money=["amount"])
        faults = [("SOURCES_SHORT", sheet.cell("amount", 3))] if short != "0" else []
        yield injection(f"list short by {short}", sheet, *faults)


def _payments(rng: random.Random, *, dues: bool = True) -> Draft:
    rows: list[Row] = []
    for i, person in enumerate(severance_rows()):
        facts = {role: person[role] for role in ("seq", "enterprise", "name", "id")}
        money = {"due": person["total"] if dues else None, "paid": person["total"]}
        signed = {"paid_date": day(END, 10 + i), "signed": f"虚构签{i}"}
        rows.append(facts | money | signed)
    always = ["seq", "name", "id", "paid", "paid_date", "signed", "note"] + (["due"] if dues else [])
    return draft(rng, "发放", PAYMENT_HEADINGS, rows, always=always, money=["due", "paid"] if dues else ["paid"])


def _deductions(rng: random.Random) -> Iterator[Injection]:
    """Money taken off between 应发 and 实发, in two columns and their sum."""
    headings: Formats = {
        **PAYMENT_HEADINGS,
        "loan": ("扣借款", "减：借款", "已预支"),
        "insurance": ("代扣个人欠缴保险费", "代缴养老保险", "社保个人部分"),
        "off": ("扣款合计", "扣款小计"),
    }
    always = ["seq", "name", "id", "due", "paid", "paid_date", "signed", "loan", "insurance", "off"]
    for code, role, by in (("", "off", 0), ("PAYMENT_DEDUCTIONS", "off", 10), ("PAYMENT_UNDER_DUE", "paid", -10)):
        rows = [dict(row) for row in _payments(rng).rows]
        for row, loan in zip(rows, (2000, 0, 300, 50), strict=False):
            due = row["due"]
            assert isinstance(due, Yuan)
            row |= {"loan": yuan(loan), "insurance": yuan(100), "off": yuan(loan + 100)}
            row["paid"] = Yuan(due.amount - loan - 100)
        sheet = draft(
            rng,
            "发放",
            headings,
            rows,
            always=always,
            money=["due", "paid", "loan", "insurance", "off"],
            fixed_order=True,
        )
        changed = rows[1][role]
        assert isinstance(changed, Yuan)
        rows[1][role] = Yuan(changed.amount + by)
        yield injection(
            f"deductions {code}", (sheet, severance_draft(rng)), *([(code, sheet.cell(role, 1))] if code else [])
        )


def payment_faults(rng: random.Random) -> Iterator[Injection]:
    """Payments that are not what was approved, came at the wrong time, or lack a signature."""
    yield injection("clean payments", (_payments(rng), severance_draft(rng)))
    yield injection("clean payments without dues", (_payments(rng, dues=False), severance_draft(rng)))
    right = total_of(severance_rows()[1])
    for code, dues, changes in (
        ("PAYMENT_OVER_DUE", True, {"paid": Yuan(right + Decimal("0.01"))}),
        ("PAYMENT_UNDER_DUE", True, {"paid": Yuan(right - Decimal("0.01"))}),
        ("PAYMENT_OVER_APPROVED", False, {"paid": Yuan(right + Decimal("0.01"))}),
        ("PAYMENT_UNDER_APPROVED", False, {"paid": Yuan(right - Decimal("0.01"))}),
        ("PAYMENT_AMOUNT", True, {"paid": Raw("待发")}),
        ("", True, {"paid": Yuan(right - 5000), "note": "分期，余款7月付"}),
    ):
        sheet = _payments(rng, dues=dues)
        sheet.rows[1] |= changes
        faults = [(code, sheet.cell("paid", 1))] if code else []
        yield injection(f"payment {code}", (sheet, severance_draft(rng)), *faults)
    yield from _deductions(rng)
    sheet = _payments(rng, dues=False)
    sheet.rows.append(dict(sheet.rows[2]))
    where = sheet.cell("paid", 4)
    yield injection("paid twice", (sheet, severance_draft(rng)), ("PAYMENT_OVER_APPROVED", where))
    yield from _payment_days(rng)
    for role, code in (("name", "NAME"), ("id", "ID"), ("paid", "PAID"), ("paid_date", "PAID_DATE")):
        sheet = _payments(rng)
        sheet.rows[3][role] = None
        yield injection(f"{role} empty", sheet, (f"PAYMENT_CELL_MISSING_{code}", sheet.cell(role, 3)))
    sheet = _payments(rng)
    sheet.rows[0]["signed"] = None
    yield injection("not signed for", sheet, ("PAYMENT_UNSIGNED", sheet.cell("signed", 0)))
    sheet = _payments(rng)
    wrong = id_number(0)[:17] + ("1" if id_number(0)[17] != "1" else "2")
    sheet.rows[0]["id"] = wrong
    yield injection("false check digit", sheet, ("ID_CHECK_DIGIT", sheet.cell("id", 0)))


def _payment_days(rng: random.Random) -> Iterator[Injection]:
    sheet = _payments(rng)
    sheet.rows[2]["paid_date"] = day(END, 31)
    cell = sheet.cell("paid_date", 2)
    yield injection("paid long after", (sheet, severance_draft(rng)), ("PAYMENT_LONG_AFTER_END", cell))
    sheet = _payments(rng)
    approved = sold(rng, 0, approval_date=day(END, 12))
    later = {"listing_from": 20, "listing_to": 65, "deal_date": 70, "first_paid": 72, "rest_paid": 73, "received": 74}
    approved |= {role: day(END, offset) for role, offset in later.items()} | {"appraisal_date": END}
    approved |= {"closed": day(END, 90), "vote_date": day(END, 5)}
    money = ["appraisal", "price", "first_payment"]
    progress = draft(rng, "进度", PROGRESS_HEADINGS, [approved], always=list(PROGRESS_HEADINGS), money=money)
    early = [("PAYMENT_ROW_BEFORE_APPROVAL", sheet.cell("paid_date", i)) for i in (0, 1)]
    yield injection("paid before approval", (sheet, progress), *early)
    plan = _payments(rng)
    rows = [row | {"due_date": day(END, 20)} for row in plan.rows]
    rows[1]["paid_date"] = day(END, 21)
    late = draft(rng, "发放", PAYMENT_HEADINGS, rows, money=["due", "paid"])
    yield injection("paid after the due day", late, ("PAYMENT_AFTER_DUE", late.cell("paid_date", 1)))


def _register(rng: random.Random) -> Draft:
    rows: list[Row] = [
        {role: person[role] for role in ("seq", "enterprise", "name", "id")}
        | {"certificate": f"虚构证{i:04d}", "issued": day(END, 15 + i), "status": "灵活就业"}
        for i, person in enumerate(severance_rows())
    ]
    return draft(rng, "优惠证", REGISTER_HEADINGS, rows)


def register_faults(rng: random.Random) -> Iterator[Injection]:
    """Certificates that are missing, shared, or older than the end of the contract."""
    yield injection("clean register", (_register(rng), severance_draft(rng)))
    sheet = _register(rng)
    sheet.rows[1]["certificate"] = None
    missing = ("PAYMENT_CELL_MISSING_CERTIFICATE_NO", sheet.cell("certificate", 1))
    yield injection("no certificate", sheet, missing)
    sheet = _register(rng)
    sheet.rows[3]["certificate"] = sheet.rows[0]["certificate"]
    yield injection("shared certificate", sheet, ("CERTIFICATE_SHARED", sheet.cell("certificate", 3)))
    sheet = _register(rng)
    sheet.rows[2]["issued"] = day(END, -1)
    early = ("CERTIFICATE_BEFORE_END", sheet.cell("issued", 2))
    yield injection("certificate before the end", (sheet, severance_draft(rng)), early)


def record_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of every list once."""
    for faults in (petition_faults, publicity_faults, body_faults, source_faults, payment_faults, register_faults):
        yield from faults(rng)


def clean_records(rng: random.Random) -> list[Draft]:
    """One clean list of each kind."""
    petitions = _petitions(rng, dt.date(2011, 3, 1))
    return [petitions, _postings(rng), _bodies(rng), _totals(rng), _payments(rng), _register(rng)]

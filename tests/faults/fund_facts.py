"""Facts of an invented special fund: a ledger of three enterprises, the persons it pays, the sales it comes from.

Balances are added up here with decimals; nothing is taken from the program that checks them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal

from tests.faults.procedure_facts import ENTERPRISES, SYSTEMS, day, progress_facts
from tests.faults.sheet_drafts import Draft, Formats, Heading, Row, Yuan, draft, yuan

FIRST, SECOND, THIRD = ENTERPRISES
APPROVED = day(dt.date(2009, 2, 1), 350)
START = dt.date(2010, 4, 1)
END = dt.date(2010, 6, 30)
"""Day on which the contracts of the invented persons end."""
WORDS = {
    "产权变现": ("产权变现", "产权转让收入", "资产变现"),
    "土地出让/收储补偿": ("土地出让/收储补偿", "土地出让金", "收储补偿"),
    "土地储备垫付": ("土地储备垫付", "储备中心垫付", "土地垫付"),
    "社保暂挂": ("社保暂挂（非现金）", "社保暂挂", "缴费暂挂"),
    "经济补偿": ("经济补偿", "经济补偿金", "补偿金"),
    "养老": ("养老", "养老保险费"),
    "税费": ("税费", "税款"),
    "归还暂挂": ("归还暂挂", "归还社保暂挂"),
    "归还垫付": ("归还垫付", "归还土地储备垫付"),
    "系统调出": ("系统调出", "调出"),
    "系统调入": ("系统调入", "调入"),
    "利息": ("利息", "存款利息"),
    "欠薪": ("欠薪", "拖欠工资"),
    "处置费用": ("评估费", "拍卖佣金"),
}
LEDGER_HEADINGS: Formats = {
    "seq": ("序号",),
    "date": ("日期", "记账日期"),
    "voucher": ("凭证号", "凭证编号"),
    "enterprise": ("企业名称", "单位名称"),
    "system": ("所属系统", "主管系统"),
    "direction": ("收支方向", "收支"),
    "subject": ("科目", "科目（资金来源/用途）", "资金来源/用途"),
    "summary": ("摘要",),
    "income": ("收入金额", "收入", ("金额", "收入")),
    "expense": ("支出金额", "支出", ("金额", "支出")),
    "balance": ("余额", "结余"),
    "partner": ("往来单位",),
    "approval": ("审批文号", "批准文号"),
    "person": ("关联人员编号",),
    "pair": ("对冲单号",),
    "handler": ("经办人",),
    "note": ("备注",),
}
SEVERANCE_HEADINGS: Formats = {
    "seq": ("序号",),
    "enterprise": ("企业名称",),
    "name": ("姓名",),
    "id": ("身份证号", "身份证号码"),
    "start": ("参加工作时间", "参工时间"),
    "end": ("解除时间", "基准日"),
    "wage": ("前12个月月平均工资", ("月平均工资", "本人前12个月")),
    "enterprise_wage": ("企业月平均工资", ("月平均工资", "本企业")),
    "local_wage": ("当地上年度职工月平均工资", ("月平均工资", "当地")),
    "amount": ("补偿金额", "经济补偿金"),
    "other": ("其他补助",),
    "total": ("合计",),
}
ROSTER_HEADINGS: Formats = {
    "seq": ("序号", "人员编号"),
    "enterprise": ("企业名称",),
    "name": ("姓名",),
    "sex": ("性别",),
    "birth": ("出生年月", "出生日期"),
    "id": ("身份证号", "公民身份号码"),
    "start": ("参加工作时间",),
}
NAMES = ("赵甲", "钱乙", "孙丙", "李丁")


def id_number(order: int) -> str:
    body = f"99010119680305{2 * order + 1:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def severance_rows() -> list[Row]:
    """Four persons of the first enterprise; three months for 2008 to mid-2010, a month a year before that."""
    rows: list[Row] = []
    for order, name in enumerate(NAMES):
        start = dt.date(1990 + order, 1, 1)
        amount = (Decimal(2008 - start.year) + 3) * 1600
        rows.append(
            {
                "seq": order + 1,
                "enterprise": FIRST,
                "name": name,
                "id": id_number(order),
                "sex": "男",
                "birth": dt.date(1968, 3, 5),
                "start": start,
                "end": END,
                "wage": yuan(1600),
                "enterprise_wage": yuan(1500),
                "local_wage": yuan(2300),
                "amount": Yuan(amount),
                "other": yuan(100),
                "total": Yuan(amount + 100),
            }
        )
    return rows


def total_of(row: Row) -> Decimal:
    total = row["total"]
    assert isinstance(total, Yuan)
    return total.amount


def severance_draft(rng: random.Random) -> Draft:
    return draft(rng, "测算", SEVERANCE_HEADINGS, severance_rows())


def roster_draft(rng: random.Random) -> Draft:
    return draft(rng, "花名册", ROSTER_HEADINGS, severance_rows())


def entry(
    rng: random.Random, offset: int, firm: str | None, account: str, *, income: Decimal | int = 0,
    expense: Decimal | int = 0, **more: object,
) -> Row:  # fmt: skip
    system = SYSTEMS[ENTERPRISES.index(firm)] if firm in ENTERPRISES else None
    return {
        "account": account,
        "date": day(START, offset),
        "voucher": f"记{offset:03d}-{rng.randint(100, 999)}",
        "enterprise": firm,
        "system": system,
        "direction": "收入" if income else "支出",
        "subject": rng.choice(WORDS[account]),
        "income": Yuan(Decimal(income)) if income else None,
        "expense": Yuan(Decimal(expense)) if expense else None,
        "handler": "虚构戊",
    } | more


def ledger_rows(rng: random.Random, by_number: bool = False) -> list[Row]:
    """A clean ledger: sales, an advance, a deferral, severance in full, then the lower uses, two transfers."""
    rows = [
        entry(rng, 0, FIRST, "产权变现", income=5_200_000),
        entry(rng, 1, SECOND, "产权变现", income=1_000_000),
        entry(rng, 2, THIRD, "土地出让/收储补偿", income=Decimal("812345.67")),
        entry(rng, 5, FIRST, "土地储备垫付", income=300_000, approval="虚构联审1号"),
        entry(rng, 6, FIRST, "社保暂挂", income=100_000),
        entry(rng, 20, None, "利息", income=Decimal("1234.56")),
        entry(rng, 25, None, "处置费用", expense=1000),
    ]
    for order, person in enumerate(severance_rows()):
        who = order + 1 if by_number else person["id"]
        rows.append(entry(rng, 95 + order, FIRST, "经济补偿", expense=total_of(person), person=who))
    rows += [
        entry(rng, 101, FIRST, "养老", expense=50_000, person=id_number(0)),
        entry(rng, 102, SECOND, "养老", expense=70_000, person=id_number(1)),
        entry(rng, 103, THIRD, "欠薪", expense=Decimal("12000.5")),
        entry(rng, 110, FIRST, "税费", expense=20_000),
        entry(rng, 111, FIRST, "归还暂挂", expense=60_000),
        entry(rng, 112, FIRST, "归还暂挂", expense=40_000),
        entry(rng, 113, FIRST, "归还垫付", expense=300_000),
        entry(rng, 120, FIRST, "系统调出", expense=150_000, pair="T01"),
        entry(rng, 120, SECOND, "系统调入", income=150_000, pair="T01"),
        entry(rng, 121, FIRST, "系统调出", expense=80_000, pair="T02", approval="虚构市府批5号"),
        entry(rng, 121, THIRD, "系统调入", income=80_000, pair="T02", approval="虚构市府批5号"),
    ]
    return rows


def change_of(row: Row) -> Decimal:
    """What a row does to the cash; a deferral moves none."""
    if row.get("account") == "社保暂挂":
        return Decimal(0)
    income, expense = (row.get(role) for role in ("income", "expense"))
    return (income.amount if isinstance(income, Yuan) else Decimal(0)) - (
        expense.amount if isinstance(expense, Yuan) else Decimal(0)
    )


def balance(rows: Sequence[Row]) -> None:
    """Write the running balance into the rows; an opening row states its own."""
    running = Decimal(0)
    for row in rows:
        if row.get("opening"):
            running = Decimal(str(row["opening"]))
        else:
            running += change_of(row)
        row["balance"] = Yuan(running)


def opening_row(amount: int) -> Row:
    return {"date": day(START, -1), "summary": "上年结转", "opening": amount}


def ledger_draft(rng: random.Random, rows: list[Row], *, without: Sequence[str] = (), sums: bool = False) -> Draft:
    """Lay a ledger out; ``sums`` puts 本月合计 and 累计 under each month."""
    balance(rows)
    headings = {role: words for role, words in LEDGER_HEADINGS.items() if role not in without}
    always = [role for role in headings if role not in ("partner", "summary")]
    result = draft(rng, "台账", headings, rows, always=always, money=["income", "expense", "balance"])
    if sums:
        result.sums = _month_sums(rows)
        if "summary" not in result.columns:
            result.columns["summary"] = "摘要"
    return result


def single_draft(rng: random.Random, rows: list[Row]) -> Draft:
    """Lay a ledger out with one column of amounts."""
    balance(rows)
    headings: dict[str, Sequence[Heading]] = {}
    for role, words in LEDGER_HEADINGS.items():
        if role == "income":
            headings["amount"] = ("金额", "发生额")
        elif role != "expense":
            headings[role] = words
    always = [role for role in headings if role not in ("partner", "summary")]
    return draft(rng, "台账", headings, rows, always=always, money=["amount", "balance"])


def _month_sums(rows: Sequence[Row]) -> dict[int, list[Row]]:
    sums: dict[int, list[Row]] = {}
    months = [row["date"].strftime("%Y%m") if isinstance(row["date"], dt.date) else "" for row in rows]
    for end in range(1, len(rows) + 1):
        if end == len(rows) or months[end] != months[end - 1]:
            month = [row for row, own in zip(rows[:end], months, strict=False) if own == months[end - 1]]
            sums[end] = [sum_row("本月合计", month), sum_row("累　计", rows[:end])]
    return sums


def sum_row(label: str, rows: Sequence[Row]) -> Row:
    counted = [row for row in rows if not row.get("opening")]
    totals = {
        role: sum((amount.amount for row in counted if isinstance(amount := row.get(role), Yuan)), Decimal(0))
        for role in ("income", "expense")
    }
    return {"summary": label} | {role: Yuan(total) for role, total in totals.items()}


def sold(rng: random.Random, enterprise: int, **changes: object) -> Row:
    """A row of the progress sheet whose deal the ledger holds in full."""
    prices = (5_200_000, 1_000_000)
    row = progress_facts(rng, dt.date(2009, 2, 1), enterprise)
    price = prices[enterprise]
    return row | {"appraisal": yuan(price), "price": yuan(price), "first_payment": yuan(price)} | changes

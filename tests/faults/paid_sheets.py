"""Ledgers of the fund beside what is approved: random clean payments of one to three enterprises, and one fault each.

Knows nothing of the checks. Clean are instalments within the approved sum, payments split over banks, allowances month
by month, red ink and refunds, several enterprises, many kinds of numbers of vouchers.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.books import id_number
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address

START = dt.date(2010, 4, 1)
END = "2010-06-30"
FIRMS = ("示例市虚构一厂", "示例市虚构二厂", "虚构百货公司")
HEADINGS = {
    "date": ("日期", "记账日期"), "voucher": ("凭证号", "凭证编号"), "firm": ("企业名称", "单位名称"),
    "account": ("科目", "资金来源/用途"), "summary": ("摘要", "内容摘要"), "income": ("收入金额", "收入"),
    "expense": ("支出金额", "支出"), "payee": ("往来单位", "收付款单位"), "person": ("关联人员编号",),
    "approval": ("审批文号",), "maker": ("经办人",), "reviewer": ("复核", "复核人"),
}  # fmt: skip
Found = tuple[str, str, str]


@dataclass
class Entry:
    offset: int
    firm: str
    account: str
    fen: int
    """More than 0 for money that comes in."""
    summary: str = ""
    payee: str = ""
    person: str | int | None = None
    approval: str | None = None
    red: bool = False
    """Red ink: stands in the column of its account."""
    voucher: str = ""
    same: bool = False
    """Of the voucher of the entry before."""
    maker: str = "虚构甲"
    reviewer: str = "虚构乙"


@dataclass
class Fund:
    """The facts of one workbook."""

    rng: random.Random
    firms: list[str]
    entries: list[Entry] = field(default_factory=list)
    people: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Enterprise, name, number, fen of severance."""
    retired: list[tuple[str, str, int]] = field(default_factory=list)
    """Persons in 内退: enterprise, name, number."""
    owed: list[tuple[str, str, int, int, int]] = field(default_factory=list)
    """Enterprise, name, number, fen of wages and of a loan."""
    costs: list[tuple[str, str, int]] = field(default_factory=list)
    severance: dict[str, int] = field(default_factory=dict)

    def add(
        self, offset: int, firm: str, account: str, fen: int, summary: str = "", payee: str = "", **more: object
    ) -> Entry:
        entry = Entry(offset, firm, account, fen, summary, payee, **more)  # type: ignore[arg-type]
        self.entries.append(entry)
        return entry

    def of(self, firm: str, account: str) -> list[Entry]:
        return [one for one in self.entries if (one.firm, one.account) == (firm, account)]


def facts(rng: random.Random, way: str = "") -> Fund:
    """A clean workbook."""
    fund = Fund(rng, list(FIRMS[: rng.randint(1, 3)]))
    number = 1
    for place, firm in enumerate(fund.firms):
        for _ in range(rng.randint(2, 4)):
            months = rng.randint(18, 36)
            fund.people.append((firm, f"虚构{number}", number, months * 1600_00))
            number += 1
        fund.severance[firm] = sum(fen for own, *_, fen in fund.people if own == firm)
        fund.retired.append((firm, f"内退{number}", number))
        number += 1
        for _ in range(rng.randint(2, 3)):
            fund.owed.append(
                (firm, f"欠薪{number}", number, rng.randrange(100_000, 900_000), rng.randrange(50_000, 500_000))
            )
            number += 1
        _receipts(fund, firm, place)
        _severance(fund, firm, place, way or rng.choice(WAYS))
        _items(fund, firm, place)
    if len(fund.firms) > 1:
        fund.add(170, fund.firms[0], "系统调出", -50_000_00, "系统内调剂", approval="虚构7号", same=False)
        fund.add(170, fund.firms[1], "系统调入", 50_000_00, "系统内调剂", approval="虚构7号", same=True)
    return fund


WAYS = ("batch", "instalments", "halves", "banks", "persons", "red", "refund", "returned")


def _receipts(fund: Fund, firm: str, place: int) -> None:
    half = fund.rng.choice((1_000_000_00, 1_250_000_00))
    fund.add(place, firm, "产权变现", half, "产权转让价款", f"虚构受让人{place}")
    fund.add(place + 12, firm, "产权变现", half, "产权转让价款", f"虚构受让人{place}")
    fund.add(5 + place, firm, "土地储备垫付", 300_000_00, "储备中心垫付安置费", "虚构储备中心", approval="虚构联审1号")
    fund.add(20, firm, "利息", fund.rng.randrange(10_000, 99_999), "专户存款利息", "虚构银行")


def _severance(fund: Fund, firm: str, place: int, way: str) -> None:
    rng, whole, day = fund.rng, fund.severance[firm], 95 + place
    account = rng.choice(("经济补偿", "经济补偿金"))
    text = "发放职工经济补偿金"
    if way == "persons":
        for order, (own, name, number, fen) in enumerate(fund.people):
            if own == firm:
                fund.add(day + order, firm, account, -fen, f"发放{name}补偿", name, person=id_number(number))
        return
    if way in ("instalments", "halves", "banks"):
        first = whole // 2 if way == "halves" else whole // 3
        banks = ("虚构农行代发", "虚构工行代发") if way == "banks" else ("职工", "职工")
        gap = 0 if way == "banks" else rng.choice((3, 20, 40))
        fund.add(day, firm, account, -first, text, banks[0])
        fund.add(day + gap, firm, account, -(whole - first), text, banks[1], same=way == "banks")
        return
    if way == "red":
        fund.add(day, firm, account, -(whole + 1000_00), text, "职工")
        fund.add(day + 4, firm, account, 1000_00, "红字冲销多付经济补偿金", "职工", red=True)
        return
    fund.add(day, firm, account, -whole, text, "职工")
    if way == "refund":
        fund.add(day + 2, firm, account, -2500_50, "补发经济补偿金", "职工")
        fund.add(day + 9, firm, "其他", 2500_50, "退回多付经济补偿金", "职工")
    if way == "returned":
        fund.add(day + 2, firm, account, whole, "退票", "职工", red=True)
        fund.add(day + 3, firm, account, -whole, text, "职工")


def _items(fund: Fund, firm: str, place: int) -> None:
    rng = fund.rng
    wages = sum(one[3] for one in fund.owed if one[0] == firm)
    loans = sum(one[4] for one in fund.owed if one[0] == firm)
    fund.add(140 + place, firm, "欠薪", -wages, "补发拖欠工资", "职工")
    first = loans // 2
    fund.add(141 + place, firm, "集资款", -first, "清退集资款第一批", "职工")
    fund.add(146 + place, firm, "集资款", -(loans - first), "清退集资款第二批", "职工")
    fund.add(142 + place, firm, "养老", -rng.randrange(1_000_000, 9_000_000), "补缴基本养老保险费", "虚构社保局")
    fund.add(142 + place, firm, "医疗", -rng.randrange(100_000, 900_000), "补缴基本医疗保险费", "虚构医保局", same=True)
    allowance = rng.randrange(30_000, 90_000)
    for month in range(rng.randint(2, 5)):
        fund.add(
            100 + place + 31 * month,
            firm,
            "内退",
            -allowance,
            rng.choice(("发放内退生活费", "发放内退生活费")),
            "内退人员",
        )
    fund.add(150 + place, firm, "处置费用", -rng.randrange(100_000, 900_000), rng.choice(LAWFUL), "虚构评估公司")
    fund.add(160 + place, firm, "税费", -rng.randrange(1_000_000, 9_000_000), "产权转让税费", "虚构税务局")
    fund.add(165 + place, firm, "归还垫付", -300_000_00, "归还土地储备垫付", "虚构储备中心", approval="虚构9号")
    if rng.random() < 0.5:
        fund.add(
            166 + place,
            firm,
            "其他",
            -rng.randrange(100_000, 900_000),
            rng.choice(OTHERS),
            "虚构单位",
            approval="虚构府字8号",
        )
    fund.costs += [(firm, "经济补偿", fund.severance[firm]), (firm, "欠薪", wages), (firm, "集资款", loans)]


@dataclass
class Laid:
    """A workbook, and where its entries stand."""

    book: BookGrid
    cells: dict[tuple[int, str], str]
    sheets: dict[str, SheetGrid]

    def cell(self, entry: Entry, role: str = "expense") -> str:
        return self.cells[id(entry), role]


def lay_out(fund: Fund, *, lists: bool = True, costs: bool = True, roster: bool = True) -> Laid:
    """Write a workbook in a random layout."""
    rng = fund.rng
    fund.entries.sort(key=lambda one: one.offset)
    _number(fund)
    roles = [role for role in HEADINGS if role != "firm" or len(fund.firms) > 1 or rng.random() < 0.7]
    if rng.random() < 0.4:
        rng.shuffle(roles)
    wan = rng.random() < 0.3
    heads = {role: rng.choice(HEADINGS[role]) for role in roles}
    for role in ("income", "expense"):
        heads[role] += "（万元）" if wan else rng.choice(("", "(元)"))
    style = rng.randrange(3)
    firm = fund.firms[0] if "firm" not in roles else ""
    top: list[list[CellValue]] = [["专户资金收支台账"]] if rng.random() < 0.5 or firm else []
    top += [[f"企业名称：{firm}"]] if firm else []
    rows: list[list[CellValue]] = [*top, [heads[role] for role in roles]]
    cells: dict[tuple[int, str], str] = {}
    for entry in fund.entries:
        values = _values(entry, wan, style)
        rows.append([values[role] for role in roles])
        for col, role in enumerate(roles, start=1):
            cells[id(entry), role] = address(len(rows), col)
    sheets = {"台账": _grid("台账", rows), "测算": _grid("测算", _severance_rows(fund))}
    if roster:
        sheets["花名册"] = _grid("花名册", _roster_rows(fund))
    if lists:
        sheets["欠款"] = _grid("欠款", owed_rows(fund))
    if costs:
        sheets["费用来源"] = _grid("费用来源", cost_rows(fund))
    order = list(sheets.values())
    rng.shuffle(order)
    return Laid(BookGrid(Path("改制.xlsx"), order), cells, sheets)


def _grid(name: str, rows: list[list[CellValue]]) -> SheetGrid:
    return SheetGrid(name, f"xl/worksheets/{name}.xml", rows)


def _number(fund: Fund) -> None:
    style = fund.rng.choice(("year", "month", "kinds", "plain"))
    counts: dict[str, int] = {}
    before: Entry | None = None
    for entry in fund.entries:
        if entry.voucher:
            before = entry
            continue
        if entry.same and before is not None:
            entry.voucher = before.voucher
            continue
        month = f"{START + dt.timedelta(entry.offset):%m}" if style == "month" else ""
        kind = ("收" if entry.fen > 0 else "付") if style == "kinds" else "记" if style != "plain" else ""
        counts[month + kind] = counts.get(month + kind, 0) + 1
        entry.voucher = f"{kind}{counts[month + kind]:03d}"
        before = entry


def _values(entry: Entry, wan: bool, style: int) -> dict[str, CellValue]:
    day = START + dt.timedelta(entry.offset)
    into = entry.fen > 0 and not entry.red
    fen = entry.fen if into else -entry.fen
    money = fen / 1_000_000 if wan else fen / 100
    return {
        "date": (day, day.isoformat(), (day - dt.date(1899, 12, 30)).days)[style], "voucher": entry.voucher,
        "firm": entry.firm, "account": entry.account, "summary": entry.summary, "income": money if into else None,
        "expense": None if into else money, "payee": entry.payee, "person": entry.person, "approval": entry.approval,
        "maker": entry.maker, "reviewer": entry.reviewer,
    }  # fmt: skip


def _person(number: int, year: int = 1957) -> str:
    """ID number of a man who is neither protected nor past any age at the ending."""
    return id_number(2 * number - 1, dt.date(year, 7, 1))


def _severance_rows(fund: Fund) -> list[list[CellValue]]:
    head: list[CellValue] = [
        "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资",
        "当地月平均工资", "补偿金额",
    ]  # fmt: skip
    rows: list[list[CellValue]] = [head]
    for order, (firm, name, number, fen) in enumerate(fund.people, start=1):
        years = fen // 1600_00 - 3
        rows.append(
            [
                order,
                firm,
                name,
                _person(number),
                f"{2008 - years}-01-01",
                END,
                1600,
                1600,
                2300,
                fen / 100,
            ]
        )
    return rows


def _roster_rows(fund: Fund) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [["序号", "企业名称", "姓名", "身份证号", "出生年月", "参加工作时间", "在岗状态"]]
    for firm, name, number, fen in fund.people:
        years = fen // 1600_00 - 3
        rows.append([number, firm, name, _person(number), "1957-07", f"{2008 - years}-01-01", "在岗"])
    for firm, name, number in fund.retired:
        rows.append([number, firm, name, _person(number, 1953), "1953-07", "1973-01-01", "内退"])
    return rows


def owed_rows(fund: Fund) -> list[list[CellValue]]:
    head: list[CellValue] = ["序号", "企业名称", "姓名", "身份证号", "欠发工资(元)", "集资款(元)", "合计(元)"]
    rows: list[list[CellValue]] = [["所欠职工款项清单"], head]
    for order, (firm, name, number, wages, loan) in enumerate(fund.owed, start=1):
        person = _person(number)
        rows.append([order, firm, name, person, wages / 100, loan / 100, (wages + loan) / 100])
    totals = [sum(one[3] for one in fund.owed), sum(one[4] for one in fund.owed)]
    rows.append(["合计", None, None, None, totals[0] / 100, totals[1] / 100, sum(totals) / 100])
    return rows


def cost_rows(fund: Fund) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [["企业名称", "费用项目", "费用金额", "资金来源", "来源金额"]]
    named: set[str] = set()
    for firm, item, fen in fund.costs:
        source: list[CellValue] = ["产权变现", 2_000_000] if firm not in named else [None, None]
        named.add(firm)
        rows.append([firm, item, fen / 100, *source])
    return rows


# ---- faults --------------------------------------------------------------------------------------------------------

Fault = Callable[[random.Random], tuple[Laid, set[Found]]]
MISUSES = (
    "购公务用车一辆", "购置帕萨特轿车", "付购车款", "支付公务用车购置款", "采购办公电脑", "购买空调3台", "业务招待费",
    "付接待费", "春节聚餐餐费", "办公楼装修工程款", "局机关会议室装修", "装修费", "组织外出考察学习", "出国考察费",
    "旅游费", "购礼品", "赞助运动会", "发放改制办工作人员奖金", "发领导小组成员补贴", "年终奖", "借给虚构公司周转",
    "购买理财产品", "公车维修费", "汽油费", "买办公家具",
)  # fmt: skip


def _laid(fund: Fund, *expected: tuple[str, Entry, str], **more: bool) -> tuple[Laid, set[Found]]:
    laid = lay_out(fund, **more)
    return laid, {(code, "台账", laid.cell(entry, role)) for code, entry, role in expected}


def overpaid(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng, rng.choice(("batch", "instalments", "halves", "banks")))
    firm = rng.choice(fund.firms)
    last = [one for one in fund.entries if one.firm == firm and one.account.startswith("经济补偿")][-1]
    last.fen -= rng.choice((1, 1000_00, 88_888))
    return _laid(fund, ("OVERPAID", last, "expense"))


def batch_twice(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng, "batch")
    firm = rng.choice(fund.firms)
    again = fund.add(rng.randint(168, 230), firm, "经济补偿", -fund.severance[firm], "发放经济补偿金", "职工")
    return _laid(fund, ("OVERPAID", again, "expense"), costs=rng.random() < 0.5)


def debt_overpaid(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    account = rng.choice(("欠薪", "集资款"))
    last = fund.of(rng.choice(fund.firms), account)[-1]
    last.fen -= rng.choice((1, 500_00))
    only = rng.random() < 0.5
    return _laid(fund, ("OVERPAID", last, "expense"), lists=only, costs=not only or rng.random() < 0.5)


def not_due(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    firm, name, number = rng.choice(fund.retired)
    person = rng.choice((number, _person(number, 1953)))
    paid = fund.add(rng.randint(168, 200), firm, "经济补偿", -30_000_00, f"补发{name}", person=person)
    return _laid(fund, ("PAID_NOT_DUE", paid, "expense"))


def one_voucher(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    one = rng.choice(fund.of(rng.choice(fund.firms), rng.choice(("养老", "税费", "处置费用"))))
    one.voucher = "记900"
    again = fund.add(
        one.offset + rng.choice((0, 1)), one.firm, one.account, one.fen, one.summary, one.payee, voucher="记900"
    )
    return _laid(fund, ("PAID_SAME_VOUCHER", again, "expense"))


def paid_again(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    one = rng.choice(fund.of(rng.choice(fund.firms), rng.choice(("养老", "处置费用"))))
    again = fund.add(one.offset + rng.randint(1, 300), one.firm, one.account, one.fen, one.summary, one.payee)
    return _laid(fund, ("PAID_AGAIN", again, "expense"))


def receipt(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    one = rng.choice(fund.of(rng.choice(fund.firms), rng.choice(("产权变现", "利息"))))
    same = rng.random() < 0.5
    one.voucher = "记900" if same else ""
    again = fund.add(one.offset, one.firm, one.account, one.fen, one.summary, one.payee, voucher=one.voucher)
    return _laid(fund, ("RECEIPT_SAME_VOUCHER" if same else "RECEIPT_TWICE", again, "income"))


def voucher(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    firm = rng.choice(fund.firms)
    one, other = fund.of(firm, "税费")[0], fund.of(firm, "归还垫付")[0]
    one.voucher = other.voucher = rng.choice(("记777", "银付77", "2010-777"))
    return _laid(fund, ("VOUCHER_REPEATED", other, "voucher"))


def misuse(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    account = rng.choice(("其他", "处置费用", "其他支出"))
    paid = fund.add(rng.randint(167, 200), fund.firms[-1], account, -rng.randrange(10**6, 10**7), rng.choice(MISUSES))
    paid.payee, paid.approval = "虚构单位二", "虚构府字30号"
    return _laid(fund, ("FUND_MISUSE", paid, "expense"))


def unclear(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    text = rng.choice(
        (
            ("付货款", "虚构汽车销售公司"),
            ("付款", "虚构大酒店"),
            ("偿还欠付招待费", "虚构饭店"),
            ("归还所欠购车款", "虚构车行"),
        )
    )
    paid = fund.add(rng.randint(167, 200), fund.firms[-1], "其他", -rng.randrange(10**6, 10**7), *text)
    return _laid(fund, ("FUND_USE_UNCLEAR", paid, "expense"))


def one_hand(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    one = rng.choice(fund.entries)
    one.maker = one.reviewer = rng.choice(("虚构丙", "虚构 丙"))
    return _laid(fund, ("REVIEWED_BY_MAKER", one, "reviewer"))


def advance_open(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    firm = rng.choice(fund.firms)
    back = fund.of(firm, "归还垫付")[0]
    if rng.random() < 0.5:
        fund.entries.remove(back)
    else:
        back.fen += 100_00
    return _laid(fund, ("ADVANCE_OPEN", fund.of(firm, "土地储备垫付")[0], "account"))


def unpaid(rng: random.Random) -> tuple[Laid, set[Found]]:
    fund = facts(rng)
    firm = rng.choice(fund.firms)
    one = fund.of(firm, rng.choice(("欠薪", "集资款")))[-1]
    if rng.random() < 0.5:
        fund.entries.remove(one)
    else:
        one.fen += 10_000
    only = rng.random() < 0.5
    return _laid(fund, ("UNPAID_BEFORE_DEBTS", fund.of(firm, "归还垫付")[0], "expense"), lists=only, costs=not only)


FAULTS: dict[str, Fault] = {
    "overpaid": overpaid, "batch twice": batch_twice, "debt overpaid": debt_overpaid, "not due": not_due,
    "one voucher": one_voucher, "paid again": paid_again, "receipt": receipt, "voucher": voucher, "misuse": misuse,
    "unclear": unclear, "one hand": one_hand, "advance open": advance_open, "unpaid": unpaid,
}  # fmt: skip


def clean(seed: int) -> Iterator[Laid]:
    """A clean workbook for every way to pay."""
    rng = random.Random(f"paid-{seed}")
    for way in WAYS:
        yield lay_out(facts(rng, way), lists=rng.random() < 0.7, costs=rng.random() < 0.7, roster=rng.random() < 0.7)


LAWFUL = (
    "资产评估费", "拍卖佣金", "公告费", "清算审计费", "车辆评估费", "车辆过户费", "房产过户手续费", "档案整理费",
    "职工档案托管费",
)  # fmt: skip
OTHERS = (
    "偿还供应商货款", "清偿银行债权", "法院诉讼费", "留守人员工资", "水电费", "厂区看护费", "装修公司货款清偿",
    "车间设备拆除费",
)  # fmt: skip

"""Makes clean workbooks of invented persons, and works known faults into them.

Knows nothing of the checks: amounts come from the exact oracle of ``tests/oracle``, arrears from fractions. A ``Case``
is what the files truly say; a fault changes either a person (and everything that follows stays right) or
what one cell shows. ``people_sheets`` writes the case down in any layout.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from tests.oracle.severance_oracle import OracleResult, Piece, severance
from xl_addin.tables.grid import CellValue

TODAY = dt.date(2011, 9, 28)
ENTERPRISES = ("示例农机厂", "示例百货公司")
NAMES = [s + g for s in "赵钱孙李周吴郑王冯陈" for g in ("甲子", "乙丑", "丙寅", "丁卯", "戊辰", "己巳")]
GROUNDS = {"客观变化": "客观情况重大变化", "裁员": "裁员", "协商": "协商一致", "期满": "期满"}
SHIELDED = ("客观变化", "裁员")


@dataclass
class Person:
    """One invented worker, or a retired person of the medical sheet."""

    order: int
    name: str
    man: bool
    official: bool
    enterprise: str
    born: dt.date
    start: dt.date
    entry: dt.date
    end: dt.date
    ground: str
    wage: Decimal
    enterprise_wage: Decimal
    local_wage: Decimal
    other: Decimal
    status: str = "在岗"
    arrears: tuple[int, int] = (24_000, 24_000)
    """First and last month of arrears, as year × 12 + month − 1."""
    base: Decimal = Decimal(0)

    @property
    def id_number(self) -> str:
        body = f"990101{self.born:%Y%m%d}{2 * self.order + (1 if self.man else 0):03d}"
        total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
        return body + "10X98765432"[total % 11]

    @property
    def due(self) -> OracleResult:
        return _due(self.start, self.end, self.wage, self.enterprise_wage, self.local_wage, self.ground)


@lru_cache(maxsize=4096)
def _due(start: dt.date, end: dt.date, own: Decimal, enterprise: Decimal, local: Decimal, ground: str) -> OracleResult:
    wages = (Fraction(own), Fraction(enterprise), Fraction(local))
    return severance([Piece(start, end)], *wages, ground, "SEG2008", {})


@dataclass
class Style:
    """How one workbook is laid out."""

    by_month: bool
    columns: dict[str, list[str]]
    headings: dict[tuple[str, str], str]
    names: dict[str, str]
    dates: dict[tuple[str, str], str]
    titles: bool
    wan: bool
    blocks: bool
    grand: str
    top_sum: bool
    two_levels: bool
    period_text: bool


@dataclass
class Case:
    """The true persons, the style, what single cells show instead, and who is left out of a sheet."""

    people: list[Person]
    retired: list[Person]
    style: Style
    shown: dict[tuple[str, int, str], CellValue] = field(default_factory=dict)
    """(sheet, order of the person, role) to the cell value typed instead."""
    sums: dict[tuple[str, str, str], Callable[[Decimal], CellValue]] = field(default_factory=dict)
    """(sheet, label, role) to what is typed instead of the right sum."""
    absent: set[tuple[str, int]] = field(default_factory=set)
    dropped: set[tuple[str, str]] = field(default_factory=set)
    """(sheet, role) of columns that the workbook lacks."""
    title_unit: str = ""
    extra_roster: list[Person] = field(default_factory=list)


HEADINGS = {
    "seq": ("序号", "编号"),
    "enterprise": ("企业名称", "单位名称", "所在单位"),
    "name": ("姓名", "姓　名", "职工姓名"),
    "sex": ("性别", "性 别"),
    "birth": ("出生年月", "出生日期"),
    "id": ("身份证号", "身份证号码", "公民身份\n号码"),
    "identity": ("身份", "个人身份"),
    "start": ("参加工作时间", "参工时间", "参加工作\n时间（年月）"),
    "entry": ("进厂时间", "入厂时间"),
    "status": ("在岗状态", "人员状态"),
    "end": ("解除时间", "截止日期", "解除劳动合同时间"),
    "ground": ("解除事由", "事由"),
    "wage": ("前12个月月平均工资", "月平均工资", "前十二个月平均工资"),
    "enterprise_wage": ("企业月平均工资", "本企业月平均工资"),
    "local_wage": ("当地上年度职工月平均工资", "当地上年度社平"),
    "months": ("计发年限（月数）", "计发月数", "补偿月数"),
    "amount": ("补偿金额", "经济补偿金", "安置费金额"),
    "other": ("其他补助", "其它补助"),
    "total": ("合计", "合计金额"),
    "certificate_date": ("出具证明时间",),
    "files_date": ("档案移交时间",),
    "arrears_from": ("欠费起",),
    "arrears_to": ("欠费止",),
    "period": ("欠费起止年月",),
    "month_count": ("月数", "欠费月数"),
    "base": ("缴费基数", "月缴费基数"),
    "unit_rate": ("单位比例",),
    "person_rate": ("个人比例",),
    "unit_arrears": ("单位欠缴",),
    "person_arrears": ("个人欠缴",),
    "late_fee": ("滞纳金",),
    "row_sum": ("小计", "合计"),
    "age": ("年龄",),
    "years": ("预留年限",),
    "standard": ("年标准", "医疗年标准"),
    "reserve": ("金额", "预留金额"),
    "note": ("备注",),
}
MONEY = frozenset(
    {"wage", "enterprise_wage", "local_wage", "amount", "other", "total", "base", "unit_arrears", "person_arrears"}
    | {"late_fee", "row_sum", "standard", "reserve"}
)
MONTHLY = frozenset({"wage", "enterprise_wage", "local_wage"})
SUMMED = {
    "severance": ("months", "amount", "other", "total"),
    "arrears": ("month_count", "unit_arrears", "person_arrears", "late_fee", "row_sum"),
    "reserve": ("reserve",),
    "roster": (),
}
LAYOUTS = {
    "roster": ("name", "sex", "birth", "id", "identity", "start", "entry", "status", "note"),
    "severance": (
        *("name", "id", "start", "end", "ground", "wage", "enterprise_wage", "local_wage"),
        *("months", "amount", "other", "total", "certificate_date", "files_date", "note"),
    ),
    "arrears": (
        *("name", "id", "arrears_from", "arrears_to", "month_count", "base", "unit_rate", "person_rate"),
        *("unit_arrears", "person_arrears", "late_fee", "row_sum"),
    ),
    "reserve": ("name", "id", "age", "years", "standard", "reserve"),
}
UNIT_RATE, PERSON_RATE = Fraction(1, 5), Fraction(2, 25)


def money(value: Fraction | Decimal) -> Decimal:
    """Round half-up to the fen."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def make_case(rng: random.Random) -> Case:
    """A clean case: nobody protected, nobody too young, everything that follows is right."""
    style = _style(rng)
    names = rng.sample(NAMES, 12)
    count = rng.randint(5, 8)
    people = [_person(rng, i, names[i], style, i * 2 // count) for i in range(count)]
    retired = [_retired(rng, 60 + i, names[count + i]) for i in range(3)]
    return Case(people, retired, style)


def _style(rng: random.Random) -> Style:
    by_month = rng.random() < 0.5
    columns = {}
    for sheet, roles in LAYOUTS.items():
        order = list(roles)
        if rng.random() < 0.5:
            rng.shuffle(order)
        # A title line needs its label on the left and a serial number is no person.
        columns[sheet] = ["seq", *(["enterprise"] if sheet != "reserve" and rng.random() < 0.5 else []), *order]
    headings = {(sheet, role): rng.choice(HEADINGS[role]) for sheet in columns for role in HEADINGS}
    full = ("date", "iso", "digits8", "serial", "dots")
    forms = (*full, "month", "chinese", "digits6") if by_month else full
    dates = {(sheet, role): rng.choice(forms) for sheet in columns for role in HEADINGS}
    names = {"roster": "花名册", "severance": "测算表", "arrears": "养老欠费", "reserve": "医疗预留"}
    if rng.random() < 0.4:
        names = {"roster": "表一", "severance": "xf", "arrears": "Sheet3", "reserve": "表四"}
    return Style(
        by_month,
        columns,
        headings,
        names,
        dates,
        titles=rng.random() < 0.7,
        wan=rng.random() < 0.2,
        blocks=rng.random() < 0.6,
        grand=rng.choice(("合　计", "总 计", "合计：")),
        top_sum=rng.random() < 0.15,
        two_levels=rng.random() < 0.3,
        period_text=rng.random() < 0.3,
    )


def _person(rng: random.Random, order: int, name: str, style: Style, enterprise: int) -> Person:
    man, official = rng.random() < 0.5, rng.random() < 0.3
    end = rng.choice((dt.date(2004, 3, 31), dt.date(2007, 12, 31), dt.date(2008, 6, 30), dt.date(2011, 8, 31)))
    if not style.by_month:
        end -= dt.timedelta(days=rng.randint(0, 25))
    served = rng.randint(2, 22)
    start = dt.date(end.year - served, rng.randint(2, 12), 1 if style.by_month else rng.randint(1, 28))
    # At most 44 years old: nobody is within five years of any retirement age.
    born = dt.date(max(start.year - rng.randint(18, 24), end.year - 43), rng.randint(1, 12), rng.randint(1, 28))
    own = Decimal(rng.randint(60_000, 300_000)) / 100
    first = start.year * 12 + start.month + rng.randint(0, 10)
    return Person(
        order,
        name,
        man,
        official,
        ENTERPRISES[enterprise],
        born,
        start,
        start if rng.random() < 0.5 else _years_later(start, 1),
        end,
        rng.choice(list(GROUNDS)),
        own,
        (Decimal("1180.50"), Decimal("918.60"))[enterprise],
        Decimal({2004: 900, 2007: 1480, 2008: 1720, 2011: 2300}[end.year]),
        Decimal(rng.choice((0, 500, 1234))),
        arrears=(first, min(first + rng.randint(0, 30), end.year * 12 + end.month - 1)),
        base=Decimal(rng.randint(50_000, 200_000)) / 100,
    )


def _retired(rng: random.Random, order: int, name: str) -> Person:
    born = dt.date(rng.randint(1935, 1948), rng.randint(1, 12), 5)
    nothing, day = Decimal(0), dt.date(1970, 1, 1)
    wage = Decimal(rng.randint(1500, 2400))
    return Person(order, name, True, False, ENTERPRISES[0], born, day, day, day, "", wage, nothing, nothing, nothing)


def _years_later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def facts(person: Person) -> dict[str, CellValue | Decimal]:
    """What every cell of a person rightly says, by role; money as Decimal in yuan."""
    months = person.arrears[1] - person.arrears[0] + 1
    unit, own = (money(months * Fraction(person.base) * rate) for rate in (UNIT_RATE, PERSON_RATE))
    age = TODAY.year - person.born.year
    reserve_years = max(70 - age, 10)
    found: dict[str, CellValue | Decimal] = {
        "enterprise": person.enterprise,
        "name": person.name,
        "sex": "男" if person.man else "女",
        "birth": person.born,
        "id": person.id_number,
        "identity": "干部" if person.official else "工人",
        "start": person.start,
        "entry": person.entry,
        "end": person.end,
        "status": person.status,
        "certificate_date": person.end,
        "files_date": person.end + dt.timedelta(days=15),
        "ground": GROUNDS.get(person.ground, ""),
        "wage": person.wage,
        "enterprise_wage": person.enterprise_wage,
        "local_wage": person.local_wage,
        "other": person.other,
        "arrears_from": month_day(person.arrears[0]),
        "arrears_to": month_day(person.arrears[1]),
        "month_count": Decimal(months),
        "base": person.base,
        "unit_rate": 20,
        "person_rate": "8%",
        "unit_arrears": unit,
        "person_arrears": own,
        "late_fee": Decimal("12.34"),
        "age": age,
        "years": reserve_years,
        "standard": person.wage,
        "reserve": money(person.wage * reserve_years),
    }
    if person.ground:
        due = person.due
        found["months"], found["amount"] = Decimal(due.months.numerator) / due.months.denominator, money(due.amount)
    return found


def month_day(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)

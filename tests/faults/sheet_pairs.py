"""Workbooks of one to three lists of the same invented persons, in many layouts, that agree or differ in one fact.

Knows nothing of the checks. A fact is typed in another form on every sheet (date, text, serial number, month only,
万元), sheets stand in any order, persons bear numbers of 15 or 18 digits or only a name.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address
from xl_addin.values.persons import check_digit

TODAY = dt.date(2026, 1, 5)
FIRMS = ("示例市农机厂", "示例市百货公司")
NAMES = ("王甲子", "李乙丑", "张丙寅", "刘丁卯", "陈戊辰", "杨己巳", "赵庚", "黄辛未")
SHEETS = ("花名册", "测算表", "一补二险", "欠费表", "再就业登记")
HEADS = {
    "seq": ("序号",),
    "enterprise": ("企业名称", "单位名称"),
    "name": ("姓名", "姓 名", "职工姓名"),
    "id": ("身份证号", "身份证号码", "公民身份号码"),
    "sex": ("性别",),
    "birth": ("出生年月", "出生日期"),
    "start": ("参加工作时间", "参工时间", "参加工作\n时间"),
    "entry": ("进厂时间", "入厂时间"),
    "status": ("在岗状态", "人员状态"),
    "end": ("解除时间", "解除劳动合同时间"),
    "wage": ("前12个月月平均工资", "本人前12个月月平均工资"),
    "enterprise_wage": ("企业月平均工资", "本企业月平均工资"),
    "local_wage": ("当地月平均工资", "当地社平工资"),
    "contribution_wage": ("缴费工资", "月缴费工资"),
    "average_wage": ("缴费平均工资",),
    "pension_from": ("养老欠缴起", "养老欠费起"),
    "pension_to": ("养老欠缴止", "养老欠费止"),
    "certificate": ("再就业优惠证号",),
    "issued": ("发证日期",),
}
COLUMNS = {
    "花名册": ("sex", "birth", "start", "entry", "status", "contribution_wage"),
    "测算表": ("status", "start", "end", "wage", "enterprise_wage", "local_wage"),
    "一补二险": (
        *("status", "start", "end", "wage", "enterprise_wage", "local_wage"),
        *("pension_from", "pension_to", "contribution_wage", "average_wage"),
    ),
    "欠费表": ("pension_from", "pension_to", "contribution_wage", "average_wage"),
    "再就业登记": ("sex", "end", "certificate", "issued"),
}
DAYS = frozenset({"birth", "start", "entry", "end", "issued"})
MONTHS = frozenset({"pension_from", "pension_to"})
MONEY = frozenset({"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage"})
FACTS = {
    "sex": "SEX", "start": "START", "status": "STATUS", "end": "END", "wage": "WAGE",
    "enterprise_wage": "ENTERPRISE_WAGE", "local_wage": "LOCAL_WAGE", "contribution_wage": "CONTRIBUTION_WAGE",
    "average_wage": "AVERAGE_WAGE", "pension_from": "PENSION_FROM", "pension_to": "PENSION_TO",
}  # fmt: skip
Facts = dict[str, CellValue]


@dataclass
class Pairs:
    """A workbook, the cell of every fact of a person on every sheet, and what the persons are."""

    people: list[Facts]
    sheets: list[str]
    forms: dict[tuple[str, str], str]
    ids: dict[str, str]
    """Sheet to how its ID numbers are typed: 18, 15 or none."""
    heads: dict[tuple[str, str], str]
    order: dict[str, list[int]]
    shown: dict[tuple[str, int, str], CellValue] = field(default_factory=dict)

    def cell(self, sheet: str, person: int, role: str) -> str:
        """Address of a fact."""
        return address(self.order[sheet].index(person) + 3, self._roles(sheet).index(role) + 1)

    def _roles(self, sheet: str) -> list[str]:
        who = ["seq", "enterprise", "name", *(["id"] if self.ids[sheet] else [])]
        return [*who, *COLUMNS[sheet]]

    def holding(self, role: str) -> list[str]:
        """The sheets that tell a fact."""
        return [sheet for sheet in self.sheets if role in COLUMNS[sheet]]

    def book(self) -> BookGrid:
        """Write everything down."""
        made = []
        for sheet in self.sheets:
            roles = self._roles(sheet)
            rows: list[list[CellValue]] = [[sheet], [self._head(sheet, role) for role in roles]]
            rows += [[self._typed(sheet, i, role) for role in roles] for i in self.order[sheet]]
            made.append(SheetGrid(sheet, "", rows))
        return BookGrid(Path("各表.xlsx"), made)

    def _head(self, sheet: str, role: str) -> str:
        wan = role in MONEY and self.forms[sheet, "money"] == "wan"
        return self.heads[sheet, role] + ("（万元）" if wan else "")

    def _typed(self, sheet: str, i: int, role: str) -> CellValue:
        value = self.shown.get((sheet, i, role), self.people[i].get(role))
        if value is None:
            return None
        if role == "id":
            text = str(value)
            return text[:6] + text[8:17] if self.ids[sheet] == "15" else text
        if role == "name" and self.forms[sheet, "name"] == "spaced":
            return "　".join((str(value)[0], str(value)[1:]))
        if isinstance(value, dt.date):
            return typed_date(value, "month" if role in MONTHS else self.forms[sheet, "date"])
        if role in MONEY and isinstance(value, (int, float)):
            return round(value / 10_000, 6) if self.forms[sheet, "money"] == "wan" else value
        return value


def typed_date(day: dt.date, form: str) -> CellValue:
    """A date in one of the forms that clerks use."""
    if form == "serial":
        return (day - dt.date(1899, 12, 30)).days
    return {
        "date": day,
        "iso": day.isoformat(),
        "dots": f"{day.year}.{day.month}.{day.day}",
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "month": f"{day.year}-{day.month:02d}",
        "month_chinese": f"{day.year}年{day.month}月",
    }[form]


def person(rng: random.Random, number: int, firm: str, name: str, end: dt.date) -> Facts:
    """A worker without a fault."""
    born = dt.date(rng.randint(1962, 1975), rng.randint(1, 12), rng.randint(1, 28))
    start = dt.date(born.year + rng.randint(18, 22), rng.randint(1, 12), rng.randint(1, 28))
    man = rng.random() < 0.5
    body = f"990101{born:%Y%m%d}{2 * number + (1 if man else 0):03d}"
    first = dt.date(rng.randint(2003, 2006), rng.randint(1, 12), 1)
    return {
        "seq": number,
        "enterprise": firm,
        "name": name,
        "id": body + check_digit(body),
        "sex": "男" if man else "女",
        "birth": born,
        "start": start,
        "entry": start if rng.random() < 0.5 else start.replace(year=start.year + 1),
        "status": rng.choice(("在岗", "下岗")),
        "end": end,
        "wage": rng.randint(130, 220) * 10,
        "enterprise_wage": 1652.3 if firm == FIRMS[0] else 1480.5,
        "local_wage": 2300,
        "contribution_wage": rng.randint(90, 160) * 10,
        "average_wage": 1480,
        "pension_from": first,
        "pension_to": dt.date(first.year + 2, rng.randint(1, 12), 1),
        "certificate": f"优{number:03d}",
        "issued": end + dt.timedelta(days=30),
    }


def make_pairs(rng: random.Random) -> Pairs:
    """A workbook whose sheets agree."""
    end = dt.date(2011, rng.randint(1, 12), rng.randint(1, 28))
    count = rng.randint(4, 8)
    split = rng.choice((count, count // 2))
    people = [person(rng, i, FIRMS[0 if i < split else 1], NAMES[i], end) for i in range(count)]
    if split < count and rng.random() < 0.5:
        people[-1]["name"] = people[0]["name"]  # a namesake in the other enterprise
    sheets = [*SHEETS]
    rng.shuffle(sheets)
    forms = {(sheet, "date"): rng.choice(("serial", "date", "iso", "dots", "chinese")) for sheet in sheets}
    if rng.random() < 0.4:
        forms[rng.choice(sheets), "date"] = rng.choice(("month", "month_chinese"))
    forms |= {(sheet, "money"): "wan" if rng.random() < 0.15 else "yuan" for sheet in sheets}
    forms |= {(sheet, "name"): rng.choice(("plain", "spaced")) for sheet in sheets}
    ids = {sheet: rng.choice(("18", "18", "18", "15")) for sheet in sheets}
    if rng.random() < 0.3:
        ids[rng.choice(sheets)] = ""
    heads = {(sheet, role): rng.choice(words) for sheet in sheets for role, words in HEADS.items()}
    order = {sheet: rng.sample(range(count), count) for sheet in sheets}
    return Pairs(people, sheets, forms, ids, heads, order)


def another(rng: random.Random, role: str, value: CellValue) -> CellValue:
    """A plausible other value of a fact, that is another month where it is a date."""
    if isinstance(value, dt.date):
        year = value.year - 1 if role != "end" else value.year
        return value.replace(year=year, month=value.month % 12 + 1, day=min(value.day, 28))
    if isinstance(value, (int, float)):
        return value + rng.choice((100, -200, 300))
    return {"男": "女", "女": "男", "在岗": "内退", "下岗": "退休"}[str(value)]

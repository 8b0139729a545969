"""一补二险测算表 as offices lay them out, right by exact arithmetic of their own, and faults worked into them.

Invented persons. Arrears are months × base × rate in fractions; the years of a reserve are counted here again.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.checks.books import id_number
from xl_addin.functions import call
from xl_addin.tables.grid import CellValue, SheetGrid

RATES = {"养老": (Fraction(20, 100), Fraction(8, 100)), "医疗": (Fraction(6, 100), Fraction(2, 100))}
_MORE = {"pay": "缴费工资(元)", "average": "缴费平均工资(元)", "age": "年龄", "standard": "医疗年标准(元)"}
END = dt.date(2011, 9, 28)
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", "甲乙丙丁戊己庚辛壬癸"


@dataclass
class Worker:
    """One row: inputs and the right amounts in yuan by column."""

    name: str
    number: str
    status: str
    inputs: dict[str, CellValue]
    parts: dict[str, Decimal]


@dataclass
class Package:
    """A sheet before it is laid out, and how it will be."""

    workers: list[Worker]
    payers: bool
    wan: int
    """Decimals of amounts in 万元; 0 for amounts in yuan."""
    two_levels: bool
    dates: str
    title: bool
    summed: bool
    words: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[str]:
        """The columns of amounts, without the total."""
        shares = [f"{one}{payer}" for one in RATES for payer in (("单位", "个人") if self.payers else ("",))]
        return ["经济补偿", *shares]

    def shown(self, amount: Decimal) -> float:
        """An amount in the unit of the sheet."""
        if not self.wan:
            return float(amount)
        return float((amount / 10_000).quantize(Decimal(1).scaleb(-self.wan), ROUND_HALF_UP))


def money(value: Fraction) -> Decimal:
    """Round to the fen, half away from zero."""
    return Decimal(int(value * 100 + Fraction(1, 2))) / 100


def make(rng: random.Random) -> Package:
    """A clean sheet."""
    payers = rng.random() < 0.5
    workers = [_worker(rng, k, payers) for k in range(rng.randint(3, 9))]
    return Package(
        workers,
        payers,
        rng.choice((0, 0, 0, 2, 4, 6)),
        rng.random() < 0.5,
        rng.choice(("text", "dot", "date", "number")),
        rng.random() < 0.5,
        rng.random() < 0.5,
        {"养老": rng.choice(("养老", "基本养老保险")), "医疗": rng.choice(("医疗", "基本医疗保险"))},
    )


def _worker(rng: random.Random, k: int, payers: bool) -> Worker:
    name = rng.choice(_SURNAMES) + _GIVEN[k % 10] + rng.choice("华明英兰")
    status = rng.choice(("在岗", "在岗", "下岗", "内退", "退休"))
    born = dt.date(rng.randint(1963, 1968), 5, 6) if status != "退休" else dt.date(1947, 3, 4)
    if status == "内退":
        born = dt.date(1953, 5, 6)  # within five years of retirement
    inputs: dict[str, CellValue] = {}
    parts = dict.fromkeys(("经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人"), Decimal(0))
    if status in ("在岗", "下岗"):
        start = dt.date(rng.randint(1987, 2003), rng.randint(1, 12), rng.randint(1, 28))
        wages = [rng.randint(900, 4000), rng.randint(1200, 1900), rng.randint(1800, 2600)]
        inputs |= {"start": start, "end": END, "wage": wages[0], "enterprise": wages[1], "local": wages[2]}
        amount = call("SOE_SEVERANCE", start, END, *wages)
        parts["经济补偿"] = Decimal(str(amount))
    elif status == "内退":
        inputs["start"] = dt.date(1987, 7, 1)
    if status == "退休":
        age, standard = rng.randint(58, 75), rng.randint(900, 2400)
        born = dt.date(END.year - age, 3, 4)
        inputs |= {"age": age, "standard": standard}
        parts["医疗单位"] = Decimal(max(70 - age, 10) * standard)
    elif rng.random() < 0.8:
        _owe(rng, inputs, parts)
    if not payers:
        for one in RATES:
            parts[one] = parts.pop(f"{one}单位") + parts.pop(f"{one}个人")
    return Worker(name, id_number(101 + 2 * k, born), status, inputs, parts)


def _owe(rng: random.Random, inputs: dict[str, CellValue], parts: dict[str, Decimal]) -> None:
    wage, average = rng.randint(500, 9000), rng.randint(1000, 2500)
    inputs |= {"pay": wage, "average": average}
    base = Fraction(min(max(Fraction(wage), Fraction(6, 10) * average), Fraction(3 * average)))
    base = Fraction(money(base))
    for one, (unit, person) in RATES.items():
        first = 2004 * 12 + rng.randint(0, 60)
        last = min(first + rng.randint(0, 30), 2011 * 12 + 7)
        inputs |= {f"{one}起": first, f"{one}止": last}
        months = last - first + 1
        parts[f"{one}单位"], parts[f"{one}个人"] = money(months * base * unit), money(months * base * person)


def _month(number: CellValue, dates: str) -> CellValue:
    if not isinstance(number, int):
        return None
    year, month = divmod(number, 12)
    if dates == "date":
        return dt.date(year, month + 1, 1)
    return {"text": f"{year}-{month + 1:02d}", "dot": f"{year}.{month + 1:02d}", "number": year * 100 + month + 1}[
        dates
    ]


def render(package: Package, name: str = "测算") -> tuple[SheetGrid, dict[tuple[int, str], tuple[int, int]]]:
    """The sheet, and where the cell of a worker and column stands."""
    unit = "（万元）" if package.wan else "(元)"
    fixed = ["序号", "姓名", "身份证号", "在岗状态", "参加工作时间", "解除时间", "前12个月月平均工资(元)"]
    fixed += ["企业月平均工资(元)", "当地月平均工资(元)"]
    keys = ["seq", "name", "id", "status", "start", "end", "wage", "enterprise", "local"]
    tops, subs = list(fixed), [""] * len(fixed)
    for one in RATES:
        for end in ("起", "止"):
            keys.append(one + end)
            tops.append(f"{package.words[one]}欠缴{end}")
            subs.append("")
    for key, head in (
        ("pay", "缴费工资(元)"),
        ("average", "缴费平均工资(元)"),
        ("age", "年龄"),
        ("standard", "医疗年标准(元)"),
    ):
        keys.append(key)
        tops.append(head)
        subs.append("")
    for part in package.parts:
        keys.append(part)
        one = part[:2]
        if part == "经济补偿" or not package.payers:
            tops.append(package.words.get(one, part) + unit)
            subs.append("")
        elif package.two_levels:
            tops.append(package.words[one] if part.endswith("单位") else "")
            subs.append(part[2:] + "欠缴" + unit)
        else:
            tops.append(package.words[one] + part[2:] + unit)
            subs.append("")
    keys, tops, subs = [*keys, "合计"], [*tops, "合计" + unit], [*subs, ""]
    upper: list[CellValue] = [text or None for text in tops]
    head: list[list[CellValue]] = [upper, [text or None for text in subs]] if any(subs) else [upper]
    rows: list[list[CellValue]] = [["一补二险测算表"], *head] if package.title else [*head]
    places: dict[tuple[int, str], tuple[int, int]] = {}
    for k, worker in enumerate(package.workers):
        line = _line(package, worker, k, keys)
        rows.append(line)
        places |= {(k, key): (len(rows), col) for col, key in enumerate(keys, start=1)}
    if package.summed:
        total: list[CellValue] = ["合计", *[None] * (len(keys) - 1)]
        for col, key in enumerate(keys):
            if key in package.parts or key == "合计":
                exact = sum(
                    (one.parts[key] if key != "合计" else sum(one.parts.values(), Decimal(0)))
                    for one in package.workers
                )
                total[col] = package.shown(Decimal(exact))
        rows.append(total)
    top = 2 if package.title else 1
    merged = [(top, col, top + 1, col) for col, text in enumerate(subs, start=1) if not text] if any(subs) else []
    merged += [(top, col, top, col + 1) for col, text in enumerate(subs, start=1) if text.startswith("单位")]
    return SheetGrid(name, "", rows, merged=merged), places


def _line(package: Package, worker: Worker, k: int, keys: list[str]) -> list[CellValue]:
    total = sum(worker.parts.values(), Decimal(0))
    shown: dict[str, CellValue] = {"seq": k + 1, "name": worker.name, "id": worker.number, "status": worker.status}
    shown |= {part: package.shown(amount) for part, amount in worker.parts.items()} | {"合计": package.shown(total)}
    for key, value in worker.inputs.items():
        shown[key] = _month(value, package.dates) if key[-1] in "起止" else value
    return [shown.get(key) for key in keys]

"""The 300 invented workers of the sample: what their files truly say, before any clerk typed it.

Everybody and everything here is made up: names are a surname with a pair of the sixty-year cycle (王甲子), ID numbers
begin with the region 990101, which does not exist, and so do the place 示例市 and its average wages. Leaves out how a
clerk spells these facts (:mod:`workbooks.sample_spelling`) and where they stand on sheets.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

SEED = 20110928
PLACE = "示例市"
REGION = "990101"
CITY_WAGES = {
    2003: Decimal("890"),
    2004: Decimal("1010"),
    2005: Decimal("1130"),
    2006: Decimal("1290"),
    2007: Decimal("1480"),
    2008: Decimal("1720"),
    2009: Decimal("1890"),
    2010: Decimal("2080"),
    2011: Decimal("2300"),
}
"""Invented monthly averages in yuan, by the year in which they are in force."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An invented enterprise; ``end`` is the day its labour relations end, ``wage`` its monthly average in yuan."""

    code: str
    name: str
    system: str
    workers: int
    wage: Decimal
    end: date


ENTERPRISES = (
    Enterprise("NJ", "示例市虚构农机厂", "工业系统", 110, Decimal("918.60"), date(2004, 3, 31)),
    Enterprise("BH", "示例市虚构百货公司", "国合流通系统", 90, Decimal("1180"), date(2008, 6, 30)),
    Enterprise("HF", "示例市虚构化肥厂", "工业系统", 100, Decimal("1652.30"), date(2011, 9, 28)),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """One invented worker as the personal file has it; ``pending`` says why nothing is computed yet, or is ''."""

    number: str
    enterprise: Enterprise
    name: str
    sex: str
    born: date
    id_number: str
    employment: str
    identity: str
    start: date
    entry: date
    end: date
    ground: str
    wage: Decimal
    post: str
    status: str
    pending: str = ""

    @property
    def city_wage(self) -> Decimal:
        """The average wage of the place in force on the last day."""
        return CITY_WAGES[self.end.year]


SURNAMES = "王李张刘陈杨黄吴周徐孙胡朱高林何郭马罗梁"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
CYCLE = [STEMS[i % 10] + BRANCHES[i % 12] for i in range(60)]
GROUNDS = {"客观变化": 78, "协商一致": 9, "经济性裁员": 6, "医疗期满": 4, "合同期满": 3}
POSTS = ("车工", "钳工", "电工", "维修工", "保管员", "营业员", "驾驶员", "会计", "统计员", "炊事员", "包装工", "操作工")
CONTRACT_SYSTEM = date(1986, 10, 1)
PENDING = {
    "NJ017": "参加工作时间为数字1985.1，1月还是10月待查",
    "NJ058": "参加工作时间为数字1978.1，1月还是10月待查",
    "BH023": "参加工作时间为数字1992.1，1月还是10月待查",
    "BH071": "参加工作时间只有年份，缺月份",
    "HF039": "前12个月工资台账遗失，工资待核",
    "HF088": "参加工作时间晚于解除时间，待查档案",
}
"""Why six workers stand apart until somebody has asked the archive."""
PENDING_STARTS = {
    "NJ017": date(1985, 10, 1),
    "NJ058": date(1978, 10, 1),
    "BH023": date(1992, 10, 1),
    "BH071": date(1990, 3, 1),
    "HF088": date(2011, 12, 1),
}
"""What the archive would say of five of them; no cell of the workbook tells."""


@cache
def people() -> tuple[Worker, ...]:
    """Give the 300 workers in the order of the roster; the same at every build."""
    rng = random.Random(SEED)
    names = _names(rng)
    workers: list[Worker] = []
    for enterprise in ENTERPRISES:
        for i in range(1, enterprise.workers + 1):
            workers.append(_worker(rng, enterprise, f"{enterprise.code}{i:03}", next(names), len(workers)))
    return tuple(map(_special, workers))


def _names(rng: random.Random) -> Iterator[str]:
    every = [surname + pair for surname in SURNAMES for pair in CYCLE]
    rng.shuffle(every)
    short = [surname + stem for surname in SURNAMES for stem in STEMS]
    rng.shuffle(short)
    for i, name in enumerate(every):
        yield short[i // 9] if i % 9 == 4 else name


def check_digit(first17: str) -> str:
    """Give the last character of an ID number (GB 11643-1999), written down here a second time on purpose.

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return "10X98765432"[total % 11]


def _id_number(born: date, sex: str, order: int) -> str:
    sequence = order % 450 * 2 + (1 if sex == "男" else 2)
    body = f"{REGION}{born:%Y%m%d}{sequence:03}"
    return body + check_digit(body)


def _worker(rng: random.Random, enterprise: Enterprise, number: str, name: str, order: int) -> Worker:
    sex = "男" if rng.random() < 0.56 else "女"
    identity = "干部" if rng.random() < 0.14 else "工人"
    end = _end(rng, enterprise)
    born, start = _life(rng, end, _oldest(sex, identity, end))
    contract = start >= CONTRACT_SYSTEM
    grounds = {ground: share for ground, share in GROUNDS.items() if contract or ground != "合同期满"}
    employment = "合同工" if contract else "集体工" if rng.random() < 0.1 else "固定工"
    return Worker(
        number=number,
        enterprise=enterprise,
        name=name,
        sex=sex,
        born=born,
        id_number=_id_number(born, sex, order),
        employment=employment,
        identity=identity,
        start=start,
        entry=_entry(rng, start, end),
        end=end,
        ground=rng.choices(list(grounds), list(grounds.values()))[0],
        wage=_wage(rng, enterprise),
        post="科室人员" if identity == "干部" else rng.choice(POSTS),
        status=rng.choices(["在岗", "下岗", "停薪留职", "长病"], [60, 30, 6, 4])[0],
    )


def _oldest(sex: str, identity: str, end: date) -> int:
    """Oldest age at the end: not yet retired, and from 2008 not within five years of it (劳动合同法 42)."""
    retirement = 60 if sex == "男" else 55 if identity == "干部" else 50
    return retirement - 1 if end.year < 2008 else retirement - 6


def _end(rng: random.Random, enterprise: Enterprise) -> date:
    """Most leave on the enterprise's day; some earlier, some at the end of that month."""
    chance = rng.random()
    if chance < 0.08:
        return enterprise.end.replace(day=1) - timedelta(days=rng.randrange(1, 80))
    if chance < 0.13:
        return _month_end(enterprise.end)
    return enterprise.end


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _life(rng: random.Random, end: date, oldest: int) -> tuple[date, date]:
    """A birth and a start of work between 16 and 25, the start between 1965 and 2007; two in three on the first."""
    while True:
        born = end - timedelta(days=rng.randrange(24 * 365, oldest * 365 + 180))
        start = born + timedelta(days=rng.randrange(16 * 366, 25 * 365))
        if rng.random() < 0.66:
            start = start.replace(day=1)
        if 1965 <= start.year <= 2007 and (start - born).days > 16 * 365.25 and (end - start).days > 100:
            return born, start


def _entry(rng: random.Random, start: date, end: date) -> date:
    """The day of joining this enterprise: mostly the start of work, else some years later."""
    if rng.random() < 0.7:
        return start
    later = start + timedelta(days=rng.randrange(200, 3000))
    return later if later < end - timedelta(days=60) else start


def _wage(rng: random.Random, enterprise: Enterprise) -> Decimal:
    raw = float(enterprise.wage) * rng.triangular(0.72, 1.9, 0.95)
    digits = rng.choice((0, 0, 1, 2))
    return min(max(Decimal(str(round(raw, digits))), Decimal(800)), Decimal(4000))


def _special(worker: Worker) -> Worker:
    """The manager who earns above three times the city's average, the short service, and those still to be asked."""
    if worker.number == "HF001":
        return replace(worker, identity="干部", ground="客观变化", wage=Decimal("7260"), post="厂长", status="在岗")
    if worker.number == "BH088":
        return replace(worker, start=date(2007, 11, 1), entry=date(2007, 11, 1), end=date(2008, 6, 30))
    if worker.number in PENDING_STARTS:
        start = PENDING_STARTS[worker.number]
        born = date(start.year - 19, 5, 12)
        body = REGION + f"{born:%Y%m%d}" + worker.id_number[14:17]
        number = body + check_digit(body)
        entry = min(start + timedelta(days=400), max(start, worker.end))
        worker = replace(worker, born=born, id_number=number, start=start, entry=entry)
    return replace(worker, pending=PENDING.get(worker.number, ""))

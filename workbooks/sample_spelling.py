"""How clerks typed the sample's facts into cells: month dates, full-width digits, damaged ID numbers and the like.

Each spelling keeps the fact, except where the dirt is the point: the cells of pending workers, and the ID cells that
:data:`ID_DIRT` lists. Everything follows from the worker's number, so that a build can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from workbooks.sample_people import SEED, Worker, check_digit, people

Cell = None | int | float | str | date
Spelling = Callable[[date], Cell]

WIDE = str.maketrans("0123456789.,-X", "０１２３４５６７８９．，－Ｘ")
NUMERALS = "〇一二三四五六七八九"
EPOCH = date(1899, 12, 30).toordinal()


@dataclass(frozen=True, slots=True)
class Typed:
    """One worker's cells as typed."""

    name: Cell
    born: Cell
    id_number: Cell
    start: Cell
    entry: Cell
    end: Cell
    wage: Cell


def chinese_month(day: date) -> str:
    """Write a month in Chinese numerals.

    >>> chinese_month(date(1985, 7, 1)), chinese_month(date(1978, 12, 1))
    ('八五年七月', '七八年十二月')
    """
    year = "".join(NUMERALS[int(digit)] for digit in f"{day:%y}")
    tens, ones = divmod(day.month, 10)
    return f"{year}年{'十' if tens else ''}{NUMERALS[ones] if ones else ''}月"


MONTHS: list[tuple[Spelling, Callable[[date], bool]]] = [
    (lambda d: f"{d.year}.{d.month:02}", lambda d: True),
    (lambda d: f"{d.year}.{d.month}", lambda d: d.month != 1),
    (lambda d: f"{d:%y}.{d.month}", lambda d: d.month != 1 and d.year < 2000),
    (lambda d: f"{d:%y}年{d.month}月", lambda d: d.year < 2000),
    (lambda d: f"{d.year}年{d.month}月", lambda d: True),
    (lambda d: f"{d.year}/{d.month:02}", lambda d: True),
    (lambda d: f"{d:%Y%m}", lambda d: True),
    (lambda d: int(f"{d:%Y%m}"), lambda d: True),
    (lambda d: float(f"{d.year}.{d.month:02}"), lambda d: d.month != 10),
    (lambda d: f"{d.year}.{d.month:02}".translate(WIDE), lambda d: True),
    (lambda d: f" {d.year}年{d.month}月 ", lambda d: True),
    (chinese_month, lambda d: d.year < 2000),
]
"""Spellings of a month, and for which months they are not ambiguous; ``1985.1`` never stands for January here."""
DAYS: list[Spelling] = [
    lambda d: d,
    lambda d: d,
    lambda d: d,
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: d.isoformat().translate(WIDE),
    lambda d: f"’{d:%y}.{d.month}.{d.day}" if d.year < 2000 else d.isoformat(),
    lambda d: d.toordinal() - EPOCH,
]
ID_DIRT = {
    "NJ005": "spaces", "NJ021": "old", "NJ033": "digit", "NJ047": "wide", "NJ066": "quote", "NJ081": "old",
    "NJ102": "spaces", "BH009": "digit", "BH018": "number", "BH036": "wide", "BH052": "spaces", "BH077": "quote",
    "HF012": "digit", "HF027": "wide", "HF044": "spaces", "HF063": "duplicate", "HF095": "spaces",
}  # fmt: skip
"""Workers whose ID cell is odd; ``digit``, ``number`` and ``duplicate`` are faults that a check must find."""
DUPLICATE_OF = {"HF063": "HF062"}
PENDING_CELLS: dict[str, Cell] = {
    "NJ017": 1985.1,
    "NJ058": 1978.1,
    "BH023": 1992.1,
    "BH071": "1990年",
    "HF088": "2011.12",
}


@cache
def typed() -> dict[str, Typed]:
    """Give every worker's cells by number."""
    rng = random.Random(SEED + 1)
    return {worker.number: _typed(rng, worker) for worker in people()}


def _typed(rng: random.Random, worker: Worker) -> Typed:
    return Typed(
        name=_name(rng, worker.name),
        born=worker.born if rng.random() < 0.6 else rng.choice(DAYS)(worker.born),
        id_number=_id(worker),
        start=PENDING_CELLS.get(worker.number) or _day_or_month(rng, worker.start),
        entry=_day_or_month(rng, worker.entry),
        end=_end(rng, worker),
        wage=_wage(rng, worker),
    )


def _day_or_month(rng: random.Random, day: date) -> Cell:
    if day.day == 1 and rng.random() < 0.85:
        return rng.choice([spell for spell, fits in MONTHS if fits(day)])(day)
    return rng.choice(DAYS)(day)


def _end(rng: random.Random, worker: Worker) -> Cell:
    """The last day is copied down by most; one in twelve was typed, the end of a month also without its day."""
    if worker.end.month == 9 and worker.end.day == 30:
        return rng.choice(["2011.9", "2011年9月", "2011-09"])
    return worker.end if rng.random() < 0.92 else rng.choice(DAYS)(worker.end)


def _name(rng: random.Random, name: str) -> str:
    if len(name) == 2 and rng.random() < 0.7:
        return "　".join(name)
    if rng.random() < 0.06:
        return " ".join(name)
    return f"{name} " if rng.random() < 0.03 else name


def _id(worker: Worker) -> Cell:
    number = worker.id_number
    match ID_DIRT.get(worker.number):
        case "spaces":
            return f" {number[:6]} {number[6:14]} {number[14:]} "
        case "wide":
            return number.translate(WIDE)
        case "quote":
            return f"'{number}"
        case "old":
            return number[:6] + number[8:17]
        case "digit":
            return number[:17] + ("1" if check_digit(number[:17]) != "1" else "7")
        case "number":
            return float(number[:15] + "000")
        case "duplicate":
            return next(one.id_number for one in people() if one.number == DUPLICATE_OF[worker.number])
    return number.lower() if number.endswith("X") and worker.number.endswith(("2", "5", "8")) else number


def _wage(rng: random.Random, worker: Worker) -> Cell:
    if worker.number == "HF039":
        return None
    wage = worker.wage
    if worker.ground == "医疗期满" or rng.random() < 0.95:
        return float(wage)
    return rng.choice([f"{wage:,}", f"￥{wage:,}", str(wage).translate(WIDE), f"{wage}元"])

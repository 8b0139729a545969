"""Severance sheets on which some workers have their service in pieces on several rows, with amounts of the oracle.

How the rows of one worker belong together (merged cells, repeated ID, nothing but the two days), wording, order of
columns, gaps between the pieces and what stands around vary with the chance. Knows nothing of the checks.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from tests.faults.people_generator import HEADINGS, NAMES
from tests.faults.sum_sheets import id_of
from tests.oracle.severance_oracle import Piece, severance
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address

FIRM = "示例市虚构化肥厂"
GROUNDS = ("客观变化", "裁员", "协商", "")
WAYS = ("merged", "named", "amount", "repeated", "bare")
"""All merged; name and ID merged; the amount merged; ID repeated; only the two days on the further rows."""
_WORKER = ("seq", "enterprise", "name", "id", "ground", "wage", "enterprise_wage", "local_wage", "amount")
DATES: tuple[Callable[[dt.date], CellValue], ...] = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: (day - dt.date(1899, 12, 30)).days,
)


@dataclass
class Worker:
    """One worker; ``pieces`` in the order in which they are written."""

    order: int
    pieces: list[tuple[dt.date, dt.date]]
    way: str
    wage: Decimal
    ground: str
    shown: CellValue = None
    """What stands as amount instead of the right one."""
    twice: bool = False
    """Whether every row has the amount."""

    @property
    def amount(self) -> Decimal:
        pieces = [Piece(*pair) for pair in dict.fromkeys(self.pieces)]
        wages = Fraction(self.wage), Fraction("1652.3"), Fraction(2300)
        due = severance(pieces, *wages, self.ground or "客观变化", "SEG2008", {}).amount
        return (Decimal(due.numerator) / due.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def cell(self, role: str) -> CellValue:
        cells: dict[str, CellValue] = {
            "seq": self.order + 1, "enterprise": FIRM, "name": NAMES[self.order], "id": id_of(self.order, "男"),
            "ground": self.ground or None, "wage": float(self.wage), "enterprise_wage": 1652.3, "local_wage": 2300,
            "amount": self.shown if self.shown is not None else float(self.amount),
        }  # fmt: skip
        return cells[role]


@dataclass
class Sheet:
    """Workers, columns from left to right with their headings, and how dates are written."""

    workers: list[Worker]
    columns: dict[str, str]
    date: Callable[[dt.date], CellValue]
    titles: list[str]
    firm_merged: bool
    total: bool
    lines: list[list[CellValue]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: dict[int, list[int]] = field(default_factory=dict)
    """Rows of each worker."""

    def column(self, role: str) -> int:
        return list(self.columns).index(role) + 1

    def cell(self, worker: Worker, role: str, piece: int = 0) -> str:
        return address(self.rows[worker.order][piece], self.column(role))

    def write(self) -> Sheet:
        """Write the lines."""
        self.lines = [[title] for title in self.titles] + [list(self.columns.values())]
        for worker in self.workers:
            first = len(self.lines) + 1
            self.rows[worker.order] = list(range(first, first + len(worker.pieces)))
            for number, (start, end) in enumerate(worker.pieces):
                days = {"start": self.date(start), "end": self.date(end)}
                self.lines.append([days.get(role) or self._shared(worker, role, number) for role in self.columns])
            if len(worker.pieces) > 1:
                columns = map(self.column, self._merged_roles(worker))
                self.merged += [(first, col, first + len(worker.pieces) - 1, col) for col in columns]
        if self.firm_merged and "enterprise" in self.columns:
            col, first = self.column("enterprise"), self.rows[self.workers[0].order][0]
            self.merged = [area for area in self.merged if area[1] != col] + [(first, col, len(self.lines), col)]
            for line in self.lines[first:]:
                line[col - 1] = None
        if self.total:
            times = [len(worker.pieces) if worker.twice else 1 for worker in self.workers]
            amounts = [Decimal(str(worker.cell("amount"))) for worker in self.workers]
            total = sum(amount * count for amount, count in zip(amounts, times, strict=True))
            line: list[CellValue] = [None] * len(self.columns)
            line[self.column("name") - 1], line[self.column("amount") - 1] = "合计", float(total)
            self.lines.append(line)
        return self

    def _merged_roles(self, worker: Worker) -> list[str]:
        wanted = {"merged": _WORKER, "named": ("name", "id"), "amount": ("amount",)}.get(worker.way, ())
        return [role for role in self.columns if role in wanted and not (worker.twice and role == "amount")]

    def _shared(self, worker: Worker, role: str, number: int) -> CellValue:
        """A cell of the worker: on the first row, or where the way of writing repeats it."""
        if number == 0 or (worker.twice and role == "amount"):
            return worker.cell(role)
        repeated = ("enterprise", "name", "id", "ground") if worker.way == "repeated" else ()
        return worker.cell(role) if role in repeated else None

    def book(self) -> BookGrid:
        return BookGrid(Path("a.xlsx"), [SheetGrid("测算", "x.xml", self.lines, merged=self.merged)])


def draw(chance: random.Random) -> Sheet:
    """A right sheet, of whose workers one at least has several pieces."""
    workers = [_worker(chance, order) for order in range(chance.randint(2, 5))]
    one = chance.choice(workers)
    if len(one.pieces) == 1:
        workers[one.order] = _worker(chance, one.order, chance.randint(2, 3))
    roles = ["enterprise", "start", "end", "ground", "wage", "enterprise_wage", "local_wage", "amount"]
    if chance.random() < 0.3:
        roles.remove("enterprise")
    if chance.random() < 0.5:
        chance.shuffle(roles)
    if all(worker.ground == "" for worker in workers):
        roles.remove("ground")
    order = ["seq", "name", "id", *roles]
    columns = {role: chance.choice(HEADINGS[role]).replace("安置费金额", "补偿金额") for role in order}
    titles = ["经济补偿金测算表"] * chance.randint(0, 1)
    merged = chance.random() < 0.2
    return Sheet(workers, columns, chance.choice(DATES), titles, merged, chance.random() < 0.6).write()


def _worker(chance: random.Random, order: int, count: int = 0) -> Worker:
    count = count or chance.choice((1, 1, 2, 3))
    end = chance.choice((dt.date(2007, 6, 30), dt.date(2009, 3, 31), dt.date(2011, 9, 28)))
    pieces: list[tuple[dt.date, dt.date]] = []
    for _ in range(count):
        start = end - dt.timedelta(days=chance.randint(200, 2400))
        pieces.insert(0, (start, end))
        # Some pieces follow each other without a gap: they are one service.
        end = start - dt.timedelta(days=chance.choice((1, 1 + chance.randint(20, 900))))
    if chance.random() < 0.15:
        pieces.reverse()
    wage = Decimal(chance.randint(90_000, 300_000)) / 100
    return Worker(order, pieces, chance.choice(WAYS), wage, chance.choice(GROUNDS))


# --- faults ----------------------------------------------------------------------------------------------------------

Found = list[tuple[str, str, str]]
"""Code, cell and right value of each finding."""


def _several(sheet: Sheet, chance: random.Random) -> Worker:
    return chance.choice([worker for worker in sheet.workers if len(worker.pieces) > 1])


def _amount(sheet: Sheet, chance: random.Random) -> Found:
    """A wrong amount."""
    worker = _several(sheet, chance)
    worker.shown = float(worker.amount + chance.choice((-1, 1)) * Decimal(chance.randint(1, 900_00)) / 100)
    _rewrite(sheet)
    return [("AMOUNT_WRONG", sheet.cell(worker, "amount"), f"{worker.amount:.2f}")]


def _overlap(sheet: Sheet, chance: random.Random) -> Found:
    """A piece that begins before the one before it has ended."""
    worker = _several(sheet, chance)
    worker.way = chance.choice(("merged", "named", "bare"))
    worker.shown = 1000.0
    worker.pieces.sort()
    (start, end), (_, last) = worker.pieces[:2]
    worker.pieces[1] = (start + (end - start) / 2, last)
    _rewrite(sheet)
    return [("SERVICE_OVERLAP", sheet.cell(worker, "start", 1), "")]


def _paid_twice(sheet: Sheet, chance: random.Random) -> Found:
    """The ID repeated with the amount on each row."""
    worker = _several(sheet, chance)
    worker.way, worker.twice = "repeated", True
    worker.pieces = worker.pieces[:1] * 2
    sheet.firm_merged = False
    _rewrite(sheet)
    for row in sheet.rows[worker.order]:
        sheet.lines[row - 1] = [
            sheet.date(worker.pieces[0][role == "end"]) if role in ("start", "end") else worker.cell(role)
            for role in sheet.columns
        ]
    return [("ID_DUPLICATE", sheet.cell(worker, "id", 1), "")]


def _rewrite(sheet: Sheet) -> None:
    sheet.merged, sheet.rows = [], {}
    sheet.write()


FAULTS: dict[str, Callable[[Sheet, random.Random], Found]] = {
    "amount": _amount, "overlap": _overlap, "twice": _paid_twice,
}  # fmt: skip

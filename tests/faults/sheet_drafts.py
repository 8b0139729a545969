"""Sheets in many layouts from the same facts: headings in other words and orders, title lines, date styles, units.

Knows nothing of the checks. A draft keeps where each value stands, so that a test can say in which cell a fault is.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address

Heading = str | tuple[str, str]
Row = dict[str, object]
Formats = Mapping[str, Sequence[Heading]]


@dataclass(frozen=True)
class Yuan:
    """An amount that is written in the unit of its column."""

    amount: Decimal


@dataclass(frozen=True)
class Raw:
    """A cell value that no style may touch."""

    value: CellValue


def yuan(amount: int | str) -> Yuan:
    return Yuan(Decimal(amount))


DATE_STYLES = (
    lambda day: day,
    lambda day: dt.datetime(day.year, day.month, day.day),
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: (day - dt.date(1899, 12, 30)).days,
)


@dataclass
class Draft:
    """One table of a sheet: columns with their headings, rows of facts, and the lines around them."""

    name: str
    columns: dict[str, Heading]
    rows: list[Row]
    titles: list[str] = field(default_factory=list)
    tail: list[list[CellValue]] = field(default_factory=list)
    sums: dict[int, list[Row]] = field(default_factory=dict)
    """Rows of sums by the number of records that stand before them."""
    date_style: int = 0
    wan: bool = False
    """Whether money stands in 万元, as its headings say."""

    @property
    def depth(self) -> int:
        return 2 if any(isinstance(heading, tuple) for heading in self.columns.values()) else 1

    @property
    def first_row(self) -> int:
        return len(self.titles) + self.depth + 1

    def _row_number(self, record: int) -> int:
        return self.first_row + record + sum(len(rows) for before, rows in self.sums.items() if before <= record)

    def cell(self, role: str, record: int) -> str:
        return address(self._row_number(record), list(self.columns).index(role) + 1)

    def sum_cell(self, role: str, before: int, place: int = 0) -> str:
        earlier = sum(len(rows) for other, rows in self.sums.items() if other < before)
        return address(self.first_row + before + earlier + place, list(self.columns).index(role) + 1)

    def header_cell(self, role: str) -> str:
        heading = self.columns[role]
        row = len(self.titles) + (self.depth if isinstance(heading, tuple) else 1)
        return address(row, list(self.columns).index(role) + 1)

    def find(self, **facts: object) -> int:
        """The first record with these facts."""
        return next(i for i, row in enumerate(self.rows) if all(row.get(k) == v for k, v in facts.items()))

    def sheet(self) -> SheetGrid:
        lines: list[list[CellValue]] = [[title] for title in self.titles]
        merged = []
        tops: list[CellValue] = []
        for col, heading in enumerate(self.columns.values(), start=1):
            top = heading[0] if isinstance(heading, tuple) else heading
            first = next(c for c, h in enumerate(self.columns.values(), 1) if h[0] == top or h == top)
            tops.append(top if first == col or not isinstance(heading, tuple) else None)
        lines.append(tops)
        if self.depth == 2:
            lines.append([heading[1] if isinstance(heading, tuple) else None for heading in self.columns.values()])
            merged = self._merged_tops()
        for i, row in enumerate(self.rows):
            lines.extend(self._line(extra) for extra in self.sums.get(i, ()))
            lines.append(self._line(row))
        lines.extend(self._line(extra) for extra in self.sums.get(len(self.rows), ()))
        lines.extend(self.tail)
        return SheetGrid(self.name, f"xl/worksheets/{self.name}.xml", lines, merged=merged)

    def _merged_tops(self) -> list[tuple[int, int, int, int]]:
        row = len(self.titles) + 1
        tops = [heading[0] if isinstance(heading, tuple) else "" for heading in self.columns.values()]
        spans = {top: [c for c, other in enumerate(tops, 1) if other == top] for top in tops if top}
        return [(row, cols[0], row, cols[-1]) for cols in spans.values() if len(cols) > 1]

    def _line(self, row: Row) -> list[CellValue]:
        return [self._value(row.get(role)) for role in self.columns]

    def _value(self, value: object) -> CellValue:
        if isinstance(value, Raw):
            return value.value
        if isinstance(value, Yuan):
            number = value.amount / 10_000 if self.wan else value.amount
            return int(number) if number == int(number) else float(number)
        if isinstance(value, dt.date):
            return DATE_STYLES[self.date_style](value)
        assert value is None or isinstance(value, str | int | float), value
        return value


def draft(
    rng: random.Random,
    name: str,
    formats: Formats,
    rows: list[Row],
    *,
    titles: Sequence[str] = (),
    always: Sequence[str] = (),
    money: Sequence[str] = (),
    fixed_order: bool = False,
) -> Draft:
    """Choose a layout: words of headings, order of columns, title lines, date style, unit of money.

    ``formats`` gives each role's headings; roles outside ``always`` are left out where no row fills them.
    """
    used = [role for role in formats if role in always or any(row.get(role) is not None for row in rows)]
    levels = rng.random() < 0.5
    columns: dict[str, Heading] = {}
    for role in used:
        flat = [h for h in formats[role] if isinstance(h, str)]
        nested = [h for h in formats[role] if isinstance(h, tuple)]
        columns[role] = rng.choice(nested) if nested and levels else rng.choice(flat or nested)
    wan = bool(money) and rng.random() < 0.4
    for role in money:
        heading = columns.get(role)
        if isinstance(heading, str):
            columns[role] = heading + ("（万元）" if wan else rng.choice(["", "（元）", "(元)"]))
        elif isinstance(heading, tuple):
            columns[role] = (heading[0], heading[1] + ("（万元）" if wan else rng.choice(["", "（元）"])))
    columns = _same_tops(rng, columns) if fixed_order else _reorder(rng, _same_tops(rng, columns))
    lines = [title for title in titles if title]
    if rng.random() < 0.3:
        lines.insert(0, name + "（虚构）")
    return Draft(name, columns, rows, lines, date_style=rng.randrange(len(DATE_STYLES)), wan=wan)


def _same_tops(rng: random.Random, columns: dict[str, Heading]) -> dict[str, Heading]:
    """Columns under one group heading stand together; each group is where its first column is."""
    tops = [heading[0] if isinstance(heading, tuple) else role for role, heading in columns.items()]
    order = sorted(columns, key=lambda role: tops.index(tops[list(columns).index(role)]))
    return {role: columns[role] for role in order}


def _reorder(rng: random.Random, columns: dict[str, Heading]) -> dict[str, Heading]:
    if rng.random() < 0.4:
        return columns
    groups: dict[str, list[str]] = {}
    for role, heading in columns.items():
        groups.setdefault(heading[0] if isinstance(heading, tuple) else role, []).append(role)
    order = list(groups)
    rng.shuffle(order)
    return {role: columns[role] for top in order for role in groups[top]}


def book_of(*drafts: Draft) -> BookGrid:
    return BookGrid(Path("改制.xlsx"), [item.sheet() for item in drafts])

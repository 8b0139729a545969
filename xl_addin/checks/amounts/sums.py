"""Checks of sums: the 小计, 合计, 总计 and 累计 rows of a sheet (C2 17, C3 51); with the totals of each row.

Sums are judged over the typed figures, never over recomputed ones. A 合计 may add its persons or its
小计 rows, a 小计 its block or its page; sums may stand over their rows. Wages are not added up. The same is asked of
发放表 and of 费用和资金来源表.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.row_totals import ROW_TOTAL_CHECKS
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import side_of, texts
from xl_addin.sheets.numbers import agrees, in_unit, read_money, to_fen
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.labels import YUAN, plain
from xl_addin.tables.layouts import layout
from xl_addin.tables.repeated_groups import ADDED, base_role, group_of
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, Int64, decimal_text

_ADDED: Final = {
    "severance": ("months", "amount", "settlement", "other", "total"),
    "arrears": ("month_count", "compensation", *sorted(ADDED)),
    "payments": ("due", "paid", *next(iter(layout("payments").repeated)).roles()),
    "sources": ("cost_amount", "cost_total", "source_amount", "source_total", "gap", "amount"),
}
"""Columns that rows of sums add up, by kind of sheet."""
_COUNTS: Final = frozenset({"months", "month_count"})
SUMMED: Final = frozenset(_ADDED)
SUB, WHOLE, GRAND, RUNNING = range(1, 5)


@dataclass(frozen=True, slots=True)
class _Order:
    """Persons and sums of a table in sheet order: ``order`` sorts the records followed by the rows of sums."""

    order: NDArray[np.int64]
    levels: NDArray[np.int64]
    """0 for a person, else the level of the sum."""
    pages: NDArray[np.bool_]


def sum_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every row of sums that is not the sum of the typed figures that it stands for."""
    if not table.sum_rows or not len(table):
        return
    rows = _order(table)
    for role in _added_roles(table):
        # A merged figure counts once; what is no number makes every sum over it uncertain.
        people, sums = read_money(table.raw_column(role)), read_money(table.sum_column(role))
        micro = np.concatenate([people.micro, sums.micro])[rows.order]
        usable = np.concatenate([people.known | people.blank, sums.known])[rows.order]
        parts = [_Running(rows, part, usable) for part in (micro, *_by_side(table, role, rows, micro))]
        factor = 1 if base_role(role) in _COUNTS else _factor(table, book, role)
        for k in np.flatnonzero((rows.levels > 0) & usable).tolist():
            candidates = [value for running in parts for value in _candidates(rows, running, k)]
            if role == "gap":
                candidates += _gap_of_row(table, int(rows.order[k]) - len(table), factor)
            if candidates and not any(_same(int(micro[k]), value, role, factor) for value in candidates):
                yield _sum_fault(table, role, int(rows.order[k]) - len(table), int(micro[k]), candidates[0], factor)


def _added_roles(table: SheetTable) -> list[str]:
    """Columns that rows of sums add up: those of the kind, and those of each insurance where they repeat."""
    own = [role for role in _ADDED[table.kind] if table.has(role)]
    return own + [role for role in table.header.columns if group_of(role) and base_role(role) in _ADDED["arrears"]]


def _factor(table: SheetTable, book: SheetBook, role: str) -> int:
    """Yuan of the unit in which a column is typed; only sheets of amounts by person show a false unit."""
    return scale(table, book, role).actual if table.kind in PAID else YUAN.get(table.money_unit(role), 1)


def _by_side(table: SheetTable, role: str, rows: _Order, micro: Int64) -> list[Int64]:
    """In a list of costs and sources under one another, a sum may stand for the rows of either side alone."""
    if table.kind != "sources" or role != "amount" or not table.has("direction"):
        return []
    sides = np.array([side_of(text) for text in texts(table, "direction")] + [""] * len(table.sum_rows))[rows.order]
    return [np.where((rows.levels > 0) | (sides == side), micro, 0) for side in ("cost", "source")]


def _gap_of_row(table: SheetTable, index: int, factor: int) -> list[int]:
    """The gap between the two totals of a row of sums, which differs from the sum of gaps where one has a surplus."""
    if not (table.has("cost_total") and table.has("source_total")):
        return []
    cost, source = (read_money(table.sum_column(role)[index : index + 1]) for role in ("cost_total", "source_total"))
    if not (cost.known[0] and source.known[0]):
        return []
    units = (YUAN.get(table.money_unit(role), 1) for role in ("cost_total", "source_total"))
    right = sum(
        int(side.micro[0]) * unit * sign for side, unit, sign in zip((cost, source), units, (1, -1), strict=True)
    )
    return [right // factor, -right // factor, *([0] if right < 0 else [])]


def _order(table: SheetTable) -> _Order:
    labels = [table.sum_label(k) for k in range(len(table.sum_rows))]
    order = np.argsort(np.array([*table.row_numbers, *table.sum_rows]), kind="stable")
    levels = np.array([0] * len(table) + [_level(label) for label in labels], dtype=np.int64)
    pages = np.array([False] * len(table) + ["本页" in label for label in labels], dtype=np.bool_)
    return _Order(order, levels[order], pages[order])


def _level(label: str) -> int:
    text = plain(label).split("(")[0].rstrip(":")
    if "累计" in text:
        return RUNNING
    if text.startswith("本页") or text.endswith("小计"):
        return SUB
    return GRAND if text.endswith(("总计", "共计")) else WHOLE


class _Running:
    """Sums of any span of rows by level in one step: totals, counts and figures that are no number, up to each row."""

    def __init__(self, rows: _Order, micro: Int64, usable: NDArray[np.bool_]) -> None:
        self.size = len(micro)
        self.levels, pages = rows.levels, rows.pages
        # Python integers: the sums of absurd figures must not overflow.
        exact = micro.astype(object)
        self._totals = {level: _steps(np.where(self.levels == level, exact, 0)) for level in (0, SUB, WHOLE)}
        self._counts = {level: _steps(self.levels == level) for level in (0, SUB, WHOLE)}
        self._odd = {level: _steps((self.levels == level) & ~usable) for level in (0, SUB, WHOLE)}
        self._ends = {
            "any": _latest(self.levels > 0),
            "block": _latest((self.levels >= WHOLE) | ((self.levels == SUB) & ~pages)),
            "page": _latest((self.levels >= WHOLE) | ((self.levels == SUB) & pages)),
            "whole": _latest((self.levels == WHOLE) | (self.levels == GRAND)),
            "grand": _latest(self.levels == GRAND),
        }

    def after(self, kind: str, k: int) -> int:
        """Place after the last row of a kind above row ``k``; 0 if there is none."""
        return int(self._ends[kind][k])

    def sums(self, spans: Sequence[tuple[int, int]], level: int) -> list[int]:
        """The sum of each span's rows of one level; spans without such rows, or with an odd one, give nothing."""
        return [
            int(self._totals[level][last] - self._totals[level][first])
            for first, last in spans
            if self.count(first, last, level) and not self._odd[level][last] - self._odd[level][first]
        ]

    def count(self, first: int, last: int, level: int) -> int:
        """Number of rows of one level in a span."""
        return int(self._counts[level][last] - self._counts[level][first])

    def stands_above(self, k: int) -> bool:
        """Whether row ``k`` sums up what is below it: the first row of its level has no person above it."""
        first = int(np.argmax(self.levels == self.levels[k]))
        return not self.count(0, first, 0)


def _steps(values: NDArray[Any]) -> NDArray[Any]:
    """Running totals that begin with 0."""
    return np.concatenate([[0], np.cumsum(values)])


def _latest(marks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each row, the place after the last marked row above it."""
    places = np.where(marks, np.arange(1, len(marks) + 1), 0)
    latest: NDArray[np.int64] = np.concatenate([[0], np.maximum.accumulate(places)[:-1]])
    return latest


def _candidates(rows: _Order, running: _Running, k: int) -> list[int]:
    """Every sum that row ``k`` may rightly state, the most likely first; none where a figure is no number."""
    level = int(rows.levels[k])
    if level != RUNNING and running.stands_above(k):
        below = np.flatnonzero(running.levels[k + 1 :] >= level)
        end = k + 1 + int(below[0]) if len(below) else running.size
        return running.sums([(k + 1, end), *([(k + 1, running.size)] if level >= WHOLE else [])], 0)
    if level == RUNNING:
        return running.sums([(0, k)], 0)
    if level == SUB:
        return running.sums(
            [(running.after("page" if rows.pages[k] else "block", k), k), (running.after("any", k), k)], 0
        )
    spans = [(running.after("whole", k), k), (0, k)]
    if level == GRAND:
        spans = [(0, k), (running.after("grand", k), k)]
    # Rows after the last 小计 are in no 小计: such ones do not make up the whole.
    covered = not running.count(running.after("any", k), k, 0)
    found = running.sums(spans, 0) + (running.sums(spans, SUB) if covered else [])
    return found + running.sums(spans if level == GRAND else [(0, k)], WHOLE)


def _same(typed: int, right: int, role: str, factor: int) -> bool:
    if base_role(role) in _COUNTS:
        return typed == right
    return agrees(typed, _to_fen(right, factor), factor)


def _sum_fault(table: SheetTable, role: str, index: int, typed: int, right: int, factor: int) -> Fault:
    label = table.sum_label(index)
    expected = decimal_text(right, MICRO) if base_role(role) in _COUNTS else in_unit(_to_fen(right, factor), factor)
    shown = decimal_text(typed, MICRO)
    detail = {"label": label, "name": table.label(role), "right": expected, "typed": shown}
    return Fault(table.sum_cell(role, index), shown, expected, detail)


def _to_fen(micro: int, factor: int) -> int:
    return int(to_fen(np.array([micro], dtype=object), factor)[0])


def sum_errors(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every error value in a row of sums."""
    for spec in table.specs():
        if spec.type in ("money", "number"):
            for k, value in enumerate(table.sum_column(spec.role)):
                if isinstance(value, CellError):
                    detail = {"label": table.sum_label(k), "name": table.label(spec.role), "code": value.code}
                    yield Fault(table.sum_cell(spec.role, k), value.code, "", detail)


SUM_CHECKS: Final = (
    *ROW_TOTAL_CHECKS,
    Check(
        code="SUM_WRONG",
        title="小计、合计不符",
        severity=Severity.ERROR,
        kinds=SUMMED,
        message="“{label}”行的“{name}”应为{right}，现为{typed}",
        remedy="核对所加各行，改正合计，或用 SUM 公式",
        citation="合计等于所列各行之和",
        run=sum_rows,
    ),
    Check(
        code="SUM_ERROR_VALUE",
        title="合计为错误值",
        severity=Severity.ERROR,
        kinds=SUMMED,
        message="“{label}”行的“{name}”是错误值 {code}",
        remedy="改正所加各行的错误值后重算",
        citation="错误值不参与计算",
        run=sum_errors,
    ),
)

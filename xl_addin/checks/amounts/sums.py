"""Checks of sums: the 小计, 合计, 总计 and 累计 rows of a sheet (C2 17, C3 51); with the totals of each row.

Sums are judged over the typed figures, never over recomputed ones. A 合计 may add its persons or its
小计 rows, a 小计 its block or its page; sums may stand over their rows. Wages are not added up. The same is asked of
发放表 and of 费用和资金来源表.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from xl_addin.checks.amounts.rounded import exact_fen, rounding_slack
from xl_addin.checks.amounts.row_totals import ROW_TOTAL_CHECKS
from xl_addin.checks.amounts.sum_causes import cause_of
from xl_addin.checks.amounts.sum_evaluation import SumCells, is_choice, work_out
from xl_addin.checks.amounts.sum_formulas import read_sum_formula
from xl_addin.checks.amounts.sum_labels import Level, is_bare
from xl_addin.checks.amounts.sum_lines import SumLines, members_of, spans_of, sum_lines
from xl_addin.checks.amounts.sum_readings import Figures, wrong_sums
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import side_of, texts
from xl_addin.sheets.numbers import agrees, in_unit, read_money, to_fen
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.grid import address
from xl_addin.tables.labels import YUAN
from xl_addin.tables.layouts import layout
from xl_addin.tables.repeated_groups import ADDED, base_role, group_of
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.sum_cells import formulas_in, hidden_rows, user_tables
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, decimal_text

_ADDED: Final = {
    "severance": ("months", "amount", "settlement", "other", "total"),
    "arrears": ("month_count", "compensation", *sorted(ADDED)),
    "payments": ("due", "paid", *next(iter(layout("payments").repeated)).roles()),
    "owed": ("paid", "left", "total", *next(iter(layout("owed").repeated)).roles()),
    "sources": ("cost_amount", "cost_total", "source_amount", "source_total", "gap", "amount"),
}
"""Columns that rows of sums add up, by kind of sheet."""
_COUNTS: Final = frozenset({"months", "month_count"})
SUMMED: Final = frozenset(_ADDED)


def sum_rows(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every row of sums that is not the sum of the typed figures that it stands for."""
    if not table.sum_rows or not len(table):
        return
    lines = book.derive(sum_lines, table)
    for role in _added_roles(table):
        yield from _wrong_in(table, book, lines, role)


def _wrong_in(table: SheetTable, book: SheetBook, lines: SumLines, role: str) -> Iterator[Fault]:
    factor = 1 if base_role(role) in _COUNTS else _factor(table, book, role)
    around = _around(table, lines, role)
    figures = _figures(table, lines, role, around)

    def same(typed: int, right: int) -> bool:
        return _same(typed, right, role, factor)

    def others(k: int) -> Iterator[int]:
        if role == "gap":
            yield from _gap_of_row(table, lines.records[k], factor)
        for side in _by_side(table, role, lines, figures):
            yield from (value for span in spans_of(lines, k) if (value := side.added(*span)) is not None)
        if factor > 1 and table.kind in PAID:
            yield from _rounded(table, book, role, lines, figures, factor, k)
        if lines.levels[k] in (Level.WHOLE, Level.GRAND):
            yield from _over_all_tables(table, book, role)

    def members(k: int) -> list[int]:
        return members_of(table, lines, k)

    for wrong in wrong_sums(lines, figures, same, others, members):
        if not wrong.named and is_choice(lines, figures, wrong.k, around, same):
            continue
        if wrong.k in around.unread and not is_bare(lines.labels[wrong.k]):
            cell = table.sum_cell(role, lines.records[wrong.k])
            book.not_checked.append(f"工作表“{table.sheet}”{cell}：“{lines.labels[wrong.k]}”的公式按条件求和，未核对")
            continue
        typed, right = int(figures.micro[wrong.k]), wrong.right
        if lines.levels[wrong.k] in (Level.WHOLE, Level.GRAND) and not wrong.named and len(lines.sums()) > 1:
            # under a sum of its own table it may be meant for all tables: what is nearer is what is said
            right = min([right, *_over_all_tables(table, book, role)], key=lambda value: abs(value - typed))
        cause = cause_of(wrong, lines, figures, around, same) if right == wrong.right else ""
        yield _sum_fault(table, role, lines.records[wrong.k], typed, right, factor, cause)


def _rounded(
    table: SheetTable, book: SheetBook, role: str, lines: SumLines, figures: Figures, factor: int, k: int
) -> Iterator[int]:
    """What a sum of rounded amounts may be: that of the exact ones; where none is known, any that rounding explains."""
    exact = book.derive(exact_fen, table, role)
    places = dict(zip(table.row_numbers, range(len(table)), strict=True))
    own = {j: places[row] for j, row in enumerate(lines.rows) if lines.levels[j] == Level.PERSON and row in places}
    micro = figures.micro.copy()
    for j, i in own.items():
        if i in exact:
            micro[j] = exact[i] * (MICRO // 100) // factor
    part = Figures(micro, figures.usable)
    part.index(lines)
    typed = int(figures.micro[k])
    for span in spans_of(lines, k):
        value = part.added(*span)
        if value is None:
            continue
        yield value
        within = [j for j in range(*span) if lines.levels[j] == Level.PERSON and figures.micro[j]]
        guessed = [j for j in within if own.get(j) not in exact]
        if guessed and abs(typed - value) <= rounding_slack([int(figures.micro[j]) for j in guessed], len(guessed)):
            yield typed


def _over_all_tables(table: SheetTable, book: SheetBook, role: str) -> Iterator[int]:
    """What a total under several tables of one sheet comes to: the last one's may speak for all of them."""
    like = [one for one in book.tables if (one.sheet, one.kind) == (table.sheet, table.kind) and one.has(role)]
    if like[-1] is table and len({one.money_unit(role) for one in like}) == 1 < len(like):
        columns = [read_money(one.row_by_row.raw_column(role)) for one in like]
        if all((column.known | column.blank).all() for column in columns):
            yield sum(int(column.micro.sum()) for column in columns)


def _figures(table: SheetTable, lines: SumLines, role: str, around: SumCells) -> Figures:
    """The figures of a column line by line; sums whose formula has no stored result are worked out.

    A merged figure counts once; what is no number makes every sum over it uncertain.
    """
    people, sums = read_money(table.row_by_row.raw_column(role)), read_money(table.sum_column(role))
    size = len(lines.rows)
    micro, usable = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    for k, (level, i) in enumerate(zip(lines.levels, lines.records, strict=True)):
        column = people if level == Level.PERSON else sums
        micro[k] = column.micro[i]
        usable[k] = column.known[i] or (level == Level.PERSON and column.blank[i])
    figures = Figures(micro, usable)
    work_out(lines, figures, around)
    return figures


def _around(table: SheetTable, lines: SumLines, role: str) -> SumCells:
    cells = [*table.row_by_row.raw_column(role)]
    col = table.header.columns[role]
    texts = [
        k for k, level in enumerate(lines.levels) if level == Level.PERSON and isinstance(cells[lines.records[k]], str)
    ]
    hidden = hidden_rows(table)
    places = {row: k for k, row in enumerate(lines.rows)}
    typed = formulas_in(table, role, table.sum_rows)
    stored = dict(zip(table.sum_rows, table.sum_column(role), strict=True))
    read = {places[row]: read_sum_formula(text, col, table.sheet, user_tables(table)) for row, text in typed.items()}
    return SumCells(
        cell=lambda k: address(lines.rows[k], col),
        texts=frozenset(texts),
        hidden=frozenset(k for k, row in enumerate(lines.rows) if row in hidden) if hidden else frozenset(),
        formulas={k: formula for k, formula in read.items() if formula is not None},
        unread=frozenset(k for k, formula in read.items() if formula is None),
        waiting=frozenset(places[row] for row in typed if stored[row] is None),
    )


def _added_roles(table: SheetTable) -> list[str]:
    """Columns that rows of sums add up: those of the kind, and those of each insurance where they repeat."""
    own = [role for role in _ADDED[table.kind] if table.has(role)]
    return own + [role for role in table.header.columns if group_of(role) and base_role(role) in _ADDED["arrears"]]


def _factor(table: SheetTable, book: SheetBook, role: str) -> int:
    """Yuan of the unit in which a column is typed; only sheets of amounts by person show a false unit."""
    return scale(table, book, role).actual if table.kind in PAID else YUAN.get(table.money_unit(role), 1)


def _by_side(table: SheetTable, role: str, lines: SumLines, figures: Figures) -> Iterator[Figures]:
    """In a list of costs and sources under one another, a sum may stand for the rows of either side alone."""
    if table.kind != "sources" or role != "amount" or not table.has("direction"):
        return
    sides = [side_of(text) for text in texts(table, "direction")]
    own = [sides[i] if level == Level.PERSON else "" for level, i in zip(lines.levels, lines.records, strict=True)]
    for side in ("cost", "source"):
        part = Figures(np.where(np.array(own) == side, figures.micro, 0), figures.usable)
        part.index(lines)
        yield part


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


def _same(typed: int, right: int, role: str, factor: int) -> bool:
    if base_role(role) in _COUNTS:
        return typed == right
    return agrees(typed, _to_fen(right, factor), factor)


def _sum_fault(table: SheetTable, role: str, index: int, typed: int, right: int, factor: int, cause: str) -> Fault:
    label = table.sum_label(index)
    expected = decimal_text(right, MICRO) if base_role(role) in _COUNTS else in_unit(_to_fen(right, factor), factor)
    shown = decimal_text(typed, MICRO)
    detail = {"label": label, "name": table.label(role), "right": expected, "typed": shown, "cause": cause}
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
        message="“{label}”行的“{name}”应为{right}，现为{typed}{cause}",
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

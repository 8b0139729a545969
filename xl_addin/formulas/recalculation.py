"""Recalculates the calls of our functions in a workbook, and the native formulas that depend on them.

The way in: :func:`recalculate` takes a workbook as read and says what to write into which cell. Our calls get exactly
what :func:`xl_addin.functions.call` gives. Native formulas that depend on them, at any distance, get their right value,
or :data:`REMOVE` so that the host computes them when it opens the file; never a stale or doubtful number (C5 74);
that goes for volatile and foreign functions too, if they depend on our calls. All other cells keep what the file has,
even nothing (C5 72, 75); what stands in a formula that no program has computed yet is read all the same.
Leaves out reading and writing of files, and marking of findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xl_addin.formulas.budget import TOO_MANY_CELLS, Surroundings, beyond_budget
from xl_addin.formulas.computed import machine
from xl_addin.formulas.engine import Engine
from xl_addin.formulas.evaluation import Evaluator
from xl_addin.formulas.filling import FilledDown, ParsingRoom
from xl_addin.formulas.lifting.lift import Lifting, Outcome
from xl_addin.formulas.made import MadeCall
from xl_addin.formulas.names import suggestion
from xl_addin.formulas.nodes import FormulaNodes
from xl_addin.formulas.order import CellSet, Order, Position, order
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places
from xl_addin.formulas.results import bounds, fill, written
from xl_addin.formulas.self_reference import self_reference
from xl_addin.formulas.stored_names import FunctionTable, bare_name
from xl_addin.formulas.tasks import Task
from xl_addin.formulas.values import Serial, Untrusted, Value, stable_value
from xl_addin.tables.grid import REMOVE, BookGrid, CellValue, Remove, SheetGrid, address
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Finding
from xl_addin.values.serials import date_of
from xl_addin.values.stages import PARSING, counted

Progress = Callable[[int, int], None]
_STEP: Final = 200
_MOST_PASSES: Final = 50
"""Passes over circular references; where they do not suffice every formula counts as dependent."""
_CIRCULAR: Final = "公式循环引用，或者引用的位置要由表格程序确定"


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What a recalculation found; cells are ``D7`` with the sheet's name beside them."""

    values: dict[str, dict[tuple[int, int], CellValue | Remove]] = field(default_factory=dict)
    """By sheet name, then (row, column): the value to store, dates as serials of the book's date system."""
    errors: list[tuple[str, str, CellError]] = field(default_factory=list)
    """Cells of ours that show an error, with the Chinese reason."""
    calls: int = 0
    """Number of cells that hold calls of ours."""
    unresolved: list[tuple[str, str, str]] = field(default_factory=list)
    """Cells that could not be recalculated, and why; their stored value is to be removed."""
    misspelt: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Cells calling a function that does not exist but looks like ours: sheet, cell, name, the name probably meant."""
    own: list[Finding] = field(default_factory=list)
    """Cells of ours whose formula takes them in, as findings."""
    filled: dict[str, dict[tuple[int, int], CellValue]] = field(default_factory=dict)
    """Values of native formulas that had none in the file, for our calls and the checks; the file keeps them empty."""
    made: dict[str, dict[tuple[int, int], tuple[MadeCall, ...]]] = field(default_factory=dict)
    """By sheet name, then (row, column) of a formula: the calls of ours that gave its value."""


def recalculate(
    book: BookGrid,
    progress: Progress | None = None,
    *,
    functions: FunctionTable | None = None,
    engine: Engine | None = None,
    lifted: bool = True,
) -> Recalculation:
    """Recalculate our calls and what depends on them.

    ``progress`` is called with (cells done, cells in all). Never raises for what stands in a cell: a call that
    cannot be computed is in ``unresolved``, a function that crashes gives an error value. ``lifted``: formulas that
    were filled down are evaluated as columns; the values are the same either way. InputError if the formulas are more
    than there is room for.
    """
    evaluator = machine(book, functions=functions, engine=engine)
    tasks = list(_tasks(book, evaluator, lifted=lifted))
    result = Recalculation(
        calls=sum(task.ours for task in tasks),
        misspelt=list(_misspelt(tasks, evaluator)),
        own=list(_own(tasks, evaluator.places)),
    )
    empty = {number for number, task in enumerate(tasks) if not task.cell.has_cached}
    if not (result.calls or empty):
        return result
    large = beyond_budget([(task.sheet, task.cell) for task in tasks])
    nodes = FormulaNodes(tasks, evaluator.places, large)
    sequence = order(nodes)
    affected = _affected(tasks, nodes, sequence, large)
    wanted = affected | empty
    refused = sequence.circular | set(large)
    work = [number for number in sequence.sequence if number in wanted and number not in refused]
    run = _Run(book, evaluator, result)
    lifting = Lifting(tasks, nodes, work, evaluator, run.value) if lifted else None
    for number in large.keys() & wanted:
        evaluator.cells.lose_area(large[number])
        run.lose(tasks[number], nodes.cells(number), TOO_MANY_CELLS, stored=number in affected)
    for number in sequence.circular & wanted - large.keys():
        run.lose(tasks[number], nodes.cells(number), _CIRCULAR, stored=number in affected)
    told = _Told(progress, len(work))
    if lifting:
        lifting.told = told.inside
    for done, number in enumerate(work):
        told.begin(done)
        outcome = lifting.outcome(number) if lifting else None
        run.compute(tasks[number], nodes.cells(number), outcome, stored=number in affected)
        if lifting and outcome is None:
            lifting.done(nodes.cells(number))
    told.begin(len(work))
    return result


class _Told:
    """How far the cells are, told now and then; a piece of a column is told while it is evaluated, then passed over."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total = progress, total
        self._begun, self._furthest = 0, 0

    def begin(self, done: int) -> None:
        """Note a cell that is next; the end is always told."""
        self._begun = done
        if self._progress and (done == self._total or (done % _STEP == 0 and done >= self._furthest)):
            self._progress(done, self._total)

    def inside(self, done: int) -> None:
        """Tell how many cells are done that begin with the next one."""
        if self._progress and self._begun + done > self._furthest:
            self._furthest = min(self._begun + done, self._total)
            self._progress(self._furthest, self._total)


def _tasks(book: BookGrid, evaluator: Evaluator, *, lifted: bool) -> Iterator[Task]:
    formulas = sum(len(sheet.formulas) for sheet in book.sheets)
    cells = sum(len(row) - row.count(None) for sheet in book.sheets for row in sheet.rows)
    room = ParsingRoom(cells, formulas)
    for index, sheet in enumerate(book.sheets):
        filled = FilledDown(room)
        for cell in counted(PARSING, sheet.formulas.values(), len(sheet.formulas)):
            if cell.kind == "unread":  # its stored value is all that is known
                continue
            formula = filled.parse(cell.text, cell.col) if lifted else parse(cell.text)
            yield Task(index, cell, formula, bool(evaluator.calls.of(formula, index)))


def _misspelt(tasks: list[Task], evaluator: Evaluator) -> Iterator[tuple[str, str, str, str]]:
    places = evaluator.places
    known: dict[tuple[str, int], str | None] = {}
    for task in tasks:
        for name in dict.fromkeys(task.formula.shape.calls):
            key = (name, task.sheet)
            if key not in known:
                skipped = evaluator.calls.ours(*key) or places.is_lambda(*key)
                known[key] = None if skipped else suggestion(name, evaluator.functions)
            meant = known[key]
            if meant:
                sheet = places.book.sheets[task.sheet].name
                yield sheet, address(task.cell.row, task.cell.col), bare_name(name), meant


def _own(tasks: list[Task], places: Places) -> Iterator[Finding]:
    for task in tasks:
        sheet = places.book.sheets[task.sheet]
        if task.ours and not sheet.ours:
            yield from self_reference(places, sheet.name, task.cell, task.formula, task.spot)


def _affected(tasks: list[Task], nodes: FormulaNodes, sequence: Order, large: Mapping[int, Area]) -> set[int]:
    """Numbers of our cells and of every cell that depends on one, at any distance."""
    affected: set[int] = set()
    changed, lost = CellSet(), Surroundings()
    for _ in range(_MOST_PASSES):
        before = len(affected)
        for number in sequence.sequence:
            if number in affected:
                continue
            if tasks[number].ours or any(
                changed.touches(area) or lost.touches(area) for area in nodes.precedents(number)
            ):
                affected.add(number)
                if number in large:
                    lost.add(large[number])
                for cell in nodes.cells(number):
                    changed.add(cell)
        # within a circle, or where a large array has no order, one pass may meet a cell before what it depends on
        if not (sequence.circular or large) or len(affected) == before:
            return affected
    return set(range(len(tasks)))


class _Run:
    """Computes cells in order and collects what is to be written."""

    def __init__(self, book: BookGrid, evaluator: Evaluator, result: Recalculation) -> None:
        self.book, self.evaluator, self.result = book, evaluator, result

    def compute(self, task: Task, cells: Sequence[Position], outcome: Outcome | None, *, stored: bool) -> None:
        """Compute one formula cell unless its outcome is known; ``stored`` unless it is only needed by others."""
        try:
            if outcome and outcome.refused is not None:
                raise Untrusted(outcome.refused)
            values = {(task.cell.row, task.cell.col): outcome.value} if outcome else self._values(task)
        except Untrusted as reason:
            self.lose(task, cells, str(reason), stored=stored)
            return
        sheet = self.book.sheets[task.sheet]
        native = not self.evaluator.is_call(task.formula.tree, task.sheet)
        target = (self.result.values if stored else self.result.filled).setdefault(sheet.name, {})
        for (row, col), value in values.items():
            if (row, col) != (task.cell.row, task.cell.col) and (row, col) in sheet.formulas:
                continue
            if outcome is None:
                self.evaluator.cells.set((task.sheet, row, col), stable_value(value) if native else value)
            target[row, col] = written(value, native=native)
        if task.ours:
            made = outcome.made if outcome else tuple(self.evaluator.made)
            self.result.made.setdefault(sheet.name, {})[task.cell.row, task.cell.col] = made
            self._report(sheet.name, task, values)

    def value(self, task: Task) -> Value:
        """The value of a formula that fills one cell."""
        return self._values(task)[task.cell.row, task.cell.col]

    def _values(self, task: Task) -> dict[tuple[int, int], Value]:
        if task.cell.kind == "table":
            raise Untrusted("模拟运算表要由表格程序重算")
        try:
            bounds(task.cell)
        except ValueError as error:
            raise Untrusted("数组公式的区域不对") from error
        found = fill(task.cell, self.evaluator.result(task.formula, task.spot))
        self.evaluator.cells.make_room(found.values())
        return found

    def lose(self, task: Task, cells: Sequence[Position], reason: str, *, stored: bool) -> None:
        """Give up a formula cell: whatever reads it is given up as well."""
        sheet = self.book.sheets[task.sheet]
        for position in cells:
            self.evaluator.cells.lose(position)
            if stored:
                self.result.values.setdefault(sheet.name, {})[position[1:]] = REMOVE
        if stored:
            self.result.unresolved.append((sheet.name, address(task.cell.row, task.cell.col), reason))

    def _report(self, sheet: str, task: Task, values: dict[tuple[int, int], Value]) -> None:
        anchor = values[task.cell.row, task.cell.col]
        for (row, col), value in values.items():
            first = (row, col) == (task.cell.row, task.cell.col)
            if isinstance(value, CellError) and (first or (value.message and value != anchor)):
                message = value.message or f"引用的单元格有错误值 {value.code}，请先改正"
                self.result.errors.append((sheet, address(row, col), CellError(value.code, message)))


def with_values(book: BookGrid, recalculation: Recalculation) -> BookGrid:
    """Give the workbook with recalculated values in their cells; the book that was read stays as it is."""
    sheets = []
    for sheet in book.sheets:
        changed = {**recalculation.filled.get(sheet.name, {}), **recalculation.values.get(sheet.name, {})}
        dated = {place: _plain_date(value, book.date1904) for place, value in changed.items()}
        sheets.append(replace(sheet, rows=_rows_with(sheet, dated)) if dated else sheet)
    return replace(book, sheets=sheets)


def _plain_date(value: CellValue | Remove, date1904: bool) -> CellValue | Remove:
    """Turn a serial that is known to be a date into that date, in the book's own date system."""
    return date_of(float(value), date1904) if isinstance(value, Serial) else value


def _rows_with(sheet: SheetGrid, changed: dict[tuple[int, int], CellValue | Remove]) -> list[list[CellValue]]:
    rows = [list(row) for row in sheet.rows]
    for (row, col), value in changed.items():
        rows.extend([] for _ in range(row - len(rows)))
        line = rows[row - 1]
        line.extend([None] * (col - len(line)))
        line[col - 1] = None if isinstance(value, Remove) else value
    return rows

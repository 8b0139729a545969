"""The main job on a file: recalculate our functions, check the book, write a copy with the report.

The original is only read. The copy is written whole or not at all. Texts for users are findings
and the report; what a terminal shows is for the command line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path

from xl_addin.checks.run import CheckResult
from xl_addin.commands.checking.examination import examine, refuse_strange_book
from xl_addin.commands.checking.validate import report
from xl_addin.commands.spec import CommandBook
from xl_addin.files.atomic import refuse_same_file
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.sheets.policies_used import versions
from xl_addin.sheets.policy_sheet import BookPolicy
from xl_addin.sheets.readings import UNCHECKED_KINDS, SheetReading, sheet_readings
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.cleaning import clean_number
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """What one severance sheet comes to. Sheets are not added up: two may hold the same persons."""

    sheet: str
    persons: int
    total: Decimal
    """Sum of the readable amounts in yuan."""
    without_amount: int
    """Persons whose amount is empty or an error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job found in a workbook."""

    result: CheckResult
    recalculation: Recalculation
    policy: BookPolicy
    persons: int
    """Persons on the rosters, or on the severance sheets where there is no roster."""
    severance: list[SheetTotal]
    readings: list[SheetReading]
    """How each sheet was read."""
    versions: str
    """The policy with its version, and every other one with the rows that are computed by it."""

    @property
    def checked(self) -> bool:
        """Whether there was anything to check: a sheet with rows, or a call of ours."""
        rows = any(reading.kind not in (None, *UNCHECKED_KINDS) and reading.persons for reading in self.readings)
        return rows or self.recalculation.calls > 0


def check_file(source: Path, progress: Progress | None = None) -> Outcome:
    """Recalculate and check a workbook in memory; writes nothing. Raises InputError if it cannot be read."""
    return _examine(open_book(source), progress)[0]


def check_workbook(path: str | PathLike[str]) -> FindingTable:
    """Recalculate and check a workbook by its own 政策 sheet; the Python name of ``xl-addin check``.

    Raises InputError with one Chinese line if the workbook cannot be read.
    """
    return check_file(Path(path)).result.findings


def _refuse_other_kind(source: Path, target: Path) -> None:
    """Refuse an output whose name promises another kind of file: Excel would not open it."""
    if target.suffix.lower() != source.suffix.lower():
        text = f"输出文件“{target.name}”的扩展名要与原工作簿相同（{source.suffix}），请改文件名"
        raise InputError(text)


def run_file(source: Path, target: Path, now: dt.datetime, progress: Progress | None = None) -> Outcome:
    """Recalculate, check, and write a copy with values, marks and the 校验结果 sheet."""
    refuse_same_file(source, target)
    _refuse_other_kind(source, target)
    book = open_book(source)
    outcome, workbook = _examine(book, progress)
    marks, sheet = report(outcome.result, workbook, now)
    write_patched(source, target, BookPatch(outcome.recalculation.values, marks, (sheet,)))
    return outcome


def calculate_file(source: Path, target: Path, progress: Progress | None = None) -> Recalculation:
    """Recalculate our functions and write a copy; no checks, marks or report.

    Raises InputError if the book holds no call of ours: there would be nothing to write.
    """
    refuse_same_file(source, target)
    _refuse_other_kind(source, target)
    recalculation = recalculate(open_book(source), progress)
    if not recalculation.calls and not recalculation.misspelt:
        raise InputError(f"{source.name} 里没有本插件的函数，无需重算，没有写出文件")
    if recalculation.calls:
        write_patched(source, target, BookPatch(recalculation.values, (), ()))
    return recalculation


def _examine(book: BookGrid, progress: Progress | None) -> tuple[Outcome, CommandBook]:
    workbook = CommandBook.of(book, dt.date.today(), progress)
    refuse_strange_book(workbook)
    result = examine(workbook, calls=workbook.recalculation)
    totals = _totals(result.tables, workbook)
    rosters = sum(len(table) for table in result.tables if table.kind == "roster")
    persons = rosters or sum(total.persons for total in totals)
    readings = workbook.gather(sheet_readings)
    said = workbook.gather(versions)
    return Outcome(result, workbook.recalculation, workbook.stated, persons, totals, readings, said), workbook


def _totals(tables: list[SheetTable], workbook: CommandBook) -> list[SheetTotal]:
    """Add up the amounts of each severance sheet, several tables of one sheet together."""
    found: dict[str, SheetTotal] = {}
    for table in tables:
        if table.kind != "severance" or not table.has("amount"):
            continue
        factor = workbook.derive(amount_scale, table).actual
        amounts = [amount and amount * factor for amount in map(_readable, table.column("amount"))]
        before = found.get(table.sheet, SheetTotal(table.sheet, 0, Decimal(0), 0))
        found[table.sheet] = SheetTotal(
            table.sheet,
            before.persons + len(table),
            before.total + sum((amount for amount in amounts if amount is not None), Decimal(0)),
            before.without_amount + amounts.count(None),
        )
    return list(found.values())


def _readable(value: CellValue) -> Decimal | None:
    try:
        return clean_number(value, "补偿金额")
    except InputError:
        return None

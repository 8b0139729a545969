"""The main job on a file: recalculate our functions, check the book, write a copy with the report.

The original is only read. The copy is written whole or not at all. Texts for users are findings
and the report; what a terminal shows is for the command line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.checks.reconcile import Reconciliation, reconcile
from xl_addin.checks.run import CheckResult
from xl_addin.commands.checking.examination import examine, refuse_strange_book
from xl_addin.commands.checking.validate import report
from xl_addin.commands.spec import CommandBook
from xl_addin.files.atomic import refuse_place, refuse_same_file
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.formulas.respelling import respelling
from xl_addin.hosts.file.reference import Reference
from xl_addin.hosts.file.workfile import open_workfile, output_suffix
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.enterprise_totals import EnterpriseTotal
from xl_addin.sheets.policies_used import versions
from xl_addin.sheets.policy_sheet import BookPolicy
from xl_addin.sheets.readings import SILENT_KINDS, UNCHECKED_KINDS, SheetReading, sheet_readings
from xl_addin.sheets.totals import MoneySum, count_persons, fen_amounts, money_sum
from xl_addin.sheets.untouched import untouched_sheets
from xl_addin.tables.grid import BookGrid
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable

if TYPE_CHECKING:
    from xl_addin.commands.city.rows import CityRow

Progress = Callable[[int, int], None]
ByEnterprise = Callable[[SheetBook], list[EnterpriseTotal]]
"""Adds up a workbook by enterprise: :func:`xl_addin.sheets.enterprise_totals.enterprise_totals`."""
ByCity = Callable[[SheetBook, FindingTable], "list[CityRow]"]
"""Tells where each enterprise stands: :func:`xl_addin.commands.city.rows.city_rows`."""
Beside = Callable[[CommandBook], FindingTable]
"""Compares what lies beside a workbook with it: :func:`xl_addin.hosts.file.papers.compare_papers`."""


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """What one severance sheet comes to. Sheets are not added up: two may hold the same persons."""

    sheet: str
    money: MoneySum


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job found in a workbook."""

    result: CheckResult
    recalculation: Recalculation
    policy: BookPolicy
    persons: int
    """Persons on the rosters, or where there is none on the severance sheets, each once."""
    severance: list[SheetTotal]
    readings: list[SheetReading]
    """How each sheet was read."""
    versions: str
    """The policy with its version, and every other one with the rows that are computed by it."""
    reconciled: list[Reconciliation]
    """What became of the rows of each table, and its sums against those that it states."""
    enterprises: list[EnterpriseTotal]
    """Persons and severance by enterprise; empty unless asked for, since it takes a fifth of the time of a check."""
    untouched: list[str]
    """Sheets that nobody has filled in."""
    city: list[CityRow]
    """Where each enterprise stands; empty unless asked for."""
    conversion: str = ""
    """How a workbook of another format was made an .xlsx; '' for one that is."""

    @property
    def checked(self) -> bool:
        """Whether there was anything to check: a sheet with rows, or a call of ours."""
        blank = set(self.untouched)
        known = [one for one in self.readings if one.kind not in (None, *UNCHECKED_KINDS)]
        rows = any(one.persons for one in known if one.sheet not in blank)
        calls = self.recalculation.calls > 0 and not (known and blank.issuperset(one.sheet for one in known))
        return rows or calls


def check_file(
    source: Path,
    progress: Progress | None = None,
    today: dt.date | None = None,
    password: str = "",
    by_enterprise: ByEnterprise | None = None,
    by_city: ByCity | None = None,
    beside: Beside | None = None,
) -> Outcome:
    """Recalculate and check a workbook in memory; writes nothing. Raises InputError if it cannot be read.

    ``today`` is the day on which open cases are judged, by default the day of the call. What ``beside`` finds stands
    behind the findings of the workbook.
    """
    outcome, workbook = _examine(open_book(source, password), progress, today, by_enterprise, by_city)
    if beside is not None:
        found = beside(workbook)
        outcome.result.findings.extend(found)
        outcome.result.findings.not_checked += found.not_checked
    return outcome


def check_workbook(path: str | PathLike[str]) -> FindingTable:
    """Recalculate and check a workbook by its own 政策 sheet; the Python name of ``xl-addin check``.

    Raises InputError with one Chinese line if the workbook cannot be read.
    """
    return check_file(Path(path)).result.findings


def refuse_other_kind(source: Path, target: Path) -> None:
    """Refuse an output whose name promises another kind of file: Excel would not open it."""
    suffix = output_suffix(source)
    if target.suffix.lower() != suffix.lower():
        same = "与原工作簿相同" if suffix == source.suffix else "为 .xlsx"
        raise InputError(f"输出文件“{target.name or target}”的扩展名要{same}（{suffix}），请改文件名")


def run_file(
    source: Path,
    target: Path,
    now: dt.datetime,
    progress: Progress | None = None,
    today: dt.date | None = None,
    password: str = "",
    by_enterprise: ByEnterprise | None = None,
    by_city: ByCity | None = None,
) -> Outcome:
    """Recalculate, check, and write a copy with values, marks and the 校验结果 sheet.

    The cells that were read are let go before the copy is written: a large workbook has no room for both.
    """
    refuse_same_file(source, target)
    refuse_other_kind(source, target)
    refuse_place(target)
    with open_workfile(source, password) as file:
        outcome, workbook = _examine(file.patchable.book, progress, today, by_enterprise, by_city)
        marks, sheets = report(outcome.result, workbook, now)
        outcome = replace(outcome, result=CheckResult(outcome.result.findings, []), conversion=file.patchable.line)
        path = file.patchable.path
        del workbook
        file.let_go()
        write_patched(path, target, BookPatch(outcome.recalculation.values, marks, sheets))
        return outcome


Refer = Callable[[Path, BookGrid, Recalculation], Reference]
"""Asks another program for its values: :func:`xl_addin.hosts.file.reference.ask_reference`."""


def calculate_file(
    source: Path,
    target: Path,
    progress: Progress | None = None,
    password: str = "",
    program: str = "",
    refer: Refer | None = None,
) -> Recalculation:
    """Recalculate our functions and write a copy; no checks, marks or report.

    ``program`` is one of :data:`SPELLINGS` if the calls in the copy are to be spelt for it. ``refer`` is asked for
    what was not computed.

    Raises InputError if the book holds no call of ours: there would be nothing to write.
    """
    refuse_same_file(source, target)
    refuse_other_kind(source, target)
    refuse_place(target)
    with open_workfile(source, password) as file:
        recalculation = recalculate(file.patchable.book, progress)
        if not recalculation.calls and not recalculation.misspelt:
            raise InputError(f"{source.name} 里没有本插件的函数，无需重算，没有写出文件")
        if recalculation.calls:
            respell = respelling(file.patchable.book, program) if program else None
            settled = refer(file.patchable.path, file.patchable.book, recalculation).settled if refer else {}
            names = recalculation.values.keys() | settled.keys()
            values = {name: {**recalculation.values.get(name, {}), **settled.get(name, {})} for name in names}
            write_patched(file.patchable.path, target, BookPatch(values, respell=respell))
        return recalculation


def _examine(
    book: BookGrid,
    progress: Progress | None,
    today: dt.date | None,
    by_enterprise: ByEnterprise | None,
    by_city: ByCity | None,
) -> tuple[Outcome, CommandBook]:
    workbook = CommandBook.of(book, today or dt.date.today(), progress)
    refuse_strange_book(workbook)
    result = examine(workbook, calls=workbook.recalculation)
    totals = _totals(result.tables, workbook)
    readings = workbook.gather(sheet_readings)
    persons, said = _persons(result.tables, workbook), workbook.gather(versions)
    reconciled = [workbook.derive(reconcile, table) for table in result.tables if table.kind not in SILENT_KINDS]
    firms = workbook.gather(by_enterprise) if by_enterprise else []
    return Outcome(
        result,
        workbook.recalculation,
        workbook.stated,
        persons,
        totals,
        readings,
        said,
        reconciled,
        firms,
        workbook.gather(untouched_sheets),
        by_city(workbook, result.findings) if by_city else [],
    ), workbook


def _totals(tables: list[SheetTable], workbook: CommandBook) -> list[SheetTotal]:
    """Add up the amounts of each severance sheet, several tables of one sheet together."""
    found: dict[str, list[int | None]] = {}
    for table in tables:
        if table.kind == "severance" and table.has("amount"):
            found.setdefault(table.sheet, []).extend(workbook.derive(fen_amounts, table, "amount"))
    return [SheetTotal(sheet, money_sum(amounts)) for sheet, amounts in found.items()]


def _persons(tables: list[SheetTable], workbook: CommandBook) -> int:
    """Persons on the rosters; without one those on the severance sheets, else on other lists, each once."""
    for kind in ("roster", "severance", "arrears"):
        listed = [table for table in tables if table.kind == kind]
        if any(map(len, listed)):
            return sum(map(len, listed)) if kind == "roster" else count_persons(listed, workbook)
    return 0

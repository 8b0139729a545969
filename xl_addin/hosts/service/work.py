"""What the child process does with a workbook that lies in the service's folder: check it, press a button.

The same jobs as on the command line. What is answered goes to the page of the one user: ID numbers are masked in it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.checking.examination import StrangeBook
from xl_addin.commands.spec import Wish
from xl_addin.files.reading import open_book
from xl_addin.hosts.batch.worker import Tell
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.file.job import run_file
from xl_addin.hosts.file.workfile import output_suffix
from xl_addin.hosts.service.office.planning import POLICY, in_force, press_in_place
from xl_addin.hosts.service.tasks import Task, find_command, told_findings, without_options
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.open_headings import open_headings
from xl_addin.sheets.readings import SheetReading
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.findings import FindingTable
from xl_addin.values.money import fen_to_yuan
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import shown
from xl_addin.values.stages import RECALCULATING, Stage, watched

CHECK: Final = "check"
OUTLINE: Final = "outline"
_PERSONS: Final = ("severance", "arrears", "roster")
"""Kinds of sheet whose rows are about one worker each, as the explanation takes them."""
_MOST_WORKERS: Final = 20_000
_EVERY: Final = 0.2
"""Seconds between two words on how far it is."""


def work(task: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Do a task; the files it writes are named in what is given. InputError with a Chinese line, nothing written."""
    one = Task(**task)
    try:
        with watched(_Watcher(tell)):
            if one.action == OUTLINE:
                return _outlined(one)
            if one.action == POLICY:
                return in_force(one)
            if one.in_place and (done := press_in_place(one)):
                return done
            return _checked(one, tell) if one.action == CHECK else _pressed(one)
    except PolicyGap as gap:
        raise InputError(gap.message) from None
    except InputError as error:
        raise InputError(without_options(error.message)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"文件不能读写（{reason}），请检查磁盘空间") from None


class _Watcher:
    """Tells how far a job is, not more often than a person can read."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._last, self._stage = tell, 0.0, ""

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        now = time.monotonic()
        if stage.name != self._stage or now - self._last > _EVERY:
            self._last, self._stage = now, stage.name
            self._tell({"stage": stage.name, "unit": stage.unit, "done": done, "total": total})


def _checked(task: Task, tell: Tell) -> dict[str, Any]:
    from xl_addin.checks.report_json import to_json

    source = Path(task.source)
    target = Path(task.folder) / f"{source.stem}-校验{output_suffix(source)}"
    watch = _Watcher(tell)
    try:
        outcome = run_file(
            source,
            target,
            dt.datetime.now(),
            lambda done, total: watch(RECALCULATING, done, total),
            password=task.password,
        )
    except StrangeBook as error:
        report = to_json(FindingTable(), source.name, "", error.readings)
        return report | {
            "strange": mask_text(error.message),
            "sheets": _sheets(error.readings, report),
            "all_sheets": list(dict.fromkeys(reading.sheet for reading in error.readings)),
            "reconciled": [],
            "files": [],
        }
    findings = outcome.result.findings
    report = to_json(findings, source.name, outcome.versions, outcome.readings, outcome.reconciled)
    shown_findings = told_findings(report["findings"])
    return report | {
        "findings": shown_findings,
        "findings_left_out": len(findings) - len(shown_findings),
        "sheets": _sheets(outcome.readings, report),
        "all_sheets": list(dict.fromkeys(reading.sheet for reading in outcome.readings)),
        "reconciled": [mask_text(one.line) for one in outcome.reconciled],
        "persons": outcome.persons,
        "severance": [
            {"sheet": mask_text(part.sheet), "yuan": fen_to_yuan(part.money.fen), "people": part.money.people}
            for part in outcome.severance
        ],
        "calls": outcome.recalculation.calls,
        "call_errors": len(outcome.recalculation.errors),
        "conversion": mask_text(outcome.conversion),
        "checked": outcome.checked,
        "files": [target.name],
    }


def _sheets(readings: Sequence[SheetReading], report: dict[str, Any]) -> list[dict[str, Any]]:
    """How each sheet was read, for people."""
    return [
        sheet | {"line": mask_text(one.line), "names": {mask_text(head): name for head, name in one.names.items()}}
        for one, sheet in zip(readings, report["sheets"], strict=True)
    ]


def _outlined(task: Task) -> dict[str, Any]:
    """Who stands in which row, and which columns are not read: what the page asks and is asked about."""
    book = SheetBook(open_book(Path(task.source), task.password), dt.date.today())
    tables = [table for table in book.tables if table.kind in _PERSONS and table.has("name")]
    workers = [
        {
            "sheet": table.sheet,
            "row": table.row_numbers[record],
            "cell": table.cell("name", record),
            "name": mask_text(clean_text(name)),
        }
        for table in tables
        for record, name in enumerate(table.column("name"))
    ]
    asked = [asdict(one) for one in open_headings(book)]
    return {
        "workers": workers[:_MOST_WORKERS],
        "workers_left_out": max(0, len(workers) - _MOST_WORKERS),
        "questions": [one | {"heading": mask_text(one["heading"])} for one in asked],
        "files": [],
    }


def _pressed(task: Task) -> dict[str, Any]:
    spec = find_command(task.action)
    wish = Wish(task.sheet, task.masked, task.pdf, task.cell, tuple(task.take), task.password)
    done = press(spec, Path(task.source), None, wish, dt.datetime.now())
    return {
        "command": spec.name,
        "summary": without_options(shown(done.summary)),
        "faults": done.faults,
        "files": [path.name for path in done.written],
    }

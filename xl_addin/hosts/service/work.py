"""What the child process does with a workbook that lies in the service's folder: check it, press a button.

The same jobs as on the command line. What is answered goes to the page of the one user: ID numbers are masked in it.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.checking.examination import StrangeBook
from xl_addin.commands.spec import CommandSpec, Wish
from xl_addin.files.reading import open_book
from xl_addin.hosts.batch.worker import Tell
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.file.job import run_file
from xl_addin.hosts.file.workfile import output_suffix
from xl_addin.policy.options import closest
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
SHOWN_FINDINGS: Final = 5_000
"""Findings that the page gets, the gravest first; the copy holds all of them."""
_EVERY: Final = 0.2
"""Seconds between two words on how far it is."""
_BY_ID: Final = {spec.id: spec for spec in COMMANDS}


@dataclass(frozen=True, slots=True)
class Task:
    """A workbook, the folder for results, what to do (``check`` or a command), and how it is wished for."""

    source: str
    folder: str
    action: str
    sheet: str = ""
    cell: str = ""
    masked: bool = False
    pdf: bool = False
    take: list[str] = field(default_factory=list)
    password: str = field(default="", repr=False)


def find_command(name: str) -> CommandSpec:
    """A command by its ASCII id or its Chinese name; InputError if there is none.

    >>> find_command("about").name, find_command("公示表").id
    ('关于与诊断', 'posting')
    """
    found = BY_NAME.get(name) or _BY_ID.get(name)
    if found is None:
        raise InputError(f"没有名为“{name[:40]}”的命令；可用：{'、'.join(BY_NAME)}{closest(name[:40], BY_NAME)}")
    return found


def without_options(text: str) -> str:
    """A text that names options of the command line, as the page calls the same things.

    >>> without_options("“填充结果表”要用 --cell 指明单元格，如 --cell D7")
    '“填充结果表”要用“单元格”指明单元格，如 D7'
    """
    return _OPTION.sub(lambda found: _ON_PAGE[found[1]], text)


_ON_PAGE: Final = {
    "--take 工作表名": "网页上的“几张表不一致时采用”",
    "--take": "网页上的“几张表不一致时采用”",
    "--cell D7": " D7",
    "--cell": "“单元格”",
    "--sheet": "“工作表”",
    "--masked": "“身份证号脱敏”",
    "--pdf": "“另出 PDF”",
    "--password-file": "“打开密码”",
}
_OPTION: Final = re.compile(f" ?({'|'.join(_ON_PAGE)})(?![a-z-]) ?")


def work(task: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Do a task; the files it writes are named in what is given. InputError with a Chinese line, nothing written."""
    one = Task(**task)
    try:
        with watched(_Watcher(tell)):
            if one.action == OUTLINE:
                return _outlined(one)
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
    shown_findings = [one | {"remedy": without_options(one["remedy"])} for one in _gravest(report["findings"])]
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


def _gravest(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as the page takes, in the order of the report; notices are the first that are left out."""
    left = len(findings) - SHOWN_FINDINGS
    dropped: set[int] = set()
    for severity in ("notice", "missing", "error"):
        some = [i for i, finding in enumerate(findings) if finding["severity"] == severity]
        dropped |= set(some[max(0, len(some) - max(0, left - len(dropped))) :])
    return [finding for i, finding in enumerate(findings) if i not in dropped]


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

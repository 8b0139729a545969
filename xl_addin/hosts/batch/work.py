"""What is done to one workbook of a batch, and what is noted of it: counts, sums and codes, never a person.

Runs in a process of its own (:mod:`xl_addin.hosts.batch.worker`). Tasks and notes are plain data that JSON can hold.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from xl_addin.files.held_folders import confined
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import one_line

RUN: Final = "run"
CHECK: Final = "check"
DONE, REFUSED, FAILED = "done", "refused", "failed"
"""Worked on; a file that cannot be used; a fault of ours."""
MEMORY: Final = "memory"
_CHUNK: Final = 1 << 20
_STRANGE: Final = "里没有可识别的表，也没有本插件的函数，没有校验；可用的表头见 xl-addin headings"
_LONGEST: Final = 500
_CHANGED: Final = "处理期间文件有改动，结果可能不全，请加 --resume 再运行一次"
_NO_BOOK: Final = ("新建模板",)
"""Commands that need no workbook."""


@dataclass(frozen=True, slots=True)
class Task:
    """A workbook, what to do with it, and where the result goes ('' for nothing written); ``day`` is ISO."""

    source: str
    target: str
    command: str
    day: str
    masked: bool = False
    password: str = ""
    out: str = ""
    """The folder of the batch: no link below it is gone through."""
    panel: bool = False
    """Whether it is noted where each enterprise stands."""


def content_hash(path: Path) -> str:
    """SHA-256 of a file. OSError if it cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def plan_kind(command: str) -> type | None:
    """What a command plans; None for ``run`` and ``check``. InputError for what a batch cannot do."""
    from xl_addin.commands.catalog import BY_NAME
    from xl_addin.commands.plan import MessagePlan
    from xl_addin.policy.options import closest

    if command in (RUN, CHECK):
        return None
    planned = {
        name: spec.makes for name, spec in BY_NAME.items() if not (spec.one_sheet or spec.one_cell or name in _NO_BOOK)
    }
    usable = {name: kind for name, kind in planned.items() if kind is not MessagePlan}
    if command not in usable:
        meant = closest(command, [*usable, RUN, CHECK])
        raise InputError(f"批处理不能做“{command}”；可用：{RUN}、{CHECK}、{'、'.join(usable)}{meant}")
    return usable[command]


def do(task: Task) -> dict[str, Any]:
    """Work on a workbook; give what is noted of it. MemoryError passes: its process is not to be used again."""
    source = Path(task.source)
    note: dict[str, Any] = {"status": REFUSED}
    try:
        note["hash"] = content_hash(source)
        note |= _done(task)
        if content_hash(source) != note["hash"]:
            note |= {
                "status": REFUSED,
                "reason": _CHANGED,
                "hash": "",
            }
    except (InputError, PolicyGap) as error:
        note["reason"] = _reason(error, source)
    except OSError as error:
        note["reason"] = f"文件不能读写（{error.strerror or type(error).__name__}），请检查权限和磁盘空间"
    except MemoryError:
        raise
    except Exception as error:  # one file's trouble is not the batch's
        note |= {"status": FAILED, "reason": f"内部出错（{type(error).__name__}），请把文件和版本号报给维护人员"}
    return note


def _done(task: Task) -> dict[str, Any]:
    source, day = Path(task.source), dt.date.fromisoformat(task.day)
    if task.command not in (RUN, CHECK):
        return _pressed(task, source)
    from xl_addin.commands.city.rows import city_rows
    from xl_addin.hosts.file.job import check_file, run_file
    from xl_addin.sheets.enterprise_totals import enterprise_totals

    by_city = city_rows if task.panel else None
    if task.command == CHECK:
        outcome = check_file(source, None, day, task.password, enterprise_totals, by_city)
    else:
        with confined(Path(task.out)):
            target, now = Path(task.target), dt.datetime.now()
            outcome = run_file(source, target, now, None, day, task.password, enterprise_totals, by_city)
    findings = outcome.result.findings
    kinds = Counter(zip(findings.column("code"), (s.value for s in findings.column("severity")), strict=True))
    firms = [asdict(firm) for firm in outcome.enterprises]
    for firm in firms:
        firm["enterprise"], firm["system"] = _plain(firm["enterprise"]), _plain(firm["system"])
    return {
        "status": DONE,
        "persons": outcome.persons,
        "calls": outcome.recalculation.calls,
        "errors": len(outcome.recalculation.errors),
        "unchecked": len(findings.not_checked),
        "policy": _plain(outcome.versions.partition("；")[0]),
        "findings": [[code, severity, count] for (code, severity), count in sorted(kinds.items())],
        "firms": firms,
        **({"city": [asdict(row) for row in outcome.city]} if task.panel else {}),
    }


def _pressed(task: Task, source: Path) -> dict[str, Any]:
    from xl_addin.commands.catalog import BY_NAME
    from xl_addin.commands.spec import Wish
    from xl_addin.hosts.file.buttons import press

    spec = BY_NAME[task.command]
    day = dt.date.fromisoformat(task.day) if spec.by_day else None
    wish = Wish(masked=task.masked, password=task.password, day=day)
    with confined(Path(task.out)):
        done = press(spec, source, Path(task.target), wish, dt.datetime.now())
    return {"status": DONE, "faults": done.faults, "policy": "", "findings": [], "firms": []}


def _reason(error: InputError | PolicyGap, source: Path) -> str:
    """Why a file is refused, without what stands in its cells: a strange book's first row may name persons."""
    from xl_addin.commands.checking.examination import StrangeBook

    return _STRANGE if isinstance(error, StrangeBook) else _plain(error.message.replace(source.name, "文件"))


def _plain(text: str) -> str:
    return mask_text(one_line(text))[:_LONGEST]

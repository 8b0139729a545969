"""What a batch says as tables: by enterprise, by system, by kind of finding, by workbook, and what was not worked on.

Amounts are fen until they are written. Texts are those of the notes: ID numbers are masked in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from xl_addin.checks.registry import CHECKS, FILE_REPAIRED
from xl_addin.hosts.batch.isolation import DIED, TIMEOUT, Note
from xl_addin.hosts.batch.job import Batch
from xl_addin.hosts.batch.work import CHECK, DONE, FAILED, MEMORY, REFUSED, RUN
from xl_addin.sheets.cells import enterprise_key
from xl_addin.values.findings import Severity

STATUSES: Final = {
    DONE: "已处理",
    REFUSED: "不能使用",
    TIMEOUT: "超时停止",
    MEMORY: "内存超限",
    DIED: "进程意外结束",
    FAILED: "内部出错",
}
_TITLES: Final = {
    "FUNCTION_ERROR": "函数给出错误值",
    "FUNCTION_MISSPELT": "函数名写错",
    "LEFT_TO_HOST": "公式留给表格软件重算",
    "POLICY_SHEET": "政策表不能使用",
    "POLICY_LIMIT": "政策表的期限设置不能使用",
    FILE_REPAIRED: "文件有异常但已读出",
}
_UNNAMED: Final = "（未写企业名称）"
_UNKNOWN: Final = "（未写所属系统）"

Cell = str | int
MONEY, COUNT, TEXT = "money", "count", "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, MONEY (in fen), COUNT or TEXT, its width in characters."""

    head: str
    kind: str
    width: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One table; ``name`` is the sheet's and ends the names of its files."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    summed: bool = False
    """Whether a row of sums stands below."""


def all_figures(batch: Batch) -> list[Figures]:
    """Every table of a batch; those of people and findings where it looked for them."""
    looked = batch.command in (RUN, CHECK)
    found = [by_enterprise(batch), by_system(batch), by_kind(batch)] if looked else []
    return [*found, by_workbook(batch), left_out(batch)]


def _columns(text: str) -> tuple[Column, ...]:
    parts = (word.split(":") for word in text.split())
    return tuple(Column(head, kind, float(width)) for head, kind, width in parts)


_SUMS: Final = (
    "人数:count:10 有金额人数:count:12 没有金额人数:count:13 各表金额不同人数:count:17 经济补偿金(元):money:20"
)


def by_enterprise(batch: Batch) -> Figures:
    """Persons and severance by enterprise; the system of one may stand in another workbook."""
    rows: list[tuple[Cell, ...]] = [
        (system, firm, *numbers) for (system, _), (firm, numbers) in sorted(_firms(batch).items())
    ]
    columns = _columns(f"所属系统:text:20 企业名称:text:32 工作簿数:count:10 {_SUMS}")
    return Figures("企业", columns, rows, summed=True)


def by_system(batch: Batch) -> Figures:
    """The same by system."""
    found: dict[str, list[int]] = {}
    for (system, _), (_, numbers) in _firms(batch).items():
        line = found.setdefault(system, [0] * (len(numbers)))
        line[:] = [line[0] + 1, *(a + b for a, b in zip(line[1:], numbers[1:], strict=True))]
    rows: list[tuple[Cell, ...]] = [(system, *numbers) for system, numbers in sorted(found.items())]
    return Figures("系统", _columns(f"所属系统:text:24 企业数:count:10 {_SUMS}"), rows, summed=True)


def _firms(batch: Batch) -> dict[tuple[str, str], tuple[str, tuple[int, ...]]]:
    """Name and sums of each enterprise by its system and key."""
    told = [(firm, enterprise_key(firm["enterprise"])) for _, note in batch.files for firm in note.get("firms", ())]
    systems: dict[str, set[str]] = {}
    for firm, key in told:
        if firm["system"] and key:
            systems.setdefault(key, set()).add(firm["system"])
    found: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {}
    for firm, key in told:
        others = systems.get(key, set())
        system = firm["system"] or (min(others) if len(others) == 1 else "") or _UNKNOWN
        without = firm["persons"] - firm["counted"]
        own = (1, firm["persons"], firm["counted"], without, firm["differing"], firm["fen"])
        name, before = found.get((system, key), (firm["enterprise"] or _UNNAMED, (0,) * len(own)))
        found[system, key] = (name, tuple(a + b for a, b in zip(before, own, strict=True)))
    return found


def by_kind(batch: Batch) -> Figures:
    """Findings by code: how many, in how many workbooks; the gravest and most frequent first."""
    counts: dict[tuple[str, str], list[int]] = {}
    for _, note in batch.files:
        for code, severity, count in note.get("findings", ()):
            line = counts.setdefault((severity, code), [0, 0])
            line[0] += count
            line[1] += 1
    order = [severity.value for severity in Severity]
    ranked = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1][0], item[0][1]))
    rows: list[tuple[Cell, ...]] = [
        (Severity(severity).label, code, _title(code), *numbers) for (severity, code), numbers in ranked
    ]
    return Figures("发现", _columns("级别:text:8 代码:text:30 问题:text:44 条数:count:10 工作簿数:count:10"), rows)


def by_workbook(batch: Batch) -> Figures:
    """One row a workbook."""
    columns = _columns(
        "工作簿:text:48 结果:text:12 人数:count:8 经济补偿金(元):money:18 重算单元格:count:11 "
        "错误:count:8 缺件:count:8 提示:count:8 未校验:count:8 政策版本:text:34"
    )
    rows: list[tuple[Cell, ...]] = []
    for source, note in batch.files:
        counts = dict.fromkeys((severity.value for severity in Severity), 0)
        for _, severity, count in note.get("findings", ()):
            counts[severity] += count
        counts["error"] += note.get("faults", 0)
        fen = sum(firm["fen"] for firm in note.get("firms", ()))
        figures = (note.get("persons", 0), fen, note.get("calls", 0), *counts.values(), note.get("unchecked", 0))
        rows.append((source.shown, STATUSES[note["status"]], *figures, note.get("policy", "")))
    return Figures("工作簿", columns, rows)


def left_out(batch: Batch) -> Figures:
    """What was not worked on to its end, and why; first what should have been."""
    files = ((source.shown, note) for source, note in batch.files if note["status"] != DONE)
    rows: list[tuple[Cell, ...]] = [(shown, STATUSES[note["status"]], _reason(note)) for shown, note in files]
    rows += [(one.shown, "未列入", one.reason) for one in batch.aside]
    return Figures("未处理", _columns("文件:text:48 情况:text:14 原因:text:90"), rows)


def _reason(note: Note) -> str:
    return str(note.get("reason", ""))


def _title(code: str) -> str:
    """The title of a finding: that of its check, whose code may have a variant behind it.

    >>> _title("FUNCTION_ERROR"), _title("FILE_REPAIRED_ANYTHING")
    ('函数给出错误值', '文件有异常但已读出')
    """
    parts: Sequence[str] = code.split("_")
    starts = ("_".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((titles()[start] for start in starts if start in titles()), "")


@cache
def titles() -> dict[str, str]:
    """Every code's title."""
    return _TITLES | {check.code: check.title for check in CHECKS}

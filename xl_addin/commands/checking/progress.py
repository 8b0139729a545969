"""改制进度 in the report of a check: steps required and done by enterprise, with a bar chart beside the table.

Read from both procedure sheets: a row of 改制程序核查表 that is dated, or rightly 不适用, or a stage of 改制工作进度表
whose columns are filled, proves its step. Whether steps were done in order and in time is for the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.files.building.draft import Column, SheetDraft
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell
from xl_addin.policy.procedure import procedure
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.steps import (
    PROGRESS_MARKS,
    enterprise_names,
    enterprise_rows,
    is_required,
    is_waived,
    step_rows,
)
from xl_addin.sheets.untouched import is_untouched
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

TITLE: Final = "改制进度（按程序核查表、进度表已填日期计，不表示已通过校验）"
COLUMNS: Final = (
    Column("办结率", "report_number"),
    Column("企业名称", "report_text", 2),
    Column("应办", "report_number"),
    Column("已办", "report_number"),
    Column("未办步骤", "report_text"),
    Column("未办", "report_number"),
)
_UNNAMED: Final = "（未写企业名称）"
_CHART_COLUMN: Final = "H"
_WIDTH: Final = 480
_ROW_PIXELS: Final = 34
_FRAME_PIXELS: Final = 110
_MOST_PIXELS: Final = 1600


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps of one enterprise by id, in the order of the procedure."""

    enterprise: str
    required: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Steps that are required and not done."""
        return tuple(step for step in self.required if step not in self.done)

    @property
    def share(self) -> int:
        """Steps done of those required, in whole percent, rounded down: 100 only where nothing is missing.

        >>> Progress("甲厂", ("D07", "D08", "D12"), ("D07", "D08")).share
        66
        """
        return 100 * len(self.done) // len(self.required) if self.required else 100

    def joined(self, other: Progress) -> Progress:
        """The same enterprise by two sheets, of which one does not name it."""
        required = _ordered({*self.required, *other.required})
        return Progress(self.enterprise or other.enterprise, required, _ordered({*self.done, *other.done}))


def progress_of(book: SheetBook) -> list[Progress]:
    """Count the steps of every enterprise on the procedure sheets of a workbook, in the order in which they appear."""
    names: dict[str, str] = {}
    required: dict[str, set[str]] = {}
    done: dict[str, set[str]] = {}
    for table in book.of_kind("procedure", "progress"):
        if book.derive(is_untouched, table):
            continue
        count = _procedure_steps if table.kind == "procedure" else _progress_steps
        for name, (wanted, proven) in count(table, book).items():
            key = enterprise_key(name)
            names.setdefault(key, name)
            required.setdefault(key, set()).update(wanted)
            done.setdefault(key, set()).update(proven)
    return [Progress(name, _ordered(required[key]), _ordered(done[key] & required[key])) for key, name in names.items()]


def _ordered(steps: set[str]) -> tuple[str, ...]:
    return tuple(step for step in procedure().steps if step in steps)


def _procedure_steps(table: SheetTable, book: SheetBook) -> dict[str, tuple[set[str], set[str]]]:
    """Required and proven steps by enterprise; what the city does once for all counts for each of them."""
    steps = procedure().steps
    groups = enterprise_rows(book.derive(step_rows, table))
    proven = {
        name: {row.step for row in rows if row.done or row.begun or is_waived(row, book)}
        for name, rows in groups.items()
    }
    city = {step for own in proven.values() for step in own if steps[step].city_wide}
    found = {}
    for name, rows in groups.items():
        named = {row.step for row in rows}
        if all(steps[step].city_wide for step in named) and len(groups) > 1:
            continue  # 全市, or the office itself, is no enterprise that is restructured
        wanted = {s.id for s in steps.values() if s.id in named or is_required(s, name, book)}
        found[name] = (wanted, proven[name] | city)
    return found


def _progress_steps(table: SheetTable, book: SheetBook) -> dict[str, tuple[set[str], set[str]]]:
    """Stages that the sheet has columns for; a stage is done when all its columns that every sale fills are filled."""
    columns: dict[str, list[str]] = {}
    for role, step in PROGRESS_MARKS.items():
        if table.has(role):
            columns.setdefault(step, []).append(role)
    found: dict[str, tuple[set[str], set[str]]] = {}
    for i, name in enumerate(enterprise_names(table)):
        filled = {
            step
            for step, roles in columns.items()
            if all(not is_empty(table.column(role)[i]) or table.awaits_calculation(role, i) for role in roles)
        }
        wanted, proven = found.setdefault(name, (set(), set()))
        wanted.update(columns)
        proven.update(filled)
    return found


def write_progress(draft: SheetDraft, found: Sequence[Progress]) -> None:
    """Write the section and its chart, whose columns the lines around it leave free; nothing without any progress."""
    if not found:
        return
    steps = procedure().steps
    draft.add()
    draft.add([NewCell(TITLE, "report_section")])
    top, last = draft.table(
        COLUMNS,
        [
            (
                f"{one.share}%",
                one.enterprise or _UNNAMED,
                len(one.required),
                len(one.done),
                "、".join(f"{step}{steps[step].title.partition('、')[0]}" for step in one.missing) or "无",
                len(one.missing),
            )
            for one in found
        ],
    )
    chart = Chart(
        "各企业改制步骤完成情况（步）",
        BAR,
        f"B{top}:B{last}",
        (ChartSeries("已办", f"E{top}:E{last}"), ChartSeries("未办", f"G{top}:G{last}", pale=True)),
        f"{_CHART_COLUMN}{top - 1}",
        stacked=True,
        width=_WIDTH,
        height=min(_FRAME_PIXELS + _ROW_PIXELS * len(found), _MOST_PIXELS),
    )
    draft.charts.append(chart)

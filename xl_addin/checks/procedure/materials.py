"""D12: the delegates must have the papers of the meeting some days before it, where a sheet gives a date for that.

The date stands in a column of its own, in a row of steps of its own, or in the notes of the vote. The number of days is
local law (上海市职工代表大会条例: seven), so a short time is a reminder; the 政策 sheet may set it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, day_text, days_in_text
from xl_addin.sheets.steps import enterprise_names, means_materials, step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_IN_NOTES: Final = re.compile(r"(?:^|[。；;])(?>[^。；;]*?材料)[^。；;送发]*[送发]")


def materials_days(table: SheetTable, book: SheetBook) -> list[tuple[str, Day]]:
    """Every day on which papers went out, with its enterprise."""
    names = enterprise_names(table)
    found: list[tuple[str, Day]] = []
    for i, name in enumerate(names):
        day = day_at(table, "materials", i) if table.has("materials") else None
        if table.kind == "procedure" and means_materials(clean_text(table.column("step")[i])):
            day = day or day_at(table, "finished", i) or day_at(table, "started", i)
        if day:
            found.append((name, day))
    if table.kind == "procedure":
        for row in book.derive(step_rows, table):
            if row.step == "D12":
                found.extend((row.enterprise, day) for day in _noted(table, row.record))
    return found


def _noted(table: SheetTable, record: int) -> Iterator[Day]:
    for role in ("note", "document"):
        text = clean_text(table.column(role)[record])
        if _IN_NOTES.search(text) and len(spans := days_in_text(text)) == 1:
            yield Day(spans[0], table.cell(role, record))


def late_materials(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Papers that went out too few days before the first vote."""
    what = limit("materials_days", policy=book.policy)
    votes: dict[str, Day] = {}
    for row in book.derive(step_rows, table):
        if row.step == "D12" and row.done:
            known = votes.get(row.enterprise)
            votes[row.enterprise] = min(known or row.done, row.done, key=lambda day: day.span.first)
    for name, sent in materials_days(table, book):
        vote = votes.get(name)
        # A month alone is late only for certain.
        if vote and vote.span.last - sent.span.first < what.count:
            detail = {"sent": day_text(sent), "vote": day_text(vote), "cell": vote.cell, "limit": what.text}
            expected = f"{day_text(vote)} 前{what.text}"
            yield Fault(sent.cell, day_text(sent), expected, detail, citation=what.citation)


MATERIAL_CHECKS: Final = (
    Check(
        code="VOTE_MATERIALS_LATE",
        title="职代会材料送达偏迟",
        severity=Severity.NOTICE,
        kinds=frozenset({"procedure", "progress"}),
        message="职代会{vote}（{cell}）召开，材料{sent}才送达代表，不足提前{limit}",
        remedy="核对送达记录和会议通知；本地规定不同的，在政策表“职代会材料提前天数”一栏填写",
        citation="",
        run=late_materials,
    ),
)

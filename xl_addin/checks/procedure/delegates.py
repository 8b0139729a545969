"""D12: whether an enterprise had as many delegates as its staff asks for.

企业民主管理规定 (in force since 2012-02-13): not fewer than five percent of the staff and not fewer than thirty; a
smaller enterprise may meet as a whole. Earlier votes were under no national number: there the figures are a reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit, limit_in_force
from xl_addin.rules.procedure.votes import least_delegates
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, enterprise_key
from xl_addin.sheets.persons import enterprises, post_status
from xl_addin.sheets.steps import Vote, enterprise_names, step_rows, votes
from xl_addin.tables.cleaning import clean_whole
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity


def staff(book: SheetBook) -> dict[str, int]:
    """Staff of each enterprise: 职工人数 of the progress sheet, else the persons of the rosters who still work."""
    found: dict[str, int] = {}
    for table in book.of_kind("roster"):
        for firm, settled in zip(book.derive(enterprises, table), book.derive(post_status, table), strict=True):
            if firm and not settled:
                found[enterprise_key(firm)] = found.get(enterprise_key(firm), 0) + 1
    for table in book.of_kind("progress"):
        for firm, value in zip(enterprise_names(table), table.column("headcount"), strict=True):
            if (count := _whole(value)) is not None and firm:
                found[enterprise_key(firm)] = count
    return found


def _whole(value: object) -> int | None:
    if is_empty(value):  # type: ignore[arg-type]
        return None
    try:
        return clean_whole(value, "职工人数")
    except InputError:
        return None


def few_delegates(binding: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Votes of fewer delegates than the staff asks for, under the rule (``binding``) or before it."""
    counts = book.gather(staff)
    for firm, day, vote in _votes(table, book):
        people = counts.get(enterprise_key(firm))
        if vote.counts is None or not people or people < 0:
            continue
        in_force = day is None or limit_in_force("delegate_number", day.span.last) is not None
        share, number = limit("delegate_share"), limit("delegate_number")
        least = least_delegates(people, share.value, number.count)
        if vote.counts[0] < least and in_force == binding:
            detail = {"delegates": vote.counts[0], "staff": people, "least": least}
            rule = {"share": share.text, "number": number.text}
            yield Fault(vote.delegates_cell, str(vote.counts[0]), f"不少于{least}", {**detail, **rule})


def _votes(table: SheetTable, book: SheetBook) -> Iterator[tuple[str, Day | None, Vote]]:
    found = book.derive(votes, table)
    if table.kind == "progress":
        for i, (firm, vote) in enumerate(zip(enterprise_names(table), found, strict=True)):
            yield firm, day_at(table, "vote_date", i), vote
        return
    rows = {row.record: row for row in reversed(book.derive(step_rows, table)) if row.step == "D12"}
    for row, vote in zip(sorted(rows.values(), key=lambda row: row.record), found, strict=True):
        yield row.enterprise, row.done, vote


_MESSAGE: Final = (
    "职工{staff}人，职代会应到代表只有{delegates}人，至少应有{least}人（不少于职工人数的{share}，最少{number}）"
)


def _check(code: str, title: str, severity: Severity, binding: bool, more: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=severity,
        kinds=frozenset({"procedure", "progress"}),
        message="职工{staff}人，职代会应到代表只有{delegates}人，至少应有{least}人（不少于职工人数的{share}，最少{number}）"
        + more,
        remedy="核对职工人数和代表名册；由全体职工开会的，应到填全体职工人数",
        citation=limit("delegate_share").citation,
        run=partial(few_delegates, binding),
    )


DELEGATE_CHECKS: Final = (
    _check("DELEGATES_FEW", "职工代表人数不足", Severity.ERROR, True, ""),
    _check("DELEGATES_FEW_EARLY", "职工代表人数偏少", Severity.NOTICE, False, "；表决时这一规定尚未施行，供核对"),
)

"""Checks of the order of all steps beyond the pairs of :mod:`xl_addin.checks.procedure.steps`, and of reversed dates.

An order that the law or the nature of the thing fixes is an error; the other orders of a step's ``after`` are good
practice and a notice. Where one step is out of place, it is named once with every step that it contradicts: the step
with most contradictions is taken to be the misplaced one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from xl_addin.checks.procedure.steps import order_faults
from xl_addin.checks.remarks import gives_reason, is_explained_at
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure import procedure
from xl_addin.policy.procedure_limits import procedure_limits
from xl_addin.policy.schema import OPEN_END
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, day_text
from xl_addin.sheets.periods import PERIODS, both_days
from xl_addin.sheets.sales import Sale, earliest, latest, sales
from xl_addin.sheets.steps import PETITION_STEPS, covers_several, enterprise_rows, step_rows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_BOTH: Final = frozenset({"procedure", "progress"})
_SPANS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "procedure": (),
    "progress": (("first_paid", "rest_paid"),),
    "petitions": (("registered", "accepted"), ("accepted", "answered"), ("review_requested", "review_answered")),
    "publicity": (("objected", "answered"),),
}
"""Pairs of date columns of one record, the earlier first, beside the period that the kind of sheet has."""
_SHOWN: Final = 3
"""Steps that a message names."""
_CROSSED: Final = ("交叉", "同步", "同时", "并行", "提前", "先后", "顺序")
"""Words of a remark that says why two steps were not done one after the other."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A step that contradicts others: its date, and for each other step the earlier and later one of the pair."""

    step: str
    day: Day
    pairs: tuple[tuple[str, str, Day], ...]
    """Earlier step, later step, day of the other one."""
    strict: bool


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a step was done: the first and last day (day numbers) that its cells allow, and the cell to name."""

    shown: Day
    earliest: int
    latest: int
    cells: frozenset[str]


def _moment(first: Day, last: Day) -> _Moment:
    return _Moment(first, first.span.first, last.span.last, frozenset({first.cell, last.cell}))


@cache
def _judged_pairs(loose: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Every pair of steps that ``after`` puts in order, directly or through others, less what has its own check."""
    steps = procedure().steps
    own = {(order.earlier, order.later) for order in procedure().orders}
    before: dict[str, set[str]] = {}

    def all_before(step: str) -> set[str]:
        if step not in before:
            direct = {earlier for earlier in steps[step].after if (earlier, step) not in loose}
            before[step] = direct.union(*(all_before(earlier) for earlier in direct))
        return before[step]

    return (frozenset((earlier, step) for step in steps for earlier in all_before(step)) | _strict_pairs()) - own


@cache
def _strict_pairs() -> frozenset[tuple[str, str]]:
    return frozenset((order.earlier, order.later) for order in procedure_limits().orders)


def misplaced_steps(table: SheetTable, book: SheetBook) -> list[Misplaced]:
    """Every step of every enterprise that stands out of order; what has its own check is left alone."""
    named: set[str] = set()
    for order in procedure().orders:
        for fault in order_faults(order.earlier, order.later, table, book):
            named |= {str(fault.cell), str(fault.detail["earlier_cell"])}
    found: list[Misplaced] = []
    for moments in _moments(table, book):
        usable = {s: m for s, m in moments.items() if m.cells.isdisjoint(named)}
        found.extend(_misplaced(usable, moments))
    return found


def _moments(table: SheetTable, book: SheetBook) -> Iterator[dict[str, _Moment]]:
    """For each enterprise the first and last day on which each step was done."""
    if table.kind == "procedure":
        for rows in enterprise_rows(book.derive(step_rows, table)).values():
            moments: dict[str, _Moment] = {}
            for step in dict.fromkeys(row.step for row in rows):
                own = [row for row in rows if row.step == step]
                done = [row.done for row in own]
                first, last = earliest(done), latest(done)
                if step in PETITION_STEPS and any(covers_several(table, row, book) for row in own):
                    first = earliest([row.begun for row in own]) or first  # the first petition, not the last
                if first and last:
                    moments[step] = _moment(first, last)
            yield moments
        return
    for i, sale in enumerate(book.derive(sales, table)):
        yield _progress_moments(table, i, sale)


def _progress_moments(table: SheetTable, record: int, sale: Sale) -> dict[str, _Moment]:
    days = {
        "D07": sale.verified,
        "D08": day_at(table, "audit", record),
        "D12": day_at(table, "vote_date", record),
        "D16": day_at(table, "approval_date", record),
        "D17": sale.listed_to,
        "D18": sale.deal,
        "D19": sale.first_paid,
        "D20": sale.deposited,
        "D29": sale.closed,
    }
    moments = {step: _moment(day, day) for step, day in days.items() if day}
    base, paid = sale.appraisal_base, sale.rest_paid
    if base:  # the appraisal itself was done on some later day
        moments["D09"] = _Moment(base, base.span.first, OPEN_END, frozenset({base.cell}))
    if paid and not sale.first_paid:  # payment began on some earlier day
        moments["D19"] = _Moment(paid, -OPEN_END, paid.span.last, frozenset({paid.cell}))
    return moments


def _loose_pairs(moments: Mapping[str, _Moment]) -> Iterator[tuple[str, str]]:
    """Orders that do not hold here: of some never, of others where a step that excuses it was done in time."""
    for order in procedure_limits().loose:
        later = moments.get(order.later)
        excused = (moments[step].earliest for step in order.unless if step in moments)
        if not order.unless or (later and any(day <= later.latest for day in excused)):
            yield order.earlier, order.later


def _misplaced(moments: Mapping[str, _Moment], present: Mapping[str, _Moment]) -> Iterator[Misplaced]:
    broken = {
        pair
        for pair in _judged_pairs(frozenset(_loose_pairs(present)))
        if pair[0] in moments and pair[1] in moments and moments[pair[1]].latest < moments[pair[0]].earliest
    }
    while broken:
        counts = Counter(step for pair in broken for step in pair)
        # Of two that contradict only each other, the later step is named.
        culprit = max(counts, key=lambda step: (counts[step], step))
        own = sorted(pair for pair in broken if culprit in pair)
        broken -= set(own)
        yield Misplaced(
            culprit,
            moments[culprit].shown,
            tuple((*pair, moments[pair[0] if pair[1] == culprit else pair[1]].shown) for pair in own),
            any(pair in _strict_pairs() for pair in own),
        )


def strict_order(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Steps that break an order which law or nature fixes."""
    for step in book.derive(misplaced_steps, table):
        if step.strict:
            own = [pair for pair in step.pairs if pair[:2] in _strict_pairs()]
            orders = {(order.earlier, order.later): order for order in procedure_limits().orders}
            order = orders[own[0][:2]]
            yield _order_fault(step, order.why, order.citation)


def good_order(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Steps that break an order of good practice only."""
    for step in book.derive(misplaced_steps, table):
        if not step.strict and not is_explained_at(table, _cells(step), *_CROSSED):
            yield _order_fault(step, "请核对先后", "")


def _cells(step: Misplaced) -> list[str]:
    return [step.day.cell, *(day.cell for _, _, day in step.pairs)]


def _order_fault(step: Misplaced, why: str, citation: str) -> Fault:
    steps = procedure().steps
    parts = []
    for earlier, later, day in step.pairs:
        other = later if earlier == step.step else earlier
        word = "晚于" if earlier == step.step else "早于"
        parts.append(f"{word}“{other} {steps[other].title}”（{day_text(day)}，{day.cell}）")
    detail = {
        "step": f"{step.step} {steps[step.step].title}",
        "day": day_text(step.day),
        "others": "、".join(parts[:_SHOWN]) + (f"等{len(parts)}个步骤" if len(parts) > _SHOWN else ""),
        "why": why,
    }
    return Fault(step.day.cell, day_text(step.day), "", detail, variant=step.step, citation=citation)


def reversed_dates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Records whose later date certainly lies before the earlier one."""
    for i in range(len(table)):
        for first, second, start, end in _spans(table, i):
            if start and end and is_out_of_order(start.span, end.span):
                detail = {
                    "later": table.label(second),
                    "later_day": day_text(end),
                    "earlier": table.label(first),
                    "earlier_day": day_text(start),
                    "cell": start.cell,
                }
                yield Fault(end.cell, day_text(end), f"不早于 {day_text(start)}", detail)


def _spans(table: SheetTable, record: int) -> Iterator[tuple[str, str, Day | None, Day | None]]:
    """Names and days of the pairs of one record; a period may stand in one cell."""
    period = PERIODS.get(table.kind)
    if period:
        yield period.first, period.last, *both_days(table, record)
    for first, second in _SPANS[table.kind]:
        if table.has(first) and table.has(second):
            yield first, second, day_at(table, first, record), day_at(table, second, record)


SEQUENCE_CHECKS: Final = (
    Check(
        code="STEP_ORDER",
        title="步骤先后颠倒",
        severity=Severity.ERROR,
        kinds=_BOTH,
        message="“{step}”（{day}）{others}：{why}",
        remedy="核对日期的原件；日期无误的，说明程序倒置，须报批准机关处理",
        citation="",
        run=strict_order,
    ),
    Check(
        code="STEP_SEQUENCE",
        title="步骤先后存疑",
        severity=Severity.NOTICE,
        kinds=_BOTH,
        message="“{step}”（{day}）{others}，{why}",
        remedy="核对日期的原件；确属交叉、同步办理的在备注中说明，说明后不再提示",
        citation="改制程序的一般顺序",
        cleared_by=gives_reason,
        run=good_order,
    ),
    Check(
        code="DATES_REVERSED",
        title="起止日期颠倒",
        severity=Severity.ERROR,
        kinds=frozenset(_SPANS),
        message="“{later}”（{later_day}）早于“{earlier}”（{earlier_day}，{cell}）",
        remedy="按原件核对两个日期",
        citation="日期先后不合",
        run=reversed_dates,
    ),
)

"""One worker's severance: a table of one row, from dates, pieces of service or approved months.

The same vectorised rules serve a cell and a roster; this module only arranges one worker's
inputs for them, and finds which disputed options mattered to the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import default_ground
from xl_addin.policy.options import option_specs, with_options
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.rules.severance.compensation import Credited, SeveranceTable, Status, credit_service, severance
from xl_addin.rules.severance.service import (
    Piece,
    PieceOfService,
    Service,
    Span,
    add_pieces,
    count_pieces,
    given_service,
    merge_pieces,
    split_day,
)
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.values.errors import NUM, InputError

MATTERING: Final = tuple(name for name in option_specs() if name != "month_decimal")

OLD_LAW: Final = ("segmentation", "merged_481")
"""The option's value that nobody is offered who was hired after the old law."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Inputs of one worker. Wages are micro yuan a month (OMITTED where not given).

    Service is either ``pieces`` or approved ``months`` (before 2008, from 2008).
    """

    own: int
    enterprise: int = OMITTED
    local: int = OMITTED
    ground: int = -1
    pieces: tuple[Piece, ...] = ()
    months: tuple[int, int] | None = None

    @property
    def ended(self) -> int | None:
        """The last day of service; None for approved months."""
        return max((piece.end for piece in self.pieces), default=None)

    @property
    def ground_code(self) -> int:
        """The ground, or the default one where none was stated."""
        return self.ground if self.ground >= 0 else default_ground()


@dataclass(frozen=True, slots=True)
class Mattered:
    """A disputed option that changed this worker's amount, with the amount under another value (None: no result)."""

    option: str
    label: str
    chosen: str
    other: str
    other_amount_fen: int | None


def _span(months: int, days: int = 0) -> Span:
    return Span(np.array([months], dtype=np.int32), np.array([days], dtype=np.int32))


def worker_service(worker: Worker, policy: Policy) -> tuple[Service, list[Service]]:
    """Give a worker's service as one entry, and piece by piece (for rounding each piece)."""
    if worker.months is not None:
        before, after = worker.months
        service = given_service(_span(before), _span(after), _span(before + after))
        return service, [service]
    pieces = merge_pieces(worker.pieces, policy.options)
    if not pieces:
        blank = any(piece.counts and not piece.paid_before and piece.end >= split_day() for piece in worker.pieces)
        nothing = given_service(_span(0), _span(0), _span(0), np.array([blank]))
        return nothing, [nothing]
    counted = count_pieces(pieces, policy.options)
    if len(pieces) == 1:
        return counted, [counted]
    return add_pieces(counted), [_entry(counted, i) for i in range(len(pieces))]


def _entry(service: Service, i: int) -> Service:
    def one(span: Span) -> Span:
        return Span(span.months[i : i + 1], span.days[i : i + 1])

    return given_service(one(service.before), one(service.after), one(service.whole))


def _credit_each(total: Service, pieces: Sequence[Service], ground: NDArray[np.int8], policy: Policy) -> Credited:
    """Credit each piece by itself and add; the minimum of one year applies once, to the total (S-09, S-30)."""
    combined = credit_service(total, ground, policy)
    each = [
        credit_service(
            PieceOfService(piece.count_before, piece.count_after, piece.count_whole, piece.blank_day, total),
            ground,
            policy,
        )
        for piece in pieces
    ]
    old, new = sum(c.old for c in each), sum(c.new for c in each)
    if policy.options.fraction == "whole_years":
        old = np.where(total.under_a_year, combined.old, old)
    return Credited(np.asarray(old), np.asarray(new), frozenset({0}))


def assess(worker: Worker, policy: Policy) -> SeveranceTable:
    """Compute one worker's severance with every intermediate column.

    Raises InputError for pieces that overlap or end before they start.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> worker = Worker(own=780_000_000, ground=0, months=(156, 0))
    >>> int(assess(worker, shipped_policy()).amount_fen[0])
    936000
    """
    service, pieces = worker_service(worker, policy)
    ground = np.array([worker.ground_code], dtype=np.int8)
    own, enterprise, local = (np.array([w], dtype=np.int64) for w in (worker.own, worker.enterprise, worker.local))
    wages = Wages(own, enterprise, local)
    credited = None
    if _rounds_each(policy) and len(pieces) > 1:
        credited = _credit_each(service, pieces, ground, policy)
    return severance(service, wages, ground, policy, credited)


def _rounds_each(policy: Policy) -> bool:
    return policy.options.pieces == "round_each" and policy.profile.regime is not Regime.LUMP_SUM


def service_in_pieces(
    service: Service, workers: Mapping[int, Worker], ground: NDArray[np.int8], policy: Policy
) -> tuple[Service, Credited | None]:
    """Put the workers (rows of ``service``) whose service is in pieces or approved months into that of many (S-30).

    What they are credited with comes along only where a policy rounds each piece.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.service import count_service
    >>> days = np.array([9131, 9131], dtype=np.int32), np.array([10226, 10226], dtype=np.int32)
    >>> counted = count_service(*days, shipped_policy().options)
    >>> two = {1: Worker(0, pieces=(Piece(9131, 9495), Piece(9862, 10226)))}
    >>> service_in_pieces(counted, two, np.zeros(2, dtype=np.int8), shipped_policy())[0].whole.months.tolist()
    [36, 24]
    """
    own = {row: worker_service(worker, policy) for row, worker in workers.items()}

    def patched(count: Callable[[], Span], one: Callable[[Service], Span]) -> Callable[[], Span]:
        def counted() -> Span:
            span = count()
            months, days = span.months.copy(), span.days.copy()
            for row, (total, _) in own.items():
                months[row], days[row] = one(total).months[0], one(total).days[0]
            return Span(months, days)

        return counted

    blank_day = service.blank_day.copy()
    for row, (total, _) in own.items():
        blank_day[row] = total.blank_day[0]
    joined = Service(
        patched(service.count_before, lambda total: total.before),
        patched(service.count_after, lambda total: total.after),
        patched(service.count_whole, lambda total: total.whole),
        blank_day,
    )
    return joined, _credited_each(joined, own, ground, policy) if _rounds_each(policy) else None


def _credited_each(
    service: Service, own: Mapping[int, tuple[Service, list[Service]]], ground: NDArray[np.int8], policy: Policy
) -> Credited:
    credited = credit_service(service, ground, policy)
    old, new = credited.old.copy(), credited.new.copy()
    several = {row: one for row, one in own.items() if len(one[1]) > 1}
    for row, (total, parts) in several.items():
        each = _credit_each(total, parts, ground[row : row + 1], policy)
        old[row], new[row] = each.old[0], each.new[0]
    return Credited(old, new, frozenset(several))


def completed_service_months(worker: Worker, policy: Policy, deducted: int) -> int:
    """Give completed whole months less deducted ones (S-01); deducting more than were served raises ``#NUM!``.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> completed_service_months(Worker(own=0, months=(100, 20)), shipped_policy(), 12)
    108
    """
    service, _ = worker_service(worker, policy)
    months = int(service.whole.months[0])
    if deducted < 0 or deducted > months:
        raise InputError(f"扣除月数应在 0 到 {months} 之间，现为 {deducted}", NUM)
    return months - deducted


def _amount(worker: Worker, policy: Policy) -> int | None:
    try:
        table = assess(worker, policy)
    except InputError:
        return None
    return int(table.amount_fen[0]) if table.status[0] == Status.OK else None


def shown_value(value: str | Fraction | None) -> str:
    """Write an option's value as users write it: a word, a decimal, or none.

    >>> shown_value(Fraction(3, 2)), shown_value(None), shown_value("year_up")
    ('1.5', 'none', 'year_up')
    """
    if value is None:
        return "none"
    return value if isinstance(value, str) else format(float(value), "g")


def options_that_mattered(worker: Worker, policy: Policy) -> list[Mattered]:
    """Find the options whose other values give this worker another amount, by computing each.

    A multiplier or a cap that is switched on is compared with its default; there is no list of
    other values to try for one that is off.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> [(m.option, m.other, m.other_amount_fen) for m in options_that_mattered(worker, shipped_policy())]
    [('fraction', 'whole_years', 1296000), ('fraction', 'prorate2', 1337760), ('enterprise_floor', 'none', 1140000)]
    """
    amount = _amount(worker, policy)
    young = not worker_service(worker, policy)[0].reaches_old.any() if amount is not None else False
    found = []
    for name in MATTERING:
        spec = option_specs()[name]
        current = getattr(policy.options, name)
        shown = shown_value(current)
        others = [word for word in (spec.values if spec.kind == "choice" else [spec.default]) if word != shown]
        for other in others:
            if young and (name, other) == OLD_LAW:
                continue
            other_amount = _amount(worker, replace(policy, options=with_options(policy.options, {name: other})))
            if other_amount != amount:
                found.append(Mattered(name, spec.label, shown, other, other_amount))
    return found

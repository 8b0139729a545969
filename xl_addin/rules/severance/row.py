"""One row of a calculation as plain numbers, and how its numbers are written.

The explanations read this; nothing here decides or computes an amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from xl_addin.policy.grounds import Ground, grounds
from xl_addin.policy.options import Options, option_specs
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.service import MONTHS_A_YEAR, PER_MONTH, Span
from xl_addin.rules.severance.wages import OMITTED, BaseSteps
from xl_addin.values.money import decimal_text


@dataclass(frozen=True, slots=True)
class Base:
    """How one side's base came about, in yuan; ``ceiling`` None where nothing cuts."""

    with_minimum: Fraction
    floored: Fraction
    ceiling: Fraction | None
    unrounded: Fraction
    rounded: Fraction


@dataclass(frozen=True, slots=True)
class Side:
    """One side of 2008: service, months credited, months after each limit, and the base."""

    span: tuple[int, int]
    credited: int
    after_first_limit: int
    months: int
    base: Base


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers that a row's short note names, as they are written; '' for an average that was not given.

    A note of many rows is written once with marks in place of them (:mod:`xl_addin.rules.severance.notes`).
    """

    old_months: str
    old_base: str
    new_months: str
    new_base: str
    enterprise: str
    local: str


@dataclass(frozen=True, slots=True)
class Row:
    """One worker's calculation. Months are hundredths, wages exact yuan, None where not given."""

    policy: Policy
    ground: Ground
    old: Side
    new: Side
    whole: tuple[int, int]
    own: Fraction
    enterprise_given: Fraction | None
    enterprise: Fraction | None
    local: Fraction | None
    high_wage: bool
    by_piece: bool
    amount_fen: int
    written: Written

    @property
    def regime(self) -> Regime:
        """The regime that governed the row."""
        return self.policy.profile.regime

    @property
    def options(self) -> Options:
        """The options that governed the row."""
        return self.policy.options

    @property
    def months(self) -> int:
        """Payable months of both sides in hundredths."""
        return self.old.months + self.new.months

    @property
    def reaches_new(self) -> bool:
        """Whether any service lies from 2008 on."""
        return self.new.span != (0, 0)

    @property
    def one_sided(self) -> bool:
        """Whether the whole service was counted once instead of being cut at 2008."""
        if self.regime is Regime.SEGMENTED:
            return self.options.segmentation != "split" and self.reaches_new
        return self.regime in (Regime.OLD_LAW, Regime.RESTRUCTURING, Regime.PRORATED)

    @property
    def ground_matters(self) -> bool:
        """Whether this regime looks at the ground at all."""
        return self.regime in (Regime.SEGMENTED, Regime.OLD_LAW, Regime.NEW_LAW)


def _span(counted: Span, i: int) -> tuple[int, int]:
    return int(counted.months[i]), int(counted.days[i])


def _base(steps: BaseSteps, rounded: int, rounded_unit: int, unit: int, i: int) -> Base:
    ceiling = int(steps.ceiling[i])
    return Base(
        Fraction(int(steps.with_minimum[i]), unit),
        Fraction(int(steps.floored[i]), unit),
        None if ceiling == OMITTED else Fraction(ceiling, unit),
        Fraction(int(steps.base[i]), unit),
        Fraction(rounded, rounded_unit),
    )


def row_of(table: SeveranceTable, i: int) -> Row:
    """Take row i out of the columns."""
    unit = table.wages.unit

    def wage(value: int, of_unit: int = unit) -> Fraction | None:
        return None if value == OMITTED else Fraction(value, of_unit)

    limits, credited = table.limits, table.credited
    old_base = _base(table.old_steps, int(table.old_base[i]), table.base_unit, unit, i)
    new_base = _base(table.new_steps, int(table.new_base[i]), table.base_unit, unit, i)
    old = (int(credited.old[i]), int(limits.old_after_ground[i]), int(limits.old[i]))
    new = (int(credited.new[i]), int(limits.new_after_high[i]), int(limits.new[i]))
    enterprise, local = wage(int(table.wages.enterprise[i])), wage(int(table.wages.local[i]))
    written = Written(
        months_text(old[-1]),
        yuan(old_base.rounded),
        months_text(new[-1]),
        yuan(new_base.rounded),
        "" if enterprise is None else yuan(enterprise),
        "" if local is None else yuan(local),
    )
    return Row(
        policy=table.policy,
        ground=grounds()[int(table.ground[i])],
        old=Side(_span(table.service.before, i), *old, old_base),
        new=Side(_span(table.service.after, i), *new, new_base),
        whole=_span(table.service.whole, i),
        own=Fraction(int(table.wages.own[i]), unit),
        enterprise_given=wage(int(table.given.enterprise[i]), table.given.unit),
        enterprise=enterprise,
        local=local,
        high_wage=bool(table.high_wage[i]),
        by_piece=i in table.credited.pieced,
        amount_fen=int(table.amount_fen[i]),
        written=written,
    )


def yuan(value: Fraction) -> str:
    """Write an exact yuan decimal with at least two places.

    >>> yuan(Fraction(720)), yuan(Fraction(1234567, 1000))
    ('720.00', '1234.567')
    """
    scale = 100
    while (value * scale).denominator != 1 and scale < 10**12:
        scale *= 10
    return decimal_text(int(value * scale), scale, 2)


def months_text(hundredths: int) -> str:
    """Write months of pay.

    >>> months_text(1900), months_text(350), months_text(1863)
    ('19个月', '3.5个月', '18.63个月')
    """
    return f"{decimal_text(hundredths, PER_MONTH)}个月"


def span_text(span: tuple[int, int]) -> str:
    """Write a length of service.

    >>> span_text((223, 17)), span_text((24, 0))
    ('18年7个月17天', '2年')
    """
    years, months = divmod(span[0], MONTHS_A_YEAR)
    parts = [f"{years}年" if years else "", f"{months}个月" if months else "", f"{span[1]}天" if span[1] else ""]
    return "".join(parts) or "0天"


def option_word(options: Options, name: str) -> str:
    """Give the Chinese meaning of an option's chosen value, or its number."""
    spec, value = option_specs()[name], getattr(options, name)
    key = "none" if value is None else value if isinstance(value, str) else ""
    return spec.values[key] if key in spec.values else format(float(value), "g")

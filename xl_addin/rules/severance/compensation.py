"""Economic compensation (经济补偿金): months of pay times wage base, for many workers at once.

Sources: 劳部发〔1994〕481号; 劳动合同法 46, 47, 97; the 改制 rule of 2003; local standards. The order of
steps is S-16: bases, credited service, twelve-month limits, amount, one rounding. Every
intermediate column is kept; the explanation renders them. Medical subsidy, notice pay and
sanctions are never inside (S-25).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import ground_facts
from xl_addin.policy.options import Options
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.policy.store import national
from xl_addin.rules.severance.service import PER_MONTH, Service, credit_new_law, credit_old_law
from xl_addin.rules.severance.wages import (
    OMITTED,
    BaseSteps,
    Wages,
    base_steps,
    cap_enterprise_wage,
    lift,
    minimum_wage_floor,
    round_base,
)
from xl_addin.values.money import FEN_PER_YUAN, MICRO, Int64, divide_half_up, safe_product

Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]


class Status(IntEnum):
    """Whether a row could be computed, and if not, why."""

    OK = 0
    END_BEFORE_START = 1
    NO_SERVICE_FROM_2008 = 2
    ENTERPRISE_WAGE_MISSING = 3
    LOCAL_WAGE_MISSING = 4


@dataclass(frozen=True, slots=True)
class Credited:
    """Service credited on the old-law and the new-law side, in hundredths of a month's pay."""

    old: Int64
    new: Int64
    pieced: frozenset[int] = frozenset()
    """Rows whose pieces of service were credited one by one."""


@dataclass(frozen=True, slots=True)
class MonthLimits:
    """Months in hundredths after each twelve-month limit; neighbouring columns tell which one acted."""

    old_after_ground: Int64
    """After the limit of 481 art 5 and 7."""
    old: Int64
    new_after_high: Int64
    """After the limit for high earners."""
    new: Int64


@dataclass(frozen=True, slots=True)
class SeveranceTable:
    """Every column of the calculation. Months are hundredths; bases are ``1/base_unit`` yuan; amounts fen.

    The old side is the time before 2008 (or the whole service under a regime that does not
    split); the new side is 劳动合同法 47.
    """

    service: Service
    given: Wages
    wages: Wages
    """Wages as compared: the enterprise average already cut by ``enterprise_wage_cap``."""
    ground: Codes
    credited: Credited
    limits: MonthLimits
    old_steps: BaseSteps
    new_steps: BaseSteps
    old_base: Int64
    new_base: Int64
    base_unit: int
    high_wage: NDArray[np.bool_]
    """Own wage strictly above three times the local average (S-17)."""
    amount_fen: Int64
    status: Codes
    policy: Policy

    @property
    def old_months(self) -> Int64:
        """Payable months of the old side in hundredths."""
        return self.limits.old

    @property
    def new_months(self) -> Int64:
        """Payable months of the new side in hundredths."""
        return self.limits.new

    @property
    def months(self) -> Int64:
        """Payable months in hundredths."""
        return self.limits.old + self.limits.new


def constant(parameter: str) -> int:
    """Give a whole-number constant of the law by its parameter name (its latest value)."""
    return national().parameters[parameter].values[-1].micro // MICRO


def credit_service(service: Service, ground: Codes, policy: Policy) -> Credited:
    """Credit service by the regime and its fraction rules, before any twelve-month limit."""
    regime, options = policy.profile.regime, policy.options
    nothing = np.zeros(len(ground), dtype=np.int64)
    old_due = ground_facts()[2][ground]
    if regime is Regime.NEW_LAW:
        return Credited(nothing, credit_new_law(service.after))
    if regime is Regime.LUMP_SUM:
        months = constant("破产安置费月数") * PER_MONTH
        return Credited(nothing + months, nothing)
    if regime is not Regime.SEGMENTED:
        old = credit_old_law(service.whole, service, options.fraction)
        return Credited(np.where(old_due, old, 0) if regime is Regime.OLD_LAW else old, nothing)
    old = credit_old_law(service.before, service, options.fraction)
    new = credit_new_law(service.after)
    if options.segmentation == "merged_481":
        old = np.where(service.reaches_new, credit_old_law(service.whole, service, options.fraction), old)
        new = nothing
    elif options.segmentation == "merged_art47":
        reaches = service.reaches_new
        old, new = np.where(reaches, 0, old), np.where(reaches, credit_new_law(service.whole), 0)
    return Credited(old if old_due.all() else np.where(old_due, old, 0), new)


def limit_months(credited: Credited, service: Service, ground: Codes, high_wage: Mask, policy: Policy) -> MonthLimits:
    """Apply the twelve-month limits of 481 art 5 and 7 and of 劳动合同法 47 (S-17…S-19)."""
    regime, options = policy.profile.regime, policy.options
    old, new = credited.old, credited.new
    capped_ground = ground_facts()[0][ground]
    old_limit = constant("旧法月数上限") * PER_MONTH
    if regime in (Regime.SEGMENTED, Regime.OLD_LAW):
        old = np.where(capped_ground, np.minimum(old, old_limit), old)
    if regime not in (Regime.SEGMENTED, Regime.NEW_LAW) or _merged_old(policy):
        return MonthLimits(old, old, new, new)
    after_ground = old
    years = constant("高薪年限上限") * PER_MONTH
    if options.limit12 == "all":
        both = high_wage & service.reaches_new
        old = np.where(both, np.minimum(old, years), old)
        new = np.where(both, np.minimum(new, years - old), new)
    new = after_high = np.where(high_wage, np.minimum(new, years), new)
    if options.joint_cap12 == "joint":
        joint = capped_ground & (old > 0)
        new = np.where(joint, np.minimum(new, old_limit - old), new)
    return MonthLimits(after_ground, old, after_high, new)


def _merged_old(policy: Policy) -> bool:
    return policy.profile.regime is Regime.SEGMENTED and policy.options.segmentation == "merged_481"


def _ceiling(average: Int64, multiple: int) -> Int64:
    return np.where(average == OMITTED, OMITTED, average * multiple)


def wage_bases(wages: Wages, local_ceiling: Int64, ground: Codes, policy: Policy) -> tuple[BaseSteps, BaseSteps]:
    """Give the unrounded bases of the old and the new side (S-12…S-16, S-20, S-24, S-33, K-01)."""
    regime, options = policy.profile.regime, policy.options
    minimum = minimum_wage_floor(options, wages.unit)
    if regime is Regime.LUMP_SUM:
        steps = base_steps(wages.local, wages.local)
        return steps, steps
    lifted = lift(wages.own, minimum) if minimum[0] != OMITTED else wages.own
    own = lifted if options.local_floor_scope == "all" else wages.own
    if regime is Regime.PRORATED:
        steps = base_steps(own, own)
        return steps, steps
    if regime is Regime.RESTRUCTURING:
        floored = own if options.enterprise_floor == "none" else lift(own, wages.enterprise)
        steps = base_steps(own, floored, _ceiling(wages.enterprise, constant("改制企业平均工资封顶倍数")))
        return steps, steps
    by_ground = ground_facts()[1][ground]
    floored = own if options.enterprise_floor == "none" else lift(own, wages.enterprise, by_ground)
    old = base_steps(own, floored, local_ceiling if options.pre2008_base == "local_cap" else None)
    floored = lift(lifted, wages.enterprise, by_ground) if options.enterprise_floor == "both" else lifted
    return old, base_steps(lifted, floored, local_ceiling)


def total_fen(old: tuple[Int64, Int64], new: tuple[Int64, Int64], base_unit: int, options: Options) -> Int64:
    """Multiply (months, base) of both sides, add, apply the multiplier and round once, to fen or yuan."""
    exact = safe_product(*old) + safe_product(*new)
    factor: Fraction = options.multiplier
    if factor.numerator != 1:
        exact = safe_product(exact, np.array([factor.numerator], dtype=np.int64))
    whole = PER_MONTH * base_unit * factor.denominator
    if options.round_to == "yuan":
        rounded = divide_half_up(exact, whole) * FEN_PER_YUAN
    else:
        rounded = divide_half_up(exact, whole // FEN_PER_YUAN)
    fits = rounded.dtype == object and all(abs(fen) < 2**63 for fen in rounded.tolist())
    return rounded.astype(np.int64) if fits else rounded


def check_rows(service: Service, wages: Wages, policy: Policy) -> Codes:
    """Find rows that the regime cannot compute (S-12, S-22); dates out of order are found before counting."""
    regime = policy.profile.regime
    status = np.zeros(len(wages.own), dtype=np.int8)
    averages = policy.options.enterprise_wage_cap is not None and regime not in (Regime.PRORATED, Regime.LUMP_SUM)
    if regime is Regime.LUMP_SUM or averages:
        missing = (wages.local == OMITTED) & ((wages.enterprise != OMITTED) | (regime is Regime.LUMP_SUM))
        status[missing] = Status.LOCAL_WAGE_MISSING
    if regime is Regime.RESTRUCTURING:
        status[wages.enterprise == OMITTED] = Status.ENTERPRISE_WAGE_MISSING
    if regime is Regime.NEW_LAW:
        none = ~service.after.present & ~service.blank_day
        status[none & (status == Status.OK)] = Status.NO_SERVICE_FROM_2008
    return status


def severance(
    service: Service, wages: Wages, ground: Codes, policy: Policy, credited: Credited | None = None
) -> SeveranceTable:
    """Compute economic compensation for many workers under one policy.

    ``credited`` may be given where pieces were rounded one by one. Rows that are not OK have amount 0, never shown.

    >>> import datetime as dt
    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.service import count_service
    >>> from xl_addin.values.dates import day_number
    >>> day = lambda *d: np.array([day_number(dt.date(*d))], dtype=np.int32)
    >>> policy = shipped_policy("SEG2008")
    >>> service = count_service(day(1985, 7, 1), day(2011, 9, 28), policy.options)
    >>> wages = Wages(np.array([1600 * MICRO]), np.array([1500 * MICRO]), np.array([2300 * MICRO]))
    >>> table = severance(service, wages, np.array([3], dtype=np.int8), policy)
    >>> table.months.tolist(), table.amount_fen.tolist()
    ([2700], [4320000])
    """
    status = check_rows(service, wages, policy)
    compared = cap_enterprise_wage(wages, policy.options)
    credited = credited or credit_service(service, ground, policy)
    ceiling = _ceiling(compared.local, constant("高薪封顶倍数"))
    high_wage = (ceiling != OMITTED) & (compared.own > ceiling)
    limits = limit_months(credited, service, ground, high_wage, policy)
    old_steps, new_steps = wage_bases(compared, ceiling, ground, policy)
    old_base, new_base, base_unit = old_steps.base, new_steps.base, compared.unit
    if policy.profile.regime is not Regime.LUMP_SUM:
        old_base, base_unit = round_base(old_base, compared.unit, policy.options)
        new_base, _ = round_base(new_base, compared.unit, policy.options)
    amount = total_fen((limits.old, old_base), (limits.new, new_base), base_unit, policy.options)
    if status.any():
        amount = np.where(status == Status.OK, amount, 0)
    return SeveranceTable(
        service=service,
        given=wages,
        wages=compared,
        ground=ground,
        credited=credited,
        limits=limits,
        old_steps=old_steps,
        new_steps=new_steps,
        old_base=old_base,
        new_base=new_base,
        base_unit=base_unit,
        high_wage=high_wage,
        amount_fen=amount,
        status=status,
        policy=policy,
    )

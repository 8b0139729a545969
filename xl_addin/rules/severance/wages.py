"""Wage bases (计发基数): the worker's own average lifted by floors and cut by caps.

Source: 481号 6, 8, 9 (enterprise average as floor), 改制 rule of 2003 (three times the enterprise
average as cap), 劳动合同法 47 (three times the local average), 实施条例 27 (minimum wage). Order is
S-16: floors, then caps, then rounding of the base. Wages are integers in ``unit`` parts of a yuan; an
omitted average is OMITTED and neither lifts nor cuts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.options import Options
from xl_addin.values.money import FEN_PER_YUAN, MICRO, Int64, divide_half_up, round_half_up, safe_product

OMITTED: Final = -1


@dataclass(frozen=True, slots=True)
class Wages:
    """Monthly wages in ``1/unit`` yuan: own average, enterprise average, local average."""

    own: Int64
    enterprise: Int64
    local: Int64
    unit: int = MICRO


def refine(wages: Wages, factor: int) -> Wages:
    """Give the same wages in parts ``factor`` times finer."""
    if factor == 1:
        return wages
    scale = np.array([factor], dtype=np.int64)

    def finer(values: Int64) -> Int64:
        product: Int64 = np.where(values == OMITTED, OMITTED, safe_product(values, scale))
        return product

    return Wages(finer(wages.own), finer(wages.enterprise), finer(wages.local), wages.unit * factor)


def cap_enterprise_wage(wages: Wages, options: Options) -> Wages:
    """Cut the enterprise average at ``enterprise_wage_cap`` times the local average (A-26, S-27).

    The unit becomes finer by the multiple's denominator, so that comparisons stay exact.
    """
    multiple = options.enterprise_wage_cap
    if multiple is None:
        return wages
    finer = refine(wages, multiple.denominator)
    ceiling = safe_product(finer.local // multiple.denominator, np.array([multiple.numerator], dtype=np.int64))
    known = (finer.enterprise != OMITTED) & (finer.local != OMITTED)
    return replace(finer, enterprise=np.where(known, np.minimum(finer.enterprise, ceiling), finer.enterprise))


def lift(base: Int64, floor: Int64, applies: NDArray[np.bool_] | bool = True) -> Int64:
    """Raise a base to a floor where it applies; an OMITTED floor lies below every wage.

    >>> lift(np.array([600, 900]), np.array([720, OMITTED])).tolist()
    [720, 900]
    """
    if applies is True:
        return np.maximum(base, floor)
    return np.where(applies, np.maximum(base, floor), base)


def cut(base: Int64, ceiling: Int64) -> Int64:
    """Lower a base to a ceiling; an OMITTED ceiling (any negative) does not cut.

    >>> cut(np.array([7000, 7000]), np.array([6000, OMITTED])).tolist()
    [6000, 7000]
    """
    return np.where((ceiling >= 0) & (base > ceiling), ceiling, base)


@dataclass(frozen=True, slots=True)
class BaseSteps:
    """How one side's base came about, each column before rounding: minimum wage, other floor, ceiling, result.

    ``ceiling`` is OMITTED where nothing cuts. The explanation compares neighbouring columns.
    """

    with_minimum: Int64
    floored: Int64
    ceiling: Int64
    base: Int64


def base_steps(with_minimum: Int64, floored: Int64, ceiling: Int64 | None = None) -> BaseSteps:
    """Cut a floored base at a ceiling and keep the steps.

    >>> base_steps(np.array([700]), np.array([7000]), np.array([6000])).base.tolist()
    [6000]
    """
    if ceiling is None:
        return BaseSteps(with_minimum, floored, np.full(len(floored), OMITTED, dtype=np.int64), floored)
    return BaseSteps(with_minimum, floored, ceiling, cut(floored, ceiling))


def minimum_wage_floor(options: Options, unit: int) -> Int64:
    """Give the minimum wage of the policy in ``1/unit`` yuan, or OMITTED."""
    if options.local_floor is None:
        return np.array([OMITTED], dtype=np.int64)
    floor = np.array([round_half_up(options.local_floor * MICRO)], dtype=np.int64)
    return safe_product(floor, np.array([unit // MICRO], dtype=np.int64))


def round_base(base: Int64, unit: int, options: Options) -> tuple[Int64, int]:
    """Round bases to fen where the policy rounds them first; returns bases and their unit.

    >>> from xl_addin.policy.options import default_options
    >>> round_base(np.array([1_234_567_000]), MICRO, default_options())
    (array([123457]), 100)
    """
    if options.base_round == "last":
        return base, unit
    return divide_half_up(base, unit // FEN_PER_YUAN), FEN_PER_YUAN

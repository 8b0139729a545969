"""The vectorised rules against an independent exact oracle that walks the calendar and adds fractions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.oracle_policy import OracleError
from tests.oracle.severance_oracle import Piece as OraclePiece
from tests.oracle.severance_oracle import severance as oracle_severance
from xl_addin.policy.grounds import grounds
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import Status, severance
from xl_addin.rules.severance.service import PER_MONTH, Piece, count_service
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.rules.severance.worker import Worker, assess
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO

GROUNDS = [ground.label for ground in grounds()]
PROFILES = ["SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X"]
OPTIONS = {
    "fraction": ["year_up", "whole_years", "half_year", "prorate2"],
    "segmentation": ["split", "merged_art47", "merged_481"],
    "pre2008_base": ["own", "local_cap"],
    "limit12": ["post2008", "all"],
    "joint_cap12": ["separate", "joint"],
    "end_date": ["inclusive", "exclusive"],
    "enterprise_floor": ["pre2008", "both", "none"],
    "month_end": ["clamp", "next_day"],
    "pieces": ["sum_then_round", "round_each"],
    "enterprise_wage_cap": ["none", "1", "1.5", "2", "0.333"],
    "multiplier": ["1", "1.5", "2", "0.75", "1.234567"],
    "round_to": ["fen", "yuan"],
    "base_round": ["first", "last"],
    "local_floor": ["none", "500", "1720.5"],
    "local_floor_scope": ["all", "post2008"],
}
FIRST, LAST = date(1950, 1, 1), date(2035, 12, 31)


def interesting_day(draw: Callable[[int, int], int]) -> date:
    """A day, more often than by chance a month's end, a first, a leap day or the turn of 2008."""
    day = FIRST + timedelta(draw(0, (LAST - FIRST).days))
    kind = draw(0, 9)
    if kind == 0:
        return day.replace(day=1)
    if kind in (1, 2):
        return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    if kind == 3:
        return date(2007, 12, 31) + timedelta(draw(-2, 2))
    if kind == 4:
        return date(1952 + 4 * draw(0, 18), 2, 29)
    return day


def interesting_wage(draw: Callable[[int, int], int]) -> int:
    """A wage in micro yuan: round hundreds, fen, or a quotient with six decimals."""
    kind = draw(0, 2)
    if kind == 0:
        return draw(0, 400) * 100 * MICRO
    return draw(0, 3_000_000) * (MICRO // 100) if kind == 1 else draw(0, 30_000 * MICRO)


def to_fraction(micro: int) -> Fraction | None:
    return None if micro == OMITTED else Fraction(micro, MICRO)


def expected(pieces: list[OraclePiece], worker: Worker, ground: str, profile: str, options: dict[str, str]) -> object:
    own = to_fraction(worker.own)
    try:
        found = oracle_severance(
            pieces, own, to_fraction(worker.enterprise), to_fraction(worker.local), ground, profile, options
        )
    except OracleError:
        return "refused"
    return (found.months_pre, found.months_post, found.base_pre, found.base_post, found.amount)


def computed(worker: Worker, policy: Policy) -> object:
    try:
        table = assess(worker, policy)
    except InputError:
        return "refused"
    if table.status[0] != Status.OK:
        return "refused"
    old, new = int(table.old_months[0]), int(table.new_months[0])
    return (
        Fraction(old, PER_MONTH),
        Fraction(new, PER_MONTH),
        Fraction(int(table.old_base[0]), table.base_unit) if old else None,
        Fraction(int(table.new_base[0]), table.base_unit) if new else None,
        Fraction(int(table.amount_fen[0]), 100),
    )


def one_case(draw: Callable[[int, int], int]) -> tuple[object, object, object]:
    """Draw a case and give the oracle's lines, the product's lines and the case itself."""
    count = (1, 1, 1, 2, 3)[draw(0, 4)]
    days = sorted(interesting_day(draw) for _ in range(2 * count))
    flags = [(draw(0, 9) > 0, draw(0, 9) == 0) if count > 1 else (True, False) for _ in range(count)]
    if count > 1 and draw(0, 2) == 0:
        days[2] = min(days[1] + timedelta(1), days[3])  # adjacent pieces, which are one service
    pieces = [OraclePiece(days[2 * i], days[2 * i + 1], *flags[i]) for i in range(count)]
    ground = draw(0, len(GROUNDS) - 1)
    profile = PROFILES[max(0, draw(-4, 5))]
    options = {name: values[draw(0, len(values) - 1)] for name, values in OPTIONS.items() if draw(0, 2) == 0}
    own = interesting_wage(draw)
    local = (OMITTED, interesting_wage(draw) or OMITTED, own // 3 or OMITTED)[draw(0, 2)]
    enterprise = (interesting_wage(draw) or OMITTED) if draw(0, 3) else OMITTED
    own_pieces = tuple(Piece(day_number(p.start), day_number(p.end), "", p.counts, p.paid_before) for p in pieces)
    worker = Worker(own, enterprise, local, ground, own_pieces)
    policy = read_policy([["profile", profile], *([name, value] for name, value in options.items())])
    case = (pieces, worker, GROUNDS[ground], profile, options)
    return expected(pieces, worker, GROUNDS[ground], profile, options), computed(worker, policy), case


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_line_agrees_with_the_oracle_for_every_profile_and_option(data: st.DataObject) -> None:
    oracle, product, case = one_case(lambda low, high: data.draw(st.integers(low, high)))
    assert product == oracle, case


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_one_hundred_thousand_cases_agree_with_the_oracle(seed: int) -> None:
    generator = random.Random(seed)
    differences = []
    for _ in range(5000):
        oracle, product, case = one_case(generator.randint)
        if product != oracle:
            differences.append((case, oracle, product))
    assert differences == []


def test_many_rows_at_once_give_what_each_row_gives_alone() -> None:
    generator = random.Random(7)
    days = [sorted(interesting_day(generator.randint) for _ in range(2)) for _ in range(4000)]
    start = np.array([day_number(pair[0]) for pair in days], dtype=np.int32)
    end = np.array([day_number(pair[1]) for pair in days], dtype=np.int32)
    own, enterprise, local = (np.array([interesting_wage(generator.randint) for _ in days]) for _ in range(3))
    enterprise, local = np.where(enterprise == 0, OMITTED, enterprise), np.where(local == 0, OMITTED, local)
    ground = np.array([generator.randint(0, 6) for _ in days], dtype=np.int8)
    policy = read_policy("SEG2008")
    table = severance(count_service(start, end, policy.options), Wages(own, enterprise, local), ground, policy)
    for i in range(0, len(days), 7):
        pieces = (Piece(int(start[i]), int(end[i])),)
        worker = Worker(int(own[i]), int(enterprise[i]), int(local[i]), int(ground[i]), pieces)
        assert int(table.amount_fen[i]) == int(assess(worker, policy).amount_fen[0]), i


def test_an_amount_is_the_exact_sum_of_its_two_sides_rounded_once() -> None:
    worker = Worker(own=1_234_567_000, months=(200, 5))
    table = assess(worker, read_policy([["base_round", "last"]]))
    exact = Decimal("1234.567") * (17 + Decimal("0.5"))
    assert Decimal(int(table.amount_fen[0])) / 100 == exact.quantize(Decimal("0.01"))

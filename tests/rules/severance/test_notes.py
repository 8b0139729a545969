"""The notes of many rows at once are those of each row alone, under every profile and option."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tests.rules.severance.test_severance_properties import PROFILES
from xl_addin.policy.options import option_specs
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.derivation import short_note
from xl_addin.rules.severance.notes import short_notes
from xl_addin.rules.severance.service import Piece, count_service
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.rules.severance.worker import Worker, service_in_pieces
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.dates import Days
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO, Int64

NUMBERS = {"decimal": (2, 1.5, 3, 0.7), "money": (900, 1100.5, 2300)}


def policy_rows(chance: random.Random) -> list[list[object]]:
    """A profile with some options turned from their default, as on a 政策 sheet."""
    rows: list[list[object]] = [["profile", chance.choice(PROFILES)]]
    for spec in chance.sample(list(option_specs().values()), chance.randint(0, 5)):
        rows.append([spec.name, chance.choice(NUMBERS.get(spec.kind) or tuple(spec.values))])
    try:
        read_policy(rows)
    except InputError:  # options that do not go together
        return policy_rows(chance)
    return rows


def table(chance: random.Random, by: Policy, size: int) -> SeveranceTable:
    """Workers with wages around every floor and cap, some of them with service in pieces or as approved months."""
    start: Days = np.array([chance.randrange(-5000, 16_000) for _ in range(size)], dtype=np.int32)
    end: Days = np.array([first + chance.choice((0, 200, 364, 4000, 9999)) for first in start], dtype=np.int32)
    few = [chance.choice((600, 1234.56, 1999.999999, 4321.1, 6900)) for _ in range(3)]
    wages = Wages(*(_wages(chance, [*few, 0 if first else 1], size, not first) for first in (True, False, False)))
    ground = np.array([chance.randrange(7) for _ in range(size)], dtype=np.int8)
    some = chance.sample(range(size), size // 10)
    pieces = (Piece(1000, 2500), Piece(12_000, 15_000))
    mine = {k: Worker(0, pieces=pieces) if k % 2 else Worker(0, months=(k % 50, k % 70)) for k in some}
    service = count_service(start, end, by.options)
    if not mine:
        return severance(service, wages, ground, by)
    service, credited = service_in_pieces(service, mine, ground, by)
    return severance(service, wages, ground, by, credited)


def _wages(chance: random.Random, few: list[float], size: int, omitted: bool) -> Int64:
    huge = chance.random() < 0.1
    drawn = [chance.choice(few) if chance.random() < 0.5 else chance.uniform(1, 9e11 if huge else 9000)
             for _ in range(size)]  # fmt: skip
    micro = [round(yuan * 100) * (MICRO // 100) if chance.random() < 0.7 else round(yuan * MICRO) for yuan in drawn]
    return np.array([OMITTED if omitted and chance.random() < 0.2 else each for each in micro], dtype=np.int64)


def assert_same(seed: int, size: int) -> None:
    chance = random.Random(seed)
    made = table(chance, read_policy(policy_rows(chance)), size)
    rows = np.flatnonzero(made.status == Status.OK)
    assert short_notes(made, rows).tolist() == [short_note(made, i) for i in rows.tolist()]
    backwards = rows[::-2]
    assert short_notes(made, backwards).tolist() == [short_note(made, i) for i in backwards.tolist()]


@pytest.mark.parametrize("seed", range(40))
def test_notes_of_a_column_are_those_of_each_row(seed: int) -> None:
    assert_same(seed, 30)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1150))
def test_notes_of_long_columns_are_those_of_each_row(seed: int) -> None:
    assert_same(seed, 400)


def test_no_row_needs_no_note() -> None:
    made = table(random.Random(1), read_policy(None), 3)
    assert short_notes(made, np.array([], dtype=np.int64)).tolist() == []

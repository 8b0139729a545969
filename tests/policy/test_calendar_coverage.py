"""Every month from 1985 to 2026: each parameter has a value just where its `covers` says, each ending one law."""

from __future__ import annotations

import calendar
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from xl_addin.policy.lookup import lookup
from xl_addin.policy.profiles import profiles, shipped_policy
from xl_addin.policy.schema import Parameter
from xl_addin.policy.store import DATA, national, read_toml
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.service import Piece
from xl_addin.rules.severance.worker import Worker, assess
from xl_addin.values.dates import day_number

MONTHS = [(year, month) for year in range(1985, 2027) for month in range(1, 13)]
WORKER = {"own": 1_600_000_000, "enterprise": 1_500_000_000, "local": 2_300_000_000}


def days_of(year: int, month: int) -> list[int]:
    return [day_number(date(year, month, d)) for d in range(1, calendar.monthrange(year, month)[1] + 1)]


def stated_months(covers: tuple[str, ...]) -> set[tuple[int, int]]:
    """Read `1999-02..2015-02` and `1998-01..` as months."""
    stated: set[tuple[int, int]] = set()
    for text in covers:
        first, _, last = text.partition("..")
        begin = tuple(int(part) for part in first.split("-"))
        end = tuple(int(part) for part in last.split("-")) if last else (9999, 12)
        stated |= {month for month in MONTHS if begin <= month <= end}
    return stated


@pytest.mark.parametrize("name", sorted(national().parameters))
def test_a_parameter_has_a_value_exactly_in_the_months_it_states(name: str) -> None:
    parameter = national().parameters[name]
    stated = stated_months(parameter.covers)
    for year, month in MONTHS:
        days = days_of(year, month)
        whole = all(len(in_force(parameter, day)) == 1 for day in days)
        assert whole == ((year, month) in stated), f"{name} {year}-{month:02d}"


@pytest.mark.parametrize("name", sorted(national().parameters))
def test_no_day_has_two_values_and_the_look_up_finds_the_one(name: str) -> None:
    parameter = national().parameters[name]
    days = [day for month in MONTHS for day in days_of(*month)]
    found = lookup(parameter, np.array(days, dtype=np.int32))
    for i, day in enumerate(days):
        rows = in_force(parameter, day)
        assert len(rows) <= 1, f"{name}: two values on day {day}"
        assert bool(found.gap[i]) == (not rows)
        assert not rows or found.rows[found.row[i]] is parameter.values[rows[0]]


def in_force(parameter: Parameter, day: int) -> list[int]:
    return [i for i, row in enumerate(parameter.values) if row.place == "" and row.first_day <= day <= row.last_day]


@pytest.mark.parametrize("path", sorted((DATA / "national").glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_a_parameter_states_what_it_covers(path: Path) -> None:
    raw = read_toml(path)
    assert isinstance(raw.get("covers"), list)
    assert bool(raw["covers"]) == bool(raw.get("values"))


def test_values_the_state_leaves_to_the_places_ship_empty() -> None:
    local = [parameter for parameter in national().parameters.values() if parameter.scope == "local"]
    assert {"职工月平均工资", "最低工资", "伤残就业补助金月数7级"} <= {parameter.name for parameter in local}
    assert all(not parameter.values and not parameter.covers for parameter in local)


def sides(profile: str, start: date, end: date) -> tuple[bool, bool, bool]:
    """Whether the old law paid something, the new law did, and whether the row was computed at all."""
    worker = Worker(**WORKER, pieces=(Piece(day_number(start), day_number(end)),))
    table = assess(worker, shipped_policy(profile))
    return bool(table.old_months[0] > 0), bool(table.new_months[0] > 0), bool(table.status[0] == Status.OK)


@pytest.mark.parametrize("profile", sorted(profiles()))
def test_a_service_of_one_month_is_governed_by_exactly_one_law(profile: str) -> None:
    """No month falls between the laws and none is paid twice; RLCL has no law before 2008 and says so (S-11, S-12)."""
    for year, month in MONTHS:
        first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        is_new = first >= date(2008, 1, 1)
        expected = {
            "SEG2008": (not is_new, is_new, True),
            "RLCL": (False, is_new, is_new),
        }.get(profile, (True, False, True))
        assert sides(profile, first, last) == expected, f"{year}-{month:02d}"


def test_a_service_across_2008_is_cut_between_the_two_laws() -> None:
    for year, month in MONTHS:
        end = date(year, month, calendar.monthrange(year, month)[1])
        if year < 2008:
            continue
        assert sides("SEG2008", date(1985, 7, 1), end) == (True, True, True)
        worker = Worker(**WORKER, pieces=(Piece(day_number(date(1985, 7, 1)), day_number(end)),))
        table = assess(worker, shipped_policy("SEG2008"))
        after = (year - 2008) * 12 + month
        assert (int(table.service.before.months[0]), int(table.service.after.months[0])) == (270, after)
        assert int(table.service.whole.months[0]) == 270 + after

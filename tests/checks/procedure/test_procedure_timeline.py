"""Faults of the procedure across sheets and days, each in an otherwise clean office; and many clean offices."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.office_timeline import office
from tests.faults.step_faults import Injection
from tests.faults.timeline_faults import FAULTS, Fault, timeline_faults
from xl_addin.checks.run import check_book

TODAY = dt.date(2026, 6, 1)


def difference(item: Injection) -> str:
    """What was not found, and what was found without being there; '' if nothing."""
    there = {(one.code, one.sheet, one.cell) for one in check_book(item.book, TODAY)}
    lacking, surplus = item.expected - there, there - item.expected
    return f"{item.name}: not found {lacking}, not there {surplus}" if lacking or surplus else ""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_exactly_the_fault_is_found_under_the_law_of_each_time(seed: int, fault: Fault) -> None:
    assert [line for item in timeline_faults(seed, fault) if (line := difference(item))] == []


@pytest.mark.parametrize("seed", range(20))
def test_a_clean_office_is_silent(seed: int) -> None:
    assert difference(office(random.Random(seed)).injected("clean")) == ""


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_exactly_the_fault_is_found_in_many_layouts(fault: Fault) -> None:
    items = [item for seed in range(100, 130) for item in timeline_faults(seed, fault)]
    assert [line for item in items if (line := difference(item))] == []


@pytest.mark.long
def test_many_clean_offices_are_silent() -> None:
    items = [office(random.Random(seed)).injected("clean") for seed in range(1000, 1150)]
    assert [line for item in items if (line := difference(item))] == []

"""Known faults in clean workbooks: the checks must find exactly those, nothing less and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from tests.faults.procedure_generator import SUBJECTS, clean_books, faults
from tests.faults.step_faults import Injection
from xl_addin.checks.fund.balances import LEDGER_BALANCE_CHECKS
from xl_addin.checks.fund.debts import FUND_DEBT_CHECKS
from xl_addin.checks.fund.deferral import DEFERRAL_CHECKS
from xl_addin.checks.fund.ledger import LEDGER_CHECKS
from xl_addin.checks.fund.ledger_sums import LEDGER_SUM_CHECKS
from xl_addin.checks.fund.payment_cells import PAYMENT_CELL_CHECKS
from xl_addin.checks.fund.payments import PAYMENT_CHECKS
from xl_addin.checks.fund.proceeds import PROCEEDS_CHECKS
from xl_addin.checks.fund.sources import SOURCE_CHECKS
from xl_addin.checks.fund.uses import FUND_USE_CHECKS
from xl_addin.checks.people.double_benefits import DOUBLE_BENEFIT_CHECKS
from xl_addin.checks.procedure.intervals import INTERVAL_CHECKS
from xl_addin.checks.procedure.listing import LISTING_CHECKS
from xl_addin.checks.procedure.materials import MATERIAL_CHECKS
from xl_addin.checks.procedure.price import PRICE_CHECKS
from xl_addin.checks.procedure.sequence import SEQUENCE_CHECKS
from xl_addin.checks.procedure.step_periods import STEP_PERIOD_CHECKS
from xl_addin.checks.procedure.steps import PROCEDURE_CHECKS
from xl_addin.checks.registers.dates import RECORD_DATE_CHECKS
from xl_addin.checks.registers.petitions import PETITION_CHECKS
from xl_addin.checks.registers.publicity import PUBLICITY_CHECKS
from xl_addin.checks.registers.responsibility import RESPONSIBILITY_CHECKS
from xl_addin.checks.run import check_book

TODAY = dt.date(2020, 6, 1)
CODES = tuple(
    check.code
    for checks in (
        PROCEDURE_CHECKS, SEQUENCE_CHECKS, LISTING_CHECKS, PROCEEDS_CHECKS,
        INTERVAL_CHECKS, STEP_PERIOD_CHECKS, PRICE_CHECKS, RECORD_DATE_CHECKS,
        LEDGER_CHECKS, LEDGER_BALANCE_CHECKS, LEDGER_SUM_CHECKS, FUND_DEBT_CHECKS, DEFERRAL_CHECKS, FUND_USE_CHECKS,
        PAYMENT_CHECKS, PAYMENT_CELL_CHECKS, PETITION_CHECKS,
        PUBLICITY_CHECKS, RESPONSIBILITY_CHECKS, SOURCE_CHECKS, MATERIAL_CHECKS, DOUBLE_BENEFIT_CHECKS,
    )
    for check in checks
)  # fmt: skip
LONG_SEEDS = range(100, 120)


def found(injection: Injection) -> set[tuple[str, str, str | None]]:
    return {(f.code, f.sheet, f.cell) for f in check_book(injection.book, TODAY)}


def differences(injections: list[Injection]) -> list[str]:
    """What was not found, and what was found without being there."""
    lines = []
    for item in injections:
        there = found(item)
        if there != item.expected:
            lines.append(f"{item.name}: not found {item.expected - there}, not there {there - item.expected}")
    return lines


def counted(injections: list[Injection]) -> Counter[str]:
    """How often each check's code is injected; a variant counts for its check."""
    codes = [code for item in injections for code, _, _ in item.expected]
    return Counter(
        max((c for c in CODES if code == c or code.startswith(c + "_")), key=len, default=code) for code in codes
    )


@pytest.mark.parametrize("seed", range(12))
def test_clean_workbooks_have_no_findings_in_any_layout(seed: int) -> None:
    assert differences(list(clean_books(seed))) == []


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("subject", SUBJECTS)
def test_exactly_the_injected_faults_are_found(subject: str, seed: int) -> None:
    assert differences(list(faults(subject, seed))) == []


def test_every_check_of_these_subjects_is_injected_and_eight_hundred_faults_in_all() -> None:
    injections = [item for subject in SUBJECTS for seed in range(2) for item in faults(subject, seed)]
    times = counted(injections)
    assert [code for code in CODES if not times[code]] == []
    assert times.total() >= 800


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG_SEEDS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_exactly_the_injected_faults_are_found_in_many_layouts(subject: str, seed: int) -> None:
    assert differences(list(faults(subject, seed))) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG_SEEDS)
def test_clean_workbooks_have_no_findings_in_many_layouts(seed: int) -> None:
    assert differences([item for more in range(10) for item in clean_books(10 * seed + more)]) == []


@pytest.mark.long
def test_every_check_is_injected_twenty_times_and_two_thousand_faults_in_all() -> None:
    injections = [item for subject in SUBJECTS for seed in LONG_SEEDS for item in faults(subject, seed)]
    times = counted(injections)
    assert [code for code in CODES if times[code] < 20] == []
    assert times.total() >= 2000

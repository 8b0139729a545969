"""Worksheet functions of severance (经济补偿金): months, amounts and their explanation.

Thin: what is read of a worker is computed by ``rules`` and turned into cell values here.
"""

from __future__ import annotations

from typing import Any

from xl_addin.functions.severance.workers import GivenService, date_remarks
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.derivation import explain_text
from xl_addin.rules.severance.derivation_data import derivation_data
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.wording import worker_text
from xl_addin.rules.severance.worker import Worker, assess, completed_service_months, options_that_mattered
from xl_addin.sheets.severance_cells import status_error
from xl_addin.values.money import fen_to_yuan


def months_value(hundredths: int) -> int | float:
    """Give credited months as a cell value: whole where it is whole.

    >>> months_value(1900), months_value(350)
    (19, 3.5)
    """
    return hundredths // PER_MONTH if hundredths % PER_MONTH == 0 else hundredths / PER_MONTH


def computed(worker: Worker, policy: Policy) -> SeveranceTable:
    """Compute one worker; raises the error of a row that the rules cannot compute."""
    table = assess(worker, policy)
    if table.status[0] != Status.OK:
        raise status_error(int(table.status[0]))
    return table


def service_months(policy: Policy, service: GivenService, deducted_months: int | None) -> int:
    """Completed months of service (S-01)."""
    return completed_service_months(Worker(own=0, pieces=service.pieces), policy, deducted_months or 0)


def severance_amount(
    policy: Policy, wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> float:
    """Economic compensation in yuan."""
    table = computed(Worker(wage, enterprise_wage, local_wage, ground, service.pieces), policy)
    return fen_to_yuan(int(table.amount_fen[0]))


def severance_months(
    policy: Policy, wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> int | float:
    """Payable months of pay, multiplier not included (S-21)."""
    table = computed(Worker(wage, enterprise_wage, local_wage, ground, service.pieces), policy)
    return months_value(int(table.months[0]))


def explain(
    policy: Policy, wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> str:
    """Derivation of one worker's amount with citations (S-26)."""
    worker = Worker(wage, enterprise_wage, local_wage, ground, service.pieces)
    text = explain_text(computed(worker, policy), options_that_mattered(worker, policy), ended=worker.ended)
    return "\n".join([text, *date_remarks(service)])


def explain_as_data(
    policy: Policy, wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> dict[str, Any]:
    """The same derivation for programs."""
    worker = Worker(wage, enterprise_wage, local_wage, ground, service.pieces)
    data = derivation_data(computed(worker, policy), options_that_mattered(worker, policy), ended=worker.ended)
    return data | {"remarks": date_remarks(service)}


def explain_to_worker(
    policy: Policy, wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> str:
    """The same derivation in the words of a worker who signs it."""
    worker = Worker(wage, enterprise_wage, local_wage, ground, service.pieces)
    return "\n".join([worker_text(computed(worker, policy)), *date_remarks(service)])

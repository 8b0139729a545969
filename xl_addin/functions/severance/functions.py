"""Worksheet functions of severance (经济补偿金): months, amounts, explanation and the roster table.

Thin: arguments are cleaned by ``workers``, computed by ``rules`` and turned into cell values here.
"""

from __future__ import annotations

from typing import Any

from xl_addin.functions.severance.remarks import date_remarks
from xl_addin.functions.severance.workers import read_service, read_worker, status_error
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.derivation import explain_text
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.wording import worker_text
from xl_addin.rules.severance.worker import Worker, assess, completed_service_months, options_that_mattered
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import clean_whole, is_blank
from xl_addin.tables.ranges import one_cell
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


def service_months(start: Any, end: Any, deducted_months: Any, policy: Any) -> int:
    """Completed months of service (S-01)."""
    chosen = read_policy(policy)
    worker = Worker(own=0, pieces=read_service(start, end, chosen, "截止时间"))
    deducted = one_cell(deducted_months, "扣除月数")
    return completed_service_months(worker, chosen, 0 if is_blank(deducted) else clean_whole(deducted, "扣除月数"))


def severance_amount(
    start: Any, end: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Any
) -> float:
    """Economic compensation in yuan."""
    chosen = read_policy(policy)
    table = computed(read_worker(start, end, wage, enterprise_wage, local_wage, ground, chosen), chosen)
    return fen_to_yuan(int(table.amount_fen[0]))


def severance_months(
    start: Any, end: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Any
) -> int | float:
    """Payable months of pay, multiplier not included (S-21)."""
    chosen = read_policy(policy)
    table = computed(read_worker(start, end, wage, enterprise_wage, local_wage, ground, chosen), chosen)
    return months_value(int(table.months[0]))


def explain(start: Any, end: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Any) -> str:
    """Derivation of one worker's amount with citations (S-26)."""
    chosen = read_policy(policy)
    worker = read_worker(start, end, wage, enterprise_wage, local_wage, ground, chosen)
    remarks = date_remarks(start, end, worker, chosen)
    return "\n".join([explain_text(computed(worker, chosen), options_that_mattered(worker, chosen)), *remarks])


def explain_to_worker(
    start: Any, end: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Any
) -> str:
    """The same derivation in the words of a worker who signs it."""
    chosen = read_policy(policy)
    worker = read_worker(start, end, wage, enterprise_wage, local_wage, ground, chosen)
    return "\n".join([worker_text(computed(worker, chosen)), *date_remarks(start, end, worker, chosen)])

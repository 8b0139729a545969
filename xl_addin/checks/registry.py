"""Every check in the order in which it runs and its findings are listed: the one place to look.

To add a check: write its function and its entry in the module of its subject, and put the
entry's tuple here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from xl_addin.checks import policy_rows
from xl_addin.checks.amounts.arrears_questions import ARREARS_QUESTION_CHECKS
from xl_addin.checks.amounts.arrears_rates import ARREARS_RATE_CHECKS
from xl_addin.checks.amounts.insurance import INSURANCE_CHECKS
from xl_addin.checks.amounts.minimum_wage import MINIMUM_WAGE_CHECKS
from xl_addin.checks.amounts.own_calls import OWN_CALL_CHECKS
from xl_addin.checks.amounts.package import PACKAGE_CHECKS
from xl_addin.checks.amounts.package_elsewhere import ELSEWHERE_CHECKS
from xl_addin.checks.amounts.package_policy import on_severance_of_packages
from xl_addin.checks.amounts.pieces import PIECE_CHECKS
from xl_addin.checks.amounts.severance import AMOUNT_CHECKS
from xl_addin.checks.amounts.sums import SUM_CHECKS
from xl_addin.checks.amounts.told_twice import TOLD_TWICE_CHECKS
from xl_addin.checks.amounts.units import UNIT_CHECKS
from xl_addin.checks.fund import unread_ledgers
from xl_addin.checks.fund.advances import ADVANCE_CHECKS
from xl_addin.checks.fund.balances import LEDGER_BALANCE_CHECKS
from xl_addin.checks.fund.debts import FUND_DEBT_CHECKS
from xl_addin.checks.fund.deferral import DEFERRAL_CHECKS
from xl_addin.checks.fund.deferral_plans import DEFERRAL_PLAN_CHECKS
from xl_addin.checks.fund.ledger import LEDGER_CHECKS
from xl_addin.checks.fund.ledger_doubts import LEDGER_DOUBT_CHECKS
from xl_addin.checks.fund.ledger_sums import LEDGER_SUM_CHECKS
from xl_addin.checks.fund.overpaid import OVERPAID_CHECKS
from xl_addin.checks.fund.owed_lists import OWED_CHECKS
from xl_addin.checks.fund.owed_products import OWED_PRODUCT_CHECKS
from xl_addin.checks.fund.payment_cells import PAYMENT_CELL_CHECKS
from xl_addin.checks.fund.payments import PAYMENT_CHECKS
from xl_addin.checks.fund.proceeds import PROCEEDS_CHECKS
from xl_addin.checks.fund.purposes import PURPOSE_CHECKS
from xl_addin.checks.fund.repeats import REPEAT_CHECKS
from xl_addin.checks.fund.sources import SOURCE_CHECKS
from xl_addin.checks.fund.uses import FUND_USE_CHECKS
from xl_addin.checks.fund.vouchers import VOUCHER_CHECKS
from xl_addin.checks.headings import HEADING_CHECKS
from xl_addin.checks.people.across import ACROSS_CHECKS
from xl_addin.checks.people.contradictions import CONTRADICTION_CHECKS
from xl_addin.checks.people.double_benefits import DOUBLE_BENEFIT_CHECKS
from xl_addin.checks.people.duplicates import ARREARS_OVERLAP_CHECKS
from xl_addin.checks.people.facts import PEOPLE_CHECKS
from xl_addin.checks.people.firm_names import FIRM_NAME_CHECKS
from xl_addin.checks.people.identity import PERSON_CHECKS
from xl_addin.checks.people.retirement import RETIREMENT_CHECKS
from xl_addin.checks.people.special_cases import SPECIAL_CHECKS
from xl_addin.checks.people.two_names import TWO_NAMES_CHECKS
from xl_addin.checks.procedure.contradictions import CASE_CONTRADICTION_CHECKS
from xl_addin.checks.procedure.delegates import DELEGATE_CHECKS
from xl_addin.checks.procedure.endings import ENDING_CHECKS
from xl_addin.checks.procedure.firms import FIRM_CHECKS
from xl_addin.checks.procedure.intervals import INTERVAL_CHECKS
from xl_addin.checks.procedure.listing import LISTING_CHECKS
from xl_addin.checks.procedure.materials import MATERIAL_CHECKS
from xl_addin.checks.procedure.price import PRICE_CHECKS
from xl_addin.checks.procedure.progress_gaps import PROGRESS_GAP_CHECKS
from xl_addin.checks.procedure.sequence import SEQUENCE_CHECKS
from xl_addin.checks.procedure.step_periods import STEP_PERIOD_CHECKS
from xl_addin.checks.procedure.steps import PROCEDURE_CHECKS
from xl_addin.checks.registers.dates import RECORD_DATE_CHECKS
from xl_addin.checks.registers.petition_cases import PETITION_CASE_CHECKS
from xl_addin.checks.registers.petitions import PETITION_CHECKS
from xl_addin.checks.registers.publicity import PUBLICITY_CHECKS
from xl_addin.checks.registers.responsibility import RESPONSIBILITY_CHECKS
from xl_addin.checks.spec import Check
from xl_addin.checks.twin_headings import TWIN_CHECKS
from xl_addin.files.acceptance import repair_kinds

CHECKS: Final[tuple[Check, ...]] = (
    *HEADING_CHECKS,
    *TWIN_CHECKS,
    *PERSON_CHECKS,
    *PEOPLE_CHECKS,
    *UNIT_CHECKS,
    *PIECE_CHECKS,
    *(on_severance_of_packages(one) if one.code == "FORMULA_INPUT" else one for one in OWN_CALL_CHECKS),
    *map(on_severance_of_packages, AMOUNT_CHECKS),
    *MINIMUM_WAGE_CHECKS,
    *(on_severance_of_packages(one) if one.code.endswith("_PAID") else one for one in SPECIAL_CHECKS),
    *RETIREMENT_CHECKS,
    *DOUBLE_BENEFIT_CHECKS,
    *INSURANCE_CHECKS,
    *PACKAGE_CHECKS,
    *ELSEWHERE_CHECKS,
    *ARREARS_OVERLAP_CHECKS,
    *ARREARS_RATE_CHECKS,
    *ARREARS_QUESTION_CHECKS,
    *SUM_CHECKS,
    *TOLD_TWICE_CHECKS,
    *ACROSS_CHECKS,
    *FIRM_NAME_CHECKS,
    *CONTRADICTION_CHECKS,
    *TWO_NAMES_CHECKS,
    *PROCEDURE_CHECKS,
    *PROGRESS_GAP_CHECKS,
    *SEQUENCE_CHECKS,
    *MATERIAL_CHECKS,
    *LISTING_CHECKS,
    *INTERVAL_CHECKS,
    *STEP_PERIOD_CHECKS,
    *ENDING_CHECKS,
    *FIRM_CHECKS,
    *DELEGATE_CHECKS,
    *PRICE_CHECKS,
    *CASE_CONTRADICTION_CHECKS,
    *RECORD_DATE_CHECKS,
    *LEDGER_DOUBT_CHECKS,
    *LEDGER_CHECKS,
    *LEDGER_BALANCE_CHECKS,
    *LEDGER_SUM_CHECKS,
    *FUND_DEBT_CHECKS,
    *ADVANCE_CHECKS,
    *DEFERRAL_CHECKS,
    *DEFERRAL_PLAN_CHECKS,
    *FUND_USE_CHECKS,
    *OVERPAID_CHECKS,
    *REPEAT_CHECKS,
    *VOUCHER_CHECKS,
    *PURPOSE_CHECKS,
    *PROCEEDS_CHECKS,
    *PAYMENT_CELL_CHECKS,
    *PAYMENT_CHECKS,
    *PETITION_CHECKS,
    *PETITION_CASE_CHECKS,
    *PUBLICITY_CHECKS,
    *RESPONSIBILITY_CHECKS,
    *SOURCE_CHECKS,
    *OWED_CHECKS,
    *OWED_PRODUCT_CHECKS,
)

PROCEDURE_KINDS: Final = frozenset({"procedure", "progress"})
PROCEDURE_SUITE: Final = tuple(
    replace(check, kinds=check.kinds & PROCEDURE_KINDS) for check in CHECKS if check.kinds & PROCEDURE_KINDS
)
"""What 程序核查 looks at, the button and the function: every check of the two procedure sheets, and of no other."""

FAILED: Final = "CHECK_FAILED"
"""Code of the finding that stands for a check that could not finish."""
FILE_REPAIRED: Final = "FILE_REPAIRED"
"""What the codes begin with that tell what is odd in a file that was read all the same."""
SAID_BESIDE: Final[Mapping[str, str]] = {
    unread_ledgers.CODE: unread_ledgers.TITLE,
    policy_rows.CODE: policy_rows.TITLE,
    FAILED: "检查未完成",
    **{f"{FILE_REPAIRED}_{key.upper()}": kind.title for key, kind in repair_kinds().items()},
}
"""Findings that no check of a table makes, with their titles."""

PARTLY_CHECKED: Final[Mapping[str, str]] = {"payroll": "不作为发放表，未校验"}
"""Kinds of sheet that this version leaves unchecked altogether; said in every report. Columns: ``coverage.toml``."""


def title_of(code: str) -> str:
    """Give the title of a code, with or without its variant.

    >>> title_of("ID_DUPLICATE"), title_of("STEP_MISSING_D16")
    ('身份证号重复', '缺少步骤')
    """
    if code in SAID_BESIDE:
        return SAID_BESIDE[code]
    entry = max((c for c in CHECKS if code == c.code or code.startswith(c.code + "_")), key=lambda c: len(c.code))
    return entry.title

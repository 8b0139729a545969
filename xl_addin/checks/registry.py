"""Every check in the order in which it runs and its findings are listed: the one place to look.

To add a check: write its function and its entry in the module of its subject, and put the
entry's tuple here. Amounts, the ledger and petitions have no checks yet; their sheets are
recognised and named under "not checked".
"""

from __future__ import annotations

from typing import Final

from xl_addin.checks.procedure import PROCEDURE_CHECKS
from xl_addin.checks.roster import PERSON_CHECKS
from xl_addin.checks.spec import Check

CHECKS: Final[tuple[Check, ...]] = (*PERSON_CHECKS, *PROCEDURE_CHECKS)

FAILED: Final = "CHECK_FAILED"
"""Code of the finding that stands for a check that could not finish."""

SILENT_KINDS: Final = frozenset({"policy"})
"""Kinds of sheet that hold nothing to check."""

PARTLY_CHECKED: Final = {
    "severance": "月数和金额未复算",
    "arrears": "欠缴月数和金额未复算",
    "ledger": "收支、余额和用途未校验",
    "petitions": "办理时限未校验",
}
"""What this version leaves unchecked on a recognised sheet; said in every report."""


def title_of(code: str) -> str:
    """Give the title of a code, with or without its variant.

    >>> title_of("ID_DUPLICATE"), title_of("STEP_MISSING_D16")
    ('身份证号重复', '缺少步骤')
    """
    if code == FAILED:
        return "检查未完成"
    entry = max((c for c in CHECKS if code == c.code or code.startswith(c.code + "_")), key=lambda c: len(c.code))
    return entry.title

"""Every known fault of procedure, fund and lists, each in a clean workbook of a layout of its own.

The clean workbooks are made by ``*_facts``, the faults by ``*_faults``; neither knows the checks. One seed gives every
fault once; other seeds give other words, orders, date styles, units and rows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.faults.fund_facts import ledger_draft, ledger_rows, roster_draft, severance_draft, sold
from tests.faults.fund_faults import fund_faults
from tests.faults.office_faults import office_faults
from tests.faults.procedure_facts import PROGRESS_HEADINGS, progress_draft, step_draft
from tests.faults.progress_faults import progress_faults
from tests.faults.record_faults import clean_records, record_faults
from tests.faults.sheet_drafts import draft
from tests.faults.step_faults import Injection, injection, step_faults

SUBJECTS = {
    "steps": step_faults,
    "progress": progress_faults,
    "fund": fund_faults,
    "records": record_faults,
    "office": office_faults,
}


def faults(subject: str, seed: int) -> Iterator[Injection]:
    """Every fault of one subject."""
    return SUBJECTS[subject](random.Random(f"{subject}-{seed}"))


def clean_books(seed: int) -> Iterator[Injection]:
    """Workbooks without a fault: each procedure sheet alone, and all sheets of an office in one book."""
    rng = random.Random(f"clean-{seed}")
    yield injection("steps", step_draft(rng))
    yield injection("progress", progress_draft(rng))
    money = ["appraisal", "price", "first_payment"]
    progress = draft(rng, "进度", PROGRESS_HEADINGS, [sold(rng, 0), sold(rng, 1)], always=["seq"], money=money)
    ledger = ledger_draft(rng, ledger_rows(rng, by_number=rng.random() < 0.5), sums=rng.random() < 0.5)
    sheets = [progress, ledger, severance_draft(rng), roster_draft(rng), *clean_records(rng)]
    rng.shuffle(sheets)
    yield injection("office", tuple(sheets))

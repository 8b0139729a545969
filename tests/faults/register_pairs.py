"""A step sheet and a progress sheet of the same invented enterprises, in any layout: they agree, or differ once."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.faults.procedure_facts import (
    ENTERPRISES,
    PROGRESS_HEADINGS,
    day,
    progress_facts,
    random_start,
    step_draft,
)
from tests.faults.sheet_drafts import Draft, book_of, draft
from xl_addin.tables.grid import BookGrid

FACTS = {
    "approval_no": ("D16", "document"),
    "approval_date": ("D16", "finished"),
    "appraisal_date": ("D09", "note"),
    "vote_date": ("D12", "finished"),
    "delegates": ("D12", "delegates"),
    "attended": ("D12", "attended"),
    "in_favour": ("D12", "in_favour"),
    "listing_from": ("D17", "started"),
    "listing_to": ("D17", "finished"),
    "deal_date": ("D18", "finished"),
}
"""Column of the progress sheet to the step and column that say the same."""
FORMS = (
    "虚构府字〔2010〕{n}号",
    "虚构府字[2010]第{n}号",
    "虚构府字（２０１０）{n} 号",
    "府字【2010】{n}号",
    "关于改制的批复 虚构府字〔2010〕{n}号",
)


@dataclass
class Registers:
    """Both sheets, the rows of the first enterprise on them, and which sheet stands first."""

    steps: Draft
    progress: Draft
    step_first: bool

    def book(self) -> BookGrid:
        """Write both down."""
        return book_of(*((self.steps, self.progress) if self.step_first else (self.progress, self.steps)))

    def places(self, fact: str) -> set[tuple[str, str | None]]:
        """Both cells of a fact."""
        step, role = FACTS[fact]
        return {
            (self.steps.name, self.steps.cell(role, self.steps.find(id=step))),
            (self.progress.name, self.progress.cell(fact, self.progress.find(enterprise=ENTERPRISES[0]))),
        }


def make_registers(rng: random.Random) -> Registers:
    """Two sheets that agree on the first enterprise; the progress sheet lists others besides."""
    start = random_start(rng)
    steps = step_draft(rng, start)
    steps.columns |= {role: role_head for role, role_head in COUNT_HEADS.items() if role not in steps.columns}
    rows = [progress_facts(rng, start if i == 0 else random_start(rng), i) for i in range(rng.randint(1, 3))]
    vote = steps.rows[steps.find(id="D12")]
    rows[0] |= {role: vote[role] for role in ("delegates", "attended", "in_favour")}
    number = rng.randint(1, 99)
    rows[0]["approval_no"] = rng.choice(FORMS).format(n=number)
    steps.rows[steps.find(id="D16")]["document"] = rng.choice(FORMS).format(n=number)
    rng.shuffle(rows)
    progress = draft(
        rng, "进度", PROGRESS_HEADINGS, rows, titles=["填报单位：虚构市企改办"], always=[*PROGRESS_HEADINGS],
        money=["appraisal", "price", "first_payment"],
    )  # fmt: skip
    return Registers(steps, progress, rng.random() < 0.5)


COUNT_HEADS = {"delegates": "应到", "attended": "实到", "in_favour": "同意"}


def other(rng: random.Random, fact: str, registers: Registers) -> None:
    """Change one fact on one of the sheets."""
    step, role = FACTS[fact]
    row = registers.steps.rows[registers.steps.find(id=step)]
    mine = registers.progress.rows[registers.progress.find(enterprise=ENTERPRISES[0])]
    sheet, column = (row, role) if rng.random() < 0.5 and fact != "appraisal_date" else (mine, fact)
    value = sheet[column]
    if fact == "approval_no":
        sheet[column] = rng.choice(FORMS).format(n=rng.randint(100, 199))
    elif isinstance(value, dt.date):
        sheet[column] = day(value, rng.choice((-45, -31, 32, 60)))
    else:
        sheet[column] = value + rng.choice((-3, -2, 4))  # type: ignore[operator]

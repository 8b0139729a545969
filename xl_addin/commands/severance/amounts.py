"""The persons of a workbook's severance sheets and their amounts: what statements and comparisons are made of.

Sheets are recognised by their headings, wherever they stand. A person who cannot be computed keeps the reason; nobody
is left out silently. The calculation is ``rules.severance``, all persons in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.functions.severance.roster import compute_roster
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.sheets.retirement import Passed
from xl_addin.sheets.severance_inputs import INPUTS
from xl_addin.sheets.severance_persons import Person
from xl_addin.sheets.status import INTERNAL, RETIRED, settled_reason
from xl_addin.values.errors import NA, InputError


@dataclass(frozen=True, slots=True)
class Amounts:
    """Persons computed under one policy: each maps to a row of ``table`` or to the reason why there is none."""

    table: SeveranceTable
    rows: Sequence[int | InputError]

    def fen(self) -> list[int | None]:
        """Amount of each person in fen, None where there is none."""
        amounts = self.table.amount_fen.tolist()
        return [amounts[row] if isinstance(row, int) else None for row in self.rows]


def compute(persons: Sequence[Person], policy: Policy) -> Amounts:
    """Compute all persons under one policy in one call of the rules."""
    due = [i for i, person in enumerate(persons) if not (person.settled or person.question)]
    table, places = compute_roster({role: [persons[i].cells[role] for i in due] for role in INPUTS}, policy)
    rows: list[int | InputError] = [_settled_reason(person) for person in persons]
    for i, place in zip(due, places, strict=True):
        rows[i] = place
    return Amounts(table, rows)


def settled_words(persons: Sequence[Person]) -> str:
    """Say why persons get no severance: 已内退或退休, or the groups that they belong to."""
    words = sorted({person.settled for person in persons if person.settled})
    return "已内退或退休" if {INTERNAL, RETIRED}.issuperset(words) else f"属{'、'.join(words)}"


def past_age(persons: Sequence[Person], fen: Sequence[int | None]) -> list[Passed]:
    """Who is computed although past the age of retirement by the end of the contract, or perhaps (L-07)."""
    return [person.passed for person, amount in zip(persons, fen, strict=True) if person.passed and amount]


def past_age_words(late: Sequence[Passed]) -> str:
    """Say how many they are, '' for nobody."""
    certain = sum(one.certain for one in late)
    parts = [f"{certain} 人解除时已过法定退休年龄，金额只供核对" if certain else ""]
    parts.append(f"{len(late) - certain} 人（女）可能已到退休年龄，请核对岗位" if len(late) > certain else "")
    return "；".join(filter(None, parts))


def _settled_reason(person: Person) -> InputError:
    return InputError(settled_reason(person.settled)) if person.settled else InputError(person.question, NA)

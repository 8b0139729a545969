"""The persons of a workbook's severance sheets and their amounts: what statements and comparisons are made of.

Sheets are recognised by their headings, wherever they stand. Each person is computed as the own row states it, by the
policy of its formula (L-10). A person who cannot be computed keeps the reason; nobody is left out silently. The
calculation is ``rules.severance``, all persons of one policy in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.functions.severance.roster import compute_roster
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.sheets.policies_used import policy_text, rows_text
from xl_addin.sheets.retirement import Passed
from xl_addin.sheets.severance_calls import by_policy
from xl_addin.sheets.severance_inputs import INPUTS
from xl_addin.sheets.severance_persons import Person
from xl_addin.sheets.status import INTERNAL, RETIRED, settled_reason
from xl_addin.values.errors import NA, InputError


@dataclass(frozen=True, slots=True)
class Line:
    """A person's calculation: the columns of all who go by the same policy, and the row of them."""

    table: SeveranceTable
    row: int

    @property
    def fen(self) -> int:
        """The amount in fen."""
        return int(self.table.amount_fen[self.row])

    @property
    def months(self) -> int:
        """Payable months in hundredths."""
        return int(self.table.months[self.row])


Amounts = Sequence[Line | InputError]
"""What each person comes to, or the reason why there is no amount."""


def fen_of(amounts: Amounts) -> list[int | None]:
    """Amount of each person in fen, None where there is none."""
    return [one.fen if isinstance(one, Line) else None for one in amounts]


def compute(persons: Sequence[Person], policies: Sequence[Policy] | None = None) -> Amounts:
    """Compute all persons by their own policies, or by others, one for each person."""
    going_by = policies or [person.policy.policy for person in persons]
    amounts: list[Line | InputError] = [InputError(_reason(person), NA) for person in persons]
    due = [i for i, person in enumerate(persons) if not (person.settled or person.question or person.refusal)]
    for policy, members in by_policy(going_by, due):
        given = {k: service for k, i in enumerate(members) if (service := persons[i].service)}
        cells = {role: [persons[i].cells[role] for i in members] for role in INPUTS}
        table, places = compute_roster(cells, policy, given)
        for i, place in zip(members, places, strict=True):
            amounts[i] = Line(table, place) if isinstance(place, int) else place
    return amounts


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


def _reason(person: Person) -> str:
    return settled_reason(person.settled) if person.settled else person.question or person.refusal


def versions_text(persons: Sequence[Person], own: Policy) -> str:
    """Name the policy of the book, and every other one with the rows that go by it."""
    others: dict[str, list[Person]] = {}
    for person in persons:
        if person.policy.policy.version != own.version and not (person.settled or person.refusal):
            others.setdefault(policy_text(person.policy), []).append(person)
    parts = [f"政策版本：{own.version}"]
    for text, members in others.items():
        sheets = list(dict.fromkeys(person.sheet for person in members))
        rows = "、".join(f"{name}{rows_text([one.row for one in members if one.sheet == name])}" for name in sheets)
        parts.append(f"{rows}（{len(members)}人）按{text}计算")
    return "；".join(parts)

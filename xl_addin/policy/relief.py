"""Months whose contributions were waived or halved for the unit: arrears of them are asked about, never changed.

Loads ``data/relief.toml`` and refuses a faulty file. Who had which relief depends on the size of the enterprise and on
the province, so that no amount follows from it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from xl_addin.policy.package import insurances
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.dates import day_number

FILE: Final = DATA / "relief.toml"
_KEYS: Final = frozenset({"insurances", "first", "last", "documents", "text", "certainty"})


@dataclass(frozen=True, slots=True)
class Relief:
    """One relief: insurances, first and last day (day numbers), documents and what it said."""

    insurances: tuple[str, ...]
    first_day: int
    last_day: int
    documents: tuple[str, ...]
    text: str
    certainty: str

    @property
    def source(self) -> str:
        """The documents with how sure they are.

        >>> reliefs()[0].source
        '人社部发〔2020〕11号、人社部发〔2020〕49号（待确认）'
        """
        return f"{'、'.join(self.documents)}（{CERTAINTIES[self.certainty]}）"


def load_reliefs(path: Path) -> tuple[Relief, ...]:
    """Load and check a file of reliefs; raises :class:`PolicyFileError` at the first fault."""
    found = []
    for number, raw in enumerate(read_toml(path).get("relief", []), start=1):
        entry = f"relief {number}"
        if set(raw) != _KEYS:
            raise PolicyFileError(path.name, entry, f"keys {sorted(set(raw) ^ _KEYS)}", f"keys are {sorted(_KEYS)}")
        unknown = sorted(set(raw["insurances"]) - set(insurances()))
        if unknown or raw["certainty"] not in CERTAINTIES:
            raise PolicyFileError(path.name, entry, f"{unknown or raw['certainty']} is unknown", "use known words")
        first, last = day_number(raw["first"]), day_number(raw["last"])
        if last < first:
            raise PolicyFileError(path.name, entry, "it ends before it begins", "correct the days")
        found.append(
            Relief(
                tuple(raw["insurances"]), first, last, tuple(raw["documents"]), str(raw["text"]), str(raw["certainty"])
            )
        )
    return tuple(found)


@cache
def reliefs() -> tuple[Relief, ...]:
    """Give the shipped reliefs."""
    return load_reliefs(FILE)


def asked_relief(insurance: str, first_day: int, last_day: int, policy: Policy) -> Relief | None:
    """Give the relief to ask about: none where the office states its own rate of the unit for those months."""
    relief = relief_of(insurance, first_day, last_day)
    if relief is None:
        return None
    own = policy.local.get(f"{insurance}单位费率", ())
    settled = any(row.first_day <= relief.last_day and row.last_day >= relief.first_day for row in own)
    return None if settled else relief


def relief_of(insurance: str, first_day: int, last_day: int) -> Relief | None:
    """Give the relief that days of an insurance touch; '' asks for any insurance.

    >>> import datetime as dt
    >>> day = lambda *d: day_number(dt.date(*d))
    >>> relief_of("养老", day(2019, 1, 1), day(2020, 2, 29)) is None
    False
    >>> relief_of("医疗", day(2020, 7, 1), day(2020, 8, 31)) is None
    True
    """
    for one in reliefs():
        concerned = not insurance or insurance in one.insurances
        if concerned and first_day <= one.last_day and last_day >= one.first_day:
            return one
    return None

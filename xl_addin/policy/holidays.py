"""Published holidays of years that the package ``chinesecalendar`` lacks, as dated data with their notices.

Loads ``data/holidays.toml`` and refuses a faulty file. A year stands there whole or not at all. Counting of working
days is ``rules.procedure.calendar``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml

FILE: Final = DATA / "holidays.toml"
_KEYS: Final = frozenset({"year", "document", "source", "certainty", "off", "work"})
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year by its notice: days off (also those on weekends) and weekend days that were worked."""

    year: int
    off: frozenset[dt.date]
    work: frozenset[dt.date]
    document: str
    source: str
    certainty: str

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether people worked on a day of this year.

        >>> may = holiday_years()[2003]
        >>> [may.is_workday(dt.date(2003, *day)) for day in ((5, 5), (5, 6), (2, 8), (4, 26))]
        [False, True, True, False]
        """
        return day in self.work or (day not in self.off and day.weekday() < _SATURDAY)


def load_holidays(path: Path) -> Mapping[int, HolidayYear]:
    """Load and check a file of years; raises :class:`PolicyFileError` at the first fault."""
    found: dict[int, HolidayYear] = {}
    for raw in read_toml(path).get("year", []):
        entry = str(raw.get("year", "year"))
        if set(raw) != _KEYS:
            raise PolicyFileError(path.name, entry, f"keys {sorted(set(raw) ^ _KEYS)}", f"keys are {sorted(_KEYS)}")
        if raw["year"] in found:
            raise PolicyFileError(path.name, entry, "this year exists twice", "keep one")
        if raw["certainty"] not in CERTAINTIES or not raw["document"] or not raw["source"]:
            raise PolicyFileError(path.name, entry, "notice, source or certainty is missing", "write all three")
        found[raw["year"]] = _read_year(raw, path.name)
    return found


def _read_year(raw: Mapping[str, Any], file: str) -> HolidayYear:
    entry, off = str(raw["year"]), set()
    for first, last in raw["off"]:
        if last < first or (last - first).days > 15:
            raise PolicyFileError(file, entry, f"{first} to {last}", "write first and last day of one holiday")
        off |= {first + dt.timedelta(days) for days in range((last - first).days + 1)}
    work = set(raw["work"])
    for day in off | work:
        if day.year != raw["year"]:
            raise PolicyFileError(file, entry, f"{day} is of another year", "write it in the entry of its year")
    for day in work:
        if day in off or day.weekday() < _SATURDAY:
            raise PolicyFileError(file, entry, f"{day} is off or no weekend", "list only weekend days that are worked")
    return HolidayYear(raw["year"], frozenset(off), frozenset(work), raw["document"], raw["source"], raw["certainty"])


@cache
def holiday_years() -> Mapping[int, HolidayYear]:
    """Give the years of the data file.

    >>> sorted(holiday_years())[:3]
    [2001, 2002, 2003]
    """
    return load_holidays(FILE)

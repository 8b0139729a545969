"""Dated look-up: a value for each date and place, with the row it came from, or a gap.

Every row has its own date and place. A place's own value comes first on the days it
covers; the national value serves elsewhere only where the law is nationwide or no place
was asked for. Nothing is carried forward or back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.schema import OPEN_END, DatedValue, Parameter
from xl_addin.values.dates import to_date
from xl_addin.values.errors import PolicyGap

NO_ROW: Final = -1


@dataclass(frozen=True, slots=True)
class Lookup:
    """Result columns of a look-up; where ``row`` is NO_ROW there is a gap and ``micro`` is 0."""

    micro: NDArray[np.int64]
    row: NDArray[np.int32]
    rows: tuple[DatedValue, ...]

    @property
    def gap(self) -> NDArray[np.bool_]:
        """Where no value covers the date and place."""
        gap: NDArray[np.bool_] = self.row == NO_ROW
        return gap


def lookup(
    parameter: Parameter, days: NDArray[np.int32], places: Sequence[str] = (), local: Sequence[DatedValue] = ()
) -> Lookup:
    """Look one parameter up for many days and places at once.

    ``local`` holds an office's own values (its 政策 sheet); on the days they cover they come
    before shipped ones of the same place. ``places`` is empty (no place asked) or one text a day.

    >>> from xl_addin.policy.store import national
    >>> rate = national().parameters["养老单位费率"]
    >>> found = lookup(rate, np.array([10_000, 17_999, 18_017], dtype=np.int32))
    >>> found.micro.tolist(), found.gap.tolist()
    ([0, 200000, 160000], [True, False, False])
    """
    names = list(dict.fromkeys(places)) or [""]
    numbers = {name: number for number, name in enumerate(names)}
    codes = np.array([numbers[place] for place in places] or [0] * len(days), dtype=np.int16)
    return lookup_coded(parameter, days, codes, names, local)


def lookup_coded(
    parameter: Parameter,
    days: NDArray[np.int32],
    places: NDArray[np.int16],
    names: Sequence[str],
    local: Sequence[DatedValue] = (),
) -> Lookup:
    """Look up where each place is a number into ``names``: the fast form for a million rows."""
    rows = (*local, *parameter.values)
    found = np.full(len(days), NO_ROW, dtype=np.int32)
    for number, place in enumerate(names):
        mask = places == number if len(names) > 1 else slice(None)
        chosen = found[mask]
        for members in _groups(parameter, rows, len(local), place):
            _fill(chosen, days[mask], rows, members)
        found[mask] = chosen
    values = np.array([row.micro for row in rows] + [0], dtype=np.int64)
    return Lookup(values[found], found, rows)


def _groups(parameter: Parameter, rows: Sequence[DatedValue], own: int, place: str) -> list[list[int]]:
    """Rows that may answer for a place, the ones that come first in front."""

    def of(wanted: str, members: range) -> list[int]:
        return [i for i in members if rows[i].place == wanted]

    offices, shipped = range(own), range(own, len(rows))
    groups = [of(place, offices), of(place, shipped)]
    if place:
        groups.append(of("", offices))  # an office's row without a place holds for its whole sheet
        if parameter.scope == "nationwide":
            groups.append(of("", shipped))
    return groups


def _fill(found: NDArray[np.int32], days: NDArray[np.int32], rows: Sequence[DatedValue], members: list[int]) -> None:
    """Set the row of each day still without one, from intervals that do not overlap."""
    if not members:
        return
    members = sorted(members, key=lambda i: rows[i].first_day)
    starts = np.array([rows[i].first_day for i in members])
    ends = np.array([rows[i].last_day for i in members])
    position = np.searchsorted(starts, days, side="right") - 1
    hit = (position >= 0) & (days <= ends[position]) & (found == NO_ROW)
    found[hit] = np.array(members, dtype=np.int32)[position[hit]]


def value_on(parameter: Parameter, day: int, place: str = "", local: Sequence[DatedValue] = ()) -> DatedValue:
    """Give the one value in force on a day at a place; raises :class:`PolicyGap`.

    >>> from xl_addin.policy.store import national
    >>> value_on(national().parameters["滞纳金日率"], 15_000).micro
    2000
    """
    found = lookup(parameter, np.array([day], dtype=np.int32), [place], local)
    if found.gap[0]:
        own = [interval_text(row) for row in found.rows if row.place == place]
        national = "、".join(f"全国{interval_text(row)}" for row in found.rows if row.place == "")
        covered = "、".join(own) or (f"{national}，不能代替当地数值" if place and national else "")
        raise PolicyGap(parameter.name, to_date(day).isoformat(), place, covered)
    return found.rows[int(found.row[0])]


def interval_text(row: DatedValue) -> str:
    """Write the days a value holds, for messages."""
    place = f"{row.place} " if row.place else ""
    if row.first_day <= -OPEN_END and row.last_day >= OPEN_END:
        return f"{place}不限日期"
    last = "至今" if row.last_day >= OPEN_END else f"至{to_date(row.last_day).isoformat()}"
    first = "" if row.first_day <= -OPEN_END else to_date(row.first_day).isoformat()
    return f"{place}{first}{last}"

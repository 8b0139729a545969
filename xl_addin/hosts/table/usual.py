"""Rows that are persons at first sight and whose cells are all sound: computed as whole columns.

All other rows are looked at one by one, as those of a function's range are (:mod:`xl_addin.hosts.table.odd`). A row is
never usual by mistake: whatever could make it a sum, a label, somebody settled, of the age of retirement, or one of
several rows of a worker, makes it an odd one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xl_addin.hosts.table.arrow import arrow, is_text
from xl_addin.hosts.table.cells import FAULT, Known, Mask, days_of, wages_of
from xl_addin.hosts.table.contract import Contract, tells_settled
from xl_addin.hosts.table.sources import Batch
from xl_addin.rules.severance.wages import Wages
from xl_addin.sheets.severance_inputs import INPUTS, WAGES, cell_readers
from xl_addin.sheets.status_hints import settled_word
from xl_addin.tables.amounts import cell_amount
from xl_addin.tables.plain_names import likely_pattern, plain_pattern
from xl_addin.tables.record_rows import ID_LENGTH, LABEL_MARKS
from xl_addin.values.dates import Days
from xl_addin.values.money import Int64

_LEAST_AGE: Final = 44
"""Nobody retires younger."""
_DAYS_A_YEAR: Final = 365
_LABELLED: Final = f"[{''.join(sorted(LABEL_MARKS))}]"
_PERSON: Final = f"^(?:{plain_pattern()}|{likely_pattern()})$"
_WORDED: Final = r"[^\x00-\x7f]"
_NONE: Final = frozenset({"", "在岗"})


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual rows of a batch (their places) and what they are computed from."""

    places: Int64
    start: Days
    end: Days
    wages: Wages
    ground: Any

    def beyond(self, first: int) -> Usual:
        """Those from a place on."""
        return self.part(np.flatnonzero(self.places >= first))

    def part(self, some: Int64) -> Usual:
        """Some of them."""
        wages = Wages(self.wages.own[some], self.wages.enterprise[some], self.wages.local[some])
        return Usual(self.places[some], self.start[some], self.end[some], wages, self.ground[some])


class UsualRows:
    """Finds the usual rows of each batch of a file."""

    def __init__(self, contract: Contract, texts_only: bool) -> None:
        readers = cell_readers(contract.policy, cell_amount)
        self._contract = contract
        self._known = {role: Known(readers[role], texts_only) for role in INPUTS}
        self._unsettled = Known(lambda cell: int(not settled_word(cell)))
        self._at_work = Known(lambda cell: int(cell is None or (isinstance(cell, str) and cell.strip() in _NONE)))

    def of(self, batch: Batch) -> Usual:
        """The usual rows of a batch."""
        values = self._inputs(batch)
        sound = values["end"] >= values["start"]
        for role in INPUTS:
            sound &= values[role] != FAULT
        usual = np.flatnonzero(sound & self._persons(batch) & self._paid(batch, values["end"]))
        start, end, own, enterprise, local, ground = (values[role][usual] for role in INPUTS)
        days = start.astype(np.int32), end.astype(np.int32)
        return Usual(usual, *days, Wages(own, enterprise, local), ground.astype(np.int8))

    def parted(self, batch: Batch, usual: Usual) -> Usual:
        """Leave out what stands between two odd rows with one ID number: side by side they would be one worker's."""
        if "id" not in self._contract.roles:
            return usual
        odd = np.delete(np.arange(len(batch)), usual.places)
        numbers = _comparable(batch.columns[self._contract.roles["id"]]).take(arrow().array(odd))
        same = arrow("compute").equal(numbers[1:], numbers[:-1]).fill_null(False).to_numpy(zero_copy_only=False)
        between = odd[1:][same & (np.diff(odd) > 1)] - 1
        return usual.part(np.flatnonzero(~np.isin(usual.places, between))) if len(between) else usual

    def _inputs(self, batch: Batch) -> dict[str, Int64]:
        roles, found = self._contract.roles, {}
        for role in INPUTS:
            place = roles.get(role, roles.get("entry") if role == "start" else None)
            known = self._known[role]
            if place is None:
                found[role] = np.full(len(batch), known.of(arrow().nulls(1, arrow().string()))[0])
            elif role in WAGES:
                found[role] = wages_of(batch.columns[place], int(role != "wage"), known)
            else:
                days = role in ("start", "end")
                found[role] = days_of(batch.columns[place], known) if days else known.of(batch.columns[place])
        return found

    def _persons(self, batch: Batch) -> Mask:
        """Where a name stands, no label, and a worker of one row."""
        roles = self._contract.roles
        name = batch.columns[roles["name"]]
        if not is_text(name):
            return np.zeros(len(batch), dtype=np.bool_)
        found = _matches(name, _PERSON)
        for place in self._contract.left:
            if is_text(batch.columns[place]):
                found &= ~_matches(batch.columns[place], _LABELLED)
        if "seq" in roles and is_text(batch.columns[roles["seq"]]):
            found &= ~_matches(batch.columns[roles["seq"]], r"^\s*#")
        if "id" in roles:
            found &= ~_repeated(batch.columns[roles["id"]])
        gone_on = ~_filled(name)
        found[:-1] &= ~gone_on[1:]
        return found

    def _paid(self, batch: Batch, ends: Int64) -> Mask:
        """Where nothing says that somebody is settled, or may have reached the age of retirement."""
        contract = self._contract
        found = np.ones(len(batch), dtype=np.bool_)
        for place in tells_settled(contract.roles):
            found &= self._at_work.of(batch.columns[place]) == 1
        for place in contract.beside:
            if is_text(batch.columns[place]):
                found &= self._says_nothing(batch.columns[place])
        if "id" in contract.roles:
            found &= _young_by_number(batch.columns[contract.roles["id"]], ends)
        if contract.birth is not None:
            found &= _young(batch.columns[contract.birth], ends)
        return found

    def _says_nothing(self, texts: Any) -> Mask:
        """Where a text names no settled person; numbers, telephones and codes need no closer look."""
        worded = _matches(texts, _WORDED)
        found = ~worded
        if worded.any():
            found[worded] = self._unsettled.of(texts.filter(arrow().array(worded))) == 1
        return found


def _matches(texts: Any, pattern: str) -> Mask:
    found = arrow("compute").match_substring_regex(texts, pattern).fill_null(False)
    mask: Mask = found.to_numpy(zero_copy_only=False).copy()
    return mask


def _filled(texts: Any) -> Mask:
    return _matches(texts, r"\S")


def _comparable(numbers: Any) -> Any:
    """ID numbers as they are compared from row to row; a blank one is none."""
    if not is_text(numbers):
        return numbers
    compute = arrow("compute")
    texts = compute.utf8_upper(compute.utf8_trim_whitespace(numbers))
    return compute.if_else(compute.equal(texts, ""), None, texts)


def _repeated(numbers: Any) -> Mask:
    """Where an ID number is that of the row above or below."""
    numbers = _comparable(numbers)
    same = np.zeros(len(numbers) + 1, dtype=np.bool_)
    equal = arrow("compute").equal(numbers[1:], numbers[:-1]).fill_null(False)
    same[1:-1] = equal.to_numpy(zero_copy_only=False)
    repeated: Mask = same[1:] | same[:-1]
    return repeated


def _young_by_number(numbers: Any, ends: Int64) -> Mask:
    """Where an ID number of 18 places says a birth too late for any age of retirement, or there is no number."""
    if not is_text(numbers):
        return numbers.is_null().to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]
    compute = arrow("compute")
    whole = compute.match_substring_regex(numbers, rf"^[0-9]{{{ID_LENGTH + 2}}}[0-9Xx]$").fill_null(False)
    years = compute.utf8_slice_codeunits(compute.if_else(whole, numbers, None), 6, 10)
    born = years.cast(arrow().int32()).fill_null(0).to_numpy(zero_copy_only=False)
    ended = ends.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    young = (ended - born < _LEAST_AGE) & (born > 0)
    mask: Mask = young | ~_filled(numbers)
    return mask


def _young(births: Any, ends: Int64) -> Mask:
    if not arrow().types.is_date(births.type):
        return births.is_null().to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]
    days = births.cast(arrow().date32()).cast(arrow().int32())
    born = days.fill_null(np.iinfo(np.int32).max).to_numpy(zero_copy_only=False).astype(np.int64)
    mask: Mask = ends - born < _LEAST_AGE * _DAYS_A_YEAR
    return mask

"""Whole columns of ID numbers judged at once, with the same verdicts as :func:`xl_addin.values.persons.id_fault`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from xl_addin.values.persons import EARLIEST_YEAR, WEIGHTS, IdFault, id_fault, id_text, to_18
from xl_addin.values.texts import readable

SOUND: Final = (IdFault.OK, IdFault.OLD)
"""Of numbers that say who it is."""
_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class IdColumn:
    """A judged column: one :class:`IdFault` per row (int8) and one cleaned 18-character key ('' if unusable)."""

    faults: npt.NDArray[np.int8]
    keys: list[str]


def judge_ids(values: Sequence[Any], today: dt.date | None = None) -> IdColumn:
    """Judge a column of cells at once; the same verdicts as for each cell alone, about 0.5 µs a row.

    >>> judged = judge_ids(["11010519491231002X", None, "110105491231002"])
    >>> judged.faults.tolist(), judged.keys
    ([0, 1, 9], ['11010519491231002X', '', '11010519491231002X'])
    """
    keys = [readable(v).strip() if v.__class__ is str else "" for v in values]
    faults = np.full(len(keys), -1, dtype=np.int8)
    if keys:
        _judge_regular(keys, faults, today)
    for i in np.flatnonzero(faults < 0).tolist():
        fault = id_fault(values[i], today)
        faults[i] = fault
        # Digits that were lost or hidden would make strangers look like one person.
        usable = fault not in (IdFault.BLANK, IdFault.ERROR_VALUE, IdFault.LOST_DIGITS, IdFault.MASKED)
        keys[i] = to_18(id_text(values[i])) if usable else ""
    return IdColumn(faults, keys)


def _judge_regular(keys: list[str], faults: npt.NDArray[np.int8], today: dt.date | None) -> None:
    """Fill in the verdict of the rows that hold 17 digits and a digit or X; the others stay -1."""
    codes = np.array(keys, dtype="U19").view(np.uint32).reshape(len(keys), 19).astype(np.int32) - 48
    digits = codes[:, :17]
    last = np.where(codes[:, 17] == ord("X") - 48, 10, codes[:, 17])
    regular = ((digits >= 0) & (digits <= 9)).all(axis=1) & (last >= 0) & (last <= 10) & (codes[:, 18] == -48)
    year, month, day = digits[:, 6:10] @ (1000, 100, 10, 1), digits[:, 10:12] @ (10, 1), digits[:, 12:14] @ (10, 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    known_month = (month >= 1) & (month <= 12)
    length = np.array(_DAYS)[np.where(known_month, month, 0)] + ((month == 2) & leap)
    exists = known_month & (day >= 1) & (day <= length) & (year >= EARLIEST_YEAR)
    remainder = digits @ np.array(WEIGHTS, dtype=np.int32) % 11
    right = (12 - remainder) % 11 == last  # CHECK_CHARACTERS as arithmetic, X being 10
    verdict = np.where(right, IdFault.OK, IdFault.CHECK_DIGIT)
    if today is not None:
        stamp = (year * 100 + month) * 100 + day
        verdict = np.where(stamp > (today.year * 100 + today.month) * 100 + today.day, IdFault.FUTURE, verdict)
    verdict = np.where(exists, verdict, IdFault.DATE)
    faults[regular] = verdict[regular]

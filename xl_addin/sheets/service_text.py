"""Service in pieces as one cell says it: 1985-07-01至1995-09-30；1997-09-01至2011-09-28 (S-30).

Workers in several rows of a sheet are read into this form too, so that functions, checks and pages read one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from xl_addin.sheets.severance_cells import service_day
from xl_addin.tables.cleaning import MonthDay, clean_text, is_blank, read_date
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NUM, InputError

if TYPE_CHECKING:
    from xl_addin.policy.profiles import Policy

_SHORTEST: Final = 13
"""No two days are written in fewer characters."""
_LONGEST: Final = 2_000
"""A cell of eighty periods is shorter; a longer text is none, and is said to be no date."""
_LONGEST_PERIOD: Final = 200
"""No two days take more characters, whatever stands beside them."""
_BETWEEN: Final = re.compile(r"[;；,，、\n和及]+")
_ONE_DAY: Final = re.compile(r"\d{4}(?:—+|–+|~+|-+)\d{1,2}(?:—+|–+|~+|-+)\d{1,2}日?")
_PERIOD: Final = re.compile(
    r"(?:自|从)?(.{4,}?)(?:起)?(?:至|到|—+|–+|~+|--+|(?<=\d{4}[./年]\d\d)-(?=\d{4}))(.{4,}?)(?:止)?"
)

Days = tuple[int, int]


def is_service_text(value: object) -> bool:
    """Tell a cell that says periods of service, where one day is asked for.

    >>> is_service_text("1985.07至1995.09；1997.09至2011.09"), is_service_text("1985-07-01")
    (True, False)
    """
    return isinstance(value, str) and len(value) >= _SHORTEST and periods_of(value) is not None and not _is_day(value)


def _is_day(text: str) -> bool:
    """Tell one day written with long dashes (1989—11—19)."""
    return _ONE_DAY.fullmatch(plain(text)) is not None


def _period(text: str) -> re.Match[str] | None:
    return _PERIOD.fullmatch(text) if len(text) <= _LONGEST_PERIOD else None


def periods_of(text: str) -> list[tuple[str, str]] | None:
    """The two days of each period as they are written; None for any other text."""
    if len(text) > _LONGEST:
        return None
    found = [_period(plain(part)) for part in _BETWEEN.split(text.strip()) if part.strip()]
    pairs = [(match[1], match[2]) for match in found if match]
    return pairs if pairs and len(pairs) == len(found) else None


def read_service_text(text: str, end: object, policy: Policy) -> list[Days]:
    """First and last day of each piece; ``end`` is blank or says the end of the last piece once more.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> read_service_text("1985.07至1995.09；1997-09-01至2011-09-28", "2011-09-28", shipped_policy())
    [(5660, 9403), (10105, 15245)]
    """
    days: list[Days] = []
    for number, (first, last) in enumerate(periods_of(text) or (), start=1):
        name = f"第{number}段工龄的"
        pair = (
            service_day(first, name + "起日", MonthDay.FIRST, policy),
            service_day(last, name + "止日", MonthDay.LAST, policy),
        )
        if pair[1] < pair[0]:
            raise InputError(f"第{number}段工龄的止日早于起日，请核对", NUM)
        days.append(pair)
    if not is_blank(end):
        latest = max(last for _, last in days)
        stated = service_day(end, "解除时间", MonthDay.LAST, policy)
        if stated != latest:
            raise InputError(
                f"解除时间是{to_date(stated).isoformat()}，最后一段工龄到{to_date(latest).isoformat()}，两处不一致，请核对"
            )
    first_overlap(days)
    return days


def first_overlap(days: Sequence[Days]) -> None:
    """Raise InputError where two pieces share a day (S-30)."""
    for earlier, later in pairwise(sorted(days)):
        if later[0] <= earlier[1]:
            shared = to_date(later[0]).isoformat()
            raise InputError(f"两段工龄有重叠的日期（{shared}两段都在内），请核对起止日期", NUM)


def service_text(spans: Sequence[tuple[CellValue, CellValue]]) -> str:
    """Write pieces into one cell; a day that cannot be read stays as it is, so that the reader says so.

    >>> import datetime as dt
    >>> service_text([(dt.date(1985, 7, 1), "1995.09"), (1997.09, "2011-09-28")])
    '1985-07-01至1995年9月；1997年9月至2011-09-28'
    """
    return "；".join(f"{_day_text(first)}至{_day_text(last)}" for first, last in spans)


def _day_text(value: CellValue) -> str:
    try:
        reading = read_date(value, "")
    except ValueError:
        return clean_text(value)
    date = to_date(reading.day)
    return f"{date.year}年{date.month}月" if reading.month_only else date.isoformat()


def first_of(value: CellValue) -> CellValue:
    """The cell of the first day: of periods in one cell the first one's, else the cell itself.

    >>> first_of("1985.07至1995.09；1997.09至2011.09"), first_of("1985-07-01")
    ('1985.07', '1985-07-01')
    """
    periods = periods_of(value) if isinstance(value, str) and len(value) >= _SHORTEST else None
    return periods[0][0] if periods else value

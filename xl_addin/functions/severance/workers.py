"""What is read of a worker: days, segments and approved months of service, average wages to compare with, ground.

Reasons name the argument in Chinese, remarks say what of the dates was assumed. Law stays in ``rules``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from xl_addin.functions.readers import filled_rows
from xl_addin.functions.reading import answer
from xl_addin.functions.spec import WORKER
from xl_addin.policy.grounds import find_ground
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.service import Piece
from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.service_text import is_service_text, periods_of, read_service_text
from xl_addin.sheets.severance_cells import average_wage, service_day, status_error
from xl_addin.tables.cleaning import MonthDay, clean_number, clean_text, is_blank, read_date
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.tables.labels import heading
from xl_addin.tables.ranges import is_range, one_cell
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NA, NUM, InputError

_LONGEST_SERVICE: Final = 100
_SERVICE_TEXT: Final = re.compile(r"(?:(\d+)年(半)?)?(?:零)?(?:(\d+)个?月)?(?:(?:零)?\d+[天日])?")
_SERVICE_WORDS: Final = re.compile(r"[^\d\n]*\d[^年月天日\n]*[年月天日].*")
_ACCEPTED: Final = "可以填总月数（如 223），或写“18年7个月”“18年半”“7个月”"

_HEADINGS: Final = "起 止 开始 结束 起始 截止 终止 自 至 参加工作 解除 进厂 工龄起 工龄止"
HEADING_WORDS: Final = frozenset(
    f"{word}{suffix}" for word in _HEADINGS.split() for suffix in ("", "日", "日期", "时间", "年月", "点")
) | {"start", "end", "start_date", "end_date"}
"""Headings that may stand above the segments of a service."""


@dataclass(frozen=True, slots=True)
class GivenService:
    """Service as given: its pieces, and whether some first or some last day was known only to the month."""

    pieces: tuple[Piece, ...]
    start_by_month: bool
    end_by_month: bool


def read_service(start: object, end: object, names: Sequence[str], policy: Policy) -> GivenService:
    """Read start and end, or a range of segments with the end left empty (S-30).

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> given = read_service("2008.01", "2008-06-30", ("参加工作时间", "解除时间"), shipped_policy())
    >>> given.pieces[0].end, given.start_by_month, given.end_by_month
    (14060, True, False)
    """
    start_name, end_name = names
    if is_range(start):
        if not is_blank(end):
            raise InputError(f"{start_name}给了多段工龄时，{end_name}要留空")
        return _read_segments(start, start_name, policy)
    if isinstance(start, str) and is_service_text(start):
        days = read_service_text(start, one_cell(end, end_name), policy)
        starts, ends = zip(*(periods_of(start) or ()), strict=True)
        pieces = tuple(Piece(*pair) for pair in days)
        return GivenService(pieces, _by_month(starts, policy), _by_month(ends, policy))
    first = service_day(start, start_name, MonthDay.FIRST, policy)
    last = service_day(one_cell(end, end_name), end_name, MonthDay.LAST, policy)
    if last < first:
        raise status_error(Status.END_BEFORE_START)
    return GivenService((Piece(first, last),), _by_month([start], policy), _by_month([end], policy))


def _by_month(days: Sequence[object], policy: Policy) -> bool:
    """Tell whether one of some days that can be read gives only its month."""
    return any(read_date(day, "", policy.options.month_decimal, shifted_midnight).month_only for day in days)


def _read_segments(value: object, start_name: str, policy: Policy) -> GivenService:
    """Read rows of start, end[, kind[, counts[, paid_before]]]; a heading row and blank rows are skipped."""
    pieces = []
    rows = filled_rows(value)
    if rows and _is_heading(rows[0]):
        rows = rows[1:]
    for number, row in enumerate(rows, start=1):
        start, end, kind, counts, paid = (row + [None] * 5)[:5]
        name = f"第{number}段工龄的"
        first = service_day(start, name + "起日", MonthDay.FIRST, policy)
        last = service_day(end, name + "止日", MonthDay.LAST, policy)
        if last < first:
            raise InputError(f"第{number}段工龄的止日早于起日，请核对", NUM)
        piece = Piece(
            first, last, clean_text(kind), _yes(counts, name + "是否计算"), _yes(paid, name + "已补偿", False)
        )
        pieces.append(piece)
    if not pieces:
        raise InputError(f"{start_name}不能为空")
    starts, ends = ([row[column] for row in rows] for column in (0, 1))
    return GivenService(tuple(pieces), _by_month(starts, policy), _by_month(ends, policy))


def _is_heading(row: Sequence[object]) -> bool:
    """Tell a heading row by its words; anything else that is no date is an error, never dropped."""
    return all(isinstance(cell, str) and heading(cell).key in HEADING_WORDS for cell in row[:2]) and len(row) > 1


def _yes(value: object, name: str, default: bool = True) -> bool:
    if is_blank(value):
        return default
    word = clean_text(value)
    if word not in ("是", "否"):
        raise InputError(f"{name}要填 是 或 否，现为“{word}”")
    return word == "是"


def read_stated_average(value: object, name: str) -> int:
    """Read an enterprise or local average wage in micro yuan: blank is OMITTED, zero and negative are errors."""
    return average_wage(one_cell(value, name), name)


def read_ground(value: object, name: str = "解除事由") -> int:
    """Read a ground (解除事由); blank is the default."""
    return find_ground(clean_text(one_cell(value, name)))


def read_worker(cells: Sequence[object], policy: Policy) -> tuple[Worker, GivenService]:
    """Read a worker from the cells of a sheet's row, in the order of the arguments of every severance function.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> read_worker(["1985-07-01", "2011.09", 1600, None, None, None], shipped_policy())[0].own
    1600000000
    """
    found: tuple[Worker, GivenService] = answer(_worker, WORKER[:-1], cells, policy)
    return found


def _worker(
    wage: int, enterprise_wage: int, local_wage: int, ground: int, service: GivenService
) -> tuple[Worker, GivenService]:
    return Worker(wage, enterprise_wage, local_wage, ground, service.pieces), service


def read_approved(before: object, after: object, names: Sequence[str]) -> tuple[int, int]:
    """Read approved months before and from 2008, of which one may be blank (S-36)."""
    months = [approved_months(value, name) for value, name in zip((before, after), names, strict=True)]
    if months == [None, None]:
        raise InputError(f"{'和'.join(names)}至少要填一个")
    return months[0] or 0, months[1] or 0


def approved_months(value: object, name: str) -> int | None:
    """Read approved service: whole months, or a text such as 18年7个月 or 18年半; 18.7 is asked (S-36).

    >>> [approved_months(v, "2008年前") for v in ("18年7个月", "18年半", 222, None)]
    [223, 222, 222, None]
    """
    value = one_cell(value, name)
    if is_blank(value):
        return None
    if isinstance(value, str) and len(value) <= _LONGEST_SERVICE:
        folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
        match = _SERVICE_TEXT.fullmatch(folded)
        if match and folded.endswith(("天", "日")):
            raise InputError(
                f"{name}“{value}”写有天数：这里只收审定的整月数，{_ACCEPTED}；天数要计入的，"
                "按起止日期用“经济补偿金”计算（零头会影响取整，不能直接舍去）"
            )
        if match and any(match.groups()):
            years, half, months = match.groups()
            if half and months:
                raise InputError(f"{name}“{value}”不能同时写“半”和月数")
            return int(years or 0) * 12 + (6 if half else 0) + int(months or 0)
        if _SERVICE_WORDS.fullmatch(folded):
            raise InputError(f"{name}“{value}”不能识别：{_ACCEPTED}")
    number = clean_number(value, name)
    if number < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    if number != number.to_integral_value():
        whole, _, rest = str(number).partition(".")
        raise InputError(
            f"{name}“{value}”是{whole}年{rest}个月还是{number}年？请写成“{whole}年{rest}个月”或填总月数", NA
        )
    if number > 1200:
        raise InputError(f"{name}超过一百年（{value} 个月），请核对", NUM)
    return int(number)


def date_remarks(service: GivenService) -> list[str]:
    """List remarks in Chinese on the service dates as they were given.

    >>> date_remarks(GivenService((Piece(5660, 15245),), start_by_month=True, end_by_month=False))
    ['日期精度：参加工作时间只到月，按当月第一天计']
    """
    remarks = []
    if service.start_by_month:
        remarks.append("日期精度：参加工作时间只到月，按当月第一天计")
    if service.end_by_month:
        remarks.append("日期精度：解除时间只到月，按当月最后一天计")
    return [*remarks, *_gaps(service.pieces)]


def _gaps(pieces: Sequence[Piece]) -> Iterator[str]:
    ordered = sorted(pieces, key=lambda piece: piece.start)
    for piece in ordered:
        if not piece.counts or piece.paid_before:
            why = "已补偿" if piece.paid_before else "不计算"
            kind = f"（{piece.kind}）" if piece.kind else ""
            span = f"{to_date(piece.start).isoformat()}至{to_date(piece.end).isoformat()}"
            yield f"未计入的工龄：{span}{kind}，{why}"
    for earlier, later in pairwise(ordered):
        if later.start > earlier.end + 1:
            gap = f"{to_date(earlier.end + 1).isoformat()}至{to_date(later.start - 1).isoformat()}"
            yield f"工龄间断：{gap}没有工龄，未计入"

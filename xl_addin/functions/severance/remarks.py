"""Remarks on the dates that a calculation went by: months without a day, and gaps between pieces of service.

They change no amount; an explanation shows them, so that a worker can see what the file said.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.worker import Worker
from xl_addin.tables.cleaning import read_date
from xl_addin.tables.ranges import data_rows, is_range
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError


def date_remarks(start: Any, end: Any, worker: Worker, policy: Policy) -> list[str]:
    """List remarks in Chinese on the service dates as they were given.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.service import Piece
    >>> worker = Worker(own=0, pieces=(Piece(5660, 15245),))
    >>> date_remarks("1985.07", "2011-09-28", worker, shipped_policy())
    ['日期精度：参加工作时间只到月，按当月第一天计']
    """
    return [*_month_only(start, end, policy), *_gaps(worker)]


def _month_only(start: Any, end: Any, policy: Policy) -> Iterator[str]:
    if is_range(start):
        rows = data_rows(start)
        starts, ends = [row[0] for row in rows if row], [row[1] for row in rows if len(row) > 1]
    else:
        starts, ends = [start], [end]
    if any(_is_month(value, policy) for value in starts):
        yield "日期精度：参加工作时间只到月，按当月第一天计"
    if any(_is_month(value, policy) for value in ends):
        yield "日期精度：解除时间只到月，按当月最后一天计"


def _is_month(value: Any, policy: Policy) -> bool:
    try:
        return read_date(value, "", policy.options.month_decimal).month_only
    except InputError:
        return False


def _gaps(worker: Worker) -> Iterator[str]:
    ordered = sorted(worker.pieces, key=lambda piece: piece.start)
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

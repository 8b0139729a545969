"""Remarks on the dates that a calculation went by: months without a day, and gaps between pieces of service.

They change no amount; an explanation shows them, so that a worker can see what the file said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xl_addin.functions.severance.workers import GivenService
from xl_addin.rules.severance.service import Piece
from xl_addin.values.dates import to_date


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

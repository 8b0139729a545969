"""The same payment twice on one 发放表, where nothing is approved by name (C-7; SEMANTICS 59).

Severance is paid once: the same sum to the same person is twice the same payment whatever its day. An allowance may be
paid every month: it is twice the same only on the same day. A note that speaks of instalments explains both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.payments import EXPLAINED, pays_severance
from xl_addin.checks.spec import Fault
from xl_addin.sheets.approved import approved_sums
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_at, day_text, fen_column, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.tables.sheet_table import SheetTable

_PERIOD: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月|第[一二三四五六七八九十\d]+[期次批]|[一二三四1-4]季度")


def payments_twice(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of a 发放表 that pay what an earlier row of it already paid."""
    if not table.has("id"):
        return
    approved = book.gather(approved_sums).by_person
    severance, items, notes = pays_severance(table), texts(table, "item"), texts(table, "note")
    paid = fen_column(table, "paid")
    first: dict[tuple[object, ...], int] = {}
    for i, person in enumerate(book.derive(sound_ids, table)):
        explained = any(word in notes[i] for word in EXPLAINED)
        if not person or not paid[i] or explained or (severance[i] and person in approved):
            continue
        day = day_at(table, "paid_date", i)
        when = "" if severance[i] or day is None else day_text(day)
        earlier = first.setdefault((person, items[i], paid[i], when, *_PERIOD.findall(notes[i])), i)
        if earlier != i:
            detail = {"account": items[i] or "补偿", "cell": table.cell("paid", earlier)}
            yield Fault(table.cell("paid", i), amount_text(paid[i] or 0), "", detail)

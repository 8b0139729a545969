"""What the sheets of the fund's statements share: the date that they all stand on, what must agree, sums of entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from xl_addin.commands.fund.ledger_copy import Entry, LedgerCopy
from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewCell

CITY: Final = "全市汇总"
FIRM_SHEET: Final = "企业资金平衡表"
DATE_CELL: Final = "$B$2"
"""Cell of 截止日期 on 全市汇总."""
DATE_REF: Final = f"{CITY}!{DATE_CELL}"


def total_fen(entries: Iterable[Entry], field: str) -> int:
    """Add up one amount of all entries in fen."""
    return sum(getattr(entry, field) for entry in entries)


def date_entry(draft: SheetDraft, day: dt.date) -> None:
    """Write the cell that every statement takes its date from."""
    draft.add([NewCell("截止日期", "label"), NewCell(day, "entry_date"), NewCell("（蓝字可改）　单位：元")])


def date_line(draft: SheetDraft, ledger: LedgerCopy) -> None:
    """Write the date of 全市汇总 under the title."""
    draft.add([NewCell("截止日期", "label"), NewCell(ledger.last_day, "date", DATE_REF), NewCell("单位：元")])


def proof(draft: SheetDraft, name: str, formula: str, verdict: str) -> None:
    """Write what must agree, and whether it does."""
    draft.add([NewCell(name, "label"), NewCell(verdict, "centre", formula)], 28)

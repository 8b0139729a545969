"""What the sheets of the fund's statements share: the date that they all stand on, and what must agree."""

from __future__ import annotations

from typing import Final

from xl_addin.commands.fund.ledger_copy import LedgerCopy
from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewCell

CITY: Final = "全市汇总"
FIRM_SHEET: Final = "企业资金平衡表"
DATE_CELL: Final = "$B$2"
"""Cell of 截止日期 on 全市汇总."""
DATE_REF: Final = f"{CITY}!{DATE_CELL}"


def date_line(draft: SheetDraft, ledger: LedgerCopy) -> None:
    """Write the date of 全市汇总 under the title."""
    draft.add([NewCell("截止日期", "label"), NewCell(ledger.last_day, "date", DATE_REF), NewCell("单位：元")])


def proof(draft: SheetDraft, name: str, formula: str, verdict: str) -> None:
    """Write what must agree, and whether it does."""
    draft.add([NewCell(name, "label"), NewCell(verdict, "centre", formula)], 28)

"""What 费用和资金来源表 says that each enterprise must pay, by item: rows of costs, lumps, and rows that name nothing.

A word for all of it (安置费用, 一补二险, 费用合计) is no item: it stands for whatever the other sheets list. Judges
nothing; :mod:`xl_addin.checks.fund.sources` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_items import account_in, item_of
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_column, side_of, texts
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

TOTAL: Final = re.compile(r".*(?:小计|合计|总计|共计)(?:\(.{0,60}\))?:?")
_LUMP: Final = re.compile(r"一补二险|两险|二险|(?:职工)?安置费用|安置资金|改制(?:费用|成本)|各项费用|费用(?:总额)?$")
_DEBTS: Final = frozenset({"归还暂挂", "归还垫付", "系统调出"})
"""Costs that the ledger itself keeps."""


@dataclass(slots=True)
class Costs:
    """Costs of one enterprise on one sheet in fen."""

    sheet: str
    items: dict[str, int] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    """The cell of each item's amount."""
    lump: int = 0
    """What a word for all that is not listed beside it says; 0 where nothing does."""
    total: int = 0
    """What the column 费用合计 says of all of it."""
    unread: list[str] = field(default_factory=list)
    """Costs of unknown item or amount."""


def firm_costs(table: SheetTable, book: SheetBook) -> dict[str, Costs]:
    """The costs of a sheet by enterprise (its key)."""
    found: dict[str, Costs] = {}
    names = [enterprise_key(name) for name in enterprise_names(table)]
    for item_role, role in (("cost_item", "cost_amount"), ("item", "amount")):
        if table.has(role):
            _read_rows(table, names, item_role, role, found)
    if table.has("cost_total"):
        for name, fen, cell in zip(names, fen_column(table, "cost_total"), table.column("cost_total"), strict=True):
            own = found.setdefault(name, Costs(table.sheet))
            own.total = max(own.total, fen or 0)
            if fen is None and not is_empty(cell):
                own.unread.append(table.label("cost_total"))
    return found


def _read_rows(table: SheetTable, names: list[str], item_role: str, role: str, found: dict[str, Costs]) -> None:
    sides, words, cells = texts(table, "direction"), texts(table, item_role), table.column(role)
    for i, fen in enumerate(fen_column(table, role)):
        if is_empty(cells[i]) or (role == "amount" and side_of(sides[i]) != "cost"):
            continue
        if any(TOTAL.fullmatch(text) for text in (words[i], sides[i])):
            continue
        own = found.setdefault(names[i], Costs(table.sheet))
        item = cost_item(words[i])
        if fen is None or (not item and fen):
            own.unread.append(words[i] or table.cell(role, i))
        elif item == LUMP:
            own.lump += fen
        elif fen and item not in _DEBTS:
            own.items[item] = own.items.get(item, 0) + fen
            own.cells.setdefault(item, table.cell(role, i))


LUMP: Final = "全部费用"


def cost_item(text: str) -> str:
    """The item that a row of costs names; :data:`LUMP` for a word for all of it, '' for one that is not known.

    >>> cost_item("欠薪"), cost_item("职工安置费用"), cost_item("解除劳动合同经济补偿金"), cost_item("不可预见费")
    ('欠薪', '全部费用', '经济补偿', '')
    """
    try:
        return _plain(fund_policy().accounts[find_account(text, EXPENSE)].name, text)
    except InputError:
        account = account_in(text)
    if _LUMP.search(text):
        return LUMP
    return item_of(account.name) if account else ""


def _plain(account: str, text: str) -> str:
    return LUMP if _LUMP.search(text) and account == "安置费" and text != "安置费" else item_of(account)

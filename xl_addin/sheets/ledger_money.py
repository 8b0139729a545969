"""The columns of a ledger that hold money, and the refusal of one in which money could be passed over."""

from __future__ import annotations

from typing import Final

from xl_addin.policy.fund import EXPENSE, INCOME
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import UNREAD_MONEY, unread_money
from xl_addin.values.errors import NA, InputError

ROLES: Final = {INCOME: "income", EXPENSE: "expense"}
BOTH: Final = "amount"
"""The one column for either side."""


def money_role(table: SheetTable, side: str) -> str:
    """The column that holds the amounts of a side: its own, or the one for both."""
    own, other = (ROLES[one] for one in ((INCOME, EXPENSE) if side == INCOME else (EXPENSE, INCOME)))
    return next((role for role in (own, BOTH, other) if table.has(role)), own)


def is_single(table: SheetTable) -> bool:
    """Tell a ledger with one column of amounts, which 收支方向 tells apart."""
    return table.has(BOTH) and not all(map(table.has, ROLES.values()))


def refuse_lacking_columns(table: SheetTable) -> None:
    """Refuse a ledger that lacks what its entries cannot do without, naming all of it."""
    wanted = ("date", "subject", *((BOTH, "direction") if is_single(table) else ROLES.values()))
    missing = [table.layout.columns[role].name for role in wanted if not table.has(role)]
    if missing:
        raise InputError(f"台账中缺少列：{'、'.join(missing)}，请选带标题行的区域并补上标题")
    for cell, text in unread_money(table):
        raise InputError(f"台账的“{text}”（{cell}）填有金额，没有认出是收入还是支出；{UNREAD_MONEY}", NA)

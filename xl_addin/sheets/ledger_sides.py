"""Whether 借 and 贷 of a ledger mean what they mean in the office's own books: 借 is money in, 贷 is money out.

A bank's statement has it the other way round. The running balance and the accounts tell; where they say the opposite,
the ledger is doubted as a whole and nothing is swapped.
"""

from __future__ import annotations

from typing import Final

from xl_addin.policy.fund import EXPENSE, INCOME
from xl_addin.sheets.ledger_entries import Entries, read_balances, read_entries
from xl_addin.sheets.ledger_money import is_single
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.tables.doubts import Doubt
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

SIDES_CONTRADICTED: Final = "LEDGER_SIDES"
_STATEMENT: Final = ("对账单", "交易明细", "流水")
_SAID: Final = ("收", "支", "存", "入", "出")
"""A heading with one of these says by itself which side it is."""


def note_contradiction(table: SheetTable) -> None:
    """Doubt a ledger whose 借 and 贷 are contradicted by its balance, its accounts or its title."""
    if is_single(table):
        words = {plain(value) for value in table.column("direction") if isinstance(value, str)}
        if not any(word.startswith(("借", "贷")) for word in words):
            return
        place = "direction"
    else:
        heads = [plain(table.label(role)) for role in ("income", "expense") if table.has(role)]
        if not any("借" in head or "贷" in head for head in heads) or any(word in "".join(heads) for word in _SAID):
            return
        place = "income" if table.has("income") else "expense"
    entries = read_entries(table, sheet_amount)
    why = _contradiction(table, entries)
    if why:
        table.doubts[SIDES_CONTRADICTED] = Doubt(
            table.header_cell(place),
            table.label(place),
            "收入、支出",
            f"{why}：这像是银行对账单的借贷方向，与专户账相反",
        )


def _contradiction(table: SheetTable, entries: Entries) -> str:
    ours, theirs = _by_balance(entries, read_balances(table, sheet_amount))
    if theirs > ours:
        return f"余额随“贷方”增加、随“借方”减少（{theirs}笔）"
    if not is_single(table):
        agreeing, opposed = _by_account(entries)
        if opposed > agreeing:
            return f"科目与借贷方向相反（{opposed}笔），如收入的科目记在“贷方”"
    if not ours and any(word in table.title for word in _STATEMENT):
        return f"标题是“{table.title}”"
    return ""


def _by_balance(entries: Entries, balances: list[int | None]) -> tuple[int, int]:
    """How many typed balances follow from the one before by our reading, and how many by the bank's."""
    ours = theirs = 0
    before: int | None = 0
    for i, balance in enumerate(balances):
        change = entries.moved[i]
        if not entries.opening[i] and change and balance is not None and before is not None:
            ours += before + change == balance
            theirs += before - change == balance
        if balance is not None:
            before = balance
        elif change:
            before = None
    return ours, theirs


def _by_account(entries: Entries) -> tuple[int, int]:
    """How many amounts stand on the side of their account, and how many on the other one."""
    agreeing = opposed = 0
    for i, account in enumerate(entries.account):
        if account is None or entries.opening[i] or entries.has_income[i] == entries.has_expense[i]:
            continue
        if account.side == (INCOME if entries.has_income[i] else EXPENSE):
            agreeing += 1
        else:
            opposed += 1
    return agreeing, opposed

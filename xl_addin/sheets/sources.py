"""What 费用和资金来源表 says that pays for the costs of each enterprise: 产权变现, 土地, 垫付, 暂挂, 财政 by account.

Judges nothing; :mod:`xl_addin.checks.fund.sources` does. What it says must be paid: :mod:`xl_addin.sheets.costs`.
"""

from __future__ import annotations

from xl_addin.policy.fund import INCOME, find_account, fund_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_column, side_of, texts
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

Sources = dict[str, dict[str, int]]


def funding_sources(book: SheetBook) -> tuple[Sources, list[str]]:
    """Fen by enterprise (its key) and account, and a sentence for each row that names no known source or sum.

    A 0 is said, an empty cell says nothing: nobody may borrow where 0 is agreed.
    """
    found: Sources = {}
    notes: list[str] = []
    for table in book.of_kind("sources"):
        for item_role, role in (("source_item", "source_amount"), ("item", "amount")):
            if table.has(item_role) and table.has(role):
                _read(table, item_role, role, found, notes)
    return found, list(dict.fromkeys(notes))


def _read(table: SheetTable, item_role: str, role: str, found: Sources, notes: list[str]) -> None:
    sides, words = texts(table, "direction"), texts(table, item_role)
    values = table.column(role)
    for i, (name, fen) in enumerate(zip(enterprise_names(table), fen_column(table, role), strict=True)):
        if is_empty(values[i]) or (role == "amount" and side_of(sides[i]) != "source"):
            continue
        if fen is None or fen < 0:
            notes.append(f"工作表“{table.sheet}”{table.cell(role, i)}：资金来源的金额读不出或为负数，未列入方案")
            continue
        try:
            account = fund_policy().accounts[find_account(words[i], INCOME)]
        except InputError:
            account = None
        if account is None or account.side != INCOME:
            if fen and words[i] and not words[i].endswith(("计", "计:", "计：")):
                notes.append(f"工作表“{table.sheet}”：资金来源“{words[i]}”不知道是哪一项，未列入方案")
            continue
        own = found.setdefault(enterprise_key(name), {})
        own[account.name] = own.get(account.name, 0) + fen

"""资金收支台账 as columns: days, accounts, amounts in fen, openings. Judges nothing.

Amounts stand in two columns, or in one beside 收支方向. An amount that is empty is 0 here (F-50); one that cannot be
read marks its row ``doubtful``, and what adds up amounts leaves such rows and what follows them out. Rows of sums are
no records (C3 51).
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_addin.policy.fund import EXPENSE, INCOME, SIDES, Account, find_account, fund_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_column, enterprise_key, fen_column, fen_of, texts
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import is_opening
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """One ledger; every list has one element a record."""

    day: list[Day | None]
    account: list[Account | None]
    """None where the cell is empty or names no known account."""
    income: list[int]
    expense: list[int]
    has_income: list[bool]
    """Whether the cell holds anything but zero."""
    has_expense: list[bool]
    balance: list[int | None]
    opening: list[bool]
    doubtful: list[bool]
    enterprise: list[str]
    """Key of the enterprise, '' for the city itself."""
    system: list[str]
    approved: list[bool]
    """Whether 审批文号 is filled in."""

    def cash(self, record: int) -> bool:
        """Tell whether a record moves money; an opening does not, it only states a balance."""
        account = self.account[record]
        return not self.opening[record] and (account is None or account.cash)

    def net(self, record: int) -> int:
        """Income less expense of a record in fen."""
        return self.income[record] - self.expense[record]

    def tier(self, record: int) -> int | None:
        """Tier of the use that a record pays for; None for sources and unknown accounts."""
        account = self.account[record]
        return account.tier if account is not None and account.side == EXPENSE else None


def ledger_rows(table: SheetTable, book: SheetBook) -> LedgerRows:
    """Read a ledger."""
    income, expense = (_amounts(table, side) for side in (INCOME, EXPENSE))
    has_income, has_expense = (_filled(table, side) for side in (INCOME, EXPENSE))
    opening = _openings(table)
    subjects = texts(table, "subject")
    sides = [EXPENSE if out and not into else INCOME for into, out in zip(has_income, has_expense, strict=True)]
    return LedgerRows(
        day=day_column(table, "date"),
        account=[
            None if opened else _account(text, side)
            for text, side, opened in zip(subjects, sides, opening, strict=True)
        ],
        income=[amount or 0 for amount in income],
        expense=[amount or 0 for amount in expense],
        has_income=has_income,
        has_expense=has_expense,
        balance=fen_column(table, "balance"),
        opening=opening,
        doubtful=_doubtful(table),
        enterprise=ledger_enterprises(table),
        system=texts(table, "system"),
        approved=[bool(text) for text in texts(table, "approval_no")],
    )


def ledger_enterprises(table: SheetTable) -> list[str]:
    """Key of each row's enterprise; an empty cell is the city's own row, not the block above."""
    if table.has("enterprise"):
        return [enterprise_key(text) for text in texts(table, "enterprise")]
    if table.has("enterprise_code"):
        return texts(table, "enterprise_code")
    return [enterprise_key(table.enterprise)] * len(table)


def money_role(table: SheetTable, side: str) -> str:
    """The column that holds the amounts of a side: its own, or the one for both."""
    own, other = ("income", "expense") if side == INCOME else ("expense", "income")
    return next((role for role in (own, "amount", other) if table.has(role)), own)


def _is_single(table: SheetTable) -> bool:
    return table.has("amount") and not (table.has("income") or table.has("expense"))


def typed_sides(table: SheetTable) -> list[str]:
    """Side that 收支方向 says, '' where it is empty or says neither."""
    return [SIDES.get(text, "") for text in texts(table, "direction")]


def _single_sides(table: SheetTable) -> list[str]:
    """Side of each row of a ledger with one column of amounts: 收支方向, else what the account says."""
    pairs = zip(typed_sides(table), texts(table, "subject"), strict=True)
    return [side or (account.side if (account := _account(text, INCOME)) else INCOME) for side, text in pairs]


def _cells(table: SheetTable, side: str) -> list[CellValue]:
    """The cells that hold amounts of a side; None where a row belongs to the other side."""
    if _is_single(table):
        sides = _single_sides(table)
        return [value if own == side else None for value, own in zip(table.column("amount"), sides, strict=True)]
    return table.column("income" if side == INCOME else "expense")


def _amounts(table: SheetTable, side: str) -> list[int | None]:
    unit = table.money_unit(money_role(table, side))
    return [fen_of(value, unit) for value in _cells(table, side)]


def _filled(table: SheetTable, side: str) -> list[bool]:
    unit = table.money_unit(money_role(table, side))
    return [not is_empty(value) and fen_of(value, unit) != 0 for value in _cells(table, side)]


def _account(text: str, side: str) -> Account | None:
    try:
        return fund_policy().accounts[find_account(text, side)]
    except InputError:
        return None


def _openings(table: SheetTable) -> list[bool]:
    opening = [False] * len(table)
    for spec in table.specs():
        for i, value in enumerate(table.column(spec.role)):
            if isinstance(value, str) and is_opening(value):
                opening[i] = True
    return opening


def _doubtful(table: SheetTable) -> list[bool]:
    doubtful = [False] * len(table)
    for role in filter(table.has, ("income", "expense", "amount")):
        for i, value in enumerate(table.column(role)):
            doubtful[i] |= not is_empty(value) and fen_of(value, "元") is None
    return doubtful

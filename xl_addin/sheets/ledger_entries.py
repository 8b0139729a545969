"""资金收支台账 as columns, read the same for functions, checks and commands: days, accounts, fen, openings.

Amounts stand in two columns, or in one beside 收支方向. An empty amount is 0, 余额 is never counted (F-50). A row that
cannot be counted keeps its first fault: a function and the fund's statements refuse the ledger by it, checks judge the
other rows. They differ only in the numbers that they take (``number``, G-08). Rows of sums are no records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.fund import BANK_WORDS, EXPENSE, INCOME, SIDES, Account, find_account, fund_policy, names_side
from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.tables.amounts import Number, cell_amount, read_fen
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, is_blank, remembering
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import is_opening, plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_ROLES: Final = {INCOME: "income", EXPENSE: "expense"}
_BOTH: Final = "amount"
"""The one column for either side."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one ledger; every list has one element a record."""

    span: list[DaySpan | None]
    account: list[Account | None]
    """None where the cell is empty or names no known account."""
    income: list[int]
    expense: list[int]
    has_income: list[bool]
    """Whether the cell holds anything but zero."""
    has_expense: list[bool]
    opening: list[bool]
    doubtful: list[bool]
    """An amount cannot be read: what adds up amounts leaves such rows and what follows them out."""
    faults: Mapping[int, InputError]
    """Why a record cannot be counted."""

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


def money_role(table: SheetTable, side: str) -> str:
    """The column that holds the amounts of a side: its own, or the one for both."""
    own, other = (_ROLES[one] for one in ((INCOME, EXPENSE) if side == INCOME else (EXPENSE, INCOME)))
    return next((role for role in (own, _BOTH, other) if table.has(role)), own)


def is_single(table: SheetTable) -> bool:
    """Tell a ledger with one column of amounts, which 收支方向 tells apart."""
    return table.has(_BOTH) and not all(map(table.has, _ROLES.values()))


def refuse_lacking_columns(table: SheetTable) -> None:
    """Refuse a ledger that lacks what its entries cannot do without, naming all of it."""
    wanted = ("date", "subject", *((_BOTH, "direction") if is_single(table) else _ROLES.values()))
    missing = [table.layout.columns[role].name for role in wanted if not table.has(role)]
    if missing:
        raise InputError(f"台账中缺少列：{'、'.join(missing)}，请选带标题行的区域并补上标题")


def read_entries(table: SheetTable, number: Number) -> Entries:
    """Read every record; whatever cannot be counted is among the faults, in the order in which a function says it."""
    faults: dict[int, InputError] = {}
    opening = table.labelled(is_opening)
    if is_single(table):
        amounts = _fen(table, _BOTH, number, faults)
        sides = _sides(table)
        income, expense = (
            [fen if own == side else 0 for fen, own in zip(amounts, sides, strict=True)] for side in _ROLES
        )
    else:
        income, expense = (_fen(table, role, number, faults) for role in _ROLES.values())
    doubtful = [i in faults for i in range(len(table))]
    filled = [bool(into or out) for into, out in zip(income, expense, strict=True)]
    if is_single(table):
        _note_directions(table, filled, opening, faults)
    _note_openings(table, filled, opening, faults)
    has_income, has_expense = ([fen != 0 for fen in column] for column in (income, expense))
    sides = [EXPENSE if out and not into else INCOME for into, out in zip(has_income, has_expense, strict=True)]
    return Entries(
        account=_accounts(table, sides, filled, opening, faults),
        span=_spans(table, filled, opening, faults),
        income=[fen or 0 for fen in income],
        expense=[fen or 0 for fen in expense],
        has_income=has_income,
        has_expense=has_expense,
        opening=opening,
        doubtful=doubtful,
        faults=faults,
    )


def counted_entries(table: SheetTable) -> Entries:
    """The entries as the fund's functions count them; InputError for a missing column or the first row with a fault."""
    refuse_lacking_columns(table)
    entries = read_entries(table, cell_amount)
    for record, error in sorted(entries.faults.items())[:1]:
        raise InputError(f"{table.sheet or '台账'}第{table.row_numbers[record]}行：{error.message}", error.code)
    return entries


def _fen(table: SheetTable, role: str, number: Number, faults: dict[int, InputError]) -> list[int | None]:
    """A column of amounts in fen, 0 where it is empty or absent, None where it cannot be read.

    An amount in merged cells is one amount.
    """
    unit, name = table.money_unit(role), table.layout.columns[role].name
    column: list[int | None] = []
    for i, cell in enumerate(table.raw_column(role)):
        try:
            column.append(read_fen(cell, unit, name, number) or 0)
        except InputError as error:
            faults.setdefault(i, error)
            column.append(None)
    return column


def _sides(table: SheetTable) -> list[str]:
    """Side of each row of a ledger with one column of amounts: 收支方向, else what the account says."""
    find = remembering(lambda text: _find(text, INCOME))
    words, subjects = table.column("direction"), map(clean_text, table.column("subject"))
    return [
        SIDES.get(plain(clean_text(word))) or (account.side if isinstance(account := find(text), Account) else INCOME)
        for word, text in zip(words, subjects, strict=True)
    ]


def _note_directions(table: SheetTable, filled: list[bool], opening: list[bool], faults: dict[int, InputError]) -> None:
    """Amounts whose side nobody says, or 借 and 贷 as a bank means them."""
    for i, (cell, subject) in enumerate(zip(table.column("direction"), table.column("subject"), strict=True)):
        word, account = plain(clean_text(cell)), clean_text(subject)
        if filled[i] and word not in SIDES:
            faults.setdefault(i, InputError(f"收支方向要填 收入 或 支出，现为“{word}”"))
        elif filled[i] and word in BANK_WORDS and not opening[i] and not names_side(account, SIDES[word]):
            why = f"收支方向“{word}”与科目“{account}”矛盾：专户账借方为收入、贷方为支出"
            faults.setdefault(i, InputError(f"{why}（银行对账单相反），请核对或改填 收入、支出"))


def _note_openings(table: SheetTable, filled: list[bool], opening: list[bool], faults: dict[int, InputError]) -> None:
    """Openings whose amount stands under 余额 only, where it would be left out in silence."""
    roles = (_BOTH,) if is_single(table) else tuple(_ROLES.values())
    for i in [i for i, opened in enumerate(opening) if opened and not filled[i]]:
        balance = table.column("balance")[i]
        if not is_blank(balance) and balance != 0 and all(is_blank(table.raw_column(role)[i]) for role in roles):
            faults.setdefault(i, InputError("上年结转的金额只写在余额列，余额列不参与计算；请把它填在收入金额列"))


def _find(text: str, side: str) -> Account | InputError:
    try:
        return fund_policy().accounts[find_account(text, side)]
    except InputError as error:
        return error


def _accounts(
    table: SheetTable, sides: list[str], filled: list[bool], opening: list[bool], faults: dict[int, InputError]
) -> list[Account | None]:
    """The account of each row; an opening may name none."""
    find = remembering(lambda pair: _find(*pair))
    found: list[Account | None] = []
    for i, (cell, side) in enumerate(zip(table.column("subject"), sides, strict=True)):
        account = find((clean_text(cell), side))
        if isinstance(account, InputError) and filled[i] and not opening[i]:
            faults.setdefault(i, account)
        found.append(None if isinstance(account, InputError) else account)
    return found


def _spans(
    table: SheetTable, filled: list[bool], opening: list[bool], faults: dict[int, InputError]
) -> list[DaySpan | None]:
    """The days that each date can mean; an opening may have none."""
    read = remembering(_span)
    spans: list[DaySpan | None] = []
    for i, cell in enumerate(table.column("date")):
        span = None if opening[i] and isinstance(cell, str) and is_opening(cell) else read(cell)
        if span is None and filled[i] and not opening[i]:
            faults.setdefault(i, InputError("有金额没有日期，请补上日期"))
        if isinstance(span, InputError) and filled[i]:
            faults.setdefault(i, span)
        spans.append(None if isinstance(span, InputError) else span)
    return spans


def _span(cell: CellValue) -> DaySpan | InputError | None:
    if is_blank(cell):
        return None
    try:
        return DaySpan(clean_date(cell, "日期", MonthDay.FIRST), clean_date(cell, "日期", MonthDay.LAST))
    except InputError as error:
        return error

"""资金收支台账 as columns, read the same for functions, checks and commands: days, accounts, fen, openings.

Amounts stand in two columns, or in one beside 收支方向. An empty amount is 0, 余额 is read for an opening only (F-52).
A row that cannot be counted keeps its first fault: a function and the fund's statements refuse the ledger by it, checks
judge the other rows. They differ only in the numbers that they take (``number``, G-08). Rows of sums are no records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xl_addin.policy.fund import (
    BALANCE_SIDES,
    BANK_WORDS,
    EVEN,
    EXPENSE,
    INCOME,
    SIDES,
    Account,
    find_account,
    fund_policy,
    names_side,
)
from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.sheets.ledger_money import BOTH, ROLES, is_single, refuse_lacking_columns
from xl_addin.tables.amounts import Number, cell_amount, fen_at_once, read_fen
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, is_blank, remembering
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import is_opening, is_page_carry, plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import NA, InputError

_RED_INK: Final = re.compile(r"\((.+)\)|\[(.+)\]|红字:?(.+)|(.+?)\(?红字\)?")


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
    """Rows that state a balance: the opening, and every later one that repeats it (月初余额, 承前页)."""
    restated: list[bool]
    """Openings that must equal the running balance and are not counted again."""
    moved: list[int]
    """What a record does to the balance, in fen."""
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


def read_entries(table: SheetTable, number: Number) -> Entries:
    """Read every record; whatever cannot be counted is among the faults, in the order in which a function says it."""
    faults: dict[int, InputError] = {}
    opening = table.labelled(is_opening)
    income, expense = _amounts(table, number, faults)
    doubtful = [i in faults for i in range(len(table))]
    filled = [bool(into or out) for into, out in zip(income, expense, strict=True)]
    if _opens_unlabelled(table, filled, opening):
        opening[0] = True
    if is_single(table):
        _note_directions(table, filled, opening, faults)
    has_income, has_expense = ([fen != 0 for fen in column] for column in (income, expense))
    sides = [EXPENSE if out and not into else INCOME for into, out in zip(has_income, has_expense, strict=True)]
    into, out = ([fen or 0 for fen in column] for column in (income, expense))
    account = _accounts(table, sides, filled, opening, faults)
    moved = [
        one - other if account is None or account.cash else 0
        for one, other, account in zip(into, out, account, strict=True)
    ]
    entries = Entries(
        account=account,
        span=_spans(table, filled, opening, faults),
        income=into,
        expense=out,
        has_income=has_income,
        has_expense=has_expense,
        opening=opening,
        restated=[False] * len(table),
        moved=moved,
        doubtful=doubtful,
        faults=faults,
    )
    if any(opening):
        _read_openings(table, entries, read_balances(table, number), faults)
    return entries


def _opens_unlabelled(table: SheetTable, filled: list[bool], opening: list[bool]) -> bool:
    """Tell a first line with nothing but a balance: whatever it is called, the book begins with that."""
    if not len(table) or opening[0] or filled[0] or not table.has("balance"):
        return False
    balance = table.column("balance")[0]
    cells = [table.raw_column(role)[0] for role in ("income", "expense", BOTH, "subject", "voucher")]
    return not is_blank(balance) and balance != 0 and all(map(is_blank, cells))


def _amounts(
    table: SheetTable, number: Number, faults: dict[int, InputError]
) -> tuple[list[int | None], list[int | None]]:
    """Income and expense of each record, told apart by 收支方向 where they share a column."""
    if not is_single(table):
        return _fen(table, ROLES[INCOME], number, faults), _fen(table, ROLES[EXPENSE], number, faults)
    pairs = list(zip(_fen(table, BOTH, number, faults), _sides(table), strict=True))
    return [fen if own == INCOME else 0 for fen, own in pairs], [fen if own == EXPENSE else 0 for fen, own in pairs]


def counted_entries(table: SheetTable, number: Number = cell_amount) -> Entries:
    """The entries as the fund's functions count them; InputError for a missing column, for what the sheet leaves open
    or contradicts, and for the first row with a fault.
    """
    refuse_lacking_columns(table)
    name = table.sheet or "台账"
    for doubt in table.doubts.values():
        raise InputError(f"{name}（{doubt.cell}）：{doubt.why}，请改为{doubt.expected}", NA)
    entries = read_entries(table, number)
    for record, error in sorted(entries.faults.items())[:1]:
        raise InputError(f"{name}第{table.row_numbers[record]}行：{error.message}", error.code)
    return entries


def red_ink(number: Number) -> Number:
    """Read amounts in brackets, or marked 红字, as less than 0, and all others as before.

    >>> [int(red_ink(cell_amount)(text, "") or 0) for text in ("(5,597)", "红字12", "12(红字)", "12")]
    [-5597, -12, -12, 12]
    """

    def read(value: CellValue, name: str) -> Decimal | None:
        found = _RED_INK.fullmatch(plain(value)) if isinstance(value, str) else None
        if not found:
            return number(value, name)
        amount = number(next(filter(None, found.groups())), name)
        return None if amount is None else -abs(amount)

    return read


def read_balances(table: SheetTable, number: Number) -> list[int | None]:
    """余额 of each record in fen, less than 0 on the side 贷; None where it is empty or no number."""
    return _balances(table, table.column("balance"), table.column("balance_side"), number)


def read_closings(table: SheetTable, number: Number) -> list[int | None]:
    """余额 in the rows of sums and closings, as :func:`read_balances`."""
    typed = _balances(table, table.sum_column("balance"), table.sum_column("balance_side"), number)
    if not table.has("balance_credit"):
        return typed
    credit = _balances(table, table.sum_column("balance_credit"), [None] * len(typed), number)
    return [one if other is None else (one or 0) - other for one, other in zip(typed, credit, strict=True)]


def _balances(
    table: SheetTable, values: Sequence[CellValue], sides: Sequence[CellValue], number: Number
) -> list[int | None]:
    unit, read = table.money_unit("balance"), red_ink(number)
    found: list[int | None] = []
    for value, side in zip(values, sides, strict=True):
        word = plain(clean_text(side))
        try:
            fen = read_fen(value, unit, "余额", read)
        except InputError:
            fen = None
        if fen is None and is_blank(value) and word == EVEN:
            fen = 0
        found.append(-fen if fen is not None and BALANCE_SIDES.get(word) == -1 else fen)
    return found


def _read_openings(
    table: SheetTable, entries: Entries, balance: list[int | None], faults: dict[int, InputError]
) -> None:
    """Count each opening once: its amount, or its 余额 where that is all it states.

    A later one repeats the running balance: 承前页, 月初余额, or any whose amount is the balance so far.
    """
    page = table.labelled(is_page_carry)
    names = list(zip(*(table.column(role) for role in ("enterprise", "enterprise_code", "system")), strict=True))
    begun, running, seen = False, 0, set[object]()
    for i, opened in enumerate(entries.opening):
        stated = balance[i]
        if not opened:
            begun = begun or entries.has_income[i] or entries.has_expense[i]
            running += entries.moved[i]
            if entries.doubtful[i] and stated is not None:
                running = stated
            continue
        alone = not (entries.income[i] or entries.expense[i])
        bare = all(is_blank(table.raw_column(role)[i]) for role in (*ROLES.values(), BOTH))
        if bare and stated is None and not is_blank(table.column("balance")[i]) and not entries.doubtful[i]:
            faults.setdefault(i, InputError(f"期初余额“{clean_text(table.column('balance')[i])}”不是金额，请改成数字"))
        whose = (names[i], entries.account[i])
        again = begun or whose in seen
        entries.restated[i] = again and (page[i] or alone or stated == running)
        seen.add(whose)
        if entries.restated[i] or ((alone or page[i]) and stated is not None):
            fen = 0 if entries.restated[i] else stated or 0
            account = entries.account[i]
            entries.income[i], entries.expense[i] = fen, 0
            entries.moved[i] = fen if account is None or account.cash else 0
        running += entries.moved[i]


def _fen(table: SheetTable, role: str, number: Number, faults: dict[int, InputError]) -> list[int | None]:
    """A column of amounts in fen, 0 where it is empty or absent, None where it cannot be read.

    An amount in merged cells is one amount.
    """
    unit, name, number = table.money_unit(role), table.layout.columns[role].name, red_ink(number)
    cells = table.raw_column(role)
    at_once = fen_at_once(cells) if unit == "元" else None
    if at_once is not None:
        return list(at_once)
    column: list[int | None] = []
    for i, cell in enumerate(cells):
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
    cleaned = remembering(clean_text)
    found: list[Account | None] = []
    for i, (cell, side) in enumerate(zip(table.column("subject"), sides, strict=True)):
        account = find((cleaned(cell), side))
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

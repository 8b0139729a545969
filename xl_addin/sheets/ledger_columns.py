"""The columns of a ledger by what they mean on it, settled once for functions, checks and commands.

方向 beside 余额 is the side of the balance, 月 and 日 are a date, two columns of balances are one, and of several
columns of accounts the one is read that holds known accounts. What contradicts itself (借 and 贷 as a bank means them,
amounts in yuan under 万元) is a doubt of the table: checks report it, functions and commands refuse it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from xl_addin.policy.fund import BALANCE_SIDES, SIDES, find_account
from xl_addin.sheets.ledger_dates import entry_dates
from xl_addin.sheets.ledger_sides import note_contradiction
from xl_addin.sheets.numbers import sheet_number
from xl_addin.tables.amounts import names_unit
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.doubts import Doubt
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import YUAN, is_opening, plain
from xl_addin.tables.other_roles import with_roles
from xl_addin.tables.recognition import append_page
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.money import LIMIT_YUAN, MICRO

UNIT_FALSE: Final = "LEDGER_UNIT"
_CARRIED: Final = ("上月", "上期", "上季", "月初", "季初", "承", "上页", "前页", "上日", "昨日")
"""Openings with these words continue what stands above them."""
_AMOUNTS: Final = ("income", "expense", "amount")
_MONEY: Final = (*_AMOUNTS, "balance")
_ABSURD, _UNLIKELY, _MANY = 20_000, 3_000, 5
"""A typical entry above two hundred million yuan, and above thirty million in a ledger of more than a few entries."""


def settled(tables: Sequence[SheetTable]) -> list[SheetTable]:
    """Tables with their ledgers settled; a page that carries on the ledger above it belongs to it.

    >>> from xl_addin.tables.layouts import layout
    >>> from xl_addin.tables.recognition import read_range
    >>> rows = [["2011年", None, "科目", "借方", "贷方"], ["月", "日", None, None, None], [3, 2, "利息", 5, None]]
    >>> settled(read_range(rows, layout("ledger")))[0].column("date")
    [datetime.date(2011, 3, 2)]
    """
    found: list[SheetTable] = []
    years: dict[str, int] = {}
    for table in _joined(tables):
        if table.kind == "ledger":
            table, years[table.sheet] = _settle(table, years.get(table.sheet, 0))
        found.append(table)
    return found


def _joined(tables: Sequence[SheetTable]) -> list[SheetTable]:
    found: list[SheetTable] = []
    for table in tables:
        if found and table.kind == "ledger" and _carries_on(found[-1], table):
            append_page(found[-1], table, found[-1].last_row + 1)
        else:
            found.append(table)
    return found


def _carries_on(upper: SheetTable, lower: SheetTable) -> bool:
    """Tell a page of the same columns that begins with the balance at which the one above it ended."""
    same = upper.kind == lower.kind and upper.sheet == lower.sheet and upper.header.columns == lower.header.columns
    if not same or upper.header.units != lower.header.units or upper.last_row >= lower.header.first_row + 1:
        return False
    if lower.enterprise not in ("", upper.enterprise) or lower.unit not in ("", upper.unit) or not len(lower):
        return False
    if not lower.labelled(is_opening)[0]:
        return False
    texts = [plain(value) for _, line in lower.lines(lower.row_numbers[:1]) for value in line if isinstance(value, str)]
    if any(text.startswith(_CARRIED) for text in texts):
        return True
    ended = [value for value in upper.column("balance") if not is_blank(value)][-1:]
    return bool(ended) and _numbers(ended) == _numbers(lower.column("balance")[:1])


def _settle(table: SheetTable, year_before: int) -> tuple[SheetTable, int]:
    columns, computed = dict(table.header.columns), dict[str, list[CellValue]]()
    _choose_accounts(table, columns)
    _name_balance_side(table, columns)
    if "balance" not in columns and "balance_debit" in columns:
        columns["balance"] = columns["balance_debit"]
        computed["balance"] = _net_balances(table)
    year = 0
    own = next((role for role in ("day", "month_day") if role in columns), "")
    if own and "date" not in columns:
        computed["date"], year = entry_dates(table, year_before)
        columns["date"] = columns.pop(own)
    if columns != table.header.columns:
        table = with_roles(table, columns, computed)
    if computed.get("date"):
        table.header.labels["date"] = "日" if own == "day" else "月日"
    _note_false_unit(table)
    note_contradiction(table)
    return table, year


def _choose_accounts(table: SheetTable, columns: dict[str, int]) -> None:
    """Of several columns of accounts the one that holds the most known accounts is read."""
    spare = table.header.spare.get("subject", [])
    if spare and "subject" in columns:
        columns["subject"] = max([columns["subject"], *spare], key=lambda col: _known(table.cells_in(col)))


def _known(values: Iterable[CellValue]) -> int:
    return sum(_is_account(clean_text(value)) for value in values if isinstance(value, str))


def _is_account(text: str) -> bool:
    try:
        find_account(text, "")
    except InputError:
        return False
    return True


def _name_balance_side(table: SheetTable, columns: dict[str, int]) -> None:
    """Tell 方向 as the side of the balance from 收支方向, on a ledger with a column of amounts for each side."""
    col, balance = columns.get("direction", 0), columns.get("balance", 0)
    two_sided = "income" in columns and "expense" in columns
    second = next((other for other in table.header.spare.get("direction", []) if abs(other - balance) == 1), 0)
    if not col or not balance or "balance_side" in columns:
        return
    if not two_sided:
        if second:
            columns["balance_side"] = second
        return
    words = [plain(clean_text(value)) for value in table.column("direction")]
    said = {word for word in words if word}
    if not said <= set(BALANCE_SIDES) or not said:
        return
    if abs(col - balance) == 1 or "平" in said or (_fits_balance(table, words) and not _fits_entries(table, words)):
        columns["balance_side"] = columns.pop("direction")


def _fits_balance(table: SheetTable, words: Sequence[str]) -> bool:
    """Tell whether 借 and 贷 say on which side the balance stands, in every row."""
    pairs = zip(words, _numbers(table.column("balance")), strict=True)
    return all(BALANCE_SIDES[word] * number >= 0 for word, number in pairs if word and number)


def _fits_entries(table: SheetTable, words: Sequence[str]) -> bool:
    sides = ("in", "out")
    filled = zip(*(_numbers(table.column(role)) for role in ("income", "expense")), strict=True)
    return all(
        SIDES.get(word) == sides[not into]
        for word, (into, out) in zip(words, filled, strict=True)
        if word and into != out
    )


def _net_balances(table: SheetTable) -> list[CellValue]:
    """借方余额 less 贷方余额; a cell that is no number stays as it is."""
    empty: list[CellValue] = [None] * len(table)
    credit = table.column("balance_credit") if table.has("balance_credit") else empty
    found: list[CellValue] = []
    for left, right in zip(table.column("balance_debit"), credit, strict=True):
        numbers = _numbers([left, right])
        if is_blank(left) and is_blank(right):
            found.append(None)
        elif is_blank(right) or numbers[1] == 0:
            found.append(left)
        else:
            found.append(round(numbers[0] - numbers[1], 6))
    return found


def _numbers(values: Iterable[CellValue]) -> list[float]:
    """Cells as numbers, 0 for what is none: good enough to see what a column is."""
    return [_number(value) for value in values]


def _number(value: CellValue) -> float:
    try:
        return 0.0 if is_blank(value) else sheet_number(value) / MICRO
    except InputError:
        return 0.0


def _note_false_unit(table: SheetTable) -> None:
    """Doubt a stated 万元 (or more) under which the typical entry would be absurd; the numbers are taken for yuan."""
    roles = [role for role in _AMOUNTS if table.has(role)]
    factors = {role: YUAN.get(table.money_unit(role), 1) for role in roles}
    if not roles or max(factors.values()) < YUAN["千元"]:
        return
    cells = [(value, factors[role]) for role in roles for value in table.column(role) if not names_unit(value)]
    sizes = [size * factor / YUAN["万元"] for value, factor in cells if (size := abs(_number(value)))]
    typical = median(sizes) if sizes else 0
    if not (_UNLIKELY if len(sizes) >= _MANY else _ABSURD) < typical < LIMIT_YUAN / YUAN["万元"]:
        return
    stated = table.money_unit(roles[0])
    why = f"单位是{stated}，而金额是按元填写的（一般一笔折合{typical / YUAN['万元']:,.1f}亿元）"
    table.doubts[UNIT_FALSE] = Doubt(table.header_cell(roles[0]), f"单位：{stated}", "单位：元", why)
    for role in filter(table.has, _MONEY):
        table.header.units[role] = "元"

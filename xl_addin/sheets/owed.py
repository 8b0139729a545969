"""Lists of what an enterprise owes its workers: 欠发工资表, 职工集资款清单, 医药费清单, 公积金欠缴表 and the like.

Each column of money is an item of its own where its heading names one (欠发工资 | 集资款); else the row, the title or
the name of the sheet says what is owed. A list may say what was paid of it (已付) and what is left (尚欠).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.fund_items import account_in, item_of
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_column, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.persons import enterprises, names
from xl_addin.tables.labels import heading, plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

_LEFT: Final = re.compile(r"欠|未(?:付|发|退|还|清)|应补")
_GROSS: Final = re.compile(r"^(?:应(?:付|发|退)|核定|审定|审核)")
_CLAIMED: Final = re.compile(r"^(?:报销|申报|上报|票据)")


@dataclass(frozen=True, slots=True)
class Owed:
    """What one row of a list owes of one item, in fen; ``paid`` is what the list itself says was paid of it."""

    firm: str
    person: str
    """ID key, else the name, else the row: a person on two lists is not owed twice."""
    item: str
    gross: int
    paid: int
    record: int


@dataclass(frozen=True, slots=True)
class OwedList:
    """One list: its lines, and what could not be read of it."""

    lines: tuple[Owed, ...]
    unread: tuple[str, ...]
    """Headings or cells whose item or amount is not known; what hangs on them is not counted."""
    firms: frozenset[str]
    """Enterprises (keys) to which the unread part may belong."""


def owed_columns(table: SheetTable) -> list[str]:
    """The columns of what is owed, from left to right, without a claim beside what was approved of it.

    >>> from xl_addin.tables.layouts import layout
    >>> from xl_addin.tables.recognition import read_range
    >>> rows = [["姓名", "欠发起", "欠发止", "欠发工资", "集资款", "合计"], ["王三", "2010-01", "2010-06", 6, 3, 9]]
    >>> table = read_range(rows, layout("owed"))[0]
    >>> [table.label(role) for role in owed_columns(table)]
    ['欠发工资', '集资款']
    """
    roles = {role for one in table.layout.repeated for role in one.roles()}
    found = [spec.role for spec in table.specs() if spec.role in roles]
    approved = [role for role in found if _GROSS.match(_key(table, role))]
    return [role for role in found if not (approved and _CLAIMED.match(_key(table, role)))]


def _key(table: SheetTable, role: str) -> str:
    return heading(table.label(role)).key


def owed_list(table: SheetTable, book: SheetBook) -> OwedList:
    """Read a list of debts row by row."""
    firms = [enterprise_key(name) for name in book.derive(enterprises, table)]
    people = book.derive(row_people, table)
    whole = account_in(plain(table.title)) or account_in(plain(table.sheet))
    said = texts(table, "item")
    stated = [account_in(text) for text in said]
    lines: list[Owed] = []
    unread: dict[str, set[str]] = {}
    for group, roles in _groups(table).items():
        amounts = _amounts(table, roles)
        named = account_in(group)
        for i, (gross, paid, sound) in enumerate(amounts):
            # What a row itself says goes before the title, also where it names nothing that is known.
            account = named or (stated[i] if said[i] else whole)
            if not sound or (gross and account is None):
                unread.setdefault(table.label(roles[0]), set()).add(firms[i])
            elif gross and account is not None:
                lines.append(Owed(firms[i], people[i], item_of(account.name), gross, paid, i))
    everybody = frozenset().union(*unread.values()) if unread else frozenset()
    if not owed_columns(table) and not table.has("total") and not table.has("left"):
        return OwedList((), ("金额",), frozenset(firms))
    return OwedList(tuple(lines), tuple(unread), everybody)


def row_people(table: SheetTable, book: SheetBook) -> list[str]:
    """Who each row of a list of persons is about: the ID key, else enterprise and name, else the row itself."""
    firms = [enterprise_key(name) for name in book.derive(enterprises, table)]
    keys = book.derive(sound_ids, table)
    own = book.derive(names, table) if table.has("name") else [""] * len(table)
    lines = zip(keys, own, firms, table.row_numbers, strict=True)
    return [key or (f"{firm}/{name}" if name else f"{table.sheet}/{row}") for key, name, firm, row in lines]


def _groups(table: SheetTable) -> dict[str, list[str]]:
    """The columns of each item; those of one item that the sheet itself adds up stand together."""
    roles = owed_columns(table)
    if not roles:
        roles = [role for role in ("total", "left") if table.has(role)][:1]
    groups: dict[str, list[str]] = {}
    for role in roles:
        account = account_in(table.label(role))
        groups.setdefault(account.name if account else "", []).append(role)
    return groups


def _amounts(table: SheetTable, roles: list[str]) -> list[tuple[int, int, bool]]:
    """Gross, paid, and whether every filled cell could be read, of one item row by row."""
    left = [role for role in roles if _LEFT.search(_key(table, role)) and not _GROSS.match(_key(table, role))]
    gross = [role for role in roles if _GROSS.match(_key(table, role))]
    both = bool(left) and bool(gross)
    whole, whole_read = _summed(table, gross if both else roles)
    beside = left if both else ["left"] if table.has("left") and "left" not in roles else []
    rest, rest_read = _summed(table, beside)
    stated = [any(not is_empty(table.column(role)[i]) for role in beside) for i in range(len(table))]
    gone, gone_read = _summed(table, ["paid"] if table.has("paid") else [])
    lines = []
    for i in range(len(table)):
        sound = whole_read[i] and rest_read[i] and gone_read[i]
        paid = whole[i] - rest[i] if stated[i] else gone[i]
        # A column that only says what is left (尚欠) stands for what was owed less what was paid.
        total = whole[i] + gone[i] if "left" in roles else whole[i]
        lines.append((total, min(max(paid, 0), total), sound))
    return lines


def _summed(table: SheetTable, roles: list[str]) -> tuple[list[int], list[bool]]:
    sums, sound = [0] * len(table), [True] * len(table)
    for role in roles:
        cells = table.column(role)
        for i, fen in enumerate(fen_column(table, role)):
            sums[i] += fen or 0
            sound[i] = sound[i] and (fen is not None or is_empty(cells[i]))
    return sums, sound

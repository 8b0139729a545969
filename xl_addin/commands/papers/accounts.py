"""The bank account of each worker as 发放表 states it, by ID number: digits as text, one a person, nobody else's.

An account that stands as a number may have lost digits; one that two lists state differently, or that two persons
have, is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import Fact, blank
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import sound_ids
from xl_addin.tables.cleaning import clean_text, is_blank

_ABSENT: Final = "发放表没有这个人的银行账号，按本人提供的填写"
_ACCOUNT: Final = re.compile(r"\d{8,32}")
_BETWEEN: Final = re.compile(r"[\s-]")
_SHOWN: Final = 3

_Stated = Mapping[str, list[tuple[str, str]]]
"""Accounts with their cells by ID key; '' for one that is no text of digits."""


def account_fact(book: CommandBook, person: str, masked: bool) -> Fact:
    """The account of a person (ID key); a blank where none is stated, several, or one that somebody else has, too."""
    stated = book.gather(_accounts)
    found = stated.get(person, []) if person else []
    if not found:
        return blank(_ABSENT)
    if len({text for text, _ in found}) > 1:
        return blank(f"{_cells(found)} 的银行账号不一致，查清后填写")
    text, cell = found[0]
    if not text:
        return blank(f"{cell} 的银行账号不是文本的数字（按数字存放会缺末几位），核对后填写")
    holders = book.gather(_holders)[text]
    if len(holders) > 1:
        return blank(f"{_cells([stated[one][0] for one in holders])} 几个人的银行账号相同，查清后填写")
    return Fact(f"****{text[-4:]}" if masked else text, cell, secret=True)


def _cells(found: list[tuple[str, str]]) -> str:
    return "、".join(cell for _, cell in found[:_SHOWN])


def _accounts(book: SheetBook) -> _Stated:
    found: dict[str, list[tuple[str, str]]] = {}
    for table in book.of_kind("payments"):
        if not (table.has("id") and table.has("account")):
            continue
        for i, (person, value) in enumerate(zip(book.derive(sound_ids, table), table.column("account"), strict=True)):
            if person and not is_blank(value):
                text = _BETWEEN.sub("", clean_text(value)) if isinstance(value, str) else ""
                whole = text if _ACCOUNT.fullmatch(text) else ""
                found.setdefault(person, []).append((whole, f"{table.sheet}!{table.cell('account', i)}"))
    return found


def _holders(book: SheetBook) -> dict[str, list[str]]:
    """Who has each account."""
    found: dict[str, list[str]] = {}
    for person, stated in book.gather(_accounts).items():
        for text in dict.fromkeys(text for text, _ in stated if text):
            found.setdefault(text, []).append(person)
    return found

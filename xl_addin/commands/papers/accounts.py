"""The bank account of a worker, as a list of payments states it: by ID number, and only where all lists say the same.

An account that stands as a number has lost its last digits and is asked for.
"""

from __future__ import annotations

from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import Fact, blank
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.values.persons import clean_id

_ABSENT = "发放表没有这个人的银行账号，按本人提供的填写"


def account_fact(book: CommandBook, number: str) -> Fact:
    """The account of the person with an ID number; a blank where none is stated, or several."""
    found = book.gather(_accounts).get(number, []) if number else []
    if not found:
        return blank(_ABSENT)
    if len({text for text, _ in found}) > 1:
        return blank(f"{'、'.join(cell for _, cell in found[:3])} 的银行账号不一致，查清后填写")
    text, cell = found[0]
    return Fact(text, cell, secret=True) if text else blank(f"{cell} 的银行账号按数字存放，可能缺了末几位，核对后填写")


def _accounts(book: SheetBook) -> dict[str, list[tuple[str, str]]]:
    """Accounts with their cells by ID number; '' for one that is no text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in book.of_kind("payments"):
        if not (table.has("id") and table.has("account")):
            continue
        for i, (number, value) in enumerate(zip(table.column("id"), table.column("account"), strict=True)):
            if not is_blank(value):
                text = clean_text(value).replace(" ", "") if isinstance(value, str) else ""
                found.setdefault(clean_id(clean_text(number)), []).append(
                    (text, f"{table.sheet}!{table.cell('account', i)}")
                )
    return found

"""安置费 and 经济补偿 for one person: whoever takes the one does not get the other (A-62).

Compared inside one layer of the office's papers: what severance sheets compute, and what 发放表 pay. Between the layers
the same sum often bears either name. Source: 国发〔1994〕59号 二; 国发〔1997〕10号 五. 内退 is :mod:`special_cases`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import fen_column, texts
from xl_addin.sheets.columns import numbers, sound_ids
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_SETTLEMENT: Final = "安置费"
_SEVERANCE: Final = "经济补偿"


class _Benefit(NamedTuple):
    """A sum above 0 for a person: what it is called, and where it stands."""

    person: str
    name: str
    role: str
    record: int


def benefits(table: SheetTable, book: SheetBook) -> list[_Benefit]:
    """Every settlement and severance of a table whose person has a sound ID number."""
    if not table.has("id"):
        return []
    persons = book.derive(sound_ids, table)
    if table.kind == "payments":
        amounts = fen_column(table, "paid")
        items = [_benefit_name(text) for text in texts(table, "item")]
        return [
            _Benefit(person, item, "paid", i)
            for i, (person, item, fen) in enumerate(zip(persons, items, amounts, strict=True))
            if person and item and fen
        ]
    found = []
    for role in filter(table.has, ("amount", "settlement")):
        named = _SETTLEMENT if role == "settlement" or _SETTLEMENT in plain(table.label(role)) else _SEVERANCE
        column = book.derive(numbers, table, role)
        for i in np.flatnonzero(column.known & (column.micro > 0)).tolist():
            if persons[i]:
                found.append(_Benefit(persons[i], named, role, i))
    return found


def _benefit_name(text: str) -> str:
    try:
        name = fund_policy().accounts[find_account(text, EXPENSE)].name
    except InputError:
        return ""
    return name if name in (_SETTLEMENT, _SEVERANCE) else ""


def settled_twice(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every settlement of a person who has severance, too, on a sheet of the same kind."""
    severance = book.gather(_severance, table.kind)
    for one in book.derive(benefits, table):
        if one.name == _SETTLEMENT and one.person in severance:
            shown = mask_text(clean_text(table.column(one.role)[one.record]))
            sheet, cell = severance[one.person]
            where = cell if sheet == table.sheet else f"“{sheet}”{cell}"
            yield Fault(table.cell(one.role, one.record), shown, "0", {"where": where})


def _severance(book: SheetBook, kind: str) -> dict[str, tuple[str, str]]:
    """Where each person's severance stands first on the sheets of a kind: sheet and cell."""
    found: dict[str, tuple[str, str]] = {}
    for table in book.of_kind(kind):
        for one in book.derive(benefits, table):
            if one.name == _SEVERANCE:
                found.setdefault(one.person, (table.sheet, table.cell(one.role, one.record)))
    return found


DOUBLE_BENEFIT_CHECKS: Final = (
    Check(
        code="SETTLED_TWICE",
        title="同一人既有安置费又有经济补偿",
        severity=Severity.ERROR,
        kinds=frozenset({"severance", "payments"}),
        message="此人已列经济补偿金（{where}），又列安置费；两者只能享受一项",
        remedy="核对安置方式和本人选择：领安置费的删去经济补偿金，领经济补偿金的删去安置费",
        citation="国发〔1994〕59号第二条、国发〔1997〕10号第五条（安置费代替经济补偿，以本地方案为准）",
        run=settled_twice,
    ),
)

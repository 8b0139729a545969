"""What is approved for each person and enterprise, and since when: severance sheets, rosters, approvals (C-6, C-7).

An approved sum is the typed 合计 of the severance sheet, else its amount and other subsidies (C4 58, 60);
whether that sum is right is another check's matter. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, enterprise_key, texts
from xl_addin.sheets.columns import numbers, sound_ids
from xl_addin.sheets.contradictions import rows_of, uncertain_of
from xl_addin.sheets.numbers import to_fen
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.restated import claims
from xl_addin.sheets.sales import earliest, earliest_step_days
from xl_addin.sheets.service_pieces import shared_amounts
from xl_addin.sheets.steps import step_rows
from xl_addin.sheets.units import exact_amounts, scale
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.id_columns import judge_ids
from xl_addin.values.persons import IdFault


@dataclass(frozen=True, slots=True)
class Approved:
    """Approved sums in fen by person (ID key) and by enterprise (its key; '' where the sheet names none)."""

    by_person: dict[str, int]
    by_enterprise: dict[str, int]


def approved_sums(book: SheetBook) -> Approved:
    """Add up every severance sheet of the workbook; a person on two sheets has both sums.

    A result table that shows a sheet again is not added (:mod:`xl_addin.sheets.restated`).
    """
    by_person: dict[str, int] = {}
    by_enterprise: dict[str, int] = {}
    for table in book.gather(claims):
        people = book.derive(sound_ids, table) if table.has("id") else [""] * len(table)
        firms = map(enterprise_key, book.derive(enterprises, table))
        for person, firm, fen in zip(people, firms, book.derive(_sums, table), strict=True):
            if fen is not None:
                by_enterprise[firm] = by_enterprise.get(firm, 0) + fen
                if person:
                    by_person[person] = by_person.get(person, 0) + fen
    return Approved(by_person, by_enterprise)


def _sums(table: SheetTable, book: SheetBook) -> list[int | None]:
    known = {
        role: book.derive(numbers, table, role)
        for role in ("total", "amount", "settlement", "other")
        if table.has(role)
    }
    fen = {role: to_fen(column.micro, scale(table, book, role).actual) for role, column in known.items()}
    # An amount in 万元 is rounded: what is owed is what it was rounded from.
    for i, exact in book.derive(exact_amounts, table).items() if "amount" in known else ():
        short = exact - int(fen["amount"][i])
        for role in ("amount", "total"):
            if short and role in fen:
                fen[role][i] += short
    sums: list[int | None] = []
    shared = shared_amounts(table)
    for i in range(len(table)):
        if shared.get(i, [i])[0] != i:
            sums.append(None)  # one amount over several workers counts once
        elif "total" in known and known["total"].known[i]:
            sums.append(int(fen["total"][i]))
        elif "amount" in known and known["amount"].known[i]:
            more = [int(fen[role][i]) for role in ("settlement", "other") if role in known and known[role].known[i]]
            sums.append(int(fen["amount"][i]) + sum(more))
        else:
            sums.append(None)
    return sums


def complete_sums(book: SheetBook) -> dict[str, int]:
    """Approved severance of the enterprises all of whose persons have an amount: of others the sum is not known."""
    open_firms: set[str] = set()
    for table in book.gather(claims):
        firms, shared = [enterprise_key(name) for name in book.derive(enterprises, table)], shared_amounts(table)
        for i, fen in enumerate(_sums(table, book)):
            if fen is None and shared.get(i, [i])[0] == i:
                open_firms.add(firms[i])
    sums = book.gather(approved_sums).by_enterprise
    return {firm: fen for firm, fen in sums.items() if firm not in open_firms}


def need_of(firm: str, firms: Sequence[str], book: SheetBook) -> int | None:
    """First-tier need of an enterprise; a sheet without a name speaks for the only enterprise of the ledger."""
    needs = book.gather(approved_sums).by_enterprise
    if firm in needs:
        return needs[firm]
    alone = set(firms) - {""} <= {firm}
    return needs.get("") if alone and set(needs) == {""} else None


def sure_need_of(firm: str, need: int, book: SheetBook) -> int:
    """What of a need remains without the persons whose severance follows from a doubtful input; 0 if that is anybody's.

    What is not even paid of this is owed whatever the doubtful inputs come to.
    """
    doubted = uncertain_of(book, firm)
    if doubted is None:
        return need
    if doubted.everybody:
        return 0
    for table in book.gather(claims):
        sums, firms = book.derive(_sums, table), book.derive(enterprises, table)
        for i in rows_of(table, book, doubted.persons):
            if not firms[i] or enterprise_key(firms[i]) == firm:
                need -= sums[i] or 0
    return need


def person_keys(values: Sequence[CellValue], firms: Sequence[str], book: SheetBook) -> list[str]:
    """Who a 关联人员编号 means: an ID number, or the roster's number inside the enterprise; '' for an empty cell."""
    verdicts = judge_ids(list(values), book.today)
    sound = np.isin(verdicts.faults, (IdFault.OK, IdFault.OLD)).tolist()
    by_number = book.gather(_numbers)
    keys = []
    for value, key, good, firm in zip(values, verdicts.keys, sound, firms, strict=True):
        number = "" if value is None else str(value).strip().removesuffix(".0")
        if good:
            keys.append(key)
        elif number:
            found = by_number.get((firm, number)) or by_number.get(("", number))
            keys.append(found or f"{firm}/{number}")
        else:
            keys.append("")
    return keys


def _numbers(book: SheetBook) -> dict[tuple[str, str], str]:
    """ID key by enterprise and number; a number that two persons bear means nobody. '' stands for any enterprise."""
    found: dict[tuple[str, str], set[str]] = {}
    for table in book.of_kind("roster"):
        keys = book.derive(sound_ids, table) if table.has("id") else [""] * len(table)
        firms = [enterprise_key(name) for name in book.derive(enterprises, table)]
        for role in ("person_no", "seq"):
            for number, firm, key in zip(texts(table, role), firms, keys, strict=True):
                if number and key:
                    for place in (firm, ""):
                        found.setdefault((place, number), set()).add(key)
    return {place: next(iter(keys)) for place, keys in found.items() if len(keys) == 1}


def approval_days(book: SheetBook) -> dict[str, Day]:
    """Day of approval by enterprise: 批复时间 of the progress sheet, else D16 of the procedure sheet (C4 61)."""
    found = dict(earliest_step_days(book, "D16"))
    for table in book.of_kind("progress"):
        days: dict[str, list[Day | None]] = {}
        for row in book.derive(step_rows, table):
            if row.step == "D16":
                days.setdefault(enterprise_key(row.enterprise), []).append(row.done)
        found.update({firm: day for firm, rows in days.items() if (day := earliest(rows)) is not None})
    return found

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
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.contradictions import rows_of, uncertain_of
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.restated import Claim, claims, severance_firms, severance_keys
from xl_addin.sheets.sales import earliest, earliest_step_days
from xl_addin.sheets.service_pieces import shared_amounts
from xl_addin.sheets.severance_sums import row_sums
from xl_addin.sheets.steps import step_rows
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.id_columns import SOUND, judge_ids


@dataclass(frozen=True, slots=True)
class Approved:
    """Approved sums in fen by person (ID key) and by enterprise (its key; '' where the sheet names none)."""

    by_person: dict[str, int]
    by_enterprise: dict[str, int]


def approved_sums(book: SheetBook) -> Approved:
    """Add up the severance of a workbook; what another sheet tells again counts once (sheets.restated)."""
    by_person: dict[str, int] = {}
    by_enterprise: dict[str, int] = {}
    for claim in book.gather(claims).listed:
        by_enterprise[claim.firm] = by_enterprise.get(claim.firm, 0) + claim.fen
        if claim.person:
            by_person[claim.person] = by_person.get(claim.person, 0) + claim.fen
    return Approved(by_person, by_enterprise)


def unpriced(table: SheetTable, book: SheetBook) -> list[bool]:
    """The persons of a severance sheet of whom no sheet says a sum."""
    shared, told = shared_amounts(table), book.gather(claims).keys
    rows = enumerate(zip(book.derive(row_sums, table), book.derive(severance_keys, table), strict=True))
    return [fen is None and shared.get(i, [i])[0] == i and key not in told for i, (fen, key) in rows]


def complete_sums(book: SheetBook) -> dict[str, int]:
    """Approved severance of the enterprises all of whose persons have an amount: of others the sum is not known."""
    open_firms: set[str] = set()
    for table in book.of_kind("severance"):
        firms = book.derive(severance_firms, table)
        open_firms.update(firm for firm, lacks in zip(firms, book.derive(unpriced, table), strict=True) if lacks)
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
    told, doubtful = book.gather(claims), dict[int, Claim]()
    for table in book.of_kind("severance"):
        rows = [told.by_row.get((id(table), i)) for i in rows_of(table, book, doubted.persons)]
        doubtful.update((id(claim), claim) for claim in rows if claim is not None)
    return need - sum(claim.fen for claim in doubtful.values() if claim.firm in ("", firm))


def person_keys(values: Sequence[CellValue], firms: Sequence[str], book: SheetBook) -> list[str]:
    """Who a 关联人员编号 means: an ID number, or the roster's number inside the enterprise; '' for an empty cell."""
    verdicts = judge_ids(list(values), book.today)
    sound = np.isin(verdicts.faults, SOUND).tolist()
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
        keys = book.derive(sound_ids, table)
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

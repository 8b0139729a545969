"""Checks across sheets: persons on one sheet and not on the other, and one person in two enterprises.

Persons are compared by sound ID numbers only (C3 53): a person whose ID number is faulty on one
sheet is found there, and is not reported again as absent from the other. All are notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.remarks import answered, kept_on
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import PERSONS, sound_ids
from xl_addin.sheets.persons import enterprises, names, post_status
from xl_addin.tables.layouts import layout
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_id

_MANY: Final = 50
"""From so many absent persons on, and more than half of a sheet, one fault stands for all."""


def not_listed(other: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every person who is on no sheet of the other kind, where the workbook has such sheets for the enterprise."""
    if not table.has("id"):
        return
    keys, faulty = book.gather(_KEYS[other])
    if not keys:
        return
    faulty = faulty | book.gather(_KEYS[table.kind])[1]
    covered = book.gather(_ENTERPRISES[other])
    roster = other == "severance"
    settled = book.derive(post_status, table) if roster else [""] * len(table)
    rows = zip(
        book.derive(sound_ids, table),
        book.derive(names, table),
        book.derive(enterprises, table),
        settled,
        strict=True,
    )
    absent = [
        i
        for i, (key, name, enterprise, word) in enumerate(rows)
        if key and key not in keys and name not in faulty and not word and _is_covered(enterprise, covered)
    ]
    if roster:
        absent = [i for i in absent if not answered(kept_on, table, Fault(table.cell("id", i)))]
    title = layout(other).title
    if len(absent) > _MANY and len(absent) * 2 > len(table):
        yield Fault(table.header_cell("id"), f"{len(absent)}人", "", {"title": title, "who": f"本表{len(absent)}人"})
        return
    for i in absent:
        key = book.derive(sound_ids, table)[i]
        yield Fault(table.cell("id", i), mask_id(key), "", {"title": title, "who": "此人"})


def _keys_of(kind: str, book: SheetBook) -> tuple[set[str], set[str]]:
    """Sound ID numbers on the sheets of a kind, and the names of rows whose number is faulty or another's."""
    owners: dict[str, str] = {}
    faulty: set[str] = set()
    for table in book.of_kind(kind):
        for key, name in zip(book.derive(sound_ids, table), book.derive(names, table), strict=True):
            if not key or owners.setdefault(key, name) != name:
                faulty.add(name)
    return set(owners), faulty


def _roster_keys(book: SheetBook) -> tuple[set[str], set[str]]:
    return _keys_of("roster", book)


def _severance_keys(book: SheetBook) -> tuple[set[str], set[str]]:
    return _keys_of("severance", book)


def _roster_enterprises(book: SheetBook) -> set[str]:
    return {name for table in book.of_kind("roster") for name in book.derive(enterprises, table)}


def _severance_enterprises(book: SheetBook) -> set[str]:
    return {name for table in book.of_kind("severance") for name in book.derive(enterprises, table)}


_KEYS: Final = {"roster": _roster_keys, "severance": _severance_keys}
_ENTERPRISES: Final = {"roster": _roster_enterprises, "severance": _severance_enterprises}


def _is_covered(enterprise: str, covered: set[str]) -> bool:
    """Whether the other sheets speak of this enterprise; where one of them names none, they may speak of all."""
    return not enterprise or "" in covered or any(same_enterprise(enterprise, other) for other in covered)


def same_enterprise(left: str, right: str) -> bool:
    """Tell whether two names can mean one enterprise: 丰城市机械厂 and 机械厂 do.

    >>> same_enterprise("丰城市机械厂", "机械厂"), same_enterprise("甲厂", "乙厂")
    (True, False)
    """
    return left in right or right in left


def in_two_enterprises(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every person whom another, earlier sheet lists under another enterprise."""
    if not table.has("id"):
        return
    first = book.gather(_first_enterprises)
    if not first:
        return
    rows = zip(book.derive(sound_ids, table), book.derive(enterprises, table), strict=True)
    for i, (key, enterprise) in enumerate(rows):
        if key in first and enterprise:
            sheet, cell, earlier = first[key]
            # Twice on one sheet is a fault of its own.
            if sheet != table.sheet and not same_enterprise(earlier, enterprise):
                detail = {"other": earlier, "place": f"“{sheet}”{cell}", "own": enterprise}
                yield Fault(table.cell("id", i), mask_id(key), "", detail)


def _first_enterprises(book: SheetBook) -> dict[str, tuple[str, str, str]]:
    """Where each person first stands under a named enterprise; empty where one sheet has all persons."""
    tables = [table for table in book.of_kind(*PERSONS) if table.has("id")]
    if len({table.sheet for table in tables}) < 2:
        return {}
    first: dict[str, tuple[str, str, str]] = {}
    for table in tables:
        rows = zip(book.derive(sound_ids, table), book.derive(enterprises, table), strict=True)
        for i, (key, enterprise) in enumerate(rows):
            if key and enterprise and key not in first:
                first[key] = table.sheet, table.cell("id", i), enterprise
    return first


ACROSS_CHECKS: Final = (
    Check(
        code="NOT_ON_ROSTER",
        title="不在职工花名册上",
        severity=Severity.NOTICE,
        kinds=frozenset({"severance"}),
        message="{who}不在{title}上",
        remedy="核对是否在册职工、身份证号是否一致；漏列的补入花名册",
        citation="测算人员应与花名册一致",
        run=partial(not_listed, "roster"),
    ),
    Check(
        code="NOT_ON_SEVERANCE",
        title="不在补偿金测算表上",
        severity=Severity.NOTICE,
        kinds=frozenset({"roster"}),
        message="{who}不在{title}上",
        remedy="核对是否应当测算、身份证号是否一致；不解除劳动合同的在备注中说明",
        citation="测算人员应与花名册一致",
        cleared_by=kept_on,
        run=partial(not_listed, "severance"),
    ),
    Check(
        code="TWO_ENTERPRISES",
        title="同一人在两个企业",
        severity=Severity.NOTICE,
        kinds=PERSONS,
        message="此人在“{own}”，又在“{other}”（{place}）",
        remedy="核对劳动关系在哪个企业，是否已由前一企业补偿；不得重复补偿",
        citation="劳动合同法实施条例第十条（已支付补偿的工作年限不再计算）",
        run=in_two_enterprises,
    ),
)

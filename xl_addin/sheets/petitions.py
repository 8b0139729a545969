"""信访台账 read for the steps of a procedure: which petitions an enterprise had, and how far each one went.

A row of steps may stand for several petitions at once: its days are then the first and the last of all of them. Judges
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import days_in_text, enterprise_key, span_of, texts
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.firm_names import titled_firm
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

_COUNT: Final = re.compile(
    r"(?:共|计)?((?<!\d)\d+|(?<![两二三四五六七八九十百])[两二三四五六七八九十百]+)(?:多|余)?(?:件|起|批|案|宗|份|人次|信访事项)"
)
_ONE: Final = frozenset({"0", "1", "01"})
_UNTIL: Final = re.compile(r"(?:至|到|截止|止于|以前|之前)[^\d]{0,3}\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}日?")
"""The new last day, not the day on which it was granted: 延期至2011年10月15日."""
_EXTENDS: Final = re.compile(r"延期|延长|延办")
_NO_EXTENSION: Final = re.compile(r"(?:未|没有|无|不)(?:经|需|予|批准|办理|申请|得)*(?:延期|延长|延办)")
REVIEWS: Final = ("review", "review_requested", "review_answered", "recheck_requested", "recheck_answered")


@dataclass(frozen=True, slots=True)
class Petition:
    """One row of the register."""

    enterprise: str
    registered: bool
    answered: bool
    reviewed: bool


def petitions(table: SheetTable, book: SheetBook) -> list[Petition]:
    """Every petition of one register; a row that names no enterprise is of the one that the title names."""
    titled = enterprise_key(table.enterprise or titled_firm(table.title))
    firms = texts(table, "enterprise")
    found = []
    for i, firm in enumerate(firms):
        begun = _filled(table, i, "registered", "accepted", "answered")
        answered = _filled(table, i, "answered")
        found.append(Petition(enterprise_key(firm) or titled, begun, answered, _filled(table, i, *REVIEWS)))
    return found


def extension_days(table: SheetTable, role: str, record: int) -> list[DaySpan]:
    """The days on which an extension was approved: all in its own column, elsewhere those beside the word."""
    if not table.has(role):
        return []
    value = table.column(role)[record]
    if role == "extension" and (span := span_of(value)):
        return [span]
    text = clean_text(value)
    return days_in_text(_UNTIL.sub("", text)) if role == "extension" else granted_days(text)


def says_extended(text: str) -> bool:
    """Tell words on an extension that was approved from those on one that was not.

    >>> [says_extended(text) for text in ("经批准延长办理期限30日", "已办理延期审批", "未申请延期", "不延期")]
    [True, True, False, False]
    """
    folded = plain(text)
    return bool(_EXTENDS.search(folded)) and not _NO_EXTENSION.search(folded)


def granted_days(text: str) -> list[DaySpan]:
    """The days of an approval in words on an extension; a clause about something else is left out.

    >>> len(granted_days("2011年9月20日批准延期30日；10月8日答复")), granted_days("延期至2011年10月15日")
    (1, [])
    """
    clauses = re.split(r"[,，。;；]", text)
    return [day for one in clauses if _EXTENDS.search(one) for day in days_in_text(_UNTIL.sub("", one))]


def _filled(table: SheetTable, record: int, *roles: str) -> bool:
    return any(table.has(role) and not is_empty(table.column(role)[record]) for role in roles)


def petitions_of(enterprise: str, book: SheetBook) -> list[Petition]:
    """The registered petitions of an enterprise, from every register of the workbook."""
    firm = enterprise_key(enterprise)
    registers = book.of_kind("petitions")
    return [one for table in registers for one in book.derive(petitions, table) if one.enterprise == firm and firm]


def names_several(text: str) -> bool:
    """Tell whether words on a step say that it stands for more than one petition.

    >>> [names_several(text) for text in ("登记2件", "意见书两件", "登记1件", "信访人3人", "丰信〔2011〕2号")]
    [True, True, False, False, False]
    """
    return any(found not in _ONE and found != "一" for found in _COUNT.findall(plain(text)))

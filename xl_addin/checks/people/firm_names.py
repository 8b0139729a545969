"""One enterprise under two names: every sheet adds up by name, so that its money and its workers stand apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.firm_names import alike, firms_named
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_KINDS: Final = frozenset(
    {"roster", "severance", "arrears", "owed", "payments", "ledger", "sources", "progress", "procedure", "petitions"}
)


def alike_names(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first row of each name that may be a shorter or longer one of an enterprise of another name."""
    pairs = book.gather(alike)
    if not pairs:
        return
    named = book.derive(firms_named, table)
    for short, long in pairs:
        if short in named:
            detail = {"own": short, "other": long, "place": _where(long, book), "count": named.count(short)}
            yield Fault(_first_cell(table, named, short), short, long, detail)


def _where(name: str, book: SheetBook) -> str:
    """The first place at which a name stands."""
    for table in book.tables:
        named = book.derive(firms_named, table)
        if name in named:
            return f"“{table.sheet}”{_first_cell(table, named, name) or ''}"
    return ""


def _first_cell(table: SheetTable, named: list[str], name: str) -> str | None:
    """The first cell with a name; None where only the title of the sheet says it."""
    return table.cell("enterprise", named.index(name)) if table.has("enterprise") else None


FIRM_NAME_CHECKS: Final = (
    Check(
        code="FIRM_NAMES_ALIKE",
        title="企业名称不统一",
        severity=Severity.NOTICE,
        kinds=_KINDS,
        message="“{own}”（本表{count}行）可能就是“{other}”（{place}）；各表按名称汇总，现在按两户计，收支、应付、人数会分在两处",
        remedy="核对是否同一企业：是的，各表统一写全称；不是的，不用改",
        citation="同一企业各表应使用同一名称",
        run=alike_names,
    ),
)

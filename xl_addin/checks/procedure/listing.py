"""Checks of how long a sale was listed: by what is sold, by its value, and by the text in force on that day.

The enterprise or a share of it is listed for twenty working days; single assets (资产转让) since 2016 by their price.
The sheets give the appraisal, below which no first reserve price may lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.procedure.intervals import in_order
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import Limit, limit, limit_in_force
from xl_addin.rules.procedure.deadlines import longest_workdays
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_text
from xl_addin.sheets.sales import Sale, sales
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_FEN: Final = 100


def listing_limit(sale: Sale, start: Day) -> Limit | None:
    """What a listing that began on a day must last; None where no text fixes it. Unknown value: the shorter one."""
    day = start.span.last
    assets, large = limit_in_force("asset_listing_workdays", day), limit_in_force("large_asset_listing_workdays", day)
    if not sale.of_assets or assets is None or large is None:
        return limit("listing_workdays")
    if sale.value is None:
        return assets
    if sale.value > limit("large_asset_price", day).count * _FEN:
        return large
    return assets if sale.value > limit("asset_price", day).count * _FEN else None


def short_listings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Listings of fewer working days than the law asks for."""
    for sale in book.derive(sales, table):
        start, end = sale.listed_from, sale.listed_to
        if start and end and in_order(start, end) and (what := listing_limit(sale, start)):
            try:
                days = longest_workdays(start.span, end.span)
            except InputError:
                continue
            if days < what.count:
                kind = "资产转让" if what.id != "listing_workdays" else "产权交易"
                detail = {"days": days, "limit": what.text, "kind": kind}
                shown = f"{day_text(start)} 至 {day_text(end)}，{days}个工作日"
                yield Fault(end.cell, shown, f"不少于{what.text}", detail, citation=what.citation)


LISTING_CHECKS: Final = (
    Check(
        code="LISTING_SHORT",
        title="公告期不足",
        severity=Severity.ERROR,
        kinds=frozenset({"procedure", "progress"}),
        message="{kind}公告只有{days}个工作日，不足{limit}（从公告次日起数，调休上班日计入，截止日计入）",
        remedy="核对公告起止日期；属实的须重新公告",
        citation="",
        run=short_listings,
    ),
)

"""Checks of whether all proceeds of a sale came into the fund (C-5; C4 62).

A price may include the land, which the land reserve pays for: that part comes in as 土地出让/收储补偿. It counts where
the sheets say that the price includes it, or where both together are exactly the price.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六 (变现收入全部列入专户).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, enterprise_key, text_at, texts
from xl_addin.sheets.ledger import ledger_rows, ledgers
from xl_addin.sheets.sales import Price, Sale, is_wrong_unit, lots
from xl_addin.sheets.steps import step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_SALE_ACCOUNT: Final = "产权变现"
_LAND_ACCOUNT: Final = "土地出让/收储补偿"
_WITH_LAND: Final = re.compile(
    r"(?<!不)(?<!未)(?:含|包括|包含|连同|其中)[^,。;]{0,12}(?:土地|地价|收储)|(?:土地|地价|收储)[^,。;]{0,12}(?:含在|含入|计入|包含在|部分)"
    r"|(?:成交价|价款|转让款|总价)[^,。;]{0,8}(?:土地|收储)"
)
_WITHOUT: Final = re.compile(r"(?:不|未|没有)(?:含|包括|包含|计)[^,。;]{0,12}(?:土地|地价|收储)")
_PRICED_STEPS: Final = frozenset({"D10", "D18", "D19", "D20"})


@dataclass(slots=True)
class Income:
    """What came into the ledgers for one enterprise, in fen."""

    sold: int = 0
    land: int = 0
    includes_land: bool = False
    """The ledger says that money for the land is a part of the price."""


def incomes(book: SheetBook) -> dict[str, Income]:
    """Income by enterprise for every enterprise that stands in a ledger."""
    found: dict[str, Income] = {}
    for table in book.gather(ledgers):
        rows = book.derive(ledger_rows, table)
        words = [texts(table, role) for role in ("summary", "note")]
        for i, firm in enumerate(rows.enterprise):
            own, account = found.setdefault(firm, Income()), rows.account[i]
            if account is not None and account.name == _SALE_ACCOUNT:
                own.sold += rows.net(i)
            elif account is not None and account.name == _LAND_ACCOUNT:
                own.land += rows.net(i)
                own.includes_land |= any(_says_so(column[i]) for column in words)
    return found


def _says_so(text: str) -> bool:
    return bool(_WITH_LAND.search(text)) and not _WITHOUT.search(text)


def missing_proceeds(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Sales paid in full whose proceeds are not all in the ledger."""
    if not book.of_kind("ledger"):
        return
    income = book.gather(incomes)
    for firm, sold in book.derive(lots, table).items():
        yield from _missing(sold, income.get(firm), table, book)


def _missing(
    sold: Sequence[tuple[Sale, Price]], income: Income | None, table: SheetTable, book: SheetBook
) -> Iterator[Fault]:
    """The lots of an enterprise for which the ledger's money does not suffice, one after another."""
    before = 0  # prices of earlier lots, which the same money has to pay
    for sale, price in sold:
        if is_wrong_unit(price) or not price.deal or not (sale.deposited or sale.rest_paid):
            continue
        if income is None and sale.deposited is None:
            continue
        own = income or Income()
        included = own.includes_land or _price_includes_land(sale, table, price.record, book)
        whole, due = own.sold + own.land, price.deal
        got = max((whole if included else own.sold) - before, 0)
        if got < due and whole - before != due:
            yield _lacking(table.cell("price", price.record), own, due, got, before, included=included)
        before += due


def _lacking(cell: str, own: Income, due: int, got: int, before: int, *, included: bool) -> Fault:
    detail = {"got": amount_text(got), "price": amount_text(due), "lacking": amount_text(due - got)}
    detail["from"] = "“产权变现”和“土地出让/收储补偿”" if included else "“产权变现”"
    detail["from"] += f"除前几宗的{amount_text(before)}元外" if before else ""
    ask = f"；台账另有土地出让/收储补偿{amount_text(own.land)}元，成交价含土地的请在备注中写明“成交价含土地”"
    detail["land"] = ask if own.land > 0 and not included else ""
    return Fault(cell, f"入账{amount_text(got)}元", detail["price"], detail)


def _price_includes_land(sale: Sale, table: SheetTable, record: int, book: SheetBook) -> bool:
    words = [text_at(table, role, record) for role in ("form", "problems", "note")]
    for other in book.of_kind("procedure"):
        for row in book.derive(step_rows, other):
            if row.step in _PRICED_STEPS and enterprise_key(row.enterprise) == enterprise_key(sale.enterprise):
                words += [plain(clean_text(other.column(role)[row.record])) for role in ("document", "note")]
    return any(map(_says_so, words))


PROCEEDS_CHECKS: Final = (
    Check(
        code="PROCEEDS_MISSING",
        title="变现收入未全部入专户",
        severity=Severity.ERROR,
        kinds=frozenset({"progress"}),
        message="成交价{price}元，台账{from}只有{got}元，差{lacking}元；变现收入必须全部列入专户{land}",
        remedy="核对进账单，补登台账或追缴未入账的价款",
        citation="丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六",
        run=missing_proceeds,
    ),
)

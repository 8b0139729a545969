"""The sale of each enterprise, read from either procedure sheet into one form: listing, deal, payments, price.

A row of 改制工作进度表 is one sale; of 改制程序核查表 the rows of one enterprise are. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from xl_addin.policy.procedure_limits import limit
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, enterprise_key, fen_of, span_of
from xl_addin.sheets.periods import both_days
from xl_addin.sheets.steps import StepRow, enterprise_names, enterprise_rows, step_rows
from xl_addin.tables.amounts import names_unit
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

_PRICES: Final = ("appraisal", "price", "first_payment")
_LEAST_PRICE: Final = 10_000_000
"""Fen: an enterprise sold for less than a hundred thousand yuan is a sheet in 万元 that does not say so."""
_BASE_DATE: Final = re.compile(
    r"基准日(?:期)?[:为是]?(?P<after>\d[\d年月日./-]*)"
    r"|(?<![\d年月日./-])(?P<before>\d[\d年月日./-]*)[为是]?(?:资产)?(?:评估)?基准日"
)
_ASSETS: Final = re.compile(
    r"资产(?:公开|协议|挂牌|招标|网络)?(?:转让|处置|拍卖|出售|变现|变卖|竞拍|交易公告)"
    r"|(?:转让|出售|拍卖|处置|变卖)(?:部分|闲置|实物|固定|存量|单项|有效|机器设备|设备|房产|厂房)+(?:资产|设备|房产|厂房)?"
)
_WHOLE: Final = re.compile(r"产权|股权|股份|整体|全部资产|增资|净资产")


@dataclass(frozen=True, slots=True)
class Sale:
    """What a sheet says of one sale; None where it says nothing."""

    enterprise: str
    appraisal_base: Day | None = None
    appraised: Day | None = None
    """The day of the appraisal report, where only that is known."""
    verified: Day | None = None
    listed_from: Day | None = None
    listed_to: Day | None = None
    deal: Day | None = None
    first_paid: Day | None = None
    """The day of the first payment; of the only one, where nothing says that there were several."""
    rest_paid: Day | None = None
    paid_up: Day | None = None
    """The day of the last payment; None where only a part is known to have been paid."""
    deposited: Day | None = None
    closed: Day | None = None
    of_assets: bool = False
    """Single assets are sold (资产转让), not the enterprise or a share of it."""
    value: int | None = None
    """Fen: the appraisal, else the price."""


@dataclass(frozen=True, slots=True)
class Price:
    """The money of one sale on 改制工作进度表 in fen, with the record that holds it."""

    record: int
    appraisal: int | None
    deal: int | None
    first_payment: int | None
    approved_lower: bool
    """A number of an approval to sell below the floor stands in its column."""

    @property
    def paid_at_once(self) -> bool:
        """Whether the first payment is the whole price."""
        return self.first_payment is not None and self.deal is not None and self.first_payment >= self.deal

    @property
    def ratio(self) -> Fraction | None:
        """Price by appraisal; None where either is missing."""
        if self.deal is None or not self.appraisal or self.appraisal < 0:
            return None
        return Fraction(self.deal, self.appraisal)


def sells_assets(*words: str) -> bool:
    """Tell words on a sale of single assets from those on the sale of an enterprise or a share of it.

    >>> [sells_assets(text) for text in ("资产转让（拍卖）", "实物资产处置", "产权转让", "资产评估", "整体资产出售")]
    [True, True, False, False, False]
    """
    return any(_ASSETS.search(text) and not _WHOLE.search(text) for text in map(plain, words))


def sales(table: SheetTable, book: SheetBook) -> list[Sale]:
    """Every sale of a procedure or progress sheet."""
    if table.kind == "progress":
        return [
            _progress_sale(table, name, price)
            for name, price in zip(enterprise_names(table), book.derive(prices, table), strict=True)
        ]
    groups = enterprise_rows(book.derive(step_rows, table))
    known = {
        enterprise_key(sale.enterprise): sale
        for other in book.of_kind("progress")
        for sale in book.derive(sales, other)
        if sale.enterprise
    }
    found = []
    for name, rows in groups.items():
        own, other = _procedure_sale(table, name, rows), known.get(enterprise_key(name))
        found.append(replace(own, of_assets=own.of_assets or other.of_assets, value=other.value) if other else own)
    return found


def _progress_sale(table: SheetTable, enterprise: str, price: Price) -> Sale:
    i = price.record
    listed_from, listed_to = both_days(table, i)
    first_paid, rest_paid = day_at(table, "first_paid", i), day_at(table, "rest_paid", i)
    # A first payment without its day was made on some day before the last one: of that day nothing is known.
    only_payment = rest_paid if is_empty(table.column("first_payment")[i]) else None
    whole = price.paid_at_once or not (table.has("first_payment") or table.has("rest_paid"))
    return Sale(
        enterprise=enterprise,
        appraisal_base=day_at(table, "appraisal_date", i),
        verified=day_at(table, "verification", i),
        listed_from=listed_from,
        listed_to=listed_to,
        deal=day_at(table, "deal_date", i),
        first_paid=first_paid or only_payment,
        rest_paid=rest_paid,
        paid_up=rest_paid or (first_paid if whole else None),
        deposited=day_at(table, "received", i),
        closed=day_at(table, "closed", i),
        of_assets=sells_assets(clean_text(table.column("form")[i])),
        value=price.deal if price.appraisal is None else price.appraisal,
    )


def _procedure_sale(table: SheetTable, enterprise: str, rows: Sequence[StepRow]) -> Sale:
    """Several rows of one step (公告 and 拍卖, two instalments) count from the first beginning to the last end."""
    by_step: dict[str, list[StepRow]] = {}
    for row in rows:
        by_step.setdefault(row.step, []).append(row)

    def first(step: str) -> Day | None:
        return earliest(row.done for row in by_step.get(step, ()))

    def begun(step: str) -> Day | None:
        return earliest(row.begun for row in by_step.get(step, ()))

    def last(step: str) -> Day | None:
        return latest(row.done for row in by_step.get(step, ()))

    about = [
        clean_text(table.column(role)[row.record])
        for step in ("D05", "D17")
        for row in by_step.get(step, ())
        for role in ("step", "document", "note")
    ]
    ended = [row.done for row in by_step.get("D17", ()) if row.done != row.begun]
    return Sale(
        enterprise=enterprise,
        appraisal_base=earliest(base_date(table, row.record) for row in by_step.get("D09", ())),
        appraised=first("D09"),
        verified=first("D07"),
        listed_from=begun("D17"),
        listed_to=latest(ended),
        deal=first("D18"),
        first_paid=begun("D19"),
        rest_paid=last("D19"),
        paid_up=last("D19"),
        deposited=first("D20"),
        closed=last("D29"),
        of_assets=sells_assets(*about),
    )


def base_date(table: SheetTable, record: int) -> Day | None:
    """Find 基准日2010-12-31 in the words of an appraisal row."""
    for role in ("note", "document", "step"):
        text = plain(clean_text(table.column(role)[record]))
        for named in _BASE_DATE.finditer(text):
            span = span_of((named["after"] or named["before"]).rstrip("./-"))
            if span is not None:
                return Day(span, table.cell(role, record))
    return None


def earliest(days: Iterable[Day | None]) -> Day | None:
    """The first of some days; None if there is none."""
    return min((day for day in days if day is not None), key=lambda day: day.span, default=None)


def latest(days: Iterable[Day | None]) -> Day | None:
    """The last of some days; None if there is none."""
    return max((day for day in days if day is not None), key=lambda day: day.span[::-1], default=None)


def earliest_step_days(book: SheetBook, step: str) -> dict[str, Day]:
    """The first day on which each enterprise (by its key) did a step, from every 改制程序核查表 of the workbook."""
    return _step_days(book, step, lambda row: row.done)


def first_step_days(book: SheetBook, step: str) -> dict[str, Day]:
    """The first day on which each enterprise began a step; the day of completion where no beginning is given."""
    return _step_days(book, step, lambda row: row.begun or row.done)


def _step_days(book: SheetBook, step: str, pick: Callable[[StepRow], Day | None]) -> dict[str, Day]:
    found: dict[str, Day] = {}
    for table in book.of_kind("procedure"):
        for enterprise, rows in enterprise_rows(book.derive(step_rows, table)).items():
            day = earliest(pick(row) for row in rows if row.step == step)
            if day is not None and enterprise:
                found.setdefault(enterprise_key(enterprise), day)
    return found


def price_unit(table: SheetTable, role: str) -> str:
    """Unit of a price: its heading or the title; else what another price says; else 万元 where 元 would be absurd."""
    stated = table.header.units.get(role, "").split("/")[0]
    if stated.endswith("元") or table.unit:
        return table.money_unit(role)
    others = [table.header.units.get(other, "") for other in _PRICES]
    shared = next((unit for unit in others if unit.endswith("元")), "")
    if shared:
        return shared
    cells = [value for other in _PRICES for value in table.column(other) if not names_unit(value)]
    amounts = [fen_of(value, "元") or 0 for value in cells]
    return "元" if max(amounts, default=0) >= _LEAST_PRICE else "万元"


def prices(table: SheetTable, book: SheetBook) -> list[Price]:
    """Appraisal, price and first payment of every row of a progress sheet."""
    units = {role: price_unit(table, role) for role in _PRICES}
    columns = ([fen_of(value, units[role]) for value in table.column(role)] for role in _PRICES)
    approvals = table.column("price_approval")
    return [
        Price(i, appraisal, price, first, not is_empty(approvals[i]))
        for i, (appraisal, price, first) in enumerate(zip(*columns, strict=True))
    ]


def lots(table: SheetTable, book: SheetBook) -> dict[str, list[tuple[Sale, Price]]]:
    """Sales by enterprise (its key) of a progress sheet: assets sold in several lots have a row each.

    A row that says the same price, appraisal and day again is the same lot; so is one without a price whose appraisal
    another row sold: a listing that found no buyer.
    """
    found: dict[str, dict[tuple[object, ...], tuple[Sale, Price]]] = {}
    for sale, price in zip(book.derive(sales, table), book.derive(prices, table), strict=True):
        what = price.deal, price.appraisal, sale.deal.span if sale.deal else None
        found.setdefault(enterprise_key(sale.enterprise), {}).setdefault(what, (sale, price))
    return {firm: _without_unsold(list(own.values())) for firm, own in found.items()}


def _without_unsold(own: list[tuple[Sale, Price]]) -> list[tuple[Sale, Price]]:
    sold = {price.appraisal for _, price in own if price.deal}
    return [(sale, price) for sale, price in own if price.deal or price.appraisal not in sold]


_TOLERANCE: Final = 3
"""A price off by the factor of 元 and 万元 lies within three times of it: closer to no other explanation."""


def is_wrong_unit(price: Price) -> bool:
    """Tell whether a price and its appraisal differ by about the factor of 元 and 万元."""
    ratio, slip = price.ratio, limit("unit_slip").value
    if ratio is None or ratio <= 0:
        return False
    off = ratio if ratio > 1 else 1 / ratio
    return slip / _TOLERANCE <= off <= slip * _TOLERANCE

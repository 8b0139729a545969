"""Checks of price and first payment on 改制工作进度表: units, floor of the appraisal, share of the first payment.

Amounts are converted by the unit in their cell, else by their headings. Exactly at the floor is not below it (P-12).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, fen_of
from xl_addin.sheets.sales import is_wrong_unit, price_unit, prices
from xl_addin.tables.amounts import names_unit
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import round_half_up

_PROGRESS: Final = frozenset({"progress"})
_MOST_DECIMALS: Final = 18
"""An amount of 16 digits that is a fen short still differs from its bound by then."""


def wrong_units(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Prices that differ from the appraisal by the factor between 元 and 万元."""
    for price in book.derive(prices, table):
        if is_wrong_unit(price):
            detail = {"limit": limit("unit_slip").text, "unit": price_unit(table, "price")}
            yield Fault(table.cell("price", price.record), _typed(table, "price", price.record), "", detail)


def prices_below(floor: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Prices under the floor without an approval (``floor``), or between the floor and the appraisal."""
    share = limit("price_floor")
    for price in book.derive(prices, table):
        ratio = price.ratio
        if ratio is None or ratio >= 1 or price.approved_lower or is_wrong_unit(price) or price.appraisal is None:
            continue
        if (ratio < share.value) == floor:
            unit = price_unit(table, "price")
            least = round_half_up(price.appraisal * (share.value if floor else 1))
            detail = {
                "share": share_below(ratio, share.value if floor else Fraction(1)),
                "limit": share.text,
                "appraisal": _with_unit(table, "appraisal", price.record),
            }
            cell = table.cell("price", price.record)
            yield Fault(cell, _typed(table, "price", price.record), amount_text(least, unit), detail)


def small_first_payments(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """First payments of less than the lawful share of the price."""
    share = limit("first_payment_share")
    for price in book.derive(prices, table):
        if price.first_payment is None or not price.deal or price.deal <= 0 or is_wrong_unit(price):
            continue
        if price.first_payment < price.deal * share.value:
            unit = price_unit(table, "first_payment")
            least = amount_text(-(-price.deal * share.value.numerator // share.value.denominator), unit)
            paid = share_below(Fraction(price.first_payment, price.deal), share.value)
            detail = {"share": paid, "limit": share.text, "least": f"{least}{unit}"}
            cell = table.cell("first_payment", price.record)
            yield Fault(cell, _typed(table, "first_payment", price.record), least, detail)


def unreadable_money(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Appraisals, prices and payments that are no amounts."""
    for spec in table.specs():
        if spec.type == "money":
            found = [(i, value) for i, value in enumerate(table.column(spec.role)) if isinstance(value, str)]
            for i, value in found:
                if not is_empty(value) and fen_of(value, "元") is None:
                    detail = {"name": table.label(spec.role), "typed": value.strip()}
                    yield Fault(table.cell(spec.role, i), value.strip(), "", detail)


def share_below(share: Fraction, bound: Fraction) -> str:
    """Write a share below a bound as a percentage, with as many decimals as it takes to be seen below it.

    >>> share_below(Fraction(89999, 100000), Fraction(9, 10)), share_below(Fraction(1, 4), Fraction(3, 10))
    ('89.999%', '25.00%')
    """
    for places in range(2, _MOST_DECIMALS):
        step = Fraction(1, 10 ** (places + 2))
        shown = Fraction(round_half_up(share / step)) * step
        if shown < bound:
            break
    return f"{Decimal(round_half_up(share / step)).scaleb(-places):.{places}f}%"


def _typed(table: SheetTable, role: str, record: int) -> str:
    return clean_text(table.column(role)[record])


def _with_unit(table: SheetTable, role: str, record: int) -> str:
    own = names_unit(table.column(role)[record])
    return _typed(table, role, record) + ("" if own else price_unit(table, role))


PRICE_CHECKS: Final = (
    Check(
        code="PROGRESS_AMOUNT",
        title="金额无法识别",
        severity=Severity.ERROR,
        kinds=_PROGRESS,
        message="“{name}”的“{typed}”不是金额",
        remedy="改成数字，单位写在表头",
        citation="金额不明的不猜测",
        run=unreadable_money,
    ),
    Check(
        code="PRICE_UNIT",
        title="成交价单位存疑",
        severity=Severity.ERROR,
        kinds=_PROGRESS,
        message="成交价与评估值相差约{limit}，元与万元混用；本列单位为{unit}",
        remedy="按成交确认书改成本列单位的数字",
        citation=limit("unit_slip").citation,
        run=wrong_units,
    ),
    Check(
        code="PRICE_LOW",
        title="成交价低于评估值的最低比例",
        severity=Severity.ERROR,
        kinds=_PROGRESS,
        message="成交价为评估值（{appraisal}）的{share}，低于{limit}，且没有降价批准文号",
        remedy="暂停交易，报原批准机构同意后填“降价批准文号”",
        citation=limit("price_floor").citation,
        run=partial(prices_below, True),
    ),
    Check(
        code="PRICE_BELOW_APPRAISAL",
        title="成交价低于评估值",
        severity=Severity.NOTICE,
        kinds=_PROGRESS,
        message="成交价为评估值（{appraisal}）的{share}，低于评估值但不低于{limit}",
        remedy="核对成交确认书；首次公告的价格不应低于评估值",
        citation=limit("price_floor").citation,
        run=partial(prices_below, False),
    ),
    Check(
        code="PAYMENT_SHARE_LOW",
        title="首付款比例不足",
        severity=Severity.ERROR,
        kinds=_PROGRESS,
        message="首付款为成交价的{share}，不足{limit}（至少{least}）",
        remedy="核对合同和进账单；属实的须补足首付款",
        citation=limit("first_payment_share").citation,
        run=small_first_payments,
    ),
)

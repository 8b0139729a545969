"""Checks of intervals between steps on both procedure sheets: listing, payment, validity of results, office periods.

Working days come from the published calendar; a date outside its years is a notice, never a guess. Where the listing
or the first payment stands before what it must follow, only the order is reported, not the interval as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Final

from xl_addin.checks.remarks import OWN_RULE
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.calendar import covered_years
from xl_addin.rules.procedure.deadlines import (
    is_expired,
    is_late_by_days,
    is_late_by_months,
    is_late_by_workdays,
    longest_workdays,
)
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_text
from xl_addin.sheets.sales import Sale, sales
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_BOTH: Final = frozenset({"procedure", "progress"})


def _in_order(first: Day | None, second: Day | None) -> bool:
    return first is not None and second is not None and not is_out_of_order(first.span, second.span)


def short_listings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Listings of fewer working days than the law asks for."""
    for sale in book.derive(sales, table):
        start, end = sale.listed_from, sale.listed_to
        if start and end and _in_order(start, end):
            try:
                days = longest_workdays(start.span, end.span)
            except InputError:
                continue
            if days < limit("listing_workdays").count:
                yield Fault(
                    end.cell,
                    f"{day_text(start)} 至 {day_text(end)}，{days}个工作日",
                    f"不少于{limit('listing_workdays').text}",
                    {"days": days, "limit": limit("listing_workdays").text},
                )


def late_first_payments(dated: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """First payments later than some working days after the deal: those whose day is given (``dated``).

    The others are the rows of steps that only say when payment was finished: a part may have come in time.
    """
    for sale in book.derive(sales, table):
        deal, paid = sale.deal, sale.first_paid
        if not dated:
            paid = sale.rest_paid if paid is None and table.kind == "procedure" else None
        # A row with one pair of dates cannot tell which of two reversed dates is the first payment.
        steps = table.kind == "procedure"
        reversed_row = steps and sale.rest_paid is not None and not _in_order(paid, sale.rest_paid)
        if deal and paid and _in_order(deal, paid) and not _deal_misplaced(sale) and not reversed_row:
            try:
                late = is_late_by_workdays(deal.span, paid.span, limit("first_payment_workdays").count)
            except InputError:
                continue
            if late:
                detail = {"deal": day_text(deal), "paid": day_text(paid), "limit": limit("first_payment_workdays").text}
                yield Fault(paid.cell, day_text(paid), f"成交后{detail['limit']}内", detail)


def _deal_misplaced(sale: Sale) -> bool:
    return sale.listed_to is not None and sale.deal is not None and not _in_order(sale.listed_to, sale.deal)


def _misplaced(sale: Sale) -> bool:
    """Tell whether listing, deal and payments contradict each other's order, which is reported by itself."""
    days = [day for day in (sale.listed_to, sale.deal, sale.first_paid, sale.rest_paid) if day is not None]
    return any(is_out_of_order(first.span, second.span) for first, second in combinations(days, 2))


def _first_known_payment(sale: Sale, table: SheetTable) -> Day | None:
    return sale.first_paid or (sale.rest_paid if table.kind == "procedure" else None)


def outside_calendar(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Dates for which working days cannot be counted."""
    first, last = covered_years()
    for sale in book.derive(sales, table):
        for start, end, what in (
            (sale.listed_from, sale.listed_to, limit("listing_workdays")),
            (sale.deal, _first_known_payment(sale, table), limit("first_payment_workdays")),
        ):
            if start and end and _in_order(start, end):
                try:
                    longest_workdays(start.span, end.span)
                except InputError:
                    detail = {"name": what.name, "limit": what.text, "first": first, "last": last}
                    yield Fault(end.cell, day_text(end), "", detail)


def late_rest_payments(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Last payments more than a year after the deal."""
    yield from _late_by_months(table, book, "rest_payment_months", lambda sale: (sale.deal, sale.rest_paid))


def expired_appraisals(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Deals on or after the anniversary of the appraisal's base date, or of its report, which is later still."""
    what = limit("appraisal_months")
    for sale in book.derive(sales, table):
        base = sale.appraisal_base or sale.appraised
        if base and sale.deal and is_expired(base.span, sale.deal.span, what.count):
            detail = {"base": day_text(base), "deal": day_text(sale.deal), "limit": what.text, "cell": base.cell}
            yield Fault(sale.deal.cell, day_text(sale.deal), f"基准日起{what.text}内成交", detail)


def late_records(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Appraisal reports recorded too long after their base date."""
    yield from _late_by_months(
        table, book, "appraisal_record_months", lambda sale: (sale.appraisal_base, sale.appraised)
    )


def old_verifications(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Deals made on the strength of an old 清产核资."""
    yield from _late_by_months(table, book, "verification_months", lambda sale: (sale.verified, sale.deal))


def unsold_listings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Deals long after the listing, which should have been repeated."""
    yield from _late_by_months(table, book, "listing_validity_months", lambda sale: (sale.listed_to, sale.deal))


def late_closings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Closings long after the deal."""
    yield from _late_by_months(table, book, "closing_months", lambda sale: (sale.deal, sale.closed))


def _late_by_months(
    table: SheetTable, book: SheetBook, name: str, pick: Callable[[Sale], tuple[Day | None, Day | None]]
) -> Iterator[Fault]:
    what = limit(name, policy=book.policy)
    for sale in book.derive(sales, table):
        start, end = pick(sale)
        if start and end and is_late_by_months(start.span, end.span, what.count):
            detail = {"start": day_text(start), "end": day_text(end), "limit": what.text, "cell": start.cell}
            yield Fault(end.cell, day_text(end), f"{day_text(start)} 起{what.text}内", detail)


def late_deposits(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Proceeds that reached the special account long after they were paid."""
    what = limit("deposit_days", policy=book.policy)
    for sale in book.derive(sales, table):
        paid, deposited = sale.paid_up, sale.deposited
        if paid and deposited and not _misplaced(sale) and is_late_by_days(paid.span, deposited.span, what.count):
            detail = {"start": day_text(paid), "end": day_text(deposited), "limit": what.text, "cell": paid.cell}
            yield Fault(deposited.cell, day_text(deposited), f"{day_text(paid)} 后{what.text}内", detail)


def _notice(code: str, title: str, message: str, name: str, run: Callable[..., Iterator[Fault]]) -> Check:
    return Check(
        code=code,
        title=title,
        severity=Severity.NOTICE,
        kinds=_BOTH,
        message=message,
        remedy="核对两个日期的原件；本单位另有规定的，按规定执行并在备注中说明",
        citation=limit(name).citation,
        cleared_by=OWN_RULE,
        run=run,
    )


INTERVAL_CHECKS: Final = (
    Check(
        code="LISTING_SHORT",
        title="公告期不足",
        severity=Severity.ERROR,
        kinds=_BOTH,
        message="产权交易公告只有{days}个工作日，不足{limit}（从公告次日起数，调休上班日计入，截止日计入）",
        remedy="核对公告起止日期；属实的须重新公告",
        citation=limit("listing_workdays").citation,
        run=short_listings,
    ),
    Check(
        code="PAYMENT_FIRST_LATE",
        title="首付款迟付",
        severity=Severity.ERROR,
        kinds=_BOTH,
        message="成交时间{deal}，首次付款{paid}，超过{limit}（从成交次日起数工作日）",
        remedy="核对合同生效日和进账单；属实的按合同追究逾期付款责任",
        citation=limit("first_payment_workdays").citation,
        run=partial(late_first_payments, True),
    ),
    Check(
        code="PAYMENT_STEP_LATE",
        title="付款完成偏迟、首次付款日期不明",
        severity=Severity.NOTICE,
        kinds=frozenset({"procedure"}),
        message="成交时间{deal}，付款{paid}完成，超过{limit}（从成交次日起数工作日），首次付款日期没有填，无法核对",
        remedy="把首次付款日期填在“开始日期”栏；一次付清的，按合同追究逾期付款责任",
        citation=limit("first_payment_workdays").citation,
        run=partial(late_first_payments, False),
    ),
    Check(
        code="PAYMENT_REST_LATE",
        title="余款付清超期",
        severity=Severity.ERROR,
        kinds=_BOTH,
        message="成交时间{start}（{cell}），余款{end}付清，超过{limit}",
        remedy="核对合同和进账单；属实的按合同追究逾期付款责任",
        citation=limit("rest_payment_months").citation,
        run=late_rest_payments,
    ),
    Check(
        code="APPRAISAL_EXPIRED",
        title="评估结果过期",
        severity=Severity.ERROR,
        kinds=_BOTH,
        message="评估（{base}，{cell}）的有效期为基准日起{limit}，成交时间{deal}已过期",
        remedy="核对评估基准日和成交时间；属实的须重新评估",
        citation=limit("appraisal_months").citation,
        run=expired_appraisals,
    ),
    Check(
        code="CALENDAR_UNCOVERED",
        title="超出节假日表年份",
        severity=Severity.NOTICE,
        kinds=_BOTH,
        message="日期不在节假日表的年份（{first}—{last}年）内，{name}（{limit}）未校验",
        remedy="按当年国务院办公厅放假通知人工数工作日",
        citation="国务院办公厅关于部分节假日安排的通知",
        run=outside_calendar,
    ),
    _notice(
        "APPRAISAL_RECORD_LATE",
        "评估备案偏迟",
        "评估基准日{start}（{cell}），报告或备案{end}，超过{limit}",
        "appraisal_record_months",
        late_records,
    ),
    _notice(
        "VERIFICATION_OLD",
        "清产核资结果偏旧",
        "清产核资{start}（{cell}），成交{end}，超过{limit}",
        "verification_months",
        old_verifications,
    ),
    _notice(
        "LISTING_STALE",
        "公告后久未成交",
        "公告{start}（{cell}）截止，{end}才成交，超过{limit}，一般须重新办理",
        "listing_validity_months",
        unsold_listings,
    ),
    _notice(
        "CLOSING_LATE",
        "验收、登记偏迟",
        "成交{start}（{cell}），{end}才办结，超过{limit}",
        "closing_months",
        late_closings,
    ),
    _notice(
        "DEPOSIT_LATE",
        "缴入专户偏迟",
        "最后一次付款{start}（{cell}），{end}才缴入专户，超过{limit}",
        "deposit_days",
        late_deposits,
    ),
)

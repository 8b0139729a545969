"""Known faults worked into clean sheets of 改制工作进度表: empty cells, votes, prices, payments, order and periods.

What must be found, and where, follows from the statement of each rule and is written here by hand.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from tests.faults.procedure_facts import day, progress_draft
from tests.faults.sheet_drafts import Raw, yuan
from tests.faults.step_faults import START, Injection, injection
from xl_addin.values.errors import CellError

Case = tuple[str, str, str, dict[str, object]]
"""Name, code, role of the cell that is marked, and what is changed."""
_EMPTY_ROLES = (
    "verification", "audit", "appraisal_date", "appraisal", "vote_date", "delegates", "attended", "in_favour",
    "approval_no", "approval_date", "listing_from", "listing_to", "deal_date", "price", "received",
)  # fmt: skip


def _progress(rng: random.Random, name: str, code: str, role: str, **changes: object) -> Injection:
    sheet = progress_draft(rng, START)
    record = rng.randrange(3)
    sheet.rows[record] |= changes
    return injection(name, sheet, *([(code, sheet.cell(role, record))] if code else []))


def at(offset: int) -> dt.date:
    """So many days after the start of the timeline."""
    return day(START, offset)


def progress_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of 改制工作进度表 once."""
    for role in _EMPTY_ROLES:
        yield _progress(rng, f"{role} empty", "PROGRESS_GAP", role, **{role: None})
    yield from _progress_votes(rng)
    yield from _progress_prices(rng)

    cases: tuple[Case, ...] = (
        ("approval before vote", "APPROVAL_BEFORE_VOTE", "approval_date", {"approval_date": at(299)}),
        ("approval on the day of the vote", "", "", {"approval_date": at(300)}),
        ("listing before approval", "LISTING_BEFORE_APPROVAL", "listing_from", {"listing_from": at(349)}),
        ("listing reversed", "DATES_REVERSED", "listing_to", {"listing_from": at(402), "listing_to": at(401)}),
        ("rest before first payment", "DATES_REVERSED", "rest_paid", {"rest_paid": at(407)}),
        (
            "nineteen working days",
            "LISTING_SHORT",
            "listing_to",
            {"listing_from": dt.date(2010, 12, 30), "listing_to": dt.date(2011, 1, 27)},
        ),
        (
            "twenty working days",
            "",
            "",
            {"listing_from": dt.date(2010, 12, 30), "listing_to": dt.date(2011, 1, 28)},
        ),
        ("deal before the listing ends", "STEP_ORDER_D18", "deal_date", {"deal_date": at(399), "first_paid": at(404)}),
        ("first payment before the deal", "STEP_ORDER_D19", "first_paid", {"first_paid": at(404)}),
        ("deposit before payment", "STEP_ORDER_D20", "received", {"received": at(407)}),
        ("first payment late", "PAYMENT_FIRST_LATE", "first_paid", {"first_paid": at(416)}),
        (
            "rest late",
            "PAYMENT_REST_LATE",
            "rest_paid",
            {"rest_paid": at(405 + 366), "received": at(405 + 367), "closed": None},
        ),
        ("rest on the anniversary", "", "", {"rest_paid": at(405 + 365), "received": at(771), "closed": None}),
        ("appraisal on its last day", "", "", {"appraisal_date": at(405 - 364)}),
        ("appraisal expired", "APPRAISAL_EXPIRED", "deal_date", {"appraisal_date": at(405 - 365)}),
        ("deposit late", "DEPOSIT_LATE", "received", {"received": at(431)}),
        ("closing late", "CLOSING_LATE", "closed", {"closed": at(405 + 366)}),
        ("verification old", "VERIFICATION_OLD", "deal_date", {"verification": at(405 - 731)}),
        ("audit date unreadable", "RECORD_DATE_UNREADABLE", "deal_date", {"deal_date": Raw("上半年")}),
        ("approval month unclear", "RECORD_DATE_AMBIGUOUS", "approval_date", {"approval_date": Raw(2010.1)}),
        ("error value", "CELL_ERROR", "vote_date", {"vote_date": Raw(CellError("#REF!", ""))}),
    )
    for name, code, role, changes in (*cases, *_order_and_payment()):
        yield _progress(rng, name, code, role, **changes)
    yield _unsold(rng)
    yield _outside_calendar(rng)


def _order_and_payment() -> tuple[Case, ...]:
    """Steps in the wrong order, and cells of payments that need one another."""
    return (
        ("audit after vote", "STEP_SEQUENCE_D12", "vote_date", {"audit": at(301)}),
        ("base date after approval", "STEP_SEQUENCE_D09", "appraisal_date", {"appraisal_date": at(352)}),
        ("base date before the audit", "", "", {"appraisal_date": at(150)}),
        ("verification after audit", "STEP_SEQUENCE_D08", "audit", {"verification": at(201)}),
        ("closed before the deal", "STEP_SEQUENCE_D29", "closed", {"closed": at(404)}),
        ("first payment undated", "PROGRESS_GAP", "first_paid", {"first_paid": None}),
        (
            "first payment undated, rest late for a first one",
            "PROGRESS_GAP",
            "first_paid",
            {"first_paid": None, "rest_paid": at(450), "received": at(450)},
        ),
        ("first payment of no amount", "PROGRESS_GAP", "first_payment", {"first_payment": None}),
        ("rest of the price on no day", "PROGRESS_GAP", "rest_paid", {"rest_paid": None, "received": at(450)}),
        ("rest not yet due", "", "", {"rest_paid": None, "received": None, "closed": None}),
    )


def _unsold(rng: random.Random) -> Injection:
    """A deal a year after the listing is also one long after the base date, which goes before the listing."""
    sheet = progress_draft(rng, START)
    days = {"deal_date": 766, "first_paid": 768, "rest_paid": 768, "received": 769, "closed": 780}
    sheet.rows[1] |= {role: day(START, offset) for role, offset in days.items()}
    cell = sheet.cell("deal_date", 1)
    return injection("unsold for a year", sheet, ("LISTING_STALE", cell), ("APPRAISAL_EXPIRED", cell))


def _outside_calendar(rng: random.Random) -> Injection:
    sheet = progress_draft(rng, dt.date(1999, 1, 4), 1)
    cells = [("CALENDAR_UNCOVERED", sheet.cell(role, 0)) for role in ("listing_to", "first_paid")]
    return injection("before the first year of the calendar", sheet, *cells)


def _progress_votes(rng: random.Random) -> Iterator[Injection]:
    for counts, code, role in (
        ((120, 79, 61), "VOTE_QUORUM", "attended"),
        ((120, 90, 60), "VOTE_MAJORITY", "in_favour"),
        ((120, 90, 91), "VOTE_NUMBERS", "in_favour"),
        ((0, 0, 0), "VOTE_NUMBERS", "in_favour"),
        ((120, 80, 61), "", ""),
    ):
        changes = dict(zip(("delegates", "attended", "in_favour"), counts, strict=True))
        yield _progress(rng, f"vote {counts}", code, role, **changes)


def _progress_prices(rng: random.Random) -> Iterator[Injection]:
    whole = {"appraisal": yuan(5_000_000), "first_payment": None, "first_paid": None}
    whole |= {"rest_paid": day(START, 408), "received": day(START, 409)}
    for name, code, price, approval in (
        ("exactly ninety per cent", "PRICE_BELOW_APPRAISAL", "4500000", None),
        ("a fen below ninety per cent", "PRICE_LOW", "4499999.99", None),
        ("far below with approval", "", "3000000", "虚构国资批1号"),
        ("far below", "PRICE_LOW", "3000000", None),
        ("a little below", "PRICE_BELOW_APPRAISAL", "4999999.99", None),
        ("the appraisal itself", "", "5000000", None),
        ("ten thousand times too small", "PRICE_UNIT", "520", None),
        ("ten thousand times too large", "PRICE_UNIT", "52000000000", None),
    ):
        changes = whole | {"price": yuan(price), "price_approval": approval}
        yield _progress(rng, f"price {name}", code, "price", **changes)
    for first, code in (("1560000", ""), ("1559999.99", "PAYMENT_SHARE_LOW")):
        changes = {"appraisal": yuan(5_000_000), "price": yuan(5_200_000), "first_payment": yuan(first)}
        yield _progress(rng, f"first payment {first}", code, "first_payment", **changes)
    yield _progress(rng, "price in words", "PROGRESS_AMOUNT", "price", price=Raw("面议"))

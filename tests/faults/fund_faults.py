"""Known faults worked into a clean ledger of the special fund, and into the sheets that it is compared with."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from tests.faults.deferral_faults import deferral_faults
from tests.faults.fund_facts import (
    FIRST,
    SECOND,
    START,
    balance,
    entry,
    id_number,
    ledger_draft,
    ledger_rows,
    opening_row,
    roster_draft,
    severance_draft,
    single_draft,
    sold,
)
from tests.faults.procedure_facts import PROGRESS_HEADINGS, day, step_draft
from tests.faults.sheet_drafts import Draft, Raw, Row, Yuan, draft, yuan
from tests.faults.step_faults import Injection, injection
from xl_addin.values.errors import CellError


def _place(rows: list[Row], account: str, nth: int = 0) -> int:
    return [i for i, row in enumerate(rows) if row.get("account") == account][nth]


def _ledger(rng: random.Random, **options: bool) -> tuple[list[Row], Draft]:
    rows = ledger_rows(rng)
    if rng.random() < 0.5:
        rows.insert(0, opening_row(rng.randrange(1, 10**6)))
    return rows, ledger_draft(rng, rows, **options)


def clean_ledgers(rng: random.Random) -> Iterator[Injection]:
    """Ledgers and the sheets beside them without any fault."""
    yield injection("clean ledger", _ledger(rng)[1])
    yield injection("clean ledger with sums", _ledger(rng, sums=True)[1])
    rows = ledger_rows(rng, by_number=True)
    sheets = (ledger_draft(rng, rows), severance_draft(rng), roster_draft(rng), _progress(rng, sold(rng, 0)))
    yield injection("clean fund", sheets)


def cell_faults(rng: random.Random) -> Iterator[Injection]:
    """One cell of one row wrong, balances as they would be without it."""
    cases: tuple[tuple[str, str, int, str, object], ...] = (
        ("LEDGER_DATE_MISSING", "利息", 0, "date", None),
        ("LEDGER_VOUCHER_MISSING", "养老", 0, "voucher", rng.choice((None, Raw("—"), Raw(" ")))),
        ("LEDGER_ACCOUNT_MISSING", "利息", 0, "subject", None),
        ("LEDGER_ACCOUNT_UNKNOWN", "利息", 0, "subject", "食堂伙食"),
        ("LEDGER_DIRECTION", "养老", 1, "direction", "收入"),
        ("LEDGER_DIRECTION", "产权变现", 1, "direction", "支"),
        ("LEDGER_DAY_ORDER", "利息", 0, "date", day(START, -40)),
        ("LEDGER_DAY_ORDER", "利息", 0, "date", day(START, 400)),
        ("RECORD_DATE_UNREADABLE", "利息", 0, "date", Raw("月底")),
        ("RECORD_DATE_OUT_OF_RANGE", "利息", 0, "date", Raw(dt.date(2211, 4, 1))),
        ("RECORD_DATE_AMBIGUOUS", "利息", 0, "date", Raw(2010.1)),
        ("LEDGER_AMOUNT", "养老", 1, "expense", Raw("约七万元")),
        ("LEDGER_AMOUNT", "养老", 1, "balance", Raw("见对账单")),
        ("CELL_ERROR", "利息", 0, "income", Raw(CellError("#VALUE!", ""))),
        ("ADVANCE_APPROVAL_MISSING", "土地储备垫付", 0, "approval", None),
    )
    for code, account, nth, role, value in cases:
        rows, sheet = _ledger(rng)
        place = _place(rows, account, nth)
        rows[place][role] = value
        yield injection(f"{code} {account} {role}", sheet, (code, sheet.cell(role, place)))


def row_faults(rng: random.Random) -> Iterator[Injection]:
    """A row wrong as a whole; the typed balances follow it."""
    for code, place_of, role, changes in (
        ("LEDGER_BOTH_SIDES", ("养老", 1), "expense", {"income": yuan(100)}),
        ("LEDGER_AMOUNT_MISSING", ("利息", 0), "income", {"income": None}),
        ("LEDGER_ACCOUNT_SIDE", ("利息", 0), "subject", {"subject": "养老保险费"}),
        ("ADVANCE_OVERPAID", ("归还垫付", 0), "expense", {"expense": yuan("300000.01")}),
        ("DEFERRAL_OVERPAID", ("归还暂挂", 1), "expense", {"expense": yuan("40000.01")}),
        ("DEFERRAL_OVERPAID", ("归还暂挂", 0), "expense", {"enterprise": SECOND, "expense": yuan("0.01")}),
        ("TRANSFER_UNPAIRED", ("系统调入", 0), "pair", {"income": yuan("149999.99")}),
    ):
        rows, sheet = _ledger(rng)
        place = _place(rows, *place_of)
        rows[place] |= changes
        balance(rows)
        yield injection(code, sheet, (code, sheet.cell(role, place)))
    yield from _transfers(rng)
    yield from _negatives(rng)
    yield from _single_columns(rng)


def _transfers(rng: random.Random) -> Iterator[Injection]:
    rows, sheet = _ledger(rng)
    out, into = _place(rows, "系统调出"), _place(rows, "系统调入")
    rows[out]["pair"] = None
    cells = (("TRANSFER_NUMBER_MISSING", sheet.cell("pair", out)), ("TRANSFER_UNPAIRED", sheet.cell("pair", into)))
    yield injection("transfer without number", sheet, *cells)
    rows, sheet = _ledger(rng)
    rows.append(entry(rng, 130, SECOND, "系统调入", income=150_000, pair="T01"))
    balance(rows)
    yield injection("three ends", sheet, ("TRANSFER_UNPAIRED", sheet.cell("pair", len(rows) - 1)))
    rows = ledger_rows(rng)
    rows[_place(rows, "系统调入")]["income"] = yuan(100_000)
    sheet = ledger_draft(rng, rows, without=["pair"])
    last = sheet.cell("subject", _place(rows, "系统调入", 1))
    yield injection("transfers without the column", sheet, ("TRANSFER_UNEQUAL", last))
    rows, sheet = _ledger(rng)
    for account in ("系统调出", "系统调入"):
        rows[_place(rows, account, 1)]["approval"] = None
    where = sheet.cell("approval", _place(rows, "系统调出", 1))
    yield injection("across systems", sheet, ("TRANSFER_ACROSS_SYSTEMS", where))


def _single_columns(rng: random.Random) -> Iterator[Injection]:
    """The same ledger with one column of amounts beside 收支方向."""
    rows = ledger_rows(rng)
    for row in rows:
        row["amount"] = row["income"] or row["expense"]
    sheet = single_draft(rng, rows)
    yield injection("one column of amounts", sheet)
    place = _place(rows, "养老")
    rows[place]["direction"] = None
    sheet = single_draft(rng, rows)
    yield injection("no direction", sheet, ("LEDGER_DIRECTION_MISSING", sheet.cell("direction", place)))


def _negatives(rng: random.Random) -> Iterator[Injection]:
    rows, sheet = _ledger(rng)
    place = _place(rows, "养老", 1)
    rows.insert(place, entry(rng, 101, SECOND, "养老", expense=Decimal("1000000.01")))
    balance(rows)
    yield injection("enterprise overdrawn", sheet, ("LEDGER_NEGATIVE", sheet.cell("expense", place)))
    rows = ledger_rows(rng)
    balance(rows)
    left = rows[-1]["balance"]
    assert isinstance(left, Yuan)
    rows.append(entry(rng, 130, None, "处置费用", expense=left.amount + Decimal("0.01")))
    sheet = ledger_draft(rng, rows)
    yield injection("account overdrawn", sheet, ("LEDGER_NEGATIVE", sheet.cell("expense", len(rows) - 1)))


def balance_faults(rng: random.Random) -> Iterator[Injection]:
    """Typed balances and sums that do not follow from the amounts."""
    for shift in ("0.01", "-1000", "90"):
        rows, sheet = _ledger(rng)
        place = rng.randrange(1, len(rows))
        rows[place]["balance"] = _moved(rows[place]["balance"], shift)
        yield injection("one false balance", sheet, ("LEDGER_BALANCE", sheet.cell("balance", place)))
        rows, sheet = _ledger(rng)
        place = rng.randrange(1, len(rows))
        for row in rows[place:]:
            row["balance"] = _moved(row["balance"], shift)
        yield injection("false balance carried on", sheet, ("LEDGER_BALANCE", sheet.cell("balance", place)))
    rows, sheet = _ledger(rng)
    place = _place(rows, "社保暂挂")
    for row in rows[place:]:
        row["balance"] = _moved(row["balance"], "100000")
    yield injection("deferral taken for cash", sheet, ("LEDGER_BALANCE", sheet.cell("balance", place)))
    rows, sheet = _ledger(rng)
    place = _place(rows, "利息")
    rows[place]["income"] = _moved(rows[place]["income"], "0.01")
    yield injection("amount changed afterwards", sheet, ("LEDGER_BALANCE", sheet.cell("balance", place)))
    for index, label in ((0, "本月合计"), (1, "累计")):
        for role in ("income", "expense"):
            rows, sheet = _ledger(rng, sums=True)
            before = rng.choice(list(sheet.sums))
            row = sheet.sums[before][index]
            row[role] = _moved(row[role], rng.choice(("0.01", "-0.01", "1000")))
            yield injection(f"{label} {role}", sheet, ("LEDGER_SUM", sheet.sum_cell(role, before, index)))
    for by in ("0", "0.01", "-1000"):
        rows, sheet = _ledger(rng, sums=True)
        before, index = rng.choice(list(sheet.sums)), rng.randrange(2)
        sheet.sums[before][index]["balance"] = _moved(rows[before - 1]["balance"], by)
        cell = sheet.sum_cell("balance", before, index)
        yield injection(f"balance of a sum off by {by}", sheet, *([("LEDGER_CLOSING", cell)] if by != "0" else []))


def _moved(amount: object, by: str) -> Yuan:
    assert isinstance(amount, Yuan)
    return Yuan(amount.amount + Decimal(by))


def _progress(rng: random.Random, *rows: Row) -> Draft:
    return draft(
        rng, "进度", PROGRESS_HEADINGS, list(rows), always=list(PROGRESS_HEADINGS),
        money=["appraisal", "price", "first_payment"],
    )  # fmt: skip


def use_faults(rng: random.Random) -> Iterator[Injection]:
    """Money used in the wrong order, too early, twice, too much; proceeds that did not come in."""
    rows, sheet = _ledger(rng)
    tax = rows.pop(_place(rows, "税费"))
    place = _place(rows, "经济补偿", rng.randrange(4))
    tax["date"] = rows[place - 1]["date"]
    rows.insert(place, tax)
    balance(rows)
    sheets = (sheet, severance_draft(rng))
    yield injection("tax before severance", sheets, ("TIER_ORDER", sheet.cell("expense", place)))
    yield from _short_severance(rng)
    yield from _persons(rng)
    rows, sheet = _ledger(rng)
    early = _place(rows, "养老")
    approved = _progress(rng, sold(rng, 0, approval_date=day(START, 95), **_sale_after(START)))
    rows[early]["date"] = day(START, 94)
    yield injection(
        "pension before approval", (sheet, approved),
        ("PAID_BEFORE_APPROVAL", sheet.cell("date", early)), ("LEDGER_DAY_ORDER", sheet.cell("date", early)),
    )  # fmt: skip
    yield from _proceeds(rng)
    yield from _debts_across(rng)


def _sale_after(start: dt.date) -> dict[str, object]:
    """A sale that follows a late approval."""
    offsets = {"vote_date": 90, "listing_from": 100, "listing_to": 145, "deal_date": 150, "first_paid": 152}
    days: dict[str, object] = {role: day(start, offset) for role, offset in offsets.items()}
    ends = {"rest_paid": day(start, 152), "received": day(start, 153), "closed": day(start, 170)}
    return days | ends | {"appraisal_date": day(start, 0), "verification": day(start, -60), "audit": day(start, -30)}


def _short_severance(rng: random.Random) -> Iterator[Injection]:
    rows, sheet = _ledger(rng)
    last = _place(rows, "经济补偿", 3)
    rows[last]["expense"] = _moved(rows[last]["expense"], "-0.01")
    balance(rows)
    lower = [i for i, row in enumerate(rows) if row.get("account") in ("税费", "归还暂挂", "归还垫付")]
    cells = [("TIER_ORDER", sheet.cell("expense", i)) for i in lower]
    yield injection("a fen of severance unpaid", (sheet, severance_draft(rng)), *cells)


def _persons(rng: random.Random) -> Iterator[Injection]:
    rows, sheet = _ledger(rng)
    place = _place(rows, "经济补偿", rng.randrange(4))
    rows[place]["expense"] = _moved(rows[place]["expense"], "0.01")
    balance(rows)
    yield injection(
        "a fen too much", (sheet, severance_draft(rng)), ("PAID_OVER_APPROVED", sheet.cell("expense", place))
    )
    for by_number in (False, True):
        rows = ledger_rows(rng, by_number)
        again = dict(rows[_place(rows, "经济补偿", rng.randrange(4))]) | {"date": day(START, 121)}
        rows.append(again)
        sheet = ledger_draft(rng, rows)
        sheets = (sheet, severance_draft(rng), roster_draft(rng))
        where = sheet.cell("expense", len(rows) - 1)
        yield injection("severance paid twice", sheets, ("PAID_OVER_APPROVED", where))
    rows, sheet = _ledger(rng)
    rows.append(entry(rng, 121, FIRST, "养老", expense=50_000, person=id_number(0)))
    balance(rows)
    yield injection("pension paid twice", sheet, ("PAID_TWICE", sheet.cell("expense", len(rows) - 1)))
    rows, sheet = _ledger(rng)
    first = _place(rows, "经济补偿")
    paid = rows[first]["expense"]
    assert isinstance(paid, Yuan)
    rows[first]["expense"] = yuan(1000)
    rows.insert(first + 1, dict(rows[first]) | {"expense": Yuan(paid.amount - 1000)})
    balance(rows)
    yield injection("instalments within the approved sum", (sheet, severance_draft(rng)))


def _proceeds(rng: random.Random) -> Iterator[Injection]:
    _, sheet = _ledger(rng)
    more = yuan("5200000.01")
    progress = _progress(rng, sold(rng, 0, price=more), sold(rng, 1))
    yield injection("a fen not deposited", (progress, sheet), ("PROCEEDS_MISSING", progress.cell("price", 0)))
    rows = [row for row in ledger_rows(rng) if row["enterprise"] not in (SECOND, None) and not row.get("pair")]
    progress = _progress(rng, sold(rng, 0), sold(rng, 1))
    sheets = (progress, ledger_draft(rng, rows))
    yield injection("not in the ledger at all", sheets, ("PROCEEDS_MISSING", progress.cell("price", 1)))
    open_sale = _progress(rng, sold(rng, 0), sold(rng, 1, rest_paid=None, received=None, closed=None))
    yield injection("not yet received", (open_sale, ledger_draft(rng, rows)))


def _debts_across(rng: random.Random) -> Iterator[Injection]:
    rows, sheet = _ledger(rng)
    # The review (D21) begins 342 days after the start of the steps, the advance is five days after that of the ledger.
    steps = step_draft(rng, day(START, 6 - 342), ("D10", "D21", "D22"))
    early = [("ADVANCE_BEFORE_REVIEW", sheet.cell("date", _place(rows, "土地储备垫付")))]
    yield injection("advance before review", (sheet, steps), *early)
    rows, sheet = _ledger(rng)
    rows[:] = [row for row in rows if row.get("account") != "归还暂挂"]
    rows.append(entry(rng, 421, None, "利息", income=5))
    balance(rows)
    progress = _progress(rng, sold(rng, 0))
    where = sheet.cell("subject", _place(rows, "社保暂挂"))
    yield injection("deferral left open", (sheet, progress), ("DEFERRAL_OPEN", where))


def fund_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of the fund once, and clean ledgers."""
    yield from clean_ledgers(rng)
    yield from cell_faults(rng)
    yield from row_faults(rng)
    yield from balance_faults(rng)
    yield from use_faults(rng)
    yield from deferral_faults(rng)

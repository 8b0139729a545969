"""Known faults worked into clean procedure sheets: each of the 29 steps absent, late, out of order or invalid.

What must be found, and where, follows from the statement of each rule and is written here by hand.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.procedure_facts import (
    ENTERPRISES,
    OPTIONAL,
    STEPS,
    day,
    step_draft,
)
from tests.faults.sheet_drafts import Draft, Raw, book_of, draft, yuan
from xl_addin.tables.grid import BookGrid

Found = tuple[str, str, str | None]
"""Code, sheet and cell of a finding."""
START = dt.date(2010, 1, 4)


@dataclass(frozen=True)
class Injection:
    """A workbook with a known fault and exactly what must be found in it."""

    name: str
    book: BookGrid
    expected: frozenset[Found]


def injection(name: str, drafts: Draft | tuple[Draft, ...], *expected: tuple[str, str | None]) -> Injection:
    """``expected`` is codes and cells on the first sheet."""
    sheets = drafts if isinstance(drafts, tuple) else (drafts,)
    return Injection(name, book_of(*sheets), frozenset((code, sheets[0].name, cell) for code, cell in expected))


def _steps(rng: random.Random, *needed: str) -> Draft:
    """A clean sheet with these optional steps; D26 to D28 come together."""
    return step_draft(rng, START, needed)


def _with(step: str) -> tuple[str, ...]:
    return OPTIONAL if step in OPTIONAL else ("D21",)


LEDGER_OF_NEED = {"D10": "土地出让/收储补偿", "D21": "土地储备垫付", "D22": "社保暂挂"}


def absent(rng: random.Random, step: str) -> Injection:
    """A step without any row: missing where it is required, or where the ledger shows the need."""
    sheet = _steps(rng, *_with(step))
    sheet.rows = [row for row in sheet.rows if row["id"] != step]
    where = sheet.header_cell("step")
    if step not in OPTIONAL:
        return injection(f"{step} absent", sheet, (f"STEP_MISSING_{step}", where))
    if step not in LEDGER_OF_NEED:
        return injection(f"{step} absent and not needed", sheet)
    row = {
        "date": day(START, 500),
        "enterprise": ENTERPRISES[0],
        "subject": LEDGER_OF_NEED[step],
        "income": yuan(50_000),
        "approval": "虚构1号",
    }
    headings = {
        "date": ("日期",),
        "enterprise": ("企业名称",),
        "subject": ("科目",),
        "income": ("收入金额",),
        "expense": ("支出金额",),
        "approval": ("审批文号",),
    }
    ledger = draft(rng, "台账", headings, [row], always=list(headings))
    return injection(f"{step} absent though needed", (sheet, ledger), (f"STEP_MISSING_{step}", where))


def _before(sheet: Draft, step: str, other: str, days: int = 1) -> int:
    """Move a step to end some days before another one ends; gives its record."""
    record = sheet.find(id=step)
    row, end = sheet.rows[record], sheet.rows[sheet.find(id=other)]["finished"]
    assert isinstance(end, dt.date)
    row["finished"] = end - dt.timedelta(days=days)
    if row["started"] is not None:
        lasted = day(START, STEPS[step][2]) - day(START, STEPS[step][1] or 0)
        row["started"] = row["finished"] - lasted
    return record


BY_LAW = {"D18": "D17", "D19": "D18", "D20": "D19", "D27": "D26", "D28": "D27"}
"""Later step and the one that it was moved before: an error."""
BY_PRACTICE = {
    "D02": "D01", "D03": "D02", "D04": "D03", "D05": "D04", "D06": "D05", "D07": "D06", "D08": "D07", "D09": "D08",
    "D10": "D09", "D11": "D09", "D13": "D09", "D14": "D11", "D15": "D12", "D16": "D15", "D21": "D11", "D22": "D11",
    "D24": "D23", "D29": "D23",
}  # fmt: skip


def out_of_order(rng: random.Random, step: str) -> Iterator[Injection]:
    """A step that ends before a step that it must follow."""
    sheet = _steps(rng, *_with(step))
    name = f"{step} out of order"
    if step in BY_LAW or step in BY_PRACTICE:
        other = (BY_LAW | BY_PRACTICE)[step]
        record = _before(sheet, step, other)
        if step == "D19":  # begun and ended on one day between listing and deal
            sheet.rows[record]["started"] = sheet.rows[record]["finished"]
        code = "STEP_ORDER" if step in BY_LAW else "STEP_SEQUENCE"
        cell = sheet.cell("finished", record)
        yield injection(f"{name}: before {other}", sheet, (f"{code}_{step}", cell))
    if step == "D12":
        record = _before(sheet, step, "D11")
        yield injection(f"{name}: before D11", sheet, ("COSTING_AFTER_VOTE", sheet.cell("finished", record)))
    if step in ("D03", "D11"):
        later = _steps(rng, *_with(step))
        record = later.find(id=step)
        later.rows[record]["finished"] = day(START, 302)
        code = {"D03": "PUBLICITY_AFTER_VOTE", "D11": "COSTING_AFTER_VOTE"}[step]
        yield injection(f"{name}: after the vote", later, (code, later.cell("finished", later.find(id="D12"))))
    if step == "D16":
        earlier = _steps(rng, *_with(step))
        record = _before(earlier, step, "D12", rng.randint(1, 5))
        yield injection(f"{name}: before D12", earlier, ("APPROVAL_BEFORE_VOTE", earlier.cell("finished", record)))
    if step in ("D17", "D23"):
        record = sheet.find(id=step)
        code = {"D17": "LISTING_BEFORE_APPROVAL", "D23": "PAYMENT_BEFORE_APPROVAL"}[step]
        sheet.rows[record]["started"] = day(START, 350 - rng.randint(1, 9))
        yield injection(f"{name}: before D16", sheet, (code, sheet.cell("started", record)))
    if step == "D24":
        sheet = _steps(rng, *_with(step))
        record = sheet.find(id=step)
        sheet.rows[record]["started"] = day(START, 350 - rng.randint(1, 9))
        long = ("FILES_STEP_LATE", sheet.cell("finished", record))
        yield injection(f"{name}: before D16", sheet, ("ENDING_BEFORE_APPROVAL", sheet.cell("started", record)), long)
    if step == "D14":
        later = _steps(rng, *_with(step))
        later.rows[later.find(id="D14")]["finished"] = day(START, 445)
        cell = later.cell("finished", later.find(id="D23"))
        yield injection(f"{name}: after D23", later, ("STEP_ORDER_D23", cell))


def late(rng: random.Random, step: str) -> Iterator[Injection]:
    """A step that takes longer, or less long, than its period."""
    sheet = _steps(rng, *OPTIONAL)
    record = sheet.find(id=step)
    row = sheet.rows[record]
    begin, end = STEPS[step][1], STEPS[step][2]
    cell = sheet.cell("finished", record)
    longest = {"D24": (15, "FILES_STEP_LATE"), "D26": (15, "PETITION_ACCEPT_STEP_LATE")} | {
        "D27": (60, "PETITION_HANDLE_STEP_LATE"),
        "D28": (30, "PETITION_REVIEW_STEP_LATE"),
    }
    if step in longest:
        days, code = longest[step]
        row["started"] = day(START, end - days)
        yield injection(f"{step} on its last day", sheet)
        row["started"] = day(START, end - days - 1)
        yield injection(f"{step} a day late", sheet, (code, cell))
    if step == "D27":
        yield from _extended(rng)
    if step in (*longest, "D13", "D17"):
        undated = _steps(rng, *OPTIONAL)
        undated.rows[record]["started"] = None
        yield injection(
            f"{step} begun on no day", undated, (f"STEP_START_MISSING_{step}", undated.cell("started", record))
        )
    if step == "D13" and begin is not None:
        row["finished"] = day(START, begin + 6)
        yield injection("D13 posted seven days", sheet)
        row["finished"] = day(START, begin + 5)
        yield injection("D13 posted six days", sheet, ("PUBLICITY_STEP_SHORT", cell))
    if step == "D17":
        # 2010-12-30 (Thursday) is the day before the first of the twenty days; 2011-01-28 is the twentieth.
        row["started"], row["finished"] = dt.date(2010, 12, 30), dt.date(2011, 1, 28)
        yield injection("D17 twenty working days", sheet)
        row["finished"] = dt.date(2011, 1, 27)
        yield injection("D17 nineteen working days", sheet, ("LISTING_SHORT", cell))
    if step == "D18":
        yield from _old_appraisal(rng)
    if step == "D19":
        yield from _late_payment(rng)
    if step == "D20":
        row["finished"] = day(START, 430)
        yield injection("D20 ten days after payment", sheet)
        row["finished"] = day(START, 431)
        yield injection("D20 eleven days after payment", sheet, ("DEPOSIT_LATE", cell))
    if step == "D29":
        row["finished"] = day(START, 405 + 366)
        yield injection("D29 more than a year after the deal", sheet, ("CLOSING_LATE", cell))


def _extended(rng: random.Random) -> Iterator[Injection]:
    """An extension approved on the last day of the sixty, and a day later."""
    for days, words in ((60, "{}批准延期30日"), (61, "经批准于{}延长办理期限30日"), (75, "{}同意延期")):
        sheet = _steps(rng, *OPTIONAL)
        record = sheet.find(id="D27")
        begun = day(START, STEPS["D27"][2] - 80)
        sheet.rows[sheet.find(id="D26")] |= {"started": day(begun, -5), "finished": begun}
        sheet.rows[record] |= {"started": begun, "note": words.format(day(begun, days).isoformat())}
        found = [("EXTENSION_STEP_LATE", sheet.cell("note", record))] if days > 60 else []
        yield injection(f"D27 extended on day {days}", sheet, *found)


def _old_appraisal(rng: random.Random) -> Iterator[Injection]:
    sheet = _steps(rng, *OPTIONAL)
    note, cell = sheet.find(id="D09"), sheet.cell("finished", sheet.find(id="D18"))
    sheet.rows[note]["note"] = f"基准日：{day(START, 405 - 364).isoformat()}"
    yield injection("D18 on the last day of the appraisal", sheet)
    sheet.rows[note]["note"] = f"评估基准日{day(START, -35).isoformat()}，已备案"
    recorded = ("APPRAISAL_RECORD_LATE", sheet.cell("finished", note))
    yield injection("D09 recorded nine months after its base date", sheet, recorded, ("APPRAISAL_EXPIRED", cell))
    sheet.rows[note]["note"] = f"基准日：{day(START, 405 - 365).isoformat()}"
    yield injection("D18 on the anniversary of the appraisal", sheet, ("APPRAISAL_EXPIRED", cell))
    sheet.rows[note]["note"] = rng.choice((None, "已备案", "基准日见报告"))
    yield injection("D09 without its base date", sheet, ("APPRAISAL_BASE_UNSTATED_D09", sheet.cell("note", note)))


def _late_payment(rng: random.Random) -> Iterator[Injection]:
    sheet = _steps(rng, "D21")
    record = sheet.find(id="D19")
    deal = day(START, 405)
    sheet.rows[record]["started"] = deal + dt.timedelta(days=12)
    yield injection("D19 begun late", sheet, ("PAYMENT_FIRST_LATE", sheet.cell("started", record)))
    whole = _steps(rng, "D21")
    for step, end in (("D19", 410), ("D20", 410)):
        whole.rows[whole.find(id=step)] |= {"started": None, "finished": day(START, end)}
    yield injection("D19 ended in time, beginning unknown", whole)
    for step, end in (("D19", 416), ("D20", 416)):
        whole.rows[whole.find(id=step)]["finished"] = day(START, end)
    yield injection("D19 ended late, beginning unknown", whole, ("PAYMENT_STEP_LATE", whole.cell("finished", record)))
    other = _steps(rng, "D21")
    for step, offset in (("D19", 366), ("D20", 367)):
        other.rows[other.find(id=step)]["finished"] = deal + dt.timedelta(days=offset)
    yield injection("D19 paid up late", other, ("PAYMENT_REST_LATE", other.cell("finished", record)))


def invalid(rng: random.Random, step: str) -> Iterator[Injection]:
    """A step whose row cannot be used: empty, unreadable or reversed."""
    for role, code in (
        ("document", "STEP_DOCUMENT_MISSING"),
        ("responsible", "STEP_BODY_MISSING"),
        ("finished", "STEP_DATE_MISSING"),
    ):
        sheet = _steps(rng, *_with(step))
        record = sheet.find(id=step)
        sheet.rows[record][role] = rng.choice((None, Raw("—"), Raw("　")))
        if role == "finished":
            sheet.rows[record]["started"] = None
        yield injection(f"{step} {role} empty", sheet, (code, sheet.cell(role, record)))
    for value, code in (
        ("去年底", "RECORD_DATE_UNREADABLE"),
        ("2010.13.05", "RECORD_DATE_UNREADABLE"),
        (2010.1, "RECORD_DATE_AMBIGUOUS"),
    ):
        sheet = _steps(rng, *_with(step))
        record = sheet.find(id=step)
        sheet.rows[record]["finished"] = Raw(value)
        sheet.rows[record]["started"] = None
        yield injection(f"{step} dated {value}", sheet, (code, sheet.cell("finished", record)))
    sheet = _steps(rng, *_with(step))
    record = sheet.find(id=step)
    sheet.rows[record]["started"] = day(START, STEPS[step][2] + 3)
    yield injection(f"{step} ends before it begins", sheet, ("DATES_REVERSED", sheet.cell("finished", record)))
    if step == "D12":
        yield from _invalid_votes(rng)


def _invalid_votes(rng: random.Random) -> Iterator[Injection]:
    for counts, code, role in (
        ((120, 79, 61), "VOTE_QUORUM", "attended"),
        ((120, 90, 60), "VOTE_MAJORITY", "in_favour"),
        ((120, 90, 91), "VOTE_NUMBERS", "in_favour"),
        ((120, 121, 91), "VOTE_NUMBERS", "attended"),
        ((120, 90, None), "VOTE_COUNT_MISSING", "in_favour"),
        ((None, 90, 80), "VOTE_COUNT_MISSING", "delegates"),
    ):
        sheet = _steps(rng)
        record = sheet.find(id="D12")
        sheet.rows[record] |= dict(zip(("delegates", "attended", "in_favour"), counts, strict=True))
        yield injection(f"D12 vote {counts}", sheet, (code, sheet.cell(role, record)))
    sheet = _steps(rng)
    sheet.rows[sheet.find(id="D12")]["note"] = "举手表决通过"
    yield injection("D12 by show of hands", sheet, ("VOTE_NOT_SECRET", sheet.cell("note", sheet.find(id="D12"))))


def step_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of every step once, each in a layout of its own."""
    for step in STEPS:
        yield absent(rng, step)
        yield from out_of_order(rng, step)
        yield from late(rng, step)
        yield from invalid(rng, step)

"""Known faults of a repayment plan beside a clean ledger: instalments missed, short, late, and plans that are no debt.

The ledger of :mod:`tests.faults.fund_facts` defers 100,000 yuan of the first enterprise and repays 60,000 and 40,000 on
the 111th and 112th day; its last entry is of the 121st day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tests.faults.fund_facts import FIRST, SECOND, START, ledger_draft, ledger_rows
from tests.faults.procedure_facts import day
from tests.faults.sheet_drafts import Draft, Formats, Row, draft, yuan
from tests.faults.step_faults import Injection, injection

HEADINGS: Formats = {
    "seq": ("期次", "年次"),
    "enterprise": ("企业名称",),
    "due": ("还款日期", "应还日期", "计划还款日期"),
    "opening": ("期初余额",),
    "interest": ("利息", "应付利息"),
    "planned": ("还款额", "计划还款额", "应还金额"),
    "closing": ("期末余额",),
}
Instalment = tuple[int, str, str]
"""Day from the start of the ledger, principal, interest."""


def plan(rng: random.Random, instalments: Sequence[Instalment], firm: str | None = FIRST, title: str = "") -> Draft:
    """A plan with what is owed before and after each instalment."""
    rows: list[Row] = []
    left = sum((yuan(principal).amount for _, principal, _ in instalments), yuan(0).amount)
    for number, (offset, principal, interest) in enumerate(instalments, start=1):
        paid = yuan(principal).amount
        rows.append(
            {
                "seq": number,
                "enterprise": firm,
                "due": day(START, offset),
                "opening": yuan(str(left)),
                "interest": yuan(interest),
                "planned": yuan(str(paid + yuan(interest).amount)),
                "closing": yuan(str(left - paid)),
            }
        )
        left -= paid
    titles = [title] if title else []
    money = ["opening", "interest", "planned", "closing"]
    headings = {role: words for role, words in HEADINGS.items() if role != "enterprise" or firm}
    return draft(rng, "还款计划", headings, rows, titles=titles, always=list(headings), money=money)


def clean_plans(rng: random.Random) -> Iterator[Injection]:
    """Plans that were kept, of every form."""
    ledger = ledger_draft(rng, ledger_rows(rng))
    for name, instalments in (
        ("kept to the day", [(111, "60000", "0"), (112, "40000", "0")]),
        ("kept before the day", [(115, "50000", "0"), (118, "50000", "0")]),
        ("with interest", [(111, "60000", "321.5"), (112, "40000", "100")]),
        ("still to come", [(112, "100000", "0")]),
        ("for the rest of the debt", [(112, "40000", "0")]),
        ("after the ledger ends", [(111, "60000", "0"), (400, "40000", "0")]),
    ):
        yield injection(f"plan {name}", (plan(rng, instalments), ledger))
    yield injection("plan of the only debtor", (plan(rng, [(112, "100000", "0")], firm=None), ledger))
    titled = plan(rng, [(112, "100000", "0")], firm=None, title=f"企业名称：{FIRST}")
    yield injection("plan named by its title", (titled, ledger))
    yield injection("plan of an enterprise without a debt", (plan(rng, [(100, "5000", "0")], firm=SECOND), ledger))


def missed_instalments(rng: random.Random) -> Iterator[Injection]:
    """Instalments that the ledger does not repay, in full or in part."""
    for without, instalments, missed in (
        ((0, 1), [(50, "50000", "0"), (100, "50000", "0")], (0, 1)),
        ((0, 1), [(100, "50000", "0"), (400, "50000", "0")], (0,)),
        ((1,), [(111, "60000", "0"), (115, "40000", "0")], (1,)),
        ((1,), [(112, "30000", "10"), (115, "30000", "10"), (117, "40000", "10")], (2,)),
        ((0,), [(112, "40000", "0"), (116, "59999.99", "0"), (119, "0.01", "0")], (1, 2)),
        ((0, 1), [(120, "100000", "0")], (0,)),
        ((1,), [(112, "60000.01", "5"), (300, "39999.99", "5")], (0,)),
    ):
        rows = ledger_rows(rng)
        repaid = [i for i, row in enumerate(rows) if row.get("account") == "归还暂挂"]
        for place in reversed(without):
            del rows[repaid[place]]
        sheet = plan(rng, instalments)
        cells = [("DEFERRAL_MISSED", sheet.cell("planned", i)) for i in missed]
        yield injection(f"missed {instalments}", (sheet, ledger_draft(rng, rows)), *cells)


def late_instalments(rng: random.Random) -> Iterator[Injection]:
    """Instalments repaid in full after their day."""
    for instalments, late in (
        ([(110, "60000", "0"), (112, "40000", "0")], (0,)),
        ([(111, "60000", "0"), (111, "40000", "0")], (1,)),
        ([(30, "50000", "20"), (60, "50000", "20")], (0, 1)),
        ([(111, "60000.01", "0"), (112, "39999.99", "0")], (0,)),
        ([(20, "100000", "0")], (0,)),
        ([(7, "0.01", "0"), (115, "99999.99", "0")], (0,)),
    ):
        sheet = plan(rng, instalments)
        cells = [("DEFERRAL_LATE", sheet.cell("planned", i)) for i in late]
        yield injection(f"late {instalments}", (sheet, ledger_draft(rng, ledger_rows(rng))), *cells)


def false_sums(rng: random.Random) -> Iterator[Injection]:
    """Plans whose principal is not the debt; interest is no part of it."""
    for instalments in (
        [(111, "60000", "0"), (112, "39999.99", "0")],
        [(111, "60000", "0"), (112, "40000", "0"), (400, "0.01", "0")],
        [(111, "60000", "0"), (112, "39900", "100")],
        [(111, "60000", "0"), (400, "80000", "0")],
        [(112, "10000", "0")],
        [(115, "60000", "0")],
        [(112, "39999.99", "0")],
    ):
        sheet = plan(rng, instalments)
        where = sheet.cell("planned", len(instalments) - 1)
        ledger = ledger_draft(rng, ledger_rows(rng))
        yield injection(f"false sum {instalments}", (sheet, ledger), ("DEFERRAL_PLAN_SUM", where))


def deferral_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of a repayment plan, and plans without any."""
    yield from clean_plans(rng)
    yield from missed_instalments(rng)
    yield from late_instalments(rng)
    yield from false_sums(rng)

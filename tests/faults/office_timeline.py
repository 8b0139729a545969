"""One enterprise through its whole restructuring on all sheets of an office, in one coherent timeline.

Every sheet has a layout of its own; the dates agree across sheets. Nothing is taken from the checks: amounts of
severance come from the calculation, which has tests of its own.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

from tests.faults.fund_facts import (
    FIRST,
    LEDGER_HEADINGS,
    NAMES,
    SEVERANCE_HEADINGS,
    balance,
    id_number,
)
from tests.faults.procedure_facts import APPRAISAL_BASE, OPTIONAL, PROGRESS_HEADINGS, STEP_HEADINGS, day, step_facts
from tests.faults.record_faults import PETITION_HEADINGS, REGISTER_HEADINGS
from tests.faults.sheet_drafts import Draft, Row, Yuan, draft, yuan
from tests.faults.step_faults import Injection, injection
from xl_addin.functions import call

ENDED = 441
"""Day of the timeline on which the contracts end."""
STARTS = (dt.date(2009, 3, 2), dt.date(2012, 6, 4), dt.date(2016, 9, 5), dt.date(2022, 7, 4))
PROGRESS = {**PROGRESS_HEADINGS, "headcount": ("职工人数", "在册职工"), "note": ("备注",)}
PETITIONS = {
    **PETITION_HEADINGS,
    "representatives": ("信访代表", "推选代表"),
    "deadline": ("办结时限",),
}


@dataclass
class Office:
    """The sheets of an office and the day on which the timeline begins."""

    start: dt.date
    steps: Draft
    progress: Draft
    severance: Draft
    petitions: Draft
    ledger: Draft
    register: Draft
    order: tuple[str, ...]
    without: frozenset[str] = frozenset()

    def at(self, offset: int) -> dt.date:
        return day(self.start, offset)

    def step(self, step: str) -> Row:
        return self.steps.rows[self.steps.find(id=step)]

    def step_cell(self, step: str, role: str) -> str:
        return self.steps.cell(role, self.steps.find(id=step))

    def injected(self, name: str, *expected: tuple[str, str, str]) -> Injection:
        """``expected`` is code, sheet (its attribute here) and cell."""
        drafts = [getattr(self, one) for one in self.order if one not in self.without]
        if "ledger" in self.order:
            balance(self.ledger.rows)
        whole = injection(name, tuple(drafts))
        found = frozenset((code, getattr(self, sheet).name, cell) for code, sheet, cell in expected)
        return Injection(f"{name} {self.start}", whole.book, found)


def office(rng: random.Random, start: dt.date | None = None) -> Office:
    """A clean office; the sheets stand in any order."""
    begun = start or rng.choice(STARTS) + dt.timedelta(days=rng.randint(0, 300))
    order = ["steps", "progress", "severance", "petitions", "ledger", "register"]
    rng.shuffle(order)
    return Office(
        begun, _steps(rng, begun), _progress(rng, begun), _severance(rng, begun), _petitions(rng, begun),
        _ledger(rng, begun), _register(rng, begun), tuple(order),
    )  # fmt: skip


def _steps(rng: random.Random, start: dt.date) -> Draft:
    rows = step_facts(rng, start, [step for step in OPTIONAL if step not in ("D21", "D22", "D28")])
    facts = {row["id"]: row for row in rows}
    facts["D24"] |= {"started": day(start, ENDED), "finished": day(start, ENDED + rng.randint(5, 15))}
    facts["D24"]["step"] = rng.choice(
        ("解除劳动合同、移交档案、办证", "解除劳动关系、移交档案", "出具解除证明、转移档案")
    )
    facts["D29"] |= {"started": day(start, 462), "finished": day(start, 470)}
    facts["D08"]["responsible"], facts["D09"]["responsible"] = "虚构正大会计师事务所", "虚构恒信资产评估有限公司"
    facts["D12"] |= {"attended": 100, "in_favour": 90}  # as on the progress sheet
    facts["D16"]["document"] = "虚构府批1号"
    for row in rows:
        row["enterprise"] = FIRST
    return draft(
        rng, "程序", STEP_HEADINGS, rows, always=["seq", "enterprise", "step", "responsible", "started", "note"]
    )


def _progress(rng: random.Random, start: dt.date) -> Draft:
    price = rng.randint(300, 900) * 10_000
    row: Row = {
        "seq": 1, "enterprise": FIRST, "system": "工业系统", "form": "整体出售",
        "headcount": rng.choice((120, 800, 2400)),
        "verification": day(start, 160), "audit": day(start, 200), "appraisal_date": day(start, APPRAISAL_BASE),
        "appraisal": yuan(price), "vote_date": day(start, 300), "delegates": 120, "attended": 100, "in_favour": 90,
        "approval_no": "虚构府批1号", "approval_date": day(start, 350), "listing_from": day(start, 355),
        "listing_to": day(start, 400), "deal_date": day(start, 405), "price": yuan(price), "first_payment": yuan(price),
        "first_paid": day(start, 408), "rest_paid": day(start, 420), "received": day(start, 421),
        "closed": day(start, 470),
    }  # fmt: skip
    money = ["appraisal", "price", "first_payment"]
    return draft(rng, "进度", PROGRESS, [row], always=[*PROGRESS], money=money)


def _severance(rng: random.Random, start: dt.date) -> Draft:
    rows: list[Row] = []
    end = day(start, ENDED)
    ground = "客观变化" if start.year < 2020 else "协商"  # five years before retirement only by agreement
    for order, name in enumerate(NAMES):
        begun = dt.date(1990 + order, 1, 1)
        amount = call("SOE_SEVERANCE", begun, end, 1600, 1500, 2300, ground)
        assert isinstance(amount, int | float)
        rows.append({
            "seq": order + 1, "enterprise": FIRST, "name": name, "id": id_number(order), "start": begun, "end": end,
            "ground": ground, "wage": yuan(1600), "enterprise_wage": yuan(1500), "local_wage": yuan(2300),
            "amount": Yuan(Decimal(str(amount))),
        })  # fmt: skip
    headings = {**SEVERANCE_HEADINGS, "ground": ("解除事由", "事由")}
    return draft(rng, "测算", headings, rows)


def _petitions(rng: random.Random, start: dt.date) -> Draft:
    rows: list[Row] = []
    for i in range(rng.randint(1, 3)):
        accepted = day(start, 328 + 4 * i)
        rows.append({
            "seq": i + 1, "registered": day(start, 318 + 4 * i), "petitioner": f"虚构{'甲乙丙'[i]}", "persons": i + 1,
            "form": rng.choice(("来信", "来访", "网上")), "enterprise": FIRST, "matter": "工龄计算",
            "accepted": accepted,
            "responsible": "主管系统", "answered": day(accepted, rng.randint(5, 60)), "resolved": "是",
            "deadline": day(accepted, 60),
        })  # fmt: skip
    always = [role for role in PETITIONS if role != "representatives"]
    return draft(rng, "信访", PETITIONS, rows, always=always)


def _ledger(rng: random.Random, start: dt.date) -> Draft:
    total = sum((call_amount(row) for row in _severance(random.Random(1), start).rows), Decimal(0))
    rows: list[Row] = []
    for offset, account, income, expense in (
        (421, "产权变现", Decimal(20_000_000), Decimal(0)),
        (436, "经济补偿", Decimal(0), total),
        (460, "税费", Decimal(0), Decimal(20_000)),
    ):
        rows.append({
            "account": account, "date": day(start, offset), "voucher": f"记{offset}", "enterprise": FIRST,
            "system": "工业系统", "subject": account, "income": Yuan(income) if income else None,
            "expense": Yuan(expense) if expense else None, "approval": "虚构府批1号", "handler": "虚构戊",
        })  # fmt: skip
    balance(rows)
    roles = ["seq", "date", "voucher", "enterprise", "subject", "summary", "income", "expense", "balance", "note"]
    return draft(rng, "台账", LEDGER_HEADINGS, rows, always=roles, money=["income", "expense", "balance"])


def call_amount(row: Row) -> Decimal:
    amount = row["amount"]
    assert isinstance(amount, Yuan)
    return amount.amount


def _register(rng: random.Random, start: dt.date) -> Draft:
    rows: list[Row] = [
        {
            "seq": i + 1, "enterprise": FIRST, "name": name, "id": id_number(i), "certificate": f"虚构证{i:04d}",
            "issued": day(start, ENDED + rng.randint(1, 20)), "status": "灵活就业",
        }
        for i, name in enumerate(NAMES)
    ]  # fmt: skip
    return draft(rng, "优惠证", REGISTER_HEADINGS, rows, always=list(REGISTER_HEADINGS))

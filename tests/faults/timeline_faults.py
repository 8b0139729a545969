"""Known faults of the procedure that only show across sheets and days, each in an office that is clean but for it.

What must be found, and where, follows from the statement of each rule and is written here by hand.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator

from tests.faults.office_timeline import ENDED, STARTS, Office, office
from tests.faults.sheet_drafts import Raw, yuan
from tests.faults.step_faults import Injection

Fault = Callable[[Office, random.Random], Iterator[Injection]]


def late_papers(one: Office, rng: random.Random) -> Iterator[Injection]:
    days = rng.randint(16, 60)
    one.step("D24")["finished"] = one.at(ENDED + days)
    yield one.injected(f"papers on day {days}", ("PAPERS_STEP_LATE", "steps", one.step_cell("D24", "finished")))


def papers_in_a_row_of_their_own(one: Office, rng: random.Random) -> Iterator[Injection]:
    """Without a severance sheet the row that ends contracts says from when the papers are counted."""
    one.without = frozenset({"severance", "register", "ledger"})
    one.step("D24").update(step="解除劳动合同", started=one.at(ENDED), finished=one.at(ENDED))
    late = rng.random() < 0.7
    paper = dict(one.step("D24")) | {
        "id": "D24b",
        "step": rng.choice(("档案移交", "出具证明、移交档案", "社保关系转移（再就业）")),
    }
    paper |= {"started": one.at(ENDED + 10), "finished": one.at(ENDED + (16 + rng.randint(0, 9) if late else 15))}
    one.steps.rows.append(paper)
    cell = one.step_cell("D24b", "finished")
    yield one.injected("papers by themselves", *([("PAPERS_STEP_LATE", "steps", cell)] if late else []))


def ended_too_early(one: Office, rng: random.Random) -> Iterator[Injection]:
    """Everybody's contract, or one alone, ended before the approval; the amounts are left out."""
    one.severance.columns.pop("amount")
    one.without = frozenset({"register"})
    chosen = [0, 1, 2, 3] if rng.random() < 0.6 else [rng.randrange(4)]
    for i in chosen:
        one.severance.rows[i]["end"] = one.at(rng.randint(302, 349))
    cells = [("ENDED_BEFORE_APPROVAL", "severance", one.severance.cell("end", i)) for i in chosen]
    yield one.injected(f"{len(chosen)} ended early", *cells)


def step_ended_too_early(one: Office, rng: random.Random) -> Iterator[Injection]:
    one.without = frozenset({"severance", "register"})
    begun = one.at(350 - rng.randint(1, 40))
    one.step("D24").update(started=begun, finished=one.at(ENDED + 9))
    found = [("ENDING_BEFORE_APPROVAL", "steps", one.step_cell("D24", "started"))]
    yield one.injected("step ended early", *found, ("FILES_STEP_LATE", "steps", one.step_cell("D24", "finished")))


def late_pay(one: Office, rng: random.Random) -> Iterator[Injection]:
    explained = rng.random() < 0.3
    one.step("D23").update(started=one.at(ENDED + 20), finished=one.at(ENDED + 31 + rng.randint(0, 5)))
    one.step("D29").update(started=one.at(ENDED + 60), finished=one.at(ENDED + 61))
    one.progress.rows[0]["closed"] = one.at(ENDED + 61)
    one.ledger.rows[1]["date"] = one.at(ENDED + 25)
    one.ledger.rows[2]["date"] = one.at(ENDED + 60)
    one.step("D24")["note"] = "与发放同步办理"
    if explained:
        one.step("D23")["note"] = rng.choice(
            ("因银行系统升级顺延", "经市企改办批准分批发放", "按协商一致的协议推迟发放")
        )
    found = [] if explained else [("PAY_STEP_LATE", "steps", one.step_cell("D23", "finished"))]
    yield one.injected(f"late pay, explained {explained}", *found)


def late_ledger_pay(one: Office, rng: random.Random) -> Iterator[Injection]:
    one.without = frozenset({"steps"})
    days = rng.choice((30, 31, 45))
    one.ledger.rows[1]["date"] = one.at(ENDED + days)
    one.ledger.rows[2]["date"] = one.at(ENDED + 60)
    found = [("SEVERANCE_PAID_LATE", "ledger", one.ledger.cell("date", 1))] if days > 30 else []
    yield one.injected(f"ledger paid on day {days}", *found)


def late_certificate(one: Office, rng: random.Random) -> Iterator[Injection]:
    record, days = rng.randrange(4), rng.choice((20, 21, 27, 50))
    one.register.rows[record]["issued"] = one.at(ENDED + days)
    found = [("CERTIFICATE_ISSUED_LATE", "register", one.register.cell("issued", record))] if days > 20 else []
    yield one.injected(f"certificate on day {days}", *found)


def same_firm(one: Office, rng: random.Random) -> Iterator[Injection]:
    names = (
        "虚构正大会计师事务所",
        "虚构正大会计师事务所有限公司",
        "虚构 正大会计师事务所（普通合伙）",
        "委托虚构正大会计师事务所评估",
    )
    role = rng.choice(("responsible", "document", "note"))
    row = one.step("D09")
    row["responsible"] = "评估机构"
    row[role] = f"{row[role]}，{rng.choice(names)}" if role == "note" else rng.choice(names)
    cell = one.step_cell("D09", role)
    yield one.injected("one firm", ("AUDITOR_IS_APPRAISER", "steps", cell))
    row["note"] = f"{row['note']}；市国资委批准由同一机构审计、评估"
    yield one.injected("one firm, explained")


def few_delegates(one: Office, rng: random.Random) -> Iterator[Injection]:
    staff, delegates, few = rng.choice(
        ((700, 34, True), (700, 35, False), (90, 29, True), (28, 28, False), (28, 27, True))
    )
    counts = {"delegates": delegates, "attended": delegates, "in_favour": delegates}
    one.progress.rows[0].update(headcount=staff, **counts)
    one.step("D12").update(counts)
    code = "DELEGATES_FEW" if one.at(300) >= dt.date(2012, 2, 13) else "DELEGATES_FEW_EARLY"
    cells = ((code, "steps", one.step_cell("D12", "delegates")), (code, "progress", one.progress.cell("delegates", 0)))
    yield one.injected(f"{delegates} of {staff}", *(cells if few else ()))


def late_extension(one: Office, rng: random.Random) -> Iterator[Injection]:
    days = rng.choice((59, 60, 61, 70))
    record = rng.randrange(len(one.petitions.rows))
    row = one.petitions.rows[record]
    accepted = row["accepted"]
    assert isinstance(accepted, dt.date)
    approved = accepted + dt.timedelta(days=days)
    role, words = rng.choice(
        (
            ("extension", "{}批准延期至2030年1月1日"),
            ("note", "{}经批准延长办理期限"),
            ("extension", ""),
            ("handling", "{}同意延期30日；当事人已告知"),
        )
    )
    row |= {
        role: words.format(approved.isoformat()) if words else approved,
        "answered": accepted + dt.timedelta(days=85),
    }
    found = [("EXTENSION_LATE", "petitions", one.petitions.cell(role, record))] if days > 60 else []
    yield one.injected(f"extension on day {days} in {role}", *found)


def several_petitions(one: Office, rng: random.Random) -> Iterator[Injection]:
    """Rows on several petitions are as long as all of them together; each is judged in the register."""
    first = one.petitions.rows[0]
    rows = [
        first,
        dict(first) | {"registered": one.at(350), "accepted": one.at(360), "answered": one.at(415), "seq": 9},
    ]
    rows[1]["deadline"] = one.at(420)
    one.petitions.rows[:] = rows
    one.step("D26").update(started=one.at(318), finished=one.at(360), document="登记2件")
    one.step("D27").update(started=one.at(328), finished=one.at(415), document=rng.choice(("意见书2件", "处理意见书")))
    yield one.injected("two petitions in a row")
    rows[1]["answered"] = one.at(360 + 61)
    one.step("D27")["finished"] = one.at(360 + 61)
    found = ("PETITION_HANDLE_LATE", "petitions", one.petitions.cell("answered", 1))
    yield one.injected("the second of two petitions late", found)


def empty_petition_steps(one: Office, rng: random.Random) -> Iterator[Injection]:
    for step in ("D26", "D27"):
        one.step(step).update(started=None, finished=None, document=None)
    roles = ("finished", "document")
    codes = {"finished": "STEP_DATE_MISSING", "document": "STEP_DOCUMENT_MISSING"}
    cells = [(codes[role], "steps", one.step_cell(step, role)) for step in ("D26", "D27") for role in roles]
    yield one.injected("petitions but empty steps", *cells)


def no_body(one: Office, rng: random.Random) -> Iterator[Injection]:
    record = rng.randrange(len(one.petitions.rows))
    one.petitions.rows[record]["responsible"] = rng.choice((None, Raw("—"), Raw("　")))
    yield one.injected(
        "nobody answers", ("PETITION_BODY_MISSING", "petitions", one.petitions.cell("responsible", record))
    )


def group(one: Office, rng: random.Random) -> Iterator[Injection]:
    row = one.petitions.rows[0]
    row |= {"persons": rng.choice((5, 6, 30, 120)), "form": rng.choice(("来访", "集体上访", "走访", None))}
    cell = one.petitions.cell("persons", 0)
    yield one.injected("a group without representatives", ("PETITION_REPRESENTATIVES", "petitions", cell))
    row["note"] = rng.choice(("推选代表3人", "推选孙某等5名代表", "已推选代表"))
    yield one.injected("a group with representatives")
    row |= {"note": "推选代表6人"}
    yield one.injected("too many representatives", ("PETITION_REPRESENTATIVES", "petitions", cell))
    row |= {"note": None, "form": rng.choice(("来信", "网上", "电话", "来电"))}
    yield one.injected("a letter of many")


def text_date(one: Office, rng: random.Random) -> Iterator[Injection]:
    one.petitions.rows.append(dict(one.petitions.rows[0]) | {"seq": 8})
    row = one.petitions.rows[-1]
    accepted = row["accepted"]
    assert isinstance(accepted, dt.date)
    row |= {"accepted": Raw(f"{accepted.year}年{accepted.month}月{accepted.day}日"), "deadline": None}
    record = len(one.petitions.rows) - 1
    yield one.injected("no last day", ("PETITION_DEADLINE_BLANK", "petitions", one.petitions.cell("deadline", record)))


def land_in_price(one: Office, rng: random.Random) -> Iterator[Injection]:
    price = 20_000_000
    one.progress.rows[0].update(appraisal=yuan(price), price=yuan(price), first_payment=yuan(price))
    sold = rng.randint(5, 15) * 1_000_000
    land = dict(one.ledger.rows[0]) | {
        "account": "土地出让/收储补偿", "voucher": "记422",
        "subject": rng.choice(("收储补偿", "土地出让金", "土地出让/收储补偿")),
    }  # fmt: skip
    one.ledger.rows[0]["income"] = yuan(sold)
    one.ledger.rows.insert(1, land | {"income": yuan(price - sold)})
    yield one.injected("land makes up the price")
    short = ("PROCEEDS_MISSING", "progress", one.progress.cell("price", 0))
    one.ledger.rows[1]["income"] = yuan(price - sold + 5000)
    yield one.injected("land beside the price", short)
    one.progress.rows[0]["note"] = rng.choice(("成交价含土地", "价款包括收储土地补偿", "土地收储补偿计入成交价"))
    yield one.injected("land in the price by the remark")
    one.ledger.rows[1]["income"] = yuan(price - sold - 5000)
    yield one.injected("land and sale below the price", short)


_LONG_HOLIDAYS = (((1, 15), (3, 1)), ((4, 28), (5, 7)), ((9, 15), (10, 10)))
"""The months and days about 春节, 五一 and 中秋、国庆."""


def _touches(begun: dt.date, ended: dt.date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    days = (begun + dt.timedelta(days=i) for i in range((ended - begun).days + 1))
    return any(first <= (day.month, day.day) <= last for day in days)


def asset_sale(one: Office, rng: random.Random) -> Iterator[Injection]:
    """Ten working days do for assets of one to ten million yuan since 2016-06-24, and for nothing else."""
    form, assets = rng.choice(
        (("资产转让（拍卖）", True), ("实物资产处置", True), ("产权转让", False), ("整体出售", False))
    )
    millions = rng.choice((2, 9, 12))
    value = millions * 1_000_000
    one.progress.rows[0].update(form=form, appraisal=yuan(value), price=yuan(value), first_payment=yuan(value))
    begun, ended = one.at(384), one.at(400)
    if any(_touches(begun, ended, first, last) for first, last in _LONG_HOLIDAYS):
        return  # sixteen days may then hold fewer than ten working days
    one.progress.rows[0].update(listing_from=begun, listing_to=ended)
    one.step("D17").update(started=begun, finished=ended)
    enough = assets and millions < 10 and begun >= dt.date(2016, 6, 24)
    cells = (one.step_cell("D17", "finished"), one.progress.cell("listing_to", 0))
    found = [("LISTING_SHORT", sheet, cell) for sheet, cell in zip(("steps", "progress"), cells, strict=True)]
    yield one.injected(f"{form} {millions}", *([] if enough else found))


FAULTS: tuple[Fault, ...] = (
    late_papers, papers_in_a_row_of_their_own, ended_too_early, step_ended_too_early, late_pay, late_ledger_pay,
    late_certificate, same_firm, few_delegates, late_extension, several_petitions, empty_petition_steps, no_body, group,
    text_date, land_in_price, asset_sale,
)  # fmt: skip


def timeline_faults(seed: int, fault: Fault) -> Iterator[Injection]:
    """One fault in an office of its own."""
    rng = random.Random(f"{fault.__name__}-{seed}")
    start = STARTS[seed % len(STARTS)] + dt.timedelta(days=rng.randint(0, 300))
    yield from fault(office(rng, start), rng)

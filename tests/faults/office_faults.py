"""Known faults in papers before the vote, in rows of sums on payment and source sheets, and in double benefits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from tests.faults.fund_facts import END, SEVERANCE_HEADINGS, severance_rows, total_of
from tests.faults.procedure_facts import ENTERPRISES, day, progress_draft, step_draft
from tests.faults.record_faults import LIST_HEADINGS, PAYMENT_HEADINGS, SIDE_HEADINGS, SOURCE_HEADINGS
from tests.faults.sheet_drafts import Draft, Row, Yuan, draft, yuan
from tests.faults.step_faults import START, Injection, injection

VOTE = 300
CENT = Decimal("0.01")
LABELS = ("合计", "合　计", "总计", "合计：")
TURNS = ("送达职工代表", "发给全体代表", "分发代表")


def material_faults(rng: random.Random) -> Iterator[Injection]:
    """Papers that went out on the seventh day before the vote, and on the sixth: in a column, a row or the notes."""
    for days, late in ((7, False), (6, True), (0, True), (-1, True), (30, False)):
        sent = day(START, VOTE - days)
        sheet = step_draft(rng, START, ["D21"])
        vote = sheet.find(id="D12")
        sheet = _with_column(rng, sheet, vote, sent)
        yield _late(f"papers {days} days before, in a column", sheet, "materials", sheet.find(id="D12"), late)
        sheet = step_draft(rng, START, ["D21"])
        paper: Row = {"id": "papers", "seq": 90, "step": f"职代会材料{rng.choice(TURNS)}", "finished": sent}
        paper |= {"responsible": "企业工会", "document": "签收单", "enterprise": sheet.rows[0].get("enterprise")}
        sheet.rows.insert(sheet.find(id="D12"), paper)
        yield _late(f"papers {days} days before, in a row", sheet, "finished", sheet.find(id="papers"), late)
        sheet = step_draft(rng, START, ["D21"])
        vote = sheet.find(id="D12")
        sheet.rows[vote]["note"] = f"会议材料{sent.year}年{sent.month}月{sent.day}日送达代表；无记名投票"
        yield _late(f"papers {days} days before, in the notes", sheet, "note", vote, late)
        progress = progress_draft(rng, START)
        record = rng.randrange(3)
        progress.rows[record]["materials"] = sent
        yield _late(f"papers {days} days before, by enterprise", progress, "materials", record, late)


def _with_column(rng: random.Random, sheet: Draft, vote: int, sent: object) -> Draft:
    from tests.faults.procedure_facts import STEP_HEADINGS

    sheet.rows[vote]["materials"] = sent
    always = ["seq", "step", "responsible", "started", "finished", "document", "note"]
    return draft(rng, "程序", STEP_HEADINGS, sheet.rows, titles=[f"企业名称：{ENTERPRISES[0]}"], always=always)


def _late(name: str, sheet: Draft, role: str, record: int, late: bool) -> Injection:
    return injection(name, sheet, *([("VOTE_MATERIALS_LATE", sheet.cell(role, record))] if late else []))


def sum_faults(rng: random.Random) -> Iterator[Injection]:
    """小计 and 合计 rows of 发放表 and 费用和资金来源表: right, and wrong by a fen."""
    for wrong in ("", "paid", "due"):
        for where in ("middle", "end"):
            yield _payment_sums(rng, wrong, where)
    for wrong in ("", "cost_total", "source_total", "gap"):
        sheet = _source_totals(rng)
        if wrong:
            _spoil(sheet, 3, 0, wrong)
        faults = [("SUM_WRONG", sheet.sum_cell(wrong, 3))] if wrong else []
        yield injection(f"total of sources, wrong {wrong}", sheet, *faults)
    for wrong in ("", "cost_amount", "source_amount"):
        sheet = _side_by_side(rng)
        if wrong:
            _spoil(sheet, 2, 0, wrong)
        faults = [("SUM_WRONG", sheet.sum_cell(wrong, 2))] if wrong else []
        yield injection(f"sums side by side, wrong {wrong}", sheet, *faults)
    for wrong in (None, 2, 5):
        yield _listed_totals(rng, wrong)


def _spoil(sheet: Draft, before: int, place: int, role: str) -> None:
    right = sheet.sums[before][place][role]
    assert isinstance(right, Yuan)
    sheet.sums[before][place][role] = Yuan(right.amount + (CENT if not sheet.wan else Decimal(100)))


def _sum_of(rows: list[Row], role: str) -> Yuan:
    amounts = [row[role] for row in rows]
    return Yuan(sum((one.amount for one in amounts if isinstance(one, Yuan)), Decimal(0)))


def _payment_sums(rng: random.Random, wrong: str, where: str) -> Injection:
    rows: list[Row] = []
    for i, person in enumerate(severance_rows()):
        facts = {role: person[role] for role in ("seq", "enterprise", "name", "id", "total")}
        rows.append(facts | {"due": person["total"], "paid": person["total"], "paid_date": day(END, 10 + i)})
    sheet = draft(rng, "发放", PAYMENT_HEADINGS, rows, money=["due", "paid"])
    label = rng.choice(("name", "seq"))
    half = {label: rng.choice(("小计", "小 计", "本页小计"))}
    parts = {2: [half | {role: _sum_of(rows[:2], role) for role in ("due", "paid")}]}
    rest = half | {role: _sum_of(rows[2:], role) for role in ("due", "paid")}
    whole = {label: rng.choice(LABELS)} | {role: _sum_of(rows, role) for role in ("due", "paid")}
    sheet.sums = parts | {4: [rest, whole]}
    name = f"payments with sums, wrong {wrong} in the {where}"
    if not wrong:
        return injection(name, sheet)
    before, place = (2, 0) if where == "middle" else (4, 1)
    _spoil(sheet, before, place, wrong)
    return injection(name, sheet, ("SUM_WRONG", sheet.sum_cell(wrong, before, place)))


def _source_totals(rng: random.Random) -> Draft:
    rows: list[Row] = []
    for i, name in enumerate(ENTERPRISES):
        cost = Decimal(rng.randint(10**6, 10**8)) / 100
        facts = {"cost_total": Yuan(cost), "source_total": Yuan(cost), "gap": Yuan(Decimal(0))}
        rows.append({"seq": i + 1, "enterprise": name} | facts | dict.fromkeys(("labour", "audit", "finance"), "同意"))
    money = ["cost_total", "source_total", "gap"]
    sheet = draft(rng, "来源", SOURCE_HEADINGS, rows, money=money)
    sheet.sums = {3: [{"enterprise": rng.choice(LABELS)} | {role: _sum_of(rows, role) for role in money}]}
    return sheet


def _side_by_side(rng: random.Random) -> Draft:
    rows: list[Row] = [
        {"cost_item": "欠薪", "cost_amount": yuan(30_000), "source_item": "财政拨款", "source_amount": yuan(45_000)},
        {"cost_item": "养老", "cost_amount": yuan(20_000), "source_item": "利息", "source_amount": yuan(5_000)},
    ]
    money = ["cost_amount", "source_amount"]
    sheet = draft(rng, "来源", SIDE_HEADINGS, rows, money=money)
    total = {"cost_item": rng.choice(LABELS)} | {role: _sum_of(rows, role) for role in money}
    sheet.sums = {2: [total]}
    return sheet


def _listed_totals(rng: random.Random, wrong: int | None) -> Injection:
    rows: list[Row] = [
        {"direction": "费用", "item": "欠薪", "amount": yuan(30_000)},
        {"direction": "费用", "item": "养老", "amount": yuan(20_000)},
        {"direction": rng.choice(("费用", None)), "item": rng.choice(("费用合计", "费用小计")), "amount": yuan(50_000)},
        {"direction": "来源", "item": "土地出让", "amount": yuan(40_000)},
        {"direction": "来源", "item": "财政拨款", "amount": yuan(10_000)},
        {"direction": "来源", "item": rng.choice(("资金来源合计", "来源小计")), "amount": yuan(50_000)},
    ]
    if wrong is not None:
        rows[wrong]["amount"] = yuan(50_100)
    sheet = draft(rng, "来源", LIST_HEADINGS, rows, money=["amount"])
    faults = [("SOURCES_TOTAL", sheet.cell("amount", wrong))] if wrong is not None else []
    return injection(f"list with totals, wrong {wrong}", sheet, *faults)


def benefit_faults(rng: random.Random) -> Iterator[Injection]:
    """安置费 and 经济补偿 for one person: on one row, on two sheets, on two rows of 发放表."""
    people = severance_rows()
    headings = SEVERANCE_HEADINGS | {"settlement": ("安置费", "一次性安置费", "安置费（元）")}
    plain = {role: words for role, words in headings.items() if role != "total"}
    for twice in (False, True):
        rows = [dict(person) for person in people]
        chosen = rng.randrange(4)
        if twice:
            rows[chosen]["settlement"] = yuan(28_800)
        rows.append(_settled(people[0], "虚构戊", 4))
        sheet = draft(rng, "测算", plain, rows, always=["settlement"])
        faults = [("SETTLED_TWICE", sheet.cell("settlement", chosen))] if twice else []
        yield injection(f"settlement beside severance: {twice}", sheet, *faults)
    items = {"安置费": rng.choice(("安置费", "一次性安置费")), "经济补偿": rng.choice(("经济补偿金", "经济补偿"))}
    for twice in (False, True):
        paid: list[Row] = []
        for i, person in enumerate(people):
            facts = {role: person[role] for role in ("seq", "enterprise", "name", "id")}
            money = Yuan(total_of(person))
            paid.append(facts | {"item": items["经济补偿"], "due": money, "paid": money, "paid_date": day(END, 10 + i)})
        if twice:
            again = paid[rng.randrange(4)]
            paid.append(again | {"item": items["安置费"], "due": yuan(28_800), "paid": yuan(28_800)})
        else:
            paid[2]["item"] = items["安置费"]
        sheet = draft(rng, "发放", PAYMENT_HEADINGS, paid, money=["due", "paid"])
        faults = [("SETTLED_TWICE", sheet.cell("paid", 4))] if twice else []
        yield injection(f"settlement paid beside severance: {twice}", sheet, *faults)


def _settled(person: Row, name: str, place: int) -> Row:
    from tests.faults.fund_facts import id_number

    kept = ("enterprise", "start", "end", "wage", "enterprise_wage", "local_wage")
    own: Row = {role: person[role] for role in kept}
    return own | {"seq": place + 1, "name": name, "id": id_number(place), "settlement": yuan(28_800)}


def office_faults(rng: random.Random) -> Iterator[Injection]:
    """Every fault of this module once."""
    yield from material_faults(rng)
    yield from sum_faults(rng)
    yield from benefit_faults(rng)

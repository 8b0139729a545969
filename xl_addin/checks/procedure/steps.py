"""Checks of the two procedure sheets: missing steps, their order, the vote, empty evidence.

改制程序核查表 has a row per step, 改制工作进度表 a row per enterprise; both are read into the same
records of who did which step when, so that each rule is written once. Intervals and
prices are other checks. Rules: :mod:`xl_addin.rules.procedure.votes`; steps: :mod:`xl_addin.policy.procedure`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.policy.procedure import ProcedureStep, procedure
from xl_addin.rules.procedure.votes import is_out_of_order, majority, quorum, vote_contradiction
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_text
from xl_addin.sheets.not_applicable import means_not_applicable
from xl_addin.sheets.steps import (
    PETITION_STEPS,
    StepRow,
    Vote,
    enterprise_rows,
    is_required,
    step_rows,
    votes,
)
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

PROCEDURE: Final = frozenset({"procedure"})
BOTH: Final = frozenset({"procedure", "progress"})
_VOTE_LAW: Final = (
    "企业国有资产法第四十一条；企业民主管理规定（职代会须有全体代表三分之二以上出席，经全体代表过半数同意）"
)


def missing_steps(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every required step that no row of an enterprise means; one fault per step and enterprise."""
    rows = book.derive(step_rows, table)
    groups = enterprise_rows(rows)
    # 全市, or the office itself, is no enterprise that is restructured.
    groups = {name: own for name, own in groups.items() if not _is_city(own)} or {table.enterprise: rows}
    # What the city does once for all is looked for in the whole sheet and reported once.
    city_done = {row.step for row in rows}
    city_enterprise = next(iter(groups))
    for enterprise, own in groups.items():
        done = {row.step for row in own}
        cell = table.header_cell("step") if len(groups) == 1 else own[0].cell
        for step in procedure().steps.values():
            if step.id in done or (step.city_wide and (step.id in city_done or enterprise != city_enterprise)):
                continue
            if not is_required(step, enterprise, book):
                continue
            whose = f"{enterprise}：" if enterprise else ""
            yield Fault(
                cell,
                "无此步骤",
                f"{step.id} {step.title}",
                {"whose": whose, "step": f"{step.id} {step.title}", "evidence": step.evidence},
                variant=step.id,
                citation=step.citation,
            )


def _is_city(rows: list[StepRow]) -> bool:
    return all(procedure().steps[row.step].city_wide for row in rows)


def order_faults(earlier: str, later: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every enterprise where a step is dated before the one that must come first."""
    steps = procedure().steps
    for own in enterprise_rows(book.derive(step_rows, table)).values():
        first = _earliest([row for row in own if row.step == earlier and row.done])
        # A listing, a payment, the end of contracts begins; a vote or an approval is the day it was decided.
        begins = later in _BEGINNING
        second = _earliest([row for row in own if row.step == later and (row.done or row.begun)], begins)
        if first is None or second is None or first.done is None:
            continue
        when = (second.begun or second.done) if begins else (second.done or second.begun)
        if when is not None and is_out_of_order(first.done.span, when.span):
            yield Fault(
                when.cell,
                day_text(when),
                f"不早于 {day_text(first.done)}",
                {
                    "later": f"{later} {steps[later].title}",
                    "earlier": f"{earlier} {steps[earlier].title}",
                    "later_day": day_text(when),
                    "earlier_day": day_text(first.done),
                    "earlier_cell": first.done.cell,
                },
            )


_BEGINNING: Final = frozenset({"D17", "D23", "D24"})


def _earliest(rows: list[StepRow], begins: bool = False) -> StepRow | None:
    """The first of several rows of one step: a second vote or a later payment does not undo it."""

    def key(row: StepRow) -> int:
        when = (row.begun or row.done) if begins else (row.done or row.begun)
        return when.span.first if when else 0

    return min(rows, key=key, default=None)


def vote_contradictions(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Votes whose counts contradict each other or are no numbers."""
    for vote in book.derive(votes, table):
        if vote.unreadable:
            yield Fault(vote.unreadable_cell, vote.unreadable, "", {"why": f"“{vote.unreadable}”不是人数"})
        elif vote.counts is not None:
            why = vote_contradiction(*vote.counts)
            if why:
                over_attendance = vote.counts[1] <= vote.counts[0]
                cell = vote.in_favour_cell if over_attendance else vote.attended_cell
                yield Fault(cell, _counts_text(vote), "", {"why": why})


def quorum_faults(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Votes attended by fewer than two thirds of the delegates."""
    for vote in book.derive(votes, table):
        if vote.counts is not None and not vote_contradiction(vote.counts[0], vote.counts[1], 0):
            delegates, attended, _ = vote.counts
            if attended * 3 < delegates * 2:
                detail = {"delegates": delegates, "attended": attended, "least": quorum(delegates)}
                yield Fault(vote.attended_cell, str(attended), f"不少于{quorum(delegates)}", detail)


def majority_faults(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Votes with no more than half of all delegates in favour."""
    for vote in book.derive(votes, table):
        if vote.counts is not None and not vote_contradiction(*vote.counts):
            delegates, _, in_favour = vote.counts
            if in_favour * 2 <= delegates:
                detail = {"delegates": delegates, "in_favour": in_favour, "least": majority(delegates)}
                yield Fault(vote.in_favour_cell, str(in_favour), f"不少于{majority(delegates)}", detail)


def _counts_text(vote: Vote) -> str:
    assert vote.counts is not None
    return "应到{}，实到{}，同意{}".format(*vote.counts)


def empty_evidence(role: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Step rows whose date, document or body is empty; steps without need that are empty or 不适用 are left alone.

    A document 不适用 is no document where the step is required.
    """
    if not table.has(role):
        return
    values = table.column(role)
    steps = procedure().steps
    seen: set[int] = set()
    for row in book.derive(step_rows, table):
        step, value = steps[row.step], values[row.record]
        refused = role == "document" and means_not_applicable(clean_text(value), step.id)
        told = role == "finished" and row.begun is not None and row.done is not row.begun  # both days in one cell
        if row.record in seen or told or not (is_empty(value) or refused):
            continue
        required = is_required(step, row.enterprise, book)
        if not required and (row.untouched or row.not_applicable):
            continue
        seen.add(row.record)
        detail = {"step": f"{step.id} {step.title}", "name": table.label(role), "evidence": step.evidence}
        detail["waiver"] = _refusal(step) if row.not_applicable else _need(step) if required else ""
        yield Fault(table.cell(role, row.record), clean_text(value) or "空", "", detail, citation=step.citation)


def _need(step: ProcedureStep) -> str:
    return "；信访台账登记有这家企业的信访事项" if step.id in PETITION_STEPS else ""


def _refusal(step: ProcedureStep) -> str:
    why = "此步骤必经" if step.always_required else "台账显示需要此步骤"
    return f"；{why}，不能用“不适用”一类的备注免除"


def vote_counts_missing(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty vote counts of the vote row, where the sheet has columns for them."""
    for row in book.derive(step_rows, table):
        if row.step == "D12" and not row.vote_in_text:
            for role in ("delegates", "attended", "in_favour"):
                if table.has(role) and is_empty(table.column(role)[row.record]):
                    yield Fault(table.cell(role, row.record), "空", "", {"name": table.label(role)})


def _order_check(code: str, title: str, why: str, citation: str) -> Check:
    order = next(order for order in procedure().orders if order.code == code)
    run: CheckFunction = partial(order_faults, order.earlier, order.later)
    return Check(
        code=code,
        title=title,
        severity=Severity.ERROR,
        kinds=BOTH,
        message="“{later}”（{later_day}）早于“{earlier}”（{earlier_day}，{earlier_cell}）：" + why,
        remedy="核对两个日期的原件；日期无误的，说明程序倒置，须报批准机关处理",
        citation=citation,
        run=run,
    )


def _empty_check(code: str, role: str, title: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=Severity.MISSING,
        kinds=PROCEDURE,
        message="步骤“{step}”的“{name}”未填{waiver}",
        remedy="补填并归档：{evidence}",
        citation="改制程序资料须齐全",
        run=partial(empty_evidence, role),
    )


PROCEDURE_CHECKS: Final = (
    Check(
        code="STEP_MISSING",
        title="缺少步骤",
        severity=Severity.MISSING,
        kinds=PROCEDURE,
        message="{whose}缺少步骤“{step}”",
        remedy="已办的补登一行并填日期、文号；未办的补办后登记。应有材料：{evidence}",
        citation="",
        run=missing_steps,
    ),
    _order_check("PUBLICITY_AFTER_VOTE", "先表决后宣传", "政策宣传应在职代会表决之前", "丰城市2011年做法四"),
    _order_check("COSTING_AFTER_VOTE", "先表决后测算", "费用测算和资金来源应在职代会表决之前", "丰城市2011年做法五"),
    _order_check(
        "APPROVAL_BEFORE_VOTE",
        "先批复后表决",
        "职工安置方案须先经职代会审议通过，再报批准",
        "企业国有资产法第四十一条；丰城市2011年做法五（报上级审核后方可实施）",
    ),
    _order_check(
        "LISTING_BEFORE_APPROVAL", "未批先挂牌", "批复后方可公告、挂牌", "企业国有资产法第三十四条、第五十三条"
    ),
    _order_check(
        "PAYMENT_BEFORE_APPROVAL", "未批先发放", "批复后方可发放", "丰城市2011年做法五（报上级审核后方可实施）"
    ),
    _order_check(
        "ENDING_BEFORE_APPROVAL",
        "未批先解除",
        "批复后方可解除劳动合同",
        "企业国有资产法第三十四条、第五十三条；丰城市2011年做法五（报上级审核后方可实施）",
    ),
    Check(
        code="VOTE_NUMBERS",
        title="表决人数",
        severity=Severity.ERROR,
        kinds=BOTH,
        message="职代会表决人数有误：{why}",
        remedy="按签到册和计票单核对应到、实到、同意人数",
        citation=_VOTE_LAW,
        run=vote_contradictions,
    ),
    Check(
        code="VOTE_QUORUM",
        title="到会不足三分之二",
        severity=Severity.ERROR,
        kinds=BOTH,
        message="职代会应到{delegates}人、实到{attended}人，不足三分之二（至少{least}人），表决无效",
        remedy="核对签到册；属实的须重新召开职代会",
        citation=_VOTE_LAW,
        run=quorum_faults,
    ),
    Check(
        code="VOTE_MAJORITY",
        title="同意未过半数",
        severity=Severity.ERROR,
        kinds=BOTH,
        message="同意{in_favour}票，未超过全体代表{delegates}人的半数（至少{least}票），方案未通过；按全体代表计，不按到会人数计",
        remedy="核对计票单；属实的须修改方案后重新表决",
        citation=_VOTE_LAW,
        run=majority_faults,
    ),
    Check(
        code="VOTE_COUNT_MISSING",
        title="表决人数未填",
        severity=Severity.MISSING,
        kinds=PROCEDURE,
        message="职代会表决的“{name}”未填（须满足到会三分之二、同意过半数）",
        remedy="按签到册和计票单补填",
        citation=_VOTE_LAW,
        run=vote_counts_missing,
    ),
    _empty_check("STEP_DATE_MISSING", "finished", "步骤日期未填"),
    _empty_check("STEP_DOCUMENT_MISSING", "document", "步骤文号未填"),
    _empty_check("STEP_BODY_MISSING", "responsible", "步骤责任单位未填"),
)

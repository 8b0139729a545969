"""Checks of 机构责任表: the leading group, the work groups, the special petition groups, and who answers for what.

A group without a named person who receives staff is an empty paper, not a broken date. Bodies are recognised by words.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 二、三 (policy data).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure_limits import limit, procedure_limits
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import texts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_BODIES: Final = frozenset({"bodies"})
_WORK_GROUP: Final = ("工作组", "工作小组")
_WORK_GROUP_CATEGORY: Final = "工作组"


def unnamed_receivers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Bodies for which no person is named: who receives staff, or the leader where the sheet has no such column."""
    role = next((role for role in ("receiver", "leader") if table.has(role)), None)
    if role is None or not table.has("body"):
        return
    for i, (body, person) in enumerate(zip(texts(table, "body"), texts(table, role), strict=True)):
        if body and not person:
            yield Fault(table.cell(role, i), "空", "", {"body": body, "name": table.label(role)})


def unnamed_leaders(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Bodies without a leader, where the sheet has a column for leaders beside the one for receivers."""
    if table.has("leader") and table.has("receiver") and table.has("body"):
        for i, (body, person) in enumerate(zip(texts(table, "body"), texts(table, "leader"), strict=True)):
            if body and not person:
                yield Fault(table.cell("leader", i), "空", "", {"body": body, "name": table.label("leader")})


def unnamed_heads(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Systems without a named first person."""
    if table.has("system") and table.has("head"):
        for i, (system, person) in enumerate(zip(texts(table, "system"), texts(table, "head"), strict=True)):
            if system and not person:
                yield Fault(table.cell("head", i), "空", "", {"system": system, "name": table.label("head")})


def missing_bodies(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Bodies that must exist and stand on no sheet of this kind; said once, at the first one that lists bodies."""
    tables = [other for other in book.of_kind("bodies") if other.has("body")]
    if not tables or table is not tables[0]:
        return
    names = [text for other in tables for text in texts(other, "body") if text]
    for body in procedure_limits().bodies:
        if not any(word in name for name in names for word in body.words):
            yield Fault(
                table.header_cell("body"), "无", body.name, {"body": body.name}, variant=body.id, citation=body.citation
            )


def too_few_groups(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Fewer work groups than the leading group must have."""
    tables = [other for other in book.of_kind("bodies") if other.has("body")]
    if not tables or table is not tables[0]:
        return
    count = sum(_is_work_group(*pair) for other in tables for pair in _named(other))
    what = limit("work_groups")
    if count < what.count:
        detail = {"count": count, "limit": what.text}
        yield Fault(table.header_cell("body"), f"{count}个", what.text, detail)


def _named(table: SheetTable) -> Iterator[tuple[str, str]]:
    return zip(texts(table, "body"), texts(table, "category"), strict=True)


def _is_work_group(body: str, category: str) -> bool:
    special = any(word in body for item in procedure_limits().bodies for word in item.words)
    named = body.endswith(_WORK_GROUP) or (body.endswith("组") and not body.endswith("小组"))
    return bool(body) and not special and (category == _WORK_GROUP_CATEGORY or named)


RESPONSIBILITY_CHECKS: Final = (
    Check(
        code="BODY_MISSING",
        title="缺少机构",
        severity=Severity.MISSING,
        kinds=_BODIES,
        message="没有登记“{body}”",
        remedy="已成立的补登一行；未成立的成立后登记文号和人员",
        citation="",
        run=missing_bodies,
    ),
    Check(
        code="WORK_GROUPS_FEW",
        title="工作组不足",
        severity=Severity.MISSING,
        kinds=_BODIES,
        message="只登记了{count}个工作组，应有{limit}",
        remedy="补登其余工作组及其负责人",
        citation=limit("work_groups").citation,
        run=too_few_groups,
    ),
    Check(
        code="RECEIVER_MISSING",
        title="没有接待责任人",
        severity=Severity.MISSING,
        kinds=_BODIES,
        message="“{body}”的“{name}”未填，没有指定接待职工的责任人",
        remedy="填写责任人姓名",
        citation="丰城市企业改革信访维稳工作的做法与体会（2011-09-28）三",
        run=unnamed_receivers,
    ),
    Check(
        code="LEADER_MISSING",
        title="没有组长",
        severity=Severity.MISSING,
        kinds=_BODIES,
        message="“{body}”的“{name}”未填",
        remedy="填写负责人姓名",
        citation="丰城市企业改革信访维稳工作的做法与体会（2011-09-28）三",
        run=unnamed_leaders,
    ),
    Check(
        code="HEAD_MISSING",
        title="没有一把手责任人",
        severity=Severity.MISSING,
        kinds=_BODIES,
        message="系统“{system}”的“{name}”未填",
        remedy="填写一把手姓名",
        citation="丰城市企业改革信访维稳工作的做法与体会（2011-09-28）二（一把手责任制）",
        run=unnamed_heads,
    ),
)

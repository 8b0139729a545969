"""Checks of 发放表 and 再就业优惠证登记表: paid against approved, when, to whom, and certificates handed out.

Approved is the row's own 应发金额, else the person's 合计 on the severance sheet (C4 59, 60). Instalments within
the approved sum are in order. Cells that are no amounts are
:mod:`xl_addin.checks.fund.payment_cells`. Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六; 劳动合同法
art 50.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.fund.payment_cells import PAYMENT_SOURCE, amount_check
from xl_addin.checks.remarks import PARTLY, TRANSFERRED
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.deadlines import is_late_by_days
from xl_addin.rules.procedure.votes import is_out_of_order
from xl_addin.sheets.approved import approval_days, approved_sums
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_at, day_text, enterprise_key, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.payments import payment_rows
from xl_addin.sheets.persons import enterprises, severance_places
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_PAYMENTS: Final = frozenset({"payments"})
_REGISTER: Final = frozenset({"reemployment"})
_SEVERANCE_ACCOUNTS: Final = frozenset({"经济补偿", "安置费"})
EXPLAINED: Final = ("分期", "分次", "首期", "余款", "暂扣", "预留", "未领", "第一次", "第二次", "续发")
"""Words of a note that explain why less, or the same again, was paid."""


def pays_severance(table: SheetTable) -> list[bool]:
    """Which rows pay what the severance sheet approves; a sheet without 发放项目 pays that."""
    if not table.has("item"):
        return [True] * len(table)
    return [_names_severance(text) for text in texts(table, "item")]


def _names_severance(text: str) -> bool:
    try:
        return fund_policy().accounts[find_account(text, EXPENSE)].name in _SEVERANCE_ACCOUNTS
    except InputError:
        return False


def paid_against_due(over: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows paid more (``over``) or less than their own 应发金额 less what is taken off."""
    if not table.has("due"):
        return
    rows, notes = book.derive(payment_rows, table), texts(table, "note")
    for i, (right, paid) in enumerate(zip(rows.right, rows.paid, strict=True)):
        if right is None or paid is None or right == paid or (paid > right) != over:
            continue
        if over or not any(word in notes[i] for word in EXPLAINED):
            less = f"（{amount_text(rows.due[i] or 0)}元减扣款{amount_text(rows.deducted[i])}元）"
            yield _amount_fault(table, i, paid, right, less if rows.deducted[i] else "")


def _amount_fault(table: SheetTable, record: int, paid: int, right: int, less: str = "") -> Fault:
    unit = table.money_unit("paid")
    detail = {"paid": amount_text(paid), "right": amount_text(right), "lacking": amount_text(abs(right - paid))}
    detail["less"] = less
    return Fault(table.cell("paid", record), amount_text(paid, unit), amount_text(right, unit), detail)


def paid_against_approved(over: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Persons paid more (``over``) or less in all than the severance sheet approves; named at the last row."""
    approved = book.gather(approved_sums).by_person
    notes = texts(table, "note")
    for person, rows in _persons(table, book).items():
        right = approved.get(person)
        amounts = [fen for _, fen in rows]
        if right is None or None in amounts:
            continue
        total = sum(fen for fen in amounts if fen is not None)
        record = rows[-1][0]
        explained = any(word in notes[i] for i, _ in rows for word in EXPLAINED)
        if total != right and (total > right) == over and (over or not explained) and not _own_fault(table, rows, book):
            yield _amount_fault(table, record, total, right)


def _own_fault(table: SheetTable, rows: list[tuple[int, int | None]], book: SheetBook) -> bool:
    """Tell whether a row already differs from its own 应发金额: that is said there."""
    read = book.derive(payment_rows, table)
    return any(
        read.due[i] is not None and (read.right[i] != read.paid[i] or read.due[i] != read.gross[i]) for i, _ in rows
    )


def _persons(table: SheetTable, book: SheetBook) -> dict[str, list[tuple[int, int | None]]]:
    """Rows of severance and their amounts by person, those of other 发放表 before this one put to the first row."""
    found: dict[str, list[tuple[int, int | None]]] = {}
    if not table.has("id"):
        return found
    wanted, paid = pays_severance(table), book.derive(payment_rows, table).gross
    for i, person in enumerate(book.derive(sound_ids, table)):
        if person and wanted[i]:
            found.setdefault(person, []).append((i, paid[i]))
    for other in book.of_kind("payments"):
        if other is not table and other.has("id"):
            _add_elsewhere(found, other, book)
    return found


def _add_elsewhere(found: dict[str, list[tuple[int, int | None]]], other: SheetTable, book: SheetBook) -> None:
    wanted, paid = pays_severance(other), book.derive(payment_rows, other).gross
    for i, person in enumerate(book.derive(sound_ids, other)):
        if person in found and wanted[i]:
            record, fen = found[person][0]
            more = paid[i]
            found[person][0] = (record, None if fen is None or more is None else fen + more)


def paid_before_approval(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments dated before the approval of their enterprise."""
    approvals = book.gather(approval_days)
    for i, firm in enumerate(book.derive(enterprises, table)):
        day, approved = day_at(table, "paid_date", i), approvals.get(enterprise_key(firm))
        if day and approved and is_out_of_order(approved.span, day.span):
            detail = {"day": day_text(day), "approved": day_text(approved)}
            yield Fault(day.cell, day_text(day), f"不早于 {day_text(approved)}", detail)


def paid_after_due(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments after the day that the sheet itself sets."""
    for i in range(len(table)):
        due, paid = day_at(table, "due_date", i), day_at(table, "paid_date", i)
        if due and paid and is_out_of_order(paid.span, due.span):
            detail = {"day": day_text(paid), "due": day_text(due), "cell": due.cell}
            yield Fault(paid.cell, day_text(paid), f"不晚于 {day_text(due)}", detail)


def paid_long_after_end(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments long after the contract of the person ended, where the sheet itself sets no day."""
    if table.has("due_date"):
        return
    what = limit("pay_days", policy=book.policy)
    for i, place in enumerate(book.derive(severance_places, table)):
        paid = day_at(table, "paid_date", i)
        ended = day_at(place.table, "end", place.record) if place else None
        if paid and ended and is_late_by_days(ended.span, paid.span, what.count):
            detail = {"day": day_text(paid), "end": day_text(ended), "limit": what.text}
            yield Fault(paid.cell, day_text(paid), f"{day_text(ended)} 后{what.text}内", detail)


def unsigned_payments(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments that nobody signed for, on a sheet where somebody else did."""
    if table.has("signed"):
        signed, paid = texts(table, "signed"), texts(table, "paid")
        # A list that is printed for signing has an empty column; only a gap in a signed list is a missing paper.
        for i in range(len(table)) if any(signed) else ():
            if paid[i] and not signed[i]:
                yield Fault(table.cell("signed", i), "空", "", {"name": table.label("signed")})


def empty_cells(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty cells that every row needs."""
    for spec in table.specs():
        if spec.needed or spec.role == "certificate_no":
            for i, value in enumerate(table.column(spec.role)):
                if is_empty(value) and not table.awaits_calculation(spec.role, i):
                    name = table.label(spec.role)
                    yield Fault(table.cell(spec.role, i), "空", "", {"name": name}, variant=spec.role.upper())


def shared_certificates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Certificate numbers that stand on two rows."""
    first: dict[str, int] = {}
    for i, number in enumerate(texts(table, "certificate_no")):
        earlier = first.setdefault(number, i)
        if number and earlier != i:
            yield Fault(table.cell("certificate_no", i), number, "", {"cell": table.cell("certificate_no", earlier)})


def certificates_before_end(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Certificates issued before the contract ended, by this register or the severance sheet."""
    for i, place in enumerate(book.derive(severance_places, table)):
        issued, ended = day_at(table, "certificate_issued", i), day_at(table, "end", i)
        if ended is None and place is not None:
            ended = day_at(place.table, "end", place.record)
        if issued and ended and is_out_of_order(ended.span, issued.span):
            detail = {"day": day_text(issued), "end": day_text(ended)}
            yield Fault(issued.cell, day_text(issued), f"不早于 {day_text(ended)}", detail)


PAYMENT_CHECKS: Final = (
    Check(
        code="PAYMENT_CELL_MISSING",
        title="发放、领证登记不全",
        severity=Severity.MISSING,
        kinds=_PAYMENTS | _REGISTER,
        message="“{name}”未填",
        remedy="按原始凭证补填",
        citation="发放表、优惠证登记表必填项目",
        run=empty_cells,
    ),
    amount_check(
        "PAYMENT_OVER_DUE",
        "实发多于应发",
        "实发{paid}元，多于应发{right}元{less}",
        "核对发放凭证；多付的追回",
        partial(paid_against_due, True),
    ),
    amount_check(
        "PAYMENT_UNDER_DUE",
        "实发少于应发",
        "实发{paid}元，少于应发{right}元{less}，差{lacking}元",
        "核对发放凭证；少付的补足，分期的在备注中说明",
        partial(paid_against_due, False),
        PARTLY,
    ),
    amount_check(
        "PAYMENT_OVER_APPROVED",
        "发放超过测算表核定数",
        "此人共发{paid}元，超过测算表核定的{right}元（多付或重复发放）",
        "核对测算表和发放凭证；多付的追回",
        partial(paid_against_approved, True),
    ),
    amount_check(
        "PAYMENT_UNDER_APPROVED",
        "发放少于测算表核定数",
        "此人共发{paid}元，少于测算表核定的{right}元，差{lacking}元",
        "核对测算表和发放凭证；少付的补足，分期的在备注中说明",
        partial(paid_against_approved, False),
        PARTLY,
    ),
    amount_check(
        "PAYMENT_ROW_BEFORE_APPROVAL",
        "批复前发放",
        "{day}发放，早于改制方案批复（{approved}）",
        "核对发放凭证和批复的日期；属实的说明情况报批准机关",
        paid_before_approval,
    ),
    amount_check(
        "PAYMENT_AFTER_DUE",
        "逾期发放",
        "{day}发放，晚于应发日期{due}（{cell}）",
        "核对日期；属实的向职工说明原因",
        paid_after_due,
    ),
    Check(
        code="PAYMENT_LONG_AFTER_END",
        title="解除后久未发放",
        severity=Severity.NOTICE,
        kinds=_PAYMENTS,
        message="{end}解除劳动合同，{day}才发放，超过{limit}",
        remedy="核对日期；经济补偿应在办结工作交接时支付",
        citation=limit("pay_days").citation,
        run=paid_long_after_end,
    ),
    Check(
        code="PAYMENT_UNSIGNED",
        title="未签领",
        severity=Severity.MISSING,
        kinds=_PAYMENTS,
        message="“{name}”空缺",
        remedy="补办签领；转账发放的附银行回单并在备注中说明",
        citation=PAYMENT_SOURCE,
        cleared_by=TRANSFERRED,
        run=unsigned_payments,
    ),
    Check(
        code="CERTIFICATE_SHARED",
        title="优惠证号重复",
        severity=Severity.ERROR,
        kinds=_REGISTER,
        message="优惠证号与 {cell} 重复",
        remedy="按证件原件核对",
        citation=PAYMENT_SOURCE,
        run=shared_certificates,
    ),
    Check(
        code="CERTIFICATE_BEFORE_END",
        title="解除前发证",
        severity=Severity.ERROR,
        kinds=_REGISTER,
        message="{day}发证，早于解除劳动合同（{end}）",
        remedy="按证件和解除证明核对日期",
        citation=PAYMENT_SOURCE,
        run=certificates_before_end,
    ),
)

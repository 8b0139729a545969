"""Checks of lists of debts to workers (欠发工资表, 职工集资款清单 …): amounts, totals of rows, rows twice, costs.

Sums under a list are :mod:`xl_addin.checks.amounts.sums`. Of a list and 费用和资金来源表 that differ neither is called
wrong: 应付未付 takes the larger one and names both. Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.sheets.approved_items import cost_owed, list_owed
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, fen_column, fen_of, texts
from xl_addin.sheets.costs import firm_costs
from xl_addin.sheets.owed import owed_columns, owed_list, row_people
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_OWED: Final = frozenset({"owed"})
_SIX: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六（清偿企业所欠职工的各项资金）"
_APART: Final = ("item", "from", "to", "period", "note")


def unreadable_debts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts that are no numbers."""
    for role in [*owed_columns(table), *filter(table.has, ("paid", "left", "total"))]:
        for i, value in enumerate(table.column(role)):
            if not is_empty(value) and not isinstance(value, CellError) and fen_of(value, "元") is None:
                typed = mask_text(clean_text(value))
                yield Fault(table.cell(role, i), typed, "", {"name": table.label(role), "typed": typed})


def unnamed_debts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Columns of money of which nothing says what is owed."""
    read = book.derive(owed_list, table)
    unreadable = {fault.cell for fault in unreadable_debts(table, book)}
    for role in owed_columns(table) or [role for role in ("total", "left") if table.has(role)][:1]:
        if table.label(role) in read.unread and not any(table.cell(role, i) in unreadable for i in range(len(table))):
            yield Fault(table.header_cell(role), table.label(role), "", {"name": table.label(role)})


def debt_totals(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Totals of rows that are not the sum of the row's debts, with or without what was paid of them."""
    roles = owed_columns(table)
    if not table.has("total") or len(roles) < 2:
        return
    columns = [fen_column(table, role) for role in roles]
    paid = fen_column(table, "paid") if table.has("paid") else [None] * len(table)
    unit = table.money_unit("total")
    for i, typed in enumerate(fen_column(table, "total")):
        cells = [table.column(role)[i] for role in roles]
        parts = [column[i] for column in columns]
        sound = all(fen is not None or is_empty(cell) for fen, cell in zip(parts, cells, strict=True))
        right = sum(fen or 0 for fen in parts)
        if typed is not None and sound and any(parts) and typed not in (right, right - (paid[i] or 0)):
            names = "＋".join(table.label(role) for role in roles)
            shown = amount_text(right, unit)
            yield Fault(table.cell("total", i), amount_text(typed, unit), shown, {"right": shown, "names": names})


def debts_left(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """What is left (尚欠) that is not what was owed less what was paid."""
    roles = owed_columns(table)
    if not (table.has("left") and table.has("paid")) or (len(roles) != 1 and not table.has("total")):
        return
    whole = fen_column(table, roles[0] if len(roles) == 1 else "total")
    paid, unit = fen_column(table, "paid"), table.money_unit("left")
    for i, typed in enumerate(fen_column(table, "left")):
        gross = whole[i]
        if typed is None or gross is None or (paid[i] is None and not is_empty(table.column("paid")[i])):
            continue
        right = gross - (paid[i] or 0)
        if typed != right:
            shown = amount_text(right, unit)
            yield Fault(table.cell("left", i), amount_text(typed, unit), shown, {"right": shown})


def debts_twice(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of a list that repeat person, amounts, item and period of an earlier one."""
    if not (table.has("name") or table.has("id")):
        return
    people, roles = book.derive(row_people, table), owed_columns(table)
    amounts = [fen_column(table, role) for role in roles]
    apart = [texts(table, role) for role in _APART]
    first: dict[tuple[object, ...], int] = {}
    for i, person in enumerate(people):
        own = tuple(column[i] for column in amounts)
        if not any(own):
            continue
        earlier = first.setdefault((person, own, *(column[i] for column in apart)), i)
        if earlier != i:
            where = table.cell(roles[0], earlier)
            yield Fault(table.cell(roles[0], i), amount_text(own[0] or 0), "", {"cell": where})


def costs_against_lists(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Costs of an item that differ from the list of the persons to whom it is owed."""
    lists = {(one.firm, one.item): one for one in book.gather(list_owed)}
    firms = {one.firm for one in book.gather(cost_owed)}
    for firm, costs in book.derive(firm_costs, table).items():
        for item, fen in costs.items.items():
            one = lists.get((firm, item)) or (lists.get(("", item)) if len(firms) == 1 else None)
            if one is not None and one.fen != fen:
                detail = {"item": item, "sheet": one.sheet, "list": amount_text(one.fen), "cost": amount_text(fen)}
                yield Fault(costs.cells[item], amount_text(fen), amount_text(one.fen), detail)


def paid_above_debt(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows that say more was paid than was owed."""
    roles = owed_columns(table)
    if not table.has("paid") or not roles:
        return
    columns = [fen_column(table, role) for role in roles]
    for i, paid in enumerate(fen_column(table, "paid")):
        gross = sum(column[i] or 0 for column in columns)
        if paid is not None and gross and paid > gross and not _is_of_the_left(table):
            yield Fault(table.cell("paid", i), amount_text(paid), amount_text(gross), {"gross": amount_text(gross)})


def _is_of_the_left(table: SheetTable) -> bool:
    """Tell a list whose only amounts are what is left (尚欠): what was paid is beside them and may be more."""
    return owed_columns(table) == ["left"]


def negative_debts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts owed that are below zero: money that a worker got too much is no debt to him."""
    for role in owed_columns(table):
        for i, fen in enumerate(fen_column(table, role)):
            if fen is not None and fen < 0:
                typed = amount_text(fen, table.money_unit(role))
                yield Fault(table.cell(role, i), typed, "", {"name": table.label(role), "typed": typed})


def _check(code: str, title: str, severity: Severity, message: str, remedy: str, run: CheckFunction) -> Check:
    kinds = frozenset({"sources"}) if code == "COSTS_DIFFER_FROM_LIST" else _OWED
    return Check(
        code=code, title=title, severity=severity, kinds=kinds, message=message, remedy=remedy, citation=_SIX, run=run
    )  # fmt: skip


OWED_CHECKS: Final = (
    _check(
        "OWED_AMOUNT", "所欠金额无法识别", Severity.ERROR, "“{name}”的“{typed}”不是金额",
        "按欠款凭证改成数字，单位写在表头", unreadable_debts,
    ),
    _check(
        "OWED_NEGATIVE", "所欠金额为负数", Severity.ERROR, "“{name}”是负数（{typed}），没有列入应付",
        "核对欠款凭证：正负号写错的改正；多付的应收回，不在欠款清单上用负数抵减", negative_debts,
    ),
    _check(
        "OWED_UNNAMED", "欠款项目不明", Severity.MISSING,
        "“{name}”一栏没有写明是哪一项欠款（工资、集资款、医药费等），没有列入应付",
        "在表名、标题、表头或“款项”栏写明欠款项目", unnamed_debts,
    ),
    _check(
        "OWED_TOTAL", "欠款行合计不符", Severity.ERROR, "本行合计应为{right}（{names}）",
        "核对本行各项金额，改正合计", debt_totals,
    ),
    _check(
        "OWED_LEFT", "尚欠数不符", Severity.ERROR, "尚欠数与所欠减已付不符，应为{right}",
        "核对所欠、已付和尚欠", debts_left,
    ),
    _check(
        "OWED_PAID_ABOVE", "已付多于所欠", Severity.ERROR, "已付金额多于本行所欠的{gross}元",
        "核对欠款凭证和付款凭证", paid_above_debt,
    ),
    _check(
        "OWED_TWICE", "欠款可能重复登记", Severity.NOTICE, "同一人的同一款项、同一金额已登记在 {cell}，请核对是否重复",
        "核对欠款凭证；不是同一笔的，写明所属期间或款项", debts_twice,
    ),
    _check(
        "COSTS_DIFFER_FROM_LIST", "费用与欠款清单不符", Severity.NOTICE,
        "“{item}”的费用为{cost}元，“{sheet}”逐人合计为{list}元",
        "核对清单是否登记齐全、费用表是否已更新；“资金平衡表”按较大的数列入应付未付", costs_against_lists,
    ),
)  # fmt: skip

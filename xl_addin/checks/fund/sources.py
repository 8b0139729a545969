"""Checks of 费用和资金来源表: every enterprise's costs must be covered by named sources (D11).

Three layouts are read: an enterprise per row with totals, costs and sources side by side, and one list whose rows
say 费用 or 来源. Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 五; audit of the three tables: 南昌 2006.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.sheets.approved import approved_sums
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, enterprise_key, fen_column, fen_of, side_of, text_at, texts
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.findings import Severity

_SOURCES: Final = frozenset({"sources"})
_FIVE: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）五（各项费用认真测算并落实资金来源）"
_SEVERANCE_ACCOUNTS: Final = frozenset({"经济补偿", "安置费"})
_TOTAL: Final = re.compile(r".*(?:小计|合计|总计|共计)(?:\(.{0,60}\))?:?")
_LABELS: Final = ("direction", "item", "cost_item", "source_item")
"""Columns in which a list may name a total."""
_REVIEWS: Final = ("labour_review", "audit_review", "finance_review")


@dataclass(frozen=True, slots=True)
class Cover:
    """Costs and sources of one enterprise in fen, the cell of the sources, and the record of a row with totals."""

    enterprise: str
    cost: int
    source: int
    cell: str
    record: int | None
    unit: str


def covers(table: SheetTable, book: SheetBook) -> list[Cover]:
    """Costs and sources of every enterprise of a sheet; one whose figures are not all readable is left out."""
    names = enterprise_names(table)
    if table.has("cost_total") and table.has("source_total"):
        costs, sources = fen_column(table, "cost_total"), fen_column(table, "source_total")
        unit = table.money_unit("source_total")
        return [
            Cover(names[i], cost, source, table.cell("source_total", i), i, unit)
            for i, (cost, source) in enumerate(zip(costs, sources, strict=True))
            if cost is not None and source is not None
        ]
    return _listed(table, names)


def _listed(table: SheetTable, names: list[str]) -> list[Cover]:
    """Add up a list: both sides of each row, or the side that 费用/来源 says."""
    found = []
    totals = _total_records(table)
    for name in dict.fromkeys(names):
        rows = [i for i, own in enumerate(names) if own == name and i not in totals]
        cost = [entry for i in rows for entry in _entries(table, i, "cost")]
        source = [entry for i in rows for entry in _entries(table, i, "source")]
        amounts = [fen for _, fen in cost + source]
        if cost and source and None not in amounts:
            cell, unit = source[-1][0]
            needed, covered = (sum(fen for _, fen in side if fen is not None) for side in (cost, source))
            found.append(Cover(name, needed, covered, cell, None, unit))
    return found


def _entries(table: SheetTable, record: int, side: str) -> list[tuple[tuple[str, str], int | None]]:
    """The filled amounts of one side in a row, each with its cell and unit."""
    entries = []
    roles = [f"{side}_amount"]
    if table.has("direction") and side_of(text_at(table, "direction", record)) == side:
        roles.append("amount")
    for role in filter(table.has, roles):
        value = table.column(role)[record]
        if not is_empty(value):
            unit = table.money_unit(role)
            entries.append(((table.cell(role, record), unit), fen_of(value, unit)))
    return entries


def _total_records(table: SheetTable) -> dict[int, str]:
    """Records of a list that add up others (费用合计, 来源小计), with the side that they add up."""
    found = {}
    sides = texts(table, "direction")
    for role in filter(table.has, _LABELS):
        for i, text in enumerate(texts(table, role)):
            if _TOTAL.fullmatch(text):
                own = {"cost_item": "cost", "source_item": "source"}
                found[i] = own.get(role) or side_of(text) or side_of(sides[i])
    return found


def wrong_totals(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Totals among the records of a list that are not the sum of their side, in all or since the total before."""
    totals, names = _total_records(table), enterprise_names(table)
    for i, side in totals.items():
        typed = _entries(table, i, side) or [entry for entry in _entries(table, i, "") if entry[1] is not None]
        rows = [k for k in range(i) if names[k] == names[i] and k not in totals]
        block = [k for k in rows if not any(k < t < i and totals[t] == side for t in totals)]
        sums = [_sum(table, part, side) for part in (rows, block)]
        if not side or not typed or not block or None in sums or typed[0][1] in sums:
            continue
        (cell, unit), fen = typed[0]
        if fen is not None and sums[0] is not None:
            shown = amount_text(sums[0], unit)
            yield Fault(cell, amount_text(fen, unit), shown, {"right": shown, "item": _item_text(table, i)})


def _sum(table: SheetTable, records: list[int], side: str) -> int | None:
    """Sum of one side over records; None where an amount is no number or there is none."""
    amounts = [fen for k in records for _, fen in _entries(table, k, side)]
    return sum(fen for fen in amounts if fen is not None) if amounts and None not in amounts else None


def _item_text(table: SheetTable, record: int) -> str:
    found = (text_at(table, role, record) for role in _LABELS if table.has(role))
    return next((text for text in found if _TOTAL.fullmatch(text)), "合计")


def uncovered_costs(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Enterprises whose sources are less than their costs."""
    for cover in book.derive(covers, table):
        if cover.source < cover.cost:
            detail = {
                "whose": f"{cover.enterprise}：" if cover.enterprise else "",
                "cost": amount_text(cover.cost),
                "source": amount_text(cover.source),
                "gap": amount_text(cover.cost - cover.source),
            }
            shown = amount_text(cover.source, cover.unit)
            yield Fault(cover.cell, shown, f"不少于{amount_text(cover.cost, cover.unit)}", detail)


def wrong_gaps(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Typed gaps that are not costs less sources (a surplus may stand as 0 or with its sign)."""
    if not table.has("gap"):
        return
    gaps, unit = fen_column(table, "gap"), table.money_unit("gap")
    for cover in book.derive(covers, table):
        typed = gaps[cover.record] if cover.record is not None else None
        right = cover.cost - cover.source
        allowed = {right, -right} if right > 0 else {right, -right, 0}
        if cover.record is not None and typed is not None and typed not in allowed:
            shown = amount_text(max(right, 0), unit)
            yield Fault(table.cell("gap", cover.record), amount_text(typed, unit), shown, {"right": shown})


def costs_against_persons(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Severance among the costs that is not the sum of the persons on the severance sheet."""
    sums = book.gather(approved_sums).by_enterprise
    names = enterprise_names(table)
    for item_role, role in (("cost_item", "cost_amount"), ("item", "amount")):
        if not (table.has(item_role) and table.has(role)):
            continue
        amounts, unit = fen_column(table, role), table.money_unit(role)
        sides, totals = texts(table, "direction"), _total_records(table)
        for i, item in enumerate(texts(table, item_role)):
            right, typed = sums.get(enterprise_key(names[i])), amounts[i]
            if role == "amount" and side_of(sides[i]) != "cost":
                continue
            if (
                right is not None
                and typed is not None
                and typed != right
                and _names_severance(item)
                and i not in totals
            ):
                shown = amount_text(right, unit)
                detail = {"item": item, "right": amount_text(right)}
                yield Fault(table.cell(role, i), amount_text(typed, unit), shown, detail)


def _names_severance(text: str) -> bool:
    try:
        return fund_policy().accounts[find_account(text, EXPENSE)].name in _SEVERANCE_ACCOUNTS
    except InputError:
        return False


def unreviewed_costs(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty opinions of the offices that must review the costs."""
    for role in filter(table.has, _REVIEWS):
        for i, value in enumerate(table.column(role)):
            if is_empty(value):
                yield Fault(table.cell(role, i), "空", "", {"name": table.label(role)})


def unreadable_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts that are no numbers."""
    for spec in table.specs():
        if spec.type == "money":
            for i, value in enumerate(table.column(spec.role)):
                if not is_empty(value) and not isinstance(value, CellError) and fen_of(value, "元") is None:
                    typed = clean_text(value)
                    yield Fault(table.cell(spec.role, i), typed, "", {"name": table.label(spec.role), "typed": typed})


SOURCE_CHECKS: Final = (
    Check(
        code="SOURCES_AMOUNT",
        title="费用、来源金额无法识别",
        severity=Severity.ERROR,
        kinds=_SOURCES,
        message="“{name}”的“{typed}”不是金额",
        remedy="改成数字，单位写在表头",
        citation="金额不明的不猜测",
        run=unreadable_amounts,
        blocks="金额无法识别，费用与来源未比较",
    ),
    Check(
        code="SOURCES_SHORT",
        title="资金来源不足",
        severity=Severity.ERROR,
        kinds=_SOURCES,
        message="{whose}费用{cost}元，落实的资金来源只有{source}元，缺口{gap}元",
        remedy="落实缺口的来源（土地、系统内调剂、垫付、暂挂、财政）后再提交职代会",
        citation=_FIVE,
        run=uncovered_costs,
    ),
    Check(
        code="SOURCES_GAP",
        title="缺口数不符",
        severity=Severity.ERROR,
        kinds=_SOURCES,
        message="缺口与费用减来源不符，应为{right}",
        remedy="核对费用合计、来源合计和公式",
        citation="数字前后不合",
        run=wrong_gaps,
    ),
    Check(
        code="SOURCES_TOTAL",
        title="费用、来源合计不符",
        severity=Severity.ERROR,
        kinds=_SOURCES,
        message="“{item}”应为{right}",
        remedy="核对所加各项，改正合计，或用 SUM 公式",
        citation="合计等于所列各行之和",
        run=wrong_totals,
    ),
    Check(
        code="COSTS_DIFFER_FROM_PERSONS",
        title="费用与测算表合计不符",
        severity=Severity.ERROR,
        kinds=_SOURCES,
        message="“{item}”与经济补偿金测算表逐人合计不符，应为{right}元",
        remedy="按测算表合计改正，或补充测算表人员",
        citation=_FIVE,
        run=costs_against_persons,
    ),
    Check(
        code="COSTS_UNREVIEWED",
        title="费用未经审核",
        severity=Severity.MISSING,
        kinds=_SOURCES,
        message="“{name}”未填",
        remedy="送有关部门审核后补填意见和日期",
        citation="南昌市商贸系统国有企业改革实施方案（2006）（三表审核）",
        run=unreviewed_costs,
    ),
)

"""Worksheet functions of the special fund (专项调剂基金专户): balances, debts, waterfall, transfers, schedules.

Thin: ranges are cleaned by ``fund_ranges`` and ``fund_ledger``, computed by ``rules.fund``, turned into cells here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.functions.fund.ranges import (
    read_annual_rate,
    read_fen,
    read_kept_share,
    read_money,
    read_needs,
    read_payments,
    read_positions,
    read_total_need,
)
from xl_addin.policy.fund import ADVANCE, DEFERRAL, MODES
from xl_addin.rules.fund.advances import settle_advance
from xl_addin.rules.fund.deferral import deferral_schedule
from xl_addin.rules.fund.ledger import NOBODY, Codes, select
from xl_addin.rules.fund.statement import Statement, city_groups, statement
from xl_addin.rules.fund.transfers import balance_system
from xl_addin.rules.fund.waterfall import distribute
from xl_addin.sheets.ledger_range import Names, SheetLedger, read_ledger
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, is_blank
from xl_addin.tables.ranges import one_cell
from xl_addin.values.errors import DIV0, NA, InputError
from xl_addin.values.money import fen_to_yuan

WATERFALL_HEADINGS: Final = ("项目", "应付金额", "实付金额", "未付金额")
TRANSFER_HEADINGS: Final = ("企业名称", "调剂前", "调剂额", "调剂后")
DEFERRAL_HEADINGS: Final = ("还款日期", "期初余额", "利息", "还款额", "期末余额")
ADVANCE_HEADINGS: Final = ("垫付本金", "利息", "结余")
STATEMENT_HEADINGS: Final = ("收入", "支出", "余额", "垫付余额", "暂挂余额")
GROUPINGS: Final = {"企业": "企业名称", "系统": "所属系统", "全市": "范围"}
UNNAMED: Final = {"企业": "未分企业", "系统": "未分系统"}
"""Row of money whose ledger rows name no enterprise or system, so that the rows add up to the city."""
_END_OF_TIME: Final = int(np.iinfo(np.int32).max)

Table = list[list[Any]]


def _word(value: Any, allowed: Sequence[str], name: str) -> str:
    """Read one of some words; blank is the first of them (G-05)."""
    word = clean_text(one_cell(value, name))
    if not word:
        return allowed[0]
    if word not in allowed:
        raise InputError(f"{name}要填 {'、'.join(allowed)} 之一，现为“{word}”")
    return word


def waterfall(available: Any, needs: Any, mode: Any) -> Table:
    """Share money over needs by tier; one row a need in the order of the input."""
    money = read_money(available, "可用资金")
    rows = read_needs(needs)
    chosen = _word(mode, MODES, "分配方式")
    amounts, tiers = [row.amount_fen for row in rows], [row.tier for row in rows]
    paid = distribute(money, amounts, tiers, dict.fromkeys(tiers, chosen))
    lines = [
        [row.name, *map(fen_to_yuan, (row.amount_fen, part, row.amount_fen - part))]
        for row, part in zip(rows, paid, strict=True)
    ]
    return [list(WATERFALL_HEADINGS), *lines]


def transfer(positions: Any, donor_keeps: Any) -> Table:
    """Balance surpluses and deficits of one system; transfers sum to 0."""
    rows = read_positions(positions)
    moved = balance_system([row.amount_fen for row in rows], read_kept_share(donor_keeps))
    lines = [
        [row.name, *map(fen_to_yuan, (row.amount_fen, part, row.amount_fen + part))]
        for row, part in zip(rows, moved, strict=True)
    ]
    return [list(TRANSFER_HEADINGS), *lines]


def deferral(principal: Any, start_date: Any, annual_instalment: Any, annual_rate: Any, payments: Any) -> Table:
    """Repayment schedule of deferred contributions, a row a year."""
    schedule = deferral_schedule(
        read_fen(principal, "暂挂本金"),
        clean_date(one_cell(start_date, "暂挂开始日期"), "暂挂开始日期", MonthDay.FIRST),
        read_fen(annual_instalment, "每年还款额"),
        read_annual_rate(annual_rate),
        read_payments(payments),
    )
    lines = [[row.date, *map(fen_to_yuan, (row.opening, row.interest, row.payment, row.closing))] for row in schedule]
    return [list(DEFERRAL_HEADINGS), *lines]


def advance_settlement(advance: Any, advance_date: Any, proceeds: Any, sale_date: Any, annual_rate: Any) -> Table:
    """Principal, simple interest and surplus of a land reserve advance on the day of the sale."""
    settled = settle_advance(
        read_fen(advance, "垫付金额"),
        clean_date(one_cell(advance_date, "垫付日期"), "垫付日期", MonthDay.FIRST),
        read_fen(proceeds, "变现收入"),
        clean_date(one_cell(sale_date, "变现日期"), "变现日期", MonthDay.LAST),
        read_annual_rate(annual_rate),
    )
    return [list(ADVANCE_HEADINGS), [*map(fen_to_yuan, (settled.principal, settled.interest, settled.surplus))]]


def coverage(available: Any, needs: Any) -> float:
    """Available money over the need, neither rounded nor capped (F-40)."""
    money, need = read_money(available, "可用资金"), read_total_need(needs)
    if need == 0:
        raise InputError("需求合计为 0，没有覆盖率", DIV0)
    return money / need


def fund_balance(ledger: Any, as_of: Any, enterprise: Any, system: Any) -> float:
    """Cash of an enterprise, a system or the city at a date (F-50)."""
    day, sheet = _as_of(as_of), read_ledger(ledger)
    return fen_to_yuan(int(_chosen(sheet, day, enterprise, system).balance[0, 0]))


def fund_liability(ledger: Any, kind: Any, as_of: Any, enterprise: Any) -> float:
    """What is owed to the land reserve (垫付) or the insurance office (暂挂) at a date (F-58)."""
    word = clean_text(one_cell(kind, "负债种类"))
    if word not in (ADVANCE, DEFERRAL):
        raise InputError(f"负债种类要填 {ADVANCE} 或 {DEFERRAL}，现为“{word}”")
    day, sheet = _as_of(as_of), read_ledger(ledger)
    found = _chosen(sheet, day, enterprise, None)
    return fen_to_yuan(int((found.advance if word == ADVANCE else found.deferral)[0, 0]))


def fund_statement(ledger: Any, as_of: Any, by: Any) -> Table:
    """Income, expense, balance and debts at a date by enterprise, system or for the city (F-51)."""
    day, chosen = _as_of(as_of), _word(by, tuple(GROUPINGS), "汇总方式")
    sheet = read_ledger(ledger)
    labels, groups = _grouping(sheet, chosen)
    found = statement(sheet.entries, [day], groups, len(labels))
    lines = [[label, *_figures(found, place)] for place, label in enumerate(labels)]
    _, income, expense, _, advance, deferral = lines[-1]
    if chosen in UNNAMED and not any((income, expense, advance, deferral)):
        lines.pop()  # an opening balance alone belongs to nobody (it stands in the city's row)
    return [[GROUPINGS[chosen], *STATEMENT_HEADINGS], *lines]


def _figures(found: Statement, place: int) -> list[float]:
    columns = (found.income, found.expense, found.balance, found.advance, found.deferral)
    return [fen_to_yuan(int(column[place, 0])) for column in columns]


def _grouping(sheet: SheetLedger, by: str) -> tuple[list[str], Codes]:
    """Names of the rows and the row of each entry; entries that name nobody come last."""
    if by == "全市":
        groups, _ = city_groups(sheet.entries)
        return ["全市"], groups
    if by == "系统":
        _require(sheet, "system", "所属系统")
        names, places = sheet.systems.labels, sheet.entries.system
    else:
        names, places = _firms(sheet)
    return [*names, UNNAMED[by]], np.where(places == NOBODY, len(names), places).astype(np.int32)


def _firms(sheet: SheetLedger) -> tuple[list[str], Codes]:
    """Enterprises by name; rows without a name count under their code."""
    if "enterprise" not in sheet.columns and "enterprise_code" not in sheet.columns:
        _require(sheet, "enterprise", "企业名称")
    names = sheet.enterprises
    places = sheet.entries.enterprise
    coded = (places == NOBODY) & (sheet.numbers != NOBODY)
    if not coded.any():
        return names.labels, places
    joined = Names(list(names.labels), dict(names.places))
    found = [joined.place(sheet.codes.labels[number]) for number in sheet.numbers[coded].tolist()]
    places = places.copy()
    places[coded] = found
    return joined.labels, places


def _as_of(value: Any) -> int:
    """Read the day of a statement; a month is its last day, blank is after every entry (G-11)."""
    value = one_cell(value, "截止日期")
    return _END_OF_TIME if is_blank(value) else clean_date(value, "截止日期", MonthDay.LAST)


def _chosen(sheet: SheetLedger, day: int, enterprise: Any, system: Any) -> Statement:
    """Add up the entries of an enterprise and a system; a name nowhere in the ledger is ``#N/A`` (F-57)."""
    entries = sheet.entries
    rows = np.ones(len(entries), dtype=np.bool_)
    wanted = one_cell(enterprise, "企业")
    if not is_blank(wanted):
        rows &= _rows_of_firm(sheet, wanted)
    wanted = one_cell(system, "系统")
    if not is_blank(wanted):
        _require(sheet, "system", "所属系统")
        rows &= _rows_of(sheet.systems, entries.system, wanted, "系统")
    chosen = select(entries, rows)
    return statement(chosen, [day], *city_groups(chosen))


def _rows_of_firm(sheet: SheetLedger, wanted: Any) -> NDArray[np.bool_]:
    """Entries whose name or code is the wanted one."""
    if "enterprise_code" not in sheet.columns:
        _require(sheet, "enterprise", "企业名称")
    if sheet.codes.find(wanted) == NOBODY:
        return _rows_of(sheet.enterprises, sheet.entries.enterprise, wanted, "企业")
    rows: NDArray[np.bool_] = sheet.numbers == sheet.codes.find(wanted)
    if sheet.enterprises.find(wanted) != NOBODY:
        rows |= sheet.entries.enterprise == sheet.enterprises.find(wanted)
    return rows


def _rows_of(names: Names, places: Codes, wanted: Any, kind: str) -> NDArray[np.bool_]:
    place = names.find(wanted)
    if place == NOBODY:
        raise InputError(f"台账中没有{kind}“{clean_text(wanted)}”，请核对名称", NA)
    rows: NDArray[np.bool_] = places == place
    return rows


def _require(sheet: SheetLedger, role: str, title: str) -> None:
    if role not in sheet.columns:
        raise InputError(f"台账中缺少列：{title}，请补上标题后重算")

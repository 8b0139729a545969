"""Worksheet functions of the special fund (专项调剂基金专户): balances, debts, waterfall, transfers, schedules.

Thin: what was read is computed by ``rules.fund`` and turned into cells here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.functions.fund.ranges import NamedAmount
from xl_addin.functions.spec import Scalar
from xl_addin.policy.fund import ADVANCE
from xl_addin.rules.fund.deferral import Payment, deferral_schedule, settle_advance
from xl_addin.rules.fund.ledger import NOBODY, Codes, select
from xl_addin.rules.fund.statement import Statement, city_groups, statement
from xl_addin.rules.fund.transfers import balance_system
from xl_addin.rules.fund.waterfall import distribute
from xl_addin.sheets.ledger_range import Names, SheetLedger
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

Table = list[list[Scalar]]


def waterfall(available: int, needs: Sequence[NamedAmount], mode: str) -> Table:
    """Share money over needs by tier; one row a need in the order of the input."""
    amounts, tiers = [need.amount_fen for need in needs], [need.tier for need in needs]
    paid = distribute(available, amounts, tiers, dict.fromkeys(tiers, mode))
    lines: Table = [
        [need.name, *map(fen_to_yuan, (need.amount_fen, part, need.amount_fen - part))]
        for need, part in zip(needs, paid, strict=True)
    ]
    return [list(WATERFALL_HEADINGS), *lines]


def transfer(positions: Sequence[NamedAmount], donor_keeps: Fraction) -> Table:
    """Balance surpluses and deficits of one system; transfers sum to 0."""
    moved = balance_system([position.amount_fen for position in positions], donor_keeps)
    lines: Table = [
        [row.name, *map(fen_to_yuan, (row.amount_fen, part, row.amount_fen + part))]
        for row, part in zip(positions, moved, strict=True)
    ]
    return [list(TRANSFER_HEADINGS), *lines]


def deferral(
    principal: int, start_date: int, annual_instalment: int, annual_rate: Fraction, payments: Sequence[Payment]
) -> Table:
    """Repayment schedule of deferred contributions, a row a year."""
    schedule = deferral_schedule(principal, start_date, annual_instalment, annual_rate, payments)
    lines: Table = [
        [row.date, *map(fen_to_yuan, (row.opening, row.interest, row.payment, row.closing))] for row in schedule
    ]
    return [list(DEFERRAL_HEADINGS), *lines]


def advance_settlement(advance: int, advance_date: int, proceeds: int, sale_date: int, annual_rate: Fraction) -> Table:
    """Principal, simple interest and surplus of a land reserve advance on the day of the sale."""
    settled = settle_advance(advance, advance_date, proceeds, sale_date, annual_rate)
    return [list(ADVANCE_HEADINGS), [*map(fen_to_yuan, (settled.principal, settled.interest, settled.surplus))]]


def coverage(available: int, needs: int) -> float:
    """Available money over the need, neither rounded nor capped (F-40)."""
    if needs == 0:
        raise InputError("需求合计为 0，没有覆盖率", DIV0)
    return available / needs


def fund_balance(as_of: int | None, ledger: SheetLedger, enterprise: str, system: str) -> float:
    """Cash of an enterprise, a system or the city at a date (F-50)."""
    return fen_to_yuan(int(_chosen(ledger, as_of, enterprise, system).balance[0, 0]))


def fund_liability(kind: str, as_of: int | None, ledger: SheetLedger, enterprise: str) -> float:
    """What is owed to the land reserve (垫付) or the insurance office (暂挂) at a date (F-58)."""
    found = _chosen(ledger, as_of, enterprise, "")
    return fen_to_yuan(int((found.advance if kind == ADVANCE else found.deferral)[0, 0]))


def fund_statement(as_of: int | None, by: str, ledger: SheetLedger) -> Table:
    """Income, expense, balance and debts at a date by enterprise, system or for the city (F-51)."""
    labels, groups = _grouping(ledger, by)
    found = statement(ledger.entries, [_last(as_of)], groups, len(labels))
    lines: Table = [[label, *_figures(found, place)] for place, label in enumerate(labels)]
    _, income, expense, _, advance, deferral = lines[-1]
    if by in UNNAMED and not any((income, expense, advance, deferral)):
        lines.pop()  # an opening balance alone belongs to nobody (it stands in the city's row)
    return [[GROUPINGS[by], *STATEMENT_HEADINGS], *lines]


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


def _last(as_of: int | None) -> int:
    """The day of a statement; without one it is after every entry (G-11)."""
    return _END_OF_TIME if as_of is None else as_of


def _chosen(sheet: SheetLedger, as_of: int | None, enterprise: str, system: str) -> Statement:
    """Add up the entries of an enterprise and a system; a name nowhere in the ledger is ``#N/A`` (F-57)."""
    entries = sheet.entries
    rows = np.ones(len(entries), dtype=np.bool_)
    if enterprise:
        rows &= _rows_of_firm(sheet, enterprise)
    if system:
        _require(sheet, "system", "所属系统")
        rows &= _rows_of(sheet.systems, entries.system, system, "系统")
    chosen = select(entries, rows)
    return statement(chosen, [_last(as_of)], *city_groups(chosen))


def _rows_of_firm(sheet: SheetLedger, wanted: str) -> NDArray[np.bool_]:
    """Entries whose name or code is the wanted one."""
    if "enterprise_code" not in sheet.columns:
        _require(sheet, "enterprise", "企业名称")
    if sheet.codes.find(wanted) == NOBODY:
        return _rows_of(sheet.enterprises, sheet.entries.enterprise, wanted, "企业")
    rows: NDArray[np.bool_] = sheet.numbers == sheet.codes.find(wanted)
    if sheet.enterprises.find(wanted) != NOBODY:
        rows |= sheet.entries.enterprise == sheet.enterprises.find(wanted)
    return rows


def _rows_of(names: Names, places: Codes, wanted: str, kind: str) -> NDArray[np.bool_]:
    place = names.find(wanted)
    if place == NOBODY:
        raise InputError(f"台账中没有{kind}“{wanted}”，请核对名称", NA)
    rows: NDArray[np.bool_] = places == place
    return rows


def _require(sheet: SheetLedger, role: str, title: str) -> None:
    if role not in sheet.columns:
        raise InputError(f"台账中缺少列：{title}，请补上标题后重算")

"""What each enterprise of a workbook must pay, by item: approved severance, insurance of 一补二险, debts of the fund.

Approved severance is typed (checks.approved). Insurance is computed from the input columns of a 一补二险测算表, or
typed on a 养老/医疗测算表; typed figures go before computed ones. Leaves out what was paid, and every sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from xl_addin.commands.fund.ledger_copy import LedgerCopy
from xl_addin.commands.package.command import columns_for, compute
from xl_addin.functions.insurance.package import package_contents
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_tiers import SEVERANCE, FundTiers
from xl_addin.policy.package import split_payer
from xl_addin.sheets.approved import approved_sums
from xl_addin.sheets.arrears import arrears_roles, insurance_named, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_column, fen_of, span_of, texts
from xl_addin.sheets.package_columns import package_view
from xl_addin.sheets.package_persons import read_package_persons, tells_arrears
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.money import FEN_PER_YUAN, exact, round_half_up

MEDICAL: Final = "医疗"
PAID_BY: Final[Mapping[str, tuple[str, ...]]] = {SEVERANCE: (SEVERANCE, "安置费"), MEDICAL: (MEDICAL, "离退休")}
"""Accounts that pay an item, where there are several: the reserve for retired persons is part of 医疗 (T-07)."""
_ACCOUNT: Final = {"生育": MEDICAL}
"""Parts that the ledger has no account for."""
_SHARES: Final = frozenset({"unit_arrears", "person_arrears", "principal"})
_WAGES: Final = ("contribution_wage", "average_wage")
UNKNOWN_FIRM: Final = "未写企业"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One item that one enterprise must pay; ``day`` is the latest day of leaving on its severance sheets."""

    firm: str
    item: str
    fen: int
    source: str
    day: int | None = None

    @property
    def accounts(self) -> tuple[str, ...]:
        """Accounts of the ledger that pay it."""
        return PAID_BY.get(self.item, (self.item,))

    @property
    def insured(self) -> bool:
        """Whether 暂挂 can stand for it."""
        return self.item != SEVERANCE


@dataclass(frozen=True, slots=True)
class Dues:
    """Every item in the order of the ledger's enterprises, and sentences about what could not be counted."""

    items: tuple[DueItem, ...]
    left_out: tuple[str, ...]

    @property
    def firms(self) -> list[str]:
        """Enterprises in order of first appearance."""
        return list(dict.fromkeys(item.firm for item in self.items))


def tier_of(item: str, tiers: FundTiers) -> int:
    """Tier of an item by the account that pays it.

    >>> from xl_addin.policy.fund_tiers import fund_tiers
    >>> tier_of("经济补偿", fund_tiers({})), tier_of("归还暂挂", fund_tiers({}))
    (1, 3)
    """
    return tiers.of(fund_policy().accounts[find_account(item, EXPENSE)])


def read_dues(checked: SheetBook, ledger: LedgerCopy) -> Dues:
    """Gather the dues of a workbook."""
    packages = [table for table in checked.of_kind("severance", "arrears") if len(table) and _is_computed(table)]
    others = [table for table in checked.tables if table not in packages]
    left_out: list[str] = []
    found = _approved(checked.part(others))
    if not packages:
        left_out.extend(_unpriced(others))
    typed = [line for table in others if table.kind == "arrears" for line in _typed(table, checked, left_out)]
    # A generated sheet has two tables, of which the second holds who must be looked at; each sheet is computed once.
    sheets = {table.sheet: table for table in packages}.values()
    for line in (*typed, *(part for table in sheets for part in _computed(checked, table, left_out))):
        found.setdefault((line.firm, line.item, line.source), []).append(line)
    return Dues(tuple(_named(_first_source(found), checked, ledger)), tuple(left_out))


def _is_computed(table: SheetTable) -> bool:
    """Tell a list of inputs of 一补二险; a list of typed arrears has none to compute them from."""
    typed = not _SHARES.isdisjoint(map(base_role, table.header.columns))
    return tells_arrears(table) and (not typed or all(map(package_view(table).has, _WAGES)))


_Found = dict[tuple[str, str, str], list[DueItem]]


def _approved(checked: SheetBook) -> _Found:
    sums = checked.gather(approved_sums).by_enterprise
    source = "、".join(dict.fromkeys(table.sheet for table in checked.of_kind("severance")))
    return {(firm, SEVERANCE, source): [DueItem(firm, SEVERANCE, fen, source)] for firm, fen in sums.items() if fen}


def _unpriced(tables: Iterable[SheetTable]) -> Iterator[str]:
    """Severance sheets with persons whose amount is empty or a formula without a stored result."""
    for table in tables:
        if table.kind == "severance":
            columns = [fen_column(table, role) for role in ("total", "amount") if table.has(role)]
            lacking = sum(all(fen is None for fen in line) for line in zip(*columns, strict=True)) or (
                0 if columns else len(table)
            )
            if lacking:
                yield f"工作表“{table.sheet}”：{lacking} 人没有补偿金额，未列入（有公式的先用“重算”，或打开后保存一次）"


def _typed(table: SheetTable, checked: SheetBook, left_out: list[str]) -> Iterator[DueItem]:
    """Typed arrears of a sheet, of each insurance where its columns repeat; its name or title says which, if one."""
    parts = checked.derive(insurance_parts, table)
    for part in parts:
        name, roles = insurance_named(part), ("total",) if part.has("total") else arrears_roles(part)
        if not name or not roles:
            which = f"的“{part.header.groups[0]}”" if part is not table else "：表名或标题"
            left_out.append(f"工作表“{table.sheet}”{which}没有写明是哪一种保险，或没有金额，未列入")
            continue
        unread = 0
        for i, firm in enumerate(checked.derive(enterprises, table)):
            amounts = [fen_of(part.column(role)[i], part.money_unit(role)) for role in roles]
            unread += all(fen is None for fen in amounts)
            yield DueItem(enterprise_key(firm), _item(name), sum(fen or 0 for fen in amounts), table.sheet)
        if unread == len(table) or (unread and part is table):
            which = "" if part is table else f"“{name}”"
            left_out.append(f"工作表“{table.sheet}”：{unread} 人没有{which}金额，未列入")


def _computed(checked: SheetBook, table: SheetTable, left_out: list[str]) -> Iterator[DueItem]:
    """Parts of a package sheet, computed by the function that stands in it."""
    people = read_package_persons(checked, table.sheet)
    columns = columns_for(package_contents(checked.policy))
    failed = 0
    for person, line in zip(people, compute(people, columns, checked.stated.rows), strict=True):
        parts = dict(zip(columns.parts[:-1], line[1:], strict=False))
        failed += any(isinstance(value, CellError) for value in parts.values())
        for part, value in parts.items():
            if not isinstance(value, CellError):
                fen = round_half_up(exact(value) * FEN_PER_YUAN)
                yield DueItem(enterprise_key(person.enterprise), _item(part), fen, table.sheet)
    if failed:
        left_out.append(
            f"工作表“{table.sheet}”：{failed} 人有项目不能计算，不能计算的部分未列入（先用“生成测算表”查原因）"
        )


def _item(part: str) -> str:
    """Item of a part; both payers' shares are one item."""
    name, _ = split_payer(part)
    return _ACCOUNT.get(name, name)


def _first_source(found: _Found) -> Iterator[DueItem]:
    """One line for each enterprise and item: the sum of the source that comes first."""
    chosen: dict[tuple[str, str], str] = {}
    for (firm, item, source), lines in found.items():
        if chosen.setdefault((firm, item), source) == source:
            yield DueItem(firm, item, sum(line.fen for line in lines), source)


def _named(lines: Iterable[DueItem], checked: SheetBook, ledger: LedgerCopy) -> list[DueItem]:
    """Names as the ledger writes them, in its order; a sheet that names nobody speaks for the only enterprise."""
    lines = [line for line in lines if line.fen]
    names = {enterprise_key(name): name for name in ledger.firms}
    days = leaving_days(checked)
    if {line.firm for line in lines} == {""} and len(names) == 1:
        (key,) = names
        lines, days = [replace(line, firm=key) for line in lines], {key: days.get("", None)}
    order = list(names)
    lines.sort(key=lambda line: order.index(line.firm) if line.firm in names else len(order))
    return [
        replace(line, firm=names.get(line.firm, line.firm) or UNKNOWN_FIRM, day=days.get(line.firm)) for line in lines
    ]


def leaving_days(checked: SheetBook) -> dict[str, int | None]:
    """Latest 解除时间 of each enterprise (its key): then severance is due (劳动合同法 art 50)."""
    days: dict[str, int | None] = {}
    for table in checked.of_kind("severance", "arrears"):
        if not table.has("end"):
            continue
        for firm, value in zip(checked.derive(enterprises, table), table.column("end"), strict=True):
            span, key = span_of(value), enterprise_key(firm)
            if span is not None:
                days[key] = max(days.get(key) or span.last, span.last)
    return days


def home_systems(checked: SheetBook, ledger: LedgerCopy) -> dict[str, str]:
    """System of each enterprise by name: as the ledger writes it first, else 改制工作进度表."""
    systems: dict[str, str] = {}
    for entry in ledger.entries:
        if entry.firm and entry.system:
            systems.setdefault(entry.firm, entry.system)
    names = {enterprise_key(name): name for name in ledger.firms}
    for table in checked.of_kind("progress"):
        for firm, system in zip(texts(table, "enterprise"), texts(table, "system"), strict=True):
            if firm and system:
                systems.setdefault(names.get(firm, firm), system)
    return systems

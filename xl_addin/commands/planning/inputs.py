"""What 资金方案 begins with: workers, money, expected proceeds, dues and debts of each enterprise, as the book says.

A workbook may have no ledger yet: money is sought before it comes. A price is what was agreed (改制工作进度表), else
what 费用和资金来源表 plans, else the appraisal; what is not known is 0 and told. Leaves out every what-if.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from xl_addin.commands.fund.due_items import Dues
from xl_addin.commands.fund.dues import home_systems, read_dues
from xl_addin.commands.fund.known_firms import known_firms
from xl_addin.commands.fund.ledger_copy import FundEntries, LedgerCopy, copy_ledger
from xl_addin.commands.fund.lines import NOBODY, OVERDRAFT, NeedLine, balance_fen, need_lines
from xl_addin.commands.fund.plan_data import SALE
from xl_addin.policy.fund_tiers import FundTiers
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.enterprise_totals import enterprise_totals, stated_headcounts
from xl_addin.sheets.sales import lots
from xl_addin.sheets.sources import funding_sources
from xl_addin.sheets.steps import enterprise_names
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError
from xl_addin.values.money import fen_to_yuan

LAND: Final = "土地出让/收储补偿"
ADVANCE_ACCOUNT, DEFERRAL_ACCOUNT, FISCAL_ACCOUNT = "土地储备垫付", "社保暂挂", "财政拨款"
_CITY: Final = frozenset({"", "全市", "市本级", "市财政"})
"""Names on 费用和资金来源表 that stand for the city, not for an enterprise."""
_TOLD: Final = 6


@dataclass(slots=True)
class FirmInput:
    """One enterprise; money in fen, ``received`` amounts are those of the ledger."""

    name: str
    system: str
    workers: int = 0
    cash: int = 0
    price: int = 0
    price_from: str = ""
    sold: int = 0
    land: int = 0
    landed: int = 0
    need: int = 0
    insured: int = 0
    debt: int = 0
    advance_limit: int | None = None
    """Agreed with the land reserve; None where nothing says so."""
    deferral_limit: int | None = None
    """Agreed with the insurance office; None where nothing says so."""
    sale_day: dt.date | None = None
    pay_day: dt.date | None = None
    held: bool = False
    """Something that is owed could not be read: a surplus is not offered to others."""
    unread: bool = False
    """Something that is owed could not be read: what is said to be owed is not all."""
    due: int = 0
    """All that is or was owed to the workers, paid or not."""
    by_tier: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CityMeans:
    """What the city itself brings, in fen: money of its own, and how much all may borrow (None: nothing says so)."""

    fiscal: int = 0
    all_advances: int | None = None
    all_deferrals: int | None = None


@dataclass(frozen=True, slots=True)
class PlanningInputs:
    """The city as the workbook says it; ``day`` is that of the plan."""

    firms: list[FirmInput]
    day: dt.date
    means: CityMeans
    ledger: LedgerCopy | None
    notes: list[str]
    worker_tier: int
    """The last tier that pays workers or their insurance."""


def read_inputs(book: SheetBook, sheet: str, tiers: FundTiers, today: dt.date) -> PlanningInputs:
    """Gather the city; InputError where the workbook names no enterprise with anything to pay."""
    names = _names(book)
    has_ledger = any(len(table) for table in book.of_kind("ledger"))
    ledger = copy_ledger(book, sheet) if has_ledger else None
    entries: FundEntries = known_firms(ledger, names)
    dues = read_dues(book, entries)
    lines = need_lines(entries, dues, tiers)
    worker_tier = max((line.tier for line in lines if not line.kind), default=tiers.severance)
    systems = home_systems(book, entries)
    listed = dict.fromkeys((*entries.firms, *(line.firm for line in lines), *names.values()))
    shown = {enterprise_key(name): name for name in reversed(listed) if name and name != NOBODY}
    firms = {key: FirmInput(shown[key], systems.get(shown[key], "")) for key in reversed(shown)}
    for line in lines:
        if enterprise_key(line.firm) in firms:
            _owe(firms[enterprise_key(line.firm)], line, worker_tier)
    if not any(firm.need for firm in firms.values()):
        raise InputError(_nothing_owed(lines, dues))
    _take_cash(firms, entries)
    for name in dues.held:
        if enterprise_key(name) in firms:
            firms[enterprise_key(name)].held = True
            firms[enterprise_key(name)].unread = name in dues.unread
    held = [firm.name for key, firm in firms.items() if key in set(map(enterprise_key, dues.unread))]
    unread = [f"{_listed(held)}有应付款没有读出，结余不列为可调出"] if held else []
    _take_progress(firms, book)
    means, more = _take_sources(firms, book)
    loose = balance_fen(ledger.entries) - sum(balance_fen(ledger.of(name)) for name in ledger.firms) if ledger else 0
    notes = [
        *_loose(loose, ledger, list(shown.values())),
        *unread,
        *_overdrawn(lines),
        *dues.left_out,
        *_take_workers(firms, book),
        *_appraised(firms),
        *more,
    ]
    day = max(today, ledger.last_day) if ledger else today
    kept = [firm for firm in firms.values() if firm.need or firm.cash or firm.price or firm.land or firm.debt]
    notes += _idle(firm for firm in firms.values() if firm not in kept)
    return PlanningInputs(kept, day, means, ledger, notes[:_TOLD], worker_tier)


def _idle(firms: Iterable[FirmInput]) -> list[str]:
    """A sentence about loans of enterprises that owe nothing: the name may stand for the city."""
    names = [firm.name for firm in firms if firm.advance_limit or firm.deferral_limit]
    told = f"{_listed(names)}没有应付款，资金来源表所列垫付、暂挂没有用上；是全市总额的，企业名称写“全市”"
    return [told] if names else []


def _loose(fen: int, ledger: LedgerCopy | None, firms: Sequence[str]) -> list[str]:
    """What is said of money of the ledger that belongs to no enterprise: whose it is must be written, not guessed."""
    if not fen or ledger is None:
        return []
    told = f"台账没有写企业的资金 {fen_to_yuan(fen):,.2f} 元（收入减支出）没有列入方案"
    if len(firms) == 1 and not ledger.firms:
        return [f"{told}；是{firms[0]}的，在台账的企业名称栏写上（没有这一栏的补上）后重做，不是的填在财政资金"]
    return [f"{told}；属哪户企业的在台账写上后重做，全市可用的填在财政资金"]


def _nothing_owed(lines: Sequence[NeedLine], dues: Dues) -> str:
    """Why there is nothing to plan: nothing was read, or all that was read is paid (deferred insurance apart)."""
    due = sum(line.due for line in lines if not line.kind)
    if not due:
        sheets = "经济补偿金测算表（有金额）、一补二险测算表、欠发表或费用和资金来源表"
        return f"没有读到企业应付职工的款项：请先在本簿放{sheets}"
    deferred, debts = sum(line.deferred for line in lines), sum(line.left for line in lines if line.kind)
    told = f"应付职工的 {fen_to_yuan(due):,.2f} 元已全部付清"
    told += f"（其中 {fen_to_yuan(deferred):,.2f} 元保险费是转暂挂的）" if deferred else ""
    told += f"，还有垫付、暂挂 {fen_to_yuan(debts):,.2f} 元没有归还" if debts else ""
    told += "，没有要筹的钱，不列资金方案" if not debts else "，归还见资金平衡表，不列资金方案"
    return f"{told}；另有没有读出的：{'；'.join(dues.left_out[:_TOLD])}" if dues.left_out else told


def _names(book: SheetBook) -> dict[str, str]:
    """Enterprises of the sheets beside the ledger, by key."""
    found: dict[str, str] = {}
    for total in enterprise_totals(book):
        if total.enterprise:
            found.setdefault(enterprise_key(total.enterprise), total.enterprise)
    for table in book.of_kind("progress", "sources"):
        for name in enterprise_names(table):
            if clean_text(name) not in _CITY:
                found.setdefault(enterprise_key(name), name)
    return found


def _owe(firm: FirmInput, line: NeedLine, worker_tier: int) -> None:
    if line.tier > worker_tier:
        firm.debt += line.left
        return
    firm.need += line.left
    firm.due += line.due
    firm.by_tier[line.tier] = firm.by_tier.get(line.tier, 0) + line.left
    firm.insured += line.left if line.insured else 0
    if line.day is not None:
        firm.pay_day = max(firm.pay_day or to_date(line.day), to_date(line.day))


def _overdrawn(lines: Iterable[NeedLine]) -> list[str]:
    """A sentence about overdrafts: they are made up first, though nobody is owed them as a worker."""
    found = [(line.firm, line.left) for line in lines if line.kind == OVERDRAFT and line.left]
    fen = fen_to_yuan(sum(fen for _, fen in found))
    whose = _listed([firm for firm, _ in found])
    return [f"{whose}专户透支 {fen:,.2f} 元，要先补上，已加在应付职工的数里"] if found else []


def _take_cash(firms: Mapping[str, FirmInput], entries: FundEntries) -> None:
    for name in entries.firms:
        if (firm := firms.get(enterprise_key(name))) is not None:
            mine = entries.of(name)
            firm.cash = max(balance_fen(mine), 0)
            firm.sold = max(sum(entry.income for entry in mine if entry.account == SALE), 0)
            firm.landed = max(sum(entry.income for entry in mine if entry.account == LAND), 0)


def _take_progress(firms: Mapping[str, FirmInput], book: SheetBook) -> None:
    """Price and last day of every sale on 改制工作进度表; of several lots the prices of all."""
    for table in book.of_kind("progress"):
        for key, own in book.derive(lots, table).items():
            firm = firms.get(key)
            if firm is None:
                continue
            priced = [(price.deal or price.appraisal or 0, bool(price.deal)) for _, price in own]
            fen = sum(max(one, 0) for one, _ in priced)
            if fen:
                agreed = all(deal for one, deal in priced if one > 0)
                firm.price, firm.price_from = fen, "成交价" if agreed else "评估值"
            days = [day.span.last for sale, _ in own if (day := sale.paid_up or sale.deal)]
            firm.sale_day = to_date(max(days)) if days else firm.sale_day


def _appraised(firms: Mapping[str, FirmInput]) -> list[str]:
    """A sentence about prices that are only appraisals."""
    names = [firm.name for firm in firms.values() if firm.price_from == "评估值"]
    return [f"{_listed(names)}没有成交价，预计成交价按评估值列"] if names else []


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_TOLD]) + (f"等 {len(names)} 户" if len(names) > _TOLD else "")


def _take_workers(firms: Mapping[str, FirmInput], book: SheetBook) -> list[str]:
    """Persons on rosters and severance sheets, else 职工人数 of 改制工作进度表."""
    for total in enterprise_totals(book):
        only = next(iter(firms)) if len(firms) == 1 else ""
        firm = firms.get(enterprise_key(total.enterprise) or only)
        if firm is not None:
            firm.workers = total.persons
    for key, count in book.gather(stated_headcounts).items():
        if key in firms and not firms[key].workers:
            firms[key].workers = count
    unknown = [firm.name for firm in firms.values() if firm.need and not firm.workers]
    return [f"{_listed(unknown)}没有职工人数，先按 0 人列，请在蓝字处填写"] if unknown else []


def _take_sources(firms: Mapping[str, FirmInput], book: SheetBook) -> tuple[CityMeans, list[str]]:
    """What 费用和资金来源表 plans; gives what is the city's and sentences: what was not read, what limits all."""
    found, notes = book.gather(funding_sources)
    for key, own in found.items():
        firm = firms.get(key)
        if firm is None:
            continue
        if own.get(SALE) and firm.price_from != "成交价":
            firm.price, firm.price_from = own[SALE], "资金来源表"
        firm.land = max(own.get(LAND, 0), firm.landed)
        firm.advance_limit = own.get(ADVANCE_ACCOUNT)
        firm.deferral_limit = own.get(DEFERRAL_ACCOUNT)
    for firm in firms.values():
        firm.price, firm.land = max(firm.price, firm.sold), max(firm.land, firm.landed)
    of_city = [own for key, own in found.items() if key in set(map(enterprise_key, _CITY)) and key not in firms]
    totals = {
        name: sum(own[name] for own in of_city if name in own) if any(name in own for own in of_city) else None
        for name in (ADVANCE_ACCOUNT, DEFERRAL_ACCOUNT)
    }
    limited = [f"{name} {fen_to_yuan(fen):,.2f} 元" for name, fen in totals.items() if fen is not None]
    told = f"资金来源表写全市的{'、'.join(limited)}列为全市限额，没有单列限额的企业在内按先后借"
    fiscal = sum(own.get(FISCAL_ACCOUNT, 0) for own in found.values())
    return CityMeans(fiscal, *totals.values()), [*notes, *([told] if limited else [])]

"""Money of each enterprise for the city's page: what the ledger took in and paid, what is due, what is still owed.

The same entries, dues and needs as 资金平衡表 (:mod:`xl_addin.commands.fund.lines`). Where a ledger was
read, an enterprise without entries has been paid nothing; without a ledger nobody knows what was paid, so that only
what is due is said. What a sheet does not tell is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from xl_addin.commands.fund.due_items import UNKNOWN_FIRM
from xl_addin.commands.fund.dues import read_dues
from xl_addin.commands.fund.known_firms import known_firms
from xl_addin.commands.fund.ledger_copy import FundEntries, LedgerCopy, copy_ledger
from xl_addin.commands.fund.lines import FirmDues, balance_fen, dues_by_firm, need_lines
from xl_addin.commands.fund.person_dues import person_lines
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.values.errors import InputError, PolicyGap

NO_LEDGER: Final = "未提供资金台账"
BAD_LEDGER: Final = "资金台账不能使用"
NOT_IN_LEDGER: Final = "台账没有列这一户"
NO_NAMES: Final = f"台账没有写企业，收支都在“{UNNAMED['企业']}”一行"
ALL_OWED: Final = "尚未付按应付全额"
"""What stands behind either of them where something is due."""
NO_DUES: Final = "未提供应付款资料（测算表、欠款表、费用表）"
NO_POLICY: Final = "政策表不能使用，应付没有计算"
NO_PAYMENTS: Final = "未提供个人发放记录"
UNDATED_PAID: Final = "发放表有实发未写日期（也没有签字），台账合计对不上，不算已付清"


@dataclass(slots=True)
class FirmMoney:
    """One enterprise, in fen; ``paid_off`` counts the persons whose every due is paid."""

    income: int | None = None
    expense: int | None = None
    balance: int | None = None
    due: int | None = None
    owed: int | None = None
    paid_off: int | None = None
    unread: bool = False
    """Something that is due could not be read: what is said is not all."""
    lacking: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CityMoney:
    """The money of a workbook by the key of the enterprise; '' for entries that name none."""

    names: dict[str, str] = field(default_factory=dict)
    """Enterprises that the ledger and the dues name, as they are written."""
    firms: dict[str, FirmMoney] = field(default_factory=dict)
    ledger_day: str = ""
    """The last day of the ledger (ISO)."""


def city_money(book: SheetBook, sheet: str, names: Mapping[str, str]) -> CityMoney:
    """Read the money of ``names`` (by key) and of whom the ledger and the dues name beside them."""
    ledger, why = _ledger(book, sheet)
    entries = known_firms(ledger, names)
    dues, held, no_dues = _dues(book, entries)
    written = {enterprise_key(name): name for name in (ledger.firms if ledger else ())}
    told = [*entries.firms, *(one.firm for one in dues)]
    found = CityMoney({enterprise_key(name): name for name in told if name})
    found.firms = {key: FirmMoney(unread=key in held) for key in found.names}
    found.ledger_day = ledger.last_day.isoformat() if ledger else ""
    for key, firm in found.firms.items():
        if ledger is not None and key in written:
            _add_up(firm, ledger, written[key])
    if ledger is not None and ledger.of(""):
        _add_up(found.firms.setdefault("", FirmMoney()), ledger, "")
    _take_dues(found, dues, no_dues, knows_paid=ledger is not None)
    for key, firm in found.firms.items():
        if key and key not in written:
            firm.lacking.insert(0, why or _without_entries(firm, written))
    if ledger is not None:
        _take_persons(found, book, ledger)
    return found


def _ledger(book: SheetBook, sheet: str) -> tuple[LedgerCopy | None, str]:
    """The ledger, else why there is none."""
    if not any(len(table) for table in book.of_kind("ledger")):
        return None, NO_LEDGER
    try:
        return copy_ledger(book, sheet), ""
    except InputError as error:
        return None, f"{BAD_LEDGER}（{error.message}）"


def _dues(book: SheetBook, entries: FundEntries) -> tuple[list[FirmDues], set[str], str]:
    """What is due to the workers and for them, the keys of whom not all could be read, and why there may be none."""
    try:
        tiers = fund_tiers(book.usable_policy().policy.facts)
        dues = read_dues(book, entries)
    except (InputError, PolicyGap):
        return [], set(), NO_POLICY
    firms = dues_by_firm(need_lines(entries, dues, tiers))
    firms = [replace(one, firm="") if one.firm == UNKNOWN_FIRM else one for one in firms]
    return firms, set(map(enterprise_key, dues.unread)), NO_DUES


def _add_up(firm: FirmMoney, ledger: LedgerCopy, name: str) -> None:
    mine = ledger.of(name)
    firm.income, firm.expense = sum(entry.income for entry in mine), sum(entry.expense for entry in mine)
    firm.balance = balance_fen(mine)


def _without_entries(firm: FirmMoney, written: Mapping[str, str]) -> str:
    """Why nothing is said of what came in and went, and what 尚未付 then is."""
    said = NOT_IN_LEDGER if written else NO_NAMES
    return said if firm.owed is None else f"{said}，{ALL_OWED}"


def _take_dues(found: CityMoney, dues: Iterable[FirmDues], why: str, *, knows_paid: bool) -> None:
    """Add what is due, and what is still owed where a ledger tells of payments, to each enterprise."""
    for one in dues:
        firm = found.firms.setdefault(enterprise_key(one.firm), FirmMoney())
        firm.due = (firm.due or 0) + one.due
        if knows_paid:
            firm.owed = (firm.owed or 0) + one.left
    for key, firm in found.firms.items():
        if key and firm.due is None:
            firm.lacking.append(why)


def _take_persons(found: CityMoney, book: SheetBook, ledger: LedgerCopy) -> None:
    """Persons all of whose dues are paid, where a list or the ledger says who was paid."""
    lines, source = person_lines(book, ledger)
    undated = {enterprise_key(one.firm) for one in lines if one.undated}
    short: dict[str, dict[str, bool]] = {}
    for one in lines:
        people = short.setdefault(enterprise_key(one.firm), {})
        people[one.line.due.enterprise] = people.get(one.line.due.enterprise, False) or one.line.short_fen > 0
    if len(found.names) == 1 and "" in short:  # a list that names nobody speaks for the only enterprise
        (only,) = found.names
        short.setdefault(only, short.pop(""))
    for key, firm in found.firms.items():
        if source and key in short:
            firm.paid_off = sum(not lacks for lacks in short[key].values())
            if key in undated or (len(found.names) == 1 and "" in undated):
                firm.lacking.append(UNDATED_PAID)
        elif key:
            firm.lacking.append(NO_PAYMENTS)

"""What is still to be paid on the day of the statements: dues less payments less 暂挂, debts, overdrafts; all in fen.

Each line is also a set of cells: :mod:`xl_addin.commands.fund.needs` writes them with formulas that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from xl_addin.commands.criteria import equal_to
from xl_addin.commands.fund.due_items import Dues, tier_of
from xl_addin.commands.fund.ledger_copy import DAY, FIRM, INCOME, OPENED, OPENING, PAID, Entry, FundEntries, LedgerCopy
from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewCell
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund import ADVANCE, DEFERRAL, EXPENSE, find_account, fund_policy
from xl_addin.policy.fund import INCOME as INCOME_SIDE
from xl_addin.policy.fund_tiers import FundTiers
from xl_addin.values.errors import InputError

OVERDRAFT: Final = "弥补透支"
NOBODY: Final = UNNAMED["企业"]
LEDGER: Final = "台账"
"""Source of what the ledger itself says."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One item of one enterprise; ``kind`` is 垫付 or 暂挂 for a debt, 弥补透支 for an overdraft, '' for a due."""

    firm: str
    item: str
    tier: int
    rank: Fraction
    """Tier, or a part of it that is paid before its later parts."""
    due: int
    paid: int
    deferred: int
    source: str
    accounts: tuple[str, ...] = ()
    insured: bool = False
    day: int | None = None
    kind: str = ""

    @property
    def left(self) -> int:
        """What is still to be paid."""
        return max(self.due - self.paid - self.deferred, 0)

    @property
    def rank_number(self) -> float:
        """The rank as a cell holds it."""
        return int(self.rank) if self.rank.denominator == 1 else float(self.rank)


@dataclass(frozen=True, slots=True)
class FirmDues:
    """What one enterprise owes to its workers and for them, all items together, in fen."""

    firm: str
    due: int
    paid: int
    deferred: int
    left: int


def dues_by_firm(lines: Iterable[NeedLine]) -> list[FirmDues]:
    """The dues of each enterprise added up, debts and overdrafts left out, in order of first appearance.

    An enterprise without entries has been paid nothing: all that is due is left.
    """
    mine: dict[str, list[NeedLine]] = {}
    for line in lines:
        if not line.kind:
            mine.setdefault(line.firm, []).append(line)
    return [FirmDues(firm, *map(sum, zip(*map(_sums, own), strict=True))) for firm, own in mine.items()]


def _sums(line: NeedLine) -> tuple[int, int, int, int]:
    return line.due, line.paid, line.deferred, line.left


def need_lines(ledger: FundEntries, dues: Dues, tiers: FundTiers) -> list[NeedLine]:
    """Every line: dues by enterprise, then what the ledger itself owes."""
    return _ranked([*_due_lines(ledger, dues, tiers), *_ledger_lines(ledger, tiers)], tiers)


def pays_workers(account: str) -> bool:
    """Whether an account pays workers or their insurance: a use that is neither a debt, a transfer nor a cost."""
    try:
        found = fund_policy().accounts[find_account(account, EXPENSE)]
    except InputError:
        return False
    plain = found.side == EXPENSE and not found.liability and not found.transfer
    return plain and found.name not in ("处置费用", "税费", "其他")


def balance_fen(entries: Iterable[Entry]) -> int:
    """Cash after some entries."""
    return sum(entry.opening + entry.income - entry.expense for entry in entries)


def raised_by() -> tuple[str, ...]:
    """Accounts of entries that put insurance off: 社保暂挂 and what was put off before; a correction takes it back."""
    accounts = fund_policy().accounts
    return OPENING, *(one.name for one in accounts if one.liability == DEFERRAL and one.side == INCOME_SIDE)


def raised_deferral(entries: Iterable[Entry]) -> int:
    """Insurance put off by some entries, in fen; repayments, and corrections of repayments, are not looked at."""
    names = raised_by()
    return max(sum(entry.deferral for entry in entries if entry.account in names), 0)


def sum_to_date(ledger: LedgerCopy, place: int, firm: str, *conditions: str) -> str:
    """SUMIFS over one of our columns of the copy, for the enterprise in a cell, to the day of the statements."""
    more = "".join(f",{condition}" for condition in conditions)
    whose = f"{ledger.column(FIRM)},{equal_to(firm)}"
    return f'SUMIFS({ledger.column(place)},{whose},{ledger.column(DAY)},"<="&{DATE_REF}{more})'


def balance_formula(ledger: LedgerCopy, firm: str) -> str:
    """Cash of the enterprise in a cell."""
    terms = [sum_to_date(ledger, place, firm) for place in (OPENED, INCOME, PAID)]
    return f"ROUND({terms[0]}+{terms[1]}-{terms[2]},2)"


def _due_lines(ledger: FundEntries, dues: Dues, tiers: FundTiers) -> Iterator[NeedLine]:
    for firm in dues.firms:
        mine = ledger.of(firm)
        deferred = raised_deferral(mine)
        for due in sorted((d for d in dues.items if d.firm == firm), key=lambda d: tier_of(d.item, tiers)):
            paid = sum(entry.expense for entry in mine if entry.account in due.accounts)
            part = min(max(due.fen - paid, 0), deferred) if due.insured else 0
            deferred -= part
            tier = tier_of(due.item, tiers)
            yield NeedLine(
                firm,
                due.item,
                tier,
                Fraction(tier),
                due.fen,
                paid,
                part,
                due.source,
                due.accounts,
                due.insured,
                due.day,
            )


def _ledger_lines(ledger: FundEntries, tiers: FundTiers) -> Iterator[NeedLine]:
    """Debts of every enterprise that ever had some, and overdrafts."""
    debts = [account for account in fund_policy().accounts if account.liability and account.side == EXPENSE]
    for firm in [*ledger.firms, ""]:
        mine = ledger.of(firm)
        name = firm or NOBODY
        cash = balance_fen(mine)
        if firm and cash < 0:
            tier = tiers.severance
            yield NeedLine(name, OVERDRAFT, tier, Fraction(tier), -cash, 0, 0, LEDGER, kind=OVERDRAFT)
        for account in debts:
            changes = [_change(entry, account.liability) for entry in mine]
            if any(changes):
                tier, fen = tiers.of(account), max(sum(changes), 0)
                yield NeedLine(name, account.name, tier, Fraction(tier), fen, 0, 0, LEDGER, kind=account.liability)


def _change(entry: Entry, kind: str) -> int:
    return {ADVANCE: entry.advance, DEFERRAL: entry.deferral}[kind]


def _ranked(lines: Sequence[NeedLine], tiers: FundTiers) -> list[NeedLine]:
    """Number the lines of a tier that is paid in order: every item has the same number at every enterprise."""
    places: dict[int, list[str]] = {}
    for line in lines:
        known = places.setdefault(line.tier, [])
        if line.item not in known:
            known.append(line.item)
    return [replace(line, rank=tiers.rank(line.tier, places[line.tier].index(line.item) + 1)) for line in lines]


CITY: Final = "全市汇总"
FIRM_SHEET: Final = "企业资金平衡表"
DATE_CELL: Final = "$B$2"
"""Cell of 截止日期 on 全市汇总."""
DATE_REF: Final = f"{CITY}!{DATE_CELL}"


def date_line(draft: SheetDraft, ledger: LedgerCopy) -> None:
    """Write the date of 全市汇总 under the title."""
    draft.add([NewCell("截止日期", "label"), NewCell(ledger.last_day, "date", DATE_REF), NewCell("单位：元")])


def proof(draft: SheetDraft, name: str, formula: str, verdict: str) -> None:
    """Write what must agree, and whether it does."""
    draft.add([NewCell(name, "label"), NewCell(verdict, "centre", formula)], 28)

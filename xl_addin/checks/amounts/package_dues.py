"""What each row of a 一补二险测算表 owes by its own inputs: arrears by payer, reserves, other usual ways.

Which columns are judged so: those that no typed rate gives. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.checks.amounts.insurance import fen
from xl_addin.policy.package import PAYERS, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import PERSON, UNIT, ArrearsLine, arrears_lines, month_text
from xl_addin.rules.insurance.package import PackagePart
from xl_addin.rules.insurance.sources import percent
from xl_addin.sheets.numbers import agrees, plain_fen
from xl_addin.sheets.package_parts import MEDICAL, shares_of
from xl_addin.sheets.package_sheet import InsuranceRows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import MICRO, decimal_text

_SHOWN_LINES: Final = 3
_PAID_BY: Final = {"unit_arrears": UNIT, "person_arrears": PERSON}
_WHOLES: Final = ("principal", "total")
_RATES: Final = ("unit_rate", "person_rate", "rate")
_ASIDE: Final = ("interest", "late_fee", "amount")
UNCONFIRMED: Final = "费率为全国参考值，待当地确认"


@dataclass(frozen=True, slots=True)
class Due:
    """What one row comes to, and what other usual ways to compute it would go by."""

    fen: int
    how: str
    whole: int = 0
    """Months × base in fen, where rates give the amount."""
    unit: int = 0
    person: int = 0
    standard: int = 0
    """Fen a year, where years give the amount."""


def judged_columns(part: SheetTable, item: str) -> dict[str, str]:
    """The columns that are judged by the inputs, with their payer ('' for both): those that no typed rate gives."""
    found = {} if any(map(part.has, _RATES)) else {role: payer for role, payer in _PAID_BY.items() if part.has(role)}
    if not found and not any(map(part.has, (*_RATES, *_ASIDE))):
        whole = next(filter(part.has, _WHOLES), "")
        found = {whole: ""} if whole else {}
    if item == MEDICAL and part.has("amount") and not part.has("reserve_years"):
        found["amount"] = ""
    return found


def arrears_due(rows: InsuranceRows, item: str, payer: str, policy: Policy) -> tuple[dict[int, Due], dict[int, str]]:
    """What each row owes, and why it cannot be said."""
    due: dict[int, Due] = {}
    unread: dict[int, str] = {}
    if not rows.owing:
        return due, unread
    computed = rows.arrears
    source = _source(item, payer, policy)
    for k, (i, part) in enumerate(zip(computed.members, shares_of(computed, payer, policy), strict=True)):
        if not isinstance(part, PackagePart):
            unread[i] = part.cell_error().message
            continue
        lines = [line for place in computed.places[k] for line in arrears_lines(computed.table, place)]
        whole = sum(line.base_fen * (line.last_month - line.first_month + 1) for line in lines)
        shown = [
            f"{month_text(line.first_month)}至{month_text(line.last_month)}"
            f"{line.last_month - line.first_month + 1}个月×{plain_fen(line.base_fen)}元×{_rates(line, payer)}"
            for line in lines[:_SHOWN_LINES]
        ]
        how = "＋".join(shown) + ("＋…" if len(lines) > _SHOWN_LINES else "")
        how = f"{how}{source}" if how else "欠缴起止没有填，按没有欠缴计"
        due[i] = Due(part.total_fen, how, whole, part.unit_fen, part.person_fen)
    return due, unread


def _rates(line: ArrearsLine, payer: str) -> str:
    unit, person = percent(line.unit_rate), percent(line.person_rate)
    return {UNIT: unit, PERSON: person}.get(payer, f"（{unit}+{person}）")


def _source(item: str, payer: str, policy: Policy) -> str:
    payers = [payer] if payer else PAYERS
    return "" if all(policy.local.get(f"{item}{one}费率") for one in payers) else f"（{UNCONFIRMED}）"


def reserves_due(rows: InsuranceRows, payer: str, policy: Policy) -> dict[int, Due]:
    """What each retired person's reserve comes to."""
    due: dict[int, Due] = {}
    if not rows.retiring:
        return due
    computed = rows.reserve
    shares = shares_of(computed, payer, policy)
    for i, part, made in zip(computed.members, shares, computed.reserves, strict=True):
        if isinstance(part, PackagePart) and made is not None:
            years = max(made.cutoff_age - made.age, made.minimum_years)
            how = f"年标准{decimal_text(made.annual_micro, MICRO)}元×{years}年（{made.age}岁到{made.cutoff_age}岁"
            how += f"，至少{made.minimum_years}年）"
            standard = fen(made.annual_micro, MICRO) if payer != PERSON and not _stated_years(policy) else 0
            due[i] = Due(part.total_fen, how, standard=standard)
    return due


def _stated_years(policy: Policy) -> bool:
    """Tell whether the office itself says how many years are reserved."""
    names = [package_policy().settings[key] for key in ("cutoff_age", "minimum_years")]
    return policy.confirmed or any(policy.facts.get(name) for name in names)


def other_ways(micro: int, due: Due, factor: int) -> set[tuple[str, int]]:
    """The other usual ways that come to a typed amount: one rate for all, another rate of one payer, whole years."""
    ways: set[tuple[str, int]] = set()
    for name, fixed in (("rate", 0), ("unit", due.person), ("person", due.unit)) if due.whole else ():
        steps = round((micro * factor * 100 / MICRO - fixed) * 1000 / due.whole)
        ways |= {
            (name, near)
            for near in (steps - 1, steps, steps + 1)
            if 0 < near < 1000 and agrees(micro, fixed + fen(due.whole * near * MICRO // 100, 1000 * MICRO), factor)
        }
    if due.standard:
        years = round(micro * factor * 100 / MICRO / due.standard)
        ways |= {("years", 0)} if years > 0 and agrees(micro, due.standard * years, factor) else set()
    return ways

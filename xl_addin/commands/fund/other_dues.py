"""What lists of debts and 费用和资金来源表 add to the dues, where sheets differ, and what nobody could read.

Of two sheets that say a different sum for one item the larger one is owed, and the difference is named. Money of an
enterprise of which something could not be read is held: a surplus is only what remains after everything owed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xl_addin.commands.fund.due_items import REST, DueItem
from xl_addin.commands.fund.ledger_copy import FundEntries
from xl_addin.policy.fund_items import accounts_of
from xl_addin.sheets.approved_items import Approval, cost_lumps, cost_owed, list_owed, unread_owed
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, enterprise_key
from xl_addin.sheets.unread_debts import unread_debts

EVERYBODY: Final = "*"
"""Key of reasons that hold for every enterprise."""
_Held = dict[str, list[str]]
_SAME: Final = re.compile(r"^工作表“(.+?)”")


def with_owed(
    lines: Sequence[DueItem], checked: SheetBook, ledger: FundEntries, only: str
) -> tuple[list[DueItem], list[str]]:
    """The dues with lists of debts and costs, and a sentence for each difference; ``only`` is the one enterprise."""
    paid = _paid(ledger)
    names = {enterprise_key(name): name for name in ledger.firms}
    found = {(line.firm, line.item): line for line in lines}
    notes: list[str] = []
    for one in (*checked.gather(list_owed), *checked.gather(cost_owed)):
        firm = one.firm or only
        key = (firm, one.item)
        line = DueItem(firm, one.item, _still(one, firm, paid), one.sheet)
        known = found.get(key)
        if known is None:
            found[key] = line
            continue
        if known.fen != line.fen:
            whose = names.get(firm, firm) or "本户"
            notes.append(
                f"{whose}的“{one.item}”：“{known.source}”{amount_text(known.fen)}元，"
                f"“{one.sheet}”{amount_text(line.fen)}元，按较大的数列入，请核对"
            )
        if line.fen > known.fen:
            found[key] = replace(known, fen=line.fen, source=one.sheet)
    return [*found.values(), *_rests(found, checked, only)], notes


def _still(one: Approval, firm: str, paid: Mapping[tuple[str, str], int]) -> int:
    """What a list says is owed, less what it says was paid elsewhere than from the ledger."""
    from_ledger = sum(paid.get((firm, account), 0) for account in accounts_of(one.item))
    return one.fen - max(one.paid - max(from_ledger, 0), 0)


def _paid(ledger: FundEntries) -> dict[tuple[str, str], int]:
    paid: dict[tuple[str, str], int] = {}
    for entry in ledger.entries:
        key = (enterprise_key(entry.firm), entry.account)
        paid[key] = paid.get(key, 0) + entry.expense
    return paid


def _rests(found: Mapping[tuple[str, str], DueItem], checked: SheetBook, only: str) -> Iterator[DueItem]:
    """What the costs come to in all above the items that are known."""
    for firm, costs in checked.gather(cost_lumps).items():
        own = {item: line.fen for (other, item), line in found.items() if other == (firm or only)}
        beside = sum(fen for item, fen in own.items() if item not in costs.items)
        rest = max(costs.lump - beside, costs.total - sum(own.values()) - max(costs.lump - beside, 0), 0)
        if rest:
            yield DueItem(firm or only, REST, rest, costs.sheet)


def unread_notes(checked: SheetBook, held: _Held) -> list[str]:
    """Sentences about debts that could not be read; whose money is therefore held is added to ``held``."""
    notes = []
    for sheet, text, firms in checked.gather(unread_owed):
        note = f"工作表“{sheet}”：“{text}”不知道是哪一项应付款，或金额不能识别，未列入"
        notes.append(note)
        hold(held, firms, note)
    for one in checked.gather(unread_debts):
        note = f"工作表“{one.sheet}”：{one.what}，未列入应付"
        notes.append(note)
        hold(held, one.firms, note)
    return list(dict.fromkeys(notes))


def hold(held: _Held, firms: Iterable[str], note: str) -> None:
    """Keep the money of some enterprises (keys), of all where none is named."""
    found = _SAME.match(note)
    reason = f"“{found[1]}”有应付款没有读出" if found else note
    for firm in list(firms) or [EVERYBODY]:
        reasons = held.setdefault(firm or EVERYBODY, [])
        if reason not in reasons:
            reasons.append(reason)


def held_money(held: Mapping[str, Sequence[str]], names: Iterable[str]) -> dict[str, str]:
    """The enterprises of the ledger whose money is held, with the reason."""
    found = {}
    for name in names:
        key = enterprise_key(name)
        reasons = [*held.get(key, ()), *held.get(EVERYBODY, ())]
        if reasons:
            found[name] = "、".join(dict.fromkeys(reasons)) + "，补正前不列为可调出"
    return found

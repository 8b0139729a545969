"""职工确认单: one A4 page per worker with data, derivation, amount, basis and the choices that mattered, to be signed.

The copy for posting (公示) has its ID numbers masked and no lines to sign. Amounts come from one calculation of all
persons, so that page and table cannot differ; what stands on a page is
:mod:`xl_addin.commands.severance.confirmation_page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.commands.choosing import chosen_persons
from xl_addin.commands.plan import BookPlan, masked_book
from xl_addin.commands.severance.alternatives import alternatives
from xl_addin.commands.severance.amounts import compute, fen_of, past_age, past_age_words, settled_words, versions_text
from xl_addin.commands.severance.confirmation_page import TITLE, WIDTHS, confirmation_page
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import FormLine, SheetDraft
from xl_addin.files.building.model import NewBook, NewSheet, PrintSetup
from xl_addin.values.stages import COMPOSING, counted

_PAGES_A_SHEET: Final = 500


def plan_confirmation(book: CommandBook, context: CommandContext) -> BookPlan:
    """职工确认单 for every person of the severance sheets; who cannot be computed gets a page that says why."""
    found = book.usable_policy()
    persons, choice = chosen_persons(book, context)
    amounts = compute(persons)
    groups = alternatives(persons, amounts) if context.alternatives else []
    told = counted(COMPOSING, enumerate(persons), len(persons))
    pages = [confirmation_page(i, person, amounts, groups, context) for i, person in told]
    sheets = [
        _sheet(pages[first : first + _PAGES_A_SHEET], first // _PAGES_A_SHEET)
        for first in range(0, len(pages), _PAGES_A_SHEET)
    ]
    fen = fen_of(amounts)
    settled = sum(bool(person.settled) for person in persons)
    unknown = fen.count(None) - settled
    differing = sum(amount is not None and person.differs(amount) for person, amount in zip(persons, fen, strict=True))
    parts = [f"职工确认单{'（公示件，身份证号已脱敏）' if context.masked else ''} {len(persons)} 人"]
    if settled:
        parts.append(f"{settled} 人{settled_words(persons)}，不计经济补偿金")
    if unknown:
        parts.append(f"{unknown} 人不能计算，单上写明原因")
    if differing:
        parts.append(f"{differing} 人与测算表所列金额不一致，单上已标明")
    late = past_age(persons, fen)
    if late:
        parts.append(f"{past_age_words(late)}，单上已标明")
    numbers = [person.id for person in persons if person.id]
    if len(set(numbers)) < len(numbers):
        parts.append(f"{len(numbers) - len(set(numbers))} 个身份证号重复出现，请核对，或只选一张测算表")
    if choice.note:
        parts.append(choice.note)
    parts.append(versions_text(persons, found.policy))
    suffix = "-职工确认单-公示件" if context.masked else "-职工确认单"
    made = NewBook(TITLE, sheets)
    return BookPlan(
        masked_book(made) if context.masked else made,
        "；".join(parts),
        suffix,
        unknown + differing + len(late),
        masked=context.masked,
    )


def _sheet(pages: Sequence[Sequence[FormLine]], number: int) -> NewSheet:
    draft, ends = SheetDraft("确认单" if number == 0 else f"确认单{number + 1}", WIDTHS), []
    for page in pages:
        draft.lines(page)
        ends.append(len(draft.rows))
    return draft.sheet(PrintSetup(breaks=tuple(ends[:-1])))

"""口径影响: what each value of each disputed option of severance changes at every enterprise; 资金方案 takes one.

The amounts are those of 口径比较, by enterprise. They are values of the day: another law is no native formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from xl_addin.commands.choosing import chosen_persons
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.commands.severance.alternatives import alternatives
from xl_addin.commands.severance.amounts import compute, fen_of
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import LANDSCAPE, Column, Content, SheetDraft
from xl_addin.files.building.model import NewSheet
from xl_addin.files.building.paper import first_page, fitted
from xl_addin.sheets.cells import enterprise_key
from xl_addin.tables.grid import column_letters
from xl_addin.values.errors import InputError
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "口径影响"
FIRST_ROW: Final = 6
"""Row of the first enterprise, below title, number and name of each option."""
_NOTES: Final = (
    "注：1.各数＝换用该选项后经济补偿金比现行口径增加（减少）的数，其余选项不变；只比较两种口径下都能计算的职工。",
    "　　2.号：填在“资金方案”的“口径选项”，各企业应付职工随之增减。能不能换用，以批准的方案和政策文件为准。",
)


@dataclass(frozen=True, slots=True)
class OptionEffect:
    """One value of one option: its name, and fen more or less for each enterprise of the plan."""

    name: str
    change: tuple[int, ...]


def option_effects(book: CommandBook, context: CommandContext, city: Scenario) -> list[OptionEffect]:
    """Every value that changes some enterprise's severance; none where the book has no calculation to compare."""
    try:
        listed, _ = chosen_persons(book, context)
    except InputError:
        return []
    persons = [person for person in listed if not person.settled]
    amounts = compute(persons)
    current = fen_of(amounts)
    keys = [enterprise_key(firm.name) for firm in city.firms]
    places = {key: place for place, key in enumerate(keys)}
    only = 0 if len(keys) == 1 else -1
    homes = [places.get(enterprise_key(person.enterprise), only) for person in persons]
    found = []
    for one in (one for group in alternatives(persons, amounts) for one in group if not one.current):
        change = [0] * len(keys)
        for home, fen, now in zip(homes, one.fen, current, strict=True):
            if home >= 0 and fen is not None and now is not None:
                change[home] += fen - now
        if any(change):
            found.append(OptionEffect(f"{one.option.label}：{one.word}", tuple(change)))
    return found


def options_sheet(city: Scenario, effects: Sequence[OptionEffect]) -> NewSheet:
    """A row an enterprise, a column an option."""
    draft = SheetDraft(TITLE, (22.0, *[15.0] * len(effects)))
    setup = fitted(draft.widths, replace(LANDSCAPE, repeat_columns=1))
    draft.page = first_page(draft.widths, setup)
    draft.headline("口径选项对各企业应付的影响（元）")
    draft.add()
    draft.section("各企业经济补偿金增减")
    heads = [Column("号", "label"), *(Column(str(n), "signed") for n in range(1, len(effects) + 1))]
    draft.table(heads, [])
    named = [Column("企业名称", "wrap"), *(Column(one.name, "signed") for one in effects)]
    draft.table(named, _lines(city, effects), _letters(effects), head_height=58)
    draft.notes(_NOTES)
    return draft.signed(setup)


def _letters(effects: Sequence[OptionEffect]) -> list[str]:
    return [column_letters(2 + n) for n in range(len(effects))]


def _lines(city: Scenario, effects: Sequence[OptionEffect]) -> list[Sequence[Content]]:
    return [(firm.name, *(fen_to_yuan(one.change[i]) for one in effects)) for i, firm in enumerate(city.firms)]


def changed_need(fen: int, place: int, count: int, number: str) -> str:
    """What an enterprise owes under the option whose number stands in a cell, as a formula."""
    row = FIRST_ROW + place
    area = f"{TITLE}!$B${row}:${column_letters(1 + count)}${row}"
    return f"MAX(ROUND({fen / 100!r}+IF({number}=0,0,INDEX({area},1,{number})),2),0)"

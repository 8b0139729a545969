"""What a command does where two sheets contradict each other: it asks, unless told which sheet to take (L-08).

A command on the sheet in front alone has been told; it still says how many of its cells another sheet contradicts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.policy.package import insurances
from xl_addin.sheets.contradictions import Conflict, every_conflict
from xl_addin.sheets.package_columns import period_roles
from xl_addin.sheets.person_facts import SEVERANCE_FACTS
from xl_addin.sheets.severance_persons import Person, read_persons, told_again
from xl_addin.sheets.status import ROLE
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text

PACKAGE_FACTS: Final = (
    SEVERANCE_FACTS
    | {"contribution_wage", "average_wage"}
    | {role for insurance in insurances() for role in period_roles(insurance)}
)
_SHOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells (sheet, row, role) that are passed over, and what the page says of it; '' where nothing was chosen."""

    passed_over: frozenset[tuple[str, int, str]] = frozenset()
    note: str = ""
    count: int = 0


def choose(book: CommandBook, context: CommandContext, used: Collection[str], facts: Collection[str]) -> Choice:
    """Choose between sheets that contradict each other in ``facts``; ``used`` are the sheets that the command reads.

    Raises InputError, with the cells, where nobody said which sheet to take, or the one named does not settle it.
    """
    _refuse_unknown(book, context.take, used)
    takes = context.take or ((context.sheet,) if set(used) == {context.sheet} else ())
    own = [one for one in book.gather(every_conflict) if one.fact.role in facts and one.fact.table.sheet in used]
    winners = [next((sheet for sheet in takes if sheet in one.told), "") for one in own]
    unsettled = [one for one, winner in zip(own, winners, strict=True) if not winner]
    if unsettled:
        raise InputError(_question(unsettled, takes, used))
    if not own:
        return Choice()
    losers = frozenset(
        (one.fact.table.sheet, one.fact.table.row_numbers[one.fact.record], _cell_role(one.fact.role))
        for one, winner in zip(own, winners, strict=True)
        if one.fact.table.sheet != winner
    )
    count = len({(one.subject, one.fact.role) for one in own})
    named = "”“".join(sheet for sheet in takes if sheet in winners)
    return Choice(losers, f"有 {count} 处数据与另一张表不一致，采用工作表“{named}”的数据", count)


def _cell_role(role: str) -> str:
    return ROLE if role == "status" else role


def _refuse_unknown(book: CommandBook, takes: Sequence[str], used: Collection[str]) -> None:
    names = [sheet.name for sheet in book.grid.sheets if not sheet.ours]
    for take in takes:
        if take not in names:
            raise InputError(f"--take 指明的工作表“{take}”不在工作簿里，现有：{'、'.join(names)}")
        if take not in used:
            told = "、".join(used)
            raise InputError(f"本命令不用工作表“{take}”的数据，--take 可写：{told}；或先改正测算表")


def _question(conflicts: Sequence[Conflict], takes: Sequence[str], used: Collection[str]) -> str:
    """Name the cells, and ask."""
    shown: dict[tuple[str, str], str] = {}
    for one in conflicts:
        text = f"“{one.fact.table.sheet}”{one.fact.cell}的{one.fact.name}是{one.fact.text}，{one.others[0].place}"
        shown.setdefault((one.subject, one.fact.role), mask_text(text))
    more = f"等 {len(shown)} 处" if len(shown) > _SHOWN else ""
    places = "；".join(list(shown.values())[:_SHOWN])
    sheets = dict.fromkeys(sheet for sheet in used if any(sheet == one.fact.table.sheet for one in conflicts))
    if takes:
        named = "”“".join(takes)
        return (
            f"这些数据在工作表“{named}”上没有，还不知道采用哪一个：{places}{more}。请查档案改正一处后再做，"
            f"或再加 --take（可写几次，写在前面的优先）：{'、'.join(sheets)}"
        )
    return (
        f"同一人的数据两张表不一致，不知道采用哪一个：{places}{more}。请查档案改正一处后再做；"
        f"或用 --take 工作表名 指明采用哪张表（{'、'.join(sheets)}），在表格软件里先点到要采用的那张测算表再按按钮"
    )


def chosen_persons(book: CommandBook, context: CommandContext) -> tuple[list[Person], Choice]:
    """The persons of the severance sheets, each severance once, by the sheet that was chosen where two contradict."""
    persons = read_persons(book, context.sheet)
    used = dict.fromkeys(person.sheet for person in persons)
    choice = choose(book, context, used, SEVERANCE_FACTS)
    if len(used) < 2:
        return persons, choice
    lost = {(sheet, row) for sheet, row, _ in choice.passed_over}
    again = {row: first for row, first in told_again(persons, book).items() if first not in lost and row not in lost}
    kept = [one for one in persons if (one.sheet, one.row) not in lost and (one.sheet, one.row) not in again]
    if not again:
        return kept, choice
    sheets = "”“".join(dict.fromkeys(sheet for sheet, _ in again))
    first = "”“".join(dict.fromkeys(sheet for sheet, _ in again.values()))
    note = f"工作表“{sheets}”的 {len(again)} 人已列在“{first}”，只计一次"
    return kept, replace(choice, note="；".join(filter(None, (choice.note, note))))

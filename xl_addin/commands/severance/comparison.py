"""口径比较: what the workbook's workers would get in all under each value of each disputed option.

Sums are over the persons that can be computed under that value; those that cannot are counted beside them. The law of
each option is not judged here: the sheet only says what a choice costs and whom it touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xl_addin.commands.choosing import chosen_persons
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.severance.alternatives import Alternative, alternatives
from xl_addin.commands.severance.amounts import compute, fen_of, past_age, past_age_words, settled_words, versions_text
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import LANDSCAPE, FormLine, SheetDraft, Span
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewBook, NewCell, NewSheet
from xl_addin.files.building.paper import charts_apart
from xl_addin.sheets.totals import people_text
from xl_addin.values.money import fen_to_yuan, round_half_up

TITLE: Final = "口径比较"
HEADINGS: Final = (
    "选项：取值",
    "政策表写法",
    "现行",
    "合计（元）",
    "人均（元）",
    "与现行相差（元）",
    "金额变动人数",
    "可计算人数",
    "不能计算人数",
)
_WIDTHS: Final = (36.0, 25.0, 6.0, 15.0, 12.0, 14.0, 7.0, 7.0, 7.0)
_COLUMNS: Final = len(_WIDTHS)
_FRAME_PIXELS, _BAR_PIXELS = 110, 22
_NOTES: Final = (
    "注：1.每行只改一个选项，其余按各人现行的口径；“●”为现行取值，图中为深色；写“几人”的，只有这几人现行按此取值。",
    "　　2.合计、人均只含该取值下可以计算的人，不能计算的另列人数。",
    "　　3.“与现行相差”“金额变动人数”只比较两种取值下都能计算的人。",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one value of one option comes to; money in fen."""

    label: str
    entry: str
    own: int
    """How many persons go by this value now."""
    current: bool
    """Whether everybody does."""
    total: int
    computed: int
    missing: int
    difference: int
    affected: int

    @property
    def mean(self) -> int | None:
        """Amount a computed person, to the fen; None where there is none."""
        return round_half_up(Fraction(self.total, self.computed)) if self.computed else None


def effect(one: Alternative, current: Sequence[int | None]) -> Effect:
    """Sum up one value of an option against the current amounts.

    >>> from xl_addin.policy.options import option_specs
    >>> one = Alternative(option_specs()["end_date"], "exclusive", [False] * 3, [100, 300, None])
    >>> found = effect(one, [100, 200, 300])
    >>> found.total, found.mean, found.missing, found.difference, found.affected
    (400, 200, 1, 100, 1)
    """
    amounts = [fen for fen in one.fen if fen is not None]
    changes = [fen - now for fen, now in zip(one.fen, current, strict=True) if fen is not None and now is not None]
    return Effect(
        label=f"{one.option.label}：{one.word}",
        entry=f"{one.option.name} = {one.value}",
        own=sum(one.own),
        current=one.current,
        total=sum(amounts),
        computed=len(amounts),
        missing=len(one.fen) - len(amounts),
        difference=sum(changes),
        affected=sum(change != 0 for change in changes),
    )


def plan_comparison(book: CommandBook, context: CommandContext) -> BookPlan:
    """口径比较 over all persons of the severance sheets, as a table with a chart in a new workbook."""
    found = book.usable_policy()
    listed, choice = chosen_persons(book, context)
    persons = [person for person in listed if not person.settled]
    amounts = compute(persons)
    current = fen_of(amounts)
    groups = [[effect(one, current) for one in group] for group in alternatives(persons, amounts) if group]
    mattering = [group for group in groups if _matters(group)]
    others = [group for group in groups if not _matters(group)]
    sheets = list(dict.fromkeys(person.sheet for person in listed))
    line = f"人员：{'、'.join(sheets)} 共 {len(persons)} 人，其中 {current.count(None)} 人现行口径不能计算　"
    if len(persons) < len(listed):
        line += f"另有 {len(listed) - len(persons)} 人{settled_words(listed)}，不在内　"
    late = past_age(persons, current)
    line += f"其中{past_age_words(late)}　" if late else ""
    line += f"{choice.note}　" if choice.note else ""
    versions = versions_text(persons, found.policy)
    line += f"{versions}　{context.time:%Y-%m-%d}"
    total = sum(fen for fen in current if fen is not None)
    people = people_text(len(persons) - current.count(None), current.count(None), "不能计算")
    summary = (
        f"已比较 {len(groups)} 个选项，其中 {len(mattering)} 个影响金额；现行合计 {fen_to_yuan(total):,.2f} 元，"
        f"{people}；{past_age_words(late)}{'；' if late else ''}{versions}"
    )
    if choice.note:
        summary = f"{choice.note}；{summary}"
    policies = {id(person.policy.policy): person.policy.policy for person in persons}
    sheet = _sheet(mattering, others, line, all(policy.confirmed for policy in policies.values()))
    return BookPlan(NewBook(TITLE, [sheet]), summary, "-口径比较", current.count(None) + len(late))


def _matters(group: Sequence[Effect]) -> bool:
    return any(one.affected or one.missing != group[0].missing for one in group)


def _sheet(
    mattering: Sequence[Sequence[Effect]], others: Sequence[Sequence[Effect]], line: str, confirmed: bool
) -> NewSheet:
    bars = [one for group in mattering for one in group]
    lines: list[FormLine] = [_wide("经济补偿金口径比较", "title"), _wide(line, "plain_wrap")]
    if not confirmed:
        lines.append(_wide("未确认口径：现行口径尚未在政策表上标为“已确认”，各数供比较用。", "caution"))
    lines += [_wide("一、影响金额的选项", "section"), [Span(NewCell(name, "head")) for name in HEADINGS]]
    first = len(lines) + 1
    lines += [_effect_line(one) for one in bars] or [_wide("没有：换用任何取值，各人金额都不变", "wrap")]
    last = first + len(bars) - 1
    lines += [_wide("二、对本表人员金额没有影响的选项", "section")]
    lines += [_effect_line(one) for group in others for one in group] or [_wide("没有", "wrap")]
    lines += [_wide(note, "note") for note in _NOTES]
    lines.append([Span(NewCell("制表：")), Span(NewCell("审核：")), Span(NewCell("日期："), _COLUMNS - 2)])
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.lines(lines)
    if not bars:
        return draft.sheet()
    draft.charts.append(_chart(bars, first, last, len(lines) + 2))
    return draft.sheet(charts_apart(_WIDTHS, LANDSCAPE, len(lines)))


def _wide(text: str, style: str) -> FormLine:
    return [Span(NewCell(text, style), _COLUMNS)]


def _effect_line(one: Effect) -> FormLine:
    mean = one.mean
    cells = (
        NewCell(one.label, "wrap"),
        NewCell(one.entry, "wrap"),
        _now(one),
        NewCell(fen_to_yuan(one.total), "money"),
        NewCell(None if mean is None else fen_to_yuan(mean), "money"),
        NewCell(fen_to_yuan(one.difference), "signed"),
        NewCell(one.affected, "count"),
        NewCell(one.computed, "count"),
        NewCell(one.missing, "count"),
    )
    return [Span(cell) for cell in cells]


def _now(one: Effect) -> NewCell:
    """Mark the value that everybody goes by now; where some do, say how many."""
    if one.current:
        return NewCell("●", "current")
    return NewCell(f"{one.own}人" if one.own else None, "centre")


def _chart(bars: Sequence[Effect], first: int, last: int, below: int) -> Chart:
    return Chart(
        "各取值下的补偿金合计（元）",
        BAR,
        f"A{first}:A{last}",
        (ChartSeries("合计（元）", f"D{first}:D{last}"),),
        f"A{below}",
        marked=frozenset(i for i, one in enumerate(bars) if one.current),
        from_zero=True,
        width=1000,
        height=_FRAME_PIXELS + _BAR_PIXELS * len(bars),
    )

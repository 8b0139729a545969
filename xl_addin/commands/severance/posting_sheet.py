"""One sheet of a 公示表: head, list, total, and the lines that a posting needs, set for A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from xl_addin.files.building.draft import FormLine, SheetDraft, Span
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup
from xl_addin.files.building.titles import sheet_title
from xl_addin.policy.profiles import Policy
from xl_addin.values.dates import date_words
from xl_addin.values.money import fen_to_yuan
from xl_addin.values.rmb import rmb_upper

HEADINGS: Final = ("序号", "姓名", "身份证号", "参加工作时间", "工龄", "计发月数", "补偿金额（元）", "备注")
_WIDTHS: Final = (5.5, 10.0, 20.0, 12.5, 14.0, 9.0, 13.5, 15.5)
_COLUMNS: Final = len(HEADINGS)
_HEADING_ROW: Final = 4
_LINE: Final = 24.0
"""Points of a line to write on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person: texts as they are posted, and the amount in fen or the word that stands for it."""

    name: str
    number: str
    start: str
    service: str
    months: str
    amount: int | str
    remark: str
    policy: Policy | None = None
    """What the amount was computed by; None where there is none."""


def posting_sheet(
    firm: str, entries: Sequence[Entry], policy: Policy, days: int, today: dt.date, taken: Set[str]
) -> NewSheet:
    """Lay out the list of one enterprise; ``days`` is how long it must hang, ``taken`` are casefolded sheet titles."""
    lines: list[FormLine] = [
        [_wide("经济补偿金公示表", "title")],
        [_wide(f"企业名称：{firm or '（未填）'}", "", 5), _wide("单位：元", "right", 3)],
        [_wide(f"公示时间：　　　　年　　月　　日　至　　　　年　　月　　日（不少于 {days} 天）", "", least=_LINE)],
        [Span(NewCell(text, "head")) for text in HEADINGS],
        *(_person(number, entry) for number, entry in enumerate(entries, 1)),
        _total(entries),
        *_notes(_bases(entries, policy), today),
    ]
    draft = SheetDraft(sheet_title(firm, taken, "公示表"), _WIDTHS)
    draft.lines(lines)
    return draft.sheet(PrintSetup(repeat=(_HEADING_ROW, _HEADING_ROW)))


def _wide(text: str, style: str = "", span: int = _COLUMNS, least: float = 0.0) -> Span:
    return Span(NewCell(text, style), span, least)


def _person(number: int, entry: Entry) -> FormLine:
    amount = NewCell(fen_to_yuan(entry.amount), "money") if isinstance(entry.amount, int) else None
    cells = [
        NewCell(number, "count"),
        NewCell(entry.name, "centre"),
        NewCell(entry.number or "（未填）", "id"),
        NewCell(entry.start, "centre"),
        NewCell(entry.service, "centre"),
        NewCell(entry.months, "centre"),
        amount or NewCell(entry.amount, "centre"),
        NewCell(entry.remark, "small"),
    ]
    return [Span(cell) for cell in cells]


def _total(entries: Sequence[Entry]) -> FormLine:
    amounts = [entry.amount for entry in entries if isinstance(entry.amount, int)]
    pending = sum(entry.amount == "待核" for entry in entries)
    text = f"合计　{len(amounts)} 人　{rmb_upper(sum(amounts))}"
    return [
        _wide(text, "sum", 6),
        Span(NewCell(fen_to_yuan(sum(amounts)), "sum_money")),
        Span(NewCell(f"另有 {pending} 人待核" if pending else "", "sum")),
    ]


def _bases(entries: Sequence[Entry], own: Policy) -> list[str]:
    """What the amounts go by: one sentence, or one for each policy with the numbers of its persons."""
    used: dict[str, tuple[Policy, list[int]]] = {}
    for number, entry in enumerate(entries, 1):
        if entry.policy is not None:
            used.setdefault(entry.policy.version, (entry.policy, []))[1].append(number)
    if len(used) <= 1:
        return [_basis(next((policy for policy, _ in used.values()), own))]
    return [f"序号{'、'.join(map(str, who))}：{_basis(policy)}（{policy.version}）" for policy, who in used.values()]


def _basis(policy: Policy) -> str:
    basis = f"计算依据：{policy.profile.title}（{policy.profile.basis}）。"
    facts = [policy.facts[key] for key in ("标题", "文号") if policy.facts.get(key)]
    if facts:
        basis += f"本单位执行文件：{'，'.join(facts)}。"
    if not policy.confirmed:
        basis += f"{policy.status}：按尚未确认的政策口径计算，口径确认后金额有变的重新公示。"
    return basis


def _notes(bases: Sequence[str], today: dt.date) -> list[FormLine]:
    """What the list goes by, where to object, who puts it up."""
    lines = [
        *bases,
        "身份证号中间八位已隐去。工龄、金额的算法见本人的《经济补偿金职工确认单》。",
        "对姓名、工龄、金额有异议的，请在公示期内向下列部门书面或电话提出，经办人员予以登记并答复。",
    ]
    blank = "　" * 10
    return [
        *([_wide(text, "note")] for text in lines),
        [_wide(f"异议受理部门：{blank}", "", 4, _LINE), _wide(f"受理电话：{blank}", "", 4, _LINE)],
        [_wide(f"受理地点：{blank}", "", 4, _LINE), _wide(f"经办人：{blank}", "", 4, _LINE)],
        [
            _wide("公示单位（盖章）：", "", 4, _LINE),
            _wide(f"制表日期：{date_words(today)}", "", 4, _LINE),
        ],
    ]

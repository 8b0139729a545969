"""Sheets of 信访督办表: open cases, sums by unit and leader, who came again, and the derivations of their amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.files.building.draft import SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup

NEVER: Final = "日期不明"
_OWN: Final = "本人测算说明"
_NOBODY: Final = "（未填）"
_FIRST: Final = 4
"""Row of the first derivation: a title, a note and the headings stand above it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The derivation of a petitioner's own amount, and its place among the others."""

    name: str
    firm: str
    place: str
    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Line:
    """One open case; ``left`` counts the days to its last one, negative once that is past."""

    seq: str
    petitioner: str
    matter: str
    responsible: str
    leader: str
    handling: str
    firm: str
    registered: dt.date | None
    stage: str
    ahead: bool
    """Registered or accepted later than the day of the sheet."""
    days: int | None
    last: dt.date | None
    left: int | None
    place: str
    own: Explained | None
    note: str


def cases_sheet(title: str, lines: Sequence[Line], today: dt.date) -> NewSheet:
    """The open cases in the order given; a late one stands out by words and by its look."""
    heads = columns(
        "编号:centre 信访人:wrap 所属企业:wrap 责任单位:wrap 包案领导:centre 环节:wrap 登记时间:date 已过天数:count "
        "最后一日:date 期限:centre 反映问题:wrap 办理情况:wrap 本人测算:centre 台账位置:small"
    )
    draft = SheetDraft(title, [6, 10, 15, 13, 9, 11, 11, 8, 11, 11, 34, 30, 12, 16])
    draft.headline(title)
    draft.notes([f"截至{today.isoformat()}；超期的排在最前，其余按最后一日先后。点“本人测算”看该职工的算法"])
    head = draft.next_row
    rows = (
        (
            line.seq, line.petitioner, line.firm, line.responsible or _NOBODY, line.leader or _NOBODY, line.stage,
            line.registered or NEVER, line.days, line.last, NewCell(*_left(line)), line.matter, line.handling,
            _own(line), line.place,
        )
        for line in lines
    )  # fmt: skip
    draft.table(heads, rows, nothing="没有在办的信访件")
    draft.fit(20)
    return draft.sheet(PrintSetup(landscape=True, repeat=(head, head), repeat_columns=3))


def _left(line: Line) -> tuple[str, str]:
    if line.left is None:
        return ("未起算", "centre") if line.ahead else ("算不出", "missing")
    if not line.left:
        return "今日到期", "missing"
    return (f"超期{-line.left}日", "error") if line.left < 0 else (f"还有{line.left}日", "centre")


def _own(line: Line) -> NewCell:
    if line.own is not None:
        return NewCell("查看", "report_link", link=(_OWN, f"A{_FIRST + line.own.order}"))
    return NewCell(line.note or "未对应", "small")


def sums_sheet(lines: Sequence[Line], today: dt.date) -> NewSheet:
    """Open and overdue cases by responsible unit, then by leader."""
    draft = SheetDraft("按单位和领导", [24, 12, 12, 16])
    draft.headline("在办信访件：按责任单位和包案领导")
    draft.notes([f"截至{today.isoformat()}"])
    for name, key in (("责任单位", _unit), ("包案领导", _leader)):
        draft.section(f"按{name}")
        heads = columns(f"{name}:text 在办件数:count 其中超期:count 最长超期天数:count")
        draft.table(heads, _sums(lines, key), "BC")
        draft.add()
    draft.fit(20)
    return draft.sheet(PrintSetup())


def _unit(line: Line) -> str:
    return line.responsible


def _leader(line: Line) -> str:
    return line.leader


def _sums(lines: Sequence[Line], key: Callable[[Line], str]) -> list[tuple[str, int, int, int]]:
    """Name, open, overdue, longest overdue in days; most overdue first."""
    groups: dict[str, list[int]] = {}
    for line in lines:
        groups.setdefault(key(line) or _NOBODY, []).append(max(-(line.left or 0), 0))
    found = [(name, len(late), sum(days > 0 for days in late), max(late)) for name, late in groups.items()]
    return sorted(found, key=lambda one: (-one[2], -one[3], -one[1]))


def repeats_sheet(groups: Sequence[tuple[str, str, int, str, str, int]], today: dt.date) -> NewSheet:
    """Who came more than once, with the days, the matters and how many of them are open."""
    draft = SheetDraft("重复信访", [12, 18, 8, 30, 40, 10])
    draft.headline("重复信访")
    draft.notes(
        [
            f"截至{today.isoformat()}；同一企业同一姓名登记两次以上的，含已办结的；企业写简称、没有写的也算，请核对是否同一人"
        ]
    )
    head = draft.next_row
    heads = columns("信访人:wrap 所属企业:wrap 次数:count 登记时间:wrap 反映问题:wrap 其中在办:count")
    draft.table(heads, groups)
    draft.fit(20)
    return draft.sheet(PrintSetup(landscape=True, repeat=(head, head)))


def explained_sheet(people: Sequence[Explained]) -> NewSheet:
    """The derivation of each petitioner's own amount, a row each."""
    draft = SheetDraft(_OWN, [12, 18, 18, 90])
    draft.headline(_OWN)
    draft.notes(["按测算表本人一行重算的算法；与台账按企业名称和姓名对应，接谈前请核对是否本人"])
    draft.table(columns("姓名:centre 企业名称:wrap 测算表位置:wrap 算法和依据:wrap"), [
        (one.name, one.firm, one.place, one.text) for one in people
    ])  # fmt: skip
    draft.fit(20)
    return draft.sheet(PrintSetup(landscape=True, repeat=(_FIRST - 1, _FIRST - 1)))

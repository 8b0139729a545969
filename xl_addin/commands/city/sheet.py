"""The sheet 全市进度表: a row an enterprise on one A4 page, sums and coverage as formulas, and what is not known.

Money is shown in 万元 and held to the fen. What a row does not know stays empty, and a sum leaves it out; the lines
below the table say whose numbers are missing. Leaves out where the rows come from (:mod:`xl_addin.commands.city.rows`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from xl_addin.commands.city.rows import CityRow
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup
from xl_addin.files.building.paper import ROW_POINTS, on_one_page
from xl_addin.functions import call
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.values.money import FEN_PER_YUAN, fen_to_yuan

TITLE: Final = "全市进度表"
DAY_REF: Final = "$B$2"
"""The cell of the day on which everything stands."""
NOBODY: Final = UNNAMED["企业"]
PAID_OFF: Final = "已付清"
FEN_PER_WAN: Final = 10_000 * FEN_PER_YUAN
_HEADS: Final = (
    "序号:count 企业名称:small 已办步骤:count 应办步骤:count 下一步:{words} 职工人数:count 已测算人数:count "
    "已付清人数:count 收入:money 支出:money 专户余额:money 应付职工:money 尚未付:money 覆盖率:percent 错误处数:count "
    "在办信访:count 其中超期:count 最近期限:{words} 最后一日:date 剩余天数:count"
)
_SUMS: Final = "CDFGHIJKLMOPQ"
_BALANCE, _OWED, _COVERED, _LAST_DAY = "K", "M", "N", "S"
_TITLE: Final = 22.0
_SIZE: Final = 10 / 11
"""A digit of the table to one of those that widths count."""
_LEAST: Final = 18.0


@dataclass(frozen=True, slots=True)
class _Form:
    """How wide names and words are, the look of words, and the points of a row (None: what its texts need)."""

    name: float
    words: float
    style: str
    row: float | None = None

    def widths(self, rows: Sequence[CityRow]) -> tuple[float, ...]:
        """Widths of all columns: those of money as wide as the longest amount."""
        money = (_money_width(_wan(getattr(one, name)) for one in rows) for name in _MONEY)
        counts = (5.0, 5.0, self.words, 5.5, 5.5, 5.5)
        return (4.0, self.name, *counts, *money, 6.5, 5.0, 5.0, 5.0, self.words, 10.0, 7.5)


_ROOMY: Final = _Form(13.0, 9.0, "small")
"""Texts in two lines: read at arm's length in 70 percent also where the host's font is wide."""
_CLOSE: Final = _Form(20.0, 9.0, "tight", 13.5)
"""One line an enterprise: forty of them, with what stands around, on one page."""
_MONEY: Final = ("income", "expense", "balance", "due", "owed")
_MEANING: Final = (
    "注：步骤按程序核查表、进度表已填日期计；已付清人数是各项应发都已足额的人数；覆盖率＝专户余额÷尚未付，只比应付职工的各项"
    "（不含垫付、暂挂）；错误是“校验整簿”的错误处数。",
    "　　最近期限只列法律法规定有天数的（信访告知、答复，评估有效期，首付款，余款付清，移交档案）；"
    "空格是不知道，不是零，合计不含。",
)


def city_sheet(rows: Sequence[CityRow], today: dt.date, notes: Sequence[str] = ()) -> NewSheet:
    """Build the sheet; ``notes`` are sentences about the whole city, such as workbooks that could not be used.

    Rows are close where that brings all on one page; pages are as many as it takes where nothing does.
    """
    roomy, close = (_sheet(form, rows, today, notes) for form in (_ROOMY, _CLOSE))
    return close if close.printing.one_page and not roomy.printing.one_page else roomy


def _sheet(form: _Form, rows: Sequence[CityRow], today: dt.date, notes: Sequence[str]) -> NewSheet:
    draft = SheetDraft(TITLE, form.widths(rows))
    draft.wide(TITLE, "title", _TITLE)
    what = f"{_ledger_days(rows)}　　单位：万元（按分存放，显示到百元）、人、件"
    draft.add([NewCell("截至"), NewCell(today, "plain_left_date"), NewCell(what, "note")], 16)
    draft.merge(3, len(draft.widths))
    head = draft.next_row
    heads = columns(_HEADS.format(words=form.style))
    first, last = draft.table(heads, _lines(draft, rows, today), _SUMS, nothing="没有企业", height=form.row)
    _empty_sums(draft, first, last)
    _put_coverage(draft, rows, last + 1)
    for text in (*_units(rows), *_unknown(rows), *notes):
        draft.wide(text, "small")
    for text in _MEANING:
        draft.wide(text, "note")
    draft.fit(_LEAST)
    sheet = draft.signed(PrintSetup(landscape=True, repeat=(head, head)))
    height = sum(sheet.heights.get(row, ROW_POINTS) for row in range(1, len(sheet.rows) + 1))
    return replace(sheet, printing=on_one_page(height, sheet.printing))


def _money_width(amounts: Iterable[float | None]) -> float:
    """Characters of the widest amount and of the sum, which is bold, with the room around them."""
    known = [amount for amount in amounts if amount is not None]
    longest = max((len(f"{amount:,.2f}") for amount in (*known, sum(known))), default=0)
    return max(7.0, longest * _SIZE + 1.4)


def _lines(draft: SheetDraft, rows: Sequence[CityRow], today: dt.date) -> Iterator[Sequence[Content]]:
    for number, one in enumerate(rows, 1):
        row = draft.next_row
        money = (one.income, one.expense, one.balance, one.due, one.owed)
        errors = NewCell(one.errors, "alarm") if one.errors else one.errors
        yield (
            number, one.name or NOBODY, one.done, one.required, one.next_step, one.persons, one.counted, one.paid_off,
            *map(_wan, money), _covered(one, row), errors, one.open_cases, _alarming(one.overdue), _period(one),
            dt.date.fromisoformat(one.last_day) if one.last_day else None, _left(one, row, today),
        )  # fmt: skip


def _wan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN_PER_WAN


def _alarming(number: int | None) -> Content:
    return NewCell(number, "alarm") if number else number


def _period(one: CityRow) -> str:
    """The first lawful day; where several are past, how many."""
    return f"{one.period}等{one.late_periods}项" if one.late_periods > 1 else one.period


def _covered(one: CityRow, row: int) -> Content:
    """Balance by what is still owed, as 应付未付 has it: who has no entries has no money there."""
    if one.owed is None or not one.name:
        return None
    return _coverage(one.balance or 0, one.owed), _coverage_formula(row)


def _coverage(balance: int, owed: int) -> Any:
    return call("SOE_COVERAGE", fen_to_yuan(max(balance, 0)), fen_to_yuan(owed)) if owed else PAID_OFF


def _coverage_formula(row: int) -> str:
    return f'IF(ROUND({_OWED}{row},6)=0,"{PAID_OFF}",MAX({_BALANCE}{row},0)/{_OWED}{row})'


def _left(one: CityRow, row: int, today: dt.date) -> Content:
    """Days to the last day; words, and a look that a grey print shows, where it is past."""
    if not one.last_day:
        return None
    days = (dt.date.fromisoformat(one.last_day) - today).days
    left, over = f"{_LAST_DAY}{row}-{DAY_REF}", f'"超"&({DAY_REF}-{_LAST_DAY}{row})&"日"'
    formula = f"IF({left}<0,{over},{left})"
    return NewCell(f"超{-days}日", "alarm", formula) if days < 0 else NewCell(days, "count", formula)


def _empty_sums(draft: SheetDraft, first: int, last: int) -> None:
    """A column of which nobody knows anything has no sum: nothing is not nought."""
    for col in range(2, len(draft.widths)):
        if all(row[col].value is None for row in draft.rows[first - 1 : last]):
            draft.rows[-1][col] = NewCell(None, "sum")


def _put_coverage(draft: SheetDraft, rows: Sequence[CityRow], row: int) -> None:
    """Coverage of the city, where it is known of every enterprise what it still owes."""
    named = [one for one in rows if one.name]
    if named and all(one.owed is not None for one in named):
        balance, owed = sum(one.balance or 0 for one in rows), sum(one.owed or 0 for one in rows)
        draft.put(_COVERED, NewCell(_coverage(balance, owed), "sum_percent", _coverage_formula(row)))


def _ledger_days(rows: Sequence[CityRow]) -> str:
    """To which day the ledgers tell of money."""
    days = sorted({one.ledger_day for one in rows if one.ledger_day})
    if not days:
        return "没有资金台账"
    return f"资金台账截至 {days[0]}" if len(days) == 1 else f"资金台账截至 {days[0]} 至 {days[-1]}（各户不同）"


def _units(rows: Sequence[CityRow]) -> Iterator[str]:
    """Overdue petitions by the unit that answers for them, most first."""
    counted: Counter[str] = Counter()
    for one in rows:
        counted.update(dict(one.units))
    if counted:
        yield "超期信访按责任单位：" + "、".join(f"{unit} {number} 件" for unit, number in counted.most_common())
    if undated := sum(one.undated for one in rows):
        yield f"在办信访有 {undated} 件没有可用的日期，期限算不出：序号 {_numbers(one.undated > 0 for one in rows)}"
    if ahead := sum(one.ahead for one in rows):
        numbers = _numbers(one.ahead > 0 for one in rows)
        yield f"在办信访有 {ahead} 件登记（受理）在核对日之后，期限还没有起算：序号 {numbers}"


def _unknown(rows: Sequence[CityRow]) -> Iterator[str]:
    """Whose numbers are missing, by what is missing; whose dues are not read in full."""
    sentences = dict.fromkeys(text for one in rows for text in one.lacking)
    everybody = sum(bool(one.name) for one in rows)
    told = []
    for text in sentences:
        lacks = [text in one.lacking for one in rows]
        told.append(f"{text}：" + ("各户" if sum(lacks) == everybody > 1 else f"序号 {_numbers(lacks)}"))
    if told:
        yield "空格的原因——" + "；".join(told)
    if any(one.unread for one in rows):
        yield f"应付款没有全部读出，应付、尚未付只是读出的部分：序号 {_numbers(one.unread for one in rows)}"


def _numbers(wanted: Iterable[bool]) -> str:
    """Numbers of rows, those that follow each other as one.

    >>> _numbers([True, True, True, False, True])
    '1—3、5'
    """
    runs: list[list[int]] = []
    for number, is_one in enumerate(wanted, 1):
        if is_one and runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        elif is_one:
            runs.append([number])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)

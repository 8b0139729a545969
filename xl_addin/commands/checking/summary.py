"""The block on top of 校验结果: what to do first, how much there is, whom and what money it concerns, what waits.

Says in a few lines what a reader at arm's length wants to know; every list in full stands on 校验明细.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from xl_addin.checks.run import CheckResult
from xl_addin.files.building.draft import SheetDraft, Span
from xl_addin.files.building.model import NewCell
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policies_used import versions
from xl_addin.sheets.readings import SILENT_KINDS, SheetReading
from xl_addin.sheets.totals import MoneySum, fen_amounts, money_sum
from xl_addin.sheets.untouched import untouched_policy, untouched_sheets
from xl_addin.tables.grid import parse_address
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.causes import Cause, counted, spot_of
from xl_addin.values.findings import FindingTable, Severity
from xl_addin.values.money import fen_to_yuan

_DO: Final = {Severity.ERROR: "改正“错误”", Severity.MISSING: "补齐“缺件”", Severity.NOTICE: "核对“提示”"}
_MONEY: Final = {
    "severance": ("amount",),
    "arrears": ("total",),
    "payments": ("paid",),
    "ledger": ("income", "expense"),
}
"""Columns of the money that a row is about, by kind of sheet."""
NOTHING_FILLED: Final = "尚未填写，没有可校验的内容；填好后再校验"
_NAMES: Final = 8
_LINES: Final = 4
_SHEETS: Final = 10
_LABEL_COLUMNS: Final = 2


def counts_text(findings: FindingTable) -> str:
    """The number of findings of each severity, and of what was not checked."""
    counts = findings.counts()
    parts = [f"{severity.label} {counts[severity.value]} 处" for severity in Severity]
    return "，".join([*parts, f"未校验 {len(findings.not_checked)} 项"])


def write_summary(
    draft: SheetDraft, result: CheckResult, book: SheetBook, readings: Sequence[SheetReading], time: dt.datetime
) -> None:
    """Write the block, a label and a text a line."""
    findings, causes = result.findings, result.findings.causes()
    lines = (
        ("先做什么", what_first(causes, book)),
        ("条数", counts_text(findings)),
        ("涉及", _concerned(result, causes, book)),
        ("未校验", unchecked_text(findings)),
        ("各表读法", _read(readings, frozenset(untouched_sheets(book)))),
        ("政策版本", f"{book.gather(versions)}　　校验时间：{time:%Y-%m-%d %H:%M}　　身份证号已脱敏"),
    )
    rest = len(draft.widths) - _LABEL_COLUMNS
    draft.lines(
        [
            Span(NewCell(label, "report_label"), _LABEL_COLUMNS),
            Span(NewCell(text, "report_text" if number else "report_first"), rest),
        ]
        for number, (label, text) in enumerate(lines)
        if text
    )


def what_first(causes: Sequence[Cause], book: SheetBook) -> str:
    """What to do, in order: the list below is sorted alike."""
    if not causes:
        return NOTHING_FILLED if is_blank_book(book) else "没有发现问题；“未校验”的内容不等于通过"
    counts = Counter(cause.severity for cause in causes)
    steps = [f"{_DO[severity]} {counts[severity]} 个" for severity in Severity if counts[severity]]
    return f"按下表从上往下做：{'，再'.join(steps)}（{counted(causes)}）；改完后再校验一次"


def is_blank_book(book: SheetBook) -> bool:
    """Tell a book of templates that nobody has filled in."""
    blank = untouched_sheets(book)
    return bool(blank or untouched_policy(book)) and all(
        table.sheet in blank for table in book.tables if table.kind not in SILENT_KINDS
    )


def _concerned(result: CheckResult, causes: Sequence[Cause], book: SheetBook) -> str:
    people = _people(causes)
    named = "、".join(dict.fromkeys(people[:_NAMES])) + ("等" if len(people) > _NAMES else "")
    parts = [f"职工 {len(people)} 人（{named}）"] if people else []
    return "；".join([*parts, *_money(result.tables, causes, book)])


def _people(causes: Sequence[Cause]) -> list[str]:
    """The name of each person once: namesakes are two, somebody whose number one list lacks is still one."""
    found = dict.fromkeys(person for cause in causes for person in cause.hanging.persons)
    numbered = {(name, firm) for key, name, firm in found if key != f"{name}/{firm}"}
    return [name for key, name, firm in found if key != f"{name}/{firm}" or (name, firm) not in numbered]


def _money(tables: Sequence[SheetTable], causes: Sequence[Cause], book: SheetBook) -> Iterator[str]:
    """The money of the rows in which anything was found, sheet by sheet: sheets are not added up."""
    rows: dict[str, set[int]] = {}
    for cause in causes:
        for sheet, cell in (*map(spot_of, cause.findings), *cause.hanging.cells):
            if cell:
                rows.setdefault(sheet, set()).add(parse_address(cell.partition(":")[0])[0])
    for sheet in dict.fromkeys(table.sheet for table in tables):
        amounts: list[int | None] = []
        for table in tables:
            roles = [role for role in _MONEY.get(table.kind, ()) if table.sheet == sheet and table.has(role)]
            columns = [book.derive(fen_amounts, table, role) for role in roles]
            found = {table.record_at(row) for row in rows.get(sheet, ())}
            amounts += [_any_of([column[i] for column in columns]) for i in found if columns and i is not None]
        if amounts:
            yield f"“{sheet}”{_money_text(money_sum(amounts))}"


def _money_text(money: MoneySum) -> str:
    if not money.counted:
        return f"{money.without} 行没有金额"
    more = f"，另有 {money.without} 行没有金额" if money.without else ""
    return f"{money.counted} 行 {fen_to_yuan(money.fen):,.2f} 元{more}"


def _any_of(amounts: Sequence[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum(known) if known else None


def unchecked_text(findings: FindingTable) -> str:
    """What was not checked, in a line."""
    lines = [line.partition("（")[0] for line in findings.unchecked()]
    more = [f"另有 {len(lines) - _LINES} 项，见“校验明细”"] if len(lines) > _LINES else []
    return "；".join([*lines[:_LINES], *more]) or "无"


def _read(readings: Sequence[SheetReading], blank: Collection[str]) -> str:
    """How each sheet was read; a long book is told of on 校验明细."""
    told = [one for one in readings if one.kind not in SILENT_KINDS and one.sheet not in blank]
    lines = [one.line if one.kind else f"“{one.sheet}”没有读" for one in told]
    more = [f"另有 {len(lines) - _SHEETS} 张表，见“校验明细”"] if len(lines) > _SHEETS else []
    return "；".join([*lines[:_SHEETS], *more])

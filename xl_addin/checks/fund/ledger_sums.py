"""Checks of the rows of 资金收支台账 that add up others: of a day, a month, a page or all; and closings.

Sums are judged over the typed values above them without the opening (C3 51, 52); entries that move no cash and earlier
years may be left out as well. 过次页 and 承前页 hold the sums of the page, of the month or of all, as bookkeepers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, day_text
from xl_addin.sheets.ledger import LedgerRows, amount_at, ledger_rows, running
from xl_addin.sheets.ledger_entries import read_closings
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.tables.labels import is_sum
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_MONTH: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_UNSAID: Final = ("季", "半年", "全市", "系统", "部门")
_PAGES: Final = ("过次页", "过下页", "转次页", "转下页", "承前页", "承上页", "上页", "前页", "结转下页", "结转次页")
_DAY, _MONTHLY, _PAGE, _GROUP, _ALL = "本日", "本月", "本页", "小计", ""


def sum_row_faults(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Sums of income and expense that the rows above do not give."""
    rows = book.derive(ledger_rows, table)
    starts: dict[str, int] = {}
    for index, sum_row in enumerate(table.sum_rows):
        label = table.sum_label(index).rstrip(":：")
        end = sum(row < sum_row for row in table.row_numbers)
        spans = _summed(rows, label, starts, end)
        starts[_family(label)] = end
        if not spans or any(rows.doubtful[i] for i in max(spans, key=len)):
            continue
        for role in ("income", "expense"):
            if not table.has(role):
                continue
            unit = table.money_unit(role)
            typed = amount_at(table.sum_column(role)[index], unit)
            amounts = rows.income if role == "income" else rows.expense
            right = [fen for span in spans for fen in _allowed_sums(rows, amounts, span, label)]
            if not is_sum(label) or label.startswith("结转"):
                right += _left(table, book, end)
            if typed is not None and typed not in right:
                shown = amount_text(right[0], unit)
                cell = table.sum_cell(role, index)
                yield Fault(cell, amount_text(typed, unit), shown, {"label": label, "right": shown})


def closing_faults(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """余额 in a row of sums, of a closing or at the head of a page that is not the balance there."""
    if not table.has("balance") or table.doubts:
        return
    unit = table.money_unit("balance")
    for index, (sum_row, typed) in enumerate(zip(table.sum_rows, read_closings(table, sheet_amount), strict=True)):
        label = table.sum_label(index).rstrip(":：")
        right = _left(table, book, sum(row < sum_row for row in table.row_numbers))
        if typed is None or not right or typed in right or typed in _own_net(table, index):
            continue
        if typed == 0 and label.startswith("结转"):
            continue  # the account is closed by it
        shown = amount_text(right[0], unit)
        yield Fault(table.sum_cell("balance", index), amount_text(typed, unit), shown, {"label": label, "right": shown})


def _left(table: SheetTable, book: SheetBook, end: int) -> list[int]:
    """What the balance may be before record ``end``."""
    return book.derive(running, table).left[end - 1] if end else [0]


def _own_net(table: SheetTable, index: int) -> list[int]:
    """What the row's own sums leave, which some write under 余额."""
    if not all(map(table.has, ("income", "expense"))) or not is_sum(table.sum_label(index)):
        return []
    into, out = (amount_at(table.sum_column(role)[index], table.money_unit(role)) for role in ("income", "expense"))
    return [] if into is None and out is None else [(into or 0) - (out or 0)]


def _family(label: str) -> str:
    if label.startswith(_PAGES) or "本页" in label:
        return _PAGE
    if "本日" in label or "当日" in label or label.startswith("日"):
        return _DAY
    if "本月" in label or "当月" in label or label.startswith(("月", "当前合计")) or _MONTH.match(label):
        return _MONTHLY
    return _GROUP if label.endswith("小计") else _ALL


def _summed(rows: LedgerRows, label: str, starts: dict[str, int], end: int) -> list[Sequence[int]]:
    """The records that a row of sums may add up, the most likely first; none where its label does not say."""
    if any(word in label for word in _UNSAID):
        return []
    family, whole = _family(label), range(end)
    if family == _ALL:
        return [whole]
    since = range(starts.get(family, 0), end)
    if family == _MONTHLY:
        return [since, _same_period(rows, end, 7), *([whole] if "累计" in label else [])]
    if family == _DAY:
        return [since, _same_period(rows, end, 10)]
    if family == _PAGE and "本页" not in label:
        return [whole, since, range(starts.get(_MONTHLY, 0), end), _same_period(rows, end, 7)]
    return [since]


def _same_period(rows: LedgerRows, end: int, length: int) -> Sequence[int]:
    """The last records of one month or day: a month with a single entry is not always added up."""
    days = [day_text(day)[:length] if (day := rows.day[i]) is not None else "" for i in range(end)]
    last = next((day for day in reversed(days) if day), "")
    return [i for i, day in enumerate(days) if day == last]


def _allowed_sums(rows: LedgerRows, amounts: list[int], span: Sequence[int], label: str) -> list[int]:
    """The sum without openings; entries without cash and earlier years may be left out as well."""
    counted = [i for i in span if not rows.opening[i]]
    sums = [sum(amounts[i] for i in counted), sum(amounts[i] for i in counted if rows.cash(i))]
    days = [day.span.first for i in counted if (day := rows.day[i]) is not None]
    if ("年" in label or label in _PAGES) and days:
        year = _last_year(rows, counted)
        this_year = [i for i in counted if (day := rows.day[i]) is not None and day_text(day)[:4] == year]
        sums += [sum(amounts[i] for i in this_year), sum(amounts[i] for i in this_year if rows.cash(i))]
    return sums


def _last_year(rows: LedgerRows, counted: Sequence[int]) -> str:
    """The year of the last dated record."""
    return next(day_text(day)[:4] for i in reversed(counted) if (day := rows.day[i]) is not None)


_IDENTITY: Final = "专户资金平衡：期末余额＝期初余额＋收入－支出"
_LEDGER: Final = frozenset({"ledger"})

LEDGER_SUM_CHECKS: Final = (
    Check(
        code="LEDGER_SUM",
        title="台账合计不符",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{label}”与上面各行之和不符，应为{right}（不含上年结转）",
        remedy="核对各行金额和合计公式的范围",
        citation=_IDENTITY,
        run=sum_row_faults,
    ),
    Check(
        code="LEDGER_CLOSING",
        title="台账结余不符",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{label}”的余额与到此为止的余额不符，应为{right}",
        remedy="核对本行余额和上面各行",
        citation=_IDENTITY,
        run=closing_faults,
    ),
)

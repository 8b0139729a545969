"""Checks of what 资金收支台账 leaves open as a whole: its year, what 借 and 贷 mean, its unit, a column of accounts.

Functions and commands refuse such a ledger with the same words; nothing is guessed and nothing swapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text
from xl_addin.sheets.ledger import amount_at, is_plain_amount
from xl_addin.sheets.ledger_columns import UNIT_FALSE
from xl_addin.sheets.ledger_dates import YEAR_UNKNOWN
from xl_addin.sheets.ledger_sides import SIDES_CONTRADICTED
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_AMOUNTS: Final = ("income", "expense", "amount")
_BOOKS: Final = "专项调剂基金专户台账登记要求（专款专用）"


def worded_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts such as 30万, that sheets understand and cell functions refuse (G-08)."""
    for role in filter(table.has, _AMOUNTS):
        unit = table.money_unit(role)
        for i, value in enumerate(table.column(role)):
            if isinstance(value, str) and not is_empty(value) and not is_plain_amount(value):
                fen = amount_at(value, unit)
                if fen is not None:
                    shown = amount_text(fen, unit)
                    yield Fault(
                        table.cell(role, i), clean_text(value), shown, {"typed": clean_text(value), "right": shown}
                    )


def doubts(code: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """What a ledger leaves open or contradicts as a whole."""
    if doubt := table.doubts.get(code):
        yield Fault(doubt.cell, doubt.observed, doubt.expected, {"why": doubt.why, "wanted": doubt.expected})


def absent_accounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """A ledger without a column that says what money was for; 摘要 is not guessed from."""
    if not table.has("subject") and any(any(table.raw_column(role)) for role in _AMOUNTS):
        yield Fault(table.header_cell("summary"), "没有“科目”栏", "科目")


def _doubt(code: str, title: str, message: str, remedy: str, citation: str) -> Check:
    return Check(
        code=code,
        title=title,
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message=message,
        remedy=remedy,
        citation=citation,
        run=partial(doubts, code),
        blocks="全表的日期、方向或单位不明，与之有关的各项未校验",
    )


LEDGER_DOUBT_CHECKS: Final = (
    _doubt(
        YEAR_UNKNOWN,
        "台账没有年份",
        "{why}，各笔的日期不明",
        "补写{wanted}",
        "日期不明的不猜测",
    ),
    _doubt(
        SIDES_CONTRADICTED,
        "借贷方向与余额、科目矛盾",
        "{why}；专户账借方为收入、贷方为支出",
        "核对；是银行对账单的，把表头（或方向）改写成{wanted}",
        _BOOKS,
    ),
    _doubt(
        UNIT_FALSE,
        "台账金额单位与数值不符",
        "{why}",
        "把单位改为“{wanted}”，或把全表数值换算",
        "一张表只用一个金额单位",
    ),
    Check(
        code="LEDGER_WORDED",
        title="台账金额带单位文字",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="“{typed}”按 {right} 计算；单元格函数（如 SOE_FUND_BALANCE）不读带单位的文字",
        remedy="改成数字 {right}，单位写在表头",
        citation="金额用数字填写，单位写在表头",
        run=worded_amounts,
    ),
    Check(
        code="LEDGER_ACCOUNT_COLUMN",
        title="没有科目栏",
        severity=Severity.MISSING,
        kinds=_LEDGER,
        message="表中没有“科目”（资金来源、用途）一栏，垫付、暂挂、使用顺序未校验；不从摘要猜测",
        remedy="增加“科目”栏，按凭证填写（如产权变现、经济补偿、归还垫付）",
        citation=_BOOKS,
        run=absent_accounts,
    ),
)

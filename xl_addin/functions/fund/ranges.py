"""Arguments of the fund functions, cleaned: amounts in fen, ratios, and ranges of needs, positions and payments.

A range may begin with a heading row and hold blank rows and rows of sums; none of them is a row of the result (F-01).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from xl_addin.rules.fund.deferral import Payment
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_ratio, clean_text, is_blank
from xl_addin.tables.labels import YUAN, heading, is_percent, is_sum, plain
from xl_addin.tables.ranges import as_rows, data_rows, is_range, one_cell
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, round_half_up

FIRST_TIER: Final = Fraction(1)
"""Tier of a need that names none (F-03)."""
_AMOUNT_WORD: Final = re.compile(
    r"[-—–/\\无]+|[待未暂不][定知详明缺无核查报]|约?[零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟百千万亿]{2,}[元圆]?[\d零一二三四五六七八九壹贰叁肆伍陆柒捌玖角分整正]*"
)
"""Words that someone wrote for an amount, such as 一百万元, 待定 or a dash: never taken for a heading."""
_PERIOD: Final = re.compile(r"(?<!\d)\d+(?:年|月|季|号|期|层|[-~至])")
_LARGE_UNITS: Final = frozenset(YUAN) - {"元"}


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """A row of a range: the first cell as given, fen, and the tier of a need."""

    name: Any
    amount_fen: int
    tier: Fraction = FIRST_TIER


def read_fen(value: Any, name: str) -> int:
    """Read yuan into fen, more than two decimals half-up (F-04); keeps the sign.

    >>> read_fen("1,234.565", "金额"), read_fen(-0.005, "金额")
    (123457, -1)
    """
    number = clean_number(one_cell(value, name), name)
    if is_percent(value):
        raise InputError(f"{name}是金额，不能写成百分数“{value}”")
    if abs(number) >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对单位", NUM)
    return round_half_up(Fraction(number) * FEN_PER_YUAN)


def read_money(value: Any, name: str) -> int:
    """Read yuan that cannot be negative into fen; below zero is ``#NUM!``."""
    fen = read_fen(value, name)
    if fen < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return fen


def read_annual_rate(value: Any) -> Fraction:
    """Read an annual rate exactly: below 1 as it stands, above 1 to 100 as percent (G-09, L-03); blank is 0.

    >>> read_annual_rate("4.35%"), read_annual_rate(5), read_annual_rate(None)
    (Fraction(87, 2000), Fraction(1, 20), Fraction(0, 1))
    """
    value = one_cell(value, "年利率")
    if is_blank(value):
        return Fraction(0)
    return Fraction(clean_ratio(value, "年利率"))


def read_kept_share(value: Any) -> Fraction:
    """Read the share of its surplus that a donor keeps: 0 … 1, or a percentage text; blank is 0 (F-10).

    No number above 1 is a percentage here, so that 1 can only mean all of it and is not asked (L-03).
    """
    value = one_cell(value, "留存比例")
    if is_blank(value):
        return Fraction(0)
    number = Fraction(clean_number(value, "留存比例"))
    if not 0 <= number <= 1:
        raise InputError(f"留存比例应在 0 到 1 之间，现为 {value}；百分之二十写 0.2 或 20%", NUM)
    return number


def is_heading_cell(value: Any) -> bool:
    """Tell whether the amount cell of a first row is a heading: text that is no number and no attempt at one.

    >>> [is_heading_cell(v) for v in ("金额（元）", "2011年需要", "1,200元", "1.2万", "——", "待定", "壹万元整", None)]
    [True, True, False, False, False, False, False, False]
    """
    if not isinstance(value, str) or is_blank(value):
        return False
    folded = plain(value)
    if folded in _LARGE_UNITS:
        return True
    return not _AMOUNT_WORD.fullmatch(folded) and not any(map(str.isdigit, _PERIOD.sub("", folded)))


def body_rows(value: Any, amount_column: int, name: str) -> list[tuple[int, Sequence[Any]]]:
    """Give the rows of a range with their number in it; heading, blank rows and rows of sums are left out.

    A heading that states another unit than yuan is refused: its amounts stand beside amounts in yuan.
    """
    rows = data_rows(value)
    if not rows:
        raise InputError(f"{name}不能为空，请选有数据的区域")
    width = max(amount_column + 1, 3)
    padded = [(number, [*row, *[None] * width][: max(width, len(row))]) for number, row in enumerate(rows, start=1)]
    filled = [(number, row) for number, row in padded if not all(is_blank(cell) for cell in row[:width])]
    if filled and is_heading_cell(filled[0][1][amount_column]) and not _holds_figures(filled[0][1][:width]):
        label = filled[0][1][amount_column]
        unit = plain(label) if plain(label) in _LARGE_UNITS else heading(label).unit
        if unit in _LARGE_UNITS:
            raise InputError(f"{name}“{label}”一列的单位是{unit}，请改成元后重算")
        filled = filled[1:]
    return [(number, row) for number, row in filled if not (isinstance(row[0], str) and is_sum(row[0]))]


def _holds_figures(row: Sequence[Any]) -> bool:
    """Tell a row with numbers or dates: a row of data whose amount nobody can read, and no heading."""
    return any(isinstance(cell, (int, float, dt.date)) for cell in row)


def _echo(value: Any) -> Any:
    """Give a name as the result shows it."""
    return clean_text(value) if value is None or isinstance(value, str) else value


def read_needs(value: Any) -> list[NamedAmount]:
    """Read needs: item, amount[, tier]; blank tier is tier 1.

    >>> [(row.name, row.amount_fen) for row in read_needs([["项目", "金额"], ["养老", 100], [None, None]])]
    [('养老', 10000)]
    """
    if not is_range(value) or max(map(len, as_rows(value))) < 2:
        raise InputError("需求要选两列或三列的区域：项目、金额、层级")
    needs = []
    for number, row in body_rows(value, 1, "需求"):
        name = f"需求第{number}行“{clean_text(row[0])}”的"
        amount = read_money(row[1], name + "金额")
        tier = FIRST_TIER if is_blank(row[2]) else Fraction(clean_number(row[2], name + "层级"))
        needs.append(NamedAmount(_echo(row[0]), amount, tier))
    return needs


def read_total_need(value: Any) -> int:
    """Read a need for the coverage ratio: a number, a column or a row of amounts, or needs as in :func:`read_needs`.

    >>> read_total_need(12.5), read_total_need([[1], [2]]), read_total_need([["养老", 3], ["医疗", 4]])
    (1250, 300, 700)
    >>> read_total_need([[1, 2, None, 4]])
    700
    """
    if not is_range(value):
        return read_money(value, "需求")
    rows = data_rows(value)
    if len(rows) == 1 and isinstance(rows[0][0], (int, float)):  # no item has a number for its name: a row of amounts
        return sum(read_money(cell, "需求") for cell in rows[0] if not is_blank(cell))
    if max(map(len, as_rows(value))) >= 2:
        return sum(need.amount_fen for need in read_needs(value))
    return sum(read_money(row[0], f"需求第{number}行的金额") for number, row in body_rows(value, 0, "需求"))


def read_positions(value: Any) -> list[NamedAmount]:
    """Read positions: enterprise, surplus (negative = deficit)."""
    if not is_range(value) or max(map(len, as_rows(value))) < 2:
        raise InputError("各企业盈亏要选两列的区域：企业名称、盈余（不足为负数）")
    return [
        NamedAmount(_echo(row[0]), read_fen(row[1], f"盈亏第{number}行“{clean_text(row[0])}”的金额"))
        for number, row in body_rows(value, 1, "各企业盈亏")
    ]


def read_payments(value: Any) -> list[Payment]:
    """Read actual payments: date, amount; a month means its first day; blank is none.

    >>> [payment.amount for payment in read_payments([["日期", "金额"], ["2012-06-01", 500]])]
    [50000]
    """
    if is_blank(value):
        return []
    if not is_range(value) or max(map(len, as_rows(value))) < 2:
        raise InputError("还款记录要选两列的区域：日期、金额")
    if not data_rows(value):
        return []
    payments = []
    for number, row in body_rows(value, 1, "还款记录"):
        amount = read_money(row[1], f"还款记录第{number}行的金额")
        payments.append(Payment(clean_date(row[0], f"还款记录第{number}行的日期", MonthDay.FIRST), amount))
    return payments

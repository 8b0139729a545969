"""Numbers as clerks write them on sheets, read into integers; more forms than a cell function takes (G-08).

Beside what ``tables.cleaning`` reads: 1.2万, Chinese capitals (壹仟贰佰元整), a trailing 个月 or 年. A dash or
无 is an empty cell, never 0. Numbers are micro units (six decimals) in the unit of the cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.tables.amounts import true_numbers
from xl_addin.tables.cleaning import clean_number, clean_rate
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import is_percent
from xl_addin.tables.record_rows import is_empty
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import LIMIT_YUAN, MICRO, Int64, divide_half_up, to_micro
from xl_addin.values.texts import readable, visible

_CAPITALS: Final = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES: Final = {"拾": 10, "佰": 100, "仟": 1000}
_COUNTED: Final = re.compile(r"(?<=[\d.])(?:个月|月|年|岁|天|日|人)$")
_MULTIPLES: Final = re.compile(r"(?:人民币)?¥?([\d.,]+)([亿万千百])元?")
_MULTIPLE: Final = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100}
_CAPITAL_AMOUNT: Final = re.compile(
    r"(?:人民币)?(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆](?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?"
    r"零?(?:(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """One column: ``micro`` holds a number where ``known``; elsewhere the cell is ``blank``, an error or no number."""

    micro: Int64
    known: NDArray[np.bool_]
    blank: NDArray[np.bool_]


def sheet_amount(value: CellValue, name: str) -> Decimal | None:
    """Read an amount in every form that a sheet may have; a dash is empty.

    >>> sheet_amount("1.2万", "金额"), sheet_amount("——", "金额")
    (Decimal('12000.0'), None)
    """
    return None if is_empty(value) else _money(value)


def sheet_number(value: CellValue) -> int:
    """Read one cell into micro units; raises InputError for anything that is no number.

    >>> [sheet_number(v) // 1_000_000 for v in ("￥1,234元", "1.2万", "壹仟贰佰叁拾元整", "27个月")]
    [1234, 12000, 1230, 27]
    """
    return to_micro(_number(value))


def sheet_money(value: CellValue) -> int:
    """Read an amount into micro units.

    >>> sheet_money("1.2万")
    12000000000
    """
    return to_micro(_money(value))


def _money(value: CellValue) -> Decimal:
    """Read a number, but never a percentage, of which nobody says of what."""
    if isinstance(value, str) and visible(readable(value)).rstrip().endswith(("%", "％")):
        raise InputError("金额不能写成百分数")
    return _number(value)


def _number(value: CellValue) -> Decimal:
    if not isinstance(value, str):
        return _limited(clean_number(value, "单元格"))
    text = "".join(unicodedata.normalize("NFKC", visible(readable(value))).split())
    if found := _MULTIPLES.fullmatch(text):
        return _limited(clean_number(found[1], "单元格") * _MULTIPLE[found[2]])
    if found := _CAPITAL_AMOUNT.fullmatch(text):
        cents = 10 * _CAPITALS[found["jiao"] or "零"] + _CAPITALS[found["fen"] or "零"]
        return _limited(Decimal(_capital_number(found["yuan"])) + Decimal(cents).scaleb(-2))
    return _limited(clean_number(_COUNTED.sub("", text), "单元格"))


def _limited(number: Decimal) -> Decimal:
    if abs(number) >= LIMIT_YUAN:
        raise InputError("数值过大，请核对单位")
    return number


def _capital_number(text: str) -> int:
    """Read capitals up to 亿: 壹拾贰万零叁佰 is 120300."""
    for word, unit in (("亿", 10**8), ("万", 10**4)):
        if word in text:
            upper, _, lower = text.partition(word)
            return _capital_number(upper) * unit + _capital_number(lower)
    total, digit = 0, 0
    for char in text:
        if char in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[char], 0
        else:
            digit = _CAPITALS[char]
    return total + digit


def read_numbers(values: Sequence[CellValue], read: Callable[[CellValue], int] = sheet_number) -> NumberColumn:
    """Read a column; true numbers all at once, texts one by one.

    >>> column = read_numbers([1600, "1,500", None, "待定"])
    >>> column.micro.tolist(), column.known.tolist(), column.blank.tolist()
    ([1600000000, 1500000000, 0, 0], [True, True, False, False], [False, False, True, False])
    """
    known, blank = np.zeros(len(values), dtype=np.bool_), np.zeros(len(values), dtype=np.bool_)
    if read in (sheet_number, sheet_money) and (at_once := true_numbers(values)) is not None:
        return NumberColumn(at_once, ~blank, blank)
    micro = np.zeros(len(values), dtype=np.int64)
    for i, value in enumerate(values):
        if is_empty(value):
            blank[i] = True
        elif not isinstance(value, CellError):
            with suppress(InputError):
                micro[i], known[i] = read(value), True
    return NumberColumn(micro, known, blank)


def read_rates(values: Sequence[CellValue]) -> NumberColumn:
    """Read a column of rates as ratios: 20, 20% and 0.2 are one; outside 0–100 % is not known, nor is a plain 1 (L-03).

    >>> read_rates([20, "20%", 0.2, 120, "150%", 1]).micro.tolist()
    [200000, 200000, 200000, 0, 0, 0]
    """
    return read_numbers(values, _rate)


def read_percents(values: Sequence[CellValue]) -> NumberColumn:
    """Read a column of rates whose heading says %: a plain 1 is then one percent.

    >>> read_percents([20, 1, "8%"]).micro.tolist()
    [200000, 10000, 80000]
    """
    return read_rates(["1%" if is_plain_one(value) else value for value in values])


def read_money(values: Sequence[CellValue]) -> NumberColumn:
    """Read a column of amounts; a percentage is not known.

    >>> read_money([1600, "50%"]).known.tolist()
    [True, False]
    """
    return read_numbers(values, sheet_money)


def _rate(value: CellValue) -> int:
    return clean_rate(value, "比例")


def is_plain_one(value: CellValue) -> bool:
    """Tell a rate of exactly 1, which may be 1% or 100% (L-03).

    >>> is_plain_one(1), is_plain_one("１.0"), is_plain_one("1%"), is_plain_one("100%")
    (True, True, False, False)
    """
    try:
        return clean_number(value, "比例") == 1 and not is_percent(value)
    except InputError:
        return False


def to_fen(micro: Int64, factor: int = 1) -> Int64:
    """Turn micro units of a sheet unit (``factor`` yuan) into fen, half-up.

    >>> to_fen(np.array([20_987_694_000, 5_000]), 1).tolist(), to_fen(np.array([4_320_000]), 10_000).tolist()
    ([2098769, 1], [4320000])
    """
    # Python integers where a number of 万元 could leave 64 bits.
    return divide_half_up(micro.astype(object) * factor if factor != 1 else micro, MICRO // 100)


def plain_fen(fen: int) -> str:
    """Write an amount in yuan as a plain number, to the fen.

    >>> plain_fen(4320000), plain_fen(-5)
    ('43200.00', '-0.05')
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def in_unit(fen: int, factor: int) -> str:
    """Write an amount of fen as it must stand in a cell whose unit is ``factor`` yuan.

    >>> in_unit(4320000, 1), in_unit(2098769, 10_000)
    ('43200.00', '2.098769')
    """
    if factor == 1:
        return plain_fen(fen)
    return f"{(Decimal(fen) / 100 / factor).normalize():f}"


def agrees(typed_micro: int, fen: int, factor: int) -> bool:
    """Tell whether a typed number says an amount: to the fen in yuan, to 2 or more decimals in larger units.

    >>> agrees(43_200_004_000, 4320000, 1), agrees(43_200_010_000, 4320000, 1), agrees(2_100_000, 2098769, 10_000)
    (True, False, True)
    """
    if factor == 1:
        return int(to_fen(np.array([typed_micro]))[0]) == fen
    exact = Decimal(fen) / 100 / factor
    typed = Decimal(typed_micro) / MICRO
    return any(typed == _half_up(exact, places) for places in range(2, 7))


def _half_up(number: Decimal, places: int) -> Decimal:
    shifted = int(divide_half_up(np.array([int(number.scaleb(9))]), 10 ** (9 - places))[0])
    return Decimal(shifted).scaleb(-places)

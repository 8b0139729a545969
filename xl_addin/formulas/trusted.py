"""Excel's own functions that are trusted without Excel, and under which conditions.

A function is on the list only if the engine and LibreOffice agreed on it over the formulas of
``tests/formulas/test_natives.py``; everything else is left to the host. Where agreement depends
on the values (an unsorted table in an approximate look-up, a tie that only rounding noise decides), the condition is
tested on the values at hand. Array lifting never happens here: a range where one value is expected is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xl_addin.formulas.places import Area
from xl_addin.formulas.values import LONGEST_TEXT, Serial, Untrusted, Value, may_be_noise, stable
from xl_addin.values.serials import FIRST_SURE_SERIAL, LAST_SERIAL

Argument = Value | Area


@dataclass(frozen=True, slots=True)
class Native:
    """How a trusted function takes its arguments.

    A letter for each argument: ``n`` number, ``t`` text, ``d`` date, ``c`` look-up value or criterion, ``r`` range,
    ``p`` range without logicals and digits in texts, ``a`` range or value; those of ``more`` may repeat. ``guard``
    refuses values on which hosts disagree; ``polish`` takes the noise off a sum; ``size`` tells the characters of
    a text that may be longer than those given.
    """

    needed: str
    optional: str = ""
    more: str = ""
    dated: bool = False
    guard: Callable[[Sequence[Argument]], None] | None = None
    polish: Callable[[float], float] | None = None
    size: Callable[[Sequence[Argument]], float] | None = None

    def kinds(self, count: int) -> str | None:
        """Letters for a call with that many arguments; None if it cannot have so many."""
        fixed = self.needed + self.optional
        if len(self.needed) <= count <= len(fixed):
            return fixed[:count]
        rest = count - len(fixed)
        if self.more and rest > 0 and rest % len(self.more) == 0:
            return fixed + self.more * (rest // len(self.more))
        return None


_FEN_ULPS: Final = 64
_NOISE: Final = Decimal("1e-11")


def whole_fen(total: float) -> float:
    """Take the noise off a sum of amounts in fen.

    >>> whole_fen(sum([0.1] * 10)), whole_fen(1234567.891)
    (1.0, 1234567.891)
    """
    near = round(total, 2)
    return near if abs(total - near) <= _FEN_ULPS * math.ulp(total) else total


def _same_size(arguments: Sequence[Argument]) -> None:
    sizes = {(a.last_row - a.first_row, a.last_col - a.first_col) for a in arguments if isinstance(a, Area)}
    if len(sizes) > 1:
        raise Untrusted("各区域大小不一")


OPERATOR: Final = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
DECIMAL: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_ESCAPED: Final = re.compile(r"~[~*?]")
"""Wildcards that stand for themselves in a criterion."""
_LONGEST_WORD: Final = 255
"""Characters of a criterion; Excel takes no longer one."""
_NUMBER_LIKE: Final = re.compile(r"[-+]?[0-9０-９.,/:%年月日时分秒\s\-￥¥$]+(?:[eE][0-9]*%?)?")


def plain_word(value: Value) -> None:
    """Refuse a look-up value or criterion that hosts may read differently: blank, wildcards, numbers as text."""
    if value is None or isinstance(value, bool):
        raise Untrusted("查找条件为空或是逻辑值")
    if isinstance(value, str) and (re.search(r"[*?~]", value) or not value.strip()):
        raise Untrusted("查找条件含通配符或为空")


def is_numeric(criterion: Argument) -> bool:
    """Whether a criterion compares with a number: ``5``, ``">=5"``."""
    if isinstance(criterion, str):
        match = OPERATOR.fullmatch(criterion)
        return match is not None and DECIMAL.fullmatch(match[2]) is not None
    return isinstance(criterion, float)


def refuse_doubtful_criterion(value: Value) -> None:
    """Refuse a criterion that hosts may read differently."""
    plain_word(_ESCAPED.sub("字", value) if isinstance(value, str) else value)
    match = OPERATOR.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return
    operator, word = match[1], match[2]
    if operator and DECIMAL.fullmatch(word):
        return
    if len(word) > _LONGEST_WORD:
        raise Untrusted(f"条件的文字超过 {_LONGEST_WORD} 个字")
    if not word or _NUMBER_LIKE.fullmatch(word) or (operator and operator not in ("=", "<>")):
        raise Untrusted("条件里的文本像数字或日期")
    if word.upper() in ("TRUE", "FALSE") or word.startswith("#"):
        raise Untrusted("条件是逻辑值或错误值")


def _criteria(arguments: Sequence[Argument]) -> None:
    _same_size(arguments)
    for value in arguments:
        if not isinstance(value, Area):
            refuse_doubtful_criterion(value)


def _scaled(value: float, digits: float) -> Decimal:
    if abs(digits) > 12 or abs(value) >= 1e15:
        raise Untrusted("取整的位数超出范围")
    return Decimal(repr(float(value))).scaleb(int(digits))


def _noisy(difference: Decimal, size: Decimal) -> bool:
    return 0 < abs(difference) <= _NOISE * max(Decimal(1), abs(size))


def _cutting(arguments: Sequence[Argument]) -> None:
    """Refuse to cut a number that misses a whole one by nothing but noise: ``(0.1+0.7)*10`` is 7 or 8 by host."""
    value = _scaled(_float(arguments[0]), _float(arguments[1]) if len(arguments) > 1 else 0.0)
    if _noisy(value - value.to_integral_value(), value):
        raise Untrusted("取整结果取决于最末几位的误差")


def refuse_doubtful_tie(value: float, digits: float, *, shown: bool = False) -> None:
    """Refuse a number just beside a tie; a tie in the 15 digits that hosts keep rounds away from zero on every host.

    Not so to whole numbers, nor where it is ``shown`` as a text: there LibreOffice rounds what lies below a tie by
    nothing but noise down.

    >>> refuse_doubtful_tie(8.325 * 3, 2)
    """
    half, kept, exact = Decimal("0.5"), _scaled(stable(value), digits), _scaled(value, digits)
    tie = abs(kept % 1) == half
    if (tie and abs(exact) < abs(kept) and (shown or int(digits) == 0)) or (
        not tie and _noisy(abs(exact % 1) - half, exact)
    ):
        raise Untrusted("四舍五入结果取决于最末几位的误差")


def _rounding(arguments: Sequence[Argument]) -> None:
    refuse_doubtful_tie(_float(arguments[0]), _float(arguments[1]))


def _float(argument: Argument) -> float:
    if isinstance(argument, float):
        return argument
    raise Untrusted("需要一个数")


def _signed(arguments: Sequence[Argument]) -> None:
    if may_be_noise(_float(arguments[0])):
        raise Untrusted("正负取决于最末几位的误差")


def _modulo(arguments: Sequence[Argument]) -> None:
    value, divisor = _float(arguments[0]), _float(arguments[1])
    if not (value.is_integer() and divisor.is_integer() and max(abs(value), abs(divisor)) < 1e9):
        raise Untrusted("小数的余数取决于最末几位的误差")


def _dates(arguments: Sequence[Argument]) -> None:
    for value in arguments:
        if isinstance(value, Serial) and not FIRST_SURE_SERIAL <= value < LAST_SERIAL + 1:
            raise Untrusted("1900 年 3 月以前的日期各程序不同")


def _date(arguments: Sequence[Argument]) -> None:
    year, month, day = (_float(argument) for argument in arguments)
    if not (1901 <= year <= 9990 and -12 < month <= 120 and -31 <= day <= 3660):
        raise Untrusted("年份须是四位数")


def _between_dates(arguments: Sequence[Argument]) -> None:
    _dates(arguments)
    if not (isinstance(arguments[2], str) and arguments[2].upper() in ("Y", "M", "D")):
        raise Untrusted("DATEDIF 的这个单位各程序不同")
    if any(isinstance(value, float) and not value.is_integer() for value in arguments[:2]):
        raise Untrusted("日期带有时间")


def _position(arguments: Sequence[Argument]) -> None:
    for value in arguments[1:]:
        if isinstance(value, float) and not 0 <= value <= 32_767:
            raise Untrusted("位置超出范围")


def _refuse_growing(length: float) -> None:
    if length > LONGEST_TEXT:
        raise Untrusted(f"结果文字超过单元格上限 {LONGEST_TEXT} 个字")


def _repeated(arguments: Sequence[Argument]) -> float:
    return len(str(arguments[0])) * _float(arguments[1])


def _repeating(arguments: Sequence[Argument]) -> None:
    _position(arguments)
    _refuse_growing(_repeated(arguments))


def _substituted(arguments: Sequence[Argument]) -> float:
    whole, old, new = map(str, arguments)
    return len(whole) + whole.count(old) * (len(new) - len(old)) if old else 0


def _substituting(arguments: Sequence[Argument]) -> None:
    _refuse_growing(_substituted(arguments))


def _latin(arguments: Sequence[Argument]) -> None:
    if isinstance(arguments[0], str) and any(c.lower() != c.upper() and not c.isascii() for c in arguments[0]):
        raise Untrusted("全角或外文字母的大小写各程序不同")


def _needle(arguments: Sequence[Argument]) -> None:
    _position(arguments)
    if arguments[0] == "":
        raise Untrusted("查找的文字为空")


def _positive(arguments: Sequence[Argument]) -> None:
    _modulo(arguments)
    if _float(arguments[0]) < 0 or _float(arguments[1]) <= 0:
        raise Untrusted("负数的取整各程序不同")


def _small_count(arguments: Sequence[Argument]) -> None:
    _cutting(arguments[1:])


_CRITERIA: Final = Native("rc", more="rc", guard=_criteria)

NATIVES: Final[dict[str, Native]] = {
    "SUM": Native("a", more="a", polish=whole_fen),
    "AVERAGE": Native("a", more="a"),
    "MAX": Native("a", more="a"),
    "MIN": Native("a", more="a"),
    "COUNT": Native("r", more="r"),
    "COUNTA": Native("r", more="r"),
    "COUNTBLANK": Native("r"),
    "MEDIAN": Native("a", more="a"),
    "PRODUCT": Native("r", more="r"),
    "SUMPRODUCT": Native("p", more="p", guard=_same_size, polish=whole_fen),
    "SUMIF": Native("rc", "r", guard=_criteria, polish=whole_fen),
    "AVERAGEIF": Native("rc", "r", guard=_criteria),
    "COUNTIF": Native("rc", guard=_criteria),
    "SUMIFS": Native("rrc", more="rc", guard=_criteria, polish=whole_fen),
    "AVERAGEIFS": Native("rrc", more="rc", guard=_criteria),
    "COUNTIFS": _CRITERIA,
    "LARGE": Native("rn", guard=_small_count),
    "SMALL": Native("rn", guard=_small_count),
    "RANK": Native("nr", "n"),
    "ROUND": Native("nn", guard=_rounding),
    "ROUNDUP": Native("nn", guard=_cutting),
    "ROUNDDOWN": Native("nn", guard=_cutting),
    "TRUNC": Native("n", "n", guard=_cutting),
    "INT": Native("n", guard=_cutting),
    "ABS": Native("n"),
    "SIGN": Native("n", guard=_signed),
    "SQRT": Native("n"),
    "MOD": Native("nn", guard=_modulo),
    "CEILING": Native("nn", guard=_positive),
    "FLOOR": Native("nn", guard=_positive),
    "LEN": Native("t"),
    "LEFT": Native("t", "n", guard=_position),
    "RIGHT": Native("t", "n", guard=_position),
    "MID": Native("tnn", guard=_position),
    "TRIM": Native("t"),
    "UPPER": Native("t", guard=_latin),
    "LOWER": Native("t", guard=_latin),
    "SUBSTITUTE": Native("ttt", guard=_substituting, size=_substituted),
    "FIND": Native("tt", "n", guard=_needle),
    "EXACT": Native("tt"),
    "REPT": Native("tn", guard=_repeating, size=_repeated),
    "DATE": Native("nnn", dated=True, guard=_date),
    "YEAR": Native("d", guard=_dates),
    "MONTH": Native("d", guard=_dates),
    "DAY": Native("d", guard=_dates),
    "EDATE": Native("dn", dated=True, guard=_dates),
    "EOMONTH": Native("dn", dated=True, guard=_dates),
    "DATEDIF": Native("ddt", guard=_between_dates),
}

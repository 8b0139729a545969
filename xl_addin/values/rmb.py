"""Amounts in Chinese capitals (人民币大写), as 支付结算办法 appendix 1 (1997) has them on vouchers."""

from __future__ import annotations

from typing import Final

from xl_addin.values.money import FEN_PER_YUAN

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
LIMIT_FEN: Final = 10**16 * FEN_PER_YUAN


def _group(number: int) -> str:
    """Write 1–9999 without leading zeros; runs of inner zeros become one 零."""
    text = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _PLACES[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _whole(yuan: int) -> str:
    """Write a positive whole number of yuan, with 零 where a group is skipped or begins with zeros."""
    text = ""
    for group in range(len(_GROUPS) - 1, -1, -1):
        number = yuan // 10 ** (4 * group) % 10_000
        if number:
            if text and number < 1000 and not text.endswith("零"):
                text += "零"
            text += _group(number) + _GROUPS[group]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def rmb_upper(fen: int) -> str:
    """Write an amount of fen in capitals; 整 after 元 and 角, none after 分 (P-08).

    Raises ValueError at ten thousand trillion yuan and above.

    >>> [rmb_upper(fen) for fen in (4320000, 10005, 120, 5, 0, -150)]
    ['肆万叁仟贰佰元整', '壹佰元零伍分', '壹元贰角整', '伍分', '零元整', '负壹元伍角整']
    >>> rmb_upper(1001000000), rmb_upper(10050000)
    ('壹仟零壹万元整', '壹拾万零伍佰元整')
    """
    if abs(fen) >= LIMIT_FEN:
        raise ValueError(fen)
    if fen < 0:
        return "负" + rmb_upper(-fen)
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    text = _whole(yuan) + "元" if yuan else ""
    if rest == 0:
        return (text or "零元") + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif text:
        text += "零"
    return text + (_DIGITS[cents] + "分" if cents else "整")

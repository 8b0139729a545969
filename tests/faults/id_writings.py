"""One invented ID number in every way that people and programs write it, and digits that are no number of a person."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata

from xl_addin.values.persons import check_digit

AREA = "990101"
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
_CAPITALS = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
MARKS = [",", "，", " ", "   ", "　　　", "、", "+", "-", "/", "_", ".", "：", "\u00a0", "\t", "\n", "\u200e", "\u00ad"]
MARKS += ["\u200b", "\ufe0f", "\u2060", ")(", "】【", ", ", " - ", '"&"']


def invented(draw: random.Random) -> str:
    """A number of area 990101 with a right check digit; no person has it."""
    day = dt.date(1940, 1, 1) + dt.timedelta(draw.randrange(20_000))
    body = f"{AREA}{day:%Y%m%d}{draw.randrange(1000):03d}"
    return body + check_digit(body)


def writings(number: str, draw: random.Random) -> dict[str, str]:
    """The number in every writing, by name."""
    area, day, end = number[:6], number[6:14], number[14:]
    digit = str(draw.randrange(10))
    found = {f"parts{mark!r}": f"{area}{mark}{day}{mark}{end}" for mark in MARKS}
    found |= {
        "plain": number,
        "small x": number.lower(),
        "full width": number.translate(_FULL_WIDTH),
        "full width in parts": f"{area}，{day}，{end}".translate(_FULL_WIDTH),
        "circled": number.translate(_CIRCLED),
        "raised": number.translate(_RAISED),
        "thai": number.translate(_THAI),
        "arabic": number.translate(_ARABIC),
        "numerals": number.translate(_NUMERALS),
        "capitals": number.translate(_CAPITALS),
        "brackets": f"（{area}）{day}（{end}）",
        "lined up": " ".join(number),
        "unseen": "\u200b".join(number),
        "fillers": "\u3164".join(number),
        "broken": f"{number[:9]}\n{number[9:]}",
        "fours": " ".join(re.findall("..?.?.?", number)),
        "after a sentence": f"电话13800000000，证{number}。",
        "in letters": f"ID:{number}abc",
        "between lines": f"_{number}_",
        "after a point": f".{number}",
        "as a decimal": f"{number}.0" if number[-1] != "X" else f"{number}.",
        "glued in front": f"{digit}{number}",
        "year in front": f"2011{number}",
        "two in a row": f"{draw.randrange(10**16, 10**17)}{number}",
        "glued behind": f"{number}XX" if number[-1] == "X" else f"{number}{digit}",
        "in a path": f"file:///D:/扫描件/{number}.jpg",
        "in pieces in a path": f"D:/扫描件/{area} {day}{end}.xlsx",
        "in pieces and an x": f"{area} {day} {end}x",
        "in a formula": f'IF(FALSE,"{area}"&"{day}"&"{end}","无")',
        "after a serial": f"1. {number}",
        "in a sum": f"1600+{number}",
    }
    return found


def figures(number: str) -> dict[str, str]:
    """The number as a figure: its last digits are lost, its owner is not."""
    return {
        "power": f"{number[0]}.{number[1:15]}E+17",
        "power of LibreOffice": f"{number[0]}.{number[1:15]}E+017",
        "small power": f"{number[0]}.{number[1:15]}e17",
        "python": repr(float(number[:17] + "0")),
        "noughts": number[:15] + "000",
    }


def shows(text: str, number: str) -> bool:
    """Tell whether anyone could read the day of birth and the area together from a text, however they are written."""
    plain = unicodedata.normalize("NFKC", text).translate(
        {ord(sign): str(n % 10) for n, sign in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")}
    )
    digits = "".join(str(unicodedata.digit(c)) for c in plain if unicodedata.digit(c, -1) >= 0)
    return number[:14] in digits


def strangers(draw: random.Random) -> str:
    """Digits of accounts, vouchers, amounts, days and telephones."""
    day = dt.date(2000, 1, 1) + dt.timedelta(draw.randrange(8000))
    amount = draw.randrange(10_000_000)
    return draw.choice(
        [
            f"账号{draw.randrange(10**18, 10**19)}",
            f"62{draw.randrange(10**16, 10**17)}",
            f"凭证号{day:%Y%m%d}{draw.randrange(10**8):08d}",
            f"凭证号{day:%Y%m%d}{draw.randrange(10**10):010d}",
            f"{amount / 100:.2f} {day:%Y-%m-%d} {day + dt.timedelta(90):%Y-%m-%d} {draw.randrange(9000)}.00",
            f"{amount / 100:,.2f}，{day:%Y.%m.%d}，{draw.randrange(10**6)}，{draw.randrange(10**6)}",
            f"1{draw.randrange(10**10):010d} 1{draw.randrange(10**10):010d}",
            f"{day:%Y/%m/%d}-{day + dt.timedelta(900):%Y/%m/%d} {draw.randrange(10**6)}",
            f"{draw.random()!r}",
            f"={{{draw.randrange(10**6)},{draw.randrange(10**6)};{day:%Y%m%d},{draw.randrange(10**6)}}}",
        ]
    )

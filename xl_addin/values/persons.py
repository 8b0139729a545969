"""Chinese ID numbers and names of persons: checked, completed, masked, compared.

For one number (a cell); whole columns are judged alike by :mod:`xl_addin.values.id_columns`. Region codes are not
checked: they were reissued too often to call an old one wrong. Nothing here writes a full number into a message.

Source: GB 11643-1999 (check digit ISO 7064 MOD 11-2, 15 to 18 digits).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Any, Final

from xl_addin.values.errors import CellError, InputError
from xl_addin.values.id_shapes import Candidate, Written, candidates, plausible
from xl_addin.values.id_words import follows_id_word, means_account, means_id
from xl_addin.values.texts import readable, visible

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS: Final = "10X98765432"
MASK: Final = "*" * 8
EARLIEST_YEAR: Final = 1900
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?1[5-9]")
_STARS: Final = "*×●•○◯#?_·"
_MASKED: Final = re.compile(rf"(?!.*\d{{15}}).*\*{{4}}.*|\d{{0,14}}(?:[{_STARS}]{{3,18}}|X{{3,18}})\d{{0,6}}[\dX]?")
"""Four stars whatever stands around them, or another sign repeated between digits; 15 digits in a row hide nothing."""
_ID_IN_TEXT = re.compile(r"(?<!\d)\d{14,18}[\dXxＸｘ](?![\dXxＸｘ])")
_ID: Final = re.compile(r"\d{14,18}[\dX]")
_OLD_LENGTH: Final = 15
_FULL_LENGTH: Final = 18
_VOUCHERS_FROM: Final = 2000
"""Numbers of vouchers hold days from then on; workers of such enterprises were born before."""


class IdFault(IntEnum):
    """What is wrong with an ID number; ``OK`` and ``OLD`` can be used."""

    OK = 0
    BLANK = 1
    ERROR_VALUE = 2
    LOST_DIGITS = 3
    LENGTH = 4
    LETTERS = 5
    DATE = 6
    FUTURE = 7
    CHECK_DIGIT = 8
    OLD = 9
    """A sound number of 15 digits, issued before 1999-10."""
    MASKED = 10
    """A number whose middle was hidden on purpose: there is nothing to judge."""


TEXTS: Final = {
    IdFault.OK: "正确",
    IdFault.BLANK: "身份证号为空",
    IdFault.ERROR_VALUE: "身份证号是错误值",
    IdFault.LOST_DIGITS: "身份证号按数字存放，已丢失末位，无法还原，请把单元格设为文本后按原件重录",
    IdFault.LENGTH: "身份证号位数不对，应为18位",
    IdFault.LETTERS: "身份证号含有不应有的字符，只能是数字，末位可为X",
    IdFault.DATE: "身份证号中的出生日期不存在",
    IdFault.FUTURE: "身份证号中的出生日期晚于今天",
    IdFault.CHECK_DIGIT: "身份证号校验码不符",
    IdFault.OLD: "15位旧身份证号",
    IdFault.MASKED: "身份证号已脱敏，无法校验",
}


def clean_id(text: str) -> str:
    """Bring an ID number to one form: NFKC, no spaces, nothing invisible, no leading quote, ``X`` capital.

    >>> clean_id(" '36220319491231００2x ")
    '36220319491231002X'
    """
    plain = unicodedata.normalize("NFKC", visible(readable(text)))
    return "".join(plain.split()).lstrip("'‘’`").upper()


def check_digit(first17: str) -> str:
    """Give the 18th character for the first 17 digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    return CHECK_CHARACTERS[sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True)) % 11]


def to_18(number: str) -> str:
    """Complete a cleaned number of 15 digits to 18; any other comes back as it is.

    >>> to_18("110105491231002")
    '11010519491231002X'
    """
    if len(number) != 15 or not (number.isascii() and number.isdigit()):
        return number
    body = number[:6] + "19" + number[6:]
    return body + check_digit(body)


def birth_date(number: str) -> dt.date | None:
    """Give the birth date inside a cleaned number of 15 or 18 characters; None if there is none.

    >>> birth_date("11010519491231002X")
    datetime.date(1949, 12, 31)
    """
    digits = to_18(number)[6:14]
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex(number: str) -> str | None:
    """Give 男 or 女 from the sequence number; None if the number cannot be used.

    >>> sex("11010519491231002X")
    '女'
    """
    digit = to_18(number)[16:17]
    return ("女", "男")[int(digit) % 2] if digit.isdigit() else None


def id_text(value: Any) -> str:
    """Turn a cell value into the cleaned number; '' for blank, an error value or a Boolean.

    >>> id_text(110105491231002.0)
    '110105491231002'
    """
    if isinstance(value, str):
        return clean_id(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)


def id_fault(value: Any, today: dt.date | None = None) -> IdFault:
    """Judge the ID number in one cell; ``today`` bounds the birth date (omitted: no bound).

    >>> id_fault("11010519491231002X").name, id_fault(110105194912310020).name, id_fault("110105491231002").name
    ('OK', 'LOST_DIGITS', 'OLD')
    >>> id_fault("110105********002X").name, id_fault("1101051949XXXX002X").name, id_fault("11010519491231002*").name
    ('MASKED', 'MASKED', 'LETTERS')
    """
    if isinstance(value, CellError):
        return IdFault.ERROR_VALUE
    text = id_text(value)
    if not text:
        return IdFault.BLANK if not isinstance(value, bool) else IdFault.LETTERS
    # A cell number keeps 15 digits: the rest of an 18-digit number is gone, whatever the cell shows.
    if (not isinstance(value, str) and len(text) >= 16) or _SCIENTIFIC.fullmatch(text):
        return IdFault.LOST_DIGITS
    return _text_fault(text, today)


def _text_fault(text: str, today: dt.date | None) -> IdFault:
    if not text.isdigit() and _MASKED.fullmatch(text):
        return IdFault.MASKED
    body = text[:17] if len(text) == 18 else text
    if not (body.isascii() and body.isdigit()) or (len(text) == 18 and text[17] not in "0123456789X"):
        return IdFault.LETTERS
    if len(text) not in (15, 18):
        return IdFault.LENGTH
    born = birth_date(text)
    if born is None or born.year < EARLIEST_YEAR:
        return IdFault.DATE
    if today is not None and born > today:
        return IdFault.FUTURE
    if len(text) == 15:
        return IdFault.OLD
    return IdFault.OK if check_digit(body) == text[17] else IdFault.CHECK_DIGIT


def describe_id(value: Any, today: dt.date | None = None) -> str:
    """Say 正确, or in Chinese what is wrong with an ID number (P-06); InputError if blank.

    >>> describe_id("110105194912310021")
    '身份证号校验码不符：末位应为X，请核对原件'
    >>> describe_id("110105491231002")
    '15位旧身份证号，18位应为11010519491231002X'
    """
    fault = id_fault(value, today)
    if fault is IdFault.BLANK:
        raise InputError("身份证号不能为空")
    text = id_text(value)
    if fault is IdFault.CHECK_DIGIT:
        return f"{TEXTS[fault]}：末位应为{check_digit(text[:17])}，请核对原件"
    if fault is IdFault.OLD:
        return f"{TEXTS[fault]}，18位应为{to_18(text)}"
    if fault is IdFault.LENGTH:
        return f"{TEXTS[fault]}，现为{len(text)}位"
    return TEXTS[fault]


def mask_id(text: str) -> str:
    """Hide the middle of an ID number: first 6, eight stars, last 4 (P-07); shorter texts keep 2 characters.

    >>> mask_id("11010519491231002X"), mask_id("3622")
    ('110105********002X', '36********')
    """
    return text[:6] + MASK + text[-4:] if len(text) >= 15 else text[:2] + MASK if text else ""


def mask_text(text: str, known: Collection[str] = ()) -> str:
    """Hide the ID numbers inside a longer text, however they are written; accounts and vouchers stay (L-12).

    A number is one of a person if its date and check digit are right, if it is ``known`` to be one (see
    :func:`known_ids`), or if it holds a date and words say that an ID is meant.

    >>> mask_text("与 11010519491231002X 重复"), mask_text("见110105-19491231-002X，2011-09-28 1600元")
    ('与 110105********002X 重复', '见110105********002X，2011-09-28 1600元')
    >>> mask_text("账号755931491231001，凭证号2011030200000015"), mask_text("身份证110105491231002")
    ('账号755931491231001，凭证号2011030200000015', '身份证110105********1002')
    >>> mask_text("110105,   19491231（002X）"), mask_text("2011１１０１０５１９４９１２３１００２XX")
    ('110105********002X）', '2011110105********002XX')
    """
    while found := ids_in(text, known):  # what is left between hidden numbers may be one itself; each time digits go
        ends = [0, *(end for _, end, _ in found)]
        hidden = [text[a:start] + mask_id(number) for a, (start, _, number) in zip(ends, found, strict=False)]
        text = "".join(hidden) + text[ends[-1] :]
    return text


def ids_in(text: str, known: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """Where ID numbers stand in a text (end excluded), and which; numbers that overlap are given as one.

    >>> ids_in("见110105-19491231-002X")
    [(1, 21, '11010519491231002X')]
    """
    found = [one for one in candidates(text) if _is_person(text, one, known)]
    joined: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        if joined and one.start < joined[-1][1]:
            start, end, number = joined[-1]
            if one.end > end:  # only both ends of the number are ever shown
                joined[-1] = start, one.end, number[:_FULL_LENGTH] + one.number
        else:
            joined.append((one.start, one.end, one.number))
    return joined


def _is_person(text: str, one: Candidate, known: Collection[str]) -> bool:
    number, fault = one.number, id_fault(one.number)
    if to_18(number) in known or _ends_like_one(one):
        return True
    if len(number) == _OLD_LENGTH:
        return fault is IdFault.OLD and means_id(text, one.start, one.end)
    if one.written is Written.WHOLE:
        sound = fault is IdFault.OK and (plausible(number) or not means_account(text, one.start))
        return sound or _named_so(text, one, number) or (number.endswith("000") and _cut_short(text, one))
    if one.written is Written.POWER:
        return _cut_short(text, one)
    if fault is not IdFault.OK or not plausible(number):
        return False
    if int(number[6:10]) >= _VOUCHERS_FROM or one.written is Written.SPREAD:
        return means_id(text, one.start, one.end)
    return one.written is Written.PIECES or not means_account(text, one.start)


def _named_so(text: str, one: Candidate, number: str) -> bool:
    """A mistyped number that words call an ID number."""
    return means_id(text, one.start, one.end) and (follows_id_word(text, one.start) or _real_day(number[6:14]))


def _ends_like_one(one: Candidate) -> bool:
    """No account ends with X: with a birth date it is a person's number, mistyped or not."""
    number, row = one.number, one.written in (Written.WHOLE, Written.GLUED)
    mistyped = row and len(number) == _FULL_LENGTH and number[-1] == "X" and plausible(number)
    return mistyped and _real_day(number[6:14]) and int(number[6:10]) < _VOUCHERS_FROM


def _cut_short(text: str, one: Candidate) -> bool:
    """A number that once stood in a cell as a figure: 15 digits are left, the rest are noughts."""
    number = one.number
    lost = len(number) == _FULL_LENGTH and plausible(number) and _real_day(number[6:14])
    return lost and int(number[6:10]) < _VOUCHERS_FROM and not means_account(text, one.start)


def _real_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= EARLIEST_YEAR
    except ValueError:
        return False


def known_ids(texts: Iterable[str]) -> frozenset[str]:
    """Give the numbers of ID columns, mistyped ones too, in one form: they are masked wherever they stand again.

    >>> sorted(known_ids(["110105194912310021", "110105491231002", "待补"]))
    ['110105194912310021', '11010519491231002X']
    """
    return frozenset(to_18(number) for number in map(clean_id, texts) if _ID.fullmatch(number))


def mask_name(name: str) -> str:
    """Keep the first character of a name: 王小三 is 王**.

    >>> mask_name("王小三")
    '王**'
    """
    plain = clean_name(name)
    return plain[:1] + "*" * (len(plain) - 1)


def clean_name(name: str) -> str:
    """Bring a name to one form: NFKC, no spaces inside a short Chinese name, no remark in brackets.

    A trailing letter (王三A) stays: it tells two workers apart. Persons are keyed by ID, never by name.
    >>> clean_name("王　三"), clean_name("王三(女)"), clean_name("买买提 艾力")
    ('王三', '王三', '买买提 艾力')
    """
    plain = unicodedata.normalize("NFKC", visible(readable(name)))
    closed, mark, rest = plain.rpartition(")")  # what opens behind the last mark is not looked at again and again
    plain = " ".join((re.sub(r"\([^)]*\)", "", closed + mark) + rest).split())
    joined = plain.replace(" ", "")
    return joined if len(joined) <= 3 and not joined.isascii() else plain

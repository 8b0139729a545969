"""Words that say whether digits are the ID number of a person, or an account, a voucher, an order (L-12)."""

from __future__ import annotations

import re
from typing import Final

_ID_WORDS: Final = r"身\s*份|公\s*民|证件|(?<![一-鿿])证号"
_BANK: Final = r"[账帐卡][号户]|银行卡|存折"
_ACCOUNTS: Final = rf"{_BANK}|凭证|单号|流水|编号|批号|文号|合同|发票|票据|订单|电话|手机"
_ID_HEADING: Final = re.compile(r"(?:身份|公民|证件)(?:证件?|身份)?(?:号码?|编号|证号码?)?(?:\d+位)?$")
_ACCOUNT_WORD: Final = re.compile(_ACCOUNTS)
_BANK_WORD: Final = re.compile(_BANK)
_BANK_NUMBER: Final = re.compile(rf"(?<!\d)62\d{{14,17}}(?!\d)|(?:{_BANK}|行)\D{{0,3}}\d{{9}}")
_WORDS_AROUND: Final = re.compile(f"{_ID_WORDS}|{_ACCOUNTS}")
_ID_WORD_JUST_BEFORE: Final = re.compile(rf"(?:{_ID_WORDS})\D{{0,6}}$")
_ID_WORD_AFTER: Final = re.compile(r"\D{0,6}(?:身份|同一人|重复)")
_NEAR: Final = 12
_REACH: Final = 200
_LONGEST_HEADING: Final = 14


def means_id(text: str, start: int, end: int) -> bool:
    """Tell whether words around a number say that it is one of a person, and none nearer that it is an account.

    >>> means_id("身份证110105491231002", 3, 18), means_id("身份证见附件，账号110105491231002", 9, 24)
    (True, False)
    """
    words = [found[0] for found in _WORDS_AROUND.finditer(text, max(0, start - _REACH), start)]
    if words and not _ACCOUNT_WORD.match(words[-1]):
        return True
    return _ID_WORD_AFTER.match(text, end) is not None


def means_account(text: str, start: int) -> bool:
    """Tell whether the nearest word before a number says that it is an account, a voucher or an order.

    >>> means_account("电话13800000000", 2), means_account("账号见附件，身份证1101", 9)
    (True, False)
    """
    words = [found[0] for found in _WORDS_AROUND.finditer(text, max(0, start - _REACH), start)]
    return bool(words) and _ACCOUNT_WORD.match(words[-1]) is not None


def follows_id_word(text: str, start: int) -> bool:
    """Tell whether a number stands right behind a word for ID number, so that it is one, mistyped or not.

    >>> follows_id_word("身份证号：110105194913310021", 5), follows_id_word("1101", 0)
    (True, False)
    """
    return _ID_WORD_JUST_BEFORE.search(text, max(0, start - _NEAR), start) is not None


def names_id_column(heading: str) -> bool:
    """Tell whether a heading, without spaces and brackets, says that ID numbers stand below it.

    >>> [names_id_column(h) for h in ("居民身份证号码", "证件号", "公民身份号码", "凭证号", "身份证复印件")]
    [True, True, True, False, False]
    """
    return len(heading) <= _LONGEST_HEADING and _ID_HEADING.search(heading) is not None


def names_account(heading: str) -> bool:
    """Tell whether a heading says that accounts, vouchers or other numbers of no person stand below it.

    >>> [names_account(h) for h in ("银行账号", "凭证号", "身份证号")]
    [True, True, False]
    """
    return _ACCOUNT_WORD.search(heading) is not None


def names_bank_account(heading: str) -> bool:
    """Tell whether a heading says that bank accounts stand below it.

    >>> names_bank_account("银行账号"), names_bank_account("凭证号")
    (True, False)
    """
    return _BANK_WORD.search(heading) is not None


def holds_bank_account(text: str) -> bool:
    """Tell whether a text holds a bank account: by its first digits, or by the word before it.

    >>> holds_bank_account("付王甲子 6222021001116245702"), holds_bank_account("凭证2011030200000015")
    (True, False)
    """
    return _BANK_NUMBER.search(text) is not None

"""Books with ID numbers, accounts and vouchers in every place, each cell with what a masked copy shows there.

Whether a number is one of a person is known from how it was made. All persons are invented (area 990101).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

INVISIBLE = "\u200b\u200e\u202d\u202c\u2060\ufeff\u00ad"
KNOWN_HEADINGS = ("身份证号", "身份证号码", "公民身份号码")
ID_HEADINGS = (*KNOWN_HEADINGS, "居民身份证号码", "证件号码", "身份证号（18位）", "身份证\n号码")
LEDGER = ("日期", "凭证号", "企业名称", "科目", "摘要", "收入金额", "支出金额", "往来单位", "对冲单号")
ACCOUNT_HEADINGS = ("银行账号", "银行卡号", "收款账号", "账号")
NOTE_HEADINGS = ("备注", "说明")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def last_character(body: str) -> str:
    return "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def sound(rng: Random) -> str:
    """The number of a person who does not exist."""
    day = dt.date(1950, 1, 1) + dt.timedelta(rng.randrange(15000))
    body = f"990101{day:%Y%m%d}{rng.randrange(1000):03d}"
    return body + last_character(body)


def mistyped(rng: Random) -> str:
    """A number with a wrong last digit, a day that is none, or a digit too few."""
    number = sound(rng)
    kind = rng.randrange(3)
    if kind == 0:
        return number[:17] + rng.choice([digit for digit in "0123456789" if digit != number[17]])
    return number[:10] + "1332" + number[14:] if kind == 1 else number[:17]


def masked(number: str) -> str:
    return number[:6] + "********" + number[-4:]


def disguised(number: str, rng: Random) -> str:
    """The same number as people and programs write it."""
    kind = rng.randrange(6)
    if kind == 0:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if kind == 1:
        return "".join(chr(ord(c) + 0xFEE0) for c in number)
    if kind == 2:
        place = rng.randrange(len(number) + 1)
        return number[:place] + rng.choice(INVISIBLE) + number[place:]
    if kind == 3:
        return rng.choice(["'", "’", "\t", "　"]) + number
    return number.lower() if kind == 4 else number


def account(rng: Random) -> str:
    return "62" + "".join(str(rng.randrange(10)) for _ in range(rng.choice([14, 15, 17])))


def voucher(rng: Random) -> str:
    """Number of a voucher or an order: a day first, then a running number."""
    day = dt.date(2009, 1, 1) + dt.timedelta(rng.randrange(1000))
    return f"{day:%Y%m%d}{rng.randrange(10**7):07d}" + rng.choice(["", "0", "00000"])[: rng.randrange(4)]


@dataclass
class IdBook:
    """The book; what a masked copy shows in each changed cell; numbers that must not be seen, and such that must."""

    book: BookGrid
    masks: dict[tuple[str, int, int], str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    shown_masked: int = 0
    """ID cells whose number was masked before."""
    judged: bool = True
    """Whether the heading of the ID numbers is one that a check knows."""
    faults: dict[str, str] = field(default_factory=dict)
    """Address in the roster and code of each faulty ID number."""


def id_book(seed: int) -> IdBook:
    """A roster with accounts and remarks, and a ledger with vouchers and payees."""
    rng = Random(seed)
    made = IdBook(BookGrid(Path("虚构.xlsx"), []))
    _roster(made, rng)
    _ledger(made, rng)
    return made


def _roster(made: IdBook, rng: Random) -> None:
    roles = ["name", "id", "start", "account", "note"]
    rng.shuffle(roles)
    headings = {
        "name": "姓名", "id": rng.choice(ID_HEADINGS), "start": "参加工作时间", "account": rng.choice(ACCOUNT_HEADINGS),
        "note": rng.choice(NOTE_HEADINGS),
    }  # fmt: skip
    made.judged = headings["id"] in KNOWN_HEADINGS
    rows: list[list[CellValue]] = [["职工花名册"]][: rng.randrange(2)]
    rows.append([headings[role] for role in roles])
    for number in range(rng.randrange(3, 9)):
        rows.append([])
        cells: dict[str, CellValue] = {"name": f"虚构{'甲乙丙丁戊己庚辛壬'[number]}", "start": "1985-07-01"}
        cells["id"] = _id_cell(made, rng, (len(rows), roles.index("id") + 1))
        cells["account"] = _kept(made, rng.choice([account(rng), voucher(rng)]))
        cells["note"] = _note(made, rng, (len(rows), roles.index("note") + 1))
        rows[-1] = [cells[role] for role in roles]
    made.book.sheets.append(SheetGrid("花名册", "", rows))


def _id_cell(made: IdBook, rng: Random, place: tuple[int, int]) -> CellValue:
    kind = rng.randrange(6)
    cell = f"{'ABCDE'[place[1] - 1]}{place[0]}"
    if kind == 0:
        made.shown_masked += 1
        number = sound(rng)
        shown = rng.choice([masked(number), number[:10] + "XXXX" + number[14:], number[:12] + "****" + number[16:]])
        if masked(shown) != shown:
            made.masks["花名册", *place] = masked(shown)  # no less hidden than our own
        return shown
    number = mistyped(rng) if kind == 1 else sound(rng)
    made.hidden.append(number)
    made.masks["花名册", *place] = masked(number)
    if kind == 1:
        code = "ID_FORMAT" if len(number) == 17 else "ID_DATE" if number[10:14] == "1332" else "ID_CHECK_DIGIT"
        made.faults[cell] = code
        return number
    if kind == 2:
        old = number[:6] + number[8:17]
        made.masks["花名册", *place] = masked(old)
        made.hidden.append(old)
        return rng.choice([old, int(old)])
    return disguised(number, rng)


def _note(made: IdBook, rng: Random, place: tuple[int, int]) -> CellValue:
    """A remark with a number of a person, with another number, or with one of the roster's own."""
    kind = rng.randrange(6)
    number = sound(rng)
    if kind == 0:
        return None
    if kind == 1:
        return f"工资卡{_kept(made, account(rng))}"
    if kind == 2:
        return f"凭证号{_kept(made, voucher(rng))}"
    if kind == 3 and made.hidden:
        number = rng.choice(made.hidden)
    elif kind == 4:
        number = number[:6] + number[8:17]
    made.hidden.append(number)
    before, after = rng.choice([("身份证", ""), ("公民身份号码：", "已核对"), ("与", "重复"), ("与 ", " 同一人")])
    made.masks["花名册", *place] = f"{before}{masked(number)}{after}"
    return f"{before}{number}{after}"


def _ledger(made: IdBook, rng: Random) -> None:
    rows: list[list[CellValue]] = [list(LEDGER)]
    for _ in range(rng.randrange(2, 7)):
        payee = f"付虚构甲 {_kept(made, account(rng))}"
        note = rng.choice(["付款", f"收款 账号{_kept(made, account(rng)[:15])}", payee])
        if rng.random() < 0.3:
            number = sound(rng)
            made.hidden.append(number)
            note = f"付虚构乙 {number}"
            made.masks["台账", len(rows) + 1, 5] = f"付虚构乙 {masked(number)}"
        order = _kept(made, voucher(rng)[:15])
        other = rng.choice(["虚构银行", f"某行 {_kept(made, account(rng)[:16])}"])
        first: list[CellValue] = [
            "2011-03-02",
            _kept(made, voucher(rng)),
            "虚构化肥厂",
            "资产变现收入",
            note,
            100,
            None,
        ]
        rows.append([*first, other, rng.choice([order, int(order)])])
    made.book.sheets.append(SheetGrid("台账", "", rows))


def _kept(made: IdBook, number: str) -> str:
    """A number of no person: one that has the date and the check digit of a person by chance is made anew."""
    if len(number) >= 18 and number[17:18] == last_character(number[:17]):
        number = number[:17] + str((int(number[17]) + 1) % 10 if number[17].isdigit() else 3)
    made.kept.append(number)
    return number

"""Ledgers as accounting programs and offices print them: the same entries under many headings, orders and units.

Knows nothing of the checks. Balances and sums are added up here, in fen; a sheet keeps where each entry stands.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from xl_addin.tables.grid import CellValue, SheetGrid, address

FIRMS = ("虚构一厂", "虚构二厂", "虚构商店")
INCOMES = ("产权变现", "土地出让/收储补偿", "财政拨款", "利息")
EXPENSES = ("经济补偿", "养老", "医疗", "欠薪", "税费")
SIDES: tuple[tuple[str, str], ...] = (
    ("收入金额", "支出金额"), ("收入", "支出"), ("借方", "贷方"), ("借方（收入）", "贷方（支出）"),
    ("借 方 金 额", "贷 方 金 额"),
    ("收方", "付方"), ("增加", "减少"), ("存入", "支取"), ("借方发生额", "贷方发生额"), ("本期借方", "本期贷方"),
    ("发生额/借方", "发生额/贷方"), ("金额/收入", "金额/支出"), ("本期发生额/借方", "本期发生额/贷方"),
)  # fmt: skip
"""A slash parts the two levels of a heading."""
SINGLE = (("收支方向", "收", "支"), ("方向", "收入", "支出"), ("借贷", "借", "贷"), ("方向", "借方", "贷方"))
OPENINGS = ("上年结转", "期初余额", "年初余额", "上期结余", "上月结转", "月初余额", "承前页", "上页结转", "上年度结转")
CLOSINGS = ("期末余额", "月末余额", "本月结余", "期末结余", "结转下年")
SUBJECTS = ("科目", "资金来源/用途", "会计科目", "对方科目", "明细科目", "用途")
SUMMARIES = ("摘要", "摘　要", "业务摘要")
VOUCHERS = ("凭证号", "凭证字号", "凭证编号")
FIRM_HEADS = ("企业名称", "单位", "单位名称", "所属企业")
YEARS = ("{}年度", "{}年专户日记账", "会计期间：{0}.01-{0}.12", "{} 年")
DATES = ("date", "text", "head", "title", "columns", "over")
BALANCES = ("plain", "side", "two", "none")


@dataclass(frozen=True)
class Entry:
    """One entry of the account; fen below 0 is red ink."""

    day: dt.date
    firm: str
    account: str
    is_income: bool
    fen: int

    @property
    def net(self) -> int:
        return self.fen if self.is_income else -self.fen


@dataclass
class Book:
    """The facts of one account book: what the office means, whatever the sheet looks like."""

    opening: int
    entries: list[Entry]

    def balance(self, upto: int | None = None) -> int:
        return self.opening + sum(entry.net for entry in self.entries[:upto])


@dataclass
class Style:
    """How a book is written."""

    dates: str = "date"
    sides: tuple[str, str] = ("收入金额", "支出金额")
    single: tuple[str, str, str] | None = None
    balance: str = "plain"
    opening: str = "上年结转"
    closing: str = ""
    subject: str = "科目"
    month_sums: bool = False
    pages: bool = False
    wan: bool = False
    red: int = 0
    order: list[int] = field(default_factory=list)
    top: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A written book: its cells, and the address of each fact."""

    grid: SheetGrid
    style: Style
    columns: dict[str, int]
    header: int
    rows: list[int]
    """Sheet row of each entry."""
    closing_rows: list[int]
    """Rows of sums, closings and page heads that state a balance."""

    def cell(self, role: str, entry: int) -> str:
        return address(self.rows[entry], self.columns[role])

    def put(self, role: str, entry: int, value: CellValue) -> None:
        self.grid.rows[self.rows[entry] - 1][self.columns[role] - 1] = value

    def get(self, role: str, entry: int) -> CellValue:
        return self.grid.rows[self.rows[entry] - 1][self.columns[role] - 1]

    def header_cell(self, role: str) -> str:
        col = self.columns[role]
        row = self.header
        while col > len(self.grid.rows[row - 1]) or self.grid.rows[row - 1][col - 1] is None:
            row -= 1
        return address(row, col)

    @property
    def lines(self) -> list[list[CellValue]]:
        width = max(map(len, self.grid.rows))
        return [[*row, *[None] * (width - len(row))] for row in self.grid.rows]


def make_book(rng: random.Random) -> Book:
    """Entries in the order of days with never less than nothing on any account."""
    year, book = rng.choice((2006, 2009, 2011)), Book(rng.choice((0, 12_345_600, 100_000_00)), [])
    days = sorted(dt.date(year, 1, 1) + dt.timedelta(rng.randrange(365)) for _ in range(rng.randrange(4, 14)))
    left = dict.fromkeys(FIRMS, 0)
    for day in days:
        firm = rng.choice(FIRMS)
        into = left[firm] < 10_000_00 or rng.random() < 0.4
        fen = rng.randrange(20_000_00, 900_000_00) if into else rng.randrange(1, left[firm] // 2)
        fen = fen // 100 * 100 if rng.random() < 0.5 else fen
        if rng.random() < 0.1 and not into:
            fen = -rng.randrange(1, 5_000_00)
        left[firm] += fen if into else -fen
        book.entries.append(Entry(day, firm, rng.choice(INCOMES if into else EXPENSES), into, fen))
    return book


def make_style(rng: random.Random) -> Style:
    single = rng.choice(SINGLE) if rng.random() < 0.15 else None
    balance = rng.choice(BALANCES[:1] if single else BALANCES)
    return Style(
        rng.choice(DATES),
        rng.choice(SIDES),
        single,
        balance,
        rng.choice(OPENINGS if balance != "none" else OPENINGS[:3]),
        rng.choice(("", *CLOSINGS)) if balance != "none" else "",
        rng.choice(SUBJECTS),
        rng.random() < 0.4 and not single,
        rng.random() < 0.3 and balance != "none",
        rng.random() < 0.25,
        rng.randrange(3),
        rng.sample(range(10), 10),
        rng.sample(["改制专项资金专户明细账", "专户银行存款日记账", "填报单位：虚构改制办"], rng.randrange(3)),
    )


def write(book: Book, style: Style) -> Sheet:
    """Write a book in a style."""
    heads = _headings(style)
    two_levels = any("/" in head and head not in SUBJECTS for _, head in heads)
    columns = {role: col for col, (role, _) in enumerate(heads, start=1)}
    lines: list[list[CellValue]] = [[text] for text in style.top]
    year = book.entries[0].day.year
    if style.dates in ("title", "over"):
        lines.append([YEARS[style.order[0] % len(YEARS)].format(year)])
    if style.wan:
        lines.append([None, "单位：万元"])
    lines += _header(heads, two_levels, year)
    sheet = Sheet(SheetGrid("专户账", "", lines), style, columns, len(lines), [], [])
    writer = _Writer(book, sheet, columns)
    writer.write()
    return sheet


def _headings(style: Style) -> list[tuple[str, str]]:
    day: list[tuple[str, str]] = [("date", "日期")]
    if style.dates == "columns":
        day = [("year", "年"), ("month", "月"), ("date", "日")]
    elif style.dates in ("head", "over", "title"):
        top = {"head": "#/", "over": "日期/", "title": ""}[style.dates]
        day = [("month", f"{top}月"), ("date", f"{top}日")]
    money = [("income", style.sides[0]), ("expense", style.sides[1])]
    if style.single:
        money = [("direction", style.single[0]), ("amount", "金额")]
    balance = {
        "plain": [("balance", "余额")],
        "side": [("side", "方向" if not style.single else "余额方向"), ("balance", "余额")],
        "two": [("balance", "余额/借方"), ("credit", "余额/贷方")],
        "none": [],
    }[style.balance]
    groups = [day, [("voucher", "凭证号")], [("firm", "企业名称")], [("subject", style.subject)], [("summary", "摘要")]]
    groups += [money, balance]
    order = sorted(range(len(groups)), key=style.order.__getitem__) if style.order else range(len(groups))
    return [head for place in order for head in groups[place]]


def _header(heads: Sequence[tuple[str, str]], two_levels: bool, year: int) -> list[list[CellValue]]:
    if not two_levels:
        return [[head for _, head in heads]]
    upper: list[CellValue] = []
    lower: list[CellValue] = []
    last = ""
    for _, head in heads:
        top, _, sub = head.partition("/") if head not in SUBJECTS else (head, "", "")
        shown = f"{year}年" if top == "#" else top
        upper.append(shown if shown != last or not sub else None)
        lower.append(sub or None)
        last = shown if sub else ""
    return [upper, lower]


class _Writer:
    """Writes the rows of a sheet from top to bottom."""

    def __init__(self, book: Book, sheet: Sheet, columns: dict[str, int]) -> None:
        self.book, self.sheet, self.columns, self.style = book, sheet, columns, sheet.style
        self.lines = sheet.grid.rows
        self.month = self.page = 0

    def write(self) -> None:
        entries = self.book.entries
        if self.book.opening:
            self._opening()
        for i, entry in enumerate(entries):
            if self.style.pages and i == len(entries) // 2 and i:
                self._sums("过次页", range(i), i)
                self._sums("承前页", range(i), i)
            self._entry(i, entry)
            last = i + 1 == len(entries) or entries[i + 1].day.month != entry.day.month
            if self.style.month_sums and last:
                month = [k for k in range(i + 1) if entries[k].day.month == entry.day.month]
                self._sums("本月合计", month, i + 1)
                self._sums("本年累计", range(i + 1), i + 1)
        if self.style.closing:
            self._sums(self.style.closing, None, len(entries))

    def _opening(self) -> None:
        facts: dict[str, CellValue] = {"summary": self.style.opening}
        if self.style.balance == "none":
            facts["income"] = self._money(self.book.opening)
        facts |= self._balance(self.book.opening)
        if self.style.dates in ("date", "text"):
            facts["date"] = self.book.entries[0].day.replace(month=1, day=1)
        self._line(facts)

    def _entry(self, i: int, entry: Entry) -> None:
        fen = self._money(entry.fen)
        facts: dict[str, CellValue] = {
            "voucher": f"记{i + 1}", "firm": entry.firm, "subject": entry.account, "summary": "虚构摘要",
        }  # fmt: skip
        if self.style.single:
            facts |= {"direction": self.style.single[1 if entry.is_income else 2], "amount": fen}
        else:
            facts["income" if entry.is_income else "expense"] = fen
        facts |= self._balance(self.book.balance(i + 1)) | self._date(i, entry.day)
        self._line(facts)
        self.sheet.rows.append(len(self.lines))

    def _date(self, i: int, day: dt.date) -> dict[str, CellValue]:
        if self.style.dates == "date":
            return {"date": day}
        if self.style.dates == "text":
            return {"date": f"{day.year}.{day.month:02d}.{day.day:02d}"}
        same = i > 0 and self.book.entries[i - 1].day.month == day.month
        return {"year": None if i else day.year, "month": None if same else day.month, "date": day.day}

    def _sums(self, label: str, rows: Sequence[int] | None, upto: int) -> None:
        entries = self.book.entries
        facts: dict[str, CellValue] = {"summary": label}
        if rows is not None and not self.style.single:
            facts["income"] = self._money(sum(entries[k].fen for k in rows if entries[k].is_income))
            facts["expense"] = self._money(sum(entries[k].fen for k in rows if not entries[k].is_income))
        facts |= self._balance(self.book.balance(upto))
        self._line(facts)
        self.sheet.closing_rows.append(len(self.lines))

    def _balance(self, fen: int) -> dict[str, CellValue]:
        if self.style.balance == "none":
            return {}
        if self.style.balance == "side":
            word = "平" if fen == 0 else "借" if fen > 0 else "贷"
            return {"side": word, "balance": self._money(abs(fen), self.columns["balance"])}
        if self.style.balance == "two" and fen < 0:
            return {"credit": self._money(-fen)}
        return {"balance": self._money(fen)}

    def _money(self, fen: int, _: int = 0) -> CellValue:
        yuan = fen / 100 / (10_000 if self.style.wan else 1)
        if fen < 0 and self.style.red and not self.style.wan:
            return f"({-yuan:,.2f})" if self.style.red == 1 else f"红字{-yuan:.2f}"
        return round(yuan, 6)

    def _line(self, facts: dict[str, CellValue]) -> None:
        line: list[CellValue] = [None] * len(self.columns)
        for role, value in facts.items():
            if role in self.columns:
                line[self.columns[role] - 1] = value
        self.lines.append(line)


Fault = Callable[[random.Random, Book, Sheet], set[tuple[str, str]]]
"""Works a fault into a sheet and gives the code and cell that must be found."""


def wrong_balance(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    if sheet.style.balance == "none":
        return set()
    entry = rng.randrange(len(sheet.rows))
    value = sheet.get("balance", entry)
    if not isinstance(value, (int, float)):
        return set()
    sheet.put("balance", entry, round(value + 1.01, 6))
    return {("LEDGER_BALANCE", sheet.cell("balance", entry))}


def missing_date(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    entry = rng.randrange(len(sheet.rows))
    sheet.put("date", entry, None)
    return {("LEDGER_DATE_MISSING", sheet.cell("date", entry))}


def wrong_closing(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    if not sheet.closing_rows or sheet.style.balance not in ("plain", "side"):
        return set()
    row, col = rng.choice(sheet.closing_rows), sheet.columns["balance"]
    value = sheet.grid.rows[row - 1][col - 1]
    if not isinstance(value, (int, float)):
        return set()
    sheet.grid.rows[row - 1][col - 1] = round(value + 0.07, 6)
    return {("LEDGER_CLOSING", address(row, col))}


def as_the_bank(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    """The same entries with 借 and 贷 as a statement of the bank has them."""
    if sheet.style.sides[0].split("/")[-1] not in ("借方", "借方发生额", "本期借方") or sheet.style.single:
        return set()
    into, out = sheet.columns["income"] - 1, sheet.columns["expense"] - 1
    for line in sheet.grid.rows[sheet.header :]:
        line[into], line[out] = line[out], line[into]
    return {("LEDGER_SIDES", sheet.header_cell("income"))}


def no_year(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    if sheet.style.dates not in ("title", "over"):
        return set()
    sheet.grid.rows[len(sheet.style.top)] = ["虚构户名"]
    return {("LEDGER_YEAR", sheet.cell("month", 0))}


def false_unit(rng: random.Random, book: Book, sheet: Sheet) -> set[tuple[str, str]]:
    if sheet.style.wan or median(abs(entry.fen) for entry in book.entries) < 30_000_00:
        return set()
    sheet.grid.rows[0] = [*sheet.grid.rows[0][:1], "单位：万元"] if sheet.header > 2 else sheet.grid.rows[0]
    first = "amount" if sheet.style.single else "income"
    return {("LEDGER_UNIT", sheet.header_cell(first))} if sheet.header > 2 else set()


FAULTS: dict[str, Fault] = {
    "balance": wrong_balance,
    "date": missing_date,
    "closing": wrong_closing,
    "bank": as_the_bank,
    "year": no_year,
    "unit": false_unit,
}
REFUSED = ("bank", "year", "unit")
"""What functions and the command refuse, too."""

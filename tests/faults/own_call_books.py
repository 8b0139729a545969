"""Workbooks whose severance sheet calculates each worker by a formula of its own, with the amounts of the oracle.

Service in one run, in pieces on another sheet or as approved months; one 政策 sheet or two; names of functions,
wrapping and dates vary with the chance; some amounts are typed. Knows nothing of the checks.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from tests.faults.people_generator import NAMES
from tests.faults.sum_sheets import id_of
from tests.oracle.oracle_policy import OracleError
from tests.oracle.severance_oracle import OracleResult, Piece, severance, severance_by_service
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

SHEET, POLICIES, PIECES = "测算", ("政策", "政策-国合流通"), "工龄分段"
HEADINGS = (
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资(元)",
    "企业月平均工资(元)", "当地月平均工资(元)", "计发月数", "补偿金额(元)",
)  # fmt: skip
FIRST = 3
"""Row of the first worker."""
MONTHS_COLUMN, AMOUNT_COLUMN = 11, 12
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "fraction": ("year_up", "whole_years", "half_year", "prorate2"),
    "segmentation": ("split", "split", "merged_art47", "merged_481"),
    "enterprise_floor": ("pre2008", "both", "none"),
    "limit12": ("post2008", "all"),
    "joint_cap12": ("separate", "joint"),
    "pieces": ("sum_then_round", "round_each"),
    "month_end": ("clamp", "next_day"),
    "round_to": ("fen", "fen", "yuan"),
    "multiplier": ("1", "1.5"),
}
GROUNDS = ("客观变化", "协商", "裁员", "期满", "不能胜任")
WAYS = ("columns", "columns", "pieces", "approved", "profile", "typed")
DATES: tuple[Callable[[dt.date], CellValue], ...] = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: (day - dt.date(1899, 12, 30)).days,
)
SPELLINGS = ("{alias}", "{ascii}", "_xldudf_{alias}", "[1]!{ascii}", "{lower}")
FUNCTIONS = {
    "amount": ("SOE_SEVERANCE", "经济补偿金"),
    "months": ("SOE_SEVERANCE_MONTHS", "补偿月数"),
    "approved": ("SOE_SEVERANCE_BY_SERVICE", "按工龄补偿"),
}


@dataclass
class Policy:
    """A 政策 sheet: a profile and options."""

    profile: str
    options: dict[str, str]

    def rows(self) -> list[list[CellValue]]:
        return [["profile", self.profile], ["状态", "已确认"], *([name, word] for name, word in self.options.items())]


@dataclass
class Worker:
    """One worker and how the amount is calculated; ``policy`` is a number of a sheet, -1 for a profile of ours."""

    order: int
    pieces: list[Piece]
    way: str
    policy: int
    wage: Decimal
    ground: str
    status: str = ""
    approved: tuple[int, int] = (0, 0)
    first_row: int = 0
    """Row of the first piece on the sheet of pieces."""

    @property
    def name(self) -> str:
        return NAMES[self.order]

    @property
    def row(self) -> int:
        return FIRST + self.order


@dataclass
class Book:
    """Workers, policies, averages (None where the column is empty), and what was written."""

    workers: list[Worker]
    policies: list[Policy]
    enterprise: Decimal | None
    local: Decimal | None
    date: Callable[[dt.date], CellValue]
    named: bool
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    grid: BookGrid = field(init=False)

    def main(self) -> int:
        """The policy that a typed amount goes by: the only one of the formulas, else the one used most."""
        used = [0] * len(self.policies)
        for (_, col), text in self.formulas.items():
            for number, name in enumerate(POLICIES[: len(self.policies)]):
                used[number] += f"'{name}'!" in text or f"口径{number}" in text if col else 0
        return used.index(max(used))

    def due(self, worker: Worker) -> OracleResult:
        number = self.main() if worker.way == "typed" else worker.policy
        policy = Policy("R481", {}) if number < 0 else self.policies[number]
        averages = [None if one is None else Fraction(one) for one in (self.enterprise, self.local)]
        inputs = (Fraction(worker.wage), *averages, worker.ground or "客观变化", policy.profile, policy.options)
        if worker.way == "approved":
            return severance_by_service(*worker.approved, *inputs)
        return severance(worker.pieces, *inputs)

    def amount(self, worker: Worker) -> Decimal:
        return _rounded(self.due(worker).amount)

    def months(self, worker: Worker) -> Decimal:
        return _rounded(self.due(worker).months)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def draw(chance: random.Random) -> Book:
    """A right book; drawn again where a policy gives some worker no amount."""
    while True:
        book = _draw(chance)
        try:
            write(book, chance)
        except OracleError:
            continue
        return book


def _draw(chance: random.Random) -> Book:
    policies = [_policy(chance) for _ in range(chance.choice((1, 1, 2)))]
    averages = chance.random() < 0.85
    workers = [_worker(chance, order, len(policies)) for order in range(chance.randint(3, 6))]
    enterprise = Decimal(chance.randrange(120000, 200000)) / 100 if averages else None
    local = Decimal(chance.randrange(180000, 320000)) / 100 if averages else None
    return Book(workers, policies, enterprise, local, chance.choice(DATES), chance.random() < 0.3)


def _policy(chance: random.Random) -> Policy:
    names = chance.sample(list(OPTIONS), chance.randint(0, 4))
    return Policy(chance.choice(("SEG2008", "SEG2008", "R481")), {name: chance.choice(OPTIONS[name]) for name in names})


def _worker(chance: random.Random, order: int, policies: int) -> Worker:
    way = chance.choice(WAYS)
    start = dt.date(1983, 1, 1) + dt.timedelta(days=chance.randrange(6000))
    end = dt.date(2011, 9, 28) if chance.random() < 0.8 else dt.date(2007, 12, 31)
    pieces = [Piece(start, end)]
    if way == "pieces":
        cuts = sorted(chance.sample(range(400, (end - start).days - 400), chance.randint(1, 3)))
        days = [start, *(start + dt.timedelta(days=cut) for cut in cuts), end + dt.timedelta(days=1)]
        pieces = [
            Piece(first, last - dt.timedelta(days=1), chance.random() < 0.75, chance.random() < 0.15)
            for first, last in pairwise(days)
        ]
        if not any(piece.counts and not piece.paid_before for piece in pieces):
            pieces[0] = Piece(pieces[0].start, pieces[0].end)
    policy = -1 if way == "profile" else chance.randrange(policies)
    wage = Decimal(chance.randrange(60000, 900000)) / 100
    worker = Worker(order, pieces, way, policy, wage, chance.choice((*GROUNDS, "")))
    worker.approved = chance.randrange(0, 300), chance.randrange(1, 45)
    worker.status = "内退" if way != "typed" and chance.random() < 0.1 else ""
    return worker


def write(book: Book, chance: random.Random) -> None:
    """Write the sheets; formulas come without stored values."""
    segments: list[list[CellValue]] = []
    rows: list[list[CellValue]] = [["经济补偿金测算表"], [*HEADINGS, "在岗状态"]]
    for worker in book.workers:
        worker.first_row = len(segments) + 1
        if worker.way == "pieces":
            for piece in worker.pieces:
                words = ["是" if one else "否" for one in (piece.counts, piece.paid_before)]
                segments.append([book.date(piece.start), book.date(piece.end), "固定工", *words])
        if worker.way != "typed":
            _formulas(book, worker, chance)
    for worker in book.workers:
        shown: list[CellValue] = [None, None]
        if worker.way == "typed":
            shown = [float(book.months(worker)), float(book.amount(worker))]
        book.due(worker)  # an oracle's refusal is met here
        days = book.date(worker.pieces[0].start), book.date(worker.pieces[-1].end)
        wages = [None if one is None else float(one) for one in (worker.wage, book.enterprise, book.local)]
        who = [worker.order + 1, "虚构一厂", worker.name, id_of(worker.order, "男")]
        rows.append([*who, *days, worker.ground or None, *wages, *shown, worker.status or None])
    cells = {place: FormulaCell(*place, text, "normal", None, None, False) for place, text in book.formulas.items()}
    sheets = [SheetGrid(SHEET, "", rows, cells)]
    if segments:
        sheets.append(SheetGrid(PIECES, "", segments))
    sheets += [SheetGrid(name, "", one.rows()) for name, one in zip(POLICIES, book.policies, strict=False)]
    names = {f"口径{i}": f"'{name}'!$A$1:$F$40" for i, name in enumerate(POLICIES[: len(book.policies)])}
    book.grid = BookGrid(Path("a.xlsx"), sheets, defined_names=names if book.named else {})


def _formulas(book: Book, worker: Worker, chance: random.Random) -> None:
    row = worker.row
    averages = [f"$I{row}" if book.enterprise else "", f"$J{row}" if book.local else ""]
    policy = '"R481"' if worker.policy < 0 else _policy_text(book, worker.policy, chance)
    tail = ",".join([f"$H{row}", *averages, f"$G{row}", policy])
    span = f"$E{row},$F{row}"
    if worker.way == "pieces":
        span = f"{PIECES}!$A${worker.first_row}:$E${worker.first_row + len(worker.pieces) - 1},"
    if worker.way == "approved":
        span = ",".join(map(str, worker.approved))
        book.formulas[row, AMOUNT_COLUMN] = _wrapped(_call("approved", f"{span},{tail}", chance), row, chance)
        return
    if chance.random() < 0.8:
        book.formulas[row, MONTHS_COLUMN] = _call("months", f"{span},{tail}", chance)
    book.formulas[row, AMOUNT_COLUMN] = _wrapped(_call("amount", f"{span},{tail}", chance), row, chance)


def _policy_text(book: Book, number: int, chance: random.Random) -> str:
    if book.named:
        return f"口径{number}"
    return f"'{POLICIES[number]}'!{chance.choice(('$A$1:$F$200', '$A:$F', '$A$1:$B$60'))}"


def _call(kind: str, arguments: str, chance: random.Random) -> str:
    ascii_name, alias = FUNCTIONS[kind]
    name = chance.choice(SPELLINGS).format(alias=alias, ascii=ascii_name, lower=ascii_name.lower())
    return f"{name}({arguments})"


def _wrapped(call: str, row: int, chance: random.Random) -> str:
    return chance.choice(("{}", "{}", "ROUND({},2)", 'IF($C{row}="","",{})', "IFERROR({},0)")).format(call, row=row)


SPOILT = ("start", "end", "wage", "ground")
COLUMNS = {"start": "$E", "end": "$F", "wage": "$H", "ground": "$G"}


def spoil(book: Book, chance: random.Random) -> Worker | None:
    """Let one formula take another row's cell or a constant; None where no worker can be taken for it."""
    plain = [worker for worker in book.workers if worker.way in ("columns", "profile") and not worker.status]
    chance.shuffle(plain)
    for worker in plain:
        role = chance.choice(SPOILT)
        text = _other_cell(book, worker, role) if chance.random() < 0.6 else _constant(worker, role, chance)
        if text:
            place = worker.row, AMOUNT_COLUMN
            changed = book.formulas[place].replace(f"{COLUMNS[role]}{worker.row},", f"{text},", 1)
            book.formulas[place] = changed
            book.grid.sheet(SHEET).formulas[place] = FormulaCell(*place, changed, "normal", None, None, False)
            return worker
    return None


def _other_cell(book: Book, worker: Worker, role: str) -> str:
    mine = _value(worker, role)
    others = [one for one in book.workers if _value(one, role) not in (mine, "")]
    # A later start or an earlier end than the other day is an error value, which is another fault.
    sound = [one for one in others if _is_sound(worker, role, _value(one, role))]
    return f"{COLUMNS[role]}{sound[0].row}" if sound else ""


def _value(worker: Worker, role: str) -> object:
    values = {"start": worker.pieces[0].start, "end": worker.pieces[-1].end, "wage": worker.wage}
    return values.get(role, worker.ground)


def _is_sound(worker: Worker, role: str, value: object) -> bool:
    start = value if role == "start" else worker.pieces[0].start
    end = value if role == "end" else worker.pieces[-1].end
    assert isinstance(start, dt.date)
    assert isinstance(end, dt.date)
    return start < end


def _constant(worker: Worker, role: str, chance: random.Random) -> str:
    if role == "wage":
        return str(worker.wage + chance.choice((1, -1, 100, 500)))
    if role == "ground":
        return f'"{chance.choice([word for word in GROUNDS if word != worker.ground])}"' if worker.ground else ""
    day = _value(worker, role)
    assert isinstance(day, dt.date)
    moved = day + dt.timedelta(days=chance.choice((31, 365)) * (1 if role == "start" else -1))
    return f'"{moved.isoformat()}"' if chance.random() < 0.5 else f"DATE({moved.year},{moved.month},{moved.day})"

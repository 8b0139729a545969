"""Lists of persons with sums as offices lay them out, and a known fault worked into one of the sums.

Labels, places (under or over their lines), nesting, pages, blocks of enterprises, typed numbers and formulas vary with
the chance. Knows nothing of the checks: every sum is the exact sum of the fen that it covers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.people_generator import NAMES
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid, address, column_letters

FIRMS = ("示例农机厂", "示例百货公司", "示例市虚构化肥厂", "示例粮站")
GROUPS = ("在岗", "下岗", "待岗", "停薪留职")
SUBS = ("{}职工小计", "{}人员小计", "{} 小 计", "{}小计：", "小计", "{}小计（{n}人）", "{} 汇总")
FIRM_SUBS = ("{}小计", "{} 汇总", "{}合计", "{} 小计")
WHOLES = ("合计", "合　计", "合计：", "合计{n}人", "总计", "总 计", "共计", "全厂合计", "合计（{n}人）")
GRANDS = ("总计", "总　计", "合计", "总计：")
PAGES = ("本页小计", "本页合计", "本页 小计", "第{p}页小计")
RUNNING = ("累计", "累 计：", "累计{n}人")
HEADINGS = ("一、{}职工", "（二）{}人员", "{}职工：", "三、{}人员")
TITLES = ("经济补偿金测算表", "职工经济补偿金明细表")


@dataclass
class Line:
    """One line of the sheet; a person has ``fen``, a sum the persons (by number) that it covers."""

    kind: str
    text: str = ""
    fen: int = 0
    months: int = 0
    firm: str = ""
    group: str = ""
    sex: str = ""
    covers: Sequence[int] = ()
    typed: int | None = None
    formula: str = ""
    as_text: bool = False


@dataclass
class Drawn:
    """A sheet, the number of its persons, and the cell with its right value if a fault was worked in."""

    lines: list[Line]
    columns: tuple[str, ...]
    hidden: set[int] = field(default_factory=set)
    """Lines that are hidden."""
    stored: bool = True
    """Whether formulas have a stored result."""
    wrong: tuple[str, str] | None = None
    cause: str = ""

    def persons(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "person"]

    def value(self, line: Line) -> int:
        people = self.persons()
        return sum(people[i].fen for i in line.covers) if line.typed is None else line.typed

    def column(self, heading: str) -> int:
        return next(i for i, name in enumerate(self.columns, 1) if name.startswith(heading))

    def rows_of(self, line: Line) -> list[int]:
        """Sheet rows of the persons that a sum covers."""
        rows = [number for number, one in enumerate(self.lines, 1) if one.kind == "person"]
        return [rows[i] for i in line.covers]

    def sheet(self) -> SheetGrid:
        formulas: dict[tuple[int, int], FormulaCell] = {}
        rows = [self._cells(number, line, formulas) for number, line in enumerate(self.lines, 1)]
        hidden = frozenset(number for number, line in enumerate(self.lines, 1) if number in self.hidden)
        return SheetGrid("测算", "x.xml", rows, formulas, may_hide_rows=bool(hidden), hidden_rows=hidden)

    def book(self) -> BookGrid:
        return BookGrid(Path("a.xlsx"), [self.sheet()])

    def _cells(self, number: int, line: Line, formulas: dict[tuple[int, int], FormulaCell]) -> list[CellValue]:
        if line.kind == "header":
            return list(self.columns)
        cells: dict[str, CellValue] = {}
        if line.kind == "person":
            order = self.persons().index(line)
            amount: CellValue = f"{line.fen / 100:.2f}" if line.as_text else line.fen / 100
            cells = {"序号": order + 1, "企业": line.firm, "姓名": NAMES[order], "身份": id_of(order, line.sex)}
            cells |= {"在岗": line.group, "性别": line.sex, "计发": line.months, "补偿": amount}
        elif line.kind == "sum":
            people = self.persons()
            place = self.label_column(line)
            cells = {place: line.text, "计发": sum(people[i].months for i in line.covers)}
            cells["补偿"] = self.value(line) / 100 if self.stored or not line.formula else None
            if line.formula:
                col = self.column("补偿")
                formulas[number, col] = FormulaCell(
                    number, col, line.formula, "normal", None, cells["补偿"], cells["补偿"] is not None
                )
        else:
            return [line.text]
        return [next((value for key, value in cells.items() if name.startswith(key)), None) for name in self.columns]

    def label_column(self, line: Line) -> str:
        return line.group or "姓名"


def id_of(order: int, sex: str) -> str:
    body = f"99010119{60 + order % 20:02d}0{1 + order % 9}15{2 * order + 100 + (sex == '男'):03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


# --- drawing ---------------------------------------------------------------------------------------------------------


@dataclass
class _Pen:
    """Draws lines one after the other."""

    chance: random.Random
    firms_shown: bool
    label: str
    lines: list[Line] = field(default_factory=list)
    count: int = 0

    def person(self, firm: str, group: str) -> int:
        fen, months = self.chance.randint(100_000, 9_999_999), self.chance.randint(1, 40)
        sex = self.chance.choice("男女")
        self.lines.append(Line("person", fen=fen, months=months, firm=firm, group=group, sex=sex))
        self.count += 1
        return self.count - 1

    def people(self, firm: str, group: str, least: int = 1) -> list[int]:
        return [self.person(firm, group) for _ in range(self.chance.randint(least, 4))]

    def sum(self, words: Sequence[str], covers: Sequence[int], named: str = "", page: int = 1) -> None:
        text = self.chance.choice(words).format(named, n=len(covers), p=page)
        self.lines.append(Line("sum", text, covers=list(covers), group=self.label))

    def heading(self, group: str) -> None:
        self.lines.append(Line("heading", self.chance.choice(HEADINGS).format(group)))


def _whole(pen: _Pen) -> None:
    everybody = pen.people(FIRMS[0], "在岗", 2)
    pen.sum(WHOLES, everybody)


def _groups(pen: _Pen) -> None:
    headed = pen.chance.random() < 0.5
    everybody: list[int] = []
    for group in GROUPS[: pen.chance.randint(2, 4)]:
        if headed:
            pen.heading(group)
        mine = pen.people(FIRMS[0], group)
        pen.sum(SUBS, mine, group)
        everybody += mine
    pen.sum(WHOLES, everybody)


def _firms(pen: _Pen) -> None:
    """Groups inside enterprises; an enterprise of one group has no sums of groups."""
    everybody: list[int] = []
    words = pen.chance.choice(FIRM_SUBS)
    pen.firms_shown = True
    for number, firm in enumerate(FIRMS[: pen.chance.randint(2, 4)]):
        groups = GROUPS[: 2 if number == 0 else pen.chance.randint(1, 3)]
        own: list[int] = []
        for group in groups:
            mine = pen.people(firm, group)
            if len(groups) > 1:
                pen.sum([word for word in SUBS if "{}" in word], mine, group)
            own += mine
        pen.sum([words], own, firm)
        everybody += own
    pen.sum(GRANDS, everybody)


def _sorted(pen: _Pen) -> None:
    """Excel's 分类汇总, also over one row."""
    everybody: list[int] = []
    pen.firms_shown = True
    for firm in FIRMS[: pen.chance.randint(2, 4)]:
        mine = pen.people(firm, "在岗")
        pen.sum(["{} 汇总"], mine, firm)
        everybody += mine
    pen.sum(["总计"], everybody)


def _pages(pen: _Pen) -> None:
    everybody: list[int] = []
    running, repeated = pen.chance.random() < 0.5, pen.chance.random() < 0.7
    pages = pen.chance.randint(2, 4)
    words, title = pen.chance.choice(PAGES), pen.chance.choice(TITLES)
    for page in range(1, pages + 1):
        if page > 1 and repeated:
            if pen.chance.random() < 0.6:
                pen.lines.append(Line("title", title + "（续）"))
            pen.lines.append(Line("header"))
        mine = pen.people(FIRMS[0], "在岗")
        everybody += mine
        pen.sum([words], mine, page=page)
        if running:
            pen.sum(RUNNING, everybody)
    pen.sum(WHOLES, everybody)


def _over(pen: _Pen) -> None:
    """The total first, over all; sums of groups over their lines (Excel's summary above), or none."""
    top = Line("sum", pen.chance.choice(WHOLES[:4]).format("", n=0), group=pen.label)
    nested = pen.chance.random() < 0.6
    pen.lines.append(top)
    everybody: list[int] = []
    for group in GROUPS[: pen.chance.randint(2, 4)] if nested else GROUPS[:1]:
        line = Line("sum", pen.chance.choice(("{}职工小计", "{}小计", "小计")).format(group), group=pen.label)
        if nested:
            pen.lines.append(line)
        line.covers = pen.people(FIRMS[0], group, 1 if nested else 2)
        everybody += line.covers
    top.covers = everybody
    top.text = top.text.replace("0人", f"{len(everybody)}人")


def _parts(pen: _Pen) -> None:
    """Sums of men and women, who stand in any order, under all."""
    everybody = pen.people(FIRMS[0], "在岗", 3)
    people = [line for line in pen.lines if line.kind == "person"]
    people[everybody[0]].sex, people[everybody[1]].sex = "女", "男"
    for sex in ("女", "男"):
        pen.sum(("{}职工小计", "{}小计", "其中：{}职工"), [i for i in everybody if people[i].sex == sex], sex)
    pen.sum(WHOLES, everybody)


def _blocks(pen: _Pen) -> None:
    everybody: list[int] = []
    title = pen.chance.choice(TITLES)
    for number, firm in enumerate(FIRMS[: pen.chance.randint(2, 3)]):
        pen.lines.append(Line("title", title))
        pen.lines.append(Line("title", f"填报单位：{firm}"))
        if number:
            pen.lines.append(Line("header"))
        mine = pen.people(firm, "在岗")
        pen.sum(("合计", "合　计", "{}合计", "小计"), mine, firm)
        everybody += mine
    pen.sum(GRANDS, everybody)


SHAPES: dict[str, Callable[[_Pen], None]] = {
    "whole": _whole, "groups": _groups, "firms": _firms, "sorted": _sorted,
    "pages": _pages, "over": _over, "parts": _parts, "blocks": _blocks,
}  # fmt: skip


def draw(chance: random.Random) -> Drawn:
    """A right sheet."""
    shape = chance.choice(list(SHAPES))
    pen = _Pen(chance, chance.random() < 0.5, chance.choice(("姓名", "序号")))
    SHAPES[shape](pen)
    columns = ["序号", *(["企业名称"] if pen.firms_shown else []), "姓名", "身份证号"]
    columns += [*(["性别"] if shape == "parts" else []), *(["在岗状态"] if chance.random() < 0.4 else [])]
    columns += ["计发月数", "补偿金额（元）"]
    front = [] if shape == "blocks" else [Line("title", "经济补偿金测算表")] * chance.randint(0, 1)
    body = pen.lines
    head = 2 if shape == "blocks" else 0
    lines = [*front, *body[:head], Line("header"), *body[head:]]
    lines += [Line("title", "制表人：赵五")] * chance.randint(0, 1)
    drawn = Drawn(lines, tuple(columns))
    _write_formulas(drawn, chance, shape)
    return drawn


def _write_formulas(drawn: Drawn, chance: random.Random, shape: str) -> None:
    """Write sums as typed numbers, as SUM over their rows, as + of the sums between, or as SUBTOTAL throughout."""
    way = chance.choice(("typed", "sum", "plus", "subtotal"))
    drawn.stored = way == "typed" or chance.random() < 0.7
    if way == "typed" or (shape == "parts" and way == "subtotal"):
        drawn.stored = True
        return
    letters = column_letters(drawn.column("补偿"))
    sums = [(number, line) for number, line in enumerate(drawn.lines, 1) if line.kind == "sum"]
    for number, line in sums:
        rows = drawn.rows_of(line)
        parts = list(_children(line, [(n, one) for n, one in sums if n < number])) if way == "plus" else []
        if way == "subtotal":
            line.formula = f"SUBTOTAL({chance.choice((9, 109))},{letters}{min(rows)}:{letters}{max(rows)})"
        elif len(parts) > 1:
            line.formula = "+".join(f"{letters}{n}" for n in parts)
        else:
            line.formula = f"SUM({','.join(f'{letters}{a}:{letters}{b}' for a, b in _runs(rows))})"


def _children(line: Line, before: Sequence[tuple[int, Line]]) -> Iterator[int]:
    """Rows of earlier sums that make up a sum, the latest first; nothing where they do not."""
    left, found = set(line.covers), []
    for number, other in reversed(before):
        if other.covers and set(other.covers) <= left and set(other.covers) != set(line.covers):
            left -= set(other.covers)
            found.append(number)
    yield from () if left else reversed(found)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


# --- faults ----------------------------------------------------------------------------------------------------------


def _off(drawn: Drawn, chance: random.Random) -> bool:
    """A typed sum that is off by any amount."""
    line = chance.choice([line for line in drawn.lines if line.kind == "sum"])
    line.formula = ""
    return _spoil(drawn, line, drawn.value(line) + chance.choice((1, -1)) * chance.randint(1, 99_999))


def _short(drawn: Drawn, chance: random.Random) -> bool:
    """A formula whose range leaves out the last person."""
    chosen = [line for line in drawn.lines if line.kind == "sum" and len(line.covers) > 1]
    chosen = [line for line in chosen if max(drawn.rows_of(line)) - min(drawn.rows_of(line)) == len(line.covers) - 1]
    if not chosen:
        return False
    line, letters = chance.choice(chosen), column_letters(drawn.column("补偿"))
    rows, people = drawn.rows_of(line), drawn.persons()
    line.formula = f"SUM({letters}{rows[0]}:{letters}{rows[-2]})"
    drawn.cause = f"{letters}{rows[-1]}"
    return _spoil(drawn, line, drawn.value(line) - people[line.covers[-1]].fen)


def _double(drawn: Drawn, chance: random.Random) -> bool:
    """SUM over rows among which a sum stands."""
    sums = [line for line in drawn.lines if line.kind == "sum"]
    line, first = sums[-1], sums[0]
    rows = drawn.rows_of(line)
    inside = [one for one in sums if one is not line and min(rows) < drawn.lines.index(one) + 1 < max(rows)]
    if not inside or any(one.formula.startswith("SUBTOTAL") for one in sums) or first is line:
        return False
    letters = column_letters(drawn.column("补偿"))
    line.formula = f"SUM({letters}{min(rows)}:{letters}{max(rows)})"
    drawn.cause = "又加了一次"
    return _spoil(drawn, line, drawn.value(line) + sum(drawn.value(one) for one in inside))


def _hidden(drawn: Drawn, chance: random.Random) -> bool:
    """SUBTOTAL over a list of which rows are hidden."""
    sums = [line for line in drawn.lines if line.kind == "sum"]
    if len(sums) != 1:
        return False
    (line,) = sums
    rows, people = drawn.rows_of(line), drawn.persons()
    gone = chance.sample(range(len(rows)), chance.randint(1, len(rows) - 1))
    drawn.hidden = {rows[i] for i in gone}
    letters = column_letters(drawn.column("补偿"))
    line.formula = f"SUBTOTAL(109,{letters}{min(rows)}:{letters}{max(rows)})"
    drawn.cause = "SUBTOTAL 不计隐藏"
    return _spoil(drawn, line, drawn.value(line) - sum(people[i].fen for i in gone))


def _texts(drawn: Drawn, chance: random.Random) -> bool:
    """Amounts stored as text, which SUM passes over."""
    sums = [line for line in drawn.lines if line.kind == "sum"]
    if len(sums) != 1:
        return False
    (line,) = sums
    rows, people = drawn.rows_of(line), drawn.persons()
    gone = chance.sample(range(len(rows)), chance.randint(1, len(rows)))
    for i in gone:
        people[i].as_text = True
    letters = column_letters(drawn.column("补偿"))
    line.formula = f"SUM({letters}{min(rows)}:{letters}{max(rows)})"
    drawn.cause = "文本格式"
    return _spoil(drawn, line, drawn.value(line) - sum(people[i].fen for i in gone))


def _spoil(drawn: Drawn, line: Line, typed: int) -> bool:
    right, line.typed = drawn.value(line), typed
    place = address(drawn.lines.index(line) + 1, drawn.column("补偿"))
    drawn.wrong, drawn.stored = (place, f"{right / 100:.2f}"), True
    return right != typed


FAULTS: dict[str, Callable[[Drawn, random.Random], bool]] = {
    "off": _off, "short": _short, "double": _double, "hidden": _hidden, "texts": _texts,
}  # fmt: skip


def draw_wrong(chance: random.Random, fault: str) -> Drawn:
    """A sheet with one wrong sum; the others are right."""
    while True:
        drawn = draw(chance)
        if FAULTS[fault](drawn, chance):
            return drawn

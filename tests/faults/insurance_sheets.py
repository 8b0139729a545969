"""Sheets of arrears as offices lay them out: several insurances beside one another, in many words, orders and levels.

A seed gives one sheet, right in every figure; :func:`spoil` works one fault into it and says which finding it must
give, and where. Persons and amounts are invented. Knows nothing of the checks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from xl_addin.tables.grid import CellValue, SheetGrid, address
from xl_addin.values.persons import check_digit

INSURANCES = ("养老", "医疗", "失业", "工伤", "生育")
TOPS = (
    "{0}保险", "基本{0}保险", "基本{0}保险费", "{0}保险费", "{0}", "{0}保险欠费", "欠缴{0}保险费", "{0}保险欠缴情况",
    "{0}保险（元）", "企业职工基本{0}保险", "拖欠{0}保险费", "{0} 保 险", "补缴{0}保险费",
)  # fmt: skip
WRITTEN = ("{0}", "{0}保险", "基本{0}保险", "{0}保险费")
WORDS = {
    "from": (
        "欠缴起",
        "欠费起",
        "欠费起始年月",
        "欠缴起始时间",
        "欠费开始月份",
        "起始年月",
        "欠费起始月份",
        "欠费起月",
    ),
    "to": ("欠缴止", "欠费止", "欠费终止年月", "欠缴截止时间", "欠费截止月份", "终止年月", "欠费结束月份", "欠费止月"),
    "months": ("月数", "欠费月数", "欠缴月数", "补缴月数", "欠费个月数"),
    "base": ("缴费基数", "月缴费基数", "缴费基数（元/月）", "核定缴费基数", "基数"),
    "unit_rate": ("单位比例", "单位缴费比例", "单位费率", "单位比例(%)"),
    "person_rate": ("个人比例", "个人缴费比例", "个人费率", "个人比例(%)"),
    "rate": ("缴费比例", "比例", "费率"),
    "unit": ("单位欠缴", "单位", "单位部分", "单位欠费", "单位缴纳", "单位欠缴额", "单位承担", "单位应补缴"),
    "person": ("个人欠缴", "个人", "个人部分", "个人欠费", "个人缴纳", "个人欠缴额", "个人承担", "个人应补缴"),
    "subtotal": ("小计", "小 计", "欠缴小计"),
}
SHARED = {
    "from": ("欠费起", "欠费起始年月"),
    "to": ("欠费止", "欠费终止年月"),
    "base": ("缴费基数",),
    "months": ("月数",),
}
LATE = ("滞纳金", "应缴滞纳金", "加收滞纳金")
TOTAL = ("合计", "合 计", "总计", "欠缴合计")
ID = ("身份证号", "身份证号码", "公民身份号码")
_PLACES = {1: Decimal("0.01"), 10_000: Decimal("0.000001")}
STYLES = ("merged", "unmerged", "low", "levels", "written", "first")


@dataclass
class Style:
    """How one sheet is laid out."""

    kind: str
    insurances: list[str]
    roles: list[str]
    """Columns of each group, from left to right."""
    shared: list[str]
    """Columns that stand once, before the groups."""
    leads: list[str]
    late: bool
    total: bool
    factor: int
    tops: dict[str, str]
    words: dict[str, str]
    title: str
    sums: bool
    sides: bool
    """Whether groups stand before the persons' further columns."""


@dataclass
class Sheet:
    """A sheet as it is drawn: typed figures by (person, group, role), and the cell of each."""

    style: Style
    typed: dict[tuple[int, str, str], CellValue] = field(default_factory=dict)
    kept: set[tuple[int, str, str]] = field(default_factory=set)
    """Cells that a fault has set: nothing follows from them anew."""
    people: int = 0
    places: dict[tuple[int, str, str], str] = field(default_factory=dict)
    columns: int = 0


def draw(rng: random.Random) -> Sheet:
    """A sheet without a fault."""
    style = _style(rng)
    sheet = Sheet(style, people=rng.randint(1, 6))
    for person in range(sheet.people):
        first = rng.randint(2001 * 12, 2006 * 12)
        months, base = rng.randint(1, 60), Decimal(rng.randint(60_000, 400_000)) / 100
        for name in style.insurances:
            if "from" not in style.shared:
                first, months = rng.randint(2001 * 12, 2006 * 12), rng.randint(1, 60)
            if "base" not in style.shared:
                base = Decimal(rng.randint(60_000, 400_000)) / 100
            rates = Decimal(rng.choice((20, 18, 16, 6, 8, 2))), Decimal(rng.choice((8, 7, 5, 2, 1)))
            _owe(sheet, person, name, (first, months, base, rates))
    return sheet


def _owe(sheet: Sheet, person: int, name: str, facts: tuple[int, int, Decimal, tuple[Decimal, Decimal]]) -> None:
    first, months, base, rates = facts
    typed = sheet.typed
    typed[person, name, "from"], typed[person, name, "to"] = _month(first), _month(first + months - 1)
    typed[person, name, "months"], typed[person, name, "base"] = months, float(base)
    typed[person, name, "unit_rate"], typed[person, name, "person_rate"] = f"{rates[0]}%", f"{rates[1]}%"
    typed[person, name, "rate"] = f"{rates[0]}%+{rates[1]}%"
    for role, rate in zip(("unit", "person"), rates, strict=True):
        yuan = (months * base * rate / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        typed[person, name, role] = float(yuan / sheet.style.factor)


def _month(number: int) -> str:
    return f"{number // 12}年{number % 12 + 1}月"


def _style(rng: random.Random) -> Style:
    kind = rng.choice(STYLES)
    count = rng.choice((2, 2, 2, 3))
    roles = ["from", "to"] + [role for role in ("months", "base") if rng.random() < 0.6]
    roles += rng.choice((["unit_rate", "person_rate"], ["unit_rate", "person_rate"], ["rate"], [], []))
    roles += ["unit", "person"] + ["subtotal"] * (rng.random() < 0.6)
    shared = rng.choice(([], [], ["from", "to"], ["base"], ["from", "to", "months", "base"]))
    if kind == "first":  # the group begins with a heading that names the insurance
        shared = [role for role in shared if role == "base"]
    roles = [role for role in roles if role not in shared]
    if rng.random() < 0.3:
        rng.shuffle(roles)
        if "subtotal" in roles:
            roles.sort(key=lambda role: role == "subtotal")
    words = {role: rng.choice(options) for role, options in WORDS.items()}
    if kind in ("written", "first") or "起始年月" in words["from"]:
        words["to"] = WORDS["to"][WORDS["from"].index(words["from"])]
    insurances = rng.sample(INSURANCES[:3], count) if rng.random() < 0.8 else rng.sample(INSURANCES, count)
    factor = 10_000 if rng.random() < 0.15 and "rate" not in roles else 1
    tops = {name: rng.choice(WRITTEN if kind in ("written", "first") else TOPS).format(name) for name in insurances}
    if rng.random() < 0.5:
        one = rng.choice(WRITTEN if kind in ("written", "first") else TOPS)
        tops = {name: one.format(name) for name in insurances}
    if factor != 1:
        words["base"] = "缴费基数（元/月）"
        tops = {name: top.replace("（元）", "（万元）") for name, top in tops.items()}
    late = rng.random() < 0.25
    return Style(
        kind=kind,
        insurances=insurances,
        roles=roles,
        shared=shared,
        leads=rng.choice(
            (["序号", "姓名", rng.choice(ID)], ["姓名", rng.choice(ID)], ["企业名称", "姓名", rng.choice(ID)])
        ),
        late=late,
        total=rng.random() < 0.8,
        factor=factor,
        tops=tops,
        words={**words, **{f"shared {role}": rng.choice(options) for role, options in SHARED.items()}}
        | ({"shared base": "缴费基数（元/月）"} if factor != 1 else {}),
        title=rng.choice(("", "示例厂职工欠缴社会保险费情况表", "欠缴社会保险费测算表")),
        sums=rng.random() < 0.5,
        sides=False,
    )


def write(sheet: Sheet) -> SheetGrid:
    """Write it down: sums follow the typed figures, except those that a fault has set."""
    _add_up(sheet)
    style = sheet.style
    rows: list[list[CellValue]] = []
    if style.title or style.factor != 1:
        rows.append([style.title or "欠费表", None, "单位：万元" if style.factor != 1 else None])
    top = len(rows) + 1
    columns = _columns(style)
    merged = _headings(style, columns, rows, top)
    sheet.columns = len(columns)
    for person in range(sheet.people):
        rows.append(
            [_cell(sheet, person, name, role, len(rows) + 1, col) for col, (name, role) in enumerate(columns, 1)]
        )
    if style.sums:
        line: list[CellValue] = []
        for col, (name, role) in enumerate(columns, 1):
            money = role in ("unit", "person", "subtotal", "late", "total")
            line.append(_cell(sheet, -1, name, role, len(rows) + 1, col) if money else None)
        line[[role for _, role in columns].index("name")] = "合计"
        rows.append(line)
    return SheetGrid("欠费", "", rows, merged=merged)


def _columns(style: Style) -> list[tuple[str, str]]:
    """(group, role) of each column."""
    columns = [("", {"序号": "seq", "企业名称": "firm", "姓名": "name"}.get(lead, "id")) for lead in style.leads]
    columns += [("", role) for role in style.shared]
    columns += [(name, role) for name in style.insurances for role in style.roles]
    return columns + [("", "late")] * style.late + [("", "total")] * style.total


def _headings(
    style: Style, columns: list[tuple[str, str]], rows: list[list[CellValue]], top: int
) -> list[tuple[int, int, int, int]]:
    """Add the rows of headings; returns the merged ranges."""
    single = {"late": LATE[0], "total": TOTAL[0], **dict(zip(("seq", "firm"), ("序号", "企业名称"), strict=True))}
    single |= {"name": "姓名", "id": next(lead for lead in style.leads if lead in ID)}
    single |= {role: style.words[f"shared {role}"] for role in style.shared}
    if style.kind in ("written", "first"):
        rows.append([_flat(style, name, role) if name else single[role] for name, role in columns])
        return []
    depth = 3 if style.kind == "levels" else 2
    lines: list[list[CellValue]] = [[None] * len(columns) for _ in range(depth)]
    merged: list[tuple[int, int, int, int]] = []
    for col, (name, role) in enumerate(columns, 1):
        if not name:
            lines[1 if style.kind == "low" else 0][col - 1] = single[role]
            merged.append((top, col, top + depth - 1, col))
            continue
        begins = col == 1 or columns[col - 2][0] != name
        if begins:
            lines[0][col - 1] = style.tops[name]
            last = max(i for i, (other, _) in enumerate(columns, 1) if other == name)
            merged.append((top, col, top, last))
        word = style.words[role]
        if depth == 3 and role in ("unit", "person", "unit_rate", "person_rate"):
            lines[1][col - 1] = "缴费比例" if role.endswith("rate") else "欠缴金额"
            lines[2][col - 1] = "单位" if role.startswith("unit") else "个人"
        else:
            lines[1][col - 1] = word
            if depth == 3:
                merged.append((top + 1, col, top + 2, col))
    rows += lines
    return merged if style.kind not in ("unmerged", "low") else []


def _flat(style: Style, name: str, role: str) -> str:
    """A heading that says everything in one line; in style ``first`` only the first names the insurance."""
    if style.kind == "first" and role != style.roles[0]:
        return style.words[role]
    return style.tops[name] + style.words[role]


def _add_up(sheet: Sheet) -> None:
    style = sheet.style
    rounded = _PLACES[style.factor]

    def put(place: tuple[int, str, str], parts: Iterable[CellValue]) -> None:
        if place not in sheet.kept:
            sheet.typed[place] = float(sum((Decimal(str(part)) for part in parts), Decimal(0)).quantize(rounded))

    for person in range(sheet.people):
        for name in style.insurances:
            put((person, name, "subtotal"), [sheet.typed[person, name, role] for role in ("unit", "person")])
        sheet.typed.setdefault((person, "", "late"), 12.5 / style.factor if style.late else 0)
        groups: list[CellValue] = []
        for name in style.insurances:
            shown = ["subtotal"] if "subtotal" in style.roles else ["unit", "person"]
            groups += [sheet.typed[person, name, role] for role in shown]
        put((person, "", "total"), [*groups, sheet.typed[person, "", "late"]])
    for name, role in _columns(style):
        put(
            (-1, name, role),
            [v for p in range(sheet.people) if isinstance(v := sheet.typed.get((p, name, role)), float)],
        )


def _cell(sheet: Sheet, person: int, name: str, role: str, row: int, col: int) -> CellValue:
    sheet.places[person, name, role] = address(row, col)
    if role == "seq":
        return person + 1
    if role == "firm":
        return "示例市虚构化肥厂"
    if role == "name":
        return "王李赵钱孙周吴郑"[person] + "甲乙丙丁戊己庚辛"[person]
    if role == "id":
        body = f"99010119640501{2 * person + 1:03d}"
        return body + check_digit(body)
    if not name and role in sheet.style.shared:
        name = sheet.style.insurances[0]
    return sheet.typed.get((person, name, role))


# --- faults ----------------------------------------------------------------------------------------------------------

Expected = tuple[str, str, tuple[int, str, str]]
"""Code, severity, and the place of the cell."""
Fault = Callable[[random.Random, Sheet], Expected | None]


def _some(rng: random.Random, sheet: Sheet) -> tuple[int, str]:
    return rng.randrange(sheet.people), rng.choice(sheet.style.insurances)


def _set(sheet: Sheet, place: tuple[int, str, str], value: CellValue) -> None:
    sheet.typed[place] = value
    sheet.kept.add(place)


def wrong_share(rng: random.Random, sheet: Sheet) -> Expected | None:
    """An amount that is not months × base × rate."""
    payer = rng.choice(("unit", "person"))
    known = [*sheet.style.roles, *sheet.style.shared]
    if f"{payer}_rate" not in known or "base" not in known or "months" not in known or sheet.style.factor != 1:
        return None
    place = (*_some(rng, sheet), payer)
    _set(sheet, place, round(float(str(sheet.typed[place])) + rng.choice((0.01, 10, -0.5)), 2))
    return f"ARREARS_{payer.upper()}_WRONG", "error", place


def above_base(rng: random.Random, sheet: Sheet) -> Expected | None:
    """More than months × base, where no rate is typed."""
    known = [*sheet.style.roles, *sheet.style.shared]
    if "unit_rate" in known or "rate" in known or "base" not in known or sheet.style.factor != 1:
        return None
    person, name = _some(rng, sheet)
    _set(sheet, (person, name, "unit"), 999_999.0)
    return "ARREARS_ABOVE_BASE", "error", (person, name, "unit")


def unusual(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A share that no rate comes to, where none is typed."""
    known = [*sheet.style.roles, *sheet.style.shared]
    if "unit_rate" in known or "rate" in known or "base" not in known or sheet.style.factor != 1:
        return None
    person, name = _some(rng, sheet)
    _set(sheet, (person, name, "person"), 0.07)
    return "ARREARS_RATE_UNUSUAL", "notice", (person, name, "person")


def wrong_by_rate(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A 小计 that 20%+8% does not come to; the shares follow it."""
    known = [*sheet.style.roles, *sheet.style.shared]
    if "rate" not in known or "base" not in known or "subtotal" not in known:
        return None
    person, name = _some(rng, sheet)
    _set(sheet, (person, name, "unit"), round(float(str(sheet.typed[person, name, "unit"])) + 100, 2))
    return "ARREARS_RATE_WRONG", "error", (person, name, "subtotal")


def wrong_months(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A number of months that the period does not have."""
    if "months" not in sheet.style.roles:
        return None
    place = (*_some(rng, sheet), "months")
    _set(sheet, place, int(str(sheet.typed[place])) + 1)
    return "ARREARS_MONTHS", "error", place


def wrong_subtotal(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A 小计 that its group does not come to; the 合计 follows it."""
    if "subtotal" not in sheet.style.roles:
        return None
    place = (*_some(rng, sheet), "subtotal")
    _set(sheet, place, float(rng.choice((5, 1_000_000))))
    return "ROW_TOTAL_WRONG", "error", place


def wrong_total(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A 合计 that the groups do not come to."""
    if not sheet.style.total:
        return None
    place = (rng.randrange(sheet.people), "", "total")
    _set(sheet, place, 1.0)
    return "ROW_TOTAL_WRONG", "error", place


def wrong_sum(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A figure in the row of sums."""
    if not sheet.style.sums:
        return None
    place = (-1, rng.choice(sheet.style.insurances), rng.choice(("unit", "person")))
    _set(sheet, place, 3.0)
    return "SUM_WRONG", "error", place


def reversed_period(rng: random.Random, sheet: Sheet) -> Expected | None:
    """A period that ends before it begins, of an insurance of its own."""
    if "from" not in sheet.style.roles:
        return None
    person, name = _some(rng, sheet)
    _set(sheet, (person, name, "to"), "1999年1月")
    return "PERIOD_ORDER", "error", (person, name, "to")


FAULTS: dict[str, Fault] = {
    one.__name__: one
    for one in (
        wrong_share, above_base, unusual, wrong_by_rate, wrong_months, wrong_subtotal, wrong_total, wrong_sum,
        reversed_period,
    )
}  # fmt: skip


def spoil(rng: random.Random, name: str) -> tuple[Sheet, Expected]:
    """A sheet with this one fault."""
    while True:
        sheet = draw(rng)
        expected = FAULTS[name](rng, sheet)
        if expected is not None:
            return sheet, expected

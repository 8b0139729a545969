"""发放表 as offices lay them out, with deductions in many words and places; and payrolls, which look like them.

Knows nothing of the checks. What is left to pay is worked out here, in fen. Persons are invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from xl_addin.tables.grid import CellValue, SheetGrid, address

NAMED = (
    "代扣个人欠缴保险费", "扣借款", "扣款", "个人所得税", "个税", "社保个人部分", "已预支", "抵扣房款", "代缴养老保险",
    "减：借款",
    "扣除水电费", "应扣工会借款", "代扣代缴/养老", "扣款/房租", "扣款/借款", "代扣项目/个人所得税", "预借款",
)  # fmt: skip
"""Headings that name a deduction wherever they stand; a slash parts two levels."""
BETWEEN = ("养老保险", "医疗", "住房公积金", "借款", "欠款", "房租", "水电费", "罚款")
"""Headings that name a deduction between 应发 and 实发."""
DUES = ("应发金额", "应发", "应付金额", "核定金额", "应领金额")
PAIDS = ("实发金额", "实发", "发放金额", "实领金额", "实付金额")
TITLES = ("经济补偿金发放表", "安置费发放表", "补发工资发放表", "拖欠工资发放表", "生活费发放表", "")
WAGES = ("基本工资", "岗位工资", "绩效工资", "薪级工资", "加班费", "五险一金", "出勤天数", "岗位工资（元）")
PAYROLL_TITLES = ("2011年7月工资表", "职工工资发放表", "工资明细表", "七月份工资单")


@dataclass
class Payments:
    """A 发放表 and where each fact of a row stands."""

    grid: SheetGrid
    columns: dict[str, int]
    first: int
    due: list[int]
    off: list[list[int]]

    def cell(self, role: str, row: int) -> str:
        return address(self.first + row, self.columns[role])

    def right(self, row: int) -> int:
        return self.due[row] - sum(self.off[row])


def payments(rng: random.Random) -> Payments:
    """A 发放表 in which every 实发 is 应发 less the deductions."""
    inside = rng.sample(NAMED + BETWEEN, rng.randrange(0, 4))
    outside = rng.sample([name for name in NAMED if name not in inside and "/" not in name], rng.randrange(0, 2))
    inside.sort(key=lambda name: name.partition("/")[0])
    total = ["扣款合计"] if len(inside) > 1 and not outside and rng.random() < 0.4 else []
    lead = [("seq", "序号"), ("name", "姓名"), ("id", "身份证号")][rng.randrange(2) :]
    heads = [*lead, ("due", rng.choice(DUES))]
    heads += [(f"off{i}", name) for i, name in enumerate(inside)] + [("total", name) for name in total]
    heads += [("paid", rng.choice(PAIDS)), ("date", "发放日期")]
    heads += [(f"off{len(inside) + i}", name) for i, name in enumerate(outside)] + [
        ("signed", "签字"),
        ("note", "备注"),
    ]
    lines = [[rng.choice(TITLES) or "填报单位：虚构改制办"], *_header(heads)]
    columns = {role: col for col, (role, _) in enumerate(heads, start=1)}
    made = Payments(SheetGrid("发放", "", lines), columns, len(lines) + 1, [], [])
    negative = rng.random() < 0.15
    for i in range(rng.randrange(1, 9)):
        due = rng.randrange(20_000_00, 90_000_00)
        off = [rng.choice((0, rng.randrange(1, 4_000_00))) for _ in (*inside, *outside)]
        made.due.append(due)
        made.off.append(off)
        made.grid.rows.append(_row(made, i, negative))
    made.grid.rows.append(_sums(made, negative))
    return made


def _header(heads: list[tuple[str, str]]) -> list[list[CellValue]]:
    if not any("/" in head for _, head in heads):
        return [[head for _, head in heads]]
    upper: list[CellValue] = []
    for i, (_, head) in enumerate(heads):
        top = head.partition("/")[0]
        repeated = i > 0 and "/" in head and heads[i - 1][1].startswith(top + "/")
        upper.append(None if repeated else top)
    return [upper, [head.partition("/")[2] or None for _, head in heads]]


def _row(made: Payments, i: int, negative: bool) -> list[CellValue]:
    facts: dict[str, CellValue] = {
        "seq": i + 1, "name": f"虚构{'甲乙丙丁戊己庚辛'[i]}", "id": id_number(i), "due": made.due[i] / 100,
        "paid": made.right(i) / 100, "date": "2011-10-12", "signed": "虚构签", "total": sum(made.off[i]) / 100,
    }  # fmt: skip
    for k, fen in enumerate(made.off[i]):
        facts[f"off{k}"] = (-fen if negative else fen) / 100 if fen else None
    return [facts.get(role) for role in made.columns]


def _sums(made: Payments, negative: bool) -> list[CellValue]:
    width = max([0, *(len(off) for off in made.off)])
    sign = -1 if negative else 1
    facts: dict[str, CellValue] = {
        "name": "合计", "due": sum(made.due) / 100, "paid": sum(map(made.right, range(len(made.due)))) / 100,
        "total": sum(map(sum, made.off)) / 100,
    }  # fmt: skip
    facts |= {f"off{k}": sign * sum(off[k] for off in made.off) / 100 for k in range(width)}
    return [facts.get(role) for role in made.columns]


def id_number(i: int) -> str:
    """A number with the right check digit in an area that does not exist."""
    body = f"9901011964050100{i}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def payroll(rng: random.Random) -> SheetGrid:
    """A payroll, told by its headings or its title; 应发 and 实发 differ by what it takes off."""
    by_heading = rng.random() < 0.6
    wages = rng.sample(WAGES, rng.randrange(1, 4)) if by_heading else []
    title = "2011年7月" if by_heading and rng.random() < 0.5 else rng.choice(PAYROLL_TITLES)
    ids = ["身份证号"] if rng.random() < 0.5 else []
    heads = ["序号", "姓名", *ids, *wages, "应发合计", "养老", "医疗", "实发", "发放日期", "签字"]
    rows: list[list[CellValue]] = [[title], list(heads)]
    for i in range(rng.randrange(1, 6)):
        facts: dict[str, CellValue] = {
            "序号": i + 1, "姓名": f"虚构{'甲乙丙丁戊'[i]}", "身份证号": id_number(i), "应发合计": 1600,
            "养老": 128, "医疗": 32, "实发": 1440, "发放日期": "2011-07-15",
        }  # fmt: skip
        rows.append([facts.get(head, 800 if head in wages else None) for head in heads])
    return SheetGrid("7月", "", rows)

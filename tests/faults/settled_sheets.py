"""Sheets with a wage under the minimum wage, a policy row that nothing reads, odd periods of arrears, a rate of 1.

A seed gives one book that is right, in the words, orders and date forms of offices; each function below works one fault
into it and says where the finding must stand. Persons and amounts are invented. Knows nothing of the checks.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid, address
from xl_addin.values.persons import check_digit

HEADS = {
    "name": ("姓名", "职工姓名", "姓 名"),
    "id": ("身份证号", "公民身份号码", "身份证号码"),
    "start": ("参加工作时间", "参工时间", "参加工作时间"),
    "end": ("解除时间", "解除劳动合同时间", "基准日"),
    "ground": ("解除事由", "事由"),
    "wage": ("前12个月月平均工资", "月平均工资(元)", "前12个月月平均工资（元/月）"),
    "enterprise": ("企业月平均工资", "企业月平均工资(元)"),
    "local": ("当地月平均工资", "当地上年度职工月平均工资"),
}
ITEMS = ("最低工资", " 最低工资", "最低 工资")
PERIOD = (("欠费起", "欠费止"), ("欠缴起", "欠缴止"), ("欠费起始年月", "欠费终止年月"), ("起始年月", "终止年月"))
FLOOR, LOCAL = 720, 2300
_NAMES = ["王甲子", "李乙丑", "张丙寅", "刘丁卯", "陈戊辰", "杨己巳"]
TODAY = dt.date(2021, 6, 15)


@dataclass
class Drawn:
    """A book before it is written: persons by role, the policy, the columns in their order."""

    rng: random.Random
    order: list[str]
    heads: dict[str, str]
    persons: list[dict[str, CellValue]]
    policy: list[list[CellValue]]
    title: bool
    policy_first: bool
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, person: int, role: str) -> str:
        """Where a person's cell stands."""
        return address(person + 2 + self.title, self.order.index(role) + 1)

    def book(self) -> BookGrid:
        """Write it."""
        rows: list[list[CellValue]] = [["经济补偿金测算表"]] if self.title else []
        rows.append([self.heads[role] for role in self.order])
        rows += [[one[role] for role in self.order] for one in self.persons]
        formulas = {
            place: FormulaCell(*place, text, "normal", None, 1.0, True) for place, text in self.formulas.items()
        }
        width = len(self.order) + 2
        for row, col in formulas:
            rows[row - 1] += [None] * (width - len(rows[row - 1]))
            rows[row - 1][col - 1] = 1.0
        sheets = [SheetGrid("测算表", "a.xml", rows, formulas), SheetGrid("政策", "b.xml", self.policy)]
        return BookGrid(Path("a.xlsx"), sheets[:: -1 if self.policy_first else 1])


def draw(rng: random.Random) -> Drawn:
    """A right book: wages over the minimum wage, and a policy without a row of either name."""
    order = ["name", "id", *rng.sample(["start", "end", "ground", "wage", "enterprise", "local"], 6)]
    heads = {role: rng.choice(words) for role, words in HEADS.items()}
    persons = [_person(rng, number) for number in range(rng.randint(2, 6))]
    policy: list[list[CellValue]] = [["项目", "值", "起", "止", "地区", "文号"]] if rng.random() < 0.7 else []
    policy.append(rng.choice([["profile", "SEG2008"], ["口径", "分段计算"], ["口径", "SEG2008 分段计算"]]))
    policy.append(rng.choice([["状态", "草案"], ["fraction", "year_up"], ["不满一年的尾数", "不满一年按一年"]]))
    return Drawn(rng, order, heads, persons, policy, rng.random() < 0.5, rng.random() < 0.5)


def _person(rng: random.Random, number: int) -> dict[str, CellValue]:
    start = dt.date(rng.randint(1983, 1996), rng.randint(1, 12), rng.randint(1, 28))
    end = dt.date(2011, 9, 28)
    body = f"990101{start.year - 20}0501{2 * number + 1:03d}"
    return {
        "name": _NAMES[number],
        "id": body + check_digit(body),
        "start": rng.choice(
            [start, start.isoformat(), f"{start:%Y.%m.%d}", f"{start.year}年{start.month}月{start.day}日"]
        ),
        "end": rng.choice([end, "2011-09-28", "2011年9月28日"]),
        "ground": rng.choice(["客观变化", "裁员", None]),
        "wage": rng.choice([FLOOR, FLOOR + 0.01, 1600, "1,380.50", 2150]),
        "enterprise": 1652.3,
        "local": LOCAL,
    }


def minimum_row(drawn: Drawn) -> list[CellValue]:
    """A row with the minimum wage in force in 2011, as offices write it."""
    rng = drawn.rng
    value = rng.choice([FLOOR, "720元", "７２０", 720.0])
    first = rng.choice([dt.date(2010, 7, 1), "2010-07-01", "2010年7月", None])
    place = rng.choice(["丰城市", "示例市", None])
    return [rng.choice(ITEMS), value, first, rng.choice([None, "2012-12-31"]), place, None]


def low_wage(drawn: Drawn) -> str:
    """One wage under the minimum wage of the policy; gives its cell."""
    drawn.policy.append(minimum_row(drawn))
    person = drawn.rng.randrange(len(drawn.persons))
    drawn.persons[person]["wage"] = drawn.rng.choice([560, 719.99, "￥650", 480, 700.5])
    return drawn.cell(person, "wage")


def unread_average(drawn: Drawn) -> str:
    """A local average wage on the policy that no column has; gives its cell."""
    for year in range(2010, 2010 + drawn.rng.randint(1, 3)):
        drawn.policy.append(["职工月平均工资", 1777 + year, f"{year}-01-01", f"{year}-12-31", "示例市", None])
    names = [str(row[0]) for row in drawn.policy]
    return f"B{names.index('职工月平均工资') + 1}"


def read_average(drawn: Drawn) -> None:
    """The same row read in one of the ways that offices have: a formula, a reference, the column itself."""
    row = len(drawn.policy) + 1
    way = drawn.rng.randrange(4)
    drawn.policy.append(["职工月平均工资", LOCAL if way == 3 else 2222, "2011-01-01", "2011-12-31", "示例市", None])
    first, col = 2 + drawn.title, len(drawn.order) + 1
    texts = [
        '政策参数("职工月平均工资",D2,"示例市",政策!$A$1:$F$40)',
        f"政策!$B${row}",
        'VLOOKUP("职工月平均工资",政策!A:B,2,0)',
    ]
    if way < 3:
        drawn.formulas[first, col] = texts[way]


def arrears(
    rng: random.Random, last: tuple[int, int], first: tuple[int, int] = (2006, 1)
) -> tuple[SheetGrid, str, str]:
    """A sheet of 养老 arrears of one person to some month; gives it with the cells of the first and last month."""
    begin, end = rng.choice(PERIOD)
    form = rng.choice(("{0}-{1:02d}", "{0}.{1:02d}", "{0}年{1}月", "{0}{1:02d}"))
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    body = "990101196405010038"[:17]
    cells: dict[str, CellValue] = {
        "姓名": rng.choice(_NAMES),
        "身份证号": body + check_digit(body),
        begin: form.format(*first),
        end: form.format(*last),
        "月数": months,
        "缴费基数": 1200,
        "单位比例": "20%",
        "单位欠缴": months * 240,
    }
    heads = ["姓名", "身份证号", *rng.sample([begin, end, "月数", "缴费基数", "单位比例", "单位欠缴"], 6)]
    rows: list[list[CellValue]] = [["养老保险欠费表"], list(heads), [cells[head] for head in heads]]
    places = (address(3, heads.index(begin) + 1), address(3, heads.index(end) + 1))
    return SheetGrid(rng.choice(("养老欠费", "欠费表", "表一")), "c.xml", rows), *places

"""Severance sheets laid out as offices do: headings in any words, pages, groups, subtotals, examples, hints, averages.

Drawn by a seed; each sheet knows its persons, its rows of sums, what is neither, and which columns nobody can read.
Knows nothing of the readers. All persons and enterprises are made up (area 990101).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from xl_addin.tables.grid import CellValue, SheetGrid

Line = list[CellValue]
Cells = dict[str, CellValue]
WAGE, FIRM_WAGE, LOCAL_WAGE = 1600, 1500, 2300
MONTHS_FROM_2008 = 3
"""2008-01-01 to 2010-06-30: two years and a half, which counts as a year."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "行号", "No", "人员编号"),
    "enterprise": ("企业名称", "单位名称", "所在单位", "改制企业名称", "原工作单位名称"),
    "name": ("姓名", "职工姓名", "人员姓名", "被安置人员姓名", "姓    名"),
    "id": ("身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "证件号码", "身份证件号码", "身份证号（18位）"),
    "start": ("参加工作时间", "参加工作年月日", "首次参加工作时间", "参加工作的时间", "参工日期", "工龄起算日期"),
    "end": ("解除时间", "解除劳动合同日期", "终止劳动关系时间", "解除或终止劳动合同时间", "解除合同时间", "离职日期"),
    "ground": ("解除事由", "解除劳动合同原因", "终止合同事由", "解除依据"),
    "wage": (
        "前12个月月平均工资",
        "本人月平均工资",
        "解除前12个月平均工资",
        "本人解除合同前12个月平均工资",
        "月平均工资（本人）",
    ),
    "enterprise_wage": (
        "企业月平均工资",
        "企业职工月平均工资",
        "本单位在岗职工上年度月平均工资",
        "月平均工资（本企业）",
    ),
    "local_wage": (
        "当地月平均工资",
        "当地上年度职工月平均工资",
        "本地区上年度在岗职工月平均工资",
        "宜春市上年度社会平均工资",
    ),
    "amount": ("补偿金额", "经济补偿金", "应付补偿金", "应发经济补偿金额", "核定补偿金额", "补偿金额（小写）"),
}  # fmt: skip
STRANGERS: dict[str, Callable[[int], CellValue]] = {
    "档案编号": lambda i: f"档{i:03d}",
    "籍贯": lambda i: "示例县",
    "政治面貌": lambda i: "群众",
    "开户行": lambda i: "示例银行",
    "最低工资标准": lambda i: 720,
    "档案工资": lambda i: 800 + 13 * i,
    "合同签订时间": lambda i: "1995-01-01",
}
NAMES = "王赵钱孙李周吴郑冯陈褚卫蒋沈韩杨"
GROUPS = ("一、在岗职工", "（二）离岗人员", "第一车间", "第二批", "其中：合同工", "机修班组人员")
SUBTOTALS = ("小计", "{group}小计", "{group} 汇总", "合计{n}人", "小 计（{n}人）")
ODD_ROWS = ("人均", "平均", "合计（大写）：壹拾万元整", "注：工龄算到2010年6月30日。", "制表人：　　审核人：")


@dataclass
class Sheet:
    """A drawn sheet, with what must be read from it."""

    lines: list[Line] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    amount_col: int = 0
    titled: bool = False
    amounts: list[int] = field(default_factory=list)

    def grid(self) -> SheetGrid:
        return SheetGrid("测算", "xl/worksheets/sheet1.xml", [list(line) for line in self.lines], merged=self.merged)


def id_number(i: int) -> str:
    """A number with the right check digit in an area that does not exist."""
    body = f"99010119600501{2 * i + 1:03d}"
    return body + "10X98765432"[sum(int(digit) * pow(2, 17 - k, 11) for k, digit in enumerate(body)) % 11]


def draw(seed: int) -> Sheet:
    """Draw one sheet."""
    chance = random.Random(seed)
    roles = ["seq", "name", "id", "start", "end", "wage", "enterprise_wage", "local_wage", "amount"]
    roles += [role for role in ("enterprise", "ground") if chance.random() < 0.6]
    titled = {"end"} if chance.random() < 0.2 else set()
    titled |= {"local_wage"} if chance.random() < 0.15 else set()
    columns: list[str] = [role for role in roles if role not in titled]
    strangers = chance.sample(sorted(STRANGERS), chance.randint(0, 2))
    columns += strangers
    if chance.random() < 0.5:
        chance.shuffle(columns)
    done = Sheet(strangers=strangers, amount_col=columns.index("amount") + 1)
    head = [
        HEADINGS[column][chance.randrange(len(HEADINGS[column]))] if column in HEADINGS else column
        for column in columns
    ]
    head = [_dressed(text, chance) for text in head]
    title = chance.choice(("经济补偿金测算表", "示例市虚构机械厂职工经济补偿金测算表", "附件2：经济补偿金测算表"))
    _write_top(done, title, titled, chance)
    done.lines.append(list(head))
    _write_below_head(done, columns, chance)
    _write_people(done, columns, titled, title, head, chance)
    for text in chance.sample(ODD_ROWS, chance.randint(0, 3)):
        line: Line = [None] * len(columns)
        line[columns.index("name") if text in ("人均", "平均") else 0] = text
        if text in ("人均", "平均"):
            line[columns.index("amount")] = round(sum(done.amounts) / len(done.amounts), 2)
        done.lines.append(line)
    return done


def _dressed(text: str, chance: random.Random) -> str:
    """The heading as a clerk types it: spaces, a line break, a mark, something nobody sees."""
    middle = chance.randint(1, max(1, len(text) - 1))
    kind = chance.random()
    if kind < 0.15:
        return text[:middle] + chance.choice(("\n", " ", "　", "\u200b", "\u00ad")) + text[middle:]
    if kind < 0.25:
        return chance.choice(("*", "★")) + text
    return text


def _write_top(done: Sheet, title: str, titled: set[str], chance: random.Random) -> None:
    if chance.random() < 0.85 or titled:
        done.lines.append([title])
        done.titled = True
        stated = ["填报单位：示例市虚构机械厂（盖章）"]
        stated += ["解除劳动合同日期：2010年6月30日"] if "end" in titled else []
        stated += [f"当地月平均工资：{LOCAL_WAGE}元"] if "local_wage" in titled else []
        stated += ["单位：元"]
        if chance.random() < 0.5:
            done.lines.append(["　　　".join(stated)])
        else:
            done.lines += [[text] for text in stated]
        done.lines += [[]] if chance.random() < 0.2 else []


def _write_below_head(done: Sheet, columns: list[str], chance: random.Random) -> None:
    """A line of units, of column numbers, of hints, or an example."""
    kind = chance.random()
    money = {"wage", "enterprise_wage", "local_wage", "amount"}
    if kind < 0.15:
        done.lines.append([chance.choice(("元", "（元）")) if column in money else None for column in columns])
    elif kind < 0.3:
        done.lines.append([i for i, _ in enumerate(columns, start=1)])
    elif kind < 0.4:
        hints = {"name": "必填", "id": "填18位号码", "start": "yyyy-mm-dd", "end": "yyyy-mm-dd"}
        done.lines.append([hints.get(column) for column in columns])
    elif kind < 0.5:
        example = _cells(0) | {"seq": "例", "name": "张三（示例）", "id": "填18位号码"}
        done.lines.append([example.get(column) for column in columns])


def _cells(i: int) -> Cells:
    year = 1980 + i % 20
    amount = (2008 - year + MONTHS_FROM_2008) * WAGE
    own: Cells = {
        "seq": i + 1, "enterprise": "示例市虚构机械厂", "name": NAMES[i % 16] + "甲乙丙丁戊"[i // 16 % 5],
        "id": id_number(i), "start": f"{year}-01-01",
        "end": "2010-06-30", "ground": "客观变化", "wage": WAGE, "enterprise_wage": FIRM_WAGE,
        "local_wage": LOCAL_WAGE, "amount": amount,
    }  # fmt: skip
    return own | {name: value(i) for name, value in STRANGERS.items()}


def _write_people(
    done: Sheet, columns: list[str], titled: set[str], title: str, head: Line, chance: random.Random
) -> None:
    """Groups or pages of persons, each with its sum, and a total."""
    style = chance.choice(("plain", "groups", "pages", "groups"))
    blocks = chance.randint(2, 3) if style != "plain" else 1
    number = 0
    for block in range(blocks):
        group = GROUPS[(block + chance.randrange(2)) % len(GROUPS)]
        if style == "pages" and block:
            titles = (f"{title}（续）", "续表", f"{title} 第{block + 1}页", title)
            done.lines.append([chance.choice(titles if done.titled else titles[:3])])
            done.lines.append(list(head))
        if style == "groups" and chance.random() < 0.6:
            line: Line = [None] * len(columns)
            line[columns.index("name")] = group
            done.lines.append(line)
        size = chance.randint(1, 4)
        for _ in range(size):
            cells = _cells(number)
            done.lines.append([cells.get(column) for column in columns])
            done.persons.append(len(done.lines))
            done.amounts.append(int(str(cells["amount"])))
            number += 1
        if style != "plain":
            label = (
                "本页小计"
                if style == "pages"
                else chance.choice(SUBTOTALS).format(group=group.strip("一二、（）"), n=size)
            )
            _write_sum(done, columns, label, sum(done.amounts[-size:]), chance)
    if chance.random() < 0.85:
        _write_sum(done, columns, chance.choice(("合　计", "总计", f"合计（{number}人）")), sum(done.amounts), chance)


def _write_sum(done: Sheet, columns: list[str], label: str, total: int, chance: random.Random) -> None:
    line: Line = [None] * len(columns)
    places = [columns.index(role) for role in ("name", "seq", "enterprise") if role in columns]
    line[chance.choice(places)] = label
    line[columns.index("amount")] = total
    done.lines.append(line)
    done.sums.append(len(done.lines))

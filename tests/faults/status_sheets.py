"""Words of 在岗状态 in every column and place in which offices write them, with what each must come to.

A seed gives one sheet of severance, and often a roster beside it; each person has a word, and is paid, settled or asked
about. Persons are invented. Knows nothing of the checks.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from xl_addin.tables.grid import CellValue, SheetGrid, address
from xl_addin.values.persons import check_digit

EXACT = (
    "在岗状态",
    "岗位状态",
    "人员状态",
    "在职状态",
    "职工状态",
    "职工状况",
    "现状",
    "目前状态",
    "用工状态",
    "在册状态",
    "人员现状",
)
VAGUE = ("职工类别", "人员类别", "员工类别", "人员性质", "职工性质", "人员分类")
YES_NO = {"是否在岗": ("是", "否"), "是否在职": ("是", "否"), "是否内退": ("否", "是"), "是否退休": ("否", "是")}
PAID = ("在岗", "在职", "上岗", "下岗", "停薪留职", "待岗", "在岗职工", "下岗人员", "长病", "放假", "工伤7级", "在 岗")
SETTLED = {
    "内退": (
        "内退",
        "内部退养",
        "退养",
        "内退人员",
        "已内退",
        "2005年内退",
        "内退（2006年3月）",
        "离岗退养",
        "内部退休",
    ),
    "退休": ("退休", "已退休", "离休", "离退休", "退休人员", "正常退休", "退休职工", "退职", "已办理退休手续", "退 休"),
    "遗属": ("遗属", "遗属人员", "供养亲属"),
    "工伤1-4级": ("工伤3级", "工伤1-4级", "伤残二级", "因工致残四级", "一至四级工伤", "工伤（1级）"),
}
ASKED = ("死亡", "已故", "病故", "病退", "调离", "不在岗", "工伤", "在岗/退休", "待退休", "退休？", "在岗（内退）")
UNSAID = ("固定工", "合同工", "临时工", "干部", "工人", "合同制工人", "全民固定工", "管理人员", "", None)
AMOUNT = 44402.90
FILLER = ("备注", "岗位", "文化程度")


@dataclass
class Member:
    """One person: the word typed, what it must come to, and where that is to be found."""

    word: CellValue
    settled: str = ""
    asked: bool = False
    amount_cell: str = ""
    status_cell: str = ""

    @property
    def paid(self) -> bool:
        """Whether severance is due."""
        return not self.settled and not self.asked


@dataclass
class StatusSheet:
    """The sheets of one workbook, and its persons in order."""

    heading: str
    grids: list[SheetGrid] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    on_roster: bool = False


def draw(rng: random.Random) -> StatusSheet:
    """One workbook; amounts are typed as they must be, 0 or nothing for whoever is settled."""
    heading = rng.choice((*EXACT, *VAGUE, *YES_NO))
    sheet = StatusSheet(heading, on_roster=rng.random() < 0.4)
    count = rng.randint(1, 9)
    employment = heading in VAGUE and rng.random() < 0.4
    for _ in range(count):
        sheet.members.append(_member(rng, heading, employment))
    beside = rng.random() < 0.25 and heading in EXACT
    where = "roster" if sheet.on_roster else "severance"
    sheet.grids.append(_severance(rng, sheet, own=where == "severance", beside=beside))
    if sheet.on_roster:
        sheet.grids.insert(rng.randint(0, 1), _roster(rng, sheet, beside))
    return sheet


def _member(rng: random.Random, heading: str, employment: bool) -> Member:
    if heading in YES_NO:
        paid, other = YES_NO[heading]
        if rng.random() < 0.3:
            return _settled(rng)
        if rng.random() < 0.6:
            return Member(paid)
        what = {"是否内退": "内退", "是否退休": "退休"}.get(heading, "")
        return Member(other, settled=what, asked=not what)
    kind = rng.random()
    if employment or kind < 0.15:
        return Member(rng.choice(UNSAID))
    if kind < 0.5:
        return Member(rng.choice(PAID))
    if kind < 0.85:
        return _settled(rng)
    return Member(rng.choice(ASKED), asked=True)


def _settled(rng: random.Random) -> Member:
    group = rng.choice(list(SETTLED))
    return Member(rng.choice(SETTLED[group]), settled=group)


def name_of(place: int) -> str:
    """A name for a place in the list."""
    return "赵钱孙李周吴郑王冯"[place] + "一二三四五六七八九"[place]


def number_of(place: int, settled: str = "") -> str:
    """A sound number of a man under a code that no region has, born in 1964; within five years of sixty if 内退."""
    body = f"990101{1953 if settled == '内退' else 1964}1101{2 * place + 1:03d}"
    return body + check_digit(body)


def _severance(rng: random.Random, sheet: StatusSheet, own: bool, beside: bool) -> SheetGrid:
    columns = [
        "序号",
        "姓名",
        "身份证号",
        "参加工作时间",
        "解除时间",
        "解除事由",
        "月平均工资",
        "企业平均工资",
        "社平工资",
        "补偿金额",
    ]
    _insert(rng, columns, sheet.heading, own, beside)
    rows: list[list[CellValue]] = [["经济补偿金测算表"], list(columns)]
    for i, member in enumerate(sheet.members):
        shown = AMOUNT if member.paid else rng.choice((0, None)) if member.settled else AMOUNT
        cells: dict[str, CellValue] = {
            "序号": i + 1, "姓名": name_of(i), "身份证号": number_of(i, member.settled), "参加工作时间": "1985-07-01",
            "解除时间": "2011-09-28", "解除事由": "破产关闭",
            "月平均工资": 1600, "企业平均工资": 1652.3, "社平工资": 2300, "补偿金额": shown,
            "用工形式": "固定工",
        }  # fmt: skip
        cells[sheet.heading] = member.word
        rows.append([cells.get(column) for column in columns])
        member.amount_cell = address(len(rows), columns.index("补偿金额") + 1)
        if own:
            member.status_cell = address(len(rows), columns.index(sheet.heading) + 1)
    return SheetGrid("测算", "", rows)


def _roster(rng: random.Random, sheet: StatusSheet, beside: bool) -> SheetGrid:
    columns = ["序号", "姓名", "性别", "身份证号", "参加工作时间"]
    _insert(rng, columns, sheet.heading, True, beside)
    rows: list[list[CellValue]] = [list(columns)]
    for i, member in enumerate(sheet.members):
        cells: dict[str, CellValue] = {
            "序号": i + 1, "姓名": name_of(i), "性别": "男", "身份证号": number_of(i, member.settled),
            "参加工作时间": "1985-07-01", "职工类别": "固定工", sheet.heading: member.word,
        }  # fmt: skip
        rows.append([cells.get(column) for column in columns])
        member.status_cell = address(len(rows), columns.index(sheet.heading) + 1)
    return SheetGrid("花名册", "", rows)


def _insert(rng: random.Random, columns: list[str], heading: str, own: bool, beside: bool) -> None:
    if own:
        columns.insert(rng.randint(3, len(columns)), heading)
        if beside:  # another column of a heading that may mean the same
            columns.insert(rng.randint(3, len(columns)), "职工类别")
    columns.append(rng.choice(FILLER))

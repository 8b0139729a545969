"""Workbooks of invented workers for papers, and the plain facts that the papers must hold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from xl_addin.values.persons import check_digit

FIRM = "虚构市机械厂"
HEADS = ["序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资"]
HEADS += ["企业月平均工资", "当地上年度职工月平均工资", "补偿金额"]
FIRST_ROW = 4


@dataclass(frozen=True)
class Invented:
    """One worker: whole years of service before 2008, so that the amount is years times the larger wage."""

    name: str
    id: str
    years: int
    wage: int
    pension: int
    medical: int

    @property
    def amount(self) -> int:
        return self.years * max(self.wage, 1000)


def invented(count: int, seed: int = 1) -> list[Invented]:
    chance = random.Random(seed)
    found = []
    for number in range(count):
        first = f"990101{1950 + number % 20}0{1 + number % 9}1{number % 10}{number % 1000:03d}"
        years, wage = chance.randint(3, 18), chance.randrange(700, 1900, 50)
        arrears = (chance.randrange(1000, 9000), chance.randrange(500, 3000))
        found.append(
            Invented(
                f"王{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number // 10}号",
                first + check_digit(first),
                years,
                wage,
                *arrears,
            )
        )
    return found


def write_book(
    path: Path,
    people: list[Invented],
    *,
    amounts: dict[int, float] | None = None,
    votes: bool = True,
    postings: Sequence[Sequence[str]] = (),
    payments: Sequence[Sequence[str | float | None]] = (),
    ledger: Sequence[Sequence[str | float | None]] = (),
) -> Path:
    """A workbook with a severance sheet, both insurances and a progress sheet; ``amounts`` are typed instead."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("测算表")
        sheet.write("A1", "经济补偿金测算表")
        sheet.write_row(FIRST_ROW - 2, 0, HEADS)
        for i, one in enumerate(people):
            amount = (amounts or {}).get(i, one.amount)
            row = [
                i + 1,
                FIRM,
                one.name,
                one.id,
                f"{2003 - one.years + 1}-01-01",
                "2003-12-31",
                "裁员",
                one.wage,
                1000,
                1200,
                amount,
            ]
            sheet.write_row(FIRST_ROW - 1 + i, 0, row)
        for name, field in (("养老欠费", "pension"), ("医疗欠费", "medical")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["序号", "企业名称", "姓名", "身份证号", "欠费起", "欠费止", "单位欠缴", "小计"])
            for i, one in enumerate(people):
                fen = getattr(one, field)
                sheet.write_row(i + 1, 0, [i + 1, FIRM, one.name, one.id, "2002-01", "2003-12", fen, fen])
        sheet = book.add_worksheet("进度表")
        heads = [
            "序号",
            "企业名称",
            "主管系统",
            "改制形式",
            "职代会时间",
            "应到",
            "实到",
            "同意",
            "批复文号",
            "批复时间",
        ]
        sheet.write_row(0, 0, heads)
        counts = [120, 100, 90] if votes else [None, None, None]
        sheet.write_row(1, 0, [1, FIRM, "工业系统", "出售", "2003-09-18", *counts, "示例〔2003〕1号", "2003-10-08"])
        if payments:  # account, what was paid, the day, a note
            sheet = book.add_worksheet("发放表")
            heads = ["序号", "企业名称", "姓名", "身份证号", "银行账号", "应发金额", "实发金额", "发放日期", "备注"]
            sheet.write_row(0, 0, heads)
            for i, (one, row) in enumerate(zip(people, payments, strict=False)):
                sheet.write_row(i + 1, 0, [i + 1, FIRM, one.name, one.id, row[0], one.amount, *row[1:]])
        if ledger:  # day, what was paid, ID number
            sheet = book.add_worksheet("台账")
            sheet.write_row(0, 0, ["日期", "企业名称", "摘要", "收支方向", "科目", "收入", "支出", "关联人员编号"])
            sheet.write_row(1, 0, ["2003-12-01", FIRM, "变现款到账", "收入", "变现收入", 900000, None, None])
            for i, (day, fen, person) in enumerate(ledger):
                sheet.write_row(i + 2, 0, [day, FIRM, "付经济补偿金", "支出", "经济补偿", None, fen, person])
        if postings:
            sheet = book.add_worksheet("公示情况表")
            for i, row in enumerate([("序号", "企业名称", "公示内容", "公示地点", "公示开始", "公示结束"), *postings]):
                sheet.write_row(i, 0, row)
    return path

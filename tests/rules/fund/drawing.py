"""Random cases of the fund as cells hold them, drawn either by hypothesis or by a seeded generator.

``draw(low, high)`` gives a whole number. Amounts are texts with up to three decimals, so that the product and the
oracle read the same typed figure. All names and figures are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.oracle.fund_oracle import Entry

Draw = Callable[[int, int], int]

FIRST = date(2008, 1, 1)
INCOMES = ["产权变现", "土地出让/收储补偿", "系统调入", "土地储备垫付", "社保暂挂", "财政拨款", "利息", "其他"]
EXPENSES = ["经济补偿", "养老", "医疗", "欠薪", "系统调出", "归还垫付", "归还暂挂", "税费", "其他"]
FIRMS = [("甲厂", "E1", "商贸"), ("乙厂", "E2", "商贸"), ("丙公司", "E3", "粮食"), ("丁社", "E4", "供销")]


def amount(draw: Draw, most: int = 10**6) -> str:
    """A typed amount: whole yuan, fen, or tenths of a fen that must be rounded."""
    kind = draw(0, 3)
    if kind == 0:
        return str(draw(0, most))
    if kind == 1:
        return f"{draw(0, most)}.{draw(0, 99):02d}"
    if kind == 2:
        return f"{draw(0, 3)}.{draw(0, 999):03d}"
    return f"{draw(0, most)}.{draw(0, 999):03d}"


def cell(draw: Draw, text: str) -> Any:
    """The amount as a number or as text."""
    return float(text) if draw(0, 2) else text


def needs(draw: Draw) -> list[tuple[str, str | None]]:
    """Amounts with tiers; small ones so that remainders tie."""
    most = (3, 100, 10**6)[draw(0, 2)]
    tiers = [None, "0", "1", "1", "2", "3", "5"]
    return [(amount(draw, most), tiers[draw(0, len(tiers) - 1)]) for _ in range(draw(1, 8))]


def positions(draw: Draw) -> list[str]:
    """Surpluses and deficits."""
    most = (3, 100, 10**6)[draw(0, 2)]
    return [("-" if draw(0, 1) else "") + amount(draw, most) for _ in range(draw(1, 8))]


def share(draw: Draw) -> str:
    """A ratio from nothing to the whole."""
    return ("0", "1", "0.2", "0.333", f"0.{draw(0, 999):03d}")[draw(0, 4)]


def day(draw: Draw) -> date:
    """A day, more often than by chance a leap day or the end of a month."""
    found = FIRST + timedelta(draw(0, 2500))
    kind = draw(0, 5)
    if kind == 0:
        return date(2008 + 4 * draw(0, 1), 2, 29)
    return (found.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1) if kind == 1 else found


def payments(draw: Draw, start: date) -> list[tuple[date, str]]:
    """Payments in no order, some on anniversaries, some of nothing, few before the start."""
    found = []
    for _ in range((0, 0, 1, 2, 4)[draw(0, 4)]):
        paid = start + timedelta(365 * draw(0, 6) + draw(-1 if draw(0, 20) == 0 else 0, 364) + 1)
        found.append((paid, "0" if draw(0, 2) == 0 else amount(draw, 300)))
    return found


def entry(draw: Draw) -> Entry:
    """One row of a ledger."""
    firm, code, system = FIRMS[draw(0, len(FIRMS) - 1)]
    income = draw(0, 1) == 0
    subjects = INCOMES if income else EXPENSES
    subject = subjects[draw(0, len(subjects) - 1)]
    figure = ("-" if draw(0, 9) == 0 else "") + amount(draw)
    both = amount(draw) if draw(0, 19) == 0 else None
    opening = income and draw(0, 14) == 0
    amounts = (figure, both) if income else (both, figure)
    return Entry(day(draw), firm, code, system, subject, *amounts, opening)


def ledger_rows(entries: list[Entry], draw: Draw) -> list[list[Any]]:
    """Write entries as staff keep them: a title, blank rows, sums of months, numbers as numbers or as text."""
    rows: list[list[Any]] = [
        ["专项调剂基金收支台账", *[None] * 8],
        ["日期", "企业编码", "企业名称", "所属系统", "科目", "摘要", "收入金额（元）", "支出金额（元）", "余额"],
    ]
    for item in entries:
        figures = [None if text is None else cell(draw, text) for text in (item.income, item.expense)]
        summary = "上年结转" if item.opening else None
        typed = item.day if draw(0, 1) or item.day is None else item.day.isoformat()
        rows.append([typed, item.code, item.enterprise, item.system, item.subject, summary, *figures, "不读"])
        if draw(0, 9) == 0:
            rows.append([None] * 9)
        if draw(0, 9) == 0:
            rows.append([None, None, "本月 合计", None, None, None, 999999, 888888, None])
    return rows

"""What merely follows from a doubtful input is no second error: the ledger is not compared with an uncertain need."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.faults.sheet_pairs import FIRMS, TODAY, Facts, Pairs, another, make_pairs
from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import FindingTable

HEADS = ["日期", "凭证号", "企业名称", "收支方向", "科目", "摘要", "收入金额(元)", "支出金额(元)", "余额(元)"]


def _due(person: Facts) -> float:
    """The right amount of a person."""
    wages = (person["wage"], person["enterprise_wage"], person["local_wage"])
    amount = call("SOE_SEVERANCE", person["start"], person["end"], *wages)
    assert isinstance(amount, float)
    return amount


def _need(people: Sequence[Facts]) -> float:
    return sum(map(_due, people))


def _checked(pairs: Pairs, paid: float) -> FindingTable:
    """The lists with an amount for each person on 测算表, and a ledger that pays severance before taxes."""
    book = pairs.book()
    severance = book.sheet("测算表")
    severance.rows[1].append("补偿金额")
    for row, i in zip(severance.rows[2:], pairs.order["测算表"], strict=True):
        row.append(_due(pairs.people[i]))
    lines: list[list[CellValue]] = [HEADS]
    balance = 10_000_000.0
    lines.append(["2011-01-01", None, None, None, None, "上年结转", balance, None, balance])
    for day, number, subject, amount in (("2013-01-10", "记1", "经济补偿", paid), ("2013-02-10", "记2", "税费", 500)):
        balance -= amount
        lines.append([day, number, FIRMS[0], "支", subject, subject, None, amount, balance])
    return check_book(BookGrid(book.path, [*book.sheets, SheetGrid("台账", "", lines)]), TODAY)


def _one_firm(rng: random.Random) -> Pairs:
    while True:
        pairs = make_pairs(rng)
        if {one["enterprise"] for one in pairs.people} == {FIRMS[0]} and all(pairs.ids.values()):
            pairs.forms["测算表", "money"], pairs.forms["测算表", "date"] = "yuan", "iso"
            return pairs


@pytest.mark.parametrize("role", ["start", "end", "wage", "enterprise_wage", "status"])
@pytest.mark.parametrize("seed", range(4))
def test_a_shortage_within_the_doubtful_amounts_is_named_and_not_an_error(seed: int, role: str) -> None:
    rng = random.Random(f"{role}{seed}")
    pairs = _one_firm(rng)
    need = _need(pairs.people)
    assert "TIER_ORDER" in _checked(pairs, need - 1000).column("code")
    pairs.shown["一补二险" if role == "status" else "测算表", 0, role] = another(rng, role, pairs.people[0][role])
    found = _checked(pairs, need - 1000)
    assert "TIER_ORDER" not in found.column("code")
    assert [line for line in found.not_checked if "数据待核" in line and "是否先付清职工补偿" in line]


def test_what_is_owed_to_the_others_stays_an_error() -> None:
    rng = random.Random("others")
    for _ in range(5):
        pairs = _one_firm(rng)
        pairs.shown["测算表", 0, "start"] = another(rng, "start", pairs.people[0]["start"])
        found = _checked(pairs, _need(pairs.people[1:]) - 1)
        assert "TIER_ORDER" in found.column("code")


def test_a_doubt_in_one_enterprise_leaves_the_other_one_judged() -> None:
    rng = random.Random("other")
    for _ in range(5):
        pairs = _one_firm(rng)
        pairs.people[0]["enterprise"] = FIRMS[1]
        pairs.shown["测算表", 0, "start"] = another(rng, "start", pairs.people[0]["start"])
        found = _checked(pairs, _need(pairs.people[1:]) - 1000)
        assert "TIER_ORDER" in found.column("code")

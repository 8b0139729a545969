"""The fund's functions against an independent exact oracle of plain loops and fractions: cell for cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle import fund_oracle as oracle
from tests.rules.fund import drawing
from tests.rules.fund.drawing import Draw, cell
from xl_addin.functions import call
from xl_addin.values.errors import CellError

Case = tuple[object, object, object]


def expected(compute: Callable[[], Any]) -> Any:
    try:
        return compute()
    except oracle.OracleError as error:
        return error.code


def shown(result: Any) -> Any:
    return result.code if isinstance(result, CellError) else result


def yuan(fen: int) -> float:
    return fen / 100


def waterfall(draw: Draw) -> Case:
    needs, mode = drawing.needs(draw), ("按比例", "按顺序")[draw(0, 1)]
    money = drawing.amount(draw, (10, 300, 3 * 10**6)[draw(0, 2)])
    rows = [[f"项{i}", cell(draw, amount), tier] for i, (amount, tier) in enumerate(needs)]

    def lines() -> list[list[Any]]:
        paid = oracle.waterfall(money, needs, mode)
        due = [oracle.fen(amount) for amount, _ in needs]
        return [[f"项{i}", yuan(d), yuan(p), yuan(d - p)] for i, (d, p) in enumerate(zip(due, paid, strict=True))]

    result = call("SOE_WATERFALL", cell(draw, money), rows, mode)
    return expected(lines), shown(result) if isinstance(result, CellError) else result[1:], (money, rows, mode)


def transfer(draw: Draw) -> Case:
    positions, keeps = drawing.positions(draw), drawing.share(draw)
    rows = [[f"厂{i}", cell(draw, position)] for i, position in enumerate(positions)]

    def lines() -> list[list[Any]]:
        moved = oracle.transfer(positions, keeps)
        own = [oracle.fen(position) for position in positions]
        return [[f"厂{i}", yuan(o), yuan(m), yuan(o + m)] for i, (o, m) in enumerate(zip(own, moved, strict=True))]

    result = call("SOE_TRANSFER", [*rows, [None, None]], cell(draw, keeps))
    return expected(lines), shown(result) if isinstance(result, CellError) else result[1:], (rows, keeps)


def deferral(draw: Draw) -> Case:
    start, principal = drawing.day(draw), drawing.amount(draw, 1000)
    instalment, rate = drawing.amount(draw, 400), ("0", "0.05", "0.0435", "0.1234567", "1")[draw(0, 4)]
    paid = drawing.payments(draw, start)
    rows = [["日期", "金额"], *([day, cell(draw, amount)] for day, amount in paid)] if paid else None

    def lines() -> list[list[Any]]:
        found = oracle.deferral(principal, start, instalment, rate, paid)
        return [[row[0], *map(yuan, row[1:])] for row in found]

    arguments = cell(draw, principal), start, cell(draw, instalment), cell(draw, rate), rows
    result = call("SOE_DEFERRAL_SCHEDULE", *arguments)
    return expected(lines), shown(result) if isinstance(result, CellError) else result[1:], arguments


def advance(draw: Draw) -> Case:
    principal, proceeds, rate = drawing.amount(draw), drawing.amount(draw), drawing.share(draw)
    first, last = drawing.day(draw), drawing.day(draw)
    arguments = cell(draw, principal), first, cell(draw, proceeds), last, cell(draw, rate)
    result = call("SOE_ADVANCE_SETTLEMENT", *arguments)
    found = expected(lambda: list(map(yuan, oracle.advance(principal, first, proceeds, last, rate))))
    return found, shown(result) if isinstance(result, CellError) else result[1], arguments


def coverage(draw: Draw) -> Case:
    money, needs = drawing.amount(draw), [drawing.amount(draw, 50) for _ in range(draw(1, 4))]
    rows = [["项", cell(draw, need)] for need in needs]
    result = call("SOE_COVERAGE", cell(draw, money), rows)
    return expected(lambda: float(oracle.coverage(money, needs))), shown(result), (money, rows)


def ledger(draw: Draw) -> Case:
    entries = [drawing.entry(draw) for _ in range(draw(1, 12))]
    rows = drawing.ledger_rows(entries, draw)
    as_of: date | None = drawing.day(draw) if draw(0, 3) else None
    firm = ("", "", "甲厂", "E2", "丙公司", "查无此厂")[draw(0, 5)]
    system = ("", "", "商贸", "粮食")[draw(0, 3)]
    by = ("企业", "系统", "全市")[draw(0, 2)]

    def figures(lines: oracle.Lines) -> list[float]:
        return list(map(yuan, (lines.income, lines.expense, lines.balance, lines.advance, lines.deferral)))

    wanted = [
        expected(lambda: yuan(oracle.book(oracle.chosen(entries, firm, system), as_of).balance)),
        expected(lambda: yuan(oracle.book(oracle.chosen(entries, firm), as_of).advance)),
        expected(lambda: yuan(oracle.book(oracle.chosen(entries, firm), as_of).deferral)),
        [[name, *figures(lines)] for name, lines in oracle.statement(entries, as_of, by)],
    ]
    statement = call("SOE_FUND_STATEMENT", rows, as_of, by)
    found = [
        shown(call("SOE_FUND_BALANCE", rows, as_of, firm, system)),
        shown(call("SOE_FUND_LIABILITY", rows, "垫付", as_of, firm)),
        shown(call("SOE_FUND_LIABILITY", rows, "暂挂", as_of, firm)),
        statement[1:] if isinstance(statement, list) else statement,
    ]
    return wanted, found, (rows, as_of, firm, system, by)


KINDS = [waterfall, transfer, deferral, advance, coverage, ledger]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_cell_agrees_with_the_oracle(kind: Callable[[Draw], Case], data: st.DataObject) -> None:
    wanted, found, case = kind(lambda low, high: data.draw(st.integers(low, high)))
    assert found == wanted, case


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_fifty_thousand_cases_agree_with_the_oracle(kind: Callable[[Draw], Case], seed: int) -> None:
    """Five seeds of 1,700 cases for each of six kinds."""
    generator = random.Random(seed)
    differences = []
    for _ in range(1700):
        wanted, found, case = kind(generator.randint)
        if found != wanted:
            differences.append((case, wanted, found))
    assert differences == []

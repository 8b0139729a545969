"""Balances over columns: the identity at every date, exactness of large sums, merging and permuting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.policy.fund import account_facts, fund_policy
from xl_addin.rules.fund.ledger import NO_ACCOUNT, NOBODY, Ledger, grouped_sums, select, single_entry
from xl_addin.rules.fund.statement import Statement, balance_differences, city_groups, statement

ACCOUNTS = fund_policy().accounts
ROW = st.tuples(
    st.integers(0, 100),
    st.integers(NO_ACCOUNT, len(ACCOUNTS) - 1),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.integers(NOBODY, 2),
    st.integers(NOBODY, 1),
)
Row = tuple[int, int, int, int, bool, int, int]
ROWS = st.lists(ROW, max_size=30)
DAYS = st.lists(st.integers(-5, 110), min_size=1, max_size=6)


def columns(rows: list[Row]) -> Ledger:
    data = np.array(rows, dtype=np.int64).reshape(len(rows), 7)
    codes = [data[:, i].astype(np.int32) for i in range(7)]
    return Ledger(codes[0], codes[1], data[:, 2], data[:, 3], data[:, 4].astype(bool), codes[5], codes[6])


def figures(found: Statement) -> list[list[list[int]]]:
    parts = (found.opening, found.income, found.expense, found.balance, found.advance, found.deferral)
    return [[[int(value) for value in line] for line in part] for part in parts]


def by_hand(rows: list[Row], day: int, firm: int) -> list[int]:
    opening = income = expense = advance = deferral = 0
    for when, account, got, spent, brought, own, _ in rows:
        if own != firm or when > day:
            continue
        name = "" if account == NO_ACCOUNT else ACCOUNTS[account].name
        advance += (got if name == "土地储备垫付" else 0) - (spent if name == "归还垫付" else 0)
        deferral += (got if name == "社保暂挂" else 0) - (spent if name == "归还暂挂" else 0)
        if name == "社保暂挂":
            continue
        if brought:
            opening += got - spent
        else:
            income, expense = income + got, expense + spent
    return [opening, income, expense, opening + income - expense, advance, deferral]


@settings(max_examples=200, deadline=None)
@given(ROWS, DAYS)
def test_at_every_date_and_for_every_enterprise_the_figures_are_those_added_up_by_hand(
    rows: list[Row], days: list[int]
) -> None:
    ledger = columns(rows)
    found = figures(statement(ledger, days, ledger.enterprise, 3))
    for firm in range(3):
        for place, day in enumerate(days):
            assert [part[firm][place] for part in found] == by_hand(rows, day, firm)


@settings(deadline=None)
@given(ROWS, DAYS)
def test_the_balance_is_opening_plus_income_minus_expense_at_every_date(rows: list[Row], days: list[int]) -> None:
    ledger = columns(rows)
    found = statement(ledger, days, *city_groups(ledger))
    assert (found.balance == found.opening + found.income - found.expense).all()


@settings(deadline=None)
@given(ROWS, DAYS, st.randoms(use_true_random=False))
def test_permuting_the_rows_changes_nothing(rows: list[Row], days: list[int], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = columns(rows), columns(shuffled)
    assert figures(statement(one, days, one.system, 2)) == figures(statement(other, days, other.system, 2))


@settings(deadline=None)
@given(ROWS, ROWS, DAYS)
def test_merging_two_ledgers_adds_their_balances(left: list[Row], right: list[Row], days: list[int]) -> None:
    parts = [
        np.array(figures(statement(columns(r), days, *city_groups(columns(r)))), dtype=object) for r in (left, right)
    ]
    both = columns([*left, *right])
    assert (np.array(figures(statement(both, days, *city_groups(both))), dtype=object) == parts[0] + parts[1]).all()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(0, 3)), max_size=40))
def test_sums_are_exact_however_large(pairs: list[tuple[int, int]]) -> None:
    values = np.array([value for value, _ in pairs], dtype=np.int64)
    places = np.array([place for _, place in pairs], dtype=np.intp)
    sums = grouped_sums(values, places, 4)
    assert [int(value) for value in sums] == [sum(v for v, p in pairs if p == place) for place in range(4)]


def test_many_of_the_largest_amounts_do_not_overflow() -> None:
    count, fen = 200_000, 10**14
    ledger = columns([(1, NO_ACCOUNT, fen, 0, False, 0, 0)] * count)
    balance = statement(ledger, [0, 1], *city_groups(ledger)).balance
    assert [int(value) for value in balance[0]] == [0, count * fen]


def test_a_stated_balance_is_compared_with_the_ledger() -> None:
    ledger = single_entry(day=5, income_fen=1000, expense_fen=300)
    assert balance_differences(ledger, [4, 5, 6], [0, 700, 650]) == [0, 0, -50]


def test_the_days_of_a_statement_may_come_in_any_order_and_twice() -> None:
    ledger = single_entry(day=5, income_fen=1000)
    assert statement(ledger, [9, 1, 5, 9], *city_groups(ledger)).balance.tolist() == [[1000, 0, 1000, 1000]]


def test_selected_entries_keep_the_list_of_names() -> None:
    ledger = Ledger(*(column[:0] for column in _columns_of(single_entry())), ("甲厂",), ("商贸",))
    assert select(ledger, np.zeros(0, dtype=bool)).enterprises == ("甲厂",)


def _columns_of(ledger: Ledger) -> list[np.ndarray]:
    names = ("day", "account", "income_fen", "expense_fen", "opening", "enterprise", "system")
    return [getattr(ledger, name) for name in names]


@pytest.mark.parametrize(
    ("name", "income", "expense", "balance", "advance", "deferral"),
    [
        ("产权变现", 100, 0, 100, 0, 0),
        ("土地储备垫付", 100, 0, 100, 100, 0),
        ("归还垫付", 0, 100, -100, -100, 0),
        ("社保暂挂", 100, 0, 0, 0, 100),
        ("归还暂挂", 0, 100, -100, 0, -100),
        ("经济补偿", 0, 100, -100, 0, 0),
    ],
)
def test_an_advance_is_cash_and_debt_and_a_deferral_is_debt_alone(
    name: str, income: int, expense: int, balance: int, advance: int, deferral: int
) -> None:
    code = next(account.code for account in ACCOUNTS if account.name == name)
    ledger = single_entry(account=code, income_fen=income, expense_fen=expense)
    found = statement(ledger, [0], *city_groups(ledger))
    assert [int(part[0, 0]) for part in (found.balance, found.advance, found.deferral)] == [balance, advance, deferral]


def test_a_row_without_account_is_cash_without_debt() -> None:
    facts = account_facts()
    assert bool(facts.cash[NO_ACCOUNT])
    assert not any(
        column[NO_ACCOUNT]
        for column in (facts.raises_advance, facts.repays_advance, facts.raises_deferral, facts.repays_deferral)
    )

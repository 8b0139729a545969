"""Which enterprises first: the optimum is that of brute force, to the fen, and what is not proven says so."""

from __future__ import annotations

import sys
import time

import numpy as np
import pytest

from xl_addin.rules.fund.optimum import most_workers, solver_name
from xl_addin.rules.fund.priority import Pools, cheapest_first, spent, upper_bound

City = tuple[np.ndarray, np.ndarray, np.ndarray, Pools]  # type: ignore[type-arg]


def city(seed: int) -> City:
    """A small city; in every third some needs differ by one fen, and the money is exactly what some set needs."""
    rng = np.random.default_rng(seed)
    count, systems = int(rng.integers(1, 9)), int(rng.integers(1, 4))
    size = 10 ** int(rng.integers(1, 12))
    need = rng.integers(0, size + 1, count)
    if seed % 3 == 0:
        step = max(size // 5, 1)
        need = need // step * step + rng.integers(0, 2, count)
    workers, system = rng.integers(0, 400, count), rng.integers(0, systems, count).astype(np.int32)
    pools = Pools(rng.integers(0, size, systems), int(need[rng.random(count) < 0.5].sum()))
    return need, workers, system, pools


def brute_force(need: np.ndarray, workers: np.ndarray, system: np.ndarray, pools: Pools) -> int:  # type: ignore[type-arg]
    sets = (np.array([number >> i & 1 for i in range(len(need))], dtype=np.bool_) for number in range(2 ** len(need)))
    return max(int(workers[chosen].sum()) for chosen in sets if spent(need, system, pools, chosen) <= pools.city)


def prove(seeds: range) -> None:
    pytest.importorskip("highspy", reason="the extra planning is not installed")
    for seed in seeds:
        need, workers, system, pools = city(seed)
        choice = most_workers(need, workers, system, pools).choice
        assert spent(need, system, pools, choice.chosen) <= pools.city, seed
        assert choice.workers == int(workers[choice.chosen].sum()) == brute_force(need, workers, system, pools), seed
        assert choice.proven, seed


def test_the_optimum_is_that_of_brute_force_in_100_cities() -> None:
    prove(range(100))


@pytest.mark.long
def test_the_optimum_is_that_of_brute_force_in_2000_cities() -> None:
    prove(range(100, 2100))


@pytest.mark.parametrize("seed", range(100))
def test_the_greedy_choice_can_be_paid_and_its_bound_holds(seed: int) -> None:
    need, workers, system, pools = city(seed)
    choice = cheapest_first(need, workers, system, pools)
    best = brute_force(need, workers, system, pools)
    assert spent(need, system, pools, choice.chosen) <= pools.city
    assert choice.workers <= best <= choice.bound == upper_bound(need, workers, system, pools)


def test_the_greedy_way_is_not_always_the_best_and_the_solver_finds_what_is() -> None:
    # The cheapest worker is of the first, after which neither of the others can be paid; they have 90, it has 70.
    pytest.importorskip("highspy", reason="the extra planning is not installed")
    need, workers, system = np.array([60, 50, 50]), np.array([70, 40, 50]), np.zeros(3, dtype=np.int32)
    pools = Pools(np.array([0]), 100)
    assert cheapest_first(need, workers, system, pools).workers == 70
    choice = most_workers(need, workers, system, pools).choice
    assert (choice.chosen.tolist(), choice.workers, choice.proven) == ([False, True, True], 90, True)


def test_a_fen_too_little_is_too_little() -> None:
    need, workers, system = np.array([10**11, 10**11 + 1]), np.array([5, 5]), np.zeros(2, dtype=np.int32)
    for more, settled in ((0, 5), (1, 10)):
        pools = Pools(np.array([0]), 2 * 10**11 + more)
        assert most_workers(need, workers, system, pools).choice.workers == settled


def test_money_of_a_system_settles_only_its_own() -> None:
    need, workers = np.array([100, 100]), np.array([3, 9])
    pools = Pools(np.array([100, 0]), 50)
    choice = most_workers(need, workers, np.array([0, 1], dtype=np.int32), pools).choice
    assert (choice.chosen.tolist(), choice.workers, choice.bound) == ([True, False], 3, 3)


def test_400_enterprises_take_less_than_five_seconds_of_processor_and_are_proven() -> None:
    pytest.importorskip("highspy", reason="the extra planning is not installed")
    rng = np.random.default_rng(7)
    workers = rng.integers(5, 900, 400)
    need, system = workers * rng.integers(2_000_000, 6_000_000, 400), rng.integers(0, 12, 400).astype(np.int32)
    pools = Pools(rng.integers(0, 10**10, 12), int(need.sum() * 3 // 10))
    begun = time.process_time()
    choice = most_workers(need, workers, system, pools).choice
    assert choice.proven
    assert time.process_time() - begun < 5
    assert choice.workers >= cheapest_first(need, workers, system, pools).workers


def test_without_the_solver_the_greedy_choice_stands_with_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    need, workers, system = np.array([60, 50, 50]), np.array([70, 40, 50]), np.zeros(3, dtype=np.int32)
    answer = most_workers(need, workers, system, Pools(np.array([0]), 100))
    assert (answer.solver, solver_name(), answer.choice.workers, answer.choice.bound) == ("", "", 70, 110)
    assert not answer.choice.proven


def test_the_solver_says_nothing_where_answers_go(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("highspy", reason="the extra planning is not installed")
    prove(range(20))
    assert capfd.readouterr().out == ""

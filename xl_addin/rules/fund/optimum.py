"""The exact optimum of 先后次序 by HiGHS (extra ``planning``), proven: a solver's answer is checked in whole fen.

A solver counts in floats. A set that it takes for payable and that is short by a fen is forbidden, and the solver is
asked again; what it takes for too dear and is not cannot be, because its tolerance only ever allows more. So the
bound holds, and what is printed as 最优 is. Without the solver, or out of time, the best known choice stands with its
bound. Leaves out which of several best choices is the nicest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.rules.fund.priority import Choice, Pools, cheapest_first, spent
from xl_addin.values.money import Int64

SECONDS: Final = 4.0
_ROUNDS: Final = 50
"""How often a set that is short by fen is forbidden."""
_LARGEST: Final = 20
"""Money is scaled by a power of two (exactly) until the largest need has so many bits: a fen stays above tolerance."""
_CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Answer:
    """The choice, and whether the solver was there to look for it."""

    choice: Choice
    solver: str
    """Name and version; '' where it is not installed."""


def solver_name() -> str:
    """HiGHS with its version; '' where the extra is not installed."""
    try:
        import highspy  # noqa: F401
    except ImportError:
        return ""
    return f"HiGHS {version('highspy')}"


def most_workers(need: Int64, workers: Int64, system: NDArray[np.int32], pools: Pools) -> Answer:
    """Settle most workers: greedy first, then exactly where the bound leaves doubt and the solver is installed.

    >>> pools = Pools(np.array([0]), 100)
    >>> most_workers(np.array([60, 50]), np.array([70, 40]), np.zeros(2, dtype=np.int32), pools).choice.workers
    70
    """
    greedy = cheapest_first(need, workers, system, pools)
    name = solver_name()
    if greedy.proven or not name:
        return Answer(greedy, name)
    free = need == 0
    open_ = np.flatnonzero(~free & (workers > 0) & (need <= pools.by_system[system] + pools.city))
    model = _Model(need, workers, system, pools, open_)
    best, bound, certain = greedy, greedy.bound, int(workers[free].sum())
    for _ in range(_ROUNDS):
        chosen, limit = model.solve()
        bound = min(bound, certain + limit)
        if chosen is None:
            break
        chosen |= free
        found = int(workers[chosen].sum())
        payable = spent(need, system, pools, chosen) <= pools.city
        if payable and found > best.workers:
            best = Choice(chosen, found, bound)
        if payable or best.workers >= bound:
            break
        model.forbid(chosen)
    return Answer(Choice(best.chosen, best.workers, max(bound, best.workers)), name)


class _Model:
    """One binary an enterprise, one amount of city money a system."""

    def __init__(
        self, need: Int64, workers: Int64, system: NDArray[np.int32], pools: Pools, open_: NDArray[np.intp]
    ) -> None:
        import highspy

        self.size, self.open, self.workers = len(need), open_, workers
        # The class above this one prints a banner to standard output as it is made, where answers of ours go.
        self.highs: Any = highspy._core._Highs()
        options: dict[str, bool | float] = {"output_flag": False, "threads": 1, "time_limit": SECONDS}
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
        for option, value in options.items():
            self.highs.setOptionValue(option, value)
        scale = 2.0 ** max(int(need.max(initial=1)).bit_length() - _LARGEST, 0)
        homes = sorted(set(system[open_].tolist()))
        inf = highspy.kHighsInf
        for i in open_.tolist():
            self.highs.addCol(-float(workers[i]), 0.0, 1.0, 0, [], [])
        for place in range(len(open_)):
            self.highs.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for _ in homes:
            self.highs.addCol(0.0, 0.0, pools.city / scale, 0, [], [])
        for n, home in enumerate(homes):
            mine = np.flatnonzero(system[open_] == home)
            columns = [*mine.tolist(), len(open_) + n]
            values = [*(need[open_[mine]] / scale).tolist(), -1.0]
            self.highs.addRow(-inf, float(pools.by_system[home]) / scale, len(columns), columns, values)
        of_city = [len(open_) + n for n in range(len(homes))]
        self.highs.addRow(-inf, pools.city / scale, len(of_city), of_city, [1.0] * len(of_city))

    def solve(self) -> tuple[NDArray[np.bool_] | None, int]:
        """The set that the solver chooses (None if it has none), and the workers that no set exceeds."""
        import highspy

        self.highs.run()
        info = self.highs.getInfo()
        bound = -info.mip_dual_bound
        limit = math.floor(bound + _CLOSE) if math.isfinite(bound) else int(self.workers[self.open].sum())
        if info.primal_solution_status != highspy.kSolutionStatusFeasible:
            return None, limit
        chosen = np.zeros(self.size, dtype=np.bool_)
        values = np.array(self.highs.getSolution().col_value[: len(self.open)])
        chosen[self.open[values > 0.5]] = True
        return chosen, limit

    def forbid(self, chosen: NDArray[np.bool_]) -> None:
        """No set may hold all of these enterprises: needs are never negative."""
        import highspy

        columns = np.flatnonzero(chosen[self.open]).tolist()
        self.highs.addRow(-highspy.kHighsInf, len(columns) - 1.0, len(columns), columns, [1.0] * len(columns))

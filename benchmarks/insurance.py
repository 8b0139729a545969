"""Arrears of 100,000 persons over 240 months, exact, with rate and average changes: CPU seconds.

Synthetic and seeded. The first figure has one wage and one average a person, as a roster has them; the second
a wage for each person and each of twenty years, and an average a year, so that every year is an interval of
its own. The third is the whole table function on a roster of 20,000 rows, cells in, cells out.
"""

from __future__ import annotations

import numpy as np
from cpu_clock import RUNS, cpu_seconds

from xl_addin.functions import call
from xl_addin.policy.profiles import shipped_policy
from xl_addin.rules.insurance.contributions import Steps, arrears, steady
from xl_addin.values.dates import FIRST_YEAR
from xl_addin.values.money import MICRO

PERSONS = 100_000
MONTHS = 240
ROSTER = 20_000
SEED = 20111


def roster() -> list[list[object]]:
    rng = np.random.default_rng(SEED)
    headings = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "养老欠缴起", "养老欠缴止"]
    rows: list[list[object]] = [[*headings, "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资", "在岗状态"]]
    for wage, year in zip(
        rng.integers(500, 9000, ROSTER).tolist(), rng.integers(1999, 2005, ROSTER).tolist(), strict=True
    ):
        period = [f"{year}-03", "2010-12"]
        rows.append(["虚构", "1985-07-01", "2011-09-28", wage, *period, *period, wage, 2000, "在岗"])
    return rows


def main() -> None:
    rng = np.random.default_rng(SEED)
    first = np.full(PERSONS, (1998 - FIRST_YEAR) * 12, dtype=np.int32)
    last = first + MONTHS - 1
    policy = shipped_policy()
    fen = MICRO // 100
    wage, average = (steady(rng.integers(30_000, 900_000, PERSONS) * fen) for _ in range(2))
    years = np.array([(year - FIRST_YEAR) * 12 for year in range(1998, 2018)], dtype=np.int32)
    wages = Steps(years, rng.integers(30_000, 900_000, (PERSONS, len(years))) * fen)
    averages = Steps(years + 6, rng.integers(100_000, 500_000, (1, len(years))) * fen)
    averages = Steps(np.concatenate([years[:1], averages.first_months[1:]]), averages.micro)
    simple = cpu_seconds(lambda: arrears("养老", first, last, wage, average, policy))
    stepped = cpu_seconds(lambda: arrears("养老", first, last, wages, averages, policy))
    rows = roster()
    table = cpu_seconds(lambda: call("SOE_PACKAGE_TABLE", rows))
    print(f"{PERSONS:,} persons x {MONTHS} months of arrears, both payers, exact, best of {RUNS} runs, CPU seconds")
    print(f"one wage and average a person         {simple:.3f}")
    print(f"twenty yearly wages and averages      {stepped:.3f}")
    print(f"SOE_PACKAGE_TABLE, {ROSTER:,} rows       {table:.3f}")


if __name__ == "__main__":
    main()

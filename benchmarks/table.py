"""Whole rosters by the table functions and the DataFrame API beside single calls: CPU seconds and ratios of one run.

Synthetic, seeded persons with mixed dates, wages, floors, caps and grounds. The calculation alone, on arrays, is shown
beside them: what is above it is reading cells and writing the notes. Nothing is asserted here; that each row equals a
single call is in the tests.
"""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pandas as pd
from cpu_clock import cpu_seconds

from xl_addin import package_table, severance_table
from xl_addin.functions import call
from xl_addin.policy.profiles import shipped_policy
from xl_addin.rules.severance.blocks import severance_in_blocks
from xl_addin.rules.severance.wages import Wages
from xl_addin.values.dates import day_number
from xl_addin.values.money import MICRO

SEED = 20111
ROWS, SINGLE, FRAME, RUNS = 20_000, 2_000, 1_000_000, 3
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "建国志强秀英丽玉兰桂芳春梅海燕军伟勇磊静敏洋艳杰娟涛超明刚平辉鹏飞"
HEADINGS = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资", "解除事由"]
PERIODS = ["养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资"]
GROUNDS = ["客观变化", "协商", "裁员", "期满", None]


def persons(size: int) -> list[list[object]]:
    """Made-up workers as a roster has them, a list of cells each."""
    chance = random.Random(SEED)
    first, last = dt.date(1970, 1, 1), dt.date(2009, 1, 1)
    return [
        [
            chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN),
            first + dt.timedelta(chance.randrange(14_000)),
            last + dt.timedelta(chance.randrange(1_500)),
            chance.randrange(60_000, 900_000) / 100,
            1500,
            2300,
            chance.choice(GROUNDS),
        ]
        for _ in range(size)
    ]


def frame(rows: list[list[object]]) -> pd.DataFrame:
    """The same as typed columns."""
    typed = pd.DataFrame(rows, columns=HEADINGS)
    return typed.assign(**{name: pd.to_datetime(typed[name]) for name in HEADINGS[1:3]})


def kernel(rows: list[list[object]]) -> float:
    """The calculation alone, from arrays to fen."""
    start, end = (np.array([day_number(row[place]) for row in rows], dtype=np.int32) for place in (1, 2))
    own = np.array([round(row[3] * MICRO) for row in rows], dtype=np.int64)
    wages = Wages(own, np.full(len(rows), 1500 * MICRO), np.full(len(rows), 2300 * MICRO))
    ground = np.full(len(rows), 3, dtype=np.int8)
    return cpu_seconds(lambda: severance_in_blocks(start, end, wages, ground, shipped_policy()), RUNS)


def main() -> None:
    rows = persons(ROWS)
    single = cpu_seconds(lambda: [call("SOE_SEVERANCE", *row[1:]) for row in rows[:SINGLE]], RUNS) / SINGLE
    table = cpu_seconds(lambda: call("SOE_SEVERANCE_TABLE", [HEADINGS, *rows]), RUNS) / ROWS
    print(f"best of {RUNS} runs, CPU microseconds a row")
    print(f"SOE_SEVERANCE, single calls                {single * 1e6:8.1f}")
    print(f"SOE_SEVERANCE_TABLE of {ROWS:,} rows       {table * 1e6:8.1f}   {single / table:.0f} times as fast")
    owing = [[*row, "2008-01", "2010-12", "2008-01", "2010-12", row[3], 2300] for row in rows]
    headings = [*HEADINGS, *PERIODS]
    one = cpu_seconds(lambda: [call("SOE_PACKAGE", headings, row) for row in owing[:200]], 1) / 200
    package = cpu_seconds(lambda: call("SOE_PACKAGE_TABLE", [headings, *owing]), RUNS) / ROWS
    print(f"SOE_PACKAGE, single calls                  {one * 1e6:8.1f}")
    print(f"SOE_PACKAGE_TABLE of {ROWS:,} rows         {package * 1e6:8.1f}   {one / package:.0f} times as fast")
    parts = cpu_seconds(lambda: package_table(pd.DataFrame(owing, columns=headings)), RUNS) / ROWS
    print(f"package_table of {ROWS:,} rows             {parts * 1e6:8.1f}")
    many = persons(FRAME)
    alone = kernel(many)
    data = frame(many)
    del many
    seconds = cpu_seconds(lambda: severance_table(data), RUNS)
    print(f"severance_table of {FRAME:,} rows: {seconds:.2f} CPU seconds; the calculation alone {alone:.2f}")


if __name__ == "__main__":
    main()

"""The fund's ledger at a million entries: statements at sixty month ends from columns, and reading a range.

Synthetic, seeded ledger of 400 enterprises in 20 systems over six years, all accounts, some entries reversed.
CPU seconds are printed, never asserted.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from cpu_clock import RUNS, cpu_seconds

from xl_addin.functions import call
from xl_addin.policy.fund import fund_policy
from xl_addin.rules.fund.ledger import Ledger
from xl_addin.rules.fund.plan import Enterprise, Need, plan_city
from xl_addin.rules.fund.statement import city_groups, statement
from xl_addin.sheets.ledger_range import read_ledger
from xl_addin.values.dates import add_months

ENTRIES = 1_000_000
SHEET_ROWS = 20_000
FIRMS, SYSTEMS, DATES = 400, 20, 60
SEED = 20119
FIRST_DAY = 14_245  # 2009-01-01


def columns() -> Ledger:
    """A seeded ledger: each entry on one side, amounts to 500,000 yuan, one in fifty a reversal."""
    rng = np.random.default_rng(SEED)
    accounts = np.array([account.side == "in" for account in fund_policy().accounts])
    account = rng.integers(0, len(accounts), ENTRIES).astype(np.int32)
    amount = rng.integers(1, 50_000_000, ENTRIES) * np.where(rng.random(ENTRIES) < 0.02, -1, 1)
    firm = rng.integers(0, FIRMS, ENTRIES).astype(np.int32)
    return Ledger(
        day=(FIRST_DAY + rng.integers(0, 2190, ENTRIES)).astype(np.int32),
        account=account,
        income_fen=np.where(accounts[account], amount, 0),
        expense_fen=np.where(accounts[account], 0, amount),
        opening=np.zeros(ENTRIES, dtype=bool),
        enterprise=firm,
        system=(firm % SYSTEMS).astype(np.int32),
    )


def month_ends() -> list[int]:
    """The last days of sixty months."""
    first = np.full(DATES, FIRST_DAY, dtype=np.int32)
    return (add_months(first, np.arange(1, DATES + 1, dtype=np.int32)) - 1).tolist()


def sheet(ledger: Ledger) -> list[list[object]]:
    """The first entries as a range of cells."""
    names = [account.name for account in fund_policy().accounts]
    rows: list[list[object]] = [["序号", "日期", "企业名称", "所属系统", "科目", "摘要", "收入金额", "支出金额"]]
    for i in range(SHEET_ROWS):
        income, expense = int(ledger.income_fen[i]) / 100 or None, int(ledger.expense_fen[i]) / 100 or None
        firm, system = f"企业{ledger.enterprise[i]}", f"系统{ledger.system[i]}"
        day = int(ledger.day[i]) + 25_569
        rows.append([i, day, firm, system, names[ledger.account[i]], f"凭证{i}", income, expense])
    return rows


def city() -> tuple[list[Enterprise], list[Need]]:
    """Enterprises with needs in all tiers."""
    rng = np.random.default_rng(SEED)
    money = rng.integers(0, 10**9, (FIRMS, 2)).tolist()
    firms = [Enterprise(f"企业{i}", f"系统{i % SYSTEMS}", *own) for i, own in enumerate(money)]
    amounts = rng.integers(0, 3 * 10**8, (FIRMS, 6)).tolist()
    needs = [Need(i, f"项{t}", t, fen) for i, own in enumerate(amounts) for t, fen in enumerate(own)]
    return firms, needs


def main() -> None:
    ledger, days = columns(), month_ends()
    rows = sheet(ledger)
    started = time.process_time()
    read_ledger(rows)
    first = time.process_time() - started
    firms, needs = city()
    jobs: list[tuple[str, Callable[[], object]]] = [
        (f"city, {DATES} month ends", lambda: statement(ledger, days, *city_groups(ledger))),
        (f"{SYSTEMS} systems, {DATES} month ends", lambda: statement(ledger, days, ledger.system, SYSTEMS)),
        (f"{FIRMS} enterprises, {DATES} month ends", lambda: statement(ledger, days, ledger.enterprise, FIRMS)),
    ]
    print(f"{ENTRIES:,} ledger entries from columns, best of {RUNS} runs, CPU seconds")
    for name, job in jobs:
        print(f"{name:<45} {cpu_seconds(job):.3f}")
    print(f"a range of {SHEET_ROWS:,} rows, CPU seconds")
    print(f"{'read for the first time':<45} {first:.3f}")
    print(f"{'each further cell that asks for a balance':<45} {cpu_seconds(lambda: call('基金余额', rows)):.3f}")
    print(
        f"plan of {FIRMS} enterprises, {len(needs):,} needs {'':<10} {cpu_seconds(lambda: plan_city(firms, needs)):.3f}"
    )


if __name__ == "__main__":
    main()

"""Rules of the special fund (专项调剂基金专户): ledger, balances, waterfall, transfers, debts, city plan."""

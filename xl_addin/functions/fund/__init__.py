"""Functions of the special fund: balances, debts, statements, sharing, schedules."""

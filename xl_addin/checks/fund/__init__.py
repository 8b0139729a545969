"""Checks of the special fund: entries, balances, debts, uses, payments, sources, deferrals."""

"""Checks of amounts on severance and insurance sheets: units, wages, months, money, sums."""

"""Checks of the prescribed steps: which are missing, their order, intervals, votes, prices, papers."""

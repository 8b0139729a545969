"""Checks of persons: who they are, what is said of them, on one sheet and across sheets."""

"""Checks of registers: petitions, publicity, responsible units, dates."""

"""Votes, deadlines, the calendar of working days."""

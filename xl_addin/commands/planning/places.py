"""Where the cells of 资金方案 stand: every formula of its sheets refers to others by these names.

Conditions stand in column C, one a row; each enterprise has one row in each of four tables below each other.
"""

from __future__ import annotations

from typing import Final

from xl_addin.commands.criteria import equal_to

TITLE: Final = "资金方案"
CONDITIONS: Final = (
    "sale", "land", "cost", "need", "option", "share", "keeps", "fiscal", "all_advances", "all_deferrals", "order",
    "advance_rate", "advance_months", "deferral_rate", "deferral_years",
)  # fmt: skip
"""The blue conditions, in the order of their rows."""
RESULTS: Final = (
    "need", "own", "own_paid", "moved", "advance", "deferral", "fiscal", "gap", "debt", "left", "settled_firms",
    "settled", "coverage", "interest", "proof",
)  # fmt: skip
"""The results, in the order of their rows."""


class Places:
    """Rows of a city of so many enterprises; ``before`` rows (title, day, cautions, empty) stand above."""

    def __init__(self, firms: int, before: int) -> None:
        self.firms = firms
        # Section and heading, then the rows themselves; an empty row after each part.
        self.conditions = before + 3
        self.results = self.conditions + len(CONDITIONS) + 1 + 2
        self.data = self.results + len(RESULTS) + 1 + 2
        # Each table of enterprises has a total, an empty row, a section and a heading before the next.
        self.means = self.data + firms + 4
        self.steps = self.means + firms + 4
        # What all advances and all deferrals may be stands between section and heading.
        self.loans = self.steps + firms + 4 + 2

    def condition(self, name: str, sheet: str = "") -> str:
        """The cell of a condition."""
        return f"{sheet}$C${self.conditions + CONDITIONS.index(name)}"

    def result(self, name: str, sheet: str = "") -> str:
        """The cell of a result."""
        return f"{sheet}$C${self.results + RESULTS.index(name)}"

    @property
    def all_loans(self) -> tuple[str, str]:
        """What all advances and what all deferrals may be: the limit of the city, else what the enterprises may."""
        return f"$B${self.loans - 3}", f"$B${self.loans - 2}"

    def column(self, table: str, letters: str, sheet: str = "") -> str:
        """A column of a table (data, means, steps, loans) over all enterprises."""
        first = getattr(self, table)
        return f"{sheet}${letters}${first}:${letters}${first + self.firms - 1}"

    def of_system(self, row: int) -> str:
        """Criterion of a SUMIFS: the system of the enterprise whose row in the data table is given."""
        return f"{self.column('data', 'B')},{equal_to(f'$B{row}')}"

    def before(self, turn: str) -> str:
        """Criterion of a SUMIFS: enterprises that come before the one whose turn stands in a cell."""
        return f'{self.column("steps", "B")},"<"&{turn}'

    def upto(self, turn: str) -> str:
        """Criterion of a SUMIFS: that enterprise, too."""
        return f'{self.column("steps", "B")},"<="&{turn}'

"""What stands on each blank sheet: the data of ``templates.toml``, with lists of words that come from the policy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.fund import EXPENSE, INCOME, fund_policy
from xl_addin.policy.grounds import grounds
from xl_addin.policy.groups import OFFERED
from xl_addin.policy.procedure_limits import limit, procedure_limits

FILE: Final = Path(__file__).with_name("templates.toml")
LEVEL: Final = "|"
_SCHEDULE: Final = "SOE_DEFERRAL_SCHEDULE($B{top},$C{top},$E{top},$D{top})"
_FIGURES: Final = {
    "petition_days": "petition_handle_days",
    "special_man": "special_post_age_man",
    "special_woman": "special_post_age_woman",
}
"""Figures of the policy that formulas hold, by their name in the data."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a blank sheet."""

    head: str
    width: float
    style: str
    words: tuple[str, ...]
    formula: str
    sum: str
    """Function that sums the column up, '' for none."""
    own: bool = False
    """Has a cell in every row of a block; other columns have one for all of it."""
    later: str = ""
    """The formula of the rows of a block after its first."""


@dataclass(frozen=True, slots=True)
class Template:
    """One blank sheet; ``policy`` says that its formulas need the 政策 sheet, ``block`` how many rows a record has."""

    kind: str
    title: str
    note: str
    rows: int
    policy: bool
    columns: tuple[TemplateColumn, ...]
    block: int = 1

    @property
    def levels(self) -> int:
        """Rows of headings."""
        return 2 if any(LEVEL in column.head for column in self.columns) else 1

    def formula(self, column: TemplateColumn, row: int, head: int, policy: str) -> str | None:
        """The formula of a cell under the row of headings ``head``; None for none."""
        place = (row - head - 1) % self.block
        text = (column.later or column.formula) if place else column.formula
        if not text or (place and not column.own and self.block > 1):
            return None
        top = row - place
        figures = {name: str(limit(figure).count) for name, figure in _FIGURES.items()}
        return text.format(
            row=row, head=head, first=head + 1, top=top, end=top + self.block - 1, above=row - 1, n=place + 1,
            policy=policy, schedule=_SCHEDULE.format(top=top), **figures,
        )  # fmt: skip


@cache
def template_file() -> Mapping[str, Any]:
    """The data as it is written."""
    with FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def templates() -> Mapping[str, Template]:
    """Give every template by its kind.

    >>> list(templates())[:2]
    ['职工花名册', '经济补偿金测算表']
    """
    return {raw["kind"]: _read(raw) for raw in template_file()["template"]}


def _read(raw: Mapping[str, Any]) -> Template:
    columns = tuple(
        TemplateColumn(
            one["head"],
            one["width"],
            one["style"],
            _words(one.get("words", ())),
            one.get("formula", ""),
            one.get("sum", ""),
            one.get("own", False),
            one.get("later", ""),
        )
        for one in raw["columns"]
    )
    return Template(
        raw["kind"], raw["title"], raw["note"], raw["rows"], raw["policy"], columns, raw.get("block", 1)
    )  # fmt: skip


def _words(words: str | Sequence[str]) -> tuple[str, ...]:
    """Give the words of a drop-down; a name stands for a list of the policy."""
    if isinstance(words, str):
        return tuple(dict.fromkeys(_lists()[words]))
    return tuple(words)


@cache
def _lists() -> Mapping[str, Sequence[str]]:
    accounts = fund_policy().accounts
    uses = [one.name for one in accounts if one.side == EXPENSE and not one.transfer and not one.liability]
    return {
        "accounts": [one.name for one in accounts],
        "payments": uses,
        "sources": [one.name for one in accounts if one.side == INCOME],
        "grounds": [ground.label for ground in grounds()],
        "statuses": OFFERED,
        "bodies": [body.name for body in procedure_limits().bodies],
    }

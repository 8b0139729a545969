"""What a paper says, as data: every fact with the cell that it comes from; what is not known is a blank to fill in.

Pure data that a template is filled with (:mod:`xl_addin.files.papers.filling`) and that a paper is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

BLANK: Final = "____"
"""What stands for something that the workbook does not say."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its text, the cell or cells that it comes from (``测算表!L5``; '' for none), what is asked for."""

    text: str
    source: str = ""
    asked: str = ""
    """For a blank: what must be written there, and by whom."""
    secret: bool = False
    """A name or a number of a person: no message repeats it."""

    @property
    def is_blank(self) -> bool:
        """Whether somebody must fill it in."""
        return self.text == BLANK


def blank(asked: str) -> Fact:
    """A fact that the workbook does not say.

    >>> blank("公示起止日期").text
    '____'
    """
    return Fact(BLANK, asked=asked)


Row = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class PaperData:
    """One paper of one enterprise: single facts by their Chinese names, and groups of rows."""

    kind: str
    """What it is, and the name of its template: 经济补偿金公示."""
    enterprise: str
    single: Mapping[str, Fact]
    groups: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    pages: str = ""
    """The group each row of which has a page of its own; '' where the paper is one text."""
    cautions: tuple[str, ...] = ()
    """What must be cleared up before the paper is used; listed with the blanks."""
    masked: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Cell (``表!A1``) to what the checks find wrong there: told by a paper that shows it, or a sum of it."""


@dataclass(frozen=True, slots=True)
class Control:
    """A fact as it stands in a written paper: its name (``职工.姓名``), its row (0 for a single fact), its text."""

    name: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as it was found: what it is, its facts as they stand, and as they were when it was written."""

    kind: str
    enterprise: str
    masked: bool
    controls: tuple[Control, ...]
    recorded: Mapping[tuple[str, int], tuple[str, str]]
    """Name and row to the source cell and the text of then."""

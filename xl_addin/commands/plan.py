"""What a command wants done, as pure data that any host applies.

A :class:`SheetPlan` adds marks and report sheets to (a copy of) the user's workbook; applying it replaces those of
earlier plans, so that a command run twice leaves what one run leaves, and an empty plan clears them. A
:class:`BookPlan` is a new workbook beside the user's, which stays as it is; a :class:`CopyPlan` is a copy of the
user's own book with changes. A :class:`MessagePlan` only tells; a :class:`RecalculationPlan` asks the host to compute
every call of ours anew; a :class:`FillPlan` asks it to enter a formula as an array over the cells of its result.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.looks import Mark
from xl_addin.tables.grid import CellValue
from xl_addin.values.findings import FindingTable
from xl_addin.values.persons import mask_text


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Marks on users' cells, report sheets to add, and one Chinese line that tells the user what was done.

    >>> SheetPlan(summary="已清除标记").marks
    ()
    """

    marks: tuple[Mark, ...] = ()
    reports: tuple[NewSheet, ...] = ()
    summary: str = ""
    faults: int = 0
    """Findings of severity error, also those about a whole sheet that mark no cell."""
    findings: FindingTable = field(default_factory=FindingTable, compare=False)
    """What the reports say, for a host that shows it beside the workbook as well."""


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A workbook to be written beside the user's, one Chinese line for the user, and what it is called."""

    book: NewBook
    summary: str
    suffix: str
    """Goes after the name of the user's workbook: ``-职工确认单``."""
    faults: int = 0
    """Persons or rows that could not be computed: as grave as findings of severity error."""
    masked: bool = False
    """Made for all to see: its file's name must hold no ID number either."""


@dataclass(frozen=True, slots=True)
class MessagePlan:
    """A text to show (a message box, the terminal); nothing is written."""

    title: str
    text: str
    """Chinese lines, separated by line feeds."""
    report: str = ""
    """The same for whoever maintains the product, without a word of the user's; a host that can writes it to a file."""


@dataclass(frozen=True, slots=True)
class RecalculationPlan:
    """Every call of ours is to be computed anew where it stands; marks and report sheets stay."""


@dataclass(frozen=True, slots=True)
class FillPlan:
    """The formula of ``cell`` is to be entered as one array formula over ``ref``, whose other cells are empty now."""

    sheet: str
    cell: str
    ref: str
    summary: str


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """A copy of the user's book: ``frozen`` cells lose their formula and keep their value; ``values`` are replaced.

    ``reports`` are sheets to add that stay with the copy; ``without_links`` drops the links to the add-in, and the
    rules, calculated columns and names that call it. The original stays as it is.
    """

    frozen: Mapping[str, frozenset[tuple[int, int]]]
    values: Mapping[str, Mapping[tuple[int, int], CellValue]]
    reports: tuple[NewSheet, ...]
    summary: str
    suffix: str
    """Goes after the name of the user's workbook: ``-交付副本``."""
    without_links: bool = True
    masked_texts: Mapping[str, str] | None = None
    """None for a copy with full ID numbers. Else they are masked in every part of the file, and each of these texts
    of cells (readable as an ID number or not) is replaced by the other."""
    faults: int = 0
    """Calls of ours that could not be computed; their cells show an error value."""
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Blank rows of forms that the copy hides, by sheet, where that does no harm."""


Plan = SheetPlan | BookPlan | CopyPlan | MessagePlan | RecalculationPlan | FillPlan
"""Whatever a command may want done."""


def masked_book(book: NewBook) -> NewBook:
    """The workbook with every ID number in its texts and titles masked.

    >>> sheet = NewSheet("公示表", [[NewCell("王三 11010519491231002X"), NewCell(1600)]], [20, 10])
    >>> [cell.value for cell in masked_book(NewBook("公示表", [sheet])).sheets[0].rows[0]]
    ['王三 110105********002X', 1600]
    """
    return replace(book, sheets=[masked_sheet(sheet) for sheet in book.sheets])


def masked_sheet(sheet: NewSheet, known: Collection[str] = ()) -> NewSheet:
    """The sheet with every ID number in its texts and title masked, and every number ``known`` to be one."""
    return replace(sheet, title=mask_text(sheet.title, known), rows=[_masked_row(row, known) for row in sheet.rows])


def _masked_row(row: Sequence[NewCell], known: Collection[str]) -> list[NewCell]:
    return [replace(cell, value=mask_text(cell.value, known)) if isinstance(cell.value, str) else cell for cell in row]


def masked_stem(stem: str) -> str:
    """The name of a file made for all to see; Windows has no stars in names.

    >>> masked_stem("名单-11010519491231002X")
    '名单-110105xxxxxxxx002X'
    """
    return mask_text(stem).replace("*", "x")

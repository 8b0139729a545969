"""What is added to a copy of a workbook, as data: marks on cells, report sheets and their charts.

How it becomes parts of the file is :mod:`xl_addin.files.edits`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportCell:
    """A cell of a report; ``style`` is a name of :data:`styles.LOOKS`, ``link`` a (sheet, cell) of the same book."""

    value: str | int | float | None
    style: str = ""
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A sheet of ours to add; ``widths`` in characters, ``freeze_row`` rows stay on screen, ``repeat_row`` on paper."""

    title: str
    rows: list[list[ReportCell]]
    widths: list[float]
    freeze_row: int
    filter_ref: str | None
    merges: list[str]
    landscape: bool
    repeat_row: int | None
    charts: tuple[ReportChart, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A stacked bar chart over cells of its own report sheet; references are like ``B31:B35``, sizes in pixels."""

    title: str
    anchor: str
    """Upper left cell of the chart."""
    categories: str
    series: tuple[tuple[str, str], ...]
    """Name and values of each series; the last one is pale: what is lacking."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell, or a small range such as ``D7:F7``, to mark; ``style`` is ``error``, ``missing`` or ``notice``."""

    sheet: str
    cell: str
    style: str

"""``check_table`` for Python users: the checks of one sheet, on a DataFrame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_addin.commands.checking.examination import examine
from xl_addin.hosts.frames.cells import Frame, read_frame
from xl_addin.hosts.frames.policies import policy_of
from xl_addin.policy.options import closest
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.ledger_columns import settled
from xl_addin.sheets.readings import checked_layouts, lacking
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.tables.grid import BookGrid, SheetGrid, parse_address
from xl_addin.tables.layouts import Layout
from xl_addin.tables.recognition import read_sheet
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Finding, FindingTable

if TYPE_CHECKING:
    import pandas as pd

_PLACES: Final = ("row", "column")
_ANY: Final = "DataFrame"


@dataclass(frozen=True, slots=True)
class TableFinding(Finding):
    """A finding in a DataFrame: ``row`` is the label of the record, ``column`` the name of the column.

    ``row`` is None for what is about a heading, both are None for what is about the whole table. ``cell`` and the
    rows in messages count as on a sheet with the names of the columns in row 1.
    """

    row: Hashable = None
    column: str | None = None


class TableFindings(FindingTable):
    """Findings of a DataFrame, with the label and the name by which its user finds each cell."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._places: dict[str, list[Any]] = {name: [] for name in _PLACES}
        super().__init__(findings)

    def add(self, finding: Finding) -> None:
        """Append one finding."""
        super().add(finding)
        for name, values in self._places.items():
            values.append(getattr(finding, name, None))

    def __iter__(self) -> Iterator[TableFinding]:
        for finding, row, column in zip(super().__iter__(), *self._places.values(), strict=True):
            yield TableFinding(**_fields(finding), row=row, column=column)

    def column(self, name: str) -> list[Any]:
        """One column, ``row`` and ``column`` among them, in order of finding."""
        return list(self._places[name]) if name in self._places else super().column(name)

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with one row per finding; ``row`` and ``column`` say where."""
        frame = super().to_pandas()
        for offset, (name, values) in enumerate(self._places.items(), start=2):
            frame.insert(offset, name, values)
        return frame


def check_table(df: Any, kind: str | None = None, policy: Any = None, today: dt.date | None = None) -> TableFindings:
    """Check a DataFrame as the sheet of that kind is checked in a workbook.

    ``df`` is a DataFrame of pandas, polars, pyarrow or any other kind that narwhals knows, with the headings that
    worksheets use as names of its columns. ``kind`` is a kind of sheet by its id or title (``roster`` or 职工花名册,
    ``severance``, ``arrears``, ``ledger``, ``procedure`` …); without it the headings decide. ``policy`` is as for
    :func:`xl_addin.severance_table`; ``today`` is the day on which open cases are judged, by default the day of the
    call. What needs other sheets beside this one is not judged.

    Returns the findings, each with ``row`` (the label in the pandas index, else the number of the record from 0) and
    ``column`` (its name), and ``not_checked``. Raises :class:`xl_addin.InputError` where the names of the columns are
    not of that kind.

    >>> import pandas as pd
    >>> roster = pd.DataFrame([["王三", "99010119631020001X", "男", "1985-07-01"]], index=["A-7"])
    >>> roster.columns = ["姓名", "身份证号", "性别", "参加工作时间"]
    >>> [(each.row, each.column, each.code) for each in check_table(roster, "roster")]
    [('A-7', '身份证号', 'ID_CHECK_DIGIT')]
    """
    wanted = _layout(kind) if kind else None
    frame, judged_by = read_frame(df), policy_of(policy)
    sheet = SheetGrid(wanted.title if wanted else _ANY, "", list(frame.rows))
    book = SheetBook(BookGrid(Path(_ANY), [sheet]), today or dt.date.today(), judged_by)
    if wanted:
        of_kind = [table for table in settled(read_sheet(sheet, wanted)) if table.kind == wanted.kind]
        book.tables = [one_record_a_worker(table) for table in of_kind]
    if not book.tables:
        raise InputError(f"不能校验：{lacking(sheet, [wanted] if wanted else checked_layouts())}")
    found = examine(book).findings
    placed = TableFindings(TableFinding(**_fields(each), **_place(frame, each.cell)) for each in found)
    placed.not_checked, placed.hanging = list(found.not_checked), dict(found.hanging)
    return placed


def _layout(kind: str) -> Layout:
    known = {name: layout for layout in checked_layouts() for name in (layout.kind, layout.title)}
    if kind not in known:
        shown = "、".join(f"{layout.kind}（{layout.title}）" for layout in checked_layouts())
        raise InputError(f"没有名为“{kind}”的表，可用：{shown}{closest(kind, known)}")
    return known[kind]


def _fields(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "severity": finding.severity}


def _place(frame: Frame, cell: str | None) -> dict[str, Any]:
    """The label and the name at the address of a cell, of an area those of its first cell."""
    if cell is None:
        return {}
    row, col = parse_address(cell.partition(":")[0])
    return {"row": frame.label(row), "column": frame.names[col - 1] if col <= len(frame.names) else None}

"""How each sheet of a workbook was read: taken for what, which column as what, which rows, and what was not read.

A filled cell is used, explained or named here; nothing is passed over in silence. For the report, for programs, and
for the short line that every command gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.headers import nearest_header
from xl_addin.tables.labels import heading as read_heading
from xl_addin.tables.layouts import Layout, layouts
from xl_addin.tables.office_headings import office_headings
from xl_addin.tables.record_rows import FORM, HEADING, NUMBERING, REMARK, is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import unread_columns

SILENT_KINDS: Final = frozenset({"policy"})
"""Kinds of sheet that are not told of: they are settings."""
UNCHECKED_KINDS: Final = SILENT_KINDS | {"payroll"}
"""Kinds of sheet that hold nothing to check."""
_SHOWN: Final = 6
_SHEETS: Final = 3
_NO_HEADINGS: Final = "没有认出表头"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One table of a sheet, or a sheet that is none (``kind`` None)."""

    sheet: str
    kind: str | None = None
    title: str = ""
    """What users call the kind."""
    header_rows: tuple[int, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    """Heading as typed to role."""
    names: dict[str, str] = field(default_factory=dict)
    """Heading as typed to what users call the role."""
    unread: tuple[str, ...] = ()
    persons: int = 0
    sums: tuple[int, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    joined: tuple[tuple[int, int], ...] = ()
    """Rows that go on with the worker of an earlier row, with that row."""
    why: str = ""
    """Why a sheet is no table that is known."""
    agreed: tuple[str, ...] = ()
    """Headings that are read as the office has said."""

    def to_dict(self) -> dict[str, Any]:
        """The reading for programs; whoever hands it out masks ID numbers in it."""
        skipped = [{"row": row, "why": why} for row, why in self.skipped]
        rows = {"persons": self.persons, "sums": len(self.sums), "skipped": skipped}
        joined = [{"row": row, "with": first} for row, first in self.joined]
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "header_rows": list(self.header_rows),
            "columns": dict(self.columns),
            "unread_columns": list(self.unread),
            "rows": rows | {"joined": joined},
        }

    @property
    def leaves_out(self) -> bool:
        """Whether filled rows or columns of it do not count."""
        return bool(self.kind is None or self.unread or any(why not in _USUAL for _, why in self.skipped))

    @property
    def line(self) -> str:
        """The reading in one line for people."""
        if self.kind is None:
            return f"“{self.sheet}”没有读：{self.why}"
        parts = [f"“{self.sheet}”读作{self.title}", f"{self.persons}行记录"]
        parts += [f"合计{len(self.sums)}行"] if self.sums else []
        parts += [f"第{row}行并入第{first}行（同一名职工）" for row, first in self.joined[:_SHOWN]]
        parts += [f"按本单位约定读的栏：{_few(self.agreed)}"] if self.agreed else []
        odd = [f"第{row}行{why}" for row, why in self.skipped if why not in _USUAL]
        parts += [f"没有计入：{_few(odd)}"] if odd else []
        parts += [f"没有读的栏：{_few(self.unread)}"] if self.unread else []
        return "，".join(parts)


_USUAL: Final = frozenset({REMARK, HEADING, NUMBERING, FORM})


def _few(texts: Sequence[str]) -> str:
    shown = "、".join(texts[:_SHOWN])
    return f"{shown}等{len(texts)}处" if len(texts) > _SHOWN else shown


def sheet_readings(book: SheetBook) -> list[SheetReading]:
    """Every sheet that users wrote and that holds anything, in the order of the workbook."""
    found: list[SheetReading] = []
    for sheet in book.grid.sheets:
        tables = [table for table in book.tables if table.sheet == sheet.name]
        if tables:
            found += [_reading(table, tables) for table in tables]
        elif not sheet.ours and any(not is_empty(value) for line in sheet.rows for value in line):
            found.append(SheetReading(sheet.name, why=book.gather(why_unknown)[sheet.name]))
    return found


def unread_text(book: SheetBook) -> str:
    """What a command says of the reading, in a few lines: sheets, rows, columns that did not count; '' if all did."""
    odd = [
        reading for reading in book.gather(sheet_readings) if reading.kind not in SILENT_KINDS and reading.leaves_out
    ]
    plain = [f"“{one.sheet}”" for one in odd if one.why == _NO_HEADINGS]
    lines = [f"没有读：{_few(plain)}没有认出表头"] if plain else []
    others = [one.line for one in odd if one.why != _NO_HEADINGS]
    lines += others[:_SHEETS]
    if len(others) > _SHEETS:
        lines.append(f"另有{len(others) - _SHEETS}张表也有没有读的内容，见“校验整簿”的结果")
    return "\n".join(lines)


def _reading(table: SheetTable, others: Sequence[SheetTable]) -> SheetReading:
    beside = [one.header for one in others if one.header.first_row == table.header.first_row]
    used = {col for header in beside for col in header.columns.values()}
    columns: dict[str, str] = {}
    names: dict[str, str] = {}
    for spec in table.specs():
        heading = table.label(spec.role)
        if heading in columns:
            heading = f"{heading}（{table.header_cell(spec.role)}）"
        columns[heading], names[heading] = spec.role, spec.name
    return SheetReading(
        table.sheet,
        table.kind,
        table.layout.title,
        tuple(range(table.header.first_row, table.header.last_row + 1)),
        columns,
        names,
        tuple(column.shown for column in unread_columns(table) if column.col not in used),
        len(table),
        tuple(table.sum_rows),
        tuple(sorted(table.skipped.items())),
        tuple((row, table.row_numbers[i]) for i, rows in table.further.items() for row in rows),
        agreed=tuple(text for text in columns if read_heading(text).key in office_headings().get(table.kind, {})),
    )


def why_unknown(book: SheetBook) -> dict[str, str]:
    """Say of every sheet of no known kind what was recognised on it, and what it lacks.

    >>> import datetime as dt
    >>> from pathlib import Path
    >>> from xl_addin.tables.grid import BookGrid
    >>> sheet = SheetGrid("名单", "", [["姓名", "身份证号", "籍贯"], ["王三", None, "丰城"]])
    >>> why_unknown(SheetBook(BookGrid(Path("a.xlsx"), [sheet]), dt.date(2011, 9, 28)))["名单"]
    '认出表头“姓名”、“身份证号”，作为职工花名册还缺：性别、出生年月、参加工作时间、进厂时间、用工性质…之一'
    """
    known = {table.sheet for table in book.tables}
    return {sheet.name: lacking(sheet) for sheet in book.grid.sheets if not sheet.ours and sheet.name not in known}


def checked_layouts() -> list[Layout]:
    """The kinds of sheet that are checked."""
    return [layout for layout in layouts() if layout.kind not in UNCHECKED_KINDS]


def nearest_kind(sheet: SheetGrid, wanted: Sequence[Layout] = ()) -> HeaderMatch | None:
    """The header that comes nearest to that of a ``wanted`` kind, or of any; None where none comes near."""
    found = [nearest_header(sheet, layout) for layout in wanted or checked_layouts()]
    best = max(found, key=lambda match: (_met(match.layout, match.columns), len(match.columns)), default=None)
    return best if best is not None and best.columns and _met(best.layout, best.columns) else None


def lacking(sheet: SheetGrid, wanted: Sequence[Layout] = ()) -> str:
    """Say what was recognised on a sheet and what it lacks, as one of the ``wanted`` kinds or as any at all."""
    match = nearest_kind(sheet, wanted)
    if match is None:
        if len(wanted) == 1:
            [only] = wanted
            return f"没有认出{only.title}的表头，要有：" + "，".join(_one_of(only, group) for group in only.required)
        known = f"；可识别：{'、'.join(layout.title for layout in wanted)}" if wanted else ""
        return f"{_NO_HEADINGS}{known}"
    layout = match.layout
    heads = "、".join(f"“{''.join(text.split())}”" for text in list(match.labels.values())[:_SHOWN])
    lacking = [group for group in layout.required if not any(role in match.columns for role in group)]
    return f"认出表头{heads}，作为{layout.title}还缺：" + "，".join(_one_of(layout, group) for group in lacking)


def _met(layout: Layout, columns: dict[str, int]) -> int:
    return sum(any(role in columns for role in group) for group in layout.required)


def _one_of(layout: Layout, group: Sequence[str]) -> str:
    names = [layout.columns[role].name for role in group]
    return names[0] if len(names) == 1 else "、".join(names[:5]) + ("…" if len(names) > 5 else "") + "之一"

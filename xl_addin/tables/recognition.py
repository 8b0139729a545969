"""Recognising the tables of a workbook, of one sheet, or of a range of a cell function.

A header that is repeated on the next printed page, or over the next enterprise of a list, goes on with its table; a
block whose money is in another unit is a table of its own.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain, product, takewhile
from typing import Any, Final

from xl_addin.tables.column_rows import joined, widest
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.headers import find_headers, nearest_header, read_header
from xl_addin.tables.heading_roles import holds_for_all
from xl_addin.tables.layouts import Layout
from xl_addin.tables.record_rows import HEADING as PAGE
from xl_addin.tables.record_rows import TITLE_CELLS, is_empty
from xl_addin.tables.row_split import split_rows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.statements import Said, said_in_notes, together
from xl_addin.tables.title_lines import Titles, page_starts, read_titles, sums_above, title_start, titles_begin

_BY_FIRM: Final = frozenset({"severance", "arrears", "roster", "payments", "reemployment", "owed"})
"""Lists that go on from one enterprise to the next; other sheets of two enterprises are two tables."""
_LARGE_RANGE: Final = 200_000
_NEAR: Final = 8
"""Rows from which on a header that ends higher up does not stand beside a table: none is so deep."""


WORKINGS: Final = "测算函数"
"""How the names of such sheets begin."""


def read_tables(book: BookGrid) -> list[SheetTable]:
    """Recognise every table of every sheet that users wrote; our own report sheets are left out."""
    return [table for sheet in book.sheets if not (sheet.ours or is_workings(sheet)) for table in read_sheet(sheet)]


def is_workings(sheet: SheetGrid) -> bool:
    """Tell a sheet of ours out of sight that computes in one call what another shows: its persons stand there.

    >>> is_workings(SheetGrid("测算函数", "", [["姓名", "合计"]]))
    False
    """
    call = sheet.formulas.get((1, 1))
    hidden = sheet.state != "visible" and sheet.name.startswith(WORKINGS)
    return hidden and call is not None and call.kind == "array"


def read_sheet(sheet: SheetGrid, wanted: Layout | None = None) -> list[SheetTable]:
    """Recognise the tables of one sheet, from top to bottom; what can be of the ``wanted`` kind is.

    >>> grid = SheetGrid("表一", "", [["姓名", "身份证号", "性别"], ["王三", None, "男"], ["合　计"], ["注：略"]])
    >>> table = read_sheet(grid)[0]
    >>> table.row_numbers, table.sum_rows, list(table.skipped), table.cell("id", 0)
    ([2], [3], [4], 'B2')
    """
    headers = find_headers(sheet, wanted)
    pages = page_starts(sheet, headers)
    starts = [title_start(sheet, row) for row in pages]
    begins = [titles_begin(sheet, header.first_row) for header in headers]
    anchors = _anchors(sheet)
    # in order, each from the headers below or above only: none begins below its own header, or ends above its own
    tops, title_tops, ends = sorted(starts), sorted(begins), sorted(header.last_row for header in headers)
    tables: list[SheetTable] = []
    for i, header in enumerate(headers):
        last_row = _first_over(tops, header.last_row, len(sheet.rows) + 1) - 1
        above = _last_under(ends, header.first_row)
        if above:
            used = tables[-1].row_numbers[-1:] + tables[-1].sum_rows[-1:]
            above = max([above, *(row for row in used if row < header.first_row)])
        titles = _with_unit(read_titles(sheet, above, header.first_row), header, tables)
        own_last = _first_over(title_tops, header.last_row, last_row + 1)
        table = _read_table(sheet, header, titles, last_row, anchors, own_last)
        table.sum_rows[:0] = sums_above(sheet, above, header.first_row)
        table._reach = _reach(headers, i, widest(sheet.rows[header.first_row - 1 : last_row]))
        if tables and _continues(tables[-1], table, titles, read_titles(sheet, above, pages[i])):
            append_page(tables[-1], table, starts[i])
        else:
            tables.append(table)
    return tables


def _first_over(rows: Sequence[int], row: int, none: int) -> int:
    """The first of some sorted rows below a row."""
    place = bisect_right(rows, row)
    return rows[place] if place < len(rows) else none


def _last_under(rows: Sequence[int], row: int) -> int:
    """The last of some sorted rows above a row, 0 if there is none."""
    place = bisect_left(rows, row)
    return rows[place - 1] if place else 0


def _with_unit(titles: Titles, header: HeaderMatch, before: Sequence[SheetTable]) -> Titles:
    """A block without a unit of its own, under the same headings as the one before, is in the unit of that."""
    last = before[-1] if before else None
    if titles.unit or last is None or any(unit.endswith("元") for unit in header.units.values()):
        return titles
    same = last.layout is header.layout and last.header.columns == header.columns
    return titles._replace(unit=last.unit) if same else titles


def _reach(headers: Sequence[HeaderMatch], i: int, width: int) -> tuple[int, int]:
    """How far to the left and right the rows of a table go: up to the tables beside it."""
    own = headers[i]
    near = takewhile(lambda other: other.last_row >= own.last_row - _NEAR, (headers[k] for k in range(i - 1, -1, -1)))
    later = takewhile(
        lambda other: other.first_row <= own.last_row + _NEAR, (headers[k] for k in range(i + 1, len(headers)))
    )
    beside = [one for one in chain(near, later) if one.first_row <= own.last_row <= one.last_row + 1]
    left = [other.last_col + 1 for other in beside if other.last_col < own.first_col]
    right = [other.first_col - 1 for other in beside if other.first_col > own.last_col]
    return max(left, default=1), min([*right, max(width, own.last_col)])


def read_range(rows: Sequence[list[Any]], wanted: Layout) -> list[SheetTable]:
    """The tables of one kind in a range of a cell function; without any, what stands under the nearest header.

    >>> from xl_addin.tables.layouts import layout
    >>> [table] = read_range([["姓名", "工龄", "补偿金额"], ["王三", "5年", 8000]], layout("severance"))
    >>> table.column("name"), read_range([["姓名"]], layout("severance"))[0].header.columns
    (['王三'], {'name': 1})
    """
    grid = SheetGrid("", "", rows)
    tables = [table for table in read_sheet(grid, wanted) if table.kind == wanted.kind]
    if tables:
        return tables
    header = nearest_header(grid, wanted)
    return [_read_table(grid, header, Titles(), len(grid.rows), {})]


def header_of(headings: list[Any], wanted: Layout) -> HeaderMatch:
    """Which column is which in a heading row of which the kind is known."""
    return read_header(SheetGrid("", "", [headings]), (1, 1), wanted)


def read_excerpt(headings: list[Any], row: list[Any], header: HeaderMatch) -> SheetTable:
    """One row of a user's sheet under its heading row: a record, whatever stands in it."""
    grid = SheetGrid("", "", [headings, row])
    table = _read_table(grid, header, Titles(), 1, {})
    table.row_numbers, table._records = [2], [row]
    return table


def _anchors(sheet: SheetGrid) -> dict[tuple[int, int], tuple[int, int]]:
    """Map each cell of the merged ranges that go over several rows to the range's upper left cell."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for r1, c1, r2, c2 in sheet.merged:
        last = min(r2, len(sheet.rows))
        if r2 > r1 and r1 <= last:
            right = c2 if (last - r1) * (c2 - c1) < _LARGE_RANGE else c1
            anchors.update(dict.fromkeys(product(range(r1, last + 1), range(c1, right + 1)), (r1, c1)))
    return anchors


def _read_table(
    sheet: SheetGrid,
    header: HeaderMatch,
    titles: Titles,
    last_row: int,
    anchors: dict[tuple[int, int], tuple[int, int]],
    next_titles: int = sys.maxsize,
) -> SheetTable:
    """Read a table down to ``last_row``; from ``next_titles`` on, lines say what holds for the next one."""
    table = SheetTable(
        sheet=sheet.name,
        layout=header.layout,
        header=header,
        title=titles.title,
        enterprise=titles.enterprise,
        unit=titles.unit,
        said=dict(titles.said),
        blocks=[(header.first_row, titles)],
        last_row=last_row,
        row_numbers=[],
        sum_rows=[],
        groups={},
        skipped={},
        _records=[],
        _anchors=anchors,
        _grid=sheet,
    )
    split = split_rows(sheet, header, last_row, anchors)
    table.row_numbers, table.sum_rows, table.skipped = split.records, split.sums, split.skipped
    table._records, table.groups = split.lines, split.groups
    lines = [(row, line) for row, line in table.lines(split.skipped) if header.last_row < row < next_titles]
    notes = [said for row, line in lines for said in _noted(line, row)]
    table.said = together([*titles.said, *notes])
    return table


def _noted(line: Sequence[Any], row: int) -> list[tuple[str, Said]]:
    """What a line under a table states for all its rows (注：企业月平均工资1500元)."""
    texts = [value if isinstance(value, str) else None for value in line]
    return said_in_notes(texts, row) if sum(not is_empty(value) for value in line) <= TITLE_CELLS else []


def _continues(upper: SheetTable, lower: SheetTable, titles: Titles, new: Titles) -> bool:
    """Tell a header that was repeated on the next page, or over the next enterprise, from a new table.

    ``new`` is what stands over it that no page repeats.
    """
    if upper.kind != lower.kind or upper.header.columns != lower.header.columns:
        return False
    if new.unit not in ("", upper.unit) or _other_units(upper, lower):
        return False  # money in another unit is another table
    if any(holds_for_all(key) and said.value != upper.said.get(key, said).value for key, said in lower.said.items()):
        return False  # what holds for all rows is another value here
    same_firm = titles.enterprise in ("", upper.enterprise) or new.enterprise in ("", upper.enterprise)
    if titles.continued or new.base in ("", upper.blocks[0][1].base):
        return same_firm or upper.kind in _BY_FIRM
    return upper.kind in _BY_FIRM and titles.differs_in_firm_only(upper.blocks[0][1])


def _other_units(upper: SheetTable, lower: SheetTable) -> bool:
    """Tell whether a heading of the lower table states another unit of money than the upper one has."""
    stated = {role: unit.split("/")[0] for role, unit in lower.header.units.items()}
    return any(unit.endswith("元") and unit != upper.money_unit(role) for role, unit in stated.items())


def append_page(upper: SheetTable, lower: SheetTable, first_row: int) -> None:
    """Take the rows of the next page of the same table; what stands between the two is skipped."""
    upper.row_numbers += lower.row_numbers
    upper.sum_rows += lower.sum_rows
    upper.skipped |= dict.fromkeys(range(first_row, lower.header.last_row + 1), PAGE) | lower.skipped
    upper.groups |= lower.groups
    upper.blocks += _as_said(upper, lower)
    upper._records = joined(upper._records, lower._records)
    upper._columns.clear()
    upper.said = lower.said | upper.said
    upper.last_row = lower.last_row


def _as_said(upper: SheetTable, lower: SheetTable) -> list[tuple[int, Titles]]:
    """The blocks of a page: what it does not say is as on the page before, unless its title is another enterprise's."""
    last = upper.blocks[-1][1]
    return [(row, _completed(titles, last)) for row, titles in lower.blocks]


def _completed(titles: Titles, last: Titles) -> Titles:
    if titles.enterprise or titles.base not in ("", last.base):
        return titles
    return titles._replace(title=titles.title or last.title, enterprise=last.enterprise)

"""Finding the header rows of a sheet and which column is which.

A sheet's kind comes from its headings, never from its name (C3 42): titles may
stand above, headings may have up to three levels with merged cells, columns may come in
any order, and one sheet may hold several tables below or beside one another.
Leaves out the rows below a header: those are :mod:`xl_addin.tables.sheet_table`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import Layout, layouts

_DEPTH: Final = 3
_FULL_SCAN_ROWS: Final = 200
"""Rows searched cell by cell; below them a header must begin in one of the first columns."""
_LEADING_COLUMNS: Final = 3
_MAX_WIDTH: Final = 200
_BESIDE: Final = {("severance", "安置费"): "settlement", ("severance", "安置费金额"): "settlement"}
"""Kind and heading that name a role alone, and another one beside a column of that role (经济补偿金 | 安置费)."""


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A recognised header: its layout, its rows, and for each role the column, unit and text as typed."""

    layout: Layout
    first_row: int
    last_row: int
    first_col: int
    last_col: int
    columns: dict[str, int]
    units: dict[str, str]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Label:
    col: int
    levels: tuple[str, ...]
    """Texts from the top level down, without repeats and blanks."""

    @property
    def keys(self) -> list[str]:
        """Headings to look up, the most specific first: a sub-heading takes its meaning from its top."""
        parts = [heading(text).key for text in self.levels]
        tails = ["".join(parts[i:]) for i in range(len(parts))]
        return [tails[0], parts[0] + parts[-1], *tails[1:]] if len(parts) > 1 else tails

    @property
    def unit(self) -> str:
        return next((unit for text in reversed(self.levels) if (unit := heading(text).unit)), "")


@cache
def _known_words() -> frozenset[str]:
    return frozenset().union(*(layout.words for layout in layouts()))


@cache
def _leading_initials() -> frozenset[str]:
    return frozenset(word[0] for word in _known_words() if word)


def find_headers(sheet: SheetGrid) -> list[HeaderMatch]:
    """Find every header of a sheet from top to bottom; tables side by side give one match each.

    >>> grid = SheetGrid("表一", "", [["职工花名册"], ["序号", "姓 名", "身份证号码", "性别"], [1, "王三", None, "男"]])
    >>> match = find_headers(grid)[0]
    >>> match.layout.title, match.first_row, match.columns
    ('职工花名册', 2, {'seq': 1, 'name': 2, 'id': 3, 'sex': 4})
    """
    found: list[HeaderMatch] = []
    taken = 0
    for row in _candidate_rows(sheet):
        if row <= taken:
            continue
        matches = _match_at(sheet, row)
        if matches:
            found.extend(matches)
            taken = max(match.last_row for match in matches)
    return found


def _candidate_rows(sheet: SheetGrid) -> Iterator[int]:
    words, initials = _known_words(), _leading_initials()
    for index, line in enumerate(sheet.rows[:_FULL_SCAN_ROWS]):
        for value in line[:_MAX_WIDTH]:
            if value.__class__ is str and heading(value).key in words:
                yield index + 1
                break
    for index, line in enumerate(sheet.rows[_FULL_SCAN_ROWS:], start=_FULL_SCAN_ROWS):
        for value in line[:_LEADING_COLUMNS]:
            if value.__class__ is str and value[:1] in initials and heading(value).key in words:
                yield index + 1
                break


def _match_at(sheet: SheetGrid, row: int) -> list[HeaderMatch]:
    """Match a header that begins in this row, unless one beginning a little lower says at least as much."""
    best = _best_depth(sheet, row)
    if not best:
        return []
    for later in range(row + 1, best[0].last_row + 1):
        if _score(_best_depth(sheet, later)) >= _score(best):
            return []
    return best


def _score(matches: Sequence[HeaderMatch]) -> int:
    return sum(len(match.columns) for match in matches)


def _best_depth(sheet: SheetGrid, row: int) -> list[HeaderMatch]:
    best: list[HeaderMatch] = []
    for depth in range(1, _DEPTH + 1):
        if row + depth - 1 > len(sheet.rows):
            break
        matches = _match_block(sheet, row, row + depth - 1)
        if _score(matches) > _score(best):
            best = matches
    return best


def _match_block(sheet: SheetGrid, first: int, last: int) -> list[HeaderMatch]:
    """Match the whole width; where every part between blank columns is a table of its own, match the parts."""
    labels = _labels(sheet, first, last)
    parts = [_match_labels(part, first, last) for part in _runs(labels)]
    if len(parts) > 1 and all(parts):
        return [match for match in parts if match is not None]
    whole = _match_labels(labels, first, last)
    return [whole] if whole is not None else []


def _runs(labels: Sequence[_Label]) -> list[list[_Label]]:
    runs: list[list[_Label]] = []
    for label in labels:
        if runs and runs[-1][-1].col == label.col - 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return runs


def _match_labels(labels: Sequence[_Label], first: int, last: int) -> HeaderMatch | None:
    best: HeaderMatch | None = None
    keyed = [(label, label.keys) for label in labels]
    for layout in layouts():
        columns: dict[str, int] = {}
        units: dict[str, str] = {}
        texts: dict[str, str] = {}
        held: dict[str, str] = {}
        for label, keys in keyed:
            key = next((key for key in keys if key in layout.aliases), None)
            if key is None:
                continue
            role = layout.aliases[key]
            if role in columns:
                role = _make_room(layout.kind, role, key, (columns, units, texts), held)
            if role and role not in columns:
                columns[role], units[role], texts[role] = label.col, label.unit, _said_once(label.levels, role, layout)
                held[role] = key
        if layout.accepts(columns) and (best is None or len(columns) > len(best.columns)):
            best = HeaderMatch(layout, first, last, labels[0].col, labels[-1].col, columns, units, texts)
    return best


def _said_once(levels: Sequence[str], role: str, layout: Layout) -> str:
    """Join the levels of a heading as a message quotes it: a word that the next level says again is left out.

    评估 over 评估值 is 评估值, 付款 over 付清时间 is 付清时间, 成交 over 时间 is 成交时间.
    """
    text = ""
    for level in levels:
        group, own = heading(text).key, heading(level).key
        alone = layout.aliases.get(own) == role and not set(group).isdisjoint(own)
        if group and (group in own or alone):
            text = level
        elif not (own and group.endswith(own)):
            text += level
    return text


def _make_room(kind: str, role: str, key: str, found: tuple[dict[str, Any], ...], held: dict[str, str]) -> str:
    """The role of a second column with a heading of the same role: '' where it is left out, as usual."""
    beside = _BESIDE.get((kind, key), "")
    if beside:
        return beside
    other = _BESIDE.get((kind, held[role]), "")
    if not other or other in held:
        return ""
    for one in found:
        one[other] = one.pop(role)
    held[other] = held.pop(role)
    return role


def _labels(sheet: SheetGrid, first: int, last: int) -> list[_Label]:
    """Read the header block column by column, merged cells spread over their range."""
    lines = [_text_line(sheet, row) for row in range(first, last + 1)]
    for r1, c1, r2, c2 in sheet.merged:
        if first <= r1 <= last and c1 <= _MAX_WIDTH:
            text = lines[r1 - first].get(c1)
            if text is not None:
                for row in range(r1, min(r2, last) + 1):
                    lines[row - first].update(dict.fromkeys(range(c1, min(c2, _MAX_WIDTH) + 1), text))
    for upper, lower in pairwise(lines):
        _spread_group_headings(upper, lower)
    labels = []
    for col in sorted(set().union(*lines)):
        levels = [line[col] for line in lines if col in line]
        labels.append(_Label(col, tuple(dict.fromkeys(levels))))
    return labels


def _text_line(sheet: SheetGrid, row: int) -> dict[int, str]:
    line = sheet.rows[row - 1][:_MAX_WIDTH]
    return {col: value for col, value in enumerate(line, start=1) if isinstance(value, str) and value.strip()}


def _spread_group_headings(upper: dict[int, str], lower: dict[int, str]) -> None:
    """Give an unmerged group heading to the sub-headings on its right: 职代会 | | over 时间 | 应到 | 实到."""
    group: str | None = None
    for col in range(min(lower, default=1), max(lower, default=0) + 1):
        if col in upper:
            group = upper[col] if col in lower and lower[col] != upper[col] else None
        elif col in lower and group is not None:
            upper[col] = group
        else:
            group = None

"""Finding the header rows of a sheet and which column is which.

A sheet's kind comes from its headings, never from its name (C3 42): titles may
stand above, headings may have up to three levels with merged cells, columns may come in
any order, and one sheet may hold several tables below or beside one another. A range of a
cell function is searched in the same way, with the kind that the function wants before all others.
Leaves out the rows below a header: those are :mod:`xl_addin.tables.sheet_table`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final

from xl_addin.tables.column_rows import kinds_of, take
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_labels import MAX_WIDTH, block_labels, label_runs, text_line
from xl_addin.tables.header_match import HeaderMatch, Label
from xl_addin.tables.heading_roles import first_named, means_column, roles_named
from xl_addin.tables.kind_choice import is_meant
from xl_addin.tables.labels import heading, is_bare_unit, is_note, plain
from xl_addin.tables.layouts import Layout, layouts
from xl_addin.tables.repeated_groups import (
    GROUPED_KINDS,
    base_role,
    breadth,
    is_shared,
    may_repeat,
    repeated_columns,
)

_DEPTH: Final = 3
_FULL_SCAN_ROWS: Final = 200
"""Rows searched cell by cell; below them a header must begin in one of the first columns."""
_LEADING_COLUMNS: Final = 3
_SHORT: Final = 12
_FIRST_TWO: Final[Callable[[Any], str]] = itemgetter(slice(2))
_DIGITS: Final = frozenset("0123456789")
_DUES_FROM: Final = ("contribution_wage", "average_wage", "annual_standard")
_FIGURE: Final = re.compile(r"[\d.,\-/%]+[Xx]?|\d{2,4}[年.-]\d{1,2}.*")

Ranks = tuple[tuple[Layout, ...], ...]
"""Kinds to look for; a kind of an earlier rank goes before all kinds of later ones, whatever columns they know."""


@cache
def _known_words(ranks: Ranks) -> frozenset[str]:
    return frozenset().union(*(layout.words for rank in ranks for layout in rank))


@cache
def _beginnings(ranks: Ranks) -> frozenset[str]:
    """The first character, and the first two, of every word."""
    return frozenset(word[:size] for word in _known_words(ranks) for size in (1, 2))


def find_headers(sheet: SheetGrid, wanted: Layout | None = None) -> list[HeaderMatch]:
    """Find every header of a sheet from top to bottom; tables side by side give one match each.

    What can be of the ``wanted`` kind is, even where another kind knows more of its columns.

    >>> grid = SheetGrid("表一", "", [["职工花名册"], ["序号", "姓 名", "身份证号码", "性别"], [1, "王三", None, "男"]])
    >>> match = find_headers(grid)[0]
    >>> match.layout.title, match.first_row, match.columns
    ('职工花名册', 2, {'seq': 1, 'name': 2, 'id': 3, 'sex': 4})
    """
    ranks = ((wanted,), layouts()) if wanted else (layouts(),)
    found: list[HeaderMatch] = []
    taken = 0
    for row in _candidate_rows(sheet, ranks):
        if row <= taken:
            continue
        matches = _match_at(sheet, row, ranks)
        if row - 1 > taken and any(match.spare for match in matches):
            # The row above may say of which group each repeated heading is, although it holds no heading itself.
            above = _best_depth(sheet, row - 1, ranks)
            matches = max(matches, above, key=lambda found: sum(len(match.groups) for match in found))
        if matches:
            _take_units_below(sheet, matches)
            for match in matches:
                match.take_names_below(sheet)
            found.extend(matches)
            taken = max(match.last_row for match in matches)
    return found


def _take_units_below(sheet: SheetGrid, matches: Sequence[HeaderMatch]) -> None:
    """A line under the header that holds nothing but units (元 | 元/月 | （万元）) belongs to it."""
    row = matches[0].last_row + 1
    if any(match.last_row != row - 1 for match in matches):
        return
    line = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    cells = {col: value for col, value in enumerate(line, 1) if value not in (None, "")}
    units = {col: _bare_unit(value) for col, value in cells.items()}
    if not units or not all(units.values()):
        return
    for match in matches:
        match.last_row = row
        for role, col in match.columns.items():
            match.units[role] = match.units[role] or units.get(col, "")


def _bare_unit(value: CellValue) -> str:
    """The unit that a cell says and nothing else, '' if it says more."""
    text = plain(value) if isinstance(value, str) else ""
    found = heading(text)
    return text if is_bare_unit(text) else found.unit if not found.key else ""


def nearest_header(sheet: SheetGrid, layout: Layout) -> HeaderMatch:
    """The rows that say most of one kind although they lack what it needs: for the message that names what is missing.

    >>> nearest_header(SheetGrid("", "", [["说明"], ["姓名", "备注"]]), layouts()[0]).columns
    {'name': 1, 'note': 2}
    """
    height = min(len(sheet.rows), _FULL_SCAN_ROWS)
    blocks = [(row, row + depth) for depth in range(_DEPTH) for row in range(1, height - depth + 1)] or [(1, 1)]
    return max((read_header(sheet, block, layout) for block in blocks), key=lambda match: len(match.columns))


def read_header(
    sheet: SheetGrid, rows: tuple[int, int], layout: Layout, columns: tuple[int, int] = (1, MAX_WIDTH)
) -> HeaderMatch:
    """Say which column is which by the contract of one kind, in cells that are known to be the header."""
    first, last = columns
    labels = [label for label in block_labels(sheet, *rows) if first <= label.col <= last]
    return _with_others(*_named(labels, *rows, layout))


def _candidate_rows(sheet: SheetGrid, ranks: Ranks) -> Iterator[int]:
    words, begun = _known_words(ranks), _beginnings(ranks)
    known = ranks[-1]
    for index, line in enumerate(sheet.rows[:_FULL_SCAN_ROWS]):
        for value in line[:MAX_WIDTH]:
            if isinstance(value, str) and ((key := heading(value).key) in words or means_column(known, key)):
                yield index + 1
                break
    further = sheet.rows[_FULL_SCAN_ROWS:]
    columns = [take(further, col) for col in range(1, _LEADING_COLUMNS + 1)] if further else []
    found = {
        index
        for column in columns
        for index in _beginning_with(begun, column)
        if _may_be_word(str(column[index]), words) and heading(str(column[index])).key in words
    }
    for index in sorted(found):
        yield index + _FULL_SCAN_ROWS + 1


def _beginning_with(begun: frozenset[str], column: Sequence[CellValue]) -> list[int]:
    """The places of the texts of a column that begin as a word does."""
    kinds = kinds_of(column)
    if str not in kinds:
        return []
    texts = column if kinds == {str} else [text for text in column if text.__class__ is str]
    heads: set[str] = set(map(_FIRST_TWO, texts))
    likely = {head for head in heads if head[:1] in begun and _begins(head, begun)}
    return [i for i, text in enumerate(column) if text.__class__ is str and text[:2] in likely] if likely else []


def _may_be_word(text: str, words: frozenset[str]) -> bool:
    """Tell whether the last sign lets a text be one of the words: 职工12 is none; ⑥=②×12 says how it comes about."""
    end = text[-1:]
    return end not in _DIGITS or "=" in text or "＝" in text or end in _last_signs(words)


@cache
def _last_signs(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[-1:] for word in words)


def _begins(text: str, begun: frozenset[str]) -> bool:
    """Tell a text whose second character can follow; what is folded away (a space, a full-width digit) may."""
    second = text[1:2]
    return text[:2] in begun or not ("一" <= second <= "鿿" or "0" <= second <= "9")


def _match_at(sheet: SheetGrid, row: int, ranks: Ranks) -> list[HeaderMatch]:
    """Match a header that begins in this row, unless one beginning a little lower says at least as much."""
    best = _best_depth(sheet, row, ranks)
    if not best:
        return []
    for later in range(row + 1, best[0].last_row + 1):
        if _score(_best_depth(sheet, later, ranks)) >= _score(best):
            return []
    return best


def _score(matches: Sequence[HeaderMatch]) -> int:
    return sum(len(match.columns) for match in matches)


def _best_depth(sheet: SheetGrid, row: int, ranks: Ranks) -> list[HeaderMatch]:
    best: list[HeaderMatch] = []
    for depth in range(1, _DEPTH + 1):
        if row + depth - 1 > len(sheet.rows):
            break
        matches = _match_block(sheet, row, row + depth - 1, ranks)
        if _score(matches) > _score(best) or (matches and best and _is_below(sheet, best)):
            best = matches
    return best


def _is_below(sheet: SheetGrid, matches: Sequence[HeaderMatch]) -> bool:
    """Tell a line under a header that says what stands under its groups, known or not: 补偿金 over 2008年前 | 合计."""
    head, row = text_line(sheet, matches[0].last_row), matches[0].last_row + 1
    line = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    filled = {col: value for col, value in enumerate(line[:MAX_WIDTH], start=1) if value not in (None, "")}
    if not filled or not all(isinstance(value, str) and not value[:1].isspace() for value in filled.values()):
        return False
    groups: dict[int, int] = {}
    for col in filled:
        top = max((place for place in head if place <= col), default=0)
        groups[top] = groups.get(top, 0) + 1
    own = {col for match in matches for col in match.columns.values()} - set(groups)
    return 0 not in groups and min(groups.values()) > 1 and bool(own) and _are_headings(filled.values())


def _are_headings(texts: Iterable[CellValue]) -> bool:
    """Tell short texts none of which is a number, a day, an ID, a signature (制表人：王三) or a label to fill in."""
    words = [plain(text) if isinstance(text, str) else "0" for text in texts]
    said = any(is_note(word) or word.endswith((":", "：")) for word in words)
    return not said and all(len(word) <= _SHORT and not _FIGURE.fullmatch(word) for word in words)


def _match_block(sheet: SheetGrid, first: int, last: int, ranks: Ranks) -> list[HeaderMatch]:
    """Match the whole width; where every part between blank columns is a table of its own, match the parts."""
    labels = block_labels(sheet, first, last)
    runs = label_runs(labels)
    parts = _match_all(sheet, runs, (first, last), ranks) if len(runs) > 1 else []
    return parts or _match_all(sheet, [labels], (first, last), ranks)


def _match_all(
    sheet: SheetGrid, parts: Iterable[Sequence[Label]], rows: tuple[int, int], ranks: Ranks
) -> list[HeaderMatch]:
    """A table in each part; nothing where one part is none."""
    found: list[HeaderMatch] = []
    for part in parts:
        match = _best_match(sheet, part, rows, ranks)
        if match is None:
            return []
        found.append(match)
    return found


def _best_match(sheet: SheetGrid, labels: Sequence[Label], rows: tuple[int, int], ranks: Ranks) -> HeaderMatch | None:
    without = _kinds_without(labels)
    for rank in ranks:
        found = [_named(labels, *rows, layout) for layout in rank if layout not in without]
        fit = [pair for pair in found if _fits(pair[0])]
        keys = [label.keys for label in labels]
        accepted = [
            _with_others(*pair) for pair in fit if is_meant(pair[0].layout, sheet, keys, rows[0], pair[0].columns)
        ]
        if accepted:
            return max(accepted, key=lambda match: (_is_package(match), breadth(_own_roles(match), match.layout.kind)))
    return None


def _kinds_without(labels: Sequence[Label]) -> set[Layout]:
    """The known kinds that lack what they need whatever the headings mean: all of them, on most rows of a sheet."""
    if may_repeat(labels):
        return set()
    roles: dict[str, dict[str, int]] = {}
    for label in labels:
        for kind, (_, role) in roles_named(label.keys).items():
            roles.setdefault(kind, {})[role] = label.col
    return {one for one in layouts() if one.kind not in roles or not one.accepts(roles[one.kind])}


def _fits(match: HeaderMatch) -> bool:
    """Tell a header with what its kind needs; parts of 一补二险 beside one another need nothing more."""
    package = match.layout.kind == "arrears" and {"compensation", "name", "id"} <= match.columns.keys() and match.groups
    return bool(package) or match.layout.accepts(dict.fromkeys(map(base_role, match.columns)))


def _is_package(match: HeaderMatch) -> bool:
    """Tell a sheet that works out 一补二险: severance, periods of arrears, and what the dues are computed from."""
    if match.layout.kind != "arrears" or "compensation" not in match.columns:
        return False
    roles = set(map(base_role, match.columns))
    return "arrears_from" in roles and not roles.isdisjoint(_DUES_FROM)


def _own_roles(match: HeaderMatch) -> list[str]:
    """The roles that tell the kind of a sheet: what is repeated once, and no column that a kind has only as another."""
    again = {role for one in match.layout.repeated for role in one.roles()[1:]}
    return [role for role in match.columns if not match.layout.columns[role].lender and role not in again]


def _named(labels: Sequence[Label], first: int, last: int, layout: Layout) -> tuple[HeaderMatch, list[Label]]:
    """The columns whose headings say which they are, all that a kind may require, and the labels that are left."""
    ends = (labels[0].col, labels[-1].col) if labels else (1, 1)
    match = HeaderMatch(layout, first, last, *ends)
    repeated = repeated_columns(labels, layout.kind)
    if repeated and layout.kind in GROUPED_KINDS:
        match.take_repeated(labels, repeated)
    unread: list[Label] = []
    for label in labels:
        if label.col in repeated and layout.kind in GROUPED_KINDS:
            continue
        key, role = first_named(layout, label.keys)
        # Below 养老保险, 单位 is no enterprise.
        if role and not (label.col in repeated and is_shared(role)):
            match.take(label, key)
        else:
            unread.append(label)
    return match, unread


def _with_others(match: HeaderMatch, unread: Sequence[Label]) -> HeaderMatch:
    """The match with the columns that are told by those beside them, and with what nobody can read."""
    for label in match.take_several(unread):
        if not match.take_beside(label):
            match.pass_over(label)
    return match

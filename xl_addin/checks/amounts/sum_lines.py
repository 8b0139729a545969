"""The persons and sums of a table in their order, and over which lines each sum may stand.

A sum stands for the lines since the last sum of its rank, for its group, its enterprise or its page, or for all;
sums may stand over their lines (Excel's summary above). What it adds up there is for
:mod:`xl_addin.checks.amounts.sum_readings`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from xl_addin.checks.amounts.sum_labels import MAIN, Level, count_of, is_bare, is_carried, key_of, level_of, stem_of
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

Span = tuple[int, int]
"""Lines from the first up to, not including, the last."""
_RANKS: Final = 100
_ATTRIBUTES: Final = (
    "post_status", "ground", "enterprise", "sex", "identity", "insurance", "employment", "system", "kind", "note",
)  # fmt: skip


@dataclass(slots=True)
class SumLines:
    """One table's lines; positions count persons and sums together, from the top."""

    rows: list[int]
    """Sheet row of each line."""
    levels: list[Level]
    labels: list[str]
    """'' for a person."""
    persons: list[int]
    """Number of persons before each position, and in all."""
    firms: list[str]
    starts: list[int]
    """Positions at which a page or block with headings of its own begins."""
    firm_starts: list[int]
    """Those at which another enterprise begins."""
    groups: dict[int, str]
    """Position at which a group begins to its heading."""
    records: list[int]
    """Of a person the number of its row in the table, of a sum that of the sum."""
    above: list[bool] = field(default_factory=list)
    """Sums over their lines."""
    ranks: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    """Positions after the sums of pages, and"""
    wholes: list[int] = field(default_factory=list)
    """after those of wholes."""

    def has_person(self, first: int, last: int) -> bool:
        """Tell whether there are persons in a span."""
        return first < last and self.persons[last] > self.persons[first]

    def sums(self) -> list[int]:
        """Positions of the sums."""
        return [k for k, level in enumerate(self.levels) if level != Level.PERSON]


def sum_lines(table: SheetTable, book: SheetBook) -> SumLines:
    """Order the lines of a table; workers in several rows are looked at row by row."""
    plain_table = table.row_by_row
    labels = [table.sum_label(k) for k in range(len(table.sum_rows))]
    lines = [(row, Level.PERSON, "", i) for i, row in enumerate(plain_table.row_numbers)]
    lines += [
        (row, level_of(label), label, k) for k, (row, label) in enumerate(zip(table.sum_rows, labels, strict=True))
    ]
    lines.sort()
    rows = [line[0] for line in lines]
    persons = [0]
    for line in lines:
        persons.append(persons[-1] + (line[1] == Level.PERSON))
    levels = _levels([line[1] for line in lines], [line[2] for line in lines], persons)
    own = book.derive(enterprises, plain_table) if table.kind != "sources" else [""] * len(plain_table)
    blocks = [(bisect_left(rows, row), titles.enterprise) for row, titles in table.blocks]
    turns = [place for (_, before), (place, firm) in pairwise(blocks) if firm != before]
    found = SumLines(
        rows=rows,
        levels=levels,
        labels=[line[2] for line in lines],
        persons=persons,
        firms=[plain(own[line[3]]) if line[1] == Level.PERSON else "" for line in lines],
        starts=sorted({place for place, _ in blocks}),
        firm_starts=sorted(set(turns)),
        groups={bisect_left(rows, row): text for row, text in table.groups.items()},
        records=[line[3] for line in lines],
    )
    found.pages = [k + 1 for k, level in enumerate(found.levels) if level == Level.PAGE]
    found.wholes = [k + 1 for k, level in enumerate(found.levels) if level in (Level.WHOLE, Level.GRAND)]
    found.above = _above(found)
    found.ranks = _ranks(found)
    return found


def _levels(levels: list[Level], labels: list[str], persons: list[int]) -> list[Level]:
    """合计4人 under four of more persons is the sum of their group, whatever its word is."""
    found = list(levels)
    since = 0
    for k, level in enumerate(levels):
        if level == Level.PERSON:
            continue
        own = persons[k] - persons[since]
        if level == Level.WHOLE and own < persons[-1] and count_of(labels[k]) == own > 0:
            found[k] = Level.SUB
        since = k
    return found


def _above(lines: SumLines) -> list[bool]:
    """A level stands over its lines where nobody stands above its first sum."""
    first = {level: lines.levels.index(level) for level in MAIN if level in lines.levels}
    end = len(lines.rows)
    above = {level for level, k in first.items() if not lines.has_person(0, k) and lines.has_person(k, end)}
    return [level in above and lines.has_person(k + 1, end) for k, level in enumerate(lines.levels)]


def _ranks(lines: SumLines) -> list[int]:
    """The rank of each sum of the main track: one that follows another without persons between stands over it."""
    ranks = [int(level) * _RANKS if level in MAIN else 0 for level in lines.levels]
    for over in (False, True):
        places = [k for k, level in enumerate(lines.levels) if level in MAIN and lines.above[k] == over]
        places = places[::-1] if over else places
        for before, k in pairwise(places):
            apart = lines.has_person(min(before, k), max(before, k))
            if not apart and lines.levels[before] == lines.levels[k]:
                ranks[k] = ranks[before] + 1
    highest: dict[tuple[str, Level], int] = {}
    named = [k for k in lines.sums() if lines.levels[k] in MAIN and not is_bare(lines.labels[k])]
    for k in named:
        key = key_of(lines.labels[k]), lines.levels[k]
        highest[key] = max(highest.get(key, 0), ranks[k])
    for k in named:
        ranks[k] = highest[key_of(lines.labels[k]), lines.levels[k]]
    return ranks


def spans_of(lines: SumLines, k: int) -> list[Span]:
    """The spans that a sum may stand for, the most natural first; only those with persons."""
    level = lines.levels[k]
    if level in MAIN:
        found = _spans_below(lines, k) if lines.above[k] else _spans_above(lines, k)
    elif level == Level.PAGE:
        found = _page_spans(lines, k)
    elif level == Level.RUNNING:
        found = [(0, k), (_latest(lines.firm_starts, k), k)]
        found += _page_spans(lines, k) if is_carried(lines.labels[k]) else []
    else:
        found = []
    spans = dict.fromkeys(span for span in found if lines.has_person(*span))
    count = count_of(lines.labels[k])
    return sorted(spans, key=lambda span: lines.persons[span[1]] - lines.persons[span[0]] != count if count else False)


def _spans_above(lines: SumLines, k: int) -> list[Span]:
    level, since = lines.levels[k], _since(lines, k)
    firm = [(start, k) for start in (_firm_run(lines, k),) if start is not None]
    block = (max(_latest(lines.firm_starts, k), since), k)
    if level == Level.GRAND:
        return [(0, k), (since, k)]
    if level == Level.WHOLE:
        over = lines.levels[k - 1] != Level.PERSON  # sums stand between it and its persons
        last = over and is_bare(lines.labels[k]) and not any(rank for rank in lines.ranks[k + 1 :])
        return [(0, k), (since, k)] if last else [*([(since, k)] if over else []), block, *firm, (since, k), (0, k)]
    heading = max((place for place in lines.groups if since < place < k), default=since)
    named = heading if lines.has_person(heading, k) and _names(lines.labels[k], lines.groups.get(heading, "")) else None
    spans = [*firm, block, (since, k)]
    return [(named, k), *spans] if named is not None else [*spans, (heading, k)]


def _spans_below(lines: SumLines, k: int) -> list[Span]:
    end = len(lines.rows)
    later = range(k + 1, end)
    stop = next((j for j in later if lines.above[j] and lines.ranks[j] >= lines.ranks[k]), end)
    own = (k + 1, stop)
    return [own] if lines.levels[k] == Level.SUB else [own, (k + 1, end), (0, end)]


def _page_spans(lines: SumLines, k: int) -> list[Span]:
    start = _latest(lines.starts, k)
    last, whole = _latest(lines.pages, k), _latest(lines.wholes, k)
    return [(max(start, last), k), (last, k), (max(start, last, whole), k)]


def _since(lines: SumLines, k: int) -> int:
    """The position after the last sum of the same or a higher rank."""
    earlier = range(k - 1, -1, -1)
    return next((j + 1 for j in earlier if lines.ranks[j] >= lines.ranks[k] and not lines.above[j]), 0)


def _latest(places: Sequence[int], k: int) -> int:
    found = bisect_right(places, k)
    return places[found - 1] if found else 0


def _names(label: str, heading: str) -> bool:
    own, other = stem_of(label), stem_of(heading)
    return bool(own) and bool(other) and (own in other or other in own)


def _firm_run(lines: SumLines, k: int) -> int | None:
    """Where the persons of the enterprise that a label names begin, if they stand just above it."""
    stem = stem_of(lines.labels[k])
    run: int | None = None
    for i in range(k - 1, -1, -1) if len(stem) > 1 else ():
        if lines.levels[i] == Level.PERSON:
            if stem not in lines.firms[i]:
                break
            run = i
    return run


def people_in(lines: SumLines, span: Span) -> list[int]:
    """Positions of the persons of a span."""
    return [i for i in range(*span) if lines.levels[i] == Level.PERSON]


def members_of(table: SheetTable, lines: SumLines, k: int) -> list[int]:
    """Positions of the persons whom a label names by what stands in one of their cells (女职工小计)."""
    stem = stem_of(lines.labels[k])
    plain_table = table.row_by_row
    for role in _ATTRIBUTES if stem else ():
        if role in plain_table.header.columns:
            cells = [stem_of(clean_text(value)) if value is not None else "" for value in plain_table.column(role)]
            found = [
                i for i in range(len(lines.rows)) if lines.levels[i] == Level.PERSON and cells[lines.records[i]] == stem
            ]
            if 0 < len(found) < lines.persons[-1]:
                return found
    return []


def runs_of_parts(lines: SumLines) -> Iterator[list[int]]:
    """Sums of named groups that follow each other under all their persons: 女职工小计, 男职工小计."""
    run: list[int] = []
    for k in [*lines.sums(), -1]:
        named = k >= 0 and lines.levels[k] == Level.SUB and not is_bare(lines.labels[k]) and not lines.above[k]
        if named and run and not lines.has_person(run[-1], k):
            run.append(k)
            continue
        if len(run) > 1:
            yield run
        run = [k] if named else []

"""Which formulas of a workbook may read a given set of cells, such as those that a masked copy hides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xl_addin.files.edits.formulas import Place
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid, CellValue, area_bounds

_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_AREA: Final = re.compile(
    r"(?<![\w.$])(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+(?::[\w.]+)?)!)?"
    r"(?P<area>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!])"
)
_DOUBTFUL: Final = re.compile(r"\[|\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)
"""Table references and references that are computed: they may read anything."""
_EVERYTHING: Final = (1, 1, MAX_ROW, MAX_COL)
"""What a text that is no area of a sheet may read."""
_WORD: Final = re.compile(r"(?<![\w.'!\[])[^\W\d][\w.]*(?![\w.(!'\[])")


class MaskedReads:
    """Tells which formulas of a book may read a masked cell; in doubt every one does."""

    def __init__(self, book: BookGrid, masks: Mapping[str, Mapping[Place, CellValue]]) -> None:
        self._book = book
        self._sheets = [sheet.name for sheet in book.sheets]
        self._folded = [name.casefold() for name in self._sheets]
        self._rows: dict[str, dict[int, list[int]]] = {}
        for name, cells in masks.items():
            columns: dict[int, list[int]] = {}
            for row, col in sorted(cells):
                columns.setdefault(col, []).append(row)
            if columns:
                self._rows[name] = columns

    def any(self, text: str, sheet: str) -> bool:
        """Tell whether a formula on a sheet may read a masked cell.

        >>> from xl_addin.tables.grid import SheetGrid
        >>> from pathlib import Path
        >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("甲", "", []), SheetGrid("乙", "", [])])
        >>> reads = MaskedReads(book, {"甲": {(2, 2): "110105********002X"}})
        >>> [reads.any(text, "乙") for text in ("SUM(甲!A:B)", "SUM(A:B)", "甲!B3", "INDIRECT(A1)", "SUM(甲:乙!B2)")]
        [True, False, False, True, True]
        """
        if not self._rows:
            return False
        for piece in self._with_names(text):
            if _DOUBTFUL.search(piece):
                return True
            for match in _AREA.finditer(piece):
                if any(self._touches(match["area"], name) for name in self._meant(match["sheet"], sheet)):
                    return True
        return False

    def _with_names(self, text: str) -> Iterator[str]:
        """The text of a formula without its quoted texts, and those of the defined names that it uses."""
        waiting, seen = [_TEXT.sub('""', text)], set[str]()
        while waiting:
            piece = waiting.pop()
            yield piece
            for word in _WORD.findall(piece):
                stated = self._book.defined_names.get(word)
                if stated is not None and word not in seen:
                    seen.add(word)
                    waiting.append(_TEXT.sub('""', stated))

    def _meant(self, prefix: str | None, own: str) -> Sequence[str]:
        """Sheets that a reference means: its own, the named one, or those from one to another."""
        if prefix is None:
            return (own,)
        bare = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
        first, _, last = bare.casefold().partition(":")
        if first not in self._folded:
            return ()
        start = self._folded.index(first)
        end = self._folded.index(last) if last in self._folded else start
        return self._sheets[min(start, end) : max(start, end) + 1]

    def _touches(self, area: str, sheet: str) -> bool:
        top, left, bottom, right = area_bounds(area) or _EVERYTHING
        for col, rows in self._rows.get(sheet, {}).items():
            place = bisect_left(rows, top)
            if left <= col <= right and place < len(rows) and rows[place] <= bottom:
                return True
        return False

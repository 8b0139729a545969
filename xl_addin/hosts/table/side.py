"""The side file: every row that has no amount, with the reason and its cells as they stood; ID numbers are masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.hosts.table.texts import Numbers
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.errors import CellError
from xl_addin.values.id_words import names_id_column
from xl_addin.values.persons import id_text, mask_id
from xl_addin.values.shown_texts import csv_cell, shown

HEADINGS: Final = ("行号", "错误", "原因")


class SideFile:
    """Written beside the result from the first such row on; one that is there from before is replaced."""

    def __init__(self, path: Path, like: Path, headings: Sequence[str], exits: ExitStack) -> None:
        self.path = path
        self.rows = 0
        self._like, self._headings, self._exits = like, headings, exits
        self._writer: Any = None
        self._stream: io.TextIOWrapper | None = None
        self._ids = [names_id_column(heading) for heading in headings]
        if path.exists():
            self._open()

    def write(self, number: int, code: str, reason: str, cells: Sequence[Any], numbers: Numbers | None = None) -> None:
        """Add a row; ``numbers`` are those of its batch."""
        numbers = numbers or Numbers()
        if self._writer is None:
            self._open()
        self.rows += 1
        written = [_masked(cell, is_id, numbers) for cell, is_id in zip(cells, self._ids, strict=False)]
        self._writer.writerow([number, code, csv_cell(numbers.hidden(reason)), *written])

    def _open(self) -> None:
        stream = self._exits.enter_context(replacing(self.path, self._like))
        self._stream = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
        self._exits.callback(self._stream.detach)
        self._writer = csv.writer(self._stream)
        self._writer.writerow([*HEADINGS, *(csv_cell(shown(heading)) for heading in self._headings)])


def _masked(cell: Any, is_id: bool, numbers: Numbers) -> str:
    if isinstance(cell, CellError):
        return cell.code
    if is_id:
        return csv_cell(mask_id(id_text(cell)))
    return "" if cell is None else csv_cell(numbers.hidden(clean_text(cell)))

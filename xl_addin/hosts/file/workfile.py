"""The workbook that a job works on: its values as they were read, and an .xlsx that results can be written into.

A workbook of the product's own format is that file itself. Any other is converted: by LibreOffice where it is
installed and gives cell by cell what was read, else rebuilt from the values.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xl_addin.files.atomic import share_rights
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.leftovers import private_folder
from xl_addin.files.passwords import PlainFile, plain_file
from xl_addin.files.reading import open_book, read_plain
from xl_addin.files.zone import keep_mark
from xl_addin.hosts.file.converting import by_office
from xl_addin.hosts.file.rebuilding import rebuilt, unique_names
from xl_addin.tables.grid import BookGrid, Repair
from xl_addin.values.memory import forget

OWN_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_XLSX: Final = ".xlsx"


@dataclass(frozen=True, slots=True)
class Patchable:
    """An .xlsx to write results into, what it says, and how it came about ('' for the user's own file)."""

    path: Path
    book: BookGrid
    line: str = ""


@dataclass(slots=True)
class Workfile:
    """A workbook while a job works on it; use :func:`open_workfile`."""

    source: Path
    book: BookGrid
    """The values as they were read."""
    _file: PlainFile
    _exits: ExitStack
    _patchable: Patchable | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether it must be converted before results are written."""
        return self._file.kind != "xlsx"

    @property
    def line(self) -> str:
        """How it was converted, '' if it was not."""
        return self._patchable.line if self._patchable else ""

    @property
    def patchable(self) -> Patchable:
        """The .xlsx for results; converted when it is first asked for."""
        if self._patchable is None:
            self._patchable = self._converted() if self.is_foreign else Patchable(self._file.path, self.book)
            if self._patchable.path != self.source:  # what is written from it is as private as the user's own file
                share_rights(self.source, self._patchable.path)
        return self._patchable

    def let_go(self) -> None:
        """Forget the cells, which take more room than anything that is still to be done with the file."""
        path = self.patchable.path
        self.book = BookGrid(self.source, [])
        self._patchable = Patchable(path, self.book, self.line)
        forget()
        gc.collect()  # tables and books know each other

    def _converted(self) -> Patchable:
        folder = self._exits.enter_context(private_folder())
        made, line = by_office(self._file.path, self.book, folder)
        if made:
            keep_mark(self.source, made)
            return Patchable(made, self._as_source(open_book(made)), line)
        path = folder / f"{self.source.stem}{_XLSX}"
        path.write_bytes(book_bytes(rebuilt(self.book)))
        keep_mark(self.source, path)
        names = unique_names(sheet.name for sheet in self.book.sheets)
        sheets = [replace(sheet, name=name) for sheet, name in zip(self.book.sheets, names, strict=True)]
        line = f"{line}，已按读到的值重建为 .xlsx（公式、字体、颜色和图片不在副本中）"
        return Patchable(path, replace(self.book, sheets=sheets), line)

    def _as_source(self, book: BookGrid) -> BookGrid:
        """The converted book under the user's name for it; what is still unread stays known as such."""
        sheets, repairs = [], [repair for repair in self.book.repairs if repair.kind != "values_only"]
        for sheet, read in zip(book.sheets, self.book.sheets, strict=True):
            unread = {place: cell for place, cell in read.formulas.items() if place not in sheet.formulas}
            sheets.append(replace(sheet, formulas=sheet.formulas | unread))
            if unread:
                repairs.append(Repair("values_only", sheet.name, next(iter(unread)), len(unread)))
        return replace(book, path=self.source, sheets=sheets, repairs=tuple(repairs))


@contextmanager
def open_workfile(source: Path, password: str = "") -> Iterator[Workfile]:
    """Read a workbook of any format that is read; InputError with one Chinese line if it cannot be used."""
    with ExitStack() as exits:
        file = exits.enter_context(plain_file(source, password))
        yield Workfile(source, read_plain(file, source), file, exits)


def output_suffix(source: Path) -> str:
    """Extension of a copy of a workbook: its own, or .xlsx for another format or a misleading name.

    >>> output_suffix(Path("a.XLSM")), output_suffix(Path("a.xls"))
    ('.XLSM', '.xlsx')
    """
    return source.suffix if source.suffix.lower() in OWN_SUFFIXES else _XLSX

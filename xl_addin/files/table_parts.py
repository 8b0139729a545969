"""The tables of a sheet (Ctrl+T, 超级表): each is a part of its own that the sheet's relationships name.

A table that cannot be read is left out: formulas that use it are then left to the spreadsheet program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from xl_addin.files import markup
from xl_addin.files.container import Package
from xl_addin.tables.grid import GridTable, area_bounds
from xl_addin.values.errors import InputError

_MOST_BYTES: Final = 4_000_000


def tables_of(package: Package, sheet_part: str) -> Iterator[GridTable]:
    """Read the tables that stand on a sheet."""
    with suppress(InputError):
        for relationship in package.relationships(sheet_part):
            info = package.find(relationship.target)
            if relationship.kind == "table" and info is not None and info.file_size <= _MOST_BYTES:
                yield from _table(package, relationship.target)


def _table(package: Package, part: str) -> Iterator[GridTable]:
    root = package.tree(part)
    bounds = area_bounds(root.get("ref", ""))
    if bounds is not None:
        yield GridTable(
            names=tuple(dict.fromkeys(filter(None, (root.get("name"), root.get("displayName"))))),
            bounds=bounds,
            columns=tuple(markup.text_of(node.get("name", "").encode()) for node in root.iter("{*}tableColumn")),
            header_rows=markup.whole_number(root.get("headerRowCount"), 1),
            total_rows=markup.whole_number(root.get("totalsRowCount"), 0),
        )

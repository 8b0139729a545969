"""Recalculation of a payment list with eight formulas a row, beside formualizer with our functions registered.

CPU seconds and ratios of one run; nothing is asserted here but that both give the same amounts.
"""

from __future__ import annotations

import sys
from typing import Any

import formualizer
from cpu_clock import cpu_seconds
from recalculation_book import HEADINGS, LIST, SUMMARY, book, formulas, summary

from xl_addin.formulas.recalculation import recalculate
from xl_addin.formulas.values import from_cell
from xl_addin.functions import CATALOG, call
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CellError
from xl_addin.values.serials import date_of

DATES = (0, 1)
"""Arguments that are dates in every function of the list: formualizer gives callbacks plain serials."""


def _registered(name: str) -> Any:
    def compute(*cells: Any) -> Any:
        given = [date_of(cell, False) if place in DATES else cell for place, cell in enumerate(cells)]
        result = call(name, *given)
        return formualizer.LiteralValue.error("Value", None) if isinstance(result, CellError) else result

    return compute


def peer(grid: BookGrid, count: int) -> Any:
    """The whole book, loaded and computed by formualizer."""
    work = formualizer.Workbook()
    for name, spec in CATALOG.items():
        work.register_function(spec.alias, _registered(name))
    for sheet in grid.sheets:
        work.add_sheet(sheet.name)
        typed = [row[: len(HEADINGS)] for row in sheet.rows]
        width = max(map(len, typed))
        filled = [[*row, *[None] * (width - len(row))] for row in typed]
        plain = [[float(v) if isinstance(v := from_cell(cell, False), float) else v for cell in row] for row in filled]
        work.set_values_batch(sheet.name, 1, 1, plain)
    for name, texts in ((LIST, formulas(count)), (SUMMARY, summary(count))):
        rows, cols = sorted({row for row, _ in texts}), sorted({col for _, col in texts})
        block = [[f"={texts[row, col]}" if (row, col) in texts else None for col in cols] for row in rows]
        if name == LIST:
            work.set_formulas_batch(name, rows[0], cols[0], block)
        else:
            for (row, col), text in texts.items():
                work.set_formula(name, row, col, f"={text}")
    work.evaluate_all()
    return work


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 100_000]
    for count in sizes:
        grid = book(count)
        mine = cpu_seconds(lambda: recalculate(grid), 1)  # noqa: B023
        print(f"{count:,} rows x 8 formulas: xl_addin {mine:.2f} CPU s", flush=True)
        theirs = cpu_seconds(lambda: peer(grid, count), 1)  # noqa: B023
        print(f"  formualizer with our functions registered {theirs:.2f} CPU s; ratio {mine / theirs:.2f}", flush=True)


if __name__ == "__main__":
    main()

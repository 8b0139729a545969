"""Reading 100,000 rows x 24 columns of an .xlsx file: xl_addin beside python-calamine, CPU seconds and ratios.

One book is nearly all numbers (amounts, rates, counts, long ones, days, moments), with a column of formulas that were
filled down, one of formulas by themselves, and error values; calamine gives neither formulas nor error values. The
other is a roster, nearly all texts. Ratios are printed, never asserted.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from importlib.metadata import version
from pathlib import Path

import python_calamine
import xlsxwriter
from cpu_clock import RUNS, cpu_seconds
from roster_book import roster, write_book

from xl_addin.files.reading import open_book

ROWS = 100_000
COLUMNS = 24
FORMULAS = ROWS
ERRORS = ROWS // 50


def number_book(path: Path) -> Path:
    """Write invented numbers of all the kinds that payment lists have."""
    dice = random.Random(20_261)
    first, base = dt.date(1980, 1, 1), dt.datetime(2001, 1, 1)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("测算表")
        sheet.write_row(0, 0, [f"列{col}" for col in range(COLUMNS)])
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for row in range(1, ROWS + 1):
            amounts = [round(dice.random() * 10_000, 2) for _ in range(10)]
            rates = [dice.random() for _ in range(3)]
            counts = [dice.randrange(3000) for _ in range(5)]
            sheet.write_row(row, 0, [row, *amounts, *rates, *counts, dice.randrange(10**9, 10**11)])
            sheet.write_datetime(row, 20, first + dt.timedelta(dice.randrange(10_000)))
            sheet.write_datetime(row, 21, base + dt.timedelta(minutes=dice.randrange(10**6)), moment)
            if row % (ROWS // ERRORS):
                sheet.write_number(row, 22, -amounts[0])
            else:
                sheet.write_formula(row, 22, "=NA()", None, "#N/A")
            sheet.write_formula(row, 23, f"=ROUND(B{row + 1}*L{row + 1},2)", None, round(amounts[0] * rates[0], 2))
    return path


def calamine(path: Path) -> object:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def main() -> None:
    print(f"{ROWS:,} rows x {COLUMNS} columns; best of {RUNS} runs; python-calamine {version('python-calamine')}")
    print(f"{'book':<52} {'calamine s':>11} {'xl_addin s':>11} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        numbers = number_book(Path(folder) / "数字.xlsx")
        texts = write_book(Path(folder) / "花名册.xlsx", roster())
        found = open_book(numbers).sheets[0]
        assert len(found.formulas) == FORMULAS + ERRORS
        for name, path in (
            (f"numbers, {FORMULAS + ERRORS:,} formulas, errors, dates", numbers),
            ("texts (roster)", texts),
        ):
            peer, own = (
                cpu_seconds(lambda path=path: calamine(path), RUNS),
                cpu_seconds(lambda path=path: open_book(path), RUNS),
            )
            print(f"{name:<52} {peer:11.2f} {own:11.2f} {own / peer:7.2f}")


if __name__ == "__main__":
    main()

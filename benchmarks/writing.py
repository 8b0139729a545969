"""The writer on a roster of 100,000 rows beside unzip and zip of the same parts and openpyxl, CPU seconds and ratios.

Two columns of values, 2,200 marks and the report sheet are written into a copy, as ``xl-addin run`` does once it knows
them. The peer by zipfile expands every part and compresses it again, and changes nothing; openpyxl loads and saves a
tenth of the rows. Ratios are printed, never asserted; that no other byte changes is in the tests.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from cpu_clock import cpu_seconds
from roster_book import FAULTS, HEADINGS, RULES, WORKERS, Row, roster

from xl_addin.commands.checking.validate import COLUMNS
from xl_addin.files.building.draft import Column, SheetDraft
from xl_addin.files.building.model import NewCell
from xl_addin.files.looks import Mark
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.tables.grid import address

SHEET, LAST_DAY, SMALL, RUNS = "职工花名册", "DATE(2011,9,28)", 10, 3
CALLS = (f"工龄月数(L{{r}},{LAST_DAY})", f"经济补偿金(L{{r}},{LAST_DAY},3000,1500,2300)")
COLUMNS_OF_CALLS = (len(HEADINGS) + 1, len(HEADINGS) + 2)


def write_roster(path: Path, rows: list[Row]) -> Path:
    """Write the roster with two calls of ours a row, not computed yet."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, [*HEADINGS, "工龄月数", "补偿金额"])
        for number, row in enumerate(rows, 1):
            for col, value in enumerate(row):
                if value is not None:
                    sheet.write(number, col, value)
            for col, call in zip(COLUMNS_OF_CALLS, CALLS, strict=True):
                sheet.write_formula(number, col - 1, call.format(r=number + 1), None, 0)
    return path


def patch(count: int) -> BookPatch:
    """Values for every call, marks all over the sheet, and a report with a line for each."""
    months, amount = COLUMNS_OF_CALLS
    values = {(r, c): r % 400 if c == months else r * 3.01 for r in range(2, count + 2) for c in (months, amount)}
    faults = FAULTS * len(RULES) * count // WORKERS
    cells = [address(2 + i * count // faults, 3 + i % len(RULES)) for i in range(faults)]
    marks = [Mark(SHEET, cell, ("error", "missing", "notice")[i % 3]) for i, cell in enumerate(cells)]
    draft = SheetDraft("校验结果", (14.0,) * len(COLUMNS), head="report_head")
    lines = [
        ("错误", SHEET, NewCell(cell, "report_link", link=(SHEET, cell)), "身份证号与出生年月不一致", *["请核对"] * 5)
        for cell in cells
    ]
    first, last = draft.table([Column(name, "report_text") for name in COLUMNS], lines)
    return BookPatch({SHEET: values}, marks, (draft.report(first, last),))


def zip_again(source: Path, target: Path) -> None:
    """Expand every part and compress it again."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info, before.read(info), zipfile.ZIP_DEFLATED)


def load_and_save(source: Path, target: Path) -> None:
    """What openpyxl does to change anything."""
    openpyxl.load_workbook(source).save(target)


def peak_mb() -> int:
    """The most memory that this process has had, as Linux tells it; 0 elsewhere."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)


def write(source: Path, target: Path, count: int) -> tuple[float, int]:
    """CPU seconds of writing, and the most memory in MB that this process, made for it, has had."""
    whole = patch(count)
    return cpu_seconds(lambda: write_patched(source, target, whole), RUNS), peak_mb()


def alone(job: Callable[[Path, Path, int], tuple[float, int]], source: Path, target: Path, count: int) -> Any:
    """Do a job in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(job, source, target, count).result()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else WORKERS
    with tempfile.TemporaryDirectory() as name:
        place, rows = Path(name), roster()[:count]
        book = write_roster(place / "book.xlsx", rows)
        small = write_roster(place / "small.xlsx", rows[: count // SMALL])
        print(f"{count:,} rows x {COLUMNS_OF_CALLS[-1]} columns, {dt.date.today().isoformat()}; best of {RUNS} runs")
        peer = cpu_seconds(lambda: zip_again(book, place / "zipped.xlsx"), RUNS)
        ours, peak = alone(write, book, place / "out.xlsx", count)
        print(f"unzip and zip by zipfile, nothing changed {peer:6.2f} CPU s")
        print(f"xl_addin, values, marks and report        {ours:6.2f} CPU s   {ours / peer:.2f} x unzip and zip")
        print(f"peak of the process that writes           {peak:6d} MB")
        ours, _ = alone(write, small, place / "out.xlsx", count // SMALL)
        theirs = cpu_seconds(lambda: load_and_save(small, place / "saved.xlsx"), 1)
        print(f"{count // SMALL:,} rows: xl_addin {ours:.2f}, openpyxl load and save {theirs:.2f} CPU s")
        print(f"  {ours / theirs:.2f} x openpyxl")


if __name__ == "__main__":
    main()

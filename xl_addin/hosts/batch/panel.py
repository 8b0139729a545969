"""全市进度表 of a batch: the rows of every workbook on one page, each as the workbook alone gives it.

An enterprise that stands in several workbooks keeps a row of each: what one leaves open another may tell, but nothing
is added together unasked; the page names them. A workbook that could not be used is counted below the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xl_addin.commands.city.command import alike_notes, city_book
from xl_addin.commands.city.rows import CityRow, row_of
from xl_addin.commands.city.sheet import TITLE
from xl_addin.files.building.workbook import write_book
from xl_addin.hosts.batch.job import Batch
from xl_addin.hosts.batch.work import DONE
from xl_addin.sheets.cells import enterprise_key


def write_panel(batch: Batch, out: Path) -> Path:
    """Write the page into the folder of a batch. Raises InputError where it cannot be written."""
    path = out / f"{TITLE}.xlsx"
    rows = panel_rows(batch)
    write_book(path, city_book([row for _, row in rows], batch.day, list(_notes(batch, rows))))
    return path


def panel_rows(batch: Batch) -> list[tuple[str, CityRow]]:
    """Every row with the workbook that it comes from; what belongs to no enterprise is named after the workbook."""
    found = []
    for source, note in batch.files:
        for told in note.get("city", ()):
            row = row_of(told)
            found.append((source.shown, row if row.name else replace(row, name=f"（未写企业名称）{source.shown}")))
    return found


def _notes(batch: Batch, rows: list[tuple[str, CityRow]]) -> Iterator[str]:
    places: dict[str, list[int]] = {}
    for number, (_, row) in enumerate(rows, 1):
        places.setdefault(enterprise_key(row.name), []).append(number)
    twice = [numbers for numbers in places.values() if len(numbers) > 1]
    if twice:
        told = "；".join(f"{rows[some[0] - 1][1].name}：序号 {'、'.join(map(str, some))}" for some in twice)
        yield f"下列企业在几本工作簿里都有，各列一行，合计可能重复，请核对——{told}"
    yield from alike_notes([row for _, row in rows])
    if left := sum(note["status"] != DONE for _, note in batch.files):
        yield f"另有 {left} 本工作簿不能使用，没有列入，原因见“汇总”的“未处理”表"

"""The summary of a batch: one workbook, and each of its tables as CSV, and as Parquet where pyarrow is installed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.files.building.draft import Column as Head
from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewBook, NewCell, NewSheet, PrintSetup
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.interruption import unbroken
from xl_addin.hosts.batch.figures import COUNT, MONEY, STATUSES, TEXT, Cell, Column, Figures, all_figures, by_enterprise
from xl_addin.hosts.batch.job import Batch, faults
from xl_addin.hosts.batch.work import DONE
from xl_addin.tables.grid import column_letters
from xl_addin.values.money import FEN_PER_YUAN, fen_to_yuan, yuan_text
from xl_addin.values.shown_texts import csv_cell
from xl_addin.version import __version__

NAME: Final = "汇总"
_TWICE: Final = (
    "各工作簿的数相加：一家企业的“工作簿数”大于 1 的，请核对是不是同一批人列了两次。"
    "同一本工作簿里几张表列同一人的只计一次；“各表金额不同人数”按先列出的金额计。"
)
_SHOWN: Final = 5
_LOOKS: Final = {TEXT: "wrap", COUNT: "count", MONEY: "money"}


def write_summary(batch: Batch, out: Path) -> list[Path]:
    """Write the summary into the folder of a batch; all of its files or none. Raises InputError."""
    figures = all_figures(batch)
    contents: dict[str, bytes] = {f"{NAME}.xlsx": book_bytes(_book(batch, figures))}
    for table in figures:
        contents[f"{NAME}-{table.name}.csv"] = _csv(table)
        if (packed := _parquet(table)) is not None:
            contents[f"{NAME}-{table.name}.parquet"] = packed
    with ExitStack() as end, ExitStack() as files:
        for name, content in contents.items():
            files.enter_context(replacing(out / name)).write(content)
        end.enter_context(unbroken())  # until all have their names
    return [out / name for name in contents]


def lines(batch: Batch) -> list[str]:
    """What a batch comes to, in sentences."""
    ends = "，".join(
        f"{label} {batch.of_status(status)} 本" for status, label in STATUSES.items() if batch.of_status(status)
    )
    before = f"；其中 {batch.kept} 本以前已有结果、没有变化，没有重做" if batch.kept else ""
    found = [f"工作簿 {len(batch.files)} 本：{ends}{before}"]
    if batch.aside:
        found.append(f"另有 {len(batch.aside)} 项不是工作簿，没有列入")
    grave = sum(bool(faults(note)) for _, note in batch.files)
    found.append(f"有错误的工作簿 {grave} 本，错误共 {sum(faults(note) for _, note in batch.files)} 条")
    persons = sum(note.get("persons", 0) for _, note in batch.files)
    firms = by_enterprise(batch).rows
    if persons or firms:
        fen = sum(int(row[-1]) for row in firms)
        found.append(f"职工 {persons:,} 人，经济补偿金合计 {yuan_text(fen)} 元，涉及企业 {len(firms)} 家")
    return [*found, *_counted_twice(batch, firms)]


def _counted_twice(batch: Batch, firms: Sequence[tuple[Cell, ...]]) -> Iterator[str]:
    """What makes the sums too large, most likely: copies of a workbook, and enterprises of several workbooks."""
    same: dict[str, list[str]] = {}
    for source, note in batch.files:
        if note["status"] == DONE and note.get("hash"):
            same.setdefault(note["hash"], []).append(source.shown)
    copies = [names for names in same.values() if len(names) > 1]
    if copies:
        told = "；".join(f"“{'”“'.join(names[:_SHOWN])}”{_many(names)}" for names in copies[:_SHOWN])
        more = f"等 {len(copies)} 组" if len(copies) > _SHOWN else ""
        yield f"内容完全相同的工作簿：{told}{more}。每本都计入了合计，请移走多余的再处理一次"
    if several := [str(firm) for _, firm, books, *_ in firms if int(books) > 1]:
        told = "、".join(several[:_SHOWN]) + (f"等 {len(several)} 家" if len(several) > _SHOWN else "")
        yield f"在几本工作簿里都有的企业：{told}。请核对是不是同一批人列了两次，各有几本见“汇总”的“企业”表"


def _many(names: Sequence[str]) -> str:
    return f"等 {len(names):,} 本" if len(names) > _SHOWN else ""


def _book(batch: Batch, figures: list[Figures]) -> NewBook:
    return NewBook("批处理汇总", [_overview(batch, figures), *map(_sheet, figures)])


def _overview(batch: Batch, figures: list[Figures]) -> NewSheet:
    draft = SheetDraft(NAME, [24.0, 86.0])
    draft.headline("批处理汇总")
    draft.wide(f"命令：{batch.command}；未办结事项按 {batch.day.isoformat()} 核对；程序版本：{__version__}", "note")
    for line in lines(batch):
        draft.wide(line, "wrap")
    draft.wide(_TWICE, "caution")
    draft.section("各表")
    for table in figures:
        draft.add([NewCell(f"{table.name}（{len(table.rows)} 行）", "report_link", link=(table.name, "A1"))], 18.0)
    return draft.sheet()


def _sheet(table: Figures) -> NewSheet:
    draft = SheetDraft(table.name, [column.width for column in table.columns])
    heads = [Head(column.head, _LOOKS[column.kind]) for column in table.columns]
    rows = [[_shown(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    places = enumerate(table.columns, start=1)
    summed = [column_letters(i) for i, column in places if column.kind != TEXT and table.summed]
    draft.table(heads, rows, summed, nothing="（没有）", head_height=24)
    draft.fit(18.0)
    area = f"A1:{column_letters(len(heads))}{max(len(rows), 1) + 1}"
    return replace(draft.sheet(PrintSetup(landscape=True, repeat=(1, 1))), filter_ref=area if rows else "")


def _shown(cell: Cell, column: Column) -> str | int | float:
    return fen_to_yuan(int(cell)) if column.kind == MONEY else cell


def _csv(table: Figures) -> bytes:
    """The table for any program; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.head for column in table.columns])
    for row in table.rows:
        writer.writerow([_written(cell, column) for cell, column in zip(row, table.columns, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def _written(cell: Cell, column: Column) -> str:
    if column.kind == MONEY:
        sign = "-" if int(cell) < 0 else ""
        return f"{sign}{abs(int(cell)) // FEN_PER_YUAN}.{abs(int(cell)) % FEN_PER_YUAN:02}"
    return csv_cell(str(cell)) if column.kind == TEXT else str(cell)


def _parquet(table: Figures) -> bytes | None:
    """The table with exact money (decimal); None without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return None
    from decimal import Decimal

    kinds: dict[str, Any] = {TEXT: pa.string(), COUNT: pa.int64(), MONEY: pa.decimal128(20, 2)}
    arrays = []
    for i, column in enumerate(table.columns):
        cells = [row[i] for row in table.rows]
        exact = [Decimal(cell).scaleb(-2) for cell in cells] if column.kind == MONEY else cells
        arrays.append(pa.array(exact, kinds[column.kind]))
    stream = io.BytesIO()
    parquet.write_table(pa.table(arrays, names=[column.head for column in table.columns]), stream)
    return stream.getvalue()

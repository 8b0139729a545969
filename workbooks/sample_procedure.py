"""改制程序核查表 and 改制工作进度表 of the sample, from ``sample_procedure.toml``: clean but for its ``faults``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from workbooks.sample_people import ENTERPRISES
from workbooks.style import Book, new_sheet, put, put_row, put_title

SHEET, PROGRESS_SHEET = "改制程序核查表", "改制工作进度表"
FILE = Path(__file__).with_suffix(".toml")
HEADINGS = (
    *("序号", "步骤编号", "步骤（事项）", "责任单位", "开始日期", "完成日期"),
    *("文号（依据）", "应到", "实到", "同意", "备注"),
)
FIRST_ROW = 4
"""Row of the first step, from 1."""
FIRST_PAGE = 14
"""Last column of the first printed page of 改制工作进度表."""


@cache
def data() -> dict[str, Any]:
    """Give the words and dates of both sheets."""
    return tomllib.loads(FILE.read_text("utf-8"))


def faults() -> tuple[str, ...]:
    """Give the seeded faults in the words of the first sheet."""
    return tuple(data()["faults"])


def _cells(row: list[object]) -> list[object]:
    return [None if value == "" else value for value in row]


def write(book: Book) -> None:
    """Add 改制程序核查表: the steps of one enterprise in rows."""
    sheet = new_sheet(book, SHEET, (5, 9, 32, 20, 12, 12, 28, 7, 7, 7, 26), repeat_rows=(2, 2))
    put_title(book, sheet, "改制程序核查表（虚构示例）", f"企业名称：{ENTERPRISES[2].name}", "", len(HEADINGS) - 1)
    put_row(book, sheet, 2, HEADINGS, ["head"] * len(HEADINGS))
    sheet.set_row(2, 24)
    styles = ("count", "centre", "text", "text", "date", "date", "text", "count", "count", "count", "text")
    steps = data()["steps"]
    for i, step in enumerate(steps):
        put_row(book, sheet, FIRST_ROW - 1 + i, (i + 1, *_cells(step)), styles)
    note = "注：1.本表事项、文号、日期全部虚构，其中有意留有差错，供校验演示。"
    put(book, sheet, FIRST_ROW + len(steps), 0, note, "plain")


def write_progress(book: Book) -> None:
    """Add 改制工作进度表: an enterprise per row under headings of two levels."""
    columns = data()["progress_columns"]
    sheet = new_sheet(book, PROGRESS_SHEET, [width for _, width, _ in columns], repeat_rows=(2, 3))
    sheet.fit_to_pages(2, 0)
    sheet.repeat_columns(0, 1)
    put_title(book, sheet, "改制工作进度表（虚构示例）", "填报单位：示例市虚构企改办", "日期：2011-12-31", FIRST_PAGE)
    _progress_headings(book, [heading.partition("|") for heading, _, _ in columns])
    for i, (enterprise, row) in enumerate(zip(ENTERPRISES, data()["progress_rows"], strict=True)):
        values = (i + 1, enterprise.name, enterprise.system, *_cells(row))
        put_row(book, sheet, 4 + i, values, [style for _, _, style in columns])
        sheet.set_row(4 + i, 30)
    put(book, sheet, 5 + len(ENTERPRISES), 0, "注：1.企业、金额、文号全部虚构。", "plain")


def _progress_headings(book: Book, levels: list[tuple[str, str, str]]) -> None:
    sheet = book.file.get_worksheet_by_name(PROGRESS_SHEET)
    for col, (top, _, sub) in enumerate(levels):
        if not sub:
            sheet.merge_range(2, col, 3, col, top, book.style("head"))
            continue
        put(book, sheet, 3, col, sub, "head")
        if levels[col - 1][0] != top:
            last = max(i for i, (other, _, _) in enumerate(levels) if other == top)
            sheet.merge_range(2, col, 2, last, top, book.style("head"))
    sheet.set_row(2, 22)
    sheet.set_row(3, 36)

"""职工花名册 of the sample: a two-row header, merged enterprises, subtotals, notes, and every spelling of a clerk."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from workbooks.sample_people import ENTERPRISES, Worker, people
from workbooks.sample_spelling import typed
from workbooks.style import Book, new_sheet, put, put_row, put_title

SHEET = "职工花名册"
_HEADINGS = (
    "序号", "企业名称", "所属系统", "个人编号", "姓名", "性别", "出生年月", "身份证号码", "用工性质", "身份",
    "参加工作时间", "进厂时间", "岗位工种", "在岗状态", "备注",
)  # fmt: skip
_WIDTHS = (5, 11, 9, 9, 10, 5, 15, 22, 8, 6, 16, 16, 10, 9, 10)
_GROUPS = {(10, 11): "工作时间", (12, 13): "岗位情况"}
_FIRST_ROW = 4
LAST_COL = len(_HEADINGS) - 1
NUMBER_COL, NAME_COL, ID_COL, START_COL = 3, 4, 7, 10


def last_row() -> int:
    """The last row of the roster's table (from 1): all workers, three subtotals and the total."""
    return _FIRST_ROW + len(people()) + len(ENTERPRISES) + 1


def lookup_range() -> str:
    """The range in which the sheets look a worker up by 个人编号."""
    return f"{SHEET}!$D${_FIRST_ROW + 1}:$L${last_row()}"


def write(book: Book) -> None:
    """Add the sheet."""
    sheet = new_sheet(book, SHEET, _WIDTHS, repeat_rows=(2, 3))
    put_title(book, sheet, "职工花名册（虚构示例）", "填报单位：示例市虚构企改办", "日期：2011-09-28", LAST_COL)
    grouped = {col: span for span in _GROUPS for col in range(span[0], span[1] + 1)}
    for col, heading in enumerate(_HEADINGS):
        if col in grouped:
            put(book, sheet, 3, col, heading, "head")
        else:
            sheet.merge_range(2, col, 3, col, heading, book.style("head"))
    for (first, last), heading in _GROUPS.items():
        sheet.merge_range(2, first, 2, last, heading, book.style("head"))
    row, order = _FIRST_ROW, 1
    for enterprise, group in groupby(people(), key=lambda worker: worker.enterprise):
        workers = list(group)
        for i, worker in enumerate(workers):
            put_row(book, sheet, row + i, _cells(order + i, worker), _styles(worker))
        for col, text in ((1, enterprise.name), (2, enterprise.system)):
            sheet.merge_range(row, col, row + len(workers) - 1, col, text, book.style("merged"))
        row, order = row + len(workers), order + len(workers)
        _sum_row(book, row, "小计", len(workers))
        row += 1
    _sum_row(book, row, "合　计", len(people()))
    notes = ("注：1.本表人员、企业、号码全部虚构，仅供演示。", "　　2.参加工作时间以档案记载为准。")
    for i, note in enumerate(notes):
        put(book, sheet, row + 1 + i, 0, note, "plain")
    put(book, sheet, row + 3, 0, "制表人：虚构　　审核人：虚构　　日期：2011年9月28日", "plain")


def _sum_row(book: Book, row: int, label: str, count: int) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    values = [None, label, None, None, f"{count}人", *[None] * (LAST_COL - 4)]
    put_row(book, sheet, row, values, ["sum_text"] * len(values))


def _cells(order: int, worker: Worker) -> list[object]:
    cells = typed()[worker.number]
    return [
        order, None, None, worker.number, cells.name, worker.sex, cells.born, cells.id_number, worker.employment,
        worker.identity, cells.start, cells.entry, worker.post, worker.status, None,
    ]  # fmt: skip


def _styles(worker: Worker) -> list[str]:
    cells = typed()[worker.number]

    def dated(value: object) -> str:
        return "date" if isinstance(value, date) else "centre"

    identity = "id" if isinstance(cells.id_number, str) else "centre"
    return [
        "count", "wrap", "wrap", "centre", "text", "centre", dated(cells.born), identity, "centre", "centre",
        dated(cells.start), dated(cells.entry), "centre", "centre", "text",
    ]  # fmt: skip

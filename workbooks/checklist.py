"""首次核对.xlsx: the steps of a first run with a list of choices, for an office to fill in and report (关于与诊断)."""

from __future__ import annotations

from pathlib import Path

from workbooks.style import new_book, new_sheet, put, put_row, put_title
from xl_addin.commands.office.first_run import CHOICES, HEADINGS, SHEET
from xl_addin.hosts.excel.manual.first_run import ENVIRONMENTS, HOW_TO_REPORT, PARTS


def write(path: Path) -> None:
    """Write the workbook to ``path``; the same bytes at every build."""
    book = new_book(path, "改制测算插件 首次核对", calculate_on_load=False)
    sheet = new_sheet(book, SHEET, (8, 110, 10), repeat_rows=(2, 2))
    put_title(book, sheet, "第一次在真 Excel 里运行：核对清单", "结果从下拉里选，不要写别的", "", len(HEADINGS) - 1)
    put_row(book, sheet, 2, HEADINGS, ["head"] * len(HEADINGS))
    row = 3
    for part in PARTS:
        put_row(book, sheet, row, ("", f"{part.title}（{part.minutes} 分钟）", ""), ["sum_text"] * len(HEADINGS))
        for number, step in part.numbered():
            row += 1
            put_row(book, sheet, row, (number, step.replace("`", ""), None), ("centre", "wrap", "input_text"))
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": list(CHOICES)})
        row += 1
    told = new_sheet(book, "说明", (110,))
    for line, words in enumerate(("怎样记、怎样发回", *HOW_TO_REPORT, "", "环境（有哪种做哪种）", *ENVIRONMENTS)):
        put(book, told, line, 0, words, "paragraph")
    book.file.close()

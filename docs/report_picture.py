"""The picture of a checked workbook, images/report.png: the first page of 校验结果 of the sample, as it prints.

``python -m docs.report_picture`` (part of ``make docs``) rewrites it where LibreOffice and pdftoppm are installed, and
says so where they are not. The day is the one of the sample, so that the same sample gives the same page.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Final

from xl_addin.commands.checking.examination import examine
from xl_addin.commands.checking.validate import report
from xl_addin.commands.spec import CommandBook
from xl_addin.files.building.model import NewBook
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.office import office_program
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.pdf import pdf_bytes

DOCS: Final = Path(__file__).parent
SAMPLE: Final = DOCS.parent / "workbooks/samples/改制测算示例.xlsx"
PICTURE: Final = DOCS / "images/report.png"
_TIME: Final = dt.datetime(2012, 1, 4, 9, 30)
_DOTS: Final = 96


def draw(picture: Path = PICTURE) -> bool:
    """Print the report and keep its first page; False where a program for it is lacking."""
    office, painter = office_program(), shutil.which("pdftoppm")
    if not office or not painter:
        return False
    book = CommandBook.of(open_book(SAMPLE), _TIME.date())
    sheet = report(examine(book, calls=book.recalculation), book, _TIME)[1][0]
    page = pdf_bytes(book_bytes(NewBook(sheet.title, [sheet])), office)
    command = [
        painter,
        "-png",
        "-r",
        str(_DOTS),
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        "-",
        str(picture.with_suffix("")),
    ]
    subprocess.run(command, input=page, check=True)
    return True


if __name__ == "__main__":
    print(PICTURE if draw() else "没有 LibreOffice 或 pdftoppm，校验结果的图没有更新")

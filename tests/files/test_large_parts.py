"""A large part is read, checked and written in pieces: memory for the cells, not for the file."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from tests.checks.books import id_number
from tests.faults import hostile_books as books
from tests.peak import STATUS
from xl_addin.files.looks import Mark
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book

BIRTH = dt.date(1970, 1, 1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"
HEADINGS = (
    *("序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资"),
    *("民族", "性别", "文化程度", "岗位工种", "用工性质", "联系电话", "家庭住址", "银行账号", "开户行", "所属车间"),
    *("经办人", "备注", "说明一", "说明二", "说明三", "说明四", "说明五"),
)
JOB = """
import datetime, sys
from pathlib import Path
from tests.peak import peak_mb
from xl_addin.hosts.file.job import run_file
run_file(Path(sys.argv[1]), Path(sys.argv[2]), datetime.datetime(2011, 12, 1))
print(peak_mb())
"""


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _rows(count: int) -> str:
    """Rows of ten cells with one text: 600 bytes a row."""
    lines = ("".join(_cell(f"{col}{row}", "虚构机械厂") for col in LETTERS[:10]) for row in range(1, count + 1))
    return "".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(lines, 1))


def _person(row: int) -> str:
    """A man of whom nothing is wrong: findings would take memory of their own."""
    number = id_number(2 * (row % 400) + 1, BIRTH + dt.timedelta(row // 100))
    own = [str(row - 1), "虚构机械厂", f"职工{row}", number, "1990年7月", "2011-09-28", "1600", "1500"]
    usual = ["汉族", "男", "初中", "操作工", "固定工", f"0795-{row:07}", f"虚构路{row}号", f"6222{row:015}", "示例银行"]
    return "".join(
        _cell(f"{col}{row}", text) for col, text in zip(LETTERS, [*own, *usual, *["已核实"] * 8], strict=True)
    )


def test_a_sheet_is_read_without_its_bytes(tmp_path: Path) -> None:
    path = books.save(tmp_path / "大.xlsx", books.parts(text := _rows(60_000)))
    tracemalloc.start()
    book = open_book(path)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(book.sheets[0].rows) == 60_000
    assert peak - now < 25_000_000 < len(text.encode())


def test_repeated_texts_are_one_object(tmp_path: Path) -> None:
    rows = open_book(books.save(tmp_path / "大.xlsx", books.parts(_rows(50)))).sheets[0].rows
    assert len({id(value) for row in rows for value in row}) == 1


def test_marks_are_written_without_a_second_copy_of_the_sheet(tmp_path: Path) -> None:
    path = books.save(tmp_path / "大.xlsx", books.parts(text := _rows(10_000)))
    tracemalloc.start()
    write_patched(path, tmp_path / "出.xlsx", BookPatch({}, [Mark("花名册", "A2", "error")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.6 * len(text.encode())
    assert open_book(tmp_path / "出.xlsx").sheets[0].rows == open_book(path).sheets[0].rows


@pytest.mark.long
@pytest.mark.skipif(not STATUS.exists(), reason="memory is told by Linux")
def test_a_job_on_a_hundred_thousand_rows_takes_400_megabytes(tmp_path: Path) -> None:
    heads = "".join(_cell(f"{col}1", text) for col, text in zip(LETTERS, HEADINGS, strict=True))
    rows = "".join(f'<row r="{row}">{_person(row)}</row>' for row in range(2, 100_002))
    path = books.save(tmp_path / "大.xlsx", books.parts(f'<row r="1">{heads}</row>{rows}'))
    job = [sys.executable, "-c", JOB, str(path), str(tmp_path / "出.xlsx")]
    done = subprocess.run(job, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 400

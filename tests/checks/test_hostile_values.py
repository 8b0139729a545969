"""Values that no clerk types but a file may hold, in every column of every kind of sheet: never an internal error."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from xl_addin.checks.registry import FAILED
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.checking.validate import report
from xl_addin.commands.spec import CommandBook
from xl_addin.files.markup import text_of
from xl_addin.files.reading import open_book
from xl_addin.files.scan.rows import number_of
from xl_addin.functions import CATALOG, call
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import NUM, CellError

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
BOOKS = sorted([*WORKBOOKS.glob("samples/*.xlsx"), *WORKBOOKS.glob("templates/*.xlsx")])
NOW = dt.datetime(2011, 12, 1, 9, 0)
DIGITS: Final = (b"9" * 4301, b"-" + b"9" * 5000, b"1" + b"0" * 299, b"9" * 350, b"1E308", b"-1e308", b"5E-324")
DIGITS_ODD: Final = (
    b"1E400",
    b"1E999999999",
    b"0.1000000000000000055511151231257827",
    b"9223372036854775808",
    b"-0",
    b"nan",
)
TEXTS: Final = (
    *(
        "9" * 4301,
        "长" * 32_767,
        "9" * 32_767,
        "1," * 16_000,
        "(" * 30_000,
        "." * 30_000,
        "1985年" * 6_000,
        "1%" * 9_000,
    ),
    *("９" * 5_000, "①" * 5_000, "²³¹" * 1_500, "٣" * 18, "亿" * 5_000, "½", "nan", "-inf", "1E999999999", "1e400"),
    *(
        "\ufdd0\ue000\U000f0000\U0010ffff",
        "\ufffd张\ufffd",
        "\x01\x1f",
        "\u202e甲\u200b",
        "A1:XFD1048576",
        "0x1F",
        "1_000",
    ),
)
VALUES: Final[list[CellValue]] = [
    *(number_of(text) for text in (*DIGITS, *DIGITS_ODD)),
    *TEXTS,
    *(text_of(text) for text in (b"_xD800_", b"_xDFFF_\xe5\xbc\xa0_xD83D_", b"_x0000_")),
    *(True, dt.date(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59), CellError("#ODD!", "")),
]


def spoilt(book: BookGrid, shift: int) -> BookGrid:
    """Every column of every sheet has some of the values, each time others, between rows that stay as they were."""
    return replace(book, sheets=[_spoilt(sheet, shift + 7 * number) for number, sheet in enumerate(book.sheets)])


def _spoilt(sheet: SheetGrid, shift: int) -> SheetGrid:
    rows = [list(row) for row in sheet.rows]
    formulas = dict(sheet.formulas)
    width = max(map(len, rows), default=0)
    for col in range(width):
        for place, row in enumerate(range(4 + col % 2, min(len(rows) + 3, 16), 2)):
            while len(rows) <= row:
                rows.append([])
            rows[row] += [None] * (col + 1 - len(rows[row]))
            rows[row][col] = VALUES[(shift + 5 * col + 11 * place) % len(VALUES)]
            formulas.pop((row + 1, col + 1), None)
    return replace(sheet, rows=rows, formulas=formulas)


def check_goes_on(path: Path, shift: int) -> None:
    workbook = CommandBook.of(spoilt(open_book(path), shift), NOW.date())
    result = examine(workbook, calls=workbook.recalculation)
    report(result, workbook, NOW)
    said = [finding.message for finding in result.findings]
    assert not [finding for finding in result.findings if finding.code == FAILED]
    assert not [line for line in said if "内部出错" in line or "计算时出错" in line]


@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_no_value_in_any_column_stops_the_checks(path: Path) -> None:
    check_goes_on(path, len(path.stem))


@pytest.mark.long
@pytest.mark.parametrize("shift", range(2))
@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_no_value_in_any_column_stops_the_checks_wherever_it_stands(path: Path, shift: int) -> None:
    check_goes_on(path, shift)


def test_numbers_beyond_those_of_spreadsheet_programs_are_errors() -> None:
    assert number_of(b"9" * 4301) == number_of(b"9" * 350) == number_of(b"-1E999") == CellError(NUM, "")
    assert number_of(b"9" * 300) == 10**300 - 1


@pytest.mark.parametrize("name", CATALOG)
def test_no_value_in_any_argument_is_an_internal_error(name: str) -> None:
    usual = ["1985-07-01", "2011-09-28", 1600, 1500, 2300, "客观变化", None]
    values = VALUES[::3]
    for huge in (10**5000, -(10**4301)):
        assert "内部出错" not in str(getattr(call(name, huge), "message", ""))
    for place in range(len(CATALOG[name].arguments)):
        for number, value in enumerate(values):
            given = [usual[(number + k) % len(usual)] for k in range(len(CATALOG[name].arguments))]
            given[place] = value if number % 2 else [["姓名", "金额"], ["甲", value]]  # type: ignore[assignment,call-overload]
            result = call(name, *given)
            assert not (isinstance(result, CellError) and "内部出错" in result.message), (place, str(value)[:20])


def test_a_long_text_beside_many_findings_is_repeated_by_its_beginning(tmp_path: Path) -> None:
    heads = ["单位", "姓名", "参加工作时间", "解除劳动合同时间", "月平均工资", "工作年限", "经济补偿金"]
    rows: list[list[CellValue]] = [["长" * 32_767, "甲" * 32_767, "乙" * 32_767, "2008-01-01", 1000, 18, 18000]] * 30
    book = CommandBook.of(
        BookGrid(Path("a.xlsx"), [SheetGrid("测算表", "", [list(heads), *map(list, rows)])]), NOW.date()
    )
    result = examine(book, calls=book.recalculation)
    assert len(result.findings) >= 30
    _, sheets = report(result, book, NOW)
    for sheet in sheets:
        texts = [cell.value for row in sheet.rows for cell in row if isinstance(cell.value, str)]
        assert sum(map(len, texts)) < 4_000 * len(sheet.rows), sheet.title

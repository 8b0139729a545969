"""Every function in the cells of a real Calc: the same values as by ``functions.call`` and in a file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xl_addin.files.reading import open_book
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import CATALOG, CellError, call
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office
from xl_addin.tables.grid import BookGrid
from xl_addin.values.serials import serial_of

pytestmark = pytest.mark.calc
WORKBOOKS = Path(__file__).parents[3] / "workbooks"
BOOKS = [*sorted((WORKBOOKS / "samples").glob("*.xlsx")), WORKBOOKS / "selftest.xlsx"]
FEWEST = {"全程示例": 8}
"""More cells of ours than these are looked at in a small sample."""
ERRORS = {519: "#VALUE!", 503: "#NUM!", 32767: "#N/A", 532: "#DIV/0!", 525: "#NAME?", 524: "#REF!", 521: "#NULL!"}


def copied(path: Path, folder: Path) -> Path:
    """A copy to open: LibreOffice puts its lock beside a book, and leaves it there when it is killed."""
    return Path(shutil.copy(path, folder / f"opened-{path.name}"))


def shown(cell: Any) -> object:
    """What a cell of Calc shows: an error value, a text or a number; one that waits is waited for."""
    deadline = time.monotonic() + 60
    while cell.getError() == 530 and time.monotonic() < deadline:
        time.sleep(0.1)
    if cell.getError():
        return ERRORS.get(cell.getError(), f"Err:{cell.getError()}")
    if cell.getType().value == "EMPTY":
        return None
    if cell.getType().value == "TEXT" or (cell.getType().value == "FORMULA" and cell.FormulaResultType2 == 2):
        return cell.getString()
    return cell.getValue()


def stored(value: object) -> object:
    """A value of a workbook as Calc shows it."""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float | str) or value is None:
        return float(value) if isinstance(value, int) else value
    return serial_of(value, False)  # type: ignore[arg-type]


def our_cells(book: BookGrid) -> Iterator[tuple[str, int, int, object]]:
    """Every cell of a workbook whose formula calls us, with the value that the file host gives it."""
    current = with_values(book, recalculate(book))
    calls = OurCalls(book)
    for place, sheet in enumerate(book.sheets):
        for (row, column), formula in sheet.formulas.items():
            if calls.called(formula.text, sheet.name):
                yield sheet.name, row, column, current.sheets[place].value(row, column)


def has_chart(document: Any) -> bool:
    return any(sheet.getCharts().getCount() for sheet in document.Sheets)


def same(first: object, second: object) -> bool:
    if isinstance(first, float) and isinstance(second, float):
        return abs(first - second) <= 1e-9 * max(1.0, abs(second))
    return first == second or {first, second} == {None, ""}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_cell_of_ours_is_what_the_file_host_gives(path: Path, calc: Office, tmp_path: Path) -> None:
    document = calc.open(copied(path, tmp_path))
    assert document.isModified() == has_chart(document)  # a chart that is drawn counts as a change of Calc's own
    wrong, seen = [], 0
    for sheet, row, column, value in our_cells(open_book(path)):
        cell = document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1)
        seen += 1
        if not same(shown(cell), stored(value)):
            wrong.append((sheet, row, column, cell.getFormula(), shown(cell), stored(value)))
    assert wrong == []
    assert seen > FEWEST.get(path.stem, 20)


def test_the_self_test_says_true_everywhere(calc: Office, tmp_path: Path) -> None:
    document = calc.open(copied(WORKBOOKS / "selftest.xlsx", tmp_path))
    sheet = document.Sheets.getByName("自检")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows = sheet.getCellRangeByPosition(
        0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
    ).getFormulaArray()
    marks = [
        sheet.getCellByPosition(column, row).getString()
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if text.startswith("=") and sheet.getCellByPosition(column, row).getString() in ("TRUE", "FALSE", "真", "假")
    ]
    assert len(marks) > 100
    assert set(marks) <= {"TRUE", "真"}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_what_calc_saves_has_the_same_formulas_and_values(path: Path, calc: Office, tmp_path: Path) -> None:
    document = calc.open(copied(path, tmp_path))
    calc.save(document, tmp_path / "saved.xlsx")
    calc.copy(document, tmp_path / "copy.xlsx")
    before = {place[:3]: place[3] for place in our_cells(open_book(path))}
    for name in ("saved.xlsx", "copy.xlsx"):
        book = open_book(tmp_path / name)
        after = {place[:3]: place[3] for place in our_cells(book)}
        assert set(before) <= set(after)
        assert [key for key, value in before.items() if not same(stored(after[key]), stored(value))] == []
        cached = {sheet.name: sheet for sheet in book.sheets}
        written = {key: cached[key[0]].value(*key[1:]) for key in before}
        assert [key for key, value in before.items() if not same(stored(written[key]), stored(value))] == []
        texts = [one.text for sheet in book.sheets for one in sheet.formulas.values()]
        assert not [text for text in texts if "XLADDIN" in text.upper()]


def _typed(value: str) -> str:
    try:
        float(value)
    except ValueError:
        return f'"{value}"'
    return value


def test_every_single_function_gives_what_call_gives_under_both_names(calc: Office) -> None:
    document = calc.open("private:factory/scalc")
    sheet = document.Sheets.getByIndex(0)
    for row, spec in enumerate(one for one in CATALOG.values() if all(a.shape != "range" for a in one.arguments)):
        values = [a.example for a in spec.arguments if a.shape != "range"]
        numbers = [float(v) if not _typed(v).startswith('"') else v for v in values]
        expected = call(spec.name, *numbers)
        for column, name in enumerate((spec.name, spec.alias)):
            cell = sheet.getCellByPosition(column, row)
            cell.setFormula(f"={name}({';'.join(map(_typed, values))})")
            first = expected[0][0] if isinstance(expected, list) else expected
            assert same(shown(cell), stored(first)), (spec.name, name, cell.getFormula(), cell.getString(), first)


def test_a_blank_is_no_zero(calc: Office) -> None:
    document = calc.open("private:factory/scalc")
    sheet = document.Sheets.getByIndex(0)
    for column, text in enumerate(("1985-07-01", "2011-09-28")):
        sheet.getCellByPosition(column, 0).setString(text)
    cell = sheet.getCellByPosition(7, 0)
    cell.setFormula("=SOE_SEVERANCE(A1;B1;C1;D1;E1)")
    assert shown(cell) == "#VALUE!"
    sheet.getCellByPosition(2, 0).setValue(1600)
    assert shown(cell) == 43200.0  # no average given: no floor, no cap
    sheet.getCellByPosition(2, 0).setValue(0)
    assert shown(cell) == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 0.0)


@pytest.mark.parametrize(
    "spelling",
    [
        "[1]!SOE_NOTICE_PAY",
        "_xldudf_SOE_NOTICE_PAY",
        "_xll.SOE_NOTICE_PAY",
        "soe_notice_pay",
        "代通知金",
        "改制.代通知金",
    ],
)
def test_foreign_spellings_are_understood_on_load(spelling: str, calc: Office, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = 1600
    book.active["B1"] = f"={spelling}(A1)"
    book.save(tmp_path / "foreign.xlsx")
    document = calc.open(tmp_path / "foreign.xlsx")
    assert shown(document.Sheets.getByIndex(0).getCellByPosition(1, 0)) == 1600.0


def test_a_table_of_whole_columns_is_refused_at_once_and_kept_in_the_file(calc: Office, tmp_path: Path) -> None:
    """Given to Basic, a million rows took half a minute and 1.6 GB."""
    import openpyxl
    from openpyxl.worksheet.formula import ArrayFormula

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["姓名", "参加工作时间", "解除时间", "月平均工资"], ["王三", "1985-07-01", "2011-09-28", 1600]):
        sheet.append(row)
    for place, text in (("F1:M2", "=SOE_SEVERANCE_TABLE(A:D)"), ("F4:M5", "=经济补偿金表(A1:D2)")):
        sheet[place.partition(":")[0]] = ArrayFormula(place, text)
    book.save(tmp_path / "columns.xlsx")
    before = peak_bytes(calc)
    opened = calc.open(tmp_path / "columns.xlsx").Sheets.getByIndex(0)
    fresh = calc.open("private:factory/scalc").Sheets.getByIndex(0)
    fresh.getCellRangeByName("F1:M2").setArrayFormula("=SOE_SEVERANCE_TABLE(A:D)")
    assert [shown(one.getCellRangeByName("F2").getCellByPosition(0, 0)) for one in (opened, fresh)] == ["#VALUE!"] * 2
    assert shown(opened.getCellRangeByName("F5").getCellByPosition(0, 0)) == "王三"
    assert peak_bytes(calc) - before < 200_000_000
    document = next(one for one in calc.desktop.Components if one.URL.endswith("columns.xlsx"))
    calc.save(document, tmp_path / "saved.xlsx")
    formulas = open_book(tmp_path / "saved.xlsx").sheets[0].formulas
    assert formulas[1, 6].text.replace("$", "").startswith("SOE_SEVERANCE_TABLE(A")
    assert formulas[4, 6].text == "经济补偿金表(A1:D2)"


def peak_bytes(office: Office) -> int:
    """The most memory that LibreOffice has had."""
    lines = Path(f"/proc/{office.pid}/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def test_a_killed_office_is_started_again(pool: Any, tmp_path: Path) -> None:
    first = pool.get()
    document = first.open("private:factory/scalc")
    document.Sheets.getByIndex(0).getCellByPosition(0, 0).setFormula("=SOE_NOTICE_PAY(5)")
    first.save(document, tmp_path / "kept.xlsx")
    kept = (tmp_path / "kept.xlsx").read_bytes()
    first.kill()
    again = pool.get()
    assert again is not first
    assert (tmp_path / "kept.xlsx").read_bytes() == kept
    (tmp_path / ".~lock.kept.xlsx#").unlink(missing_ok=True)  # a user is asked; nobody is here
    cell = again.open(tmp_path / "kept.xlsx").Sheets.getByIndex(0).getCellByPosition(0, 0)
    assert (shown(cell), open_book(tmp_path / "kept.xlsx").sheets[0].formulas[1, 1].text) == (5.0, "SOE_NOTICE_PAY(5)")


def test_a_worker_serves_another_python(calc_with: Callable[..., Office]) -> None:
    office = calc_with({**reach(), "version": [2, 7]})
    sheet = office.open("private:factory/scalc").Sheets.getByIndex(0)
    cell = sheet.getCellByPosition(0, 0)
    cell.setFormula('=SOE_SEVERANCE("1985-07-01";"2011-09-28";1600;1500;2300)')
    assert shown(cell) == 43200.0


@pytest.mark.parametrize("told", [None, {"python": "/nowhere/python", "version": [2, 7], "sites": []}])
def test_without_its_python_every_cell_is_an_error(
    told: dict[str, Any] | None, calc_with: Callable[..., Office]
) -> None:
    sheet = calc_with(told).open("private:factory/scalc").Sheets.getByIndex(0)
    cell = sheet.getCellByPosition(0, 0)
    cell.setFormula("=SOE_NOTICE_PAY(1600)")
    assert shown(cell) in ("#NAME?", "#VALUE!")


def test_a_new_book_is_readable_by_the_file_host(calc: Office, tmp_path: Path) -> None:
    document = calc.open("private:factory/scalc")
    document.Sheets.getByIndex(0).getCellByPosition(0, 0).setFormula("=金额大写(120)")
    calc.save(document, tmp_path / "new.xlsx")
    book = open_book(tmp_path / "new.xlsx")
    assert (book.sheets[0].formulas[1, 1].text, book.sheets[0].value(1, 1)) == ("金额大写(120)", "壹佰贰拾元整")

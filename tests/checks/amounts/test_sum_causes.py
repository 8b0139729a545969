"""Why a sum is wrong stands in its message with the cells; which readings of a sum are right and which are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.checks.books import TODAY, book, id_number
from xl_addin.checks.run import check_book
from xl_addin.files.reading import open_book
from xl_addin.tables.grid import CellValue, FormulaCell, SheetGrid
from xl_addin.values.findings import Finding

PEOPLE = "甲乙丙丁戊己"


def found(
    lines: Sequence[tuple[str, CellValue]],
    formulas: Mapping[int, str] | None = None,
    hidden: frozenset[int] = frozenset(),
) -> list[Finding]:
    """Findings of a list of arrears with these figures in column C; 甲… are persons, all others sums."""
    rows: list[list[CellValue]] = [["姓名", "身份证号", "个人欠缴"]]
    cells: dict[tuple[int, int], FormulaCell] = {}
    for i, (label, figure) in enumerate(lines):
        number = id_number(2 * i + 1, dt.date(1970, 1, 1 + i)) if label in PEOPLE else None
        rows.append([label, number, figure])
    for row, text in (formulas or {}).items():
        value = rows[row - 1][2]
        cells[row, 3] = FormulaCell(row, 3, text, "normal", None, value, value is not None)
    sheet = SheetGrid("欠费", "x.xml", rows, cells, hidden_rows=hidden)
    return list(check_book(book(sheet), TODAY))


def cause(*args: object) -> str:
    (finding,) = found(*args)  # type: ignore[arg-type]
    assert finding.code == "SUM_WRONG"
    return finding.message.partition("：")[2]


THREE: list[tuple[str, CellValue]] = [("甲", 10), ("乙", 20), ("丙", 40)]


def test_hidden_rows_are_named_where_a_subtotal_leaves_them_out() -> None:
    why = cause([*THREE, ("合计", 50)], {5: "SUBTOTAL(109,C2:C4)"}, frozenset({3}))
    assert why.startswith("C3 所在行被隐藏")
    assert "SUBTOTAL" in why


def test_hidden_persons_are_persons_and_a_sum_over_them_is_right() -> None:
    assert found([*THREE, ("合计", 70)], {5: "SUM(C2:C4)"}, frozenset({3})) == []


def test_numbers_stored_as_text_are_named_where_sum_leaves_them_out() -> None:
    assert cause([("甲", "10"), ("乙", 20), ("丙", "40"), ("合计", 20)]).startswith("C2、C4 是文本格式的数字")


@pytest.mark.parametrize(
    ("formula", "value", "said"),
    [
        ("SUM(C2:C3)", 30, "没有包括 C4"),
        ("SUM(C2,C4)", 50, "没有包括 C3"),
        ("C2+C3", 30, "没有包括 C4"),
        ("SUM(C2:C4)", 69, "没有更新"),
    ],
)
def test_what_a_formula_leaves_out_is_named(formula: str, value: int, said: str) -> None:
    assert said in cause([*THREE, ("合计", value)], {5: formula})


def test_a_sum_added_once_more_is_named_with_and_without_a_formula() -> None:
    lines = [("甲", 10), ("小计", 10), ("乙", 20), ("丙", 40), ("小计", 60), ("合计", 80)]
    assert "把合计行 C3 又加了一次" in cause(lines, {7: "SUM(C2:C5)"})
    assert "把合计行 C3 也加进去了" in cause(lines)


def test_one_missing_person_is_named() -> None:
    assert cause([*THREE, ("合计", 50)]) == "相差的数正好是 C3"


def test_displayed_fen_and_another_unit_are_named() -> None:
    assert "实际不止两位小数" in cause([("甲", 10.004), ("乙", 20.004), ("丙", 40.004), ("合计", 70)])
    assert "按万元写的" in cause([("甲", 100000), ("乙", 200000), ("合计", 30)])


def test_a_difference_that_nothing_explains_has_no_cause() -> None:
    assert cause([*THREE, ("合计", 69.5)]) == ""


def test_sums_without_stored_results_are_worked_out() -> None:
    lines: list[tuple[str, CellValue]] = [
        ("甲", 10),
        ("小计", None),
        ("乙", 20),
        ("丙", 40),
        ("小计", None),
        ("合计", None),
    ]
    right = {3: "SUM(C2:C2)", 6: "SUM(C4:C5)", 7: "C3+C6"}
    assert found(lines, right) == []
    (finding,) = found(lines, right | {6: "SUM(C4:C4)"})
    assert (finding.cell, finding.observed, finding.expected) == ("C6", "20", "60.00")


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("甲", 1),
            ("在岗小计", 1),
            ("乙", 2),
            ("下岗小计", 2),
            ("甲厂小计", 3),
            ("丙", 4),
            ("乙厂小计", 4),
            ("合计", 7),
        ],
        [("甲", 1), ("在岗小计", 1), ("甲厂小计", 1), ("乙", 2), ("在岗小计", 2), ("乙厂小计", 2), ("总计", 3)],
        [("甲", 1), ("乙", 2), ("合计", 3), ("其中：女职工", 1)],
        [("甲", 1), ("乙", 2), ("合计2人", 3)],
        [("甲", 1), ("乙", 2), ("女职工小计", 1), ("男职工小计", 2), ("合计", 3)],
        [("甲", 1), ("过次页", 1), ("乙", 2), ("过次页", 3), ("丙", 4), ("合计", 7)],
        [("甲", 1), ("第1页小计", 1), ("乙", 2), ("第2页小计", 2), ("累计", 3), ("总计", 3)],
    ],
)
def test_a_sum_may_stand_for_what_its_label_and_place_allow(lines: list[tuple[str, CellValue]]) -> None:
    assert [(one.cell, one.message) for one in found(lines)] == []


@pytest.mark.parametrize(
    ("lines", "cell", "expected"),
    [
        # The first group left out of the sum of its enterprise, the last page alone as total, a page as all so far.
        ([("甲", 1), ("在岗小计", 1), ("乙", 2), ("下岗小计", 2), ("甲厂小计", 2), ("合计", 3)], "C6", "3.00"),
        ([("甲", 1), ("本页小计", 1), ("乙", 2), ("本页小计", 2), ("合计", 2)], "C6", "3.00"),
        ([("甲", 1), ("本页小计", 1), ("乙", 2), ("本页小计", 2), ("累计", 2)], "C6", "3.00"),
        ([("甲", 1), ("乙", 2), ("小计", 3), ("丙", 4), ("小计", 7), ("合计", 7)], "C6", "4.00"),
    ],
)
def test_a_sum_that_fits_only_an_absurd_reading_is_wrong(
    lines: list[tuple[str, CellValue]], cell: str, expected: str
) -> None:
    assert [(one.code, one.cell, one.expected) for one in found(lines)] == [("SUM_WRONG", cell, expected)]


def test_a_conditional_sum_of_a_group_is_named_as_not_checked() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "个人欠缴"]]
    rows += [[name, id_number(2 * i + 1), 10 * (i + 1)] for i, name in enumerate(PEOPLE[:3])]
    rows.append(["女职工小计", None, 40])
    formula = FormulaCell(5, 3, 'SUMIF(D2:D4,"女",C2:C4)', "normal", None, 40, True)
    table = check_book(book(SheetGrid("欠费", "x.xml", rows, {(5, 3): formula})), TODAY)
    assert list(table) == []
    assert any("C5" in line and "按条件求和" in line for line in table.not_checked)


def test_the_case_of_a_file_with_a_hidden_row(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(["姓名", "身份证号", "个人欠缴"])
    for i, name in enumerate(PEOPLE[:3]):
        page.append([name, id_number(2 * i + 1), 10 * (i + 1)])
    page.append(["合计", None, 40])
    page.row_dimensions[3].hidden = True
    made.save(tmp_path / "a.xlsx")
    grid = open_book(tmp_path / "a.xlsx")
    assert grid.sheets[0].hidden_rows == {3}
    (finding,) = check_book(grid, TODAY)
    assert "C3 所在行被隐藏" in finding.message

"""Findings of checks, of 政策 sheets and of our functions' cells, put together in one place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import sheet
from xl_addin.commands.checking.examination import examine
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Finding, Severity

TODAY = dt.date(2011, 9, 28)
SOUND = "11010519491231002X"


def found(*sheets: SheetGrid, calls: Recalculation | None = None) -> list[Finding]:
    grid = BookGrid(Path("a.xlsx"), list(sheets))
    return list(examine(SheetBook(grid, TODAY), calls=calls or Recalculation()).findings)


def policy_sheet(*rows: list[CellValue]) -> SheetGrid:
    return sheet("政策", [["项目", "值"], ["profile", "SEG2008"], *rows])


def test_errors_of_our_cells_are_said_once_with_their_reason() -> None:
    roster = sheet("表", [["姓名", "身份证号", "参加工作时间"], ["王一", SOUND, CellError("#NUM!", "")]])
    calls = Recalculation(
        errors=[("表", "C2", CellError("#NUM!", "解除时间早于参加工作时间"))],
        misspelt=[("表", "D2", "SOE_SEVERENCE", "SOE_SEVERANCE")],
        unresolved=[("表", "E2", "引用了别的工作簿")],
    )
    assert [(one.code, one.cell) for one in found(roster)] == [("CELL_ERROR", "C2")]
    assert [(one.code, one.severity, one.cell) for one in found(roster, calls=calls)] == [
        ("FUNCTION_ERROR", Severity.ERROR, "C2"),
        ("FUNCTION_MISSPELT", Severity.ERROR, "D2"),
        ("LEFT_TO_HOST", Severity.NOTICE, "E2"),
    ]


def test_a_number_of_a_person_in_the_reason_is_masked() -> None:
    calls = Recalculation(errors=[("表", "C2", CellError("#VALUE!", f"“{SOUND}”不是日期"))])
    assert SOUND not in found(sheet("表", [["随便"]]), calls=calls)[0].message


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["fraction", "half"]], "A3:B3"),
        ([["fraction", "half_year"], ["不认识的项目", 1]], "A4:B4"),
        ([["fraction", "half_year"], [None, None], ["fraction", "year_up"]], "A5:B5"),
    ],
)
def test_a_policy_sheet_that_cannot_be_used_is_named_at_the_row_that_makes_it_so(
    rows: list[list[CellValue]], cell: str
) -> None:
    fault = found(policy_sheet(*rows))[0]
    assert (fault.code, fault.severity, fault.sheet, fault.cell) == ("POLICY_SHEET", Severity.ERROR, "政策", cell)


def test_a_policy_sheet_is_not_said_to_be_unrecognised() -> None:
    book = BookGrid(Path("a.xlsx"), [sheet("政策", [["profile", "SEG2008"], ["fraction", "half_year"]])])
    assert examine(SheetBook(book, TODAY)).findings.not_checked == []

"""SELF_REFERENCE: a formula of ours that takes its own cell in is found, whatever way its range is written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xl_addin.formulas.recalculation import recalculate
from xl_addin.hosts.file.job import check_file
from xl_addin.tables.grid import BookGrid, FormulaCell, GridTable, SheetGrid, parse_address


def found(formula: str, cell: str = "H5", ref: str | None = None, names: dict[str, str] | None = None) -> list[str]:
    row, col = parse_address(cell)
    kind = "array" if ref else "normal"
    sheet = SheetGrid("测算 表", "", [], {(row, col): FormulaCell(row, col, formula, kind, ref, None, False)})
    book = BookGrid(Path("a.xlsx"), [sheet], defined_names=names or {})
    return [finding.observed for finding in recalculate(book).own]


@pytest.mark.parametrize(
    "formula",
    [
        "SOE_PACKAGE($A$1:$H$1,A5:H5)",
        "一补二险($A$1:$K$1,$A5:$K5)",
        "SOE_PACKAGE(1:1,5:5)",
        "IF(A5=\"\",\"\",SOE_SEVERANCE(H5,G5,F5))",
        "SOE_FUND_BALANCE(A:P,\"2011-12-31\")",
        "SOE_FUND_BALANCE('测算 表'!A:P)",
        "soe_package_table(H9:A1)",
    ],
)  # fmt: skip
def test_a_range_over_the_own_cell_is_found(formula: str) -> None:
    assert len(found(formula)) == 1


@pytest.mark.parametrize(
    "formula",
    [
        "SOE_PACKAGE($A$1:$G$1,A5:G5)",
        "SOE_FUND_BALANCE(台账!A:P)",
        "SOE_FUND_BALANCE('别的 表'!A:P)",
        "SUM(A:H)",
        "VLOOKUP(A5,A:Z,2,FALSE)",
        'SOE_EXPLAIN(A5,"H5:H9",B5)',
        "SOE_SEVERANCE(H4,H6,I5)",
        "SOE_SEVERANCE(政策参数!H5,B5,C5)",
    ],
)
def test_ranges_beside_the_cell_other_sheets_texts_and_native_formulas_pass(formula: str) -> None:
    assert found(formula) == []


def test_an_array_may_not_read_any_cell_that_it_fills() -> None:
    assert found("SOE_PACKAGE_TABLE(A4:F9)", "G4", "G4:K9") == []
    assert found("SOE_PACKAGE_TABLE(A4:H9)", "G4", "G4:K9") == ["A4:H9"]


OWN = "'测算 表'!$A$1:$J$9"


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("SOE_PACKAGE_TABLE(职工)", {"职工": OWN}),
        ("SOE_PACKAGE_TABLE(职工)", {"测算 表!职工": OWN}),
        ("SOE_PACKAGE_TABLE(职工)", {"测算 表!职工": OWN, "职工": "花名册!$A$1:$J$9"}),
        ("SOE_PACKAGE_TABLE(STAFF)", {"Staff": OWN}),
        ("SOE_PACKAGE_TABLE('测算 表'!staff)", {"测算 表!Staff": OWN}),
        ("SOE_PACKAGE_TABLE([0]!职工)", {"职工": OWN}),
        ("SOE_PACKAGE_TABLE(职工)", {"职工": "全体", "全体": "在册", "在册": OWN}),
        ("底价*2", {"测算 表!底价": "SOE_NOTICE_PAY('测算 表'!$A$1:$J$9)"}),
    ],
)
def test_a_defined_name_is_followed(formula: str, names: dict[str, str]) -> None:
    assert found(formula, names=names) == ["A1:J9"]


@pytest.mark.parametrize(
    "names",
    [
        {"职工": "花名册!$A$1:$J$9"},
        {"职工": OWN, "测算 表!职工": "花名册!$A$1:$J$9"},
        {"花名册!职工": OWN},
        {"职工": "[1]花名册!$A$1:$J$9"},
        {"职工": "OFFSET('测算 表'!$A$1,0,0,9,10)"},
        {"职工": "'测算 表'!A1:J9"},
    ],
    ids=["elsewhere", "own sheet first", "another sheet's", "another book's", "computed", "relative"],
)
def test_a_name_that_means_other_cells_or_is_not_known_before_it_is_computed_is_no_finding(
    names: dict[str, str],
) -> None:
    assert found("SOE_PACKAGE_TABLE(职工)", names=names) == []


def test_a_reference_through_several_sheets_takes_in_those_between() -> None:
    cell = FormulaCell(5, 8, "SOE_COVERAGE(甲:丙!H5,1)", "normal", None, None, False)
    sheets = [SheetGrid("甲", "", []), SheetGrid("乙", "", [], {(5, 8): cell}), SheetGrid("丙", "", [])]
    assert [one.observed for one in recalculate(BookGrid(Path("a.xlsx"), sheets)).own] == ["H5"]


def test_a_table_is_followed_to_its_column() -> None:
    table = GridTable(("职工表",), (4, 1, 9, 8), ("姓名", "参工", "离岗", "工资", "企业", "地区", "事由", "金额"))

    def observed(text: str) -> list[str]:
        cell = FormulaCell(5, 8, text, "normal", None, None, False)
        sheet = SheetGrid("测算", "", [], {(5, 8): cell}, tables=(table,))
        return [one.observed for one in recalculate(BookGrid(Path("a.xlsx"), [sheet])).own]

    assert observed("SOE_PACKAGE_TABLE(职工表[#All])") == ["A4:H9"]
    assert observed("SOE_NOTICE_PAY(职工表[[#This Row],[金额]])") == ["H5"]
    assert observed("SOE_NOTICE_PAY(职工表[[#This Row],[工资]])") == []


def test_the_finding_names_the_cell_and_says_what_to_do() -> None:
    cell = FormulaCell(5, 8, "SOE_PACKAGE(A1:H1,A5:H5)", "normal", None, None, False)
    book = BookGrid(Path("a.xlsx"), [SheetGrid("测算", "", [], {(5, 8): cell})])
    (finding,) = recalculate(book).own
    assert (finding.code, finding.severity, finding.sheet, finding.cell) == ("SELF_REFERENCE", "error", "测算", "H5")
    assert "A5:H5" in finding.message
    assert "左边" in finding.remedy


def test_running_a_book_reports_it_once_at_its_cell(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["姓名", "在岗状态", "年龄", "医疗年标准", "合计"])
    sheet.append(["虚构甲", "退休", 58, 1800, "=SOE_PACKAGE(A1:E1,A2:E2)"])
    made.save(tmp_path / "a.xlsx")
    found = [f for f in check_file(tmp_path / "a.xlsx").result.findings if f.cell == "E2"]
    assert [(f.code, f.observed) for f in found] == [("SELF_REFERENCE", "A2:E2")]

"""What a hand-over copy freezes and masks, as a plan. Persons and numbers are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.commands.pressing import pressed
from xl_addin.commands.handover.command import plan_handover
from xl_addin.commands.plan import CopyPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, GridTable, SheetGrid
from xl_addin.values.errors import CellError, InputError

IDS = ("11010519491231002X", "110105194912310038")
CALL = 'SOE_SEVERANCE("1985-07-01","2011-09-28",1600)'


def sheet(name: str, rows: list[list[CellValue]], **formulas: str) -> SheetGrid:
    made = SheetGrid(name, "", rows)
    for cell, text in formulas.items():
        row, col = int(cell[1:]), ord(cell[0]) - 64
        made.formulas[row, col] = FormulaCell(row, col, text, "normal", None, made.value(row, col), True)
    return made


def plan(*sheets: SheetGrid, masked: bool = False, names: dict[str, str] | None = None) -> CopyPlan:
    context = CommandContext("", dt.datetime(2011, 9, 28), masked)
    return plan_handover(pressed(BookGrid(Path("a.xlsx"), list(sheets), defined_names=names or {})), context)


def roster() -> SheetGrid:
    return sheet(
        "花名册", [["姓名", "身份证号"], ["虚构甲", IDS[0]], ["虚构乙", " 110105 1949 12310038"], ["合计", None]]
    )


def test_calls_of_every_host_spelling_and_behind_names_are_frozen_and_natives_stay() -> None:
    found = plan(
        sheet(
            "表",
            [[1, 2, 3, 4, 5, 6]],
            A1=f"[1]!{CALL}",
            B1="_xldudf_经济补偿金(A1,B1,C1)",
            C1="ORG.XLADDIN.FUNCTIONS.SOERATE(A1)",
            D1="基数*2",
            E1="SUM(A1:D1)",
            F1='IF(A1="经济补偿金(",1,0)',
        ),
        names={"基数": CALL, "别的": "表!$A$1"},
    )
    assert found.frozen == {"表": frozenset({(1, 1), (1, 2), (1, 3), (1, 4)})}
    assert found.faults == 0
    assert found.masked_texts is None
    texts = [row[2].value for row in found.reports[0].rows[4:]]
    assert texts == [f"={CALL}", "=经济补偿金(A1,B1,C1)", "=SOE_RATE(A1)", "=基数*2", f"={CALL}"]


def test_a_call_without_a_value_becomes_an_error_and_counts_as_a_fault() -> None:
    found = plan(sheet("表", [[None]], A1=CALL))
    assert found.values == {"表": {(1, 1): CellError("#N/A", "")}}
    assert found.faults == 1
    assert "表!A1" in found.summary


def test_error_values_that_other_offices_would_be_given_are_counted_and_the_first_is_named() -> None:
    bad = CellError("#VALUE!", "解除时间早于参加工作时间")
    table = sheet("表", [["姓名", "金额"], ["虚构甲", bad], ["虚构乙", 43200], [None, bad]], B4=CALL)
    table.formulas[1, 1] = FormulaCell(1, 1, "经济补偿金表(X!A:D)", "array", "A1:B3", "姓名", True)
    found = plan(table, sheet("别的", [[CellError("#DIV/0!", "")]], A1="1/0"))
    assert found.faults == 2
    assert "2 个单元格是错误值（如 表!B2 #VALUE!），请先改正再交付" in found.summary


def test_rows_of_an_array_beyond_its_result_are_no_errors() -> None:
    gap = CellError("#N/A", "")
    table = sheet("表", [["姓名", "金额", gap], ["虚构甲", 43200, gap], [gap, gap, gap]])
    table.formulas[1, 1] = FormulaCell(1, 1, "经济补偿金表(X!A:D)", "array", "A1:C3", "姓名", True)
    assert plan(table).faults == 0
    table.rows[1][1] = gap
    assert plan(table).faults == 1
    table.rows[:] = [[gap] * 3] * 3
    assert plan(table).faults == 1


def test_every_cell_of_an_array_is_frozen() -> None:
    made = sheet("表", [["a", "b"], ["c", "d"]])
    made.formulas[1, 1] = FormulaCell(1, 1, "经济补偿金表(X!A:D)", "array", "A1:B2", "a", True)
    found = plan(made)
    assert found.frozen == {"表": frozenset({(1, 1), (1, 2), (2, 1), (2, 2)})}
    assert found.reports[0].rows[4][1].value == "A1:B2"


def test_masking_finds_typed_spaced_and_numeric_ids_and_ids_inside_texts() -> None:
    other = sheet("台账", [["摘要", "数"], [f"付 {IDS[0]} 款", 110105194912310016.0], ["12345678", 20111231]])
    found = plan(roster(), other, masked=True)
    assert found.values["花名册"] == {(2, 2): "110105********002X", (3, 2): "110105********0038"}
    assert found.values["台账"][2, 1] == "付 110105********002X 款"
    assert str(found.values["台账"][2, 2]).startswith("110105********")
    assert (3, 1) not in found.values["台账"]
    assert found.masked_texts == {
        IDS[0]: "110105********002X",
        " 110105 1949 12310038": "110105********0038",
        f"付 {IDS[0]} 款": "付 110105********002X 款",
    }


def test_native_formulas_that_read_a_masked_cell_become_values_and_others_stay() -> None:
    computed = sheet(
        "算",
        [[1, 2, 3, 4, 5, IDS[0]]],
        A1="VLOOKUP(X1,花名册!$B:$C,2,0)",
        B1="SUM(花名册!C1:C9)",
        C1='COUNTIF(号码,"1")',
        D1="A1+B1",
        E1='INDIRECT("花名册!B2")',
        F1="花名册!B2",
    )
    found = plan(roster(), computed, masked=True, names={"号码": "花名册!$B$2:$B$3"})
    assert found.frozen == {"算": frozenset({(1, 1), (1, 3), (1, 5), (1, 6)})}
    assert found.values["算"] == {(1, 6): "110105********002X"}
    shown = [cell.value for row in found.reports[0].rows for cell in row]
    assert not [text for text in shown for number in IDS if number in str(text)]


def test_native_formulas_that_reach_a_masked_cell_by_a_name_of_their_sheet_or_a_table_become_values_too() -> None:
    people = roster()
    people.tables = (GridTable(("名册",), (1, 1, 3, 2), ("姓名", "身份证号")),)
    computed = sheet(
        "查询",
        [[1, 2, 3, 4, 5, 6]],
        A1="INDEX(号码,2)",
        B1="INDEX(IDS,2)",
        C1="INDEX(全部,2)",
        D1="COUNTA(名册[身份证号])",
        E1="COUNTA(名册[姓名])",
        F1="INDEX(姓名,2)",
    )
    names = {"查询!号码": "花名册!$B$2:$B$3", "Ids": "花名册!$B:$B", "全部": "ids", "姓名": "花名册!$A:$A"}
    assert plan(people, computed, masked=True, names=names).frozen == {
        "查询": frozenset({(1, 1), (1, 2), (1, 3), (1, 4)})
    }


def test_ids_inside_formula_texts_are_masked_in_the_kept_text() -> None:
    found = plan(sheet("表", [["正确", 1]], A1=f'SOE_ID_CHECK("{IDS[0]}")', B1=f'COUNTIF(C:C,"{IDS[1]}")'), masked=True)
    assert found.frozen == {"表": frozenset({(1, 1), (1, 2)})}
    assert [row[2].value for row in found.reports[0].rows[4:]] == [
        '=SOE_ID_CHECK("110105********002X")',
        '=COUNTIF(C:C,"110105********0038")',
    ]


@pytest.mark.parametrize("masked", [False, True])
def test_a_book_with_nothing_of_ours_is_refused(masked: bool) -> None:
    with pytest.raises(InputError, match="可直接交付"):
        plan(sheet("表", [[1]], A1="SUM(B1:B2)"), masked=masked)


def test_an_id_in_the_name_of_a_sheet_is_refused_without_being_repeated() -> None:
    with pytest.raises(InputError, match="第 1 张工作表") as refused:
        plan(sheet(IDS[0], [[1]], A1=CALL), masked=True)
    assert IDS[0] not in refused.value.message


def test_a_call_behind_a_name_with_a_relative_address_is_frozen_too() -> None:
    found = plan(sheet("计算", [[None, 5]], A1="组合"), names={"底价": "代通知金(1600)", "组合": "计算!B1+底价"})
    assert found.frozen == {"计算": frozenset({(1, 1)})}
    assert found.faults == 1


def test_a_formula_that_was_filled_down_is_one_line_with_its_cells() -> None:
    made = sheet(
        "表",
        [["姓名", "金额"], ["甲", 1], ["乙", CellError("#VALUE!", "")], ["小计", None], ["丙", 3], ["丁", 4]],
        B2="SOE_SEVERANCE(C2,D2,E2)",
        B3="SOE_SEVERANCE(C3,D3,E3)",
        B5="SOE_SEVERANCE(C5,D5,E5)",
        B6="SOE_SEVERANCE(C6,D5,E6)",
    )
    found = plan(made)
    assert found.frozen == {"表": frozenset({(2, 2), (3, 2), (5, 2), (6, 2)})}
    rows = [[cell.value for cell in row[:5]] for row in found.reports[0].rows[4:]]
    assert rows == [
        ["表", "B2:B5（其中 3 格）", "=SOE_SEVERANCE(C2,D2,E2)", "3 格，数值在原处，其中 1 格有误", "经济补偿金"],
        ["表", "B6", "=SOE_SEVERANCE(C6,D5,E6)", 4, "经济补偿金"],
    ]
    assert found.reports[0].rows[4][1].link == ("表", "B2")

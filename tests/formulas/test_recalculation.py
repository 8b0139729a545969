"""Recalculating a workbook file: which calls are ours, what they get, and what becomes of cells that depend on them.

Books are built in memory; functions are tiny ones of the test unless a test says otherwise. All data is synthetic.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.tables.grid import REMOVE, BookGrid, CellValue, FormulaCell, SheetGrid, address, parse_address
from xl_addin.values.errors import CellError

STALE = -999.0


class Functions:
    """SOE_DOUBLE 加倍, SOE_SHOW 显示, SOE_ROSTER 名册表, SOE_DAY 某日, SOE_CRASH 崩溃; every call is noted."""

    def __init__(self) -> None:
        self.names = {
            "SOE_DOUBLE": "加倍",
            "SOE_SHOW": "显示",
            "SOE_ROSTER": "名册表",
            "SOE_DAY": "某日",
            "SOE_CRASH": "崩溃",
        }
        self.calls: list[tuple[Any, ...]] = []

    def resolve(self, name: str) -> str | None:
        upper = name.strip().upper()
        return upper if upper in self.names else {v: k for k, v in self.names.items()}.get(name)

    def call(self, name: str, *arguments: object) -> object:
        self.calls.append((name, *arguments))
        for argument in arguments:
            if isinstance(argument, CellError):
                return CellError(argument.code, argument.message)
        made: dict[str, Callable[..., object]] = {
            "SOE_DOUBLE": lambda x, *_: x * 2 if isinstance(x, int | float) else CellError("#VALUE!", f"不是数：{x}"),
            "SOE_SHOW": lambda *given: repr(given),
            "SOE_ROSTER": lambda rows, *_: [["姓名", "金额"], *([row[0], 100.25] for row in rows)],
            "SOE_DAY": lambda *_: dt.date(2010, 6, 30),
            "SOE_CRASH": lambda *_: 1 / 0,
        }
        return made[name](*arguments)


def formula(place: str, text: str, cached: CellValue = STALE) -> FormulaCell:
    """``=text`` is normal, ``{A1:B2}=text`` an array, ``<A1:B2>=text`` a spilling formula; ``!`` first: no value."""
    row, col = parse_address(place)
    bare = text.removeprefix("!")
    match = re.match(r"([{<])(.*?)[}>]=", bare)
    kind = {"{": "array", "<": "dynamic"}[match[1]] if match else "normal"
    uncached = text.startswith("!")
    body = bare[match.end() :] if match else bare[1:]
    return FormulaCell(row, col, body, kind, match[2] if match else None, None if uncached else cached, not uncached)


def make(
    sheets: Mapping[str, Mapping[str, CellValue]], names: dict[str, str] | None = None, date1904: bool = False
) -> BookGrid:
    grids = []
    for name, cells in sheets.items():
        grid = SheetGrid(name, f"xl/worksheets/{name}.xml", [])
        for place, value in cells.items():
            row, col = parse_address(place)
            while len(grid.rows) < row:
                grid.rows.append([])
            line = grid.rows[row - 1]
            line.extend([None] * (col - len(line)))
            if isinstance(value, str) and re.match(r"!?([{<].*?[}>])?=", value):
                cell = formula(place, value)
                grid.formulas[row, col] = cell
                line[col - 1] = cell.cached
            else:
                line[col - 1] = value
        grids.append(grid)
    return BookGrid(Path("没有这个文件.xlsx"), grids, date1904, names or {})


def run(cells: Mapping[str, CellValue], functions: Functions | None = None, **more: Any) -> dict[str, object]:
    """Values to be written on the sheet 表, by address."""
    return written(result(cells, functions, **more))


def result(cells: Mapping[str, CellValue], functions: Functions | None = None, **more: Any) -> Recalculation:
    other = more.pop("other", {})
    return recalculate(make({"表": cells, **other}, **more), functions=functions or Functions())


def written(found: Recalculation, sheet: str = "表") -> dict[str, object]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cells = found.values.get(sheet, {})
    return {f"{letters[c - 1]}{r}": v.code if isinstance(v, CellError) else v for (r, c), v in cells.items()}


# ---- which calls are ours


@pytest.mark.parametrize(
    "call",
    ["SOE_DOUBLE(A1)", "soe_Double(A1)", "加倍(A1)", "[1]!SOE_DOUBLE(A1)", "[12]!加倍(A1)", "_xldudf_SOE_DOUBLE(A1)",
     "_xldudf_加倍(A1)", "'C:\\办公 室\\[改制.xlam]Sheet1'!SOE_DOUBLE(A1)", "'D:\\x\\旧名.xlam'!加倍(A1)",
     "ORG.XLADDIN.FUNCTIONS.SOE_DOUBLE(A1)", "org.xladdin.severancefunctions.soedouble(A1)", "_xll.SOE_DOUBLE(A1)",
     "[2]!_xldudf_SOE_DOUBLE(A1)", " SOE_DOUBLE( A1 )"],
)  # fmt: skip
def test_our_call_is_known_in_every_spelling_that_hosts_store(call: str) -> None:
    found = result({"A1": 21, "B1": f"={call}"})
    assert written(found) == {"B1": 42}
    assert found.calls == 1


@pytest.mark.parametrize(
    "text",
    ['"SOE_DOUBLE(A1)"', "SOE_DOUBLE", "[1]!Other(A1)", "OTHERUDF(A1)", "XSOE_DOUBLE2X(A1)", "_xlfn.CONCAT(A1,A1)",
     "'SOE_DOUBLE(x)'!A1", "TODAY()", "NOW()+A1", "SUM(A:A)"],
)  # fmt: skip
def test_what_only_looks_like_a_call_keeps_its_cached_value(text: str) -> None:
    found = result({"A1": 21, "B1": f"={text}", "D1": "=SOE_DOUBLE(A1)"}, other={"SOE_DOUBLE(x)": {"A1": 1}})
    assert written(found) == {"D1": 42}


def test_a_book_without_our_calls_gives_nothing_to_write() -> None:
    found = result({"A1": 1, "B1": "=A1*2"})
    assert (found.values, found.calls, found.unresolved) == ({}, 0, [])


def test_a_misspelt_call_is_reported_with_the_name_that_was_meant_and_left_alone() -> None:
    found = result(
        {"A1": 1, "B1": "=SOE_DUOBLE(A1)", "B2": "=[1]!显视(A1)", "B3": "=SUMIFF(A1)", "C1": "=SOE_DOUBLE(A1)"}
    )
    assert found.misspelt == [("表", "B1", "SOE_DUOBLE", "SOE_DOUBLE")]
    assert written(found) == {"C1": 2}


def test_a_misspelt_chinese_name_is_found_among_the_real_functions() -> None:
    cells = {"B1": "=经济补尝金(A1)", "B2": "=_xldudf_SOE_SEVERENCE(A1)", "B3": "=IF(1,SUM(A1),经济补偿(1))"}
    found = recalculate(make({"表": cells}))
    assert [(cell, meant) for _, cell, _, meant in found.misspelt] == [
        ("B1", "经济补偿金"),
        ("B2", "SOE_SEVERANCE"),
        ("B3", "经济补偿金"),
    ]
    assert found.values == {}


def test_a_function_that_the_workbook_defines_itself_is_not_ours() -> None:
    found = result({"A1": 1, "B1": "=加倍(A1)"}, names={"加倍": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*3)"})
    assert found.calls == 0


# ---- what our functions are given


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ("A1", (dt.date(1985, 7, 1),)),
        ("A9", (None,)),
        ("A2,,B2", (2400.5, None, True)),
        ("A2,0,B2", (2400.5, 0.0, True)),
        ("", ()),
        ("A2,", (2400.5, None)),
        ("DATE(1985,7,1)", (dt.date(1985, 7, 1),)),
        ("EDATE(A1,6)", (dt.date(1986, 1, 1),)),
        ("A1+1", (dt.date(1985, 7, 2),)),
        ("A1-A1", (0.0,)),
        ('A3&"厂"', ("张三厂",)),
        ("IF(B2,A1,0)", (dt.date(1985, 7, 1),)),
        ("A4", (CellError("#N/A", ""),)),
        ("1/0", (CellError("#DIV/0!", ""),)),
        ("A2:A2", (2400.5,)),
        ("A2:B3", ([[2400.5, True], ["张三", 7]],)),
        ("'二月 表'!A1:B2", ([[1, 2], [3, None]],)),
        ("'二月 表'!$A:$B", ([[1, 2], [3, None]],)),
        ("二月工资", ([[1, 2], [3, None]],)),
        ("系数", (1.5,)),
        ("政策!$A$1:$B$20", ([["项目", "值"], ["fraction", "year_up"]],)),
        ("VLOOKUP(\"张三\",A3:B3,2,FALSE)", (7,)),
        ("INDEX(A1:A4,1)", (dt.date(1985, 7, 1),)),
        ("INDEX(A1:A9,9)", (None,)),
        ("SOE_DOUBLE(B3)", (14.0,)),
        ('"他说""好"""', ('他说"好"',)),
        ("-B3%", (-0.07,)),
    ],
)  # fmt: skip
def test_an_argument_reaches_the_function_as_the_host_passes_it(arguments: str, given: tuple[object, ...]) -> None:
    functions = Functions()
    cells = {"A1": dt.date(1985, 7, 1), "A2": 2400.5, "B2": True, "A3": "张三", "B3": 7, "A4": CellError("#N/A", ""),
             "D1": f"=SOE_SHOW({arguments})"}  # fmt: skip
    other = {
        "二月 表": {"A1": 1, "B1": 2, "A2": 3},
        "政策": {"A1": "项目", "B1": "值", "A2": "fraction", "B2": "year_up"},
    }
    names = {"二月工资": "'二月 表'!$A$1:$B$2", "系数": "1.5"}
    found = result(cells, functions, other=other, names=names)
    shown = [call for call in functions.calls if call[0] == "SOE_SHOW"]
    assert [call[1:] for call in shown] == [given], found.unresolved


def test_a_range_beyond_the_used_part_is_cut_there() -> None:
    functions = Functions()
    run({"A1": 1, "D1": "=SOE_SHOW(A:XFD)", "D2": "=SOE_SHOW(F5:G9)"}, functions)
    assert ("SOE_SHOW", [[None], [None]]) in functions.calls


@pytest.mark.parametrize("cells", [{"A1": 1}, {"A1": 1, "B1": 2}, {"A1": 1, "A2": 2}, {"C7": 1}])
@pytest.mark.parametrize("last", ["A1", "A2", "B1", "B9", "A1048576", "XFD1"])
@pytest.mark.parametrize("first", ["A1", "F20", "A44"])
def test_several_cells_stay_several_wherever_the_used_part_ends(
    cells: dict[str, CellValue], first: str, last: str
) -> None:
    functions = Functions()
    at = parse_address(first)
    down, right = (end - 1 for end in parse_address(last))
    end = address(min(at[0] + down, 1_048_576), min(at[1] + right, 16_384))
    run({"D1": f"=SOE_SHOW(别表!{first}:{end})"}, functions, other={"别表": cells})
    (given,) = (call[1] for call in functions.calls if call[0] == "SOE_SHOW")
    assert isinstance(given, list) == (end != first)
    if isinstance(given, list):
        assert sum(map(len, given)) > 1


def test_a_table_column_reaches_the_function_in_its_own_row(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.worksheet.table import Table

    from xl_addin.files.reading import open_book

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "工资"], ["张三", 10], ["李四", 20]):
        sheet.append(row)
    sheet.add_table(Table(displayName="工资表", ref="A1:B3"))
    sheet["D3"] = "=SOE_DOUBLE(工资表[[#This Row],[工资]])"
    sheet["D4"] = "=SUM(工资表[工资])+D3"
    book.save(tmp_path / "表格.xlsx")
    found = recalculate(open_book(tmp_path / "表格.xlsx"), functions=Functions())
    assert written(found, sheet.title) == {"D3": 40, "D4": 70}


# ---- native formulas around and behind our calls


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IF(A1>0,加倍(A1),0)", 42),
        ("IF(A1<0,加倍(A1),0)", 0),
        ("ROUND(SOE_DOUBLE(A1)*1.5,2)", 63),
        ("SOE_DOUBLE(SOE_DOUBLE(A1))", 84),
        ("SOE_DOUBLE(A1)+SOE_DOUBLE(A2)", 42.3),
        ('IFERROR(SOE_DOUBLE("x"),"有误")', "有误"),
        ('"共"&SOE_DOUBLE(A1)&"元"', "共42元"),
        ("INDEX(SOE_ROSTER(A1:A2),2,2)", 100.25),
        ("ROWS(SOE_ROSTER(A1:A2))", 3),
        ("SOE_DOUBLE(A2)=0.3", True),
        ("SOE_ROSTER(A1:A2)", "姓名"),
    ],
)
def test_a_native_formula_around_our_call_is_computed(text: str, value: object) -> None:
    assert run({"A1": 21, "A2": 0.15, "B1": f"={text}"}) == {"B1": value}


def test_dependents_follow_at_any_distance_and_across_sheets() -> None:
    found = result(
        {"A1": 1, "B1": "=SOE_DOUBLE(A1)", "C1": "=B1*10", "C2": "=SUM(C1:C1,5)", "E1": "=A1+1"},
        other={"汇总 页": {"A1": "=表!C2*2", "A2": "=SUM(表!B:B)", "A3": "=表!A1"}},
    )
    assert written(found) == {"B1": 2, "C1": 20, "C2": 25}
    assert written(found, "汇总 页") == {"A1": 50, "A2": 2}


@pytest.mark.parametrize(
    "text",
    ["SUMPRODUCT(IF(A1:A3=1,B1:B3))", "SUM(IF(A1:A3=1,B1:B3))", "OFFSET(A1,0,1)", "INDIRECT(\"B1\")",
     "INDIRECT(\"B\"&1)",
     "B1+TODAY()", "[1]!Other(B1)", "OTHERUDF(B1)", "[1]Sheet1!A1+B1", "SUM((A1,B1))", "SUM(A1:INDEX(B1:B3,2))",
     "LET(x,B1,x)", "B1:B3*2", "_xlfn.SINGLE(B1:B3)", "SUM({1,2})+B1", "不存在的名称+B1", "LOOKUP(2,B1:B3)", "B1#"],
)  # fmt: skip
def test_a_dependent_that_cannot_be_trusted_loses_its_stale_value_and_so_do_its_dependents(text: str) -> None:
    found = result(
        {"A1": 1, "A2": 2, "A3": 3, "B1": "=SOE_DOUBLE(A1)", "D1": f"={text}", "D2": "=D1+1", "D3": "=SOE_DOUBLE(D2)"}
    )
    assert written(found) == {"B1": 2, "D1": REMOVE, "D2": REMOVE, "D3": REMOVE}
    assert [cell for _, cell, _ in found.unresolved] == ["D1", "D2", "D3"]
    assert all(re.search(r"[一-鿿]", reason) for *_, reason in found.unresolved)


@pytest.mark.parametrize("text", ["TODAY()", "RAND()+A1", "[1]!Other(A1)", "OFFSET(A1,1,0)", "INDIRECT(\"A1\")",
                                  "A1:A3*2", "SUM(SUMIF(A:A,{1,2},A:A))"])  # fmt: skip
def test_a_formula_that_does_not_depend_on_ours_keeps_its_cached_value_which_is_used(text: str) -> None:
    assert run({"A1": 1, "D1": f"={text}", "D2": "=SOE_DOUBLE(D1)"}) == {"D2": 2 * STALE}


def test_a_formula_without_a_cached_value_is_computed_for_our_call_and_kept_apart() -> None:
    found = result({"A1": 3, "B1": "!=A1*2", "B2": "!=B1+1", "B3": "!=A1*100", "C1": "!=SOE_DOUBLE(B2)"})
    assert written(found) == {"C1": 14}
    assert found.filled == {"表": {(1, 2): 6, (2, 2): 7, (3, 2): 300}}


def test_an_untrusted_formula_without_a_cached_value_leaves_our_call_unresolved() -> None:
    found = result({"A1": 3, "B1": "!=OTHERUDF(A1)", "C1": "=SOE_DOUBLE(B1)"})
    assert written(found) == {"C1": REMOVE}
    assert found.unresolved == [("表", "C1", "引用的 表!B1 未能计算")]


def test_an_untrusted_branch_that_is_not_taken_does_no_harm() -> None:
    assert run({"A1": 1, "B1": "=SOE_DOUBLE(A1)", "C1": "=IF(B1>0,B1,OTHERUDF(B1))"}) == {"B1": 2, "C1": 2}


@pytest.mark.parametrize("cells", [{"B1": "=SOE_DOUBLE(C1)", "C1": "=B1+1"}, {"B1": "=SOE_SHOW(A1:B2)"},
                                   {"B1": "=SOE_DOUBLE(C1)", "C1": "=D1", "D1": "=SUM(B1:C1)",
                                    "E1": "=D1"}])  # fmt: skip
def test_a_circle_through_our_call_is_unresolved_and_ends(cells: dict[str, CellValue]) -> None:
    found = result({"A1": 1, **cells})
    assert set(written(found).values()) == {REMOVE}
    assert set(written(found)) == set(cells)


def test_a_circle_without_our_calls_is_left_alone() -> None:
    assert run({"A1": "=A2", "A2": "=A1+1", "B1": "=SOE_DOUBLE(A1)"}) == {"B1": 2 * STALE}


@pytest.mark.parametrize("last", [1_500, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_chain_of_thousands_of_rows_is_computed_without_recursion(last: int) -> None:
    cells: dict[str, CellValue] = {"A1": 1.0, "B1": "=SOE_DOUBLE(A1)"}
    for row in range(2, last + 1):
        cells[f"A{row}"] = f"=A{row - 1}+B{row - 1}-A{row - 1}-B{row - 1}+{row}"
        cells[f"B{row}"] = f"=SOE_DOUBLE(A{row})"
        cells[f"C{row}"] = f"=SUM(B$1:B{row})"
    values = run(dict(reversed(cells.items())))
    assert (values[f"B{last}"], values[f"C{last}"]) == (2 * last, last * (last + 1))


# ---- money and noise


def test_a_sum_of_fen_amounts_is_exact_to_the_fen() -> None:
    cells: dict[str, CellValue] = {f"A{row}": row / 100 + 0.05 for row in range(1, 5001)}
    cells |= {f"B{row}": f"=SOE_DOUBLE(A{row})" for row in range(1, 5001)}
    values = run({**cells, "D1": "=SUM(B1:B5000)"})
    assert values["D1"] == 250_550


def test_two_sums_that_differ_by_noise_only_are_not_compared_by_guess() -> None:
    found = result({"A1": 0.1, "B1": "=SOE_DOUBLE(A1)", "C1": "=IF(B1+0.1-0.3=0,1,2)", "C2": "=IF(B1+0.1=0.3,1,2)"})
    assert written(found) == {"B1": 0.2, "C1": REMOVE, "C2": 1}


def test_our_own_value_is_stored_exactly() -> None:
    assert run({"A1": 1234567.89, "B1": "=SOE_DOUBLE(A1)"}) == {"B1": 2469135.78}


# ---- errors, dates, texts


def test_an_error_of_ours_is_stored_with_its_code_and_told_with_its_reason() -> None:
    found = result({"A1": "无", "B1": "=SOE_DOUBLE(A1)", "B2": "=B1+1", "B3": "=SOE_DOUBLE(B1)",
                    "A4": CellError("#N/A", ""), "B4": "=SOE_DOUBLE(A4)", "B5": "=IFERROR(B1,0)"})  # fmt: skip
    assert written(found) == {"B1": "#VALUE!", "B2": "#VALUE!", "B3": "#VALUE!", "B4": "#N/A", "B5": 0}
    told = {cell: error.message for _, cell, error in found.errors}
    assert told == {"B1": "不是数：无", "B3": "不是数：无", "B4": "引用的单元格有错误值 #N/A，请先改正"}


def test_a_function_that_crashes_gives_an_error_value_and_the_others_go_on() -> None:
    found = result({"A1": 1, "B1": "=SOE_CRASH(A1)", "B2": "=SOE_DOUBLE(A1)"})
    assert written(found) == {"B1": "#VALUE!", "B2": 2}
    assert found.errors[0][2].message == "崩溃计算时出错（ZeroDivisionError），请核对这一行的数据"


@pytest.mark.parametrize(("date1904", "serial"), [(False, 40359), (True, 38897)])
def test_a_date_is_stored_as_the_serial_of_the_book(date1904: bool, serial: int) -> None:
    functions = Functions()
    values = run({"A1": "=SOE_DAY()", "A2": "=A1+1", "A3": "=SOE_SHOW(A2,DATE(2010,7,1),MAX(A1:A2),YEAR(A1))"},
                 functions, date1904=date1904)  # fmt: skip
    assert (values["A1"], values["A2"]) == (serial, serial + 1)
    day = dt.date(2010, 7, 1)
    given = functions.calls[-1][1:]
    assert given[:2] == (day, day)
    assert given[2] == (day if date1904 else serial + 1)
    assert given[3] == 2010


# ---- arrays


@pytest.mark.parametrize("bracket", ["{}", "<>"])
def test_a_table_fills_its_range_and_surplus_cells_are_not_available(bracket: str) -> None:
    values = run({"A1": "张", "A2": "李", "C1": f"{bracket[0]}C1:E4{bracket[1]}=SOE_ROSTER(A1:A2)"})
    assert values == {"C1": "姓名", "D1": "金额", "E1": "#N/A", "C2": "张", "D2": 100.25, "E2": "#N/A", "C3": "李",
                      "D3": 100.25, "E3": "#N/A", "C4": "#N/A", "D4": "#N/A", "E4": "#N/A"}  # fmt: skip


@pytest.mark.parametrize("bracket", ["{}", "<>"])
def test_a_table_larger_than_its_range_is_an_error_that_tells_the_size_needed(bracket: str) -> None:
    found = result({"A1": "张", "A2": "李", "C1": f"{bracket[0]}C1:D2{bracket[1]}=SOE_ROSTER(A1:A2)"})
    assert set(written(found).values()) == {"#VALUE!"}
    assert len(written(found)) == 4
    assert [(cell, "3 行 2 列" in error.message and "C1:D3" in error.message) for _, cell, error in found.errors] == [
        ("C1", True)
    ]


def test_an_error_fills_every_cell_of_an_array_formula_and_is_told_once() -> None:
    found = result({"A1": "无", "C1": "{C1:D2}=SOE_DOUBLE(A1)"})
    assert written(found) == dict.fromkeys(("C1", "D1", "C2", "D2"), "#VALUE!")
    assert len(found.errors) == 1


def test_cells_that_read_a_spilled_table_depend_on_it() -> None:
    values = run({"A1": "张", "C1": "{C1:D2}=SOE_ROSTER(A1:A1)", "F1": "=SUM(D:D)",
                  "F2": '=VLOOKUP("张",C1:D2,2,FALSE)', "F3": "=SOE_DOUBLE(D2)"})  # fmt: skip
    assert (values["F1"], values["F2"], values["F3"]) == (100.25, 100.25, 200.5)


def test_an_untrusted_array_formula_over_ours_loses_all_its_values() -> None:
    found = result({"A1": 1, "B1": "=SOE_DOUBLE(A1)", "D1": "{D1:D3}=B1:B3*2", "E1": "=D3"})
    assert written(found) == {"B1": 2, "D1": REMOVE, "D2": REMOVE, "D3": REMOVE, "E1": REMOVE}


# ---- the whole


def test_the_progress_ends_with_all_cells_done() -> None:
    seen: list[tuple[int, int]] = []
    recalculate(
        make({"表": {"A1": 1, "B1": "=SOE_DOUBLE(A1)"}}),
        lambda done, total: seen.append((done, total)),
        functions=Functions(),
    )
    assert seen[0] == (0, 1)
    assert seen[-1] == (1, 1)


def test_the_same_call_is_made_once() -> None:
    functions = Functions()
    run({"A1": 1, **{f"C{row}": "=SOE_DOUBLE(INDEX(SOE_ROSTER($A$1:$A$2),2,2))" for row in range(1, 50)}}, functions)
    assert [name for name, *_ in functions.calls] == ["SOE_ROSTER", "SOE_DOUBLE"]


def test_the_real_functions_compute_the_published_example() -> None:
    cells = {"A1": dt.date(1985, 7, 1), "B1": dt.date(2011, 9, 28), "C1": 1600, "D1": 1500, "E1": 2300,
             "F1": "=[1]!经济补偿金(A1,B1,C1,D1,E1,,政策!$A$1:$B$20)", "G1": "=SUM(F1:F1)"}  # fmt: skip
    found = recalculate(make({"表": cells, "政策": {"A1": "项目", "B1": "值", "A2": "fraction", "B2": "year_up"}}))
    assert written(found) == {"F1": 43200, "G1": 43200}

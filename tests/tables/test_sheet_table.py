"""A recognised sheet as records, sums and skipped rows. All persons are made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.tables import sheet_table
from xl_addin.tables.column_rows import take
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, GridTable, SheetGrid
from xl_addin.tables.layouts import layout
from xl_addin.tables.recognition import header_of, read_excerpt, read_range, read_sheet, read_tables
from xl_addin.tables.several_rows import gathered
from xl_addin.tables.sheet_table import AWAITING, SheetTable

HEADER: list[CellValue] = ["序号", "企业名称", "姓名", "身份证号", "参加工作时间", "补偿金额（万元）", "计发基数"]
ID = "11010519491231002X"


def _table(rows: list[list[CellValue]], merged: list[tuple[int, int, int, int]] | None = None) -> SheetTable:
    return read_sheet(SheetGrid("测算", "", rows, merged=merged or []))[0]


def test_rows_read_are_records_sums_and_skipped() -> None:
    table = _table(
        [
            ["经济补偿金测算表"],
            ["填报单位：丰城市机械厂", None, None, None, None, "单位：元"],
            list(HEADER),
            [1, 2, 3, 4, 5, 6, 7],
            [1, "机械厂", "王三", ID, "1985.07", 1.2, 600],
            [None, None, "小　计", None, None, 1.2],
            [],
            [2, "机械厂", "李四", None, None, 2, 600],
            ["总 计", None, None, None, None, 3.2],
            ["注：1.工龄截至2010年6月30日"],
            ["制表人：赵五", None, None, "审核人：钱六"],
        ]
    )
    assert table.row_numbers == [5, 8]
    assert table.sum_rows == [6, 9]
    assert list(table.skipped) == [4, 10, 11]
    assert table.column("name") == ["王三", "李四"]
    assert table.sum_column("amount") == [1.2, 3.2]
    assert [table.sum_label(i) for i in range(2)] == ["小计", "总计"]


def test_addresses_lead_back_to_the_sheet() -> None:
    table = _table([["标题"], list(HEADER), [1, "甲厂", "王三", ID], ["小计"], [2, "甲厂", "李四", None]])
    assert table.cell("name", 0) == "C3"
    assert table.cell("id", 1) == "D5"
    assert table.header_cell("id") == "D2"


def test_merged_cells_are_filled_down_inside_their_range_only() -> None:
    rows: list[list[CellValue]] = [list(HEADER), [1, "甲厂", "王三", ID], [2, None, "李四", ID], [3, None, "赵五", ID]]
    table = _table(rows, [(2, 2, 3, 2)])
    assert table.column("enterprise") == ["甲厂", "甲厂", None]
    assert table.raw_column("enterprise") == ["甲厂", None, None]
    assert [table.cell("enterprise", i) for i in range(3)] == ["B2", "B2", "B4"]


def test_the_record_of_a_row_is_found_also_where_a_worker_has_several_rows() -> None:
    rows: list[list[CellValue]] = [["姓名", "参加工作时间", "解除时间", "补偿金额"], ["王三", 1985, 1995, 5]]
    table = read_sheet(SheetGrid("表", "", [*rows, [None, 1997, 2011, None], ["小计"], ["李四", 1990, 2011, 6]]))[0]
    joined = gathered(table, {0: [1]}, {}, {})
    assert [joined.record_at(row) for row in range(1, 7)] == [None, 0, 0, None, 1, None]
    assert [joined.first_row_of(row) for row in range(1, 7)] == [0, 0, 2, 0, 0, 0]


def test_a_column_is_taken_out_once_for_all_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    monkeypatch.setattr(sheet_table, "take", lambda lines, col: [taken.append(col), take(lines, col)][1])
    heading: list[CellValue] = ["姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    unnamed: list[list[CellValue]] = [[None, None, None, 1600, 1] for _ in range(300)]
    table = _table([heading, ["王三", "1985-07-01", "2011-09-28", 1600, 1], *unnamed])
    assert len(one_record_a_worker(table)) == 301
    assert len(taken) <= 2 * len(table.header.columns)


def test_the_unit_of_a_heading_goes_before_the_title() -> None:
    table = _table([["单位：千元"], list(HEADER), [1, "甲厂", "王三", ID]])
    assert table.money_unit("amount") == "万元"
    assert table.money_unit("base") == "千元"
    assert _table([list(HEADER), [1, "甲厂", "王三", ID]]).money_unit("base") == "元"


def test_the_enterprise_is_read_from_the_title_even_in_the_next_cell() -> None:
    assert _table([["填报单位：", "丰城市机械厂"], list(HEADER)]).enterprise == "丰城市机械厂"
    assert _table([["企业名称：丰城市机械厂　　填表日期：2010年"], list(HEADER)]).enterprise == "丰城市机械厂"


def test_a_heading_keeps_its_own_words_for_messages() -> None:
    table = _table([["姓 名", "公民身份\n号码", "性别"], ["王三", ID, "男"]])
    assert table.label("id") == "公民身份号码"
    assert table.label("start") == "参加工作时间"


def test_an_empty_form_line_is_no_person() -> None:
    table = _table([list(HEADER), [1, "甲厂", "王三", ID], [2, "甲厂", None, None], [3, "甲厂", "—", "/"]])
    assert (table.row_numbers, list(table.skipped)) == ([2], [3, 4])


def test_a_person_without_a_name_or_an_id_is_still_a_person() -> None:
    table = _table([list(HEADER), [1, None, None, ID], [2, None, "李四"], [3, None, None, None, "1985.07", 3]])
    assert table.row_numbers == [2, 3, 4]


def test_a_header_repeated_on_the_next_page_continues_the_table() -> None:
    rows: list[list[CellValue]] = [
        ["花名册"],
        list(HEADER),
        [1, "甲厂", "王三", ID],
        ["花名册"],
        list(HEADER),
        [2, "甲厂", "李四", ID],
    ]
    tables = read_sheet(SheetGrid("测算", "", rows))
    assert len(tables) == 1
    assert tables[0].row_numbers == [3, 6]
    assert tables[0].cell("name", 1) == "C6"
    assert list(tables[0].skipped) == [4, 5]


def test_blocks_of_different_enterprises_stay_apart() -> None:
    step: list[CellValue] = ["序号", "步骤", "责任单位", "完成日期"]
    rows: list[list[CellValue]] = [
        ["企业名称：甲厂"],
        list(step),
        [1, "公示", "企业", dt.date(2010, 6, 1)],
        [],
        ["企业名称：乙厂"],
        list(step),
        [1, "公示", "企业", dt.date(2010, 6, 1)],
    ]
    tables = read_sheet(SheetGrid("核查", "", rows))
    assert [(table.enterprise, table.row_numbers) for table in tables] == [("甲厂", [3]), ("乙厂", [7])]


def test_ragged_rows_give_none_for_absent_cells() -> None:
    table = _table([list(HEADER), [1, "甲厂", "王三", ID], [2, "甲厂", "李四", ID, "1985.07", 3.0, 600]])
    assert table.column("base") == [None, 600]


def test_our_own_report_sheets_are_never_read() -> None:
    rows: list[list[CellValue]] = [list(HEADER), [1, "甲厂", "王三", ID]]
    book = BookGrid(Path("a.xlsx"), [SheetGrid("校验结果", "", rows, ours=True), SheetGrid("测算", "", rows)])
    assert [table.sheet for table in read_tables(book)] == ["测算"]


def test_a_merged_range_over_a_million_rows_costs_nothing() -> None:
    rows: list[list[CellValue]] = [list(HEADER), [1, "甲厂", "王三", ID]]
    table = _table(rows, [(2, 2, 1_048_576, 16_384)])
    assert table.column("enterprise") == ["甲厂"]


def test_a_person_is_one_whatever_a_later_column_says_but_a_subtotal_is_none() -> None:
    rows: list[list[CellValue]] = [
        list(HEADER),
        [1, "甲厂", "王三", None, "1985.07", "小计", 600],
        [None, "甲厂", "铸造车间", "小计", None, 1.2, 600],
        ["负责人：", "甲厂", "孙七"],
    ]
    table = _table(rows)
    assert (table.row_numbers, table.sum_rows, list(table.skipped)) == ([2], [3], [4])


def test_a_line_of_column_numbers_is_told_from_a_person_with_dates_as_text() -> None:
    head: list[CellValue] = ["姓名", "参加工作时间", "解除时间", "月平均工资"]
    table = _table([head, ["甲", "1998-07-01", "2007-06-30", 2000]])
    assert table.row_numbers == [2]
    assert _table([head, ["甲", 1, 2, "3=1×2"], ["王三"]]).row_numbers == [3]


def test_the_group_lines_that_a_page_repeats_with_its_headings_are_no_records() -> None:
    page: list[list[CellValue]] = [["职工情况", "工龄情况"], ["姓名", "参加工作时间", "解除时间", "补偿金额"]]
    table = _table([["测算表"], *page, ["王三", "1985.07", "2011.09", 5], *page, ["李四", "1985.07", "2011.09", 6]])
    assert table.column("name") == ["王三", "李四"]
    assert list(table.skipped) == [5, 6]


def test_an_entry_with_an_amount_is_no_remark_whatever_its_summary_says() -> None:
    head: list[CellValue] = ["日期", "摘要", "科目", "收入", "支出"]
    table = _table([head, [dt.date(2011, 3, 1), "注：补记", None, 5], [None, "说明：见附件"]])
    assert (table.row_numbers, list(table.skipped)) == ([2], [3])


def test_headings_that_come_again_in_a_row_are_no_record_even_far_down() -> None:
    head: list[CellValue] = ["备查", "经手", "传票", "姓名", "身份证号", "补偿金额", "工龄"]
    person: list[CellValue] = [None, None, None, "王三", ID, 5, "5年"]
    assert len(_table([head, *([list(person)] * 300), list(head), list(person)])) == 301


def test_a_formula_that_was_never_calculated_is_told_from_an_empty_cell() -> None:
    rows: list[list[CellValue]] = [list(HEADER), [1, "甲厂", "王三", ID], [2, "甲厂", "李四", ID]]
    formula = FormulaCell(2, 5, "A1", "normal", None, None, False)
    table = read_sheet(SheetGrid("测算", "", rows, formulas={(2, 5): formula}))[0]
    assert table.known_column("start") == [AWAITING, None]


def test_a_unit_in_brackets_behind_the_title_is_the_units_of_the_sheet() -> None:
    assert _table([["补偿金测算表（万元）"], list(HEADER)]).unit == "万元"
    assert _table([["注：单价（元）见附件"], list(HEADER)]).unit == ""


def test_a_range_holds_the_tables_of_the_wanted_kind_only() -> None:
    steps: list[list[CellValue]] = [["步骤", "责任单位", "完成日期"], ["公示"]]
    rows: list[list[CellValue]] = [list(HEADER), [1, "甲厂", "王三", ID], [], *steps]
    assert [table.row_numbers for table in read_range(rows, layout("severance"))] == [[2]]
    assert read_range(steps, layout("ledger"))[0].header.columns == {}
    assert read_range([], layout("ledger"))[0].header.columns == {}


def test_the_title_of_a_table_below_is_no_record_of_the_one_above() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "工龄", "补偿金额"], ["王三", ID, 5, 6]]
    rows += [["甲厂领取签字表"], ["姓名", "身份证号", "实发金额", "签字"], ["王三"]]
    tables = read_sheet(SheetGrid("测算", "", rows))
    assert [(table.kind, table.title, table.row_numbers) for table in tables] == [
        ("severance", "", [2]),
        ("payments", "甲厂领取签字表", [5]),
    ]


def test_an_excerpt_is_one_record_whatever_stands_in_it() -> None:
    headings = ["姓名", "补偿金额"]
    table = read_excerpt(headings, ["合计", 5], header_of(headings, layout("severance")))
    assert (len(table), table.column("amount")) == (1, [5])


def test_the_same_rows_are_read_under_the_headings_of_another_kind() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "性别", "缴费工资", "月数"], ["王三", ID, "男", 900, 3]]
    table = _table(rows)
    view = table.as_kind(layout("arrears"))
    assert (table.kind, view.kind) == ("roster", "arrears")
    assert not table.has("month_count")
    assert view.column("month_count") == [3]


def test_the_totals_row_of_a_table_of_cells_is_one_of_sums_and_the_list_beside_it_keeps_its_person() -> None:
    rows: list[list[CellValue]] = [
        ["物品", "数量", None, "姓名", "身份证号", "参加工作时间", "补偿金额"],
        ["椅", 2, None, "王三", ID, "1985.07", 100],
        [None, 2, None, "古丽巴哈尔汗", None, "1985.08", 200],
    ]
    for bounds, persons in (((1, 1, 3, 2), 2), ((1, 4, 3, 7), 1)):
        table = GridTable(("表一",), bounds, (), 1, 1)
        assert len(read_sheet(SheetGrid("测算", "", rows, tables=(table,)))[0]) == persons

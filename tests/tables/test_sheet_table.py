"""A recognised sheet as records, sums and skipped rows. All persons are made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.tables.sheet_table import SheetTable, read_sheet, read_tables

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
    assert table.skipped_rows == [4, 10, 11]
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
    assert (table.row_numbers, table.skipped_rows) == ([2], [3, 4])


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
    assert tables[0].skipped_rows == [4, 5]


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

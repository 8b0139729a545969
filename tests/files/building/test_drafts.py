"""A sheet in the making: tables with sums, cells over several columns, one rule of heights, reports as workbooks."""

from __future__ import annotations

import io

import openpyxl

from xl_addin.files.building.draft import Column, SheetDraft, row_height
from xl_addin.files.building.model import NewBook, NewCell
from xl_addin.files.building.workbook import book_bytes

COLUMNS = (Column("姓名", "text"), Column("月数", "count"), Column("金额(元)", "money"), Column("说明", "small", 2))
WIDTHS = (10.0, 8.0, 14.0, 10.0, 10.0)


def test_sums_are_native_formulas_with_the_exact_total_of_their_column() -> None:
    draft = SheetDraft("表", WIDTHS)
    lines = [("王三", 12, 0.1, None), ("李四", 8, (0.2, "B3*2"), None), ("赵五", 1, "待核", None)]
    assert draft.table(COLUMNS, lines, "BC") == (2, 4)
    cells = [(cell.value, cell.style, cell.formula) for cell in draft.rows[-1]]
    assert cells[:3] == [
        ("合　计", "sum", None),
        (21, "sum_count", "SUM(B2:B4)"),
        (0.3, "sum_money", "SUM(C2:C4)"),
    ]
    assert [style for _, style, _ in cells[3:]] == ["sum", "sum"]


def test_a_table_without_rows_says_so_and_its_sums_are_no_formulas() -> None:
    draft = SheetDraft("表", WIDTHS)
    draft.table(COLUMNS, [], "C", nothing="没有职工")
    assert (draft.rows[1][0].value, draft.merges) == ("没有职工", ["D1:E1", "A2:E2"])
    assert (draft.rows[2][2].value, draft.rows[2][2].formula) == (0, None)


def test_rows_made_while_they_are_written_know_their_place() -> None:
    draft = SheetDraft("表", (8.0, 8.0))
    draft.headline("题")
    lines = ((n, (n * 2, f"A{draft.next_row}*2")) for n in (1, 2))
    draft.table((Column("数", "count"), Column("倍", "count")), lines)
    assert [row[1].formula for row in draft.rows[2:]] == ["A3*2", "A4*2"]


def test_a_text_over_several_columns_has_their_room_and_no_row_is_higher_than_a_file_may_have() -> None:
    draft = SheetDraft("表", WIDTHS)
    draft.table(COLUMNS, [("王三", 1, 2.0, "长" * 20)])
    draft.fit(15.0)
    assert (
        draft.heights[2]
        == row_height([NewCell("长" * 20, "small")], [20.0])
        < row_height([NewCell("长" * 20, "small")], [10.0])
    )
    draft.wide("长" * 9_000, "small")
    assert draft.heights[3] == 409


def test_a_report_is_a_sheet_of_a_new_workbook_too_with_its_links_and_filter() -> None:
    draft = SheetDraft("校验结果", (12.0, 30.0), head="report_head")
    draft.add([NewCell("校验结果", "report_title")])
    link = NewCell("B3", "report_link", link=("职工's 表", "B3"))
    first, last = draft.table((Column("单元格", "report_text"), Column("问题", "report_text")), [(link, "=1+1")])
    book = NewBook("书", [draft.report(first, last), SheetDraft("职工's 表", (8.0,)).sheet()])
    made = openpyxl.load_workbook(io.BytesIO(book_bytes(book)))["校验结果"]
    assert made["A3"].hyperlink is not None
    assert (made["A3"].hyperlink.location, made["A3"].value) == ("'职工''s 表'!B3", "B3")
    assert (made["B3"].value, made["B3"].data_type) == ("=1+1", "s")
    assert (made.auto_filter.ref, made.freeze_panes, made.print_title_rows) == ("A2:B3", "A3", "$2:$2")
    assert (made["A2"].font.b, made["A2"].font.sz, made["B3"].alignment.vertical) == (True, 10.5, "top")


def test_no_row_cuts_its_texts_whatever_height_was_asked_for() -> None:
    draft = SheetDraft("表", WIDTHS)
    draft.table(
        (Column("企业名称", "wrap"), Column("余额", "money")), [("示例市国营虚构第二机械总厂" * 2, 1.0)], height=28
    )
    draft.table(
        (Column("企业名称", "centre"), Column("余额", "money")), [("示例市国营虚构第二机械总厂", 1.0), ("厂", 2.0)]
    )
    heights = draft.sheet().heights
    assert heights[2] > 5 * 14 and heights[4] > 2 * 14
    assert 5 not in heights, "a row of one line stays as it is"

"""One worker in several rows of a severance sheet: what is one worker, what is not, and what cannot be told."""

from __future__ import annotations

import pytest

from tests.checks.books import TODAY, book, findings, id_number, only, places, sheet
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import CellValue, SheetGrid

HEADER: list[CellValue] = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由",
    "前12个月月平均工资", "企业月平均工资", "当地月平均工资", "补偿金额",
]  # fmt: skip
FIRM, ID, OTHER = "示例市虚构化肥厂", id_number(1), id_number(3)
FIRST: list[CellValue] = [1, FIRM, "王甲", ID, "1985-07-01", "1995-09-30", "客观变化", 1600, 1652.3, 2300, 41098.3]
LAST: list[CellValue] = [2, FIRM, "李乙", OTHER, "1985-07-01", "2011-09-28", "客观变化", 1600, 1652.3, 2300, 44402.9]
DAYS: list[CellValue] = ["1997-09-01", "2011-09-28"]
NAME, NUMBER, AMOUNT = 3, 4, 11


def further(**cells: CellValue) -> list[CellValue]:
    """A row with the second piece of service and these cells more."""
    places = {"seq": 0, "firm": 1, "name": 2, "id": 3, "wage": 7, "amount": 10}
    row: list[CellValue] = [None] * 4 + DAYS + [None] * 5
    for role, value in cells.items():
        row[places[role]] = value
    return row


def made(second: list[CellValue], *columns: int) -> SheetGrid:
    """The sheet of two workers, the first on rows 2 and 3 with these columns merged."""
    return sheet("测算", [HEADER, FIRST, second, LAST], [(2, col, 3, col) for col in columns])


def persons(grid: SheetGrid) -> list[int]:
    return SheetBook(book(grid), TODAY).tables[0].row_numbers


@pytest.mark.parametrize(
    ("second", "merged"),
    [
        (further(), (NAME, NUMBER, AMOUNT)),
        (further(), (NAME, NUMBER)),
        (further(), (AMOUNT,)),
        (further(name="王甲", id=ID), (AMOUNT,)),
        (further(name="王甲", id=ID), ()),
        (further(name="王甲", id=ID.lower(), wage=1600), (AMOUNT,)),
        (further(), ()),
        (further(firm=FIRM), ()),
    ],
)
def test_rows_that_share_a_worker_and_one_amount_are_pieces_of_service(
    second: list[CellValue], merged: tuple[int, ...]
) -> None:
    grid = made(second, *merged)
    assert places(findings(grid)) == []
    assert persons(grid) == [2, 4]


def test_a_wrong_amount_over_pieces_is_told_what_they_come_to() -> None:
    first = [*FIRST[:10], 44402.9]
    finding = only(findings(sheet("测算", [HEADER, first, further(), LAST])))
    assert (finding.code, finding.cell, finding.expected) == ("AMOUNT_WRONG", "K2", "41098.30")


def test_pieces_without_a_gap_are_one_service() -> None:
    first = [*FIRST[:10], 44402.9]
    second = further()
    second[4] = "1995-10-01"
    assert places(findings(sheet("测算", [HEADER, first, second, LAST]))) == []


def test_overlapping_pieces_are_an_error_at_the_later_row_and_no_wrong_amount() -> None:
    second = further()
    second[4] = "1995-09-01"
    finding = only(table := findings(made(second, NAME, NUMBER, AMOUNT)))
    assert (finding.code, finding.cell) == ("SERVICE_OVERLAP", "E3")
    assert "E2" in finding.message
    assert any("第3行" in line for line in table.not_checked)


def test_two_amounts_in_one_merged_worker_are_not_judged() -> None:
    table = findings(made(further(amount=20000), NAME, NUMBER))
    assert places(table) == []
    assert any("C2" in line and "各有“补偿金额”" in line for line in table.not_checked)


def test_different_wages_of_one_worker_are_not_judged() -> None:
    table = findings(made(further(wage=1700), NAME, NUMBER, AMOUNT))
    assert places(table) == []
    assert any("前12个月月平均工资" in line and "却不同" in line for line in table.not_checked)


def test_one_amount_over_two_different_workers_is_not_judged_and_counts_once() -> None:
    second = [2, FIRM, "赵丙", id_number(5), "1985-07-01", "2011-09-28", "客观变化", 1600, 1652.3, 2300, None]
    total: list[CellValue] = ["合计", *[None] * 9, 41098.3 + 44402.9]
    grid = sheet("测算", [HEADER, FIRST, second, LAST, total], [(2, AMOUNT, 3, AMOUNT)])
    assert places(table := findings(grid)) == []
    assert any("第2、3行不是同一名职工" in line for line in table.not_checked)
    assert persons(grid) == [2, 3, 4]


def test_an_enterprise_merged_over_several_workers_makes_no_pieces() -> None:
    rows = [HEADER, LAST, [3, None, "赵丙", id_number(5), *LAST[4:]]]
    grid = sheet("测算", rows, [(2, 2, 3, 2)])
    assert places(findings(grid)) == []
    assert persons(grid) == [2, 3]


def test_a_row_without_name_but_with_money_is_a_worker_of_its_own() -> None:
    assert persons(made(further(wage=1600, amount=5))) == [2, 3, 4]
    assert persons(made(further(seq=2))) == [2, 3, 4]


def test_a_date_that_cannot_be_read_is_named_in_any_piece() -> None:
    second = further()
    second[4] = "1997.1997"
    assert ("DATE_UNREADABLE", "E3") in places(findings(made(second, NAME, NUMBER, AMOUNT)))


def test_months_written_piece_by_piece_are_named_and_not_judged() -> None:
    header, first, second, last = ([*row[:10], None, *row[10:]] for row in (HEADER, FIRST, further(), LAST))
    header[10], first[10], second[10], last[10] = "计发月数", 11, 15, 27
    total: list[CellValue] = ["合计", *[None] * 9, 53, 85501.2]
    table = findings(sheet("测算", [header, first, second, last, total]))
    assert places(table) == []
    assert any("各段工龄各写了月数" in line for line in table.not_checked)


def test_service_in_pieces_may_stand_in_one_cell() -> None:
    one = [*FIRST]
    one[4:6] = ["1985.07至1995.09；1997.09至2011-09-28", "2011-09-28"]
    assert places(findings(sheet("测算", [HEADER, one, LAST]))) == []
    one[5] = "2011-09-27"
    assert only(findings(sheet("测算", [HEADER, one, LAST]))).code == "SERVICE_OVERLAP"


def test_the_function_gives_one_row_a_worker() -> None:
    result = call("SOE_SEVERANCE_TABLE", [HEADER, FIRST, further(), LAST], None)
    assert isinstance(result, list)
    assert [(row[0], row[6]) for row in result[1:]] == [("王甲", 41098.3), ("李乙", 44402.9)]


def test_the_function_asks_where_two_rows_of_one_id_may_be_pieces_or_a_repetition() -> None:
    header = [name for name in HEADER if name != "补偿金额"]
    second = [*further(name="王甲", id=ID, wage=1600)][:10]
    result = call("SOE_SEVERANCE_TABLE", [header, FIRST[:10], second, LAST[:10]], None)
    assert isinstance(result, list)
    assert [row[6] if isinstance(row[6], float) else row[6].code for row in result[1:]] == ["#N/A", 44402.9]


def test_severance_takes_pieces_written_in_one_cell() -> None:
    pieces = "1985-07-01至1995-09-30；1997-09-01至2011-09-28"
    as_range = [["1985-07-01", "1995-09-30"], ["1997-09-01", "2011-09-28"]]
    amounts = [call("SOE_SEVERANCE", start, None, 1600, 1652.3, 2300) for start in (pieces, as_range)]
    assert amounts == [41098.3, 41098.3]

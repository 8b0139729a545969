"""One person on several rows: periods add up, payments may be several, money is never advised away."""

from __future__ import annotations

import pytest

from tests.checks.books import findings, id_number, only, places, sheet
from xl_addin.tables.grid import CellValue

SEVERANCE: list[CellValue] = ["姓名", "身份证号", "计发月数", "补偿金额"]
ARREARS: list[CellValue] = ["姓名", "身份证号", "险种", "欠费起", "欠费止", "个人欠缴"]
ID = id_number(1)


def severance(*rows: list[CellValue]) -> list[list[CellValue]]:
    return [SEVERANCE, *rows]


def test_an_id_with_money_in_both_rows_asks_to_check_both() -> None:
    rows = severance(["王一", ID, 10, 16000], ["王二", id_number(3), 9, 9000], ["王一", ID, 10, 16000])
    finding = only(findings(sheet("测算", rows)))
    assert (finding.code, finding.cell) == ("ID_DUPLICATE", "B4")
    assert all(cell in finding.message for cell in ("B2", "D2", "D4"))
    assert "两行都要核对" in finding.remedy
    assert "删" not in finding.remedy


def test_the_row_with_the_money_is_the_one_to_keep() -> None:
    rows = severance(["王一", ID, 10, None], ["王二", id_number(3), 9, 9000], ["王一", ID, 10, 16000])
    finding = only(findings(sheet("测算", rows)))
    assert "D4" in finding.remedy
    assert "删" not in finding.remedy


def test_a_person_on_two_printed_pages_is_one_error() -> None:
    rows = severance(["王一", ID, 10, 16000], ["经济补偿金测算表（续）"], SEVERANCE, ["王一", ID, 10, 16000])
    assert places(findings(sheet("测算", rows))) == [("ID_DUPLICATE", "B5")]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (["养老", "2008.01", "2008.12"], []),
        (["养老", "2007.12", "2008.12"], [("ARREARS_OVERLAP", "D3")]),
        (["基本养老保险", "2006.05", "2006.06"], [("ARREARS_OVERLAP", "D3")]),
        (["医疗", "2006.01", "2007.12"], []),
    ],
)
def test_periods_of_arrears_add_up_unless_they_share_a_month(
    second: list[CellValue], found: list[tuple[str, str]]
) -> None:
    rows = [ARREARS, ["王一", ID, "养老", "2006.01", "2007.12", 2304], ["王一", ID, *second, 1440]]
    table = findings(sheet("欠费", rows))
    assert places(table) == found
    assert all("D2" in finding.message for finding in table)


def test_periods_in_one_cell_are_compared_too() -> None:
    header: list[CellValue] = ["姓名", "身份证号", "欠费起止年月", "个人欠缴"]
    rows = [header, ["王一", ID, "2006.01-2007.12", 2304], ["王一", ID, "2007.12-2008.12", 1440]]
    assert places(findings(sheet("养老欠费", rows))) == [("ARREARS_OVERLAP", "C3")]


def test_two_rows_of_arrears_that_nothing_tells_apart_are_a_repetition() -> None:
    header: list[CellValue] = ["姓名", "身份证号", "单位欠缴", "个人欠缴"]
    rows = [header, ["王一", ID, 100, 40], ["王一", ID, 100, 40]]
    assert places(findings(sheet("养老欠费", rows))) == [("ID_DUPLICATE", "B3")]


def test_one_number_with_two_names_is_an_error_on_a_list_of_arrears() -> None:
    rows = [ARREARS, ["王一", ID, "养老", "2006.01", "2007.12", 2304], ["李二", ID, "养老", "2008.01", "2008.12", 9]]
    finding = only(findings(sheet("欠费", rows)))
    assert (finding.code, finding.cell) == ("ID_DUPLICATE", "B3")
    assert "姓名却不同" in finding.message

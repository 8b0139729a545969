"""An amount that waits for an answer (待核) is neither a number nor a missing cell; its row is named as not checked."""

from __future__ import annotations

import pytest

from tests.checks.books import TODAY, book, id_number, sheet
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue
from xl_addin.tables.recognition import read_sheet

HEAD: list[CellValue] = ["序号", "姓名", "身份证号", "参加工作时间", "补偿金额（元）", "备注"]
SOUND: list[CellValue] = [1, "王三", id_number(1), "1985-07-01", 23320, None]
LABEL = "合计　1 人　贰万叁仟叁佰贰拾元整"


def _found(*rows: list[CellValue]) -> tuple[list[str], list[str]]:
    findings = check_book(book(sheet("公示", [HEAD, SOUND, *rows])), TODAY)
    return [one.code for one in findings], [line for line in findings.not_checked if "待核" in line]


@pytest.mark.parametrize("word", ["待核", "待　核", "（待定）", "待核实", "待确认"])
def test_a_row_that_waits_is_named_and_draws_no_finding(word: str) -> None:
    assert _found([2, "李四", id_number(3), None, word, "核实后另行公示"]) == (
        [],
        ["工作表“公示”E3：金额待核，该行未校验"],
    )


def test_other_words_for_an_amount_are_still_told() -> None:
    codes, waiting = _found([2, "李四", id_number(3), "1985-08-01", "待岗", None])
    assert "NUMBER_UNREADABLE" in codes
    assert waiting == []


def test_a_total_with_its_count_and_capitals_is_no_person() -> None:
    grid = sheet("公示", [HEAD, SOUND, [LABEL, None, None, None, 23320, "另有 2 人待核"]])
    table = read_sheet(grid)[0]
    assert (len(table), table.sum_rows) == (1, [3])

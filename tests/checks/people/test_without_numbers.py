"""One person twice on a sheet without ID numbers."""

from __future__ import annotations

import datetime as dt

from tests.checks.books import findings, only, places, sheet
from xl_addin.tables.grid import CellValue

HEADER: list[CellValue] = [
    "姓名",
    "参加工作时间",
    "解除时间",
    "前12个月月平均工资",
    "企业月平均工资",
    "当地上年度职工月平均工资",
]
HEADER += ["补偿金额"]
FACTS: list[CellValue] = [dt.date(2011, 9, 28), 2454, 1500, 2300]


def _rows(*lines: tuple[str, CellValue, CellValue]) -> list[list[CellValue]]:
    return [HEADER, *([name, start, *FACTS, amount] for name, start, amount in lines)]


def test_the_same_name_and_start_with_money_in_both_rows_is_an_error_for_both_rows() -> None:
    start = dt.date(1989, 8, 16)
    finding = only(
        findings(sheet("测算", _rows(("王一", start, 56442), ("李二", start, 56442), ("王 一", start, 56442))))
    )
    assert (finding.code, finding.cell) == ("ID_DUPLICATE", "A4")
    assert "A2" in finding.message
    assert "两行都要核对" in finding.remedy


def test_another_start_or_no_money_is_no_repetition() -> None:
    rows = _rows(("王一", dt.date(1989, 8, 16), 56442), ("王一", dt.date(1989, 8, 20), 56442))
    assert [code for code, _ in places(findings(sheet("测算", rows))) if code == "ID_DUPLICATE"] == []
    rows = _rows(("王一", dt.date(1989, 8, 16), 56442), ("王一", dt.date(1989, 8, 16), None))
    assert [code for code, _ in places(findings(sheet("测算", rows))) if code == "ID_DUPLICATE"] == []

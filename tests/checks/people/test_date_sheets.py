"""Dates in every spelling: function, check and table function read the same day or ask the same question."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.checks.books import TODAY, id_number
from tests.faults.date_sheets import ASKED, DateSheet, Spelling, date_sheet
from xl_addin import check_workbook, severance_table
from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.values.errors import CellError


def _plain(spelling: Spelling, *, last: bool) -> str:
    day = spelling.day
    if spelling.by_month and last:
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.isoformat()


def _judge(made: DateSheet) -> None:
    found = {
        finding.cell: finding
        for finding in check_book(made.book, TODAY)
        if finding.code.startswith("DATE_") and finding.cell is not None
    }
    wanted = {cell: spelling for cell, spelling in made.spellings.items() if spelling.code}
    assert {cell: finding.code for cell, finding in found.items()} == {cell: one.code for cell, one in wanted.items()}
    for cell, spelling in made.spellings.items():
        result = call("SOE_DATE", spelling.cell)
        if not spelling.code:
            assert result == spelling.day, spelling
            continue
        assert isinstance(result, CellError), spelling
        assert (result.code == "#N/A") == (spelling.code == ASKED), spelling
        for message in (found[cell].message, result.message):
            assert all(word in message for word in spelling.words), (spelling, message)
            assert "日期日期" not in message
            assert "日期文字日期" not in message
    _judge_amounts(made)


def _judge_amounts(made: DateSheet) -> None:
    frame = pd.DataFrame(
        [["虚构", start.cell, end.cell, 1600] for start, end in made.rows],
        columns=["姓名", "参加工作时间", "解除时间", "月平均工资"],
        dtype=object,
    )
    for row, (start, end) in zip(severance_table(frame).to_dict("records"), made.rows, strict=True):
        amount = call("SOE_SEVERANCE", start.cell, end.cell, 1600)
        if start.code or end.code:
            assert isinstance(amount, CellError)
            assert row["错误"] == amount.code
        else:
            right = call("SOE_SEVERANCE", _plain(start, last=False), _plain(end, last=True), 1600)
            assert amount == right
            assert row["补偿金额"] == right


@pytest.mark.parametrize("seed", range(60))
def test_dates_are_read_right_or_asked(seed: int) -> None:
    _judge(date_sheet(seed))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 3000, 100))
def test_dates_of_many_sheets_are_read_right_or_asked(first: int) -> None:
    for seed in range(first, first + 100):
        _judge(date_sheet(seed))


def test_moments_that_a_file_stores_are_asked_and_hours_of_registers_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "虚构.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "测算"
    sheet.append(["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资"])
    end = dt.date(2011, 9, 28)
    sheet.append(["虚构甲", id_number(1), dt.datetime(2007, 12, 31, 23, 59, 17), end, 1600])
    sheet.append(["虚构乙", id_number(3), dt.datetime(2007, 12, 31, 16), end, 1600])
    sheet.append(["虚构丙", id_number(5), dt.datetime(2007, 12, 31, 8, 30), end, 1600])
    ledger = book.create_sheet("台账")
    ledger.append(["日期", "企业名称", "科目", "收入金额", "支出金额", "摘要"])
    ledger.append([dt.datetime(2011, 3, 1, 16), "虚构化肥厂", "资产变现收入", 100, None, "出售"])
    ledger.append([dt.datetime(2011, 3, 1, 23, 30), "虚构化肥厂", "资产变现收入", 100, None, "出售"])
    book.save(path)
    found = [(one.sheet, one.cell, one.code) for one in check_workbook(path) if "DATE_" in one.code]
    assert found == [
        ("测算", "C2", "DATE_AMBIGUOUS"),
        ("测算", "C3", "DATE_AMBIGUOUS"),
        ("台账", "A3", "RECORD_DATE_AMBIGUOUS"),
    ]


def test_a_zone_in_a_table_of_pandas_is_asked_unless_its_own_clock_shows_midnight() -> None:
    def amount(start: pd.Timestamp) -> tuple[str, object]:
        frame = pd.DataFrame(
            [["虚构甲", start, dt.date(2011, 9, 28), 1600]],
            columns=["姓名", "参加工作时间", "解除时间", "月平均工资"],
            dtype=object,
        )
        row = severance_table(frame).to_dict("records")[0]
        return row["错误"], row["补偿金额"]

    right = call("SOE_SEVERANCE", "2008-01-01", "2011-09-28", 1600)
    assert amount(pd.Timestamp("2008-01-01", tz="Asia/Shanghai")) == ("", right)
    assert amount(pd.Timestamp("2008-01-01")) == ("", right)
    assert amount(pd.Timestamp("2007-12-31 16:00", tz="UTC"))[0] == "#N/A"
    assert amount(pd.Timestamp("2007-12-31 23:59:17"))[0] == "#N/A"

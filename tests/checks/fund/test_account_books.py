"""Account books as accounting programs print them, one habit a test; figures worked out by hand. All names invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.commands.generated_books import context
from tests.commands.pressing import pressed
from xl_addin.checks.run import check_book
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.functions import CellError, call
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable

TODAY = dt.date(2020, 6, 1)
Rows = list[list[CellValue]]
JOURNAL: list[CellValue] = ["日期", "凭证字号", "摘要", "对方科目", "借方", "贷方", "余额"]


def filled(rows: Rows) -> Rows:
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows]


def book(rows: Rows, name: str = "专户") -> BookGrid:
    return BookGrid(Path("a.xlsx"), [SheetGrid(name, "", filled(rows))])


def findings(rows: Rows) -> FindingTable:
    return check_book(book(rows), TODAY)


def places(rows: Rows) -> list[tuple[str, str | None]]:
    return sorted((finding.code, finding.cell) for finding in findings(rows))


def balance(rows: Rows, *arguments: Any) -> object:
    return call("SOE_FUND_BALANCE", filled(rows), *arguments)


def summary(rows: Rows) -> str:
    return plan_fund_statements(pressed(book(rows)), context()).summary


def test_a_bank_journal_with_its_opening_under_the_balance_is_read() -> None:
    rows: Rows = [
        ["专户银行存款日记账"], ["账户：企业改制专户　　单位：元"], list(JOURNAL),
        ["2011-01-01", None, "上年结转", None, None, None, 100000],
        ["2011-03-02", "记1", "收产权变现款", "产权变现", 3000000, None, 3100000],
        ["2011-03-20", "记2", "付经济补偿金", "经济补偿", None, 1200000, 1900000],
        [None, None, "本月合计", None, 3000000, 1200000, 1900000],
        [None, None, "本年累计", None, 3000000, 1200000, 1900000],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (1900000, [])
    assert balance(rows, "2011-03-10") == 3100000
    assert "专户余额 1,900,000.00 元" in summary(rows)
    rows[7][6] = 1900001
    assert places(rows) == [("LEDGER_CLOSING", "G8")]


YEAR_OVER: Rows = [
    ["改制专项资金专户明细账"],
    ["2011年度", *[None] * 7, "单位：万元"],
    ["2011年", None, "凭证号", "单位", "摘要", "科目", "借方（收入）", "贷方（支出）", "余额", "备注"],
    ["月", "日"],
    [1, 1, None, None, "上年结转", None, None, None, 120],
    [3, 5, "记-1", "农机厂", "厂房", "土地出让/收储补偿", 300, None, 420],
    [3, 31, None, None, "本月合计", None, 300, 0, 420],
    [5, 6, "记-2", "农机厂", "第一批", "经济补偿", None, 200.5, 219.5],
    [None, 20, "记-3", "农机厂", "欠费", "养老", None, 30, 189.5],
    [5, 31, None, None, "本月合计", None, 0, 230.5, 189.5],
    [None, None, None, None, "累计", None, 300, 230.5, 189.5],
]


def test_month_and_day_under_a_year_in_ten_thousands() -> None:
    assert (balance(YEAR_OVER), places(YEAR_OVER)) == (1895000, [])
    assert balance(YEAR_OVER, "2011-05-19") == 2195000
    (table,) = SheetBook(book(YEAR_OVER), TODAY).of_kind("ledger")
    assert table.column("date")[1:] == [dt.date(2011, 3, 5), dt.date(2011, 5, 6), dt.date(2011, 5, 20)]
    assert table.cell("date", 3) == "B9"


def test_a_day_that_does_not_exist_is_found_at_the_day() -> None:
    rows = [list(row) for row in YEAR_OVER]
    rows[5][1] = 32
    assert places(rows) == [("RECORD_DATE_UNREADABLE", "B6")]


def test_two_years_on_two_pages_keep_their_own_year_and_count_the_opening_once() -> None:
    heads: Rows = [["2010年", None, "摘要", "科目", "借方", "贷方", "借或贷", "余额"], ["月", "日"]]
    rows: Rows = [
        *heads, [12, 2, "收", "产权变现", 500, None, "借", 500], [12, 31, "结转下年", None, None, 500, "平", 0],
        ["2011年", *heads[0][1:]], heads[1], [1, 1, "上年结转", None, None, None, "借", 500],
        [None, 5, "付", "养老", None, 200, "借", 300],
    ]  # fmt: skip
    assert (balance(rows), balance(rows, "2010-12-31"), places(rows)) == (300, 500, [])
    rows[6][7] = 501
    assert ("LEDGER_BALANCE", "H7") in places(rows)
    assert balance(rows) == 300


def test_months_that_run_into_the_next_year_under_one_heading_are_asked_about() -> None:
    rows: Rows = [
        ["2010年", None, "科目", "收入", "支出"], ["月", "日"], [12, 2, "产权变现", 500, None],
        [1, 5, "养老", None, 200],
    ]  # fmt: skip
    assert places(rows) == [("LEDGER_YEAR", "A4")]
    error = balance(rows)
    assert isinstance(error, CellError) and error.code == "#N/A" and "12月变成1月" in error.message


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("2011年度", True), ("会计期间：2011.01-2011.12", True), ("二〇一一年专户账", True), ("专户账", False),
        ("2010年—2011年专户账", False), ("填报日期：2012年1月5日", False),
        ("填报日期：2012年1月5日　　　2011年度", True),
    ],
)  # fmt: skip
def test_the_year_of_a_title_counts_and_the_day_of_making_does_not(title: str, known: bool) -> None:
    rows: Rows = [[title], ["月", "日", "科目", "收入", "支出"], [3, 2, "产权变现", 500, None]]
    assert places(rows) == ([] if known else [("LEDGER_YEAR", "A3")])
    assert balance(rows, "2011-12-31") == 500 if known else isinstance(balance(rows), CellError)


@pytest.mark.parametrize(
    ("title", "into", "out", "refused"),
    [("银行对账单", 4, 5, False), ("银行对账单", 5, 4, True), ("专户明细", 5, 4, True), ("专户明细", 4, 5, False)],
)
def test_a_statement_of_the_bank_is_refused_and_never_turned_round(
    title: str, into: int, out: int, refused: bool
) -> None:
    rows: Rows = [[title], list(JOURNAL)]
    for day, account, side, fen, left in (
        ("2011-03-02", "产权变现", into, 500, 500), ("2011-03-05", "养老", out, 200, 300),
    ):  # fmt: skip
        line: list[CellValue] = [day, "1", "x", account, None, None, left]
        line[side] = fen
        rows.append(line)
    assert places(rows) == ([("LEDGER_SIDES", "E2")] if refused else [])
    assert isinstance(balance(rows), CellError) == refused
    if refused:
        with pytest.raises(InputError, match="对账单"):
            summary(rows)


def test_a_balance_on_the_side_of_credit_is_less_than_nothing() -> None:
    rows: Rows = [
        ["日期", "摘要", "科目", "收入", "支出", "方向", "余额"], [None, "上年结转", None, None, None, "贷", 100],
        ["2011-03-02", "x", "利息", 120, None, "借", 20], ["2011-03-03", "x", "利息", 30, None, "借", 50],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (50, [])
    rows[3][5] = "贷"
    assert places(rows) == [("LEDGER_BALANCE", "G4")]


def test_the_side_of_the_balance_is_no_side_of_the_entry() -> None:
    rows: Rows = [
        ["日期", "凭证号", "企业名称", "科目", "摘要", "收入金额", "支出金额", "方向", "余额"],
        ["2011-01-01", None, None, None, "上年结转", None, None, "借", 100000],
        ["2011-03-02", "1", "虚构厂", "产权变现", "收", 3000000, None, "借", 3100000],
        ["2011-03-20", "2", "虚构厂", "经济补偿", "付", None, 50000, "借", 3050000],
    ]
    assert (balance(rows), places(rows)) == (3050000, [])


def test_pages_under_a_repeated_title_are_one_ledger() -> None:
    heads: Rows = [["月", "日", "摘要", "科目", "借方", "贷方", "余额"]]
    rows: Rows = [
        ["2011年度日记账（一）"], *heads, [3, 2, "收", "产权变现", 500, None, 500],
        [None, None, "过次页", None, 500, None, 500],
        ["2011年度日记账（二）"], *heads, [3, None, "承前页", None, 500, None, 500],
        [None, 5, "付", "养老", None, 200, 300],
        [None, None, "期末余额", None, None, None, 300],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (300, [])
    rows[6][6] = 499
    assert places(rows) == [("LEDGER_BALANCE", "G7")]


def test_an_opening_typed_twice_counts_once_and_must_be_the_same() -> None:
    rows: Rows = [
        list(JOURNAL), [None, None, "上年结转", None, None, None, 100], [None, None, "月初余额", None, None, None, 100],
        ["2011-03-02", "1", "x", "养老", None, 20, 80], [None, None, "月初余额", None, None, None, 80],
        ["2011-04-02", "2", "x", "养老", None, 20, 60],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (60, [])
    rows[4][6] = 81
    assert (balance(rows), places(rows)) == (60, [("LEDGER_BALANCE", "G5")])


def test_the_column_that_holds_known_accounts_is_the_column_of_accounts() -> None:
    rows: Rows = [
        ["日期", "总账科目", "明细科目", "借方", "贷方"], ["2011-03-02", "银行存款", "产权变现", 50, None],
        ["2011-03-05", "银行存款", "养老", None, 20],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (30, [])


def test_without_a_column_of_accounts_it_is_asked_for_and_the_summary_is_not_guessed_from() -> None:
    rows: Rows = [["日期", "摘要", "借方", "贷方", "余额"], ["2011-03-02", "收产权变现款", 50, None, 50]]
    assert places(rows) == [("LEDGER_ACCOUNT_COLUMN", "B1")]
    assert "科目" in getattr(balance(rows), "message", "")


@pytest.mark.parametrize("lacking", ["日期", "借方"])
def test_a_book_that_is_no_ledger_names_what_it_has_and_what_it_lacks(lacking: str) -> None:
    heads = ["日期", "凭证号", "摘要", "借方", "余额"]
    rows: Rows = [[head for head in heads if head != lacking], ["1", "2", 3, 4]]
    (finding,) = findings([["专户银行存款日记账"], *rows])
    assert (finding.code, finding.cell) == ("LEDGER_HEADINGS", "A2")
    assert "余额" in finding.observed and lacking in finding.expected


def test_a_list_of_costs_or_of_balances_is_no_broken_ledger() -> None:
    costs: Rows = [["日期", "摘要", "金额"], ["2010-04-01", "评估费", 5000]]
    trial: Rows = [
        ["科目编码", "科目名称", "期初余额", None, "期末余额"],
        [None, None, "借方", "贷方", "借方"],
        ["1002", "x", 1, 2, 3],
    ]
    for rows in (costs, trial):
        table = findings(rows)
        assert (len(table), len(table.not_checked)) == (0, 1)


def test_amounts_in_words_count_the_same_in_checks_and_in_the_command() -> None:
    rows: Rows = [list(JOURNAL), ["2011-03-02", "1", "x", "产权变现", "30万", "—", 300000]]
    assert places(rows) == [("LEDGER_WORDED", "E2")]
    assert "专户余额 300,000.00 元" in summary(rows)


@pytest.mark.parametrize("typed", [-5597.1, "(5,597.10)", "（5597.10）", "红字5,597.10", "-5,597.10"])
def test_red_ink_keeps_its_sign(typed: CellValue) -> None:
    rows: Rows = [
        list(JOURNAL), ["2011-03-02", "1", "x", "产权变现", 30000, None, 30000],
        ["2011-03-20", "2", "x", "经济补偿", None, 10000, 20000],
        ["2011-03-25", "3", "冲销", "经济补偿", None, typed, 25597.1],
    ]  # fmt: skip
    assert (balance(rows), places(rows)) == (25597.1, [])
    assert "专户余额 25,597.10 元" in summary(rows)


def test_yuan_under_a_title_of_ten_thousands_is_one_error_and_refused() -> None:
    rows: Rows = [
        ["填报单位：虚构局　　　单位：万元　　　2011年"], list(JOURNAL),
        ["2011-03-02", "1", "x", "产权变现", 800000, None, 800000],
        ["2011-03-20", "2", "x", "经济补偿", None, 300000, 500000],
    ]  # fmt: skip
    assert places(rows) == [("LEDGER_UNIT", "E2")]
    assert isinstance(balance(rows), CellError)

"""全市进度表: forty invented enterprises against sums made here from the cells, what is unknown, days, a whole page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.planning.invented_city import city_sheets
from tests.printed import ROW, printed_book
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.city.command import plan_city
from xl_addin.commands.city.money import ALL_OWED, NO_DUES, NO_LEDGER, NO_NAMES, NO_PAYMENTS, NOT_IN_LEDGER
from xl_addin.commands.city.rows import (
    NO_PERSONS,
    NO_REGISTER,
    NO_STEPS,
    CityRow,
    city_rows,
)
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.fund.needs import TITLE as NEEDS
from xl_addin.commands.spec import CommandBook
from xl_addin.hosts.batch.isolation import Limits
from xl_addin.hosts.batch.job import Plan, run_batch
from xl_addin.hosts.batch.panel import panel_rows, write_panel
from xl_addin.tables.recognition import read_tables
from xl_addin.values.errors import InputError

TODAY = dt.date(2012, 3, 1)
REGISTER = ["编号", "登记时间", "信访人", "所属企业", "反映问题", "受理时间", "责任单位", "答复时间"]


def sheets_of(count: int) -> dict[str, Any]:
    """A city whose first ten enterprises have an overdue petition each, the first one a new one besides."""
    late = [
        [n, "2011-10-01", f"虚构{n}", f"虚构{n}厂", "事项", "2011-10-05", f"{n % 3}局", None]
        for n in range(1, min(count, 10) + 1)
    ]
    fresh = [99, "2012-02-25", "虚构", "虚构1厂", "事项", "2012-02-28", "0局", None]
    return {**city_sheets(count), "信访台账": [REGISTER, *late, fresh]}


def book_of(sheets: dict[str, Any]) -> CommandBook:
    return CommandBook.of(grid(**sheets), TODAY)


def rows_of(sheets: dict[str, Any]) -> list[CityRow]:
    book = book_of(sheets)
    return city_rows(book, examine(book, calls=book.recalculation).findings)


def test_forty_enterprises_are_what_the_cells_say() -> None:
    """Money, steps, workers and petitions are added up here from the cells, without a module of the product."""
    sheets = sheets_of(40)
    rows = {row.name: row for row in rows_of(sheets)}
    assert len(rows) == 40
    for line in sheets["改制工作进度表"][1:]:
        name, workers, deal, received = line[0], line[2], line[6], line[8]
        row = rows[name]
        filled = 3 + (deal is not None) + (received is not None)
        assert (row.required, row.done, row.persons, row.counted) == (5, filled, workers, None)
        own = [entry for entry in sheets["资金收支台账"][1:] if entry[1] == name]
        due = sum(round(cost[3] * 100) for cost in sheets["费用和资金来源表"][1:] if cost[:2] == [name, "费用"])
        assert row.due == due
        if not own:
            assert (row.income, row.expense, row.balance, row.owed) == (None, None, None, due)
            assert f"{NOT_IN_LEDGER}，{ALL_OWED}" in row.lacking
            continue
        income, paid = (sum(round((entry[col] or 0) * 100) for entry in own) for col in (4, 5))
        assert (row.income, row.expense, row.balance, row.owed) == (income, paid, income - paid, due - paid)
        number = int(name.removeprefix("虚构").removesuffix("厂"))
        assert row.overdue == (1 if number <= 10 else 0)
        assert row.units == (((f"{number % 3}局", 1),) if number <= 10 else ())
    assert rows["虚构1厂"].open_cases == 2
    # 2011-10-05 and sixty days are 2011-12-04.
    assert (rows["虚构2厂"].period, rows["虚构2厂"].last_day) == ("信访答复", "2011-12-04")


def nobody_named(sheets: dict[str, Any]) -> dict[str, Any]:
    """The ledger of the city with no enterprise in any row."""
    head, *lines = sheets["资金收支台账"]
    return {**sheets, "资金收支台账": [head, *([line[0], None, *line[2:]] for line in lines)]}


def dues_without_a_name(sheets: dict[str, Any]) -> dict[str, Any]:
    """A cost of which no enterprise is told."""
    lines = [*sheets["费用和资金来源表"], [None, "费用", "经济补偿", 12345.67]]
    return {**sheets, "费用和资金来源表": lines}


CITIES = {
    "六户": sheets_of(6),
    "二十户": sheets_of(20),
    "台账不写企业": nobody_named(sheets_of(6)),
    "有不写企业的费用": dues_without_a_name(sheets_of(9)),
}


@pytest.mark.parametrize("name", CITIES)
def test_what_is_still_owed_is_what_the_statements_of_the_fund_say(name: str) -> None:
    book = book_of(CITIES[name])
    (needs,) = (sheet for sheet in plan_fund_statements(book, context()).book.sheets if sheet.title == NEEDS)
    heads = [place for place, row in enumerate(needs.rows) if row and row[0].value == "企业名称"]
    items = []
    for row in needs.rows[heads[1] + 1 :]:
        if not row or not row[0].value:
            break
        items.append(round(float(str(row[2].value)) * 100))
    assert len(items) > 6
    owed = [row.owed for row in rows_of(CITIES[name]) if row.owed is not None]
    assert sum(owed) == sum(items) > 0


def test_a_ledger_that_names_nobody_stands_in_a_row_of_its_own_and_everything_is_still_owed() -> None:
    sheets = nobody_named(sheets_of(6))
    *firms, rest = rows_of(sheets)
    entries = sheets["资金收支台账"][1:]
    income, paid = (sum(round((entry[col] or 0) * 100) for entry in entries) for col in (4, 5))
    assert (rest.name, rest.income, rest.expense, rest.balance) == ("", income, paid, income - paid)
    assert all(row.owed == row.due and row.balance is None for row in firms)
    assert all(f"{NO_NAMES}，{ALL_OWED}" in row.lacking for row in firms)
    sheet = plan_city(book_of(sheets), context()).book.sheets[0]
    texts = [str(row[0].value) for row in sheet.rows if row]
    assert any("未分企业" in text and ALL_OWED in text for text in texts)


def test_several_periods_that_are_past_are_counted_behind_the_first() -> None:
    heads = ["企业名称", "评估基准日", "批复文号", "成交价(元)", "成交时间", "首付款时间", "余款付清时间"]
    sheets = {
        "改制工作进度表": [
            heads,
            ["甲厂", "2010-06-30", "改1号", None, None, None, None],
            ["乙厂", "2011-06-30", "改2号", 900000, "2012-02-01", None, None],
        ],
        "信访台账": [
            REGISTER,
            [1, "2011-10-01", "虚构甲", "甲厂", "事项", "2011-10-05", "某局", None],
            [2, "2012-02-25", "虚构乙", "甲厂", "事项", "2012-02-28", "某局", None],
        ],
    }
    first, second = rows_of(sheets)
    # The appraisal ran out on 2011-06-29, the answer on 2011-12-04; the second petition still has time.
    assert (first.period, first.last_day, first.late_periods) == ("评估有效期", "2011-06-29", 2)
    assert (second.period, second.late_periods) == ("首付款", 1)
    sheet = plan_city(book_of(sheets), context()).book.sheets[0]
    shown = {row[1].value: row[17].value for row in sheet.rows if len(row) > 17 and row[1].value in ("甲厂", "乙厂")}
    assert shown == {"甲厂": "评估有效期等2项", "乙厂": "首付款"}


def test_the_errors_of_the_rows_are_those_of_the_check() -> None:
    book = book_of(sheets_of(12))
    findings = examine(book, calls=book.recalculation).findings
    assert sum(row.errors for row in city_rows(book, findings)) == findings.counts()["error"] > 0


def test_forty_enterprises_print_on_one_readable_page_with_true_formulas(tmp_path: Path) -> None:
    book, recalculation = written(plan_city(book_of(sheets_of(40)), context()), tmp_path)
    assert differences(book, recalculation) == []
    assert read_tables(book) == []
    (page,) = printed_book(tmp_path / "made.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "made.xlsx").active
    assert sheet is not None
    heights = sum(sheet.row_dimensions[row].height or ROW for row in range(1, sheet.max_row + 1))
    paper = 595.3 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    # One page high is what a file without the number means; 0 would be as many as it takes.
    assert (sheet.page_setup.fitToHeight, sheet.freeze_panes) == (None, "A4")
    assert min(page.scale, 100 * paper / heights) >= 70


@pytest.mark.parametrize(("count", "high", "least"), [(3, None, 84), (15, None, 84), (70, 0, 80)])
def test_few_enterprises_print_large_and_many_take_the_pages_they_need(
    tmp_path: Path, count: int, high: int | None, least: float
) -> None:
    """84 percent of the natural width leave 70 where the host's font makes columns a fifth wider."""
    written(plan_city(book_of(sheets_of(count)), context()), tmp_path)
    (page,) = printed_book(tmp_path / "made.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "made.xlsx").active
    assert sheet is not None
    heights = sum(sheet.row_dimensions[row].height or ROW for row in range(1, sheet.max_row + 1))
    paper = 595.3 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", high)
    assert page.scale >= least and (high == 0 or 100 * paper / heights >= 70)
    assert sheet["B2"].alignment.horizontal == "left" and sheet["C2"].value.startswith("资金台账截至")


SOURCES = {
    "改制工作进度表": NO_STEPS,
    "资金收支台账": NO_LEDGER,
    "费用和资金来源表": NO_DUES,
    "信访台账": NO_REGISTER,
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_source_would_tell_is_empty_without_it_and_told(name: str) -> None:
    sheets = sheets_of(4)
    del sheets[name]
    row = next(row for row in rows_of(sheets) if row.name == "虚构3厂")
    told = {
        "改制工作进度表": (row.done, row.required, row.persons),
        "资金收支台账": (row.income, row.expense, row.balance, row.owed, row.paid_off),
        "费用和资金来源表": (row.due, row.owed),
        "信访台账": (row.open_cases, row.overdue),
    }
    assert set(told[name]) == {None}
    assert SOURCES[name] in row.lacking
    if name == "改制工作进度表":
        assert NO_PERSONS in row.lacking


def test_a_city_of_which_nobody_has_a_ledger_sums_up_no_money() -> None:
    sheets = sheets_of(3)
    del sheets["资金收支台账"]
    sheet = plan_city(book_of(sheets), context()).book.sheets[0]
    (total,) = (row for row in sheet.rows if row[0].value == "合　计")
    assert [total[col].value for col in (8, 9, 10, 12, 13)] == [None] * 5
    assert isinstance(total[11].value, float)


def test_lawful_days_run_from_deal_and_appraisal_until_the_sheet_ends_them() -> None:
    heads = ["企业名称", "评估基准日", "批复文号", "成交价(元)", "成交时间", "首付款时间", "余款付清时间"]
    lines: list[list[Any]] = [
        ["甲厂", "2011-06-30", "改1号", None, None, None, None],
        ["乙厂", "2011-06-30", "改2号", 900000, "2012-02-01", None, None],
        ["丙厂", "2011-06-30", "改3号", 900000, "2012-02-01", "2012-02-03", None],
        ["丁厂", "2011-06-30", "改4号", 900000, "2012-02-01", "2012-02-03", "2012-02-20"],
    ]
    found = [(row.period, row.last_day) for row in rows_of({"改制工作进度表": [heads, *lines]})]
    assert found == [("评估有效期", "2012-06-29"), ("首付款", "2012-02-08"), ("余款付清", "2013-02-01"), ("", "")]


STEPS = ["企业名称", "步骤", "完成时间"]
ENDED = [
    ["姓名", "身份证号", "企业名称", "参加工作时间", "解除时间", "补偿金额"],
    ["虚构甲", "990101198001010019", "甲厂", "2008-07-01", "2012-02-10", 8000],
]


@pytest.mark.parametrize("handed", [None, "2012-02-20"])
def test_papers_are_handed_over_fifteen_days_after_the_contracts_end(handed: str | None) -> None:
    steps = [STEPS, ["甲厂", "职工代表大会", "2011-08-01"], ["甲厂", "移交档案和社会保险关系", handed]]
    (row,) = rows_of({"程序核查表": steps, "经济补偿金测算表": ENDED})
    # 2012-02-10 and fifteen days (劳动合同法 art 50) are 2012-02-25.
    assert (row.period, row.last_day) == (("移交档案", "2012-02-25") if handed is None else ("", ""))


def test_persons_paid_in_full_are_counted_from_a_list_of_payments() -> None:
    heads = ["姓名", "身份证号", "企业名称", "发放项目", "应发金额", "实发金额", "发放时间"]
    paid = [
        ["虚构甲", "990101198001010019", "甲厂", "经济补偿", 8000, 8000, "2011-12-20"],
        ["虚构乙", "990101198001010035", "甲厂", "经济补偿", 9000, 5000, "2011-12-20"],
        ["虚构乙", "990101198001010035", "甲厂", "经济补偿", None, 4000, "2011-12-28"],
        ["虚构丙", "990101198001010051", "甲厂", "经济补偿", 7000, 6999.99, "2011-12-20"],
        ["虚构丁", "990101198001010078", "乙厂", "经济补偿", 6000, None, None],
    ]
    entries = [
        ["日期", "企业名称", "科目", "收入金额", "支出金额"],
        ["2011-12-01", "甲厂", "财政拨款", 90000, None],
        ["2011-12-31", "乙厂", "财政拨款", 10000, None],
    ]
    sheets = {"发放表": [heads, *paid], "资金收支台账": entries}
    rows = {row.name: row for row in rows_of(sheets)}
    assert (rows["甲厂"].paid_off, rows["乙厂"].paid_off) == (2, 0)
    del sheets["发放表"]
    assert all(row.paid_off is None and NO_PAYMENTS in row.lacking for row in rows_of(sheets))


def test_a_book_without_an_enterprise_is_refused() -> None:
    with pytest.raises(InputError, match="企业名称"):
        plan_city(book_of({"花名册": [["姓名", "参加工作时间"], ["虚构甲", "1985-07-01"]]}), context())


def test_a_batch_gives_the_rows_of_the_books_alone(tmp_path: Path) -> None:
    folder, out = tmp_path / "收到的", tmp_path / "out"
    folder.mkdir()
    alone: list[CityRow] = []
    for number in (2, 5):
        made = openpyxl.Workbook()
        made.remove(made.worksheets[0])
        for name, lines in sheets_of(number).items():
            page = made.create_sheet(name)
            for line in lines:
                page.append(line)
        made.save(folder / f"{number}.xlsx")
        alone += rows_of(sheets_of(number))
    (folder / "坏.xlsx").write_bytes(b"PK broken")
    plan = Plan("check", 1, today=TODAY, limits=Limits(300.0, 3000), panel=True)
    done = run_batch([folder], out, plan)
    assert [row for _, row in panel_rows(done)] == alone
    sheet = openpyxl.load_workbook(write_panel(done, out), data_only=True).active
    assert sheet is not None
    texts = [str(row[0].value) for row in sheet.iter_rows(min_row=4)]
    assert any(text.startswith("下列企业在几本工作簿里都有") and "虚构1厂：序号 1、3" in text for text in texts)
    assert any("另有 1 本工作簿不能使用" in text for text in texts)
    with pytest.raises(InputError, match="--panel"):
        run_batch([folder], tmp_path / "other", Plan("资金平衡表", panel=True))


@pytest.mark.parametrize("closed", [None, "2011-12-01"])
def test_an_enterprise_is_done_only_with_the_last_step_of_all(closed: str | None) -> None:
    """A sheet of four columns that are all filled says nothing of the steps that it has no column for."""
    heads = [
        "企业名称",
        "评估基准日",
        "职代会时间",
        "应到",
        "实到",
        "同意",
        "批复文号",
        "批复时间",
        "成交时间",
        "成交价",
    ]
    line = ["甲厂", "2011-01-31", "2011-03-01", 30, 30, 30, "文1", "2011-04-01", "2011-06-01", 60]
    heads, line = (heads, line) if closed is None else ([*heads, "完成时间"], [*line, closed])
    [row] = rows_of({"进度": [heads, line]})
    assert (row.done, row.next_step) == (row.required, "表上所列已办" if closed is None else "已办完")


def test_persons_of_a_package_sheet_are_persons_of_their_enterprise() -> None:
    heads = ["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "养老欠缴起", "养老欠缴止"]
    heads += ["缴费工资", "缴费平均工资", "经济补偿", "养老", "合计"]
    lines = [
        [firm, f"王{n}", "", "1991-07-01", "2003-06-30", 1000, "2003-01", "2003-12", 1000, 1200, 12000, 3360, 15360]
        for firm, count in (("甲厂", 3), ("乙厂", 2))
        for n in range(count)
    ]
    rows = {row.name: row for row in rows_of({"一补二险": [heads, *lines]})}
    assert {name: (row.persons, row.counted) for name, row in rows.items()} == {"甲厂": (3, 3), "乙厂": (2, 2)}
    assert all(NO_PERSONS not in row.lacking for row in rows.values())

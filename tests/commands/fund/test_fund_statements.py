"""资金平衡表: live statements that read the ledger once, native charts, and stored values as computed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.pressing import pressed
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.fund.ledger_copy import TITLE as LEDGER
from xl_addin.commands.fund.trend import month_ends
from xl_addin.formulas.computed import evaluator
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import call
from xl_addin.tables.grid import BookGrid, CellValue, address
from xl_addin.values.errors import InputError

HEADINGS: list[CellValue] = [
    "日期", "企业名称", "所属系统", "科目", "摘要", "收入金额", "支出金额", "余额", "审批文号", "关联人员编号",
]  # fmt: skip


def entry(day: str, firm: str, account: str, amount: float | str, **more: CellValue) -> list[CellValue]:
    out = isinstance(amount, (int, float)) and amount < 0
    sides: tuple[CellValue, CellValue] = (None, -amount) if out and not isinstance(amount, str) else (amount, None)
    system = {"虚构一厂": "工业", "虚构二厂": "工业", "虚构三店": "商业"}.get(firm)
    return [day, firm, system, account, "虚构", *sides, None, more.get("approval"), more.get("person")]


ENTRIES: list[list[CellValue]] = [
    ["2009-01-01", None, None, None, "上年结转", 1000, None, 1000, None, None],
    entry("2009-02-03", "虚构一厂", "产权变现收入", 500000),
    entry("2009-03-10", "虚构一厂", "经济补偿金", -43200, person="001"),
    entry("2009-03-31", "虚构 一厂", "利息", 12.35),
    ["本月合计", None, None, None, None, 500012.35, 43200, None, None, None],
    ["2009-03-31", None, None, None, "过次页", 500012.35, 43200, None, None, None],
    ["2009-03-31", None, None, None, "承前页", 500012.35, 43200, None, None, None],
    entry("2009-04-02", "虚构二厂", "土地储备垫付", 80000, approval="虚构1号"),
    entry("2009-05-05", "虚构二厂", "社保暂挂", 60000, person="002"),
    entry("2010-01-11", "虚构三店", "财政拨款", "1,500.50"),
    entry("2010-02-08", "虚构二厂", "归还垫付", -30000),
    entry("2010.06", "虚构二厂", "归还暂挂", -10000),
]
SEVERANCE: list[list[CellValue]] = [
    [
        "姓名",
        "企业名称",
        "参加工作时间",
        "解除时间",
        "前12个月月平均工资",
        "企业月平均工资",
        "当地月平均工资",
        "补偿金额",
    ],
    ["虚构甲", "虚构一厂", "1985-07-01", "2011-09-28", 1600, 1500, 2300, 43200],
    ["虚构乙", "虚构二厂", "1985-07-01", "2011-09-28", 1600, 1500, 2300, 43200],
]


@pytest.fixture
def book() -> BookGrid:
    return grid(台账=[["专户台账"], HEADINGS, *ENTRIES], 测算=SEVERANCE)


def test_stored_values_are_the_recalculated_ones(book: BookGrid, tmp_path: Path) -> None:
    made, recalculation = written(plan_fund_statements(pressed(book), context()), tmp_path)
    assert recalculation.errors == []
    assert recalculation.unresolved == []
    assert differences(made, recalculation) == []


def test_each_statement_says_what_the_function_says_and_only_the_citys_calls_it(book: BookGrid, tmp_path: Path) -> None:
    plan = plan_fund_statements(pressed(book), context())
    made, _ = written(plan, tmp_path)
    ledger = [HEADINGS, *ENTRIES]
    for name, by in (("全市汇总", "全市"), ("企业资金平衡表", "企业"), ("系统汇总", "系统")):
        (sheet,) = [sheet for sheet in plan.book.sheets if sheet.title == name]
        expected = call("SOE_FUND_STATEMENT", ledger, None, by)
        assert isinstance(expected, list)
        assert [row[:6] for row in made.sheet(name).rows[3 : 3 + len(expected)]] == expected
        assert not sheet.arrays
        assert [cell.formula for cell in sheet.rows[3]][:6] == [None] * 6
        formulas = [str(cell.formula) for row in sheet.rows[4 : 3 + len(expected)] for cell in row[1:6]]
        ours = [text for text in formulas if "SOE_" in text]
        assert ours == (formulas if by == "全市" else [])
    assert formulas[0].startswith("ROUND(SUMIFS(")


def test_every_proof_on_the_sheets_agrees(book: BookGrid, tmp_path: Path) -> None:
    made, recalculation = written(plan_fund_statements(pressed(book), context()), tmp_path)
    shown = [value for sheet in with_values(made, recalculation).sheets for row in sheet.rows for value in row]
    assert shown.count("一致") == 7
    assert "不一致" not in shown


def test_the_date_is_one_cell_and_every_statement_follows_it(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    city = made.sheet("全市汇总")
    assert city.value(2, 2) == dt.date(2010, 6, 1)
    city.rows[1][1] = dt.date(2009, 12, 31)
    earlier = with_values(made, recalculate(made))
    assert earlier.sheet("全市汇总").rows[4][1:6] == [580012.35, 43200, 537812.35, 80000, 60000]
    assert native(earlier, "虚构二厂") == [80000, 30000 - 30000, 80000, 80000, 60000]
    assert native(earlier, "虚构三店") == [0, 0, 0, 0, 0]


def native(book: BookGrid, firm: str) -> list[object]:
    """What the native sums of an enterprise come to, as a host computes them, each after those it reads."""
    sheet = book.sheet("企业资金平衡表")
    row = next(number for number, line in enumerate(sheet.rows, 1) if line and line[0] == firm)
    book.sheet("企业资金平衡表").rows[1][1] = book.sheet("全市汇总").value(2, 2)
    for col in range(2, 7):
        place = address(row, col)
        sheet.rows[row - 1][col - 1] = evaluator(book)(sheet.name, place, sheet.formulas[row, col].text)  # type: ignore[call-overload]
    return list(sheet.rows[row - 1][1:6])


def test_sources_and_uses_add_up_to_the_statement(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    rows = {row[0]: row[1] for row in made.sheet("全市汇总").rows if len(row) > 1 and isinstance(row[0], str)}
    assert rows["产权变现"] == 500000
    assert rows["土地储备垫付"] == 80000
    assert "社保暂挂" not in rows
    assert rows["归还暂挂"] == 10000


def test_debts_are_listed_entry_by_entry_and_end_in_the_functions_figure(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    advances = [row[7:10] for row in made.sheet("垫付台账").rows[3:7]]
    assert advances == [
        [80000, None, 80000],
        [None, 30000, 50000],
        [80000, 30000, 50000],
        ["截止日期余额（函数）", None, 50000],
    ]
    deferrals = made.sheet("暂挂与还款计划").rows
    assert deferrals[3][6] == "002"
    assert [row[9] for row in deferrals[3:6]] == [60000, 50000, 50000]


def test_a_repayment_plan_follows_the_yearly_amount_that_is_entered(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    sheet = made.sheet("暂挂与还款计划")
    head = next(i for i, row in enumerate(sheet.rows) if len(row) > 4 and row[1] == "企业")
    assert sheet.rows[head][4] == 50000
    assert sheet.rows[head][6] == 10000
    sheet.rows[head][6] = 20000
    after = with_values(made, recalculate(made)).sheet("暂挂与还款计划").rows
    assert [row[4:6] for row in after[head + 2 : head + 6]] == [[20000, 30000], [20000, 10000], [10000, 0], ["", ""]]


def test_needs_come_from_the_approved_sums_and_coverage_from_the_balance(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    sheet = made.sheet("应付未付")
    firms = {row[0]: row[1:] for row in sheet.rows if len(row) == 7 and isinstance(row[0], str)}
    assert firms["虚构一厂"] == [43200, 43200, 0, 0, 456812.35, "已付清"]
    assert firms["虚构二厂"][:5] == [43200, 0, 0, 43200, 40000]
    assert firms["虚构二厂"][5] == pytest.approx(40000 / 43200)
    rows = {row[0]: row[1:] for row in sheet.rows if row and isinstance(row[0], str)}
    assert rows["经济补偿"][:3] == [43200, 43200, 0]
    assert rows["归还暂挂"][:3] == [50000, 50000, 0]


def test_a_book_without_approved_sums_lists_only_its_debts(tmp_path: Path) -> None:
    made, recalculation = written(plan_fund_statements(pressed(grid(台账=[HEADINGS, *ENTRIES])), context()), tmp_path)
    assert any(row and "不列应付职工的各项" in str(row[0]) for row in made.sheet("应付未付").rows)
    assert differences(made, recalculation) == []


def test_balances_run_to_every_month_end(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    rows = [row for row in made.sheet("余额走势").rows if row and isinstance(row[0], dt.date)]
    assert len(rows) == 18
    assert rows[0] == [dt.date(2009, 1, 31), 1000, 0, 0]
    assert rows[-1] == [dt.date(2010, 6, 30), 499312.85, 50000, 50000]


def test_long_ledgers_have_year_ends() -> None:
    days = month_ends(dt.date(1990, 5, 1), dt.date(2011, 3, 1))
    assert days[0] == dt.date(1990, 12, 31)
    assert days[-1] == dt.date(2011, 3, 31)
    assert len(days) == 22


def test_charts_are_native_and_stand_on_the_cells_of_their_sheets(book: BookGrid) -> None:
    sheets = plan_fund_statements(pressed(book), context()).book.sheets
    charts = {sheet.title: sheet.charts for sheet in sheets}
    assert [chart.title for chart in charts["全市汇总"]] == ["资金来源（元）", "资金用途（元）"]
    assert charts["应付未付"][0].stacked
    assert charts["余额走势"][0].kind == "line"
    assert charts["余额走势"][0].series[0].values == "B4:B21"


def test_the_ledger_is_copied_as_it_was_typed(book: BookGrid, tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    copied = [row[:10] for row in made.sheet(LEDGER).rows[2:]]
    padded = [[*row, *[None] * 10][:10] for row in copied]
    assert padded == [HEADINGS, *ENTRIES]
    assert made.sheet(LEDGER).formulas == {}


def test_a_unit_in_the_title_goes_with_the_copy(tmp_path: Path) -> None:
    rows: list[list[CellValue]] = [
        ["专户台账", None, None, "单位：万元"],
        ["日期", "企业名称", "科目", "收入", "支出"],
        ["2009-02-03", "虚构一厂", "产权变现", 50, None],
    ]
    made, recalculation = written(plan_fund_statements(pressed(grid(台账=rows)), context()), tmp_path)
    assert made.sheet("全市汇总").value(5, 4) == 500000
    assert "系统汇总" not in [sheet.name for sheet in made.sheets]
    assert differences(made, recalculation) == []


def test_a_fault_in_the_ledger_names_the_row_of_the_users_sheet() -> None:
    rows = [*ENTRIES[:3], entry("2009-06-01", "虚构一厂", "买菜钱", -5)]
    with pytest.raises(InputError, match=r"台账第6行.*买菜钱"):
        plan_fund_statements(pressed(grid(台账=[["专户台账"], HEADINGS, *rows])), context())


def test_a_book_without_a_ledger_is_refused() -> None:
    with pytest.raises(InputError, match="没有找到资金收支台账"):
        plan_fund_statements(pressed(grid(测算=SEVERANCE)), context())


def test_of_several_ledgers_the_one_in_front_is_taken() -> None:
    one, two = [HEADINGS, *ENTRIES], [HEADINGS, ENTRIES[0], ENTRIES[1]]
    with pytest.raises(InputError, match="有 2 张资金收支台账"):
        plan_fund_statements(pressed(grid(甲=one, 乙=two)), context())
    assert "2 笔" in plan_fund_statements(pressed(grid(甲=one, 乙=two)), context("乙")).summary


def test_a_copy_of_the_ledger_for_printing_is_the_same_ledger_in_whatever_order() -> None:
    one, turned = [HEADINGS, *ENTRIES], [HEADINGS, *reversed(ENTRIES)]
    plain = plan_fund_statements(pressed(grid(台账=one)), context()).summary
    assert plan_fund_statements(pressed(grid(台账=one, 打印=one, 倒序=turned)), context()).summary == plain


def test_an_opening_that_is_a_debt_stays_one_in_every_statement(tmp_path: Path) -> None:
    opening: list[CellValue] = [
        "2009-01-01",
        "虚构二厂",
        "工业",
        "土地储备垫付",
        "上年结转",
        1000,
        None,
        None,
        "1号",
        None,
    ]
    rows = [HEADINGS, opening, *ENTRIES[1:4], entry("2010-02-08", "虚构二厂", "归还垫付", -300, approval="2号")]
    made, recalculation = written(plan_fund_statements(pressed(grid(台账=rows)), context()), tmp_path)
    assert differences(made, recalculation) == []
    assert call("SOE_FUND_LIABILITY", rows, "垫付") == 700
    assert [row[9] for row in made.sheet("垫付台账").rows[3:7]] == [1000, 700, 700, 700]


def test_cells_that_are_merged_over_rows_are_read_in_each_of_them_but_an_amount_once(tmp_path: Path) -> None:
    rows: list[list[CellValue]] = [
        ["日期", "企业名称", "科目", "收入金额", "支出金额"],
        ["2009-02-03", "虚构一厂", "产权变现收入", 5000, None],
        [None, None, "利息", None, None],
        [None, None, "利息", 7, None],
    ]
    book = grid(台账=rows)
    book.sheet("台账").merged.extend([(2, 1, 4, 1), (2, 2, 4, 2), (2, 4, 3, 4)])
    made, _ = written(plan_fund_statements(pressed(book), context()), tmp_path)
    assert [[*row, None, None][:5] for row in made.sheet(LEDGER).rows[3:6]] == [
        ["2009-02-03", "虚构一厂", "产权变现收入", 5000, None],
        ["2009-02-03", "虚构一厂", "利息", None, None],
        ["2009-02-03", "虚构一厂", "利息", 7, None],
    ]
    assert call("SOE_FUND_BALANCE", made.sheet(LEDGER).rows[2:6]) == 5007

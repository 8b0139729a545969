"""全市调剂方案 and 按时足额核对 of the command 资金平衡表: live, exact, and the same as the rules say."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.package.test_package_sheet import ARREARS, ROSTER
from tests.commands.package.test_package_sheet import SEVERANCE as BY_PERSON
from tests.commands.pressing import pressed
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.fund.dues import read_dues
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import call
from xl_addin.rules.fund.plan import Enterprise, Need, plan_city
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import REMOVE, BookGrid, CellValue, FormulaCell, SheetGrid, corners
from xl_addin.values.errors import InputError

PLAN, NEEDS, TIMES = "全市调剂方案", "应付未付", "按时足额核对"
HEADINGS: list[CellValue] = ["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额"]
LEDGER: list[list[CellValue]] = [
    ["2009-01-01", None, None, "上年结转", 1000, None],
    ["2009-02-03", "虚构一厂", "工业", "产权变现", 220000, None],
    ["2009-02-04", "虚构五厂", "工业", "财政拨款", 90000.07, None],
    ["2009-03-10", "虚构一厂", "工业", "经济补偿金", None, 43200],
    ["2009-04-02", "虚构二厂", "工业", "土地储备垫付", 80000, None],
    ["2009-05-05", "虚构二厂", "工业", "社保暂挂", 60000, None],
    ["2010-02-08", "虚构二厂", "工业", "归还垫付", None, 30000],
    ["2010-03-01", "虚构四厂", "工业", "财政拨款", 20000, None],
    ["2010-04-01", "虚构三店", "商业", "财政拨款", 1500.5, None],
    ["2010-06-01", "虚构二厂", "工业", "归还暂挂", None, 10000],
]
SEVERANCE: list[list[CellValue]] = [
    ["姓名", "企业名称", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "补偿金额"],
    ["虚构甲", "虚构一厂", "1985-07-01", "2009-03-01", 1600, 1500, 2300, 43200],
    ["虚构乙", "虚构二厂", "1985-07-01", "2009-09-28", 1600, 1500, 2300, 93200],
    ["虚构丁", "虚构四厂", "1985-07-01", "2009-06-30", 1600, 1500, 2300, 243200.33],
]
PACKAGE: list[list[CellValue]] = [
    [
        "企业名称", "姓名", "在岗状态", "参加工作时间", "解除时间", "前12个月月平均工资", "养老欠缴起", "养老欠缴止",
        "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资", "年龄", "医疗年标准",
    ],
    [
        "虚构二厂", "虚构乙", "在岗", "1985-07-01", "2009-09-28", 1600, "2006-01", "2008-12",
        "2006-01", "2008-12", 1200, 1480,
    ],
    [
        "虚构四厂", "虚构丁", "在岗", "1985-07-01", "2009-06-30", 1600, "2006-01", "2008-12",
        "2006-01", "2008-12", 1200, 1480,
    ],
    ["虚构四厂", "虚构戊", "退休", None, None, None, None, None, None, None, None, None, 62, 1800],
]  # fmt: skip
FIRMS = ["虚构一厂", "虚构五厂", "虚构二厂", "虚构四厂", "虚构三店"]


def book(*policy: list[CellValue], **more: Any) -> BookGrid:
    sheets: dict[str, Any] = {"台账": [HEADINGS, *LEDGER], "测算": SEVERANCE, "一补二险测算表": PACKAGE, **more}
    if policy:
        sheets["政策"] = [["profile", "SEG2008"], *policy]
    return grid(**sheets)


def table(sheet: SheetGrid, head: str) -> dict[str, list[CellValue]]:
    """Rows under the section that begins so, by their first cell."""
    start = next(i for i, row in enumerate(sheet.rows) if any(str(cell).startswith(head) for cell in row[:2]))
    found: dict[str, list[CellValue]] = {}
    for row in sheet.rows[start + 2 :]:
        if not row or row[0] is None:
            break
        found.setdefault(str(row[0]), row[1:])
    return found


def column(sheet: SheetGrid, head: str, name: str) -> dict[str, Any]:
    """One column of such a section by first cell."""
    start = next(i for i, row in enumerate(sheet.rows) if any(str(cell).startswith(head) for cell in row[:2]))
    place = sheet.rows[start + 1].index(name) - 1
    return {key: row[place] for key, row in table(sheet, head).items() if len(row) > place}


def enter(book: BookGrid, sheet: str, row: int, col: int, day: str) -> None:
    """Enter a day as a call of ours: only what depends on one is computed anew without a spreadsheet program."""
    grid = book.sheet(sheet)
    grid.formulas[row, col] = FormulaCell(row, col, f'SOE_DATE("{day}")', "normal", None, None, False)


def rule(keeps: Fraction = Fraction(0)) -> Any:
    """The city of these sheets, worked out from the entries above; fen."""
    firms = [
        Enterprise("虚构一厂", "工业", 22_000_000, -4_320_000),
        Enterprise("虚构五厂", "工业", 0, 9_000_007),
        Enterprise("虚构二厂", "工业", 0, 4_000_000),
        Enterprise("虚构四厂", "工业", 0, 2_000_000),
        Enterprise("虚构三店", "商业", 0, 150_050),
    ]
    needs = [
        Need(2, "经济补偿", 1, 9_320_000),
        Need(2, "归还暂挂", 3, 5_000_000),
        Need(2, "归还垫付", 3, 5_000_000),
        Need(3, "经济补偿", 1, 24_320_033),
        # 1,200 yuan × 36 months × 28 % and 8 %; a reserve of ten years for the retired person.
        Need(3, "养老", 1, 1_209_600),
        Need(3, "医疗", 1, 345_600 + 1_800_000),
    ]
    return plan_city(firms, needs, keeps)


def test_stored_values_are_the_recalculated_ones(tmp_path: Path) -> None:
    made, recalculation = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    assert recalculation.errors == []
    assert recalculation.unresolved == []
    assert differences(made, recalculation) == []


@pytest.mark.parametrize("policy", [[], [["清偿顺序/归还垫付", 1], ["清偿方式/第1层", "按顺序"]]])
def test_formulas_of_the_spreadsheet_program_agree_too(policy: list[list[CellValue]], tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book(*policy)), context()), tmp_path)
    enter(made, "全市汇总", 2, 2, "2010-06-01")
    recalculation = recalculate(made)
    assert len(recalculation.values[TIMES]) > 40
    # The last day of a payment is an array inside SUMPRODUCT: left to the spreadsheet program, never a stale value.
    assert {(sheet, cell[0]) for sheet, cell, _ in recalculation.unresolved} <= {(TIMES, "I"), (TIMES, "J")}
    left = {(cell, REMOVE) for cell in recalculation.values[TIMES] if cell[1] in (9, 10)}
    recalculation.values[TIMES] = {k: v for k, v in recalculation.values[TIMES].items() if (k, v) not in left}
    assert differences(made, recalculation) == []


def test_the_sheet_says_what_the_rule_says(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    sheet, plan = made.sheet(PLAN), rule()
    for name, field in (
        ("盈余或不足(元)", "position_fen"), ("调剂额(元)", "transfer_fen"), ("缺口(元)", "gap_fen"),
        ("保本成交价(元)", "break_even_fen"), ("说明", "reason"),
    ):  # fmt: skip
        shown = column(sheet, "二、", name)
        values = [getattr(line, field) for line in plan.enterprises]
        expected = values if field == "reason" else [fen / 100 for fen in values]
        assert [shown[firm] for firm in FIRMS] == expected
    assert column(sheet, "一、", "缺口(元)")["合　计"] == plan.gap_fen / 100
    orders = [row[:3] for row in sheet.rows if len(row) > 3 and isinstance(row[3], str) and "调给" in row[3]]
    assert [[row[0], row[2], row[1]] for row in orders] == [
        [FIRMS[line.giver], FIRMS[line.receiver], line.amount_fen / 100] for line in plan.transfers
    ]


def test_what_the_givers_keep_is_a_cell_that_the_plan_follows(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    sheet = made.sheet(PLAN)
    assert sheet.value(3, 1) == "留存比例"
    sheet.rows[2][1] = 0.35
    after, plan = with_values(made, recalculate(made)).sheet(PLAN), rule(Fraction(35, 100))
    moved, gaps = (column(after, "二、", name) for name in ("调剂额(元)", "缺口(元)"))
    assert [moved[firm] for firm in FIRMS] == pytest.approx([line.transfer_fen / 100 for line in plan.enterprises])
    assert [gaps[firm] for firm in FIRMS] == pytest.approx([line.gap_fen / 100 for line in plan.enterprises])
    assert any(row and "数据已改，请重新生成调剂单" in row for row in after.rows)


def test_every_item_is_paid_as_the_rule_pays_it(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    rows = made.sheet(PLAN).rows
    start = next(i for i, row in enumerate(rows) if any(str(cell).startswith("四、") for cell in row[:2])) + 2
    shown = {(row[0], row[1]): (row[4], row[6]) for row in rows[start : start + 20] if len(row) > 6}
    for line in rule().payments:
        firm = FIRMS[line.need.enterprise]
        assert shown[firm, line.need.item] == (line.paid_fen / 100, line.reason)


def test_deferred_contributions_are_a_debt_and_no_longer_insurance(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    rows = {(row[0], row[1]): row[2:8] for row in made.sheet(NEEDS).rows if len(row) >= 8}
    assert rows["虚构二厂", "养老"] == [0, 1, 12096, 0, 12096, "一补二险测算表"]
    assert rows["虚构二厂", "医疗"] == [0, 1, 3456, 0, 3456, "一补二险测算表"]
    assert rows["虚构四厂", "养老"] == [12096, 1, 12096, 0, 0, "一补二险测算表"]
    assert rows["虚构四厂", "医疗"] == [21456, 1, 21456, 0, 0, "一补二险测算表"]
    assert rows["虚构二厂", "归还暂挂"] == [50000, 3.01, 50000, 0, 0, "台账"]
    assert rows["虚构二厂", "归还垫付"] == [50000, 3.02, 50000, 0, 0, "台账"]


def test_a_package_by_payer_has_the_same_needs(tmp_path: Path) -> None:
    made, _ = written(
        plan_fund_statements(pressed(book(["一补二险", "养老单位、养老个人、医疗"])), context()), tmp_path
    )
    rows = {(row[0], row[1]): row[2] for row in made.sheet(NEEDS).rows if len(row) >= 8}
    assert (rows["虚构四厂", "养老"], rows["虚构四厂", "医疗"]) == (12096, 21456)


def test_typed_sheets_of_an_insurance_go_before_computed_parts(tmp_path: Path) -> None:
    heads: list[CellValue] = ["姓名", "身份证号", "企业名称", "欠费起止年月", "单位欠缴", "个人欠缴", "小计"]
    typed = [heads, ["虚构丁", None, "虚构四厂", "2006.01-2008.12", 800, 300, 1100]]
    made, _ = written(plan_fund_statements(pressed(book(养老保险测算表=typed)), context()), tmp_path)
    rows = {(row[0], row[1]): row[2:8] for row in made.sheet(NEEDS).rows if len(row) >= 8}
    assert rows["虚构四厂", "养老"] == [1100, 1, 1100, 0, 0, "养老保险测算表"]
    assert rows["虚构四厂", "医疗"][0] == 21456


def test_what_cannot_be_counted_is_said(tmp_path: Path) -> None:
    broken = [*PACKAGE, ["虚构三店", "虚构己", "在岗", None, None, None, "2006-01", None]]
    made, _ = written(plan_fund_statements(pressed(book(一补二险测算表=broken)), context()), tmp_path)
    assert any(row and "1 人有项目不能计算" in str(row[0]) for row in made.sheet(NEEDS).rows)


def test_persons_without_an_amount_are_said(tmp_path: Path) -> None:
    severance = [*SEVERANCE, ["虚构庚", "虚构四厂", "1985-07-01", "2009-06-30", 1600, 1500, 2300, None]]
    made, _ = written(
        plan_fund_statements(pressed(grid(台账=[HEADINGS, *LEDGER], 测算=severance)), context()), tmp_path
    )
    assert any(row and "“测算”：1 人没有补偿金额" in str(row[0]) for row in made.sheet(NEEDS).rows)


def test_the_offices_own_order_reaches_the_sheets(tmp_path: Path) -> None:
    own = book(["清偿顺序/归还垫付", 1], ["清偿顺序/养老", 2], ["清偿方式/第3层", "按比例"])
    made, recalculation = written(plan_fund_statements(pressed(own), context()), tmp_path)
    assert differences(made, recalculation) == []
    rows = {(row[0], row[1]): row[3] for row in made.sheet(NEEDS).rows if len(row) >= 8}
    assert rows["虚构二厂", "归还垫付"] == 1
    assert rows["虚构四厂", "养老"] == 2
    assert rows["虚构二厂", "归还暂挂"] == 3
    heads = next(row for row in made.sheet(PLAN).rows if row and row[0] == "企业名称" and "盈余或不足(元)" in row)
    assert [head for head in heads if str(head).startswith("第")] == ["第1层未付(元)", "第2层未付(元)", "第3层未付(元)"]


def test_an_earlier_day_moves_everything(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    enter(made, "全市汇总", 2, 2, "2009-03-05")
    after = with_values(made, recalculate(made))
    lines = {(row[0], row[1]): row for row in after.sheet(TIMES).rows if len(row) > 10}
    line = lines["虚构一厂", "经济补偿"]
    assert (line[4], line[5], line[7], line[10]) == (0, 0, 43200, "逾期未付足")
    assert column(after.sheet(PLAN), "二、", "资金余额(元)")["虚构一厂"] == 220000
    assert column(after.sheet(PLAN), "二、", "资金余额(元)")["虚构二厂"] == 0


def test_late_and_short_payments_are_told_apart(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    lines = {(row[0], row[1]): row[2:] for row in made.sheet(TIMES).rows if len(row) > 10}
    first, second = lines["虚构一厂", "经济补偿"], lines["虚构二厂", "经济补偿"]
    assert first == [43200, dt.date(2009, 3, 1), 0, 43200, 0, 0, dt.date(2009, 3, 10), 9, "足额但迟付"]
    assert [second[0], second[5], second[7], second[8]] == [93200, 93200, 246, "逾期未付足"]
    assert lines["虚构二厂", "养老"][8] == "已办暂挂"


def test_a_later_due_day_that_is_entered_makes_a_payment_timely(tmp_path: Path) -> None:
    made, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path)
    sheet = made.sheet(TIMES)
    row = next(i for i, row in enumerate(sheet.rows) if row[:2] == ["虚构一厂", "经济补偿"])
    enter(made, TIMES, row + 1, 4, "2009-03-10")
    after = with_values(made, recalculate(made)).sheet(TIMES).rows[row]
    assert after[4:8] == [43200, 0, 0, 0]
    assert after[10] == "按时足额"


def test_persons_come_from_the_payment_sheets(tmp_path: Path) -> None:
    heads: list[CellValue] = ["企业名称", "姓名", "身份证号", "应发金额", "实发金额", "应发日期", "发放日期"]
    paid = [
        heads,
        ["虚构一厂", "虚构甲", "990101196405128036", 43200, 43200, "2009-03-10", "2009-03-10"],
        ["虚构二厂", "虚构乙", "990101196803088041", 93200, 50000, "2009-10-05", "2009-10-10"],
        ["虚构二厂", "虚构乙", "990101196803088041", None, 43200, None, "2010-05-10"],
        ["虚构四厂", "虚构丁", "990101196211208070", 243200.33, 0.33, "2010-05-02", "2010-05-01"],
    ]
    made, _ = written(plan_fund_statements(pressed(book(发放表=paid)), context()), tmp_path)
    people = {row[1]: row[2:] for row in made.sheet(TIMES).rows if len(row) > 10 and row[0] != "企业名称"}
    assert people["虚构甲"][-1] == "按时足额"
    assert people["虚构乙"][2:] == [0, 93200, "经济补偿", 0, dt.date(2010, 5, 10), 217, "足额但迟付"]
    assert people["虚构丁"][2:6] == [0.33, 0, "经济补偿", 243200]
    assert people["虚构丁"][-2:] == [30, "逾期未付足"]
    assert any(row and "取自“发放表”" in str(row[0]) for row in made.sheet(TIMES).rows)


def test_without_a_payment_sheet_the_ledgers_persons_are_judged(tmp_path: Path) -> None:
    ledger = [[*HEADINGS, "关联人员编号"], *([*row, None] for row in LEDGER)]
    ledger[4][6] = "990101196405128036"
    severance = [[*SEVERANCE[0], "身份证号"], [*SEVERANCE[1], "990101196405128036"]]
    made, _ = written(plan_fund_statements(pressed(grid(台账=ledger, 测算=severance)), context()), tmp_path)
    (line,) = [row for row in made.sheet(TIMES).rows if len(row) > 10 and row[1] == "虚构甲"]
    assert line[2:] == [
        43200, dt.date(2009, 3, 1), 0, 43200, "经济补偿", 0, dt.date(2009, 3, 10), 9, "足额但迟付",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [("收", "支"), ("收入", "支出"), ("借", "贷"), ("收方", "付")])
def test_a_ledger_with_one_column_of_amounts_gives_the_same_book(words: tuple[str, str], tmp_path: Path) -> None:
    heads: list[CellValue] = [*HEADINGS[:4], "方向", "金额"]
    rows = [[*row[:4], words[row[4] is None], row[5] if row[4] is None else row[4]] for row in LEDGER]
    single = book(台账=[heads, *rows])
    made, recalculation = written(plan_fund_statements(pressed(single), context()), tmp_path)
    assert differences(made, recalculation) == []
    (tmp_path / "two").mkdir()
    two, _ = written(plan_fund_statements(pressed(book()), context()), tmp_path / "two")
    for name in ("全市汇总", "企业资金平衡表", "系统汇总", NEEDS, PLAN, TIMES, "余额走势"):
        assert made.sheet(name).rows == two.sheet(name).rows


def test_one_column_of_ten_thousands_is_multiplied_out(tmp_path: Path) -> None:
    rows: list[list[CellValue]] = [
        ["专户台账", None, None, None, "单位：万元"],
        ["日期", "企业名称", "收支方向", "科目", "金额"],
        ["2009-02-03", "虚构一厂", "收", "产权变现", 50],
        ["2009-02-04", "虚构一厂", "支", "税费", 1.5],
    ]
    made, recalculation = written(plan_fund_statements(pressed(grid(台账=rows)), context()), tmp_path)
    assert made.sheet("全市汇总").value(5, 4) == 485000
    assert differences(made, recalculation) == []


def test_enterprises_of_no_system_take_no_part(tmp_path: Path) -> None:
    heads = [HEADINGS[0], HEADINGS[1], *HEADINGS[3:]]
    rows = [[row[0], row[1], *row[3:]] for row in LEDGER]
    made, recalculation = written(plan_fund_statements(pressed(book(台账=[heads, *rows])), context()), tmp_path)
    assert differences(made, recalculation) == []
    assert set(column(made.sheet(PLAN), "二、", "调剂额(元)").values()) == {0}
    assert set(column(made.sheet(PLAN), "二、", "所属系统").values()) == {"未分系统", None}


def test_an_overdrawn_enterprise_must_be_filled_up_first(tmp_path: Path) -> None:
    ledger = [*LEDGER, ["2010-06-01", "虚构三店", "商业", "税费", None, 2000]]
    made, recalculation = written(plan_fund_statements(pressed(book(台账=[HEADINGS, *ledger])), context()), tmp_path)
    assert differences(made, recalculation) == []
    assert column(made.sheet(PLAN), "二、", "缺口(元)")["虚构三店"] == 499.5


def test_charts_stand_on_cells_of_their_own_sheets() -> None:
    sheets = {sheet.title: sheet for sheet in plan_fund_statements(pressed(book()), context()).book.sheets}
    for title in (NEEDS, PLAN, TIMES):
        (chart,) = sheets[title].charts
        top, left, bottom, right = corners(chart.series[0].values)
        assert left == right
        assert bottom <= len(sheets[title].rows)
        assert isinstance(sheets[title].rows[top - 1][left - 1].value, float)


def test_a_generated_sheet_with_persons_to_look_at_owes_each_other_person_once(tmp_path: Path) -> None:
    made, _ = written(
        plan_package_sheet(pressed(grid(花名册=ROSTER, 测算=BY_PERSON, 欠缴=ARREARS)), context()), tmp_path
    )
    tables = SheetBook(made, dt.date(2012, 1, 1))
    assert len({table.sheet for table in tables.tables}) < len(tables.tables)  # the sheet holds two tables
    nobody = SimpleNamespace(firms=[], entries=[])
    dues = read_dues(tables, nobody)  # type: ignore[arg-type]
    severance = sum(due.fen for due in dues.items if due.item == "经济补偿")
    expected = [
        call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1500, 2300),
        call("SOE_SEVERANCE", "1990-03-01", "2011-09-28", 1200, 1500, 2300),
    ]
    assert severance == sum(round(amount * 100) for amount in expected)  # type: ignore[operator]


def test_a_ledger_with_headings_of_two_levels_gives_last_days_of_payment(tmp_path: Path) -> None:
    heads: list[list[CellValue]] = [
        ["日期", "企业名称", "所属系统", "科目", "金额", None],
        [None, None, None, None, "收入", "支出"],
    ]
    made, found = written(plan_fund_statements(pressed(book(台账=[*heads, *LEDGER])), context()), tmp_path)
    assert differences(made, found) == []
    sheet = made.sheet(TIMES)
    (row,) = (i for i, line in enumerate(sheet.rows, start=1) if line[:2] == ["虚构一厂", "经济补偿"])
    assert sheet.value(row, 9) == dt.date(2009, 3, 10)
    assert "资金收支台账!$H$5:" in sheet.formulas[row, 9].text, "a product fails on the text of the headings"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["清偿顺序/火星费", 1], "火星费"),
        (["清偿顺序/税费", 1.5], "清偿顺序/税费"),
        (["清偿方式/第1层", "平均"], "清偿方式/第1层"),
        (["清偿顺序/系统调出", 1], "必须优先"),
    ],
)
def test_an_order_that_cannot_be_used_is_refused_and_not_replaced(row: list[CellValue], said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan_fund_statements(pressed(book(row)), context())

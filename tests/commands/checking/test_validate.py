"""The 校验 commands: marks and the 校验结果 sheet as pure data."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.commands.pressing import pressed
from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.checking.validate import COLUMNS, WIDTHS, plan_procedure_check
from xl_addin.commands.plan import SheetPlan
from xl_addin.commands.spec import CommandContext, Wish, planned
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.looks import Mark
from xl_addin.policy.profiles import shipped_policy
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

TIME = dt.datetime(2011, 9, 28, 10, 30)
SOUND = "110105196812310021"
WRONG = "110105194912310021"


def _book() -> BookGrid:
    roster: list[list[CellValue]] = [
        ["花名册"],
        ["姓名", "身份证号", "性别", "参加工作时间"],
        ["王一", WRONG, "男", 1985.1],
        ["李二", None, "女", "1985.07"],
        ["小计"],
        ["注：略"],
    ]
    severance: list[list[CellValue]] = [
        ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
        ["赵三", SOUND, "1985.07", "2010.06", 1000, 25000.10],
        ["合　计", None, None, None, None, 25000.20],
    ]
    steps: list[list[CellValue]] = [
        ["步骤", "责任单位", "完成日期", "文号"],
        ["市政府批复改制方案", "市政府", "2010.1.1", "一号"],
    ]
    sheets = [("花名册", roster), ("测算", severance), ("核查", steps), ("杂项", [["随便"]])]
    return BookGrid(Path("a.xlsx"), [SheetGrid(name, "", rows) for name, rows in sheets])


def _plan(name: str, sheet: str = "花名册") -> SheetPlan:
    return BY_NAME[name].plan(pressed(_book()), CommandContext(sheet, TIME))


def _texts(report: NewSheet) -> list[str]:
    return [str(cell.value) for row in report.rows for cell in row if cell.value is not None]


def _finding_rows(report: NewSheet) -> list[list[NewCell]]:
    assert report.filter_ref is not None
    first, last = (int(part[1:]) for part in report.filter_ref.split(":"))
    return report.rows[first:last]


def test_every_cause_is_one_line_gravest_first_with_a_link_to_its_cell() -> None:
    report = _plan("校验整簿").reports[0]
    rows = _finding_rows(report)
    heads = next(row for row in report.rows if len(row) == len(COLUMNS) and row[0].style == "report_head")
    assert [cell.value for cell in heads] == list(COLUMNS)
    assert [row[2].link for row in rows[:2]] == [("花名册", "B3"), ("花名册", "D3")]
    order = [severity.label for severity in Severity]
    labels = [str(row[0].value) for row in rows]
    assert labels == sorted(labels, key=order.index)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert {row[0].style for row in rows} <= {severity.value for severity in Severity}


def test_every_finding_is_one_line_of_the_details_with_the_place_of_its_cause() -> None:
    main, more = _plan("校验整簿").reports
    rows = _finding_rows(more)
    assert (more.title, more.rows[0][0].value, more.printing.printed) == ("校验明细", "校验结果", False)
    assert len(rows) == 29
    wrong_sum = next(row for row in rows if row[8].value == "AMOUNT_WRONG")
    assert (wrong_sum[1].value, wrong_sum[2].value, wrong_sum[6].value) == ("测算", "F2", "测算!F2")
    assert len(_finding_rows(main)) <= len(rows)


def test_a_line_tells_the_person_and_the_enterprise() -> None:
    rows = _finding_rows(_plan("校验整簿").reports[0])
    wrong = next(row for row in rows if row[10].value == "ID_CHECK_DIGIT")
    assert (wrong[3].value, wrong[4].value) == ("王一", "")


def test_missing_steps_are_listed_one_by_one() -> None:
    rows = _finding_rows(_plan("校验整簿").reports[0])
    missing = [row for row in rows if str(row[10].value).startswith("STEP_MISSING_")]
    assert len(missing) == 22
    assert len({row[7].value for row in missing}) == 22


def test_marks_stand_on_the_cells_of_the_findings() -> None:
    marks = _plan("校验整簿").marks
    assert Mark("花名册", "B3", "error") in marks
    assert Mark("花名册", "B4", "missing") in marks
    assert Mark("测算", "F3", "error") in marks
    assert {mark.sheet for mark in marks} == {"花名册", "测算", "核查"}


def test_the_head_gives_counts_policy_and_time() -> None:
    plan = _plan("校验整簿")
    texts = _texts(plan.reports[0])
    assert plan.summary in texts
    assert plan.summary.startswith("错误 4 处，缺件 25 处，提示 0 处，未校验 ")
    assert any(shipped_policy().version in text and "2011-09-28 10:30" in text for text in texts)


def test_the_first_line_says_what_to_do() -> None:
    report = _plan("校验整簿").reports[0]
    label, _, text = report.rows[1][:3]
    assert (label.value, text.style) == ("先做什么", "report_first")
    assert text.value == "按下表从上往下做：改正“错误” 4 个，再补齐“缺件” 25 个（共 29 个原因）；改完后再校验一次"


def test_the_top_tells_persons_money_and_how_sheets_were_read() -> None:
    told = {str(row[0].value): str(row[2].value) for row in _plan("校验整簿").reports[0].rows[1:7]}
    assert told["涉及"] == "职工 3 人（王一、赵三、李二）；“测算”1 行 25,000.10 元"
    assert told["各表读法"].startswith("“花名册”读作职工花名册，2行记录，合计1行；“测算”")
    assert told["未校验"].startswith("有 1 行要等错误改正后才能校验；工作表“杂项”：表头未识别，整表未校验")


def test_namesakes_are_two_and_a_list_without_a_number_adds_nobody() -> None:
    heads: list[CellValue] = ["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    severance: list[list[CellValue]] = [
        heads,
        ["甲厂", "王一", SOUND, "1985.07", "2010.06", 1000, 1],
        ["乙厂", "王一", "110105196812310048", "1985.07", "2010.06", 1000, 2],
        ["乙厂", "李二", "110105196812310064", "1985.07", "2010.06", 1000, 3],
    ]
    roster: list[list[CellValue]] = [
        ["企业名称", "姓名", "身份证号", "性别", "参加工作时间"],
        ["乙厂", "李二", None, "女", "1985.07"],
        ["甲厂", "赵三", "110105196812310080", "女", "1985.07"],
    ]
    sheets = [SheetGrid(name, f"{name}.xml", rows) for name, rows in (("测算", severance), ("花名册", roster))]
    book = BookGrid(Path("甲厂.xlsx"), sheets)
    plan, _ = planned(BY_NAME["校验整簿"], book, Wish(), TIME)
    assert isinstance(plan, SheetPlan)
    told = {str(row[0].value): str(row[2].value) for row in plan.reports[0].rows[1:7]}
    assert told["涉及"].startswith("职工 4 人（王一、李二、赵三）")


def test_what_was_not_checked_is_listed() -> None:
    texts = _texts(_plan("校验整簿").reports[1])
    assert any("杂项" in text and "未识别" in text for text in texts)
    assert any("第3行" in text and "未校验" in text for text in texts)


def test_rows_and_totals_are_reconciled() -> None:
    texts = _texts(_plan("校验整簿").reports[1])
    assert "职工花名册：记录 2 + 合计行 1 + 跳过 1" in texts
    assert "“补偿金额”明细合计 25,000.1，表列合计 25,000.2，相差 0.1" in texts


def test_every_check_is_counted_and_the_legend_shows_each_mark() -> None:
    report, more = _plan("校验整簿").reports
    lines = [
        row for row in more.rows if len(row) == 6 and row[1].style == "report_number" and row[2].style == "report_text"
    ]
    counted = {str(row[2].value): row[1].value for row in lines}
    found = [bool(row[1].value) for row in lines]
    assert found == sorted(found, reverse=True)
    assert counted["身份证号校验码"] == 1
    assert counted["缺少步骤"] == 22
    assert counted["身份证号重复"] == 0
    assert [row[0].style for row in report.rows[-3:]] == [severity.value for severity in Severity]


def test_no_full_id_number_is_written() -> None:
    report = _plan("校验整簿").reports[0]
    assert not [text for text in _texts(report) if WRONG in text or SOUND in text]


def test_the_sheet_can_be_read_and_printed() -> None:
    report = _plan("校验整簿").reports[0]
    assert len(report.widths) == len(WIDTHS) == len(COLUMNS)
    head = next(n for n, row in enumerate(report.rows, 1) if row and row[0].value == "级别")
    assert (report.printing.repeat, report.frozen) == ((head, head), 0)
    assert report.printing.landscape
    assert sum(report.widths) <= 180  # 80 % of its size on A4


def test_a_clean_book_says_that_nothing_was_found() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "性别"], ["王一", SOUND, "女"]]
    book = BookGrid(Path("a.xlsx"), [SheetGrid("花名册", "", rows)])
    plan = BY_NAME["校验整簿"].plan(pressed(book), CommandContext("花名册", TIME))
    assert plan.marks == ()
    assert "未发现问题（未校验的内容见上）" in _texts(plan.reports[0])


def test_checking_the_sheet_in_front_reports_only_that_sheet() -> None:
    plan = _plan("校验当前表", "核查")
    assert {mark.sheet for mark in plan.marks} == {"核查"}
    assert {row[1].value for row in _finding_rows(plan.reports[0])} == {"核查"}
    texts = _texts(plan.reports[1])
    assert "改制程序核查表" in texts
    assert "没有读" not in texts
    assert "没有读" in _texts(_plan("校验当前表", "杂项").reports[1])


def test_the_procedure_command_runs_procedure_checks_only() -> None:
    codes = {str(row[10].value) for row in _finding_rows(_plan("程序核查").reports[0])}
    assert codes
    assert all(code.startswith("STEP_MISSING_") for code in codes)


def test_clearing_is_an_empty_plan() -> None:
    plan = _plan("清除标记")
    assert (plan.marks, plan.reports) == ((), ())


def test_every_command_has_a_help_that_fits_a_tip() -> None:
    assert all(0 < len(spec.help) <= 255 and spec.id.isascii() for spec in COMMANDS)


def test_the_same_book_and_time_give_the_same_plan() -> None:
    assert _plan("校验整簿") == _plan("校验整簿")


def test_a_book_without_steps_is_refused_by_the_procedure_check() -> None:
    book = BookGrid(Path("a.xlsx"), [SheetGrid("花名册", "", [["姓名", "身份证号"], ["虚构甲", None]])])
    with pytest.raises(InputError, match="没有找到改制程序核查表"):
        plan_procedure_check(pressed(book), CommandContext("", TIME))


def test_a_press_of_the_button_reads_tables_and_policy_exactly_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def counted(*arguments: object) -> object:
            read.append(name)
            return real(*arguments)

        monkeypatch.setattr(module, name, counted)

    for module in [one for one in sys.modules.values() if getattr(one, "__name__", "").startswith("xl_addin.")]:
        for name in ("read_tables", "read_policy", "recalculate"):
            if hasattr(module, name):
                counting(module, name)
    book = _book()
    book.sheets.append(SheetGrid("政策", "", [["profile", "SEG2008"]]))
    plan, _ = planned(BY_NAME["校验整簿"], book, Wish(), TIME)
    assert isinstance(plan, SheetPlan)
    assert sorted(read) == ["read_policy", "read_tables", "recalculate"]

"""公示表: names, masked numbers, no wages; who cannot be computed is 待核. Every person is invented."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.commands.pressing import pressed
from tests.commands.severance_books import ASKED, IDS, RIGHT, SETTLED, WRONG, book, context, texts
from xl_addin.commands.severance.posting import plan_posting
from xl_addin.files.building.model import NewCell
from xl_addin.files.building.workbook import book_bytes
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import InputError


def test_each_enterprise_has_its_own_list_with_a_total_of_its_own() -> None:
    plan = plan_posting(pressed(book(RIGHT, WRONG, ASKED, SETTLED)), context())
    first, second = plan.book.sheets
    assert (first.title, second.title) == ("虚构一厂", "虚构二厂")
    assert [cell.value for cell in first.rows[4]] == [
        1, "虚构甲", "110105********0021", "1985-07-01", "26年2个月28天", "27个月", 43200.0, "",
    ]  # fmt: skip
    total = first.rows[6]
    assert total[0].value == "合计　2 人　捌万陆仟肆佰元整"
    assert total[6] == NewCell(86400.0, "sum_money")


def test_who_cannot_be_computed_is_listed_as_pending_outside_the_total() -> None:
    plan = plan_posting(pressed(book(RIGHT, ASKED)), context())
    sheet = plan.book.sheets[1]
    assert sheet.rows[4][1].value == "虚构丙"
    assert [cell.value for cell in sheet.rows[4][4:]] == ["", "", "待核", "核实后另行公示"]
    assert sheet.rows[5][7].value == "另有 1 人待核"
    assert "合计　0 人" in str(sheet.rows[5][0].value)
    assert plan.faults == 1


def test_who_keeps_the_contract_has_no_amount() -> None:
    sheet = plan_posting(pressed(book(SETTLED)), context()).book.sheets[0]
    assert [cell.value for cell in sheet.rows[4][6:]] == ["—", "内退，不计经济补偿金"]


def test_amounts_that_differ_from_the_sheet_are_faults_to_settle_before_posting() -> None:
    plan = plan_posting(pressed(book(RIGHT, WRONG)), context())
    assert plan.faults == 1
    assert "1 人与测算表所列金额不一致" in plan.summary


def test_no_part_of_the_file_holds_a_full_number_a_wage_or_a_hidden_sheet() -> None:
    plan = plan_posting(pressed(book(RIGHT, WRONG, ASKED, SETTLED)), context())
    with zipfile.ZipFile(BytesIO(book_bytes(plan.book))) as archive:
        data = b"".join(archive.read(name) for name in archive.namelist())
    assert not [number for number in IDS if number.encode() in data or number[6:14].encode() in data]
    assert b"<v>1600</v>" not in data
    assert b'state="' not in data.replace(b'state="frozen"', b"")
    assert "虚构" not in plan.summary


def test_the_lines_of_a_posting_stand_there_and_the_heading_is_repeated_on_paper() -> None:
    sheet = plan_posting(pressed(book(RIGHT)), context()).book.sheets[0]
    shown = "\n".join(texts(sheet))
    for words in ("公示时间：", "不少于 7 天", "异议受理部门：", "受理电话：", "公示单位（盖章）：", "未确认口径"):
        assert words in shown
    assert sheet.printing.repeat == (4, 4)
    assert not sheet.printing.landscape


def test_status_and_document_come_from_the_policy_sheet() -> None:
    policy: list[list[CellValue]] = [["项目", "值"], ["profile", "SEG2008"], ["状态", "已确认"], ["文号", "虚构1号"]]
    shown = "\n".join(texts(plan_posting(pressed(book(RIGHT, policy=policy)), context()).book.sheets[0]))
    assert "未确认口径" not in shown
    assert "本单位执行文件：虚构1号。" in shown


def test_a_book_without_a_severance_sheet_is_refused() -> None:
    with pytest.raises(InputError, match="没有找到经济补偿金测算表"):
        plan_posting(pressed(book()), context())

"""政策参数表: the sheet that it writes says the same as what it was made from, and explains every entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.pressing import pressed
from tests.commands.severance_books import RIGHT, book, context
from xl_addin.commands.office.policy_table import file_faults, named_rows, plan_policy_table, policy_book, remark
from xl_addin.commands.plan import BookPlan
from xl_addin.files.building.model import NewBook
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.functions import call
from xl_addin.policy.local import shipped_stubs
from xl_addin.policy.options import option_specs
from xl_addin.policy.profiles import Policy, find_profile, profiles, shipped_policy
from xl_addin.policy.store import national
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import InputError

SOUND = """
title = "关于改制的意见（虚构）"
number = "示改〔2011〕1号"
issuer = "示例市政府"
systems = ["国有工业", "国合流通"]
valid_from = 2004-01-01
status = "已确认"
profile = "R481"
[options]
fraction = "half_year"
multiplier = 1.1
[[values]]
name = "职工月平均工资"
value = 2300.5
from = 2011-01-01
to = 2011-12-31
place = "示例市"
document = "统计公报（虚构）"
"""


def written(path: Path, made: NewBook) -> list[list[CellValue]]:
    """Rows of the sheet as another program would read them from the file."""
    write_book(path, made)
    return open_book(path).sheets[0].rows


def meaning(policy: Policy) -> tuple[object, ...]:
    """All that a policy states."""
    facts = {name: value for name, value in policy.facts.items() if value}
    return policy.profile.id, policy.options, dict(policy.local), facts, policy.status


@pytest.mark.parametrize("profile", sorted(profiles()))
def test_the_sheet_of_a_profile_computes_as_the_profile(profile: str, tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", policy_book(named_rows(profile)))
    assert meaning(read_policy([row[:6] for row in rows])) == meaning(shipped_policy(profile))


def test_the_column_of_remarks_changes_nothing_in_a_formula(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", policy_book(named_rows("R481")))
    assert max(map(len, rows)) == 7
    inputs = ("1985-07-01", "2011-09-28", 1600, 1500, 2300, "协商")
    assert call("SOE_SEVERANCE", *inputs, rows) == call("SOE_SEVERANCE", *inputs, "R481")


def test_the_written_sheet_is_found_as_the_policy_of_a_workbook(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", policy_book(named_rows("RGZ")))
    found = book_policy(open_book(tmp_path / "a.xlsx"))
    assert (found.sheet, found.fault, found.policy.profile.id) == ("政策", "", "RGZ")


def test_a_local_file_becomes_a_sheet_with_its_facts_options_and_values(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SOUND, encoding="utf-8")
    rows = written(tmp_path / "a.xlsx", policy_book(named_rows(str(tmp_path / "a.toml"))))
    policy = read_policy([row[:6] for row in rows])
    assert (policy.profile.id, policy.options.fraction, float(policy.options.multiplier)) == ("R481", "half_year", 1.1)
    assert policy.confirmed
    assert policy.facts["文号"] == "示改〔2011〕1号"
    assert policy.facts["适用系统"] == "国有工业、国合流通"
    assert policy.facts["施行日期"] == "2004-01-01"
    assert call("SOE_RATE", "职工月平均工资", "2011-06-01", "示例市", rows) == 2300.5
    assert "统计公报" in str(call("SOE_RATE_SOURCE", "职工月平均工资", "2011-06-01", "示例市", rows))


def test_every_option_every_local_parameter_and_every_fact_has_a_row_with_a_remark(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", policy_book(named_rows("SEG2008")))
    assert rows[0] == ["项目", "值", "起", "止", "地区", "文号", "说明"]
    assert rows[1][:2] == ["口径", "分段计算"]
    named = {str(row[0]): row for row in rows}
    for spec in option_specs().values():
        assert named[spec.label][1] is not None
        assert all(word in str(named[spec.label][6]) for word in spec.values.values())
    for parameter in national().parameters.values():
        if not parameter.values:
            assert named[parameter.name][1] is None
            assert named[parameter.name][6]
    assert {"标题", "文号", "状态", "失效日期", "一补二险"} <= set(named)


def test_cells_of_words_offer_them_in_a_drop_down() -> None:
    (sheet,) = policy_book(named_rows("SEG2008")).sheets
    names = {f"B{number}": row[0].value for number, row in enumerate(sheet.rows, 1)}
    offered = {names[cell]: list(words) for cell, words in sheet.choices.items()}
    assert offered["不满一年的尾数"] == ["不满一年按一年", "只计整年", "满六个月按一年", "按年折算保留两位小数"]
    assert offered["状态"] == ["草案", "已确认"]
    assert [find_profile(word).id for word in offered["口径"]] == list(profiles())
    for name, words in offered.items():
        assert all("," not in word for word in words), "a comma would part the word in a list of a spreadsheet program"
        assert len(",".join(words)) <= 255
        assert len({read_policy([[name, word]]).version for word in words}) == len(words)


def test_the_sheet_shows_no_english_where_it_offers_words() -> None:
    (sheet,) = policy_book(named_rows("RGZ")).sheets
    for number, row in enumerate(sheet.rows, 1):
        shown = [str(cell.value or "") for cell in row[:2]]
        assert not any(letter.isascii() and letter.isalpha() for text in shown for letter in text), number
        if offered := sheet.choices.get(f"B{number}"):
            assert not shown[1] or shown[1] in offered


def test_a_workbooks_own_policy_is_completed_and_keeps_its_meaning(tmp_path: Path) -> None:
    policy: list[list[CellValue]] = [
        ["项目", "值", "起", "止", "地区", "文号"],
        ["profile", "SEG2008"],
        ["状态", "已确认"],
        ["失效日期", "2099-12-31"],
        ["fraction", "whole_years"],
        ["local_floor", 580.5],
        ["最低工资", 500, "2010-01-01", None, "示例市", "虚构文件"],
        ["养老单位费率", "20%"],
        ["医疗预留截止年龄", 75],
        ["职工月平均工资", None, "2012-01-01"],
    ]
    made = book(RIGHT, policy=policy)
    plan = plan_policy_table(pressed(made), context())
    assert isinstance(plan, BookPlan)
    rows = written(tmp_path / "a.xlsx", plan.book)
    again = read_policy([row[:6] for row in rows])
    before = book_policy(made).policy
    assert meaning(again) == meaning(before)
    assert "政策" in plan.summary


def test_a_workbook_without_a_policy_gets_the_default_and_is_told() -> None:
    plan = plan_policy_table(pressed(book(RIGHT)), context())
    assert plan.book.sheets[0].rows[1][1].value == "分段计算"
    assert "没有政策表" in plan.summary


def test_a_faulty_policy_sheet_is_not_rewritten() -> None:
    with pytest.raises(InputError, match="fraction"):
        plan_policy_table(pressed(book(RIGHT, policy=[["profile", "SEG2008"], ["fractoin", "half_year"]])), context())


@pytest.mark.parametrize("stub", shipped_stubs(), ids=lambda path: path.stem)
def test_a_shipped_draft_is_known_by_its_title_and_stays_a_draft(stub: Path, tmp_path: Path) -> None:
    rows = named_rows(str(stub))
    title = next(row[1] for row in rows if row[0] == "标题")
    assert named_rows(title) == rows
    sheet = written(tmp_path / "a.xlsx", policy_book(rows))
    assert read_policy([row[:6] for row in sheet]).status == "未确认口径（草案）"


def test_every_fault_of_a_file_is_listed_and_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('titel = "x"\nstatus = "草稿"\n[options]\nfractoin = "half_year"\n', encoding="utf-8")
    faults = file_faults(path)
    assert len(faults) == 4
    with pytest.raises(InputError) as refused:
        named_rows(str(path))
    assert all(fault in refused.value.message for fault in faults)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 意见\n", "第 1 行"),
        ("title = 3\n", "title"),
        ('title = "意见"\noptions = 4\n', "options"),
        ('title = "意见"\nvalues = [1]\n', "values"),
        ('title = "意见"\nsystems = "国有工业"\n', "systems"),
        (
            'title = "意见"\n[[values]]\nname = "最低工资"\nvalue = 5\nfrom = 2011-05-01\nto = 2011-01-01\n',
            "早于起始日期",
        ),
        (
            'title = "意见"\n[[values]]\nname = "最低工资"\nvalue = 5\n[[values]]\nname = "最低工资"\nvalue = 6\n',
            "重叠",
        ),
    ],
)
def test_what_cannot_be_a_policy_is_explained_in_chinese(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = file_faults(path)
    assert words in fault


def test_a_file_saved_by_notepad_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(SOUND, encoding="utf-8-sig")
    assert file_faults(path) == []
    assert named_rows(str(path))[0] == ("profile", "R481")


def test_a_file_that_is_no_text_or_absent_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("title = '意见'".encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        file_faults(path)
    with pytest.raises(InputError, match="不能读取"):
        file_faults(tmp_path / "b.toml")


def test_an_unknown_name_is_refused_with_what_there_is() -> None:
    with pytest.raises(InputError, match="SEG2008"):
        named_rows("SEG2009")


def test_a_remark_names_the_default() -> None:
    assert remark("multiplier") == "每年支付月数的倍数。可填：大于 0 的数字（默认 1）"

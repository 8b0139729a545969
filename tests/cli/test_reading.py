"""What the command line says of sheets that nobody knows, and of columns that nobody reads."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.typed import Run, typed

HEAD = [
    "姓名",
    "身份证号",
    "参加工作时间",
    "解除时间",
    "前12个月月平均工资",
    "企业平均奖金工资",
    "当地月平均工资",
    "补偿金额",
]
PERSON = ["王甲子", "990101196405010038", "1985-07-01", "2011-09-28", 1600, 1652.3, 2300, 44402.9]


def run(*arguments: str, cwd: Path) -> Run:
    return typed(*arguments, cwd=cwd)


def write(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("arguments", [["check"], ["run"], ["calc"], ["command", "校验整簿"]])
def test_a_book_with_nothing_of_ours_ends_with_status_2_one_line_and_nothing_written(
    arguments: list[str], tmp_path: Path
) -> None:
    write(tmp_path / "销售.xlsx", ["日期", "品名", "金额"], ["2011-01-01", "螺丝", 5])
    result = run(*arguments, "销售.xlsx", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["销售.xlsx"]


def test_a_sheet_of_unknown_kind_is_told_what_it_lacks(tmp_path: Path) -> None:
    write(tmp_path / "名单.xlsx", ["姓名", "身份证号", "籍贯"], ["王甲子", "990101196405010038", "示例县"])
    assert "作为职工花名册还缺：性别、出生年月" in run("check", "名单.xlsx", cwd=tmp_path).stderr


def test_a_column_that_could_be_a_missing_one_is_asked_about_and_no_amount_is_judged_without_it(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", list(HEAD), list(PERSON))
    report = json.loads(run("check", "a.xlsx", "--format", "json", cwd=tmp_path).stdout)
    codes = [(finding["code"], finding["cell"]) for finding in report["findings"]]
    assert codes == [("HEADING_UNKNOWN_ENTERPRISE_WAGE", "F1")]
    assert report["sheets"][0]["unread_columns"] == ["企业平均奖金工资"]
    assert any("没有认出" in line for line in report["not_checked"])


@pytest.mark.parametrize("name", ["职工确认单", "公示表", "生成测算表", "口径比较"])
def test_no_command_writes_money_past_a_column_that_it_should_ask_about(name: str, tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", list(HEAD), list(PERSON))
    result = run("command", name, "a.xlsx", cwd=tmp_path)
    assert result.returncode == 2
    assert "企业平均奖金工资" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_the_output_of_a_command_says_what_it_did_not_read(tmp_path: Path) -> None:
    head = ["企业月平均工资" if text == "企业平均奖金工资" else text for text in HEAD]
    write(tmp_path / "a.xlsx", [*head, "籍贯"], [*PERSON, "示例县"])
    assert "没有读的栏：籍贯" in run("command", "公示表", "a.xlsx", cwd=tmp_path).stdout


def test_what_a_table_function_puts_beside_a_sheet_is_no_column_that_was_left_out() -> None:
    sample = Path(__file__).parents[2] / "workbooks" / "samples" / "全程示例.xlsx"
    report = json.loads(run("check", str(sample), "--format", "json", cwd=sample.parent).stdout)
    unread = {sheet["sheet"]: sheet["unread_columns"] for sheet in report["sheets"]}
    assert unread["一补二险测算表"] == [] and unread["信访台账"] == ["责任领导"]


def test_the_accepted_headings_of_a_kind_are_listed(tmp_path: Path) -> None:
    assert "解除劳动合同时间" in run("headings", "测算表", cwd=tmp_path).stdout
    assert "经济补偿金测算表" in run("headings", cwd=tmp_path).stdout
    assert run("headings", "花名", cwd=tmp_path).returncode == 0
    assert "没有名为“菜单”的表" in run("headings", "菜单", cwd=tmp_path).stderr

"""A template that nobody has filled in is one line, and one entry ends that."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from xl_addin.cli.application import app
from xl_addin.commands.office.templates import find_kind, kinds, template_book
from xl_addin.files.building.workbook import write_book
from xl_addin.functions import call
from xl_addin.hosts.file.job import check_file

RUNNER = CliRunner()


def _new(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.xlsx"
    write_book(path, template_book(find_kind(kind)))
    return path


@pytest.mark.parametrize("kind", kinds())
def test_an_untouched_template_gives_no_finding_and_one_line(kind: str, tmp_path: Path) -> None:
    path = _new(kind, tmp_path)
    said = RUNNER.invoke(app, ["check", str(path)])
    lines = [line for line in said.stdout.splitlines() if "未校验" in line or "尚未填写" in line]
    assert (said.exit_code, len(lines)) == (0, 1), said.stdout
    assert lines[0].startswith("尚未填写：")
    assert "发现：错误 0 条，缺件 0 条，提示 0 条" in said.stdout
    assert "没有一张表有可校验的内容，不表示没有问题" in said.stdout
    report = json.loads(RUNNER.invoke(app, ["check", str(path), "--format", "json"]).stdout)
    assert report["findings"] == []
    assert all(line.endswith("：尚未填写") for line in report["not_checked"])


def test_one_entry_makes_the_procedure_sheet_a_sheet_with_gaps(tmp_path: Path) -> None:
    path = _new("改制程序核查表", tmp_path)
    book = openpyxl.load_workbook(path)
    book.active["F4"] = "2010-05-01"
    book.save(path)
    findings = check_file(path, today=dt.date(2012, 1, 1)).result.findings
    assert findings.counts()["missing"] > 20
    assert not any("尚未填写" in line for line in findings.not_checked)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("职工花名册", "K4"),
        ("经济补偿金测算表", "G9"),
        ("改制工作进度表", "K5"),
        ("发放表", "J4"),
        ("机构责任表", "F4"),
    ],
)
def test_one_cell_of_a_list_is_told_and_not_a_sheet_that_nobody_filled_in(kind: str, cell: str, tmp_path: Path) -> None:
    path = _new(kind, tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = "2010-05-01"
    book.save(path)
    unchecked = check_file(path).result.findings.not_checked
    row = cell[1:]
    assert f"工作表“{kind}”：第{row}行只填了个别栏，不成一条记录，未校验，请补全或删去" in unchecked
    assert f"工作表“{kind}”：尚未填写" not in unchecked


def test_an_id_number_alone_is_a_person_without_a_name(tmp_path: Path) -> None:
    path = _new("职工花名册", tmp_path)
    book = openpyxl.load_workbook(path)
    book.active["D4"] = "990101196310200014"
    book.save(path)
    findings = check_file(path).result.findings
    assert "“姓名”未填" in findings.column("message")
    assert not any("尚未填写" in line for line in findings.not_checked)


def test_a_form_prepared_for_its_writers_is_still_blank(tmp_path: Path) -> None:
    path = _new("职工花名册", tmp_path)
    book = openpyxl.load_workbook(path)
    for row in range(4, 12):
        book.active.cell(row, 1).value, book.active.cell(row, 2).value = row - 3, "甲厂"
        book.active.cell(row, 17).value = "在岗"
    book.save(path)
    assert check_file(path).result.findings.not_checked == ["工作表“职工花名册”：尚未填写"]


def test_a_filled_column_that_was_not_read_is_an_entry(tmp_path: Path) -> None:
    path = _new("改制程序核查表", tmp_path)
    book = openpyxl.load_workbook(path)
    book.active["F3"], book.active["F4"] = "办结于", "2010-05-01"
    book.save(path)
    assert check_file(path).result.findings.counts()["missing"] > 0


def test_the_function_says_it_too(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_new("改制程序核查表", tmp_path)).active
    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    found = call("SOE_PROCEDURE_CHECK", rows)
    assert isinstance(found, list)
    assert [row[1] for row in found] == ["级别", "未校验"]
    assert found[1][3].startswith("尚未填写")

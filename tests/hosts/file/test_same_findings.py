"""``run`` and the button 校验整簿 on a file write the same findings and marks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.file.job import run_file

NOW = dt.datetime(2020, 6, 1, 9, 0)


def test_the_button_and_run_give_the_same_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "表"
    for row in (["姓名", "身份证号", "性别", "参加工作时间"], ["王一", "11010519491231002X", "男", 1985.1]):
        page.append(row)
    page["F2"] = '=SOE_SEVERANCE("2010-01-01","2000-01-01",1000)'
    page["G2"] = "=SOE_SEVERENCE(1,2,3)"
    page["H2"] = "=SOE_SEVERANCE_TABLE(A1:H2)"
    policy = book.create_sheet("政策")
    for row in (["项目", "值"], ["公示天数", "十天"], ["fraction", "half"]):
        policy.append(row)
    source = tmp_path / "a.xlsx"
    book.save(source)
    run_file(source, tmp_path / "run.xlsx", NOW)
    press(BY_NAME["校验整簿"], source, tmp_path / "button.xlsx", Wish(), NOW)
    by_run, by_button = (
        [sheet.rows for sheet in open_book(tmp_path / f"{name}.xlsx").sheets if sheet.ours]
        for name in ("run", "button")
    )
    assert len(by_run) == 2
    assert by_run == by_button
    said = {str(cell) for rows in by_run for row in rows for cell in row}
    assert {"FUNCTION_ERROR", "FUNCTION_MISSPELT", "SELF_REFERENCE", "POLICY_SHEET", "POLICY_LIMIT"} <= said

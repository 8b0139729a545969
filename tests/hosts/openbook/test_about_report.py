"""关于与诊断 pressed in Excel writes one file for maintainers, says where, and names no person or sheet in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.hosts.openbook.fake_excel import FakeWorkbook
from xl_addin.commands.office.first_run import HEADINGS, SHEET
from xl_addin.hosts.excel import report
from xl_addin.hosts.excel.buttons import INFORMATION, press
from xl_addin.hosts.excel.install import diagnosis

Open = Callable[[Path], tuple[Any, FakeWorkbook]]


@pytest.fixture
def fake(open_in_excel: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeWorkbook:
    """A checklist that an office has filled in, and a sheet called after a worker."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in (HEADINGS, ("A1", "安装", "通过"), ("A2", "打开", "不符")):
        sheet.append(row)
    book.create_sheet("虚构甲")["A1"] = "随手记"
    book.save(tmp_path / "虚构乙.xlsx")
    monkeypatch.setattr(diagnosis, "_QUICK_LOOKS", ())
    return open_in_excel(tmp_path / "虚构乙.xlsx")[1]


def test_the_file_has_the_results_of_the_first_run_and_no_name(
    fake: FakeWorkbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.Application.Version = "16.0"
    monkeypatch.setattr(report, "_desktop", lambda: tmp_path)
    said = press("about", fake, SHEET, "$A$1")
    text = (tmp_path / report.NAME).read_text(encoding="utf-8-sig")
    assert said.startswith(f"{INFORMATION}已写出桌面上的“{report.NAME}”")
    assert "后台程序：由 Excel 启动" in said
    for words in ("首次核对：通过 1 项，不符 1 项", "  不符：A2", "  版本 16.0", "后台程序：由 Excel 启动"):
        assert words in text
    assert "虚构" not in text


def test_where_the_desktop_cannot_be_written_the_text_is_shown_all_the_same(
    fake: FakeWorkbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(report, "_desktop", lambda: tmp_path / "missing")
    said = press("about", fake, SHEET, "$A$1")
    assert said.startswith(f"{INFORMATION}没有写出诊断文件")
    assert "函数" in said

"""Buttons on an open workbook do what the commands do on its file, and leave everything else as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.openbook.fake_excel import FakeSheet, FakeWorkbook
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish, planned
from xl_addin.files.edits.marks import SIGNATURE
from xl_addin.files.patching import marks_by_sheet
from xl_addin.files.reading import open_book
from xl_addin.hosts.excel.buttons import press
from xl_addin.hosts.file.buttons import press as press_file
from xl_addin.hosts.openbook.pressing import press_open
from xl_addin.hosts.openbook.reading import read_book

SAMPLE = Path("workbooks/samples/改制测算示例.xlsx")
LEDGER = Path("workbooks/samples/专户资金示例.xlsx")
NOW = dt.datetime(2026, 11, 23, 9, 30)
Open = Callable[[Path], tuple[Any, FakeWorkbook]]


def marked(sheet: FakeSheet) -> set[tuple[str, str]]:
    """Cells and severities of our rules on a sheet."""
    found = set()
    for rule in sheet.rules:
        if SIGNATURE in rule.Formula1:
            style = rule.Formula1.split(SIGNATURE)[1].split('"')[0]
            found |= {(place, style) for area in rule.cells.replace("$", "").split(",") for place in cells_of(area)}
    return found


def cells_of(area: str) -> list[str]:
    from xl_addin.tables.grid import address, corners

    top, left, bottom, right = corners(area)
    return [address(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]


def contents(fake: FakeWorkbook) -> dict[str, Any]:
    return {sheet.Name: (dict(sheet.values), dict(sheet.formulas), list(sheet.merged)) for sheet in fake.Worksheets}


def test_checking_marks_the_cells_that_the_file_host_marks(open_in_excel: Open, tmp_path: Path) -> None:
    book, fake = open_in_excel(SAMPLE)
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    plan, _ = planned(BY_NAME["校验整簿"], open_book(SAMPLE), Wish(), NOW)
    expected = {
        sheet: {(cell, style) for style, places in styles.items() for place in places for cell in cells_of(place)}
        for sheet, styles in marks_by_sheet(plan.marks).items()  # type: ignore[union-attr]
    }
    assert {sheet.Name: marked(sheet) for sheet in fake.Worksheets if marked(sheet)} == expected
    assert sum(map(len, expected.values())) > 10


def test_the_report_holds_the_same_texts_as_in_a_file(open_in_excel: Open, tmp_path: Path) -> None:
    book, fake = open_in_excel(SAMPLE)
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    done = press_file(BY_NAME["校验整簿"], SAMPLE, tmp_path / "副本.xlsx", Wish(), NOW)
    filed = open_book(done.written[0]).sheet("校验结果")
    live = fake.Worksheets("校验结果")
    texts = {(r, c): v for r, row in enumerate(filed.rows, 1) for c, v in enumerate(row, 1) if v is not None}
    assert {place: value for place, value in live.values.items() if value is not None} == texts


def test_checking_again_replaces_and_clearing_restores(open_in_excel: Open) -> None:
    book, fake = open_in_excel(SAMPLE)
    own = fake.Worksheets("经济补偿金测算表") if "经济补偿金测算表" in contents(fake) else fake.Worksheets(1)
    own.Range("A1:B2").FormatConditions.Add(Type=2, Formula1="=$A1>5")
    before = contents(fake)
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    first = [(rule.cells, rule.Formula1) for sheet in fake.Worksheets for rule in sheet.rules]
    names = len(fake.Names.names)
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    assert [(rule.cells, rule.Formula1) for sheet in fake.Worksheets for rule in sheet.rules] == first
    assert [sheet.Name for sheet in fake.Worksheets].count("校验结果") == 1
    assert len(fake.Names.names) == names
    press_open(BY_NAME["清除标记"], book, Wish(), NOW)
    assert contents(fake) == before
    assert [rule.Formula1 for sheet in fake.Worksheets for rule in sheet.rules] == ["=$A1>5"]


def test_the_user_finds_the_program_as_it_was(open_in_excel: Open) -> None:
    book, fake = open_in_excel(SAMPLE)
    app, front = fake.Application, fake.Worksheets(2)
    front.Activate()
    app.Selection = front.Range("C5:D6")
    app.Calculation = -4135  # manual, as the user chose
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    assert fake.ActiveSheet is front
    assert app.Selection.Address == "$C$5:$D$6"
    assert app.Calculation == -4135
    assert app.EnableEvents and app.DisplayAlerts and app.ScreenUpdating


def test_a_report_sheet_of_the_users_own_is_kept(open_in_excel: Open) -> None:
    book, fake = open_in_excel(SAMPLE)
    fake.Worksheets(1).Name = "校验结果"
    press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    names = [sheet.Name for sheet in fake.Worksheets]
    assert "校验结果" in names and "校验结果2" in names
    press_open(BY_NAME["清除标记"], book, Wish(), NOW)
    assert "校验结果" in [sheet.Name for sheet in fake.Worksheets]


def test_a_protected_sheet_is_named_and_the_rest_is_done(open_in_excel: Open) -> None:
    book, fake = open_in_excel(SAMPLE)
    told = press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    target = next(sheet for sheet in fake.Worksheets if marked(sheet))
    press_open(BY_NAME["清除标记"], book, Wish(), NOW)
    target.protected = True
    told = press_open(BY_NAME["校验整簿"], book, Wish(), NOW)
    assert f"“{target.Name}”受保护" in told.text
    assert not marked(target)
    assert "校验结果" in [sheet.Name for sheet in fake.Worksheets]


def test_a_protected_structure_is_refused_before_anything_changes(open_in_excel: Open, desktop: Any) -> None:
    _, fake = open_in_excel(SAMPLE)
    fake.ProtectStructure = True
    before = contents(fake)
    answer = press("check_book", fake, "花名册", "$A$1")
    assert answer.startswith("x") and "工作簿保护" in answer
    assert contents(fake) == before and not any(sheet.rules for sheet in fake.Worksheets)


def test_a_new_workbook_is_written_beside_and_opened(open_in_excel: Open, tmp_path: Path) -> None:
    source = tmp_path / "企业.xlsx"
    source.write_bytes(SAMPLE.read_bytes())
    book, fake = open_in_excel(source)
    press_open(BY_NAME["口径比较"], book, Wish(), NOW)
    told = press_open(BY_NAME["口径比较"], book, Wish(), NOW)
    assert fake.Application.opened == [str(tmp_path / "企业-口径比较.xlsx"), str(tmp_path / "企业-口径比较2.xlsx")]
    assert "企业-口径比较2.xlsx" in told.text
    assert open_book(tmp_path / "企业-口径比较.xlsx").sheets


@pytest.mark.parametrize("name", [spec.name for spec in BY_NAME.values()])
def test_every_button_answers_in_chinese_and_loses_nothing(name: str, open_in_excel: Open, tmp_path: Path) -> None:
    for sample in (SAMPLE, LEDGER):
        source = tmp_path / sample.name
        source.write_bytes(sample.read_bytes())
        _, fake = open_in_excel(source)
        before = contents(fake)
        answer = press(BY_NAME[name].id, fake, fake.Worksheets(1).Name, "$B$5")
        assert answer[0] in "i!x", answer
        assert any("\u4e00" <= letter <= "\u9fff" for letter in answer)
        assert "内部出错" not in answer and "Traceback" not in answer, answer
        after = contents(fake)
        assert {sheet: after[sheet] for sheet in before} == before
        assert fake.Application.StatusBar is False


def test_an_unknown_button_says_to_install_again(open_in_excel: Open) -> None:
    _, fake = open_in_excel(SAMPLE)
    assert "重新安装" in press("no_such", fake, "", "")


def test_a_failure_is_logged_without_any_value(open_in_excel: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_addin.hosts.excel import log

    _, fake = open_in_excel(SAMPLE)

    def fail() -> str:
        raise RuntimeError("张三 110101199003070011")

    monkeypatch.setattr(FakeSheet, "UsedRange", property(lambda _: fail()))
    answer = press("check_book", fake, "", "")
    assert answer.startswith("x") and "xl_addin.log" in answer and "张三" not in answer
    written = log.log_path().read_text("utf-8")
    assert "RuntimeError" in written and "reading.py" in written
    assert "张三" not in written and "110101" not in written


def test_reading_a_sheet_formatted_to_the_last_row_reads_only_what_is_filled(open_in_excel: Open) -> None:
    book, fake = open_in_excel(LEDGER)
    sheet = fake.Worksheets(1)
    sheet.formulas[60_000, 12] = "="  # stretches the used range as formats do
    del sheet.formulas[60_000, 12]
    sheet.merged.append((60_000, 1, 60_000, 1))
    rows = read_book(book).sheets[0].rows
    assert len(rows) < 10_000

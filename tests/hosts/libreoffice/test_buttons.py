"""Buttons in Calc do what the commands do on the file: same marks, same report, one step back, nothing lost."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._io.saferepr import saferepr

from tests.hosts.libreoffice.books import small_book
from tests.hosts.libreoffice.calc import ROOT, Calc
from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.plan import SheetPlan
from xl_addin.commands.spec import CommandBook, CommandContext, CommandSpec, Wish, planned
from xl_addin.files.looks import MARKS
from xl_addin.files.patching import marks_by_sheet
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.buttons import press as press_file
from xl_addin.tables.grid import address, cells_of
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import shown

pytestmark = pytest.mark.calc
NOW = dt.datetime(2026, 11, 23, 9, 30)
FRONT = "经济补偿金测算表"
SAMPLES = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))
TIMED = "生成时间"


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, office: str) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def book(calc: Calc, tmp_path: Path) -> Iterator[Any]:
    document = calc.open(small_book(tmp_path / "小表.xlsx"))
    yield document
    document.close(True)


def marks_of(path: Path, command: str, sheet: str) -> dict[str, list[list[str]]]:
    """What the file host marks: every cell with its severity."""
    plan, _ = planned(BY_NAME[command], open_book(path), Wish(sheet=sheet), NOW)
    assert isinstance(plan, SheetPlan)
    found: dict[str, list[list[str]]] = {}
    for name, styles in marks_by_sheet(plan.marks).items():
        cells = {(address(*cell), style) for style in MARKS for one in styles.get(style, ()) for cell in cells_of(one)}
        found[name] = sorted(map(list, cells))
    return found


def report_of(path: Path, command: str, sheet: str, target: Path) -> list[list[object]]:
    """The texts of the report that the file host writes, without the line that tells the time."""
    wish = Wish(sheet=sheet if BY_NAME[command].one_sheet else "")
    done = press_file(BY_NAME[command], path, target, wish, NOW)
    rows = open_book(done.written[0]).sheet("校验结果").rows
    return [[cell for cell in row if cell not in (None, "")] for row in rows]


def without_time(rows: list[list[Any]]) -> list[list[str]]:
    texts = [[_plain(cell) for cell in row if cell not in (None, "")] for row in rows]
    return [row for row in texts if row and not any(TIMED in cell or "2026" in cell for cell in row)]


def _plain(cell: Any) -> str:
    text = str(cell).lstrip("'")
    return text.removesuffix(".0")


@pytest.mark.parametrize("command", ["校验当前表", "校验整簿", "程序核查"])
def test_calc_marks_and_reports_what_the_file_host_does(calc: Calc, book: Any, tmp_path: Path, command: str) -> None:
    told = calc.call(book, "press", command, FRONT)
    path = tmp_path / "小表.xlsx"
    sheet = FRONT if BY_NAME[command].one_sheet else ""
    assert told[0] in "i!"
    marks = calc.call(book, "marked")
    assert marks == marks_of(path, command, sheet)
    assert sum(map(len, marks.values())) >= 3
    live = without_time(calc.call(book, "cells", "校验结果"))
    assert live == without_time(report_of(path, command, FRONT, tmp_path / "副本.xlsx"))
    assert len(live) > 10


def test_a_command_is_one_step_back_and_clearing_is_the_inverse(calc: Calc, book: Any) -> None:
    before = calc.call(book, "state")
    calc.call(book, "press", "校验整簿", FRONT)
    first = calc.call(book, "state")
    calc.call(book, "press", "程序核查", FRONT)
    second = calc.call(book, "state")
    assert first != before and second != first
    calc.call(book, "press", "清除标记", FRONT)
    assert calc.call(book, "state") == before
    assert calc.call(book, "step_back") == ["程序核查", "校验整簿"]
    assert calc.call(book, "state") == second
    assert calc.call(book, "step_back") == ["校验整簿"]
    assert calc.call(book, "state") == first
    assert calc.call(book, "step_back") == []
    assert calc.call(book, "state") == before
    assert calc.call(book, "step_again") == ["校验整簿"]
    assert calc.call(book, "state") == first


@pytest.mark.parametrize(
    ("module", "function"), [("reports", "_page"), ("applying", "set_marks"), ("applying", "remove_reports")]
)
def test_a_command_that_fails_leaves_the_document_as_it_was(calc: Calc, book: Any, module: str, function: str) -> None:
    calc.call(book, "press", "程序核查", FRONT)
    before = calc.call(book, "state")
    told = calc.call(book, "press_failing", "校验整簿", module, function)
    assert told.startswith("x没有做成（ArithmeticError），工作簿没有改动")
    assert calc.call(book, "state") == before
    assert calc.call(book, "press", "校验整簿", FRONT)[0] == "!"


def test_a_hidden_document_is_checked_and_cleared(calc: Calc, tmp_path: Path) -> None:
    path = small_book(tmp_path / "看不见.xlsx")
    document = calc.open(path, hidden=True)
    before = calc.call(document, "state")
    assert calc.call(document, "press_failing", "校验整簿", "applying", "set_marks")[0] == "x"
    assert calc.call(document, "state") == before
    assert calc.call(document, "press", "校验整簿")[0] == "!"
    assert calc.call(document, "marked") == marks_of(path, "校验整簿", "")
    assert document.getUndoManager().getAllUndoActionTitles() == ()
    calc.call(document, "press", "清除标记")
    assert calc.call(document, "state") == before
    document.close(True)


def test_marks_of_another_host_are_cleared(calc: Calc, tmp_path: Path) -> None:
    path = small_book(tmp_path / "小表.xlsx")
    checked = press_file(BY_NAME["校验整簿"], path, tmp_path / "查过.xlsx", Wish(), NOW).written[0]
    document = calc.open(checked)
    assert calc.call(document, "marked") == marks_of(path, "校验整簿", "")
    calc.call(document, "press", "清除标记", FRONT)
    assert calc.call(document, "marked") == {}
    assert [name for name, *_ in calc.call(document, "state")["sheets"]] == [FRONT, "改制程序核查表"]
    document.close(True)


def test_a_protected_structure_is_refused_in_one_line(calc: Calc, book: Any) -> None:
    before = calc.call(book, "state")
    book.protect("")
    assert calc.call(book, "press", "校验整簿", FRONT).startswith("x工作簿的结构受保护")
    book.unprotect("")
    assert calc.call(book, "state") == before


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_button_works_on_a_sample(calc: Calc, tmp_path: Path, sample: Path) -> None:
    path = Path(shutil.copy(sample, tmp_path))
    document = calc.open(path)
    original = path.read_bytes()
    book = CommandBook.of(open_book(sample), NOW.date())
    told, expected = {}, {}
    for spec in COMMANDS:
        sheet, cell = _chosen(spec.name, document)
        told[spec.name] = calc.call(document, "press", spec.name, sheet, cell)
        expected[spec.name] = _refusal(spec, book, CommandContext(sheet, NOW, cell=cell))
    assert {name for name, text in told.items() if text[0] == "x"} == {name for name, text in expected.items() if text}
    assert {name: told[name] for name, text in expected.items() if text} == {n: t for n, t in expected.items() if t}
    written = {one.stem.removeprefix(f"{sample.stem}-") for one in tmp_path.iterdir()} - {sample.stem}
    assert {"交付副本", "政策参数表", "模板", "职工确认单", "公示表", "口径比较"} <= written, (written, told)
    assert path.read_bytes() == original
    document.close(True)


def _refusal(spec: CommandSpec, book: CommandBook, context: CommandContext) -> str:
    """What the file host refuses the command with; '' if it does it."""
    try:
        spec.plan(book, context)
    except InputError as error:
        return "x" + shown(error.message)
    return ""


def _chosen(name: str, document: Any) -> tuple[str, str]:
    sheet = next(one for one in document.Sheets.getElementNames() if "测算表" in one)
    return sheet, "A5" if name != "填充结果表" else "A1"


def test_a_result_table_is_filled(calc: Calc, tmp_path: Path) -> None:
    path = small_book(tmp_path / "表.xlsx")
    document = calc.open(path)
    cell = document.Sheets.getByName(FRONT).getCellRangeByName("J1")
    cell.getCellByPosition(0, 0).setFormula("=SOE_SEVERANCE_TABLE($A$1:$E$5)")
    assert calc.call(document, "press", "填充结果表", FRONT, "J1")[0] == "i"
    filled = document.Sheets.getByName(FRONT).getCellRangeByName("K2")
    assert "SOE_SEVERANCE_TABLE" in filled.getArrayFormula().upper()
    assert calc.call(document, "step_back") != ["填充结果表"]
    document.close(True)


def test_a_kill_in_the_middle_of_a_command_loses_nothing_saved(tmp_path: Path, office: str) -> None:
    path, sign = small_book(tmp_path / "小表.xlsx"), tmp_path / "sign"
    saved = path.read_bytes()
    with Calc(tmp_path / "profile") as calc:
        document = calc.open(path)
        pressing = threading.Thread(target=_never_mind, args=(calc, document, sign), daemon=True)
        pressing.start()
        end = time.monotonic() + 120
        while not sign.exists() and time.monotonic() < end:
            time.sleep(0.1)
        assert sign.exists()
        calc.kill()
        pressing.join(30)
        assert saferepr(document) == "<object of LibreOffice>"  # its own words would end Python now
    assert path.read_bytes() == saved
    assert {one.name for one in tmp_path.iterdir()} <= {"小表.xlsx", "sign", "profile", ".~lock.小表.xlsx#"}
    with Calc(tmp_path / "profile") as calc:
        again = calc.open(Path(shutil.copy(path, tmp_path / "再来.xlsx")))
        assert calc.call(again, "press", "校验整簿", FRONT)[0] == "!"
        room = Path(sign.read_text(encoding="utf-8"))
        assert not room.exists()  # the private copy of the one that was killed is swept


def _never_mind(calc: Calc, document: Any, sign: Path) -> None:
    try:
        calc.call(document, "press_slowly", "check_book", str(sign))
    except Exception:  # it is killed
        return

"""Every formula and every command of the Chinese manual is run, and gives what the manual says."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate
from xl_addin.tables.grid import CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import CellError

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "manual.zh-CN.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "workbooks" / "samples" / "专户资金示例.xlsx"
CITY = ROOT / "workbooks" / "samples" / "全程示例.xlsx"
EXAMPLES = re.findall(r"^=(.+)\n→ (.+)$", MANUAL, flags=re.MULTILINE)
COMMANDS = re.findall(r"^xl-addin .+$", MANUAL, flags=re.MULTILINE)
_DAY_ZERO = dt.date(1899, 12, 30)


@pytest.fixture(scope="module")
def results() -> list[object]:
    """What the formulas give on a sheet of their own in the sample workbook."""
    book = open_book(SAMPLE)
    formulas = {
        (row, 1): FormulaCell(row, 1, text, "normal", None, None, False)
        for row, (text, _) in enumerate(EXAMPLES, start=1)
    }
    book.sheets.append(SheetGrid("手册", "", [[None] for _ in EXAMPLES], formulas))
    found = recalculate(book)
    assert [cell for sheet, cell, _ in found.unresolved if sheet == "手册"] == []
    return [found.values["手册"].get((row, 1)) for row, _ in formulas]


def shown(value: object, stated: str) -> object:
    """A result as the manual writes it."""
    if isinstance(value, CellError):
        return value.code
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stated) and isinstance(value, float | int):
        return (_DAY_ZERO + dt.timedelta(days=int(value))).isoformat()
    return float(value) if isinstance(value, float | int) else value


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[text[:60] for text, _ in EXAMPLES])
def test_a_formula_gives_what_the_manual_says(number: int, results: list[CellValue]) -> None:
    stated = EXAMPLES[number][1]
    value = shown(results[number], stated)
    if stated.endswith("…"):
        assert str(value).startswith(stated[:-1])
    elif isinstance(value, float):
        assert value == pytest.approx(float(stated), rel=1e-12)
    else:
        assert value == stated


def test_every_formula_of_the_manual_has_its_result() -> None:
    assert len(EXAMPLES) == len(re.findall(r"^=", MANUAL, flags=re.MULTILINE)) >= 25


def petitions(path: Path) -> None:
    """A register with a case in hand; all of it is invented."""
    book = openpyxl.Workbook()
    book.active.title = "信访台账"
    book.active.append(["编号", "登记时间", "信访人", "反映问题", "受理时间", "责任单位", "答复时间"])
    book.active.append(["1", "2011-07-01", "虚构甲", "虚构事项", "2011-07-05", "虚构局", None])
    book.save(path)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The workbooks and folders that the commands of the manual name."""
    for name in ("收到的工作簿", "各企业"):
        (tmp_path / name).mkdir()
    shutil.copy(SAMPLE, tmp_path)
    shutil.copy(SAMPLE, tmp_path / "收到的工作簿")
    shutil.copy(CITY, tmp_path / "各企业")
    shutil.copy(CITY, tmp_path / "全市改制.xlsx")
    petitions(tmp_path / "信访台账.xlsx")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_manual_runs(command: str, desk: Path) -> None:
    arguments = [sys.executable, "-m", "xl_addin", *shlex.split(command)[1:]]
    result = subprocess.run(arguments, cwd=desk, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip()


def test_links_of_the_manual_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", MANUAL)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []

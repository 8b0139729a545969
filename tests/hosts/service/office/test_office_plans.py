"""What a button changes in an open workbook of Excel 365 is what the file host writes, cell by cell."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from tests.commands.registers.test_petitions import CASES, HEADS, SEVERANCE
from tests.hosts.service.conftest import SAMPLE
from tests.hosts.service.test_load import as_wish, wish_of
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.plan import BookPlan, SheetPlan
from xl_addin.commands.spec import CommandSpec
from xl_addin.files.reading import open_book
from xl_addin.formulas.respelling import respelling
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.service.office.planning import REPORTS_FILE
from xl_addin.hosts.service.work import work
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import InputError

FUND = SAMPLE.with_name("专户资金示例.xlsx")
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
MARK = re.compile(r'N\("xl_addin:([a-z]+)"\)=0')


def cells(path: Path, *titles: str) -> dict[str, dict[str, Any]]:
    """Values, formulas as desktop Excel spells them, and looks that a reader sees, by sheet."""
    grid = open_book(path)
    plain = respelling(BookGrid(Path(), []), "excel")
    looks = openpyxl.load_workbook(path)
    found = {}
    for sheet in grid.sheets:
        if titles and sheet.name not in titles:
            continue
        told: dict[str, Any] = {f"f{at}": plain(one.text) for at, one in sheet.formulas.items()}
        for row, line in enumerate(sheet.rows, 1):
            told |= {
                f"{row},{col}": _CLOCK.sub("", value) if isinstance(value, str) else value
                for col, value in enumerate(line, 1)
                if value is not None
            }
        look = looks[sheet.name]
        told["frozen"], told["landscape"] = look.freeze_panes, look.page_setup.orientation
        told["bold"] = [cell.coordinate for row in look.iter_rows() for cell in row if cell.font.b and cell.value]
        found[sheet.name] = told
    return found


def marks(path: Path) -> dict[str, dict[str, set[str]]]:
    """Marked cells by sheet and style."""
    found: dict[str, dict[str, set[str]]] = {}
    for sheet in openpyxl.load_workbook(path):
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                style = MARK.search(rule.formula[0]) if rule.formula else None
                if style:
                    found.setdefault(sheet.title, {}).setdefault(style[1], set()).update(one_by_one(str(area.sqref)))
    return found


def one_by_one(areas: str) -> set[str]:
    return {
        cell for area in areas.replace(",", " ").split() for row in openpyxl.utils.rows_from_range(area) for cell in row
    }


def source_of(spec: CommandSpec, folder: Path) -> Path:
    target = folder / "册.xlsx"
    if spec.id == "petitions":
        book = openpyxl.Workbook()
        for title, rows in (("信访台账", [list(HEADS), *CASES]), ("测算表", SEVERANCE)):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(target)
    else:
        shutil.copy(FUND if spec.id == "fund_statements" else SAMPLE, target)
    return target


def in_place(spec: CommandSpec, source: Path, folder: Path, **wish: Any) -> dict[str, Any]:
    folder.mkdir()
    return work(
        {"source": str(source), "folder": str(folder), "action": spec.id, "in_place": True, **wish}, lambda _: None
    )


@pytest.mark.office
@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.id)
def test_a_plan_in_the_open_workbook_is_the_one_of_the_file_host(spec: CommandSpec, tmp_path: Path) -> None:
    source, wish, made = source_of(spec, tmp_path), wish_of(spec), tmp_path / "made"
    try:
        expected = press(spec, source, None, as_wish(wish), dt.datetime.now())
    except InputError as error:
        with pytest.raises(InputError, match=re.escape(str(error)[:20])):
            in_place(spec, source, made, **wish)
        return
    told = in_place(spec, source, made, **wish)
    assert told["faults"] == expected.faults or spec.id == "recalculate"
    if spec.makes is SheetPlan:
        (copy,) = expected.written
        titles = [one["title"] for one in told["reports"]]
        assert titles or spec.id == "clear_marks"
        if titles:
            assert cells(made / REPORTS_FILE) == cells(copy, *titles)
        planned: dict[str, dict[str, set[str]]] = {}
        for one in told["marks"]:
            planned.setdefault(one["sheet"], {}).setdefault(one["style"], set()).update(one_by_one(one["area"]))
        assert planned == marks(copy)
        assert sum(told["counts"].values()) == len(told["findings"])
    elif spec.makes is BookPlan:
        (file,) = expected.written
        assert [file.name] == told["files"]
        assert cells(made / file.name) == cells(file)
        own = [one.text for sheet in open_book(made / file.name).sheets for one in sheet.formulas.values()]
        assert not any(re.search(r"(?<!_)SOE_\w+\(|(?<!_)经济补偿金\w*\(", text) for text in own)
    elif spec.id == "fill_table":
        assert told["fill"]["cell"] == "A1"


def test_a_users_own_sheet_of_the_reports_name_stays_and_ours_gets_another(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "校验结果"
    for row in SEVERANCE:
        sheet.append(row)
    source = tmp_path / "册.xlsx"
    book.save(source)
    (spec,) = (one for one in COMMANDS if one.id == "check_book")
    told = in_place(spec, source, tmp_path / "made")
    assert told["remove"] == {"sheets": [], "names": []}
    assert [one["title"] for one in told["reports"]] == ["校验结果2", "校验明细"]


def test_the_policy_in_force_is_told_with_its_documents(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "政策"
    for row in (["口径", "R481"], ["文号", "虚构发〔2011〕1号"]):
        sheet.append(row)
    source = tmp_path / "册.xlsx"
    book.save(source)
    told = work({"source": str(source), "folder": str(tmp_path), "action": "policy"}, lambda _: None)
    assert told["sheet"] == "政策"
    assert told["policy"][0] == "R481  全部工龄按481号"
    assert any("虚构发〔2011〕1号" in line for line in told["policy"])
    assert not any(" = " in line for line in told["policy"])
    late = next(one for one in told["figures"] if one["name"].startswith("滞纳金日率"))
    assert any("国务院令第259号" in line for line in late["values"])


def test_a_chart_sheet_keeps_its_name_from_a_report(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    book.create_chartsheet("校验结果").add_chart(BarChart())
    book.create_sheet("校验明细").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    told = work(
        {"source": str(tmp_path / "a.xlsx"), "folder": str(tmp_path), "action": "check_book", "in_place": True}, print
    )
    assert [one["title"] for one in told["reports"]] == ["校验结果2", "校验明细2"]
    assert told["remove"] == {"sheets": [], "names": []}


def test_what_is_told_in_the_pane_names_no_command_that_is_typed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.save(tmp_path / "a.xlsx")
    task = {"source": str(tmp_path / "a.xlsx"), "folder": str(tmp_path), "action": "check_book", "in_place": True}
    with pytest.raises(InputError, match="手册“可用的表头”") as refused:
        work(task, print)
    assert "xl-addin" not in refused.value.message

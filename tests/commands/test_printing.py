"""Whatever is printed can be read at arm's length, with nothing cut: 70 percent at least, charts whole, grids drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from tests.printed import printed_book
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.office.template_data import templates
from xl_addin.commands.office.templates import kinds, template_book
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book

SAMPLES: Final = Path(__file__).parents[2] / "workbooks" / "samples"
LEAST: Final = 70
BOOKS: Final[Mapping[str, str]] = {
    "生成测算表": "改制测算示例.xlsx",
    "资金平衡表": "专户资金示例.xlsx",
    "资金方案": "改制测算示例.xlsx",
    "口径比较": "改制测算示例.xlsx",
    "公示表": "改制测算示例.xlsx",
    "全市进度表": "改制测算示例.xlsx",
    "政策参数表": "改制测算示例.xlsx",
    "新建模板": "专户资金示例.xlsx",
}
"""Every command that makes a workbook of sheets, and what it is pressed in; 职工确认单 has a page a person."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The workbook that a command makes of a sample, written once."""
    folder, read = tmp_path_factory.mktemp("printed"), dict[str, CommandBook]()

    def make(name: str) -> Path:
        path, source = folder / f"{name}.xlsx", BOOKS[name]
        if not path.exists():
            if source not in read:
                read[source] = CommandBook.of(open_book(SAMPLES / source), dt.date(2012, 1, 1))
            plan = BY_NAME[name].plan(read[source], CommandContext("", dt.datetime(2012, 1, 1)))
            assert isinstance(plan, BookPlan)
            write_book(path, plan.book)
        return path

    return make


@pytest.mark.parametrize("name", BOOKS)
def test_every_sheet_of_every_command_prints_readable_and_whole(name: str, made: Callable[[str], Path]) -> None:
    sheets = printed_book(made(name))
    assert sheets
    assert {sheet.title: sheet.scale for sheet in sheets if sheet.scale < LEAST} == {}
    assert [sheet.title for sheet in sheets if not sheet.fits or sheet.cut_charts] == []


@pytest.mark.parametrize("kind", kinds())
def test_every_template_prints_readable_with_its_grid_and_without_its_note(kind: str, tmp_path: Path) -> None:
    write_book(tmp_path / "t.xlsx", template_book(kind))
    for sheet in printed_book(tmp_path / "t.xlsx"):
        assert sheet.scale >= LEAST
        assert sheet.fits
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for name, template in templates().items():
        if name in book.sheetnames:
            made = book[name]
            area = made.print_area.rpartition("!")[2].replace("$", "")
            assert area == f"A2:{made.cell(1, len(template.columns)).column_letter}{made.max_row}"
            assert made["A1"].value == template.note
            tall = {place for one in made.merged_cells.ranges for row in list(one.rows)[:-1] for place in row}
            cells = (cell for row in made.iter_rows(min_row=4) for cell in row)
            assert all(cell.border.bottom.style for cell in cells if (cell.row, cell.column) not in tall)


def test_the_calculation_prints_inputs_insurances_and_results_each_with_the_names(made: Callable[[str], Path]) -> None:
    sheet = openpyxl.load_workbook(made("生成测算表"))["一补二险测算表"]
    first, *_ = printed_book(made("生成测算表"))
    assert first.pages == ((1, 11), (12, 19), (20, 27))
    assert sheet.print_title_cols == "$A:$C"
    assert [cell.value for cell in sheet[4]][:3] == ["序号", "企业名称", "姓名"]
    assert [sheet.cell(4, page[0]).value for page in first.pages[1:]] == ["养老欠缴起", "经济补偿"]
    assert sheet.page_setup.pageOrder == "overThenDown"
    assert sheet["B5"].alignment.wrap_text


@pytest.mark.parametrize("name", ["生成测算表", "资金平衡表"])
def test_what_is_said_of_programs_stands_beside_the_pages(name: str, made: Callable[[str], Path]) -> None:
    columns = {sheet.title: sheet.last_column for sheet in printed_book(made(name))}
    told = [cell for sheet in openpyxl.load_workbook(made(name)) for row in sheet for cell in row if _tells(cell.value)]
    assert told
    assert [cell.coordinate for cell in told if cell.column <= columns[cell.parent.title]] == []


def _tells(text: object) -> bool:
    return (
        isinstance(text, str)
        and text[:1] != "="
        and any(word in text for word in ("插件", "SOE_", "LibreOffice", "#NAME?"))
    )

"""Excel 365 played in a real Chromium with our real client: functions, buttons, the pane, and what goes wrong."""

from __future__ import annotations

import datetime as dt
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.registers.test_petitions import CASES, HEADS, SEVERANCE
from tests.hosts.service.conftest import SAMPLE
from tests.hosts.service.office.playing import Excel
from tests.hosts.service.wps.test_wps_played import in_cells
from tests.windows.calls import all_calls
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec
from xl_addin.functions import CATALOG, call
from xl_addin.hosts.file.job import run_file
from xl_addin.hosts.service.office.metadata import names
from xl_addin.values.errors import CellError

pytestmark = pytest.mark.office
OUT = Path(__file__).parents[4] / "out" / "office"
TABS = "document.querySelectorAll('[role=tab]')"
FUND = SAMPLE.with_name("专户资金示例.xlsx")
PANEL = "document.querySelector('[role=tabpanel]:not([hidden])')"


def written(**sheets: list[list[Any]]) -> bytes:
    book, stream = openpyxl.Workbook(), BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def in_excel(value: Any) -> Any:
    if isinstance(value, list):
        return [[in_excel(cell) for cell in row] for row in value]
    if isinstance(value, CellError):
        return {"error": value.code, "message": value.message}
    return "" if value is None else in_cells(value)


def given(value: Any) -> Any:
    if isinstance(value, list):
        return [[given(cell) for cell in row] for row in value]
    if isinstance(value, CellError):
        return {"error": value.code, "message": ""}
    return in_cells(value)


def call_of(name: str, values: tuple[Any, ...]) -> list[Any] | None:
    """A call as Excel makes it: what is left out is null, an empty cell is empty text. None for one it makes not so."""
    spec, found = CATALOG[name], []
    if len(values) > len(spec.arguments):
        return None
    for argument, value in zip(spec.arguments, values, strict=False):
        rows = value if isinstance(value, list) else [[value]]
        if not rows or not rows[0] or len(set(map(len, rows))) != 1:
            return None
        if argument.shape == "cell" and isinstance(value, list):
            return None  # Excel calls once a cell there
        blank = None if argument.optional or argument.blank_allowed else ""
        found.append(
            [["" if cell is None else given(cell) for cell in row] for row in value]
            if isinstance(value, list)
            else blank
            if value is None
            else given(value)
        )
    if any(not one.optional and not one.blank_allowed for one in spec.arguments[len(values) :]):
        return None
    return found


def test_every_function_gives_under_both_names_what_the_file_engine_gives(excel: Excel) -> None:
    asked, expected = [], []
    for name, values in all_calls():
        arguments = call_of(name, values)
        if arguments is None:
            continue
        cells = [in_cells(value) for value in values]
        for shown in names(CATALOG[name]).values():
            asked.append([f"SOE.{shown}".upper(), arguments])
            expected.append(in_excel(call(name, *cells)))
    excel.begin(written(表=[[1]]))
    script = (
        f"Promise.all({json.dumps(asked)}.map(([name, given]) => Played.called(Played.functions.get(name), given)))"
    )
    found = excel.value(script)
    assert [(a, f, e) for a, f, e in zip(asked, found, expected, strict=True) if f != e] == []
    valued = {
        name for (name, _), one in zip(asked, found, strict=True) if not (isinstance(one, dict) and "error" in one)
    }
    assert valued >= {f"SOE.{name}".upper() for spec in CATALOG.values() for name in names(spec).values()}
    assert len(asked) > 500
    print(f"\n{len(asked)} calls")


def select(excel: Excel) -> None:
    """The amount of the first worker."""
    sheet = "Played.book.sheets.find((one) => one.name === '经济补偿金测算表')"
    excel.value(f"Played.book.active = {sheet}; Played.book.selected = 'P5'")


COUNTED = """Played.posts = 0; const old = fetch;
fetch = (at, ...more) => { Played.posts += at === '/call' ? 1 : 0; return old(at, ...more); }"""
ROSTER = [
    ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "补偿金"],
    ["王三", 31229, 40814, 1600, None],
    ["李四", 32937, 40814, 1850.5, None],
    ["赵六", 39814, 39448, 1500, None],
]


def test_cells_are_computed_with_their_dependants_and_again_when_one_changes(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER, 政策=[["口径", "SEG2008"]]))
    formulas = {f"E{row}": f"=SOE.经济补偿金(B{row},C{row},D{row},1500,2300,,政策!A1:B1)" for row in (2, 3, 4)}
    excel.enter("测算", formulas | {"E5": "=SUM(E2:E3)", "F5": "=SOE.RMB_UPPER(E5)", "F2": "=E2/2", "F4": "=E4+1"})
    cells = excel.cells("测算")
    expected = [call("SOE_SEVERANCE", *row[1:4], 1500, 2300, None, [["口径", "SEG2008"]]) for row in ROSTER[1:]]
    assert [cells["E2"], cells["E3"]] == expected[:2]
    assert isinstance(expected[2], CellError)
    assert cells["E4"] == in_excel(expected[2]) == cells["F4"]
    assert cells["E5"] == sum(expected[:2])  # type: ignore[arg-type]
    assert cells["F5"] == call("SOE_RMB_UPPER", cells["E5"])
    excel.enter("测算", {"D2": 2000})
    again = excel.cells("测算")
    assert again["E2"] == call("SOE_SEVERANCE", 31229, 40814, 2000, 1500, 2300) != cells["E2"]
    assert again["F2"] == again["E2"] / 2
    assert again["E3"] == cells["E3"]


def test_one_recalculation_is_one_request_and_a_table_spills(excel: Excel) -> None:
    excel.begin(written(测算=[row[:4] for row in ROSTER], 空=[[None]]))
    excel.value(COUNTED)
    excel.enter("测算", {f"H{row}": f"=SOE.SERVICE_MONTHS(B{2 + row % 2},C2)" for row in range(1, 301)})
    assert excel.value("Played.posts") == 1
    excel.enter("空", {"B2": "=SOE.SEVERANCE_TABLE(测算!A1:D4)"})
    cells = excel.cells("空")
    table = call("SOE_SEVERANCE_TABLE", [row[:4] for row in ROSTER])
    assert isinstance(table, list)
    assert [cells[at] for at in ("B2", "C2", "B3", "B4")] == [table[0][0], table[0][1], table[1][0], table[2][0]]
    excel.enter("空", {"D9": "挡住", "D8": "=SOE.SEVERANCE_TABLE(测算!A1:D4)"})
    assert excel.cells("空")["D8"] == {"error": "#SPILL!", "message": ""}


def test_a_range_that_is_given_for_one_value_is_computed_cell_by_cell(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    excel.enter("测算", {"H2": "=SOE.RMB_UPPER(D2:D4)"})
    cells = excel.cells("测算")
    assert [cells[at] for at in ("H2", "H3", "H4")] == [call("SOE_RMB_UPPER", row[3]) for row in ROSTER[1:]]


def test_without_the_word_a_cell_says_what_to_do_and_is_right_once_it_is_given(excel: Excel) -> None:
    excel.word = "x" * 43
    excel.open(excel.address)
    excel.until("window.Played && CustomFunctions.associated.size > 0 && !document.getElementById('word').hidden")
    excel.picture(OUT / "口令-320.png")
    excel.give(excel.word)
    excel.until("/不认这个口令/.test(document.getElementById('stopped').textContent)")
    excel.errors[:] = [one for one in excel.errors if "401" not in one]


def test_a_check_marks_adds_its_reports_and_leads_to_the_cell(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    before = excel.told()
    said = excel.click("check_book")
    assert said.startswith("错误 ")
    after = excel.told()
    assert [one["name"] for one in after["sheets"]] == [one["name"] for one in before["sheets"]] + [
        "校验结果",
        "校验明细",
    ]
    assert after["names"][-2:] == [
        {"name": f"_xl_addin_report_{number}", "visible": False, "sheet": sheet}
        for number, sheet in ((1, "校验结果"), (2, "校验明细"))
    ]
    assert after["active"] == before["active"]
    rules = [rule for sheet in after["sheets"] for rule in sheet["rules"] if "xl_addin:" in rule["formula"]]
    assert {rule["formula"] for rule in rules} == {f'=N("xl_addin:{one}")=0' for one in ("error", "missing", "notice")}
    excel.until(f"{PANEL}.querySelector('.jump')")
    excel.picture(OUT / "发现-320.png")
    place = excel.value(f"{PANEL}.querySelector('.jump').textContent")
    excel.value(f"{PANEL}.querySelector('.jump').click()")
    excel.until(f"Played.book.active.name + '!' + Played.book.selected === {json.dumps(place)}")
    # nothing of the user's has changed
    for old, new in zip(before["sheets"], after["sheets"], strict=False):
        assert new["cells"] == old["cells"]


def test_where_excel_fails_at_the_very_end_the_users_data_stay_and_that_is_said(excel: Excel, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    run_file(SAMPLE, marked, dt.datetime.now())
    excel.begin(marked.read_bytes(), SAMPLE.name)
    before = excel.told()
    excel.value("Played.failing = 'delete'")
    assert "您的数据没有改动" in excel.click("check_book")
    excel.value("Played.failing = ''")
    again = excel.told()
    own = {"校验结果", "校验明细"}
    assert [(one["name"], one["cells"]) for one in again["sheets"] if one["name"] not in own] == [
        (one["name"], one["cells"]) for one in before["sheets"] if one["name"] not in own
    ]


@pytest.mark.parametrize("failing", ["insert", "rule"])
def test_a_button_that_fails_leaves_the_workbook_as_it_was(excel: Excel, failing: str) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    before = excel.told()
    excel.value(f"Played.failing = '{failing}'")
    assert "工作簿没有改动" in excel.click("check_book")
    assert excel.told() == before
    excel.value("Played.failing = ''")
    assert excel.click("check_book").startswith("错误 ")


def test_a_second_check_replaces_what_the_first_left_and_clearing_takes_all_of_it(excel: Excel, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    run_file(SAMPLE, marked, dt.datetime.now())
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    clean = excel.told()
    excel.begin(marked.read_bytes(), SAMPLE.name)
    first = excel.told()
    assert len(first["sheets"]) == len(clean["sheets"]) + 2
    assert excel.click("check_book").startswith("错误 ")
    second = excel.told()
    assert [one["name"] for one in second["sheets"]] == [one["name"] for one in first["sheets"]]
    assert len(second["names"]) == len(first["names"])
    excel.begin(marked.read_bytes(), SAMPLE.name)
    assert excel.click("clear_marks").startswith("已清除")
    cleared = excel.told()
    assert [one["name"] for one in cleared["sheets"]] == [one["name"] for one in clean["sheets"]]
    assert [len(one["rules"]) for one in cleared["sheets"]] == [len(one["rules"]) for one in clean["sheets"]]
    assert cleared["names"] == clean["names"]


def test_protected_books_and_sheets_and_an_open_cell_are_told_of(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("Played.failing = 'editing'")
    assert excel.click("check_book") == "正在编辑单元格：请按回车结束编辑，再点一次"
    excel.value("Played.failing = ''; Played.book.protected = true")
    before = excel.told()
    assert "工作簿的结构受保护" in excel.click("check_book")
    assert excel.told() == before
    excel.value(
        "Played.book.protected = false; Played.book.sheets.find((one) => one.name === '职工花名册').protected = true"
    )
    assert "工作表“职工花名册”受保护，没有改动其中的标记" in excel.click("check_book")
    excel.value("Played.versions = { ExcelApi: '1.12' }")
    assert "请更新 Excel" in excel.click("check_book")


def source_of(spec: CommandSpec) -> bytes:
    """A workbook that the button has something to do with."""
    if spec.id == "petitions":
        return written(信访台账=[list(HEADS), *CASES], 测算表=SEVERANCE)
    return (FUND if spec.id == "fund_statements" else SAMPLE).read_bytes()


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.id)
def test_every_button_ends_with_its_line(excel: Excel, spec: CommandSpec) -> None:
    excel.begin(source_of(spec), "虚构.xlsx")
    if spec.one_cell or spec.one_sheet:
        select(excel)
    if spec.can_mask:
        excel.value(f"new Promise((done) => Office.actions.known.get('cmd_{spec.id}')({{ completed: done }}))")
        excel.until("document.querySelector('#job-choices button.main')")
        excel.value("document.querySelector('#job-choices button.main').click()")
        said = excel.outcome()
    else:
        said = excel.click(spec.id)
    excel.picture(OUT / f"{spec.name}-320.png")
    made = excel.value("Played.created.length")
    assert made == (1 if spec.makes.__name__ in ("BookPlan", "CopyPlan") else 0), said
    assert excel.value("document.getElementById('stopped').hidden")
    assert not re.search(r"内部出错|没有办成|undefined|\[object|--[a-z]", said), said
    assert excel.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    print(spec.name, said.splitlines()[0])


def test_the_pane_explains_names_the_policy_and_lists_the_commands(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    select(excel)
    excel.value(f"{TABS}[1].click()")
    excel.value(f"{PANEL}.querySelector('button.main').click()")
    excel.until(f"{PANEL}.querySelector('pre') && /劳动合同法/.test({PANEL}.querySelector('pre').textContent)")
    excel.picture(OUT / "解释-320.png")
    excel.value(f"{TABS}[2].click()")
    excel.value(f"{PANEL}.querySelector('button.main').click()")
    excel.until(f"/政策版本：SEG2008/.test({PANEL}.textContent)")
    assert "社会保险费征缴暂行条例" in excel.value(f"{PANEL}.textContent")
    excel.picture(OUT / "政策-320.png")
    excel.value(f"{TABS}[3].click()")
    assert excel.value(f"{PANEL}.querySelectorAll('.commands button').length") == len(COMMANDS)
    excel.picture(OUT / "命令-320.png")


def test_everything_in_the_pane_is_reached_by_the_keyboard(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("document.activeElement.blur()")
    for _ in range(8):
        excel.press("Tab")
        if excel.value("document.activeElement.getAttribute('role') === 'tab'"):
            break
    excel.press("End")
    assert excel.value(f"document.activeElement === {TABS}[3]")
    for _ in range(3):
        excel.press("Tab")
        if excel.value("document.activeElement.matches('.commands button')"):
            break
    assert excel.value("document.activeElement.matches('.commands button')")
    excel.press("Enter")
    excel.until("document.getElementById('job-title').textContent !== ''")
    assert excel.outcome()

"""Excel 365 played as it treats its users: strange cells, a service that goes away, sheets that are hidden."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.hosts.service.conftest import SAMPLE
from tests.hosts.service.office.playing import Excel
from tests.hosts.service.office.test_office_played import PANEL, ROSTER, TABS, written
from tests.hosts.service.office.test_office_played import given as handed
from tests.windows.calls import all_calls
from xl_addin.functions import call
from xl_addin.values.serials import serial_of

pytestmark = pytest.mark.office
UPPER = call("SOE_RMB_UPPER", 1600)


def called(excel: Excel, *calls: tuple[str, list[Any]]) -> list[Any]:
    """Calls of one recalculation, with values as Excel hands them over."""
    asked = json.dumps([(f"SOE.{name}", given) for name, given in calls])
    found: list[Any] = excel.value(
        f"Promise.all({asked}.map(([name, given]) => Played.called(Played.functions.get(name), given)))"
    )
    return found


def is_table(name: str, values: tuple[Any, ...]) -> bool:
    return isinstance(call(name, *values), list)


def behind(excel: Excel, script: str) -> None:
    """Let every request of calls go through ``script`` first, which may answer it."""
    excel.value(
        f"window.theirs = window.theirs || fetch; fetch = async (at, ...more) => "
        f"(at === '/call' ? await (async (body) => {{ {script} }})(more[0].body) : null) || theirs(at, ...more)"
    )


def test_a_strange_cell_is_an_error_of_its_own_and_spoils_no_other(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    entity = {"type": "Entity", "basicType": "Error", "basicValue": "#VALUE!", "text": "贵州茅台"}
    old_entity = {"type": "Entity", "basicValue": "1600", "text": "贵州茅台"}
    money = {"type": "FormattedNumber", "basicType": "Double", "basicValue": 1600, "numberFormat": "¥0.00"}
    busy = [{"type": "Error", "basicType": "Error", "basicValue": code} for code in ("#BUSY!", "#新的!", "#PYTHON!")]
    unnamed = {"type": "Error", "errorType": "Div0"}
    given: list[Any] = [1600, money, entity, old_entity, *busy, unnamed, {"type": "Empty", "basicValue": ""}, True]
    found = called(excel, *(("RMB_UPPER", [one]) for one in given), ("SEVERANCE_TABLE", [[busy], None, None, None]))
    assert found[:2] == [UPPER, UPPER]
    codes = [one["error"] for one in found[2:8]]
    assert codes == ["#VALUE!"] * 5 + ["#DIV/0!"]
    assert found[8] == called(excel, ("RMB_UPPER", [""]))[0]
    assert found[9]["error"] == call("SOE_RMB_UPPER", True).code  # type: ignore[union-attr]
    assert "请求" not in json.dumps(found, ensure_ascii=False)


def test_whole_columns_send_what_is_filled(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    rows = json.dumps([["" if cell is None else cell for cell in row[:4]] for row in ROSTER])
    excel.value("Played.sent = []")
    behind(excel, "Played.sent.push(body.length)")
    spec = "Played.functions.get('SOE.SEVERANCE_TABLE')"
    excel.value(f"Played.rows = {rows}; Played.short = Played.called({spec}, [Played.rows]); Played.short.then(String)")
    excel.value("while (Played.rows.length < 300000) Played.rows.push(['', '', '', '']); 1")
    same = f"Promise.all([Played.short, Played.called({spec}, [Played.rows])])"
    short, long = excel.value(f"{same}.then((two) => two.map((one) => JSON.stringify(one)))")
    assert short == long
    first, second = excel.value("Played.sent")
    assert first == second


def test_days_in_a_table_are_shown_as_days(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    values = next(values for name, values in all_calls() if name == "SOE_DEFERRAL_SCHEDULE" and is_table(name, values))
    given = json.dumps([*map(handed, values), {}])
    found = excel.value(f"CustomFunctions.associated.get('DEFERRAL_SCHEDULE')(...{given})")
    table = call("SOE_DEFERRAL_SCHEDULE", *values)
    assert isinstance(table, list)
    place = table[0].index("还款日期")
    days = [serial_of(row[place], False) for row in table[1:] if isinstance(row[place], dt.date)]
    assert [row[place] for row in found[1 : len(days) + 1]] == [
        {"type": "FormattedNumber", "basicValue": day, "numberFormat": "yyyy-mm-dd"} for day in days
    ]


def test_a_workbook_of_the_1904_system_is_told_of_and_not_computed_four_years_off(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    excel.value("Played.date1904 = true")
    excel.enter("测算", {"H2": "=SOE.SERVICE_MONTHS(B2,C2)"})
    told = excel.cells("测算")["H2"]
    assert told["error"] == "#VALUE!"
    assert "1904 日期系统" in told["message"]
    excel.value("Played.date1904 = false")
    excel.enter("测算", {"H2": "=SOE.SERVICE_MONTHS(B2,C2)"})
    assert excel.cells("测算")["H2"] == call("SOE_SERVICE_MONTHS", *ROSTER[1][1:3])


def test_cells_that_excel_asks_for_before_the_pane_is_there_have_the_word(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    asking = "if (id === 'RMB_UPPER') window.early = go(1600, {});"
    own = f"it.associate = function (id, go) {{ old.call(it, id, go); {asking} }};"
    kept = "Object.defineProperty(window, 'CustomFunctions', { value: it, writable: true });"
    source = f"set(it) {{ {kept} const old = it.associate; {own} }}"
    source = f"Object.defineProperty(window, 'CustomFunctions', {{ configurable: true, {source} }})"
    excel.ask("Page.addScriptToEvaluateOnNewDocument", source=source)
    excel.open(excel.address)
    excel.until("window.early")
    assert excel.value("window.early") == UPPER


def test_a_word_that_was_not_taken_is_not_tried_again_by_every_cell(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    refusal = 'new Response(\'{"refused": "口令不对"}\', { status: 401 })'
    behind(excel, f"window.asked = (window.asked || 0) + 1; return window.changed ? null : {refusal}")
    for row in range(2, 6):
        excel.enter("测算", {f"H{row}": "=SOE.RMB_UPPER(1600)"})
        assert "口令不对" in excel.cells("测算")[f"H{row}"]["message"]
    assert excel.value("asked") == 1
    assert excel.value("!document.getElementById('word').hidden")
    excel.value("window.changed = true")
    excel.give(excel.word)  # the same one, which is right by now
    excel.until("document.getElementById('word').hidden")
    excel.until("Played.told().sheets[0].cells.H5 === " + json.dumps(UPPER))


def test_cells_are_computed_again_when_the_service_is_back(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    behind(excel, "if (window.away) throw new TypeError('Failed to fetch')")
    excel.value("window.away = true")
    excel.enter("测算", {"H2": "=SOE.RMB_UPPER(1600)"})
    told = excel.cells("测算")["H2"]
    assert told["error"] == "#N/A"
    assert "没有应答" in told["message"]
    assert "xl-addin" not in told["message"]
    assert excel.value("!document.getElementById('stopped').hidden")
    excel.value("window.away = false")
    excel.until("document.getElementById('stopped').hidden")
    excel.until("Played.told().sheets[0].cells.H2 === " + json.dumps(UPPER))


def test_what_comes_too_early_waits_and_what_is_too_much_is_the_only_error(excel: Excel) -> None:
    excel.begin(written(测算=ROSTER))
    answer = "new Response('{}', { status: 429, headers: { 'Retry-After': '1' } })"
    behind(excel, f"return (window.early = (window.early || 0) + 1) === 1 && {answer}")
    assert called(excel, ("RMB_UPPER", [1600])) == [UPPER]
    assert excel.value("window.early") == 2
    answer = 'new Response(\'{"refused": "内容超过 64 MB，没有接收"}\', { status: 413 })'
    behind(excel, f"return body.includes('太大') && {answer}")
    found = called(excel, *(("RMB_UPPER", ["太大" if number == 70 else 1600]) for number in range(100)))
    wrong = {number: one for number, one in enumerate(found) if one != UPPER}
    assert list(wrong) == [70]
    assert "请把区域改小" in wrong[70]["message"]


@pytest.mark.parametrize(
    "place",
    [
        "C:\\职工\\增长5%.xlsx",
        "https://x.example/s/%E8%A1%A8.xlsx?web=1#a",
        "",
        "C:\\a\\老 & <b>.xls",
        "D:\\二进制.xlsb",
    ],
)
def test_a_workbook_of_any_name_or_none_reaches_the_service(excel: Excel, place: str) -> None:
    excel.begin(SAMPLE.read_bytes(), place)
    assert excel.click("about").startswith("关于")


def test_another_button_takes_the_place_of_a_question_that_was_left_open(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("Office.actions.known.get('cmd_handover')({ completed() {} }); 1")
    excel.until("document.querySelector('#job-choices button.main')")
    assert excel.click("about").startswith("关于")
    assert excel.value("document.querySelectorAll('#job-choices button').length") == 0
    assert excel.value("Played.created.length") == 0


def test_a_chart_in_front_and_a_hidden_sheet_are_told_of_in_plain_words(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.click("check_book")
    excel.until(f"{PANEL}.querySelector('.jump')")
    excel.value("Played.book.sheets.forEach((one) => { one.visibility = 'VeryHidden'; })")
    excel.value(f"{PANEL}.querySelector('.jump').click()")
    excel.until("/取消隐藏/.test(document.getElementById('stopped').textContent)")
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("Played.book.selected = null; Played.failing = 'chart'")
    assert "请先点到工作表里的一个单元格" in excel.click("check_sheet")
    assert excel.click("check_book").startswith("错误 ")
    after = excel.told()
    assert [one["name"] for one in after["sheets"]][-2:] == ["校验结果", "校验明细"]
    # the played workbook gives the same file as before, as if these sheets had come in the meantime
    assert "处理期间工作簿里多了工作表“校验结果”" in excel.click("check_book")
    assert excel.told() == after


def test_a_service_that_has_started_anew_in_between_says_click_again(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    before = excel.told()
    excel.value(
        "window.theirs = fetch; fetch = (at, ...more) => at.startsWith('/jobs/') "
        '? Promise.resolve(new Response(\'{"refused": "没有这一项"}\', { status: 404 })) : theirs(at, ...more); 1'
    )
    assert "请再点一次" in excel.click("check_book")
    assert excel.told() == before


def test_the_keyboard_goes_on_from_what_came_of_a_button(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value(f"{TABS}[3].click()")
    excel.value(f"[...{PANEL}.querySelectorAll('button')].find((one) => one.textContent === '校验整簿').focus()")
    excel.press("Enter")
    assert excel.outcome().startswith("错误 ")
    excel.until(f"{PANEL}.querySelector('.jump')")
    assert excel.value("document.activeElement.id") == "job-text"
    assert excel.value("document.getElementById('said').textContent").startswith("校验整簿已完成：错误 ")


MEANWHILE = """const old = fetch;
fetch = (at, more) => {
  if (more && more.method === 'PUT') {
    Played.cell(Played.book.sheets.find((one) => one.name === '经济补偿金测算表'), 900, 1).value = '添的一行';
  }
  return old(at, more);
}"""


def test_a_row_that_comes_while_the_service_computes_moves_no_mark_to_another_person(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    before = excel.told()
    excel.value(MEANWHILE)
    assert "工作表“经济补偿金测算表”增删了行、列" in excel.click("check_book")
    after = excel.told()
    assert [one["name"] for one in after["sheets"]] == [one["name"] for one in before["sheets"]]
    assert [one["rules"] for one in after["sheets"]] == [one["rules"] for one in before["sheets"]]
    assert excel.click("check_book").startswith("错误 ")


MARKED = """(async (many) => {
  const excel = await import("/office/excel.js"), sheet = "职工花名册";
  const marks = Array.from({ length: many }, (_, number) => ({ sheet, style: "error", area: `A${number + 1}` }));
  const rules = { error: { formula: '=N("xl_addin:error")=0', fill: "#FFC7CE", color: "#9C0006", bold: true } };
  Played.largest = 0;
  const told = { marks, rules, reports: [], remove: { sheets: [], names: [] } };
  const note = (error) => { window.failed = error.code || error.message; };
  await excel.applySheets(told, "", await excel.extents()).catch(note);
  const { rules: found } = Played.book.sheets.find((one) => one.name === sheet);
  return found.filter((rule) => rule.formula.includes("xl_addin:")).length;
})"""


def test_thousands_of_marks_go_to_excel_little_by_little(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    assert (excel.value(f"{MARKED}(2000)"), excel.value("window.failed")) == (2000, None)
    assert 1_000 < excel.value("Played.largest") <= 3_000  # all at once they are 10,000
    assert excel.value(f"{MARKED}(2000)") == 2000  # in place of the first ones
    assert excel.value("Played.largest") <= 3_000
    assert excel.value(f"{MARKED}(0)") == 0


def test_marks_that_fail_half_way_are_all_taken_back(excel: Excel) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("Played.failing = 'late rule'")
    assert excel.value(f"{MARKED}(2000)") == 0
    assert excel.value("window.failed") == "GeneralException"
    excel.value("Played.failing = ''")
    assert excel.value(f"{MARKED}(700)") == 700
    excel.value("Played.failing = 'late rule'")
    assert excel.value(f"{MARKED}(900)") == 700  # those that were there are still


@pytest.mark.parametrize(("command", "looks"), [("about", 0), ("check_book", 1)])
def test_how_far_sheets_reach_is_asked_for_marks_only(excel: Excel, command: str, looks: int) -> None:
    excel.begin(SAMPLE.read_bytes(), SAMPLE.name)
    excel.value("Played.runs = 0")
    assert excel.click(command)
    assert excel.value("Played.runs") == 2 * looks  # how far they reach, and the marks

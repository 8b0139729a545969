"""WPS played by Node: every function under both names, every button, and what happens when something is refused."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.hosts.service.wps.conftest import Wps
from tests.windows.calls import all_calls
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec, Wish
from xl_addin.files.reading import open_book
from xl_addin.functions import CATALOG, call
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.openbook.com_values import error_number
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.serials import serial_of
from xl_addin.values.shown_texts import shown

pytestmark = pytest.mark.wps
SHEET, CELL = "经济补偿金测算表", "$K$2"
PEOPLE = [
    ("王三", "110101196503072316", "1985-07-01", "2011-09-28", 1600),
    ("李四", "110101197001011237", "1990-03-05", "2011-09-28", 1850.5),
    ("赵六", "110101196802294511", "2009-01-01", "2008-01-01", 1500),
]
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
OMITTED = {"omitted": True}


def in_cells(value: Any) -> Any:
    """A value as cells hold it: days are serial numbers, and JavaScript knows one kind of number."""
    if isinstance(value, (list, tuple)):
        return [in_cells(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    return serial_of(value, False) if isinstance(value, dt.date) else value


def as_automation(value: Any) -> Any:
    return error_number(value.code) if isinstance(value, CellError) else value


def argument(value: Any) -> Any:
    """An argument as ET hands it over."""
    if value is None:
        return OMITTED
    if isinstance(value, list):
        return {"range": [[as_automation(cell) for cell in row] for row in value]}
    return as_automation(value)


def in_wps(result: Any) -> dict[str, Any]:
    """What a cell of WPS should hold: a table with an error in it is that error."""
    rows = result if isinstance(result, list) else [[result]]
    wrong = next((cell for row in rows for cell in row if isinstance(cell, CellError)), None)
    if wrong is not None:
        return {"error": wrong.code, "message": wrong.message}
    values = [["" if cell is None else in_cells(cell) for cell in row] for row in rows]
    return {"value": values if isinstance(result, list) else values[0][0]}


def rectangular(values: tuple[Any, ...]) -> bool:
    return all(not isinstance(one, list) or (one and one[0] and len(set(map(len, one))) == 1) for one in values)


def test_every_function_gives_what_the_file_engine_gives_under_both_names(wps: Wps) -> None:
    asked, expected = [], []
    for name, values in all_calls():
        cells = tuple(in_cells(one) for one in values)
        if not rectangular(cells):
            continue  # no range is like that
        for called in (name, CATALOG[name].alias):
            asked.append([f"改制.{called}", [argument(one) for one in cells]])
            expected.append(in_wps(call(name, *cells)))
    found = wps(calls=asked)
    assert set(found["functions"]) == {f"改制.{one}" for spec in CATALOG.values() for one in (spec.name, spec.alias)}
    assert {name for (name, _), one in zip(asked, found["cells"], strict=True) if "value" in one} >= {
        f"改制.{one.alias}" for one in CATALOG.values()
    } - NO_VALUE
    differ = [(a, f, e) for a, f, e in zip(asked, found["cells"], expected, strict=True) if f != e]
    assert differ == []
    print(f"\n{len(found['functions'])} names, {len(asked)} calls, {found['milliseconds'] / len(asked):.1f} ms a call")
    assert len(asked) > 500


NO_VALUE: set[str] = set()
"""Functions whose calls here all give errors."""


def test_what_the_wizard_shows_comes_from_the_catalog(wps: Wps) -> None:
    functions = wps()["functions"]
    for spec in CATALOG.values():
        meta = functions[f"改制.{spec.alias}"]
        assert meta["description"] == spec.wizard_help
        assert [one["description"] for one in meta["parameters"]] == [one.wizard_help for one in spec.arguments]


def test_arguments_come_in_every_form_that_is_known(wps: Wps) -> None:
    roster = [["姓名", "参加工作时间", "解除时间", "前12个月月平均工资"], ["王三", 31229, 40814, 1600]]
    policy = [["口径", "R481"]]
    calls = [
        ["改制.经济补偿金", [31229, 40814, 1600, 1500, 2300, {"missing": True}, {"missing": True}]],
        ["改制.经济补偿金", [{"range": [[31229]]}, {"range": [[40814]]}, {"range": [[1600]]}, 1500, 2300]],
        ["改制.经济补偿金", [31229, 40814, 1600, 1500, 2300, OMITTED, {"range": policy}]],
        ["改制.经济补偿金表", [{"range": roster, "height": 1048576, "width": 4}]],
        ["改制.经济补偿金表", [{"values": roster}]],
        ["改制.经济补偿金", [{"range": [[31229]], "date1904": True}, 40814, 1600]],
        ["改制.经济补偿金表", [{"range": roster, "areas": 2}]],
    ]
    found = wps(calls=calls)["cells"]
    table = in_wps(call("SOE_SEVERANCE_TABLE", roster))
    assert found[0] == found[1] == {"value": 43200.0}
    assert found[2] == in_wps(call("SOE_SEVERANCE", 31229, 40814, 1600, 1500, 2300, None, policy))
    assert found[3] == found[4] == table
    assert found[5]["error"] == found[6]["error"] == "#VALUE!"
    assert "1904" in found[5]["message"]


def test_where_synchronous_requests_are_refused_one_request_answers_all_cells(wps: Wps) -> None:
    policy = {"range": [["口径", "R481"]]}
    calls = [["改制.经济补偿金", [31229 + i, 40814, 1600, 1500, 2300, OMITTED, policy]] for i in range(300)] + [
        ["改制.经济补偿金", [40814, 31229, 1600]]
    ]
    found = wps(calls=calls, refuse_synchronous=True, wait_recalculated=2)
    expected = [
        in_wps(call("SOE_SEVERANCE", 31229 + i, 40814, 1600, 1500, 2300, None, [["口径", "R481"]])) for i in range(300)
    ]
    assert found["cells"] == [*expected, in_wps(call("SOE_SEVERANCE", 40814, 31229, 1600))]
    assert sum(path == "/call" for _, path, *_ in found["requests"] if _[0] == "later") == 1
    [size] = [size for _, path, way, size in found["requests"] if (path, way) == ("/call", "later")]
    assert size < 300 * 90  # the policy is sent once


def test_cells_show_an_error_and_no_number_while_their_values_are_on_the_way(wps: Wps) -> None:
    found = wps(calls=[["改制.经济补偿金", [31229, 40814, 1600]]], refuse_synchronous=True)
    assert [one["error"] for one in found["cells"]] == ["#N/A"]


def test_a_page_of_another_origin_gets_nothing(wps: Wps) -> None:
    found = wps(calls=[["改制.经济补偿金", [31229, 40814, 1600]]], origin="http://evil.example")
    assert [one["error"] for one in found["cells"]] == ["#N/A"]
    assert all(path == "/health" for _, path, *_ in found["requests"])


def test_the_word_is_told_to_nobody_who_does_not_know_it(wps: Wps, installed: Path, tmp_path: Path) -> None:
    other = tmp_path / "addin"
    shutil.copytree(installed, other)
    script = other / "connection.js"
    script.write_text(re.sub(r'"token": "[^"]+"', f'"token": "{"x" * 43}"', script.read_text(encoding="utf-8")))
    found = wps(folder=str(other), calls=[["改制.经济补偿金", [31229, 40814, 1600]]] * 3)
    assert {one["error"] for one in found["cells"]} == {"#N/A"}
    assert not any(path == "/call" for _, path, *_ in found["requests"])


def test_without_the_service_cells_are_errors_and_it_is_not_looked_for_at_every_cell(
    wps: Wps, installed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "addin"
    shutil.copytree(installed, other)
    script = other / "connection.js"
    script.write_text(re.sub(r'"port": \d+', '"port": 9', script.read_text(encoding="utf-8")))
    found = wps(folder=str(other), calls=[["改制.经济补偿金", [31229, 40814, 1600]]] * 200)
    assert {one["error"] for one in found["cells"]} == {"#N/A"}
    assert "没有运行" in found["cells"][0]["message"]
    assert len(found["requests"]) < 8


def test_the_proof_is_that_of_the_service(wps: Wps) -> None:
    words, lengths = ("w" * 43, "x" * 64, "y" * 65, "z" * 100), (0, 16, 46, 47, 55, 56, 64, 200)
    asked = [[word, "0n" * (length // 2) + "n" * (length % 2)] for word in words for length in lengths]
    expected = [hmac.new(word.encode(), f"xl_addin {nonce}".encode(), "sha256").hexdigest() for word, nonce in asked]
    assert wps(load=False, proofs=asked)["proofs"] == expected


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small office's workbook, something of each kind in it; the third person's dates are wrong."""
    path = tmp_path / "小厂.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet(SHEET)
        heads = ("姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资")
        sheet.write_row(0, 0, ("序号", *heads, "经济补偿金"))
        for row, person in enumerate(PEOPLE, 1):
            sheet.write_row(row, 0, (row, *person, 1500, 2300))
            sheet.write_formula(row, 8, f"=经济补偿金(D{row + 1},E{row + 1},F{row + 1},G{row + 1},H{row + 1})")
        sheet.write_formula(CELL.replace("$", ""), "=经济补偿金表(A1:H4)")
        ledger = made.add_worksheet("资金收支台账")
        ledger.write_row(0, 0, ("日期", "单位", "科目", "摘要", "收入", "支出"))
        ledger.write_row(1, 0, ("2011-01-05", "一厂", "土地出让收入", "土地出让金", 100000))
        ledger.write_row(2, 0, ("2011-10-10", "一厂", "经济补偿金", "支付经济补偿金", None, 43200))
        steps = made.add_worksheet("改制程序核查表")
        steps.write_row(0, 0, ("序号", "步骤", "完成日期", "文号"))
        steps.write_row(1, 0, (1, "职工代表大会审议", "2011-03-01", "一厂职代会〔2011〕1号"))
    return path


def wish(spec: CommandSpec, agree: bool) -> Wish:
    sheet = SHEET if spec.one_sheet or spec.one_cell else ""
    return Wish(sheet, spec.can_mask and agree, cell=CELL.replace("$", "") if spec.one_cell else "")


def cells_of(path: Path) -> dict[tuple[str, int, int], Any]:
    book = open_book(path)
    return {
        (sheet.name, row, col): TIME.sub("", value) if isinstance(value, str) else value
        for sheet in book.sheets
        for row, values in enumerate(sheet.rows)
        for col, value in enumerate(values)
    }


@pytest.mark.parametrize("agree", [False, True])
def test_every_button_gives_what_the_file_host_gives_cell_by_cell(wps: Wps, book: Path, agree: bool) -> None:
    ours, theirs = book, book.parent / "b" / book.name
    theirs.parent.mkdir()
    shutil.copy(ours, theirs)
    written = 0
    some = [spec for spec in COMMANDS if spec.can_mask or not agree]
    found = wps(
        press=[f"cmd_{spec.id}" for spec in some],
        book=str(ours),
        sheet=SHEET,
        cell=CELL,
        agree=agree,
    )
    for spec, pressed in zip(some, found["pressed"], strict=True):
        try:
            done = press(spec, theirs, None, wish(spec, agree), dt.datetime.now())
        except InputError as error:
            assert (pressed["alert"], pressed["opened"]) == (error.message, []), spec.name
            continue
        told = pressed["alert"].partition("\nWPS 版本：")[0]
        assert TIME.sub("", told) == TIME.sub("", shown(done.summary)), spec.name
        assert [Path(file).name for file, _ in pressed["opened"]] == [path.name for path in done.written], spec.name
        for (file, _), path in zip(pressed["opened"], done.written, strict=True):
            assert Path(file).parent == ours.parent
            assert cells_of(Path(file)) == cells_of(path), spec.name
            written += 1
    assert written >= (2 if agree else 12)
    assert ours.read_bytes() == theirs.read_bytes()
    assert not any(Path(copy).exists() for copy in found["copies"])
    assert found["status"][-1] is False
    assert len(found["confirms"]) == sum(spec.can_mask for spec in some)


def test_a_result_that_is_there_already_is_not_replaced(wps: Wps, book: Path) -> None:
    known = {"book": str(book), "sheet": SHEET, "cell": CELL}
    first = wps(press=["cmd_posting", "cmd_posting"], **known)["pressed"]
    [[one, _]], [[two, _]] = first[0]["opened"], first[1]["opened"]
    assert Path(two).name == f"{Path(one).stem}(2).xlsx"


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({}, "没有打开的工作簿"),
        ({"saved": False}, "还没有保存过"),
        ({"cannot_save": True}, "没有写出副本"),
    ],
)
def test_a_button_that_cannot_do_its_work_says_what_to_do(
    wps: Wps, book: Path, told: dict[str, Any], line: str
) -> None:
    told = {**told, "book": str(book)} if told else told
    found = wps(press=["cmd_check_book"], sheet=SHEET, cell=CELL, **told)
    assert line in found["pressed"][0]["alert"]
    assert found["opened"] == []


def test_a_second_click_while_one_is_at_work_is_refused(wps: Wps, book: Path) -> None:
    found = wps(press=["cmd_check_book"], twice=True, book=str(book), sheet=SHEET, cell=CELL)
    assert "上一项还没有做完" in found["alerts"][0]
    assert len(found["opened"]) == 1


def test_a_wps_without_custom_functions_still_has_its_buttons(wps: Wps, book: Path) -> None:
    found = wps(old_version=True, press=["cmd_about"], book=str(book), sheet=SHEET, cell=CELL)
    assert found["functions"] == {}
    assert "本版 WPS 不支持" in found["alerts"][0]


def test_a_browser_lets_a_page_from_a_file_ask_the_service_and_wait(installed: Path, tmp_path: Path) -> None:
    """The engine that WPS is built on, with its own rules for pages from files; WPS itself may be stricter."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("没有 Chromium")
    page = tmp_path / "addin"
    shutil.copytree(installed, page)
    html = (page / "index.html").read_text(encoding="utf-8")
    before = "<script>var all = {}; var wps = {AddCustomFunction: (space, name, f) => { all[name] = f; }};</script>"
    after = (
        "<script>var told; try { told = [all['经济补偿金'](31229, 40814, 1600, 1500, 2300)];"
        "try { all.SOE_SEVERANCE(40814, 31229, 1600); } catch (error) { told.push(error.code); }"
        "told.push(...Soe.calls.report()); } catch (error) { told = [error.message]; }"
        "document.body.textContent = 'TOLD' + JSON.stringify(told) + 'END';</script>"
    )
    html = html.replace("<script", before + "<script", 1).replace("</html>", f"<body></body>{after}</html>")
    (page / "played.html").write_text(html, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"]
    done = subprocess.run([*command, (page / "played.html").as_uri()], capture_output=True, text=True, timeout=120)
    found = re.search(r"TOLD(\[.*?\])END", done.stdout)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    assert json.loads(found[1]) == [
        43200,
        "#NUM!",
        "计算方式：同步请求",
        "最近一次错误：#NUM! 解除时间早于参加工作时间，请核对两个日期",
    ]

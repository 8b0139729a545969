"""Running checks: crashes, what is not checked, our own sheets, the registry, the JSON report."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest

from tests.checks.books import TODAY, book, findings, id_number, person, places, roster, sheet, step_sheet
from xl_addin.checks.registry import CHECKS, title_of
from xl_addin.checks.report_json import to_json
from xl_addin.checks.run import check_book, inspect_book
from xl_addin.checks.spec import Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.layouts import layouts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity


def _crash(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    raise RuntimeError(f"cannot read {id_number(1)}")
    yield


def test_a_crashing_check_gives_one_finding_and_its_rows_are_not_checked() -> None:
    duplicate = next(check for check in CHECKS if check.code == "ID_DUPLICATE")
    checks = [dataclasses.replace(check, run=_crash) if check is duplicate else check for check in CHECKS]
    books = book(roster(person(1, 身份证号=None), person(2)), roster(person(1)))
    books.sheets[1].name = "花名册2"
    table = inspect_book(SheetBook(books, TODAY), checks).findings
    failed = [finding for finding in table if finding.code == "CHECK_FAILED"]
    assert len(failed) == 1
    assert failed[0].cell is None
    assert duplicate.title in failed[0].message
    assert [line for line in table.not_checked if duplicate.title in line] == [
        "工作表“花名册”第3—4行：检查“身份证号重复”未完成",
        "工作表“花名册2”第3—3行：检查“身份证号重复”未完成",
    ]
    assert ("CELL_MISSING_ID", "E3") in places(table)


def test_a_crash_never_shows_the_data_that_caused_it() -> None:
    checks = [dataclasses.replace(check, run=_crash) for check in CHECKS]
    table = inspect_book(SheetBook(book(roster(person(1))), TODAY), checks).findings
    assert id_number(1) not in json.dumps(to_json(table, "a.xlsx", "SEG2008"), ensure_ascii=False)


def test_a_sheet_that_is_not_recognised_is_named_with_a_hint() -> None:
    table = findings(sheet("食堂", [["菜单", "价格"], ["面条", 5]]), sheet("空表", []), roster(person(1)))
    assert len(table) == 0
    assert len(table.not_checked) == 1
    assert "食堂" in table.not_checked[0]
    assert "没有认出表头" in table.not_checked[0]


def test_a_recognised_sheet_without_faults_is_silent_and_not_left_out() -> None:
    ledger = sheet("台账", [["日期", "科目", "收入金额", "支出金额"], ["2010.5.1", "利息", 5, None]])
    answered = ["王一", "工龄", "2010.5.1", "2010.6.1"]
    petitions = sheet("信访", [["信访人", "反映问题", "受理时间", "答复时间"], answered])
    table = findings(ledger, petitions)
    assert (len(table), table.not_checked) == (0, [])


def test_a_policy_sheet_is_neither_checked_nor_listed() -> None:
    assert findings(sheet("政策", [["项目", "值"], ["profile", "SEG2008"]])).not_checked == []


def test_our_own_report_sheets_are_never_checked() -> None:
    own = roster(person(1, 身份证号=None))
    own.ours = True
    table = check_book(book(own), TODAY)
    assert (len(table), table.not_checked) == (0, [])


def test_findings_are_unique_by_place_severity_and_code() -> None:
    people = [person(i, 身份证号=id_number(1), 参加工作时间=1985.1) for i in range(1, 6)]
    table = findings(roster(*people), step_sheet(without="D16"))
    keys = [(f.sheet, f.cell, f.severity, f.code) for f in table]
    assert len(set(keys)) == len(keys) == 4 + 5 + 1


def test_every_check_has_its_data_and_looks_at_known_sheets() -> None:
    kinds = {layout.kind for layout in layouts()}
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.title, check.code
        assert check.message, check.code
        assert check.remedy, check.code
        assert check.kinds <= kinds, check.code
        assert title_of(check.code) == check.title


@pytest.mark.parametrize(
    "name", ["code", "severity", "sheet", "cell", "observed", "expected", "message", "remedy", "citation"]
)
def test_the_json_report_has_every_field_of_a_finding(name: str) -> None:
    table = findings(roster(person(1, 参加工作时间=1985.1)))
    report = to_json(table, "改制.xlsx", "SEG2008 (abc)")
    assert list(report) == ["workbook", "policy", "counts", "findings", "not_checked", "sheets"]
    assert report["counts"] == {"error": 1, "missing": 0, "notice": 0}
    assert name in report["findings"][0]
    assert report["findings"][0]["severity"] == Severity.ERROR.value
    assert json.loads(json.dumps(report, ensure_ascii=False)) == report


def test_the_json_report_masks_ids_in_texts_that_users_typed() -> None:
    table = findings(roster(person(1, 参加工作时间=id_number(7))))
    text = json.dumps(to_json(table, "a.xlsx", "SEG2008"), ensure_ascii=False)
    assert id_number(7) not in text
    assert "110105********" in text

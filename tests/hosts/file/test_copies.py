"""交付副本 and 填充结果表 on files: values as recalculated, nothing of ours left, the rest as it was."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import openpyxl.chart
import pytest

from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.handover.link_numbers import formulas_of
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.formulas.values import Serial
from xl_addin.hosts.file.buttons import Done, press
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError, InputError

ROOT = Path(__file__).parents[3] / "workbooks"
BOOKS = [*sorted((ROOT / "samples").glob("*.xlsx")), ROOT / "selftest.xlsx"]
NOW = dt.datetime(2011, 12, 31, 10, 30)
ID = re.compile(r"(?<![\d.])\d{17}[\dXx](?![\dXx])")
SEVERANCE = "经济补偿金测算"


def pressed(name: str, source: Path, target: Path, wish: Wish = Wish()) -> Done:  # noqa: B008
    return press(BY_NAME[name], source, target, wish, NOW)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def plain(value: CellValue) -> object:
    """A value as files hold it: dates as serials, errors as codes, empty texts as nothing."""
    if isinstance(value, dt.date):
        return (dt.date(value.year, value.month, value.day) - dt.date(1899, 12, 30)).days
    if isinstance(value, CellError):
        return value.code
    return float(value) if isinstance(value, (int, float, Serial)) and not isinstance(value, bool) else value or None


@pytest.mark.parametrize("masked", [False, True], ids=["full", "masked"])
@pytest.mark.parametrize("source", BOOKS, ids=lambda path: path.stem)
def test_no_formula_of_a_delivered_copy_calls_us_and_every_value_is_kept(
    source: Path, masked: bool, tmp_path: Path
) -> None:
    target = tmp_path / "副本.xlsx"
    pressed("交付副本", source, target, Wish(masked=masked))
    before = open_book(source)
    computed, after = with_values(before, recalculate(before)), open_book(target)
    calls = OurCalls(after)
    parts = parts_of(target)
    assert [text for name, data in parts.items() if name.endswith(".xml") for text in formulas_of(data) if
            calls.is_ours(text)] == []  # fmt: skip
    assert not [name for name in parts if "calcchain" in name.lower() or "externallink" in name.lower()]
    differing = [
        (sheet.name, row, col, old, new)
        for sheet in computed.sheets
        for row, cells in enumerate(sheet.rows, 1)
        for col, old in enumerate(cells, 1)
        if plain(new := after.sheet(sheet.name).value(row, col)) != plain(old)
        and not (masked and "********" in str(new))
    ]
    assert differing == []


def test_a_masked_copy_keeps_accounts_and_vouchers_and_hides_mistyped_numbers_of_persons(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    account, voucher, order, wrong = "6222021001116245702", "2011030200000015", "201103020000001", "990101196405010039"
    book = openpyxl.Workbook()
    people = book.active
    people.title = "发放表"
    people.append(["姓名", "身份证号", "银行账号", "备注"])
    people.append(["虚构甲", wrong, account, f"见{wrong}"])
    people.append(["虚构乙", "990101196405010054", account, None])
    ledger = book.create_sheet("台账")
    ledger.append(["日期", "凭证号", "摘要", "对冲单号"])
    ledger.append(["2011-03-02", voucher, f"付虚构甲 {account}", int(order)])
    ledger.append(["2011-03-02", f'=IF(1=1,"{voucher}","{wrong}")', None, None])
    book.save(source)
    summary = pressed("交付副本", source, target, Wish(masked=True)).summary
    copy = openpyxl.load_workbook(target)
    assert [cell.value for cell in copy["发放表"][2]] == [
        "虚构甲",
        "990101********0039",
        account,
        "见990101********0039",
    ]
    assert [cell.value for cell in copy["台账"][2]] == ["2011-03-02", voucher, f"付虚构甲 {account}", int(order)]
    assert not [name for name, data in parts_of(target).items() if wrong.encode() in data]
    assert "3 个单元格含银行账号，未脱敏" in summary


@pytest.mark.parametrize("source", BOOKS, ids=lambda path: path.stem)
def test_a_masked_copy_holds_no_full_id_number_in_any_part(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.xlsx"
    assert "脱敏" in pressed("交付副本", source, target, Wish(masked=True)).summary
    assert any(ID.search(data.decode(errors="replace")) for data in parts_of(source).values())
    found = [ID.findall(data.decode(errors="replace")) for data in parts_of(target).values()]
    assert [numbers for numbers in found if numbers] == []


def test_sheets_without_calls_of_ours_keep_their_bytes(tmp_path: Path) -> None:
    source, target = BOOKS[0], tmp_path / "副本.xlsx"
    pressed("交付副本", source, target)
    book, old, new = open_book(source), parts_of(source), parts_of(target)
    calls = OurCalls(book)
    untouched = [
        sheet.part
        for sheet in book.sheets
        if not any(calls.called(cell.text, sheet.name) for cell in sheet.formulas.values())
    ]
    assert untouched
    assert [part for part in untouched if old[part] != new[part]] == []
    assert [name for name in old if name not in new] == []


def test_formulas_are_kept_as_text_with_place_value_function_version_and_time(tmp_path: Path) -> None:
    source, target = ROOT / "samples" / "专户资金示例.xlsx", tmp_path / "副本.xlsx"
    done = pressed("交付副本", source, target)
    sheet = openpyxl.load_workbook(target)["公式说明"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0] == ["工作表", "单元格", "公式", "数值", "函数", "政策版本", "生成时间"]
    line = next(row for row in rows if row[:2] == ["单人测算", "D7"])
    assert line[2:5] == ["=SOE_CONTRIBUTION_BASE(1200,1480)", 1200, "缴费基数"]
    assert line[5].startswith("SEG2008 ")
    assert line[5] in done.summary
    assert line[6] == "2011-12-31 10:30"
    assert all(isinstance(row[2], str) and row[2].lstrip("{").startswith("=") for row in rows[1:])
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_later_check_of_the_copy_keeps_the_sheet_with_the_formulas(tmp_path: Path) -> None:
    pressed("交付副本", ROOT / "samples" / "专户资金示例.xlsx", tmp_path / "a.xlsx")
    pressed("校验整簿", tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    pressed("清除标记", tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    assert "公式说明" in openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames


def test_marks_and_reports_of_ours_are_not_delivered(tmp_path: Path) -> None:
    pressed("校验整簿", BOOKS[1], tmp_path / "a.xlsx")
    pressed("交付副本", tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert "校验结果" not in openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames
    assert not [name for name, data in parts_of(tmp_path / "b.xlsx").items() if b"xl_addin:" in data]


def test_a_copy_of_a_copy_is_refused_because_nothing_of_ours_is_left(tmp_path: Path) -> None:
    pressed("交付副本", BOOKS[0], tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="没有本插件的函数"):
        pressed("交付副本", tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.fixture
def table_book(tmp_path: Path) -> Path:
    """A synthetic book: a table function in one cell, a native formula below it, something in the way of another."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SEVERANCE
    sheet.append(["姓名", "参加工作时间", "解除时间", "前12个月月平均工资"])
    for name in "甲乙丙":
        sheet.append([f"虚构{name}", "1985-07-01", "2011-09-28", 1600])
    shown = book.create_sheet("结果")
    shown["B2"] = f"=SOE_SEVERANCE_TABLE({SEVERANCE}!A1:D4)"
    shown["B9"] = "=SUM(H3:H5)"
    shown["K1"] = f"=经济补偿金表({SEVERANCE}!A1:D4)"
    shown["L3"] = "挡"
    shown["A9"] = "=SOE_SEVERANCE(1,2,3)"
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def test_links_to_other_books_of_the_user_stay_in_the_copy_and_are_told(table_book: Path, tmp_path: Path) -> None:
    assert "链接" not in pressed("交付副本", table_book, tmp_path / "无.xlsx").summary
    linked = tmp_path / "连.xlsx"
    linked.write_bytes(table_book.read_bytes())
    with zipfile.ZipFile(linked, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    done = pressed("交付副本", linked, tmp_path / "副.xlsx")
    assert "保留了到其他工作簿的 1 个链接" in done.summary


def test_a_table_function_is_entered_over_its_whole_result_with_the_values(table_book: Path, tmp_path: Path) -> None:
    target = tmp_path / "填.xlsx"
    done = pressed("填充结果表", table_book, target, Wish(sheet="结果", cell="B2"))
    assert "B2:I5" in done.summary
    sheet = open_book(target).sheet("结果")
    formula = sheet.formulas[2, 2]
    assert (formula.kind, formula.ref, formula.text) == ("array", "B2:I5", f"SOE_SEVERANCE_TABLE({SEVERANCE}!A1:D4)")
    assert [sheet.value(row, 2) for row in range(2, 6)] == ["姓名", "虚构甲", "虚构乙", "虚构丙"]
    assert [sheet.value(row, 8) for row in range(3, 6)] == [43200, 43200, 43200]
    assert sheet.value(9, 2) == 129600
    assert set(sheet.formulas) == {(2, 2), (9, 2), (1, 11), (9, 1)}


def test_a_range_that_has_become_too_small_is_filled_again(table_book: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    pressed("填充结果表", table_book, first, Wish(sheet="结果", cell="B2"))
    book = openpyxl.load_workbook(first)
    book[SEVERANCE].append(["虚构丁", "1985-07-01", "2011-09-28", 1600])
    book["结果"]["B2"].value.text = f"=SOE_SEVERANCE_TABLE({SEVERANCE}!A1:D5)"
    book.save(first)
    pressed("填充结果表", first, second, Wish(sheet="结果", cell="D4"))
    sheet = open_book(second).sheet("结果")
    assert sheet.formulas[2, 2].ref == "B2:I6"
    assert sheet.value(6, 2) == "虚构丁"


def test_people_who_left_the_list_leave_the_table_and_its_sums(table_book: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    pressed("填充结果表", table_book, first, Wish(sheet="结果", cell="B2"))
    assert open_book(first).sheet("结果").value(9, 2) == 129600
    book = openpyxl.load_workbook(first)
    book[SEVERANCE].delete_rows(3, 2)
    book.save(second)
    third = tmp_path / "三.xlsx"
    done = pressed("填充结果表", as_last_shown(second, first), third, Wish(sheet="结果", cell="B2"))
    assert "B2:I3" in done.summary
    sheet = open_book(third).sheet("结果")
    assert sheet.formulas[2, 2].ref == "B2:I3"
    assert sheet.value(3, 2) == "虚构甲"
    assert {sheet.value(row, col) for row in (4, 5) for col in range(2, 10)} == {None}
    assert sheet.value(9, 2) == 43200


def as_last_shown(changed: Path, earlier: Path) -> Path:
    """The changed book with the values in the cells of 结果 that an earlier one shows, as Excel would have saved it."""
    shown = open_book(earlier).sheet("结果")
    values = {
        (row, col): value
        for row, line in enumerate(shown.rows, 1)
        for col, value in enumerate(line, 1)
        if value is not None
    }
    target = changed.with_stem(changed.stem + "-存")
    write_patched(changed, target, BookPatch({"结果": values}))
    return target


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("K1", "结果!L3 已有内容"),
        ("B9", "没有用本插件的函数"),
        ("A9", "错误值"),
        ("A1", "没有公式"),
        ("ZZZZ1", "--cell"),
        ("", "--cell"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_the_place(
    table_book: Path, tmp_path: Path, cell: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        pressed("填充结果表", table_book, tmp_path / "填.xlsx", Wish(sheet="结果", cell=cell))
    assert not (tmp_path / "填.xlsx").exists()


def test_recalculating_gives_what_the_command_line_calc_gives(table_book: Path, tmp_path: Path) -> None:
    done = pressed("重算", table_book, tmp_path / "重算.xlsx")
    assert done.faults == 1
    assert "结果!A9" in done.summary
    assert open_book(tmp_path / "重算.xlsx").sheet("结果").value(2, 2) == "姓名"


@pytest.mark.parametrize(
    ("name", "wish", "target", "words"),
    [
        ("关于与诊断", Wish(), "x.xlsx", "请去掉 -o"),
        ("交付副本", Wish(pdf=True), "x.xlsx", "--pdf"),
        ("交付副本", Wish(cell="A1"), "x.xlsx", "--cell"),
        ("交付副本", Wish(), "x.xlsm", "扩展名"),
        ("公示表", Wish(masked=True), "x.xlsx", "--masked"),
    ],
)
def test_wishes_that_a_command_cannot_heed_are_refused(
    table_book: Path, tmp_path: Path, name: str, wish: Wish, target: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        pressed(name, table_book, tmp_path / target, wish)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.xlsx"]


@pytest.mark.parametrize("masked", [False, True], ids=["full", "masked"])
def test_a_form_for_two_hundred_is_delivered_as_long_as_its_persons(masked: bool, tmp_path: Path) -> None:
    source, target = tmp_path / "模板.xlsx", tmp_path / "副本.xlsx"
    book = openpyxl.load_workbook(ROOT / "templates" / "职工花名册.xlsx")
    for row, name in enumerate(("虚构甲", "虚构乙"), start=4):
        book.worksheets[0].cell(row, 3, name)
        book.worksheets[0].cell(row, 4, "11010519491231002X")
    book.create_sheet("函数")["A1"] = "=SOE_RMB_UPPER(1600)"
    book.save(source)
    said = pressed("交付副本", source, target, Wish(masked=masked)).summary
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [row for row in range(1, 206) if sheet.row_dimensions[row].hidden] == list(range(9, 204))
    assert sheet["A204"].value == "合计"
    assert "1 张表合计行上面的空白行已隐藏（没有删除）" in said
    assert openpyxl.load_workbook(source).worksheets[0].row_dimensions[9].hidden is False


def test_rows_over_which_a_picture_lies_stay_in_sight_and_sheets_not_filled_in_are_named(tmp_path: Path) -> None:
    source, target = tmp_path / "模板.xlsx", tmp_path / "副本.xlsx"
    book = openpyxl.load_workbook(ROOT / "templates" / "职工花名册.xlsx")
    chart = openpyxl.chart.BarChart()
    book.worksheets[0].add_chart(chart, "B50")
    book.create_sheet("函数")["A1"] = "=SOE_RMB_UPPER(1600)"
    book.save(source)
    said = pressed("交付副本", source, target).summary
    assert not any(one.hidden for one in openpyxl.load_workbook(target).worksheets[0].row_dimensions.values())
    assert "已隐藏" not in said
    assert "1 张表没有填写，打印时可不选：职工花名册" in said

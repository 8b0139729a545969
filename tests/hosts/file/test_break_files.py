"""Defects that a breaker found on real files: stale dependents, names that hold our calls, targets that are no files.

Books are written as bare zip files; all data is synthetic. Every formula has a stored value that nothing may keep.
"""

from __future__ import annotations

import os
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from xl_addin.files.atomic import replacing
from xl_addin.files.container import CONTENT_TYPES
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.functions import call
from xl_addin.tables.grid import REMOVE, FormulaCell, SheetGrid
from xl_addin.tables.recognition import read_sheet
from xl_addin.values.errors import InputError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OURS = 'SOE_SEVERANCE("1985-07-01","2008-12-31",2400)'
SEVERANCE = call("SOE_SEVERANCE", "1985-07-01", "2008-12-31", 2400)


def parts_of(formulas: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """A book with one sheet 表: A1:A7 hold 1…7, D1:D3 hold 1…3, D4 our call, other cells the given formulas."""
    cells = {f"A{n}": f'<c r="A{n}"><v>{n}</v></c>' for n in range(1, 8)}
    cells |= {f"D{n}": f'<c r="D{n}"><v>{n}</v></c>' for n in range(1, 4)}
    cells |= {k: f'<c r="{k}"><f>{escape(v)}</f><v>999</v></c>' for k, v in {"D4": OURS, **formulas}.items()}
    rows = "".join(
        f'<row r="{n}">{"".join(cells[k] for k in sorted(cells) if int(k[1:]) == n)}</row>' for n in range(1, 8)
    )
    defined = "".join(f'<definedName name="{name}">{escape(text)}</definedName>' for name, text in names.items())
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1"'
        f' r:id="r1"/></sheets><definedNames>{defined}</definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }


def save(folder: Path, parts: Mapping[str, str]) -> Path:
    path = folder / "簿.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def recalculated(folder: Path, formulas: Mapping[str, str], names: Mapping[str, str] | None = None) -> Recalculation:
    return recalculate(open_book(save(folder, parts_of(formulas, names or {}))))


def at_h1(found: Recalculation) -> object:
    return found.values["表"].get((1, 8), "旧值未动")


@pytest.mark.parametrize(
    "text",
    ['SUMIF(A1:A7,">2",D1)', 'SUMIF(A1:A7,">2",D1:D2)', 'AVERAGEIF(A1:A7,">2",D1)', "SUM(SUMIF(A1:A7,{3,4},D1))",
     "SUM(OFFSET(D1,0,0,7,1)*{1})", 'SUM(INDIRECT("D4")*{1})', 'INDIRECT("R4C4",FALSE)', "SUM(D1:表!D7)",
     "加(5)", "[0]!加(5)", "金额(5)"],
)  # fmt: skip
def test_a_formula_that_reaches_our_call_in_a_roundabout_way_loses_its_stale_value(tmp_path: Path, text: str) -> None:
    """C5 74: SUMIF sums as many cells as it tests, LAMBDA names and INDIRECT read cells that the formula hides."""
    names = {"加": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+表!$D$4)"}
    names["金额"] = '_xlfn.LAMBDA(_xlpm.x,SOE_SEVERANCE("1985-07-01","2008-12-31",_xlpm.x))'
    assert at_h1(recalculated(tmp_path, {"H1": text}, names)) is REMOVE


def test_an_unaffected_sumif_keeps_its_stored_value(tmp_path: Path) -> None:
    """C5 75: only as many cells as the tested range has count as read."""
    assert at_h1(recalculated(tmp_path, {"H1": 'SUMIF(A1:A3,">2",D1)'})) == "旧值未动"


@pytest.mark.parametrize("text", ["SUM(表!D1:表!D7)", "SUM('表'!$D$1:'表'!$D$7)", "[0]表!D4+6", "SUM('[0]表'!D1:D7)"])
def test_a_sheet_named_twice_and_link_number_0_are_this_workbook(tmp_path: Path, text: str) -> None:
    assert at_h1(recalculated(tmp_path, {"H1": text})) == SEVERANCE + 6


def test_a_call_of_ours_in_a_defined_name_is_computed_where_the_name_is_used(tmp_path: Path) -> None:
    """C5 74: the stored value of a cell that only says ``=基数`` is not kept."""
    names = {"基数": OURS, "两倍": "基数*2"}
    found = recalculated(tmp_path, {"H1": "基数", "H2": "两倍", "H3": "H2+1"}, names)
    amounts = {(1, 8): SEVERANCE, (2, 8): 2 * SEVERANCE, (3, 8): 2 * SEVERANCE + 1, (4, 4): SEVERANCE}
    assert found.values["表"] == amounts
    assert found.calls == 3


def test_an_error_of_a_call_in_a_defined_name_is_told(tmp_path: Path) -> None:
    found = recalculated(tmp_path, {"H1": "基数"}, {"基数": 'SOE_SEVERANCE("2009-01-01","2008-12-31",2400)'})
    assert [(cell, error.code) for _, cell, error in found.errors] == [("H1", "#NUM!")]


def test_names_that_use_each_other_many_times_over_end_soon(tmp_path: Path) -> None:
    names = {f"名_{n}": "+".join([f"名_{n + 1}"] * 10) for n in range(15)} | {"名_15": "表!$D$4"}
    started = time.monotonic()
    assert at_h1(recalculated(tmp_path, {"H1": "名_0"}, names)) is REMOVE
    assert time.monotonic() - started < 10


def test_names_that_run_in_a_circle_leave_the_cell_to_the_host(tmp_path: Path) -> None:
    found = recalculated(tmp_path, {"H1": "甲"}, {"甲": "乙+1", "乙": "甲+SOE_VOTE(1,1,1)"})
    assert at_h1(found) is REMOVE


def test_a_book_without_content_types_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    """C5 84: ``calc`` and ``check`` used to accept what ``run`` refuses and no program opens."""
    parts = parts_of({}, {})
    del parts[CONTENT_TYPES]
    with pytest.raises(InputError, match="Content_Types"):
        open_book(save(tmp_path, parts))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_as_a_book_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "管道.xlsx"
    os.mkfifo(pipe)
    seen: list[str] = []

    def read() -> None:
        try:
            open_book(pipe)
        except InputError as error:
            seen.append(str(error))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    assert seen and "不是文件" in seen[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_target_that_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """``-o /dev/null`` by an administrator used to put a workbook in the place of the device."""
    pipe, link = tmp_path / "管道", tmp_path / "出.xlsx"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for target in (pipe, link):
        with pytest.raises(InputError, match="不是普通文件"), replacing(target) as stream:
            stream.write(b"x")
    assert pipe.is_fifo() and link.is_symlink()
    assert {each.name for each in tmp_path.iterdir()} == {"管道", "出.xlsx"}


@pytest.mark.skipif(os.name == "nt", reason="needs access rights of POSIX")
def test_a_replaced_file_hands_on_its_access_rights(tmp_path: Path) -> None:
    target = tmp_path / "出.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with replacing(target) as stream:
        stream.write(b"new")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


def test_what_a_killed_process_left_is_removed_by_a_later_write(tmp_path: Path) -> None:
    """A fresh temporary file may belong to a running process and stays."""
    old, fresh, other = (tmp_path / name for name in (".xl_addin-old.tmp", ".xl_addin-new.tmp", ".other.tmp"))
    for path in (old, fresh, other):
        path.write_bytes(b"x")
    for path in (old, other):
        os.utime(path, (time.time() - 7200,) * 2)
    with replacing(tmp_path / "出.xlsx") as stream:
        stream.write(b"new")
    assert {path.name for path in tmp_path.iterdir()} == {fresh.name, other.name, "出.xlsx"}


def test_a_line_of_sums_without_a_label_is_no_worker(tmp_path: Path) -> None:
    """R-10: it used to count as a person and double the total of the severance sheet."""
    headings = ["姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额", "合计"]
    people = [[name, "1990-01-01", "2007-12-31", 1000, 18_000, 18_000] for name in ("工甲", "工乙", "工丙")]
    sheet = SheetGrid("测算", "", [headings, *people, [None, None, None, None, 54_000, 54_000]])
    for col in (5, 6):
        text = f"SUM({'ABCDEF'[col - 1]}2:{'ABCDEF'[col - 1]}4)"
        sheet.formulas[5, col] = FormulaCell(5, col, text, "normal", None, 54_000, True)
    (table,) = read_sheet(sheet)
    assert (table.row_numbers, table.sum_rows) == ([2, 3, 4], [5])


def test_a_worker_without_a_name_whose_row_total_is_a_sum_stays_a_worker(tmp_path: Path) -> None:
    headings = ["姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额", "合计"]
    sheet = SheetGrid("测算", "", [headings, ["工甲", "1990-01-01", "2007-12-31", 1000, 18_000, 18_000], []])
    sheet.rows[2] = [None, None, None, None, 9_000, 9_000]
    sheet.formulas[3, 6] = FormulaCell(3, 6, "SUM(E3:E3)", "normal", None, 9_000, True)
    (table,) = read_sheet(sheet)
    assert table.row_numbers == [2, 3]

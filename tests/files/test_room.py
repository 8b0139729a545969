"""A workbook that holds more than there is room for is refused while it is read, in one line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from tests.faults import hostile_books as books
from xl_addin.files import markup, reading
from xl_addin.files.reading import open_book
from xl_addin.files.scan import texts
from xl_addin.files.scan.room import FORMULA_WEIGHT
from xl_addin.formulas import filling
from xl_addin.formulas.recalculation import recalculate
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import InputError

ROWS, COLS = 30, 4
VALUE, FORMULA, TEXT = "<v>7</v>", "<f>1+1</f><v>2</v>", "<is><t>甲</t></is>"
"""What a cell may hold."""


def _sheet(content: str, *, odd: bool) -> str:
    kind = ' t="inlineStr"' if content == TEXT else ""
    lines = [
        f'<row r="{row}">' + "".join(f'<c r="{"ABCD"[col]}{row}"{kind}>{content}</c>' for col in range(COLS)) + "</row>"
        for row in range(1, ROWS + 1)
    ]
    return ("<!-- -->" if odd else "") + "".join(lines)


@pytest.mark.parametrize("odd", [False, True], ids=["by blocks", "by the plain loop"])
@pytest.mark.parametrize(("content", "weight"), [(VALUE, 1), (TEXT, 1), (FORMULA, FORMULA_WEIGHT)])
def test_a_sheet_is_read_up_to_the_last_cell_and_refused_beyond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, weight: int, odd: bool
) -> None:
    path = books.save(tmp_path / "a.xlsx", books.parts(_sheet(content, odd=odd)))
    monkeypatch.setattr(reading, "MAX_FILLED", ROWS * COLS * weight)
    assert sum(map(len, open_book(path).sheets[0].rows)) == ROWS * COLS
    monkeypatch.setattr(reading, "MAX_FILLED", ROWS * COLS * weight - 1)
    with pytest.raises(InputError, match="拆分成几个工作簿") as refusal:
        open_book(path)
    assert "\n" not in refusal.value.message and "a.xlsx" in refusal.value.message


def test_the_sheets_of_a_workbook_have_one_room_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for _ in range(3):
            book.add_worksheet().write_column(0, 0, range(10))
    monkeypatch.setattr(reading, "MAX_FILLED", 30)
    assert len(open_book(path).sheets) == 3
    monkeypatch.setattr(reading, "MAX_FILLED", 29)
    with pytest.raises(InputError, match="Sheet3"):
        open_book(path)


def test_gaps_between_cells_take_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_FILLED", 3)
    for number, before in enumerate(("", "<!-- -->")):
        rows = (
            before + '<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1"><v>2</v></c></row><row r="9"><c r="B9" s="0"/></row>'
        )
        assert open_book(books.save(tmp_path / f"{number}.xlsx", books.parts(rows))).sheets[0].value(1, 702) == 2


def _sheets(count: int, rows: str, after: str = "") -> dict[str, bytes]:
    """A workbook of several sheets with the same content."""
    book = books.parts(rows, after=after)
    numbers = range(1, count + 1)
    names = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId{i}"/>' for i in numbers)
    lines = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in numbers]
    return (
        book
        | {
            "xl/workbook.xml": f'<workbook xmlns="{books.MAIN}" xmlns:r="{books.DOC}">'
            f"<sheets>{names}</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": books.relationships(*lines).encode(),
        }
        | {f"xl/worksheets/sheet{i}.xml": book[books.SHEET] for i in numbers}
    )


SHARED = (
    '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">SUM(B1:B9)+1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
)
MERGED = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
FAR = '<row r="1"><c r="Z1"><v>1</v></c></row>'
BUDGETS = {
    "shared formulas": ("MAX_EXPANDED", SHARED, "", len("SUM(B2:B10)+1"), "共享公式"),
    "merged ranges": ("MAX_MERGED", books.SMALL_ROWS, MERGED, 2, "合并单元格"),
    "gaps": ("MAX_CELLS", FAR, "", 26, "范围过大"),
}


@pytest.mark.parametrize(("limit", "rows", "after", "each", "said"), BUDGETS.values(), ids=BUDGETS.keys())
def test_what_each_sheet_may_hold_all_sheets_may_hold_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, rows: str, after: str, each: int, said: str
) -> None:
    path = books.save(tmp_path / "a.xlsx", _sheets(3, rows, after))
    monkeypatch.setattr(reading, limit, 3 * each)
    assert len(open_book(path).sheets) == 3
    monkeypatch.setattr(reading, limit, 3 * each - 1)
    with pytest.raises(InputError, match=f"表3.*{said}"):
        open_book(path)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_table_of_more_texts_than_there_is_room_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    items = "<si><t>甲</t></si>" * 10
    book = books.with_strings(books.parts(), items)
    if prefix:
        named = items.replace("</", "</x:").replace("<s", "<x:s").replace("<t", "<x:t")
        book["xl/sharedStrings.xml"] = f'<x:sst xmlns:x="{books.MAIN}">{named}</x:sst>'.encode()
    path = books.save(tmp_path / "a.xlsx", book)
    monkeypatch.setattr(texts, "MAX_FILLED", 10)
    open_book(path)
    monkeypatch.setattr(texts, "MAX_FILLED", 9)
    with pytest.raises(InputError, match="文字超过"):
        open_book(path)


@pytest.mark.parametrize(
    "content", ["<a/>" * 40, '<a b="1" c="2"/>' * 8, "<a>1</a>" * 20], ids=["tags", "attributes", "texts"]
)
def test_a_small_part_that_would_be_a_large_tree_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = books.save(tmp_path / "a.xlsx", books.with_styles(books.parts(), content))
    open_book(path)
    monkeypatch.setattr(markup, "MOST_NODES", 39)
    with pytest.raises(InputError, match=r"styles\.xml.*内容过多"):
        open_book(path)


def test_formulas_that_differ_have_room_by_their_letters_and_filled_down_ones_take_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def book(text: str) -> BookGrid:
        cells = (
            f'<row r="{r}"><c r="A{r}"><f>{text.format(r, r % 2 * "-")}</f><v>1</v></c></row>' for r in range(1, 41)
        )
        return open_book(books.save(tmp_path / "a.xlsx", books.parts("".join(cells))))

    monkeypatch.setattr(filling, "MAX_FILLED", 0)
    monkeypatch.setattr(filling, "_CELLS_LEFT", 100)
    assert recalculate(book("SOE_NOTICE_PAY(B{0}+100)")).calls == 40
    with pytest.raises(InputError, match="各不相同的公式") as refusal:
        recalculate(book("SOE_NOTICE_PAY(B{0}+{1}100)"))
    assert "\n" not in refusal.value.message


PROMISED_MB = 700
CHECK = (
    "import sys; from pathlib import Path; from tests.peak import peak_mb;"
    "from xl_addin.hosts.file.job import check_file; check_file(Path(sys.argv[1])); print(peak_mb())"
)


@pytest.mark.long
def test_formulas_of_twenty_thousand_persons_are_checked_in_700_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows, heads = 20_000, ("姓名", "参加工作时间", "解除日期", "月平均工资")
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (*heads, *(f"测算{col}" for col in range(8))))
        for row in range(1, rows + 1):
            sheet.write_row(
                row, 0, (f"职工{row}", f"{1980 + row % 30}-0{1 + row % 9}-01", "2024-06-30", 3000 + row % 999)
            )
            sheet.write_formula(row, 4, f"=SOE_SEVERANCE(B{row + 1},C{row + 1},D{row + 1})")
            for col in range(5, 12):
                sheet.write_formula(row, col, f"=ROUND(E{row + 1}*{col},2)+D{row + 1}")
    done = subprocess.run([sys.executable, "-c", CHECK, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < PROMISED_MB

"""Reading by blocks gives the very grid of the plain loop, or leaves the sheet to it; seeded, synthetic."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.faults import hostile_books as books
from tests.faults.rich_book import rich_book
from xl_addin.files import reading
from xl_addin.files.reading import open_book
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.tables.grid import BookGrid, address
from xl_addin.values.errors import InputError

SEED = 20_261_123
KEPT = sorted((Path(__file__).parents[3] / "workbooks").rglob("*.xlsx"))
STYLES = (
    '<numFmts><numFmt numFmtId="200" formatCode="yyyy.mm"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="22"/><xf numFmtId="4"/></cellXfs>'
)
RICH = "<si><r><t>丙</t></r><r><rPr><color rgb='0'/></rPr><t>丁</t></r></si>"
ITEMS = f"<si><t>甲</t></si><si><t>a&amp;b_x000D_</t></si>{RICH}<si><t/></si><si><t></t></si><si><t>12</t></si>"
USUAL = [
    '<c r="{a}"><v>{n}</v></c>',
    '<c r="{a}" s="1"><v>{n}</v></c>',
    '<c r="{a}" s="2" t="n"><v>{n}</v></c>',
    '<c r="{a}" t="s"><v>{i}</v></c>',
    '<c r="{a}" s="4" t="s"><v>{i}</v></c>',
    '<c r="{a}" s="4"/>',
    '<c r="{a}" t="inlineStr"><is><t>in{n}</t></is></c>',
    '<c r="{a}" s="123456" t="inlineStr"><is><t></t></is></c>',
    '<c r="{a}"><v>{f}</v></c>',
    '<c r="{a}" s="3" t="n"><v>{f}</v></c>',
    '<c r="{a}"><v>{d}</v></c>',
    '<c r="{a}" s="3"><v>{d}</v></c>',
    '<c r="{a}"><f>B{r}*{d}</f><v>{d}</v></c>',
    '<c r="{a}" s="3"><f>TODAY()</f><v>{d}</v></c>',
    '<c r="{a}" t="e"><f>NA()</f><v>#N/A</v></c>',
    '<c r="{a}" s="4" t="str"><f>职工!$A{r}</f><v>内{n}</v></c>',
    '<c r="{a}" t="b"><f>A1=B1</f><v>1</v></c>',
    '<c r="{a}" t="s"><f>A1</f><v>{i}</v></c>',
    '<c r="{a}"><f t="shared" si="{i}"/><v>{d}</v></c>',
    '<c r="{a}" t="e"><v>#DIV/0!</v></c>',
    '<c r="{a}" t="b"><v>0</v></c>',
    "",
]
ODD = [
    '<c r="{a}"/>',
    '<c r="{a}"></c>',
    '<c r="{a}" s="1"><v></v></c>',
    '<c r="{a}" t="b"><v>1</v></c>',
    '<c r="{a}" t="e"><v>#N/A</v></c>',
    '<c r="{a}" t="str"><f>A1&amp;"甲"</f><v>x&lt;_x000D_</v></c>',
    '<c r="{a}" t="str"><f>A1</f><v></v></c>',
    '<c r="{a}" t="str"><v> </v></c>',
    '<c r="{a}" t="e"><v> #N/A </v></c>',
    '<c r="{a}" t="b"><v> 1</v></c>',
    '<c r="{a}" t="inlineStr"><f>A1</f><v>5</v></c>',
    '<c r="{a}"><f>A1</f> <v>5</v></c>',
    '<c r="{a}"><f>A1</f><v>5</v><v>6</v></c>',
    '<c r="{a}"><f>A1\uffff</f><v>5</v></c>',
    '<c r="{a}"><f>A1&#10;+1</f><v>5</v></c>',
    '<c r="{a}"><f/><v>5</v></c>',
    '<c r="{a}"><f t="shared" si="{i}"></f><v>{n}</v></c>',
    '<c r="{a}"><f t="shared"  si="{i}"/><v>{n}</v></c>',
    '<c r="{a}"><f t="shared" si="{i}" /><v>{n}</v></c>',
    '<c r="{a}"><f t="shared" ref="A1:Z9" si="{i}">C1*{n}</f><v>{f}</v></c>',
    '<c r="{a}"><f t="array" ref="{a}">SUM(B1:B2)</f><v>{d}</v></c>',
    '<c r="{a}" s="1" cm="1"><f>A1</f><v>{n}</v></c>',
    "<c t='s' r='{a}'><v>0</v></c>",
    '<c r="{a}"><f>A1+{n}</f><v>{n}</v></c>',
    '<c r="{a}"><f t="shared" ref="A1:Z9" si="0">B1*2</f><v>{f}</v></c>',
    '<c r="{a}"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="{a}"><f>1/0</f></c>',
    '<c r="{a}" s="1"><v>1e9</v></c>',
    '<c r="{a}" t="inlineStr"><is><t>内&lt;</t></is></c>',
    '<c r="{a}" t="inlineStr"><is><r><rPr><color rgb="0"/></rPr><t>丁</t></r></is></c>',
    '<c r="{a}" s="2" t="inlineStr"><is><t>内{n}&amp;_x000D_</t></is></c>',
    '<c r="{a}" t="inlineStr"><is><t xml:space="preserve"> 内 </t></is></c>',
    '<c r="{a}" t="inlineStr"> <is><t>1</t></is></c>',
    '<c r="{a}" t="inlineStr"><is> <t>1</t></is></c>',
    '<c r="{a}" t="inlineStr"><is><t>1</t> </is></c>',
    '<c r="{a}" t="inlineStr"><is><t>1</t></is> </c>',
    '<c r="{a}" t="inlineStr"><is><t>1</t></is></c> ',
    '<c r="{a}" t="inlineStr"><is><t/></is></c>',
    '<c r="{a}" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>',
    '<c r="{a}" t="inlineStr"/>',
    '<c r="{a}" t="inlineStr"><v>5</v></c>',
    '<c r="{a}" t="inlineStr"><f>A1</f><is><t>5</t></is></c>',
    '<c r="{a}"><is><t>5</t></is></c>',
    '<c r="{a}" t="d"><v>2010-06-30T16:00:00.000Z</v></c>',
    '<c r="{a}"><v>-0</v></c>',
    '<c r="{a}"><v> 7 </v></c>',
    '<c r="{a}"><v>{n}{n}{n}</v></c>',
    '<c r="{a}"><v>00012</v></c>',
    '<c r="{a}"><v>1&#50;</v></c>',
    '<c r="{a}"><v>甲</v></c>',
    '<c r="{a}" s="1" cm="1"><v>{n}</v></c>',
    '<c r="{a}" s="01"><v>{n}</v></c>',
    '<c r="{a}" t="n"/>',
    '<c r="{a}" ><v>1</v></c>',
    '<c r="{a}"><v>1</v> </c>',
    '<c r="{a}"><v xml:space="preserve">1</v></c>',
    '<c r="{a}"><v>1</v><extLst><ext/></extLst></c>',
]
STRANGE = [
    "<c><v>5</v></c>",
    '<c r="A1"><v>1</v></c>',
    '<c r="XFE{r}"><v>1</v></c>',
    '<c r="{a}" t="s"><v>99</v></c>',
    "<!-- <c> -->",
    "<c/>",
    "<![CDATA[ ]]>",
    "<?x?>",
    '<c\tr="{a}"><v>1</v></c>',
    '<c r="{a}"><v>1</v></c',
    '<c r="{a}"><v>&bad;</v></c>',
    '<c r="{a}"><v>\x01</v></c>',
    '<c r="{a}"><v>\x0c1.5</v></c>',
    '<c r="{a}"><v>]]></v></c>',
    "<v>1</v>",
    "text",
    "</c>",
    '<c r="{a}" s="1" s="1"><v>1</v></c>',
    '<c r="a{r}"><v>1</v></c>',
    '<c r="{a}"><c r="{a}"><v>1</v></c></c>',
]
ROW_TAGS = (
    *('<row r="{r}">', '<row r="{r}" spans="1:9">', '<row r="{r}" ht="15" customHeight="1" x14ac:dyDescent="0.25">'),
    *('<row r="{r}" x="&lt;">', '<row spans="1:9" r="{r}">', "<row>", '<row r="{r}" x="1" x="2">', '<row r="0{r}" >'),
)
ROW_WEIGHTS = (40, 40, 40, 2, 1, 1, 1, 2)


def shown(book: BookGrid) -> str:
    """Everything that was read, types included."""
    return repr([(s.name, s.rows, s.formulas, list(s.formulas), s.merged, s.state) for s in book.sheets])


def outcome(path: Path) -> str:
    try:
        return shown(open_book(path))
    except InputError as error:
        return error.message


@pytest.fixture
def quick_sheets(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each sheet that was read went the quick way."""
    ways: list[bool] = []
    quickly = reading._scan_quickly

    def watched(*arguments: object) -> object:
        found = quickly(*arguments)  # type: ignore[arg-type]
        ways.append(found is not None)
        return found

    monkeypatch.setattr(reading, "_scan_quickly", watched)
    return ways


def plain_outcome(path: Path) -> str:
    def refuse(*_: object) -> None:
        raise Unusual

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "scan_blocks", refuse)
        patch.setattr(reading, "block_texts", refuse)
        return outcome(path)


@pytest.mark.parametrize("path", KEPT, ids=[path.stem for path in KEPT])
def test_every_workbook_of_the_project_reads_alike_and_quickly(path: Path, quick_sheets: list[bool]) -> None:
    assert outcome(path) == plain_outcome(path)
    assert all(quick_sheets[: len(quick_sheets) // 2])


@pytest.mark.parametrize("make", books.REFUSED.values(), ids=books.REFUSED.keys())
def test_a_refused_book_is_refused_with_the_same_words(tmp_path: Path, make: object) -> None:
    path = make(tmp_path / "坏.xlsx")  # type: ignore[operator]
    assert outcome(path) == plain_outcome(path)


def test_a_book_with_every_feature_reads_alike(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "全.xlsx")
    assert outcome(path) == plain_outcome(path)


def random_rows(dice: random.Random) -> str:
    """Rows of usual cells, now and then an odd one, seldom one that no program writes."""
    odd, strange = dice.choice((0, 0, 0.05, 0.4)), dice.choice((0, 0, 0, 0.01))
    rows, row = [], 0
    for _ in range(dice.randrange(1, 30)):
        row += dice.choice((1, 1, 1, 1, 1, 2, 9))
        if dice.random() < 0.05:
            rows.append(
                dice.choice((f'<row r="{row}"/>', f'<row r="{row}" spans="1:1"></row>', "\n" if strange else ""))
            )
            continue
        cells, col = [], 0
        for _ in range(dice.randrange(0, 12)):
            col += dice.choice((1, 1, 1, 1, 2, 30))
            kind = dice.random()
            words = STRANGE if kind < strange else ODD if kind < strange + odd else USUAL
            number = dice.choice((0, 1, 60, 61, 31_229, 99_999_999, 123_456_789, dice.randrange(10**5)))
            fraction = dice.choice(("1.5", "-2", "1E+3", "1e400", ".5", "2400.675", "31229.75", "1_0.5", "nan"))
            text = dice.choice(words).replace("{a}", address(row, col)).replace("{r}", str(row))
            text = text.replace("{n}", str(number)).replace("{f}", fraction).replace("{d}", decimal(dice))
            cells.append(text.replace("{i}", str(dice.randrange(6))))
        tag = dice.choices(ROW_TAGS, ROW_WEIGHTS if strange else (*ROW_WEIGHTS[:3], 0, 0, 0, 0, 0))[0]
        rows.append(tag.replace("{r}", str(row)) + "".join(cells) + "</row>")
    return "".join(rows)


def decimal(dice: random.Random) -> str:
    """A number as programs write it, or nearly."""
    whole, part = dice.randrange(10 ** dice.randrange(1, 11)), dice.randrange(10 ** dice.randrange(1, 11))
    usual = (
        f"{whole}.{part}",
        f"-{whole}.{part}",
        repr(dice.uniform(-9, 9)),
        f"{dice.random() * 1e-9:.17G}",
        str(whole),
    )
    rare = (
        "-0.0",
        "5.",
        "-.5",
        "+5",
        "-",
        "-5",
        "007",
        "0.",
        "1-2",
        "1.2.3",
        "NaN",
        "-Infinity",
        "9" * 41,
        "1e309",
        "1,5",
    )
    return dice.choice(usual if dice.random() < 0.95 else rare)


def damaged(dice: random.Random, data: bytes) -> bytes:
    """The same bytes with a few of them lost, doubled, replaced or moved."""
    piece = bytearray(data)
    for _ in range(dice.randrange(1, 4)):
        if not piece:  # all of it was lost
            break
        at, length = dice.randrange(len(piece)), dice.choice((1, 1, 1, 2, 5, 20))
        new = dice.choice(
            (b"", bytes(piece[at : at + length]) * 2, bytes([dice.choice(b"<>/\"' 0sctv&r\n\x80\x00!?-]")]))
        )
        piece[at : at + length] = new
    return bytes(piece)


def save(path: Path, rows: str | bytes) -> Path:
    """A book with styles and shared texts."""
    book = books.with_strings(books.with_styles(books.parts("@"), STYLES), ITEMS)
    lines = [(f"rId{n}", kind, f"{kind}.xml") for n, kind in ((2, "sharedStrings"), (3, "styles"))]
    links = books.relationships(("rId1", "worksheet", "worksheets/sheet1.xml"), *lines)
    sheet = book[books.SHEET].replace(b"@", rows if isinstance(rows, bytes) else rows.encode())
    return books.save(path, book | {"xl/_rels/workbook.xml.rels": links.encode(), books.SHEET: sheet})


def compare_random_books(folder: Path, seed: int, count: int, *, damage: bool) -> int:
    """Read random sheets both ways and say how many were not refused."""
    dice, good = random.Random(seed), 0
    for _ in range(count):
        rows: str | bytes = random_rows(dice)
        if damage:
            rows = damaged(dice, rows.encode() or b"<row/>")
        path = save(folder / "随机.xlsx", rows)
        expected = plain_outcome(path)
        assert outcome(path) == expected, rows
        good += expected.startswith("[")
    return good


@pytest.mark.parametrize("block", [1, 100, 1 << 20])
def test_random_sheets_read_alike_whatever_the_block(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch, quick_sheets: list[bool]
) -> None:
    monkeypatch.setattr("xl_addin.files.scan.blocks._BLOCK", block)
    monkeypatch.setattr("xl_addin.files.scan.texts._BLOCK", block)
    monkeypatch.setattr("xl_addin.files.entries._PIECE", block)
    monkeypatch.setattr("xl_addin.files.scan.blocks._LONGEST", 1 << 20)
    assert compare_random_books(tmp_path, SEED + block, 150, damage=False) > 75
    assert sum(quick_sheets) > 50


def test_damaged_sheets_are_refused_or_read_alike(tmp_path: Path, quick_sheets: list[bool]) -> None:
    assert compare_random_books(tmp_path, SEED, 400, damage=True) > 30
    assert sum(quick_sheets) > 10


@pytest.mark.long
def test_twenty_thousand_random_and_damaged_sheets_read_alike(tmp_path: Path) -> None:
    for damage in (False, True):
        assert compare_random_books(tmp_path, SEED + 1 + damage, 10_000, damage=damage) > 500


def test_what_programs_write_reads_alike_and_quickly(tmp_path: Path, quick_sheets: list[bool]) -> None:
    dice = random.Random(SEED)
    day = dt.date(1985, 7, 1)
    values = [1, -3, 2400.5, 0.1, 10**12, "甲", "a<b&c", "x_x000D_", True, None, day, dt.datetime(1985, 7, 1, 18, 30)]
    lines = [[dice.choice(values) for _ in range(dice.randrange(1, 40))] for _ in range(300)]
    plain, other = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.active["ZZ310"] = "=SUM(A1:A9)"
    book.save(plain)
    with xlsxwriter.Workbook(other, {"default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as written:
        sheet = written.add_worksheet()
        for row, line in enumerate(lines):
            for col, value in enumerate(line):
                if value is not None:
                    sheet.write(row * 2, col, value)
        sheet.write_formula(700, 3, "=A1&D1", None, "甲")
    for path in (plain, other):
        assert outcome(path) == plain_outcome(path)
    assert quick_sheets == [True, False] * 2


def test_the_rows_of_a_quick_sheet_are_what_was_written(tmp_path: Path, quick_sheets: list[bool]) -> None:
    rows = (
        '<row r="2"><c r="A2" t="s"><v>5</v></c><c r="C2" s="1"><v>31229</v></c><c r="D2" s="4"/></row>'
        '<row r="4"><c r="B4"><v>7</v></c><c r="AA4"><v>0.5</v></c></row><row r="5"/>'
    )
    sheet = open_book(save(tmp_path / "a.xlsx", rows)).sheets[0]
    assert sheet.rows == [[], ["12", None, dt.date(1985, 7, 1)], [], [None, 7, *[None] * 24, 0.5]]
    assert [type(sheet.rows[3][at]) for at in (1, 26)] == [int, float]
    assert quick_sheets == [True]

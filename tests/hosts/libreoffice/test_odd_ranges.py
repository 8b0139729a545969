"""Functions over tables of any cells in a real Calc: every cell of the result is what the file host gives.

Error values and truth values are left out: Calc does not hand them over as such.
"""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from tests.hosts.libreoffice.test_calc_functions import same, shown, stored
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.hosts.libreoffice.office import Office

pytestmark = pytest.mark.calc
ODD: list[object] = [
    *(
        "",
        " ",
        "/",
        "—",
        "无",
        "1600元/月",
        "１６００",
        "1,600.00",
        "二〇〇三年七月",
        "100万元",
        "2003.7",
        "是",
        "1=1",
        "'1600",
    ),
    *(-1, 0, 0.1, 1e300, 31229, None, None, "字" * 300, "11010119600101001X", "=SUM(1600,0)", '=""', '="1600"'),
]
ROSTER: dict[str, list[object]] = {
    "姓名": ["虚构甲", "虚构乙", "虚构丙"],
    "参加工作时间": ["1985-07-01", 31229, "1991.7", "1978年3月"],
    "解除时间": ["2011-09-28", 40814],
    "前12个月月平均工资": [1600, 2100.55, 900],
    "企业月平均工资": [1500, 1800],
    "当地月平均工资": [2300, 2500],
    "解除事由": ["协商", "裁员", "合同期满"],
}
PACKAGE: dict[str, list[object]] = ROSTER | {
    "在岗状态": ["在岗", "离岗", "内退", "退休"],
    "养老欠缴起": ["2002-01", "2003.7"],
    "养老欠缴止": ["2003-12", "2004-06"],
    "缴费工资": [1000, 1200.4],
    "缴费平均工资": [1300, 1200],
    "年龄": [58, 66, 71],
    "医疗缴费标准": [1800, 1750.5],
}
LEDGER: dict[str, list[object]] = {
    "日期": ["2010-03-01", 40500, "2010年5月6日"],
    "企业名称": ["甲厂", "乙公司", "丙商场"],
    "系统": ["商贸系统", "工业系统"],
    "收支类型": ["收入", "支出"],
    "来源或用途": ["土地出让", "股权转让", "垫付", "经济补偿金", "养老保险"],
    "金额": [100000, 23456.78, "30,000.00"],
    "审批文号": ["市改〔2010〕3号", None],
}
NEEDS: dict[str, list[object]] = {
    "项目": ["经济补偿金", "养老", "医疗"],
    "金额": [1000, 2000.5, 3000],
    "顺序": [1, 2, 3],
}
POSITIONS: dict[str, list[object]] = {"企业": ["甲厂", "乙公司", "丙商场"], "盈亏": [5000, -3000, 2000.5]}
REPAID: dict[str, list[object]] = {"日期": ["2012-06-30", "2013-06-30"], "还款": [100000, 50000.5]}


SHEETS = {"职工": ROSTER, "两险": PACKAGE, "台账": LEDGER, "需求": NEEDS, "盈亏": POSITIONS, "还款": REPAID}
WIDTH, HEIGHT = 15, 14


def add_sheet(
    book: openpyxl.Workbook, name: str, columns: dict[str, list[object]], chance: random.Random, odd: float
) -> str:
    """A heading, a sound row, and rows of which some cells are odd; gives the range, which may go on below them.

    The sound row keeps a result from being one of headings only: Calc and Excel repeat a single row.
    """
    sheet, rows = book.create_sheet(name), chance.randrange(9)
    sheet.append(list(columns))
    sheet.append([cells[0] for cells in columns.values()])
    for _ in range(rows):
        sheet.append([chance.choice(ODD if chance.random() < odd else cells) for cells in columns.values()])
    return f"{name}!$A$1:${get_column_letter(len(columns))}${rows + 2 + chance.randrange(3)}"


def table_calls(places: dict[str, str], by: str) -> list[str]:
    body = {name: place.replace("$A$1:", "$A$2:") for name, place in places.items()}
    return [
        f"=SOE_SEVERANCE_TABLE({places['职工']})",
        f"=SOE_PACKAGE_TABLE({places['两险']})",
        f'=SOE_FUND_STATEMENT({places["台账"]},"2011-12-31","{by}")',
        f"=SOE_WATERFALL(5000,{body['需求']})",
        f"=SOE_TRANSFER({body['盈亏']},0.2)",
        f'=SOE_DEFERRAL_SCHEDULE(800000,"2011-06-30",200000,0.05,{body["还款"]})',
    ]


def cell_calls(places: dict[str, str], package: str) -> list[str]:
    ledger, last = places["台账"], get_column_letter(len(PACKAGE))
    return [
        f"=SOE_FUND_BALANCE({ledger})",
        f'=SOE_FUND_BALANCE({ledger},"2010-04-01","甲厂")',
        f'=SOE_FUND_LIABILITY({ledger},"垫付")',
        *(
            f'=SOE_PACKAGE({package}!$A$1:${last}$1,{package}!$A${row}:${last}${row},"{item}")'
            for row in (2, 3)
            for item in ("合计", "经济补偿", "养老", "医疗")
        ),
    ]


def write_book(path: Path, chance: random.Random) -> int:
    """Four groups of sheets with odd cells and one of results; gives its rows."""
    book = openpyxl.Workbook()
    results, row, odd = book.worksheets[0], 1, chance.choice((0.03, 0.1, 0.3))
    results.title = "结果"
    for n in range(4):
        places = {name: add_sheet(book, f"{name}{n}", columns, chance, odd) for name, columns in SHEETS.items()}
        for text in table_calls(places, chance.choice(["企业", "系统"])):
            area = f"A{row}:{get_column_letter(WIDTH)}{row + HEIGHT - 1}"
            results[f"A{row}"] = ArrayFormula(area, text)
            row += HEIGHT
        for text in cell_calls(places, f"两险{n}"):
            results[f"A{row}"] = text
            row += 1
    book.save(path)
    return row


@pytest.mark.parametrize("seed", range(2))
def test_tables_of_any_cells_give_what_the_file_host_gives(seed: int, calc: Office, tmp_path: Path) -> None:
    path = tmp_path / "任意.xlsx"
    last = write_book(path, random.Random(seed))
    read = open_book(path)
    expected = with_values(read, recalculate(read)).sheet("结果")
    cells = calc.open(path).Sheets.getByName("结果")
    wrong, seen = [], 0
    for row in range(1, last):
        for col in range(1, WIDTH + 1):
            cell = cells.getCellByPosition(col - 1, row - 1)
            now, then = shown(cell), stored(expected.value(row, col))
            seen += then not in (None, "#N/A")
            if not same(now, then):
                wrong.append((row, col, cell.getFormula(), now, then))
    assert wrong == []
    assert seen > 1000

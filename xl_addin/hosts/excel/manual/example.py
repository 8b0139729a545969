"""The small workbook that the clerk's manual follows, and what each button answers to it.

Persons, firm and numbers are invented. The answers are computed by the commands themselves, so that neither manual
nor pictures can say anything else than the add-in does.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Final

from xl_addin.commands.plan import BookPlan, CopyPlan, MessagePlan, RecalculationPlan
from xl_addin.commands.spec import CommandSpec, Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid, address
from xl_addin.values.errors import InputError

NAME: Final = "虚构厂测算.xlsx"
ROSTER, POLICY, RESULT = "测算", "政策", "结果"
"""Names of its sheets."""
DAY: Final = dt.datetime(2011, 10, 10, 9, 0)
"""When the manual's clerk works."""
TABLE_FORMULA: Final = "经济补偿金表(测算!A1:J4,政策!A1:B4)"
_LEFT: Final = dt.date(2011, 9, 28)
_FIRM: Final = "示例市虚构化肥厂"
_HEADINGS: Final = (
    "企业名称",
    "姓名",
    "身份证号",
    "参加工作时间",
    "解除时间",
    "解除事由",
    "前12个月月平均工资(元)",
    "企业月平均工资(元)",
    "当地上年度职工月平均工资(元)",
    "补偿金额(元)",
)
_HASH: Final = re.compile(r" [0-9a-f]{12}(?![0-9a-f])")
Rows = list[list[CellValue]]


def worker_formula(row: int) -> str:
    """Give the formula of the amount in a row, without the equals sign.

    >>> worker_formula(2)
    '经济补偿金(D2,E2,G2,H2,I2,F2,政策!$A$1:$B$4)'
    """
    cells = ",".join(f"{col}{row}" for col in "DEGHIF")
    return f"经济补偿金({cells},政策!$A$1:$B$4)"


def policy_rows() -> Rows:
    """The sheet 政策: the profile, its state, and an option that offices disagree on."""
    return [["项目", "值"], ["口径", "分段计算"], ["状态", "草案"], ["不满一年的尾数", "不满一年按一年"]]


def typed_rows() -> Rows:
    """The sheet 测算 as first typed: a start of work that can be read in two ways, an amount from a calculator."""
    return [
        list(_HEADINGS),
        _row("王甲子", "99010119640501803X", dt.date(1985, 7, 1), 1600, f"={worker_formula(2)}"),
        _row("李乙丑", "990101197003050023", 1990.1, 1800, f"={worker_formula(3)}"),
        _row("张丙寅", "990101196803120013", dt.date(1988, 12, 1), 2100, 38000),
    ]


def corrected_rows() -> Rows:
    """The same sheet after the clerk has looked at the files and entered the formula everywhere."""
    rows = typed_rows()
    rows[2][3] = "1990年1月"
    rows[3][9] = f"={worker_formula(4)}"
    return rows


def _row(name: str, number: str, start: CellValue, wage: int, amount: CellValue) -> list[CellValue]:
    return [_FIRM, name, number, start, _LEFT, "客观变化", wage, 1652.3, 2300, amount]


def workbook(rows: Rows) -> BookGrid:
    """Give the workbook with the sheets 测算 (from ``rows``) and 政策; a text that begins with = is a formula."""
    return BookGrid(Path(NAME), [_sheet(ROSTER, rows), _sheet(POLICY, policy_rows())])


def with_table_formula(book: BookGrid) -> BookGrid:
    """Add the sheet 结果 with the table function in its first cell."""
    return BookGrid(book.path, [*book.sheets, _sheet(RESULT, [[f"={TABLE_FORMULA}"]])])


def _sheet(name: str, rows: Rows) -> SheetGrid:
    formulas = {
        (row, col): FormulaCell(row, col, value[1:], "normal", None, None, False)
        for row, cells in enumerate(rows, 1)
        for col, value in enumerate(cells, 1)
        if isinstance(value, str) and value.startswith("=")
    }
    values = [
        [None if (row, col) in formulas else value for col, value in enumerate(cells, 1)]
        for row, cells in enumerate(rows, 1)
    ]
    return SheetGrid(name, "", values, formulas)


def answer(spec: CommandSpec, book: BookGrid, wish: Wish) -> str:
    """Give the text of the message box, policy hashes left out: they change with every edition of the data."""
    try:
        plan, _ = planned(spec, book, wish, DAY)
    except InputError as error:
        return error.message
    if isinstance(plan, MessagePlan):
        text = f"{plan.title}\n\n{plan.text}"
    elif isinstance(plan, RecalculationPlan):
        text = "已重算所有打开的工作簿中的公式"
    elif isinstance(plan, BookPlan):
        text = f"{plan.summary}\n已另存为：{book.path.stem}{plan.suffix}.xlsx（已打开）"
    elif isinstance(plan, CopyPlan):
        text = f"{plan.summary}\n已写出：{book.path.stem}{plan.suffix}.xlsx"
    else:
        text = plan.summary
    return _HASH.sub(" ……", text)


def table_of(rows: Rows) -> list[str]:
    """Give rows as a table in Markdown with the letters and numbers of Excel's margins."""
    letters = [address(1, col).rstrip("1") for col in range(1, len(rows[0]) + 1)]
    lines = ["| |" + "".join(f" {letter} |" for letter in letters), "|---|" + "---|" * len(letters)]
    return lines + [
        f"| **{number}** |" + "".join(f" {_shown(value)} |" for value in row) for number, row in enumerate(rows, 1)
    ]


def _shown(value: CellValue) -> str:
    return f"`{value}`" if isinstance(value, str) and value.startswith("=") else str(value)

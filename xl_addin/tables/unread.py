"""Columns of a table that nobody reads: named, and asked about where they could be one that is missing.

A filled column of unknown heading is asked about when the sheet lacks a column that amounts hang on, the heading is
like one that would be accepted, and the cells are of its kind. A heading that says （不用） is not asked about.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from xl_addin.tables.cleaning import clean_number, read_date
from xl_addin.tables.firm_names import is_firm
from xl_addin.tables.grid import CellValue, address, area_bounds, column_letters
from xl_addin.tables.heading_roles import nearest
from xl_addin.tables.labels import heading, plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import NA, InputError
from xl_addin.values.texts import visible

_SAMPLE: Final = 200
"""Filled cells that are looked at to tell what a column holds."""
_LIKE: Final = {
    "date": 0.4,
    "month": 0.4,
    "money": 0.5,
    "number": 0.5,
    "percent": 0.5,
    "id": 0.0,
    "text": 0.6,
    "seq": 1.1,
}
"""How like an accepted heading one must be to be asked about, by what the column holds."""
_OF_AMOUNTS: Final = frozenset({"severance", "roster"})
"""Kinds whose missing columns amounts hang on: what is a little like one of them is asked about."""
_LIKE_CORE: Final = 0.6
"""How like a heading of another kind of sheet must be, without its last word."""
_OTHERS: Final = re.compile(r"[收付]款|对方|往来|开户|供应|受让|竞买|评估|审计|拍卖|受益|债权|银行|购买|中标|接收")
"""Headings of enterprises that have to do with the one of the row."""
_ENDING: Final = re.compile(r"(?:年月日|日期|年月|时间|人数|票数|金额|[数额日号])$")
_ONE_FOR_ALL: Final = frozenset({"enterprise_wage", "local_wage", "average_wage"})
"""Averages are the same for most rows: a column of many different numbers is none."""
_DECLINED: Final = re.compile(r"\((?:不用|不计|不读|无关|参考|作废)\)|不用$")
_DAY_NUMBERS: Final = ((1949, 2100), (18_000, 60_000), (194_901, 210_000), (19_490_101, 21_000_000))
_OTHER_MEASURE: Final = re.compile(
    r"年(?:度)?(?:人均|平均|均|工资|收入|社平)|总额|总数|倍|%|日平均|日均|日工资|缴费|实发|下岗|预计|折算"
)
"""Headings that are like a missing one and mean another measure: renaming them would falsify the value."""
UNREAD_MONEY: Final = "请并入收入金额或支出金额栏；不是收支的，在表头后加“（不用）”"
_MONEY_WORDS: Final = re.compile(r"收入|支出|收方|付方|借方?|贷方?|付款|收款|利息|手续费|拨款|金额|发生额")
_NO_MONEY: Final = re.compile(
    r"余额|结余|计入|限额|数量|单价|汇率|票|号|日期|时间|单位|人|方式|方向|标志|科目|项目|说明|摘要|类"
)
_HAN_NAME: Final = re.compile(r"[一-鿿·]{2,6}")


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A filled column that is not read, with its heading as users see it ('' if it has none)."""

    col: int
    heading: str

    @property
    def shown(self) -> str:
        """The heading, or where a column without heading stands."""
        return self.heading or f"{column_letters(self.col)}列（无表头）"


@dataclass(frozen=True, slots=True)
class HeadingQuestion:
    """An unread column that could be one that is missing."""

    role: str
    name: str
    """The missing column, as users call it."""
    cell: str
    """Where the unknown heading stands."""
    heading: str
    accepted: str
    """The accepted heading that it is most like."""
    doubt: str = ""
    """Why what a line says for all rows cannot be used, '' for the heading of a column."""

    @property
    def text(self) -> str:
        """The question for people."""
        if self.doubt:
            return (
                f"“{self.heading}”（{self.cell}）没有采用：{self.doubt}；"
                f"请改写成一个按月的数，如“{self.accepted}：××元/月”，或在表中加“{self.name}”一栏"
            )
        letters = re.sub(r"\d", "", self.cell)
        if _OTHER_MEASURE.search(plain(self.heading)):
            return (
                f"表头“{self.heading}”（{self.cell}）与“{self.name}”不是同一口径，没有读，而本表缺“{self.name}”一栏："
                f"请换算后另设“{self.accepted}”一栏，并在这个表头后加“（不用）”"
            )
        return (
            f"表头“{self.heading}”（{self.cell}）没有认出，{letters}列填有内容，而本表缺“{self.name}”一栏："
            f"是这一栏，请把表头改为“{self.accepted}”；不是，请在表头后加“（不用）”"
        )


def unread_columns(table: SheetTable) -> list[UnreadColumn]:
    """Every filled column inside a table, or just beside it, that is not read; not what a formula puts there whole."""
    used = set(table.header.columns.values())
    first, last = table.reach
    found = []
    for col in range(first, last + 1):
        if col not in used and not all(map(is_empty, table.cells_in(col))) and not _is_result(table, col):
            text = table.header.unknown.get(col) or table.heading_over(col)
            found.append(UnreadColumn(col, "".join(visible(text).split())))
    return found


def _is_result(table: SheetTable, col: int) -> bool:
    """Whether a formula gives the heading together with the column, as a table function does."""
    formulas = table._grid.formulas
    for row in range(table.header.first_row, table.header.last_row + 1):
        for left in range(table.reach[0], col + 1):
            formula = formulas.get((row, left))
            area = area_bounds(formula.ref) if formula and formula.kind != "normal" and formula.ref else None
            if area and area[1] <= col <= area[3] and area[2] > table.header.last_row:
                return True
    return False


def declined(text: str) -> bool:
    """Tell a heading that says （不用）: its column is meant to be passed over.

    >>> declined("系数（不用）"), declined("系数")
    (True, False)
    """
    return _DECLINED.search(plain(text)) is not None


def heading_questions(table: SheetTable) -> list[HeadingQuestion]:
    """The unread columns that could be a column that is missing; each is asked about once."""
    doubted = [
        HeadingQuestion(role, name, address(said.row, said.col), f"{said.label}：{said.value}", name, said.doubt)
        for role, said in table.doubted.items()
        if (name := table.layout.columns[role].name)
    ]
    return doubted + _column_questions(table)


def _column_questions(table: SheetTable) -> list[HeadingQuestion]:
    wanted = [spec.role for spec in table.layout.columns.values() if spec.asked and not table.has(spec.role)]
    if table.has("start") or table.has("entry"):
        wanted = [role for role in wanted if role not in ("start", "entry")]
    if not wanted or not len(table):
        return []
    asked: dict[str, tuple[float, HeadingQuestion]] = {}
    amounts = table.kind in _OF_AMOUNTS
    for col, text in table.header.unknown.items():
        cells = [value for value in table.cells_in(col) if not is_empty(value)][:_SAMPLE]
        if not cells or declined(text):
            continue
        fitting = [role for role in wanted if _holds(table.layout.columns[role].type, role, cells)]
        key = heading(text).key
        role, accepted, score = nearest(table.layout, key, fitting)
        least = _LIKE[table.layout.columns[role].type] if role else 0.0
        if "enterprise" in wanted and not table.enterprise and _names_firms(key, cells):
            role, accepted, score, least = "enterprise", table.layout.columns["enterprise"].name, 1.0, 1.0
        elif not amounts and role:
            score, least = _core_likeness(key, accepted), _LIKE_CORE
        if role and score >= least and score > asked.get(role, (0.0,))[0]:
            place = table.heading_cell(col)
            name = table.layout.columns[role].name
            asked[role] = (score, HeadingQuestion(role, name, place, "".join(visible(text).split()), accepted))
    return [question for _, question in asked.values()]


def _core_likeness(key: str, accepted: str) -> float:
    """How like two headings are without the words that any heading of their kind ends with: 启动时间 is no 到账时间.

    >>> _core_likeness("启动时间", "到账时间"), _core_likeness("价款入账日", "入账时间") > 0.6
    (0.0, True)
    """
    left, right = _ENDING.sub("", key), _ENDING.sub("", accepted)
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if left and right else 0.0


def _names_firms(key: str, cells: Sequence[CellValue]) -> bool:
    """Whether most cells name enterprises, and the heading does not say that they are somebody else's."""
    firms = sum(isinstance(cell, str) and is_firm(cell) for cell in cells)
    return 2 * firms > len(cells) and not _OTHERS.search(key)


def unread_money(table: SheetTable) -> list[tuple[str, str]]:
    """Cell and heading of each column of amounts that nobody reads: what adds up an account book must not go without.

    Counts, prices, rates and numbers of papers are none.
    """
    found = []
    for col, text in table.header.unknown.items():
        folded = plain(text)
        if _MONEY_WORDS.search(folded) and not _NO_MONEY.search(folded) and not _DECLINED.search(folded):
            cells = [value for value in table.cells_in(col) if not is_empty(value)][:_SAMPLE]
            if cells and 2 * sum(map(_is_number, cells)) > len(cells) and any(cell not in (0, "0") for cell in cells):
                found.append((table.heading_cell(col), "".join(visible(text).split())))
    return found


def refuse_questions(table: SheetTable, *roles: str) -> None:
    """Refuse a table whose missing column (any of ``roles``; without roles, any) could be one that is not read."""
    for question in heading_questions(table):
        if not roles or question.role in roles:
            where = f"{table.sheet}：" if table.sheet else ""
            raise InputError(where + question.text, NA)


def _holds(kind: str, role: str, cells: Sequence[CellValue]) -> bool:
    """Tell whether most cells are of a kind."""
    fit = _FITS.get(kind)
    if fit is None:
        return (kind == "text" and role != "name") or all(
            isinstance(c, str) and _HAN_NAME.fullmatch(plain(c)) for c in cells
        )
    if 2 * sum(map(fit, cells)) <= len(cells):
        return False
    return role not in _ONE_FOR_ALL or len(cells) < 3 or len(set(map(str, cells))) <= max(2, len(cells) // 5)


def _is_day(cell: CellValue) -> bool:
    """Tell a date, or a number that can only be one: a year, a month, a day or a serial of this century."""
    if isinstance(cell, dt.date):
        return True
    if isinstance(cell, bool) or (isinstance(cell, (int, float)) and not any(a <= cell < b for a, b in _DAY_NUMBERS)):
        return False
    try:
        read_date(cell, "")
    except InputError as error:
        return error.code == NA
    except ValueError:
        return False
    return True


def _is_number(cell: CellValue) -> bool:
    try:
        clean_number(cell, "")
    except InputError:
        return False
    return not (isinstance(cell, str) and len(cell) >= 15)


def _is_long_number(cell: CellValue) -> bool:
    text = plain(cell) if isinstance(cell, str) else ""
    return 15 <= len(text) <= 18 and text[:-1].isdigit()


_FITS: Final[dict[str, Callable[[CellValue], bool]]] = {
    "date": _is_day, "month": _is_day, "money": _is_number, "number": _is_number, "percent": _is_number,
    "id": _is_long_number,
}  # fmt: skip

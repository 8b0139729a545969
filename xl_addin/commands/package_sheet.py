"""生成测算表: the 一补二险测算表 of a workbook's persons as a new workbook of live formulas.

Inputs stand left, results right: one array call of SOE_PACKAGE_TABLE over the whole block, so that no formula contains
its own cell. Who cannot be computed stands in a block of its own below, with the reason, and in no total: an error
would make every sum an error. Sums by enterprise and group are native formulas; results are stored, so that a host
without our functions shows them. Leaves out who there is (:mod:`xl_addin.commands.package_persons`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_addin.checks.spec import CheckedBook
from xl_addin.commands.package_persons import PackagePerson, read_package_persons
from xl_addin.commands.package_summary import SummedBlock, summary_sheet, total_yuan
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.policy_sheet import book_policy
from xl_addin.commands.policy_table import plan_policy_table
from xl_addin.commands.spec import CommandContext
from xl_addin.functions import call
from xl_addin.functions.package import TOTAL, package_contents
from xl_addin.functions.package_columns import period_roles, title
from xl_addin.policy.package import find_group, insurances, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.tables.building import NewBook, NewCell, NewSheet, PrintSetup, Value, row_height
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import BookGrid, CellValue, column_letters
from xl_addin.tables.sheet_table import read_tables
from xl_addin.values.errors import CellError, InputError

TITLE: Final = "一补二险测算表"
PENDING: Final = "待核实人员：不能计算，不计入上列合计；按下列原因改正后，金额自动算出；请同时改正原表，重新生成本表"
NOBODY: Final = "（缺姓名）"
NO_ENTERPRISE: Final = "（未写企业）"
_FIRST: Final = (("序号", 4.5), ("企业名称", 13.0), ("姓名", 7.5), ("身份证号", 17.5))
_SEVERANCE: Final = ("start", "end", "ground", "wage", "enterprise_wage", "local_wage")
_INSURANCE: Final = ("contribution_wage", "average_wage", "age", "annual_standard")
_WIDTHS: Final = {"post_status": 8.0, "start": 10.0, "end": 10.0, "ground": 8.5, "age": 4.5}
_WAGE_WIDTH, _PERIOD_WIDTH, _RESULT_WIDTH, _NAME_WIDTH = 9.0, 7.5, 12.0, 7.5
_MONEY: Final = frozenset(
    {"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "annual_standard"}
)
_NOTES: Final = (
    "注：1.蓝字为录入数据，可以改；右侧各栏是一个数组公式（函数 SOE_PACKAGE_TABLE），随录入数据和“政策”表重算。",
    "　　2.数组公式的行数已定：增减人员请改原表后重新生成，不要在表中插入行。",
    "　　3.没有安装本插件时，Excel、WPS 显示存放的结果；LibreOffice 总要重算数组公式，装扩展前显示 #NAME?。",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the sheet: roles of the inputs after the fixed first ones, and the parts on the right."""

    roles: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return len(_FIRST) + len(self.roles)

    @property
    def last(self) -> int:
        """Number of the last column with results."""
        return self.inputs + 1 + len(self.parts)

    def part(self, number: int) -> str:
        """Letters of the column of a part, from 0."""
        return column_letters(self.inputs + 2 + number)

    @property
    def widths(self) -> list[float]:
        """Widths of all columns."""
        own = [_WIDTHS.get(role, _WAGE_WIDTH if role in _MONEY else _PERIOD_WIDTH) for role in self.roles]
        return [*(w for _, w in _FIRST), *own, _NAME_WIDTH, *[_RESULT_WIDTH] * len(self.parts)]


def columns_for(contents: Sequence[str]) -> Columns:
    """Choose the columns that the parts of a package need.

    >>> columns_for(("经济补偿", "养老")).parts
    ('经济补偿', '养老', '合计')
    """
    insured = [item for item in contents if item in insurances()]
    severance = _SEVERANCE if len(insured) < len(contents) else ()
    periods = tuple(role for item in insured for role in period_roles(item))
    wages = _INSURANCE if insured else ()
    return Columns(("post_status", *severance, *periods, *wages), (*contents, TOTAL))


def plan_package_sheet(book: BookGrid, context: CommandContext) -> BookPlan:
    """生成测算表 for everybody on the workbook's lists (or on the sheet in front), as a new workbook."""
    found = book_policy(book)
    if found.fault:
        raise InputError(f"{found.sheet}：{found.fault}；请先改正政策表")
    checked = CheckedBook(read_tables(book), context.time.date(), found.policy)
    people = read_package_persons(book, checked, context.sheet)
    columns = columns_for(package_contents(found.policy))
    (policy_sheet,) = plan_policy_table(book, context).book.sheets
    policy_rows = [[cell.value for cell in row[:6]] for row in policy_sheet.rows]
    policy_ref = f"{policy_sheet.title}!$A$1:$F${len(policy_rows)}"
    results = compute(people, columns, policy_rows)
    sound = [i for i, row in enumerate(results) if not any(isinstance(value, CellError) for value in row)]
    pending = sorted(set(range(len(people))) - set(sound))
    made = _Sheet(columns, policy_ref, found.policy, context)
    sheet = made.build(_Block.of(people, results, sound), _Block.of(people, results, pending))
    sheets = [sheet, summary_sheet(made.sound, made.pending, columns)]
    total = total_yuan(results[i][-1] for i in sound)
    parts = [f"{TITLE} {len(people)} 人，合计 {total:,.2f} 元"]
    if pending:
        parts.append(f"{len(pending)} 人不能计算，单列在合计下面并写明原因")
    parts.append(f"政策版本：{found.policy.version}")
    return BookPlan(NewBook(TITLE, [*sheets, policy_sheet]), "；".join(parts), f"-{TITLE}", len(pending))


def input_row(person: PackagePerson, number: int, columns: Columns) -> list[CellValue]:
    """The input cells of one person, as they stand on the sheet."""
    status = person.cells.get("post_status")
    shown: CellValue = package_policy().default_group.label if is_blank(status) else status
    cells = {**person.cells, "post_status": shown}
    first: list[CellValue] = [number, person.enterprise or NO_ENTERPRISE, person.name or NOBODY, person.id]
    return [*first, *(cells.get(role) for role in columns.roles)]


def headings(columns: Columns) -> list[CellValue]:
    """The headings of the inputs."""
    return [*(name for name, _ in _FIRST), *(title(role) for role in columns.roles)]


def compute(people: Sequence[PackagePerson], columns: Columns, policy: Any) -> list[list[Any]]:
    """Results of everybody by the function that stands in the sheet, a row a person: name, parts, total."""
    if not people:
        return []
    block: list[Any] = [headings(columns)]
    block += [input_row(person, i, columns) for i, person in enumerate(people, start=1)]
    found = call("SOE_PACKAGE_TABLE", block, policy)
    if isinstance(found, CellError):
        raise InputError(found.message)
    if not isinstance(found, list) or len(found) != len(people) + 1:
        raise InputError("名单里有一行的姓名是“小计、注”一类的字样，不能当作职工，请改正姓名后再试")
    return found[1:]


@dataclass(frozen=True, slots=True)
class _Block:
    """Persons with their results."""

    people: list[PackagePerson]
    results: list[list[Any]]

    @classmethod
    def of(cls, people: Sequence[PackagePerson], results: Sequence[list[Any]], chosen: Sequence[int]) -> _Block:
        return cls([people[i] for i in chosen], [results[i] for i in chosen])


class _Sheet:
    """Builds the sheet row by row; ``sound`` and ``pending`` then say where the persons stand."""

    def __init__(self, columns: Columns, policy_ref: str, policy: Policy, context: CommandContext) -> None:
        self.columns, self.policy_ref, self.policy, self.context = columns, policy_ref, policy, context
        self.rows: list[list[NewCell]] = []
        self.merges: list[str] = []
        self.heights: dict[int, float] = {}
        self.arrays: dict[str, str] = {}
        self.sound, self.pending = SummedBlock(TITLE), SummedBlock(TITLE)

    def build(self, sound: _Block, pending: _Block) -> NewSheet:
        """Write everything from the title to the signatures."""
        self._wide(TITLE, "title", 30)
        line = f"政策版本：{self.policy.version}　　日期：{self.context.time:%Y-%m-%d}　　单位：元"
        self._wide(line, "plain_wrap", 18)
        if not self.policy.confirmed:
            self._wide("未确认口径：政策表上的口径尚未标为“已确认”，金额供核对用。", "notice", 20)
        header = len(self.rows) + 1
        self.sound = self._block(sound)
        self._total(sound.results)
        if pending.people:
            self.rows.append([])
            self._wide(f"{PENDING}（{len(pending.people)} 人）", "section", 20)
            self.pending = self._block(pending)
            self._reasons(pending.results)
        for note in _NOTES:
            self._wide(note, "note", 16)
        self._wide("制表：　　　　　　　　　审核：　　　　　　　　　日期：", "", 24)
        footer = "&L制表：　　　　审核：&C第 &P 页　共 &N 页&R&A"
        return NewSheet(
            title=TITLE,
            rows=self.rows,
            widths=self.columns.widths,
            merges=self.merges,
            heights=self.heights,
            printing=PrintSetup(landscape=True, repeat=(header, header), footer=footer),
            freeze_row=header,
            arrays=self.arrays,
        )

    def _wide(self, text: str, style: str, height: float) -> None:
        self.rows.append([NewCell(text, style), *[NewCell(None, style)] * (self.columns.last - 1)])
        self.merges.append(f"A{len(self.rows)}:{column_letters(self.columns.last)}{len(self.rows)}")
        self.heights[len(self.rows)] = height

    def _block(self, block: _Block) -> SummedBlock:
        """Write the headings and a row a person, with one array call over all of them."""
        columns, top = self.columns, len(self.rows) + 1
        self.rows.append([NewCell(_value(text), "head") for text in (*headings(columns), "姓名", *columns.parts)])
        self.heights[top] = 42
        roles = ("seq", "enterprise", "name", "id", *columns.roles)
        for i, (person, result) in enumerate(zip(block.people, block.results, strict=True), start=1):
            inputs = [_input(value, role) for value, role in zip(input_row(person, i, columns), roles, strict=True)]
            shown = [NewCell(_value(result[0]), "shrunk"), *(NewCell(_value(value), "money") for value in result[1:])]
            self.rows.append([*inputs, *shown])
        last = len(self.rows)
        if block.people:
            inputs_ref = f"$A${top}:${column_letters(columns.inputs)}${last}"
            results_ref = f"{column_letters(columns.inputs + 1)}{top}:{column_letters(columns.last)}{last}"
            self.arrays[results_ref] = f"SOE_PACKAGE_TABLE({inputs_ref},{self.policy_ref})"
        groups = [_group(person) for person in block.people]
        firms = [person.enterprise or NO_ENTERPRISE for person in block.people]
        return SummedBlock(TITLE, top + 1, last, firms, groups, [row[1:] for row in block.results])

    def _total(self, results: Sequence[Sequence[Any]]) -> None:
        columns, first, last = self.columns, self.sound.first, self.sound.last
        cells = [NewCell("合　计", "sum"), *[NewCell(None, "sum")] * columns.inputs]
        if results:
            cells[2] = NewCell(len(results), "sum_count", f"COUNTA(C{first}:C{last})")
        for number in range(len(columns.parts)):
            letters = columns.part(number)
            formula = f"SUM({letters}{first}:{letters}{last})" if results else None
            cells.append(NewCell(total_yuan(row[number + 1] for row in results), "sum_money", formula))
        self.rows.append(cells)

    def _reasons(self, results: Sequence[Sequence[Any]]) -> None:
        """Write why each person cannot be computed: the messages of its parts, each once."""
        for number, result in enumerate(results, start=1):
            messages = [value.message for value in result if isinstance(value, CellError)]
            text = "；".join(dict.fromkeys(filter(None, messages)))
            self._wide(f"{number}. {clean_text(result[0])}：{text}", "small", 0)
            self.heights[len(self.rows)] = row_height([NewCell(text, "small")], [sum(self.columns.widths)])


def _group(person: PackagePerson) -> tuple[str, str]:
    """Group of the package and 在岗状态 as the sheet shows it."""
    status = person.cells.get("post_status")
    if is_blank(status) or isinstance(status, CellError):
        label = package_policy().default_group.label
        return label, label
    try:
        return find_group(clean_text(status)).label, clean_text(status)
    except InputError:
        return clean_text(status), clean_text(status)


def _input(value: CellValue, role: str) -> NewCell:
    if isinstance(value, CellError):
        return NewCell(value.code, "entry", value.code)
    if role == "seq":
        return NewCell(_value(value), "count")
    if role == "id":
        return NewCell(_value(value), "entry_id" if isinstance(value, str) else "entry")
    if isinstance(value, dt.date):
        return NewCell(value, "entry_date")
    if role in _MONEY and isinstance(value, (int, float)):
        return NewCell(value, "entry_money")
    return NewCell(_value(value), "entry")


def _value(value: CellValue) -> Value:
    """A value that a new cell can hold; an error is left to the host."""
    return None if isinstance(value, CellError) else value

"""The sheet 一补二险测算表 row by row: inputs left, a call for every part right of them, who pays natively beside it.

On paper the inputs of the severance, those of the insurances and the results have a page each, with the names again.
More persons than a host computes one by one have one call of SOE_PACKAGE_TABLE on a sheet that is not shown. Takes
computed results (:mod:`xl_addin.commands.package.command`) and says where the persons stand, for the summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_addin.commands.package.summary import SummedBlock
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.draft import SIGNATURES, Column, Content, SheetDraft
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup, Value
from xl_addin.policy.groups import find_group
from xl_addin.policy.package import insurances, package_policy, split_payer
from xl_addin.rules.insurance.contributions import UNIT
from xl_addin.sheets.package_columns import title
from xl_addin.sheets.package_persons import PackagePerson
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import CellValue, column_letters, fixed
from xl_addin.tables.recognition import WORKINGS
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import total_yuan

TITLE: Final = "一补二险测算表"
PENDING: Final = "待核实人员：不能计算，不计入上列合计；按下列原因改正后，金额自动算出；请同时改正原表，重新生成本表"
LEFT_OUT: Final = "没有列入的人员：不能照原表带入，请按原因改正原表，重新生成本表"
_PAID_BY: Final = "其中："
NOBODY: Final = "（缺姓名）"
NO_ENTERPRISE: Final = "（未写企业）"
MOST_CALLS: Final = 1000
"""Persons up to whom every cell has a call of its own."""
WAITING: Final = "待核实"
_FIRST: Final = (("序号", 5.0), ("企业名称", 17.0), ("姓名", 9.0), ("身份证号", 20.0))
_REPEATED: Final = 3
"""Columns on the left that every page repeats: who it is."""
_WIDTHS: Final = {"post_status": 9.5, "start": 11.5, "end": 11.5, "ground": 9.5, "age": 6.0}
_WAGE_WIDTH, _PERIOD_WIDTH, _RESULT_WIDTH = 11.0, 9.5, 12.0
_DIGIT: Final = 1.05
"""Room of a bold digit."""
_LEAST_HEIGHT: Final = 18.0
SEVERANCE_ROLES: Final = ("post_status", "start", "end", "ground", "wage", "enterprise_wage", "local_wage")
_MONEY: Final = frozenset(
    {"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "annual_standard"}
)
_ASIDES: Final = (
    "使用说明（不打印）：1.蓝字为录入数据，可以改；右侧各栏金额由函数 {function} 算出，随录入数据和“政策”表重算。",
    "　　2.增减人员请改原表后重新生成，不要在表中插入行。",
    "　　3.没有安装本插件时显示存放的结果；改动数据后要在装有本插件的电脑上重算。",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the sheet: roles of the inputs after the fixed first ones, and the results on the right.

    ``parts`` are those of the functions; ``payers`` follow: what each pays of a person's total, as native formulas.
    """

    roles: tuple[str, ...]
    parts: tuple[str, ...]
    payers: tuple[str, ...] = ()

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return len(_FIRST) + len(self.roles)

    @property
    def results(self) -> tuple[str, ...]:
        """Headings of all amounts."""
        return (*self.parts, *(f"{_PAID_BY}{payer}承担" for payer in self.payers))

    @property
    def last(self) -> int:
        """Number of the last column."""
        return self.inputs + len(self.results)

    @property
    def starts(self) -> list[int]:
        """Columns that begin a page: of the insurances, if there are any, and of the results."""
        insured = [i for i, role in enumerate(self.roles) if role not in SEVERANCE_ROLES]
        return [*(len(_FIRST) + 1 + i for i in insured[:1]), self.inputs + 1]

    def part(self, number: int) -> str:
        """Letters of the column of an amount, from 0."""
        return column_letters(self.inputs + 1 + number)

    def shares(self, payer: str) -> list[int]:
        """Numbers of the parts that a payer pays: severance is the unit's."""
        return [i for i, part in enumerate(self.parts[:-1]) if (split_payer(part)[1] or UNIT) == payer]

    def widths(self, sums: Sequence[float]) -> list[float]:
        """Widths of all columns: those of amounts as their sums need, so that the page stays as large as it can."""
        own = [_WIDTHS.get(role, _WAGE_WIDTH if role in _MONEY else _PERIOD_WIDTH) for role in self.roles]
        return [
            *(w for _, w in _FIRST),
            *own,
            *(max(_RESULT_WIDTH, len(f"{one:,.2f}") * _DIGIT + 1) for one in sums),
        ]


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


@dataclass(frozen=True, slots=True)
class PackageBlock:
    """Persons with their results."""

    people: list[PackagePerson]
    results: list[list[Any]]

    @classmethod
    def of(cls, people: Sequence[PackagePerson], results: Sequence[list[Any]], chosen: Sequence[int]) -> PackageBlock:
        """Choose persons by their places."""
        return cls([people[i] for i in chosen], [results[i] for i in chosen])


class PackagePage:
    """Builds the sheet; ``sound`` and ``pending`` then say where the persons stand, ``late`` how many are too old."""

    def __init__(
        self,
        columns: Columns,
        policy_ref: str,
        version: str,
        confirmed: bool,
        context: CommandContext,
        number: int = 1,
        choice: str = "",
    ) -> None:
        self.columns, self.policy_ref, self.context = columns, policy_ref, context
        self.version, self.confirmed, self.choice = version, confirmed, choice
        self.title = TITLE if number == 1 else f"{TITLE}{number}"
        self.draft = SheetDraft(self.title, [0.0] * columns.last)
        self.draft.page = (_REPEATED + 1, columns.starts[0] - 1)
        self.sound, self.pending = SummedBlock(self.title), SummedBlock(self.title)
        self.late = 0
        self.functions: list[NewSheet] = []
        """Sheets of calls for many persons, not shown."""

    def build(self, sound: PackageBlock, pending: PackageBlock, left_out: Sequence[PackagePerson] = ()) -> NewSheet:
        """Write everything from the title to the signatures; ``left_out`` are persons who have no place on it."""
        draft = self.draft
        draft.headline(TITLE)
        line = f"政策版本：{self.version}　　日期：{self.context.time:%Y-%m-%d}　　单位：元"
        draft.wide(line, "plain_wrap", 18)
        if not self.confirmed:
            draft.wide("未确认口径：政策表上的口径尚未标为“已确认”，金额供核对用。", "caution", 20)
        if self.choice:
            draft.wide(f"{self.choice}，请查档案核实。", "caution", 20)
        header = draft.next_row
        self.sound = self._block(sound)
        self._total()
        self._past_age(sound)
        if pending.people:
            draft.add()
            draft.wide(f"{PENDING}（{len(pending.people)} 人）", "section", 20, "注：待核实人员")
            self.pending = self._block(pending)
            self._reasons(pending)
        self._name_left_out(left_out)
        draft.wide(SIGNATURES, "", 24)
        draft.fit(_LEAST_HEIGHT)
        function = "SOE_PACKAGE_TABLE" if self.functions else "SOE_PACKAGE"
        draft.asides = [text.format(function=function) for text in _ASIDES]
        footer = "&L制表：　　　　审核：&C第 &P 页　共 &N 页&R&A"
        setup = PrintSetup(landscape=True, repeat=(header, header), footer=footer, repeat_columns=_REPEATED)
        return draft.sheet(setup, self.columns.starts)

    def _block(self, block: PackageBlock) -> SummedBlock:
        """Write the headings and a row a person, with a call for every part."""
        columns, draft = self.columns, self.draft
        roles = ("seq", "enterprise", "name", "id", *columns.roles)
        heads = [Column(str(head), "entry") for head in headings(columns)]
        heads += [Column(head, "money") for head in columns.results]
        head, lines, shown = draft.next_row, list[list[Content]](), list[list[Any]]()
        formula = self._calls(head, block)
        for i, (person, result) in enumerate(zip(block.people, block.results, strict=True), start=1):
            inputs = [_input(value, role) for value, role in zip(input_row(person, i, columns), roles, strict=True)]
            paid = [self._paid(payer, result[1:], head + i) for payer in columns.payers]
            amounts = [
                (WAITING if isinstance(value, CellError) else value, formula(head + i, number))
                for number, value in enumerate(result[1:])
            ]
            lines.append([*inputs, *amounts, *paid])
            shown.append([*result[1:], *(value for value, _ in paid)])
        first, last = draft.table(heads, lines, head_height=42)
        groups = [_group(person) for person in block.people]
        firms = [person.enterprise or NO_ENTERPRISE for person in block.people]
        return SummedBlock(self.title, first, last, firms, groups, shown)

    def _calls(self, head: int, block: PackageBlock) -> Callable[[int, int], str]:
        """How the formula of a part reads in a row below the headings in row ``head``.

        Who cannot be computed is 待核实, not an error: a host without our functions shows the same. The others' cells
        are true errors as soon as their data are.
        """
        columns, last = self.columns, column_letters(self.columns.inputs)
        if len(block.people) > MOST_CALLS:
            return self._far_calls(head, block)
        waits = any(isinstance(value, CellError) for result in block.results for value in result)

        def formula(row: int, number: int) -> str:
            cells = f"$A${head}:${last}${head},$A{row}:${last}{row}"
            call = f'SOE_PACKAGE({cells},"{columns.parts[number]}",{self.policy_ref})'
            return f'IFERROR({call},"{WAITING}")' if waits else call

        return formula

    def _far_calls(self, head: int, block: PackageBlock) -> Callable[[int, int], str]:
        """One call for everybody on a sheet that is not shown: LibreOffice drops the stored results of an array."""
        columns, count = self.columns, len(block.people)
        name = f"{WORKINGS}{self.title.removeprefix(TITLE)}{'' if not self.functions else '待核实'}"
        rows = [[NewCell(text) for text in ("姓名", *columns.parts)]]
        rows += [[NewCell(_value(value)) for value in result] for result in block.results]
        inputs = fixed(f"A{head}:{column_letters(columns.inputs)}{head + count}")
        call = f"SOE_PACKAGE_TABLE({self.title}!{inputs},{self.policy_ref})"
        ref = f"A1:{column_letters(len(rows[0]))}{count + 1}"
        self.functions.append(NewSheet(name, rows, [12.0] * len(rows[0]), arrays={ref: call}, hidden=True))
        waits = any(isinstance(value, CellError) for result in block.results for value in result)

        def formula(row: int, number: int) -> str:
            cell = f"{name}!{column_letters(number + 2)}{row - head + 1}"
            return f'IFERROR({cell},"{WAITING}")' if waits else cell

        return formula

    def _paid(self, payer: str, amounts: Sequence[Any], row: int) -> tuple[float | str, str]:
        """What a payer pays of one person's total, and its formula; blank while that cannot be computed."""
        columns = self.columns
        cells = [f"{columns.part(number)}{row}" for number in columns.shares(payer)]
        formula = f"SUM({','.join(cells)})"
        if any(isinstance(amount, CellError) for amount in amounts):
            return "", f'IF(ISNUMBER({columns.part(len(columns.parts) - 1)}{row}),{formula},"")'
        return total_yuan(amounts[number] for number in columns.shares(payer)), formula

    def _total(self) -> None:
        """Write the sums, whose digits say how wide their columns must be."""
        columns, draft, first, last = self.columns, self.draft, self.sound.first, self.sound.last
        letters = [columns.part(number) for number in range(len(columns.results))]
        draft.sums(["money"] * columns.last, first, last, letters)
        if count := len(self.sound.results):
            draft.put("C", NewCell(count, "sum_count", f"COUNTA(C{first}:C{last})"))
        draft.widths = columns.widths([cell.value for cell in draft.rows[-1] if isinstance(cell.value, float)])

    def _past_age(self, block: PackageBlock) -> None:
        """Write who is paid severance although past the age of retirement, or perhaps: the sums hold it (L-07)."""
        parts = enumerate(self.columns.parts[:-1])
        paying = [number for number, part in parts if split_payer(part)[0] not in insurances()]
        for number, (person, result) in enumerate(zip(block.people, block.results, strict=True), start=1):
            if person.passed and any(result[1 + part] for part in paying):
                self.late += 1
                who = f"注：序号 {number} {person.name or NOBODY}"
                self.draft.wide(f"注意：{person.passed.note}", "caution", None, who)

    def _reasons(self, block: PackageBlock) -> None:
        """Write why each person cannot be computed: what keeps sheets apart, the messages of its parts, each once."""
        for number, (person, result) in enumerate(zip(block.people, block.results, strict=True), start=1):
            messages = [person.apart, *(value.message for value in result if isinstance(value, CellError))]
            text = "；".join(dict.fromkeys(filter(None, messages)))
            self.draft.wide(f"{clean_text(result[0])}：{text}", "small", None, f"注：{number}.")

    def _name_left_out(self, people: Sequence[PackagePerson]) -> None:
        """Name who is not on the sheet, with the reason."""
        if people:
            self.draft.add()
            self.draft.wide(f"{LEFT_OUT}（{len(people)} 人）", "section", 20, "注：没有列入的人员")
        for number, person in enumerate(people, start=1):
            place = f"{person.sheet}第{person.row}行"
            self.draft.wide(f"{person.name or NOBODY}（{place}）：{person.refusal}", "small", None, f"注：{number}.")


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
    if role in ("enterprise", "name"):
        return NewCell(_value(value), "entry_wrap")
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

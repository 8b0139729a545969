"""The derivation of one person's row on a recognised sheet, from the columns of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.functions import CATALOG, call
from xl_addin.functions.insurance.package_explanation import explain_package_row
from xl_addin.functions.reading import answer
from xl_addin.functions.severance.settlements import explain_by_service
from xl_addin.policy.groups import find_group
from xl_addin.policy.package import insurances
from xl_addin.rules.severance.service import Piece
from xl_addin.sheets.package_columns import period_roles
from xl_addin.sheets.package_parts import Cells
from xl_addin.sheets.package_persons import read_package_persons
from xl_addin.sheets.severance_inputs import INPUTS, REQUIRED, WAGES
from xl_addin.sheets.severance_persons import Person, read_persons
from xl_addin.sheets.status import settled_reason
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.errors import CellError, InputError

_PERSONS: Final = ("severance", "arrears", "roster")
_INSURED: Final = ("age", "annual_standard", *(role for name in insurances() for role in period_roles(name)))


def explain_person(book: CommandBook, context: CommandContext, row: int) -> str:
    """Explain the person whose row it is; '' where the row is about nobody."""
    mine = [table for table in book.tables if table.sheet == context.sheet and table.kind in _PERSONS]
    if any(row in table.sum_rows for table in mine):
        return "这是合计行：各人的数在上面各行，请选其中一名职工的一行。"
    row = next((first for table in mine if (first := table.first_row_of(row))), row)
    table = next((table for table in mine if row in table.row_numbers), None)
    if table is None:
        return ""
    if book.stated.fault:
        return f"本行暂不能说明：{book.stated.sheet}：{book.stated.fault}；请先改正政策表"
    try:
        text = _derivation(book, context, table, row)
    except InputError as error:
        return f"第{row}行不能说明算法：{error.message}"
    return f"第{row}行的算法（按本行各列重算，所列金额未改动）：\n{text}"


def _derivation(book: CommandBook, context: CommandContext, table: SheetTable, row: int) -> str:
    # A roster says who there is; what is to be paid stands on the other sheets.
    roster = table.kind == "roster"
    people = read_package_persons(book if roster else book.part([table]), "" if roster else context.sheet)
    person = next((one for one in people if one.stands_on(context.sheet, row)), None)
    if person is None:
        raise InputError("这一行没有姓名和身份证号，不能认出是哪名职工")
    cells = person.cells
    if any(not is_blank(cells.get(role)) for role in _INSURED):
        return explain_package_row(Cells({role: [cell] for role, cell in cells.items()}, 1), book.policy)
    if table.kind == "severance":
        return _own(_stated(book, context, row))
    if any(is_blank(cells.get(role)) for role in REQUIRED):
        raise InputError(
            f"{table.layout.title}和别的表上没有此人的工资和解除时间，或养老、医疗的欠缴起止；请先填测算表"
        )
    group = find_group(clean_text(cells.get("post_status")))
    if not group.severance:
        raise InputError(f"此人是{group.label}，不计经济补偿金〔{group.basis}〕")
    return _severance(cells, book)


def _stated(book: CommandBook, context: CommandContext, row: int) -> Person:
    people = read_persons(book, context.sheet)
    person = next((one for one in people if (one.sheet, one.row) == (context.sheet, row)), None)
    if person is None:
        raise InputError("这张表缺少列：参加工作时间、解除时间 或 前12个月月平均工资，请补上标题")
    if person.settled:
        raise InputError(settled_reason(person.settled))
    if person.question:
        raise InputError(person.question)
    if person.refusal:
        raise InputError(person.refusal)
    return person


def _own(person: Person) -> str:
    """The derivation of a person as the own row states it."""
    service, cells = person.service, person.cells
    if service is not None and service.months is not None:
        wages = [cells.get(role) for role in (*WAGES, "ground")]
        arguments = CATALOG["SOE_SEVERANCE_BY_SERVICE"].arguments
        return str(answer(explain_by_service, arguments, [*service.months, *wages, person.policy.value]))
    days: list[object] = [cells.get("start"), cells.get("end")]
    if service is not None:
        days = [[_segment(piece) for piece in service.pieces], None]
    return _explained([*days, *(cells.get(role) for role in (*WAGES, "ground"))], person.policy.value)


def _segment(piece: Piece) -> list[CellValue]:
    words = ["是" if one else "否" for one in (piece.counts, piece.paid_before)]
    return [to_date(piece.start), to_date(piece.end), piece.kind, *words]


def _severance(cells: Mapping[str, CellValue], book: CommandBook) -> str:
    return _explained([cells.get(role) for role in INPUTS], book.stated.rows)


def _explained(inputs: Sequence[object], policy: object) -> str:
    result = call("SOE_EXPLAIN", *inputs, policy)
    if isinstance(result, CellError):
        raise InputError(f"{result.message}（{result.code}）", result.code)
    return str(result)

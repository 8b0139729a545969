"""Checks of rows whose amount calls our function: its inputs against the row's columns, and the policy that it names.

The call is the row's calculation (L-10); here stands what a reader must be told of it. A formula that takes another
row's cell or a constant is an error; service in pieces that does not fit, an input that is worked out from the row, and
a policy that is not the book's own are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.numbers import in_unit, plain_fen
from xl_addin.sheets.policies_used import other_policies
from xl_addin.sheets.severance_calls import row_calls
from xl_addin.sheets.severance_mismatch import Difference, mismatches, unfitting_pieces, worked_out
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_name, mask_text

_SEVERANCE: Final = frozenset({"severance"})
_AMOUNTS: Final = ("amount", "compensation", "total")
_LAW: Final = "一行的金额按这一行的数据计算"


def contradicted_inputs(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every formula that takes other inputs than the columns of its row."""
    calls = book.derive(row_calls, table)
    for i, found in book.derive(mismatches, table).items():
        role = calls[i].role
        detail: dict[str, object] = {"what": table.label(role), "list": _list(table, found.differences), "right": ""}
        expected = ""
        if found.right_fen is not None:
            detail["right"] = f"；按本行各栏，补偿金额为{plain_fen(found.right_fen)}元"
            expected = in_unit(found.right_fen, book.derive(amount_scale, table).actual) if role == "amount" else ""
        yield Fault(table.cell(role, i), _shown(table, role, i), expected, detail)


def inputs_worked_out(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every formula that works an input out from the row, with another result than the row's column."""
    calls = book.derive(row_calls, table)
    for i, found in book.derive(worked_out, table).items():
        role = calls[i].role
        detail = {"what": table.label(role), "list": _list(table, found)}
        yield Fault(table.cell(role, i), _shown(table, role, i), "", detail)


def pieces_elsewhere(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every formula whose pieces of service do not begin or end as the row does."""
    calls = book.derive(row_calls, table)
    for i, (pieces, row) in book.derive(unfitting_pieces, table).items():
        role = calls[i].role
        yield Fault(table.cell(role, i), pieces, row, {"what": table.label(role), "pieces": pieces, "row": row})


def other_policy(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every policy but the book's own by which rows of the sheet are computed, at the first of them."""
    calls = book.derive(row_calls, table) if table.kind == "severance" else {}
    for one in book.derive(other_policies, table):
        first = one.records[0]
        role = calls[first].role if first in calls else next(filter(table.has, _AMOUNTS), "name")
        detail = {"rows": one.rows, "own": one.text, "usual": one.usual}
        yield Fault(table.cell(role, first), one.text, one.usual, detail)


def _list(table: SheetTable, differences: Sequence[Difference]) -> str:
    return "；".join(_difference(table, one) for one in differences)


def _difference(table: SheetTable, one: Difference) -> str:
    if one.role == "service":
        return f"工龄取自{one.own}，不在{one.column}"
    name = table.label(one.role)
    if one.role == "name":
        return f"“{name}”公式用的是{mask_name(one.own)}，本行{one.cell}是{mask_name(one.column)}"
    taken = f"公式取{one.written}（{one.own}）"
    if one.is_constant or not one.written:
        taken = f"公式{'写' if one.written else '用'}的是{one.own}"
    return mask_text(f"“{name}”{taken if one.own else '公式没有用'}，本行{one.cell}是{one.column}")


def _shown(table: SheetTable, role: str, i: int) -> str:
    return mask_text(clean_text(table.column(role)[i]))


OWN_CALL_CHECKS: Final = (
    Check(
        code="FORMULA_INPUT",
        title="公式取用的数据与本行不符",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="“{what}”的公式没有按本行的数据计算：{list}{right}",
        remedy="核对以哪一个为准：公式引用错行或写了固定数的，改为引用本行；本行数据有误的，改本行",
        citation=_LAW,
        run=contradicted_inputs,
    ),
    Check(
        code="FORMULA_INPUT_WORKED_OUT",
        title="公式另行换算了本行的数据",
        severity=Severity.NOTICE,
        kinds=_SEVERANCE,
        message="“{what}”的公式用的是换算后的数：{list}",
        remedy="核对换算是否有依据；没有依据的，改为直接引用本行",
        citation=_LAW,
        run=inputs_worked_out,
    ),
    Check(
        code="FORMULA_PIECES",
        title="分段工龄与本行起止不同",
        severity=Severity.NOTICE,
        kinds=_SEVERANCE,
        message="“{what}”按分段工龄（{pieces}）计算，本行起止是{row}",
        remedy="核对分段是不是这名职工的，起止以档案为准，改正不对的一处",
        citation=_LAW,
        run=pieces_elsewhere,
    ),
    Check(
        code="FORMULA_POLICY",
        title="按另一政策口径计算",
        severity=Severity.NOTICE,
        kinds=_SEVERANCE | {"arrears"},
        message="{rows}按{own}计算；本工作簿的口径是{usual}",
        remedy="核对这些职工是否适用该口径；不适用的，把公式的口径改为本工作簿的政策表",
        citation="同一企业职工适用同一政策；适用别的文件的写明依据",
        run=other_policy,
    ),
)

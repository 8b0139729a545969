"""One call of ours explained: the function, its arguments with their values, the result, and how it came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from xl_addin.formulas.computed import Argument, Evaluate
from xl_addin.formulas.written_calls import WrittenCall
from xl_addin.functions import CATALOG, ArgumentSpec, call
from xl_addin.functions.insurance.explanation import (
    explain_arrears,
    explain_late_fee,
    explain_prepayment,
    explain_reserve,
)
from xl_addin.functions.insurance.package import package_cells, read_row
from xl_addin.functions.insurance.package_explanation import explain_package_row
from xl_addin.functions.readers import read_roster
from xl_addin.functions.reading import answer
from xl_addin.functions.severance.roster import severance_cells
from xl_addin.functions.severance.settlements import explain_by_service
from xl_addin.sheets.package_parts import Cells
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_inputs import INPUTS
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import CellValue, FormulaCell, address
from xl_addin.tables.ranges import data_rows, plain
from xl_addin.values.errors import CellError, InputError, PolicyGap
from xl_addin.values.persons import mask_name

_SHOWN: Final = 60
_NAME: Final = "姓名"


def explain_call(
    sheet: str, formula: FormulaCell, offset: tuple[int, int], written: WrittenCall, evaluate: Evaluate
) -> str:
    """Explain one call of the formula; ``offset`` is the chosen row and column of an array's result, from 0."""
    spec = CATALOG[written.name]
    lines = [f"{spec.name}（{spec.alias}）：{spec.help}"]
    values: list[Argument] = []
    unknown = False
    cell = address(formula.row, formula.col)
    for argument, text in zip(spec.arguments, written.arguments, strict=False):
        try:
            values.append(evaluate(sheet, cell, text) if text else None)
            shown = _shown(values[-1], argument)
        except InputError as error:
            unknown, shown = True, error.message
        lines.append(f"　{argument.name}（{argument.unit}）：{shown}" + (f"〔{text}〕" if text else ""))
    for argument in spec.arguments[len(written.arguments) :]:
        lines.append(
            f"　{argument.name}：没有填，按默认“{argument.default}”" if argument.optional else f"　{argument.name}：缺"
        )
    if unknown:
        return "\n".join([*lines, "结果见单元格：有的参数要由表格程序计算，这里不重算"])
    result = call(written.name, *values)
    lines.append(f"结果：{_result(result)}（{spec.result}）")
    if isinstance(result, list):
        lines += _chosen(result, *offset)
    derivation = _derivation(written.name, [plain(value) for value in values], offset[0])
    return "\n".join([*lines, *([f"算法：\n{derivation}"] if derivation else [])])


def _chosen(table: Sequence[Sequence[Any]], row: int, col: int) -> list[str]:
    """Show the chosen cell of a table with its heading; names of persons are masked."""
    if not 0 < row < len(table) or col >= len(table[0]):
        return []
    title, value = table[0][col], table[row][col]
    shown = mask_name(value) if title == _NAME and isinstance(value, str) else _result(value)
    return [f"本格：{title} {shown}"]


def _shown(value: Argument, argument: ArgumentSpec) -> str:
    if isinstance(value, list):
        return f"区域，{len(data_rows(value))}行×{max(map(len, value), default=0)}列"
    if is_blank(value):
        return f"空白，按默认“{argument.default}”" if argument.optional else "空白"
    if isinstance(value, CellError):
        return f"错误值 {value.code}"
    text = value.isoformat() if isinstance(value, dt.date) else clean_text(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _result(result: Any) -> str:
    if isinstance(result, CellError):
        return f"错误值 {result.code}，{result.message}"
    if isinstance(result, list):
        return f"区域，标题行加{len(result) - 1}行"
    text = result.isoformat() if isinstance(result, dt.date) else clean_text(result)
    return text.partition("\n")[0]


def _derivation(name: str, values: Sequence[Any], line: int) -> str:
    """Tell how the result came about, '' where there is no more to say than the result."""
    arguments = CATALOG[name].arguments
    given = [*values, *[None] * (len(arguments) - len(values))]
    try:
        if name in _EXPLAINED:
            return str(answer(_EXPLAINED[name], arguments, given))
        return _DERIVATIONS[name](given, line) if name in _DERIVATIONS else ""
    except (InputError, PolicyGap) as error:
        return error.message


def _text(name: str, *values: Any) -> str:
    """Give a text function's result; an error has been shown already."""
    result = call(name, *values)
    return "" if isinstance(result, CellError) else str(result)


def _package_row(values: Sequence[Any], line: int) -> str:
    headers, row, _, policy = values
    return explain_package_row(read_row(headers, row), read_policy(policy))


def _package_person(values: Sequence[Any], line: int) -> str:
    if line < 1:
        return "本格在标题行；选下面某一名职工的格，可看这个人的算法"
    cells = _person(package_cells(read_roster(values[0], "职工表")).columns, line)
    return explain_package_row(Cells(cells, 1), read_policy(values[1])) if cells else ""


def _severance_person(values: Sequence[Any], line: int) -> str:
    if line < 1:
        return "本格在标题行；选下面某一名职工的格，可看这个人的算法"
    cells = _person(severance_cells(read_roster(values[0], "职工表"), read_policy(values[1])), line)
    return _text("SOE_EXPLAIN", *(cells.get(role, [None])[0] for role in INPUTS), values[1]) if cells else ""


def _person(cells: Mapping[str, Sequence[CellValue]], line: int) -> dict[str, Sequence[CellValue]]:
    """The columns of one person alone; empty where the result has more lines than there are persons."""
    found = {role: column[line - 1 : line] for role, column in cells.items()}
    return found if all(found.values()) else {}


def _rate(values: Sequence[Any], line: int) -> str:
    return _text("SOE_RATE_SOURCE", *values)


_DERIVATIONS: Final[Mapping[str, Callable[[Sequence[Any], int], str]]] = {
    "SOE_SEVERANCE": lambda values, line: _text("SOE_EXPLAIN", *values),
    "SOE_SEVERANCE_MONTHS": lambda values, line: _text("SOE_EXPLAIN", *values),
    "SOE_EXPLAIN": lambda values, line: _text("SOE_EXPLAIN", *values),
    "SOE_SEVERANCE_TABLE": _severance_person,
    "SOE_PACKAGE": _package_row,
    "SOE_PACKAGE_TABLE": _package_person,
    "SOE_RATE": _rate,
}
"""How each function's result comes about, from its values and the line of its result."""
_EXPLAINED: Final[Mapping[str, Callable[..., str]]] = {
    "SOE_SEVERANCE_BY_SERVICE": explain_by_service,
    "SOE_ARREARS": explain_arrears,
    "SOE_PREPAYMENT": explain_prepayment,
    "SOE_MEDICAL_RESERVE": explain_reserve,
    "SOE_LATE_FEE": explain_late_fee,
    "SOE_LATE_FEE_TABLE": explain_late_fee,
}
"""The same from what its arguments were read into."""

"""解释选中单元格: what stands in the chosen cell, how it came about, by what law, and what the checks say of it.

A cell with a call of ours shows its arguments, result and derivation; a cell in a row about a person shows the
derivation of that row from its columns. Texts go to a message box or a terminal: ID numbers are masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.run import inspect_book
from xl_addin.commands.explaining.call import explain_call
from xl_addin.commands.explaining.row import explain_person
from xl_addin.commands.plan import MessagePlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.formulas.written_calls import written_calls
from xl_addin.functions import CATALOG
from xl_addin.tables.grid import FormulaCell, SheetGrid, area_bounds, parse_address
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Finding
from xl_addin.values.persons import mask_text

TITLE: Final = "解释选中单元格"
CHOICES: Final = (
    "可以选：\n"
    "1. 写有本插件函数的单元格，如 经济补偿金、一补二险、欠缴保险费；\n"
    "2. 花名册、经济补偿金测算表、养老/医疗测算表中某一名职工的一行；\n"
    "3. 校验后加了标记的单元格。"
)


def plan_explanation(workbook: CommandBook, context: CommandContext) -> MessagePlan:
    """Explain the chosen cell; raises InputError for a sheet that is not there."""
    book = workbook.grid
    if not context.sheet or not context.cell:
        return MessagePlan(TITLE, f"请先选中一个单元格。{CHOICES}")
    sheet = next((one for one in book.sheets if one.name == context.sheet), None)
    if sheet is None:
        raise InputError(f"工作簿里没有工作表“{context.sheet}”，现有：{'、'.join(one.name for one in book.sheets)}")
    chosen = _place(context.cell)
    row, col = _anchor(sheet, *chosen)
    parts = [*_formula_parts(workbook, sheet, row, col)]
    parts += [_finding_text(one) for one in _findings(workbook, context, row, col)]
    if not any(part.startswith("公式") for part in parts):
        parts += filter(None, [explain_person(workbook, context, chosen[0])])
    text = "\n\n".join(parts) or f"{context.sheet}!{context.cell} 没有可以解释的内容。{CHOICES}"
    return MessagePlan(f"{TITLE}：{context.sheet}!{context.cell}", mask_text(text))


def _place(cell: str) -> tuple[int, int]:
    try:
        return parse_address(cell.partition(":")[0])
    except ValueError:
        raise InputError(f"“{cell}”不是单元格地址，请选一个单元格，如 D7") from None


def _anchor(sheet: SheetGrid, row: int, col: int) -> tuple[int, int]:
    """Give the cell that holds the value of a merged range."""
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= col <= right:
            return top, left
    return row, col


def _covers(area: str | None, row: int, col: int) -> bool:
    top, left, bottom, right = area_bounds(area or "") or (0, 0, 0, 0)
    return top <= row <= bottom and left <= col <= right


def _formula_at(sheet: SheetGrid, row: int, col: int) -> FormulaCell | None:
    """Give the formula of a cell, or the array formula whose result covers it."""
    own = sheet.formulas.get((row, col))
    return own or next((one for one in sheet.formulas.values() if _covers(one.ref, row, col)), None)


def _formula_parts(book: CommandBook, sheet: SheetGrid, row: int, col: int) -> Iterator[str]:
    formula = _formula_at(sheet, row, col)
    called = book.calls.called(formula.text, sheet.name) if formula else ()
    if formula is None or not called:
        return
    yield f"公式：={formula.text}"
    offset = row - formula.row, col - formula.col
    calls = [call for call in written_calls(formula.text) if call.name in called]
    for call in calls:
        yield explain_call(sheet.name, formula, offset, call, book.evaluate)
    direct = {call.name for call in calls}
    for name in called:
        if name not in direct:
            spec = CATALOG[name]
            yield f"通过名称调用 {spec.name}（{spec.alias}）：{spec.help}"


def _findings(book: CommandBook, context: CommandContext, row: int, col: int) -> Iterator[Finding]:
    """Give the findings of the checks whose place covers the cell."""
    for finding in inspect_book(book).findings:
        if finding.sheet == context.sheet and _covers(finding.cell, row, col):
            yield finding


def _finding_text(finding: Finding) -> str:
    lines = [f"校验发现（{finding.severity.label}）：{finding.message}"]
    if finding.observed:
        lines.append(f"现为：{finding.observed}")
    if finding.expected:
        lines.append(f"应为：{finding.expected}")
    lines += [f"处理：{finding.remedy}"] if finding.remedy else []
    lines += [f"依据：{finding.citation}"] if finding.citation else []
    return "\n".join(lines)

"""填充结果表: a table function that was entered in one cell is entered as an array formula over its whole result.

For Excel before 365, which does not spill. Nothing that stands in the way is overwritten: the first cell that is not
empty is named. Running it again after the result has grown or shrunk enters the formula over the new range.
"""

from __future__ import annotations

from xl_addin.commands.plan import FillPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.tables.cleaning import is_blank
from xl_addin.tables.grid import MAX_COL, MAX_ROW, FormulaCell, SheetGrid, address, cells_of, corners, parse_address
from xl_addin.values.errors import CellError, InputError

_HOW = "请选定写有本插件表函数（如 经济补偿金表）的单元格，再点“填充结果表”"


def plan_fill(workbook: CommandBook, context: CommandContext) -> FillPlan:
    """Say over which range the formula of the chosen cell is to be entered.

    Raises InputError where there is no such formula, its result is no table, or cells of the range are not empty.
    """
    sheet, formula = _chosen(workbook, context)
    place = address(formula.row, formula.col)
    where = f"{sheet.name}!{place}"
    result = workbook.result_of(sheet.name, place)
    if isinstance(result, CellError):
        raise InputError(f"{where} 的结果是错误值 {result.code}，没有表可填：{result.message or '请先改正引用的数据'}")
    if not isinstance(result, list):
        raise InputError(f"{where} 的结果只有一个值，不必填充；{_HOW}")
    last_row, last_col = formula.row + len(result) - 1, formula.col + len(result[0]) - 1
    size = f"{len(result)} 行 {len(result[0])} 列"
    if last_row > MAX_ROW or last_col > MAX_COL:
        raise InputError(f"{where} 的结果有 {size}，超出工作表边界，请把公式移到靠左上的位置")
    ref = f"{place}:{address(last_row, last_col)}"
    _refuse_obstacle(sheet, formula, ref, size)
    if formula.kind == "array" and formula.ref == ref:
        raise InputError(f"{where} 的结果表已经填在 {ref}，不必再填；要更新数值请用“重算”")
    return FillPlan(sheet.name, place, ref, f"已把 {where} 的公式填充到 {ref}（{size}），数据增减后请再填充一次")


def _chosen(book: CommandBook, context: CommandContext) -> tuple[SheetGrid, FormulaCell]:
    """The sheet and the formula of the chosen cell; a cell inside an array stands for the array."""
    if not context.sheet or not context.cell:
        raise InputError(f"没有选定单元格；{_HOW}")
    try:
        sheet, place = book.grid.sheet(context.sheet), parse_address(context.cell)
    except (KeyError, ValueError):
        raise InputError(f"没有单元格 {context.sheet}!{context.cell}，请核对地址，如 D7") from None
    found = sheet.formulas.get(place)
    if found is None:
        arrays = (cell for cell in sheet.formulas.values() if cell.ref and cell.kind in ("array", "dynamic"))
        found = next((cell for cell in arrays if cell.ref and place in set(cells_of(cell.ref))), None)
    where = f"{sheet.name}!{address(*place)}"
    if found is None:
        raise InputError(f"{where} 没有公式；{_HOW}")
    if not book.calls.called(found.text, sheet.name):
        raise InputError(f"{where} 的公式没有用本插件的函数；{_HOW}")
    return sheet, found


def _refuse_obstacle(sheet: SheetGrid, formula: FormulaCell, ref: str, size: str) -> None:
    """InputError naming the first cell in the way; cells that the formula fills already are free."""
    own = set(cells_of(formula.ref)) if formula.ref else {(formula.row, formula.col)}
    for place in cells_of(ref):
        if place in own:
            continue
        if place in sheet.formulas or not is_blank(sheet.value(*place)):
            raise InputError(
                f"结果表有 {size}，要占 {sheet.name}!{ref}，但 {sheet.name}!{address(*place)} 已有内容，"
                f"没有改动；请清空这些单元格，或把公式移到空白处再填充"
            )
    first_row, first_col, last_row, last_col = corners(ref)
    for top, left, bottom, right in sheet.merged:
        if top <= last_row and first_row <= bottom and left <= last_col and first_col <= right:
            raise InputError(
                f"{sheet.name}!{ref} 里有合并单元格 {address(top, left)}:{address(bottom, right)}，"
                f"数组公式不能填在合并单元格里，请先取消合并"
            )

"""Enter a table function over the cells of its result in an open workbook (填充结果表 on Excel without spill)."""

from __future__ import annotations

from typing import Any, Final

from xl_addin.commands.plan import FillPlan
from xl_addin.hosts.openbook.applying import undisturbed
from xl_addin.values.errors import InputError

_FORMULA_LIMIT: Final = 255
"""Excel's automation takes array formulas of 255 characters."""


def apply_fill_plan(book: Any, plan: FillPlan) -> None:
    """Enter the formula of a cell as one array formula over the cells of its result.

    Raises InputError if Excel cannot take the formula. The cells keep what they had then, and if Excel refuses.
    """
    sheet = book.sheets[plan.sheet]
    formula = sheet.range(plan.cell).formula
    if len(formula) > _FORMULA_LIMIT:
        raise InputError(
            f"{plan.sheet}!{plan.cell} 的公式超过 {_FORMULA_LIMIT} 个字符，Excel 不能由按钮填充；"
            f"请选中 {plan.ref}，在编辑栏里按 Ctrl+Shift+Enter"
        )
    with undisturbed(book.app):
        earlier = None if getattr(book, "api", None) is None else _earlier_array(sheet.range(plan.cell).api)
        # Excel refuses an array on a part of another one: a result that has shrunk needs the cells to be free.
        if earlier is not None:
            earlier.ClearContents()
        try:
            sheet.range(plan.ref).formula_array = formula
        except Exception:
            if earlier is not None:
                earlier.FormulaArray = formula
            raise


def _earlier_array(cell: Any) -> Any:
    """The range of the array formula that a cell of Excel's belongs to; None if it belongs to none."""
    return cell.CurrentArray if cell.HasArray else None

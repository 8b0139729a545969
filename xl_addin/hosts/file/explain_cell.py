"""The evaluator that 解释选中单元格 uses on a file: values of arguments that are formulas themselves."""

from __future__ import annotations

from xl_addin.commands.explain_formula import Argument, Evaluate
from xl_addin.functions.stored_names import OurFunctions
from xl_addin.hosts.file.cells import Cells
from xl_addin.hosts.file.engine import FormualizerEngine
from xl_addin.hosts.file.evaluation import Evaluator, Scope
from xl_addin.hosts.file.formulas import parse
from xl_addin.hosts.file.references import Places, Spot
from xl_addin.hosts.file.values import Untrusted
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.values.errors import InputError


def evaluator(book: BookGrid) -> Evaluate:
    """Give an evaluator over the values of a workbook that has been recalculated.

    >>> from pathlib import Path
    >>> from xl_addin.tables.grid import SheetGrid
    >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [[1500, 100]])])
    >>> evaluator(book)("表", "C1", "A1+B1")
    1600.0
    """
    engine = FormualizerEngine()
    cells = Cells(book, engine)
    machine = Evaluator(Places(book), cells, engine, OurFunctions())
    sheets = {sheet.name: index for index, sheet in enumerate(book.sheets)}

    def evaluate(sheet: str, cell: str, text: str) -> Argument:
        formula = parse(text)
        try:
            return Scope(machine, formula, Spot(sheets[sheet], *parse_address(cell))).argument(formula.tree)
        except Untrusted as reason:
            raise InputError(f"这里没有它的值：{reason}") from None
        except RecursionError:
            raise InputError("这里没有它的值：公式嵌套太深") from None

    return evaluate

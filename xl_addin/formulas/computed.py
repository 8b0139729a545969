"""The machine that computes formulas over the values of a workbook, and what a command may ask of it.

The values of the book are taken as they are: who needs current ones recalculates it first
(:mod:`xl_addin.formulas.recalculation`).
"""

from __future__ import annotations

from collections.abc import Callable

from xl_addin.formulas.cells import Cells
from xl_addin.formulas.engine import Engine, FormualizerEngine
from xl_addin.formulas.evaluation import Evaluator, Scope
from xl_addin.formulas.natives.choosing import CHOOSING
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Places, Spot
from xl_addin.formulas.results import written
from xl_addin.formulas.stored_names import FunctionTable, OurFunctions
from xl_addin.formulas.values import Untrusted
from xl_addin.tables.grid import BookGrid, CellValue, parse_address
from xl_addin.values.errors import InputError

Argument = CellValue | list[list[CellValue]]
"""What a function is given, or gives: one value, or the rows of a range."""
Evaluate = Callable[[str, str, str], Argument]
"""Takes a sheet, a cell and a formula text; gives its value. Raises InputError where it has none here."""


def machine(book: BookGrid, *, functions: FunctionTable | None = None, engine: Engine | None = None) -> Evaluator:
    """Build what evaluates the formulas of a workbook over its values."""
    engine = engine or FormualizerEngine()
    return Evaluator(Places(book), Cells(book, engine), engine, functions or OurFunctions(), CHOOSING)


def result_of(book: BookGrid, sheet: str, cell: str) -> Argument:
    """Give what the formula of a cell computes to: one value, or every row of the table that it spills.

    Raises InputError if the formula uses what only a spreadsheet program can compute.
    """
    index = next(i for i, one in enumerate(book.sheets) if one.name == sheet)
    place = parse_address(cell)
    try:
        found = machine(book).result(parse(book.sheets[index].formulas[place].text), Spot(index, *place))
    except Untrusted as reason:
        raise InputError(f"{sheet}!{cell} 的公式不能在此计算：{reason}") from reason
    if isinstance(found, list):
        return [[written(value, native=False) for value in row] for row in found]
    return written(found, native=False)


def evaluator(book: BookGrid) -> Evaluate:
    """Give what evaluates formula texts that stand in no cell, such as an argument that is a formula itself.

    >>> from pathlib import Path
    >>> from xl_addin.tables.grid import SheetGrid
    >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [[1500, 100]])])
    >>> evaluator(book)("表", "C1", "A1+B1")
    1600.0
    """
    computing = machine(book)
    sheets = {sheet.name: index for index, sheet in enumerate(book.sheets)}

    def evaluate(sheet: str, cell: str, text: str) -> Argument:
        formula = parse(text)
        try:
            return Scope(computing, formula, Spot(sheets[sheet], *parse_address(cell))).argument(formula.tree)
        except Untrusted as reason:
            raise InputError(f"这里没有它的值：{reason}") from None
        except RecursionError:
            raise InputError("这里没有它的值：公式嵌套太深") from None

    return evaluate

"""The whole result of one formula over the values of a book that has been computed: what a command may ask for."""

from __future__ import annotations

from xl_addin.functions.stored_names import OurFunctions
from xl_addin.hosts.file.cells import Cells
from xl_addin.hosts.file.engine import FormualizerEngine
from xl_addin.hosts.file.evaluation import Evaluator
from xl_addin.hosts.file.formulas import parse
from xl_addin.hosts.file.references import Places, Spot
from xl_addin.hosts.file.results import written
from xl_addin.hosts.file.values import Untrusted, Value
from xl_addin.tables.grid import BookGrid, CellValue, parse_address
from xl_addin.values.errors import InputError


def result_of(book: BookGrid, sheet: str, cell: str) -> CellValue | list[list[CellValue]]:
    """Give what the formula of a cell computes to: one value, or every row of the table that it spills.

    ``book`` holds current values. Raises InputError if the formula uses what only a spreadsheet program can compute.
    """
    index = next(i for i, one in enumerate(book.sheets) if one.name == sheet)
    place = parse_address(cell)
    engine = FormualizerEngine()
    evaluator = Evaluator(Places(book), Cells(book, engine), engine, OurFunctions())
    try:
        found = evaluator.result(parse(book.sheets[index].formulas[place].text), Spot(index, *place))
    except Untrusted as reason:
        raise InputError(f"{sheet}!{cell} 的公式不能在此计算：{reason}") from reason
    if isinstance(found, list):
        return [[_shown(value) for value in row] for row in found]
    return _shown(found)


def _shown(value: Value) -> CellValue:
    return written(value, native=False)

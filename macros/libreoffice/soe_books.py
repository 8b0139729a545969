"""An open document: its calls of ours bound to the add-in, columns computed ahead, waiting cells bound to Basic.

A plain name in a file is bound to the Basic function of that name by Calc itself: right, but slow. On load it is bound
to the add-in, which is quick but gets a zero for a blank; a cell where that matters goes back to Basic. The document
counts as unchanged afterwards and its undo list stays empty.
"""

from contextlib import contextmanager

import soe_calls
from com.sun.star.sheet import FormulaToken
from soe_ahead import learn_columns
from soe_days import days_behind, forget
from soe_formulas import bound, bound_tables, calls_addin, calls_table, calls_us, plain_name
from soe_unfit import is_too_large, is_unfit, named_areas
from soe_values import UNCLEAR

_FORMULAS, _ERRORS = 16, 4
_SPECIAL, _MACRO = 0, 11
_ENGLISH = 2


def is_calc(document):
    """Tell whether a document is a spreadsheet."""
    return document is not None and document.supportsService("com.sun.star.sheet.SpreadsheetDocument")


def adopt(document):
    """Bind the calls of a document to the add-in, compute their columns ahead; give whether it has any."""
    found = False
    forget()
    with _unnoticed(document):
        areas = named_areas(document)
        for sheet in _sheets(document):
            found = _bind(sheet, areas) or found
    if found:
        with _unnoticed(document):
            learn_columns(document, soe_calls.memo, _sheets(document), days_behind(document))
            document.calculateAll()  # a cell that reads an array formula is not told that the array is another now
        settle(document)
    return found


def settle(document):
    """Bind the cells that wait to Basic."""
    with _unnoticed(document):
        for sheet in _sheets(document):
            cells = _bound_cells(sheet, sheet.queryFormulaCells(_ERRORS))
            to_basic(document, sheet, [one for one in cells if _waits(one)])


def _waits(cell):
    """Tell a cell that the add-in left to Basic; what INDEX makes of a refused table is an error of its own."""
    return cell.getError() == UNCLEAR or calls_table(cell.getFormula())


def settle_open(context):
    """The same for every open document."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    components = desktop.getComponents().createEnumeration()
    while components.hasMoreElements():
        document = components.nextElement()
        if hasattr(document, "supportsService") and is_calc(document):
            settle(document)


def all_to_basic(document):
    """Bind every call of the add-in to Basic: what is written then has the plain names."""
    with _unnoticed(document):
        for sheet in _sheets(document):
            to_basic(document, sheet, list(_bound_cells(sheet, sheet.queryContentCells(_FORMULAS))))


def to_basic(document, sheet, cells):
    """Bind the calls in some cells to the Basic functions of the plain names; those that it cannot answer stay."""
    if not cells:
        return
    macro, areas = _macro(document), named_areas(document)
    for cell in cells:
        text = cell.getFormula()
        if is_unfit(text, areas):
            continue
        if text.startswith("{"):
            array = _range(sheet, _array_of(sheet, cell))
            tokens = _named(array.getArrayTokens(), macro)
            if tokens:
                array.setArrayTokens(tokens)
        else:
            tokens = _named(cell.getTokens(), macro)
            if tokens:
                cell.setTokens(tokens)


def _named(tokens, macro):
    """The tokens with Basic names for the add-in's; None if there are none."""
    changed = []
    for token in tokens:
        name = plain_name(token.Data) if isinstance(token.Data, str) else None
        changed.append(FormulaToken(macro, name) if name else token)
    return tuple(changed) if any(new is not old for new, old in zip(changed, tokens)) else None


def _macro(document):
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    return mapper.getAvailableMappings(_ENGLISH, _SPECIAL)[_MACRO].Token.OpCode


def _bind(sheet, areas):
    found = False
    for cells in _areas(sheet, sheet.queryContentCells(_FORMULAS)):
        texts = cells.getFormulaArray()
        if not any(calls_us(text) for line in texts for text in line):
            continue
        found = True
        for column in range(len(texts[0])):
            _bind_column(sheet, cells, column, [line[column] for line in texts], areas)
    return found


def _bind_column(sheet, cells, column, texts, areas):
    """Write the formulas that change, neighbours together."""
    first = cells.getRangeAddress()
    wanted = [_wanted(text, areas) if calls_us(text) else text for text in texts]
    start = 0
    while start < len(texts):
        if wanted[start] == texts[start]:
            start += 1
            continue
        if texts[start].startswith("{"):
            _bind_array(sheet, cells.getCellByPosition(column, start), wanted[start])
            start += 1
            continue
        end = start
        while end < len(texts) and wanted[end] != texts[end] and not texts[end].startswith("{"):
            end += 1
        at = first.StartColumn + column
        block = sheet.getCellRangeByPosition(at, first.StartRow + start, at, first.StartRow + end - 1)
        block.setFormulaArray(tuple((text,) for text in wanted[start:end]))
        start = end


def _wanted(text, areas):
    """A formula as it is to be bound: a table of whole columns not to Basic, which is given every cell."""
    refused = bound_tables(text)
    return refused if refused != bound(text) and is_too_large(refused, areas) else bound(text)


def _bind_array(sheet, cell, text):
    address, own = _array_of(sheet, cell), cell.getCellAddress()
    if (address.StartColumn, address.StartRow) == (own.Column, own.Row):
        _range(sheet, address).setArrayFormula(text.strip("{}"))


@contextmanager
def _unnoticed(document):
    """Change formulas without the document counting as changed, and without a step to undo."""
    modified = document.isModified()
    undo = document.getUndoManager()
    undo.lock()
    document.lockControllers()
    try:
        yield
    finally:
        document.unlockControllers()
        undo.unlock()
        if not modified and document.isModified():
            document.setModified(False)


def _sheets(document):
    sheets = document.getSheets()
    return [sheets.getByIndex(place) for place in range(sheets.getCount())]


def _areas(sheet, ranges):
    return [_range(sheet, address) for address in ranges.getRangeAddresses()]


def _range(sheet, address):
    return sheet.getCellRangeByPosition(address.StartColumn, address.StartRow, address.EndColumn, address.EndRow)


def _bound_cells(sheet, ranges):
    """The cells that call the add-in by its own names; of an array formula, however large, its first one only."""
    done = []
    for cells in _areas(sheet, ranges):
        first = cells.getRangeAddress()
        for row, line in enumerate(cells.getFormulaArray(), first.StartRow):
            for column, text in enumerate(line, first.StartColumn):
                if not calls_addin(text) or any(_holds(one, column, row) for one in done):
                    continue
                cell = sheet.getCellByPosition(column, row)
                if text.startswith("{"):
                    done.append(_array_of(sheet, cell))
                yield cell


def _array_of(sheet, cell):
    """The area of the array formula that a cell belongs to."""
    array = sheet.createCursorByRange(cell)
    array.collapseToCurrentArray()
    return array.getRangeAddress()


def _holds(area, column, row):
    return area.StartColumn <= column <= area.EndColumn and area.StartRow <= row <= area.EndRow

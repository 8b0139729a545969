"""Values on their way between VBA and Python, converted as pywin32 converts them, for tests."""

import datetime as dt
from decimal import Decimal

from pyopenvba.interpreter import EMPTY, MISSING, NULL, VBAArray, VBADate, VBAErrorValue, VBAInt, VBAObject


def com(value):
    """Give a VBA value as pywin32 hands it to Python."""
    if isinstance(value, VBAObject):
        raise AssertionError("an Excel object crossed to Python")
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return tuple(com(item) for item in value.elements())
        (top, bottom), (left, right) = value.bounds
        return tuple(tuple(com(value.get([r, c])) for c in range(left, right + 1)) for r in range(top, bottom + 1))
    if value is EMPTY or value is NULL:
        return None
    if value is MISSING:
        return -2147352572
    if isinstance(value, VBAErrorValue):
        return value.number - 0x7FF60000
    if isinstance(value, VBADate):
        return value.to_datetime().replace(tzinfo=dt.UTC)
    if isinstance(value, VBAInt):
        return int(value)
    if isinstance(value, Decimal):
        return Decimal(value)
    return value


def vba(value):
    """Give a Python value as pywin32 hands it to VBA; an integer is a Long."""
    if isinstance(value, list):
        if value and isinstance(value[0], list):
            table = VBAArray([(0, len(value) - 1), (0, len(value[0]) - 1)])
            for row, cells in enumerate(value):
                for column, cell in enumerate(cells):
                    table.items[table.offset([row, column])] = vba(cell)
            return table
        return VBAArray([(0, len(value) - 1)], items=[vba(cell) for cell in value])
    if isinstance(value, dt.datetime):
        return VBADate.from_datetime(value.replace(tzinfo=None))
    if isinstance(value, int) and not isinstance(value, bool):
        return VBAInt(value, "Long")
    return value

"""A workbook as a button finds it, on the day of the tests; the stored values of its cells are taken as current."""

from __future__ import annotations

import datetime as dt

from xl_addin.commands.spec import CommandBook
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.tables.grid import BookGrid

TODAY = dt.date(2011, 9, 28)


def pressed(book: BookGrid, today: dt.date = TODAY) -> CommandBook:
    return CommandBook(book, today, recalculation=Recalculation())

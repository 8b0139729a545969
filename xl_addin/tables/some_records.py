"""Some records of a table as a table of their own, each where it stands on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xl_addin.tables.sheet_table import SheetTable


def some_records(table: SheetTable, kept: Sequence[int]) -> SheetTable:
    """The same columns with these records only, given by their numbers in order; the sums of the sheet are not theirs.

    >>> from xl_addin.tables.grid import SheetGrid
    >>> from xl_addin.tables.recognition import read_sheet
    >>> rows = [["姓名", "身份证号", "性别"], ["王三", None, "男"], ["李四", None, "女"], ["赵五", None, "男"]]
    >>> one = some_records(read_sheet(SheetGrid("表", "", rows))[0], [0, 2])
    >>> one.column("name"), one.cell("name", 1), one.record_at(3)
    (['王三', '赵五'], 'A4', None)
    """
    number = {i: k for k, i in enumerate(kept)}
    return replace(
        table,
        row_numbers=[table.row_numbers[i] for i in kept],
        sum_rows=[],
        _records=[table._records[i] for i in kept],
        further={number[i]: rows for i, rows in table.further.items() if i in number},
        row_doubts={number[i]: why for i, why in table.row_doubts.items() if i in number},
        _taken={(number[i], role): row for (i, role), row in table._taken.items() if i in number},
        _columns={},
        _stated=None,
    )

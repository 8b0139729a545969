"""Records over several rows made of a table's rows; which rows go together is said by who knows what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xl_addin.tables.sheet_table import SheetTable


def gathered(
    table: SheetTable,
    further: Mapping[int, Sequence[int]],
    taken: Mapping[tuple[int, str], int],
    doubts: Mapping[int, str],
) -> SheetTable:
    """The same rows with some records gone into the one before them; everything is told by record numbers.

    ``taken`` says from which record a cell of a joined one is taken, where that is not its first.

    >>> from xl_addin.tables.grid import SheetGrid
    >>> from xl_addin.tables.recognition import read_sheet
    >>> rows = [["姓名", "参加工作时间", "解除时间", "补偿金额"], ["王三", 1985, 1995, None], [None, 1997, 2011, 5]]
    >>> joined = gathered(read_sheet(SheetGrid("表", "", rows))[0], {0: [1]}, {(0, "end"): 1, (0, "amount"): 1}, {})
    >>> len(joined), joined.column("end"), joined.cell("amount", 0), joined.cells_of("start", 0)
    (1, [2011], 'D3', [1985, 1997])
    """
    gone = {i for others in further.values() for i in others}
    kept = [i for i in range(len(table)) if i not in gone]
    number = {i: k for k, i in enumerate(kept)}
    rows = table.row_numbers
    return replace(
        table,
        row_numbers=[rows[i] for i in kept],
        _records=[table._records[i] for i in kept],
        further={number[i]: [rows[j] for j in others] for i, others in further.items()},
        row_doubts={number[i]: why for i, why in doubts.items()},
        _taken={(number[i], role): rows[j] for (i, role), j in taken.items()},
        _plain=table,
        _columns={},
        _stated=None,
    )

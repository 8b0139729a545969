"""``severance_table`` and ``package_table`` for Python users: DataFrame in and out, the same rules as in cells.

This is the only module of the floor that needs pandas; worksheet functions never load it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from xl_addin.functions.insurance.package import package_table as package_rows
from xl_addin.functions.severance.roster import HEADINGS, severance_cells, severance_columns
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.column_rows import Column, ColumnRows
from xl_addin.tables.ranges import plain_cells
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_FIRST, _LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")


def severance_table(df: pd.DataFrame, policy: Any = None, **options: Any) -> pd.DataFrame:
    """Compute economic compensation for each row of a roster DataFrame.

    Column names are the headings that worksheets use (姓名, 参加工作时间, 解除时间, 月平均工资 …).
    ``policy`` is a profile id, a list of rows as on a 政策 sheet, or None; options may be given by name
    besides (``fraction="half_year"``). Returns one row a person
    with the columns of ``SOE_SEVERANCE_TABLE``: months and yuan as float64 (NaN where refused),
    姓名 and 说明 as text, and 错误 with the error code ('' where computed). The index counts from 0.

    Raises :class:`xl_addin.values.errors.InputError` for a missing column or a bad policy.

    >>> import pandas as pd
    >>> roster = pd.DataFrame([["王三", "1985-07-01", "2011-09-28", 1600]])
    >>> roster.columns = ["姓名", "参加工作时间", "解除时间", "月平均工资"]
    >>> severance_table(roster)["补偿金额"].tolist()
    [43200.0]
    """
    import pandas as pd

    by = read_policy(_with_options(policy, options))
    found = severance_columns(severance_cells(_rows(df), by), by)
    columns: list[Any] = [found.names, *found.numbers, found.notes]
    frame = pd.DataFrame(dict(zip(HEADINGS, columns, strict=True)))
    codes = np.full(len(frame), "", dtype=object)
    codes[list(found.errors)] = [error.code for error in found.errors.values()]
    frame["错误"] = pd.Series(codes, dtype="object")
    return frame


def _with_options(policy: Any, options: Mapping[str, Any]) -> Any:
    """Add options given by name to a policy, as rows of a 政策 sheet."""
    if not options:
        return policy
    rows = [list(row) for row in policy] if isinstance(policy, (list, tuple)) else [["profile", policy]]
    return [*rows, *([name, value] for name, value in options.items())]


def package_table(df: pd.DataFrame, policy: Any = None) -> pd.DataFrame:
    """Compute the one subsidy and two insurances (一补二险) for each row of a roster DataFrame.

    Columns are the headings of ``SOE_PACKAGE_TABLE`` (养老欠缴起, 养老欠缴止 … beside those of severance). Returns one
    row a person: 姓名, 经济补偿, 养老, 医疗, 合计 in yuan as float64 (NaN where refused), and 错误 with the first
    error code ('' where computed). Raises InputError for a missing column or a bad policy.
    """
    result = package_rows(read_policy(policy), _rows(df))
    return _frame(result, tuple(str(name) for name in result[0][1:]))


def _rows(df: pd.DataFrame) -> ColumnRows:
    """Give a DataFrame as a range with its heading row; missing values are blank cells."""
    columns = [_column(heading, df.iloc[:, place]) for place, heading in enumerate(df.columns)]
    return ColumnRows(columns, range(len(df) + 1))


def _column(heading: Any, column: pd.Series) -> list[Any]:
    """The cells of a column as Python values below its heading, whole days as dates."""
    missing = column.isna().to_numpy(dtype=bool)
    kind = column.dtype.kind if isinstance(column.dtype, np.dtype) else "O"
    values, array = column.to_numpy(), None
    if kind == "M" and _are_days(values[~missing]):
        days = values.astype("datetime64[D]")
        cells, array = days.tolist(), days.astype(np.int64).astype(np.int32)
    elif kind in "iuf":
        cells, array = values.tolist(), values.astype(np.float64)
    else:
        cells = plain_cells(column.astype(object).tolist())
    gaps = np.flatnonzero(missing).tolist()
    for place in gaps:
        cells[place] = None
    kinds = frozenset(map(type, cells))
    return Column(chain([heading], cells), kinds, None if gaps else array, headings=1)


def _are_days(moments: NDArray[np.datetime64]) -> bool:
    """Tell moments all at midnight, of years that a date can have."""
    days = moments.astype("datetime64[D]")
    return bool(((days == moments) & (days >= _FIRST) & (days <= _LAST)).all())


def _frame(result: list[list[Any]], numbers: Sequence[str]) -> pd.DataFrame:
    """Turn a spilled table into typed columns; error values become NaN and their code stands in 错误."""
    import pandas as pd

    headings, rows = [str(name) for name in result[0]], result[1:]
    codes = [next((cell.code for cell in row if isinstance(cell, CellError)), "") for row in rows]
    plain = [[None if isinstance(cell, CellError) else cell for cell in row] for row in rows]
    frame = pd.DataFrame(plain, columns=headings)
    frame[list(numbers)] = frame[list(numbers)].astype("float64")
    frame["错误"] = pd.Series(codes, dtype="object")
    return frame

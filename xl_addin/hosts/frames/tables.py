"""``severance_table`` and ``package_table`` for Python users: a DataFrame in and out, the same rules as in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xl_addin.functions.insurance.package import package_of, package_tables
from xl_addin.functions.severance.roster import HEADINGS, cells_of, roster_tables, severance_columns
from xl_addin.hosts.frames.cells import read_frame
from xl_addin.hosts.frames.policies import policy_of
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.typing import IntoDataFrameT

ERROR, REASON = "错误", "原因"


def severance_table(df: IntoDataFrameT, policy: Any = None, **options: Any) -> IntoDataFrameT:
    """Compute economic compensation for each person of a roster.

    ``df`` is a DataFrame of pandas, polars, pyarrow or any other kind that narwhals knows; what is returned is of the
    same kind. Column names are the headings that worksheets use (姓名, 参加工作时间, 解除时间, 月平均工资 …).

    ``policy`` is a profile id, a dict of options, a DataFrame or list of rows as on a 政策 sheet, the path of a
    workbook or CSV file that holds one, or None for the default profile; options may be given by name besides
    (``fraction="half_year"``).

    Returns one row a person with the columns of ``SOE_SEVERANCE_TABLE``: months and yuan as float64 (missing where
    refused), 姓名 and 说明 (how it came about, or why it is refused) as text, and 错误 with the error code ('' where
    computed). Rows of sums and empty rows are no persons; a pandas index is kept.

    Raises :class:`xl_addin.InputError` for a missing column or a bad policy.

    >>> import pandas as pd
    >>> roster = pd.DataFrame([["王三", "1985-07-01", "2011-09-28", 1600]], index=["A-7"])
    >>> roster.columns = ["姓名", "参加工作时间", "解除时间", "月平均工资"]
    >>> severance_table(roster)["补偿金额"].to_dict()
    {'A-7': 43200.0}
    """
    by, frame = policy_of(policy, options), read_frame(df)
    tables = roster_tables(frame.rows)
    found = severance_columns(cells_of(tables, by), by)
    codes = [""] * len(found.names)
    for place, error in found.errors.items():
        codes[place] = error.code
    computed: list[Any] = [found.names, *found.numbers, found.notes]
    columns = dict(zip(HEADINGS, computed, strict=True))
    made: IntoDataFrameT = frame.like({**columns, ERROR: codes}, _rows_of(tables))
    return made


def package_table(df: IntoDataFrameT, policy: Any = None, **options: Any) -> IntoDataFrameT:
    """Compute the one subsidy and two insurances (一补二险) for each person of a roster.

    ``df``, ``policy`` and options are as for :func:`severance_table`; column names are the headings of
    ``SOE_PACKAGE_TABLE`` (养老欠缴起, 养老欠缴止 … beside those of severance).

    Returns one row a person, in the kind of ``df`` and with its pandas index: 姓名, 经济补偿, 养老, 医疗 (or the parts
    that the policy lists) and 合计 in yuan as float64 (missing where refused), 错误 with the first error code ('' where
    computed) and 原因 with every reason. Raises :class:`xl_addin.InputError` for a missing column or a bad policy.

    >>> import pandas as pd
    >>> heads = "姓名 参加工作时间 解除时间 月平均工资 缴费工资 缴费平均工资 养老欠缴起 养老欠缴止"
    >>> cells = ["王三", "1985-07-01", "2011-09-28", 1600, 1000, 1200, "2002-11", "2002-10"]
    >>> roster = pd.DataFrame([cells], columns=heads.split())
    >>> package_table(roster, {"一补二险": "经济补偿、养老"})["原因"].tolist()
    ['养老欠缴起（2002年11月）晚于养老欠缴止（2002年10月），请核对']
    """
    by, frame = policy_of(policy, options), read_frame(df)
    tables = package_tables(frame.rows)
    headings, *rows = package_of(by, tables)
    numbers = [[_number(row[place]) for row in rows] for place in range(1, len(headings))]
    errors = [[cell for cell in row if isinstance(cell, CellError)] for row in rows]
    columns: dict[str, Any] = {
        str(headings[0]): ["" if isinstance(row[0], CellError) else str(row[0]) for row in rows],
        **{str(name): np.array(each, dtype=np.float64) for name, each in zip(headings[1:], numbers, strict=True)},
        ERROR: [each[0].code if each else "" for each in errors],
        REASON: ["；".join(dict.fromkeys(error.message for error in each)) for each in errors],
    }
    made: IntoDataFrameT = frame.like(columns, _rows_of(tables))
    return made


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else np.nan


def _rows_of(tables: Sequence[SheetTable]) -> list[int]:
    """The row of the range in which each person begins."""
    return [row for table in tables for row in table.row_numbers]

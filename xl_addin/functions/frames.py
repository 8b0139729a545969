"""``severance_table`` for Python users: a DataFrame in, a DataFrame out, the same rules as in cells.

This is the only module of the floor that needs pandas; worksheet functions never load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_addin.functions.roster import HEADINGS
from xl_addin.functions.roster import severance_table as roster_table
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = HEADINGS[1:7]


def severance_table(df: pd.DataFrame, policy: Any = None) -> pd.DataFrame:
    """Compute economic compensation for each row of a roster DataFrame.

    Column names are the headings that worksheets use (姓名, 参加工作时间, 解除时间, 月平均工资 …).
    ``policy`` is a profile id, a list of rows as on a 政策 sheet, or None. Returns one row a person
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

    rows = [list(df.columns), *df.astype(object).where(df.notna(), None).to_numpy().tolist()]
    result = roster_table(rows, policy)
    frame = pd.DataFrame(result[1:], columns=list(HEADINGS))
    refused = frame["补偿金额"].map(lambda value: value.code if isinstance(value, CellError) else "")
    frame["补偿金额"] = frame["补偿金额"].map(lambda value: None if isinstance(value, CellError) else value)
    frame[list(NUMBERS)] = frame[list(NUMBERS)].astype("float64")
    frame["错误"] = refused.astype("object")
    return frame

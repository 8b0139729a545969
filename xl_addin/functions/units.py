"""Money columns of a roster must be in yuan: any other unit, in a heading or a title line, is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from xl_addin.tables.labels import heading, title_unit
from xl_addin.values.errors import InputError

_OTHER_UNITS: Final = ("百", "千", "万", "亿")


def refuse_other_units(rows: Sequence[Sequence[Any]], columns: Mapping[str, int], roles: Iterable[str]) -> None:
    """Refuse money that its heading, or else a title line, states in another unit; ``rows`` end with the headings.

    >>> refuse_other_units([["单位：元"], ["姓名", "月平均工资（元）"]], {"name": 0, "wage": 1}, ["wage"])
    """
    title = next((unit for row in rows for cell in row if isinstance(cell, str) and (unit := title_unit(cell))), "")
    for role in roles:
        column = columns.get(role)
        if column is None:
            continue
        texts = [row[column] for row in rows if column < len(row) and isinstance(row[column], str)]
        unit = next((own for text in reversed(texts) if (own := heading(text).unit)), title)
        if unit.startswith(_OTHER_UNITS):
            raise InputError(f"“{texts[-1]}”一列的单位不是元（写的是{unit}），请改成元后重算")

"""Money columns of a roster must be in yuan and for the right span: any other unit that is stated is refused."""

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


def refuse_other_spans(rows: Sequence[Sequence[Any]], columns: Mapping[str, int], roles: Iterable[str]) -> None:
    """Refuse monthly figures that a heading states by the year, and the yearly standard stated by the month."""
    for role in roles:
        column = columns.get(role)
        if column is not None:
            for text in (row[column] for row in rows if column < len(row) and isinstance(row[column], str)):
                refuse_other_span(text, role, "")


def refuse_other_span(text: str, role: str, where: str) -> None:
    """Refuse one heading for :func:`refuse_other_spans`; ``where`` begins the message.

    >>> refuse_other_span("缴费工资（元/月）", "contribution_wage", "")
    """
    wanted, other = ("年", "月") if role == "annual_standard" else ("月", "年")
    unit = heading(text).unit
    if unit.endswith(other):
        raise InputError(f"{where}“{text.strip()}”要的是每{wanted}的金额，标题写的是{unit}，请换算成元/{wanted}后重算")

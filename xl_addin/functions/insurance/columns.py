"""一补二险 of many rows at once: calls that name the same headings, parts and policy are computed as one roster.

Each row is read alone, as the single call reads it; only what is computed of the cells is computed together. A row with
anything to say (an error value, a part that has no amount) has no value here: the single call says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xl_addin.functions.insurance.package import (
    compute_package,
    excerpt_header,
    package_labels,
    read_row,
    wanted_labels,
)
from xl_addin.functions.severance.columns import by_policy
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.package import PackagePart, package_total
from xl_addin.sheets.package_parts import Cells
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.ranges import cell_key, first_error, is_range, plain
from xl_addin.values.errors import InputError
from xl_addin.values.money import fen_to_yuan

Rows = Sequence[Sequence[Any]]
_HEADINGS, _ROW, _ITEM, _POLICY, _WIDTH = range(5)
_OWN: Final = (_HEADINGS, _ROW, _ITEM)


def package_amounts(rows: Rows) -> list[Any]:
    """``SOE_PACKAGE`` of each row in yuan, None where it must be asked."""
    found: list[Any] = [None] * len(rows)
    padded = [[*map(plain, row[:_POLICY]), *row[_POLICY:], *[None] * (_WIDTH - len(row))] for row in rows]
    sound = [i for i, row in enumerate(padded) if len(row) == _WIDTH and _may_be_read(row)]
    for policy, some in by_policy(padded, sound, _POLICY):
        groups: dict[Any, list[int]] = {}
        for i in some:
            row = padded[i]
            groups.setdefault((cell_key(row[_HEADINGS]), clean_text(row[_ITEM])), []).append(i)
        for (_, item), members in groups.items():
            for i, amount in _of_headings([padded[i] for i in members], item, policy):
                found[members[i]] = amount
    return found


def _may_be_read(row: Sequence[Any]) -> bool:
    ranges = is_range(row[_HEADINGS]) and is_range(row[_ROW]) and not is_range(row[_ITEM])
    return ranges and first_error([row[place] for place in _OWN]) is None


def _of_headings(rows: Rows, item: str, policy: Policy) -> Iterator[tuple[int, float]]:
    """Amounts of rows below the same headings; what a row says besides, as of 在岗状态, may differ."""
    try:
        wanted = wanted_labels(item, package_labels(policy))
        header = excerpt_header(rows[0][_HEADINGS])
    except InputError:
        return
    alike: dict[tuple[str, ...], list[tuple[int, Cells]]] = {}
    for i, row in enumerate(rows):
        try:
            cells = read_row(row[_HEADINGS], row[_ROW], header)
        except InputError:
            continue
        alike.setdefault(tuple(cells.columns), []).append((i, cells))
    for roles, some in alike.items():
        columns: dict[str, list[CellValue]] = {role: [cells.columns[role][0] for _, cells in some] for role in roles}
        try:
            computed = compute_package(Cells(columns, len(some)), wanted, policy)
        except InputError:  # a column that one of them lacks: each says so for itself
            continue
        for (i, _), parts in zip(some, computed, strict=True):
            total = package_total(parts.values())
            if isinstance(total, PackagePart):
                yield i, fen_to_yuan(total.total_fen)

"""The severance of every row of a severance sheet, computed again from its own inputs.

Inputs come from the sheet itself (C3 49), or from the formula that states the row's calculation (L-10); the calculation
comes from ``rules``, the options from the row's policy. A row whose inputs are missing or unusable is not judged; it is
named with the reason. Settled persons (内退, 退休) have no severance and are not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import default_ground, find_ground, ground_facts
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, sheet_amount
from xl_addin.sheets.person_cells import yearly_roles
from xl_addin.sheets.scales import amount_by_size, monthly_scale, odd_wages
from xl_addin.sheets.severance_calls import (
    RowCall,
    RowPolicy,
    by_policy,
    given_service,
    row_calls,
    row_policies,
    rules_of,
    sheet_policies,
    typed_policy,
)
from xl_addin.sheets.severance_inputs import (
    AVERAGES,
    INPUTS,
    WAGES,
    SeveranceInputs,
    input_cells,
    lacking_columns,
    read_inputs,
)
from xl_addin.sheets.severance_left_out import name_incomplete, name_refused, name_rows_together, settled
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import heading_questions
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO, Int64

NO_GROUND: Final = -1
_MOST_AVERAGES: Final = 12
_MOST_WAGE: Final = 10**8 * MICRO
"""No wage reaches this in any unit."""


@dataclass(frozen=True, slots=True)
class SeveranceRows:
    """What could be computed: sheet record of each computed row, what it comes to, and the averages left out."""

    records: NDArray[np.int64]
    amount_fen: Int64
    months: Int64
    """Payable months in hundredths."""
    status: NDArray[np.int8]
    places: list[tuple[SeveranceTable, int]]
    """For each row the calculation by its policy, and the row of it."""
    wanted: dict[str, NDArray[np.bool_]]
    """For each average: computed rows where it is empty although the rule would use it."""
    otherwise: dict[int, set[int]]
    """For rows with such an empty average: the amounts (fen) if it were what another row of its column says."""

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Rows with an amount; the others lack an average that the policy cannot do without."""
        ok: NDArray[np.bool_] = self.status == Status.OK
        return ok


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one policy."""

    inputs: SeveranceInputs
    table: SeveranceTable
    wanted: dict[str, NDArray[np.bool_]]
    otherwise: dict[int, set[int]]


def ground_codes(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """The ground of each row; the default where it is empty or the column absent, NO_GROUND for unknown words."""
    values = table.column("ground")
    read = {value: _ground(value) for value in set(values)}
    return np.array([read[value] for value in values], dtype=np.int8)


def _ground(value: CellValue) -> int:
    if is_empty(value):
        return default_ground()
    try:
        return find_ground(clean_text(value))
    except InputError:
        return NO_GROUND


def severance_rows(table: SheetTable, book: SheetBook) -> SeveranceRows | None:
    """Compute every row that can be; None where the sheet lacks a column that the calculation needs.

    Rows whose formula states the calculation are computed as it says, also on such a sheet.
    """
    calls = book.derive(row_calls, table)
    records = list(range(len(table)))
    if why := _unusable(table):
        shown = table.has("amount") or table.has("months") or not why.startswith("没有")
        if shown and len(calls) < max(len(table), 1):
            book.not_checked.append(f"工作表“{table.sheet}”：{why}，补偿月数和金额未复算")
        records = [i for i, one in calls.items() if not one.call.refusal]
        if not records:
            return None
    name_refused(table, book, calls)
    records = [i for i in records if i not in calls or not calls[i].call.refusal]
    policies = [one.policy for one in book.derive(going_by, table)]
    cells = _patched(table, calls)
    name_incomplete(table, book, cells, calls)
    parts = [_part(table, book, policy, rows, cells) for policy, rows in by_policy(policies, records)]
    return _joined(parts)


def _unusable(table: SheetTable) -> str:
    """Why the columns of a sheet cannot be computed from, '' if they can."""
    if lacking := lacking_columns(table):
        return f"没有“{'、'.join(lacking)}”栏"
    if yearly := [table.label(role) for role in yearly_roles(table) if role in WAGES]:
        return f"“{'、'.join(yearly)}”是按年的数"
    asked = [question for question in heading_questions(table) if question.role in INPUTS]
    return f"表头{'、'.join(f'“{question.heading}”' for question in asked)}没有认出" if asked else ""


def _patched(table: SheetTable, calls: Mapping[int, RowCall]) -> dict[str, list[CellValue]]:
    """The cells of each row: its columns, or what its formula takes instead."""
    cells: dict[str, list[CellValue]] = {
        role: [None if is_empty(cell) else cell for cell in column] for role, column in input_cells(table).items()
    }
    for i, one in calls.items():
        for role, cell in one.taken.items():
            cells.setdefault(role, [None] * len(table))[i] = None if is_empty(cell) else cell
    return cells


def _part(
    table: SheetTable, book: SheetBook, policy: Policy, records: list[int], cells: Mapping[str, list[CellValue]]
) -> _Part:
    inputs = _usable(table, book, policy, records, cells)
    computed = inputs.compute(policy)
    wanted = {
        "enterprise_wage": (inputs.wages.enterprise == OMITTED) & enterprise_acts(computed, policy),
        "local_wage": (inputs.wages.local == OMITTED) & local_acts(computed, policy),
    }
    return _Part(inputs, computed, wanted, _otherwise(inputs, wanted, policy))


def _joined(parts: list[_Part]) -> SeveranceRows:
    """The rows of all policies in the order of the sheet."""
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        nobody = np.zeros(0, dtype=np.bool_)
        return SeveranceRows(none, none, none, none.astype(np.int8), [], dict.fromkeys(AVERAGES, nobody), {})
    records = np.concatenate([part.inputs.records for part in parts])
    order = np.argsort(records, kind="stable")
    places = [(part.table, row) for part in parts for row in range(len(part.inputs.records))]
    starts = np.cumsum([0, *(len(part.inputs.records) for part in parts)])
    new_place = np.argsort(order, kind="stable")

    def together(column: Callable[[_Part], NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([column(part) for part in parts])[order]

    return SeveranceRows(
        records[order],
        together(lambda part: part.table.amount_fen),
        together(lambda part: part.table.months),
        together(lambda part: part.table.status),
        [places[k] for k in order.tolist()],
        {role: together(lambda part, role=role: part.wanted[role]) for role in AVERAGES},  # type: ignore[misc]
        {
            int(new_place[start + k]): amounts
            for part, start in zip(parts, starts.tolist(), strict=False)
            for k, amounts in part.otherwise.items()
        },
    )


def amounts_under(table: SheetTable, book: SheetBook, policy: Policy, records: list[int]) -> dict[int, int]:
    """What some rows would come to in fen under another policy; those without an amount are left out."""
    said = len(book.not_checked)
    inputs = _usable(table, book, policy, records, _patched(table, book.derive(row_calls, table)))
    del book.not_checked[said:]  # that is said of the calculation that holds
    computed = inputs.compute(policy)
    pairs = zip(inputs.records.tolist(), computed.amount_fen.tolist(), computed.status.tolist(), strict=True)
    return {record: fen for record, fen, how in pairs if how == Status.OK}


def going_by(table: SheetTable, book: SheetBook) -> list[RowPolicy]:
    """What each row goes by: its formula's policy, else its sheet's.

    Where the book has several 政策 sheets, a typed amount that is right by another of them goes by that one: a copy
    with values in place of formulas is the same book. The check of policies names it.
    """
    policies = list(book.derive(row_policies, table))
    calls, usual = book.derive(row_calls, table), book.derive(typed_policy, table)
    others = [one for one in book.gather(sheet_policies).values() if rules_of(one.policy) != rules_of(usual.policy)]
    if not others or book.judged_by is not None or not table.has("amount") or _unusable(table):
        return policies
    typed = book.derive(numbers, table, "amount")
    factor = book.derive(amount_by_size, table, "amount").actual
    records = [i for i in range(len(table)) if i not in calls and typed.known[i]]
    right = amounts_under(table, book, usual.policy, records) if records else {}
    wrong = [i for i, fen in right.items() if not agrees(int(typed.micro[i]), fen, factor)]
    for one in others if wrong else ():
        for i, fen in amounts_under(table, book, one.policy, wrong).items():
            if agrees(int(typed.micro[i]), fen, factor):
                policies[i] = one
    return policies


def _otherwise(inputs: SeveranceInputs, wanted: dict[str, NDArray[np.bool_]], policy: Policy) -> dict[int, set[int]]:
    columns = {"enterprise_wage": inputs.wages.enterprise, "local_wage": inputs.wages.local}
    usual = {role: _frequent(column) for role, column in columns.items()}
    found: dict[int, set[int]] = {}
    for k in np.flatnonzero(wanted["enterprise_wage"] | wanted["local_wage"]).tolist():
        choices = [usual[role] if wanted[role][k] and usual[role] else [int(columns[role][k])] for role in AVERAGES]
        pairs = np.array(list(product(*choices)), dtype=np.int64)
        row = inputs.select(np.repeat(k, len(pairs)))
        filled = replace(row, wages=Wages(row.wages.own, pairs[:, 0], pairs[:, 1]))
        found[k] = set(filled.compute(policy).amount_fen.tolist())
    return found


def _frequent(wages: Int64) -> list[int]:
    """The numbers of a column, the most frequent first; empty for an empty column."""
    values, counts = np.unique(wages[wages != OMITTED], return_counts=True)
    return [int(value) for value in values[np.argsort(-counts)][:_MOST_AVERAGES]]


def _usable(
    table: SheetTable, book: SheetBook, policy: Policy, records: list[int], cells: Mapping[str, list[CellValue]]
) -> SeveranceInputs:
    """The inputs of those rows of one policy that can be computed, wages in yuan whatever the unit of the sheet."""
    calls = book.derive(row_calls, table)
    given = {k: service for k, i in enumerate(records) if i in calls and (service := given_service(calls[i].call))}
    own = {role: [column[i] for i in records] for role, column in cells.items()}
    inputs = read_inputs(own, policy, sheet_amount, given)
    inputs = inputs.of_records(np.array(records, dtype=np.int64))
    together = name_rows_together(table, book, inputs, records)
    usable = ~settled(table, book)[inputs.records] & ~np.isin(inputs.records, list(together))
    columns: list[Int64] = []
    for role, wages in zip(WAGES, (inputs.wages.own, inputs.wages.enterprise, inputs.wages.local), strict=True):
        taken = np.isin(inputs.records, [i for i, one in calls.items() if role in one.taken])
        usable &= (wages < _MOST_WAGE) & (taken | ~np.isin(inputs.records, list(book.derive(odd_wages, table, role))))
        columns.append(np.where(taken, wages, _in_yuan(wages, table, book, role)))
    own_wages, enterprise, local = (column[usable] for column in columns)
    return replace(inputs.select(usable), wages=Wages(own_wages, enterprise, local))


def _in_yuan(wages: Int64, table: SheetTable, book: SheetBook, role: str) -> Int64:
    factor = book.derive(monthly_scale, table, role).actual if table.has(role) else 1
    yuan: Int64 = np.where(wages == OMITTED, OMITTED, wages * factor)
    return yuan


def enterprise_acts(computed: SeveranceTable, policy: Policy) -> NDArray[np.bool_]:
    """Rows where the enterprise average is a floor (or, in the 改制 regime, needed)."""
    regime, options = policy.profile.regime, policy.options
    if regime is Regime.RESTRUCTURING:
        return np.ones(len(computed.ground), dtype=np.bool_)
    if regime in (Regime.PRORATED, Regime.LUMP_SUM) or options.enterprise_floor == "none":
        return np.zeros(len(computed.ground), dtype=np.bool_)
    sides = computed.old_months > 0
    if options.enterprise_floor == "both":
        sides = sides | (computed.new_months > 0)
    acts: NDArray[np.bool_] = ground_facts()[1][computed.ground] & sides
    return acts


def local_acts(computed: SeveranceTable, policy: Policy) -> NDArray[np.bool_]:
    """Rows where the local average is a cap (or, for the lump sum, needed)."""
    regime, options = policy.profile.regime, policy.options
    if regime is Regime.LUMP_SUM:
        return np.ones(len(computed.ground), dtype=np.bool_)
    if regime not in (Regime.SEGMENTED, Regime.NEW_LAW, Regime.OLD_LAW):
        return np.zeros(len(computed.ground), dtype=np.bool_)
    acts: NDArray[np.bool_] = computed.new_months > 0
    if options.pre2008_base == "local_cap":
        acts = acts | (computed.old_months > 0)
    return acts

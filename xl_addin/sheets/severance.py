"""The severance of every row of a severance sheet, computed again from its own inputs.

Inputs come from the sheet itself (C3 49), the calculation from ``rules``, the options from the
workbook's policy. A row whose inputs are missing or unusable is not judged; it is named with the
reason. Settled persons (内退, 退休) have no severance and are not computed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import default_ground, find_ground, ground_facts
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days, service_start
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.sheets.person_cells import error_values, yearly_roles
from xl_addin.sheets.persons import status
from xl_addin.sheets.scales import monthly_scale, odd_wages
from xl_addin.sheets.service_pieces import shared_amounts
from xl_addin.sheets.severance_cells import FIRST_SERVICE_DAY
from xl_addin.sheets.severance_inputs import (
    AVERAGES,
    INPUTS,
    REQUIRED,
    WAGES,
    SeveranceInputs,
    input_cells,
    lacking_columns,
    read_inputs,
)
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import heading_questions
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import MICRO, Int64

NO_GROUND: Final = -1
_SHOWN_ROWS: Final = 12
_MOST_AVERAGES: Final = 12
_MOST_WAGE: Final = 10**8 * MICRO
"""No wage reaches this in any unit."""


@dataclass(frozen=True, slots=True)
class SeveranceRows:
    """What could be computed: sheet record of each computed row, the columns of the rule, and the averages left out."""

    records: NDArray[np.int64]
    table: SeveranceTable
    wanted: dict[str, NDArray[np.bool_]]
    """For each average: computed rows where it is empty although the rule would use it."""
    otherwise: dict[int, set[int]]
    """For rows with such an empty average: the amounts (fen) if it were what another row of its column says."""

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Rows with an amount; the others lack an average that the policy cannot do without."""
        ok: NDArray[np.bool_] = self.table.status == Status.OK
        return ok


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
    """Compute every row that can be; None where the sheet lacks a column that the calculation needs."""
    lacking = lacking_columns(table)
    if lacking:
        if table.has("amount") or table.has("months"):
            names = "、".join(lacking)
            book.not_checked.append(f"工作表“{table.sheet}”：没有“{names}”栏，补偿月数和金额未复算")
        return None
    yearly = [table.label(role) for role in yearly_roles(table) if role in WAGES]
    if yearly:
        book.not_checked.append(f"工作表“{table.sheet}”：“{'、'.join(yearly)}”是按年的数，补偿月数和金额未复算")
        return None
    asked = [question for question in heading_questions(table) if question.role in INPUTS]
    if asked:
        heads = "、".join(f"“{question.heading}”" for question in asked)
        book.not_checked.append(f"工作表“{table.sheet}”：表头{heads}没有认出，补偿月数和金额未复算")
        return None
    inputs = _usable(table, book)
    computed = inputs.compute(book.policy)
    wanted = {
        "enterprise_wage": (inputs.wages.enterprise == OMITTED) & enterprise_acts(computed, book.policy),
        "local_wage": (inputs.wages.local == OMITTED) & local_acts(computed, book.policy),
    }
    return SeveranceRows(inputs.records, computed, wanted, _otherwise(inputs, wanted, book.policy))


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


def _usable(table: SheetTable, book: SheetBook) -> SeveranceInputs:
    """The inputs of the rows that can be computed, wages in yuan whatever the unit of the sheet; names the others."""
    typed = input_cells(table)
    errors = np.zeros(len(table), dtype=np.bool_)
    errors[list(error_values(typed, table.layout))] = True
    cells = {role: [None if is_empty(cell) else cell for cell in column] for role, column in typed.items()}
    # Who may be settled is not computed either: the word is asked about.
    settled = np.array([bool(one.settled or one.question) for one in book.derive(status, table)], dtype=np.bool_)
    blank = {role: np.array([cell is None for cell in cells[role]], dtype=np.bool_) for role in REQUIRED}
    _name_left_out(table, book, ~(settled | errors) & blank["wage"], "工资未填，金额未校验")
    _name_left_out(table, book, ~(settled | errors) & (blank["start"] | blank["end"]), "起止日期未填，金额未校验")
    start = book.derive(service_start, table)
    early = start.known & book.derive(days, table, "end").known & (start.first < FIRST_SERVICE_DAY)
    _name_left_out(table, book, ~settled & early, "参加工作时间早于1949年，金额未校验")
    inputs = read_inputs(cells, book.policy, sheet_amount)
    together = _name_rows_together(table, book, inputs)
    typed_wages = dict(zip(WAGES, (inputs.wages.own, inputs.wages.enterprise, inputs.wages.local), strict=True))
    usable = ~settled[inputs.records] & ~np.isin(inputs.records, list(together))
    for role, wages in typed_wages.items():
        usable &= (wages < _MOST_WAGE) & ~np.isin(inputs.records, list(book.derive(odd_wages, table, role)))
    own, enterprise, local = (_in_yuan(wages[usable], table, book, role) for role, wages in typed_wages.items())
    return replace(inputs.select(usable), wages=Wages(own, enterprise, local))


def _name_rows_together(table: SheetTable, book: SheetBook, inputs: SeveranceInputs) -> set[int]:
    """Name workers in several rows, and several workers with one amount, who cannot be judged; give the latter."""
    for record, why in table.row_doubts.items():
        book.not_checked.append(f"工作表“{table.sheet}”{table.cell('name', record)}：{why}，金额未校验")
    for record in sorted(set(table.further) - set(table.row_doubts)):
        fault = inputs.faults.get(record)
        if fault and fault.code != NUM:  # overlaps are errors of their own
            book.not_checked.append(f"工作表“{table.sheet}”{table.cell('start', record)}：{fault.message}，金额未校验")
    shared = shared_amounts(table)
    for group in {tuple(group) for group in shared.values()}:
        rows = "、".join(str(table.row_numbers[i]) for i in group)
        cell = table.cell("amount", group[0])
        book.not_checked.append(
            f"工作表“{table.sheet}”{cell}：第{rows}行不是同一名职工，补偿金额却合并成一格，金额未校验"
        )
    return set(shared)


def _in_yuan(wages: Int64, table: SheetTable, book: SheetBook, role: str) -> Int64:
    factor = book.derive(monthly_scale, table, role).actual if table.has(role) else 1
    yuan: Int64 = np.where(wages == OMITTED, OMITTED, wages * factor)
    return yuan


def _name_left_out(table: SheetTable, book: SheetBook, rows: NDArray[np.bool_], reason: str) -> None:
    numbers_of = [table.row_numbers[i] for i in np.flatnonzero(rows).tolist()]
    if numbers_of:
        shown = "、".join(map(str, numbers_of[:_SHOWN_ROWS]))
        more = f"等{len(numbers_of)}行" if len(numbers_of) > _SHOWN_ROWS else "行"
        book.not_checked.append(f"工作表“{table.sheet}”第{shown}{more}：{reason}")


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

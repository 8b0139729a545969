"""The severance of every row of a severance sheet, computed again from its own inputs.

Inputs come from the sheet itself (C3 49), the calculation from ``rules``, the options from the
workbook's policy. A row whose inputs are missing or unusable is not judged; it is named with the
reason. Settled persons (内退, 退休) have no severance and are not computed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import default_ground, find_ground, ground_facts
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.service import count_service
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import DayColumn, days, numbers, service_start
from xl_addin.sheets.persons import post_status
from xl_addin.sheets.scales import monthly_scale, odd_wages
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, day_number
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import MICRO, Int64

FIRST_SERVICE_DAY: Final = day_number(dt.date(1949, 1, 1))
NO_GROUND: Final = -1
_SHOWN_ROWS: Final = 12
_MOST_AVERAGES: Final = 12
_MOST_WAGE: Final = 10**8 * MICRO
"""No wage reaches this in any unit."""
AVERAGES: Final = ("enterprise_wage", "local_wage")
INPUTS: Final = ("start", "entry", "end", "wage", *AVERAGES, "ground")


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
    lacking = [name for name in ("end", "wage") if not table.has(name)]
    if not (table.has("start") or table.has("entry")):
        lacking.insert(0, "start")
    if lacking:
        if table.has("amount") or table.has("months"):
            names = "、".join(table.layout.columns[role].name for role in lacking)
            book.not_checked.append(f"工作表“{table.sheet}”：没有“{names}”栏，补偿月数和金额未复算")
        return None
    wages = {role: _wages(table, book, role) for role in ("wage", *AVERAGES)}
    records = np.flatnonzero(_usable(table, book, wages))
    start, end = book.derive(service_start, table), book.derive(days, table, "end")
    grounds = book.derive(ground_codes, table)
    own, enterprise, local = (wages[role][records] for role in ("wage", *AVERAGES))
    inputs = _Inputs(start.first[records], end.last[records], own, enterprise, local, grounds[records])
    computed = inputs.compute(book.policy)
    wanted = {
        "enterprise_wage": (enterprise == OMITTED) & enterprise_acts(computed, book.policy),
        "local_wage": (local == OMITTED) & local_acts(computed, book.policy),
    }
    return SeveranceRows(records, computed, wanted, _otherwise(inputs, wanted, book.policy))


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What rows are computed from: days, wages in micro yuan (OMITTED where empty) and grounds."""

    start: Days
    end: Days
    own: Int64
    enterprise: Int64
    local: Int64
    ground: NDArray[np.int8]

    def compute(self, policy: Policy) -> SeveranceTable:
        service = count_service(self.start, self.end, policy.options)
        return severance(service, Wages(self.own, self.enterprise, self.local), self.ground, policy)


def _otherwise(inputs: _Inputs, wanted: dict[str, NDArray[np.bool_]], policy: Policy) -> dict[int, set[int]]:
    columns = {"enterprise_wage": inputs.enterprise, "local_wage": inputs.local}
    usual = {role: _frequent(column) for role, column in columns.items()}
    found: dict[int, set[int]] = {}
    for k in np.flatnonzero(wanted["enterprise_wage"] | wanted["local_wage"]).tolist():
        choices = [usual[role] if wanted[role][k] and usual[role] else [int(columns[role][k])] for role in AVERAGES]
        pairs = np.array(list(product(*choices)), dtype=np.int64)
        row = np.repeat(k, len(pairs))
        filled = _Inputs(
            inputs.start[row], inputs.end[row], inputs.own[row], pairs[:, 0], pairs[:, 1], inputs.ground[row]
        )
        found[k] = set(filled.compute(policy).amount_fen.tolist())
    return found


def _frequent(wages: Int64) -> list[int]:
    """The numbers of a column, the most frequent first; empty for an empty column."""
    values, counts = np.unique(wages[wages != OMITTED], return_counts=True)
    return [int(value) for value in values[np.argsort(-counts)][:_MOST_AVERAGES]]


def _wages(table: SheetTable, book: SheetBook, role: str) -> Int64:
    """One column of wages in micro yuan, OMITTED where it is empty, -2 where it cannot be used."""
    if not table.has(role):
        return np.full(len(table), OMITTED, dtype=np.int64)
    column = book.derive(numbers, table, role)
    factor = book.derive(monthly_scale, table, role).actual
    usable = column.known & (column.micro >= 0) & (column.micro < _MOST_WAGE)
    wages = np.where(column.blank, OMITTED, np.where(usable, column.micro * factor, -2))
    wages[list(book.derive(odd_wages, table, role))] = -2
    if role != "wage":
        wages[column.known & (column.micro == 0)] = -2
    return wages


def _usable(table: SheetTable, book: SheetBook, wages: dict[str, Int64]) -> NDArray[np.bool_]:
    start, end = book.derive(service_start, table), book.derive(days, table, "end")
    settled = np.array([bool(status) for status in book.derive(post_status, table)], dtype=np.bool_)
    no_dates = ~start.known | ~end.known
    in_order = ~no_dates & (end.last >= start.first) & (start.first >= FIRST_SERVICE_DAY)
    errors = _has_error(table)
    sound = (book.derive(ground_codes, table) != NO_GROUND) & ~errors
    sound &= (wages["wage"] >= 0) & (wages["enterprise_wage"] != -2) & (wages["local_wage"] != -2)
    _name_left_out(table, book, ~(settled | errors) & (wages["wage"] == OMITTED), "工资未填，金额未校验")
    _name_left_out(table, book, ~(settled | errors) & _empty_dates(table, start, end), "起止日期未填，金额未校验")
    early = ~no_dates & (start.first < FIRST_SERVICE_DAY)
    _name_left_out(table, book, ~settled & early, "参加工作时间早于1949年，金额未校验")
    usable: NDArray[np.bool_] = in_order & sound & ~settled
    return usable


def _empty_dates(table: SheetTable, start: DayColumn, end: DayColumn) -> NDArray[np.bool_]:
    empty_end = np.array([is_empty(value) for value in table.column("end")], dtype=np.bool_)
    first = [is_empty(table.column("start")[i]) and is_empty(table.column("entry")[i]) for i in range(len(table))]
    empty_start = np.array(first, dtype=np.bool_)
    return (empty_end & ~end.known) | (empty_start & ~start.known)


def _has_error(table: SheetTable) -> NDArray[np.bool_]:
    """Rows with an error value among the inputs, or an input formula that was never calculated."""
    found = np.zeros(len(table), dtype=np.bool_)
    for role in INPUTS:
        if table.has(role):
            for i, value in enumerate(table.column(role)):
                if isinstance(value, CellError) or (value is None and table.awaits_calculation(role, i)):
                    found[i] = True
    return found


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

"""Wages below the minimum wage that the 政策 sheet holds, each with what it would change.

The minimum wage is the floor of the base under 劳动合同法 47 (实施条例 27). An amount takes it only through the option
``local_floor``, so that a wage below it is told, never lifted in silence. A sheet that holds none is not asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.options import with_options
from xl_addin.policy.profiles import Regime
from xl_addin.policy.schema import DatedValue
from xl_addin.rules.severance.compensation import SeveranceTable, severance
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days
from xl_addin.sheets.numbers import plain_fen
from xl_addin.sheets.severance import severance_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, MICRO_PER_FEN, Int64, decimal_text
from xl_addin.values.persons import mask_text

MINIMUM_WAGE: Final = "最低工资"
_OTHER_WAGES: Final = (Regime.LUMP_SUM, Regime.PRORATED)
"""Regimes whose wage is no worker's."""
_SCOPES: Final = {"post2008": "只保2008年后一段", "all": "两段都保"}


def below_minimum(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every wage below the minimum wage in force at the end, unless the policy lifts to it already."""
    stated = book.policy.local.get(MINIMUM_WAGE, ())
    rows = book.derive(severance_rows, table) if stated else None
    if rows is None:
        return
    ends = book.derive(days, table, "end").last[rows.records]
    floored: dict[tuple[int, int], dict[str, Int64]] = {}
    for k in np.flatnonzero(rows.ok).tolist():
        computed, i = rows.places[k]
        floor = _floor_on(int(ends[k]), stated)
        own = Fraction(int(computed.given.own[i]), computed.given.unit)
        lifted = computed.policy.options.local_floor or 0
        if floor is None or max(own, lifted) * MICRO >= floor.micro or computed.policy.profile.regime in _OTHER_WAGES:
            continue
        key = id(computed), floor.micro
        if key not in floored:
            floored[key] = _amounts(computed, Fraction(floor.micro, MICRO))
        detail = {
            "wage": plain_fen(int(own * 100)),
            "floor": plain_fen(floor.micro // MICRO_PER_FEN),
            "place": floor.place,
            "day": to_date(int(ends[k])).isoformat(),
            "effect": _effect(int(computed.amount_fen[i]), {scope: int(fen[i]) for scope, fen in floored[key].items()}),
            "figure": decimal_text(floor.micro, MICRO),
        }
        record = int(rows.records[k])
        shown = mask_text(clean_text(table.column("wage")[record]))
        yield Fault(table.cell("wage", record), shown, f"不低于{detail['floor']}", detail)


def _floor_on(day: int, stated: Sequence[DatedValue]) -> DatedValue | None:
    """The minimum wage of a day; of several places the lowest one, below which a wage is wrong everywhere."""
    rows = [row for row in stated if row.first_day <= day <= row.last_day]
    return min(rows, key=lambda row: row.micro, default=None)


def _effect(now: int, then: dict[str, int]) -> str:
    """Say what a row would come to, in fen, under either scope of the floor."""
    if set(then.values()) == {now}:
        return f"按它保底，本行金额{plain_fen(now)}元不变"
    texts = {scope: f"本行应为{plain_fen(fen)}元，比现在多{plain_fen(fen - now)}元" for scope, fen in then.items()}
    if len(set(then.values())) == 1:
        return f"按它保底，{texts['all']}"
    return "按它保底：" + "；".join(f"{_SCOPES[scope]}的，{text}" for scope, text in texts.items())


def _amounts(table: SeveranceTable, floor: Fraction) -> dict[str, Int64]:
    """The amounts of all rows (fen) with the floor, by its scope; service and months stay as they were credited."""
    found = {}
    for scope in _SCOPES:
        options = with_options(table.policy.options, {"local_floor": floor, "local_floor_scope": scope})
        policy = replace(table.policy, options=options)
        found[scope] = severance(table.service, table.given, table.ground, policy, table.credited).amount_fen
    return found


MINIMUM_WAGE_CHECKS: Final = (
    Check(
        code="WAGE_BELOW_MINIMUM",
        title="月平均工资低于最低工资",
        severity=Severity.NOTICE,
        kinds=frozenset({"severance"}),
        message="月平均工资{wage}元低于政策表所填{place}最低工资{floor}元（解除时间{day}）。{effect}",
        remedy="先核对工资台账（应为应得工资）；应当保底的，在政策表“当地最低工资保底（元/月）”填{figure}，"
        "“当地最低工资保底的范围”选一种；不保底的不必改",
        citation="劳动合同法实施条例第二十七条（2008年起的一段，月平均工资低于当地最低工资的按最低工资计算）",
        run=below_minimum,
    ),
)

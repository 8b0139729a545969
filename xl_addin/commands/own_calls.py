"""What the formulas of severance sheets state: the call behind an amount, read as its function reads it (L-10).

A call is told by what it was computed from, so that wrapping functions, names and branches count as they did in the
cell. Leaves out what a sheet makes of it (:mod:`xl_addin.sheets.severance_calls`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from xl_addin.formulas.made import CellCalls, MadeCall
from xl_addin.formulas.made_calls import MadeCalls
from xl_addin.functions import CATALOG
from xl_addin.functions.insurance.package import package_cells, read_row
from xl_addin.functions.severance.roster import severance_cells
from xl_addin.functions.severance.workers import read_approved, read_service
from xl_addin.policy.package import PackageGroup
from xl_addin.policy.profiles import Policy
from xl_addin.sheets.own_calls import OwnCall
from xl_addin.sheets.package_parts import Cells, read_groups
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_inputs import INPUTS, WAGES
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.ranges import is_range, plain
from xl_addin.values.errors import CellError, InputError

_ITEM: Final = "经济补偿"
_OTHERS: Final = frozenset(
    {
        "SOE_UNLAWFUL_TERMINATION",
        "SOE_SETTLEMENT",
        "SOE_MEDICAL_SUBSIDY",
        "SOE_NOTICE_PAY",
        "SOE_INJURY_SUBSIDY",
        "SOE_INTERNAL_RETIREMENT",
    }
)
"""Functions whose money is not severance: a row that shows it cannot be judged as if it were."""
_HALF_FEN: Final = 0.005001
_Read = tuple[Policy, Any, str]


class FormulaCalls:
    """Answers as :class:`xl_addin.sheets.own_calls.OwnCalls` asks, from the calls that a recalculation made."""

    def __init__(self, made: MadeCalls) -> None:
        self._made = made
        self._policies: dict[int, _Read | InputError] = {}
        self._kept: list[Any] = []
        self._rosters: dict[int, Mapping[str, Sequence[Any]]] = {}

    def uses(self, sheets: Sequence[str]) -> Mapping[str, int]:
        """How many formulas that call us refer to each of some sheets."""
        return self._made.uses(sheets)

    def written(self, sheet: str, row: int, col: int) -> Mapping[str, str]:
        """Each input of the calculation behind a cell as its formula has it; empty where the call is in a name."""
        found = self._made.at(sheet, row, col)
        call = self._chosen(found, self._made.value(sheet, row, col)) if found else None
        if found is None or not isinstance(call, MadeCall):
            return {}
        texts = self._made.written(found.sheet, found.row, found.col, call.name)
        return {role: text for role, text in zip(_ROLES.get(call.name, ()), texts, strict=False) if text}

    def severance(self, sheet: str, row: int, col: int) -> OwnCall | None:
        """The calculation behind an amount or a number of months; None where no call of ours gives it."""
        found = self._made.at(sheet, row, col)
        if found is None:
            return None
        if found.lost:
            return OwnCall("", refusal=f"公式不能在此计算：{found.lost}")
        call = self._chosen(found, self._made.value(sheet, row, col))
        if not isinstance(call, MadeCall):
            return call
        if isinstance(call.result, CellError):
            return OwnCall(call.name, refusal=f"公式给出错误值 {call.result.code}：{call.result.message}")
        try:
            policy, value, place = self._policy(found, call)
            return _READERS[call.name](self, found, call, policy, value, place)
        except InputError as error:
            return OwnCall(call.name, refusal=error.message)

    def _chosen(self, found: CellCalls, shown: Any) -> MadeCall | OwnCall | None:
        """The one call that gives the cell its value; a refusal where several may, or where it is other money."""
        ours = {id(call.arguments): call for call in found.calls if call.name in _READERS}
        # Where IFERROR or the like shows something else instead of an error, the cell is what it shows.
        calls = [call for call in ours.values() if not isinstance(call.result, CellError) or call.result == shown]
        if len(calls) > 1:
            calls = [call for call in calls if _gives(call, shown)][:1]
            return calls[0] if calls else OwnCall("", refusal="公式里用了几次补偿金函数，不能确定这一行按哪一次计算")
        if calls:
            return calls[0]
        other = next((call for call in found.calls if call.name in _OTHERS), None)
        return (
            OwnCall(other.name, refusal=f"公式算的是“{CATALOG[other.name].alias}”，不是经济补偿金") if other else None
        )

    def _policy(self, found: CellCalls, call: MadeCall) -> _Read:
        number = len(CATALOG[call.name].arguments) - 1
        value = call.argument(number)
        if id(value) not in self._policies:
            self._kept.append(value)  # so that no other value gets its identity
            self._policies[id(value)] = self._read_policy(found, call, value, number)
        read = self._policies[id(value)]
        if isinstance(read, InputError):
            raise read
        return read

    def _read_policy(self, found: CellCalls, call: MadeCall, value: Any, number: int) -> _Read | InputError:
        texts = self._made.written(found.sheet, found.row, found.col, call.name)
        text = texts[number] if is_range(value) and number < len(texts) else ""
        place = self._made.sheet_of(found.sheet, found.row, found.col, text) if text else ""
        try:
            return read_policy(plain(value)), value, place
        except InputError as error:
            return error

    def _worker(self, found: CellCalls, call: MadeCall, policy: Policy, value: Any, place: str) -> OwnCall:
        cells = {role: plain(call.argument(i)) for i, role in enumerate(INPUTS)}
        if not is_range(cells["start"]):
            return OwnCall(call.name, cells, policy, value, place)
        names = [argument.name for argument in CATALOG[call.name].arguments[:2]]
        service = read_service(cells["start"], cells["end"], names, policy)
        text = next(iter(self._made.written(found.sheet, found.row, found.col, call.name)), "")
        where = self._made.sheet_of(found.sheet, found.row, found.col, text) if text else ""
        return OwnCall(call.name, {**cells, "start": None, "end": None}, policy, value, place, service.pieces, where)

    def _approved(self, found: CellCalls, call: MadeCall, policy: Policy, value: Any, place: str) -> OwnCall:
        before, after, *others = (plain(call.argument(i)) for i in range(len(INPUTS)))
        names = [argument.name for argument in CATALOG[call.name].arguments[:2]]
        cells = {"start": None, "end": None, **dict(zip((*WAGES, "ground"), others, strict=True))}
        return OwnCall(call.name, cells, policy, value, place, months=read_approved(before, after, names))

    def _package(self, found: CellCalls, call: MadeCall, policy: Policy, value: Any, place: str) -> OwnCall | None:
        if clean_text(plain(call.argument(2))) != _ITEM:
            return None
        cells = read_row(plain(call.argument(0)), plain(call.argument(1)))
        return _one_of(cells.columns, 0, call.name, policy, value, place)

    def _line(self, found: CellCalls, call: MadeCall, policy: Policy, value: Any, place: str) -> OwnCall | None:
        """One line of a table's result; where the table is only looked up in, the cell is what it shows."""
        line = found.offset[0] - 1
        if line < 0:
            return None
        if id(call.arguments) not in self._rosters:
            self._kept.append(call.arguments)
            rows = plain(call.argument(0))
            whole = call.name == "SOE_PACKAGE_TABLE"
            self._rosters[id(call.arguments)] = package_cells(rows).columns if whole else severance_cells(rows, policy)
        return _one_of(self._rosters[id(call.arguments)], line, call.name, policy, value, place)


_READERS: Final[Mapping[str, Callable[..., OwnCall | None]]] = {
    "SOE_SEVERANCE": FormulaCalls._worker,
    "SOE_SEVERANCE_MONTHS": FormulaCalls._worker,
    "SOE_SEVERANCE_BY_SERVICE": FormulaCalls._approved,
    "SOE_SEVERANCE_TABLE": FormulaCalls._line,
    "SOE_PACKAGE": FormulaCalls._package,
    "SOE_PACKAGE_TABLE": FormulaCalls._line,
}
_ROLES: Final[Mapping[str, Sequence[str]]] = {
    "SOE_SEVERANCE": (*INPUTS, "policy"),
    "SOE_SEVERANCE_MONTHS": (*INPUTS, "policy"),
    "SOE_SEVERANCE_BY_SERVICE": ("before", "after", *WAGES, "ground", "policy"),
}
"""What each argument of a call for one worker is."""


def _one_of(
    columns: Mapping[str, Sequence[Any]], line: int, function: str, policy: Policy, value: Any, place: str
) -> OwnCall | None:
    """The calculation of one person of several; None for somebody who gets no severance."""
    cells = {role: column[line] for role, column in columns.items() if line < len(column)}
    group = read_groups(Cells({role: [cell] for role, cell in cells.items()}, 1))[0] if cells else None
    if not isinstance(group, PackageGroup) or not group.severance:
        return None
    name = cells.get("name")
    who = "" if is_blank(name) or isinstance(name, CellError) else clean_text(name)
    return OwnCall(function, {role: cells.get(role) for role in INPUTS}, policy, value, place, name=who)


def _gives(call: MadeCall, shown: Any) -> bool:
    numbers = isinstance(call.result, int | float) and isinstance(shown, int | float)
    return abs(call.result - shown) < _HALF_FEN if numbers else bool(call.result == shown)

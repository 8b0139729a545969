"""The kinds of arguments: what a cell or a range is read into before a function sees it. Each kind is one reader.

A reader takes the value and, by naming them, what else it needs: ``name``, ``words`` or ``default`` of the argument's
declaration, and the ``policy`` read before it (None if none was). A kind that is followed by arguments of the kind
``joined`` takes their values, too, because together they mean one thing; such a reader may ask for all ``names``.
Readers and functions are imported when they are first used: a spreadsheet program waits for the catalog at its first
calculation, and most workbooks use a few functions of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, Final


class Deferred:
    """Stands for a function: its module is imported when the function is first called or looked at."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The function itself."""
        found: Callable[..., Any] = getattr(import_module(self._module), self._name)
        return found

    def __call__(self, *values: object) -> Any:
        """Call the function."""
        return self.function(*values)


class DeferredModule:
    """Stands for a module: its attributes are functions that import it when they are called.

    >>> DeferredModule("xl_addin.values.rmb").rmb_upper(120)
    '壹元贰角整'
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Deferred:
        return Deferred(self._name, function)


_any = DeferredModule("xl_addin.functions.readers")
_clean = DeferredModule("xl_addin.tables.cleaning")
_worker = DeferredModule("xl_addin.functions.severance.workers")
_beside = DeferredModule("xl_addin.functions.severance.settlements")
_insurance = DeferredModule("xl_addin.functions.insurance.readers")
_cells = DeferredModule("xl_addin.sheets.input_cells")
_fund = DeferredModule("xl_addin.functions.fund.ranges")
_tool = DeferredModule("xl_addin.functions.tools.functions")


@dataclass(frozen=True, slots=True)
class Kind:
    """How an argument is read, and its ``shape``: ``cell`` (one value), ``range`` (a table) or ``either``."""

    read: Deferred
    shape: str = "cell"
    or_none: bool = False
    """Whether a blank is None where it is allowed; other readers that may meet a blank know what it means."""


JOINED: Final = "joined"
KINDS: Final[Mapping[str, Kind]] = {
    # as it stands: only the function can tell what it is
    "cell": Kind(_any.as_it_stands),
    "range": Kind(_any.as_it_stands, "range"),
    "any": Kind(_any.as_it_stands, "either"),
    JOINED: Kind(_any.as_it_stands),
    # words
    "text": Kind(_any.read_text),
    "word": Kind(_any.read_word),
    "one_of": Kind(_any.read_one_of),
    "time_unit": Kind(_tool.read_time_unit),
    "severity": Kind(_beside.read_severity),
    "ground": Kind(_worker.read_ground),
    "insurance": Kind(_insurance.read_insurance),
    "parameter": Kind(_tool.read_parameter),
    # money: micro yuan, or the yuan exactly as written (``positive``, ``figure``), or fen (the fund's)
    "money": Kind(_cells.read_money),
    "average": Kind(_cells.read_average),
    "stated_average": Kind(_worker.read_stated_average),
    "positive": Kind(_any.read_positive, or_none=True),
    "figure": Kind(_tool.read_figure),
    "fen": Kind(_fund.read_fen),
    "fen_paid": Kind(_fund.read_money),
    # other numbers
    "rate": Kind(_clean.clean_rate),
    "annual_rate": Kind(_fund.read_annual_rate),
    "kept_share": Kind(_fund.read_kept_share),
    "whole": Kind(_clean.clean_whole, or_none=True),
    "count": Kind(_any.read_count),
    "years": Kind(_cells.read_years, or_none=True),
    "grade": Kind(_beside.read_grade),
    # days; a month means its first or its last day
    "day_first": Kind(_any.read_day_first, or_none=True),
    "day_last": Kind(_any.read_day_last, or_none=True),
    "typed_date": Kind(_tool.read_typed_date),
    # what several arguments say together
    "service": Kind(_worker.read_service, "either"),
    "approved_service": Kind(_worker.read_approved),
    "period": Kind(_cells.read_period),
    "retirement": Kind(_insurance.read_retirement),
    # ranges
    "wage_steps": Kind(_insurance.read_wage_steps, "either"),
    "average_steps": Kind(_insurance.read_average_steps, "either"),
    "roster": Kind(_any.read_roster, "range"),
    "ledger": Kind(DeferredModule("xl_addin.sheets.ledger_range").read_ledger, "range"),
    "needs": Kind(_fund.read_needs, "range"),
    "total_need": Kind(_fund.read_total_need, "either"),
    "positions": Kind(_fund.read_positions, "range"),
    "payments": Kind(_fund.read_payments, "range"),
    "policy": Kind(DeferredModule("xl_addin.sheets.policy_range").read_policy, "either"),
}

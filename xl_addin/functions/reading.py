"""Arguments read by their declaration, and given to what computes or explains a function.

A function names what it needs: an argument by its id, arguments that are read together by their kind. They are read in
the order in which it names them, so the first fault in that order is the one reported; a date is read as the policy
says that was read before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from typing import Any, Final

from xl_addin.functions.kinds import JOINED, KINDS, Deferred
from xl_addin.functions.spec import ArgumentSpec
from xl_addin.policy.profiles import Policy
from xl_addin.tables.cleaning import is_blank

Turn = Callable[[Sequence[object], Policy | None], object]
"""Reads one thing from all the values of a call, by the policy."""
_known: Final[dict[Callable[..., Any], list[Turn]]] = {}


def answer(
    function: Callable[..., Any],
    arguments: Sequence[ArgumentSpec],
    values: Sequence[object],
    policy: Policy | None = None,
) -> Any:
    """Call a function with its arguments read from cell values, one for each declared argument.

    >>> from xl_addin.functions.catalog import CATALOG
    >>> def days(from_date: int, to_date: int) -> int:
    ...     return to_date - from_date
    >>> answer(days, CATALOG["SOE_WORKDAYS"].arguments, ["2011.09", "2011.09"])
    29
    """
    # A function is written for one list of arguments, so its turns are known by the function alone.
    if function not in _known:
        _known[function] = _turns(function, arguments)
    found = []
    for read in _known[function]:
        value = read(values, policy)
        if isinstance(value, Policy):
            policy = value
        found.append(value)
    return function(*found)


def _turns(function: Callable[..., Any], arguments: Sequence[ArgumentSpec]) -> list[Turn]:
    starts = [place for place, argument in enumerate(arguments) if argument.kind != JOINED]
    turns = {}
    for start, stop in zip(starts, [*starts[1:], len(arguments)], strict=True):
        group = arguments[start:stop]
        turns[group[0].id if len(group) == 1 else group[0].kind] = _turn(group, start)
    return [turns[name] for name in signature(_itself(function)).parameters]


def _turn(group: Sequence[ArgumentSpec], start: int) -> Turn:
    """Read arguments that stand together from ``start`` on; most stand alone."""
    argument, kind, stop = group[0], KINDS[group[0].kind], start + len(group)
    read = kind.read.function
    asked = [one.name for one in signature(read).parameters.values() if one.default is Parameter.empty][len(group) :]
    told = {name: getattr(argument, name) for name in asked if name not in ("names", "policy")}
    if "names" in asked:
        told["names"] = tuple(one.name for one in group)
    by_policy, or_none = "policy" in asked, argument.optional and kind.or_none

    def turn(values: Sequence[object], policy: Policy | None) -> object:
        if or_none and is_blank(values[start]):
            return None
        return read(*values[start:stop], **told, policy=policy) if by_policy else read(*values[start:stop], **told)

    return turn


def _itself(function: Callable[..., Any]) -> Callable[..., Any]:
    return function.function if isinstance(function, Deferred) else function

"""The calls of ours in one formula, with each argument as written."""

from __future__ import annotations

from dataclasses import dataclass

from xl_addin.formulas.our_calls import call_name
from xl_addin.formulas.parsing import tokens


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """A call of ours as it stands in a formula."""

    name: str
    arguments: tuple[str, ...]


def written_calls(text: str) -> list[WrittenCall]:
    """Find every call of ours in a formula with its arguments as written, outer ones first.

    >>> written_calls('ROUND([1]!经济补偿金(B2,"2011-09-28",,SUM(D2,E2)),0)')
    [WrittenCall(name='SOE_SEVERANCE', arguments=('B2', '"2011-09-28"', '', 'SUM(D2,E2)'))]
    """
    try:
        pieces = tokens(text)
    except ValueError:  # no host would calculate it either
        return []
    found: list[tuple[int, WrittenCall]] = []
    open_calls: list[tuple[int, str, list[str]]] = []
    for place, (written, kind, position) in enumerate(pieces):
        if kind == "FUNC" and position == "CLOSE" and open_calls:
            start, function, arguments = open_calls.pop()
            name = call_name(function)
            stripped = tuple(argument.strip() for argument in arguments)
            if name:
                found.append((start, WrittenCall(name, () if stripped == ("",) else stripped)))
            _write(open_calls, ",".join(arguments) + ")")
        elif kind == "FUNC" and position == "OPEN":
            _write(open_calls, written)
            open_calls.append((place, written[:-1], [""]))
        elif kind == "SEP" and position == "ARG" and open_calls:
            open_calls[-1][2].append("")
        else:
            _write(open_calls, written)
    return [call for _, call in sorted(found, key=lambda one: one[0])]


def _write(open_calls: list[tuple[int, str, list[str]]], text: str) -> None:
    if open_calls:
        open_calls[-1][2][-1] += text

"""Which arguments of a native function are plain values; others are ranges, or are looked at as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.formulas.syntax import Missing, Name, Node, Ref
from xl_addin.formulas.trusted import NATIVES

_OTHERS: Final = {
    "VALUE": "v",
    "TEXT": "vv",
    "CONCATENATE": "v" * 30,
    "VLOOKUP": "vrvv",
    "HLOOKUP": "vrvv",
    "MATCH": "vrv",
    "INDEX": "rvv",
    "XLOOKUP": "vrrr",
}
"""Functions done without the engine: ``v`` is a value; what stands last in XLOOKUP is looked at only if needed."""


def takes_cells(name: str) -> bool:
    """Whether a function takes cells in place of values, and passes over some of them.

    >>> takes_cells("MAX"), takes_cells("ROUND")
    (True, False)
    """
    return name in NATIVES and NATIVES[name].needed == "a"


def by_value(name: str, nodes: Sequence[Node]) -> list[bool] | None:
    """For each argument whether only its value counts; None for a function that decides itself what it evaluates.

    >>> by_value("ROUND", [Ref(0), Ref(1)]), by_value("SUM", [Ref(0)]), by_value("CHOOSE", [Ref(0), Ref(1)])
    ([True, True], [False], None)
    """
    kinds = _OTHERS.get(name)
    if kinds is not None:
        return [kind == "v" for kind in kinds[: len(nodes)]] if len(nodes) <= len(kinds) else None
    native = NATIVES.get(name)
    letters = native.kinds(len(nodes)) if native else None
    if letters is None:
        return None
    pairs = zip(letters, nodes, strict=True)
    return [kind in "ntdc" or (kind == "a" and not isinstance(node, Ref | Name | Missing)) for kind, node in pairs]

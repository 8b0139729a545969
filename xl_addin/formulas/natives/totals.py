"""``SUM``, done here: an exact sum is the same however its cells are gone through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from xl_addin.formulas.places import Area
from xl_addin.formulas.references import refuse_passed_over
from xl_addin.formulas.syntax import Missing, Node
from xl_addin.formulas.totals import exact_total
from xl_addin.formulas.trusted import whole_fen
from xl_addin.formulas.values import Untrusted, Value, number
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    from xl_addin.formulas.evaluation import Scope


def _sum(scope: Scope, arguments: Sequence[Node]) -> Value:
    if not arguments:
        raise Untrusted("参数个数不对")
    parts: list[float] = []
    for node in arguments:
        if isinstance(node, Missing):
            raise Untrusted("参数为空或是逻辑值")
        given = scope.given(node)
        if not isinstance(given, Area):
            refuse_passed_over(node, given)
        taken = scope.evaluator.totals.of(given) if isinstance(given, Area) else number(given)
        if isinstance(taken, CellError):
            return taken
        parts += taken if isinstance(taken, list) else [float(taken)]
    total = exact_total(parts)
    return total if isinstance(total, CellError) else whole_fen(total)


TOTALS: Final[dict[str, Callable[[Scope, Sequence[Node]], Value]]] = {"SUM": _sum}

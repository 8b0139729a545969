"""``SUMIF``, ``COUNTIF`` and their kin with several ranges, over columns: wildcards, texts and numbers.

What is asked of other rectangles, or by ``<>``, is left to the engine and its guards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from xl_addin.formulas.matching import Criterion
from xl_addin.formulas.places import Area
from xl_addin.formulas.syntax import Missing, Node
from xl_addin.formulas.totals import exact_total
from xl_addin.formulas.trusted import DECIMAL, OPERATOR, refuse_doubtful_criterion, whole_fen
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    from xl_addin.formulas.evaluation import Scope

_WILD: Final = re.compile(r"~[~*?]|[*?]")
_PIECES: Final = re.compile(r"~([~*?])|([*]+)|([?])|(.)", re.DOTALL)
Conditions = list[tuple[Area, Criterion]]


def criterion_of(value: Value) -> Criterion | None:
    """What a criterion asks; None for what only the engine is asked.

    >>> criterion_of(">=5"), criterion_of("示例*厂").pattern, criterion_of("<>甲")
    (Criterion(operator='>=', value=5.0, pattern=()), ('示', '例', None, '厂'), None)
    """
    if isinstance(value, float):
        return Criterion("=", float(value))
    if not isinstance(value, str):
        return None
    match = OPERATOR.fullmatch(value)
    operator, word = (match[1] or "", match[2]) if match else ("", value)
    if operator and DECIMAL.fullmatch(word):
        return None if operator == "<>" else Criterion(operator, float(word))
    if operator not in ("", "="):
        return None
    refuse_doubtful_criterion(_WILD.sub("字", value))
    pattern = _pattern(word.casefold())
    if all(isinstance(piece, str) for piece in pattern):
        return Criterion("=", "".join(map(str, pattern)))
    return Criterion("=", word, pattern)


def _pattern(word: str) -> tuple[str | bool | None, ...]:
    pieces: list[str | bool | None] = []
    for match in _PIECES.finditer(word):
        escaped, stars, mark, letter = match.groups()
        if letter == "~":
            raise Untrusted("条件里的波浪号各程序理解不同")
        pieces.append(escaped or (None if stars else True if mark else letter))
    return tuple(pieces)


def _conditions(scope: Scope, nodes: Sequence[Node]) -> Conditions | CellError | None:
    """Ranges and criteria in turn; None where they are no columns of the same size or no criteria for us."""
    found: Conditions = []
    for place in range(0, len(nodes), 2):
        area = scope.area(nodes[place])
        value = None if isinstance(nodes[place + 1], Missing) else scope.value(nodes[place + 1])
        if isinstance(value, CellError):
            return value
        criterion = criterion_of(value)
        if area is None or criterion is None or not _same_column(area, found[0][0] if found else area):
            return None
        found.append((area, criterion))
    return found


def _same_column(area: Area, other: Area) -> bool:
    return area.first_col == area.last_col and area.last_row - area.first_row == other.last_row - other.first_row


def _places(scope: Scope, conditions: Conditions) -> list[int]:
    matching = scope.evaluator.matching
    first, *others = (matching.places(*condition) for condition in conditions)
    kept = first
    for other in others:
        also = set(other)
        kept = [place for place in kept if place in also]
    return kept


def _count(name: str) -> Callable[[Scope, Sequence[Node]], Value]:
    def count(scope: Scope, nodes: Sequence[Node]) -> Value:
        conditions = _conditions(scope, nodes) if nodes and len(nodes) % 2 == 0 else None
        if isinstance(conditions, CellError):
            return conditions
        return scope.trusted(name, nodes) if conditions is None else float(len(_places(scope, conditions)))

    return count


def _added(name: str, scope: Scope, summed: Node, tested: Sequence[Node], nodes: Sequence[Node]) -> Value:
    conditions = _conditions(scope, tested)
    if isinstance(conditions, CellError):
        return conditions
    area = scope.area(summed) if conditions else None
    if conditions is None or area is None or not _same_column(area, conditions[0][0]):
        return scope.trusted(name, nodes)
    taken = scope.evaluator.matching.taken(area, _places(scope, conditions))
    total = taken if isinstance(taken, CellError) else exact_total(taken)
    return total if isinstance(total, CellError) else whole_fen(total)


def _sumif(scope: Scope, nodes: Sequence[Node]) -> Value:
    if len(nodes) not in (2, 3):
        return scope.trusted("SUMIF", nodes)
    return _added("SUMIF", scope, nodes[-1] if len(nodes) == 3 else nodes[0], nodes[:2], nodes)


def _sumifs(scope: Scope, nodes: Sequence[Node]) -> Value:
    if len(nodes) < 3 or len(nodes) % 2 == 0:
        return scope.trusted("SUMIFS", nodes)
    return _added("SUMIFS", scope, nodes[0], nodes[1:], nodes)


CRITERIA: Final[dict[str, Callable[[Scope, Sequence[Node]], Value]]] = {
    "COUNTIF": _count("COUNTIF"),
    "COUNTIFS": _count("COUNTIFS"),
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
}

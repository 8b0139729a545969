"""Functions that may give a cell itself instead of its value: ``SUM(IF(A1>0,B1))`` reads B1 as ``SUM(B1)`` does.

What a sum passes over in a cell (a text, a logical, nothing) it takes as a value, or refuses, where it is none.
"""

from __future__ import annotations

from typing import Final

from xl_addin.formulas.names import native_name
from xl_addin.formulas.syntax import Call, Node
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.values.errors import CellError

_GIVING_CELLS: Final = frozenset({"IF", "IFS", "IFERROR", "IFNA", "CHOOSE", "INDEX", "XLOOKUP"})


def may_give_cell(node: Node) -> bool:
    """Whether a node calls such a function.

    >>> may_give_cell(Call("_xlfn.IFS", ())), may_give_cell(Call("SUM", ()))
    (True, False)
    """
    return isinstance(node, Call) and native_name(node.name) in _GIVING_CELLS


def refuse_passed_over(node: Node, value: Value) -> None:
    """Refuse what such a function gave to a sum if only a cell could be passed over."""
    if not isinstance(value, float | CellError) and may_give_cell(node):
        raise Untrusted("求和、求最大最小值的参数由 IF 等函数给出，结果不是数，各程序理解不同")

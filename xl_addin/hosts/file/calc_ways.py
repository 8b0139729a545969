"""Where LibreOffice Calc is known to compute otherwise than Excel documents: such a difference tells of no fault.

Each way has a formula that shows it, over cells of which A1 is empty, A2 holds ``=A1`` and B1 to B3 hold 2, 4 and 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NA, VALUE, CellError


@dataclass(frozen=True, slots=True)
class Way:
    """A way of Calc's; ``pattern`` finds formulas in which it may show."""

    pattern: str
    reason: str
    formula: str
    excel: CellValue
    calc: CellValue


CALC_WAYS: Final = (
    Way(
        r"\bRANK\(",
        "数不在区域里时，Excel 给出 #N/A，它不一定",
        "RANK(7,B1:B3)",
        CellError(NA, ""),
        CellError(VALUE, ""),
    ),
    Way(r"\bVALUE\(", "它把文字 TRUE 当作数 1", 'VALUE("TRUE")', CellError(VALUE, ""), 1),
    Way(r"\b(TRUE|FALSE|ISLOGICAL)\b|\bISNUMBER\([^()]*[<>=]", "它把逻辑值当作数", "ISNUMBER(1=1)", False, True),
    Way(r"[<>=]\s*\([^()]*[<>=]", "它把逻辑值当作数", "2<(1=1)", True, False),
    Way(r"[<>=][^()<>=]*\)\s*&", "它把逻辑值当作数", '(1=1)&"。"', "TRUE。", "1。"),
    Way(r"\b(ISNUMBER|ISTEXT|ISBLANK)\(|=\s*\"\"", "引用空单元格的公式在它那里仍算空", "ISNUMBER(A2)", True, False),
)
"""Tried with LibreOffice 7.4 by ``tests/hosts/file/test_reference.py``."""


def reason_of(formula: str) -> str:
    """Why Calc may differ in a formula, '' where nothing is known.

    >>> reason_of("RANK(A1,A:A)"), reason_of("IF(A1>0,SUM(A1:A3),0)")
    ('数不在区域里时，Excel 给出 #N/A，它不一定', '')
    """
    return next((way.reason for way in CALC_WAYS if re.search(way.pattern, formula.upper())), "")

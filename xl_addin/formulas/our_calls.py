"""Which formulas of a workbook call functions of ours, directly or through a defined name.

Reads formula texts as hosts store them (behind a link, a path or a host's prefix) and computes nothing. A name that
the book itself defines by ``LAMBDA`` is not ours even if it is spelt like one.
"""

from __future__ import annotations

from typing import Final

from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Places
from xl_addin.formulas.stored_names import FunctionTable, OurFunctions, our_name
from xl_addin.formulas.syntax import Formula, Shape
from xl_addin.tables.grid import BookGrid
from xl_addin.values.memory import remembered

_FUNCTIONS: Final = OurFunctions()


@remembered(2_000)
def call_name(word: str) -> str | None:
    """ASCII name of our function that a word of a formula calls, None if it is another's.

    >>> call_name("_xldudf_经济补偿金"), call_name("org.xladdin.functions.soe_rate"), call_name("SUM")
    ('SOE_SEVERANCE', 'SOE_RATE', None)
    """
    return our_name(word, _FUNCTIONS)


def called(text: str) -> tuple[str, ...]:
    """ASCII names of our functions that a formula text calls, in order, each once.

    >>> called('IF(A1="经济补偿金(",0,[1]!soe_severance(B2,C2,D2)+工作日数 (B2,C2))')
    ('SOE_SEVERANCE', 'SOE_WORKDAYS')
    """
    return tuple(dict.fromkeys(filter(None, map(call_name, parse(text).shape.calls))))


class OurCalls:
    """Looks our calls up in one workbook; formulas of the same shape are looked up once.

    >>> from pathlib import Path
    >>> book = BookGrid(Path("a.xlsx"), [], defined_names={"底价": "SOE_RATE(表!$A$1,表!$B$1)"})
    >>> OurCalls(book).called("底价*2", "表"), OurCalls(book).called("底价2", "表")
    (('SOE_RATE',), ())
    """

    def __init__(self, book: BookGrid, functions: FunctionTable = _FUNCTIONS, places: Places | None = None) -> None:
        self.places = places or Places(book)
        self.functions = functions
        self._ours: dict[tuple[str, int], str | None] = {}
        self._called: dict[tuple[Shape, int], tuple[str, ...]] = {}

    def ours(self, stored: str, sheet: int) -> str | None:
        """ASCII name of our function that a stored name calls on a sheet, or None."""
        if (stored, sheet) not in self._ours:
            own = self.places.is_lambda(stored, sheet)
            self._ours[stored, sheet] = None if own else our_name(stored, self.functions)
        return self._ours[stored, sheet]

    def of(self, formula: Formula, sheet: int) -> tuple[str, ...]:
        """ASCII names of our functions that a formula on a sheet calls, those in defined names included."""
        key = (formula.shape, sheet)
        if key not in self._called:
            names = (self.ours(stored, sheet) for stored in self.places.called(formula.shape, sheet))
            self._called[key] = tuple(dict.fromkeys(name for name in names if name))
        return self._called[key]

    def called(self, text: str, sheet: str) -> tuple[str, ...]:
        """The same for a formula text and the name of its sheet."""
        return self.of(parse(text), self.places.sheet(sheet))

    def is_ours(self, text: str) -> bool:
        """Tell whether a formula text calls us, whatever sheet it belongs to."""
        formula = parse(text)
        return any(self.of(formula, sheet) for sheet in range(-1, len(self.places.book.sheets)))

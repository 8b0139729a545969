"""Criteria of SUMIFS and COUNTIFS in sheets that we write: cells that equal a given one, whatever it holds.

A bare cell is no such criterion: ``*`` and ``?`` of an enterprise's name would stand for any text, ``~`` would vanish,
and ``>``, ``<`` or ``=`` at its beginning would compare.
"""

from __future__ import annotations

from typing import Final

_WILD: Final = "~*?"
"""The tilde first: it makes the others plain."""


def equal_to(cell: str) -> str:
    """The criterion, as a formula writes it, for what stands in a cell or a quoted text.

    >>> equal_to("$A5")
    '"="&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($A5,"~","~~"),"*","~*"),"?","~?")'
    >>> equal_to('"未分企业"')
    '"=未分企业"'
    """
    if cell.startswith('"'):
        text = cell[1:-1]
        for sign in _WILD:
            text = text.replace(sign, f"~{sign}")
        return f'"={text}"'
    for sign in _WILD:
        cell = f'SUBSTITUTE({cell},"{sign}","~{sign}")'
    return f'"="&{cell}'

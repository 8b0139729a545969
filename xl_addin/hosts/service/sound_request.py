"""A request for values whose cells are all sound, as nearly every one is: known while it is read from JSON.

Sound are numbers, texts, truth values and empty cells, as cells hold them. msgspec reads nothing else here, so that no
cell is looked at again; whatever it does not take is left to the standard library and to :mod:`calling`, and so is
everything on computers without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xl_addin.hosts.openbook.json_text import HAS_MSGSPEC

Cell = None | bool | int | float | str


@dataclass(slots=True)
class SoundRequest:
    """Calls whose arguments are sound cells or name one of the ranges, whose cells are sound."""

    calls: list[list[Cell | dict[str, int]]]
    ranges: list[list[list[Cell]]] = field(default_factory=list)
    values: Literal["plain"] = "plain"


if HAS_MSGSPEC:
    import msgspec

    _decoder = msgspec.json.Decoder(SoundRequest)


def read_sound(body: bytes) -> SoundRequest | None:
    """The request, if it is of this kind: one with errors among its cells is not.

    >>> read_sound(b'{"calls": [["SOE_RATE", null]], "ranges": [[["a", {"error": "#N/A"}]]]}') is None
    True
    """
    if not HAS_MSGSPEC:
        return None
    try:
        found: SoundRequest = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return found

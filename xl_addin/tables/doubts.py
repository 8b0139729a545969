"""What a table leaves open as a whole, so that nobody reads it one way or the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a sheet leaves open as a whole: where, what stands there, what would settle it, and why it matters."""

    cell: str
    observed: str
    expected: str
    why: str

"""The syntax tree of a formula: what :mod:`formulas` makes and everything else walks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xl_addin.values.errors import CellError


class Address(NamedTuple):
    """A cell or range as written: sheet name (None = the formula's own) and 1-based bounds, all inclusive."""

    sheet: str | None
    first_row: int
    first_col: int
    last_row: int
    last_col: int
    last_sheet: str | None = None
    """Last sheet of a reference through several sheets."""
    outside: bool = False
    """In another workbook."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: float | str | bool | CellError


@dataclass(frozen=True, slots=True)
class Ref:
    """The n-th address of the formula."""

    index: int


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name or a structured reference, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left empty: ``F(a,,b)``."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``name`` is as stored, with link, path or prefix."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x``, ``+x`` or ``x%``."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and an operator."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A construct that is not evaluated; ``calls`` are the function names inside it, ``names`` its other words.

    ``loose`` means that it may reach cells beyond its addresses (``A1:INDEX(…)``, ``A1#``).
    """

    reason: str
    calls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    loose: bool = False


Node = Literal | Ref | Name | Missing | Call | Unary | Binary | Unsupported


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What cells with the same formula but other addresses share."""

    tree: Node
    calls: tuple[str, ...]
    """Stored names of all functions called, also inside what is unsupported."""
    reaching: tuple[Name | Call | Unsupported, ...]
    """Nodes through which a formula may read cells beyond its addresses."""

    @property
    def words(self) -> Iterator[str]:
        """Whatever may be a defined name: names, and the functions called (a name may be a LAMBDA)."""
        for node in self.reaching:
            if isinstance(node, Name):
                yield node.text
            elif isinstance(node, Unsupported):
                yield from node.names
        yield from self.calls


Steps = tuple[tuple[int, int], ...]
"""For each address how far its first and its last row go down from one cell to the next: 0 or 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula of one cell: its shape and its addresses.

    One that was filled down has the addresses of the cell where this began: a large workbook has no room for its own.
    """

    shape: Shape
    written: tuple[Address, ...]
    """The addresses, or those of the cell ``down`` rows above."""
    steps: Steps = ()
    down: int = 0

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The addresses of this cell, in the order of the text."""
        if not self.down:
            return self.written
        down = self.down
        return tuple(
            one if step == _STAYS else _moved(one, step, down)
            for one, step in zip(self.written, self.steps, strict=True)
        )

    def address(self, index: int) -> Address:
        """One of the addresses."""
        one = self.written[index]
        return _moved(one, self.steps[index], self.down) if self.down else one

    @property
    def tree(self) -> Node:
        """The syntax tree."""
        return self.shape.tree


_STAYS = (0, 0)


def _moved(address: Address, step: tuple[int, int], down: int) -> Address:
    sheet, first, left, last, right, last_sheet, outside = address
    return Address(sheet, first + step[0] * down, left, last + step[1] * down, right, last_sheet, outside)


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree, parents first."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes that a node is made of, as they stand in the formula."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Unary):
        return (node.operand,)
    return (node.left, node.right) if isinstance(node, Binary) else ()

"""The picture of the floors for the site: drawn from the same imports as the chart in docs/architecture.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docs.architecture import folder_imports, needed
from docs.imports import FLOORS, PACKAGE

FILE: Final = "images/floors.svg"
WIDTH, HEIGHT, STEP = 430, 46, 74
LEFT, RIGHT = 20, 520
_HEAD: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 970 {height}" width="970" height="{height}"
font-family="sans-serif">
<title>Floors of the package; an arrow is an import</title>
<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0L10 5L0 10z" fill="#555"/></marker></defs>
<rect width="970" height="{height}" fill="#fff"/>"""


@dataclass(frozen=True, slots=True)
class Box:
    """A folder at its place: the left or the right column of a row."""

    x: int
    row: int

    @property
    def y(self) -> int:
        """Upper edge."""
        return 16 + self.row * STEP


def boxes(names: Mapping[str, object]) -> dict[str, Box]:
    """The place of each folder: a row a floor, from the highest down; two folders of a floor side by side."""
    rows = sorted({FLOORS[name] for name in names}, reverse=True)
    placed = dict[str, Box]()
    for name in names:
        beside = [other for other in placed if FLOORS[other] == FLOORS[name]]
        placed[name] = Box(RIGHT if beside else LEFT, rows.index(FLOORS[name]))
    return placed


def way(start: Box, end: Box, lane: int) -> str:
    """The way of an arrow that crosses no box: straight down, through the gap between the columns, or from the side."""
    if start.x == end.x and end.row == start.row + 1:
        return f"M{start.x + WIDTH // 2} {start.y + HEIGHT}V{end.y}"
    if start.x == end.x:
        edge = start.x + WIDTH
        return f"M{edge} {start.y + HEIGHT // 2}H{edge + lane}V{end.y + HEIGHT // 2}H{edge}"
    if start.x < end.x:
        return f"M{start.x + WIDTH} {start.y + HEIGHT // 2}H{LEFT + WIDTH + lane}V{end.y + HEIGHT // 2}H{end.x}"
    return f"M{start.x + WIDTH // 2} {start.y + HEIGHT}V{end.y + HEIGHT // 2}H{end.x + WIDTH}"


def _drawn(placed: Mapping[str, Box], arrows: Mapping[str, list[str]]) -> Iterator[str]:
    lane = 12
    for name, ends in arrows.items():
        for end in ends:
            line = way(placed[name], placed[end], lane)
            lane += 12 if line.count("H") > 1 else 0
            yield f'<path d="{line}" fill="none" stroke="#555" stroke-width="1.3" marker-end="url(#end)"/>'
    for name, box in placed.items():
        inner = " · ".join(sorted(path.parent.name for path in (PACKAGE / name).glob("*/__init__.py")))
        fill = (
            f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#f3f6fb" stroke="#1d5fa8"/>'
        )
        middle = box.x + WIDTH // 2
        yield f'{fill}<text x="{middle}" y="{box.y + (19 if inner else 28)}" text-anchor="middle" font-size="15">'
        yield f'{FLOORS[name]} <tspan font-weight="bold">{name}</tspan></text>'
        if inner:
            yield f'<text x="{middle}" y="{box.y + 37}" text-anchor="middle" font-size="12" fill="#333">{inner}</text>'


def floors_svg() -> str:
    """The picture as SVG."""
    arrows = needed(folder_imports())
    placed = boxes(dict.fromkeys(sorted(arrows, key=lambda name: -FLOORS[name])))
    height = 32 + HEIGHT + STEP * max(box.row for box in placed.values())
    return "\n".join([_HEAD.format(height=height), *_drawn(placed, arrows), "</svg>", ""])

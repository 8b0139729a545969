"""Order of calculation, references and table columns: compared with slow and simple ways of saying the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from xl_addin.formulas.names import suggestion
from xl_addin.formulas.order import CellSet, Position, order
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.stored_names import OurFunctions, our_name
from xl_addin.formulas.structured import table_columns
from xl_addin.formulas.syntax import Binary, Call, Literal, Unsupported
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid, GridTable, SheetGrid


class Drawn(NamedTuple):
    """A formula cell drawn at random."""

    cells: list[Position]
    precedents: list[Area]


class DrawnNodes(list[Drawn]):
    """Such cells by their number."""

    def cells(self, number: int) -> list[Position]:
        return self[number].cells

    def precedents(self, number: int) -> list[Area]:
        return self[number].precedents


def inside(cell: Position, area: Area) -> bool:
    sheet, row, col = cell
    return sheet == area.sheet and area.first_row <= row <= area.last_row and area.first_col <= col <= area.last_col


def random_nodes(chance: random.Random, *, circles: bool) -> DrawnNodes:
    cells = [(sheet, row, col) for sheet in range(2) for row in range(1, 7) for col in range(1, 5)]
    chance.shuffle(cells)
    nodes = DrawnNodes()
    for number, cell in enumerate(cells):
        areas = []
        for _ in range(chance.randrange(3)):
            row, col = chance.randrange(1, 7), chance.randrange(1, 5)
            area = Area(chance.randrange(2), row, col, row + chance.randrange(3), col + chance.randrange(3))
            if circles or not any(inside(later, area) for later in cells[number:]):
                areas.append(area)
        nodes.append(Drawn([cell], areas))
    chance.shuffle(nodes)
    return nodes


def reached(nodes: DrawnNodes, start: int) -> set[int]:
    found: set[int] = set()
    left = [start]
    while left:
        areas = nodes[left.pop()].precedents
        new = {n for n, node in enumerate(nodes) if any(inside(c, a) for c in node.cells for a in areas)} - found
        found |= new
        left.extend(new)
    return found


@pytest.mark.parametrize("seed", range(200))
def test_every_cell_comes_after_all_that_it_reads(seed: int) -> None:
    nodes = random_nodes(random.Random(seed), circles=False)
    result = order(nodes)
    assert sorted(result.sequence) == list(range(len(nodes)))
    assert result.circular == set()
    place = {number: index for index, number in enumerate(result.sequence)}
    for number in range(len(nodes)):
        assert all(place[needed] < place[number] for needed in reached(nodes, number))


@pytest.mark.parametrize("seed", range(200))
def test_every_circle_has_a_cell_that_is_known_to_be_circular(seed: int) -> None:
    nodes = random_nodes(random.Random(seed), circles=True)
    result = order(nodes)
    on_a_circle = {number for number in range(len(nodes)) if number in reached(nodes, number)}
    assert sorted(result.sequence) == list(range(len(nodes)))
    assert result.circular <= on_a_circle
    place = {number: index for index, number in enumerate(result.sequence)}
    for number in on_a_circle - result.circular:
        # it reads a circular cell that is given up, or is ordered after what it reads
        needed = reached(nodes, number)
        assert needed & result.circular or all(place[other] < place[number] for other in needed)


class Counted(list[Area]):
    """Rectangles that tell how often one of them was looked at."""

    def __init__(self, areas: list[Area]) -> None:
        super().__init__(areas)
        self.looks = 0

    def __getitem__(self, index: Any) -> Any:
        self.looks += 1
        return super().__getitem__(index)


def column(first: int, last: int) -> Area:
    return Area(0, first, 1, last, 1)


@pytest.mark.parametrize("number", [300, pytest.param(30_000, marks=pytest.mark.long)])
def test_a_rectangle_that_is_done_is_not_looked_at_for_each_cell_of_another(number: int) -> None:
    constants = [Area(0, row, 3, row, 3) for row in range(1, number + 1)]
    asking = Counted([*constants, column(1, number)])
    nodes = DrawnNodes([Drawn([(0, 1, 2)], asking), *(Drawn([(0, row, 1)], []) for row in range(1, number + 1))])
    assert order(nodes).sequence == [*range(1, number + 1), 0]
    assert asking.looks <= 3 * number


@pytest.mark.parametrize("number", [300, pytest.param(30_000, marks=pytest.mark.long)])
def test_circles_within_circles_are_told_at_once(number: int) -> None:
    # each cell reads the next one and all before it: the way back meets a circle at every cell
    reads = [Counted([column(row + 1, row + 1), column(1, row)]) for row in range(1, number + 1)]
    nodes = DrawnNodes([Drawn([(0, row, 1)], reads[row - 1]) for row in range(1, number + 1)])
    assert order(nodes).circular == set(range(number))
    assert sum(one.looks for one in reads) <= 8 * number


@pytest.mark.parametrize("seed", range(50))
def test_a_cell_set_finds_exactly_the_cells_in_a_rectangle(seed: int) -> None:
    chance = random.Random(seed)
    cells = {(chance.randrange(2), chance.randrange(1, 40), chance.randrange(1, 9)) for _ in range(60)}
    found = CellSet(cells)
    for _ in range(20):
        row, col = chance.randrange(1, 40), chance.randrange(1, 9)
        area = Area(chance.randrange(2), row, col, row + chance.randrange(20), chance.choice([col, col + 2, MAX_COL]))
        assert set(found.inside(area)) == {cell for cell in cells if inside(cell, area)}


# ---- references


def places(**names: str) -> Places:
    sheets = [SheetGrid(name, "x", []) for name in ("表一", "二月 表", "it's", "表四")]
    return Places(BookGrid(Path("没有这个文件.xlsx"), sheets, False, names))


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("A1+$B$2", [(0, 1, 1, 1, 1), (0, 2, 2, 2, 2)]),
        ("SUM('二月 表'!A1:B9)", [(1, 1, 1, 9, 2)]),
        ("'it''s'!C3", [(2, 3, 3, 3, 3)]),
        ("SUM(B9:A1)", [(0, 1, 1, 9, 2)]),
        ("SUM(表一!$A:$C)", [(0, 1, 1, MAX_ROW, 3)]),
        ("SUM(2:3)", [(0, 2, 1, 3, MAX_COL)]),
        ("SUM('表一:it''s'!A1)", [(0, 1, 1, 1, 1), (1, 1, 1, 1, 1), (2, 1, 1, 1, 1)]),
        ("[1]表一!A1+'[2]二月 表'!B1+没有!C1", []),
        ('"A1"&"表一!B2"', []),
        ("LOG10(A1)+A1B+1E5", [(0, 1, 1, 1, 1)]),
        ("政策区", [(3, 1, 1, 20, 2)]),
        ("表一!政策区", [(3, 1, 1, 20, 2)]),
        ("两层", [(3, 1, 1, 20, 2)]),
        ("OFFSET(A1,2,1,3,2)", [(0, 1, 1, 1, 1), (0, 3, 2, 5, 3)]),
        ("OFFSET(A5,-1,0)", [(0, 5, 1, 5, 1), (0, 4, 1, 4, 1)]),
        ('INDIRECT("表四!B2")', [(3, 2, 2, 2, 2)]),
    ],
)
def test_the_places_that_a_formula_reads(text: str, areas: list[tuple[int, ...]]) -> None:
    where = places(政策区="表四!$A$1:$B$20", 两层="政策区")
    assert list(precedents(where, parse(text), Spot(0, 9, 9))) == areas


@pytest.mark.parametrize("text", ["SUM(A1:INDEX(B:B,3))", "A1#", 'INDIRECT("B"&2)', "相对", "未知表[工资]"])
def test_a_formula_whose_reach_is_unknown_may_read_its_whole_sheet(text: str) -> None:
    where = places(相对="表一!B2")
    assert Area(0, 1, 1, MAX_ROW, MAX_COL) in list(precedents(where, parse(text), Spot(0, 9, 9)))


def test_a_minus_sign_in_front_binds_tighter_than_a_power() -> None:
    tree = parse("-2^2").tree
    assert isinstance(tree, Binary)
    assert tree.operator == "^"


def test_calls_are_seen_even_inside_what_is_not_understood() -> None:
    formula = parse('SUM({1,2}*[1]!SOE_RATE(A1))&"SOE_DATE("')
    assert isinstance(formula.tree, Unsupported)
    assert "[1]!SOE_RATE" in formula.shape.calls
    assert "SOE_DATE" not in formula.shape.calls


def test_an_empty_argument_differs_from_zero() -> None:
    with_gap, with_zero = parse("F(1,,2)").tree, parse("F(1,0,2)").tree
    assert isinstance(with_gap, Call)
    assert isinstance(with_zero, Call)
    assert with_gap != with_zero
    assert with_zero.arguments[1] == Literal(0.0)


@pytest.mark.parametrize(
    ("inside_brackets", "bounds"),
    [
        ("工资", (3, 3, 9, 3)),
        ("[姓名]:[工资]", (3, 2, 9, 3)),
        ("[#This Row],[工资]", (5, 3, 5, 3)),
        ("[#This Row],[姓名]:[补偿(元)]", (5, 2, 5, 4)),
        ("#Headers", (2, 2, 2, 4)),
        ("[#Totals],[工资]", (10, 3, 10, 3)),
        ("[#Headers],[#Data],[工资]", (2, 3, 9, 3)),
        ("#All", (2, 2, 10, 4)),
        ("补偿(元)", (3, 4, 9, 4)),
        ("没有", None),
        ("[#Totals],[#Data]", None),
    ],
)
def test_what_a_structured_reference_covers(inside_brackets: str, bounds: tuple[int, ...] | None) -> None:
    table = GridTable(("工资表",), (2, 2, 10, 4), ("姓名", "工资", "补偿(元)"), 1, 1)
    assert table_columns(table, inside_brackets, 5) == bounds


# ---- names


def test_every_real_function_is_known_by_name_and_alias_and_has_no_suggestion() -> None:
    functions = OurFunctions()
    for name, alias in functions.names.items():
        assert our_name(name.lower(), functions) == our_name(alias, functions) == name
        assert our_name(f"ORG.XLADDIN.F.{name.replace('_', '')}", functions) == name


@pytest.mark.parametrize(
    "name", ["SUM", "_xlfn.XLOOKUP", "VLOOKUP", "[1]!Other", "MYUDF", "求和", "SEVERE", "_xlfn.SUMIFS2"]
)
def test_a_foreign_name_is_not_taken_for_a_misspelling_of_ours(name: str) -> None:
    functions = OurFunctions()
    assert our_name(name, functions) is None
    assert suggestion(name, functions) is None

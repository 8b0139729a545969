"""Filled-down formulas give the same as columns and cell by cell, to the last digit and word."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import accumulate
from pathlib import Path

import pytest

from tests.formulas.filled_books import filled_book
from xl_addin.files.reading import open_book
from xl_addin.formulas import cells
from xl_addin.formulas.budget import TOO_MUCH_TEXT
from xl_addin.formulas.places import Area
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.formulas.stored_names import OurFunctions
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def differences(one: Recalculation, other: Recalculation) -> Iterator[str]:
    """Where two recalculations differ, also in the kind of a number or a word of a message."""
    for field in fields(Recalculation):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if not isinstance(left, dict):
            if repr(left) != repr(right):
                yield f"{field.name}: {left!r} {right!r}"
            continue
        for sheet in left.keys() | right.keys():
            mine, its = left.get(sheet, {}), right.get(sheet, {})
            for place in sorted(mine.keys() | its.keys()):
                if repr(mine.get(place)) != repr(its.get(place)):
                    yield f"{field.name} {sheet} {place}: {mine.get(place)!r} | {its.get(place)!r}"


def compared(book: BookGrid) -> list[str]:
    one, other = recalculate(book, lifted=False), recalculate(book)
    return [f"{text} {_formula(book, text)}" for text in list(differences(one, other))[:3]]


def _formula(book: BookGrid, text: str) -> str:
    match = re.search(r"\((\d+), (\d+)\)", text)
    cell = book.sheets[0].formulas.get((int(match[1]), int(match[2]))) if match else None
    return cell.text if cell else ""


@pytest.mark.parametrize("seed", range(80))
def test_a_filled_down_book_gives_the_same_as_cell_by_cell(seed: int) -> None:
    assert compared(filled_book(seed)) == []


@pytest.mark.parametrize("path", sorted(WORKBOOKS.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_a_workbook_of_the_project_gives_the_same(path: Path) -> None:
    assert compared(open_book(path)) == []


def filled(count: int, *texts: str) -> BookGrid:
    """A list of that many persons without a fault and formulas from column J on."""
    dice = random.Random(1)
    rows: list[list[CellValue]] = [
        [
            "甲",
            f"厂{k % 3}",
            dt.date(1985, 7, 1 + k % 28),
            dt.date(2011, 9, 28),
            dice.randrange(10**6) / 100,
            1500,
            2300,
        ]
        for k in range(count)
    ]
    grid = SheetGrid("表", "a", [["标题"], *rows])
    for row in range(2, count + 2):
        for col, text in enumerate(texts, 10):
            filled_down = text.replace("{r}", str(row)).replace("{p}", str(row - 1))
            grid.formulas[row, col] = FormulaCell(row, col, filled_down, "normal", None, None, False)
    return BookGrid(Path("没有这个文件.xlsx"), [grid])


OURS = "经济补偿金(C{r},D{r},E{r},F{r},G{r})"


class Single(OurFunctions):
    """Our functions; counts the calls that were made one by one."""

    def __init__(self) -> None:
        self.single = 0

    def call(self, name: str, *arguments: object) -> object:
        self.single += 1
        return super().call(name, *arguments)


def test_a_clean_column_makes_no_single_call() -> None:
    functions = Single()
    found = recalculate(filled(200, OURS, "ROUND(J{r}*1.1,2)"), functions=functions)
    assert functions.single == 0
    assert len(found.values["表"]) == 400


def test_blocks_that_read_each_other_row_by_row_are_computed_as_ever() -> None:
    book = filled(60, OURS, "K{p}+J{r}", "IF(ROW()=2,J{r},L{p}*0.5+K{r})", "SUM(K{p}:K{r})-M{p}")
    book.sheets[0].rows[0].extend([None] * 12)
    assert compared(book) == []


def test_a_block_is_computed_in_pieces_where_it_reads_itself_from_further_up() -> None:
    book = filled(300, OURS, "IF(ROW()<110,J{r},INDEX($K$2:$K$50,3)+J{r})", "SUM(J$2:J{r})", "COUNTIF(B$2:B{r},B{r})")
    assert compared(book) == []


def test_progress_comes_to_its_end_and_ctrl_c_is_heard() -> None:
    told: list[tuple[int, int]] = []
    book = filled(300, OURS, "J{r}*2")
    recalculate(book, lambda *step: told.append(step))
    assert told[0] == (0, 600) and told[-1] == (600, 600) and told == sorted(told)

    def stop(done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recalculate(book, stop)


def test_texts_of_a_block_count_for_the_budget_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_TEXT", 1000)
    found = recalculate(filled(100, OURS, 'J{r}&"元整，以下空白，不得涂改"'))
    assert any(why == TOO_MUCH_TEXT for _, _, why in found.unresolved)


def test_a_running_total_is_the_exact_one() -> None:
    found = recalculate(filled(3000, OURS, "SUM(J$2:J{r})", "SUMIF(B$2:B{r},B{r},J$2:J{r})")).values["表"]
    fen = [round(float(found[row, 10]) * 100) for row in range(2, 3002)]
    assert [round(float(found[row, 11]) * 100) for row in range(2, 3002)] == list(accumulate(fen))
    assert round(float(found[3001, 12]) * 100) == sum(fen[k] for k in range(2999 % 3, 3000, 3))


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_many_filled_down_books_give_the_same(start: int) -> None:
    wrong = {seed: found for seed in range(start, start + 100) if (found := compared(filled_book(seed, 24)))}
    assert wrong == {}


def test_a_range_is_prepared_once_for_all_rows_and_progress_is_told_inside_a_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines: list[Area] = []
    line = cells.Cells.line
    monkeypatch.setattr(cells.Cells, "line", lambda self, area, **how: [lines.append(area), line(self, area, **how)][1])
    told: list[int] = []
    size = 301
    book = filled(300, OURS, f"SUMPRODUCT((E$2:E${size}=E{{r}})*(E$2:E${size}<E{{r}}+1))+J{{r}}")
    found = recalculate(book, lambda done, total: told.append(done))
    assert found.calls and not found.unresolved
    assert len(lines) < 20
    assert [done for done in told if done % 200 not in (0, 300)]
    assert told == sorted(told)
    assert compared(book) == []

"""selftest.xlsx: every ``test_`` name is TRUE after recalculation, and every function is asked under both its names."""

from __future__ import annotations

import re

import pytest

from workbooks import build
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate, with_values
from xl_addin.functions import CATALOG
from xl_addin.tables.grid import BookGrid, parse_address

_TARGET = re.compile(r"自检!\$([A-Z]+)\$(\d+)")


@pytest.fixture(scope="module")
def book() -> BookGrid:
    return open_book(build.SELFTEST)


@pytest.fixture(scope="module")
def recalculation(book: BookGrid) -> Recalculation:
    return recalculate(book)


@pytest.fixture(scope="module")
def tests_by_name(book: BookGrid) -> dict[str, tuple[int, int]]:
    """Cell of every name that begins with ``test_``."""
    found = {}
    for name, target in book.defined_names.items():
        if name.startswith("test_"):
            match = _TARGET.fullmatch(target)
            assert match, f"{name} must name one cell, not {target}"
            found[name] = parse_address(match[1] + match[2])
    return found


def test_every_name_is_true(
    book: BookGrid, recalculation: Recalculation, tests_by_name: dict[str, tuple[int, int]]
) -> None:
    sheet = with_values(book, recalculation).sheet("自检")
    failed = {
        name: (sheet.value(*cell), book.sheet("自检").formulas[cell].text)
        for name, cell in tests_by_name.items()
        if sheet.value(*cell) is not True
    }
    assert failed == {}


def test_the_sheet_itself_says_that_all_is_well(book: BookGrid, recalculation: Recalculation) -> None:
    sheet = with_values(book, recalculation).sheet("自检")
    assert sheet.value(3, 2) == "全部通过"


def test_nothing_was_stored_beforehand(book: BookGrid, tests_by_name: dict[str, tuple[int, int]]) -> None:
    formulas = book.sheet("自检").formulas
    assert {formulas[cell].cached for cell in tests_by_name.values()} <= {None, ""}


def test_there_are_at_least_sixty_names_each_for_a_cell_of_its_own(tests_by_name: dict[str, tuple[int, int]]) -> None:
    assert len(tests_by_name) >= 60
    assert len(set(tests_by_name.values())) == len(tests_by_name)


def test_every_cell_is_recalculated_without_an_error_value(recalculation: Recalculation) -> None:
    assert recalculation.unresolved == []
    assert recalculation.errors == []
    assert recalculation.misspelt == []


@pytest.mark.parametrize("function", CATALOG)
def test_each_function_is_asked_under_both_its_names(function: str, book: BookGrid) -> None:
    text = "\n".join(formula.text for formula in book.sheet("自检").formulas.values())
    assert f"{function}(" in text, f"add a table [cases.{function}] to workbooks/selftest_cases.toml"
    assert f"{CATALOG[function].alias}(" in text, f"call {CATALOG[function].alias} in a case of {function}"


def test_no_formula_uses_text_whose_formats_differ_between_languages(book: BookGrid) -> None:
    calls = {
        call for formula in book.sheet("自检").formulas.values() for call in re.findall(r"\w+(?=\()", formula.text)
    }
    assert "TEXT" not in calls

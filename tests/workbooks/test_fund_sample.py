"""专户资金示例.xlsx: invented, clean under every check, and its functions agree with each other."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.commands.generated_books import TIME, differences
from tests.commands.pressing import pressed
from tests.oracle.severance_oracle import Piece
from tests.oracle.severance_oracle import severance as oracle_severance
from workbooks import sample_insurance as people
from workbooks import sample_ledger as fund
from workbooks.build import FUND_SAMPLE
from workbooks.sample_people import CITY_WAGES, ENTERPRISES, REGION
from xl_addin.checks.run import check_book
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import BookGrid


@pytest.fixture(scope="module")
def book() -> BookGrid:
    stored = open_book(FUND_SAMPLE)
    recalculation = recalculate(stored)
    assert recalculation.errors == []
    assert recalculation.unresolved == []
    return with_values(stored, recalculation)


def test_nobody_can_be_taken_for_a_real_person(book: BookGrid) -> None:
    numbers = [people.id_number(person, order) for order, person in enumerate(people.PERSONS, start=1)]
    assert all(number.startswith(REGION) for number in numbers)
    assert len(set(numbers)) == len(people.PERSONS)
    assert "不得作为任何测算的依据" in str(book.sheets[0].value(2, 1))


def test_no_check_finds_anything(book: BookGrid) -> None:
    assert [(f.code, f.sheet, f.cell, f.message) for f in check_book(book, TIME.date(), book_policy(book).policy)] == []


def test_severance_equals_the_oracle(book: BookGrid) -> None:
    sheet = book.sheet(people.SEVERANCE)
    for i, (_, person) in enumerate(people.leaving()):
        firm = ENTERPRISES[person.firm]
        wages = [Fraction(str(person.wage)), Fraction(firm.wage), Fraction(CITY_WAGES[firm.end.year])]
        assert person.start is not None
        due = oracle_severance([Piece(person.start, firm.end)], *wages, people.GROUND, "SEG2008", {}).amount
        assert Fraction(Decimal(repr(sheet.value(people.FIRST_ROW + i, 13)))) == due


def test_the_package_of_everybody_is_the_sum_of_its_parts(book: BookGrid) -> None:
    rows = book.sheet(people.PACKAGE).rows[people.FIRST_ROW - 1 : people.FIRST_ROW - 1 + len(people.PERSONS)]
    for row in rows:
        parts = [Decimal(repr(value)) for value in row[20:24]]
        assert sum(parts[:3]) == parts[3]


def test_the_ledger_ends_in_the_functions_balance(book: BookGrid) -> None:
    last = fund.FIRST_ROW + len(fund.ENTRIES)
    assert book.sheet(fund.SHEET).value(last, 10) == book.sheet(fund.FUNCTIONS).value(4, 2)


@pytest.mark.parametrize("plan", [plan_fund_statements, plan_package_sheet])
def test_what_commands_make_of_it_stores_what_recalculation_gives(plan, book: BookGrid, tmp_path) -> None:  # type: ignore[no-untyped-def]
    made = plan(pressed(book), CommandContext("", TIME))
    write_book(tmp_path / "made.xlsx", made.book)
    opened = open_book(tmp_path / "made.xlsx")
    recalculation = recalculate(opened)
    assert made.faults == 0
    assert recalculation.errors == []
    assert differences(opened, recalculation) == []

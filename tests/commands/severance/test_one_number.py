"""One number everywhere: cell, 确认单, 公示表, 生成测算表, 口径比较 and findings say what the oracle says."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal

import pytest

from tests.faults.own_call_books import AMOUNT_COLUMN, MONTHS_COLUMN, SHEET, draw, spoil
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewSheet
from xl_addin.policy.profiles import shipped_policy
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.policy_sheet import is_policy_sheet
from xl_addin.tables.grid import address
from xl_addin.values.findings import Severity

NOW = dt.datetime(2011, 9, 28, 10, 0)
JUDGED = ("AMOUNT", "MONTHS", "FORMULA", "AVERAGE")


def _made(read: CommandBook, command: str) -> BookPlan:
    plan = BY_NAME[command].plan(read, CommandContext("", NOW))
    assert isinstance(plan, BookPlan)
    return plan


def _money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _amounts_of_pages(sheets: list[NewSheet]) -> dict[str, Decimal]:
    """The amount on the page of each worker, by name."""
    found: dict[str, Decimal] = {}
    name = ""
    for sheet in sheets:
        for row in sheet.rows:
            values = [cell.value for cell in row if cell.value is not None]
            if "姓名" in values:
                name = str(values[values.index("姓名") + 1])
            for cell in row:
                if cell.style == "amount" and cell.value is not None:
                    found[name] = _money(cell.value)
    return found


def _amounts_of_list(sheets: list[NewSheet]) -> dict[str, Decimal]:
    rows = [[cell.value for cell in row] for sheet in sheets for row in sheet.rows]
    return {str(row[1]): _money(row[6]) for row in rows if len(row) > 6 and isinstance(row[6], float | int) and row[1]}


def _amounts_of_package(sheets: list[NewSheet]) -> dict[str, Decimal]:
    found = {}
    for sheet in sheets:
        place = 0
        for row in sheet.rows:
            values = [cell.value for cell in row]
            place = values.index("经济补偿") if "经济补偿" in values and "序号" in values else place
            if place and len(values) > place and isinstance(values[0], int):
                found[str(values[2])] = _money(values[place] or 0)
    return found


def _check(seed: object) -> None:
    book = draw(random.Random(f"own call {seed}"))
    read = CommandBook.of(book.grid, NOW.date())
    paid = [worker for worker in book.workers if not worker.status]
    right = {worker.name: book.amount(worker) for worker in paid}
    cells = read.grid.sheet(SHEET)
    for worker in paid:
        assert _money(cells.value(worker.row, AMOUNT_COLUMN)) == right[worker.name], (worker, book.formulas)
        months = cells.value(worker.row, MONTHS_COLUMN)
        assert months is None or _money(months) == book.months(worker)
    findings = [one for one in examine(read, calls=read.recalculation).findings if one.code.startswith(JUDGED)]
    assert [one for one in findings if one.severity is Severity.ERROR] == [], findings
    assert _amounts_of_pages(list(_made(read, "职工确认单").book.sheets)) == right
    assert _amounts_of_list(list(_made(read, "公示表").book.sheets)) == right
    total = f"现行合计 {sum(right.values(), Decimal(0)):,.2f} 元"
    assert total in _made(read, "口径比较").summary
    package = _made(read, "生成测算表")
    approved = {worker.name for worker in paid if worker.way == "approved"}
    shown = _amounts_of_package([one for one in package.book.sheets if "测算" in one.title])
    assert {name: shown.get(name) for name in right if name not in approved} == {
        name: amount for name, amount in right.items() if name not in approved
    }
    assert not approved & shown.keys()
    _check_versions(read)


def _check_versions(read: CommandBook) -> None:
    """Every place names the same policies: one hash for each 政策 sheet and each profile."""
    sheets = [sheet for sheet in read.grid.sheets if is_policy_sheet(sheet)]
    known = {shipped_policy("R481").version, *(read_policy(sheet.rows).version for sheet in sheets)}
    for command in ("职工确认单", "公示表", "口径比较", "生成测算表"):
        found = set(re.findall(r"(?:SEG2008|R481) (?:已确认|未确认口径) \w{12}", _made(read, command).summary))
        assert found <= known, command


@pytest.mark.parametrize("seed", range(25))
def test_every_place_shows_the_amount_of_the_oracle(seed: int) -> None:
    _check(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 500))
def test_every_place_shows_the_amount_of_the_oracle_in_many_books(seed: int) -> None:
    _check(seed)


def _check_spoilt(seed: object) -> None:
    chance = random.Random(f"spoilt {seed}")
    book = draw(chance)
    spoilt = spoil(book, chance)
    if spoilt is None:
        return
    read = CommandBook.of(book.grid, NOW.date())
    findings = [one for one in examine(read, calls=read.recalculation).findings if one.code.startswith(JUDGED)]
    errors = [(one.code, one.cell) for one in findings if one.severity is Severity.ERROR]
    assert errors == [("FORMULA_INPUT", address(spoilt.row, AMOUNT_COLUMN))], (spoilt, book.formulas, findings)
    right = {one.name: book.amount(one) for one in book.workers if not one.status and one is not spoilt}
    assert _amounts_of_pages(list(_made(read, "职工确认单").book.sheets)) == right
    assert _amounts_of_list(list(_made(read, "公示表").book.sheets)) == right
    package = _amounts_of_package(list(_made(read, "生成测算表").book.sheets))
    assert spoilt.name not in package


@pytest.mark.parametrize("seed", range(25))
def test_a_formula_that_takes_other_inputs_than_its_row_is_one_error_and_its_amount_stands_nowhere(seed: int) -> None:
    _check_spoilt(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 400))
def test_a_formula_that_takes_other_inputs_than_its_row_is_one_error_in_many_books(seed: int) -> None:
    _check_spoilt(seed)


def _check_typed(seed: object) -> None:
    chance = random.Random(f"typed wrong {seed}")
    book = draw(chance)
    typed = [one for one in book.workers if one.way == "typed"]
    if not typed:
        return
    one = chance.choice(typed)
    grid = book.grid.sheet(SHEET)
    right, role = book.amount(one), chance.choice(("amount", "months"))
    column = AMOUNT_COLUMN if role == "amount" else MONTHS_COLUMN
    # Far from what other months of this wage would come to: those are a fault of the months.
    grid.rows[one.row - 1][column - 1] = float(right) + 0.37 if role == "amount" else float(book.months(one)) + 2.25
    read = CommandBook.of(book.grid, NOW.date())
    found = [finding for finding in examine(read, calls=read.recalculation).findings if finding.code.startswith(JUDGED)]
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [(finding.code, finding.cell) for finding in errors] == [
        ("AMOUNT_WRONG" if role == "amount" else "MONTHS_WRONG", address(one.row, column))
    ], found
    expected = right if role == "amount" else book.months(one)
    assert Decimal(errors[0].expected) == expected


@pytest.mark.parametrize("seed", range(30))
def test_the_expected_value_of_a_finding_is_the_amount_of_the_oracle(seed: int) -> None:
    _check_typed(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 400))
def test_the_expected_value_of_a_finding_is_the_amount_of_the_oracle_in_many_books(seed: int) -> None:
    _check_typed(seed)

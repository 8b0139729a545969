"""The sample workbook: reproducible, honest about being invented, and right to the fen by an independent oracle."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle.oracle_policy import OracleError
from tests.oracle.severance_oracle import OracleResult, Piece, service_months
from tests.oracle.severance_oracle import severance as oracle_severance
from workbooks import build, sample_procedure, sample_severance
from workbooks.sample_people import PENDING, REGION, Worker, people
from workbooks.sample_spelling import DUPLICATE_OF, ID_DIRT
from xl_addin.checks.run import check_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate, with_values
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import CellError
from xl_addin.values.findings import FindingTable

NUMBER, NAME, ID, SERVICE, MONTHS, AMOUNT, OTHER, TOTAL = 3, 4, 5, 12, 13, 14, 15, 16


@dataclass(frozen=True)
class Calculated:
    """The sample as built, what recalculation gave, and the book with those values in place."""

    stored: BookGrid
    recalculation: Recalculation
    book: BookGrid

    @property
    def sheet(self) -> SheetGrid:
        return self.book.sheet(sample_severance.SHEET)

    def row_of(self, number: str) -> int:
        """Row of a worker on the severance sheet, found by the number that stands there."""
        return next(i for i, row in enumerate(self.sheet.rows, start=1) if len(row) > 2 and row[2] == number)


@pytest.fixture(scope="module")
def calculated() -> Calculated:
    stored = open_book(build.SAMPLE)
    recalculation = recalculate(stored)
    return Calculated(stored, recalculation, with_values(stored, recalculation))


@pytest.fixture(scope="module")
def findings(calculated: Calculated) -> FindingTable:
    return check_book(calculated.book)


def entitlement(worker: Worker) -> OracleResult:
    """What the law gives a worker, from the personal file and never from a cell."""
    wages = Fraction(worker.wage), Fraction(worker.enterprise.wage), Fraction(worker.city_wage)
    return oracle_severance([Piece(worker.start, worker.end)], *wages, worker.ground, "SEG2008", {})


def yuan(value: CellValue) -> Fraction:
    """An amount in a cell as the exact decimal that the cell shows."""
    assert isinstance(value, int | float), value
    return Fraction(Decimal(repr(value)))


COMPUTED = [worker for worker in people() if not worker.pending]


@pytest.mark.parametrize("path", build.BOOKS, ids=lambda path: path.stem)
def test_two_builds_are_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write = build.BOOKS[path]
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write(one)
    write(two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("path", build.BOOKS, ids=lambda path: path.stem)
def test_the_stored_workbook_is_what_the_builder_makes(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    build.BOOKS[path](made)
    # Parts and not bytes: another zlib may pack the same parts otherwise.
    with zipfile.ZipFile(path) as stored, zipfile.ZipFile(made) as new:
        assert stored.namelist() == new.namelist()
        assert [name for name in new.namelist() if stored.read(name) != new.read(name)] == []


def test_the_first_sheet_says_that_everything_is_invented(calculated: Calculated) -> None:
    first = calculated.stored.sheets[0]
    assert first.name == "说明"
    assert "虚构" in str(first.value(1, 1))
    assert "不得作为任何测算的依据" in str(first.value(2, 1))


def test_there_are_300_workers_of_three_enterprises_in_two_systems() -> None:
    assert len(people()) == 300
    assert len({worker.enterprise.name for worker in people()}) == 3
    assert len({worker.enterprise.system for worker in people()}) == 2
    assert len({worker.number for worker in people()}) == 300


def test_nobody_can_be_taken_for_a_real_person() -> None:
    assert REGION.startswith("99")  # no province has this number
    assert all(worker.id_number.startswith(REGION) for worker in people())
    assert all("虚构" in worker.enterprise.name for worker in people())


def test_every_amount_equals_the_oracle_to_the_fen(calculated: Calculated) -> None:
    wrong = [
        worker.number
        for worker in COMPUTED
        if yuan(calculated.sheet.value(calculated.row_of(worker.number), AMOUNT)) != entitlement(worker).amount
    ]
    assert wrong == []
    assert len(COMPUTED) == 294


def test_every_number_of_months_equals_the_oracle(calculated: Calculated) -> None:
    for worker in COMPUTED:
        row = calculated.row_of(worker.number)
        assert yuan(calculated.sheet.value(row, MONTHS)) == entitlement(worker).months, worker.number
        whole = service_months([Piece(worker.start, worker.end)], None, {})
        assert calculated.sheet.value(row, SERVICE) == whole, worker.number


def test_the_table_function_gives_the_same_amounts_in_the_same_order(calculated: Calculated) -> None:
    table = calculated.book.sheet(sample_severance.TABLE_SHEET)
    first = sample_severance.TABLE_FIRST_ROW
    assert [table.value(first, col) for col in range(1, 9)] == list(sample_severance.TABLE_HEADINGS)
    for i, worker in enumerate(COMPUTED, start=first + 1):
        assert yuan(table.value(i, 7)) == entitlement(worker).amount, worker.number


def test_native_totals_are_the_sums_of_the_persons(calculated: Calculated) -> None:
    for (first, workers), row in zip(sample_severance.blocks(), sample_severance.subtotal_rows(), strict=True):
        assert row == first + len(workers)
        check_totals(calculated.sheet, row, workers)
    check_totals(calculated.sheet, sample_severance.total_row(), COMPUTED)


def check_totals(sheet: SheetGrid, row: int, workers: list[Worker]) -> None:
    severance = sum((entitlement(worker).amount for worker in workers), Fraction(0))
    other = sum((6 * Fraction(worker.wage) for worker in workers if worker.ground == "医疗期满"), Fraction(0))
    assert sheet.value(row, NAME) == len(workers)
    assert yuan(sheet.value(row, AMOUNT)) == severance
    assert yuan(sheet.value(row, OTHER)) == other
    assert yuan(sheet.value(row, TOTAL)) == severance + other


def test_the_summary_adds_up_by_enterprise_system_and_ground(calculated: Calculated) -> None:
    summary = calculated.book.sheet("汇总")
    rows = {row[0]: row for row in summary.rows if row and isinstance(row[0], str)}
    for enterprise in {worker.enterprise for worker in people()}:
        amounts = [entitlement(worker).amount for worker in COMPUTED if worker.enterprise == enterprise]
        assert rows[enterprise.name][2] == len(amounts)
        assert yuan(rows[enterprise.name][4]) == sum(amounts)
    grand = yuan(rows["合　计"][6])
    assert sum(yuan(rows[system][4]) for system in {worker.enterprise.system for worker in people()}) == grand
    assert sum(yuan(rows[ground][3]) for ground in {worker.ground for worker in people()}) == grand
    assert yuan(rows["合　计"][4]) == sum(entitlement(worker).amount for worker in COMPUTED)
    assert rows["合　计"][3] == len(PENDING)


def test_the_summary_finds_both_ways_of_counting_in_agreement(calculated: Calculated) -> None:
    verdicts = [row[3] for row in calculated.book.sheet("汇总").rows if len(row) > 3 and row[3] in ("一致", "不一致")]
    assert verdicts == ["一致", "一致", "一致"]


def test_open_cases_show_errors_below_the_totals(calculated: Calculated) -> None:
    codes = {}
    for number in PENDING:
        row = calculated.row_of(number)
        assert row > sample_severance.total_row()
        amount = calculated.sheet.value(row, AMOUNT)
        assert isinstance(amount, CellError)
        codes[number] = amount.code
    assert codes == {
        "NJ017": "#N/A",
        "NJ058": "#N/A",
        "BH023": "#N/A",
        "BH071": "#N/A",
        "HF039": "#VALUE!",
        "HF088": "#NUM!",
    }


def test_the_worker_who_starts_after_the_end_is_impossible_for_the_oracle_too() -> None:
    worker = next(worker for worker in people() if worker.number == "HF088")
    with pytest.raises(OracleError, match="#NUM!"):
        entitlement(worker)


def test_every_call_is_resolved_and_none_is_misspelt(calculated: Calculated) -> None:
    assert calculated.recalculation.unresolved == []
    assert calculated.recalculation.misspelt == []
    rows_of_open_cases = {calculated.row_of(number) for number in PENDING}
    assert {int(cell.lstrip("FLMN")) for _, cell, _ in calculated.recalculation.errors} == rows_of_open_cases


def test_the_file_holds_the_right_values_of_native_formulas_and_none_of_ours(calculated: Calculated) -> None:
    stored = 0
    for sheet in calculated.stored.sheets:
        computed = calculated.recalculation.values.get(sheet.name, {})
        for place, formula in sheet.formulas.items():
            if formula.cached in (None, ""):
                assert place in computed, (sheet.name, place, formula.text)
            else:
                assert computed.get(place, formula.cached) == formula.cached, (sheet.name, place, formula.text)
                stored += 1
    assert stored > 4 * len(people())


def test_looked_up_names_and_id_numbers_are_those_of_the_roster(calculated: Calculated) -> None:
    roster = {row[3]: row for row in calculated.book.sheet("职工花名册").rows[4:] if len(row) > 3 and row[3]}
    for worker in people():
        row = calculated.row_of(worker.number)
        assert calculated.sheet.value(row, NAME) == roster[worker.number][4]
        assert calculated.sheet.value(row, ID) == roster[worker.number][7]


def test_the_explanations_end_with_the_amount_of_the_sheet(calculated: Calculated) -> None:
    sheet = calculated.book.sheet(sample_severance.EXPLAIN_SHEET)
    for row, number in enumerate(sample_severance.EXPLAINED, start=4):
        worker = next(worker for worker in people() if worker.number == number)
        assert sheet.value(row, 1) == number
        assert yuan(sheet.value(row, 4)) == entitlement(worker).amount
        assert f"{float(entitlement(worker).amount):,.2f}" in str(sheet.value(row, 5))


def test_one_worker_earns_above_three_times_the_citys_average() -> None:
    assert [worker.number for worker in people() if worker.wage > 3 * worker.city_wage] == ["HF001"]


def places(findings: FindingTable, sheet: str) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.cell) for finding in findings if finding.sheet == sheet}


def test_the_checks_find_the_seeded_procedure_faults_and_no_others(findings: FindingTable) -> None:
    assert places(findings, sample_procedure.SHEET) == {
        ("STEP_MISSING_D13", "C3"),
        ("STEP_DOCUMENT_MISSING", "G11"),
        ("APPROVAL_BEFORE_VOTE", "F18"),
    }
    # Working days of 2003 are counted by the notices of that year.
    assert places(findings, sample_procedure.PROGRESS_SHEET) == {("VOTE_QUORUM", "L6")}


def test_the_checks_find_every_damaged_id_number_on_the_roster(calculated: Calculated, findings: FindingTable) -> None:
    roster = calculated.book.sheet("职工花名册")
    found: dict[str, set[object]] = {}
    for code, cell in places(findings, roster.name):
        if code.startswith("ID_") and cell and code != "ID_OLD_FORM":
            found.setdefault(code, set()).add(roster.value(int(cell.lstrip("H")), 4))
    assert found == {
        "ID_CHECK_DIGIT": {number for number, kind in ID_DIRT.items() if kind == "digit"},
        "ID_LOST_DIGITS": {number for number, kind in ID_DIRT.items() if kind == "number"},
        "ID_DUPLICATE": set(DUPLICATE_OF),
    }


def test_the_checks_ask_about_every_ambiguous_date_of_the_roster(findings: FindingTable) -> None:
    asked = {cell for code, cell in places(findings, "职工花名册") if code == "DATE_AMBIGUOUS"}
    assert len(asked) == 4
    assert not {code for code, _ in places(findings, "职工花名册")} & {"DATE_UNREADABLE", "CELL_MISSING"}

"""Each sample in the formats that LibreOffice writes: the same findings, and copies that hold what was read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.checks.registry import FILE_REPAIRED
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.foreign import isolated
from xl_addin.files.foreign.by_office import read_by_office
from xl_addin.files.office import convert
from xl_addin.files.reading import open_book
from xl_addin.hosts.file.converting import differences
from xl_addin.hosts.file.job import calculate_file, check_file, run_file
from xl_addin.hosts.file.rebuilding import rebuilt

pytestmark = pytest.mark.libreoffice
SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))
NOW = dt.datetime(2012, 1, 1)


def _findings(path: Path) -> set[tuple[str, str, str | None, str]]:
    found = check_file(path, today=NOW.date()).result.findings
    return {(one.code, one.sheet, one.cell, one.expected) for one in found if not one.code.startswith(FILE_REPAIRED)}


def _values(sample: Path, folder: Path) -> Path:
    """A sample as values: LibreOffice knows none of our functions, and stores 0 for texts that they gave."""
    calculate_file(sample, folder / "computed.xlsx")
    path = folder / "values.xlsx"
    path.write_bytes(book_bytes(rebuilt(open_book(folder / "computed.xlsx"))))
    return path


@pytest.mark.parametrize("form", ["xls", "ods"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_findings_and_amounts_are_those_of_the_workbook(sample: Path, form: str, tmp_path: Path, office: str) -> None:
    own = _values(sample, tmp_path)
    other = convert(own, form, tmp_path, office)
    assert other is not None
    assert _findings(other) == _findings(own)
    first, second = check_file(own), check_file(other)
    assert [one.money for one in second.severance] == [one.money for one in first.severance]
    assert second.persons == first.persons


@pytest.mark.parametrize("form", ["xls", "ods"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_copy_holds_what_was_read(sample: Path, form: str, tmp_path: Path, office: str) -> None:
    other = convert(_values(sample, tmp_path), form, tmp_path, office)
    assert other is not None
    outcome = run_file(other, tmp_path / "copy.xlsx", NOW)
    assert "已用 LibreOffice 转成 .xlsx" in outcome.conversion
    made = open_book(tmp_path / "copy.xlsx")
    made.sheets = [sheet for sheet in made.sheets if not sheet.ours]
    found = differences(open_book(other), made)
    assert found is not None
    assert [places for places in found.values() if places] == []


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_formulas_that_libreoffice_does_not_know_keep_their_stored_values(
    form: str, tmp_path: Path, office: str
) -> None:
    calculate_file(SAMPLES[0], tmp_path / "computed.xlsx")
    other = convert(tmp_path / "computed.xlsx", form, tmp_path, office)
    assert other is not None
    outcome = run_file(other, tmp_path / "copy.xlsx", NOW)
    assert "LibreOffice" in outcome.conversion
    made = open_book(tmp_path / "copy.xlsx")
    made.sheets = [sheet for sheet in made.sheets if not sheet.ours]
    found = differences(open_book(other), made)
    assert found is not None
    computed = outcome.recalculation.values
    other_cells = {name: [place for place in found[name] if place not in computed.get(name, {})] for name in found}
    assert not any(other_cells.values())


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_where_the_own_reader_dies_libreoffice_reads(
    form: str, tmp_path: Path, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _values(SAMPLES[0], tmp_path)
    other = convert(own, form, tmp_path, office)
    assert other is not None
    monkeypatch.setattr(isolated, "_SECONDS", 0.001)
    book = open_book(other)
    assert [one.kind for one in book.repairs] == ["read_by_office"]
    found = differences(open_book(own), book)
    assert found is not None and not any(found.values())


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods", "xml2003"])
def test_libreoffice_takes_no_text_for_a_workbook(kind: str, tmp_path: Path, office: str) -> None:
    (tmp_path / "文.xls").write_text("姓名,金额\n王三,100\n", encoding="utf-8")
    assert read_by_office(tmp_path / "文.xls", kind, open_book) is None

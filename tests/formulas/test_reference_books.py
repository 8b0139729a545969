"""Made-up books of native formulas computed by LibreOffice with one start, cell by cell against the own evaluator.

Forty beside the other tests with LibreOffice, five hundred in the long run: 122,000 formulas, of which 114,000 are
compared and the others are left to the host.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.formulas.reference_book import write_book
from xl_addin.files.office import convert_all, office_program
from xl_addin.files.reading import open_book
from xl_addin.formulas.names import native_name
from xl_addin.formulas.natives.choosing import CHOOSING
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.recalculation import recalculate
from xl_addin.formulas.trusted import NATIVES
from xl_addin.hosts.file.reference import same_value
from xl_addin.tables.grid import BookGrid, CellValue, address
from xl_addin.values.errors import CellError

_PER_START = 50
NOT_IN_LIBREOFFICE_7 = {"XLOOKUP"}


@dataclass
class Found:
    """What came of some books."""

    compared: int = 0
    left: int = 0
    wrong: list[object] = field(default_factory=list)
    other_error: list[object] = field(default_factory=list)
    """Errors on both sides, of different kinds: where several meet, the first is by host."""
    used: Counter[str] = field(default_factory=Counter)
    """How many cells with each function were compared."""

    def take(self, seed: int, ours: BookGrid, theirs: BookGrid) -> None:
        """Compare the formulas of a book."""
        filled = recalculate(ours).filled
        for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
            values = filled.get(mine.name, {})
            self.left += len(mine.formulas) - len(values)
            for place, value in values.items():
                self.compared += 1
                self.used.update({native_name(name) for name in parse(mine.formulas[place].text).shape.calls})
                if not same_value(value, other.value(*place)):
                    where = (seed, mine.name, address(*place), mine.formulas[place].text, value, other.value(*place))
                    (self.other_error if _are_errors(value, other.value(*place)) else self.wrong).append(where)


def _are_errors(*values: CellValue) -> bool:
    return all(isinstance(value, CellError) for value in values)


def found_in(seeds: range, folder: Path, office: str) -> Found:
    """Compare the books of some seeds."""
    paths = [folder / f"book{seed}.xlsx" for seed in seeds]
    for seed, path in zip(seeds, paths, strict=True):
        write_book(seed, path)
    made = folder / "made"
    made.mkdir()
    found = Found()
    converted = convert_all(paths, "xlsx:Calc MS Excel 2007 XML", made, office, afresh=True)
    for seed, path, theirs in zip(seeds, paths, converted, strict=True):
        assert theirs is not None, seed
        found.take(seed, open_book(path), open_book(theirs))
    return found


def is_sound(found: Found) -> None:
    assert found.wrong == []
    assert len(found.other_error) <= found.compared // 1_000, found.other_error
    assert found.left <= found.compared // 7


@pytest.mark.libreoffice
def test_a_few_books_are_worth_what_libreoffice_computes(tmp_path: Path, office: str) -> None:
    found = found_in(range(40), tmp_path, office)
    is_sound(found)
    assert found.compared >= 7_000
    assert (set(NATIVES) | set(CHOOSING)) - set(found.used) <= NOT_IN_LIBREOFFICE_7


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 500, _PER_START))
def test_five_hundred_books_are_worth_what_libreoffice_computes(tmp_path: Path, start: int) -> None:
    office = office_program()
    if not office:
        pytest.skip("LibreOffice is not installed")
    found = found_in(range(start, start + _PER_START), tmp_path, office)
    is_sound(found)
    assert found.compared >= 170 * _PER_START

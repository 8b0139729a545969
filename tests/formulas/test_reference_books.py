"""Made-up books of summaries computed by LibreOffice with one start, cell by cell against the own evaluator.

A few beside the other tests with LibreOffice, five hundred in the long run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formulas.test_summaries_by_libreoffice import _ours, _same, book
from xl_addin.files.office import convert_all, office_program
from xl_addin.files.reading import open_book
from xl_addin.formulas.values import Untrusted
from xl_addin.hosts.file.reference import computed_always

FIRST = 1_000
_PER_START = 50


def disagreements(seeds: range, folder: Path, office: str) -> tuple[int, list[object]]:
    """Formulas compared, and those for which LibreOffice gives another value."""
    paths = {seed: folder / f"book{seed}.xlsx" for seed in seeds}
    texts = {seed: book(seed, path) for seed, path in paths.items()}
    made = folder / "made"
    made.mkdir()
    computed_always(made)
    converted = convert_all(list(paths.values()), "ods", made, office)
    compared, wrong = 0, []
    for seed, theirs in zip(seeds, converted, strict=True):
        assert theirs is not None, seed
        sheet, grid = open_book(theirs).sheets[0], open_book(paths[seed])
        for row, text in enumerate(texts[seed], 1):
            mine = _ours(grid, text)
            if not isinstance(mine, Untrusted):
                compared += 1
                if not _same(mine, sheet.value(row, 11)):
                    wrong.append((seed, text, mine, sheet.value(row, 11)))
    return compared, wrong


@pytest.mark.libreoffice
def test_a_few_books_are_worth_what_libreoffice_computes(tmp_path: Path) -> None:
    compared, wrong = disagreements(range(FIRST, FIRST + 10), tmp_path, office_program())
    assert wrong == []
    assert compared >= 200


@pytest.mark.long
@pytest.mark.parametrize("start", range(FIRST, FIRST + 500, _PER_START))
def test_five_hundred_books_are_worth_what_libreoffice_computes(tmp_path: Path, start: int) -> None:
    office = office_program()
    if not office:
        pytest.skip("LibreOffice is not installed")
    compared, wrong = disagreements(range(start, start + _PER_START), tmp_path, office)
    assert wrong == []
    assert compared >= 20 * _PER_START

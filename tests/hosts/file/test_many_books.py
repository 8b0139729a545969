"""Many workbooks in one process, as the service and `batch` have them: nothing of a book stays when it is done."""

from __future__ import annotations

import datetime as dt
import gc
import random
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from tests.faults import hostile_books as books
from tests.faults.id_places import HEADS
from tests.faults.id_writings import invented
from xl_addin.hosts.file.job import run_file

NOW = dt.datetime(2011, 12, 1, 9, 0)
_STATUS = Path("/proc/self/statm")


def book(path: Path, number: int, rows: int) -> Path:
    """A severance sheet whose every text is new, with our function in half of its rows and a name of its own."""
    chance = random.Random(number)
    made = ["".join(_text(f"{letter}1", heading) for letter, heading in zip("ABCDEFGHIJ", HEADS, strict=True))]
    for row in range(2, rows + 2):
        texts = (
            f"虚构{number}厂",
            f"职工{number}之{row}",
            invented(chance),
            f"19{chance.randrange(70, 95)}年{row % 12 + 1}月",
        )
        cells = [f'<c r="A{row}"><v>{row - 1}</v></c>']
        cells += [_text(f"{letter}{row}", text) for letter, text in zip("BCDE", texts, strict=True)]
        cells += [_text(f"F{row}", "2011-09-28"), f'<c r="G{row}"><v>{chance.randrange(90_000, 400_000) / 100}</v></c>']
        formula = f"<f>SOE_SEVERANCE(E{row},F{row},G{row}+{number},H{row})</f>" if row % 2 else ""
        cells += [
            f'<c r="H{row}"><v>1500</v></c><c r="I{row}">{formula}<v>1</v></c>',
            _text(f"J{row}", f"核{number}-{row}"),
        ]
        made.append("".join(cells))
    return books.save(path, books.parts("".join(f'<row r="{r}">{cells}</row>' for r, cells in enumerate(made, 1))))


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def run(folder: Path, number: int, rows: int) -> None:
    source = book(folder / "本.xlsx", number, rows)
    run_file(source, folder / "结果.xlsx", NOW)


def objects() -> int:
    """Objects that the collector knows, after it has run."""
    gc.collect()
    return len(gc.get_objects())


def resident() -> int:
    """Bytes of memory of this process."""
    return int(_STATUS.read_text().split()[1]) * 4096


def caches() -> dict[str, _lru_cache_wrapper[object]]:
    """Every cache of a function of ours."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("xl_addin")]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, _lru_cache_wrapper)]
    return {f"{each.__module__}.{each.__qualname__}": each for each in found}


def test_nothing_of_a_book_stays(tmp_path: Path) -> None:
    for number in range(3):
        run(tmp_path, number, 20)
    before, sizes = objects(), {name: cache.cache_info().currsize for name, cache in caches().items()}
    for number in range(3, 9):
        run(tmp_path, number, 20)
    grown = {
        name: cache.cache_info().currsize - sizes.get(name, 0)
        for name, cache in caches().items()
        if cache.cache_info().maxsize is None
    }
    assert not {name: more for name, more in grown.items() if more > 3}, "a cache without a limit grows with the books"
    assert objects() - before < 6 * 20 * 12


@pytest.mark.long
@pytest.mark.skipif(not _STATUS.exists(), reason="memory is read from /proc")
def test_two_hundred_books_take_no_more_memory_than_forty(tmp_path: Path) -> None:
    for number in range(40):
        run(tmp_path, number, 100)
    gc.collect()
    before = resident()
    for number in range(40, 200):
        run(tmp_path, number, 100)
    gc.collect()
    assert resident() - before < 40_000_000

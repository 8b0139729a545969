"""Long texts inside formulas: the engine keeps nothing of what it was asked, a refusal nothing of what led to it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tests.formulas.test_lifting import OURS, filled
from xl_addin.formulas import cells
from xl_addin.formulas.budget import TOO_MUCH_TEXT
from xl_addin.formulas.engine import FormualizerEngine
from xl_addin.formulas.recalculation import recalculate

STATM = Path("/proc/self/statm")
PAGE = 4096


def _resident() -> int:
    return int(STATM.read_text().split()[1]) * PAGE


@pytest.mark.skipif(not STATM.exists(), reason="memory is told by Linux")
def test_the_engine_keeps_no_text_that_it_gave() -> None:
    made = FormualizerEngine()
    assert made.evaluate('REPT("甲",32767)') == "甲" * 32767
    before = _resident()
    for _ in range(1500):  # 160 MB, if each were kept
        made.evaluate('REPT("甲",32767)')
    assert made.evaluate('LEN(REPT("甲",900))') == 900
    assert _resident() - before < 40_000_000


@pytest.mark.parametrize("lifted", [True, False])
@pytest.mark.parametrize("text", ['LEN(REPT("甲",32767))+J{r}', 'J{r}&LEFT(REPT("甲",32767),1)'])
def test_a_formula_without_a_value_keeps_no_text_alive(text: str, lifted: bool) -> None:
    book = filled(200, OURS, text)
    recalculate(filled(1, OURS, text))  # modules are loaded
    tracemalloc.start()
    found = recalculate(book, lifted=lifted)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.unresolved) == 200 and kept < 3_000_000  # 200 texts take 13 MB


def test_a_column_of_long_texts_is_made_cell_by_cell() -> None:
    text = 'LEN(REPT("甲"&ROW(),8000)&"整")+J{r}'
    recalculate(filled(1, OURS, text))  # modules are loaded
    book = filled(900, OURS, text)
    tracemalloc.start()
    found = recalculate(book)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.values["表"]) == 1800 and not found.unresolved
    assert most < 25_000_000  # all texts at once take 100 MB, twice over


def test_long_texts_that_calls_of_ours_were_given_count_for_the_budget_of_the_book(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cells, "MOST_TEXT", 200_000)
    found = recalculate(filled(100, 'LEN(SOE_ID_MASK(REPT("甲"&ROW(),2000)))'))
    assert {why for _, _, why in found.unresolved} == {TOO_MUCH_TEXT}
    assert 0 < len(found.values["表"]) - len(found.unresolved) < 100
    kept = {id(text): len(text) for calls in found.made["表"].values() for call in calls for text in call.arguments}
    assert sum(kept.values()) <= 200_000

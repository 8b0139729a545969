"""Long texts inside formulas: the engine keeps what it is given, so that all of a workbook have one limit together."""

from __future__ import annotations

import pytest

from xl_addin.formulas import engine
from xl_addin.formulas.budget import TOO_MUCH_TEXT
from xl_addin.formulas.engine import FormualizerEngine
from xl_addin.formulas.values import Untrusted


def test_long_texts_are_counted_together_and_short_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_TEXT", 10_000)
    made = FormualizerEngine()
    for _ in range(100):
        assert made.evaluate('LEN(REPT("a",900))') == 900
    for _ in range(2):
        assert made.evaluate('REPT("甲",4000)') == "甲" * 4000
    with pytest.raises(Untrusted, match=TOO_MUCH_TEXT):
        made.evaluate(f'LEN("{"甲" * 2500}")')

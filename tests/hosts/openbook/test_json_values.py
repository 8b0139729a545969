"""A table for a host goes cell by cell as each cell alone does, by whichever library writes it."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from xl_addin.hosts.openbook import json_text
from xl_addin.hosts.openbook.json_text import text_of
from xl_addin.hosts.openbook.json_values import written
from xl_addin.values.errors import CellError

CELLS = some.one_of(
    some.none(), some.booleans(), some.integers(-(2**70), 2**70), some.floats(), some.text(max_size=5),
    some.dates(dt.date(1900, 3, 1)), some.just(CellError("#N/A", "没有参数")),
)  # fmt: skip
WIDE = some.integers(0, 4).flatmap(lambda width: some.lists(some.lists(CELLS, min_size=width, max_size=width)))


@given(some.one_of(WIDE, some.lists(some.lists(CELLS, max_size=3))))
def test_a_table_is_written_cell_by_cell(table: list[list[Any]]) -> None:
    assert written(table) == [[written(cell) for cell in row] for row in table]
    assert not [cell for row in written(table) for cell in row if isinstance(cell, float) and not math.isfinite(cell)]


def test_numbers_whose_sum_is_beyond_all_numbers_stay_as_they_are() -> None:
    assert written([[1.5e308], [1.5e308]]) == [[1.5e308], [1.5e308]]
    assert written([[1.0, "甲"], [math.inf, "乙"]])[1][0]["error"] == "#NUM!"


@pytest.mark.parametrize("known", sorted({False, json_text.HAS_MSGSPEC}))
@given(table=WIDE, text=some.text(some.characters(), max_size=20))
def test_the_text_says_what_the_standard_library_says(known: bool, table: list[list[Any]], text: str) -> None:
    value = {"answers": [written(table), text]}
    usual = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "HAS_MSGSPEC", known)
        found = text_of(value)
    assert b"\n" not in found
    assert json.loads(found) == json.loads(usual)


def test_half_of_a_pair_of_characters_is_written_as_before() -> None:
    assert json.loads(text_of(["\ud800王"])) == ["?王"]

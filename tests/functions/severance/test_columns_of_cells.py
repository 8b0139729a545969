"""Many calls at once whose single cells come as ranges of one cell, as from Excel 365: the same, and as columns."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.functions import call, many
from xl_addin.values.errors import CellError

CLEAN = [[29_000 + day, 40_814, 1_600 + day / 4, 1_500, 2_300, None, None] for day in range(20)]
ODD = [
    [None, 40_814, 1600], ["", 40_814, 1600], ["1985.07", 40_814, 1600], [CellError("#REF!", ""), 40_814, 1600],
    [31_229, 40_814, "面议"], [40_814, 31_229, 1600], [31_229, 40_814, 1600, None, None, " 客观变化 ", "R481"],
    [[], 40_814, 1600],
]  # fmt: skip
SEGMENTS = [[29_000, 31_000], [32_000, 40_814]]


def in_ranges(row: list[Any]) -> list[Any]:
    return [value if isinstance(value, list) else [[value]] for value in row]


@pytest.mark.parametrize("name", ["SOE_SEVERANCE", "SOE_SEVERANCE_MONTHS"])
def test_a_range_of_one_cell_is_computed_as_its_cell_also_among_segments(name: str) -> None:
    rows = [*CLEAN, *ODD, [SEGMENTS, None, 1600]]
    expected = [call(name, *row) for row in rows]
    assert many.call_rows(name, [in_ranges(row) for row in rows]) == expected
    assert many.call_rows(name, [[[[row[0]]], *row[1:]] if row[0] != SEGMENTS else row for row in rows]) == expected
    assert len({str(value) for value in expected[len(CLEAN) :]}) > 4


@pytest.mark.parametrize("name", ["SOE_SEVERANCE", "SOE_SEVERANCE_MONTHS", "SOE_SERVICE_MONTHS"])
def test_clean_rows_of_such_ranges_need_no_single_call(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row[:2] if name == "SOE_SERVICE_MONTHS" else row for row in CLEAN]
    expected = [call(name, *row) for row in rows]

    def single(*given: Any) -> Any:
        raise AssertionError(given)

    monkeypatch.setattr(many, "call", single)
    assert many.call_rows(name, [in_ranges(row) for row in rows]) == expected

"""Every layout of headings that was ever read is still read the same, whatever stands over and below it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.headers import find_headers

LAYOUTS = tomllib.loads(Path(__file__).with_name("layouts_read.toml").read_text(encoding="utf-8"))["layout"]


@pytest.mark.parametrize("above", [0, 3])
@pytest.mark.parametrize("known", LAYOUTS, ids=lambda known: f"{known['kind']}-{known['rows'][0][:3]}")
def test_a_layout_that_was_read_once_stays_readable(known: dict[str, Any], above: int) -> None:
    titles: list[list[CellValue]] = [["示例企业的表"], ["二〇一一年九月"], []][:above]
    head: list[list[CellValue]] = [[text or None for text in line] for line in known["rows"]]
    merged = [(r1 + above, c1, r2 + above, c2) for r1, c1, r2, c2 in known.get("merged", [])]
    found = find_headers(SheetGrid("表", "", [*titles, *head], merged=merged))
    assert [(match.layout.kind, match.first_row - above) for match in found] == [(known["kind"], 1)]
    assert found[0].columns == known["columns"]

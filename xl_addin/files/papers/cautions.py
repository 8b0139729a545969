"""What the checks find wrong in the cells that a paper shows: said on its last page, and on no other paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xl_addin.files.papers.model import Fact
from xl_addin.tables.grid import parse_address

_SHOWN: Final = 8
_MANY: Final = re.compile("之和|人数|各行")
_SUM: Final = re.compile(r"(?<![^、；+])([^、；+]+)!([A-Z]{1,3}\d{1,7})(?::([A-Z]{1,3}\d{1,7}))?")


def wrong_cells(facts: Iterable[Fact], wrong: Mapping[str, str]) -> list[str]:
    """A sentence for each wrong cell that a fact comes from, alone or within a column that is summed or counted.

    >>> wrong_cells([Fact("3.00", "表!L5:L9 之和")], {"表!L7": "不是金额", "表!L10": "空"})
    ['来源单元格 表!L7 校验有错误：不是金额']
    """
    sources = list(dict.fromkeys(fact.source for fact in facts if fact.source)) if wrong else []
    named = dict.fromkeys(source for source in sources if source in wrong)
    spans = [span for source in sources if _MANY.search(source) for span in _columns(source)]
    for cell in wrong:
        sheet, _, place = cell.rpartition("!")
        if spans and place.isascii() and place.isalnum():
            row, col = parse_address(place)
            if any(sheet == name and col == column and first <= row <= last for name, column, first, last in spans):
                named.setdefault(cell)
    found = [f"来源单元格 {source} 校验有错误：{wrong[source]}" for source in named]
    rest = f"来源单元格校验有错误的共 {len(found)} 处，见“校验整簿”，改正后重新生成"
    return [*found[:_SHOWN], *([rest] if len(found) > _SHOWN else [])]


def _columns(source: str) -> Iterator[tuple[str, int, int, int]]:
    """The columns of cells that a source adds up: sheet, column, first and last row."""
    for match in _SUM.finditer(source):
        (first, column), (last, other) = parse_address(match[2]), parse_address(match[3] or match[2])
        if column == other:
            yield match[1], column, first, last

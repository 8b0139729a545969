"""Scribbles below the total of a list are no persons and no sums; a person added there is one."""

from __future__ import annotations

import pytest

from xl_addin.tables.below_total import SCRIBBLE
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.recognition import read_sheet

HEAD: list[CellValue] = ["序号", "姓名", "身份证号", "应发金额", "实发金额", "领款人签字", "领款日期"]
PERSONS: list[list[CellValue]] = [
    [1, "王甲子", "990101196405128036", 44402.9, 44402.9, "王甲子", "2011-10-10"],
    [2, "李乙丑", "990101196803088041", 41870.6, 41870.6, "李乙丑", "2011-10-11"],
    [3, "张丙寅", "990101196211208070", 68800, 68800, "张丙寅", "2011-10-11"],
]


def _read(below: list[list[CellValue]], label: str = "合计") -> tuple[int, int, list[int]]:
    total: list[CellValue] = [label, None, None, 155073.5, 155073.5]
    table = read_sheet(SheetGrid("发放表", "", [["经济补偿金发放表"], HEAD, *PERSONS, total, *below]))[0]
    found = [row for row, why in table.skipped.items() if why == SCRIBBLE]
    return len(table), len(table.sum_rows), found


@pytest.mark.parametrize("label", ["合计", "合　计", "总计", "共 计"])
@pytest.mark.parametrize(
    "line",
    [
        [None, "已取现金", None, 86000],
        [None, None, None, None, 1500],
        ["备用", None, None, 2000, 2000],
        [None, "王会计", None, None, 300],
        [None, None, None, 100, 200],
    ],
)
def test_a_scribble_below_the_total_counts_for_nothing(line: list[CellValue], label: str) -> None:
    assert _read([[], line], label) == (3, 1, [8])


@pytest.mark.parametrize(
    "line",
    [
        [4, "刘丁卯", "990101197007038080", 42031, 42031, None, None],
        [None, "刘丁卯", "990101197007038080", None, 42031],
        [4, "刘丁卯", None, 42031, 42031],
        [None, "刘丁卯", None, 42031, 42031, "刘丁卯", "2011-10-12"],
    ],
)
def test_a_person_added_below_the_total_is_one(line: list[CellValue]) -> None:
    persons, _, scribbles = _read([line])
    assert (persons, scribbles) == (4, [])


def test_a_list_that_goes_on_after_a_page_is_read_to_its_end() -> None:
    more: list[list[CellValue]] = [[n + 3, *person[1:]] for n, person in enumerate(PERSONS, 1)]
    assert _read([*more, ["总计", None, None, 310147, 310147]])[::2] == (6, [])

"""Which rows are records at first sight: whole columns say of each row what the row says alone."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest

from xl_addin.tables.column_rows import take
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.headers import find_headers
from xl_addin.tables.record_rows import FIRST_ROWS, ID_LENGTH, is_empty, is_ordinary_person
from xl_addin.tables.usual_rows import empty_places, unusual_rows
from xl_addin.values.errors import CellError

HEADINGS = ("序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "备注")
CELLS: dict[str, Sequence[CellValue]] = {
    "序号": (1, 2.0, "3", "合计", "本页小计", None, "一、", CellError("#N/A", "")),
    "企业名称": ("示例厂", "余额结转", None, "", "甲：乙"),
    "姓名": (
        "王三", "李四光", "欧阳小明", "赵", "阿依古丽·买买提", "周会计", "吴页", "郑万元", "合计", "其中", "王三 ",
        "\u200b王三", "王三\0", "龦龧", "鿿一", "ꀀ一", "㐀王", "Tom", "王1", "", " ", None, 12, True, "无名", "——",
        "职工12", "P00317", "车间3", "1", "2011", "职工12人", "王 2", "一丁丂", "五个汉字长", CellError("#REF!", ""),
    ),
    "身份证号": ("990101196405128036", "11010519491231002X", "123", None, 990101196405128036, "", "无"),
    "参加工作时间": (dt.date(1985, 7, 1), "1985.07", None, "", "工作起", 31229, "1985.07至1995.09；1997.09至2011.09"),
    "解除时间": (dt.datetime(2011, 9, 28), "2011-09-28", None, "全年结算", 0),
    "前12个月月平均工资": (1600, "1,600", None, 0, "", "合计：", CellError("#DIV/0!", "")),
    "备注": (None, "", "本页", "金额已核对", "计", "无"),
}  # fmt: skip


def drawn(chance: random.Random, size: int) -> tuple[HeaderMatch, list[list[CellValue]]]:
    """Rows below some of the headings in any order; some end early."""
    others = [word for word in HEADINGS if word not in ("姓名", "参加工作时间", "解除时间", "前12个月月平均工资")]
    words = [*HEADINGS[2:3], *HEADINGS[4:7], *chance.sample(others, chance.randint(0, len(others)))]
    chance.shuffle(words)
    odd = chance.choice((0.0, 0.05, 0.5, 1.0))
    rows = [
        [chance.choice(CELLS[word]) if chance.random() < odd else CELLS[word][0] for word in words]
        [: chance.choice((9, 9, 9, 3))] for _ in range(size)
    ]  # fmt: skip
    (header,) = find_headers(SheetGrid("", "", [list(words), *rows[:1]]))
    return header, rows


def one_by_one(lines: Sequence[list[CellValue]], header: HeaderMatch) -> list[int]:
    """The rows that need a closer look, each row asked alone."""
    names = take(lines, header.columns["name"])
    numbers = take(lines, header.columns["id"]) if "id" in header.columns else [None] * len(lines)
    found = []
    for i, (line, name, number) in enumerate(zip(lines, names, numbers, strict=True)):
        identified = isinstance(number, str) and len(number) >= ID_LENGTH and isinstance(name, str)
        known = (identified and not str(name).isspace()) or (
            isinstance(name, str) and is_ordinary_person(name, line, header)
        )
        if i < FIRST_ROWS or not known:
            found.append(i)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_columns_say_what_each_row_says(seed: int) -> None:
    header, rows = drawn(random.Random(seed), 60)
    assert unusual_rows(rows, header) == one_by_one(rows, header)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2000, 2150))
def test_long_columns_say_what_each_row_says(seed: int) -> None:
    header, rows = drawn(random.Random(seed), 800)
    assert unusual_rows(rows, header) == one_by_one(rows, header)


@pytest.mark.parametrize("seed", range(40))
def test_empty_cells_of_a_column_are_those_that_are_empty_alone(seed: int) -> None:
    chance = random.Random(seed)
    cells = [chance.choice(CELLS[chance.choice(HEADINGS)]) for _ in range(chance.choice((1, 3, 30)))]
    assert empty_places(cells) == [i for i, cell in enumerate(cells) if is_empty(cell)]
    names = [chance.choice(("王三", "李四", "无名", "·阿", "Tom")) for _ in range(5)]
    assert empty_places(names) == []
